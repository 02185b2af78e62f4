//! Verification of a whole log, entry by entry, in memory that grows with nothing but absent openings. What is missing or
//! unknown (a seal, a key, a cosignature) is a failure, never a pass with a remark; the one thing no
//! mathematics can give, that nothing was cut off after the last cosignature, is counted and said.

mod fault;
mod keys;
mod part;
mod seal;
mod texts;

use std::collections::BTreeMap;

use crate::commitment::Opening;
use crate::envelope::Envelope;
use crate::hash::{Hash, leaf_hash};
use crate::key::PublicKey;
use crate::note::NoteKey;
use crate::payload::{CheckedFields, Follows, LEAF_VERSION, PayloadType, checked};
use crate::tree::Frontier;

pub use fault::{BrokenWhy, Fault, Place};
pub use keys::Keys;
pub use part::{PartEntry, verify_part};
use seal::SignedCheckpoint;
use texts::Texts;

/// A leaf's exact bytes and what opens its commitments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    pub leaf: Vec<u8>,
    pub openings: BTreeMap<String, Opening>,
}

/// What closes a log: its newest checkpoint, and those (the newest is enough) that the witness cosigned.
/// All are signed notes; the cosigned ones carry the log's signature and the witness's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    pub checkpoint: Option<String>,
    pub cosigned: Vec<String>,
}

/// What the log must be.
#[derive(Debug, Clone)]
pub struct Expect {
    pub origin: String,
    pub keys: Keys,
    /// None: a log that no witness follows. Cosignatures that nobody can check are then a failure.
    pub witness: Option<NoteKey>,
    /// Without any cosigned checkpoint the log is broken, not merely unwitnessed.
    pub witness_required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is whole and the witness cosigned the last.
    Verified { entries: u64 },
    /// Every entry is whole; that nothing followed the last `unwitnessed` ones, or stood in their place
    /// before, is the key holder's word alone.
    VerifiedUnwitnessed { entries: u64, unwitnessed: u64 },
    /// The first place that does not hold.
    Broken { at: Place, why: BrokenWhy },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub verdict: Verdict,
    /// Entries that were found whole, in order from the first.
    pub entries: u64,
    /// Openings whose erasure the log records.
    pub erased: u64,
    /// Openings that are not there, though no erasure is recorded: kept back, or lost.
    pub withheld: u64,
    /// The key that the first leaf introduced, or the fixed one.
    pub first_key: Option<PublicKey>,
    /// The newest cosigned checkpoint.
    pub witnessed: Option<Witnessed>,
    /// The log that this one says it goes on from. That it ended there, `succession` finds.
    pub follows: Option<Follows>,
    /// Over the entries found whole.
    pub root: Hash,
    /// The key in force after them.
    pub last_key: Option<PublicKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Witnessed {
    pub size: u64,
    /// Unix seconds, by the witness's clock.
    pub at: u64,
}

/// Verifies a log whose entries are at hand.
pub fn verify_log(entries: impl IntoIterator<Item = Entry>, seal: &Seal, expect: Expect) -> Verification {
    let mut verifier = Verifier::new(seal, expect);
    for entry in entries {
        if verifier.push(&entry.leaf, &entry.openings).is_err() {
            break;
        }
    }
    verifier.finish()
}

/// The same for a log that streams in. While the log is being written, read the checkpoint and as many
/// entries as it says in one snapshot.
#[derive(Debug, Clone)]
pub struct Verifier {
    expect: Expect,
    checkpoint: Option<SignedCheckpoint>,
    /// By size and number, smallest last.
    cosigned: Vec<(usize, SignedCheckpoint)>,
    key: Option<PublicKey>,
    first_key: Option<PublicKey>,
    follows: Option<Follows>,
    tree: Frontier,
    previous: Hash,
    texts: Texts,
    witnessed: Option<Witnessed>,
    fault: Option<Fault>,
}

impl Verifier {
    pub fn new(seal: &Seal, expect: Expect) -> Verifier {
        let key = expect.keys.fixed();
        let mut verifier = Verifier {
            expect,
            checkpoint: None,
            cosigned: Vec::new(),
            key,
            first_key: key,
            follows: None,
            tree: Frontier::default(),
            previous: Hash::ZERO,
            texts: Texts::default(),
            witnessed: None,
            fault: None,
        };
        verifier.fault = verifier.read_seal(seal).err();
        verifier
    }

