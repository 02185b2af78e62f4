//! The scenarios that drive the real app on a private desktop: the end-to-end test, the tour, the pictures. What
//! happens in them is the business of `tests/e2e`; here they are built and started.

use std::process::Command;

use crate::{
    failure::Failure,
    programs,
    setup::{self, Purpose},
    tree::Tree,
};

/// The programs that a scenario starts.
const PROGRAMS: &[&str] = &["doorward-desk", "doorward", "doorward-e2e"];

/// Sets up, builds and plays one.
pub fn play(tree: &Tree, word: &str) -> Result<(), Failure> {
    setup::prepare(tree, Purpose::Test)?.build_if_changed()?;
    build(tree, PROGRAMS)?;
    play_built(tree, &[word])
}

/// Plays one whose programs are built.
pub fn play_built(tree: &Tree, words: &[&str]) -> Result<(), Failure> {
    programs::run(Command::new(tree.program("doorward-e2e")).args(words))
}

/// Builds these programs for development.
pub fn build(tree: &Tree, names: &[&str]) -> Result<(), Failure> {
    build_with(tree, names, &[])
}

/// Builds these programs as people get them.
pub fn build_released(tree: &Tree, names: &[&str]) -> Result<(), Failure> {
    build_with(tree, names, &["--release"])
}

/// The whole workspace is named every time, so that each library is compiled with one set of features and once,
/// whatever is built first.
fn build_with(tree: &Tree, names: &[&str], options: &[&str]) -> Result<(), Failure> {
    let mut cargo = programs::cargo(tree.root(), "build");
    cargo.args(["--workspace", "--exclude", "xtask"]).args(options);
    for name in names {
        cargo.args(["--bin", name]);
    }
    programs::run(&mut cargo)
}
