//! What people ask of the team's queue before and after the app is opened: enough history for grants and a log, and one
//! request of each kind that looks different. Who they are stands in the practice tenants.

use doorward_e2e::{Desktop, Outcome, Team, Wish};

/// The ids of those that the pictures come back to.
pub struct Asked {
    pub dana: String,
    pub agent: String,
    pub ilkay: String,
    pub jonas: String,
    pub pavel: String,
    pub count: usize,
}

/// Asked and decided before the app is opened: by whoever sits at it, and by somebody else.
pub async fn earlier(team: &Team, desktop: &Desktop) -> Outcome<()> {
    let wish =
        |person, tenant, entitlement, length, why| Wish { person, tenant, entitlement, length, why, ticket: None };
    let rules = "Find out why mail of the auditors bounces.";
    let dana = team.ask(desktop, wish("dana", "contoso", "exchange-admin", "1h", rules)).await?;
    let sign = "The new signature for all outgoing mail.";
    let marta = team.ask(desktop, wish("marta", "contoso", "exchange-admin", "2h", sign)).await?;
    let search = "The search index, rehearsed on staging.";
    let lucia = team.ask(desktop, wish("lucia", "northwind", "deploy-production", "9m", search)).await?;
    for (id, length) in [(&dana, "1h"), (&marta, "90m"), (&lucia, "9m")] {
        team.decide(desktop, "ilya", &["grant", id, "--for", length, "--yes", "--now"]).await?;
    }

    let mailbox = "Move the shared mailbox of the Lagos office to its new owner. SRQ-1187.";
    let amara = team.ask(desktop, wish("amara", "contoso", "exchange-admin", "2h", mailbox)).await?;
    let mei = team.ask(desktop, wish("mei", "northwind", "deploy-production", "30m", "Version 8.14.1.")).await?;
    let role = "Give the new colleague the administrator role.";
    let sana = team.ask(desktop, wish("sana", "northwind", "role-admin", "45m", role)).await?;
    let grant = ["grant", &amara, "--for", "45m", "--reason", "Watched by Jonas", "--yes", "--now"];
    team.decide(desktop, "noor", &grant).await?;
    team.decide(desktop, "noor", &["grant", &mei, "--for", "30m", "--yes", "--now"]).await?;
    let no = "A reader role is enough here. Ask for that one.";
    team.decide(desktop, "noor", &["deny", &sana, "--reason", no, "--now"]).await?;
    Ok(())
}

/// What waits while the app is open.
pub async fn today(team: &Team, desktop: &Desktop) -> Outcome<Asked> {
    let mut ids = Vec::new();
    for (person, tenant, entitlement, length, why, ticket) in TODAY {
        let wish = Wish { person, tenant, entitlement, length, why, ticket: *ticket };
        ids.push(team.ask(desktop, wish).await?);
    }
    let of = |person: &str| {
        let place = TODAY.iter().position(|wish| wish.0 == person);
        place.and_then(|place| ids.get(place)).cloned().unwrap_or_default()
    };
    Ok(Asked {
        dana: of("dana"),
        agent: of("release-agent"),
        ilkay: of("ilkay"),
        jonas: of("jonas"),
        pavel: of("pavel"),
        count: ids.len(),
    })
}

type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

#[rustfmt::skip]
const TODAY: &[Line] = &[
    ("dana", "contoso", "global-admin", "4h",
        "Restore the failed backup of the finance mailboxes before the auditors come in at 18:00. INC-4471.", Some("INC-4471")),
    ("release-agent", "fabrikam", "owner", "2h",
        "Rotate the deploy keys and re-create the service accounts as planned in CHG-77.", Some("CHG-77")),
    ("guest-4417", "contoso", "user-admin", "1h", "Same as last week, please.", None),
    // A space that cannot be seen, and a file name that is turned around.
    ("pavel", "contoso", "user-admin", "90m",
        "Reset for the new\u{200b}comer, form attached: onboarding_\u{202e}fdp.exe\u{202c}. Thanks!", None),
    ("mei", "northwind", "deploy-production", "30m",
        "Version 8.14.2, the checkout fix. Rehearsed on staging this morning.", Some("REL-208")),
    ("amara", "contoso", "exchange-admin", "1h", "The second half of the Lagos mailbox move.", Some("SRQ-1190")),
    ("ilkay", "fabrikam", "compute-admin", "2h", "Resize the build machines.", None),
    ("sana", "northwind", "role-admin", "45m", "Give the two summer interns their reader roles.", Some("HR-61")),
    ("jonas", "contoso", "billing-reader", "1h", "Quarter-end: compare the September invoices with the orders.", None),
    // One's own, under another name: it can be read and not decided.
    ("noor-admin", "contoso", "exchange-admin", "30m", "Check the transport rules.", None),
];
