//! A checkpoint with the signatures under it.

use std::cmp::Reverse;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::cosign::verify_parsed;
use crate::key::PublicKey;
use crate::note::{Note, NoteKey, NoteRefusal};
use crate::verify::{BrokenWhy, Expect, Fault, Place, Seal};

#[derive(Debug, Clone)]
pub(super) struct SignedCheckpoint {
    note: Note,
    pub checkpoint: Checkpoint,
}

impl SignedCheckpoint {
    /// Reads one of the log `origin`, and looks at no signature yet.
    pub fn read(text: &str, origin: &str) -> Result<SignedCheckpoint, BrokenWhy> {
        let note = Note::parse(text).map_err(CheckpointError::from);
        let note = note.map_err(BrokenWhy::MalformedCheckpoint)?;
        let checkpoint: Checkpoint = note.text.parse().map_err(BrokenWhy::MalformedCheckpoint)?;
        if checkpoint.origin != origin {
            return Err(BrokenWhy::OtherOrigin);
        }
        // Without an entry there is no key that could have signed.
        if checkpoint.size == 0 { Err(BrokenWhy::Empty) } else { Ok(SignedCheckpoint { note, checkpoint }) }
    }

    /// The cosigned ones with their numbers, smallest last.
    pub fn read_cosigned(seal: &Seal, expect: &Expect) -> Result<Vec<(usize, SignedCheckpoint)>, Fault> {
        let mut cosigned = Vec::new();
        for (number, note) in seal.cosigned.iter().enumerate() {
            let fault = |why| Fault { at: Place::Cosigned(number), why };
            if expect.witness.is_none() {
                return Err(fault(BrokenWhy::WitnessUnknown));
            }
            cosigned.push((number, SignedCheckpoint::read(note, &expect.origin).map_err(fault)?));
        }
        cosigned.sort_by_key(|(number, signed)| Reverse((signed.checkpoint.size, *number)));
        Ok(cosigned)
    }

    /// The log's own signature, by the key in force after the checkpoint's last entry.
    pub fn check_signature(&self, origin: &str, key: Option<PublicKey>) -> Result<(), BrokenWhy> {
        let key = key.ok_or(BrokenWhy::Empty)?;
        let key = NoteKey::log(origin, key).map_err(|error| BrokenWhy::MalformedCheckpoint(error.into()))?;
        self.note.verify(&key).map_err(|refusal| match refusal {
            NoteRefusal::NotSigned => BrokenWhy::CheckpointOtherKey,
            NoteRefusal::BadSignature => BrokenWhy::CheckpointSignature,
        })
    }

    /// Answers with the witness's time.
    pub fn check_cosignature(&self, witness: Option<&NoteKey>) -> Result<u64, BrokenWhy> {
        let witness = witness.ok_or(BrokenWhy::WitnessUnknown)?;
        verify_parsed(&self.note, witness).map_err(|refusal| match refusal {
            NoteRefusal::NotSigned => BrokenWhy::MissingCosignature,
            NoteRefusal::BadSignature => BrokenWhy::Cosignature,
        })
    }
}
