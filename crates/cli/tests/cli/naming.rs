//! What lists print is typed back everywhere; several queues are told apart, and one queue is connected once.

use crate::world::World;
use crate::{DONE, REFUSED, USAGE};

/// One approver, with a second queue of another server under `Second`.
fn with_two() -> (World, World) {
    let (world, other) = (World::with_queue_added(), World::start());
    let address = format!("http://{}", other.address());
    let add = ["queue", "add", &address, "--name", "Second"];
    let added = world.approver_with(&other.token("noor", "approver"), "noor", &add);
    assert_eq!(added.code, DONE, "{added:?}");
    (world, other)
}

const ASKED: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn what_a_list_prints_of_an_id_is_typed_back_everywhere() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &ASKED);
    let first = |words: &[&str]| {
        let said = world.noor(words);
        let line = said.out.lines().find(|line| line.contains("Jonas Weber")).unwrap_or_else(|| panic!("{said:?}"));
        line.split_whitespace().next().unwrap().to_owned()
    };
    let short = first(&["list"]);
    assert!(asked.id.ends_with(&short) && short.len() == 8, "{short}");
    for words in [&["status", &short][..], &["amend", &short, "--why", "For the audit"], &["status", &short]] {
        let said = world.requester("jonas", &[&["request"], words].concat());
        assert_eq!(said.code, DONE, "{said:?}");
    }
    assert_eq!(world.requester("jonas", &["request", "status", "0000000"]).code, REFUSED);
    assert_eq!(world.noor(&["show", &short]).code, DONE);
    assert_eq!(world.noor(&["grant", &short, "--for", "30m", "--yes", "--now"]).code, DONE);
    let grant = first(&["grants"]);
    let shown = world.noor(&["show", &grant]);
    assert!(shown.code == DONE && shown.out.contains(&asked.id), "a grant by its request: {shown:?}");
    let logged = world.noor(&["log", "list"]);
    let line = logged.out.lines().find(|line| line.contains("Granted 30 min")).unwrap();
    assert!(line.contains(&short), "{line}");
    let whole = world.noor(&["log", "show", &short]);
    assert!(whole.code == DONE && whole.out.contains("Jonas Weber") && whole.out.contains(&asked.id), "{whole:?}");
    assert_eq!(world.noor(&["log", "show", "zzzzzzzz"]).code, REFUSED);
    assert_eq!(world.noor(&["log", "show", "zz"]).code, USAGE);

    let cancelled = world.asks("jonas", &ASKED);
    let end = &cancelled.id[cancelled.id.len() - 8..];
    assert_eq!(world.requester("jonas", &["request", "cancel", end]).code, DONE);
}

#[test]
fn lists_of_two_queues_say_whose_each_row_is_and_one_is_listed_alone() {
    let (world, other) = with_two();
    world.asks("jonas", &ASKED);
    other.asks("jonas", &ASKED);
    let listed = world.noor(&["list"]);
    let rows: Vec<&str> = listed.out.lines().filter(|line| line.contains("Jonas Weber")).collect();
    assert_eq!(rows.len(), 2, "{listed:?}");
    assert!(
        rows.iter().any(|row| row.contains("test-queue")) && rows.iter().any(|row| row.contains("second")),
        "{rows:?}"
    );
    assert!(rows.iter().all(|row| row.contains("Contoso") && row.contains("1 h")), "{rows:?}");
    for name in ["second", "Second", "SECOND"] {
        let one = world.noor(&["list", "--queue", name, "--json"]).json();
        assert_eq!((one["rows"].as_array().map(Vec::len), one["queues"].as_array().map(Vec::len)), (Some(1), Some(1)));
        assert!(one["rows"][0]["id"].as_str().unwrap().starts_with("second:"), "{one}");
    }
    let none = world.noor(&["list", "--queue", "third", "--json"]);
    assert_eq!((none.code, none.error()), (REFUSED, "no-such-queue".to_owned()), "{none:?}");
    assert!(none.err.contains("second, test-queue"), "{none:?}");
}

#[test]
fn the_logs_of_two_queues_are_listed_together_and_exported_one_at_a_time() {
    let (world, other) = with_two();
    for queue in [&world, &other] {
        let asked = queue.asks("jonas", &ASKED);
        assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No", "--now"]).code, DONE);
    }
    let all = world.noor(&["log", "list"]);
    let rows: Vec<&str> = all.out.lines().filter(|line| line.contains("Denied")).collect();
    assert_eq!((all.code, rows.len()), (DONE, 2), "{all:?}");
    assert!(rows[0].starts_with("second") && rows[1].starts_with("test-queue"), "newest first: {rows:?}");
    for name in ["Test queue: ", "Second: "] {
        assert!(all.out.contains(name), "each was verified: {all:?}");
    }
    let told = world.noor(&["log", "list", "--json"]).json();
    assert!(told["logs"].as_array().map(Vec::len) == Some(2) && told["more"] == false, "{told}");
    let one = world.noor(&["log", "list", "--queue", "second", "--json"]).json();
    assert_eq!(one["queue"], "second", "{one}");
    for format in [&["--format", "csv"][..], &[]] {
        let which = world.noor(&[&["log", "export", "--json"], format].concat());
        assert_eq!((which.code, which.error()), (REFUSED, "no-such-queue".to_owned()), "{which:?}");
        assert!(which.err.contains("second, test-queue"), "{which:?}");
    }
    assert_eq!(world.noor(&["log", "export", "--queue", "second"]).code, DONE);
}

#[test]
fn one_queue_is_connected_once_however_its_address_is_spelt_and_before_anybody_signs_in() {
    let world = World::with_queue_added();
    let port = world.address().rsplit(':').next().unwrap();
    for address in [format!("http://LOCALHOST:{port}/"), format!("http://127.0.0.1:{port}//")] {
        let again = world.approver_with("none", "noor", &["queue", "add", &address, "--name", "Other", "--json"]);
        assert_eq!((again.code, again.error()), (REFUSED, "same-queue".to_owned()), "{again:?}");
        assert!(again.err.contains("“Test queue” (http://127.0.0.1:"), "{again:?}");
    }
}

#[test]
fn the_command_that_a_sentence_names_is_of_the_same_profile() {
    let world = World::with_queue_added();
    let profile = world.profile("noor");
    let unknown = world.noor(&["show", "0000000000"]);
    let wanted = format!("doorward list --profile {}", profile.display());
    assert!(unknown.code == REFUSED && unknown.err.contains(&wanted), "{unknown:?}");
}
