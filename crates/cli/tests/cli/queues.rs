//! What is looked for at a queue, and how one is taken away.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, NO_KEYRING, NOT_REACHED, REFUSED};
use serde_json::Value;
use std::fs;

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
    for check in ["reach", "token", "sign-in", "api", "clock", "device", "key", "mirror"] {
        assert!(well.out.contains(&format!("\"check\":\"{check}\",\"severity\":\"ok\"")), "{check}: {well:?}");
    }
    assert!(files() == before, "nothing in the profile is changed");
    let nobody = world.approver("nobody", &["queue", "doctor"]);
    assert_eq!(nobody.code, DONE, "{nobody:?}");
    assert!(nobody.out.contains("No profile is here yet.") && !world.profile("nobody").exists(), "{nobody:?}");
    let other = world.noor(&["queue", "doctor", "other", "--json"]);
    assert_eq!((other.code, other.error()), (REFUSED, "no-such-queue".to_owned()), "{other:?}");

    world.stop_server();
    let silent = world.noor(&["queue", "doctor"]);
    assert_eq!(silent.code, NOT_REACHED, "{silent:?}");
    assert!(silent.out.contains("→ See that the queue runs"), "{silent:?}");
    world.stop_keyring();
    let locked = world.noor(&["queue", "doctor", "--json"]);
    assert_eq!((locked.code, locked.json()["worst"].as_str()), (NO_KEYRING, Some("error")), "{locked:?}");
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
