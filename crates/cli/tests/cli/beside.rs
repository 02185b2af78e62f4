//! Beside a program that has the profile open and serves its desk, as the app does: here it is `doorward watch`.

use crate::world::{Running, World};
use crate::{DONE, NOT_REACHED, REFUSED, USAGE};

/// Returns when its door is open.
fn watching(world: &World) -> Running {
    let mut watch = world.noor_in_background(&["watch", "--json"]);
    watch.until("Watching.");
    watch
}

fn held(world: &World) -> bool {
    let rows = world.noor(&["list", "--json"]).json()["rows"].clone();
    rows.as_array().unwrap().iter().any(|row| row["standing"]["is"] == "held")
}

const BILLING: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn the_running_desk_is_asked_and_decides() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let asked = world.asks("jonas", &BILLING);
    let listed = world.noor(&["list", "--json"]);
    assert_eq!(listed.code, DONE, "{listed:?}");
    assert_eq!(listed.json()["rows"].as_array().unwrap().len(), 1, "{listed:?}");
    let shown = world.noor(&["show", &asked.id]);
    assert!(shown.code == DONE && shown.out.contains("Jonas Weber asks for Billing Reader"), "{shown:?}");

    let granted = world.noor(&["grant", &asked.id, "--for", "30m", "--yes", "--json"]);
    assert_eq!((granted.code, granted.json()["outcome"].as_str()), (DONE, Some("recorded")), "{granted:?}");
    let grants = world.noor(&["grants", "--json"]).json();
    let id = grants["sections"][0]["rows"][0]["id"].as_str().unwrap().to_owned();
    let longer = world.noor(&["shorten", &id, "--for", "45m", "--yes", "--json"]);
    assert_eq!((longer.code, longer.error()), (REFUSED, "not-earlier".to_owned()), "{longer:?}");
    let unasked = world.noor(&["shorten", &id, "--for", "10m", "--json"]);
    assert_eq!((unasked.code, unasked.error()), (REFUSED, "not-confirmed".to_owned()), "{unasked:?}");
    let shorter = world.noor(&["shorten", &id, "--for", "10m", "--yes", "--reason", "Done sooner", "--json"]);
    assert_eq!((shorter.code, shorter.json()["outcome"].as_str()), (DONE, Some("recorded")), "{shorter:?}");
    assert!(world.noor(&["grants"]).out.contains("Shortened from 30 min by Noor Haddad"));
    let revoked = world.noor(&["revoke", &id, "--json"]);
    assert_eq!((revoked.code, revoked.json()["outcome"].as_str()), (DONE, Some("recorded")), "{revoked:?}");

    let other = world.asks("amara", &BILLING);
    let denied = world.noor(&["deny", &other.id, "--reason", "No.", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let log = world.noor(&["log", "list", "--json"]).json();
    assert_eq!((log["standing"].as_str(), log["count"].as_u64()), (Some("verified"), Some(5)), "{log}");
    let told = world.noor(&["insights", "--json"]).json();
    assert_eq!((told["granted"].as_u64(), told["denied"].as_u64()), (Some(1), Some(1)), "{told}");
    let file = world.path("beside.json");
    assert_eq!(world.noor(&["log", "export", "--out", file.to_str().unwrap()]).code, DONE);
    assert_eq!(world.anybody(&["log", "verify", file.to_str().unwrap()]).code, DONE);
    assert_eq!(world.noor(&["queue", "list", "--json"]).json().as_array().map(Vec::len), Some(1));
    let ended = watch.signalled("TERM");
    assert_eq!(ended.code, DONE, "{ended:?}");
    assert!(ended.out.contains("\"event\":\"grant\"") && ended.out.contains("\"event\":\"request\""), "{ended:?}");
    assert!(!world.profile("noor").join("desk.sock").exists());
}

#[test]
fn the_log_and_the_keys_are_read_and_set_beside_the_app() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let asked = world.asks("jonas", &BILLING);
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]).code, DONE);
    let found = world.noor(&["log", "search", "jonas", "--json"]);
    assert_eq!(found.json()["hits"].as_array().map(Vec::len), Some(1), "{found:?}");
    for (format, sign) in [("csv", "Jonas Weber"), ("ocsf", "\"class_uid\":3005")] {
        let listed = world.noor(&["log", "export", "--format", format]);
        assert!(listed.code == DONE && listed.out.contains(sign), "{listed:?}");
        assert!(listed.err.contains("What was written has 1 decision, with names and reasons: "), "{listed:?}");
    }
    let kept = world.noor(&["log", "retention", "--days", "30", "--tenant", "contoso", "--json"]).json();
    assert_eq!(kept["rules"][0]["days"], 30, "{kept}");
    let held = world.noor(&["log", "hold", "--tenant", "contoso", "--json"]).json();
    assert_eq!(held["holds"].as_array().map(Vec::len), Some(1), "{held}");
    assert_eq!(world.noor(&["log", "release-hold", "--tenant", "contoso"]).code, DONE);
    assert_eq!(world.noor(&["log", "retention", "--json"]).json()["holds"].as_array().map(Vec::len), Some(0));
    let wrong = world.noor(&["log", "search", "jonas", "--from", "soon", "--json"]);
    assert_eq!((wrong.code, wrong.error()), (USAGE, "not-a-date".to_owned()), "{wrong:?}");

    let before = world.noor(&["keys", "list", "--json"]).json()["queues"][0]["devices"][0]["fingerprint"].clone();
    let rotated = world.noor(&["keys", "rotate", "--json"]);
    assert_eq!((rotated.code, rotated.json()["confirmed"].as_bool()), (DONE, Some(true)), "{rotated:?}");
    let after = world.noor(&["keys", "list", "--json"]).json()["queues"][0]["devices"][0]["fingerprint"].clone();
    assert!(before.is_string() && after.is_string() && before != after, "{before} {after}");
    let doctor = world.noor(&["queue", "doctor"]);
    assert!(doctor.code == DONE && doctor.out.contains("doorward watch has it open"), "{doctor:?}");
    let nobody = world.noor(&["keys", "admit", &"00".repeat(16), "--json"]);
    assert_eq!((nobody.code, nobody.error()), (REFUSED, "nobody-waits".to_owned()), "{nobody:?}");
    let ended = watch.signalled("TERM");
    assert_eq!(ended.code, DONE, "{ended:?}");
}

