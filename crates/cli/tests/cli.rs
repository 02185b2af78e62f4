//! The real binary, end to end on loopback: a queue served by it, a requester, two approvers with a real keyring on a
//! private bus, and the exit codes that scripts rely on.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

#[path = "cli/beside.rs"]
mod beside;
#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;
#[path = "cli/entra.rs"]
mod entra;
#[path = "cli/exporting.rs"]
mod exporting;
#[path = "cli/github.rs"]
mod github;
#[path = "cli/google.rs"]
mod google;
#[path = "cli/listing.rs"]
mod listing;
#[path = "cli/naming.rs"]
mod naming;
#[path = "cli/own_log.rs"]
mod own_log;
#[path = "cli/pending.rs"]
mod pending;
#[path = "cli/queues.rs"]
mod queues;
#[path = "cli/recovering.rs"]
mod recovering;
#[path = "cli/revoked.rs"]
mod revoked;
#[path = "cli/serving.rs"]
mod serving;
#[path = "cli/sign_in.rs"]
mod sign_in;
#[path = "cli/suspending.rs"]
mod suspending;
#[path = "cli/teleport.rs"]
mod teleport;
#[path = "cli/telling.rs"]
mod telling;
#[path = "cli/unread.rs"]
mod unread;
#[path = "cli/witness.rs"]
mod witness;
#[path = "cli/words.rs"]
mod words;
#[path = "cli/world.rs"]
mod world;

use serde_json::{Value, json};
use std::fs;
use world::{Ended, World};

/// As `docs/command-line.md` has them.
const DONE: i32 = 0;
const REFUSED: i32 = 1;
const USAGE: i32 = 2;
const NOT_REACHED: i32 = 3;
const LOG_BROKEN: i32 = 4;
const IN_USE: i32 = 5;
const NO_KEYRING: i32 = 6;
const INTERRUPTED: i32 = 130;

