//! Much is waiting: a screen is made from what it shows, and counts the rest without looking at it.

use super::world::{QUEUE, World, named, run};
use crate::Choice;
use crate::inbox::MOST_ROWS;
use crate::standing::LOOKED_AT;
use crate::store::{DeskStore, QueueId};
use crate::view::{InsightsFilter, RowStanding, RowView};
use approval::{Action, RequestFacts, RiskLevel};

const MANY: usize = MOST_ROWS + 500;

async fn crowded() -> World {
    let mut world = World::still();
    world.queue.model().page = 1000;
    for number in 0..MANY {
        let level = if number % 10 == 0 { RiskLevel::High } else { RiskLevel::Low };
        let facts = world.request(&format!("r{number}"), level);
        // The later asked, the sooner over.
        let answer_by = facts.answer_by.map(|by| by.plus_millis(3_600_000 - i64::try_from(number).unwrap() * 1000));
        world.queue.put(RequestFacts { answer_by, ..facts });
    }
    world.start();
    world.settle().await;
    world
}

/// What `work` gives, and how many requests it looked at.
fn looked_at<T>(work: impl FnOnce() -> T) -> (T, usize) {
    LOOKED_AT.set(0);
    let value = work();
    (value, LOOKED_AT.get())
}

#[test]
fn a_screen_looks_at_what_it_shows_and_counts_the_rest() {
    run(async {
        let world = crowded().await;
        world.grant("r7", 3600);
        let (status, looks) = looked_at(|| world.desk.status());
        assert_eq!((status.waiting as usize, status.high as usize), (MANY - 1, MANY / 10));
        assert!(looks <= 1, "{looks} for the counts");
        let (inbox, looks) = looked_at(|| world.desk.inbox());
        // What is held is listed, however much time is left.
        assert_eq!((inbox.count as usize, inbox.rows.len()), (MANY - 1, MOST_ROWS + 1));
        assert!(inbox.rows.iter().any(|row| row.id == named("r7")));
        assert_eq!(inbox.more as usize, MANY - 1 - MOST_ROWS);
        assert!(looks <= MOST_ROWS + 2, "{looks} for the list");
        let (tray, looks) = looked_at(|| world.desk.tray());
        assert_eq!(tray.waiting as usize, MANY - 1);
        assert!(looks <= 8, "{looks} for the tray");
        // What comes next is first.
        assert_eq!(inbox.rows[0].id, named(&format!("r{}", MANY - 1)));
        assert!(inbox.rows.is_sorted_by_key(|row| row.answer_by.unwrap() as i64));
        // One change costs one look, wherever it stands.
        world.queue.change("r3", |item| item.state = approval::RequestState::Cancelled);
        world.settle().await;
        let (status, looks) = looked_at(|| world.desk.status());
        assert_eq!((status.waiting as usize, looks), (MANY - 2, 1));
    });
}

#[test]
fn a_sheet_looks_at_the_decisions_that_it_tells_of_and_insights_at_what_is_new() {
    run(async {
        let world = crowded().await;
        for number in 0..100 {
            let action = if number % 2 == 0 { Action::Grant } else { Action::Deny };
            world.queue.decide_elsewhere(&format!("r{number}"), action);
        }
        world.settle().await;
        let (sheet, looks) = looked_at(|| world.sheet("r700"));
        let told = sheet.precedents.unwrap();
        assert!(told.summary.starts_with("the last 5 for this role"), "{}", told.summary);
        assert_eq!(told.cells.iter().map(|cell| cell.denied).collect::<Vec<_>>(), [true, false, true, false, true]);
        assert!(sheet.usual.is_some());
        assert!(looks <= 24, "{looks} for the sheet");
        let insights = || world.desk.insights(&InsightsFilter::default()).unwrap();
        let (before, looks) = looked_at(insights);
        assert_eq!((before.granted, before.denied), (50, 50));
        assert!(looks >= MANY, "{looks}: the first time in a run it is all compared");
        world.queue.decide_elsewhere("r800", Action::Deny);
        world.settle().await;
        let (after, looks) = looked_at(insights);
        assert_eq!((after.granted, after.denied, looks), (50, 51, 1));
        assert_eq!(looked_at(insights).1, 0);
    });
}

