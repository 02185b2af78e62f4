//! Power cuts at every instant of recorded work: opening, migrating, enrolling, clicking, sending, receipts, checkpoints of
//! the write-ahead log, closing and opening again. Every state that a cut may leave is opened by the real store.

use super::person::{PATIENCE, at_rest, decide, until, waiting};
use super::told::{Told, Wrong, judge};
use super::world::{Drivers, Moved, Outcome, Server, desk};
use crate::spread::over_cores;
use crate::{Findings, Run};
use desk_store::SqliteDesk;
use doorward_faults::{Disk, Files, Op, Walk, install};
use fastrand::Rng;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Runtime;

/// States of one cut, at most about.
const STATES_OF_A_CUT: usize = 12;
/// Of one recording, about.
const STATES_OF_A_WORKLOAD: u64 = 400;

#[derive(Debug, Default)]
struct Seen {
    workloads: u64,
    cuts: u64,
    states: u64,
    lost: u64,
    unopenable: u64,
    unverified: u64,
    halves: u64,
    doubled: u64,
}

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let disk = install();
    let mut seen = Seen::default();
    let states = run.times(120, 100_000) as u64;
    let workloads = (states / STATES_OF_A_WORKLOAD).max(2);
    let chance = |number: u64| Rng::with_seed(run.seed ^ (number << 20));
    // All of them, and then two more at a time until there are states enough.
    while seen.workloads < workloads || seen.states < states {
        let more = workloads.saturating_sub(seen.workloads).max(2);
        let share = (states.saturating_sub(seen.states) / more).max(60);
        let before = seen.workloads;
        let played = over_cores(more, "recordings", |number| {
            let number = before + number;
            workload(disk, number, &mut chance(number), false, share)
        })?;
        played.iter().for_each(|one| seen.add(one));
    }
    let mut relaxed = Seen::default();
    while relaxed.lost == 0 && relaxed.workloads < 5 {
        relaxed.add(&workload(disk, relaxed.workloads, &mut chance(relaxed.workloads), true, 400)?);
    }
    Ok(Findings::default()
        .figure("workloads", seen.workloads)
        .figure("cuts", seen.cuts)
        .at_least("states", seen.states as f64, states as f64)
        .none("lost", seen.lost)
        .none("unopenable", seen.unopenable)
        .none("not_verified", seen.unverified)
        .none("half_written", seen.halves)
        .none("doubled", seen.doubled)
        .control("synchronous=NORMAL", relaxed.lost > 0))
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.workloads += other.workloads;
        self.cuts += other.cuts;
        self.states += other.states;
        self.lost += other.lost;
        self.unopenable += other.unopenable;
        self.unverified += other.unverified;
        self.halves += other.halves;
        self.doubled += other.doubled;
    }
}

/// Records the workload of this number, then opens about so many of the states that a cut may leave.
fn workload(disk: &'static Disk, number: u64, rng: &mut Rng, relaxed: bool, states: u64) -> Outcome<Seen> {
    let mut seen = Seen { workloads: 1, ..Seen::default() };
    let place = tempfile::tempdir()?;
    let folder = place.path().join("profile");
    std::fs::create_dir(&folder)?;
    let clock = Arc::new(Moved::default());
    let runtime = Runtime::new()?;
    let recorded = runtime.block_on(record(disk, &folder, place.path(), &clock, relaxed, rng.u64(..)))?;
    runtime.shutdown_background();
    disk.forget(&folder);
    let after = place.path().join("after");
    std::fs::create_dir(&after)?;
    let mut walk = Walk::default();
    let mut known = BTreeSet::new();
    let share = (states as f64 / (recorded.ops.len() * STATES_OF_A_CUT) as f64).min(1.0);
    for op in &recorded.ops {
        walk.step(op);
        // Where something was just told, always; else as often as there is room.
        if !matches!(op, Op::Told(_)) && rng.f64() > share {
            continue;
        }
        seen.cuts += 1;
        let told: Vec<Told> = walk.told().iter().map(|index| recorded.told[*index].clone()).collect();
        for files in walk.cuts(STATES_OF_A_CUT, rng) {
            if known.insert((fingerprint(&files), told.len())) {
                seen.states += 1;
                note(number, open(disk, &after, &files, &told, &clock), &mut seen, relaxed);
            }
        }
        if relaxed && seen.lost > 0 {
            break;
        }
    }
    disk.forget(&after);
    Ok(seen)
}

struct Recorded {
    ops: Vec<Op>,
    told: Vec<Told>,
}

/// A person's work over three starts of the program, with the write-ahead log brought home in between.
async fn record(
    disk: &'static Disk,
    folder: &Path,
    place: &Path,
    clock: &Arc<Moved>,
    relaxed: bool,
    seed: u64,
) -> Outcome<Recorded> {
    let mut rng = Rng::with_seed(seed);
    let server = Server::start(&place.join("queue"), clock.clone(), seed).await?;
    disk.put(folder, &Files::new());
    if relaxed {
        disk.relax(folder);
    }
    let database = folder.join("desk.sqlite");
    let mut told = Vec::new();
    for _ in 0..3 {
        let desk = desk(Box::new(SqliteDesk::open(&database)?), clock, rng.u64(..))?;
        let drivers = Drivers::start(&desk, &server.url, &server.token)?;
        for _ in 0..rng.usize(1..3) {
            server.ask()?;
        }
        until(&desk, PATIENCE, || !waiting(&desk).is_empty()).await;
        for request in waiting(&desk) {
            decide(&desk, clock, &request, &mut rng, &mut |what| {
                told.push(what);
                disk.told(folder, told.len() - 1);
            });
        }
        if rng.bool() {
            until(&desk, PATIENCE, || at_rest(&desk)).await;
        }
        if rng.bool() {
            home(&database)?;
        }
        drivers.stop().await;
    }
    Ok(Recorded { ops: disk.ops(folder), told })
}

/// Brings the write-ahead log home, as SQLite does by itself after a thousand pages.
fn home(database: &PathBuf) -> Outcome<()> {
    let db = Connection::open(database)?;
    db.execute_batch("PRAGMA synchronous=FULL")?;
    Ok(db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

fn open(disk: &'static Disk, after: &Path, files: &Files, told: &[Told], clock: &Arc<Moved>) -> Wrong {
    let database = after.join("desk.sqlite");
    // Where the cut took the file's name, the desk makes a new one.
    let _ = std::fs::remove_file(&database);
    disk.put(after, files);
    judge(&database, told, clock)
}

fn note(workload: u64, wrong: Wrong, seen: &mut Seen, expected: bool) {
    if !wrong.is_none() && !expected {
        println!("  workload {workload}, cut {}: {wrong:?}", seen.cuts);
    }
    seen.lost += wrong.lost.len() as u64;
    seen.unopenable += u64::from(wrong.unopenable.is_some());
    seen.unverified += u64::from(wrong.unverified.is_some());
    seen.halves += wrong.halves.len() as u64;
    seen.doubled += wrong.doubled.len() as u64;
}

fn fingerprint(files: &Files) -> u64 {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
}