#[test]
fn a_request_is_asked_listed_denied_and_the_requester_learns_why() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h30"]);
    let listed = world.noor(&["list", "--json"]);
    assert_eq!(listed.code, DONE, "{listed:?}");
    let rows = listed.json()["rows"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["id"].as_str().unwrap().ends_with(&asked.id));
    assert_eq!(rows[0]["length"], "90 min");

    let end = &asked.id[asked.id.len() - 8..];
    let early = world.noor(&["revoke", end]);
    assert_eq!(early.code, REFUSED, "{early:?}");
    assert!(early.err.contains(&format!("“{end}” is a request, and no live access of it is known here")), "{early:?}");
    let denied = world.noor(&["deny", end, "--reason", "Ask for the report instead.", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    assert!(denied.out.contains("Jonas Weber asks for Billing Reader"), "the sheet comes first: {denied:?}");
    assert!(denied.out.contains("Denied, recorded"), "{denied:?}");

    let status = world.requester("jonas", &["request", "status", &asked.id]);
    assert_eq!(status.code, REFUSED, "{status:?}");
    assert!(status.out.contains("denied at"), "{status:?}");
    assert!(status.out.contains("by Noor Haddad: Ask for the report instead."), "{status:?}");
}

#[test]
fn a_grant_is_shortened_lives_and_is_revoked() {
    let world = World::with_queue_added();
    let asked = world.asks("amara", &["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "2h"]);
    let longer = world.noor(&["grant", &asked.id, "--for", "3h", "--yes", "--now", "--json"]);
    assert_eq!((longer.code, longer.error()), (REFUSED, "length-too-long".to_owned()), "{longer:?}");
    let granted = world.noor(&["grant", &asked.id, "--for", "45m", "--yes", "--now", "--json"]);
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(granted.json()["outcome"], "recorded");
    assert!(granted.err.contains("Amara Okafor asks for Exchange Administrator"), "the sheet comes first: {granted:?}");
    let status = world.requester("amara", &["request", "status", &asked.id]);
    assert_eq!(status.code, DONE, "{status:?}");
    assert!(status.out.contains("granted for 45 min"), "{status:?}");

    let grants = world.noor(&["grants", "--json"]).json();
    let id = grants["sections"][0]["rows"][0]["id"].as_str().unwrap().to_owned();
    let revoked = world.noor(&["revoke", &id[id.len() - 8..], "--reason", "Done early.", "--json"]);
    assert_eq!(revoked.code, DONE, "{revoked:?}");
    assert_eq!(revoked.json()["outcome"], "recorded");
    assert_eq!(world.noor(&["revoke", &id]).code, REFUSED, "once is enough");
    let short = &asked.id[asked.id.len() - 8..];
    assert_eq!(
        (world.noor(&["show", short]).code, world.noor(&["revoke", short]).code),
        (DONE, REFUSED),
        "still known"
    );
    assert!(world.noor(&["log", "search", short]).out.contains("Granted 45 min"));
    let status = world.requester("amara", &["request", "status", &asked.id]);
    assert!(status.out.contains("granted for 45 min") && status.out.contains("; revoked at "), "{status:?}");
    assert!(status.out.trim_end().ends_with("by Noor Haddad"), "{status:?}");
    let status = world.requester("amara", &["request", "status", &asked.id, "--json"]).json();
    assert_eq!(
        (&status["state"], &status["access"]["state"]["is"]),
        (&json!("granted"), &json!("revoked")),
        "{status}"
    );

    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    assert_eq!(world.noor(&["grant", &asked.id, "--for", "30m", "--yes", "--now"]).code, DONE);
    let grants = world.noor(&["grants", "--json"]).json();
    let revoked = world.noor(&["revoke", grants["sections"][0]["rows"][0]["id"].as_str().unwrap()]);
    assert!(revoked.out.contains("Jonas Weber") && !revoked.out.contains("Ends"), "{revoked:?}");
}

#[test]
fn yes_never_covers_high_risk() {
    let world = World::with_queue_added();
    let asked = world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "4h"]);
    for words in [&["--yes", "--as-proposed", "--reason", "Because."][..], &["--reason", "Because."]] {
        let refused = world.noor_piped(&[&["--json", "grant", asked.id.as_str(), "--now"], words].concat(), "grant\n");
        assert_eq!((refused.code, refused.error()), (REFUSED, "not-confirmed".to_owned()), "{refused:?}");
    }
    assert_eq!(world.requester("dana", &["request", "status", &asked.id, "--json"]).json()["state"], "pending");
}

#[test]
fn high_risk_is_granted_by_typing_it_at_a_terminal_with_a_reason() {
    let world = World::with_queue_added();
    let asked = world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "4h"]);
    let wrong = world.noor_at_a_terminal(&format!("grant {} --for 1h --now --reason Agreed", asked.id), "yes\n");
    assert_eq!(wrong.code, REFUSED, "{wrong:?}");
    let typed = world.noor_at_a_terminal(&format!("grant {} --for 1h --now", asked.id), "Agreed by phone\ngrant\n");
    assert_eq!(typed.code, DONE, "{typed:?}");
    assert!(typed.out.contains("Granted 1 h, recorded"), "{typed:?}");
}

#[test]
fn critical_risk_is_granted_by_typing_the_tenants_name() {
    let world = World::with_queue_added();
    let asked = world.asks("release-agent", &["--tenant", "fabrikam", "--entitlement", "owner", "--for", "1h"]);
    let grant = format!("grant {} --now --reason Agreed", asked.id);
    let wrong = world.noor_at_a_terminal(&grant, "Contoso\n");
    assert_eq!(wrong.code, REFUSED, "{wrong:?}");
    assert!(wrong.out.contains("Type Fabrikam to grant this."), "{wrong:?}");
    let typed = world.noor_at_a_terminal(&grant, "Fabrikam\n");
    assert_eq!(typed.code, DONE, "{typed:?}");
}

#[test]
fn ctrl_c_takes_a_held_decision_back() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    let undone = world.noor_interrupted(&["grant", &asked.id, "--for", "1h", "--yes", "--json"], "Ctrl-C undoes");
    assert_eq!((undone.code, undone.json()["outcome"].as_str()), (REFUSED, Some("undone")), "{undone:?}");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id, "--json"]).json()["state"], "pending");
}

