use super::queue::{Loss, ME, SERVER};
use super::world::{QUEUE, World, named, run};
use crate::errors::Answer as _;
use crate::errors::{DecideError, SigningError};
use crate::log::payloads::UndonePayload;
use crate::store::UndoneWhy;
use crate::view::{BannerKind, PanelView, QueueStateView, RowStanding, Step};
use crate::{Choice, DeskEvent, ViewKind};
use approval::{Action, PersonId, RiskLevel, Stage, Vote, Window};
use serde_json::Value;
use std::sync::atomic::Ordering;
use tlog::hash::Hash;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;

async fn with_grant_clicked() -> World {
    let world = World::new().await;
    world.grant("high", HOUR);
    world
}

fn calls(world: &World, name: &str) -> usize {
    world.queue.model().calls.iter().filter(|call| *call == name).count()
}

#[test]
fn what_changes_at_the_queue_is_seen_at_once() {
    run(async {
        let world = World::new().await;
        let mut events = world.desk.events();
        world.queue.put(world.request("new", RiskLevel::Medium));
        world.settle().await;
        assert_eq!(world.standing("new"), RowStanding::Open);
        assert_eq!(events.try_recv(), Ok(DeskEvent::InboxChanged));
        let view = world.desk.inbox();
        assert_eq!((view.count, view.rows.len(), view.as_of.as_str()), (3, 3, "As of 16:44:00"));
    });
}

#[test]
fn the_keyring_is_left_alone_while_nothing_is_held() {
    run(async {
        let world = World::new().await;
        let before = world.keyring.asked();
        world.queue.put(world.request("new", RiskLevel::Medium));
        world.settle().await;
        assert_eq!((world.standing("new"), world.keyring.asked()), (RowStanding::Open, before));
    });
}

#[test]
fn a_snapshot_in_pages_removes_what_its_last_page_did_not_name() {
    run(async {
        let world = World::new().await;
        world.queue.model().page = 1;
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        assert_eq!(world.desk.inbox().rows.len(), 3);
        world.queue.forget_history(&["low"]);
        world.pass(30_000).await;
        let ids: Vec<String> = world.desk.inbox().rows.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [named("high"), named("other")]);
    });
}

#[test]
fn a_stop_within_a_snapshot_loses_nothing() {
    run(async {
        let mut world = World::still();
        world.queue.model().page = 1;
        for id in ["a", "b", "c"] {
            world.queue.put(world.request(id, RiskLevel::Low));
        }
        world.queue.model().pages_left = Some(2);
        world.start();
        world.settle().await;
        assert_eq!(world.desk.inbox().rows.len(), 2);
        world.queue.model().pages_left = None;
        world.restart().await;
        assert_eq!(world.desk.inbox().rows.len(), 3);
    });
}

#[test]
fn invariant_14_a_row_that_was_looked_at_does_not_disappear_silently() {
    run(async {
        let world = World::new().await;
        world.sheet("low");
        world.queue.hide("low");
        world.queue.hide("high");
        world.settle().await;
        let rows = world.desk.inbox().rows;
        assert_eq!(rows.len(), 1, "the one nobody opened is gone");
        let RowStanding::Closed { line, .. } = &rows[0].standing else { panic!() };
        assert_eq!(line, "No longer shown to you");
        let sheet = world.sheet("low");
        assert!(sheet.frozen && !sheet.grant.allowed && !sheet.deny.allowed);
        let refused = world.desk.decide(&sheet.ticket, Choice::Deny, None, None);
        assert!(matches!(refused, Err(DecideError::Over(_))));
    });
}

#[test]
fn a_silent_queue_is_named_and_comes_back_by_itself() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.pass(61_000).await;
        let status = world.desk.status();
        assert_eq!(status.queues[0].state, QueueStateView::Off);
        assert_eq!(status.banners[0].kind, BannerKind::QueueOff);
        assert!(status.banners[0].strong.starts_with("Practice queue has not answered for 1 min"));
        assert!(status.banners[0].next_try.unwrap() > status.now);
        let inbox = world.desk.inbox();
        assert_eq!(inbox.as_of, "As of 16:44");
        assert!(inbox.rows.iter().all(|row| row.stale.as_deref() == Some("As of 16:44")));
        assert!(inbox.rows[0].spoken.ends_with("As of 16:44."));
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.settle().await;
        assert_eq!(world.desk.status().queues[0].state, QueueStateView::Fresh);
        assert!(world.desk.status().banners.is_empty());
        assert!(world.desk.inbox().rows.iter().all(|row| row.stale.is_none()));
    });
}

