//! Each time that the queue was reached anew its own log is looked at before anything is granted there: until then a grant is
//! neither signed nor sent, says why, and goes by itself afterwards. What denies or takes back waits for nothing.

use super::queue::Shows;
use super::world::{QUEUE, World, named, run};
use crate::errors::DecideError;
use crate::store::{Acceptance, LogsRead, QueueLog};
use crate::view::{PanelView, QueueLogStanding, QueueLogView, RowStanding, Step};
use crate::{Choice, SentNow, ViewKind};
use approval::{Action, RiskLevel, Timestamp};
use serde_json::Value;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tlog::hash::Hash;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;
const MINUTE: u64 = 60_000;
/// A look takes so long.
const SLOW: Duration = Duration::from_secs(5);

fn own_log(world: &World) -> QueueLogView {
    world.desk.status().queues[0].log.clone()
}

fn signed(world: &World) -> usize {
    world.payloads::<Value>(PayloadType::Decision).len()
}

fn took(world: &World, id: &str) -> bool {
    world.queue.model().effects.iter().any(|(request, _, _)| request.as_str() == id)
}

fn held(world: &World, id: &str) -> String {
    let RowStanding::Held { until: None, line } = world.standing(id) else { panic!("{:?}", world.standing(id)) };
    line
}

fn grant_now(world: &World, id: &str) -> SentNow {
    world.grant(id, HOUR);
    world.desk.send_now(&named(id)).unwrap()
}

/// Its log has five entries, one the acceptance of a grant, all looked at; `low` waits.
async fn looked_at() -> World {
    let world = World::new().await;
    world.queue.model().log.grow(4);
    grant_now(&world, "high");
    world.settle().await;
    assert_eq!((world.queue.model().log.size(), signed(&world)), (5, 1));
    world
}

/// The queue was away, and shows its log like this; a look at it takes a while.
async fn back_with(world: &World, shows: Shows) {
    world.queue.set_down(true);
    world.pass(1000).await;
    world.queue.model().log.shows = shows;
    world.queue.model().log.delay = SLOW;
    world.queue.set_down(false);
    world.desk.retry_queue(None).unwrap();
    world.settle().await;
}

#[test]
fn a_grant_waits_for_the_look_at_the_queues_log_and_goes_by_itself() {
    run(async {
        let world = looked_at().await;
        back_with(&world, Shows::Honestly).await;
        assert_eq!(own_log(&world).standing, QueueLogStanding::Due);
        assert_eq!(grant_now(&world, "low"), SentNow::Waits);
        world.settle().await;
        assert_eq!(held(&world, "low"), "Granting 1 h, not signed yet: the queue’s own log is being checked");
        let PanelView::Held { title, line, until: None, .. } = world.panel("low") else { panic!() };
        assert_eq!(title, "Granting Global Administrator for 1 h: not signed yet.");
        let said = "Practice queue was reached anew, so its own log is checked before anything is granted there. It is signed and sent by itself then, until ";
        assert!(line.starts_with(said), "{line}");
        assert_eq!((signed(&world), took(&world, "low")), (1, false));
        let status = world.desk.status();
        let why = "Practice queue: the queue’s own log is being checked";
        assert_eq!((status.outbox, status.outbox_waits.as_deref()), (1, Some(why)));
        world.pass(5000).await;
        assert!(took(&world, "low"));
        assert_eq!((world.desk.status().outbox, world.desk.status().outbox_waits), (0, None));
        assert_eq!((signed(&world), own_log(&world).standing), (2, QueueLogStanding::Consistent));
    });
}

#[test]
fn a_grant_whose_undo_window_ends_before_the_look_waits_too_and_can_be_taken_back() {
    run(async {
        let world = looked_at().await;
        back_with(&world, Shows::Nothing).await;
        let mut told = world.desk.events();
        world.grant("low", HOUR);
        world.pass(7900).await;
        assert!(matches!(world.standing("low"), RowStanding::Held { until: Some(_), .. }));
        while told.try_recv().is_ok() {}
        world.pass(200).await;
        assert!(told.try_recv().is_ok(), "the screens are told that it waits now");
        held(&world, "low");
        world.desk.undo(&named("low")).unwrap();
        world.pass(MINUTE).await;
        assert_eq!((world.standing("low"), signed(&world)), (RowStanding::Open, 1));
    });
}

