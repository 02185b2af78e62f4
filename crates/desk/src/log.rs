//! A queue's log as the desk writes and reads it: leaves to be appended in one commit with what they stand for, the
//! whole verified, and the views of it. What a log, a proof and a checkpoint are is `tlog`'s.

mod append;
mod csv;
mod find;
mod group;
mod measure;
mod ocsf;
mod part;
pub(crate) mod payloads;
mod read;
mod show;
mod told;

pub(crate) use append::{AppendError, Appender};
pub(crate) use csv::{HEAD as CSV_HEAD, row as csv_row};
pub(crate) use find::{findable, hit, moment, terms};
pub(crate) use group::{Dated, told_of_former};
pub(crate) use measure::measured;
pub use ocsf::OcsfVersion;
pub(crate) use ocsf::line as ocsf_line;
pub(crate) use part::part;
pub(crate) use read::{export, verify, witness};
pub(crate) use show::{Shown, detail, is_decision, view};
pub(crate) use told::Told;

use crate::store::{DeskStore, QueueId, StoreError};
use tlog::hash::Hash;
use tlog::tree::{HashReader, TreeError};

/// The stored hashes of one queue's log.
pub(crate) struct StoredHashes<'a> {
    pub store: &'a dyn DeskStore,
    pub queue: &'a QueueId,
}

impl HashReader for StoredHashes<'_> {
    type Error = StoreError;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.store.hashes(self.queue, indexes)
    }
}

pub(crate) fn tree_error(error: TreeError<StoreError>) -> StoreError {
    match error {
        TreeError::Read(error) => error,
        TreeError::Short { .. } | TreeError::OutOfRange { .. } => StoreError::Damaged(error.to_string()),
    }
}
