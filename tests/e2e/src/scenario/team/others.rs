//! What others do meanwhile: Ilya decides first, the requester changes what is asked, the queue or the network is away.

use doorward_e2e::{Key, Outcome, SOON, Story, Target, Wish};

use super::{Day, expect, grant_of};

pub async fn decided_first_by_another(day: &Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "amara",
        tenant: "contoso",
        entitlement: "user-admin",
        length: "30m",
        why: "Unlock the accounts of the Lagos office.",
        ticket: Some("SRQ-1190"),
    };
    let id = day.ask(wish).await?;
    day.told("Amara Okafor").await?;
    day.open(&id).await?;
    day.panel("decide").await?;
    day.ilya(&["deny", &id, "--reason", "Done by the service desk already", "--now"]).await?;
    let said = day.panel_says("superseded", "Ilya Sun").await?;
    expect(said.contains("denied") && said.contains("service desk"), &format!("the panel says {said:?}"))?;
    day.withdrawn("Amara Okafor", SOON).await?;
    story.saw(&format!("Ilya was first, and the window says so: {:?}", said.lines().take(3).collect::<Vec<_>>()));
    Ok(())
}

pub async fn changed_while_it_is_read(day: &Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "jonas",
        tenant: "contoso",
        entitlement: "billing-reader",
        length: "1h",
        why: "Compare the September invoices with the orders.",
        ticket: None,
    };
    let id = day.ask(wish).await?;
    day.open(&id).await?;
    day.panel("decide").await?;
    day.team.request(day.desktop(), "jonas", &["amend", &id, "--for", "8h"]).await?;
    day.panel("changed").await?;
    let difference = day.browser().text(Target::Css("[data-testid=changed-lines]")).await?;
    expect(difference.contains("1 h") && difference.contains("8 h"), &format!("the difference is {difference:?}"))?;
    day.browser().press('g').await?;
    expect(day.status("jonas", &id).await?["state"] == "pending", "what changed was granted unread")?;
    story.saw("what changes while it is read stands there with its difference, and cannot be granted by a key that was meant for before");
    day.browser().click(Target::Css("[data-testid=go-on]")).await?;
    day.panel("decide").await?;
    day.browser().press('d').await?;
    day.browser().see(Target::Css("[data-testid=deny-send]")).await?;
    day.browser().write("An hour is enough").await?;
    day.browser().press(Key::Enter).await?;
    day.becomes("jonas", &id, "denied").await.map(drop)
}

pub async fn decided_while_the_queue_is_away(day: &mut Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "jonas",
        tenant: "contoso",
        entitlement: "on-call",
        length: "20m",
        why: "Payments hang since the deployment.",
        ticket: Some("OPS-13"),
    };
    let id = day.ask(wish).await?;
    day.open(&id).await?;
    day.panel("decide").await?;
    day.team.stop_queue().await?;
    grant_with_reason(day, "The incident is real").await?;
    let said = day.panel_says("moving", "not sent yet").await?;
    day.browser().see(Target::Css("[data-testid=outbox]")).await?;
    story.saw(&format!("with the queue stopped a decision waits: {:?}", said.lines().take(2).collect::<Vec<_>>()));

    day.team.start_queue(&day.stage.desktop).await?;
    let grant = grant_of(&day.becomes("jonas", &id, "granted").await?)?;
    day.at_the_receiver("give", &grant, SOON).await?;
    day.panel_says("moving", "recorded").await?;
    day.browser().see_gone(Target::Css("[data-testid=outbox]")).await?;
    story.saw("with the queue back it goes out by itself, and the access appears at the receiver");
    Ok(())
}

pub async fn decided_by_another_while_the_line_is_cut(day: &Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "amara",
        tenant: "contoso",
        entitlement: "on-call",
        length: "15m",
        why: "Same as Jonas, the other site.",
        ticket: Some("OPS-14"),
    };
    let id = day.ask(wish).await?;
    day.open(&id).await?;
    day.panel("decide").await?;
    day.team.line().cut();
    grant_with_reason(day, "Both sites are down").await?;
    day.panel_says("moving", "not sent yet").await?;
    day.ilya(&["deny", &id, "--reason", "One operator is enough", "--now"]).await?;
    day.team.line().mend();
    let said = day.panel_says("superseded", "Ilya Sun").await?;
    expect(day.status("amara", &id).await?["state"] == "denied", "the late grant took effect")?;
    story.saw(&format!(
        "what another decided meanwhile comes back by name: {:?}",
        said.lines().take(3).collect::<Vec<_>>()
    ));
    Ok(())
}

/// By the keyboard, and sent at once.
async fn grant_with_reason(day: &Day, reason: &str) -> Outcome<()> {
    let browser = day.browser();
    browser.fill(Target::Css("[data-testid=reason]"), reason).await?;
    browser.press(Key::Escape).await?;
    browser.hold('g', super::HELD_LONG_ENOUGH).await?;
    day.panel("held").await?;
    browser.press_with(Key::Shift, Key::Enter).await
}
