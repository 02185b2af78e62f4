use super::world::{QUEUE, World, named, run};
use crate::errors::{InsightsError, LogError, NoSuchQueue, NoSuchTenant};
use crate::store::{DeskStore, Measuring, QueueId};
use crate::view::{InsightsFilter, InsightsView, OwnRecordView};
use approval::{Action, RequestState, RiskLevel, Timestamp};

const MINUTE: u64 = 60_000;

fn told(world: &World) -> InsightsView {
    world.desk.insights(&InsightsFilter::default()).unwrap()
}

fn own(view: &InsightsView, kind: &str) -> OwnRecordView {
    view.yours.iter().find(|own| own.kind == kind).unwrap().clone()
}

#[test]
fn the_own_record_says_what_was_done_and_what_became_of_it() {
    run(async {
        let world = World::with_history().await;
        world.pass(2 * MINUTE).await;
        world.deny("low");
        world.pass(2 * MINUTE).await;
        let view = told(&world);
        let shortened = own(&view, "shortened");
        assert_eq!((shortened.clicked, shortened.stood), (1, 1), "{view:?}");
        let denied = own(&view, "denied");
        assert_eq!((denied.clicked, denied.undone, denied.stood), (2, 1, 1));
        assert_eq!(view.your_time_to_decide.of, 2, "what was undone is no answer");
        assert_eq!(view.your_time_to_decide.p90_seconds, Some(120));
        assert_eq!((view.granted, view.denied), (1, 1));
        assert_eq!((view.shortened.count, view.shortened.of, view.shortened.percent), (1, 1, Some(100)));
        assert_eq!((view.within_sla.count, view.within_sla.of), (2, 2));
        let today = view.volumes.last().unwrap();
        assert_eq!((today.asked, today.decided, today.yours), (2, 2, 3));
        assert_eq!((view.volumes.len(), today.label.as_str()), (30, "Tue 24 Nov"));
    });
}

#[test]
fn others_first_changed_and_unanswered_are_told_apart() {
    run(async {
        let world = World::new().await;
        world.queue.put(world.request("third", RiskLevel::Critical));
        world.settle().await;
        world.deny("low");
        world.queue.decide_elsewhere("low", Action::Grant);
        world.grant("high", 3600);
        world.queue.change("high", |item| {
            item.facts.revision = 2;
            item.facts.justification = "Something else".to_owned();
        });
        world.queue.change("third", |item| item.state = RequestState::Expired);
        world.pass(40 * MINUTE).await;
        let view = told(&world);
        assert_eq!(own(&view, "shortened").changed, 1, "{view:?}");
        let denied = own(&view, "denied");
        assert_eq!(denied.clicked, denied.others_first + denied.changed, "{denied:?}");
        assert_eq!((view.unanswered, view.granted, view.within_sla.of), (1, 1, 2));
        assert_eq!(view.within_sla.percent, Some(50));
        let asked: Vec<(&str, u32)> = view.risks.iter().map(|risk| (&*risk.risk.level, risk.asked.count)).collect();
        assert_eq!(asked, [("critical", 1), ("high", 1), ("medium", 0), ("low", 1)]);
    });
}

#[test]
fn what_is_shown_no_longer_is_counted_no_longer_and_the_own_record_stays() {
    run(async {
        let world = World::with_history().await;
        let before = told(&world);
        assert_eq!((before.granted, before.roles.len()), (1, 1));
        world.queue.hide("high");
        world.settle().await;
        let after = told(&world);
        assert_eq!((after.granted, after.roles.len()), (0, 0));
        assert_eq!(after.yours, before.yours);
        assert_eq!(after.your_time_to_decide, before.your_time_to_decide);
    });
}

