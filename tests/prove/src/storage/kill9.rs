//! A process that decides is killed at random instants, over and over, on the same profile: while it opens, migrates,
//! recovers, enrols, writes, sends. The queue lives on beside it. After every kill a copy of the profile must open, verify,
//! and hold everything that was acknowledged.

use super::spoilt::Fault;
use super::told::{Told, Wrong, about, judge, yeses};
use super::worker::Task;
use super::world::{Moved, Outcome, Server};
use crate::{Findings, Run, progress::Progress};
use fastrand::Rng;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Kills on one profile; then a new one, so that making and enrolling are killed too.
const KILLS_OF_A_PROFILE: usize = 25;
/// As many profiles are worked on at the same time.
const LANES: u64 = 2;
/// How long a worker that nobody kills may need for all that waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was seen in a lane.
#[derive(Debug, Default)]
struct Seen {
    kills: u64,
    before_any: u64,
    told: u64,
    lost: u64,
    doubled: u64,
    halves: u64,
    unverified: u64,
    unopenable: u64,
    unfinished: u64,
}

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let kills = run.times(16, 10_000).div_ceil(LANES as usize);
    let progress = Arc::new(Progress::of(kills as u64 * LANES, "kills"));
    let lanes: Vec<_> = (0..LANES)
        .map(|number| {
            let seed = run.seed.wrapping_mul(1_000_003).wrapping_add(number << 40);
            let progress = progress.clone();
            thread::spawn(move || lane(seed, kills, None, &progress).map_err(|error| error.to_string()))
        })
        .collect();
    let mut all = Seen::default();
    for lane in lanes {
        let seen = lane.join().map_err(|_| "a lane broke down")??;
        all.add(&seen);
    }
    // Where a kill falls is chance, and one lane ends at the first that is found: only a proof that is blind plays them all.
    let most = 16 * KILLS_OF_A_PROFILE;
    let control = |fault| lane(run.seed, most, Some(fault), &Progress::of(most as u64, "kills"));
    let early = control(Fault::AcknowledgesFirst)?;
    let split = control(Fault::CommitsInTwo)?;
    Ok(Findings::default()
        .figure("cycles", all.kills)
        .figure("killed_before_the_first_word", all.before_any)
        .figure("acknowledged", all.told)
        .none("lost", all.lost)
        .none("doubled", all.doubled)
        .none("half_written", all.halves)
        .none("not_verified", all.unverified)
        .none("not_opened", all.unopenable)
        .none("not_finished", all.unfinished)
        .control("a store that acknowledges before it commits", early.lost > 0)
        .control("a store that commits in two", split.halves + split.unverified > 0))
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.kills += other.kills;
        self.before_any += other.before_any;
        self.told += other.told;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.halves += other.halves;
        self.unverified += other.unverified;
        self.unopenable += other.unopenable;
        self.unfinished += other.unfinished;
    }

    fn has_found(&self) -> bool {
        self.lost + self.doubled + self.halves + self.unverified + self.unopenable > 0
    }
}

/// One profile after another. With a fault it ends as soon as something is found.
fn lane(seed: u64, kills: usize, fault: Option<Fault>, progress: &Progress) -> Outcome<Seen> {
    let mut rng = Rng::with_seed(seed);
    let mut seen = Seen::default();
    // What a worker needs from its start until all is at rest, as measured last: on this machine, as busy as it is.
    let mut pace = Duration::ZERO;
    profile(0, None, &mut rng, &mut pace, &mut seen)?;
    while (seen.kills as usize) < kills && !(fault.is_some() && seen.has_found()) {
        let kills = KILLS_OF_A_PROFILE.min(kills - seen.kills as usize);
        profile(kills, fault, &mut rng, &mut pace, &mut seen)?;
        progress.more(kills as u64);
    }
    Ok(seen)
}

