//! Each decision has one effect or one named conflict, whatever the network does, whoever crashes, and whichever server
//! answers. Real are the desks with their drivers, the queue's engine and its SQLite store; the network, the disks of the desks,
//! the people and time itself come from the seed, and the same seed leads to the same run.

mod forgetful;
pub mod judge;
mod world;

use crate::desk_world::in_paused_time;
use crate::servers::Outcome;
use crate::spread::over_cores;
use crate::{Findings, Run};
use judge::{FAULTS, Found};
use std::error::Error;
use world::{Fault, play};

/// Clicks of one seed.
const DECISIONS: usize = 100;
/// Of one seed in the quick size.
const FEW: usize = 12;

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let seeds = run.times(2, 10_000) as u64;
    let found = played(run, seeds)?;
    println!("{} decisions: {:?}", found.decisions(), found.by_end());
    let mut findings = Findings::default().figure("seeds", seeds).figure("decisions", found.decisions());
    for (end, count) in found.by_end() {
        findings = findings.figure(end, count);
    }
    for fault in FAULTS {
        findings = findings.none(fault, found.count(fault));
    }
    Ok(findings
        .control("a queue that does not know what it took before", seen(run, Fault::NoIdempotency, "lost")?)
        .control(
            "a desk that takes what was sent for never sent",
            seen(run, Fault::ForgetsWhatWasSent, "without_one_end")?,
        )
        .control(
            "a desk that decides again what was held when it stopped",
            seen(run, Fault::SendsWhatWasHeld, "not_clicked")?,
        ))
}

fn played(run: &Run, seeds: u64) -> Outcome<Found> {
    let decisions = run.size(FEW, DECISIONS);
    let mut found = Found::default();
    // A full run takes hours: what it finds is said at once.
    let told = |number: u64| {
        let found = one(run.seed ^ (number << 20), decisions, None)?;
        found
            .faults
            .iter()
            .flat_map(|(fault, cases)| cases.iter().map(move |case| (fault, case)))
            .for_each(|(fault, case)| println!("{fault}: {case}"));
        Ok(found)
    };
    for one in over_cores(seeds, "seeds", told)? {
        found.add(one);
    }
    Ok(found)
}

fn one(seed: u64, decisions: usize, fault: Option<Fault>) -> Outcome<Found> {
    let mut found = in_paused_time(play(seed, decisions, fault))??;
    for cases in found.faults.values_mut() {
        cases.iter_mut().for_each(|case| *case = format!("seed {seed}: {case}"));
    }
    Ok(found)
}

/// Whether the fault is found within a few seeds.
fn seen(run: &Run, fault: Fault, what: &str) -> Outcome<bool> {
    for number in 0..60 {
        if one(run.seed ^ (number << 20), FEW, Some(fault))?.count(what) > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// An agreement was taken, its answer lost, and the request changed: its desk called it refused. And a shortening was taken,
    /// its answer stayed lost until the grant had ended: its desk called it refused. And a denial was refused at a stage that was
    /// not its person's, and a late copy of it taken at the next.
    #[test]
    fn seeds_that_found_something_find_nothing_any_more() -> Outcome<()> {
        for seed in [13_631_495, 11_534_435, 1_884_291_080] {
            assert_eq!(one(seed, DECISIONS, None)?.faults, BTreeMap::new());
        }
        Ok(())
    }

    #[test]
    fn the_same_seed_leads_to_the_same_run() -> Outcome<()> {
        let run = || one(5, 12, None).map(|found| (found.trace, found.ends));
        assert_eq!(run()?, run()?);
        Ok(())
    }
}
