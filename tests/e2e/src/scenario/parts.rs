//! The private desktop sees what happens on it, and parts that are left out are missing. The app has no part in this: a
//! harness that is blind would find every app in order.

use std::process::Command;

use doorward_e2e::{Desktop, Notification, Outcome, Parts, SOON, Story, until};

use super::expect;

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("The private desktop");
    let desktop = Desktop::start(Parts::ALL).await?;
    notification_is_seen_and_answered(&desktop).await?;
    story.saw("a notification is received, its action chosen, its end noticed");
    secret_is_kept(&desktop).await?;
    story.saw("the keyring keeps a secret");
    desktop.end().await?;

    let bare = Desktop::start(Parts { keyring: false, notifications: false, ..Parts::ALL }).await?;
    for name in ["org.freedesktop.Notifications", "org.freedesktop.secrets"] {
        expect(!bare.has_on_bus(name).await?, &format!("{name} started by itself"))?;
    }
    story.saw("without them there is no notification daemon and no keyring");
    bare.end().await
}

async fn notification_is_seen_and_answered(desktop: &Desktop) -> Outcome<()> {
    let mut sender = desktop.command("notify-send");
    sender.args(["--urgency=critical", "--action=review=Review", "--action=deny=Deny…", "A door", "Dana's words"]);
    let answer = desktop.logs().join("notify-send.answer");
    let mut sender = sender.stdout(std::fs::File::create(&answer)?).spawn()?;

    let shown = until("the notification", SOON, async || only(desktop).await).await?;
    expect(shown.standing && shown.urgency == "CRITICAL" && shown.body == "Dana's words", &format!("{shown:?}"))?;
    desktop.choose(&shown, "Deny…").await?;
    until("the sender's answer", SOON, async || Ok((std::fs::read_to_string(&answer)? == "deny\n").then_some(())))
        .await?;
    until("the end of the notification", SOON, async || {
        Ok(only(desktop).await?.is_some_and(|notification| !notification.standing).then_some(()))
    })
    .await?;
    sender.wait()?;
    Ok(())
}

async fn only(desktop: &Desktop) -> Outcome<Option<Notification>> {
    Ok(desktop.notifications().await?.into_iter().find(|notification| notification.summary == "A door"))
}

async fn secret_is_kept(desktop: &Desktop) -> Outcome<()> {
    // secret-tool reads the secret from its input.
    let mut store: Command = desktop.command("sh");
    store.args(["-c", "printf open | secret-tool store --label=door door front"]);
    desktop.read(&mut store).await?;
    let found = desktop.read(desktop.command("secret-tool").args(["lookup", "door", "front"])).await?;
    expect(found == "open", &format!("the keyring gave back {found:?}"))
}
