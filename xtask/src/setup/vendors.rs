//! The vendors' own clients, which the systems that are played have to satisfy: from PyPI, in an environment of their own under
//! `target/tools`; and the OpenID provider that signing in is tested against, from npm. Of a version that is asked for, never the newest.

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
    let (from, into) = (tree.root().join("tests/vendors/oidc"), tree.tools().join("oidc"));
    let failed = |error: std::io::Error| Failure::new(format!("{} cannot be written: {error}", into.display()));
    fs::create_dir_all(&into).map_err(failed)?;
    let lock = "package-lock.json";
    let is_there = into.join("node_modules").exists()
        && fs::read(from.join(lock)).is_ok_and(|wanted| fs::read(into.join(lock)).is_ok_and(|have| have == wanted));
    for name in ["package.json", "provider.mjs"] {
        fs::copy(from.join(name), into.join(name)).map_err(failed)?;
    }
    if !is_there {
        println!("The OpenID provider: to fetch what tests/vendors/oidc names into target/tools");
        fs::copy(from.join(lock), into.join(lock)).map_err(failed)?;
        let fetched = programs::run(node.npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(&into));
        if fetched.is_err() {
            let _ = fs::remove_file(into.join(lock));
        }
        fetched?;
    }
    Ok(into)
}
