//! What people are told: words that are true, and what they need for what comes next.

use crate::world::World;
use crate::{DONE, NO_KEYRING, NOT_REACHED, REFUSED, USAGE};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn an_offer_is_told_from_what_was_asked() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    let deny = |offer: &str| world.noor(&["deny", &asked.id, "--reason", "No.", "--offer", offer, "--now", "--json"]);
    for (offer, code, error, said) in [
        ("1h", REFUSED, "offer-not-less", "as long as was asked"),
        ("61m", REFUSED, "length-too-long", "longer than 1 h"),
        ("0m", USAGE, "length-too-short", "at least one minute"),
        ("until 18:00", USAGE, "usage", "Offer a length"),
    ] {
        let refused = deny(offer);
        assert_eq!((refused.code, refused.error().as_str()), (code, error), "{offer}: {refused:?}");
        assert!(refused.err.contains(said), "{offer}: {refused:?}");
    }
    assert_eq!(deny("59m").code, DONE);
    let denied = world.noor(&["show", &asked.id]);
    assert!(denied.out.contains("You offered 59 min instead."), "{denied:?}");
    let asked = world.asks("jonas", &READER);
    let shown = world.noor(&["show", &asked.id]);
    assert!(shown.out.contains("You offered 59 min for this"), "{shown:?}");
    assert!(shown.out.contains("1 h (asked, proposed)"), "{shown:?}");
}

#[test]
fn a_queue_that_takes_security_keys_is_not_said_to_take_none() {
    let world = World::with_queue_added();
    let refused = world.noor(&["keys", "add", "--json"]);
    assert_ne!(refused.code, DONE, "no key is plugged in here: {refused:?}");
    assert_ne!(refused.error(), "no-security-keys", "{refused:?}");
    assert!(!refused.err.contains("Touch"), "nobody is told to touch what is not there: {refused:?}");
}

#[test]
fn a_reason_that_is_empty_is_asked_for_again_at_once() {
    let world = World::with_queue_added();
    let asked = world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "4h"]);
    let granted = world.noor_at_a_terminal(&format!("grant {} --for 1h --now", asked.id), "\n \nAgreed\ngrant\n");
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(granted.out.matches("Reason, kept in the log: ").count(), 3, "{granted:?}");
    let asked = world.asks("jonas", &READER);
    let denied = world.noor_at_a_terminal(&format!("deny {} --now", asked.id), "\nNot now.\n");
    assert_eq!(denied.code, DONE, "{denied:?}");
    let nobody = world.noor(&["deny", &asked.id, "--now"]);
    assert_eq!(nobody.code, USAGE, "{nobody:?}");
}

#[test]
fn the_lists_head_counts_what_waits_and_what_else_is_listed() {
    let world = World::with_queue_added();
    world.asks("jonas", &READER);
    assert!(world.noor(&["list"]).out.contains(". 1 waiting.\n"));
    world.asks("noor", &READER);
    let listed = world.noor(&["list"]);
    assert!(listed.out.contains(". 1 waiting for you, and 1 other.\n"), "{listed:?}");
}

#[test]
fn a_zone_whose_clock_shows_the_same_is_not_said_twice() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    let question = |zone: &str| {
        let asks = world.noor_at_a_terminal_with(&[("TZ", zone)], &format!("grant {} --now", asked.id), "n\n");
        asks.out.lines().find(|line| line.contains("[y/N]")).unwrap_or_else(|| panic!("{asks:?}")).to_owned()
    };
    let (same, other) = (question("Europe/Rome"), question("Asia/Tokyo"));
    assert!(same.contains(" Rome? [y/N]") && !same.contains("you"), "{same}");
    assert!(other.contains(" Tokyo for you, ") && other.contains(" for Jonas? [y/N]"), "{other}");
}

#[test]
fn a_request_until_a_time_of_day_is_asked_for() {
    let world = World::with_queue_added();
    let wanted = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "until 23:59", "--why", "x"];
    let asked = world.requester("jonas", &[&["request", "--json"], &wanted[..]].concat());
    // In the day's last minute that is no length.
    assert!(asked.code == DONE || asked.err.contains("at least one minute"), "{asked:?}");
    let longer = ["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "9h", "--why", "x"];
    let refused = world.requester("jonas", &[&["request"], &longer[..]].concat());
    assert_eq!(refused.code, REFUSED, "{refused:?}");
    assert!(refused.err.contains("9 h is longer than policy allows. Ask for at most 8 h."), "{refused:?}");
}

