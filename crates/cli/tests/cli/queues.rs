//! What is looked for at a queue, and how one is taken away.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, NO_KEYRING, NOT_REACHED, REFUSED};
use serde_json::Value;
use std::fs;

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn the_doctor_finds_what_stands_in_the_way_and_changes_nothing() {
    let mut world = World::with_queue_added();
    let files = || {
        let entries = fs::read_dir(world.profile("noor")).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        files.sort();
        files
    };
    let before = files();
    let well = world.noor(&["queue", "doctor", "--json"]);
    assert_eq!((well.code, well.json()["queues"][0]["id"].as_str()), (DONE, Some("test-queue")), "{well:?}");
    assert_eq!(well.out.matches("\"severity\":\"error\"").count(), 0, "{well:?}");
    let all = "profile keyring queues store reach token sign-in api clock device key witness queue-log mirror";
    for check in all.split(' ') {
        assert!(well.out.contains(&format!("\"check\":\"{check}\",\"severity\":\"ok\"")), "{check}: {well:?}");
    }
    assert!(files() == before, "nothing in the profile is changed");
    let nobody = world.approver("nobody", &["queue", "doctor"]);
    assert_eq!(nobody.code, DONE, "{nobody:?}");
    assert!(nobody.out.contains("No profile is here yet.") && !world.profile("nobody").exists(), "{nobody:?}");
    assert!(nobody.out.contains("keyring       It is open."), "{nobody:?}");
    let other = world.noor(&["queue", "doctor", "other", "--json"]);
    assert_eq!((other.code, other.error()), (REFUSED, "no-such-queue".to_owned()), "{other:?}");

    let asked = world.asks("jonas", &READER);
    assert_eq!(world.noor(&["grant", &asked.id, "--for", "30m", "--yes", "--now"]).code, DONE);
    let grants = world.noor(&["grants", "--json"]).json();
    let id = grants["sections"][0]["rows"][0]["id"].as_str().unwrap().to_owned();
    let counted = world.noor(&["queue", "doctor"]);
    assert!(counted.out.contains(": no pending requests, 1 live grant."), "{counted:?}");
    assert_eq!(world.noor(&["revoke", &id]).code, DONE);
    world.until("the access is taken away", || world.noor(&["grants", "--json"]).json()["count"] == 0);
    let counted = world.noor(&["queue", "doctor"]);
    assert!(counted.out.contains(": no pending requests, no live grants."), "{counted:?}");

    world.stop_server();
    let silent = world.noor(&["queue", "doctor"]);
    assert_eq!(silent.code, NOT_REACHED, "{silent:?}");
    assert!(silent.out.contains("→ See that the queue runs"), "{silent:?}");
    world.stop_keyring();
    let nobody = world.approver("nobody", &["queue", "doctor"]);
    assert!(nobody.code == NO_KEYRING && !world.profile("nobody").exists(), "{nobody:?}");
    let locked = world.noor(&["queue", "doctor", "--json"]);
    assert_eq!((locked.code, locked.json()["worst"].as_str()), (NO_KEYRING, Some("error")), "{locked:?}");
}

#[test]
fn a_queue_that_is_connected_under_another_name_is_not_connected_twice() {
    let world = World::with_queue_added();
    let token = world.token("noor", "approver");
    let add = |address: &str| {
        let address = format!("http://{address}");
        world.approver_with(&token, "noor", &["queue", "add", &address, "--name", "Other", "--json"])
    };
    let port = world.address().rsplit(':').next().unwrap();
    for address in [world.address(), &format!("localhost:{port}")] {
        let again = add(address);
        assert_eq!((again.code, again.error()), (REFUSED, "same-queue".to_owned()), "{again:?}");
        assert!(again.err.contains("“Test queue”") && again.err.contains("--name \"Test queue\""), "{again:?}");
    }
    assert_eq!(world.noor(&["queue", "list", "--json"]).json().as_array().map(Vec::len), Some(1));
    // Under its own name it is the same one, with a new token.
    world.add_queue("noor");
}

#[test]
fn a_queue_that_stopped_is_not_listed_as_heard_now() {
    let mut world = World::with_queue_added();
    let listed = world.noor(&["queue", "list", "--json"]).json();
    assert_eq!((&listed[0]["state"], &listed[0]["heard"]), (&"fresh".into(), &"now".into()), "{listed}");
    world.stop_server();
    let stopped = world.noor(&["queue", "list", "--json"]);
    assert_eq!((stopped.code, &stopped.json()[0]["state"]), (NOT_REACHED, &"off".into()), "{stopped:?}");
    assert_ne!(stopped.json()[0]["heard"], "now", "{stopped:?}");
}

#[test]
fn a_queue_with_a_live_grant_is_removed_by_typing_its_id_and_its_log_stays() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    assert_eq!(world.noor(&["grant", &asked.id, "--for", "30m", "--yes", "--now"]).code, DONE);
    let refused = world.noor(&["queue", "remove", "test-queue", "--yes", "--json"]);
    assert_eq!((refused.code, refused.error()), (REFUSED, "not-confirmed".to_owned()), "{refused:?}");
    assert!(refused.err.contains("1 live grant goes on"), "{refused:?}");
    let wrong = world.noor_at_a_terminal("queue remove test-queue", "y\n");
    assert_eq!(wrong.code, REFUSED, "{wrong:?}");
    assert_eq!(world.noor(&["list", "--json"]).json()["queues"].as_array().map(Vec::len), Some(1));

    let removed = world.noor_at_a_terminal("queue remove test-queue", "test-queue\n");
    assert_eq!(removed.code, DONE, "{removed:?}");
    assert!(removed.out.contains("Its log of 4 entries stays here"), "{removed:?}");
    assert_eq!(world.noor(&["queue", "list", "--json"]).json(), Value::Array(Vec::new()));
    assert_eq!(world.noor(&["list", "--json"]).json()["queues"].as_array().map(Vec::len), Some(0));
    let file = world.path("kept.json");
    let file = file.to_str().unwrap();
    assert_eq!(world.noor(&["log", "export", "--queue", "test-queue", "--out", file]).code, DONE);
    assert_ne!(world.anybody(&["log", "verify", file]).code, LOG_BROKEN);
    assert_eq!(world.noor(&["log", "search", "jonas", "--json"]).json()["hits"].as_array().map(Vec::len), Some(1));

    world.add_queue("noor");
    assert_eq!(world.noor(&["log", "list", "--json"]).json()["count"], 2, "one log goes on");
    assert_eq!(world.noor(&["grants", "--json"]).json()["sections"][0]["rows"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_queue_removed_beside_the_app_is_followed_no_longer() {
    let world = World::with_queue_added();
    let mut watch = world.noor_in_background(&["watch", "--json"]);
    watch.until("Watching.");
    let removed = world.noor(&["queue", "remove", "test-queue", "--yes", "--json"]);
    assert_eq!((removed.code, removed.json()["removed"].as_str()), (DONE, Some("test-queue")), "{removed:?}");
    assert_eq!(world.noor(&["queue", "list", "--json"]).json(), Value::Array(Vec::new()));
    let ended = watch.signalled("TERM");
    assert!(ended.code == DONE && ended.out.contains("\"event\":\"queue-gone\""), "{ended:?}");
    assert_eq!(world.noor(&["list", "--json"]).json()["queues"].as_array().map(Vec::len), Some(0));
}
