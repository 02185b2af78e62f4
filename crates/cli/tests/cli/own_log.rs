//! The queue's own log, as the desk remembers it between commands.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, REFUSED};
use std::fs;
use std::process::Command;

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
            && line.contains("your 1 decision that the queue accepted is in it")
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
    world.noor(&["list"]);
    world.stop_server();
    let copied = Command::new("cp").arg("-r").arg(world.path("data")).arg(world.path("copy")).status();
    assert!(copied.unwrap().success());
    world.start_server();
    assert_eq!(world.noor(&["grant", &before.id, "--for", "45m", "--yes", "--now"]).code, DONE);
    world.until("the acceptance is found in the queue’s log", || {
        world.noor(&["queue", "list"]).out.contains("your 1 decision that the queue accepted is in it")
    });
    world.stop_server();
    fs::rename(world.path("data"), world.path("lost")).unwrap();
    fs::rename(world.path("copy"), world.path("data")).unwrap();
    world.start_server();
    let other = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    let asked = world.asks("amara", &asking);

    // What it accepts is looked for in its log.
    assert_eq!(world.noor(&["deny", &other.id, "--reason", "No.", "--now"]).code, DONE);
    world.until("the log is looked at", || world.noor(&["queue", "list"]).out.contains("own log: of contoso is "));
    let granted = world.noor(&["grant", &asked.id, "--for", "45m", "--yes", "--now", "--json"]);
    assert_eq!((granted.code, granted.error()), (LOG_BROKEN, "queue-log-broken".to_owned()), "{granted:?}");
    assert!(granted.err.contains("The queue’s own log does not hold"), "{granted:?}");
    let doctor = world.noor(&["queue", "doctor", "test-queue", "--json"]);
    assert_eq!(doctor.code, LOG_BROKEN, "{doctor:?}");
    let unasked = world.noor(&["queue", "accept-log", "test-queue", "--json"]);
    assert_eq!((unasked.code, unasked.error()), (REFUSED, "not-confirmed".to_owned()), "{unasked:?}");
    assert_eq!(world.noor(&["queue", "accept-log", "test-queue", "--yes"]).code, DONE);
    assert!(world.noor(&["log", "list"]).out.contains("Incident"));
}
