//! A security reviewer suspends and restores by what somebody asks for and holds.

use crate::world::World;
use crate::{DONE, REFUSED};
use std::fs::{read_to_string, write};

const BILLING: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

/// Noor reviews Contoso.
fn world() -> World {
    let mut world = World::with_queue_added();
    let file = world.path("tenants").join("contoso.toml");
    let text = read_to_string(&file).unwrap();
    write(&file, format!("{text}\n[security]\nreviewers = [\"noor\"]\n")).unwrap();
    world.stop_server();
    world.start_server();
    world
}

#[test]
fn whoever_holds_a_grant_is_suspended_by_it_and_restored() {
    let world = world();
    let (asked, waiting) = (world.asks("jonas", &BILLING).id, world.asks("jonas", &BILLING).id);
    assert_eq!(world.noor(&["grant", &asked, "--for", "30m", "--yes", "--now"]).code, DONE);
    let early = world.noor(&["restore", &asked, "--yes", "--json"]);
    assert_eq!((early.code, early.json()["outcome"].as_str()), (REFUSED, Some("refused")), "{early:?}");
    let why = world.noor(&["suspend", &asked, "--yes", "--json"]);
    assert_eq!((why.code, why.error()), (REFUSED, "reason-missing".to_owned()), "{why:?}");
    let unasked = world.noor(&["suspend", &asked, "--reason", "Token leaked", "--json"]);
    assert_eq!((unasked.code, unasked.error()), (REFUSED, "not-confirmed".to_owned()), "{unasked:?}");

    let suspended = world.noor(&["suspend", &asked, "--reason", "Token leaked", "--yes"]);
    assert_eq!(suspended.code, DONE, "{suspended:?}");
    assert!(suspended.out.contains("Suspend Jonas Weber in Contoso: 1 live grant ends at once"), "{suspended:?}");
    let shown = world.noor(&["show", &waiting]);
    assert!(shown.out.contains("Whoever asks for this is suspended"), "{shown:?}");
    let granted = world.noor(&["grant", &waiting, "--for", "30m", "--yes", "--now"]);
    assert_eq!(granted.code, REFUSED, "{granted:?}");
    let twice = world.noor(&["suspend", &waiting, "--reason", "Again", "--yes", "--json"]);
    assert_eq!((twice.code, twice.json()["outcome"].as_str()), (REFUSED, Some("refused")), "{twice:?}");
    assert!(twice.json()["line"].as_str().unwrap().contains("Noor Haddad"), "{twice:?}");
    let live = world.noor(&["grants", "--json"]).json();
    let rows = live["sections"].as_array().unwrap().iter().flat_map(|section| section["rows"].as_array().unwrap());
    assert!(rows.into_iter().all(|row| row["standing"]["is"] != "active"), "{live}");

    let restored = world.noor(&["restore", &waiting, "--yes", "--json"]);
    assert_eq!((restored.code, restored.json()["outcome"].as_str()), (DONE, Some("recorded")), "{restored:?}");
    assert_eq!(world.noor(&["grant", &waiting, "--for", "30m", "--yes", "--now"]).code, DONE);
    let log = world.noor(&["log", "list"]);
    assert!(log.out.contains("Suspended") && log.out.contains("Restored"), "{log:?}");
    let verified = world.noor(&["log", "list", "--json"]).json();
    assert_eq!(verified["standing"].as_str(), Some("verified"), "{verified}");
}

#[test]
fn security_is_consulted_and_whoever_asks_answers() {
    let world = world();
    let asked = world.asks("jonas", &BILLING).id;
    let said = world.noor(&["question", &asked, "Which invoice?", "--json"]);
    assert_eq!((said.code, said.json()["said"].as_str()), (DONE, Some("questioned")), "{said:?}");
    let status = world.requester("jonas", &["request", "status", &asked]);
    assert!(status.out.contains("Noor Haddad asks: “Which invoice?”"), "{status:?}");
    assert!(status.out.contains("doorward request answer"), "{status:?}");
    let answered = world.requester("jonas", &["request", "answer", &asked, "4711.\nagreed  Noor” agreed"]);
    assert!(answered.out.contains("Jonas Weber answered"), "{answered:?}");
    let advised = world.noor(&["advise", &asked, "endorse", "Seen before"]);
    assert_eq!(advised.code, DONE, "{advised:?}");
    let alone = world.noor(&["consult", &asked, "Clean?", "--json"]);
    assert_eq!((alone.code, alone.error()), (REFUSED, "refused".to_owned()), "nobody else reviews: {alone:?}");
    let shown = world.noor(&["show", &asked]).out;
    let shown: Vec<&str> = shown.split_whitespace().collect();
    let shown = shown.join(" ");
    assert!(shown.contains("Noor Haddad endorsed it (revision 1): “Seen before”"), "{shown}");
    assert!(
        shown.contains("Jonas Weber answered (revision 1): “4711. agreed Noor\" agreed”"),
        "in its quotes: {shown}"
    );
}
