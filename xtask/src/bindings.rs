//! Writes what is generated from Rust: the front end's bindings and the queue's openapi.json. The tests that check
//! them for freshness are the ones that write them, so there is one generator.

use crate::{failure::Failure, programs, setup, setup::Purpose, tree::Tree};

/// Asks those tests to write what they would otherwise compare.
const UPDATE: &str = "UPDATE";

pub fn write(tree: &Tree) -> Result<(), Failure> {
    setup::prepare(tree, Purpose::Run)?.build_if_changed()?;
    let mut tests = programs::cargo(tree.root(), "test");
    tests.args(["--workspace", "--exclude", "xtask", "--lib", "generated_"]).env(UPDATE, "1");
    programs::run(&mut tests)
}