#[test]
fn the_screens_are_told_at_the_moment_in_which_data_become_old() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.pass(59_900).await;
        assert!(world.desk.inbox().rows.iter().all(|row| row.stale.is_none()));
        let mut events = world.desk.events();
        world.pass(300).await;
        assert!(world.desk.inbox().rows.iter().all(|row| row.stale.is_some()));
        let mut told = Vec::new();
        while let Ok(event) = events.try_recv() {
            told.push(event);
        }
        assert!(told.contains(&DeskEvent::InboxChanged) && told.contains(&DeskEvent::StatusChanged), "{told:?}");
    });
}

#[test]
fn a_queue_that_does_not_admit_this_device_is_quoted_until_it_does() {
    run(async {
        let mut world = World::still();
        world.queue.put(world.request("low", RiskLevel::Low));
        world.queue.model().not_admitted = Some("This needs an invitation\u{202E}.".to_owned());
        world.start();
        world.settle().await;
        let banner = world.desk.status().banners.remove(0);
        assert_eq!(banner.kind, BannerKind::NotAdmitted);
        assert_eq!(banner.strong, "Practice queue does not admit this device.");
        let sheet = world.sheet("low");
        let PanelView::Locked { line, .. } = sheet.panel else { panic!() };
        for said in [&banner.text, &line] {
            assert!(said.contains("“This needs an invitation[U+202E].” Ask whoever runs the queue"), "{said}");
        }
        let refused = world.desk.decide(&sheet.ticket, Choice::Deny, None, None);
        assert!(matches!(refused, Err(DecideError::Signing(SigningError::NotAdmitted(_)))), "{refused:?}");
        world.queue.model().not_admitted = None;
        world.desk.retry_queue(None).unwrap();
        world.settle().await;
        assert!(world.desk.status().banners.is_empty());
        world.deny("low");
    });
}

#[test]
fn another_queue_at_the_same_address_is_refused() {
    run(async {
        let world = World::new().await;
        {
            let mut state = world.desk.lock();
            let queue = state.queues.get_mut(&crate::QueueId::new(QUEUE)).unwrap();
            let me = queue.record.me.as_mut().unwrap();
            assert_eq!(me.server, SERVER);
            me.server = "another.example".to_owned();
        }
        world.queue.set_down(true);
        world.pass(30_000).await;
        world.queue.set_down(false);
        world.pass(61_000).await;
        let banner = world.desk.status().banners.remove(0);
        assert!(banner.text.contains("another queue answers"), "{}", banner.text);
    });
}

#[test]
fn invariant_6_a_lost_answer_is_found_again_with_one_effect() {
    run(async {
        for losses in [
            vec![Loss::None, Loss::After],
            vec![Loss::None, Loss::Before],
            vec![Loss::None, Loss::After, Loss::Before, Loss::Unreachable],
            vec![Loss::None, Loss::Before, Loss::Before, Loss::After, Loss::After],
            vec![Loss::After, Loss::After, Loss::Unreachable, Loss::Before],
            vec![Loss::None, Loss::Late],
            vec![Loss::None, Loss::Late, Loss::Before, Loss::Late],
        ] {
            let world = with_grant_clicked().await;
            world.queue.lose(&losses);
            world.pass(8100).await;
            world.pass(10 * 60_000).await;
            let RowStanding::Closed { line, .. } = world.standing("high") else { panic!("{losses:?}") };
            assert_eq!(line, "Granted 1 h by you", "{losses:?}");
            assert_eq!(world.queue.model().effects.len(), 1, "{losses:?}");
            assert_eq!(world.verbs(), ["Granted 1 h", "Key change"]);
        }
    });
}

#[test]
fn invariant_7_a_lost_answer_is_said_to_be_unknown() {
    run(async {
        let world = with_grant_clicked().await;
        // The decision's answer is lost, and so are the first readings.
        world.queue.lose(&[Loss::None, Loss::After, Loss::Before, Loss::Before]);
        world.pass(8050).await;
        assert_eq!(world.standing("high"), RowStanding::Unknown { line: "Granted 1 h? Reading again".to_owned() });
        assert!(matches!(world.panel("high"), PanelView::Unknown { .. }));
        let ticket = world.sheet("high").ticket;
        let refused = world.desk.decide(&ticket, Choice::Deny, None, None);
        assert_eq!(refused, Err(DecideError::UnderWay));
        let told = refused.unwrap_err().view().message;
        assert!(told.contains("cannot be undone") && told.ends_with("doorward list"), "{told}");
        world.pass(60_000).await;
        assert!(matches!(world.standing("high"), RowStanding::Closed { .. }));
        let detail = world.desk.log_detail(None, 2).unwrap();
        assert_eq!(crate::text::plain(&detail.facts[0].1), "Recorded, with the queue’s receipt");
    });
}

