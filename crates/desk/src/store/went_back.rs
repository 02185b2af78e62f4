//! What is kept of a queue that told an earlier state than before.

use super::Outbox;
use approval::{GrantId, RequestId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A queue was put back to an earlier state. What it tells counts all the same; what it forgot is said to be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WentBack {
    /// When it was noticed last, by the queue's time.
    pub at: Timestamp,
    /// So many requests and grants are as they were before.
    pub older: u32,
    /// So many grants that were live here are not there any more.
    pub gone: u32,
    /// The entries of the log then: a decision that was clicked before has one of them. None in a log that began since.
    pub entries: u64,
    /// Requests with a decision that the queue no longer knows; `true` where it was this person's.
    pub reopened: BTreeMap<RequestId, bool>,
    /// Grants that this person revoked, and that live again.
    pub revived: BTreeSet<GrantId>,
}

impl WentBack {
    /// Whether a decision was clicked before. What is in a former log was.
    pub(crate) fn is_before(&self, row: &Outbox) -> bool {
        row.former.is_some() || row.intent < self.entries
    }

    /// It is told for a day.
    pub(crate) fn is_told(&self, now: Timestamp) -> bool {
        now.millis_since(self.at) < 24 * 3_600_000
    }
}
