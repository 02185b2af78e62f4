//! The desk of a profile, opened on the real edges, and the drivers that keep it in touch with its queues.

use crate::connections::{Connection, Connections, ConnectionsError};
use crate::{Folder, SystemClock, SystemEntropy, zone};
use connectors::{AddressError, Doorward};
use desk::ports::{Connector, Keychain, KeychainError, Secret};
use desk::{Desk, Machine, OpenError, Ports, QueueError, QueueId, QueueKind, QueueSetup};
use desk_store::SqliteDesk;
use keychain::SystemKeychain;
use std::sync::Arc;

/// Why a queue that is set up cannot be connected now.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Connections(#[from] ConnectionsError),
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error("{name} has no token in the keyring; add the queue again")]
    NoToken { name: String },
    #[error("{name}: {error}")]
    Address { name: String, error: AddressError },
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// The keyring entries of this profile.
pub fn keychain(folder: &Folder) -> SystemKeychain {
    SystemKeychain::new(folder.path().display().to_string())
}

/// Opens the desk and recovers what a stop left behind. Nothing is asked of keyring or network yet.
pub fn desk(folder: &Folder, keychain: Arc<dyn Keychain>) -> Result<Arc<Desk>, OpenError> {
    let store = Box::new(SqliteDesk::open(&folder.desk())?);
    let ports = Ports { store, keychain, clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) };
    Desk::open(ports, Machine { boot_id: boot_id(), zone: zone(), name: machine_name() })
}

/// The queues that were added to this profile.
#[derive(Default)]
pub struct Connected {
    /// Each ready to be followed.
    pub ready: Vec<(QueueId, Arc<dyn Connector>)>,
    /// Those that cannot be; the others go on.
    pub troubled: Vec<ConnectError>,
}

/// Makes a connector for each queue that was added. Nothing is sent yet.
pub fn connect(folder: &Folder, keychain: &dyn Keychain, desk: &Desk) -> Result<Connected, ConnectError> {
    let mut connected = Connected::default();
    for connection in Connections::read(folder)?.iter() {
        match one(keychain, desk, connection) {
            Ok(connector) => connected.ready.push((QueueId::new(&connection.id), connector)),
            Err(error) => connected.troubled.push(error),
        }
    }
    Ok(connected)
}

fn one(keychain: &dyn Keychain, desk: &Desk, connection: &Connection) -> Result<Arc<dyn Connector>, ConnectError> {
    let (id, name) = (QueueId::new(&connection.id), connection.name.clone());
    desk.add_queue(QueueSetup { id, name: name.clone(), kind: QueueKind::Remote })?;
    let token = keychain.get(&token_name(&connection.id))?;
    let token = token.ok_or_else(|| ConnectError::NoToken { name: name.clone() })?;
    let connector =
        Doorward::new(&connection.address, &token).map_err(|error| ConnectError::Address { name, error })?;
    Ok(Arc::new(connector))
}

/// Adds a queue to the profile: its token into the keyring first, then its address into the folder, so that a stop in
/// between leaves nothing that looks connected.
pub fn add_queue(
    folder: &Folder,
    keychain: &dyn Keychain,
    connection: Connection,
    token: &Secret,
) -> Result<(), ConnectError> {
    Doorward::new(&connection.address, token)
        .map_err(|error| ConnectError::Address { name: connection.name.clone(), error })?;
    keychain.set(&token_name(&connection.id), token)?;
    Connections::read(folder)?.with(connection).write(folder)?;
    Ok(())
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
