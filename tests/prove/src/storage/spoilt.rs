//! Stores with one fault each, for the controls: what they lose the proofs must find.

use desk::store::{DeskStore, Figures, Finding, Found, Leaf, Measure, Measuring, QueueId, StoreError, Stored, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tlog::hash::Hash;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Says yes, and commits when it is called the next time.
    AcknowledgesFirst,
    /// Commits the first write by itself, and the others a little later.
    CommitsInTwo,
    /// Says yes to a commit that failed.
    SwallowsErrors,
}

pub struct Spoilt<S> {
    store: S,
    fault: Fault,
    owed: Mutex<Vec<Write>>,
}

impl<S: DeskStore> Spoilt<S> {
    pub fn new(store: S, fault: Fault) -> Self {
        Self { store, fault, owed: Mutex::default() }
    }

    fn paid(&self) -> Result<&S, StoreError> {
        let owed = std::mem::take(&mut *self.owed.lock().unwrap_or_else(PoisonError::into_inner));
        if !owed.is_empty() {
            self.store.commit(&owed)?;
        }
        Ok(&self.store)
    }
}

impl<S: DeskStore> DeskStore for Spoilt<S> {
    fn load(&self) -> Result<Stored, StoreError> {
        self.paid()?.load()
    }

    fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        match self.fault {
            Fault::AcknowledgesFirst => {
                self.paid()?;
                *self.owed.lock().unwrap_or_else(PoisonError::into_inner) = writes.to_vec();
                Ok(())
            }
            Fault::CommitsInTwo => {
                let (first, rest) = writes.split_at(writes.len().min(1));
                self.store.commit(first)?;
                std::thread::sleep(Duration::from_millis(3));
                if rest.is_empty() { Ok(()) } else { self.store.commit(rest) }
            }
            Fault::SwallowsErrors => {
                let _ = self.store.commit(writes);
                Ok(())
            }
        }
    }

    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.paid()?.hashes(queue, indexes)
    }

    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
        self.paid()?.leaves(queue, from, limit)
    }

    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
        self.paid()?.groups(queue, offset, limit)
    }

    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
        self.paid()?.group(queue, first)
    }

    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
        self.paid()?.opened(queue, from, limit)
    }

    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError> {
        self.paid()?.find(finding)
    }

    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError> {
        self.paid()?.findable_from(queue)
    }

    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
        self.paid()?.measured(queue)
    }

    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError> {
        self.paid()?.figures(measuring)
    }
}