#[test]
fn where_the_look_finds_that_the_log_went_back_nothing_is_granted_and_denials_go() {
    run(async {
        for shows in [Shows::First(3), Shows::AnotherHistory] {
            let world = looked_at().await;
            world.queue.put(world.request("other", RiskLevel::Low));
            world.queue.put(world.request("third", RiskLevel::Low));
            world.settle().await;
            back_with(&world, shows).await;
            assert_eq!(grant_now(&world, "low"), SentNow::Waits);
            world.deny("other");
            world.desk.send_now(&named("other")).unwrap();
            world.settle().await;
            assert!(took(&world, "other"), "a denial waits for nothing");
            world.pass(10 * MINUTE).await;
            assert_eq!(own_log(&world).standing, QueueLogStanding::Broken);
            assert_eq!(held(&world, "low"), "Granting 1 h, not signed yet: the queue’s own log does not hold");
            let PanelView::Held { line, .. } = world.panel("low") else { panic!() };
            assert!(line.contains("doorward queue accept-log") && line.contains("This grant waits"), "{line}");
            let refused = world.desk.decide(&world.sheet("third").ticket, Choice::Grant { seconds: 60 }, None, None);
            assert!(matches!(refused, Err(DecideError::QueueLog(_))), "{refused:?}");
            assert_eq!((signed(&world), took(&world, "low")), (2, false), "the denial alone");
            says_nowhere_that_it_only_grew(&world);
        }
    });
}

fn says_nowhere_that_it_only_grew(world: &World) {
    let log = world.desk.log(None, 0, 10).unwrap().line;
    for said in [own_log(world).line, log, format!("{:?}", world.desk.status())] {
        assert!(!said.contains("only grown"), "{said}");
    }
}

#[test]
fn a_signed_grant_waits_for_the_look_after_a_restart() {
    run(async {
        for (shows, goes) in [(Shows::First(3), false), (Shows::Honestly, true)] {
            let mut world = looked_at().await;
            world.grant("low", HOUR);
            world.queue.set_down(true);
            world.pass(9000).await;
            assert_eq!(signed(&world), 2, "its queue went away while it was held");
            world.queue.model().log.shows = shows;
            world.queue.model().log.delay = SLOW;
            world.queue.set_down(false);
            world.restart().await;
            let RowStanding::Moving { line } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
            assert_eq!(line, "Granted 1 h, not sent yet: the queue’s own log is being checked");
            assert!(matches!(world.panel("low"), PanelView::Moving { step: Step::Signed, .. }));
            assert!(!took(&world, "low"));
            world.pass(MINUTE).await;
            assert_eq!(took(&world, "low"), goes);
            if !goes {
                let RowStanding::Moving { line } = world.standing("low") else { panic!() };
                assert_eq!(line, "Granted 1 h, not sent: the queue’s own log does not hold");
                assert_eq!(world.desk.unsent(QUEUE).decisions, 0, "nothing of that goes by itself");
            }
        }
    });
}

#[test]
fn a_grant_that_waits_to_be_signed_when_the_program_stops_is_decided_again() {
    run(async {
        let mut world = looked_at().await;
        back_with(&world, Shows::Nothing).await;
        grant_now(&world, "low");
        world.restart().await;
        world.pass(MINUTE).await;
        assert!(matches!(world.standing("low"), RowStanding::NeedsYou { .. }), "{:?}", world.standing("low"));
        assert_eq!(signed(&world), 1);
    });
}

#[test]
fn a_queue_that_tells_something_earlier_is_looked_at_before_the_next_grant() {
    run(async {
        let world = looked_at().await;
        let backup = world.queue.backup();
        let at = world.queue.now();
        world.queue.change("low", |item| {
            item.facts.revision += 1;
            item.facts.revised_at = at;
            item.facts.nonce = "two".to_owned();
        });
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        world.queue.model().log.delay = SLOW;
        world.queue.put_back(&backup);
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        assert_eq!(grant_now(&world, "other"), SentNow::Waits);
        says_nowhere_that_it_only_grew(&world);
        world.pass(10_000).await;
        assert!(took(&world, "other"));
        // The log holds what is remembered of it, and the queue went back all the same.
        let line = own_log(&world).line;
        assert!(line.starts_with("all that was read of it since 16:44 was in it when it was last read;"), "{line}");
        says_nowhere_that_it_only_grew(&world);
    });
}

