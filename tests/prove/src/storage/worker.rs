//! The process that `kill9` kills: it opens a profile as the program does, follows the queue, decides on whatever waits,
//! and says on its standard output what the desk said yes to, one line each, ending with a full stop.

use super::person::{all_is_done, decide, holds, unfinished, waiting};
use super::spoilt::{Fault, Spoilt};
use super::world::{Drivers, Moved, Outcome, QUEUE, desk};
use desk::store::DeskStore;
use desk_store::SqliteDesk;
use fastrand::Rng;
use profile::Folder;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is not at rest by then is explained, for whoever reads of a finding.
const LONG: Duration = Duration::from_secs(15);

/// Its name among the proofs; nobody calls it by hand.
pub const NAME: &str = "kill9-worker";

/// What it is started with, as words.
pub struct Task<'a> {
    pub profile: &'a Path,
    pub url: &'a str,
    pub seed: u64,
    /// The newest request that the queue has; nothing is at rest before it is known here.
    pub newest: &'a str,
    pub fault: Option<Fault>,
    /// The machine's clock, see `Moved::shared`.
    pub clock: &'a Path,
}

impl Task<'_> {
    pub fn words(&self) -> [String; 7] {
        let fault = match self.fault {
            None => "sound",
            Some(Fault::AcknowledgesFirst) => "acknowledges-first",
            Some(Fault::CommitsInTwo) => "commits-in-two",
            Some(Fault::SwallowsErrors) => "swallows-errors",
        };
        let profile = self.profile.display().to_string();
        let (url, newest) = (self.url.to_owned(), format!("{QUEUE}:{}", self.newest));
        let clock = self.clock.display().to_string();
        [NAME.to_owned(), profile, url, self.seed.to_string(), newest, fault.to_owned(), clock]
    }
}

/// For ever; its words as `Task` gives them, the token in `DOORWARD_TOKEN`.
pub fn run(words: &[String]) -> Outcome<()> {
    let [_, profile, url, seed, newest, fault, clock] = words else { return Err("seven words".into()) };
    let fault = match fault.as_str() {
        "acknowledges-first" => Some(Fault::AcknowledgesFirst),
        "commits-in-two" => Some(Fault::CommitsInTwo),
        "swallows-errors" => Some(Fault::SwallowsErrors),
        _ => None,
    };
    let token = std::env::var("DOORWARD_TOKEN")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(work(
        Path::new(profile),
        (url, &token),
        seed.parse()?,
        newest,
        fault,
        Moved::shared(Path::new(clock)),
    ))
}

async fn work(
    profile: &Path,
    (url, token): (&str, &str),
    seed: u64,
    newest: &str,
    fault: Option<Fault>,
    clock: Moved,
) -> Outcome<()> {
    let (mut rng, clock) = (Rng::with_seed(seed), Arc::new(clock));
    let folder = Folder::open(profile)?;
    let store = SqliteDesk::open(&folder.desk())?;
    let store: Box<dyn DeskStore> = match fault {
        Some(fault) => Box::new(Spoilt::new(store, fault)),
        None => Box::new(store),
    };
    let desk = desk(store, &clock, seed)?;
    let _drivers = Drivers::start(&desk, url, token)?;
    let mut events = desk.events();
    let mut out = std::io::stdout();
    let (begun, mut explained) = (Instant::now(), false);
    loop {
        for request in waiting(&desk) {
            decide(&desk, &clock, &request, &mut rng, &mut |told| {
                // One write each: a line is there as a whole or not.
                let _ = out.write_all(format!("{}.\n", told.line()).as_bytes()).and_then(|()| out.flush());
            });
        }
        if !explained && begun.elapsed() > LONG {
            explained = true;
            let why = format!("  not at rest after {LONG:?}: {}; {:?}\n", unfinished(&desk), desk.status().queues);
            std::io::stderr().write_all(why.as_bytes())?;
        }
        if desk.standing(newest).is_some() && all_is_done(&desk) {
            out.write_all(b"rest\n")?;
            out.flush()?;
        }
        if tokio::time::timeout(Duration::from_millis(100), events.recv()).await.is_err() {
            // Their undo windows end. Without one, time goes by as it does.
            if holds(&desk) {
                clock.on(Duration::from_secs(9))?;
            }
            desk.release_due();
        }
    }
}
