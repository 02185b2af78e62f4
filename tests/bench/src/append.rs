//! One decision durable at the desk: `Desk::decide` (leaf `intent`, tree, checkpoint and outbox row in one commit) and its
//! release (leaf `decision` and the rest), each against `write` of 4 KiB and `fdatasync` beside the profile's file. What
//! each part takes is measured beside them.

mod timed;

use std::{
    fs::File,
    os::unix::fs::FileExt,
    path::Path,
    time::{Duration, Instant},
};

use desk::{Choice, Desk, ViewKind};
use desk_store::SqliteDesk;
use doorward_e2e::{Outcome, While};
use rusqlite::Connection;
use serde_json::json;
use tlog::key::{SeedKey, Signer as _};

use crate::{
    made::{self, QUEUE},
    pairs::{Times, millis, rounded},
};
use timed::{LastCommit, Timed};

const ROUNDS: usize = 1000;
/// Enough for the write-ahead log to have been written through once: it is written over from then on.
const WARM_UP: usize = 200;

const RATIO_P50: f64 = 1.75;
const RATIO_P99: f64 = 2.5;

const PAGE: usize = 4096;
/// What a commit writes in the median, by a trace of its system calls.
const PAGES: usize = 12;
/// The floor goes round in a file as large as the write-ahead log becomes, which no longer grows (bytes).
const ROUND: u64 = 1000 * PAGE as u64;

#[derive(Default)]
struct Took {
    decide: Vec<Duration>,
    release: Vec<Duration>,
    floor: Vec<Duration>,
    twice: Vec<Duration>,
    bare: Vec<Duration>,
    /// Of a click and a release, what the store took.
    decide_commit: Vec<Duration>,
    release_commit: Vec<Duration>,
    /// As many pages as a commit writes in the median, and a sync.
    pages: Vec<Duration>,
    signed: Vec<Duration>,
}

/// Measures; `true` where the goal holds and the control was seen.
pub async fn bench() -> Outcome<bool> {
    // On a disk: what lies in /tmp may be memory.
    let folder = tempfile::tempdir_in("/var/tmp").while_doing("making a folder")?;
    println!("{ROUNDS} rounds in turn, in {}", folder.path().display());
    let store = SqliteDesk::open(&folder.path().join("desk.sqlite")).while_doing("making the profile")?;
    let commit = LastCommit::default();
    let desk = made::with_requests(Timed::new(store, commit.clone()), WARM_UP + ROUNDS).await?;
    let key = SeedKey::from_seed(&[7; 32]);
    let mut floor = Floor::new(folder.path())?;
    let bare = bare(folder.path())?;
    let mut took = Took::default();
    for number in 0..WARM_UP + ROUNDS {
        if number == WARM_UP {
            took = Took::default();
        }
        let ticket = ticket(&desk, number)?;
        took.decide.push(timed(|| decide(&desk, &ticket))?);
        took.decide_commit.push(commit.took());
        took.floor.push(timed(|| floor.once())?);
        took.release.push(timed(|| desk.send_now(&name(number)).map(drop).while_doing("releasing"))?);
        took.release_commit.push(commit.took());
        took.floor.push(timed(|| floor.once())?);
        took.bare.push(timed(|| bare_once(&bare, number))?);
        took.pages.push(timed(|| floor.write(PAGES))?);
        took.signed.push(timed(|| signed(&key))?);
        took.twice.push(timed(|| floor.once().and_then(|()| floor.once()))?);
    }
    Ok(tell(took))
}

