//! Plays one scenario with the real app: the end-to-end test, the tour, the pictures. It leaves no process behind,
//! however it ends.

mod scenario;

use std::{process::ExitCode, time::Duration};

use doorward_e2e::{Failure, Household, Outcome, Story};
use scenario::Scenario;
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str =
    "doorward-e2e test [parts | opening | day | team | queues | without | restored | tray] | tour | pictures";

/// Longer than any scenario takes on a slow machine; a hanging part then fails the run, and not the whole machine.
const LIMIT: Duration = Duration::from_secs(15 * 60);

// One thread: the programs that it starts are bound to the thread that started them (`process`).
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(scenario) = words.first().and_then(|word| Scenario::named(word)).filter(|_| words.len() <= 2) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let story = Story::new(&words[0]);
    let result = unless_stopped(scenario, words.get(1).map(String::as_str), &story).await;
    story.end(result)
}

/// Plays the scenario until it ends, or a signal or the limit ends it. What it started is gone afterwards.
async fn unless_stopped(scenario: Scenario, only: Option<&str>, story: &Story) -> Outcome<()> {
    let household = Household::new()?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    let result = tokio::select! {
        result = scenario.play(story, only) => result,
        _ = interrupted.recv() => Err(Failure::new("interrupted")),
        _ = terminated.recv() => Err(Failure::new("terminated")),
        () = tokio::time::sleep(LIMIT) => Err(Failure::new(format!("not done after {LIMIT:?}"))),
    };
    household.clear();
    result
}
