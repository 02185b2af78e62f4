//! The figures of ten years and of thirty days, over a million decisions of one's own and as many requests:
//! `Desk::insights` and its answer as JSON, against reading each line once in raw SQL and putting the times in order.

use std::time::{Duration, Instant};

use approval::{RequestId, RiskLevel, Timestamp, Window};
use desk::{
    Desk, QueueId,
    store::{
        DecisionEnd, DecisionKind, DecisionMeasure, DeskStore, Measure, RequestEnd, RequestMeasure, RequestOutcome,
        Write,
    },
    view::InsightsFilter,
};
use desk_store::SqliteDesk;
use doorward_e2e::{Failure, Outcome, While};
use fastrand::Rng;
use rusqlite::Connection;
use serde_json::json;

use crate::{
    made::{self, QUEUE},
    pairs::{Times, rounded},
};

const ROUNDS: usize = 10;
const WARM_UP: usize = 1;
const RATIO: f64 = 3.0;
/// The end of the ten years: 24 November 2026.
const END: &str = "2026-11-24T00:00:00Z";
const SPAN_MILLIS: u64 = 3650 * 86_400_000;

/// Measures; `true` where the goal holds.
pub fn bench(seed: u64, count: u64) -> Outcome<bool> {
    println!("seed {seed}; {count} decisions and {count} requests of ten years, {ROUNDS} rounds in turn");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("desk.sqlite");
    let store = SqliteDesk::open(&path).while_doing("making the profile")?;
    let end: Timestamp = END.parse().while_doing("reading the end")?;
    let begun = Instant::now();
    fill(&store, &mut Rng::with_seed(seed), count, end)?;
    println!("filled in {:.0?}, {} MiB", begun.elapsed(), std::fs::metadata(&path)?.len() >> 20);
    let desk = made::desk(store)?;
    let floor = Connection::open(&path).while_doing("opening the floor's connection")?;
    let (mut ours, mut floors, mut month) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..WARM_UP + ROUNDS {
        let (took, yours) = ours_once(&desk, "2016-11-26")?;
        let floor_took = floor_once(&floor)?;
        let (month_took, _) = ours_once(&desk, "2026-10-25")?;
        if yours != count {
            return Err(Failure::new(format!("{yours} of {count} decisions were counted")));
        }
        if round < WARM_UP {
            println!("the first time, with the comparison of what is measured: {took:.1?}");
        } else {
            ours.push(took);
            floors.push(floor_took);
            month.push(month_took);
        }
    }
    let (ours, floors, month) = (Times::new(ours), Times::new(floors), Times::new(month));
    println!("\nten years    {ours}\nfloor        {floors}\nthirty days  {month}");
    let ratio = ours.p50() / floors.p50();
    let ok = ratio <= RATIO;
    let figures = json!({
        "ratio_p50": rounded(ratio), "ratio_p99": rounded(ours.p99() / floors.p99()), "doorward_ms": rounded(ours.p50()),
        "floor_ms": rounded(floors.p50()), "thirty_days_ms": rounded(month.p50()), "decisions": count,
    });
    let goal = json!({ "ratio_p50": RATIO });
    println!("\n{}", json!({ "name": "insights", "ok": ok, "seed": seed, "figures": figures, "goal": goal }));
    Ok(ok)
}

/// How long it took, and how many decisions of one's own it counted.
fn ours_once(desk: &Desk, since: &str) -> Outcome<(Duration, u64)> {
    let begun = Instant::now();
    let filter = InsightsFilter {
        since: Some(since.to_owned()),
        until: Some(END.to_owned()),
        zone: Some("UTC".to_owned()),
        ..InsightsFilter::default()
    };
    let found = desk.insights(&filter).while_doing("counting")?;
    let answer = serde_json::to_string(&found)?;
    let took = begun.elapsed();
    if answer.is_empty() {
        return Err(Failure::new("no answer".to_owned()));
    }
    Ok((took, found.yours.iter().map(|own| u64::from(own.clicked)).sum()))
}

