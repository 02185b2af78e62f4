//! Which queues a profile is connected to: names and addresses, in `queues.json`. Tokens are in the keyring, not here.

use crate::folder::sync_names;
use crate::{Folder, file_trouble};
use desk::words;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// In the profile's folder.
const NAME: &str = "queues.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// Names the queue at this desk: letters, digits and dashes.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// `https://queue.example`, or plain HTTP on this machine.
    pub address: String,
    /// Only watched: nothing is decided there from here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub watch: bool,
}

impl Connection {
    /// The command that connects it again as it is.
    pub fn add_again(&self) -> String {
        words::add_again(&self.address, &self.name, self.watch)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Connections(Vec<Connection>);

#[derive(Debug, thiserror::Error)]
pub enum ConnectionsError {
    #[error("{}", file_trouble(path, error))]
    Io { path: PathBuf, error: io::Error },
    #[error("{path} cannot be read: {error}. Mend it, or move it away and add the queues again")]
    Form { path: PathBuf, error: serde_json::Error },
}

impl Connections {
    pub fn read(folder: &Folder) -> Result<Self, ConnectionsError> {
        Self::look(folder.path())
    }

    /// Of the profile at `path`, whoever has it open.
    pub fn look(path: &Path) -> Result<Self, ConnectionsError> {
        let path = path.join(NAME);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| ConnectionsError::Form { path, error }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(ConnectionsError::Io { path, error }),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Connection> {
        self.0.iter()
    }

    /// With `connection` added, in place of one with the same id.
    pub fn with(mut self, connection: Connection) -> Self {
        self.0.retain(|other| other.id != connection.id);
        self.0.push(connection);
        self
    }

    pub fn without(mut self, id: &str) -> Self {
        self.0.retain(|other| other.id != id);
        self
    }

    /// Whole or not at all: written beside, made durable, then renamed. Durable when it returns.
    pub fn write(&self, folder: &Folder) -> Result<(), ConnectionsError> {
        let path = path(folder);
        let io = |error| ConnectionsError::Io { path: path.clone(), error };
        let text =
            serde_json::to_vec_pretty(self).map_err(|error| ConnectionsError::Form { path: path.clone(), error })?;
        let beside = path.with_extension("new");
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside).map_err(io)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(io)?;
        // Else a power cut could bring the old list back.
        fs::rename(&beside, &path).and_then(|()| sync_names(folder.path())).map_err(io)
    }
}

fn path(folder: &Folder) -> PathBuf {
    folder.path().join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(id: &str, address: &str) -> Connection {
        Connection { id: id.to_owned(), name: id.to_owned(), address: address.to_owned(), watch: false }
    }

    #[test]
    fn a_queue_added_again_replaces_itself() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(&dir.path().join("profile")).unwrap();
        let added = Connections::read(&folder).unwrap().with(connection("a", "https://one.example"));
        added.with(connection("b", "https://b.example")).write(&folder).unwrap();
        Connections::read(&folder).unwrap().with(connection("a", "https://two.example")).write(&folder).unwrap();
        let all: Vec<_> = Connections::read(&folder).unwrap().iter().map(|one| one.address.clone()).collect();
        assert_eq!(all, ["https://b.example", "https://two.example"]);
    }

    #[test]
    fn a_damaged_list_is_said_and_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(&dir.path().join("profile")).unwrap();
        fs::write(path(&folder), "[{\"id\": 1}]").unwrap();
        assert!(matches!(Connections::read(&folder), Err(ConnectionsError::Form { .. })));
    }
}
