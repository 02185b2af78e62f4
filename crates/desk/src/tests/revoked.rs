//! A device whose right is taken away elsewhere: it is told at once, its decisions end as refused, and a new one goes on in its
//! place.

use super::queue::Loss;
use super::world::{QUEUE, World, named, run};
use crate::store::{DeskStore, Leaf, OutboxState, QueueId, Refusal, UndoneWhy};
use crate::view::{BannerKind, PanelView, RecoveryView, RowStanding, Step};
use crate::{Answer, Choice, DecideError, DeviceError, LogExport, SigningError, UndoError, Unsent, ViewKind};
use approval::{Action, RiskLevel};
use queue_api::RemovedBy;
use tlog::Verdict;
use tlog::export::{ExportReport, verify_export};
use tlog::succession::{Succession, succession};

const HOUR: u32 = 3600;
const FIRST: &str = "practice/1";

fn id() -> QueueId {
    QueueId::new(QUEUE)
}

fn leaves(world: &World, log: &str) -> Vec<Leaf> {
    world.store.leaves(&QueueId::new(log), 0, 1000).unwrap()
}

fn trouble(world: &World) -> String {
    world.desk.status().queues[0].trouble.clone().unwrap_or_default()
}

/// What a click is answered with.
fn refused(world: &World, id: &str, choice: Choice) -> String {
    let ticket = world.sheet(id).ticket;
    match world.desk.decide(&ticket, choice, Some("agreed"), None) {
        Err(DecideError::Signing(error @ SigningError::Barred(_))) => error.view().message,
        other => panic!("{other:?}"),
    }
}

fn report(world: &World, log: &str) -> ExportReport {
    let whole = LogExport { queue: Some(log.to_owned()), ..LogExport::default() };
    verify_export(&world.desk.export_log(&whole).unwrap().text, None, None).unwrap()
}

fn states(world: &World, id: &str) -> Vec<OutboxState> {
    let rows = world.store.load().unwrap().queues.remove(0).outbox;
    rows.into_iter().filter(|row| row.draft.subject.id == id).map(|row| row.state).collect()
}

/// By the other device, or by whoever runs the queue.
fn admit(world: &World) {
    let asks = world.desk.recovering(&id());
    world.queue.model().admits = asks;
}

/// A grant goes through under the new device; the log before is what it was, named by the new one.
async fn whole(world: &World, before: &[Leaf]) {
    world.queue.put(world.request("after", RiskLevel::Low));
    world.settle().await;
    world.grant("after", HOUR);
    world.desk.send_now(&named("after")).unwrap();
    world.settle().await;
    assert!(matches!(world.standing("after"), RowStanding::Closed { .. }), "{:?}", world.panel("after"));
    assert_eq!(trouble(world), "");
    let former = leaves(world, FIRST);
    assert_eq!(former[..before.len()], *before, "nothing that was there changed");
    let (one, two) = (report(world, FIRST), report(world, QUEUE));
    assert_eq!(one.verification.entries, former.len() as u64);
    assert_eq!(two.verification.verdict, Verdict::Verified { entries: two.verification.entries });
    assert_eq!(succession(&one, &two), Ok(Succession::HandedOver));
    let secrets: Vec<String> = world.keyring.secrets.lock().unwrap().keys().cloned().collect();
    assert_eq!(secrets, ["device-key/practice/2"]);
}

