//! The front end as seen from outside: its packages, its scripts, what it is built into. It knows none of its files.

use std::{fs, path::PathBuf, process::Command};

use super::node::Node;
use crate::{
    failure::Failure,
    programs,
    tree::{Tree, changed_at},
};

pub struct FrontEnd {
    folder: PathBuf,
    /// What it says, which is shared with the core.
    locales: PathBuf,
    node: Node,
}

impl FrontEnd {
    pub fn new(tree: &Tree, node: Node) -> Self {
        FrontEnd { folder: tree.front_end(), locales: tree.locales(), node }
    }

    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Installs exactly what `package-lock.json` names, where that was not done for these very bytes.
    pub fn install_packages(&self) -> Result<(), Failure> {
        let lock = fs::read(self.folder.join("package-lock.json"))
            .map_err(|error| Failure::new(format!("ui/package-lock.json cannot be read: {error}")))?;
        // npm empties the folder first: a copy in there says that npm came to its end.
        let done = self.folder.join("node_modules/.installed-from");
        if fs::read(&done).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        programs::run(self.npm().args(["ci", "--no-audit", "--no-fund"]))?;
        fs::write(done, lock).map_err(|error| Failure::new(format!("ui/node_modules cannot be written: {error}")))
    }

    /// Builds it, where a source is newer than what was built.
    pub fn build_if_changed(&self) -> Result<(), Failure> {
        let (built, packages) = (self.folder.join("dist"), self.folder.join("node_modules"));
        let sources = changed_at(&self.folder, &[&built, &packages]).max(changed_at(&self.locales, &[]));
        let built = changed_at(&built.join("index.html"), &[]);
        if built.is_some() && built >= sources {
            return Ok(());
        }
        self.script("build")
    }

    pub fn script(&self, name: &str) -> Result<(), Failure> {
        programs::run(self.npm().args(["run", "--silent", name]))
    }

    fn npm(&self) -> Command {
        let mut npm = self.node.npm();
        npm.arg("--prefix").arg(&self.folder);
        npm
    }
}
