//! What a command left behind while its queue was down goes out with the next one, whatever that asks for.

use crate::world::World;
use crate::{DONE, NOT_REACHED};

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn a_key_that_was_changed_while_the_queue_was_down_is_confirmed_by_the_next_command() {
    let mut world = World::with_queue_added();
    world.stop_server();
    let rotated = world.noor(&["keys", "rotate", "--json"]).json();
    assert_eq!(rotated["confirmed"], false, "{rotated}");
    world.start_server();
    let listed = world.noor(&["queue", "list"]);
    assert_eq!((listed.code, listed.err.as_str()), (DONE, ""), "{listed:?}");
    world.stop_server();
    let listed = world.noor(&["keys", "list", "--json"]);
    assert_eq!(listed.code, NOT_REACHED, "what is shown was known before: {listed:?}");
    assert_eq!(listed.json_line()["queues"][0]["key_change_waits"], false, "{listed:?}");
}

#[test]
fn denials_that_were_signed_while_the_queue_was_down_arrive_with_the_next_command() {
    let mut world = World::with_queue_added();
    let asked = [world.asks("jonas", &READER), world.asks("amara", &READER)];
    assert_eq!(world.noor(&["list"]).code, DONE);
    world.stop_server();
    for one in &asked {
        let denied = world.noor(&["deny", &one.id, "--reason", "No.", "--now"]);
        assert_eq!(denied.code, NOT_REACHED, "{denied:?}");
    }
    assert_eq!(world.noor(&["keys", "rotate"]).code, DONE);
    world.start_server();
    let listed = world.noor(&["list", "--json"]).json();
    let rows = listed["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["standing"]["is"] == "closed"), "{listed}");
}
