//! What is missing on the desktop: no keyring, no notification daemon. The app says so and what to do, and goes on as far as
//! is safe.

use doorward_e2e::{Outcome, Parts, SOON, Story, Target, Team, Wish, until};

use super::{Stage, day::dana, expect, team::Day};

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("A keyring that is not there");
    let mut day = Day::begin(Parts::ALL).await?;
    let lived = no_keyring(&mut day, story).await;
    day.stage.explained(lived).await?;
    day.end().await?;

    story.part("A notification daemon that is not there");
    let mut day = Day::begin(Parts { notifications: false, ..Parts::ALL }).await?;
    day.ask(dana()).await?;
    let lived = no_daemon(&mut day.stage, story).await;
    day.stage.explained(lived).await?;
    day.end().await
}

async fn no_keyring(day: &mut Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "dana",
        tenant: "contoso",
        entitlement: "global-admin",
        length: "1h",
        why: "Restore the failed backup of the finance mailboxes.",
        ticket: Some("INC-4471"),
    };
    let id = day.ask(wish).await?;
    day.open(&id).await?;
    day.stage.end_app().await?;
    day.stage.desktop.stop_keyring().await?;
    day.stage.start_app(&Team::app()?).await?;

    day.browser().see(Target::Css("[data-testid=banner-no-keyring]")).await?;
    day.open(&id).await?;
    let said = day.panel_says("locked", "Deciding is off").await?;
    day.browser().press('g').await?;
    day.panel("locked").await?;
    story.saw(&format!(
        "without a keyring one reads, and does not decide: {:?}",
        said.lines().next().unwrap_or_default()
    ));

    day.stage.desktop.start_keyring().await?;
    day.browser().click(Target::Css("[data-testid=unlock]")).await?;
    day.panel("decide").await?;
    day.browser().see_gone(Target::Css("[data-testid=banner-no-keyring]")).await?;
    day.browser().press('d').await?;
    day.browser().see(Target::Css("[data-testid=deny-send]")).await?;
    day.browser().write("Ask again with the ticket of the audit").await?;
    day.browser().press(doorward_e2e::Key::Enter).await?;
    day.becomes("dana", &id, "denied").await?;
    story.saw("with the keyring open again one decides, without starting anew");
    Ok(())
}

async fn no_daemon(stage: &mut Stage, story: &Story) -> Outcome<()> {
    stage.browser.see(Target::Css("[data-testid=banner-no-notifications]")).await?;
    stage.browser.see(Target::Css("[data-testid=requests]")).await?;
    story.saw("without a daemon the window says so, and requests arrive all the same");
    stage.desktop.start_notifications().await?;
    stage.browser.see_gone(Target::Css("[data-testid=banner-no-notifications]")).await?;
    let told =
        until("a notification", SOON, async || Ok(stage.desktop.notifications().await?.into_iter().next())).await?;
    expect(told.standing, "the notification does not stand")?;
    story.saw(&format!("a daemon that comes later is used: {:?}", told.summary));
    Ok(())
}
