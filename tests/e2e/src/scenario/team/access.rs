//! Access that Noor gives, shortens, takes back and refuses, seen at the system it is given on; and what ends without her.

use doorward_e2e::{Key, Outcome, SOON, Story, Target, Wish};

use super::{A_MINUTE, Day, HELD_LONG_ENOUGH, expect, grant_of};

/// Low risk: one key. Gives the grant, which ends by itself a minute later.
pub async fn given_for_a_minute(day: &Day, story: &Story) -> Outcome<String> {
    let wish = Wish {
        person: "jonas",
        tenant: "contoso",
        entitlement: "billing-reader",
        length: "1m",
        why: "Look up one invoice while the customer is on the phone.",
        ticket: None,
    };
    let id = day.ask(wish).await?;
    day.open(&id).await?;
    day.panel("decide").await?;
    day.browser().press('g').await?;
    day.panel("held").await?;
    day.browser().press_with(Key::Shift, Key::Enter).await?;
    let grant = grant_of(&day.becomes("jonas", &id, "granted").await?)?;
    let given = day.at_the_receiver("give", &grant, SOON).await?;
    expect(given["holder"]["id"] == "jonas" && given["window"] == "PT1M", &format!("given was {given}"))?;
    story.saw("one key grants low risk, Shift+Enter sends at once, and signed access appears at the receiver");
    Ok(grant)
}

/// High risk, and nobody looks at it. Gives the request.
pub async fn asked_and_not_answered(day: &Day, story: &Story) -> Outcome<String> {
    let wish = Wish {
        person: "pavel",
        tenant: "contoso",
        entitlement: "on-call",
        length: "30m",
        why: "Restart the payment workers.",
        ticket: Some("OPS-12"),
    };
    let id = day.ask(wish).await?;
    let told = day.told("Pavel Novak").await?;
    expect(!told.body.contains("payment workers"), &format!("the requester's words are in {told:?}"))?;
    story.saw("a request that nobody will answer is notified");
    Ok(id)
}

pub async fn shortened_by_keyboard_undone_and_revoked(day: &Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "dana",
        tenant: "contoso",
        entitlement: "global-admin",
        length: "4h",
        why: "Restore the failed backup of the finance mailboxes.",
        ticket: Some("INC-4471"),
    };
    let id = day.ask(wish).await?;
    let told = day.told("Dana Peres").await?;
    day.desktop().choose(&told, "Review").await?;
    day.on_the_sheet(&id).await?;
    let browser = day.browser();

    // To the length, by a stop of the slider, and on to the field beside it.
    browser.press('s').await?;
    browser.press(Key::Left).await?;
    browser.press(Key::Tab).await?;
    browser.write("9h").await?;
    day.panel_says("decide", "longer than 4 h").await?;
    story.saw("a length beyond what was asked is refused, with the most that can be given");
    browser.press(Key::Escape).await?;
    browser.write("45m").await?;
    browser.press(Key::Tab).await?;
    browser.write("Agreed with finance, the backup is small").await?;
    browser.press(Key::Escape).await?;
    browser.hold('g', HELD_LONG_ENOUGH).await?;
    let held = day.panel_says("held", "45 min").await?;
    story.saw(&format!("s, 45m, a reason and a held G: {:?}", held.lines().nth(1).unwrap_or_default()));

    browser.press('z').await?;
    day.panel("decide").await?;
    expect(day.status("dana", &id).await?["state"] == "pending", "an undone grant was sent")?;
    story.saw("Z undoes it, and the queue has heard nothing");

    browser.hold('g', HELD_LONG_ENOUGH).await?;
    day.panel_says("held", "45 min").await?;
    browser.press_with(Key::Shift, Key::Enter).await?;
    let grant = grant_of(&day.becomes("dana", &id, "granted").await?)?;
    let given = day.at_the_receiver("give", &grant, SOON).await?;
    expect(given["window"] == "PT45M", &format!("given was {given}"))?;
    day.panel_says("moving", "recorded").await?;
    story.saw("sent anew it is recorded, and 45 minutes are given at the receiver");

    browser.click(Target::Css("[data-testid=nav-grants]")).await?;
    let row = format!("[data-testid=grant-row][data-id$='{grant}']");
    browser.click(Target::Css(&format!("{row} [data-testid=revoke]"))).await?;
    browser.fill(Target::Css("[data-testid=revoke-reason]"), "Done sooner").await?;
    browser.click(Target::Css("[data-testid=revoke-confirm]")).await?;
    day.at_the_receiver("take", &grant, SOON).await?;
    browser.see_gone(Target::Css(&format!("{row}[data-standing=active]"))).await?;
    story.saw("revoked, it is taken away at the receiver and counts no more");
    Ok(())
}

pub async fn denied_from_the_notification(day: &Day, story: &Story) -> Outcome<()> {
    let wish = Wish {
        person: "marta",
        tenant: "contoso",
        entitlement: "user-admin",
        length: "1h",
        why: "Reset some passwords.",
        ticket: None,
    };
    let id = day.ask(wish).await?;
    let told = day.told("Marta Lindqvist").await?;
    let labels: Vec<&str> =
        told.actions.iter().filter(|(key, _)| key != "default").map(|(_, label)| label.as_str()).collect();
    expect(labels == ["Review", "Deny…"], &format!("the actions are {labels:?}"))?;
    day.desktop().choose(&told, "Deny…").await?;
    day.on_the_sheet(&id).await?;
    let browser = day.browser();
    browser.see(Target::Css("[data-testid=deny-send]")).await?;
    expect(day.status("marta", &id).await?["state"] == "pending", "the notification denied by itself")?;
    story.saw("Deny… opens the request with the reason to be typed, and nothing is decided yet");
    browser.write("Whose passwords? Ask again with their names.").await?;
    browser.press(Key::Enter).await?;
    day.panel("held").await?;
    let record = day.becomes("marta", &id, "denied").await?;
    expect(record["decided"]["by_name"] == "Noor Haddad", &format!("decided was {}", record["decided"]))?;
    day.withdrawn("Marta Lindqvist", SOON).await?;
    story.saw("the reason and Enter deny it when its undo window is over, and the notification goes");
    Ok(())
}

pub async fn expired_by_itself(day: &Day, story: &Story, id: &str) -> Outcome<()> {
    day.withdrawn("Pavel Novak", A_MINUTE).await?;
    day.becomes("pavel", id, "expired").await?;
    story.saw("what nobody answered expired, and its notification is gone");
    Ok(())
}

pub async fn ended_by_itself(day: &Day, story: &Story, grant: &str) -> Outcome<()> {
    day.at_the_receiver("take", grant, A_MINUTE).await?;
    story.saw("the minute's access was taken away at the receiver when it was over, across the queue's restart");
    Ok(())
}
