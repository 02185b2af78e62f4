//! A queue that is taken away: out of sight, its log and what it owes kept, and whole again where it is connected again.

use super::world::{QUEUE, World, named, run};
use crate::LogExport;
use crate::store::{QueueId, QueueKind};
use crate::view::{LogSearch, RemovalView};
use crate::{LogError, NoSuchQueue, QueueSetup, RemoveError};

const HOUR: u32 = 3600;

/// As an organisation's queue.
fn connect(world: &World) {
    let setup = QueueSetup { id: QueueId::new(QUEUE), name: "Contoso".to_owned(), kind: QueueKind::Remote };
    world.desk.add_queue(setup).unwrap();
}

/// One request granted, another waiting; nothing follows any more.
async fn world() -> World {
    let mut world = World::with_history().await;
    connect(&world);
    world.stop().await;
    world
}

fn removal(world: &World) -> RemovalView {
    world.desk.removal(QUEUE).unwrap()
}

#[test]
fn what_a_removal_costs_is_said_before() {
    run(async {
        let world = world().await;
        let seen = removal(&world);
        assert_eq!((seen.queue.as_str(), seen.name.as_str()), (QUEUE, "Contoso"));
        assert_eq!((seen.waiting, seen.grants, seen.held, seen.on_their_way), (1, 1, 0, 0));
        assert_eq!(seen.entries, u64::from(world.desk.log(None, 0, 9).unwrap().tail.entries));
        let other = NoSuchQueue { named: "other".to_owned(), known: vec![QUEUE.to_owned()] };
        assert_eq!(world.desk.removal("other").unwrap_err(), RemoveError::from(other));
    });
}

#[test]
fn a_removed_queue_is_out_of_sight_and_its_log_stays() {
    run(async {
        let mut world = world().await;
        let before = world.desk.export_log(&LogExport::default()).unwrap();
        world.desk.remove_queue(&removal(&world)).unwrap();
        for reopened in [false, true] {
            let desk = &world.desk;
            assert!(desk.queues().is_empty() && desk.status().queues.is_empty(), "{reopened}");
            assert_eq!((desk.inbox().rows.len(), desk.status().grants), (0, 0), "{reopened}");
            assert_eq!(desk.verify_log(Some(QUEUE)).unwrap().title, "Verified", "{reopened}");
            assert_eq!(desk.export_log(&LogExport::default()).unwrap(), before, "{reopened}");
            let search = LogSearch { words: "granted".to_owned(), limit: 9, ..LogSearch::default() };
            assert_eq!(desk.search_log(&search).unwrap().hits.len(), 1, "{reopened}");
            assert!(matches!(desk.log(Some("other"), 0, 9), Err(LogError::NoSuchQueue(_))), "{reopened}");
            world.reopen_bare().await;
        }
    });
}

#[test]
fn connected_again_it_goes_on_where_it_was() {
    run(async {
        let mut world = world().await;
        let before = world.desk.log(None, 0, 9).unwrap().count;
        world.desk.remove_queue(&removal(&world)).unwrap();
        world.reopen_bare().await;
        connect(&world);
        world.start();
        world.settle().await;
        assert_eq!(world.desk.inbox().count, 1);
        world.grant("low", HOUR);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
        assert_eq!(world.desk.log(None, 0, 9).unwrap().count, before + 1, "one log");
    });
}

#[test]
fn a_decision_on_its_way_is_kept_and_goes_out_when_the_queue_is_back() {
    run(async {
        let mut world = World::new().await;
        connect(&world);
        world.queue.set_down(true);
        world.grant("low", HOUR);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.stop().await;
        let seen = removal(&world);
        assert_eq!(seen.on_their_way, 1);
        let unseen = RemovalView { on_their_way: 0, ..seen.clone() };
        assert_eq!(world.desk.remove_queue(&unseen), Err(RemoveError::Changed));
        world.desk.remove_queue(&seen).unwrap();
        assert_eq!(world.desk.status().outbox, 0);
        world.reopen_bare().await;
        assert_eq!(removal(&world).on_their_way, 1, "it is kept");
        connect(&world);
        world.queue.set_down(false);
        world.start();
        world.settle().await;
        assert_eq!((removal(&world).on_their_way, removal(&world).grants), (0, 1), "and has its effect");
    });
}

#[test]
fn nothing_is_removed_under_a_held_decision_and_the_apps_own_queue_never() {
    run(async {
        let mut world = World::new().await;
        assert_eq!(world.desk.removal(QUEUE).unwrap_err(), RemoveError::Own);
        connect(&world);
        world.stop().await;
        let seen = removal(&world);
        world.grant("low", HOUR);
        assert_eq!(world.desk.remove_queue(&seen), Err(RemoveError::Held));
        world.desk.undo(&named("low")).unwrap();
        world.desk.remove_queue(&seen).unwrap();
    });
}
