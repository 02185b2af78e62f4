//! Where things are: the sources and what is built from them. It looks nowhere outside the tree.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::failure::Failure;

pub struct Tree {
    root: PathBuf,
    target: PathBuf,
}

impl Tree {
    /// The tree that this program was built from, and the target directory that it was built into.
    pub fn here() -> Result<Self, Failure> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let program = env::current_exe().map_err(|error| Failure::new(format!("where is this program? {error}")))?;
        // target/debug/xtask: whatever CARGO_TARGET_DIR or a configuration file says, it lies two above.
        match (xtask.parent(), program.ancestors().nth(2)) {
            (Some(root), Some(target)) => Ok(Tree { root: root.into(), target: target.into() }),
            _ => Err(Failure::new("xtask lies outside its tree: start it as `cargo xtask`")),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// One of our programs, built for development.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name).with_extension(env::consts::EXE_EXTENSION)
    }

    /// One of our programs, built as people get it.
    pub fn released_program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name).with_extension(env::consts::EXE_EXTENSION)
    }

    /// Where everything that is built or left behind lies.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What set-up puts into the tree because the system has none, or an older one.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub fn front_end(&self) -> PathBuf {
        self.root.join("ui")
    }

    pub fn locales(&self) -> PathBuf {
        self.root.join("locales")
    }
}

/// When anything below `path` last changed, folders included, so that a file taken away is seen too. `None`: nothing
/// is there.
pub fn changed_at(path: &Path, except: &[&Path]) -> Option<SystemTime> {
    if except.contains(&path) {
        return None;
    }
    let here = fs::symlink_metadata(path).and_then(|metadata| metadata.modified()).ok()?;
    let below =
        fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| changed_at(&entry.path(), except));
    below.chain([here]).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_deep_in_the_tree_is_seen_and_one_in_an_excepted_folder_is_not() {
        let root = env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        let (kept, built) = (root.join("src/lib"), root.join("dist"));
        for folder in [&kept, &built] {
            fs::create_dir_all(folder).unwrap();
        }
        let far = SystemTime::now() + std::time::Duration::from_secs(3600);
        let touch = |file: PathBuf| fs::File::create(file).unwrap().set_modified(far).unwrap();

        touch(built.join("index.html"));
        let before = changed_at(&root, &[&built]).unwrap();
        touch(kept.join("app.ts"));
        let after = changed_at(&root, &[&built]).unwrap();
        fs::remove_dir_all(&root).unwrap();

        assert!(before < far);
        assert_eq!(after, far);
    }
}
