//! Systems of others, played: each speaks what its vendor's own client speaks, and is accepted only after that client works against
//! it unchanged (`doorward-vendors check`). Connectors are tested against them.

pub mod access_approval;
pub mod aws_team;
pub mod conductorone;
pub mod discord_access;
pub mod entra_pim;
pub mod github;
mod google;
pub mod google_pam;
pub mod jsm;
pub mod opal;
pub mod servicenow;
pub mod teleport;

use approval::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// What happens to the next call that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Refused, with `Retry-After` in seconds.
    Throttled(u32),
    /// Lost on the way there.
    Before,
    /// It happens, and the answer is lost.
    After,
    /// It happens, and half of the answer comes.
    Half,
}

/// What time it is there.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// As a test says.
    Told(Timestamp),
    System,
}

impl Clock {
    pub fn now(self) -> Timestamp {
        match self {
            Self::Told(at) => at,
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
                Timestamp::from_millis(since.as_millis().try_into().unwrap())
            }
        }
    }

    /// The system's own goes on by itself.
    fn later(self, millis: i64) -> Self {
        match self {
            Self::Told(at) => Self::Told(at.plus_millis(millis)),
            Self::System => self,
        }
    }
}
