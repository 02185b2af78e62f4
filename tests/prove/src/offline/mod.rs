//! Seven simulated days away from the queue, with clocks that jump by ten years and machines that start anew: nothing is
//! granted on data that is too old or while nobody knows the time, nothing is sent after its end, no access outlives its
//! window, and every decision ends as one that took effect or as one that its person is told of. Desk and queue are the real ones.

mod judge;
mod world;

use crate::desk_world::in_paused_time;
use crate::once::judge::{FAULTS as OF_ANY_DECISION, Found};
use crate::servers::Outcome;
use crate::spread::over_cores;
use crate::{Findings, Run};
use judge::FAULTS;
use std::collections::BTreeMap;
use std::error::Error;
use world::{Fault, play};

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let seeds = run.times(2, 1_000) as u64;
    let mut found = Found::default();
    let mut refused: BTreeMap<String, u64> = BTreeMap::new();
    for (one, refusals) in over_cores(seeds, "times seven days", |number| one(run.seed ^ (number << 20), None))? {
        found.add(one);
        refusals.into_iter().for_each(|(code, count)| *refused.entry(code).or_default() += count);
    }
    for (fault, cases) in &found.faults {
        cases.iter().take(10).for_each(|case| println!("{fault}: {case}"));
    }
    println!("{} decisions: {:?}", found.decisions(), found.ends);
    println!("refused at the click: {refused:?}");
    let mut findings = Findings::default()
        .figure("times_seven_days", seeds)
        .figure("decisions", found.decisions())
        .figure("refused_at_the_click", refused.values().sum::<u64>());
    for ((action, end), count) in &found.ends {
        findings = findings.figure(&format!("{action}_{end}"), *count);
    }
    for fault in FAULTS.iter().chain(&OF_ANY_DECISION) {
        findings = findings.none(fault, found.count(fault));
    }
    Ok(findings
        .control("a desk that trusts the wall clock", seen(run, Fault::TrustsTheWallClock, "granted_on_old_data")?)
        .control("a desk for which nothing ends", seen(run, Fault::NothingEnds, "sent_past_its_end")?)
        .control(
            "a desk that takes an old time for a new one",
            seen(run, Fault::AlwaysAnchored, "granted_unanchored")?,
        ))
}

fn one(seed: u64, fault: Option<Fault>) -> Outcome<(Found, BTreeMap<String, u64>)> {
    let (mut found, refusals) = in_paused_time(play(seed, fault))??;
    for cases in found.faults.values_mut() {
        cases.iter_mut().for_each(|case| *case = format!("seed {seed}: {case}"));
    }
    Ok((found, refusals))
}

/// Whether the fault is found within a few seeds.
fn seen(run: &Run, fault: Fault, what: &str) -> Outcome<bool> {
    for number in 0..40 {
        if one(run.seed ^ (number << 20), Some(fault))?.0.count(what) > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
