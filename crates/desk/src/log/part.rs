//! A part of a log written out: the decisions chosen, each entry with its proof, and no entry of anybody else's. With them go
//! the keys that they are signed by, and what says which of their words were erased.

use super::payloads::ErasurePayload;
use super::read::{each_leaf, seal, witness};
use super::{StoredHashes, tree_error};
use crate::errors::LogError;
use crate::state::Queue;
use crate::store::{DeskStore, Leaf, StoreError};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use tlog::Checkpoint;
use tlog::envelope::Envelope;
use tlog::export::{Chosen, Part};
use tlog::payload::PayloadType;
use tlog::tree::inclusion_proof;
use tlog::verify::{Entry, PartEntry};

/// The file, and how many entries are in it: those of the groups that `wanted` admits. `told` hears after each page how many were
/// read, and of how many, and may end it.
pub(crate) fn part(
    store: &dyn DeskStore,
    queue: &Queue,
    chosen: Chosen,
    mut wanted: impl FnMut(&Leaf) -> Result<bool, StoreError>,
    told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(String, u64), LogError> {
    let device = queue.record.device.as_ref().ok_or(LogError::Empty)?;
    let seal = seal(queue);
    // Of the note itself: how far the queue remembers to have cosigned is another matter.
    let witnessed =
        seal.cosigned.iter().filter_map(|note| Checkpoint::unverified(note).ok()).map(|seen| seen.size).max();
    let witnessed = witnessed.unwrap_or(0);
    let hashes = StoredHashes { store, queue: queue.id() };
    let mut entries = Vec::new();
    let mut numbers = BTreeSet::new();
    each_leaf(store, queue, told, |leaf| {
        if !belongs(&leaf, &numbers) && !wanted(&leaf)? {
            return Ok(());
        }
        let size = if leaf.index < witnessed { witnessed } else { queue.head.size };
        let proof = inclusion_proof(leaf.index, size, &hashes).map_err(tree_error)?;
        numbers.insert(leaf.index);
        let entry = Entry { leaf: leaf.bytes, openings: leaf.openings };
        entries.push(PartEntry { index: leaf.index, entry, proof });
        Ok(())
    })?;
    let count = entries.len() as u64;
    let (origin, witness) = (device.origin.clone(), witness(queue));
    let part = Part { origin, witness, chosen, seal, entries };
    Ok((part.to_text().map_err(|error| LogError::Export(error.to_string()))?, count))
}

/// Whether every part has it, or this one because of what it has already.
fn belongs(leaf: &Leaf, numbers: &BTreeSet<u64>) -> bool {
    let Ok(envelope) = Envelope::from_bytes(&leaf.bytes) else { return false };
    match envelope.payload_type.parse::<PayloadType>() {
        Ok(PayloadType::KeyChange) => true,
        Ok(PayloadType::Erasure) => {
            let erasure = serde_json::from_slice::<ErasurePayload>(&envelope.payload);
            erasure.is_ok_and(|erasure| erasure.erased.iter().any(|parts| numbers.contains(&parts.log_index)))
        }
        Ok(_) | Err(_) => false,
    }
}