#[test]
fn what_the_sheet_proposes_is_taken_unseen_only_where_the_words_say_so() {
    let world = World::with_queue_added();
    let wanted = ["--tenant", "contoso", "--entitlement", "exchange-admin", "--for", "2h"];
    let usual = world.asks("amara", &wanted);
    assert_eq!(world.noor(&["grant", &usual.id, "--for", "45m", "--yes", "--now"]).code, DONE);
    let asked = world.asks("amara", &wanted);
    let unsaid = world.noor(&["grant", &asked.id, "--yes", "--now", "--json"]);
    assert_eq!((unsaid.code, unsaid.error()), (USAGE, "usage".to_owned()), "{unsaid:?}");
    let question = world.noor_at_a_terminal(&format!("grant {} --now", asked.id), "n\n");
    assert!(question.out.contains("Grant 45 min (asked: 2 h), until "), "{question:?}");
    let said = world.noor(&["grant", &asked.id, "--as-proposed", "--yes", "--now", "--json"]);
    assert_eq!(said.code, DONE, "{said:?}");
}

#[test]
fn ctrl_c_at_the_question_decides_nothing_and_frees_the_profile() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    let left = world.noor_answers(&format!("grant {}", asked.id), "[y/N]", "\u{3}");
    assert_eq!(left.code, INTERRUPTED, "{left:?}");
    let log = world.noor(&["log", "list", "--json"]).json();
    assert_eq!(log["rows"].as_array().unwrap().len(), 1, "the device's key alone: {log}");
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]).code, DONE);
}

#[test]
fn a_refusal_says_what_to_do_next_and_stops_once() {
    let world = World::with_queue_added();
    let plain = format!("https://{}", world.address());
    for (ended, code, next) in [
        (world.approver_with("dwt_0000000000000000_00", "noor", &world.queue_add()), REFUSED, "Get a new one"),
        (world.requester("jonas", &["request", "status", "01934567"]), REFUSED, "Check the id"),
        (world.approver_with("dwt_0_0", "noor", &["queue", "add", &plain, "--name", "Tls"]), NOT_REACHED, "at http://"),
    ] {
        assert_eq!(ended.code, code, "{ended:?}");
        assert!(ended.err.contains(next) && !ended.err.contains(".."), "{ended:?}");
    }
}

#[test]
fn whoever_was_first_is_named() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    world.add_queue("ilya");
    let first = world.approver("ilya", &["deny", &asked.id, "--reason", "No.", "--now"]);
    assert_eq!(first.code, DONE, "{first:?}");
    let second = world.noor(&["grant", &asked.id, "--as-proposed", "--yes", "--now"]);
    assert_eq!(second.code, REFUSED, "{second:?}");
    assert!(second.out.contains("Ilya Sun denied this at "), "{second:?}");
}

#[test]
fn a_requester_amends_cancels_and_waits() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "2h"]);
    let amended = world.requester("jonas", &["request", "amend", &asked.id, "--for", "30m", "--json"]).json();
    assert_eq!((amended["body"]["window"].as_str(), amended["body"]["revision"].as_u64()), (Some("PT30M"), Some(2)));
    let waiting = world.requester_in_background("jonas", &["request", "status", &asked.id, "--wait"]);
    assert_eq!(world.requester("jonas", &["request", "cancel", &asked.id]).code, DONE);
    let waited = waiting.end();
    assert_eq!(waited.code, REFUSED, "{waited:?}");
    assert!(waited.out.contains("cancelled"), "{waited:?}");
    let policy = world.requester(
        "jonas",
        &["request", "--tenant", "contoso", "--entitlement", "no-such", "--for", "1h", "--why", "x"],
    );
    assert_eq!(policy.code, REFUSED, "{policy:?}");
}

