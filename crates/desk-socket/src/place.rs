//! Where the socket lies: in the profile's folder, which is the person's alone.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The path of a socket holds so many bytes (sun_path, unix(7)), its end included.
const LONGEST: usize = 108;

pub struct Place {
    /// What the system is told.
    pub path: PathBuf,
    /// A long path goes by way of its folder, which stays open for as long.
    _folder: Option<File>,
}

impl Place {
    pub fn of(socket: &Path) -> io::Result<Self> {
        if socket.as_os_str().as_bytes().len() < LONGEST {
            return Ok(Self { path: socket.to_owned(), _folder: None });
        }
        let (Some(folder), Some(name)) = (socket.parent(), socket.file_name()) else {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        };
        let folder = File::open(folder)?;
        let path = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
        Ok(Self { path, _folder: Some(folder) })
    }
}

/// Whether the other end runs as the user of this program.
pub fn is_same_user(stream: &tokio::net::UnixStream) -> io::Result<bool> {
    Ok(stream.peer_cred()?.uid() == rustix::process::geteuid().as_raw())
}
