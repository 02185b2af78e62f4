//! Every call to the disk fails in its turn: the n-th read, write, sync, open, truncation or deletion, for n from 1 on
//! until a run meets no failure. What the desk said yes to must be there afterwards, and the desk must work again.

use super::person::{PATIENCE, at_rest, decide, until, waiting};
use super::spoilt::{Fault, Spoilt};
use super::told::{Told, Wrong, judge, yeses};
use super::world::{Drivers, Moved, Outcome, Server, desk};
use crate::spread::over_cores;
use crate::{Findings, Run};
use desk::Desk;
use desk::store::DeskStore;
use desk_store::SqliteDesk;
use doorward_faults::{Disk, Failing, Files, Trouble, install};
use fastrand::Rng;
use rusqlite::Connection;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

static PANICS: AtomicU64 = AtomicU64::new(0);

#[derive(Debug, Default)]
struct Seen {
    runs: u64,
    failures: u64,
    told: u64,
    lost: u64,
    unopenable: u64,
    unverified: u64,
    halves: u64,
    doubled: u64,
    stuck: u64,
}

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let disk = install();
    std::panic::set_hook(Box::new(|why| {
        println!("  panic: {why}");
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let mut rng = Rng::with_seed(run.seed);
    let kinds = [(Trouble::Io, 1), (Trouble::Io, 5), (Trouble::Full, 1), (Trouble::Full, 40), (Trouble::Short, 1)];
    let kinds = kinds.map(|(trouble, calls)| (trouble, calls, rng.u64(1..=run.size(20, 1) as u64)));
    let mut seen = Seen::default();
    for one in over_cores(kinds.len() as u64, "kinds of failure", |number| {
        let (trouble, calls, first) = kinds[number as usize];
        every(disk, Failing { trouble, first, calls }, run)
    })? {
        seen.add(&one);
    }
    let mut blind = Seen::default();
    // The disk is full from some write on, after the opening.
    let mut first = 60;
    while blind.lost + blind.halves + blind.unverified == 0 && first < 300 {
        let failing = Failing { trouble: Trouble::Full, first, calls: u64::MAX };
        one(disk, failing, Some(Fault::SwallowsErrors), run.seed, &mut blind)?;
        first += 10;
    }
    let (opened, without) = opened_anew(disk)?;
    let _ = std::panic::take_hook();
    Ok(Findings::default()
        .figure("runs", seen.runs)
        .figure("failed_calls", seen.failures)
        .figure("acknowledged", seen.told)
        .none("panics", PANICS.load(Ordering::Relaxed))
        .none("lost", seen.lost)
        .none("unopenable", seen.unopenable)
        .none("not_verified", seen.unverified)
        .none("half_written", seen.halves)
        .none("doubled", seen.doubled)
        .none("not_working_again", seen.stuck)
        .figure("opened_while_failing", opened)
        .none("opened_without_its_log", without)
        .control("a store that swallows the error", blind.lost + blind.halves + blind.unverified > 0))
}

/// This failure, and then ever later ones, until a run meets none.
fn every(disk: &'static Disk, mut failing: Failing, run: &Run) -> Outcome<Seen> {
    let (mut seen, begun) = (Seen::default(), Instant::now());
    while one(disk, failing, None, run.seed, &mut seen)? > 0 {
        failing.first += run.size(150, 1) as u64;
        if seen.runs.is_multiple_of(200) {
            println!("  {failing:?}: {} runs in {} s", seen.runs, begun.elapsed().as_secs());
        }
    }
    println!("  until {failing:?}: {} runs in {} s", seen.runs, begun.elapsed().as_secs());
    Ok(seen)
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.failures += other.failures;
        self.told += other.told;
        self.lost += other.lost;
        self.unopenable += other.unopenable;
        self.unverified += other.unverified;
        self.halves += other.halves;
        self.doubled += other.doubled;
        self.stuck += other.stuck;
    }
}

/// One run with one failure. Answers how many calls failed.
fn one(disk: &'static Disk, failing: Failing, fault: Option<Fault>, seed: u64, seen: &mut Seen) -> Outcome<u64> {
    let place = tempfile::tempdir()?;
    let folder = place.path().join("profile");
    std::fs::create_dir(&folder)?;
    let clock = Arc::new(Moved::default());
    let runtime = Runtime::new()?;
    let (told, failed, works) = runtime.block_on(work(disk, &folder, place.path(), &clock, failing, fault, seed))?;
    runtime.shutdown_background();
    let wrong = judge(&folder.join("desk.sqlite"), &told, &clock);
    disk.forget(&folder);
    seen.runs += 1;
    seen.failures += failed;
    seen.told += yeses(&told);
    seen.stuck += u64::from(!works);
    if (!wrong.is_none() || !works) && fault.is_none() {
        println!("  {failing:?}: {}, {wrong:?}", if works { "works again" } else { "DOES NOT WORK AGAIN" });
    }
    note(&wrong, seen);
    Ok(failed)
}

/// Opens, enrols and decides while calls fail; then without failures goes on, decides once more, and stops.
async fn work(
    disk: &'static Disk,
    folder: &Path,
    place: &Path,
    clock: &Arc<Moved>,
    failing: Failing,
    fault: Option<Fault>,
    seed: u64,
) -> Outcome<(Vec<Told>, u64, bool)> {
    let mut rng = Rng::with_seed(seed);
    let server = Server::start(&place.join("queue"), clock.clone(), seed).await?;
    disk.put(folder, &Files::new());
    disk.fail(folder, Some(failing));
    server.ask()?;
    let mut told = Vec::new();
    // A spoilt store may never show anything: what it loses it has lost by then.
    let patience = if fault.is_some() { Duration::from_millis(300) } else { PATIENCE };
    // A person whom the program does not open for starts it again.
    let mut opened = None;
    for _ in 0..50 {
        opened = start(folder, clock, fault, &server, rng.u64(..)).ok();
        if opened.is_some() {
            break;
        }
    }
    let Some((desk, drivers)) = opened else { return Ok((told, disk.failed(folder), false)) };
    for _ in 0..3 {
        until(&desk, patience, || !waiting(&desk).is_empty()).await;
        for request in waiting(&desk) {
            decide(&desk, clock, &request, &mut rng, &mut |what| told.push(what));
        }
        server.ask()?;
    }
    let failed = disk.failed(folder);
    disk.fail(folder, None);
    let request = format!("{}:{}", super::world::QUEUE, server.ask()?);
    let there = until(&desk, patience, || waiting(&desk).contains(&request)).await;
    let before = told.len();
    if there {
        decide(&desk, clock, &request, &mut rng, &mut |what| told.push(what));
    }
    let works = there && told.len() > before && until(&desk, patience, || ended(&desk)).await;
    let whole = !drivers.stop().await;
    Ok((told, failed, works && whole))
}

fn start(
    folder: &Path,
    clock: &Arc<Moved>,
    fault: Option<Fault>,
    server: &Server,
    seed: u64,
) -> Outcome<(Arc<Desk>, Drivers)> {
    let store = SqliteDesk::open(&folder.join("desk.sqlite"))?;
    let store: Box<dyn DeskStore> = match fault {
        Some(fault) => Box::new(Spoilt::new(store, fault)),
        None => Box::new(store),
    };
    let desk = desk(store, clock, seed)?;
    let drivers = Drivers::start(&desk, &server.url, &server.token)?;
    Ok((desk, drivers))
}

/// What was held long enough is signed, and all that was signed has its end.
fn ended(desk: &Desk) -> bool {
    let held = |id: &String| desk.send_now(id).is_ok();
    let held = desk.inbox().rows.iter().map(|row| row.id.clone()).filter(held).count();
    held == 0 && at_rest(desk)
}

fn note(wrong: &Wrong, seen: &mut Seen) {
    seen.lost += wrong.lost.len() as u64;
    seen.unopenable += u64::from(wrong.unopenable.is_some());
    seen.unverified += u64::from(wrong.unverified.is_some());
    seen.halves += wrong.halves.len() as u64;
    seen.doubled += wrong.doubled.len() as u64;
}

/// Opens a new profile while one call after another fails. What opens must have its write-ahead log in the file, and not only in
/// mind. Answers how many opened, and how many of these have none.
fn opened_anew(disk: &'static Disk) -> Outcome<(u64, u64)> {
    let place = tempfile::tempdir()?;
    let (mut opened, mut without) = (0, 0);
    for trouble in [Trouble::Io, Trouble::Full, Trouble::Short] {
        for first in 1.. {
            let folder = place.path().join(format!("{trouble:?}-{first}"));
            std::fs::create_dir(&folder)?;
            disk.put(&folder, &Files::new());
            disk.fail(&folder, Some(Failing { trouble, first, calls: 1 }));
            let file = folder.join("desk.sqlite");
            let opens = SqliteDesk::open(&file).is_ok();
            let failed = disk.failed(&folder);
            disk.fail(&folder, None);
            if opens {
                let mode: String =
                    Connection::open(&file)?.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
                opened += 1;
                without += u64::from(mode != "wal");
            }
            disk.forget(&folder);
            if failed == 0 {
                break;
            }
        }
    }
    Ok((opened, without))
}
