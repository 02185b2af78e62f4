//! The vendors' own clients, which the systems that are played have to satisfy: from PyPI, in an environment of their own under
//! `target/tools`; and, from npm, the OpenID provider that signing in is tested against, and what checks against a contract. Of a version that is asked for, never the newest.

use std::{fs, path::PathBuf, process::Command};

use super::node::Node;
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
    // Not compiled ahead: of the forty thousand files of Microsoft's clients some hundreds are ever run.
    let install = ["-m", "pip", "install", "--quiet", "--no-compile", "--requirement"];
    programs::run(Command::new(&python).args(install).arg(&wanted))?;
    fs::copy(&wanted, &have).map_err(|error| Failure::new(format!("{} cannot be written: {error}", have.display())))?;
    Ok(python)
}

/// The folder that `provider.mjs` is started in.
pub fn provider(tree: &Tree, node: &Node) -> Result<PathBuf, Failure> {
    packages(tree, node, "oidc")
}

/// What `tests/vendors/NAME` names of npm, with the scripts beside it, below `target/tools`.
pub fn packages(tree: &Tree, node: &Node, name: &str) -> Result<PathBuf, Failure> {
    let (from, into) = (tree.root().join("tests/vendors").join(name), tree.tools().join(name));
    let failed = |error: std::io::Error| Failure::new(format!("{} cannot be written: {error}", into.display()));
    fs::create_dir_all(&into).map_err(failed)?;
    let lock = "package-lock.json";
    let is_there = into.join("node_modules").exists()
        && fs::read(from.join(lock)).is_ok_and(|wanted| fs::read(into.join(lock)).is_ok_and(|have| have == wanted));
    let files = fs::read_dir(&from).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(failed)?;
    for file in files.iter().map(fs::DirEntry::file_name).filter(|file| file != lock) {
        fs::copy(from.join(&file), into.join(&file)).map_err(failed)?;
    }
    if !is_there {
        println!("{name}: to fetch what tests/vendors/{name} names into target/tools");
        fs::copy(from.join(lock), into.join(lock)).map_err(failed)?;
        // Nothing of what is fetched runs while it is installed.
        let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        let fetched = programs::run(node.npm().args(install).current_dir(&into));
        if fetched.is_err() {
            let _ = fs::remove_file(into.join(lock));
        }
        fetched?;
    }
    Ok(into)
}
