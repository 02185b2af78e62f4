//! Appends leaves to a queue's log: signs them, works out what the tree stores, and seals with a signed checkpoint.
//! It writes nothing: what it gives is one part of a commit.

use super::{StoredHashes, tree_error};
use crate::errors::SigningError;
use crate::ports::KeychainError;
use crate::state::Queue;
use crate::store::{Cosigned, DeskStore, Head, Leaf, NewLeaf, QueueId, StoreError, Write};
use serde::Serialize;
use std::collections::BTreeMap;
use tlog::checkpoint::Checkpoint;
use tlog::commitment::Opening;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::{SeedKey, Signer as _};
use tlog::payload::{Follows, KeyChange, LeafHeader, PayloadType, payload_bytes};
use tlog::tree::{self, HashReader};

pub(crate) struct Appender<'a> {
    store: &'a dyn DeskStore,
    queue: &'a QueueId,
    origin: String,
    signer: &'a SeedKey,
    size: u64,
    last_leaf: Hash,
    /// Hashes of leaves that are not stored yet.
    fresh: BTreeMap<u64, Hash>,
    writes: Vec<Write>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AppendError {
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'a> Appender<'a> {
    /// Only once the device is enrolled, and by its key in force: one that was fetched before a key change signs no more.
    pub fn new(store: &'a dyn DeskStore, queue: &'a Queue, signer: &'a SeedKey) -> Result<Self, AppendError> {
        let device = queue.record.device.as_ref().ok_or(SigningError::NotEnrolled)?;
        if device.public_key != signer.public_key() {
            return Err(SigningError::KeyGone(queue.id().clone()).into());
        }
        Ok(Self::at(store, queue.id(), device.origin.clone(), &queue.head, signer))
    }

    pub fn at(store: &'a dyn DeskStore, queue: &'a QueueId, origin: String, head: &Head, signer: &'a SeedKey) -> Self {
        Self {
            store,
            queue,
            origin,
            signer,
            size: head.size,
            last_leaf: head.last_leaf,
            fresh: BTreeMap::new(),
            writes: Vec::new(),
        }
    }

    /// Adds a leaf to the group that begins at `group`, or begins one; answers with its number.
    pub fn leaf<T: Serialize>(
        &mut self,
        kind: PayloadType,
        group: Option<u64>,
        openings: BTreeMap<String, Opening>,
        payload: impl FnOnce(LeafHeader) -> T,
    ) -> Result<u64, AppendError> {
        let index = self.size;
        let payload = payload(LeafHeader::new(index, self.last_leaf));
        let bytes = payload_bytes(&payload).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let envelope = Envelope::sign(kind.to_string(), &bytes, self.signer).map_err(signing)?;
        let hashes = tree::stored_hashes(index, envelope.leaf_hash(), self).map_err(tree_error)?;
        self.fresh.extend(hashes.iter().copied());
        self.size += 1;
        self.last_leaf = envelope.leaf_hash();
        let leaf = Leaf { index, group: group.unwrap_or(index), bytes: envelope.leaf_bytes(), openings };
        self.writes.push(Write::Leaf { queue: self.queue.clone(), new: NewLeaf { leaf, hashes } });
        Ok(index)
    }

    /// Adds the leaf that introduces `next`; all that follows, the checkpoint too, is signed by it.
    /// A log's first leaf may name the log before.
    pub fn hand_over(&mut self, next: &'a SeedKey, follows: Option<Follows>) -> Result<u64, AppendError> {
        let new_key = next.public_key();
        let index =
            self.leaf(PayloadType::KeyChange, None, BTreeMap::new(), |header| KeyChange { header, new_key, follows })?;
        self.signer = next;
        Ok(index)
    }

    /// The leaves and the checkpoint that seals them; nothing when no leaf was added.
    pub fn seal(self) -> Result<Vec<Write>, AppendError> {
        if self.writes.is_empty() {
            return Ok(Vec::new());
        }
        self.seal_at(None).map(|(writes, _)| writes)
    }

    /// The same of a log with leaves, with where it then stands; `cosigned` is what the witness cosigned of it last.
    pub fn seal_at(mut self, cosigned: Option<Cosigned>) -> Result<(Vec<Write>, Head), AppendError> {
        let root = tree::root(self.size, &self).map_err(tree_error)?;
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: self.size, root };
        let note = checkpoint.sign(self.signer).map_err(signing)?;
        let head = Head { size: self.size, last_leaf: self.last_leaf, checkpoint: Some(note.clone()), cosigned };
        self.writes.push(Write::Checkpoint { queue: self.queue.clone(), note });
        Ok((self.writes, head))
    }
}

impl HashReader for Appender<'_> {
    type Error = StoreError;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        let stored: Vec<u64> = indexes.iter().copied().filter(|index| !self.fresh.contains_key(index)).collect();
        let mut stored = StoredHashes { store: self.store, queue: self.queue }.read(&stored)?.into_iter();
        let missing = || StoreError::Damaged("a hash of the log is missing".to_owned());
        let at = |index: &u64| self.fresh.get(index).copied().or_else(|| stored.next()).ok_or_else(missing);
        indexes.iter().map(at).collect()
    }
}

fn signing(error: impl std::fmt::Display) -> SigningError {
    SigningError::Keychain(KeychainError::Failed(error.to_string()))
}
