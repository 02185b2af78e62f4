//! What is remembered of a queue's own log of one tenant.

use super::Incident;
use approval::Timestamp;
use serde::{Deserialize, Serialize};
use tlog::hash::Hash;

/// Times are by the queue's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLog {
    /// The newest checkpoint that held: signed by the queue's log key, and extending every one before. A signed note;
    /// absent until one was shown.
    pub checkpoint: Option<String>,
    /// Since when every checkpoint held.
    pub since: Timestamp,
    /// When the queue was last asked for one and it held.
    pub checked_at: Option<Timestamp>,
    /// How many acceptances of this device's decisions were found in it since then.
    pub included: u64,
    /// Those that were not found yet, oldest first.
    pub awaited: Vec<Acceptance>,
    /// No more grants at this queue until the person has looked at it.
    pub incident: Option<Incident>,
}

/// Where the queue's answer to a decision must stand in its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Number of its leaf, from 0.
    pub index: u64,
    pub leaf: Hash,
    /// When the queue says that it accepted, or when its answer came where that is later, by the queue's clock. A look that was
    /// begun before proves nothing: the queue may have stood still between its stamp and its commit.
    pub at: Timestamp,
}

impl QueueLog {
    pub fn new(since: Timestamp) -> Self {
        Self { checkpoint: None, since, checked_at: None, included: 0, awaited: Vec::new(), incident: None }
    }
}

/// What the last looks at a queue's logs found, one look a tenant, and when these very looks were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogsRead {
    /// Since when all of them held.
    pub since: Timestamp,
    /// The oldest of the looks.
    pub first: Timestamp,
    /// The newest.
    pub last: Timestamp,
    /// Accepted decisions that they found.
    pub included: u64,
    /// Accepted decisions that they looked for, with those that were found.
    pub all: u64,
    /// Accepted after the look at their log.
    pub later: u64,
}

impl LogsRead {
    /// `None` where none was looked at yet.
    pub fn of<'a>(logs: impl Iterator<Item = &'a QueueLog> + Clone) -> Option<Self> {
        let looks = || logs.clone().filter_map(|log| log.checked_at);
        let count = |was: fn(&Acceptance, Timestamp) -> bool| -> u64 {
            let of = |log: &QueueLog| match log.checked_at {
                Some(at) => log.awaited.iter().filter(|awaited| was(awaited, at)).count() as u64,
                None => 0,
            };
            logs.clone().map(of).sum()
        };
        let unread = logs.clone().filter(|log| log.checked_at.is_none()).map(|log| log.awaited.len() as u64);
        let included: u64 = logs.clone().map(|log| log.included).sum();
        Some(Self {
            since: logs.clone().map(|log| log.since).max()?,
            first: looks().min()?,
            last: looks().max()?,
            included,
            all: included + count(|awaited, at| awaited.at <= at),
            later: count(|awaited, at| awaited.at > at) + unread.sum::<u64>(),
        })
    }
}