#[test]
fn what_was_opened_long_ago_and_is_shown_no_more_is_let_go() {
    run(async {
        let world = crowded().await;
        world.sheet("r1");
        world.queue.hide("r1");
        world.settle().await;
        let listed = |world: &World| world.desk.inbox().rows.iter().any(|row| row.id == named("r1"));
        assert!(listed(&world), "it is said where it went");
        for number in 2..=501 {
            world.sheet(&format!("r{number}"));
        }
        assert!(!listed(&world));
        let state = world.desk.lock();
        assert!(state.queues[&QueueId::new(QUEUE)].gone.is_empty());
    });
}

/// Whether the person can act on the row.
fn needs(row: &RowView) -> bool {
    matches!(row.standing, RowStanding::Open | RowStanding::NeedsYou { .. })
}

#[test]
fn what_is_counted_is_what_the_list_has_whatever_happens() {
    run(async {
        let mut world = World::new().await;
        for id in ["a", "b", "c", "d", "e", "f"] {
            world.queue.put(world.request(id, RiskLevel::High));
        }
        let soon = world.request("soon", RiskLevel::High);
        let answer_by = Some(soon.asked_at.plus_millis(60_000));
        world.queue.put(RequestFacts { answer_by, ..soon });
        world.settle().await;
        let agree = |world: &World, what: &str, waiting: u32, rows: usize| {
            let (inbox, status) = (world.desk.inbox(), world.desk.status());
            let listed = u32::try_from(inbox.rows.iter().filter(|row| needs(row)).count()).unwrap();
            let high = inbox.rows.iter().filter(|row| needs(row) && row.risk.level == "high").count();
            assert_eq!((listed, inbox.count, status.waiting), (waiting, waiting, waiting), "{what}");
            assert_eq!((high as u32, world.desk.tray().waiting), (status.high, waiting), "{what}");
            assert_eq!((inbox.rows.len(), inbox.more), (rows, 0), "{what}");
        };
        agree(&world, "at first", 9, 9);
        world.grant("a", 3600);
        agree(&world, "held", 8, 9);
        world.desk.send_now(&named("a")).unwrap();
        world.settle().await;
        agree(&world, "granted", 8, 9);
        world.sheet("b");
        world.queue.hide("b");
        world.queue.hide("c");
        world.settle().await;
        agree(&world, "hidden, one of them looked at", 6, 8);
        world.queue.decide_elsewhere("d", Action::Deny);
        world.settle().await;
        agree(&world, "decided elsewhere", 5, 7);
        world.sheet("soon");
        world.pass(61_000).await;
        agree(&world, "ran out, looked at", 4, 7);
        world.queue.set_down(true);
        let ticket = world.sheet("e").ticket;
        world.desk.decide(&ticket, Choice::Deny, None, None).unwrap();
        world.pass(3100).await;
        agree(&world, "on its way", 3, 7);
        world.queue.decide_elsewhere("e", Action::Grant);
        world.queue.set_down(false);
        world.pass(61_000).await;
        agree(&world, "someone was first", 3, 7);
        world.grant("f", 3600);
        world.restart().await;
        // Only what was not told yet stays: the conflict, and what stopped while held.
        agree(&world, "stopped while held", 3, 4);
        world.queue.change("f", |item| item.facts.answer_by = Some(item.facts.asked_at.plus_millis(1)));
        world.settle().await;
        agree(&world, "over for the queue’s clock", 2, 4);
    });
}