#[test]
fn the_key_that_a_log_is_verified_with_is_shown_as_it_is_typed() {
    let world = World::with_queue_added();
    let listed = world.noor(&["keys", "list"]);
    let key = listed.out.split("--key ").nth(1).unwrap().trim().to_owned();
    assert_eq!(world.noor(&["keys", "list", "--json"]).json()["queues"][0]["log_key"], key);
    assert_eq!(world.noor(&["keys", "rotate"]).code, DONE);
    assert_eq!(world.noor(&["keys", "list", "--json"]).json()["queues"][0]["log_key"], key, "it began with that one");
    let file = world.path("log.json").display().to_string();
    assert_eq!(world.noor(&["log", "export", "--out", &file]).code, DONE);
    let verified = world.anybody(&["log", "verify", &file, "--key", &key]);
    assert_eq!(verified.code, DONE, "{verified:?}");
    assert!(verified.out.contains(&format!("--key {key}")), "{verified:?}");
}

#[test]
fn whoever_waits_to_be_admitted_may_say_the_same_again() {
    let world = World::with_queue_added();
    world.lose_key("noor");
    let waits = world.noor(&["keys", "recover", "--json"]);
    assert_eq!((waits.code, waits.error()), (REFUSED, "waits-for-admission".to_owned()), "{waits:?}");
    let said: Value = waits.json();
    assert_eq!(said["error"]["retryable"], true, "{said}");
}

#[test]
fn what_watch_writes_can_be_typed_and_is_not_written_twice() {
    let world = World::with_queue_added();
    let mut watch = world.noor_in_background(&["watch"]);
    watch.until("Watching.");
    let asked = world.asks("jonas", &READER);
    let end = asked.id[asked.id.len() - 8..].to_owned();
    assert_eq!(world.noor(&["grant", &end, "--for", "30m", "--yes", "--now"]).code, DONE);
    let id = world.noor(&["grants", "--json"]).json()["sections"][0]["rows"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.noor(&["revoke", &id]).code, DONE);
    let ended = watch.signalled("TERM");
    let said: Vec<&str> = ended.out.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    let of = |kind: &str, id: &str| said.iter().filter(|line| line.starts_with(&format!("{kind:<7}  {id}"))).count();
    assert!(of("request", &end) > 0 && of("grant", &id[id.len() - 8..]) > 0, "{said:?}");
    assert_eq!(of("queue", "test-queue  Test queue: answers"), 1, "{said:?}");
    assert!(said.windows(2).all(|pair| pair[0] != pair[1]), "{said:?}");
}

#[test]
fn watch_says_that_no_keyring_is_open() {
    let mut world = World::with_queue_added();
    world.stop_keyring();
    let mut watch = world.noor_in_background(&["watch"]);
    watch.until("Watching.");
    // The scene is told before it is followed: the next command is answered after it.
    assert_eq!(world.noor(&["list"]).code, NO_KEYRING);
    let ended = watch.signalled("TERM");
    assert_eq!(ended.out.matches("trouble  No keyring is open").count(), 1, "{ended:?}");
}

#[test]
fn a_profile_that_serve_alone_has_made_is_its_owners_alone() {
    let world = World::without_keyring();
    let profile = world.path("fresh/profile");
    let words =
        ["--profile", profile.to_str().unwrap(), "serve", "token", "--practice", "--as", "noor", "--role", "approver"];
    let token = world.anybody(&words);
    assert_eq!(token.code, DONE, "{token:?}");
    for folder in [&profile, &profile.join("queue-server")] {
        let mode = fs::metadata(folder).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700, "{}", folder.display());
    }
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_to_do() {
    let world = World::without_keyring();
    let missing = world.path("missing");
    let missing = missing.to_str().unwrap();
    let asks = ["request", "status", "0193", "--server", "http://127.0.0.1:1", "--token-file", missing];
    for words in [&["log", "verify", missing][..], &asks] {
        let refused = world.anybody(words);
        assert_eq!(refused.code, USAGE, "{refused:?}");
        assert_eq!(refused.err, format!("doorward: {missing} is not there. Check the path.\n"));
    }
    let taken = world.anybody(&["--profile", missing, "serve", "--practice", "--listen", world.address()]);
    assert_eq!(taken.code, USAGE, "{taken:?}");
    assert!(taken.err.contains("another program listens there. Choose another --listen."), "{taken:?}");
}

