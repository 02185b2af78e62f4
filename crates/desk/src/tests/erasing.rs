use super::world::{QUEUE, World, run};
use crate::LogExport;
use crate::store::{DeskStore, HeldBack, QueueId};
use crate::text::plain;
use crate::view::LogSearch;
use std::sync::atomic::Ordering;
use tlog::Verdict;
use tlog::export::verify_export;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// The machine's boot clock goes on while nothing is heard: as after a day of sleep.
fn a_day_later(world: &World) {
    world.time.boot_off.fetch_add(i64::try_from(DAY).unwrap(), Ordering::Relaxed);
}

fn found(world: &World, words: &str) -> usize {
    let search = LogSearch { words: words.to_owned(), limit: 10, ..LogSearch::default() };
    world.desk.search_log(&search).unwrap().hits.len()
}

fn opened(world: &World) -> usize {
    world.store.opened(&QueueId::new(QUEUE), 0, 100).unwrap().len()
}

#[test]
fn words_go_when_their_time_is_over_and_the_log_says_so() {
    run(async {
        let world = World::with_history().await;
        world.pass(DAY).await;
        assert_eq!(world.desk.erase_due(), Ok(0), "without a rule they stay");
        world.desk.set_retention(None, None, Some(2)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(0), "not yet");
        assert_eq!(found(&world, "dana"), 2);
        world.desk.set_retention(None, None, Some(1)).unwrap();
        world.pass(2 * 60 * 60 * 1000).await;
        assert_eq!((opened(&world), found(&world, "dana")), (0, 0), "by itself, within the hour");
        assert_eq!((found(&world, "contoso"), found(&world, "erased")), (2, 1));
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!(view.title, "Verified", "{}", view.line);
        assert!(view.line.contains("erased on schedule"), "{}", view.line);
        assert_eq!(view.rows[0].verb, "Erased on schedule");
        assert_eq!(plain(&view.rows[2].whom), "words erased or not kept");
        let report = verify_export(&world.desk.export_log(&LogExport::default()).unwrap(), None, None).unwrap();
        assert!(matches!(report.verification.verdict, Verdict::Verified { .. }));
        assert_eq!(report.verification.withheld, 0);
        assert!(report.verification.erased >= 4);
        assert_eq!(world.desk.erase_due(), Ok(0), "once");
    });
}

#[test]
fn what_is_under_legal_hold_stays_until_it_is_released() {
    run(async {
        let world = World::with_history().await;
        a_day_later(&world);
        let tenant = || HeldBack::Tenant("contoso".to_owned());
        world.desk.set_hold(None, tenant(), true).unwrap();
        world.desk.set_retention(None, None, Some(1)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(0));
        world.desk.set_hold(None, HeldBack::Decision(2), true).unwrap();
        world.desk.set_hold(None, tenant(), false).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(1));
        assert_eq!((found(&world, "agreed"), found(&world, "dana")), (1, 1), "the grant is held, by its second entry");
        world.desk.set_hold(None, HeldBack::Decision(1), false).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(1));
    });
}

#[test]
fn a_tenant_s_own_length_goes_before_the_queue_s() {
    run(async {
        let world = World::with_history().await;
        a_day_later(&world);
        world.desk.set_retention(None, None, Some(1)).unwrap();
        world.desk.set_retention(None, Some("contoso"), Some(30)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(0));
        world.desk.set_retention(None, Some("contoso"), None).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(2));
    });
}

#[test]
fn no_clock_of_this_machine_alone_erases_anything() {
    run(async {
        let mut world = World::with_history().await;
        world.reboot().await;
        world.time.wall_off.store(i64::try_from(3650 * DAY).unwrap(), Ordering::Relaxed);
        world.desk.set_retention(None, None, Some(1)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(0), "the queue was not heard since the restart");
    });
}

#[test]
fn what_is_on_its_way_is_not_erased() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.deny("low");
        world.pass(10_000).await;
        a_day_later(&world);
        world.desk.set_retention(None, None, Some(1)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(0));
        assert_eq!(opened(&world), 2);
    });
}