#[test]
fn erased_words_take_nothing_from_the_own_record() {
    run(async {
        let world = World::with_history().await;
        let before = told(&world);
        world.desk.set_retention(None, None, Some(1)).unwrap();
        world.time.boot_off.fetch_add(24 * 60 * 60 * 1000, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(world.desk.erase_due(), Ok(2));
        let after = told(&world);
        assert_eq!(after.yours, before.yours);
        assert_eq!(after.granted, 0, "the request went from the mirror with its words");
    });
}

#[test]
fn a_revoked_grant_was_used_for_as_long_as_it_was_there() {
    run(async {
        let world = World::with_history().await;
        world.queue.tick();
        world.settle().await;
        assert_eq!(told(&world).used.grants, 0, "it lives");
        world.pass(30 * MINUTE).await;
        world.queue.revoke_elsewhere("g-high");
        world.settle().await;
        let used = told(&world).used;
        assert_eq!((used.grants, used.granted_minutes, used.used_minutes, used.percent), (1, 60, 30, Some(50)));
    });
}

#[test]
fn a_filter_narrows_it_down_and_a_wrong_one_is_said() {
    run(async {
        let world = World::with_history().await;
        let of = |filter: InsightsFilter| world.desk.insights(&filter).map(|view| view.granted);
        let (queue, tenant) = (|id: &str| Some(id.to_owned()), |id: &str| Some(id.to_owned()));
        assert_eq!(
            of(InsightsFilter { queue: queue("practice"), tenant: tenant("contoso"), ..Default::default() }),
            Ok(1)
        );
        let slip = NoSuchTenant { named: "conto".to_owned(), known: vec!["contoso".to_owned()] };
        let refused = |error: LogError| Err(InsightsError::from(error));
        assert_eq!(of(InsightsFilter { tenant: tenant("conto"), ..Default::default() }), refused(slip.into()));
        let none = of(InsightsFilter { queue: queue("other"), ..Default::default() });
        let slip = NoSuchQueue { named: "other".to_owned(), known: vec!["practice".to_owned()] };
        assert_eq!(none, refused(slip.into()));
        let day = |day: &str| Some(day.to_owned());
        let on =
            |since: &str, until: &str| InsightsFilter { since: day(since), until: day(until), ..Default::default() };
        assert_eq!(of(on("2026-11-24", "2026-11-24")), Ok(1));
        assert_eq!(of(on("2026-11-01", "2026-11-23")), Ok(0));
        assert_eq!(of(on("2026-11-25", "2026-11-23")), refused(LogError::NoTime));
        assert_eq!(of(on("soon", "2026-11-23")), refused(LogError::NotADate("soon".to_owned())));
        let zone = |zone: &str| InsightsFilter { zone: Some(zone.to_owned()), ..on("2026-11-25", "2026-11-25") };
        assert_eq!(of(zone("Pacific/Auckland")), Ok(1), "it is the 25th there already");
        assert_eq!(of(zone("Nowhere")), Err(InsightsError::NoSuchZone("Nowhere".to_owned())));
    });
}

#[test]
fn a_click_does_not_wait_to_be_measured() {
    run(async {
        let world = World::with_history().await;
        told(&world);
        let measuring = Measuring {
            queues: [QueueId::new(QUEUE)].into(),
            tenant: None,
            steps: vec![Timestamp::from_millis(0)],
            to: Timestamp::from_millis(i64::MAX),
            roles: 0,
        };
        let measured = || world.store.figures(&measuring).unwrap().steps[0].own;
        assert_eq!(measured(), 2);
        world.deny("low");
        assert_eq!(measured(), 2, "it is measured later");
        assert_eq!(own(&told(&world), "denied").open, 1);
        world.desk.undo(&named("low")).unwrap();
        assert_eq!((own(&told(&world), "denied").open, own(&told(&world), "denied").undone), (0, 2));
    });
}

#[test]
fn what_could_not_be_measured_is_measured_the_next_time() {
    run(async {
        let world = World::with_history().await;
        told(&world);
        world.queue.decide_elsewhere("low", Action::Deny);
        world.settle().await;
        world.store.fail_next_commit(false);
        let failed = world.desk.insights(&InsightsFilter::default());
        assert!(matches!(failed, Err(InsightsError::Store(_))), "{failed:?}");
        assert_eq!(told(&world).denied, 1);
    });
}
