//! A device whose right was taken away elsewhere, and a machine whose profile was lost: told with every command, and on with a
//! new device.

use crate::world::{Ended, World};
use crate::{DONE, NOT_REACHED, REFUSED, USAGE};

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

fn invitation(world: &World) -> String {
    let made = world.serve(&["invite", "--as", "noor"]);
    assert_eq!(made.code, DONE, "{made:?}");
    made.out.trim().to_owned()
}

/// Noor's second machine.
fn with_two_devices() -> World {
    let world = World::with_queue_added();
    let added = connect(&world, "noor-2", Some(&invitation(&world)));
    assert_eq!(added.json()["device"], "enrolled", "{added:?}");
    world
}

fn connect(world: &World, profile: &str, invitation: Option<&str>) -> Ended {
    let mut words = world.queue_add().to_vec();
    words.extend(invitation.iter().flat_map(|invitation| ["--invitation", *invitation]));
    world.approver_with(&world.token("noor", "approver"), profile, &words)
}

/// The id of the device that `profile` is.
fn device(world: &World, profile: &str) -> String {
    let listed = world.approver(profile, &["keys", "list", "--json"]).json();
    let devices = listed["queues"][0]["devices"].as_array().unwrap().clone();
    devices.iter().find(|device| device["here"] == true).unwrap()["id"].as_str().unwrap().to_owned()
}

fn grant(world: &World, id: &str) -> Ended {
    world.noor(&["grant", id, "--as-proposed", "--yes", "--now", "--json"])
}

#[test]
fn a_device_revoked_at_another_one_says_so_everywhere_and_a_new_one_grants_again() {
    let mut world = with_two_devices();
    let asked = world.asks("jonas", &READER);
    let mine = device(&world, "noor");
    // Signed while the queue is away.
    world.stop_server();
    let left = world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]);
    assert_eq!(left.code, NOT_REACHED, "{left:?}");
    world.start_server();
    let revoked = world.approver("noor-2", &["keys", "revoke", &device(&world, "noor-2")[..4]]);
    assert_eq!(revoked.code, REFUSED, "{revoked:?}");
    assert_eq!(world.approver("noor-2", &["keys", "revoke", &mine]).code, DONE);

    let refused = grant(&world, &asked.id);
    assert_eq!((refused.code, refused.error()), (REFUSED, "device-revoked".to_owned()), "{refused:?}");
    for words in [
        &["list"][..],
        &["list", "--json"],
        &["queue", "list"],
        &["queue", "list", "--json"],
        &["queue", "doctor"],
        &["keys", "list"],
        &["keys", "rotate"],
        &["show", &asked.id],
    ] {
        let told = world.noor(words);
        let said = format!("{}{}", told.out, told.err);
        assert!(
            said.contains("revoked") && said.contains("doorward keys recover --queue test-queue"),
            "{words:?}: {told:?}"
        );
    }
    assert!(world.noor(&["list"]).out.contains("with a token of yours"));

    let added = connect(&world, "noor", Some(&invitation(&world)));
    assert_eq!(added.code, DONE, "{added:?}");
    let added = added.json();
    assert_eq!((&added["device"], &added["earlier"]), (&"enrolled".into(), &"test-queue/1".into()), "{added}");
    assert_ne!(device(&world, "noor"), mine);
    goes_on(&world, &asked.id);
}

/// A grant goes through end to end, and both logs verify.
fn goes_on(world: &World, id: &str) {
    let granted = grant(world, id);
    assert_eq!((granted.code, granted.json()["outcome"].as_str()), (DONE, Some("recorded")), "{granted:?}");
    let status = world.requester("jonas", &["request", "status", id, "--json"]);
    assert_eq!(status.json()["state"], "granted", "{status:?}");
    let export = |queue: &str, name: &str| {
        let file = world.path(name).to_str().unwrap().to_owned();
        let exported = world.noor(&["log", "export", "--queue", queue, "--out", &file]);
        assert_eq!(exported.code, DONE, "{exported:?}");
        file
    };
    let (old, new) = (export("test-queue/1", "old.json"), export("test-queue", "new.json"));
    assert_eq!(world.anybody(&["log", "verify", &old]).code, DONE);
    let verified = world.anybody(&["log", "verify", &new, "--after", &old, "--json"]);
    assert_eq!(verified.json()["succession"], "handed-over", "{verified:?}");
}

