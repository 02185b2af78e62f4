//! A profile that was put back from an older copy: the app says so before anything is granted, denies and revokes all the
//! same, and goes on in a new log once its new key was admitted, told from a terminal beside it.

use std::{fs, path::PathBuf};

use doorward_e2e::{Browser, Desktop, Failure, Key, Look, Outcome, Parts, SOON, Story, Target, Team, Wish, until};
use serde_json::Value;

use super::{Stage, expect, opening::draw, team::Day};

const NOOR: &str = "noor";
const STOPPED: &str = "Nothing can be granted at";

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("A profile that was put back from an older copy");
    let desktop = Desktop::start(Parts::ALL).await?;
    let team = Team::start(&desktop, "").await?;
    team.join(&desktop, NOOR).await?;
    let grant = given(&team, &desktop).await?;
    copy(&desktop).await?;
    decided_since(&team, &desktop).await?;
    put_back(&desktop)?;
    let browser = Browser::open(&desktop, &Team::app()?).await?;
    let day = Day { stage: Stage { desktop, browser }, team };
    let lived = live(&day, story, &grant).await;
    day.stage.explained(lived).await?;
    day.end().await
}

async fn live(day: &Day, story: &Story, grant: &str) -> Outcome<()> {
    let browser = day.browser();
    let asked = day.ask(invoice("jonas", "Compare the September invoices with the orders.")).await?;
    let waits = day.ask(invoice("jonas", "Look up one invoice while the customer is on the phone.")).await?;
    told_and_granting_nothing(day, story, &asked).await?;
    let told = day.told(STOPPED).await?;
    story.saw(&format!("a notification tells it too: {:?}", told.body));

    browser.press('d').await?;
    browser.see(Target::Css("[data-testid=deny-send]")).await?;
    browser.write("Ask again tomorrow").await?;
    browser.press(Key::Enter).await?;
    browser.click(Target::Css("[data-testid=nav-grants]")).await?;
    let row = format!("[data-testid=grant-row][data-id$='{grant}']");
    browser.click(Target::Css(&format!("{row} [data-testid=revoke]"))).await?;
    browser.fill(Target::Css("[data-testid=revoke-reason]"), "Done sooner").await?;
    browser.click(Target::Css("[data-testid=revoke-confirm]")).await?;
    day.at_the_receiver("take", grant, SOON).await?;
    day.becomes("jonas", &asked, "denied").await?;
    story.saw("denying and revoking go on");

    browser.click(Target::Css("[data-testid=nav-log]")).await?;
    log_is(browser, "The witness saw another history").await?;
    draw(&day.stage, story, "restored-log", Look::Light).await?;
    recovered_beside_the_app(day, story).await?;
    day.withdrawn(STOPPED, SOON).await?;

    day.open(&waits).await?;
    day.panel("decide").await?;
    browser.press('g').await?;
    day.panel("held").await?;
    browser.press_with(Key::Shift, Key::Enter).await?;
    let record = day.becomes("jonas", &waits, "granted").await?;
    day.at_the_receiver("give", record["grant"].as_str().unwrap_or_default(), SOON).await?;
    story.saw("then it grants again");
    both_logs(day, story).await
}

async fn told_and_granting_nothing(day: &Day, story: &Story, asked: &str) -> Outcome<()> {
    let browser = day.browser();
    let told = browser.text(Target::Css("[data-testid=banner-log-broken]")).await?;
    expect(told.contains("doorward keys recover"), &format!("the banner says {told:?}"))?;
    day.open(asked).await?;
    day.panel("decide").await?;
    let why = browser.laid_out("[data-testid=why-not]").await?;
    expect(why.contains("cannot grant"), &format!("beneath the buttons stands {why:?}"))?;
    browser.press('g').await?;
    browser.click(Target::Css("[data-testid=grant]")).await?;
    day.panel("decide").await?;
    expect(day.status("jonas", asked).await?["state"] == "pending", "a restored profile granted")?;
    draw(&day.stage, story, "restored", Look::Light).await?;
    story.saw(&format!("the app says so before anything is granted: {told:?}, and grants nothing"));
    Ok(())
}

async fn recovered_beside_the_app(day: &Day, story: &Story) -> Outcome<()> {
    let fingerprint = recover(&day.team, day.desktop()).await?;
    let waits = day.browser().text(Target::Css("[data-testid=banner-not-admitted]")).await?;
    expect(waits.contains(&fingerprint), &format!("no {fingerprint} in {waits:?}"))?;
    story.saw(&format!("`doorward keys recover` beside the app asks with a new key: {waits:?}"));
    admit(&day.team, day.desktop(), &fingerprint).await?;
    for banner in ["not-admitted", "log-broken"] {
        day.browser().see_gone(Target::Css(&format!("[data-testid=banner-{banner}]"))).await?;
    }
    story.saw("admitted and said once more, a new log begins, and the app has nothing left to say of it");
    Ok(())
}

