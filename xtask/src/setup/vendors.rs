//! The vendors' own clients, which the systems that are played have to satisfy: from PyPI, in an environment of their own under
//! `target/tools`. Of a version that is asked for, never the newest.

use std::{fs, path::PathBuf, process::Command};

use crate::{failure::Failure, programs, tree::Tree};

/// The Python that has them. Fetched where they are not there, or others are asked for by now.
pub fn python(tree: &Tree) -> Result<PathBuf, Failure> {
    let wanted = tree.root().join("tests/vendors/requirements.txt");
    let folder = tree.tools().join("vendors");
    let (python, have) = (folder.join("bin/python"), folder.join("requirements.txt"));
    let text = |path: &PathBuf| fs::read_to_string(path).ok();
    if python.exists() && text(&have).is_some() && text(&have) == text(&wanted) {
        return Ok(python);
    }
    println!("The vendors' own clients: to fetch what tests/vendors/requirements.txt names into target/tools");
    programs::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    programs::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))?;
    fs::copy(&wanted, &have).map_err(|error| Failure::new(format!("{} cannot be written: {error}", have.display())))?;
    Ok(python)
}
