//! Measures one thing by name against its floor, and tells the figures as one JSON object in the last line. It compares
//! two things measured in turn in one run, and claims no time of a clock for any other machine.

mod append;
mod idle;
mod insights;
mod made;
mod notify;
mod pairs;
mod scripted;
mod search;
mod sync;
mod verify;

use std::{collections::VecDeque, path::PathBuf, process::ExitCode, time::Duration};

use doorward_e2e::{Failure, Household, Outcome};
use tokio::signal::unix::{SignalKind, signal};

const ENTRIES: usize = 1_000_000;
const REQUESTS: usize = 100_000;

const USAGE: &str =
    "doorward-bench append | idle | insights | notify | search | sync | verify [--seed N] [--entries N]";

/// Longer than any benchmark takes on a slow machine.
const LIMIT: Duration = Duration::from_secs(10 * 60);

enum Task {
    Bench(Bench, Options),
    /// What `idle` asks.
    IdleQueue,
    /// What `notify` starts as its floor.
    FloorQueue(notify::floor::Files),
    FloorDesk {
        files: notify::floor::Files,
        queue: String,
        bus: String,
        every: Option<Duration>,
    },
}

#[derive(Clone, Copy)]
enum Bench {
    Append,
    Idle,
    Insights,
    Notify,
    Search,
    Sync,
    Verify,
}

struct Options {
    seed: u64,
    /// Of the log that `search` and `verify` read; decisions that `insights` counts; requests that `sync` mirrors. As many
    /// as the goal is for, unless told.
    entries: Option<usize>,
}

// One thread: the programs that it starts are bound to the thread that started them.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(task) = task(std::env::args().skip(1).collect()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let result = match task {
        Task::Bench(Bench::Append, _) => append::bench().await,
        Task::Bench(Bench::Idle, _) => idle::bench().await,
        Task::IdleQueue => idle::queue().await.map(|()| true),
        Task::Bench(Bench::Notify, options) => unless_stopped(notify::bench(options.seed)).await,
        Task::Bench(Bench::Insights, options) => {
            insights::bench(options.seed, options.entries.unwrap_or(ENTRIES) as u64)
        }
        Task::Bench(Bench::Search, options) => search::bench(options.seed, options.entries.unwrap_or(ENTRIES) as u64),
        Task::Bench(Bench::Sync, options) => sync::bench(options.entries.unwrap_or(REQUESTS)).await,
        Task::Bench(Bench::Verify, options) => verify::bench(options.seed, options.entries.unwrap_or(ENTRIES)),
        Task::FloorQueue(files) => notify::floor::queue(files).await.map(|()| true),
        Task::FloorDesk { files, queue, bus, every } => {
            notify::floor::desk(files, queue, &bus, every).await.map(|()| true)
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            println!("\nFAILED: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Measures until it is done, or a signal or the limit ends it. What it started is gone afterwards.
async fn unless_stopped(bench: impl Future<Output = Outcome<bool>>) -> Outcome<bool> {
    let household = Household::new()?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    let result = tokio::select! {
        result = bench => result,
        _ = interrupted.recv() => Err(Failure::new("interrupted")),
        _ = terminated.recv() => Err(Failure::new("terminated")),
        () = tokio::time::sleep(LIMIT) => Err(Failure::new(format!("not done after {LIMIT:?}"))),
    };
    household.clear();
    result
}

fn task(words: VecDeque<String>) -> Option<Task> {
    let mut words = words;
    let first = words.pop_front()?;
    let mut files = || Some(notify::floor::Files { original: path(&mut words)?, own: path(&mut words)? });
    let task = match first.as_str() {
        "idle-queue" => Task::IdleQueue,
        "floor-queue" => Task::FloorQueue(files()?),
        "floor-desk" => {
            let files = files()?;
            let (queue, bus) = (words.pop_front()?, words.pop_front()?);
            let every = words.pop_front().map(|seconds| seconds.parse().ok().map(Duration::from_secs_f64));
            Task::FloorDesk { files, queue, bus, every: every.map_or(Some(None), |every| every.map(Some))? }
        }
        "append" => Task::Bench(Bench::Append, options(&mut words)?),
        "idle" => Task::Bench(Bench::Idle, options(&mut words)?),
        "notify" => Task::Bench(Bench::Notify, options(&mut words)?),
        "insights" => Task::Bench(Bench::Insights, options(&mut words)?),
        "search" => Task::Bench(Bench::Search, options(&mut words)?),
        "sync" => Task::Bench(Bench::Sync, options(&mut words)?),
        "verify" => Task::Bench(Bench::Verify, options(&mut words)?),
        _ => return None,
    };
    words.is_empty().then_some(task)
}

/// All of them.
fn options(words: &mut VecDeque<String>) -> Option<Options> {
    // Short enough to be read out.
    let mut options = Options { seed: fastrand::u64(..1_000_000), entries: None };
    while let Some(word) = words.pop_front() {
        match word.as_str() {
            "--seed" => options.seed = words.pop_front()?.parse().ok()?,
            "--entries" => options.entries = Some(words.pop_front()?.parse().ok()?),
            _ => return None,
        }
    }
    Some(options)
}

fn path(words: &mut VecDeque<String>) -> Option<PathBuf> {
    words.pop_front().map(PathBuf::from)
}
