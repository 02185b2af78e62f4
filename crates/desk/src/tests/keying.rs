use super::queue::{Loss, other};
use super::world::{QUEUE, START, World, named, run};
use crate::ports::{Keychain as _, Secret};
use crate::store::{DeskStore as _, QueueId, UndoneWhy};
use crate::view::{BannerKind, RowStanding};
use crate::{DeviceError, LogExport, UndoError};
use approval::{RiskLevel, Timestamp};
use queue_api::WaitingDevice;
use tlog::Verdict;
use tlog::export::verify_export;
use tlog::key::{PublicKey, SeedKey, Signer};

const HOUR: u32 = 3600;

fn id() -> QueueId {
    QueueId::new(QUEUE)
}

fn in_force(world: &World) -> PublicKey {
    world.desk.signer(&id()).unwrap().public_key()
}

fn seeds(world: &World) -> Vec<String> {
    world.keyring.secrets.lock().unwrap().keys().cloned().collect()
}

/// The change is over: both sides know it, one key is left, the log holds, and a grant goes through.
async fn whole(world: &World, first: PublicKey) {
    let key = in_force(world);
    assert_ne!(key, first);
    assert_eq!(world.queue.model().device, Some(key), "the queue knows it");
    assert!(!world.desk.key_change_waits(&id()));
    assert_eq!(seeds(world), ["device-key/practice"]);
    world.queue.put(world.request("after", RiskLevel::Low));
    world.settle().await;
    world.grant("after", HOUR);
    world.desk.send_now(&named("after")).unwrap();
    world.settle().await;
    assert!(matches!(world.standing("after"), RowStanding::Closed { .. }), "{:?}", world.panel("after"));
    assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
    let report = verify_export(&world.desk.export_log(&LogExport::default()).unwrap().text, Some(first), None).unwrap();
    assert!(matches!(report.verification.verdict, Verdict::Verified { .. }), "{:?}", report.verification.verdict);
}

#[test]
fn a_changed_key_signs_from_its_entry_on_and_the_old_one_is_gone() {
    run(async {
        let world = World::new().await;
        let first = in_force(&world);
        assert!(world.desk.rotate_key(QUEUE).await.unwrap());
        world.settle().await;
        whole(&world, first).await;
        let second = in_force(&world);
        assert!(world.desk.rotate_key(QUEUE).await.unwrap(), "and once more");
        assert_ne!(in_force(&world), second);
        world.settle().await;
        assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
    });
}

#[test]
fn a_key_change_goes_on_after_a_stop_at_every_step() {
    type Step = fn(&World);
    let steps: [(&str, Step); 5] = [
        ("the new key is in the keyring", |world| {
            world.keyring.set("device-key/practice/next", &Secret::new(vec![5; 32])).unwrap();
        }),
        ("the log has it, the queue was not told", |world| {
            world.queue.set_down(true);
            world.desk.change_key(&id()).unwrap();
        }),
        ("the queue was not reached by the word", |world| {
            world.desk.change_key(&id()).unwrap();
            world.queue.lose(&[Loss::Before]);
        }),
        ("the queue's answer was lost", |world| {
            world.desk.change_key(&id()).unwrap();
            world.queue.lose(&[Loss::After]);
        }),
        ("the keyring has moved, the desk has not noted it", |world| {
            world.queue.set_down(true);
            world.desk.change_key(&id()).unwrap();
            let next = world.keyring.get("device-key/practice/next").unwrap().unwrap();
            world.keyring.set("device-key/practice", &next).unwrap();
        }),
    ];
    for (what, step) in steps {
        run(async move {
            let mut world = World::new().await;
            let first = in_force(&world);
            step(&world);
            world.pass(1).await;
            world.reopen().await;
            world.queue.set_down(false);
            world.start();
            world.pass(30_000).await;
            if in_force(&world) == first {
                assert!(world.desk.rotate_key(QUEUE).await.unwrap(), "{what}");
                assert_eq!(in_force(&world), SeedKey::from_seed(&[5; 32]).public_key(), "the one that was ready");
            }
            whole(&world, first).await;
        });
    }
}

#[test]
fn a_second_name_that_stayed_in_the_keyring_is_not_taken_for_a_new_key() {
    run(async {
        let world = World::new().await;
        let first = in_force(&world);
        let seed = world.keyring.get("device-key/practice").unwrap().unwrap();
        world.keyring.set("device-key/practice/next", &seed).unwrap();
        assert!(world.desk.rotate_key(QUEUE).await.unwrap());
        world.settle().await;
        whole(&world, first).await;
    });
}

#[test]
fn what_the_old_key_signed_still_goes_and_what_is_held_is_signed_by_the_new_one() {
    run(async {
        let world = World::new().await;
        let first = in_force(&world);
        world.queue.set_down(true);
        world.deny("low");
        world.desk.send_now(&named("low")).unwrap();
        world.grant("high", HOUR);
        world.desk.change_key(&id()).unwrap();
        assert!(matches!(world.desk.change_key(&id()), Err(DeviceError::UnderWay)));
        world.pass(1).await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(9000).await;
        assert_eq!(world.queue.model().effects.len(), 2);
        whole(&world, first).await;
    });
}