#[test]
fn a_device_revoked_elsewhere_is_told_at_once_and_signs_nothing_for_the_queue_any_more() {
    for (by, who) in [
        (Some(RemovedBy::Person), ", with a token of yours"),
        (Some(RemovedBy::Administrator), ", by whoever runs the queue"),
        (None, ""),
    ] {
        run(async move {
            let mut world = World::with_history().await;
            world.queue.tick();
            world.settle().await;
            world.queue.revoke_device(by, true);
            world.settle().await;
            let said = format!(
                "This device was revoked 16:44{who}. To go on with a new key and a new log: doorward keys recover --queue practice"
            );
            for _ in 0..2 {
                assert_eq!(trouble(&world), said);
                let banner = &world.desk.status().banners[0];
                assert_eq!(banner.kind, BannerKind::Revoked);
                assert!(banner.text.contains("keys recover"), "{}", banner.text);
                assert_eq!(refused(&world, "low", Choice::Grant { seconds: HOUR }), said);
                assert_eq!(refused(&world, "low", Choice::Deny), said);
                let sheet = world.sheet("low");
                assert_eq!([sheet.grant.why_not, sheet.deny.why_not], [Some(said.clone()), Some(said.clone())]);
                assert!(matches!(sheet.panel, PanelView::Locked { line, .. } if line == said));
                let revoked = world.desk.revoke(&named("g-high"), ViewKind::Window, None).unwrap_err();
                let shortened = world.desk.shorten(&named("g-high"), (HOUR, 60), ViewKind::Window, None).unwrap_err();
                assert_eq!([revoked.view().code, shortened.view().code], ["device-revoked", "device-revoked"]);
                let rotated = world.desk.rotate_key(QUEUE).await.unwrap_err();
                assert!(matches!(rotated, DeviceError::Signing(SigningError::Barred(_))), "{rotated:?}");
                assert_eq!(world.desk.devices().queues[0].barred.as_deref(), Some(said.as_str()));
                // The next start knows it as well, also where the queue is silent.
                world.queue.set_down(true);
                world.restart().await;
            }
            assert_eq!(leaves(&world, QUEUE).len(), 6, "and its log stays as it is");
        });
    }
}

#[test]
fn what_was_signed_and_not_sent_ends_as_refused_because_the_device_was_revoked() {
    for told in [true, false] {
        run(async move {
            let mut world = World::with_history().await;
            world.queue.put(world.request("mine", RiskLevel::Low));
            world.queue.put(world.request("no", RiskLevel::Low));
            world.settle().await;
            world.queue.set_down(true);
            for request in ["mine", "no"] {
                if request == "mine" {
                    world.grant(request, HOUR)
                } else {
                    world.deny(request)
                }
                world.desk.send_now(&named(request)).unwrap();
            }
            world.settle().await;
            let before = world.queue.model().effects.len();
            // It comes to know by the feed, or by the witness and the first answer.
            world.queue.revoke_device(Some(RemovedBy::Person), told);
            world.queue.set_down(false);
            world.pass(120_000).await;
            for request in ["mine", "no"] {
                let RowStanding::NeedsYou { line } = world.standing(request) else {
                    panic!("{:?}", world.standing(request))
                };
                assert_eq!(line, "Not taken: this device was revoked");
                let [OutboxState::Refused { why: Refusal::Barred, .. }] = states(&world, request)[..] else { panic!() };
                let PanelView::Again { title, line, .. } = world.panel(request) else { panic!() };
                assert_eq!(title, "Refused: this device was revoked.");
                assert!(line.contains("with a token of yours") && line.contains("keys recover"), "{line}");
            }
            assert_eq!(world.queue.model().effects.len(), before);
            assert_eq!(world.desk.unsent(QUEUE), Unsent::default(), "nothing waits any more");
            assert_eq!(world.verbs()[..2], ["Denial, refused by the queue", "Grant of 1 h, refused by the queue"]);
            world.desk.verify_log(Some(QUEUE)).unwrap();
            world.restart().await;
            assert!(trouble(&world).starts_with("This device was revoked 16:4"), "{}", trouble(&world));
        });
    }
}

#[test]
fn the_first_refused_send_tells_since_when_and_by_whom() {
    run(async {
        let world = World::new().await;
        world.queue.revoke_device(Some(RemovedBy::Administrator), false);
        world.settle().await;
        assert_eq!(trouble(&world), "", "nobody has told it yet");
        world.deny("low");
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        assert!(trouble(&world).contains("by whoever runs the queue"), "{}", trouble(&world));
        assert!(matches!(world.panel("low"), PanelView::Again { .. }));
        assert_eq!(world.verbs()[0], "Denial, refused by the queue");
    });
}

#[test]
fn a_grant_that_no_witness_cosigns_any_more_is_not_being_sent_for_ever() {
    run(async {
        let world = World::new().await;
        world.queue.revoke_device(None, false);
        world.grant("high", HOUR);
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        let panel = world.panel("high");
        assert!(matches!(panel, PanelView::Again { .. }), "{panel:?}");
        assert!(trouble(&world).contains("keys recover"));
    });
}

#[test]
fn a_queue_that_was_put_back_to_before_the_enrolment_is_gone_on_at_in_the_same_way() {
    run(async {
        let world = World::with_history().await;
        let before = leaves(&world, QUEUE);
        world.queue.model().forgot_device = true;
        world.deny("low");
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        assert!(trouble(&world).starts_with("The queue does not know this device any more."), "{}", trouble(&world));
        world.queue.model().invitation = Some("welcome".to_owned());
        let recovered = world.desk.recover_log(QUEUE, Some("welcome".to_owned())).await.unwrap();
        assert_eq!(recovered, RecoveryView::Recovered);
        world.settle().await;
        whole(&world, &before).await;
    });
}

