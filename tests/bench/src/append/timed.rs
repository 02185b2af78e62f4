//! The real store, with the time of its last commit: what of a decision is SQLite's, and what the desk's own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use desk::store::{DeskStore, Figures, Finding, Found, Leaf, Measure, Measuring, QueueId, StoreError, Stored, Write};
use desk_store::SqliteDesk;
use tlog::hash::Hash;

/// How long the last commit took, for whoever asks beside the desk.
#[derive(Clone, Default)]
pub struct LastCommit(Arc<AtomicU64>);

impl LastCommit {
    pub fn took(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

pub struct Timed {
    store: SqliteDesk,
    last: LastCommit,
}

impl Timed {
    pub fn new(store: SqliteDesk, last: LastCommit) -> Self {
        Timed { store, last }
    }
}

impl DeskStore for Timed {
    fn load(&self) -> Result<Stored, StoreError> {
        self.store.load()
    }

    fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        let begun = Instant::now();
        let result = self.store.commit(writes);
        self.last.0.store(u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        result
    }

    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.store.hashes(queue, indexes)
    }

    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
        self.store.leaves(queue, from, limit)
    }

    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
        self.store.groups(queue, offset, limit)
    }

    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
        self.store.group(queue, first)
    }

    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
        self.store.opened(queue, from, limit)
    }

    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError> {
        self.store.find(finding)
    }

    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError> {
        self.store.findable_from(queue)
    }

    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
        self.store.measured(queue)
    }

    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError> {
        self.store.figures(measuring)
    }
}
