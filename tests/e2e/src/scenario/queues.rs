//! A queue is connected in the window, looked at, and removed: nothing of it is typed anywhere else.

use doorward_e2e::{Browser, Desktop, Key, Look, Outcome, Parts, SOON, Story, Target, Team, Wish};

use super::{Stage, expect, opening::draw};

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("A queue connected in the window");
    let desktop = Desktop::start(Parts::ALL).await?;
    let mut team = Team::start(&desktop, "").await?;
    let browser = Browser::open(&desktop, &Team::app()?).await?;
    let stage = Stage { desktop, browser };
    let lived = live(&stage, &team, story).await;
    stage.explained(lived).await?;
    stage.clear().await?;
    team.stop_queue().await
}

async fn live(stage: &Stage, team: &Team, story: &Story) -> Outcome<()> {
    let (desktop, browser) = (&stage.desktop, &stage.browser);
    let at = |css| Target::Css(css);
    browser.press_with(Key::Control, ',').await?;
    browser.read("No queue is connected.", SOON).await?;
    browser.click(at("[data-testid=connect]")).await?;
    browser.click(at("[data-testid=guide-next]")).await?;
    let token = team.approvers_token(desktop, "noor").await?;
    browser.fill(at("[data-testid=add-address]"), "http://192.0.2.1").await?;
    browser.read("lain HTTP is for this machine only", SOON).await?;
    story.saw("an address that no token may go to is refused beneath its field");

    browser.fill(at("[data-testid=add-address]"), &team.address_for("noor")).await?;
    browser.fill(at("[data-testid=add-name]"), "Team queue").await?;
    browser.fill(at("[data-testid=add-token]"), "not-a-token").await?;
    browser.click(at("[data-testid=guide-connect]")).await?;
    browser.see(at("[data-testid=add-token][aria-invalid=true]")).await?;
    story.saw("a token that the queue does not take is said to be that, and the rest stays as it was typed");

    browser.fill(at("[data-testid=add-token]"), &token).await?;
    browser.click(at("[data-testid=guide-connect]")).await?;
    browser.see(at("[data-testid=connected-person]")).await?;
    draw(stage, story, "connected", Look::Light).await?;
    let page = browser.run("return document.documentElement.outerHTML", Vec::new()).await?;
    expect(!page.as_str().unwrap_or_default().contains(&token), "the token is still in the page")?;
    story.saw("the queue is connected, and the token has left the page");

    let wish = Wish {
        person: "jonas",
        tenant: "contoso",
        entitlement: "billing-reader",
        length: "1h",
        why: "Compare the invoices",
        ticket: None,
    };
    team.ask(desktop, wish).await?;
    browser.click(at("[data-testid=guide-inbox]")).await?;
    browser.see(at("[data-testid=row-0]")).await?;
    story.saw("what is asked there arrives at once");

    browser.press_with(Key::Control, ',').await?;
    browser.click(at("[data-testid=queue-doctor]")).await?;
    browser.see(at("[data-testid=finding][data-check=sign-in][data-weight=ok]")).await?;
    draw(stage, story, "doctor", Look::Light).await?;
    story.saw("the doctor finds who one is there");

    browser.click(at("[data-testid=queue-remove]")).await?;
    browser.click(at("[data-testid=removal-remove]")).await?;
    browser.read("No queue is connected.", SOON).await?;
    story.saw("it is removed, and nothing is connected any more");
    Ok(())
}
