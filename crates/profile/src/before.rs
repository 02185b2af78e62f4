//! What is in a folder before a program first writes there, so that a start that is refused leaves nothing behind.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Before {
    path: PathBuf,
    names: BTreeSet<OsString>,
    /// The folder and those above it that are not there, the deepest first.
    missing: Vec<PathBuf>,
}

impl Before {
    pub fn look(path: &Path) -> Self {
        let missing = path.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        Self { path: path.to_owned(), names: names(path).collect(), missing: missing.map(Path::to_owned).collect() }
    }

    /// Takes away what was made in the folder since, and the folders that were made. Only whoever has the folder's lock knows
    /// that nobody else has made any of it. What cannot be taken away stays.
    pub fn restore(self) {
        for name in names(&self.path).filter(|name| !self.names.contains(name)) {
            let _ = fs::remove_file(self.path.join(name));
        }
        for folder in &self.missing {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn names(folder: &Path) -> impl Iterator<Item = OsString> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_stays_and_what_was_made_since_goes() {
        let dir = tempfile::tempdir().unwrap();
        let fresh = dir.path().join("above/data");
        let before = Before::look(&fresh);
        fs::create_dir_all(&fresh).unwrap();
        fs::write(fresh.join("server.key"), "key").unwrap();
        before.restore();
        assert!(!dir.path().join("above").exists() && dir.path().exists());

        fs::create_dir_all(&fresh).unwrap();
        fs::write(fresh.join("kept"), "kept").unwrap();
        let before = Before::look(&fresh);
        fs::write(fresh.join("made"), "made").unwrap();
        before.restore();
        assert_eq!(names(&fresh).collect::<Vec<_>>(), ["kept"]);
    }
}
