//! Verifies a queue's log from the store, and writes it out for anyone to verify.

use crate::errors::LogError;
use crate::state::{LogCheck, Queue};
use crate::store::{DeskStore, Leaf, StoreError};
use approval::Timestamp;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use tlog::export::Export;
use tlog::note::NoteKey;
use tlog::tree::{Frontier, stored_count};
use tlog::verify::{BrokenWhy, Entry, Expect, Keys, Place, Seal, Verdict, Verifier};
use tlog::{Hash, leaf_hash};

/// Leaves read at once.
const PAGE: usize = 1000;

/// Verifies every entry up to the head as given: entries are only ever added, so a log that is being written verifies
/// as it stood. `told` hears after each page how many entries were looked at, and of how many. An empty log of a device that
/// is not enrolled has nothing to verify: `None`.
pub(crate) fn verify(
    store: &dyn DeskStore,
    queue: &Queue,
    at: Timestamp,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Option<LogCheck>, StoreError> {
    let Some(device) = &queue.record.device else { return Ok(None) };
    let expect = Expect {
        origin: device.origin.clone(),
        keys: Keys::Introduced { pinned: Some(device.first_key()) },
        witness: witness(queue),
        witness_required: false,
    };
    let mut verifier = Verifier::new(&seal(queue), expect);
    let mut tree = Frontier::default();
    let mut false_tree = None;
    let mut next = 0;
    'pages: while next < queue.head.size {
        let left = usize::try_from(queue.head.size - next).unwrap_or(PAGE).min(PAGE);
        let leaves = store.leaves(queue.id(), next, left)?;
        if leaves.is_empty() {
            break;
        }
        let mut hashes = Vec::new();
        for leaf in leaves {
            next = leaf.index + 1;
            if verifier.push(&leaf.bytes, &leaf.openings).is_err() {
                break 'pages;
            }
            tree.push_each(leaf_hash(&leaf.bytes), |hash| hashes.push((leaf.index, hash)));
        }
        false_tree = first_false(store, queue, tree.size(), &hashes)?;
        if false_tree.is_some() {
            break;
        }
        told(next, queue.head.size);
    }
    let mut verification = verifier.finish();
    if let Some(entry) = false_tree {
        verification.entries = entry;
        verification.verdict = Verdict::Broken { at: Place::Entry(entry), why: BrokenWhy::StoredHash };
    }
    Ok(Some(LogCheck { verification, at, took_millis: 0 }))
}

/// The entry whose stored hashes are not those that follow: with them the next checkpoint would be a false one, signed.
/// `hashes` are the newest of a tree of `size`, each with its entry.
fn first_false(
    store: &dyn DeskStore,
    queue: &Queue,
    size: u64,
    hashes: &[(u64, Hash)],
) -> Result<Option<u64>, StoreError> {
    let end = stored_count(size);
    let indexes: Vec<u64> = (end - hashes.len() as u64..end).collect();
    let stored = store.hashes(queue.id(), &indexes)?;
    Ok(hashes.iter().zip(stored).find(|((_, follows), stored)| follows != stored).map(|((entry, _), _)| *entry))
}

/// The export file: the whole log and its seal, and of how many decisions the words are in it. `told` hears after each page how
/// many entries were read, and of how many, and may end it.
pub(crate) fn export(
    store: &dyn DeskStore,
    queue: &Queue,
    told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(String, u64), LogError> {
    let device = queue.record.device.as_ref().ok_or(LogError::Empty)?;
    let (mut entries, mut worded) = (Vec::new(), BTreeSet::new());
    each_leaf(store, queue, told, |leaf| {
        worded.extend((!leaf.openings.is_empty()).then_some(leaf.group));
        entries.push(Entry { leaf: leaf.bytes, openings: leaf.openings });
        Ok(())
    })?;
    if entries.is_empty() {
        return Err(LogError::Empty);
    }
    let export = Export { origin: device.origin.clone(), witness: witness(queue), seal: seal(queue), entries };
    let text = export.to_text().map_err(|error| LogError::Export(error.to_string()))?;
    Ok((text, worded.len() as u64))
}

/// The leaves up to the head as given, from the first; `told` hears after each page, and may end it.
pub(super) fn each_leaf(
    store: &dyn DeskStore,
    queue: &Queue,
    told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    mut each: impl FnMut(Leaf) -> Result<(), StoreError>,
) -> Result<(), LogError> {
    let (mut next, size) = (0, queue.head.size);
    while next < size {
        let leaves = store.leaves(queue.id(), next, PAGE)?;
        let Some(last) = leaves.last() else { break };
        next = (last.index + 1).min(size);
        leaves.into_iter().filter(|leaf| leaf.index < size).try_for_each(&mut each)?;
        if told(next, size).is_break() {
            return Err(LogError::Stopped);
        }
    }
    Ok(())
}

/// Nobody where the queue is another system's.
pub(crate) fn witness(queue: &Queue) -> Option<NoteKey> {
    queue.record.me.as_ref().and_then(|me| NoteKey::from_vkey(&me.witness).ok())
}

pub(super) fn seal(queue: &Queue) -> Seal {
    Seal {
        checkpoint: queue.head.checkpoint.clone(),
        cosigned: queue.head.cosigned.iter().map(|cosigned| cosigned.note.clone()).collect(),
    }
}
