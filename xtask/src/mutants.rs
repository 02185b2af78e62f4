//! The proof `mutants`: small faults are planted one by one, and the tests must notice. The planting is cargo-mutants';
//! here it is installed, started for each crate and its outcomes are counted. It has a full size only: it takes hours.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{failure::Failure, programs, tree::Tree};

const VERSION: &str = "27.1.0";
const CRATES: &[&str] = &["approval", "tlog", "desk"];
/// Of those that compile, so many in a hundred must be noticed, in each crate.
const GOAL: f64 = 95.0;
/// Of what bears this name a tenth is planted in the control.
const CONTROL: &str = "Window";

/// `options` go to cargo-mutants: `--shard 0/10` takes the first tenth.
pub fn prove(tree: &Tree, options: &[&str]) -> Result<(), Failure> {
    let tool = install(tree)?;
    let place = tree.target().join("mutants");
    let (mut figures, mut holds) = (serde_json::Map::new(), true);
    for name in CRATES {
        let mut mutate = mutants(&tool, tree, name, &place.join(name))?;
        let found = carry_out(mutate.args(options), &place.join(name))?;
        println!("{name}: {found:?}, {:.1} % noticed", found.share());
        holds &= found.share() >= GOAL;
        figures.insert(format!("{name}_percent"), json!((found.share() * 10.0).round() / 10.0));
        figures.insert(format!("{name}_mutants"), json!(found.viable()));
    }
    let seen = control(&tool, tree, &place.join("control"))?;
    println!("control: without the tests that would notice: {}", if seen { "seen" } else { "NOT SEEN" });
    figures.insert("controls_seen".to_owned(), json!(u8::from(seen)));
    let goal = json!({ "percent_of_each": GOAL, "controls_seen": 1 });
    let ok = holds && seen;
    println!("\n{}", json!({ "name": "mutants", "ok": ok, "seed": 0, "figures": figures, "goal": goal }));
    if ok { Ok(()) } else { Err(Failure::new("mutants: its goal does not hold")) }
}

/// No test is run: every planted fault must stay unnoticed.
fn control(tool: &Path, tree: &Tree, place: &Path) -> Result<bool, Failure> {
    let mut mutate = mutants(tool, tree, "approval", place)?;
    mutate.args(["--re", CONTROL, "--shard", "0/10", "--", "no_test_has_this_name"]);
    let found = carry_out(&mut mutate, place)?;
    Ok(found.missed > 0 && found.noticed == 0)
}

fn mutants(tool: &Path, tree: &Tree, name: &str, place: &Path) -> Result<Command, Failure> {
    fs::create_dir_all(place).map_err(|error| Failure::new(format!("{} cannot be made: {error}", place.display())))?;
    let mut mutate = Command::new(tool);
    mutate.current_dir(tree.root()).args(["mutants", "--package", name, "--colors", "never", "--output"]).arg(place);
    Ok(mutate)
}

/// It ends with a code of its own where something was missed: what counts is what it wrote.
fn carry_out(mutate: &mut Command, place: &Path) -> Result<Found, Failure> {
    let status = mutate.stdin(Stdio::null()).status();
    status.map_err(|error| Failure::new(format!("cargo-mutants could not be started: {error}")))?;
    let outcomes = place.join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&outcomes)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", outcomes.display())))?;
    Found::read(&text).ok_or_else(|| Failure::new(format!("{} has no outcomes", outcomes.display())))
}

#[derive(Debug, PartialEq)]
struct Found {
    /// A test failed, or never came to its end.
    noticed: u64,
    missed: u64,
    /// It did not compile, so it says nothing.
    unviable: u64,
}

impl Found {
    fn read(outcomes: &str) -> Option<Self> {
        let outcomes: Value = serde_json::from_str(outcomes).ok()?;
        let count = |name: &str| outcomes[name].as_u64();
        Some(Self {
            noticed: count("caught")? + count("timeout")?,
            missed: count("missed")?,
            unviable: count("unviable")?,
        })
    }

    fn viable(&self) -> u64 {
        self.noticed + self.missed
    }

    /// In a hundred; none at all is no success.
    fn share(&self) -> f64 {
        if self.viable() == 0 { 0.0 } else { self.noticed as f64 * 100.0 / self.viable() as f64 }
    }
}

fn install(tree: &Tree) -> Result<PathBuf, Failure> {
    let root = tree.tools().join("cargo");
    let tool = root.join("bin/cargo-mutants");
    let version = programs::read(Command::new(&tool).args(["mutants", "--version"]));
    if !version.is_some_and(|version| version.trim().ends_with(VERSION)) {
        println!("cargo-mutants {VERSION} to install into target/tools");
        let mut cargo = programs::cargo(tree.root(), "install");
        programs::run(cargo.args(["cargo-mutants", "--version", VERSION, "--root"]).arg(&root))?;
    }
    Ok(tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_was_noticed_and_what_does_not_compile_says_nothing() {
        let found = Found::read(r#"{"caught":90,"timeout":5,"missed":5,"unviable":40,"outcomes":[]}"#).unwrap();
        assert_eq!(found, Found { noticed: 95, missed: 5, unviable: 40 });
        assert_eq!((found.viable(), found.share()), (100, 95.0));
    }

    #[test]
    fn no_mutants_are_no_success() {
        let found = Found::read(r#"{"caught":0,"timeout":0,"missed":0,"unviable":3}"#).unwrap();
        assert_eq!(found.share(), 0.0);
        assert_eq!(Found::read("{}"), None);
    }
}
