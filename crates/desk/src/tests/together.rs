//! Cursors that are worth nothing, queues that restart, and several queues at once: each with its own state, clock and
//! patience.

use super::queue::FakeQueue;
use super::world::{World, named, run};
use crate::ports::Line;
use crate::store::{QueueId, QueueKind};
use crate::view::{QueueStateView, RowStanding};
use crate::{QueueSetup, ViewKind, sync};
use approval::{Action, RequestFacts, RiskLevel};
use std::sync::Arc;
use tokio::task::JoinHandle;

fn asked(queue: &FakeQueue) -> usize {
    queue.model().calls.iter().filter(|call| *call == "changes").count()
}

#[test]
fn a_cursor_that_is_too_old_loses_nothing_of_ones_own() {
    run(async {
        let world = World::new().await;
        world.grant("high", 3600);
        world.sheet("low");
        world.queue.forget_history(&[]);
        world.settle().await;
        assert!(matches!(world.standing("high"), RowStanding::Held { .. }), "{:?}", world.standing("high"));
        world.pass(8100).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert!(matches!(world.standing("high"), RowStanding::Closed { .. }));
        // What was opened before is still compared with what stands.
        world.queue.change("low", |item| item.facts.revision += 1);
        world.settle().await;
        assert!(world.sheet("low").changed.is_some());
    });
}

#[test]
fn an_outbox_survives_a_queue_that_starts_over_while_it_is_away() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.deny("low");
        world.pass(3100).await;
        world.queue.forget_history(&["high"]);
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.queue.model().effects.iter().map(|effect| effect.1).collect::<Vec<_>>(), [Action::Deny]);
        let ids: Vec<String> = world.desk.inbox().rows.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [named("low")]);
    });
}

#[test]
fn a_queue_that_restarts_within_a_snapshot_is_read_from_the_beginning() {
    run(async {
        let mut world = World::still();
        for id in ["a", "b", "c"] {
            world.queue.put(world.request(id, RiskLevel::Low));
        }
        world.queue.model().page = 1;
        world.queue.model().pages_left = Some(2);
        world.start();
        world.settle().await;
        assert_eq!(world.desk.status().queues[0].heard, "never", "half a state is as of no time");
        // What it is when it comes back, and what it was then, are two states.
        world.queue.forget_history(&["a"]);
        world.queue.put(world.request("d", RiskLevel::Low));
        world.queue.model().pages_left = None;
        world.pass(2000).await;
        let ids: Vec<String> = world.desk.inbox().rows.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [named("b"), named("c"), named("d")]);
        assert_eq!(world.desk.status().queues[0].heard, "now");
    });
}

#[test]
fn a_queue_without_a_beginning_is_silent() {
    run(async {
        let world = World::new().await;
        world.queue.model().no_cursor = true;
        world.queue.retell();
        world.pass(10 * 60_000).await;
        assert_eq!(world.desk.status().queues[0].state, QueueStateView::Off);
        assert!(asked(&world.queue) < 40, "{} calls in ten minutes", asked(&world.queue));
        assert_eq!(world.desk.inbox().rows.len(), 2, "what is known stays");
    });
}

#[test]
fn a_queue_that_starts_over_again_and_again_is_not_asked_in_a_tight_circle() {
    run(async {
        let world = World::new().await;
        for _ in 0..600 {
            world.queue.forget_history(&[]);
            world.pass(100).await;
        }
        assert!(asked(&world.queue) < 40, "{} calls in a minute", asked(&world.queue));
    });
}

/// A second queue beside the world's.
struct Beside {
    queue: FakeQueue,
    driver: JoinHandle<()>,
}

async fn beside(world: &World, name: &str) -> Beside {
    let queue = FakeQueue::new(world.time.clone());
    let setup = QueueSetup { id: QueueId::new(name), name: name.to_owned(), kind: QueueKind::Remote };
    world.desk.add_queue(setup).unwrap();
    let line = Line::Signed(Arc::new(queue.clone()));
    let driver = tokio::spawn(sync::run(world.desk.clone(), QueueId::new(name), line));
    world.settle().await;
    Beside { queue, driver }
}

fn state(world: &World, name: &str) -> (QueueStateView, String) {
    let queue = world.desk.status().queues.into_iter().find(|queue| queue.id == name).unwrap();
    (queue.state, queue.heard)
}

