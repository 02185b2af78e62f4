//! What a queue asked for is kept: nothing is asked of it before, whatever is clicked meanwhile, and the screens say so.

use super::queue::Loss;
use super::world::{QUEUE, World, named, run};
use crate::view::{PanelView, RowStanding};
use crate::{QueueId, ViewKind};

/// How often anything was asked of the queue that writes.
fn calls(world: &World) -> usize {
    let writes = |call: &&String| ["decide", "revoke", "shorten", "add-checkpoint"].contains(&call.as_str());
    world.queue.model().calls.iter().filter(writes).count()
}

fn line(world: &World, id: &str) -> String {
    let PanelView::Moving { title, line, .. } = world.panel(id) else { panic!("{:?}", world.panel(id)) };
    format!("{title}: {line}")
}

/// A denial that was signed, and refused with `Retry-After`.
async fn throttled(seconds: u32) -> World {
    let world = World::new().await;
    // The witness first, then the denial.
    world.queue.lose(&[Loss::None, Loss::Throttled(seconds)]);
    world.deny("low");
    world.desk.send_now(&named("low")).unwrap();
    world.settle().await;
    world
}

#[test]
fn a_wait_that_a_queue_asked_for_is_kept_whatever_is_clicked_meanwhile() {
    run(async {
        let world = throttled(60).await;
        let before = calls(&world);
        assert_eq!(
            line(&world, "low"),
            "Denied, not sent yet: Practice queue asked to wait until 16:45:00. It goes out by itself then, until 17:14 at \
             the latest."
        );
        world.deny("high");
        let told = |then: &str| Some(format!("Practice queue asked to wait until 16:45:00; it is {then} then."));
        assert_eq!(world.desk.send_now_told(&named("high")).unwrap(), told("sent"));
        assert_eq!(world.desk.retry_queue(None).unwrap(), told("asked"));
        world.pass(59_000).await;
        assert_eq!(calls(&world), before, "neither a decision nor a checkpoint");
        let RowStanding::Moving { line } = world.standing("high") else { panic!() };
        assert_eq!(line, "Denied, not sent yet: the queue asked to wait until 16:45:00");
        world.pass(2000).await;
        assert_eq!(world.queue.model().effects.len(), 2);
        assert_eq!(world.verbs()[..2], ["Denied", "Denied"]);
    });
}

#[test]
fn a_longer_wait_is_said_to_the_minute_and_a_later_shorter_one_does_not_end_it() {
    run(async {
        let world = throttled(2 * 3600).await;
        assert!(line(&world, "low").contains(" asked to wait until 18:44. "), "{}", line(&world, "low"));
        world.desk.asked_to_wait(&QueueId::new(QUEUE), Some(1));
        world.pass(5000).await;
        assert!(world.queue.model().effects.is_empty());
    });
}

#[test]
fn what_ends_while_a_queue_asks_for_patience_and_never_went_out_is_told_at_once() {
    run(async {
        let world = throttled(2 * 3600).await;
        let before = calls(&world);
        world.deny("high");
        world.pass(32 * 60_000).await;
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!("{:?}", world.standing("high")) };
        assert_eq!(line, "Expired: nobody answered in time");
        assert_eq!(world.verbs()[0], "Denial, too late");
        assert_eq!(calls(&world), before);
    });
}

#[test]
fn a_revocation_waits_too_and_says_so_beside_the_grant() {
    run(async {
        let world = World::new().await;
        world.grant("low", 3600);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        world.queue.lose(&[Loss::None, Loss::Throttled(60)]);
        world.deny("high");
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        world.desk.revoke(&named("g-low"), ViewKind::Window, None).unwrap();
        world.settle().await;
        let row = world.desk.grants().sections.remove(0).rows.remove(0);
        let note = row.revoke_note.unwrap();
        assert!(note.starts_with("Revocation signed, not sent yet: the queue asked to wait until 16:45:0"), "{note}");
        world.pass(61_000).await;
        assert_eq!(world.queue.model().effects.len(), 3, "the grant, the denial and the revocation");
        assert_eq!(world.verbs()[0], "Revoked");
    });
}

#[test]
fn a_program_that_starts_anew_asks_once_and_is_told_again() {
    run(async {
        let mut world = throttled(60).await;
        world.queue.lose(&[Loss::Throttled(60)]);
        world.restart().await;
        let before = calls(&world);
        world.desk.retry_queue(None).unwrap();
        world.pass(50_000).await;
        assert_eq!(calls(&world), before);
        world.pass(15_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn a_witness_that_asks_for_patience_gets_it() {
    run(async {
        let world = World::new().await;
        world.queue.lose(&[Loss::Throttled(60)]);
        world.deny("low");
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let before = calls(&world);
        world.desk.retry_queue(None).unwrap();
        world.pass(50_000).await;
        assert_eq!(calls(&world), before);
    });
}

#[test]
fn nothing_at_all_is_asked_of_a_queue_that_asked_to_be_left_alone() {
    run(async {
        let world = throttled(60).await;
        world.queue.model().mark = Some("another device".to_owned());
        // The page that is under way may come; what follows from it waits.
        world.queue.put(world.request("news", approval::RiskLevel::Low));
        world.settle().await;
        let asked = |world: &World| {
            let model = world.queue.model();
            model.calls.len() + model.log.looks
        };
        let before = asked(&world);
        world.desk.retry_queue(None).unwrap();
        world.desk.wakes.queue(&QueueId::new(QUEUE)).look.notify_one();
        world.desk.read_devices().await;
        world.pass(58_000).await;
        assert_eq!(asked(&world), before, "{:?}", world.queue.model().calls.last());
        let made = world.queue.model().calls.len();
        let looks = world.queue.model().log.looks;
        world.pass(4000).await;
        let calls = world.queue.model().calls[made..].to_vec();
        for call in ["changes", "decide", "devices"] {
            assert!(calls.iter().any(|made| made == call), "{call}: {calls:?}");
        }
        assert!(world.queue.model().log.looks > looks);
        assert_eq!(world.desk.retry_queue(None).unwrap(), None);
    });
}

#[test]
fn a_wait_that_any_answer_asks_for_is_kept_by_all() {
    run(async {
        let world = World::new().await;
        world.queue.lose(&[Loss::Throttled(60)]);
        world.desk.read_devices().await;
        let before = calls(&world);
        world.deny("low");
        let told = world.desk.send_now_told(&named("low")).unwrap();
        assert!(told.is_some_and(|told| told.ends_with("; it is sent then.")));
        world.pass(50_000).await;
        assert_eq!(calls(&world), before);
        world.pass(15_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}
