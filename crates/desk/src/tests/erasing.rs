use super::world::{QUEUE, World, run};
use crate::store::{DeskStore, HeldBack, QueueId, Retention};
use crate::text::plain;
use crate::view::LogSearch;
use crate::{LogError, LogExport};
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
        let report = verify_export(&world.desk.export_log(&LogExport::default()).unwrap().text, None, None).unwrap();
        assert!(matches!(report.verification.verdict, Verdict::Verified { .. }));
        assert_eq!(report.verification.withheld, 0);
        assert!(report.verification.erased >= 4);
        let contoso = LogExport { tenant: Some("contoso".to_owned()), ..LogExport::default() };
        let part = verify_export(&world.desk.export_log(&contoso).unwrap().text, None, None).unwrap().verification;
        assert_eq!((part.withheld, part.erased), (0, report.verification.erased), "a part says so too");
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
        let kept = world.desk.set_retention(None, Some("contoso"), None).unwrap();
        assert_eq!(kept.rules.last().map(|rule| rule.days), Some(None), "a rule of its own, for ever");
        assert_eq!(world.desk.erase_due(), Ok(0), "for ever, whatever the queue's rule says");
        let kept = world.desk.set_retention(None, None, None).unwrap();
        assert_eq!(kept.rules.len(), 1, "the queue's rule is ended");
        world.desk.set_retention(None, None, Some(30)).unwrap();
        world.desk.set_retention(None, Some("contoso"), Some(1)).unwrap();
        assert_eq!(world.desk.erase_due(), Ok(2));
    });
}

#[test]
fn rules_of_an_earlier_version_are_read_and_one_for_ever_comes_back() {
    let earlier = r#"{"rules":[{"queue":"q","days":30},{"queue":"q","tenant":"contoso","days":90}],"holds":[]}"#;
    let mut retention: Retention = serde_json::from_str(earlier).unwrap();
    let queue = QueueId::new("q");
    assert_eq!((retention.days(&queue, "contoso"), retention.days(&queue, "fabrikam")), (Some(90), Some(30)));
    retention.set(queue.clone(), Some("contoso".to_owned()), None);
    let again: Retention = serde_json::from_str(&serde_json::to_string(&retention).unwrap()).unwrap();
    assert_eq!(again, retention);
    assert_eq!((again.days(&queue, "contoso"), again.erases(&queue)), (None, true));
}

#[test]
fn what_would_protect_or_erase_nothing_is_refused() {
    run(async {
        let world = World::with_history().await;
        let tenant = |id: &str| HeldBack::Tenant(id.to_owned());
        let unknown = |result: Result<Retention, LogError>| matches!(result, Err(LogError::NoSuchTenant { .. }));
        for id in ["contso", ""] {
            assert!(unknown(world.desk.set_hold(None, tenant(id), true)), "“{id}”");
            assert!(unknown(world.desk.set_retention(None, Some(id), Some(90))), "“{id}”");
        }
        assert_eq!(world.desk.set_hold(None, HeldBack::Decision(0), true), Err(LogError::NotADecision), "a key change");
        assert_eq!(world.desk.set_hold(None, tenant("contoso"), false), Err(LogError::NotHeld));
        assert_eq!(world.desk.set_hold(None, HeldBack::Decision(1), false), Err(LogError::NotHeld));
        assert_eq!(world.desk.retention(), Retention::default(), "nothing was changed");
        {
            let mut state = world.desk.lock();
            let queue = state.queues.get_mut(&QueueId::new(QUEUE)).unwrap();
            queue.record.me = None;
            queue.requests.clear();
            queue.grants.clear();
        }
        assert!(world.desk.set_hold(None, tenant("contoso"), true).is_ok(), "known from old entries alone");
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