fn tell(took: Took) -> bool {
    let (decide, release, floor) = (Times::new(took.decide), Times::new(took.release), Times::new(took.floor));
    let (twice, bare) = (Times::new(took.twice), Times::new(took.bare));
    let (decide_commit, release_commit) = (Times::new(took.decide_commit), Times::new(took.release_commit));
    let (pages, signed) = (Times::new(took.pages), Times::new(took.signed));
    println!("\ndecide             {decide}\n  its commit       {decide_commit}");
    println!("release            {release}\n  its commit       {release_commit}\nfloor              {floor}");
    println!("floor, {PAGES} pages    {pages}\nSQLite, one row    {bare}\ntwo signatures     {signed}");
    println!("floor, two syncs   {twice}");
    for (name, whole, commit) in [("decide", &decide, &decide_commit), ("release", &release, &release_commit)] {
        let share = |millis: f64| format!("{:.0} %", 100.0 * millis / whole.p50());
        println!(
            "{name}: one page synced {}, {} more pages {}, SQLite beside that {}, two signatures {}, the rest {}",
            share(floor.p50()),
            PAGES - 1,
            share(pages.p50() - floor.p50()),
            share(commit.p50() - pages.p50()),
            share(signed.p50()),
            share(whole.p50() - commit.p50() - signed.p50()),
        );
    }
    let ratios = |of: &Times| (of.p50() / floor.p50(), of.p99() / floor.p99());
    let (decide_p50, decide_p99) = ratios(&decide);
    let (release_p50, release_p99) = ratios(&release);
    // A second sync in a commit is the fault that this is here to see.
    let seen = twice.p50() / floor.p50() > RATIO_P50;
    let ok = decide_p50.max(release_p50) <= RATIO_P50 && decide_p99.max(release_p99) <= RATIO_P99 && seen;
    let figures = json!({
        "ratio_p50": rounded(decide_p50), "ratio_p99": rounded(decide_p99),
        "release_ratio_p50": rounded(release_p50), "release_ratio_p99": rounded(release_p99),
        "doorward_ms": millis(decide.p50()), "release_ms": millis(release.p50()), "floor_ms": millis(floor.p50()),
        "sqlite_ms": millis(bare.p50()), "rounds": ROUNDS, "controls_seen": u8::from(seen),
    });
    let goal = json!({ "ratio_p50": RATIO_P50, "ratio_p99": RATIO_P99, "controls_seen": 1 });
    println!("\n{}", json!({ "name": "append", "ok": ok, "figures": figures, "goal": goal }));
    ok
}

fn timed(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed())
}

fn name(number: usize) -> String {
    format!("{QUEUE}:r{number}")
}

fn ticket(desk: &Desk, number: usize) -> Outcome<String> {
    let sheet = desk.open_sheet(&name(number), ViewKind::Window).while_doing("opening the sheet")?;
    Ok(sheet.ticket)
}

fn decide(desk: &Desk, ticket: &str) -> Outcome<()> {
    let choice = Choice::Grant { seconds: 4 * 3600 };
    desk.decide(ticket, choice, Some("As agreed with the owner."), None).map(drop).while_doing("deciding")
}

struct Floor {
    file: File,
    at: u64,
}

impl Floor {
    fn new(folder: &Path) -> Outcome<Self> {
        let file = File::create(folder.join("floor")).while_doing("making the floor's file")?;
        for at in (0..ROUND).step_by(PAGE) {
            file.write_all_at(&[1; PAGE], at)?;
        }
        file.sync_all()?;
        Ok(Floor { file, at: 0 })
    }

    fn once(&mut self) -> Outcome<()> {
        self.write(1)
    }

    /// So many pages, one by one as SQLite writes them, and one sync.
    fn write(&mut self, pages: usize) -> Outcome<()> {
        for _ in 0..pages {
            self.file.write_all_at(&[2; PAGE], self.at)?;
            self.at = (self.at + PAGE as u64) % ROUND;
        }
        Ok(self.file.sync_data()?)
    }
}

/// A leaf's and a checkpoint's, by their usual sizes, with the key at hand.
fn signed(key: &SeedKey) -> Outcome<()> {
    for size in [2048, 120] {
        std::hint::black_box(key.sign(std::hint::black_box(&vec![1; size])).while_doing("signing")?);
    }
    Ok(())
}

/// What SQLite itself takes for a row, with the desk's settings: no part of the goal, but of the shares.
fn bare(folder: &Path) -> Outcome<Connection> {
    let db = Connection::open(folder.join("bare.sqlite")).while_doing("making the bare database")?;
    for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
        db.pragma_update(None, pragma, value).while_doing(pragma)?;
    }
    db.execute_batch("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT").while_doing("a table")?;
    Ok(db)
}

fn bare_once(db: &Connection, number: usize) -> Outcome<()> {
    let mut insert = db.prepare_cached("INSERT INTO rows (id, text) VALUES (?1, ?2)").while_doing("preparing")?;
    insert.execute((number, "a decision")).map(drop).while_doing("inserting")
}