    /// Checks the next entry and hands back its envelope. After a fault nothing more is looked at: the
    /// same fault comes back.
    pub fn push(&mut self, leaf: &[u8], openings: &BTreeMap<String, Opening>) -> Result<Envelope, Fault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let checked = self.check_entry(leaf, openings);
        if let Err(fault) = &checked {
            self.fault = Some(fault.clone());
        }
        checked
    }

    pub fn finish(mut self) -> Verification {
        let closed = match self.fault.take() {
            Some(fault) => Err(fault),
            None => self.check_end(),
        };
        let verdict = match closed {
            Ok(verdict) => verdict,
            Err(Fault { at, why }) => Verdict::Broken { at, why },
        };
        Verification {
            verdict,
            entries: self.tree.size(),
            erased: self.texts.erased,
            withheld: self.texts.withheld(),
            first_key: self.first_key,
            witnessed: self.witnessed,
            follows: self.follows,
            root: self.tree.root(),
            last_key: self.key,
        }
    }

    fn read_seal(&mut self, seal: &Seal) -> Result<(), Fault> {
        if let Some(note) = &seal.checkpoint {
            let read = SignedCheckpoint::read(note, &self.expect.origin);
            self.checkpoint = Some(read.map_err(|why| Fault { at: Place::Checkpoint, why })?);
        }
        self.cosigned = SignedCheckpoint::read_cosigned(seal, &self.expect)?;
        Ok(())
    }

    fn check_entry(&mut self, leaf: &[u8], openings: &BTreeMap<String, Opening>) -> Result<Envelope, Fault> {
        let index = self.tree.size();
        let fault = |why| Fault { at: Place::Entry(index), why };
        self.check_sealed(index)?;
        let envelope = Envelope::from_bytes(leaf).map_err(|e| fault(BrokenWhy::NotAnEnvelope(e)))?;
        let (kind, fields) = self.check_leaf(index, &envelope).map_err(fault)?;
        self.texts.check(index, kind, &fields, &envelope, openings).map_err(fault)?;
        let hash = leaf_hash(leaf);
        self.tree.push(hash);
        self.previous = hash;
        self.check_cosigned()?;
        Ok(envelope)
    }

    /// Nothing may follow the last entry that the checkpoint counts.
    fn check_sealed(&self, index: u64) -> Result<(), Fault> {
        match &self.checkpoint {
            Some(signed) if index == signed.checkpoint.size => {
                self.check_signature(signed).map_err(|why| Fault { at: Place::Checkpoint, why })?;
                Err(Fault { at: Place::Entry(index), why: BrokenWhy::Unsealed })
            }
            Some(_) | None => Ok(()),
        }
    }

    fn check_leaf(&mut self, index: u64, envelope: &Envelope) -> Result<(PayloadType, CheckedFields), BrokenWhy> {
        let kind: PayloadType = envelope.payload_type.parse().map_err(|_| BrokenWhy::PayloadType)?;
        if !self.expect.keys.allow(kind) {
            return Err(BrokenWhy::PayloadType);
        }
        let next_key = self.check_signed(index, kind, envelope)?;
        let fields = numbered(index, envelope)?;
        if fields.prev_leaf_hash != self.previous {
            return Err(BrokenWhy::PreviousLeaf);
        }
        self.key = Some(next_key);
        Ok((kind, fields))
    }

