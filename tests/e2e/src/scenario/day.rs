//! One decision at a team's queue, from the notification to the log: what `cargo xtask run` shows where
//! there is no display, and the middle of the end-to-end test.

use std::time::Duration;

use doorward_e2e::{Browser, Look, Outcome, Parts, SOON, Story, Target, Wish, until};

use super::opening::draw;
use super::team::Day;
use super::{Stage, expect};

const WHO: &str = "Dana Peres";

/// Plays it and leaves pictures of what it did.
pub async fn play(story: &Story) -> Outcome<()> {
    story.part("A request, from the notification to the log");
    let day = Day::begin(Parts::ALL).await?;
    let lived = live(&day, &day.stage, story).await;
    day.stage.explained(lived).await?;
    day.end().await
}

async fn live(day: &Day, stage: &Stage, story: &Story) -> Outcome<()> {
    let (desktop, browser) = (&stage.desktop, &stage.browser);
    day.ask(dana()).await?;

    let told = until("the notification", SOON, async || {
        Ok(desktop.notifications().await?.into_iter().find(|told| told.summary.starts_with(WHO)))
    })
    .await?;
    story.saw(&format!("a notification: {:?}, {:?}", told.summary, told.body));
    expect(told.actions.first().is_some_and(|(_, label)| label == "Review"), "the first action is not Review")?;
    expect(!told.body.contains("auditors"), "the notification repeats the requester's words")?;
    draw(stage, story, "tour-inbox", Look::Light).await?;

    desktop.choose(&told, "Review").await?;
    browser.see(Target::Css("[data-testid=sheet]")).await?;
    browser.read(WHO, SOON).await?;
    story.saw("Review raises the window at the request, and signs nothing");
    draw(stage, story, "tour-sheet", Look::Light).await?;

    browser.click(Target::Css("[data-testid=chip-3600]")).await?;
    browser.fill(Target::Css("[data-testid=reason]"), "Agreed with finance, INC-4471").await?;
    hold(browser, "[data-testid=grant]").await?;
    browser.see(Target::Css("[data-testid=panel-held]")).await?;
    story.saw("granting is held: it can be undone, nothing is signed yet");
    draw(stage, story, "tour-held", Look::Light).await?;

    browser.click(Target::Css("[data-testid=send-now]")).await?;
    browser.see(Target::Css("[data-testid=nav-grants]")).await?;
    browser.click(Target::Css("[data-testid=nav-grants]")).await?;
    browser.see(Target::Css("[data-testid=grant-row][data-standing=active]")).await?;
    story.saw("the queue recorded it; the grant counts down");
    draw(stage, story, "tour-grants", Look::Light).await?;

    browser.click(Target::Css("[data-testid=nav-log]")).await?;
    let title = until("a verified log", SOON, async || {
        let title = browser.text(Target::Css("[data-testid=log-title]")).await?;
        Ok(title.starts_with("Verified").then_some(title))
    })
    .await?;
    story.saw(&format!("the log: {title}"));
    draw(stage, story, "tour-log", Look::Light).await?;

    let gone = until("the notification's end", SOON, async || {
        let told = desktop.notifications().await?.into_iter().find(|told| told.summary.starts_with(WHO));
        Ok(told.is_none_or(|told| !told.standing).then_some(()))
    });
    gone.await?;
    story.saw("the notification is gone");
    Ok(())
}

/// High risk, in time for the auditors.
pub fn dana() -> Wish<'static> {
    Wish {
        person: "dana",
        tenant: "contoso",
        entitlement: "global-admin",
        length: "4h",
        why: "Restore the failed backup of the finance mailboxes before the auditors come in at 18:00. INC-4471.",
        ticket: Some("INC-4471"),
    }
}

/// Presses the pointer down on it until what it does is done.
async fn hold(browser: &Browser, css: &str) -> Outcome<()> {
    browser.hold_pointer(Target::Css(css), Duration::from_millis(1600)).await
}
