//! The desk that runs, asked by a second program of the same person. Whoever holds the profile's lock serves its door
//! on a socket in the profile's folder; the command line asks there what it would ask a desk of its own. It adds no
//! right: both ends check that the other runs as the same user, who could open profile and keyring anyway.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod ask;
mod door;
mod frame;
mod host;
mod place;
mod serve;
mod session;
#[cfg(test)]
mod tests;

pub use ask::{AddQueue, Ask, Heard, Piece, QueueHeard};
pub use door::{Door, DoorError, LOST, Take};
pub use host::Host;
pub use serve::{ServeError, Served};

use serde::{Deserialize, Serialize};

/// Raised with every change of [`Ask`] or of an answer that an older program would misread.
pub const PROTOCOL: u32 = 15;

/// What each end says first. Its form never changes, so that two versions can always name each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub protocol: u32,
    /// `0.1.0`
    pub version: String,
    /// For people: `the app`, `doorward watch`.
    pub program: String,
}

impl Hello {
    pub fn of(program: &str) -> Self {
        Self { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned(), program: program.to_owned() }
    }
}
