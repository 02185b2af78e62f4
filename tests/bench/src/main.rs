//! Measures one thing by name against its floor, and tells the figures as one JSON object in the last line. It compares
//! two things measured in turn in one run, and claims no time of a clock for any other machine.

mod chance;
mod notify;
mod pairs;

use std::{collections::VecDeque, path::PathBuf, process::ExitCode, time::Duration};

use doorward_e2e::{Failure, Household, Outcome};
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "doorward-bench notify [--seed N]";

/// Longer than any benchmark takes on a slow machine.
const LIMIT: Duration = Duration::from_secs(10 * 60);

enum Task {
    Notify {
        seed: u64,
    },
    /// What `notify` starts as its floor.
    FloorQueue(notify::floor::Files),
    FloorDesk {
        files: notify::floor::Files,
        queue: String,
        bus: String,
        every: Option<Duration>,
    },
}

// One thread: the programs that it starts are bound to the thread that started them.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(task) = task(std::env::args().skip(1).collect()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let result = match task {
        Task::Notify { seed } => unless_stopped(notify::bench(seed)).await,
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
        "floor-queue" => Task::FloorQueue(files()?),
        "floor-desk" => {
            let files = files()?;
            let (queue, bus) = (words.pop_front()?, words.pop_front()?);
            let every = words.pop_front().map(|seconds| seconds.parse().ok().map(Duration::from_secs_f64));
            Task::FloorDesk { files, queue, bus, every: every.map_or(Some(None), |every| every.map(Some))? }
        }
        "notify" => match words.pop_front().as_deref() {
            None => Task::Notify { seed: chance::fresh_seed() },
            Some("--seed") => Task::Notify { seed: words.pop_front()?.parse().ok()? },
            Some(_) => return None,
        },
        _ => return None,
    };
    words.is_empty().then_some(task)
}

fn path(words: &mut VecDeque<String>) -> Option<PathBuf> {
    words.pop_front().map(PathBuf::from)
}
