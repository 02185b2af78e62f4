//! A queue's own log: what the desk remembers of it, and what it makes of one that lies.

use super::queue::Shows;
use super::world::{QUEUE, World, run};
use crate::Choice;
use crate::errors::DecideError;
use crate::queue_log::{Judged, judge};
use crate::store::{Acceptance, IncidentKind, QueueLog};
use crate::view::{BannerKind, PanelView, QueueLogStanding, QueueLogView};
use approval::{RiskLevel, Timestamp};
use serde_json::Value;
use tlog::checkpoint::Checkpoint;
use tlog::hash::Hash;
use tlog::key::SeedKey;
use tlog::payload::PayloadType;
use tlog::tile::Tiles;
use tlog::tree::{MemoryHashes, root};

const TEN_MINUTES: u64 = 10 * 60_000 + 1000;

fn own_log(world: &World) -> QueueLogView {
    world.desk.status().queues[0].log.clone()
}

fn incidents(world: &World) -> Vec<Value> {
    world.payloads(PayloadType::Incident)
}

/// With a log of five entries, one of them the acceptance of a grant, all looked at.
async fn looked_at() -> World {
    let world = World::new().await;
    world.queue.model().log.grow(4);
    world.grant("high", 3600);
    world.pass(9000).await;
    assert_eq!(world.queue.model().log.size(), 5);
    world
}

/// A grant there is refused, a denial is not, and it is told, also after a restart.
async fn is_broken(world: &mut World, kind: &str) {
    let leaves = incidents(world);
    assert_eq!(leaves.len(), 1, "{leaves:?}");
    assert_eq!((&leaves[0]["kind"], &leaves[0]["queue_log"]["tenant"]), (&kind.into(), &"contoso".into()));
    for _ in 0..2 {
        assert_eq!(own_log(world).standing, QueueLogStanding::Broken, "{:?}", own_log(world));
        assert_eq!(world.desk.status().banners[0].kind, BannerKind::LogBroken);
        let sheet = world.sheet("low");
        assert!(!sheet.grant.allowed && sheet.deny.allowed, "{:?}", sheet.grant);
        let refused = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 60 }, Some("agreed"), None);
        assert!(matches!(refused, Err(DecideError::QueueLog(_))), "{refused:?}");
        world.pass(2 * TEN_MINUTES).await;
        assert_eq!(incidents(world).len(), 1, "it is told once");
        // The pending request has run out meanwhile.
        world.queue.put(world.request("low", RiskLevel::Low));
        world.restart().await;
    }
    world.deny("low");
    world.pass(4000).await;
    assert_eq!(world.queue.model().effects.last().unwrap().0.as_str(), "low");
}

#[test]
fn a_log_that_only_grows_is_consistent_and_holds_what_was_accepted() {
    run(async {
        let mut world = looked_at().await;
        let seen = own_log(&world);
        assert_eq!(seen.standing, QueueLogStanding::Consistent);
        assert_eq!(
            seen.line,
            "it has only grown since 16:44; your 1 decision that the queue accepted since is in it; last read 16:44, less than a minute ago"
        );
        let line = world.desk.log(None, 0, 10).unwrap().line;
        assert!(line.ends_with(&format!(" The queue’s own log: {}.", seen.line)), "{line}");

        // Across sizes that share no tile, and a restart.
        for more in [1, 3, 250, 300] {
            world.queue.model().log.grow(more);
            world.pass(TEN_MINUTES).await;
            assert_eq!(own_log(&world).standing, QueueLogStanding::Consistent, "{:?}", own_log(&world));
            world.restart().await;
        }
        world.queue.put(world.request("next", RiskLevel::Low));
        world.settle().await;
        world.deny("next");
        world.pass(3500).await;
        let line = own_log(&world).line;
        assert!(line.contains("all 2 of your decisions that the queue accepted since are in it;"), "{line}");
        world.pass(3 * 60_000).await;
        assert!(own_log(&world).line.ends_with(", 3 min ago"), "{:?}", own_log(&world));
        assert!(incidents(&world).is_empty());
    });
}

