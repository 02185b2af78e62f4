//! A profile that was put back from a copy, and one whose key is lost: told, recovered, and both logs verified.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, NO_KEYRING, REFUSED};
use std::path::Path;
use std::process::Command;

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(copied.success());
}

/// Noor's profile as it was before a decision that the witness has seen.
fn put_back() -> World {
    let world = World::with_queue_added();
    let (profile, backup) = (world.profile("noor"), world.path("backup"));
    copy(&profile, &backup);
    let deny = |id: &str| world.noor(&["deny", id, "--reason", "No.", "--now"]);
    assert_eq!(deny(&world.asks("jonas", &READER).id).code, DONE);
    std::fs::remove_dir_all(&profile).unwrap();
    copy(&backup, &profile);
    world
}

/// The same; she has decided once more since, and knows.
fn restored() -> World {
    let world = put_back();
    let asked = world.asks("jonas", &READER);
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]).code, DONE, "denying goes on");
    world.until("the desk knows that its witness saw more", || {
        world.noor(&["list"]);
        world.noor(&["log", "list"]).code == LOG_BROKEN
    });
    world
}

#[test]
fn a_profile_put_back_from_a_copy_is_told_with_the_first_command_and_signs_no_grant() {
    let world = put_back();
    let asked = world.asks("jonas", &READER);
    let refused = world.noor(&["grant", &asked.id, "--as-proposed", "--yes", "--now", "--json"]);
    assert_eq!((refused.code, refused.error()), (LOG_BROKEN, "log-broken".to_owned()), "{refused:?}");
    for words in [&["list"][..], &["queue", "list"], &["queue", "list", "--json"], &["queue", "doctor"]] {
        let told = world.noor(words);
        assert!(told.out.contains("doorward keys recover"), "{words:?}: {told:?}");
    }
    let denied = world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
}

#[test]
fn whoever_asks_the_doctor_first_is_told_that_the_profile_was_put_back() {
    let world = put_back();
    let doctor = world.noor(&["queue", "doctor", "--json"]);
    assert_eq!(doctor.code, LOG_BROKEN, "{doctor:?}");
    let said = doctor.json();
    let found = said["queues"][0]["findings"].as_array().unwrap();
    let witness = found.iter().find(|finding| finding["check"] == "witness").unwrap();
    assert_eq!((&witness["severity"], &witness["code"]), (&"error".into(), &"log-broken".into()), "{witness}");
    let message = witness["message"].as_str().unwrap();
    assert!(message.contains("It has cosigned 4 entries of this log, and this profile has 1 entry"), "{message}");
    assert!(witness["next"].as_str().unwrap().contains("doorward keys recover"), "{witness}");
    // It has only looked: whoever listens next finds out by the desk itself.
    let listed = world.noor(&["queue", "list"]);
    assert!(listed.out.contains("doorward keys recover"), "{listed:?}");
}

#[test]
fn a_queue_connected_again_after_its_key_was_lost_is_not_said_to_be_enrolled() {
    let world = World::with_queue_added();
    world.lose_key("noor");
    let added = world.approver_with(&world.token("noor", "approver"), "noor", &world.queue_add());
    assert_eq!((added.code, added.error()), (NO_KEYRING, "key-gone".to_owned()), "{added:?}");
    assert!(added.err.contains("is connected") && added.err.contains("doorward keys recover"), "{added:?}");
}

#[test]
fn a_profile_put_back_from_a_copy_grants_again_in_a_new_log_that_follows_the_old_one() {
    let world = restored();
    let asked = world.asks("jonas", &READER);
    let grant = || world.noor(&["grant", &asked.id, "--as-proposed", "--yes", "--now", "--json"]);
    let refused = grant();
    assert_eq!((refused.code, refused.error()), (LOG_BROKEN, "log-broken".to_owned()), "{refused:?}");
    assert!(refused.out.contains("does not verify"), "{refused:?}");

    let waits = world.noor(&["keys", "recover", "--json"]);
    assert_eq!((waits.code, waits.error()), (REFUSED, "waits-for-admission".to_owned()), "{waits:?}");
    assert_eq!(grant().code, LOG_BROKEN, "nothing changes by asking");
    let listed = world.noor(&["keys", "list", "--json"]).json();
    let fingerprint = listed["queues"][0]["waiting"][0]["fingerprint"].as_str().unwrap().to_owned();
    assert!(waits.out.contains(&fingerprint), "{waits:?}");
    let pasted = format!("{fingerprint}.");
    let words: Vec<&str> = ["admit", "--as", "noor"].into_iter().chain(pasted.split(' ')).collect();
    let admitted = world.serve(&words);
    assert_eq!(admitted.code, DONE, "{admitted:?}");
    let recovered = world.noor(&["keys", "recover", "--json"]);
    assert_eq!(recovered.code, DONE, "{recovered:?}");
    assert_eq!(recovered.json()["earlier"], "test-queue/1");
    assert_eq!(grant().code, DONE);
    assert_eq!(world.noor(&["keys", "recover"]).code, DONE, "once more is nothing more");

    let export = |queue: &str, name: &str| {
        let file = world.path(name);
        let exported = world.noor(&["log", "export", "--queue", queue, "--out", file.to_str().unwrap()]);
        assert_eq!(exported.code, DONE, "{exported:?}");
        file
    };
    let (old, new) = (export("test-queue/1", "old.json"), export("test-queue", "new.json"));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    assert_eq!(world.anybody(&["log", "verify", old]).code, DONE);
    let verified = world.anybody(&["log", "verify", new, "--after", old, "--json"]);
    assert_eq!(verified.code, DONE, "{verified:?}");
    let verified = verified.json();
    assert_eq!((&verified["succession"], &verified["unwitnessed"]), (&"handed-over".into(), &0.into()), "{verified}");
    let turned = world.anybody(&["log", "verify", old, "--after", new]);
    assert_eq!(turned.code, LOG_BROKEN, "{turned:?}");
    assert!(turned.out.contains("BROKEN    at the log before: this log does not say that it follows"), "{turned:?}");
    assert!(!turned.out.to_lowercase().contains("verified"), "the first word is the whole verdict: {turned:?}");
    let turned = world.anybody(&["log", "verify", old, "--after", new, "--json"]);
    assert_eq!(turned.code, LOG_BROKEN, "{turned:?}");
    let turned = turned.json();
    assert_eq!((&turned["verdict"], &turned["succession"]), (&"broken".into(), &"follows-none".into()), "{turned}");
    assert_eq!(turned["broken_place"], "the log before", "{turned}");
    let second = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/log-vectors/verify.py");
    let said = Command::new("python3").args([second, new, "", "", old]).output().expect("python3 is needed");
    assert!(String::from_utf8_lossy(&said.stdout).contains("\"handed_over\": true"), "{said:?}");

    let listed = world.noor(&["log", "list"]);
    assert!(listed.out.contains("New log") && listed.err.contains("test-queue/1"), "{listed:?}");
    assert_eq!(world.noor(&["log", "list", "--queue", "test-queue/1"]).code, LOG_BROKEN, "it says why it was ended");
}