/// The page of the log has both, and says of each what it is.
async fn both_logs(day: &Day, story: &Story) -> Outcome<()> {
    let browser = day.browser();
    browser.click(Target::Css("[data-testid=nav-log]")).await?;
    log_is(browser, "Verified").await?;
    let rows = browser.laid_out("[data-testid=log-page]").await?;
    expect(rows.contains("New log"), &format!("the page says {rows:?}"))?;
    draw(&day.stage, story, "recovered-log", Look::Light).await?;
    turn_to_ended(browser).await?;
    log_is(browser, "The witness saw another history").await?;
    // It is verified first.
    let said = until("what became of the ended log", SOON, async || {
        let said = browser.laid_out("[data-testid=log-page]").await?;
        Ok(["this log was ended", "Key change"].iter().all(|words| said.contains(words)).then_some(said))
    })
    .await?;
    expect(!said.contains("keys recover"), &format!("the page of the ended log says {said:?}"))?;
    draw(&day.stage, story, "ended-log", Look::Light).await?;
    story.saw("the page of the log shows the new log, and the one before as ended");
    Ok(())
}

/// Chooses the log before, as in the list of logs.
pub(super) async fn turn_to_ended(browser: &Browser) -> Outcome<()> {
    let script = "const list = document.querySelector('select[data-testid=log-queue]');
        const ended = [...list.options].find((option) => option.value.includes('/'));
        list.value = ended.value;
        list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.see(Target::Css("select[data-testid=log-queue]")).await?;
    browser.run(script, Vec::new()).await.map(drop)
}

pub(super) async fn log_is(browser: &Browser, title: &str) -> Outcome<()> {
    until(&format!("a log that is {title:?}"), SOON, async || {
        Ok(browser.text(Target::Css("[data-testid=log-title]")).await?.starts_with(title).then_some(()))
    })
    .await
}

/// `doorward keys recover` in a terminal; gives the fingerprint that waits to be admitted.
pub(super) async fn recover(team: &Team, desktop: &Desktop) -> Outcome<String> {
    let ended = team.attempt(desktop, NOOR, &["keys", "recover"]).await?;
    let said: Value = serde_json::from_str(&ended.said)?;
    expect(said["error"]["code"] == "waits-for-admission", &format!("keys recover: {ended:?}"))?;
    let keys = team.decide(desktop, NOOR, &["keys", "list"]).await?;
    let fingerprint = keys["queues"][0]["waiting"][0]["fingerprint"].as_str();
    fingerprint.map(str::to_owned).ok_or_else(|| Failure::new(format!("nobody waits in {keys}")))
}

/// By whoever runs the queue; then said once more in the terminal.
pub(super) async fn admit(team: &Team, desktop: &Desktop, fingerprint: &str) -> Outcome<()> {
    team.admit(desktop, NOOR, fingerprint).await?;
    let said = team.decide(desktop, NOOR, &["keys", "recover"]).await?;
    expect(said["done"] == "recovered", &format!("keys recover: {said}"))
}

/// Access that is live before the copy is made. Gives the grant.
pub(super) async fn given(team: &Team, desktop: &Desktop) -> Outcome<String> {
    let id = team.ask(desktop, invoice("amara", "Whether the Lagos office was billed twice.")).await?;
    team.decide(desktop, NOOR, &["grant", &id, "--for", "1h", "--yes", "--now"]).await?;
    let record = team.request(desktop, "amara", &["status", &id]).await?;
    let grant = record["grant"].as_str();
    grant.map(str::to_owned).ok_or_else(|| Failure::new(format!("no grant in {record}")))
}

/// What the copy does not know, and the witness does.
pub(super) async fn decided_since(team: &Team, desktop: &Desktop) -> Outcome<()> {
    let id = team.ask(desktop, invoice("amara", "And the year before.")).await?;
    team.decide(desktop, NOOR, &["deny", &id, "--reason", "One year is enough", "--now"]).await.map(drop)
}

pub(super) async fn copy(desktop: &Desktop) -> Outcome<()> {
    let mut command = desktop.command("cp");
    desktop.read(command.arg("-a").arg(profile(desktop)).arg(backup(desktop))).await.map(drop)
}

/// While nothing has it open.
pub(super) fn put_back(desktop: &Desktop) -> Outcome<()> {
    fs::remove_dir_all(profile(desktop))?;
    Ok(fs::rename(backup(desktop), profile(desktop))?)
}

fn profile(desktop: &Desktop) -> PathBuf {
    desktop.home().join(".local/share/doorward")
}

fn backup(desktop: &Desktop) -> PathBuf {
    desktop.home().join("older-copy")
}

/// Low risk.
fn invoice<'a>(person: &'a str, why: &'a str) -> Wish<'a> {
    Wish { person, tenant: "contoso", entitlement: "billing-reader", length: "1h", why, ticket: None }
}
