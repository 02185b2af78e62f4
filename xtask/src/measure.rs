//! Proofs and benchmarks by name. A program of the workspace carries each out and prints its own result, as one JSON
//! object in the last line; here it is found, built and started, and a result that is no such object is a failure.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    failure::Failure,
    mutants, scenario,
    setup::{self, Purpose},
    tree::Tree,
};

/// One proof or benchmark.
#[derive(Debug, PartialEq)]
pub struct Measure {
    pub name: &'static str,
    /// What it shows, in one line.
    pub shows: &'static str,
    by: By,
}

/// Who carries it out.
#[derive(Debug, PartialEq)]
enum By {
    /// This program, when it is given the name.
    Program(&'static str),
    /// The same, in a full size only: it needs the OpenID provider.
    Provider(&'static str),
    /// In a full size only.
    Mutants,
}

pub const PROOFS: &[Measure] = &[
    proof_of("conflicts", "each local state × state at the queue × outcome of the network has the table's one result"),
    proof_of(
        "interrupt",
        "a simulated year: high risk told before half its time, nothing expires untold, few interruptions for less",
    ),
    Measure {
        name: "mutants",
        shows: "planted faults in approval, tlog and desk are noticed by their tests (full size only: hours)",
        by: By::Mutants,
    },
    proof_of(
        "oracle",
        "proofs, notes and exports get the same verdict from tlog as from independent implementations and verify.py",
    ),
    proof_of(
        "fork",
        "restored and cloned profiles end refused, before a second history's grant passes; honest ones never do",
    ),
    proof_of(
        "once",
        "desks, queue and network crash, lose, double and turn round: each decision has one effect or one named conflict",
    ),
    proof_of(
        "offline",
        "seven days away with clocks that jump and machines that start anew: nothing past its end, nothing wrong",
    ),
    proof_of("tamper", "every change to a log of 200 entries, exported or in a profile, is found at its place"),
    proof_of(
        "kill9",
        "a process that decides is killed at random instants: nothing acknowledged lost, doubled or left without effect",
    ),
    proof_of("power", "every state that a power cut may leave opens, verifies, and holds what was acknowledged"),
    proof_of(
        "io-fault",
        "the n-th call to the disk fails, for every n: no panic, nothing acknowledged lost, the desk works again",
    ),
    proof_of(
        "secrets",
        "planted tokens, keys and passwords are in no file, log, core, argument, environment or message on the bus",
    ),
    Measure {
        name: "dayone",
        shows: "from a machine without a profile to the first request of another system: within five minutes and four inputs",
        by: By::Provider("doorward-prove"),
    },
    proof_of(
        "hostile",
        "servers that lie, dawdle, flood, break off or lead elsewhere, against every connector: no crash, no token elsewhere",
    ),
];

pub const BENCHES: &[Measure] = &[
    bench_of("append", "one decision durable, signed, logged and in the outbox, against write(4 KiB) and fdatasync"),
    bench_of("idle", "CPU time of a desk whose queue has nothing new, against the same polls by the bare HTTP client"),
    bench_of(
        "insights",
        "the figures of ten years over 1,000,000 decisions and as many requests, against reading each line once in SQL",
    ),
    bench_of(
        "notify",
        "request created → notification handed to the system, against the same commits, a bare echo and a bare call",
    ),
    bench_of(
        "search",
        "the newest 50 of 1,000,000 logged decisions that fit, against the raw FTS5 query and the same bytes",
    ),
    bench_of(
        "sync",
        "the first mirror of 100,000 requests, against the download of the same bytes and the raw insert of the rows",
    ),
    bench_of(
        "verify",
        "full verification of a log's export, against SHA-256 of the same bytes and as many Ed25519 checks",
    ),
];

const fn proof_of(name: &'static str, shows: &'static str) -> Measure {
    Measure { name, shows, by: By::Program("doorward-prove") }
}

const fn bench_of(name: &'static str, shows: &'static str) -> Measure {
    Measure { name, shows, by: By::Program("doorward-bench") }
}

pub fn list(measures: &[Measure]) {
    for measure in measures {
        println!("{:16}{}", measure.name, measure.shows);
    }
}

pub fn find(measures: &'static [Measure], name: &str) -> Option<&'static Measure> {
    measures.iter().find(|measure| measure.name == name)
}

/// Carries out one proof: the quick size of what the test command has built, or the full one of the programs as people
/// get them, which is sooner done.
pub fn prove(tree: &Tree, proof: &Measure, options: &[&str]) -> Result<(), Failure> {
    let front_end = setup::prepare(tree, Purpose::Test)?;
    front_end.build_if_changed()?;
    let full = options.contains(&"--full");
    match proof.by {
        By::Program(program) if full => {
            scenario::build_released(tree, &with_ours(program))?;
            carry_out(proof, &tree.released_program(program), options)
        }
        By::Program(program) => {
            scenario::build(tree, &with_ours(program))?;
            carry_out(proof, &tree.program(program), options)
        }
        By::Provider(program) if full => {
            let provider = setup::vendors::provider(tree, front_end.node())?;
            scenario::build_released(tree, &with_ours(program))?;
            let mut command = Command::new(tree.released_program(program));
            front_end.node().put_on_path(&mut command);
            told(proof, command.env("DOORWARD_OIDC", provider).arg(proof.name).args(options))
        }
        By::Mutants if full => {
            let options: Vec<&str> = options.iter().copied().filter(|option| *option != "--full").collect();
            mutants::prove(tree, &options)
        }
        By::Provider(_) => Err(Failure::new("it has a full size only: add --full")),
        By::Mutants => Err(Failure::new("mutants has a full size only, which takes hours: prove mutants --full")),
    }
}

/// Of the programs as people get them: how long an unoptimised one takes is of use to nobody.
pub fn bench(tree: &Tree, bench: &Measure) -> Result<(), Failure> {
    setup::prepare(tree, Purpose::Test)?.build_if_changed()?;
    match bench.by {
        By::Program(program) => {
            scenario::build_released(tree, &with_ours(program))?;
            carry_out(bench, &tree.released_program(program), &[])
        }
        By::Provider(_) | By::Mutants => Err(Failure::new("not a benchmark")),
    }
}

/// Carries out every proof in its quick size. Its programs are built already.
pub fn prove_all(tree: &Tree) -> Result<(), Failure> {
    PROOFS.iter().try_for_each(|proof| match proof.by {
        By::Program(program) => carry_out(proof, &tree.program(program), &[]),
        By::Provider(_) | By::Mutants => Ok(()),
    })
}

fn with_ours(program: &'static str) -> [&'static str; 3] {
    ["doorward-desk", "doorward", program]
}

fn carry_out(measure: &Measure, program: &Path, options: &[&str]) -> Result<(), Failure> {
    told(measure, Command::new(program).arg(measure.name).args(options))
}

/// What `command` found.
fn told(measure: &Measure, command: &mut Command) -> Result<(), Failure> {
    let failed = |why: String| Failure::new(format!("{}: {why}", measure.name));
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut program = command.spawn().map_err(|error| failed(format!("could not be started: {error}")))?;
    let mut last = String::new();
    if let Some(output) = program.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            last = line;
        }
    }
    let status = program.wait().map_err(|error| failed(error.to_string()))?;
    match goal_holds(measure.name, &last) {
        Ok(true) if status.success() => Ok(()),
        Ok(true) => Err(failed(format!("says that its goal holds, but ended with {status}"))),
        Ok(false) => Err(failed("its goal does not hold".into())),
        Err(why) => Err(failed(why)),
    }
}

/// Reads the result: an object with this name, `ok` and figures.
fn goal_holds(name: &str, last_line: &str) -> Result<bool, String> {
    let result: Value = serde_json::from_str(last_line).map_err(|_| "its last line is no JSON".to_owned())?;
    match (&result["name"], &result["ok"], &result["figures"]) {
        (Value::String(named), Value::Bool(ok), Value::Object(_)) if named == name => Ok(*ok),
        _ => Err("its last line has not its name, `ok` and `figures`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_counts_only_with_its_name_a_verdict_and_figures() {
        let line = r#"{"name":"kill9","ok":true,"seed":7,"figures":{"lost":0},"goal":{"lost":0}}"#;
        assert_eq!(goal_holds("kill9", line), Ok(true));
        assert_eq!(goal_holds("kill9", &line.replace("true", "false")), Ok(false));
        for bad in ["", "ok", "{}", r#"{"name":"kill9","ok":true}"#, &line.replace("kill9", "once")] {
            assert!(goal_holds("kill9", bad).is_err(), "{bad}");
        }
    }
}