#[test]
fn invariant_7_a_200_alone_is_not_proof() {
    for loss in [Loss::Forged, Loss::Misnamed] {
        run(async move {
            let world = with_grant_clicked().await;
            world.queue.lose(&[Loss::None, loss]);
            world.pass(8100).await;
            world.pass(60_000).await;
            assert!(calls(&world, "request") > 0, "it was read again: {loss:?}");
            assert_eq!(calls(&world, "acceptance"), 1, "and its receipt asked for: {loss:?}");
            let detail = world.desk.log_detail(None, 2).unwrap();
            assert_eq!(crate::text::plain(&detail.facts[0].1), "Recorded, with the queue’s receipt", "{loss:?}");
            assert_eq!(world.queue.model().effects.len(), 1);
        });
    }
}

#[test]
fn invariant_6_a_stop_at_any_instant_leaves_one_effect_or_a_named_end() {
    run(async {
        // Stopped while held.
        let mut world = with_grant_clicked().await;
        world.restart().await;
        assert!(matches!(world.standing("high"), RowStanding::NeedsYou { .. }));
        assert_eq!(world.verbs(), ["Not signed", "Key change"]);
        world.pass(60_000).await;
        assert!(world.queue.model().effects.is_empty());
        // Stopped with it signed and not sent.
        world.queue.set_down(true);
        world.deny("high");
        world.pass(3100).await;
        world.restart().await;
        assert!(matches!(world.standing("high"), RowStanding::Moving { .. }));
        // Stopped while its answer is not known.
        world.queue.set_down(false);
        world.queue.lose(&[Loss::None, Loss::After, Loss::Before, Loss::Before, Loss::Before]);
        world.pass(61_000).await;
        world.restart().await;
        world.pass(5 * 60_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!() };
        assert_eq!(line, "Denied by you");
    });
}

#[test]
fn invariant_7_a_stop_while_sending_is_unknown_until_it_is_read() {
    run(async {
        let mut world = with_grant_clicked().await;
        world.queue.lose(&[Loss::None, Loss::Hang]);
        world.pass(8100).await;
        assert!(matches!(world.panel("high"), PanelView::Moving { step: Step::Sent, .. }));
        world.queue.set_down(true);
        world.reopen().await;
        assert!(matches!(world.standing("high"), RowStanding::Unknown { .. }), "before anything was tried");
        world.restart().await;
        assert!(matches!(world.standing("high"), RowStanding::Unknown { .. }));
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.verbs(), ["Granted 1 h", "Key change"]);
    });
}

#[test]
fn invariant_7_what_another_decided_meanwhile_is_not_taken_for_ones_own() {
    run(async {
        let world = with_grant_clicked().await;
        world.queue.lose(&[Loss::None, Loss::Before, Loss::Before]);
        world.pass(8050).await;
        world.queue.decide_elsewhere("high", Action::Grant);
        world.pass(60_000).await;
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!() };
        assert_eq!(line, "Granted 4 h by Ilya Sun");
        assert_eq!(world.verbs()[0], "Grant of 1 h, someone was first");
    });
}

#[test]
fn invariant_7_anothers_vote_is_not_taken_for_ones_own() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
        world.settle().await;
        world.grant("low", HOUR);
        world.queue.lose(&[Loss::None, Loss::Before, Loss::Before]);
        world.pass(8050).await;
        let at = world.queue.now();
        world.queue.change("low", |item| {
            let window = Window::from_minutes(60).unwrap();
            item.votes.push(Vote { by: PersonId::new("ilya"), by_name: "Ilya Sun".to_owned(), at, window });
        });
        world.pass(60_000).await;
        assert_eq!(world.queue.model().effects.len(), 1, "it was sent again");
        assert_eq!(world.queue.model().facts[&"low".into()].decided.as_ref().unwrap().by.as_str(), ME);
    });
}

#[test]
fn invariant_7_anothers_revocation_is_not_taken_for_ones_own() {
    run(async {
        let world = World::new().await;
        world.grant("low", HOUR);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        world.queue.lose(&[Loss::None, Loss::Before, Loss::Before]);
        world.desk.revoke(&named("g-low"), ViewKind::Window, None).unwrap();
        world.settle().await;
        world.queue.revoke_elsewhere("g-low");
        world.pass(60_000).await;
        assert_eq!(world.verbs()[0], "Revocation, someone was first");
    });
}