#[test]
fn a_log_is_looked_at_after_a_decision_and_now_and_then() {
    run(async {
        let mut world = looked_at().await;
        let looks = |world: &World| world.queue.model().log.looks;
        let before = looks(&world);
        world.pass(TEN_MINUTES / 2).await;
        assert_eq!(looks(&world), before, "it was looked at lately");
        world.restart().await;
        assert_eq!(looks(&world), before + 1, "at each start");
        world.pass(TEN_MINUTES / 2).await;
        assert_eq!(looks(&world), before + 1);
        world.pass(TEN_MINUTES / 2).await;
        assert_eq!(looks(&world), before + 2);
        world.queue.set_down(true);
        world.pass(TEN_MINUTES * 2).await;
        assert_eq!(looks(&world), before + 2);
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.settle().await;
        assert_eq!(looks(&world), before + 3, "it is back");
    });
}

#[test]
fn a_log_that_goes_back_is_an_incident() {
    run(async {
        let mut world = looked_at().await;
        world.queue.model().log.shows = Shows::First(3);
        world.pass(TEN_MINUTES).await;
        is_broken(&mut world, "queue-log-shorter").await;
        // Both checkpoints are kept: what the queue signed speaks against it.
        let evidence = incidents(&world).remove(0)["queue_log"].clone();
        let size = |note: &Value| Checkpoint::unverified(note.as_str().unwrap()).unwrap().size;
        assert_eq!((size(&evidence["remembered"]), size(&evidence["shown"])), (5, 3));
    });
}

#[test]
fn another_history_of_the_same_size_is_an_incident() {
    run(async {
        let mut world = looked_at().await;
        world.queue.model().log.shows = Shows::AnotherHistory;
        world.pass(TEN_MINUTES).await;
        is_broken(&mut world, "queue-log-forked").await;
    });
}

#[test]
fn another_history_that_has_grown_is_an_incident() {
    run(async {
        let mut world = looked_at().await;
        world.queue.model().log.shows = Shows::AnotherHistory;
        world.queue.model().log.grow(300);
        world.pass(TEN_MINUTES).await;
        is_broken(&mut world, "queue-log-forked").await;
    });
}

/// In time from when its answer came: a queue that stands still between its stamp and its commit has not left out what it had
/// not written, and a look that began before the answer came proves nothing.
#[test]
fn an_acceptance_that_is_not_in_the_log_in_time_is_an_incident() {
    for stamps_early_millis in [0, 9000] {
        run(async move {
            let mut world = World::new().await;
            world.queue.model().log.grow(2);
            world.queue.model().log.forgets = true;
            world.queue.model().log.stamps_early_millis = stamps_early_millis;
            world.grant("high", 3600);
            world.desk.send_now(&super::world::named("high")).unwrap();
            world.pass(4900).await;
            let line = own_log(&world).line;
            assert!(line.contains("0 of your 1 decision that the queue accepted since"), "{line}");
            world.pass(200).await;
            is_broken(&mut world, "queue-log-lacks").await;
        });
    }
}

#[test]
fn another_entry_in_the_place_of_an_acceptance_is_an_incident_at_once() {
    run(async {
        let mut world = World::new().await;
        world.queue.model().log.grow(2);
        world.pass(TEN_MINUTES).await;
        world.queue.put(world.request("high", RiskLevel::High));
        world.settle().await;
        world.queue.model().log.forgets = true;
        world.queue.model().log.shows = Shows::Nothing;
        world.grant("high", 3600);
        world.desk.send_now(&super::world::named("high")).unwrap();
        world.settle().await;
        world.queue.model().log.shows = Shows::Honestly;
        world.queue.model().log.grow(1);
        world.pass(3000).await;
        is_broken(&mut world, "queue-log-lacks").await;
    });
}