#[test]
fn the_log_says_on_which_day_and_about_which_request() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]).code, DONE);
    let row = &world.noor(&["log", "list", "--json"]).json()["rows"][0];
    assert_eq!(row["subject"], asked.id, "{row}");
    let date = row["date"].as_str().unwrap();
    assert!(date.starts_with("20") && date.len() == "2026-11-14 16:44".len(), "{row}");
    for words in [&["log", "list"][..], &["log", "search", "jonas"]] {
        let said = world.noor(words);
        let line = said.out.lines().find(|line| line.contains("Jonas Weber")).unwrap_or_else(|| panic!("{said:?}"));
        assert!(line.contains(date) && line.contains(&asked.id[asked.id.len() - 8..]), "{line}");
        assert_eq!(world.noor(&["show", &asked.id[asked.id.len() - 8..]]).code, DONE);
    }
}

#[test]
fn an_id_that_may_be_new_at_a_silent_queue_is_not_said_to_be_nowhere() {
    let mut world = World::with_queue_added();
    let words = [
        &["grant", "0193aaaa", "--for", "30m", "--yes"][..],
        &["deny", "0193aaaa", "--reason", "No."],
        &["show", "0193aaaa"],
        &["shorten", "0193aaaa", "--for", "10m", "--yes"],
        &["revoke", "0193aaaa"],
    ];
    let walk = |world: &World, code: i32, error: &str| {
        for words in words {
            let ended = world.noor(&[words, &["--json"]].concat());
            assert_eq!((ended.code, ended.error().as_str()), (code, error), "{words:?}: {ended:?}");
            assert_eq!(ended.err.contains("It may be new at Test queue. "), code != REFUSED, "{words:?}: {ended:?}");
        }
    };
    walk(&world, REFUSED, "not-found");
    world.stop_server();
    walk(&world, NOT_REACHED, "not-reached");
    world.stop_keyring();
    walk(&world, NO_KEYRING, "no-keyring");
}

#[test]
fn of_two_tokens_none_is_taken_and_one_that_is_refused_is_named_by_where_it_came_from() {
    let world = World::start();
    let (asks, decides) = (world.token("noor", "requester"), world.token("noor", "approver"));
    let add = world.queue_add();
    let both = world.noor_piped_with(&[("DOORWARD_TOKEN", &asks)], &add, &decides);
    assert_eq!((both.code, both.error()), (USAGE, "usage".to_owned()), "{both:?}");
    assert!(both.err.contains("Two tokens are there, one in DOORWARD_TOKEN"), "{both:?}");
    let variable = world.approver_with(&asks, "noor", &add);
    assert_eq!((variable.code, variable.error()), (REFUSED, "not-an-approver".to_owned()), "{variable:?}");
    assert!(variable.err.contains("It came from the variable DOORWARD_TOKEN."), "{variable:?}");
    let piped = world.noor_piped(&add, &asks);
    assert!(piped.code == REFUSED && piped.err.contains("It came from standard input."), "{piped:?}");
    let unknown = world.noor_piped(&add, "dwt_0000000000000000_00");
    assert!(unknown.code == REFUSED && unknown.err.contains("It came from standard input."), "{unknown:?}");
    // A first device needs no invitation.
    assert_eq!(world.approver_with(&decides, "noor-at-home", &add).code, DONE);
    let invited = world.noor_piped_with(&[("DOORWARD_INVITATION", "dwi_0")], &add, &decides);
    // It is refused, or waits to be admitted without it.
    let told = [invited.err.as_str(), invited.out.as_str()].concat();
    assert!(told.contains("It came from the variable DOORWARD_INVITATION. "), "{invited:?}");
    assert_eq!(world.noor_piped(&add, &decides).code, DONE);
    // An empty pipe is nobody's.
    let variable = world.noor_piped_with(&[("DOORWARD_TOKEN", &decides)], &add, "");
    assert_eq!(variable.code, DONE, "{variable:?}");
}

#[test]
fn a_place_that_is_none_is_told_from_one_that_is_taken() {
    let refused = World::nowhere(&["--profile", "/etc/passwd", "list"]);
    assert_eq!(refused.code, USAGE, "{refused:?}");
    let said = "doorward: /etc/passwd is no folder, and a profile is one. Choose a folder with --profile.\n";
    assert_eq!(refused.err, said);
}