#[test]
fn a_queue_that_stopped_is_not_said_to_be_heard_now() {
    run(async {
        let world = World::new().await;
        assert_eq!(state(&world, "practice"), (QueueStateView::Fresh, "now".to_owned()));
        world.queue.set_down(true);
        world.pass(1000).await;
        assert_eq!(state(&world, "practice"), (QueueStateView::Off, "16:44".to_owned()));
    });
}

#[test]
fn one_silent_queue_delays_no_other() {
    run(async {
        let world = World::new().await;
        let slow = beside(&world, "slow").await;
        slow.queue.put(world.request("theirs", RiskLevel::Low));
        world.settle().await;
        // It takes every call and answers none in time.
        slow.queue.model().page_delay = std::time::Duration::from_secs(3600);
        slow.queue.retell();
        slow.queue.put(world.request("late", RiskLevel::Low));
        world.pass(61_000).await;
        world.queue.put(world.request("new", RiskLevel::Low));
        world.deny("low");
        world.pass(3050).await;
        assert_eq!(world.standing("new"), RowStanding::Open);
        assert_eq!(world.queue.model().effects.len(), 1, "sent and recorded meanwhile");
        assert_eq!(state(&world, "practice").0, QueueStateView::Fresh);
        assert_eq!(state(&world, "slow"), (QueueStateView::Old, "16:44".to_owned()));
        let inbox = world.desk.inbox();
        assert_eq!(inbox.as_of, "Partly as of 16:44");
        let stale = |id: &str| inbox.rows.iter().find(|row| row.id == id).unwrap().stale.clone();
        assert_eq!((stale("slow:theirs").as_deref(), stale(&named("new"))), (Some("As of 16:44"), None));
        slow.driver.abort();
    });
}

#[test]
fn each_queue_is_tried_again_in_its_own_time() {
    run(async {
        let world = World::new().await;
        let other = beside(&world, "other").await;
        other.queue.set_down(true);
        world.pass(5 * 60_000).await;
        // One has waited for minutes by now, the other begins.
        world.queue.set_down(true);
        world.pass(1000).await;
        world.queue.set_down(false);
        world.pass(2000).await;
        assert_eq!(state(&world, "practice").0, QueueStateView::Fresh);
        assert_eq!(state(&world, "other").0, QueueStateView::Off);
        other.queue.set_down(false);
        world.desk.retry_queue(Some("other")).unwrap();
        world.settle().await;
        assert_eq!(state(&world, "other").0, QueueStateView::Fresh);
        other.driver.abort();
    });
}

#[test]
fn each_queue_is_counted_by_its_own_clock() {
    run(async {
        let world = World::new().await;
        let ahead = beside(&world, "ahead").await;
        ahead.queue.set_clock_off(2 * 3_600_000);
        let mut theirs = world.request("theirs", RiskLevel::Low);
        theirs.answer_by = Some(ahead.queue.now().plus_millis(10 * 60_000));
        ahead.queue.put(RequestFacts { id: "left".into(), ..theirs.clone() });
        ahead.queue.put(theirs);
        world.settle().await;
        world.pass(9 * 60_000).await;
        let standing = |id: &str| world.desk.standing(id).unwrap();
        assert_eq!((standing("ahead:theirs"), world.standing("low")), (RowStanding::Open, RowStanding::Open));
        // Signed by its own clock: a decision on it is neither from the past nor too late.
        let sheet = world.desk.open_sheet("ahead:theirs", ViewKind::Window).unwrap();
        world.desk.decide(&sheet.ticket, crate::Choice::Grant { seconds: 600 }, None, None).unwrap();
        world.pass(8100).await;
        assert_eq!(ahead.queue.model().effects.len(), 1);
        world.pass(60_000).await;
        assert!(matches!(standing("ahead:left"), RowStanding::Closed { .. }), "over by its own clock");
        assert_eq!(world.standing("low"), RowStanding::Open, "not over by the other queue’s clock");
        world.pass(21 * 60_000).await;
        let RowStanding::Closed { line, .. } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
        assert!(line.starts_with("Expired"), "{line}");
        ahead.driver.abort();
    });
}
