//! Puts in place what building and testing need, and names it before it installs it. It changes nothing that is there
//! already, and a second time it only looks.

mod debian;
mod front_end;
mod node;
mod other_systems;
pub mod vendors;

use crate::{failure::Failure, tree::Tree};

pub use front_end::FrontEnd;

/// What is about to be done.
#[derive(Clone, Copy, PartialEq)]
pub enum Purpose {
    /// Build the app and start it.
    Run,
    /// Also drive it on a private desktop.
    Test,
}

/// Everything that `run` and `test` need.
pub fn everything(tree: &Tree) -> Result<(), Failure> {
    prepare(tree, Purpose::Test)?;
    println!("Everything is in place.");
    Ok(())
}

/// Makes the machine ready for `purpose`, and gives the front end's programs, which depend on where Node was found.
pub fn prepare(tree: &Tree, purpose: Purpose) -> Result<FrontEnd, Failure> {
    if debian::is_here() {
        debian::install_missing(purpose)?;
    } else {
        other_systems::look(purpose)?;
    }
    let front_end = FrontEnd::new(tree, node::find_or_fetch(tree)?);
    front_end.install_packages()?;
    Ok(front_end)
}