#[test]
fn a_queue_that_knows_the_device_again_is_believed() {
    run(async {
        let world = World::new().await;
        world.queue.revoke_device(None, true);
        world.settle().await;
        assert_ne!(trouble(&world), "");
        {
            let mut model = world.queue.model();
            (model.revoked, model.mark) = (None, Some("put back".to_owned()));
        }
        world.queue.retell();
        world.settle().await;
        assert_eq!(trouble(&world), "");
        world.grant("high", HOUR);
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        assert!(matches!(world.standing("high"), RowStanding::Closed { .. }));
    });
}

#[test]
fn what_was_sent_before_is_read_and_only_what_was_not_taken_is_refused() {
    run(async {
        let world = World::new().await;
        for request in ["taken", "lost"] {
            world.queue.put(world.request(request, RiskLevel::Low));
        }
        world.settle().await;
        let before = world.queue.model().effects.len();
        for (request, loss) in [("taken", Loss::After), ("lost", Loss::Before)] {
            // The witness first, then the denial.
            world.queue.lose(&[Loss::None, loss, Loss::Unreachable, Loss::Unreachable, Loss::Unreachable]);
            world.deny(request);
            world.desk.send_now(&named(request)).unwrap();
            world.settle().await;
            world.queue.model().losses.clear();
        }
        world.queue.revoke_device(None, true);
        world.pass(120_000).await;
        assert!(matches!(world.standing("taken"), RowStanding::Closed { .. }), "{:?}", world.standing("taken"));
        assert!(matches!(world.panel("lost"), PanelView::Again { .. }), "{:?}", world.panel("lost"));
        let effects: Vec<String> =
            world.queue.model().effects[before..].iter().map(|(request, ..)| request.to_string()).collect();
        assert_eq!(effects, ["taken"]);
    });
}

#[test]
fn what_is_held_when_the_device_is_revoked_is_never_signed() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.queue.revoke_device(None, true);
        world.settle().await;
        assert_eq!(world.desk.send_now(&named("high")), Err(UndoError::NotSigned(UndoneWhy::Barred)));
        world.deny_is_refused("low");
        let PanelView::Again { title, line, .. } = world.panel("high") else { panic!("{:?}", world.panel("high")) };
        assert_eq!(title, "Refused: this device was revoked.");
        assert!(line.starts_with("Your grant of 1 h was not taken. This device was revoked"), "{line}");
        assert_eq!(world.verbs()[0], "Not signed");
        assert!(world.queue.model().effects.is_empty());
    });
}

impl World {
    fn deny_is_refused(&self, id: &str) {
        refused(self, id, Choice::Deny);
    }
}

#[test]
fn a_new_device_goes_on_once_it_is_admitted_and_a_restart_at_any_step_loses_nothing() {
    for restarts in [false, true] {
        run(async move {
            let mut world = World::with_history().await;
            let before = leaves(&world, QUEUE);
            world.queue.put(world.request("other", RiskLevel::Low));
            world.settle().await;
            world.queue.set_down(true);
            world.deny("low");
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            world.queue.revoke_device(None, true);
            world.queue.set_down(false);
            if restarts {
                world.restart().await;
            }
            world.pass(120_000).await;
            let RecoveryView::Waits { fingerprint, next, .. } = world.desk.recover_log(QUEUE, None).await.unwrap()
            else {
                panic!()
            };
            assert!(next.contains(&format!("doorward keys admit {fingerprint}")), "{next}");
            assert!(next.contains(&format!("doorward serve admit --as noor {fingerprint}")), "{next}");
            if restarts {
                world.restart().await;
            }
            assert!(trouble(&world).ends_with(&next), "{}", trouble(&world));
            assert!(refused(&world, "other", Choice::Deny).ends_with(&next));
            admit(&world);
            if restarts {
                // The next contact goes on with it by itself.
                world.restart().await;
                world.pass(30_000).await;
            } else {
                assert_eq!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Recovered);
                world.settle().await;
            }
            let RowStanding::NeedsYou { line } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
            assert_eq!(line, "Not taken, its device was revoked: decide again");
            world.deny("low");
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            assert!(matches!(world.standing("low"), RowStanding::Closed { .. }), "{:?}", world.standing("low"));
            let denials = world.queue.model().effects.iter().filter(|(_, action, _)| *action == Action::Deny).count();
            assert_eq!(denials, 1);
            whole(&world, &before).await;
            let device = world.store.load().unwrap().queues[0].record.device.clone().unwrap();
            assert_eq!((device.id.as_str(), device.barred), ("d2", None));
            assert_eq!(world.verbs().last().map(String::as_str), Some("New log"));
        });
    }
}

