//! Output that nobody reads: what only reads ends quietly; what changes something has changed nothing, and says so.

use crate::world::{Ended, World};
use crate::{DONE, REFUSED};
use serde_json::Value;

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

fn is_refused(what: &str, ended: &Ended) {
    assert_eq!(ended.code, REFUSED, "{what}: {ended:?}");
    assert!(ended.err.contains("nothing was done. Say the same again where it is read"), "{what}: {ended:?}");
}

#[test]
fn nothing_is_decided_on_a_sheet_that_nobody_reads() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    let (grant, deny) =
        (&["grant", &asked.id, "--for", "30m", "--yes", "--now"], &["deny", &asked.id, "--reason", "x"]);
    for words in [&grant[..], &deny[..]] {
        for json in [&[][..], &["--json"]] {
            is_refused(words[0], &world.noor_unread(&[words, json].concat()));
            let status = world.requester("jonas", &["request", "status", &asked.id, "--json"]).json();
            assert_eq!(status["state"], "pending", "{words:?}");
        }
    }
    assert_eq!(world.noor(grant).code, DONE);
    let live = || world.noor(&["grants", "--json"]).json()["sections"][0]["rows"][0].clone();
    let (id, end) = (live()["id"].as_str().unwrap().to_owned(), live()["standing"]["to"].clone());
    is_refused("shorten", &world.noor_unread(&["shorten", &id, "--for", "10m", "--yes"]));
    is_refused("revoke", &world.noor_unread(&["revoke", &id]));
    assert_eq!(live()["standing"]["to"], end, "it lives as before: {}", live());
}

#[test]
fn what_else_changes_something_changes_nothing_unread() {
    let world = World::start();
    let token = world.token("noor", "approver");
    is_refused("queue add", &world.approver_unread(&token, "noor", &world.queue_add()));
    assert_eq!(world.noor(&["queue", "list", "--json"]).json(), Value::Array(Vec::new()));
    world.add_queue("noor");
    let asked = world.asks("jonas", &READER);
    let state = || {
        let devices = world.noor(&["keys", "list", "--json"]).json()["queues"].clone();
        let queues = world.noor(&["queue", "list", "--json"]).json()[0]["id"].clone();
        let status = world.requester("jonas", &["request", "status", &asked.id, "--json"]).json();
        let kept = world.noor(&["log", "retention", "--json"]).json();
        (devices[0]["devices"][0]["fingerprint"].clone(), queues, status["state"].clone(), kept)
    };
    let before = state();
    for words in [
        &["keys", "rotate"][..],
        &["queue", "remove", "test-queue", "--yes"],
        &["log", "hold", "--tenant", "contoso"],
        &["log", "retention", "--days", "30"],
    ] {
        is_refused(&words.join(" "), &world.noor_unread(words));
    }
    is_refused("cancel", &world.requester_unread("jonas", &["request", "cancel", &asked.id]));
    is_refused("ask", &world.requester_unread("jonas", &[&["request", "--why", "x"], &READER[..]].concat()));
    is_refused("serve invite", &world.serve_unread(&["invite", "--as", "noor"]));
    assert_eq!(state(), before);
    assert_eq!(world.noor(&["list", "--json"]).json()["rows"].as_array().map(Vec::len), Some(1));
    let quiet = world.noor_unread(&["log", "retention"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (DONE, "Words are kept for ever: no length is set.\n"), "{quiet:?}");
}

#[test]
fn once_it_is_decided_the_code_tells_the_decision_read_or_not() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    let mut granting = world.noor_in_background(&["grant", &asked.id, "--for", "30m", "--yes"]);
    granting.until("Ctrl-C undoes");
    granting.read_no_more();
    let granted = granting.end();
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id, "--json"]).json()["state"], "granted");
}

#[test]
fn a_token_that_cannot_be_written_is_no_success() {
    let world = World::start();
    for words in [&["token", "--as", "noor", "--role", "approver"][..], &["invite", "--as", "noor"]] {
        let ended = world.serve_to_a_full_disk(words);
        assert_eq!(ended.code, REFUSED, "{words:?}: {ended:?}");
        assert!(ended.err.contains("The output cannot be written: No space left"), "{ended:?}");
    }
}
