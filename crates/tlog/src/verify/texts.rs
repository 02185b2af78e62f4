//! The texts beside the entries: those that are there must be what was committed to, those that are not are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::commitment::Opening;
use crate::envelope::Envelope;
use crate::object::Object;
use crate::payload::{CheckedFields, NamedParts, PayloadType, checked};
use crate::verify::BrokenWhy;

#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// Entry and name of what is not there.
    missing: BTreeSet<(u64, String)>,
    /// Of what was missing, that an erasure names.
    pub erased: u64,
}

impl Texts {
    /// Of entry `index`; an erasure says of earlier ones that they are gone on purpose.
    pub fn check(
        &mut self,
        index: u64,
        kind: PayloadType,
        fields: &CheckedFields,
        envelope: &Envelope,
        openings: &BTreeMap<String, Opening>,
    ) -> Result<(), BrokenWhy> {
        for (name, opening) in openings {
            match fields.commitments.get(name) {
                Some(commitment) if *commitment == opening.commitment() => {}
                Some(_) => return Err(BrokenWhy::Opening(name.clone())),
                None => return Err(BrokenWhy::UnknownOpening(name.clone())),
            }
        }
        let absent = fields.commitments.keys().filter(|name| !openings.contains_key(*name));
        self.missing.extend(absent.map(|name| (index, name.clone())));
        if kind == PayloadType::Erasure { self.record_erasure(envelope) } else { Ok(()) }
    }

    pub fn withheld(&self) -> u64 {
        self.missing.len() as u64
    }

    fn record_erasure(&mut self, envelope: &Envelope) -> Result<(), BrokenWhy> {
        let named: NamedParts = checked(&envelope.payload)?;
        for Object(parts) in named.erased {
            for name in parts.names {
                self.erased += u64::from(self.missing.remove(&(parts.log_index, name)));
            }
        }
        Ok(())
    }
}