#[test]
fn an_invitation_begins_the_new_device_at_once_and_one_that_was_used_lets_it_wait() {
    run(async {
        let world = World::with_history().await;
        let before = leaves(&world, QUEUE);
        world.queue.revoke_device(Some(RemovedBy::Administrator), true);
        world.settle().await;
        world.queue.model().invitation = Some("welcome".to_owned());
        let old = world.desk.recover_log(QUEUE, Some("old".to_owned())).await.unwrap();
        let RecoveryView::Waits { why, .. } = old else { panic!("{old:?}") };
        assert_eq!(why, "The invitation was used.");
        let asks = world.desk.recovering(&id()).unwrap();
        assert_eq!(world.desk.why_not_admitted(&id()), format!("Confirm {}", asks.fingerprint()), "it waits");
        let good = world.desk.recover_log(QUEUE, Some("welcome".to_owned())).await.unwrap();
        assert_eq!(good, RecoveryView::Recovered);
        world.settle().await;
        whole(&world, &before).await;
    });
}

#[test]
fn a_store_that_fails_where_it_is_noted_loses_nothing() {
    for written in [false, true] {
        run(async move {
            let mut world = World::with_history().await;
            let before = leaves(&world, QUEUE);
            world.store.fail_next_commit(written);
            world.queue.revoke_device(None, true);
            world.settle().await;
            world.restart().await;
            assert!(trouble(&world).contains("keys recover"), "{}", trouble(&world));
            let _ = world.desk.recover_log(QUEUE, None).await.unwrap();
            admit(&world);
            world.pass(60_000).await;
            whole(&world, &before).await;
        });
    }
}

#[test]
fn a_new_key_that_was_enrolled_and_revoked_before_its_answer_came_is_followed_by_another() {
    run(async {
        let world = World::with_history().await;
        let before = leaves(&world, QUEUE);
        world.queue.revoke_device(None, true);
        world.settle().await;
        let _ = world.desk.recover_log(QUEUE, None).await.unwrap();
        let first = world.desk.recovering(&id()).unwrap();
        // The queue has it as a device that was revoked.
        let now = world.queue.now();
        {
            let mut model = world.queue.model();
            (model.device, model.revoked) = (Some(first), Some((now, None)));
        }
        let RecoveryView::Waits { .. } = world.desk.recover_log(QUEUE, None).await.unwrap() else { panic!() };
        assert_ne!(world.desk.recovering(&id()), Some(first));
        admit(&world);
        assert_eq!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Recovered);
        world.settle().await;
        whole(&world, &before).await;
    });
}

#[test]
fn a_profile_that_was_lost_begins_anew_with_an_invitation_and_keeps_the_key_without_one() {
    run(async {
        let mut world = World::with_history().await;
        world.queue.revoke_device(None, true);
        world.settle().await;
        let key = world.kept_key();
        world.store = crate::store::MemoryStore::new();
        world.restart().await;
        assert_eq!(world.desk.queues(), [id()]);
        assert!(matches!(world.panel("low"), PanelView::Locked { line, .. } if line.contains("invitation")));
        assert_eq!(world.kept_key(), key, "a profile that is put back may need it");
        world.queue.model().invitation = Some("welcome".to_owned());
        world.desk.invite(QUEUE, "welcome".to_owned()).unwrap();
        world.settle().await;
        assert_ne!(world.kept_key(), key);
        world.grant("low", HOUR);
        world.desk.send_now(&named("low")).unwrap();
        // The queue's own log is looked at first.
        world.pass(30_000).await;
        assert!(
            matches!(world.panel("low"), PanelView::Moving { step: Step::Recorded, .. }),
            "{:?}",
            world.panel("low")
        );
    });
}

impl World {
    fn kept_key(&self) -> String {
        hex::encode(self.keyring.secrets.lock().unwrap()["device-key/practice"].expose())
    }
}
