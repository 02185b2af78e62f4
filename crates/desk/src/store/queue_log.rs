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
    pub at: Timestamp,
}

impl QueueLog {
    pub fn new(since: Timestamp) -> Self {
        Self { checkpoint: None, since, checked_at: None, included: 0, awaited: Vec::new(), incident: None }
    }
}
