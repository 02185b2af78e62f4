//! Insights in SQL against the rules in plain Rust, which the memory store keeps to, over generated histories.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use approval::{GrantId, RequestId, RiskLevel, Timestamp, Window};
use desk::store::{
    DecisionEnd, DecisionKind, DecisionMeasure, DeskStore, Figures, GrantMeasure, Measure, Measuring, MemoryStore,
    QueueId, RequestEnd, RequestMeasure, RequestOutcome, Write,
};
use desk_store::SqliteDesk;
use proptest::prelude::*;

const QUEUES: [&str; 3] = ["contoso", "fabrikam", "practice"];
const TENANTS: [&str; 3] = ["contoso", "contoso-eu", ""];

fn queue() -> impl Strategy<Value = QueueId> {
    prop::sample::select(&QUEUES[..]).prop_map(QueueId::new)
}

fn tenant() -> impl Strategy<Value = String> {
    prop::sample::select(&TENANTS[..]).prop_map(str::to_owned)
}

/// Few instants, so that they meet the bounds of periods.
fn at() -> impl Strategy<Value = Timestamp> {
    (0..20_i64).prop_map(|at| Timestamp::from_millis(1_000_000 + at * 500))
}

fn window() -> impl Strategy<Value = Window> {
    (1..5_u32).prop_map(|minutes| Window::from_minutes(minutes).unwrap())
}

fn outcome() -> impl Strategy<Value = RequestOutcome> {
    prop_oneof![
        3 => (window(), any::<bool>(), any::<bool>())
            .prop_map(|(window, shortened, late)| RequestOutcome::Granted { window, shortened, late }),
        2 => any::<bool>().prop_map(|late| RequestOutcome::Denied { late }),
        1 => Just(RequestOutcome::Unanswered),
    ]
}

fn decision() -> impl Strategy<Value = Measure> {
    let (kinds, ends) = (prop::sample::select(&DecisionKind::ALL[..]), prop::sample::select(&DecisionEnd::ALL[..]));
    (0..12_u64, tenant(), at(), kinds, ends, prop::option::of(0..9_000_i64)).prop_map(
        |(first, tenant, at, kind, end, took)| {
            Measure::Decision(DecisionMeasure { first, tenant, at, kind, end, took })
        },
    )
}

fn request() -> impl Strategy<Value = Measure> {
    let risks = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High, RiskLevel::Critical];
    let end = prop::option::of((at(), outcome()).prop_map(|(at, how)| RequestEnd { at, how }));
    (0..12_u32, tenant(), 0..3_u32, prop::sample::select(risks.to_vec()), at(), end, any::<bool>()).prop_map(
        |(id, tenant, role, risk, asked_at, end, renamed)| {
            let (role, role_name) =
                (format!("role-{role}"), format!("Role {role}{}", if renamed { " new" } else { "" }));
            let id = RequestId::new(format!("r{id}"));
            Measure::Request(RequestMeasure { id, tenant, role, role_name, risk, asked_at, end })
        },
    )
}

fn grant() -> impl Strategy<Value = Measure> {
    (0..8_u32, tenant(), at(), 1..9_000_u64, prop::option::of(0..9_000_u64)).prop_map(
        |(id, tenant, over_at, granted, used)| {
            Measure::Grant(GrantMeasure { id: GrantId::new(format!("g{id}")), tenant, over_at, granted, used })
        },
    )
}

fn write() -> impl Strategy<Value = Write> {
    let measure = prop_oneof![decision(), request(), grant()];
    let measured =
        (queue(), measure).prop_map(|(queue, measure)| Write::Measured { queue, measure: Box::new(measure) });
    let forget = (queue(), 0..12_u32).prop_map(|(queue, id)| {
        let id = RequestId::new(format!("r{id}"));
        Write::Forget { queue, id }
    });
    let end = (queue(), 0..8_u32).prop_map(|(queue, id)| {
        let id = GrantId::new(format!("g{id}"));
        Write::ForgetGrant { queue, id }
    });
    prop_oneof![20 => measured, 1 => forget, 1 => end]
}