#[test]
fn a_witness_that_knows_less_than_it_cosigned_is_a_reason_to_look() {
    run(async {
        let world = looked_at().await;
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        world.queue.model().witnessed = None;
        world.queue.model().log.shows = Shows::First(3);
        grant_now(&world, "low");
        world.pass(10_000).await;
        assert!(!took(&world, "low"), "it was signed, and met what the queue forgot on its way out");
        assert_eq!(own_log(&world).standing, QueueLogStanding::Broken);
    });
}

#[test]
fn a_machine_that_slept_hears_the_queue_and_looks_before_it_grants() {
    run(async {
        let world = looked_at().await;
        let looks = world.queue.model().log.looks;
        world.time.boot_off.fetch_add(5 * 60_000, Ordering::Relaxed);
        assert_eq!(grant_now(&world, "low"), SentNow::Waits);
        assert_eq!(held(&world, "low"), "Granting 1 h, not signed yet: the queue is not heard");
        assert_eq!((signed(&world), world.queue.model().log.looks), (1, looks));
        world.pass(26_000).await;
        assert!(took(&world, "low"));
        assert!(world.queue.model().log.looks > looks);
    });
}

#[test]
fn silence_after_the_queue_is_back_keeps_grants_and_accuses_nobody() {
    run(async {
        for shows in [Shows::Nothing, Shows::Unsigned, Shows::NoTiles] {
            let world = looked_at().await;
            world.queue.model().log.grow(1);
            back_with(&world, shows).await;
            grant_now(&world, "low");
            world.pass(2 * MINUTE).await;
            assert_eq!(held(&world, "low"), "Granting 1 h, not signed yet: the queue’s own log could not be read yet");
            let PanelView::Held { line, .. } = world.panel("low") else { panic!() };
            assert!(line.contains("could not be checked yet: it is tried again. (the queue's answer"), "{line}");
            let seen = own_log(&world);
            assert_eq!(seen.standing, QueueLogStanding::Due);
            assert!(
                seen.line.starts_with("not checked yet since the queue was reached, and no grant goes there before (")
            );
            assert!(world.payloads::<Value>(PayloadType::Incident).is_empty());
            let trouble = world.desk.status().queues[0].trouble.clone();
            assert_eq!(trouble.unwrap(), "Its own log could not be checked yet, and grants wait for that.");
            assert_eq!(signed(&world), 1);
            world.queue.model().log.shows = Shows::Honestly;
            world.pass(5 * MINUTE).await;
            assert!(took(&world, "low"), "{shows:?}");
        }
    });
}

#[test]
fn what_waits_for_the_look_past_its_end_is_never_signed() {
    run(async {
        let world = looked_at().await;
        back_with(&world, Shows::Nothing).await;
        grant_now(&world, "low");
        world.pass(31 * MINUTE).await;
        assert_eq!(signed(&world), 1);
        assert!(matches!(world.standing("low"), RowStanding::Closed { .. }), "{:?}", world.standing("low"));
    });
}

#[test]
fn what_policy_lets_be_granted_offline_is_signed_and_waits_to_be_sent() {
    run(async {
        let mut world = looked_at().await;
        world.queue.change("low", |item| item.facts.policy.offline_grants = true);
        world.settle().await;
        world.queue.set_down(true);
        world.restart().await;
        world.pass(1000).await;
        assert_eq!(grant_now(&world, "low"), SentNow::Signed);
        world.queue.model().log.shows = Shows::First(3);
        world.queue.set_down(false);
        world.pass(2 * MINUTE).await;
        assert_eq!((signed(&world), took(&world, "low")), (2, false));
    });
}

#[test]
fn where_the_queue_went_back_and_away_before_the_look_nothing_is_signed_offline() {
    run(async {
        let mut world = looked_at().await;
        world.queue.change("low", |item| item.facts.policy.offline_grants = true);
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        let backup = world.queue.backup();
        world.queue.change("other", |item| item.facts.revision += 1);
        world.settle().await;
        world.queue.model().log.delay = SLOW;
        world.queue.put_back(&backup);
        world.settle().await;
        world.queue.set_down(true);
        world.restart().await;
        world.pass(1000).await;
        assert_eq!(grant_now(&world, "low"), SentNow::Waits);
        assert_eq!(held(&world, "low"), "Granting 1 h, not signed yet: the queue is not heard");
        assert_eq!(signed(&world), 1);
    });
}