#[test]
fn a_queue_added_beside_the_app_is_followed_by_it() {
    let world = World::start();
    let watch = watching(&world);
    world.add_queue("noor");
    let asked = world.asks("jonas", &BILLING);
    assert_eq!(world.noor(&["list", "--json"]).json()["rows"].as_array().map(Vec::len), Some(1));
    let ended = watch.signalled("TERM");
    assert!(ended.code == DONE && ended.out.contains(&asked.id), "{ended:?}");
}

#[test]
fn ctrl_c_takes_back_what_the_app_holds() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let asked = world.asks("jonas", &BILLING);
    let undone = world.noor_interrupted(&["grant", &asked.id, "--for", "1h", "--yes", "--json"], "Ctrl-C undoes");
    assert_eq!((undone.code, undone.json()["outcome"].as_str()), (REFUSED, Some("undone")), "{undone:?}");
    assert!(!held(&world));
    assert_eq!(watch.signalled("INT").code, DONE);
}

#[test]
fn a_command_that_is_killed_in_the_undo_window_has_decided_nothing() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let asked = world.asks("jonas", &BILLING);
    let killed = world.noor_signalled("KILL", &["grant", &asked.id, "--for", "1h", "--yes"], "Ctrl-C undoes");
    assert_eq!(killed.code, -1, "{killed:?}");
    world.until("the decision is taken back", || !held(&world));
    watch.signalled("TERM");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id, "--json"]).json()["state"], "pending");
}

#[test]
fn two_commands_at_once_are_both_answered() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let (first, second) = (world.asks("jonas", &BILLING), world.asks("amara", &BILLING));
    let one = world.noor_in_background(&["deny", &first.id, "--reason", "No.", "--json"]);
    let two = world.noor(&["deny", &second.id, "--reason", "No.", "--json"]);
    let one = one.end();
    for ended in [one, two] {
        assert_eq!((ended.code, ended.json()["outcome"].as_str()), (DONE, Some("recorded")), "{ended:?}");
    }
    watch.signalled("TERM");
}

#[test]
fn an_app_that_ends_meanwhile_is_said_and_nothing_is_signed() {
    let world = World::with_queue_added();
    let watch = watching(&world);
    let asked = world.asks("jonas", &BILLING);
    let mut waiting = world.noor_in_background(&["grant", &asked.id, "--for", "1h", "--yes", "--json"]);
    waiting.until("Ctrl-C undoes");
    assert_eq!(watch.signalled("KILL").code, -1);
    let ended = waiting.end();
    assert_eq!((ended.code, ended.error()), (NOT_REACHED, "desk-lost".to_owned()), "{ended:?}");
    let shown = world.noor(&["show", &asked.id, "--json"]);
    assert_eq!(shown.code, DONE, "{shown:?}");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id, "--json"]).json()["state"], "pending");
}
