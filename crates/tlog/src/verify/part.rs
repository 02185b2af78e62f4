//! Verification of a part of a log: some of its entries, each proven into the tree that was signed, and into the one that was
//! witnessed where that reaches it. What is not in the part is not vouched for, and neither is it contradicted.

use super::seal::SignedCheckpoint;
use super::texts::Texts;
use super::{Entry, Expect, Fault, Place, Seal, Verdict, Verification, Witnessed, numbered};
use crate::checkpoint::Checkpoint;
use crate::envelope::Envelope;
use crate::hash::{Hash, leaf_hash};
use crate::key::PublicKey;
use crate::payload::{Follows, PayloadType};
use crate::tree::verify_inclusion;
use crate::verify::BrokenWhy;

/// One entry of a log, with its number and the way to the root of the checkpoint that covers it: the cosigned one, else the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartEntry {
    /// From 0.
    pub index: u64,
    pub entry: Entry,
    /// RFC 6962 inclusion proof.
    pub proof: Vec<Hash>,
}

/// Verifies the entries, ascending by number, the first of them the log's first. `each` hears of every entry whose leaf holds, with its
/// envelope. In the verification `entries` are those of the part, and `root` is that of the newest checkpoint.
pub fn verify_part(
    entries: &[PartEntry],
    seal: &Seal,
    expect: &Expect,
    mut each: impl FnMut(PayloadType, &PartEntry, &Envelope),
) -> Verification {
    let mut part = Part {
        expect,
        cosigned: Vec::new(),
        seen: None,
        key: None,
        first_key: None,
        before: None,
        texts: Texts::default(),
        follows: None,
        whole: 0,
        root: Hash::ZERO,
    };
    let verdict = part.verify(entries, seal, &mut each);
    let verdict = verdict.unwrap_or_else(|Fault { at, why }| Verdict::Broken { at, why });
    Verification {
        verdict,
        entries: part.whole,
        erased: part.texts.erased,
        withheld: part.texts.withheld(),
        first_key: part.first_key,
        witnessed: part.seen.map(|(seen, at)| Witnessed { size: seen.size, at }),
        follows: part.follows,
        root: part.root,
        last_key: part.key,
    }
}

struct Part<'a> {
    expect: &'a Expect,
    /// By size and number, smallest last.
    cosigned: Vec<(usize, SignedCheckpoint)>,
    /// The largest cosigned one that was checked, and when.
    seen: Option<(Checkpoint, u64)>,
    key: Option<PublicKey>,
    first_key: Option<PublicKey>,
    /// The entry before, and its leaf hash.
    before: Option<(u64, Hash)>,
    texts: Texts,
    follows: Option<Follows>,
    whole: u64,
    root: Hash,
}