#[test]
fn a_held_decision_that_outlives_its_end_is_never_signed() {
    run(async {
        let world = World::new().await;
        let mut patient = world.request("patient", RiskLevel::Low);
        patient.answer_by = Some(patient.asked_at.plus_millis(48 * 3_600_000));
        world.queue.put(patient);
        world.settle().await;
        world.grant("patient", HOUR);
        world.queue.set_down(true);
        // The machine sleeps through the undo window and the day that a decision lives.
        world.time.boot_off.fetch_add(25 * 3_600_000, Ordering::Relaxed);
        world.pass(9000).await;
        let undone: Vec<UndonePayload> = world.payloads(PayloadType::Undone);
        assert_eq!(undone.iter().map(|undone| undone.why).collect::<Vec<_>>(), [UndoneWhy::Stale]);
        assert!(world.payloads::<Value>(PayloadType::Decision).is_empty());
        assert!(matches!(world.standing("patient"), RowStanding::NeedsYou { .. }));
    });
}

#[test]
fn a_disk_that_fails_while_sending_leaves_nothing_stuck() {
    run(async {
        for written in [false, true] {
            let world = with_grant_clicked().await;
            world.queue.set_down(true);
            world.pass(8100).await;
            world.queue.set_down(false);
            world.store.fail_next_commit(written);
            world.desk.retry_queue(None).unwrap();
            world.pass(5 * 60_000).await;
            assert!(matches!(world.standing("high"), RowStanding::Closed { .. }), "{:?}", world.standing("high"));
            assert_eq!(world.queue.model().effects.len(), 1);
        }
    });
}

#[test]
fn a_receipt_that_could_not_be_signed_is_written_later_whatever_happens() {
    run(async {
        let mut world = with_grant_clicked().await;
        world.desk.send_now(&named("high")).unwrap();
        world.keyring.lock_it(true);
        world.settle().await;
        assert_eq!(world.verbs()[0], "Grant of 1 h, no receipt yet");
        world.sheet("high");
        world.restart().await;
        world.keyring.lock_it(false);
        world.desk.retry_keyring().unwrap();
        world.settle().await;
        assert_eq!(world.verbs(), ["Granted 1 h", "Key change"]);
    });
}

#[test]
fn a_named_conflict_outlives_a_restart_until_it_was_seen() {
    run(async {
        let mut world = World::new().await;
        world.queue.set_down(true);
        world.deny("high");
        world.pass(3100).await;
        world.queue.decide_elsewhere("high", Action::Grant);
        world.queue.set_down(false);
        world.pass(61_000).await;
        world.restart().await;
        world.pass(16 * 60_000).await;
        let listed = |world: &World| world.desk.inbox().rows.iter().any(|row| row.id == named("high"));
        assert!(listed(&world));
        world.sheet("high");
        world.restart().await;
        world.pass(16 * 60_000).await;
        assert!(!listed(&world));
    });
}

#[test]
fn a_grant_waits_for_the_witness_and_a_denial_does_not() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.deny("low");
        world.pass(7950).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        world.queue.lose(&[Loss::Unreachable; 3]);
        world.pass(100).await;
        assert_eq!(calls(&world, "decide"), 1, "the denial's");
        world.pass(60_000).await;
        assert_eq!(world.queue.model().effects.len(), 2);
        assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
    });
}

#[test]
fn a_lost_cosignature_is_made_good_from_the_size_the_witness_knows() {
    run(async {
        let world = with_grant_clicked().await;
        world.queue.lose(&[Loss::After]);
        world.pass(70_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!((view.title.as_str(), view.tail.witnessed), ("Verified", 4));
    });
}

#[test]
fn a_witness_that_saw_more_is_an_incident_and_ends_granting_alone() {
    run(async {
        let world = World::new().await;
        world.queue.model().witnessed = Some((50, Hash::of("another history")));
        world.deny("low");
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects.len(), 1, "denying goes on");
        let sheet = world.sheet("high");
        assert!(!sheet.grant.allowed && sheet.deny.allowed);
        let refused = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 60 }, Some("r"), None);
        assert!(refused.is_err());
        assert_eq!(world.desk.status().banners[0].kind, BannerKind::LogBroken);
        assert!(world.verbs().contains(&"Incident".to_owned()));
    });
}

#[test]
fn a_profile_put_back_from_a_backup_is_an_incident() {
    run(async {
        let mut world = World::new().await;
        let backup = world.store.copy();
        world.deny("low");
        world.pass(3100).await;
        world.store = backup;
        world.restart().await;
        world.deny("high");
        world.pass(3100).await;
        world.pass(60_000).await;
        assert_eq!(world.desk.status().banners[0].kind, BannerKind::LogBroken);
        assert_eq!(world.queue.model().effects.len(), 2);
    });
}