fn profile(kills: usize, fault: Option<Fault>, rng: &mut Rng, pace: &mut Duration, seen: &mut Seen) -> Outcome<()> {
    let place = tempfile::tempdir()?;
    let (folder, copy) = (place.path().join("profile"), place.path().join("copy"));
    let ticks = place.path().join("clock");
    let clock = Arc::new(Moved::shared(&ticks));
    let runtime = Runtime::new()?;
    let server = runtime.block_on(Server::start(&place.path().join("queue"), clock.clone(), rng.u64(..)))?;
    let mut told = Vec::new();
    let mut newest = server.ask()?;
    for _ in 0..kills {
        for _ in 0..rng.usize(0..3) {
            newest = server.ask()?;
        }
        let task = Task {
            profile: &folder,
            url: &server.url,
            seed: rng.u64(..),
            newest: newest.as_str(),
            fault,
            clock: &ticks,
        };
        let mut worker = Worker::start(&task, &server.token)?;
        let before = told.len();
        match rng.u32(..3) {
            // At a random instant, from the first on.
            0 | 1 => worker.hear(&mut told, Instant::now() + pace.mul_f64(rng.f64() * 1.2), usize::MAX),
            // Right after a word, which one by chance.
            _ => worker.hear(&mut told, Instant::now() + PATIENCE, 1 + rng.usize(..4)),
        };
        worker.kill(&mut told)?;
        seen.kills += 1;
        seen.before_any += u64::from(told.len() == before);
        copy_database(&folder, &copy)?;
        note(judge(&copy.join("desk.sqlite"), &told, &clock), &told, seen);
        if fault.is_some() && seen.has_found() {
            return Ok(());
        }
    }
    seen.told += yeses(&told);
    // Nobody kills this one: everything finds its end, and has it once at the queue.
    let task = Task {
        profile: &folder,
        url: &server.url,
        seed: rng.u64(..),
        newest: newest.as_str(),
        fault: None,
        clock: &ticks,
    };
    let mut worker = Worker::start(&task, &server.token)?;
    let begun = Instant::now();
    seen.unfinished += u64::from(!worker.hear(&mut told, Instant::now() + PATIENCE, usize::MAX));
    *pace = begun.elapsed();
    worker.kill(&mut told)?;
    note(judge(&folder.join("desk.sqlite"), &told, &clock), &told, seen);
    for told in &told {
        if let Told::Sent(request) = told {
            let (grants, undecided) = server.effects(request)?;
            seen.doubled += u64::from(grants > 1);
            seen.lost += u64::from(undecided.is_some());
            if grants > 1 || undecided.is_some() {
                let here = about(&folder.join("desk.sqlite"), request)?;
                println!("  {request} was sent; at the queue {grants} grants, undecided {undecided:?}; here {here}");
            }
        }
    }
    Ok(())
}

fn note(wrong: Wrong, told: &[Told], seen: &mut Seen) {
    if !wrong.is_none() {
        println!("  kill {}, {} told: {wrong:?}", seen.kills, told.len());
    }
    seen.lost += wrong.lost.len() as u64;
    seen.doubled += wrong.doubled.len() as u64;
    seen.halves += wrong.halves.len() as u64;
    seen.unverified += u64::from(wrong.unverified.is_some());
    seen.unopenable += u64::from(wrong.unopenable.is_some());
}

/// The process, and the lines that it says.
struct Worker {
    child: Child,
    lines: Receiver<String>,
    reader: thread::JoinHandle<()>,
}

impl Worker {
    fn start(task: &Task<'_>, token: &str) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(task.words()).env("DOORWARD_TOKEN", token).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let output = child.stdout.take().ok_or("no pipe")?;
        let (say, lines) = channel();
        let reader = thread::spawn(move || {
            let said = BufReader::new(output).lines().map_while(Result::ok);
            said.take_while(|line| say.send(line.clone()).is_ok()).for_each(drop);
        });
        Ok(Self { child, lines, reader })
    }

    /// Listens until then, or until so many were told, or until all is at rest: true.
    fn hear(&mut self, told: &mut Vec<Told>, until: Instant, most: usize) -> bool {
        let mut left = most;
        while left > 0 {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line == "rest" => return true,
                Ok(line) => {
                    left -= 1;
                    told.extend(Told::read(&line));
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
        false
    }

    /// SIGKILL. What it had said by then counts.
    fn kill(mut self, told: &mut Vec<Told>) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        self.reader.join().map_err(|_| "the reader broke down")?;
        told.extend(self.lines.try_iter().filter_map(|line| Told::read(&line)));
        Ok(())
    }
}

/// The database as the dead process left it. Its shared memory is worth nothing to the next start.
fn copy_database(from: &Path, to: &Path) -> Outcome<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for name in ["desk.sqlite", "desk.sqlite-wal", "desk.sqlite-journal"] {
        if from.join(name).exists() {
            fs::copy(from.join(name), to.join(name))?;
        }
    }
    Ok(())
}
