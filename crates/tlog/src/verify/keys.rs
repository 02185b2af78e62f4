//! Which key signs which leaf. Refuses a leaf by any key but the one in force: a log's keys form one line
//! from the first to the newest, each handing over to the next.

use crate::envelope::{Envelope, EnvelopeRefusal};
use crate::key::PublicKey;
use crate::payload::{Follows, NamedKey, PayloadType};
use crate::verify::BrokenWhy;

/// Where a log's keys come from.
#[derive(Debug, Clone)]
pub enum Keys {
    /// A desk's log: its first leaf is a key-change that introduces the first key and is signed by it. With
    /// `pinned` that key must be this one; without, whoever reads must compare the fingerprint.
    Introduced { pinned: Option<PublicKey> },
    /// A server's log: one key, known from elsewhere.
    Fixed(PublicKey),
}

impl Keys {
    pub(super) fn fixed(&self) -> Option<PublicKey> {
        match self {
            Keys::Introduced { .. } => None,
            Keys::Fixed(key) => Some(*key),
        }
    }

    pub(super) fn allow(&self, kind: PayloadType) -> bool {
        match self {
            Keys::Introduced { .. } => kind.of_desks(),
            Keys::Fixed(_) => kind.of_servers(),
        }
    }

    /// Checks the leaf's signature by the key `in_force`; answers with the key in force after it, and the log that this
    /// one follows, where the leaf says so.
    pub(super) fn next(
        &self,
        index: u64,
        kind: PayloadType,
        in_force: Option<PublicKey>,
        envelope: &Envelope,
    ) -> Result<(PublicKey, Option<Follows>), BrokenWhy> {
        // Read before the signature is checked, because the first leaf brings its own key.
        let named = match kind {
            PayloadType::KeyChange => Some(NamedKey::of(&envelope.payload, index)?),
            PayloadType::Intent
            | PayloadType::Undone
            | PayloadType::Decision
            | PayloadType::Receipt
            | PayloadType::Incident
            | PayloadType::Erasure
            | PayloadType::Acceptance
            | PayloadType::Event => None,
        };
        let (named, follows) = named.map_or((None, None), |(key, follows)| (Some(key), follows));
        let signer = in_force.or(named).ok_or(BrokenWhy::NoFirstKey)?;
        if let (0, Keys::Introduced { pinned: Some(pinned) }) = (index, self)
            && *pinned != signer
        {
            return Err(BrokenWhy::NotThePinnedKey);
        }
        check_signature(envelope, &signer)?;
        Ok((named.unwrap_or(signer), follows))
    }
}

/// Exactly one signature: a second one that nobody checks would be room for change.
fn check_signature(envelope: &Envelope, key: &PublicKey) -> Result<(), BrokenWhy> {
    if envelope.signatures.len() != 1 {
        return Err(BrokenWhy::Signatures);
    }
    match envelope.verify(key) {
        Ok(_) => Ok(()),
        Err(EnvelopeRefusal::OtherKey) => Err(BrokenWhy::OtherKey),
        Err(EnvelopeRefusal::BadSignature) => Err(BrokenWhy::Signature),
    }
}