#[test]
fn a_key_that_moves_between_two_looks_is_found() {
    run(async {
        let world = World::new().await;
        let first = in_force(&world);
        world.queue.set_down(true);
        world.desk.change_key(&id()).unwrap();
        world.keyring.after_next_look(|secrets| {
            let moved = secrets.remove("device-key/practice/next").unwrap();
            secrets.insert("device-key/practice".to_owned(), moved);
        });
        assert_ne!(in_force(&world), first);
    });
}

#[test]
fn a_locked_keyring_changes_no_key() {
    run(async {
        let world = World::new().await;
        world.keyring.lock_it(true);
        assert!(matches!(world.desk.rotate_key(QUEUE).await, Err(DeviceError::Signing(_))));
        world.keyring.lock_it(false);
        assert_eq!(world.store.leaves(&id(), 0, 10).unwrap().len(), 1);
    });
}

fn new_devices(world: &World) -> Vec<String> {
    let banners = world.desk.status().banners.into_iter();
    banners.filter(|banner| banner.kind == BannerKind::NewDevice).map(|banner| banner.text).collect()
}

#[test]
fn a_further_device_is_told_of_until_the_list_was_seen() {
    run(async {
        let mut world = World::new().await;
        let at = Timestamp::from_millis(START);
        let key = |seed| SeedKey::from_seed(&[seed; 32]).public_key();
        world.queue.model().others.push(other("d0", "Old laptop", key(60), at));
        world.queue.model().mark = Some("one".to_owned());
        world.desk.retry_queue(None).unwrap();
        world.pass(30_000).await;
        assert!(new_devices(&world).is_empty(), "what was there before is no news");
        world.queue.model().others.push(other("d2", "Stranger", key(61), at));
        world.queue.model().mark = Some("two".to_owned());
        world.pass(30_000).await;
        assert!(new_devices(&world)[0].contains(&key(61).fingerprint()));
        world.restart().await;
        world.pass(30_000).await;
        assert_eq!(new_devices(&world).len(), 1, "a restart forgets nothing");
        let view = world.desk.read_devices().await;
        let shown: Vec<(bool, bool)> = view.queues[0].devices.iter().map(|one| (one.here, one.news)).collect();
        assert_eq!(shown, [(true, false), (false, false), (false, true)]);
        world.desk.devices_seen().unwrap();
        assert!(new_devices(&world).is_empty());
        world.restart().await;
        world.pass(30_000).await;
        assert!(new_devices(&world).is_empty());
    });
}

#[test]
fn a_waiting_device_is_admitted_by_its_whole_fingerprint_alone() {
    run(async {
        let world = World::new().await;
        let (at, key) = (Timestamp::from_millis(START), SeedKey::from_seed(&[62; 32]).public_key());
        let waits = WaitingDevice { public_key: key, name: "Home".to_owned(), asked_at: at, until: at.plus_millis(1) };
        world.queue.model().waiting.push(waits);
        let fingerprint = key.fingerprint();
        for part in ["", &fingerprint[..19], "0000 0000 0000 0000 0000 0000 0000 0000"] {
            assert!(matches!(world.desk.admit_device(part).await, Err(DeviceError::NobodyWaits)), "{part}");
        }
        assert!(world.queue.model().admitted.is_empty());
        let name = world.desk.admit_device(&fingerprint.to_uppercase().replace(' ', "")).await.unwrap();
        assert_eq!(name, "Home");
        assert_eq!(world.queue.model().admitted[0].public_key, key);
        world.pass(30_000).await;
        assert!(new_devices(&world).is_empty(), "who admitted it knows of it");
    });
}

#[test]
fn another_device_is_revoked_and_this_one_is_not() {
    run(async {
        let world = World::new().await;
        let key = SeedKey::from_seed(&[63; 32]).public_key();
        for device in ["device-one", "device-two"] {
            world.queue.model().others.push(other(device, "Lost", key, Timestamp::from_millis(START)));
        }
        assert!(matches!(world.desk.revoke_device("d1").await, Err(DeviceError::ThisDevice)));
        assert!(matches!(world.desk.revoke_device("two-one").await, Err(DeviceError::NotFound)));
        assert!(matches!(world.desk.revoke_device("wo").await, Err(DeviceError::NotFound)), "too short");
        assert_eq!(world.desk.revoke_device("-two").await.unwrap(), "Lost");
        assert_eq!(world.queue.model().removed, ["device-two".into()]);
        let view = world.desk.devices();
        assert!(view.queues[0].devices[2].removed.is_some());
    });
}

#[test]
fn who_sends_at_once_learns_that_nothing_was_signed() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.deny("low");
        world.keyring.lock_it(true);
        assert_eq!(world.desk.send_now(&named("high")), Err(UndoError::NotSigned(UndoneWhy::Key)));
        world.keyring.lock_it(false);
        world.pass(60_000).await;
        assert_eq!(world.queue.model().effects.len(), 1, "the denial alone");
        assert!(matches!(world.standing("high"), RowStanding::NeedsYou { .. }));
    });
}