fn measuring() -> impl Strategy<Value = Measuring> {
    let queues = prop::sample::subsequence(&QUEUES[..], 0..=3);
    (queues, prop::option::of(tenant()), prop::collection::btree_set(0..20_i64, 0..5), 0..12_i64, 0..4_u32).prop_map(
        |(queues, tenant, begins, more, roles)| {
            let steps: Vec<Timestamp> =
                begins.into_iter().map(|at| Timestamp::from_millis(1_000_000 + at * 500)).collect();
            let last = steps.last().copied().unwrap_or(Timestamp::from_millis(0));
            let queues = queues.into_iter().map(QueueId::new).collect();
            Measuring { queues, tenant, steps, to: last.plus_millis(more * 500), roles }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sql_counts_what_the_rules_say(
        writes in prop::collection::vec(write(), 0..120),
        asked in prop::collection::vec(measuring(), 1..6),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (memory, sqlite) = (MemoryStore::new(), SqliteDesk::open(&dir.path().join("desk.sqlite")).unwrap());
        memory.commit(&writes).unwrap();
        sqlite.commit(&writes).unwrap();
        for measuring in asked {
            prop_assert_eq!(memory.figures(&measuring).unwrap(), sqlite.figures(&measuring).unwrap());
        }
        for queue in QUEUES.map(QueueId::new) {
            let sorted = |store: &dyn DeskStore| {
                let mut lines: Vec<String> =
                    store.measured(&queue).unwrap().iter().map(|line| format!("{line:?}")).collect();
                lines.sort_unstable();
                lines
            };
            prop_assert_eq!(sorted(&memory), sorted(&sqlite));
        }
    }
}

fn measured(measure: Measure) -> Write {
    Write::Measured { queue: QueueId::new("contoso"), measure: Box::new(measure) }
}

fn all() -> Measuring {
    let at = Timestamp::from_millis;
    let queues = [QueueId::new("contoso")].into();
    Measuring { queues, tenant: None, steps: vec![at(0), at(1000)], to: at(2000), roles: 3 }
}

#[test]
fn a_time_that_was_known_once_stays_when_the_request_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let sqlite = SqliteDesk::open(&dir.path().join("desk.sqlite")).unwrap();
    for store in [&MemoryStore::new() as &dyn DeskStore, &sqlite] {
        let own = |end, took| {
            let (tenant, at, kind) = ("t".to_owned(), Timestamp::from_millis(5), DecisionKind::Denied);
            measured(Measure::Decision(DecisionMeasure { first: 1, tenant, at, kind, end, took }))
        };
        store.commit(&[own(DecisionEnd::Open, Some(700))]).unwrap();
        store.commit(&[own(DecisionEnd::Stood, None)]).unwrap();
        let figures = store.figures(&all()).unwrap();
        assert_eq!((figures.own_took.count, figures.own_took.median), (1, Some(700)));
        assert_eq!(figures.own, [((DecisionKind::Denied, DecisionEnd::Stood), 1)].into());
    }
}

#[test]
fn the_median_and_nine_in_ten_are_values_that_were_there() {
    let store = MemoryStore::new();
    let took = |id: i64| {
        let at = Timestamp::from_millis(500 + id);
        let end = Some(RequestEnd { at, how: RequestOutcome::Denied { late: false } });
        let (tenant, role, role_name) = ("t".to_owned(), "r".to_owned(), "R".to_owned());
        let (id, risk, asked_at) = (RequestId::new(id.to_string()), RiskLevel::Low, Timestamp::from_millis(500));
        measured(Measure::Request(RequestMeasure { id, tenant, role, role_name, risk, asked_at, end }))
    };
    let spread = |figures: Figures| (figures.took.count, figures.took.median, figures.took.p90);
    assert_eq!(spread(store.figures(&all()).unwrap()), (0, None, None));
    store.commit(&[took(7)]).unwrap();
    assert_eq!(spread(store.figures(&all()).unwrap()), (1, Some(7), Some(7)));
    store.commit(&(1..=10).map(took).collect::<Vec<_>>()).unwrap();
    assert_eq!(spread(store.figures(&all()).unwrap()), (10, Some(5), Some(9)));
}
