//! The profile's folder: mode 0700, on a local disk, and written by one program at a time.

use crate::file_trouble;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A profile that this program may write; it is free for others again when this is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// With the process that has it open, where that is told.
    #[error("{}", in_use(.0, *.1))]
    InUse(PathBuf, Option<u32>),
    #[error(
        "{0} lies on a network file system, where a log cannot be kept safely. Choose a local folder with --profile."
    )]
    Network(PathBuf),
    #[error("{0} belongs to another user. Run this as that user, or choose a folder of your own with --profile.")]
    OtherUser(PathBuf),
    #[error("no home folder is known: set HOME, or choose a folder with --profile")]
    NoHome,
    #[error("{}", file_trouble(path, error))]
    Io { path: PathBuf, error: io::Error },
}

impl Folder {
    /// The folder used when none is named: `~/.local/share/doorward` on Linux.
    pub fn usual() -> Result<PathBuf, FolderError> {
        directories::ProjectDirs::from("dev", "doorward", "doorward")
            .map(|dirs| dirs.data_local_dir().to_owned())
            .ok_or(FolderError::NoHome)
    }

    /// The path of a folder that is there, absolute and without links; nothing is made or locked. `None`: not there.
    pub fn look(path: &Path) -> Result<Option<PathBuf>, FolderError> {
        let io = |error| FolderError::Io { path: path.to_owned(), error };
        let found = match fs::canonicalize(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.map_err(io)?,
        };
        own(&found)?;
        if is_network(&found).map_err(io)? { Err(FolderError::Network(found)) } else { Ok(Some(found)) }
    }

    /// Makes the folder if it is not there, durably, and takes the writer's lock. Its path, also in `InUse`, is absolute and
    /// without links.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let io = |error| FolderError::Io { path: path.to_owned(), error };
        create(path).map_err(io)?;
        own(path)?;
        private(path).map_err(io)?;
        // The keyring knows a profile by its path: however it is typed, it is the same.
        let path = &fs::canonicalize(path).map_err(io)?;
        if is_network(path).map_err(io)? {
            return Err(FolderError::Network(path.to_owned()));
        }
        let name = path.join("writer.lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        loop {
            let mut lock = options.open(&name).map_err(io)?;
            match lock.try_lock() {
                // Whoever had it may have taken the file away with the rest of a start that was refused: then it is no lock.
                Ok(()) if is_named(&lock, &name).map_err(io)? => {
                    // For people alone: the lock is what counts.
                    if let Err(error) = tell_holder(&mut lock) {
                        tracing::warn!(%error, "who has the profile open could not be told");
                    }
                    return Ok(Self { path: path.to_owned(), _lock: lock });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(FolderError::InUse(path.to_owned(), holder(&mut lock))),
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The desk's database.
    pub fn desk(&self) -> PathBuf {
        desk(&self.path)
    }
    /// Where the desk of this profile is asked by other programs of this person.
    pub fn socket(&self) -> PathBuf {
        socket(&self.path)
    }
    /// The embedded queue's folder.
    pub fn queue(&self) -> PathBuf {
        self.path.join("queue")
    }
    /// Rotated program logs, mode 0600.
    pub fn logs(&self) -> PathBuf {
        self.path.join("logs")
    }
}

/// In the lock's file: which process has it.
fn tell_holder(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    lock.write_all(std::process::id().to_string().as_bytes())
}

/// `None` where it does not say yet, or cannot be read while somebody else has it.
fn holder(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn in_use(path: &Path, holder: Option<u32>) -> String {
    let by = holder.map(|process| format!(", by process {process}")).unwrap_or_default();
    format!(
        "Doorward is already open on {}{by}. Close it there first, or choose another profile with --profile.",
        path.display()
    )
}

/// The desk's database in the profile at `path`.
pub(crate) fn desk(path: &Path) -> PathBuf {
    path.join("desk.sqlite")
}

/// Each folder that is made is for its owner alone, and durable in the one above it: what is synced below would be lost with
/// its name.
fn create(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    let above = missing.iter().filter_map(|folder| folder.parent());
    above.filter(|folder| !folder.as_os_str().is_empty()).try_for_each(sync_names)
}

/// Makes durable which names are in a folder.
#[cfg(unix)]
pub(crate) fn sync_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The system keeps them by itself.
#[cfg(not(unix))]
pub(crate) fn sync_names(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether the file still has this name.
#[cfg(unix)]
fn is_named(file: &File, name: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    match fs::metadata(name) {
        Ok(named) => Ok(named.ino() == file.metadata()?.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A file that is open keeps its name here.
#[cfg(not(unix))]
fn is_named(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// The socket of the profile at `path`, whoever has it open.
pub fn socket(path: &Path) -> PathBuf {
    path.join("desk.sock")
}

/// Whoever may do everything, too, would leave files in it that its owner cannot read.
#[cfg(unix)]
fn own(path: &Path) -> Result<(), FolderError> {
    use std::os::unix::fs::MetadataExt;
    let owner = fs::metadata(path).map_err(|error| FolderError::Io { path: path.to_owned(), error })?.uid();
    if owner == rustix::process::geteuid().as_raw() { Ok(()) } else { Err(FolderError::OtherUser(path.to_owned())) }
}

#[cfg(not(unix))]
fn own(_: &Path) -> Result<(), FolderError> {
    Ok(())
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn private(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a file lock and a write-ahead log cannot be relied on here: NFS, SMB and AFS.
#[cfg(target_os = "linux")]
fn is_network(path: &Path) -> io::Result<bool> {
    // Magic numbers from statfs(2).
    const NETWORK: [i64; 6] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x6B41_4653];
    #[allow(clippy::unnecessary_cast)]
    let kind = rustix::fs::statfs(path)?.f_type as i64;
    Ok(NETWORK.contains(&(kind & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn is_network(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_has_one_writer() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("profile");
        let first = Folder::open(&path).unwrap();
        assert!(
            matches!(Folder::open(&path), Err(FolderError::InUse(_, Some(process))) if process == std::process::id())
        );
        drop(first);
        Folder::open(&path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_profile_has_one_path_however_it_is_reached() {
        let dir = tempfile::tempdir().unwrap();
        let real = dir.path().canonicalize().unwrap().join("profile");
        fs::create_dir(&real).unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        for typed in [link, dir.path().join("profile/../profile"), dir.path().join("./profile/")] {
            let folder = Folder::open(&typed).unwrap();
            assert_eq!(folder.path(), real, "{}", typed.display());
            assert!(matches!(Folder::open(&typed), Err(FolderError::InUse(path, _)) if path == real));
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_a_profile() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("profile");
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let folder = Folder::open(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        let below = dir.path().join("fresh/queue-server");
        let _data = Folder::open(&below).unwrap();
        assert_eq!((mode(&below), mode(below.parent().unwrap())), (0o700, 0o700));
    }

    #[cfg(unix)]
    #[test]
    fn a_profile_of_another_user_is_neither_looked_at_nor_opened() {
        // Whoever runs the tests owns one of the two.
        let theirs = if rustix::process::geteuid().is_root() { "nobody" } else { "root" };
        let dir = tempfile::tempdir().unwrap();
        let path = if theirs == "root" { PathBuf::from("/") } else { dir.path().join("profile") };
        if theirs == "nobody" {
            fs::create_dir(&path).unwrap();
            std::os::unix::fs::chown(&path, Some(65_534), None).unwrap();
        }
        assert!(
            matches!(Folder::look(&path), Err(FolderError::OtherUser(found)) if found == path.canonicalize().unwrap())
        );
        assert!(matches!(Folder::open(&path), Err(FolderError::OtherUser(_))));
    }
}