impl Part<'_> {
    fn verify(
        &mut self,
        entries: &[PartEntry],
        seal: &Seal,
        each: &mut impl FnMut(PayloadType, &PartEntry, &Envelope),
    ) -> Result<Verdict, Fault> {
        let at_checkpoint = |why| Fault { at: Place::Checkpoint, why };
        let newest = self.read_seal(seal)?;
        for entry in entries {
            let (kind, envelope) = self.check(entry, newest.as_ref())?;
            each(kind, entry, &envelope);
        }
        if entries.is_empty() {
            return Err(Fault { at: Place::Entry(0), why: BrokenWhy::Empty });
        }
        self.check_cosigned(newest.as_ref().map_or(0, |newest| newest.checkpoint.size))?;
        let newest = newest.ok_or(at_checkpoint(BrokenWhy::MissingCheckpoint))?;
        newest.check_signature(&self.expect.origin, self.key).map_err(at_checkpoint)?;
        let newest = &newest.checkpoint;
        let seen = self.seen.as_ref().map(|(seen, _)| seen);
        if seen.is_some_and(|seen| seen.size == newest.size && seen.root != newest.root) {
            return Err(at_checkpoint(BrokenWhy::Root));
        }
        if let Some((number, later)) = self.cosigned.last() {
            let fault = |why| Fault { at: Place::Cosigned(*number), why };
            later.check_cosignature(self.expect.witness.as_ref()).map_err(fault)?;
            let size = later.checkpoint.size;
            return Err(Fault { at: Place::Entry(newest.size), why: BrokenWhy::CutAfterWitness { size } });
        }
        if self.expect.witness_required && seen.is_none() {
            return Err(at_checkpoint(BrokenWhy::MissingCosignature));
        }
        let mut unwitnessed = 0;
        for PartEntry { index, entry, proof } in entries {
            let covers = seen.filter(|seen| *index < seen.size);
            unwitnessed += u64::from(covers.is_none());
            let under = covers.unwrap_or(newest);
            verify_inclusion(leaf_hash(&entry.leaf), *index, under.size, proof, under.root)
                .map_err(|_| Fault { at: Place::Entry(*index), why: BrokenWhy::Inclusion })?;
            self.whole += 1;
        }
        self.root = newest.root;
        let entries = self.whole;
        Ok(match unwitnessed {
            0 => Verdict::Verified { entries },
            unwitnessed => Verdict::VerifiedUnwitnessed { entries, unwitnessed },
        })
    }

    /// All of an entry but its proof.
    fn check(
        &mut self,
        PartEntry { index, entry, .. }: &PartEntry,
        newest: Option<&SignedCheckpoint>,
    ) -> Result<(PayloadType, Envelope), Fault> {
        let index = *index;
        let fault = |why| Fault { at: Place::Entry(index), why };
        match self.before {
            Some((before, _)) if index <= before => return Err(fault(BrokenWhy::Order)),
            None if index > 0 => return Err(fault(BrokenWhy::NoFirstKey)),
            Some(_) | None => {}
        }
        self.check_cosigned(index)?;
        if let Some(newest) = newest.filter(|newest| newest.checkpoint.size <= index) {
            let signature = newest.check_signature(&self.expect.origin, self.key);
            signature.map_err(|why| Fault { at: Place::Checkpoint, why })?;
            return Err(fault(BrokenWhy::Unsealed));
        }
        self.check_leaf(index, entry).map_err(fault)
    }

    fn check_leaf(&mut self, index: u64, entry: &Entry) -> Result<(PayloadType, Envelope), BrokenWhy> {
        let envelope = Envelope::from_bytes(&entry.leaf).map_err(BrokenWhy::NotAnEnvelope)?;
        let kind: PayloadType = envelope.payload_type.parse().map_err(|_| BrokenWhy::PayloadType)?;
        if !self.expect.keys.allow(kind) {
            return Err(BrokenWhy::PayloadType);
        }
        let (next, follows) = self.expect.keys.next(index, kind, self.key, &envelope)?;
        let fields = numbered(index, &envelope)?;
        let previous = match self.before {
            None => Some(Hash::ZERO),
            Some((before, hash)) => (before + 1 == index).then_some(hash),
        };
        if previous.is_some_and(|previous| fields.prev_leaf_hash != previous) {
            return Err(BrokenWhy::PreviousLeaf);
        }
        self.texts.check(index, kind, &fields, &envelope, &entry.openings)?;
        if index == 0 {
            (self.first_key, self.follows) = (Some(next), follows);
        }
        (self.key, self.before) = (Some(next), Some((index, leaf_hash(&entry.leaf))));
        Ok((kind, envelope))
    }

    fn read_seal(&mut self, seal: &Seal) -> Result<Option<SignedCheckpoint>, Fault> {
        let newest = seal.checkpoint.as_ref().map(|note| SignedCheckpoint::read(note, &self.expect.origin));
        let newest = newest.transpose().map_err(|why| Fault { at: Place::Checkpoint, why })?;
        self.cosigned = SignedCheckpoint::read_cosigned(seal, self.expect)?;
        Ok(newest)
    }

    /// Those of up to so many entries, by the key in force after them: every key-change is in the part.
    fn check_cosigned(&mut self, size: u64) -> Result<(), Fault> {
        while let Some((number, signed)) = self.cosigned.pop_if(|(_, signed)| signed.checkpoint.size <= size) {
            let fault = |why| Fault { at: Place::Cosigned(number), why };
            signed.check_signature(&self.expect.origin, self.key).map_err(fault)?;
            let at = signed.check_cosignature(self.expect.witness.as_ref()).map_err(fault)?;
            self.seen = Some((signed.checkpoint, at));
        }
        Ok(())
    }
}
