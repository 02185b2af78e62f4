//! A server's keys in a file beside its data, for servers that run alone and have no keyring. The file
//! has mode 0600; one that others can read is refused.

use crate::sqlite::{DIRECTORY, private_folder};
use crate::witness::WITNESS;
use queue::ServerKeys;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tlog::key::SeedKey;

#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{} is not a key file: restore it from a backup", path.display())]
    Damaged { path: PathBuf },
    #[error("{} can be read by others: chmod 600 it", path.display())]
    Open { path: PathBuf },
    #[error("{} is missing, and the data beside it were opened with it: restore it from a backup", path.display())]
    Missing { path: PathBuf },
}

/// The queue's keys in `folder`; at the first start they are made from `fresh`, 64 random bytes, and written durably.
pub fn open_or_create_keys(folder: &Path, fresh: [u8; 64]) -> Result<ServerKeys, KeyFileError> {
    open_or_create(folder, "server.key", DIRECTORY, fresh).map(ServerKeys::from_seeds)
}

/// The same for the one key of a witness.
pub fn open_or_create_witness_key(folder: &Path, fresh: [u8; 32]) -> Result<SeedKey, KeyFileError> {
    open_or_create(folder, "witness.key", WITNESS, fresh).map(|seed| SeedKey::from_seed(&seed))
}

/// The seeds in the file `name`. They are never made beside `data`, which was opened with others.
fn open_or_create<const N: usize>(
    folder: &Path,
    name: &str,
    data: &str,
    fresh: [u8; N],
) -> Result<[u8; N], KeyFileError> {
    let path = folder.join(name);
    let io = |error| KeyFileError::Io { path: path.clone(), error };
    match std::fs::read(&path) {
        Ok(bytes) => {
            only_ours(&path)?;
            bytes.try_into().map_err(|_| KeyFileError::Damaged { path: path.clone() })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if folder.join(data).exists() {
                return Err(KeyFileError::Missing { path: path.clone() });
            }
            private_folder(folder).map_err(io)?;
            create(&path, &fresh).map_err(io)?;
            Ok(fresh)
        }
        Err(error) => Err(io(error)),
    }
}

/// Written whole under another name first: a crash leaves no half key file.
fn create(path: &Path, seeds: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("key.new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(seeds)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)
}

#[cfg(unix)]
fn only_ours(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let io = |error| KeyFileError::Io { path: path.to_owned(), error };
    let mode = std::fs::metadata(path).map_err(io)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::Open { path: path.to_owned() }) }
}

#[cfg(not(unix))]
fn only_ours(_: &Path) -> Result<(), KeyFileError> {
    Ok(())
}