    /// Every cosigned checkpoint of the size just reached.
    fn check_cosigned(&mut self) -> Result<(), Fault> {
        let size = self.tree.size();
        while let Some((number, signed)) = self.cosigned.pop_if(|(_, signed)| signed.checkpoint.size == size) {
            let fault = |why| Fault { at: Place::Cosigned(number), why };
            self.check_signature(&signed).map_err(fault)?;
            let at = self.check_cosignature(&signed).map_err(fault)?;
            self.check_root(&signed)?;
            self.witnessed = Some(Witnessed { size, at });
        }
        Ok(())
    }

    fn check_end(&mut self) -> Result<Verdict, Fault> {
        let entries = self.tree.size();
        if entries == 0 {
            return Err(Fault { at: Place::Entry(0), why: BrokenWhy::Empty });
        }
        let at_checkpoint = |why| Fault { at: Place::Checkpoint, why };
        let signed = self.checkpoint.as_ref();
        let signed = signed.ok_or(at_checkpoint(BrokenWhy::MissingCheckpoint))?;
        let signature = self.check_signature(signed);
        let size = signed.checkpoint.size;
        if entries < size && signature != Err(BrokenWhy::CheckpointSignature) {
            return Err(Fault { at: Place::Entry(entries), why: BrokenWhy::Missing { size } });
        }
        signature.map_err(at_checkpoint)?;
        self.check_root(signed)?;
        if let Some((number, later)) = self.cosigned.last() {
            let fault = |why| Fault { at: Place::Cosigned(*number), why };
            self.check_cosignature(later).map_err(fault)?;
            let size = later.checkpoint.size;
            return Err(Fault { at: Place::Entry(entries), why: BrokenWhy::CutAfterWitness { size } });
        }
        match self.witnessed {
            None if self.expect.witness_required => Err(at_checkpoint(BrokenWhy::MissingCosignature)),
            Some(Witnessed { size, .. }) if size == entries => Ok(Verdict::Verified { entries }),
            Some(Witnessed { size, .. }) => Ok(Verdict::VerifiedUnwitnessed { entries, unwitnessed: entries - size }),
            None => Ok(Verdict::VerifiedUnwitnessed { entries, unwitnessed: entries }),
        }
    }

    /// The log's own signature, by the key in force after the last entry read.
    fn check_signature(&self, signed: &SignedCheckpoint) -> Result<(), BrokenWhy> {
        signed.check_signature(&self.expect.origin, self.key)
    }

    fn check_cosignature(&self, signed: &SignedCheckpoint) -> Result<u64, BrokenWhy> {
        signed.check_cosignature(self.expect.witness.as_ref())
    }

    /// A signed root that the entries do not lead to: the change lies after the last one that matched.
    fn check_root(&self, signed: &SignedCheckpoint) -> Result<(), Fault> {
        if signed.checkpoint.root == self.tree.root() {
            return Ok(());
        }
        let from = self.witnessed.map_or(0, |witnessed| witnessed.size);
        Err(Fault { at: Place::Span { from, to: signed.checkpoint.size }, why: BrokenWhy::Root })
    }

    /// The signature under the leaf; answers with the key in force from the next leaf on.
    fn check_signed(&mut self, index: u64, kind: PayloadType, envelope: &Envelope) -> Result<PublicKey, BrokenWhy> {
        let (next, follows) = self.expect.keys.next(index, kind, self.key, envelope)?;
        if index == 0 {
            (self.first_key, self.follows) = (Some(next), follows);
        }
        Ok(next)
    }
}

/// The fields of a payload that calls itself number `index`.
fn numbered(index: u64, envelope: &Envelope) -> Result<CheckedFields, BrokenWhy> {
    let fields: CheckedFields = checked(&envelope.payload)?;
    if fields.v != u64::from(LEAF_VERSION) {
        return Err(BrokenWhy::Version(fields.v));
    }
    if fields.log_index == index { Ok(fields) } else { Err(BrokenWhy::Index { found: fields.log_index }) }
}
