//! What is snoozed is out of the way, counted and findable, and back by itself: in time, always.

use super::world::{World, named, run};
use crate::view::{BulkOf, InboxRequest, ListLineView, SnoozeChoice};
use crate::{Answer, DeskEvent};
use approval::{RequestFacts, RiskLevel};

fn found(world: &World, query: &str) -> (Vec<String>, u32, u32) {
    let request = InboxRequest { query: query.to_owned(), limit: 100, ..InboxRequest::default() };
    let page = world.desk.inbox_page(&request).unwrap();
    let ids = page.lines.iter().map(|line| match line {
        ListLineView::Row { row } => row.id.clone(),
        ListLineView::Group { .. } => panic!("no heading was asked for"),
    });
    (ids.collect(), page.count, page.snoozed)
}

/// One low, one high request that have nothing in common.
async fn two() -> World {
    let mut world = World::still();
    for (id, level) in [("low", RiskLevel::Low), ("high", RiskLevel::High)] {
        let facts = world.request(id, level);
        world.queue.put(RequestFacts { entitlement: id.into(), ..facts });
    }
    world.start();
    world.settle().await;
    world
}

fn snooze(world: &World, id: &str, choice: SnoozeChoice) -> Result<usize, String> {
    let done = world.desk.snooze(&BulkOf::Ids { ids: vec![named(id)] }, choice);
    done.map(|done| done.done.len()).map_err(|error| error.view().code)
}

#[test]
fn what_is_snoozed_is_counted_and_found_and_comes_back_by_itself() {
    run(async {
        let mut world = two().await;
        assert_eq!(snooze(&world, "low", SnoozeChoice::For { minutes: 10 }), Ok(1));
        assert_eq!(found(&world, ""), (vec![named("high")], 2, 1), "it waits all the same");
        assert_eq!(found(&world, "is:snoozed").0, [named("low")]);
        let request = InboxRequest { query: "is:snoozed".to_owned(), limit: 1, ..InboxRequest::default() };
        let ListLineView::Row { row } = world.desk.inbox_page(&request).unwrap().lines.remove(0) else { panic!() };
        assert_eq!(row.snoozed.as_deref(), Some("Snoozed until 16:54"));
        world.restart().await;
        assert_eq!(found(&world, "").0, [named("high")], "after a restart too");
        let first = world.desk.inbox_page(&InboxRequest { limit: 9, ..InboxRequest::default() }).unwrap();
        let mut events = world.desk.events();
        world.pass(10 * 60_000).await;
        let told = std::iter::from_fn(|| events.try_recv().ok()).any(|event| event == DeskEvent::InboxChanged);
        assert!(told);
        let same = InboxRequest { mark: Some(first.mark), limit: 9, ..InboxRequest::default() };
        assert_eq!(world.desk.inbox_page(&same).unwrap().arrivals, 1, "back, it comes in like all others");
        assert_eq!(found(&world, "").0.len(), 2);
        assert!(world.desk.lock().lists.all_snoozed().next().is_none());
    });
}

#[test]
fn a_snooze_is_over_when_the_request_runs_out_changes_or_is_woken() {
    run(async {
        let world = two().await;
        // 30 minutes to answer: 27 of them.
        assert_eq!(snooze(&world, "low", SnoozeChoice::For { minutes: 600 }), Ok(1));
        world.pass(27 * 60_000 - 1000).await;
        assert_eq!(found(&world, "").0.len(), 1);
        world.pass(2000).await;
        assert_eq!(found(&world, "").0.len(), 2, "never silent near its end");
        assert_eq!(snooze(&world, "low", SnoozeChoice::For { minutes: 1 }), Err("snooze-past".to_owned()));
        world.queue.put(world.request("b", RiskLevel::Low));
        world.settle().await;
        assert_eq!(snooze(&world, "b", SnoozeChoice::BeforeEnd { minutes: 10 }), Ok(1));
        assert_eq!(snooze(&world, "b", SnoozeChoice::BeforeEnd { minutes: 31 }), Err("snooze-past".to_owned()));
        world.queue.change("b", |item| item.facts.revision += 1);
        world.settle().await;
        assert!(found(&world, "").0.contains(&named("b")), "what changed is seen at once");
        assert_eq!(snooze(&world, "b", SnoozeChoice::For { minutes: 5 }), Ok(1));
        assert_eq!(world.desk.wake(&[named("b"), named("low")]).unwrap().done, [named("b")]);
        assert!(found(&world, "").0.contains(&named("b")));
    });
}

#[test]
fn what_runs_out_is_told_though_it_is_snoozed() {
    run(async {
        let world = two().await;
        snooze(&world, "high", SnoozeChoice::For { minutes: 600 }).unwrap();
        world.pass(27 * 60_000 + 1000).await;
        let told = world.desk.attention().show;
        assert!(told.iter().any(|one| one.body.contains("Runs out")), "{told:?}");
        assert!(found(&world, "").0.contains(&named("high")));
    });
}

#[test]
fn what_nobody_can_act_on_is_not_snoozed() {
    run(async {
        let world = two().await;
        world.grant("low", 3600);
        let done =
            world.desk.snooze(&BulkOf::Ids { ids: vec![named("low")] }, SnoozeChoice::For { minutes: 5 }).unwrap();
        assert_eq!((done.done.len(), done.dropped.len()), (0, 1));
        assert!(done.dropped[0].why.starts_with("A decision of yours"), "{:?}", done.dropped);
    });
}