#[test]
fn a_queue_that_is_not_reached_is_said_and_nothing_is_lost() {
    let mut world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    assert_eq!(world.noor(&["list"]).code, DONE);
    world.stop_server();
    let listed = world.noor(&["list"]);
    assert_eq!(listed.code, NOT_REACHED, "{listed:?}");
    assert!(listed.out.contains("Jonas Weber"), "what is known is shown: {listed:?}");
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "  ", "--now"]).code, USAGE, "a reason is words");
    let denied = world.noor(&["deny", &asked.id, "--reason", "No.", "--now", "--json"]);
    assert_eq!((denied.code, denied.json()["outcome"].as_str()), (NOT_REACHED, Some("queued")), "{denied:?}");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id]).code, NOT_REACHED);
    assert_eq!(world.noor(&["queue", "add", "http://127.0.0.1:1", "--name", "other"]).code, NOT_REACHED);

    world.start_server();
    world.until_denied("jonas", &asked.id);
}

#[test]
fn wrong_words_and_wrong_places_are_usage() {
    let world = World::start();
    for words in [
        &["lists"][..],
        &[],
        &["grant"],
        &["deny", "0193"],
        &["shorten", "0193"],
        &["shorten", "0193", "--for", "30m", "--until", "18:00"],
        &["serve", "--practice", "--tenants", "."],
        &["grant", "01934567", "--for", "1h", "--as-proposed"],
        &["serve", "token", "--as", "noor", "--role", "owner"],
        &["request", "--tenant", "contoso"],
        &["request", "amend", "0193"],
        &["log", "verify", "/nowhere/log.json"],
        &["queue", "add", "http://queue.example.com", "--name", "plain"],
    ] {
        let ended = world.noor(words);
        assert_eq!(ended.code, USAGE, "{words:?}: {ended:?}");
        assert!(!ended.err.is_empty(), "{words:?}");
        let told = world.noor(&[words, &["--json"]].concat());
        assert_eq!(told.code, USAGE, "{words:?}: {told:?}");
        assert!(told.json()["error"]["message"].as_str().is_some_and(|said| !said.is_empty()), "{words:?}: {told:?}");
    }
    let stranger = world.serve(&["token", "--as", "nobody", "--role", "approver"]);
    assert_eq!(stranger.code, USAGE, "{stranger:?}");
    let length = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "soon", "--why", "x"];
    let length = world.requester("jonas", &[&["request"], &length[..]].concat());
    assert_eq!(length.code, USAGE, "{length:?}");
}

#[test]
fn a_token_that_is_typed_is_not_shown() {
    let world = World::start();
    let token = world.token("noor", "approver");
    let added = world
        .noor_at_a_silent_terminal(&format!("queue add {} --name Test", world.queue_add()[2]), &format!("{token}\n"));
    assert_eq!(added.code, DONE, "{added:?}");
    assert!(added.out.contains("Token: ") && added.out.contains("Noor Haddad"), "{added:?}");
    assert!(!added.out.contains(&token[..8]), "{added:?}");
}

#[test]
fn an_empty_variable_is_none() {
    let world = World::start();
    let token = world.token("noor", "approver");
    let added =
        world.noor_piped_with(&[("DOORWARD_TOKEN", ""), ("DOORWARD_INVITATION", " ")], &world.queue_add(), &token);
    assert_eq!(added.code, DONE, "{added:?}");
    let none = world.noor_piped_with(&[("DOORWARD_TOKEN", "")], &world.queue_add(), "\n");
    assert_eq!((none.code, none.error()), (USAGE, "usage".to_owned()), "{none:?}");
    let asks = ["request", "status", "0193", "--json"];
    let server = format!("http://{}", world.address());
    for (variables, said) in [
        ([("DOORWARD_SERVER", ""), ("DOORWARD_TOKEN", "x")], "No queue: "),
        ([("DOORWARD_SERVER", server.as_str()), ("DOORWARD_TOKEN", "")], "No token: "),
    ] {
        let ended = world.noor_piped_with(&variables, &asks, "");
        assert!(ended.code == USAGE && ended.err.contains(said), "{variables:?}: {ended:?}");
    }
}

#[test]
fn whoever_has_no_queue_is_told_once() {
    let world = World::start();
    let listed = world.noor(&["list"]);
    let profile = world.profile("noor");
    let said = format!(
        "No queue is connected. Connect one: doorward queue add URL --name NAME --profile {}\n",
        profile.display()
    );
    assert_eq!((listed.code, listed.out), (DONE, said));
}