#[test]
fn a_name_like_anothers_is_warned_of_while_the_other_is_here() {
    run(async {
        let world = World::new().await;
        let warned = |world: &World, id: &str| {
            let rows = world.desk.inbox().rows;
            rows.into_iter().find(|row| row.id == named(id)).unwrap().warning
        };
        let mut alike = world.request("alike", RiskLevel::Low);
        alike.requester.principal = super::queue::person("dana-2", "Dana Реrеs");
        world.queue.put(alike);
        world.settle().await;
        assert_eq!(warned(&world, "alike").as_deref(), Some("Look-alike"));
        assert_eq!(warned(&world, "low"), None, "the one that is what it seems");
        // The same person twice: gone with the second only.
        world.queue.hide("low");
        world.settle().await;
        assert_eq!(warned(&world, "alike").as_deref(), Some("Look-alike"));
        world.queue.hide("high");
        world.settle().await;
        assert_eq!(warned(&world, "alike"), None);
    });
}

#[test]
fn a_name_like_anothers_in_another_tenant_is_warned_of_unless_it_is_spelt_the_same() {
    run(async {
        let world = World::new().await;
        let put = |id: &str, name: &str| {
            let mut facts = world.request(id, RiskLevel::Low);
            facts.requester.principal = super::queue::person(&format!("{id}@fabrikam.example"), name);
            facts.tenant.id = id.into();
            world.queue.put(facts);
        };
        for (id, name) in [("same", "DANA PERES"), ("marked", "Dána Peres"), ("alike", "Dana Реrеs")] {
            put(id, name);
        }
        world.settle().await;
        let warned = |id: &str| {
            let rows = world.desk.inbox().rows;
            rows.into_iter().find(|row| row.id == named(id)).unwrap().warning
        };
        assert_eq!(warned("alike").as_deref(), Some("Look-alike"));
        for other in ["low", "same", "marked"] {
            assert_eq!(warned(other), None, "{other}");
        }
    });
}

#[test]
fn grants_that_are_over_are_neither_looked_at_nor_counted_as_overlapping() {
    run(async {
        let world = World::with_history().await;
        let again = world.request("again", RiskLevel::Low);
        world.queue.put(again);
        world.settle().await;
        world.grant("again", 3600);
        world.desk.send_now(&named("again")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        let rows = |world: &World| -> Vec<_> {
            let sections = world.desk.grants().sections;
            sections.into_iter().flat_map(|section| section.rows).map(|row| (row.id, row.overlap)).collect()
        };
        let one = Some("overlaps one more".to_owned());
        assert_eq!(rows(&world), [(named("g-again"), one.clone()), (named("g-high"), one)]);
        world.queue.revoke_elsewhere("g-high");
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        assert_eq!(rows(&world), [(named("g-again"), None)]);
        assert_eq!(world.desk.status().grants, 1);
        let state = world.desk.lock();
        let queue = &state.queues[&QueueId::new(QUEUE)];
        let at_hand: Vec<&str> = queue.grants_at_hand().map(|record| record.grant.id.as_str()).collect();
        assert_eq!((queue.grants.len(), at_hand), (2, vec!["g-again"]));
    });
}

#[test]
fn a_queue_with_nothing_new_is_written_down_once_a_minute() {
    run(async {
        let mut world = World::new().await;
        let noted = |world: &World| world.store.load().unwrap().queues.remove(0).heard.unwrap().server_time;
        let at = |world: &World| world.queue.now().millis() - noted(world).millis();
        // Two polls of 25 s tell nothing.
        world.pass(55_000).await;
        assert!(at(&world) > 50_000, "{}", at(&world));
        assert_eq!(world.desk.status().queues[0].heard, "now");
        assert_eq!(world.desk.inbox().as_of, "As of 16:44:50");
        world.pass(25_000).await;
        assert!(at(&world) < 10_000, "{}", at(&world));
        // News is written at once.
        world.queue.put(world.request("new", RiskLevel::Low));
        world.settle().await;
        assert!(at(&world) < 100);
        // What is not written down is older after a stop, and never younger.
        world.pass(55_000).await;
        world.queue.set_down(true);
        world.reopen().await;
        assert!(world.desk.inbox().rows.iter().all(|row| row.stale.is_none()));
        world.pass(6000).await;
        assert!(world.desk.inbox().rows.iter().all(|row| row.stale.is_some()));
    });
}
