//! The desk of a profile, opened on the real edges, and the drivers that keep it in touch with its queues.

use crate::connections::{Connection, Connections, ConnectionsError};
use crate::{Folder, SystemClock, SystemEntropy, folder, zone};
use approval::Timestamp;
use connectors::sign_in::Keep;
use connectors::{AddressError, Credential, System};
use desk::ports::{Clock, Keychain, KeychainError, Line, Secret};
use desk::store::{StoreError, Stored};
use desk::view::ErrorView;
use desk::{
    Answer, Desk, Machine, OpenError, Ports, QueueError, QueueId, QueueKind, QueueSetup, SigningError, text, words,
};
use desk_store::SqliteDesk;
use keychain::SystemKeychain;
use presence::SystemPresence;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a queue that is set up cannot be connected now.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Connections(#[from] ConnectionsError),
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error("{name} has no token in the keyring; add the queue again")]
    NoToken { name: String, again: String },
    #[error("{name}: {error}")]
    Address { name: String, error: AddressError },
    #[error(transparent)]
    Queue(#[from] QueueError),
}

impl Answer for ConnectError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Connections(error) => error.view(),
            Self::Keychain(error) => SigningError::Keychain(error.clone()).view(),
            Self::NoToken { name, again } => said(
                "no-token",
                format!("{name} has no token in the keyring. Connect it again, with a new token: {again}"),
            ),
            Self::Address { name, error } => said("bad-address", format!("{name}: {error}.")),
            Self::Queue(error) => error.view(),
        }
    }
}

impl Answer for ConnectionsError {
    fn view(&self) -> ErrorView {
        said("queues-unreadable", words::sentence(&self.to_string()))
    }
}

fn said(code: &str, message: String) -> ErrorView {
    let message = text::plain(&text::words(&message));
    ErrorView { code: code.to_owned(), message, retryable: false }
}

/// The keyring entries of the profile at `path`.
pub fn keychain(path: &Path) -> SystemKeychain {
    SystemKeychain::new(path.display().to_string())
}

pub(crate) fn desk(folder: &Folder, keychain: Arc<dyn Keychain>) -> Result<Arc<Desk>, OpenError> {
    let store = Box::new(SqliteDesk::open(&folder.desk())?);
    let ports = Ports {
        store,
        keychain,
        presence: Arc::new(SystemPresence::default()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
    };
    Desk::open(ports, Machine { boot_id: boot_id(), zone: zone(), name: machine_name() })
}

/// The queues that were added to this profile.
#[derive(Default)]
pub(crate) struct Connected {
    /// Each ready to be followed.
    pub ready: Vec<(QueueId, Line)>,
    /// Those that cannot be; the others go on.
    pub troubled: Vec<ConnectError>,
}

/// Makes a connector for each queue that was added. Nothing is sent yet.
pub(crate) fn connect(folder: &Folder, keychain: &Arc<dyn Keychain>, desk: &Desk) -> Result<Connected, ConnectError> {
    let mut connected = Connected::default();
    for connection in Connections::read(folder)?.iter() {
        match one(folder, keychain, desk, connection) {
            Ok(connector) => connected.ready.push((QueueId::new(&connection.id), connector)),
            Err(error) => connected.troubled.push(error),
        }
    }
    Ok(connected)
}

pub(crate) fn one(
    folder: &Folder,
    keychain: &Arc<dyn Keychain>,
    desk: &Desk,
    connection: &Connection,
) -> Result<Line, ConnectError> {
    let (id, name) = (QueueId::new(&connection.id), connection.name.clone());
    desk.add_queue(QueueSetup { id, name: name.clone(), kind: QueueKind::Remote })?;
    let token = token(&**keychain, &connection.id)?;
    let token = token.ok_or_else(|| ConnectError::NoToken { name: name.clone(), again: connection.add_again() })?;
    let line = || {
        let system: System = connection.address.parse()?;
        let credential = credential(folder.path(), keychain, connection, &token)?;
        if connection.watch { system.watch(&credential) } else { system.line(&credential) }
    };
    line().map_err(|error| ConnectError::Address { name, error })
}

/// What the keyring's entry of a queue shows at its system: a token, or a session that renews itself there.
pub fn credential(
    path: &Path,
    keychain: &Arc<dyn Keychain>,
    connection: &Connection,
    kept: &Secret,
) -> Result<Credential, AddressError> {
    Credential::read(kept, Arc::new(KeptSession::new(path, keychain.clone(), connection)))
}

/// The session of one queue: in the keyring, and renewed by one program of this profile at a time.
struct KeptSession {
    keychain: Arc<dyn Keychain>,
    lock: PathBuf,
    connection: Connection,
}

impl KeptSession {
    fn new(path: &Path, keychain: Arc<dyn Keychain>, connection: &Connection) -> Self {
        Self { keychain, lock: path.join("sign-in.lock"), connection: connection.clone() }
    }
}

impl Keep for KeptSession {
    fn now(&self) -> Timestamp {
        SystemClock.now().wall
    }

    fn alone(&self) -> io::Result<Box<dyn Send>> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.lock)?;
        file.lock()?;
        Ok(Box::new(file))
    }

    fn read(&self) -> Result<Option<Secret>, KeychainError> {
        token(&*self.keychain, &self.connection.id)
    }

    fn write(&self, session: &Secret) -> Result<(), KeychainError> {
        keep_token(&*self.keychain, &self.connection.id, session)
    }

    fn again(&self) -> String {
        format!("{} --sign-in", self.connection.add_again())
    }
}

/// The token of a queue that was added, or its session.
pub fn token(keychain: &dyn Keychain, queue: &str) -> Result<Option<Secret>, KeychainError> {
    keychain.get(&token_name(queue))
}

/// Removing what is not there is no error.
pub(crate) fn drop_token(keychain: &dyn Keychain, queue: &str) -> Result<(), KeychainError> {
    keychain.delete(&token_name(queue))
}

/// What the desk of the profile at `path` holds, read without opening it; `None` where there is none yet.
pub fn stored(path: &Path) -> Result<Option<Stored>, StoreError> {
    desk_store::look(&folder::desk(path))
}

/// The token or the session of a queue that is to be added: into the keyring before anything of the queue is kept, so that a
/// stop in between leaves nothing that looks connected.
pub fn keep_token(keychain: &dyn Keychain, id: &str, token: &Secret) -> Result<(), KeychainError> {
    keychain.set(&token_name(id), token)
}

fn token_name(id: &str) -> String {
    format!("queue-token/{id}")
}

/// Changes at every start of the machine.
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map_or_else(
        |_| {
            use desk::ports::Entropy;
            let mut bits = [0; 16];
            SystemEntropy.fill(&mut bits);
            format!("start-{:032x}", u128::from_be_bytes(bits))
        },
        |id| id.trim().to_owned(),
    )
}

/// What the person calls this machine, as far as the system says.
fn machine_name() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let name: String = name.trim().chars().take(100).collect();
    if name.is_empty() { "this machine".to_owned() } else { name }
}