#[test]
fn a_requesters_token_adds_no_queue() {
    let world = World::start();
    let refused = world.approver_with(&world.token("jonas", "requester"), "noor", &world.queue_add());
    assert_eq!((refused.code, refused.error()), (REFUSED, "not-an-approver".to_owned()), "{refused:?}");
    let unknown = world.approver_with("dwt_0000000000000000_00", "noor", &world.queue_add());
    assert_eq!((unknown.code, unknown.error()), (REFUSED, "unauthenticated".to_owned()), "{unknown:?}");
}

#[test]
fn a_profile_and_data_have_one_writer() {
    let world = World::start();
    let _app = profile::Folder::open(&world.profile("noor")).unwrap();
    let list = world.noor(&["list"]);
    assert_eq!(list.code, IN_USE, "{list:?}");
    assert!(list.err.contains("Close it there first"), "no door is served: {list:?}");
    let second = world.serve(&["--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, IN_USE, "{second:?}");
}

#[test]
fn without_a_keyring_nothing_is_added_or_kept_in_a_file() {
    let world = World::without_keyring();
    let token = world.token("noor", "approver");
    let refused = world.approver_with(&token, "noor", &world.queue_add());
    assert_eq!((refused.code, refused.error()), (NO_KEYRING, "no-keyring".to_owned()), "{refused:?}");
    assert_eq!(world.noor(&["queue", "list", "--json"]).json(), Value::Array(Vec::new()));
}

#[test]
fn a_keyring_that_went_away_lets_one_read_and_not_decide() {
    let mut world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    assert_eq!(world.noor(&["list"]).code, DONE);
    world.stop_keyring();
    let listed = world.noor(&["list"]);
    assert_eq!(listed.code, NO_KEYRING, "{listed:?}");
    assert!(listed.out.contains("Jonas Weber"), "{listed:?}");
    let denied = world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]);
    assert_eq!(denied.code, NO_KEYRING, "{denied:?}");
    assert_eq!(world.requester("jonas", &["request", "status", &asked.id, "--json"]).json()["state"], "pending");
}

#[test]
fn a_second_device_waits_or_comes_with_an_invitation() {
    let world = World::with_queue_added();
    let token = world.token("noor", "approver");
    let waits = world.approver_with(&token, "noor-at-home", &world.queue_add());
    assert_eq!((waits.code, &waits.json()["device"]), (DONE, &"waiting".into()), "{waits:?}");
    assert!(waits.json()["next"].as_str().unwrap().contains("serve admit --as noor "), "{waits:?}");
    let listed = world.approver("noor-at-home", &["list"]);
    assert!(listed.out.contains("serve admit --as noor ") && !listed.out.contains("invitation"), "{listed:?}");
    let invitation = world.serve(&["invite", "--as", "noor"]).out;
    let words = [&world.queue_add()[..], &["--invitation", invitation.trim()]].concat();
    let added = world.approver_with(&token, "noor-at-home", &words);
    assert_eq!(added.code, DONE, "{added:?}");
}

