//! The newest 50 decisions that fit, of a million: `Desk::search_log` and its answer as JSON, against the same question
//! put to FTS5 with the rows read and the same bytes written. The way through the web view's IPC is not part of it.

use std::time::{Duration, Instant};

use approval::Timestamp;
use desk::{
    Desk, QueueId,
    store::{DeskStore, Findable, Write},
    view::{LogHitsView, LogSearch},
};
use desk_store::SqliteDesk;
use doorward_e2e::{Failure, Outcome, While};
use fastrand::Rng;
use rusqlite::Connection;
use serde_json::json;

use crate::{
    made::{self, QUEUE},
    pairs::{Times, millis, rounded},
};

const ROUNDS: usize = 40;
const WARM_UP: usize = 3;
const LIMIT: u32 = 50;

const RATIO: f64 = 1.3;
const P99_MILLIS: f64 = 16.0;

/// What is typed, and what that is to FTS5: a common word, a rare one, beginnings, phrases, a number, nothing found.
const QUESTIONS: [(&str, &str); 10] = [
    ("administrator", r#"words : "administ" *"#),
    ("dana", r#"words : "dan" *"#),
    ("d", r#"words : "d" *"#),
    ("granted glob", r#"words : "grant" * AND words : "glo" *"#),
    (r#""global administrator""#, r#"words : "global administrator""#),
    (r#"denied "billing reader""#, r#"words : "denie" * AND words : "billing reader""#),
    ("INC-44719", r#"words : "inc 44719" *"#),
    ("inc", r#"words : "inc" *"#),
    ("peres exchange granted", r#"words : "peres" * AND words : "exchange" * AND words : "grant" *"#),
    ("zzz", r#"words : "zzz" *"#),
];

/// Measures; `true` where the goal holds and the control was seen.
pub fn bench(seed: u64, count: u64) -> Outcome<bool> {
    println!("seed {seed}; {count} rows, {} questions, {ROUNDS} rounds in turn", QUESTIONS.len());
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("desk.sqlite");
    let store = SqliteDesk::open(&path).while_doing("making the profile")?;
    let begun = Instant::now();
    fill(&store, &mut Rng::with_seed(seed), count)?;
    println!("filled in {:.0?}, {} MiB", begun.elapsed(), std::fs::metadata(&path)?.len() >> 20);
    let desk = made::desk(store)?;
    let floor = Connection::open(&path).while_doing("opening the floor's connection")?;
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP + ROUNDS {
        for (typed, asked) in QUESTIONS {
            let (answer, took) = ours_once(&desk, typed)?;
            let floor_took = floor_once(&floor, asked, &answer)?;
            if round >= WARM_UP {
                ours.push(took);
                floors.push(floor_took);
            }
        }
    }
    let each = |all: &[Duration], number: usize| Times::new(all.iter().skip(number).step_by(QUESTIONS.len()).copied());
    for (number, (typed, _)) in QUESTIONS.iter().enumerate() {
        let (ours, floor) = (each(&ours, number), each(&floors, number));
        println!("{typed:28} Doorward {:>7.3} ms   floor {:>7.3} ms", ours.p50(), floor.p50());
    }
    let (ours, floors) = (Times::new(ours), Times::new(floors));
    // By rank FTS5 must look at every row that fits: a harness that does not see that measures something else.
    let begun = Instant::now();
    let ranked = rows(&floor, QUESTIONS[4].1, "bm25(found)")?;
    let ranked_took = begun.elapsed().as_secs_f64() * 1e3;
    println!("\nDoorward   {ours}\nfloor      {floors}\ncontrol, by rank: {ranked} rows in {ranked_took:.1} ms");
    let (ratio_p50, ratio_p99) = (ours.p50() / floors.p50(), ours.p99() / floors.p99());
    let seen = ranked_took > P99_MILLIS;
    let ok = ratio_p50 <= RATIO && ours.p99() <= P99_MILLIS && seen;
    let figures = json!({
        "ratio_p50": rounded(ratio_p50), "ratio_p99": rounded(ratio_p99), "doorward_ms": millis(ours.p50()),
        "floor_ms": millis(floors.p50()), "doorward_p99_ms": millis(ours.p99()), "rows": count,
        "controls_seen": u8::from(seen),
    });
    let goal = json!({ "ratio_p50": RATIO, "doorward_p99_ms": P99_MILLIS, "controls_seen": 1 });
    println!("\n{}", json!({ "name": "search", "ok": ok, "seed": seed, "figures": figures, "goal": goal }));
    Ok(ok)
}

fn ours_once(desk: &Desk, typed: &str) -> Outcome<(String, Duration)> {
    let begun = Instant::now();
    let search = LogSearch { words: typed.to_owned(), limit: LIMIT, ..LogSearch::default() };
    let found = desk.search_log(&search).while_doing("searching")?;
    let answer = serde_json::to_string(&found)?;
    Ok((answer, begun.elapsed()))
}

/// The same bytes, through a value and back into text as an empty command's would go.
fn floor_once(floor: &Connection, asked: &str, answer: &str) -> Outcome<Duration> {
    let value: LogHitsView = serde_json::from_str(answer)?;
    let begun = Instant::now();
    let found = rows(floor, asked, "found.rowid DESC")?;
    let written = serde_json::to_string(&value)?;
    let took = begun.elapsed();
    if written.len() != answer.len() || found != value.hits.len() {
        return Err(Failure::new(format!("{asked}: {found} rows for {} hits", value.hits.len())));
    }
    Ok(took)
}

fn rows(floor: &Connection, asked: &str, order: &str) -> Outcome<usize> {
    let mut statement = floor
        .prepare_cached(&format!(
            "SELECT place, queue, first, last, findable.tenant, at, shown, findable.words
         FROM found JOIN findable ON place = found.rowid WHERE found MATCH ?1 ORDER BY {order} LIMIT {LIMIT}"
        ))
        .while_doing("asking FTS5")?;
    type Row = (i64, String, i64, i64, String, i64, String, String);
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Row> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?))
    };
    let found: Vec<Row> = statement.query_map([asked], read).and_then(Iterator::collect).while_doing(asked)?;
    Ok(found.len())
}

/// Decisions of many years: few roles, many names, a ticket and eight words of a reason each.
fn fill(store: &SqliteDesk, chance: &mut Rng, count: u64) -> Outcome<()> {
    const STEP: u64 = 10_000;
    let word =
        |chance: &mut Rng, most: u64| -> String { (0..3 + chance.u64(..most)).map(|_| chance.lowercase()).collect() };
    let mut names: Vec<String> = (0..3000).map(|_| word(chance, 6)).collect();
    names.extend(["dana".to_owned(), "peres".to_owned()]);
    let lexicon: Vec<String> = (0..20_000).map(|_| word(chance, 8)).collect();
    let roles = ["global administrator", "exchange administrator", "billing reader", "owner", "security reader"];
    let verbs = ["granted 1 h", "granted 4 h", "denied", "revoked", "undone"];
    let of = |chance: &mut Rng, list: &[String]| list[chance.usize(..list.len())].clone();
    let mut at = 1_000_000_000_000;
    for first in (0..count).step_by(STEP as usize) {
        let entry = |number: u64| {
            at += i64::try_from(chance.u64(..1_000_000)).unwrap_or(0);
            let (verb, role) = (verbs[chance.usize(..5)], roles[chance.usize(..5)]);
            let whom = format!("{} {}", of(chance, &names), of(chance, &names));
            let reason: Vec<String> = (0..8).map(|_| of(chance, &lexicon)).collect();
            let words = format!("{verb} contoso {whom} {role} inc {} {}", chance.u64(..100_000), reason.join(" "));
            let piece = |text: &str| json!({ "pieces": [{ "text": text, "odd": null }] });
            let shown = json!({ "verb": verb, "whom": piece(&whom), "what": piece(role) }).to_string();
            let tenant = "contoso".to_owned();
            let at = Timestamp::from_millis(at);
            let (first, last) = (number * 3, number * 3 + 2);
            Write::Findable(Box::new(Findable { queue: queue(), first, last, tenant, at, shown, words }))
        };
        let writes: Vec<Write> = (first..count.min(first + STEP)).map(entry).collect();
        store.commit(&writes).while_doing("filling")?;
        if (first / STEP) % 10 == 9 {
            println!("  {} rows", first + STEP);
        }
    }
    Ok(())
}

fn queue() -> QueueId {
    QueueId::new(QUEUE)
}
