//! `test`: every check in turn, from set-up to the real window. It stops at the first that fails, and says which ran,
//! how long each took, and which did not run.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::{
    failure::Failure,
    measure, programs, scenario,
    setup::{self, FrontEnd, Purpose},
    tree::Tree,
};

type Check<'a> = (&'static str, Box<dyn Fn() -> Result<(), Failure> + 'a>);

/// All of them, or the one of that name alone, on what is built already.
pub fn test(tree: &Tree, only: Option<&str>) -> Result<(), Failure> {
    let start = Instant::now();
    let front_end = setup::prepare(tree, Purpose::Test)?;
    println!("\nset-up took {}", spoken(start.elapsed()));
    let mut checks = checks(tree, &front_end);
    if let Some(only) = only {
        let names = checks.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        checks.retain(|(name, _)| *name == only);
        if checks.is_empty() {
            return Err(Failure::new(format!("there is no check “{only}”, there are: {names}")));
        }
    }
    report(&checks, start)
}

const REAL_POLKIT: &str = "real polkit";

/// Asks the real polkitd, which only root can start. It changes nothing of the machine.
pub fn presence(tree: &Tree) -> Result<(), Failure> {
    if !is_root() {
        return Err(Failure::new("only root can start polkitd and ask it as another person: run this as root"));
    }
    test(tree, Some(REAL_POLKIT))
}

/// What is played of other systems has to satisfy their vendors' own clients.
fn vendors(tree: &Tree, front_end: &FrontEnd) -> Result<(), Failure> {
    let python = setup::vendors::python(tree)?;
    let octokit = setup::vendors::packages(tree, front_end.node(), "octokit")?;
    let mut check = Command::new(tree.program("doorward-vendors"));
    front_end.node().put_on_path(&mut check);
    programs::run(check.arg("check").arg(python).arg(octokit))
}

/// The connectors and what is played, against the vendors' own OpenAPI documents, from npm or where they are on this machine.
fn contracts(tree: &Tree, front_end: &FrontEnd) -> Result<(), Failure> {
    let prism = setup::vendors::packages(tree, front_end.node(), "prism")?;
    let octokit = setup::vendors::packages(tree, front_end.node(), "octokit")?;
    let mut check = Command::new(tree.program("doorward-vendors"));
    front_end.node().put_on_path(&mut check);
    programs::run(check.arg("contracts").arg(prism).arg(octokit))
}

/// At a certified OpenID provider, by the command line.
fn sign_in(tree: &Tree, front_end: &FrontEnd) -> Result<(), Failure> {
    let provider = setup::vendors::provider(tree, front_end.node())?;
    let mut test = test_needing(tree, "sign_in::");
    front_end.node().put_on_path(&mut test);
    programs::run(test.env("DOORWARD_OIDC", provider))
}

/// The tests of that path that need more than is there for all. The same targets as everywhere: of fewer, what is built would have other
/// features, and all be built anew.
fn test_needing(tree: &Tree, path: &str) -> Command {
    let mut test = programs::cargo(tree.root(), "test");
    test.args(["--workspace", "--exclude", "xtask", "--all-targets", "--", "--ignored", path]);
    test
}

fn is_root() -> bool {
    programs::read(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

/// Cheap before dear, and each built thing before what needs it: the app holds the built front end.
fn checks<'a>(tree: &'a Tree, front_end: &'a FrontEnd) -> Vec<Check<'a>> {
    let cargo = |word: &'static str, arguments: &'static [&'static str]| {
        Box::new(move || programs::run(programs::cargo(tree.root(), word).args(arguments)))
    };
    let script = |name: &'static str| Box::new(move || front_end.script(name));
    let mut checks: Vec<Check<'a>> = vec![
        ("Rust formatting", cargo("fmt", &["--all", "--check"])),
        ("front-end formatting", script("format:check")),
        ("front-end lint", script("lint")),
        ("front-end types", script("check")),
        ("front-end tests", script("test")),
        ("front-end build", script("build")),
        ("clippy", cargo("clippy", &["--workspace", "--all-targets", "--", "-D", "warnings"])),
        ("build", cargo("build", &["--workspace", "--exclude", "xtask", "--all-targets"])),
        ("Rust tests", cargo("test", &["--workspace"])),
        ("vendors' own clients", Box::new(move || vendors(tree, front_end))),
        ("vendors' contracts", Box::new(move || contracts(tree, front_end))),
        ("signing in", Box::new(move || sign_in(tree, front_end))),
        ("quick proofs", Box::new(move || measure::prove_all(tree))),
        ("end to end", Box::new(move || scenario::play_built(tree, &["test"]))),
    ];
    if is_root() {
        checks.insert(9, (REAL_POLKIT, Box::new(move || programs::run(&mut test_needing(tree, "polkitd::")))));
    } else {
        println!("\nThe real polkit is left out: only root can start it. As root: cargo xtask presence");
    }
    checks
}

fn report(checks: &[Check<'_>], start: Instant) -> Result<(), Failure> {
    let mut lines = Vec::new();
    let mut failure = None;
    for (name, check) in checks {
        if failure.is_some() {
            lines.push(format!("  {name:24}not run"));
            continue;
        }
        println!("\n== {name}");
        let begun = Instant::now();
        let result = check();
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        lines.push(format!("  {name:24}{word}{:>16}", spoken(begun.elapsed())));
        failure = result.err().map(|cause| Failure::new(format!("{name}: {cause}")));
    }
    let passed = lines.iter().filter(|line| line.contains("passed")).count();
    println!("\n{}", lines.join("\n"));
    println!("\n{passed} passed, {} failed in {}", usize::from(failure.is_some()), spoken(start.elapsed()));
    failure.map_or(Ok(()), Err)
}

fn spoken(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    match tenths / 600 {
        0 => format!("{}.{} s", tenths / 10, tenths % 10),
        minutes => format!("{minutes} min {} s", tenths % 600 / 10),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn the_first_failure_stops_the_rest_and_is_named() {
        let ran = RefCell::new(Vec::new());
        let check = |name: &'static str, ok: bool| -> Check<'_> {
            let ran = &ran;
            let act = move || {
                ran.borrow_mut().push(name);
                if ok { Ok(()) } else { Err(Failure::new("broken")) }
            };
            (name, Box::new(act))
        };
        let checks = [check("one", true), check("two", false), check("three", true)];

        let failure = report(&checks, Instant::now()).unwrap_err();

        assert_eq!(*ran.borrow(), ["one", "two"]);
        assert_eq!(failure.to_string(), "two: broken");
    }

    #[test]
    fn times_are_spoken_in_seconds_and_from_a_minute_on_in_minutes() {
        assert_eq!(spoken(Duration::from_millis(4_250)), "4.2 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 5 s");
    }
}