#[test]
fn a_further_device_is_let_in_by_the_fingerprint_that_it_shows() {
    let world = World::with_queue_added();
    let token = world.token("noor", "approver");
    let waits = world.approver_with(&token, "noor-at-home", &world.queue_add());
    assert_eq!((waits.code, &waits.json()["device"]), (DONE, &"waiting".into()), "{waits:?}");
    let listed = world.noor(&["keys", "list", "--json"]).json();
    let (devices, waiting) = (&listed["queues"][0]["devices"], &listed["queues"][0]["waiting"]);
    assert_eq!((devices.as_array().unwrap().len(), &devices[0]["here"]), (1, &Value::Bool(true)));
    let fingerprint = waiting[0]["fingerprint"].as_str().unwrap().to_owned();
    assert!(waits.json()["next"].as_str().unwrap().contains(&fingerprint), "{waits:?}");
    let half = world.noor(&["keys", "admit", &fingerprint[..19], "--json"]);
    assert_eq!((half.code, half.error()), (USAGE, "not-a-fingerprint".to_owned()), "{half:?}");
    let other = world.noor(&["keys", "admit", &"00".repeat(16), "--json"]);
    assert_eq!((other.code, other.error()), (REFUSED, "nobody-waits".to_owned()), "{other:?}");

    // Out of the middle of a sentence, with what stands around it there.
    let pasted = format!("“{}”.", fingerprint.to_uppercase());
    let words: Vec<&str> = ["keys", "admit"].into_iter().chain(pasted.split(' ')).collect();
    let admitted = world.noor(&words);
    assert_eq!(admitted.code, DONE, "{admitted:?}");
    let home = world.approver_with(&token, "noor-at-home", &["keys", "list"]);
    assert_eq!(home.code, DONE, "{home:?}");
    assert!(home.out.contains("this device") && !home.out.contains("new:"), "{home:?}");

    let own = world.noor(&["keys", "list", "--json"]).json();
    let id = own["queues"][0]["devices"][1]["id"].as_str().unwrap().to_owned();
    let here = own["queues"][0]["devices"][0]["id"].as_str().unwrap().to_owned();
    let refused = world.noor(&["keys", "revoke", &here, "--json"]);
    assert_eq!((refused.code, refused.error()), (REFUSED, "this-device".to_owned()), "{refused:?}");
    assert_eq!(world.noor(&["keys", "revoke", &id]).code, DONE);
    assert!(world.noor(&["keys", "list"]).out.contains("revoked"));
}

#[test]
fn a_key_is_changed_and_the_log_goes_on_under_the_new_one() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    let fingerprint = || {
        let listed = world.noor(&["keys", "list", "--json"]).json();
        listed["queues"][0]["devices"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let before = fingerprint();
    let rotated = world.noor(&["keys", "rotate"]);
    assert_eq!(rotated.code, DONE, "{rotated:?}");
    assert_ne!(fingerprint(), before);
    assert!(rotated.out.contains(&fingerprint()), "{rotated:?}");
    let granted = world.noor(&["grant", &asked.id, "--as-proposed", "--yes", "--now"]);
    assert_eq!(granted.code, DONE, "{granted:?}");
    let file = world.path("rotated.json");
    assert_eq!(world.noor(&["log", "export", "--out", file.to_str().unwrap()]).code, DONE);
    let verified = world.noor(&["log", "verify", file.to_str().unwrap()]);
    assert_eq!(verified.code, DONE, "{verified:?}");
    let second = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/log-vectors/verify.py");
    let said = std::process::Command::new("python3").arg(second).arg(&file).output().expect("python3 is needed");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

#[test]
fn a_token_is_in_the_keyring_and_in_no_file() {
    let world = World::start();
    let token = world.token("noor", "approver");
    assert_eq!(world.approver_with(&token, "noor", &world.queue_add()).code, DONE);
    let secret = token.rsplit('_').next().unwrap().as_bytes().to_vec();
    let mut files = 0;
    for folder in [world.profile("noor"), world.path("data")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                files += 1;
                let bytes = fs::read(&path).unwrap();
                assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{}", path.display());
            }
        }
    }
    assert!(files > 3);
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    let world = World::with_queue_added();
    let ended: Ended = world.noor_unread(&["list"]);
    assert_eq!((ended.code, ended.err.as_str()), (DONE, ""), "{ended:?}");
}

#[test]
fn nothing_is_coloured_for_a_pipe() {
    let world = World::with_queue_added();
    world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "1h"]);
    assert!(!world.noor(&["list"]).out.contains('\u{1b}'));
    assert!(world.noor_at_a_terminal("list", "").out.contains("\u{1b}[1;31mHigh"));
    assert!(!world.noor_at_a_terminal_with(&[("TERM", "dumb")], "list", "").out.contains('\u{1b}'));
    assert!(!world.noor_at_a_terminal_with(&[("NO_COLOR", "1")], "list", "").out.contains("\u{1b}[1;31mHigh"));
}
