//! Whom the desk's steps wake: the drivers that wait for something to do.

use crate::store::QueueId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Who is to look again. Each has one waiter; a wake that nobody waits for is kept.
#[derive(Default)]
pub(crate) struct Wakes {
    /// A decision was clicked.
    pub release: Notify,
    queues: Mutex<BTreeMap<QueueId, Arc<QueueWakes>>>,
}

#[derive(Default)]
pub(crate) struct QueueWakes {
    /// The person wants it tried at once.
    pub follow: Notify,
    /// Something waits to be sent, or to be witnessed.
    pub deliver: Notify,
    /// The queue's own log is to be looked at.
    pub look: Notify,
    /// Held by whoever shows the log to its witness: two uploads at once would look like another history.
    pub witness: tokio::sync::Mutex<()>,
}

impl Wakes {
    pub fn queue(&self, id: &QueueId) -> Arc<QueueWakes> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.entry(id.clone()).or_default().clone()
    }
}