#[test]
fn an_acceptance_that_is_not_there_yet_keeps_grants_until_it_is() {
    run(async {
        let world = looked_at().await;
        world.queue.put(world.request("other", RiskLevel::Low));
        world.settle().await;
        world.queue.model().log.shows = Shows::First(5);
        grant_now(&world, "other");
        world.settle().await;
        world.queue.set_down(true);
        world.pass(1).await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.settle().await;
        assert_eq!(grant_now(&world, "low"), SentNow::Waits);
        world.queue.model().log.shows = Shows::Honestly;
        world.pass(2000).await;
        assert!(took(&world, "low"));
    });
}

#[test]
fn a_queue_without_a_log_is_not_held() {
    run(async {
        let mut world = World::still();
        world.queue.put(world.request("low", RiskLevel::Low));
        world.queue.model().log.none = true;
        world.start();
        world.settle().await;
        assert_eq!(grant_now(&world, "low"), SentNow::Signed);
        world.settle().await;
        assert!(took(&world, "low"));
        assert_eq!(own_log(&world).standing, QueueLogStanding::Unknown);
    });
}

#[test]
fn revocations_and_shortenings_wait_for_nothing() {
    run(async {
        let world = World::with_history().await;
        world.queue.tick();
        world.settle().await;
        back_with(&world, Shows::Nothing).await;
        let shown = world.desk.preview_shortening(&named("g-high"), "30m").unwrap();
        world.desk.shorten(&shown.grant, (shown.seen, shown.to), ViewKind::Window, None).unwrap();
        world.settle().await;
        world.desk.revoke(&named("g-high"), ViewKind::Window, None).unwrap();
        world.settle().await;
        let actions: Vec<Action> = world.queue.model().effects.iter().map(|(_, action, _)| *action).collect();
        assert_eq!(actions, [Action::Grant, Action::Shorten, Action::Revoke]);
    });
}

#[test]
fn one_look_is_enough_for_a_connection() {
    run(async {
        let world = looked_at().await;
        let looks = world.queue.model().log.looks;
        for id in ["a", "b", "c"] {
            world.queue.put(world.request(id, RiskLevel::Low));
            world.settle().await;
            assert_eq!(grant_now(&world, id), SentNow::Signed);
            world.settle().await;
        }
        assert_eq!(
            world.queue.model().log.looks,
            looks + 3,
            "after each acceptance, as before, and never before a grant"
        );
    });
}

#[test]
fn the_count_and_the_time_are_of_the_same_looks() {
    let at = |minutes: i64| Timestamp::from_millis(minutes * 60_000);
    let accepted = |index, minutes| Acceptance { index, leaf: Hash::ZERO, at: at(minutes) };
    let one = QueueLog { checked_at: Some(at(10)), included: 2, ..QueueLog::new(at(1)) };
    let one = QueueLog { awaited: vec![accepted(7, 10), accepted(8, 11)], ..one };
    let other = QueueLog { checked_at: Some(at(5)), included: 1, ..QueueLog::new(at(2)) };
    let unread = QueueLog { awaited: vec![accepted(0, 12)], ..QueueLog::new(at(0)) };
    let read = LogsRead::of([&one, &other, &unread].into_iter()).unwrap();
    let told = LogsRead { since: at(2), first: at(5), last: at(10), included: 3, all: 4, later: 2 };
    assert_eq!(read, told);
    assert_eq!(LogsRead::of([&unread].into_iter()), None);
}

#[test]
fn what_was_accepted_after_the_last_look_is_not_counted_as_looked_for() {
    run(async {
        let world = looked_at().await;
        world.queue.model().log.shows = Shows::NoTiles;
        world.pass(3 * MINUTE).await;
        world.deny("low");
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let line = own_log(&world).line;
        assert!(
            line.ends_with("; your 1 decision that the queue accepted since is in it; last read 16:44, 3 min ago; 1 decision that the queue accepted since then is looked for next"),
            "{line}"
        );
    });
}

#[test]
fn of_several_logs_the_times_of_all_looks_are_told() {
    run(async {
        let world = World::new().await;
        let mut other = world.queue.model().tenants[0].clone();
        other.id = "fabrikam".into();
        world.queue.model().tenants.push(other);
        world.queue.set_down(true);
        world.pass(100).await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.settle().await;
        world.pass(3 * MINUTE).await;
        grant_now(&world, "high");
        world.settle().await;
        let line = own_log(&world).line;
        assert!(
            line.ends_with("is in it; last read between 16:44, 3 min ago, and 16:47, less than a minute ago"),
            "{line}"
        );
    });
}
