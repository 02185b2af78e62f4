//! The queue's own log, as the desk remembers it between commands.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, REFUSED};
use std::fs;
use std::process::Command;

/// Copies the queue's data, as they are while it does not run.
fn copy(world: &mut World) {
    world.stop_server();
    let copied = Command::new("cp").arg("-r").arg(world.path("data")).arg(world.path("copy")).status();
    assert!(copied.unwrap().success());
    world.start_server();
}

/// The copy takes the place of the queue's data.
fn put_back(world: &mut World) {
    world.stop_server();
    fs::rename(world.path("data"), world.path("lost")).unwrap();
    fs::rename(world.path("copy"), world.path("data")).unwrap();
    world.start_server();
}

#[test]
fn the_queues_own_log_is_looked_at_and_holds_what_it_accepted() {
    let mut world = World::with_queue_added();
    let asked = world.asks("amara", &["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "2h"]);
    assert_eq!(world.noor(&["grant", &asked.id, "--for", "45m", "--yes", "--now"]).code, DONE);
    world.stop_server();
    world.start_server();
    world.until("the acceptance is found in the queue’s log", || {
        let listed = world.noor(&["queue", "list", "--json"]).json();
        let line = listed[0]["log"]["line"].as_str().unwrap_or_default().to_owned();
        line.starts_with("it has only grown since ")
            && line.contains("your 1 decision that the queue accepted since is in it")
    });
    let listed = world.noor(&["queue", "list"]);
    assert!(listed.out.contains("Test queue’s own log: it has only grown since "), "{listed:?}");
    assert!(world.noor(&["log", "list"]).out.contains("The queue’s own log: it has only grown since "));
    let nothing = world.noor(&["queue", "accept-log", "test-queue", "--yes", "--json"]);
    assert_eq!((nothing.code, nothing.error()), (REFUSED, "log-holds".to_owned()), "{nothing:?}");
}

/// Its data were put back from a copy, and its log with them: the desk says so, and grants there no more until told.
#[test]
fn a_queue_that_was_put_back_from_a_copy_is_found_out() {
    let mut world = World::with_queue_added();
    let asking = ["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "2h"];
    let before = world.asks("amara", &asking);
    let first = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "2h"]);
    assert_eq!(world.noor(&["deny", &first.id, "--reason", "No.", "--now"]).code, DONE);
    copy(&mut world);
    assert_eq!(world.noor(&["grant", &before.id, "--for", "45m", "--yes", "--now"]).code, DONE);
    world.until("the acceptance is found in the queue’s log", || {
        world.noor(&["queue", "list"]).out.contains("all 2 of your decisions that the queue accepted since are in it")
    });
    put_back(&mut world);
    let other = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    let asked = world.asks("amara", &asking);

    // The very first command that reaches it does not grant, and denies.
    let granting = ["grant", &asked.id, "--for", "45m", "--yes", "--now", "--json"];
    let granted = world.noor(&granting);
    assert_eq!((granted.code, granted.error()), (LOG_BROKEN, "queue-log-broken".to_owned()), "{granted:?}");
    assert!(granted.err.contains("The queue’s own log does not hold"), "{granted:?}");
    assert_eq!(world.noor(&["deny", &other.id, "--reason", "No.", "--now"]).code, DONE);
    let again = world.noor(&granting);
    assert_eq!((again.code, again.error()), (LOG_BROKEN, "queue-log-broken".to_owned()), "{again:?}");
    let listed = world.noor(&["queue", "list"]);
    assert!(listed.out.contains("own log: of contoso is not what it was"), "{listed:?}");
    for said in [listed, world.noor(&["log", "list"])] {
        assert!(!said.out.contains("only grown"), "{said:?}");
    }
    let doctor = world.noor(&["queue", "doctor", "test-queue", "--json"]);
    assert_eq!(doctor.code, LOG_BROKEN, "{doctor:?}");
    let unasked = world.noor(&["queue", "accept-log", "test-queue", "--json"]);
    assert_eq!((unasked.code, unasked.error()), (REFUSED, "not-confirmed".to_owned()), "{unasked:?}");
    assert_eq!(world.noor(&["queue", "accept-log", "test-queue", "--yes"]).code, DONE);
    assert!(world.noor(&["log", "list"]).out.contains("Incident"));
}

/// The copy is of before its first entry, and nothing has happened there since.
#[test]
fn a_queue_whose_log_is_empty_again_is_granted_nothing() {
    let mut world = World::with_queue_added();
    let asking = ["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "2h"];
    let before = world.asks("amara", &asking);
    copy(&mut world);
    assert_eq!(world.noor(&["grant", &before.id, "--for", "45m", "--yes", "--now"]).code, DONE);
    world.until("the acceptance is found in the queue’s log", || {
        world.noor(&["queue", "list"]).out.contains("your 1 decision that the queue accepted since is in it")
    });
    put_back(&mut world);
    let granted = world.noor(&["grant", &before.id, "--for", "45m", "--yes", "--now", "--json"]);
    assert_eq!((granted.code, granted.error()), (LOG_BROKEN, "queue-log-broken".to_owned()), "{granted:?}");
    let listed = world.noor(&["queue", "list"]);
    assert!(listed.out.contains("went back to an earlier state"), "{listed:?}");
    assert!(listed.out.contains("own log: of contoso is shorter than it was"), "{listed:?}");
    assert!(!listed.out.contains("only grown"), "{listed:?}");
    for words in ["list", "grants"] {
        let told = world.noor(&[words]);
        let lost = "Test queue went back to an earlier state. ";
        let gone = " 1 live grant is gone. 1 decision of yours is not known there any more";
        assert!(told.out.contains(lost) && told.out.contains(gone), "{told:?}");
        let banners = world.noor(&[words, "--json"]).json()["banners"].clone();
        let codes: Vec<&str> = banners.as_array().unwrap().iter().filter_map(|told| told["code"].as_str()).collect();
        assert_eq!(codes, ["log-broken", "went-back"], "{banners}");
        assert!(banners[1]["message"].as_str().unwrap().starts_with(lost), "{banners}");
    }
    assert_eq!(world.noor(&["deny", &before.id, "--reason", "No.", "--now"]).code, DONE);
}
