//! Proves one thing by name, and tells what it found as one JSON object in the last line. It ends with success only where
//! the goal holds and where every control was seen: a run with a defence switched off, in which it must find the fault.

mod conflicts;
mod dayone;
mod desk_world;
#[path = "../../desktop_bus.rs"]
mod desktop_bus;
mod findings;
mod hostile;
mod interrupt;
mod logs;
mod machine;
mod offline;
mod once;
mod progress;
mod secrets;
mod servers;
mod spread;
mod storage;
mod tenant;

use std::{error::Error, process::ExitCode};

use findings::Findings;

/// How a proof is carried out. The same run gives the same findings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub seed: u64,
    /// The size that is run by hand. The quick one takes at most 8 s.
    pub full: bool,
    /// So many repetitions, where that was asked for.
    pub times: Option<usize>,
}

impl Run {
    /// The amount that belongs to this size.
    pub fn size(&self, quick: usize, full: usize) -> usize {
        if self.full { full } else { quick }
    }

    /// How often what this proof repeats is repeated.
    pub fn times(&self, quick: usize, full: usize) -> usize {
        self.times.unwrap_or(self.size(quick, full))
    }
}

/// Ends with an error only where it could not be carried out.
type Proof = fn(&Run) -> Result<Findings, Box<dyn Error>>;

const PROOFS: &[(&str, Proof)] = &[
    ("conflicts", conflicts::prove),
    ("interrupt", interrupt::prove),
    ("once", once::prove),
    ("offline", offline::prove),
    ("fork", logs::fork::prove),
    ("oracle", logs::oracle::prove),
    ("tamper", logs::tamper::prove),
    ("kill9", storage::kill9::prove),
    ("power", storage::power::prove),
    ("io-fault", storage::io_fault::prove),
    ("secrets", secrets::prove),
    ("hostile", hostile::prove),
    ("dayone", dayone::prove),
];

/// Those that can be told how often: seeds, weeks, histories, proofs, kills and states.
const REPEATED: &[&str] = &["once", "offline", "fork", "oracle", "kill9", "power"];

/// A process that a proof starts.
type Worker = fn(&[String]) -> Result<(), Box<dyn Error>>;

const WORKERS: &[(&str, Worker)] =
    &[(storage::worker::NAME, storage::worker::run), (secrets::worker::NAME, secrets::worker::run)];

/// Fixed, so that two runs that differ differ by what changed in the tree. Other seeds are given by hand.
const SEED: u64 = 7;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((name, worker)) = WORKERS.iter().find(|(name, _)| words.first().is_some_and(|word| word == name)) {
        return match worker(&words) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{name}: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let Some((name, proof, run)) = task(&words, PROOFS) else {
        eprintln!("doorward-prove NAME [--full] [--seed N] [--times N], with NAME one of:");
        PROOFS.iter().for_each(|(name, _)| eprintln!("  {name}"));
        eprintln!("--times is for {}", REPEATED.join(", "));
        return ExitCode::from(2);
    };
    println!("{name}, seed {}, {} size", run.seed, if run.full { "full" } else { "quick" });
    match proof(&run) {
        Ok(findings) => {
            println!("\n{}", findings.result(name, run.seed));
            if findings.hold() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            println!("\nFAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task<'a>(words: &[String], proofs: &'a [(&'a str, Proof)]) -> Option<(&'a str, Proof, Run)> {
    let (named, options) = words.split_first()?;
    let (name, proof) = proofs.iter().find(|(name, _)| name == named)?;
    let mut run = Run { seed: SEED, full: false, times: None };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--full" => run.full = true,
            "--seed" => run.seed = options.next()?.parse().ok()?,
            "--times" if REPEATED.contains(name) => {
                run.times = Some(options.next()?.parse::<usize>().ok().filter(|times| *times > 0)?)
            }
            _ => return None,
        }
    }
    Some((*name, *proof, run))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &Run) -> Result<Findings, Box<dyn Error>> {
        Ok(Findings::default())
    }

    fn asked(words: &str) -> Option<Run> {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        task(&words, &[("kill9", nothing), ("tamper", nothing)]).map(|(_, _, run)| run)
    }

    #[test]
    fn a_proof_is_named_with_its_size_and_its_seed() {
        assert_eq!(asked("kill9"), Some(Run { seed: SEED, full: false, times: None }));
        assert_eq!(asked("kill9 --full --seed 3"), Some(Run { seed: 3, full: true, times: None }));
        assert_eq!(asked("kill9 --times 5"), Some(Run { seed: SEED, full: false, times: Some(5) }));
        for bad in
            ["kill8", "kill9 --seed", "kill9 --seed x", "kill9 --fast", "kill9 --times 0", "tamper --times 5", ""]
        {
            assert_eq!(asked(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_size_is_the_one_asked_for() {
        let run = Run { seed: SEED, full: false, times: None };
        assert_eq!((run.size(10, 1_000), Run { full: true, ..run }.size(10, 1_000)), (10, 1_000));
        assert_eq!((run.times(10, 1_000), Run { times: Some(7), ..run }.times(10, 1_000)), (10, 7));
    }
}
