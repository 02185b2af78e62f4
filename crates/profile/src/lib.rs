//! One person's Doorward on one machine: where it lies, who may write it, its clocks, and the desk opened on it.
//! App and command line start here, so that both open the same profile in the same way, and each can ask the other's desk. It decides nothing.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod before;
mod clock;
mod connections;
mod crash;
mod folder;
mod following;
mod open;
mod trouble;
mod watched;

pub use before::Before;
pub use clock::{SystemClock, SystemEntropy, zone};
pub use connections::{Connection, Connections, ConnectionsError};
pub use crash::no_core_dumps;
pub use folder::{Folder, FolderError, socket};
pub use following::Following;
pub use open::{ConnectError, credential, keep_token, keychain, stored, token};
pub use trouble::{file_trouble, unnumbered};