/// Every line once, and the two times that the figures need in order.
fn floor_once(floor: &Connection) -> Outcome<Duration> {
    let begun = Instant::now();
    for sql in [
        "SELECT count(*), sum(took), max(at) FROM measured_decisions WHERE at > 0",
        "SELECT count(*), sum(asked_at), max(ended_at) FROM measured_requests WHERE ended_at > 0",
        "SELECT took, 0, 0 FROM measured_decisions WHERE at > 0 ORDER BY took LIMIT 1 OFFSET (SELECT count(*) / 2 FROM measured_decisions)",
        "SELECT ended_at - asked_at, 0, 0 FROM measured_requests WHERE ended_at > 0 ORDER BY 1 LIMIT 1 OFFSET (SELECT count(*) / 2 FROM measured_requests)",
    ] {
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(Option<i64>, Option<i64>, Option<i64>)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let mut statement = floor.prepare_cached(sql).while_doing("asking the floor")?;
        let _: Vec<_> = statement.query_map([], read).and_then(Iterator::collect).while_doing(sql)?;
    }
    Ok(begun.elapsed())
}

fn fill(store: &SqliteDesk, chance: &mut Rng, count: u64, end: Timestamp) -> Outcome<()> {
    const STEP: u64 = 10_000;
    let queue = QueueId::new(QUEUE);
    let measured = |measure| Write::Measured { queue: queue.clone(), measure: Box::new(measure) };
    for first in (0..count).step_by(STEP as usize) {
        let mut writes = Vec::new();
        for number in first..count.min(first + STEP) {
            writes.push(measured(Measure::Decision(decision(chance, number, end))));
            writes.push(measured(Measure::Request(request(chance, number, end)?)));
        }
        store.commit(&writes).while_doing("filling")?;
    }
    Ok(())
}

fn decision(chance: &mut Rng, number: u64, end: Timestamp) -> DecisionMeasure {
    let ends = DecisionEnd::ALL;
    // Most stand.
    let what = if chance.u64(..10) < 8 { DecisionEnd::Stood } else { ends[chance.usize(..ends.len())] };
    DecisionMeasure {
        first: number * 3 + 1,
        tenant: tenant(chance),
        at: earlier(chance, end),
        kind: DecisionKind::ALL[chance.usize(..5)],
        end: what,
        took: Some(millis(chance.u64(..4 * 3_600_000))),
    }
}

fn request(chance: &mut Rng, number: u64, end: Timestamp) -> Outcome<RequestMeasure> {
    let asked_at = earlier(chance, end);
    let at = asked_at.plus_millis(millis(chance.u64(..4 * 3_600_000)));
    let window =
        Window::from_seconds(15 * 60 * (1 + chance.u64(..32))).map_err(|error| Failure::new(error.to_string()))?;
    let late = chance.u64(..20) == 0;
    let how = match chance.u64(..10) {
        0 => RequestOutcome::Unanswered,
        1 | 2 => RequestOutcome::Denied { late },
        _ => RequestOutcome::Granted { window, shortened: chance.u64(..3) == 0, late },
    };
    let risks = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High, RiskLevel::Critical];
    let role = chance.u64(..200);
    Ok(RequestMeasure {
        id: RequestId::new(format!("r{number}")),
        tenant: tenant(chance),
        role: format!("role-{role}"),
        role_name: format!("Administrator of {role}"),
        risk: risks[chance.usize(..4)],
        asked_at,
        end: Some(RequestEnd { at, how }),
    })
}

fn tenant(chance: &mut Rng) -> String {
    format!("tenant-{}", chance.u64(..5))
}

fn earlier(chance: &mut Rng, end: Timestamp) -> Timestamp {
    end.plus_millis(-1 - millis(chance.u64(..SPAN_MILLIS - 86_400_000)))
}

fn millis(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(0)
}