#[test]
fn a_device_that_whoever_runs_the_queue_revoked_goes_on_with_the_commands_that_it_names() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &READER);
    let mine = device(&world, "noor");
    for words in [&["revoke", "--as", "nobody", &mine][..], &["admit", "--as", "nobody", &"00".repeat(16)]] {
        let nobody = world.serve(words);
        assert_eq!(nobody.code, USAGE, "{nobody:?}");
        assert!(nobody.err.contains("Nobody of the name \"nobody\" is known: no tenant's file has"), "{nobody:?}");
    }
    let short = world.serve(&["admit", "--as", "noor", "1234"]);
    assert_eq!(short.code, USAGE, "{short:?}");
    assert!(short.err.contains("“1234” is no fingerprint: that is 32 hexadecimal digits."), "{short:?}");
    let unknown = world.serve(&["revoke", "--as", "noor", "nothing"]);
    assert!(unknown.code == REFUSED && unknown.err.contains(&mine), "{unknown:?}");
    let revoked = world.serve(&["revoke", "--as", "noor", &mine[mine.len() - 6..]]);
    assert_eq!(revoked.code, DONE, "{revoked:?}");
    let listed = world.noor(&["list"]);
    assert!(listed.out.contains("by whoever runs the queue"), "{listed:?}");

    let waits = world.noor(&["keys", "recover", "--queue", "test-queue", "--json"]);
    assert_eq!((waits.code, waits.error()), (REFUSED, "waits-for-admission".to_owned()), "{waits:?}");
    let message = waits.json()["error"]["message"].as_str().unwrap().to_owned();
    let command = message.split_once("doorward serve ").unwrap().1;
    assert!(world.noor(&["queue", "doctor"]).out.contains("doorward keys admit"), "it says how it is let in");
    let admitted = world.serve(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(admitted.code, DONE, "{command}: {admitted:?}");
    let recovered = world.noor(&["keys", "recover", "--queue", "test-queue", "--json"]);
    assert_eq!(recovered.json()["earlier"], "test-queue/1", "{recovered:?}");
    goes_on(&world, &asked.id);
}

#[test]
fn a_queue_connected_again_without_an_invitation_says_how_the_new_device_is_let_in() {
    let world = with_two_devices();
    let mine = device(&world, "noor");
    assert_eq!(world.approver("noor-2", &["keys", "revoke", &mine]).code, DONE);
    let added = connect(&world, "noor", None);
    assert_eq!(added.code, DONE, "{added:?}");
    let added = added.json();
    let next = added["next"].as_str().unwrap();
    assert!(added["device"] == "waiting" && next.contains("doorward keys admit "), "{added}");
    let words = next.split_once("doorward keys admit ").unwrap().1.split_once(')').unwrap().0;
    let admitted: Vec<&str> = ["keys", "admit"].into_iter().chain(words.split(' ')).collect();
    assert_eq!(world.approver("noor-2", &admitted).code, DONE);
    let asked = world.asks("jonas", &READER);
    world.until("the new device has begun", || {
        world.noor(&["list"]);
        world.noor(&["log", "list"]).err.contains("test-queue/1")
    });
    goes_on(&world, &asked.id);
}

#[test]
fn a_lost_profile_whose_key_is_kept_is_told_which_words_begin_anew_and_they_do() {
    let world = with_two_devices();
    let mine = device(&world, "noor");
    assert_eq!(world.approver("noor-2", &["keys", "revoke", &mine]).code, DONE);
    std::fs::remove_dir_all(world.profile("noor")).unwrap();
    let refused = connect(&world, "noor", None);
    assert_eq!((refused.code, refused.error()), (REFUSED, "key-taken".to_owned()), "{refused:?}");
    for words in ["doorward serve invite --as NAME", "DOORWARD_INVITATION", "doorward queue add"] {
        assert!(refused.out.contains(words), "{words}: {refused:?}");
    }
    let added = connect(&world, "noor", Some(&invitation(&world)));
    assert_eq!((added.code, &added.json()["device"]), (DONE, &"enrolled".into()), "{added:?}");
    let asked = world.asks("jonas", &READER);
    let granted = grant(&world, &asked.id);
    assert_eq!(granted.json()["outcome"], "recorded", "{granted:?}");
}

#[test]
fn a_lost_profile_whose_device_still_counts_is_told_so_and_begins_a_new_log() {
    let world = with_two_devices();
    let denied = world.noor(&["deny", &world.asks("jonas", &READER).id, "--reason", "No.", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    std::fs::remove_dir_all(world.profile("noor")).unwrap();
    let mut words = world.queue_add().to_vec();
    words.retain(|word| *word != "--json");
    let added = world.approver_with(&world.token("noor", "approver"), "noor", &words);
    assert!(added.err.contains("doorward keys recover --queue test-queue"), "{added:?}");
    let recovered = world.noor(&["keys", "recover", "--invitation", &invitation(&world), "--json"]);
    assert_eq!(recovered.code, DONE, "{recovered:?}");
    let asked = world.asks("jonas", &READER);
    let granted = grant(&world, &asked.id);
    assert_eq!(granted.json()["outcome"], "recorded", "{granted:?}");
}

#[test]
fn a_lost_key_is_replaced_by_an_invitation() {
    let world = World::with_queue_added();
    world.lose_key("noor");
    let added = connect(&world, "noor", Some(&invitation(&world)));
    assert_eq!((added.code, &added.json()["earlier"]), (DONE, &"test-queue/1".into()), "{added:?}");
    let asked = world.asks("jonas", &READER);
    assert_eq!(grant(&world, &asked.id).json()["outcome"], "recorded");
}