/// Silence, and what does not verify, prove nothing against the queue: it is told that nothing was found yet.
#[test]
fn a_queue_that_shows_nothing_is_asked_again_and_accused_of_nothing() {
    run(async {
        for shows in [Shows::Nothing, Shows::Unsigned, Shows::NoTiles] {
            let world = World::new().await;
            world.queue.model().log.grow(2);
            world.pass(TEN_MINUTES).await;
            world.queue.put(world.request("high", RiskLevel::High));
            world.settle().await;
            world.queue.model().log.shows = shows;
            world.grant("high", 3600);
            world.pass(60_000).await;
            let seen = own_log(&world);
            assert_eq!(seen.standing, QueueLogStanding::Consistent, "{shows:?}");
            let later = "; 1 decision that the queue accepted since then is looked for next";
            assert!(seen.line.ends_with(later), "{shows:?}: {seen:?}");
            assert!(incidents(&world).is_empty());
            world.queue.model().log.shows = Shows::Honestly;
            world.pass(TEN_MINUTES).await;
            assert!(
                own_log(&world).line.contains("your 1 decision that the queue accepted since is in it"),
                "{shows:?}: {:?}",
                own_log(&world)
            );
        }
    });
}

#[test]
fn a_grant_on_its_way_waits_until_the_person_has_looked_at_the_queues_log() {
    run(async {
        let mut world = looked_at().await;
        world.queue.put(world.request("late", RiskLevel::Low));
        world.settle().await;
        world.queue.model().log.shows = Shows::First(3);
        world.pass(TEN_MINUTES - 6000).await;
        // Clicked while nothing was known, and held while it comes out.
        world.grant("late", 60);
        world.pass(20_000).await;
        assert_eq!(own_log(&world).standing, QueueLogStanding::Broken);
        let sent = |world: &World| world.queue.model().effects.iter().any(|(id, _, _)| id.as_str() == "late");
        assert!(matches!(world.panel("late"), PanelView::Held { until: None, .. }), "{:?}", world.panel("late"));
        assert!(!sent(&world));

        world.queue.model().log.shows = Shows::Honestly;
        world.desk.accept_queue_log(QUEUE).unwrap();
        world.pass(60_000).await;
        assert!(sent(&world));
        assert_eq!(world.verbs().iter().filter(|verb| *verb == "Accepted").count(), 1, "{:?}", world.verbs());
        // Remembered anew, and looked at again.
        world.restart().await;
        world.pass(TEN_MINUTES).await;
        assert_eq!(own_log(&world).standing, QueueLogStanding::Consistent, "{:?}", own_log(&world));
        world.desk.accept_queue_log(QUEUE).unwrap();
        assert_eq!(incidents(&world).len(), 2, "there is nothing to accept");
    });
}

#[test]
fn a_queue_of_the_same_name_with_other_keys_is_another_queue() {
    run(async {
        let mut world = looked_at().await;
        world.queue.model().key = SeedKey::from_seed(&[8; 32]);
        world.restart().await;
        let why = world.desk.status().banners.into_iter().find(|banner| banner.kind == BannerKind::QueueOff);
        world.pass(60_000).await;
        let why = why.or(world.desk.status().banners.into_iter().find(|banner| banner.kind == BannerKind::QueueOff));
        assert!(why.unwrap().text.contains("with other keys"));
    });
}

#[test]
fn without_the_queues_time_nothing_is_late() {
    let mut hashes = MemoryHashes::default();
    hashes.append(Hash::of("one")).unwrap();
    let shown = Checkpoint { origin: "x".to_owned(), size: 1, root: root(1, &hashes).unwrap() };
    let at = Timestamp::from_millis(1000);
    let log = QueueLog { awaited: vec![Acceptance { index: 1, leaf: Hash::of("two"), at }], ..QueueLog::new(at) };
    let judged = |asked_at| judge(&log, None, &shown, &Tiles::of(1), asked_at);
    assert_eq!(judged(None), Judged::Holds { found: Vec::new() });
    assert_eq!(judged(Some(at.plus_millis(5000))), Judged::Holds { found: Vec::new() });
    assert_eq!(judged(Some(at.plus_millis(5001))), Judged::Broken(IncidentKind::QueueLogLacks));
}
