//! What can be wrong with a log, and where. The words are for logs and reports; a front end matches on the
//! variants and says it in the reader's language.

use std::fmt;

use crate::checkpoint::CheckpointError;
use crate::envelope::EnvelopeError;
use crate::payload::NotALeafPayload;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub at: Place,
    pub why: BrokenWhy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// This entry is the first that does not hold.
    Entry(u64),
    /// Somewhere in `from..to`: each entry holds by itself, but together they are not what was signed.
    Span { from: u64, to: u64 },
    /// The newest checkpoint.
    Checkpoint,
    /// A cosigned checkpoint, by its number in the list, from 0.
    Cosigned(usize),
}

impl Place {
    /// The first entry that is no longer vouched for, where the fault lies in the entries.
    pub fn entry(&self) -> Option<u64> {
        match self {
            Place::Entry(index) => Some(*index),
            Place::Span { from, .. } => Some(*from),
            Place::Checkpoint | Place::Cosigned(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Entry(index) => write!(f, "entry {index}"),
            Place::Span { from, to } => write!(f, "entries {from} to {}", to - 1),
            Place::Checkpoint => write!(f, "the checkpoint"),
            Place::Cosigned(number) => write!(f, "cosigned checkpoint {number}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenWhy {
    // A leaf.
    #[error("{0}")]
    NotAnEnvelope(EnvelopeError),
    #[error("its payload type has no place in this log")]
    PayloadType,
    #[error("{0}")]
    NotAPayload(#[from] NotALeafPayload),
    #[error("its payload has version {0}, which this program does not know")]
    Version(u64),
    #[error("it calls itself number {found}")]
    Index { found: u64 },
    #[error("it does not follow the leaf before it")]
    PreviousLeaf,
    #[error("it does not carry exactly one signature")]
    Signatures,
    #[error("it is not signed by the key in force")]
    OtherKey,
    #[error("its signature does not verify")]
    Signature,
    #[error("the log does not begin by introducing its key")]
    NoFirstKey,
    #[error("the log's first key is not the expected one")]
    NotThePinnedKey,
    #[error("the text beside it does not match its commitment `{0}`")]
    Opening(String),
    #[error("the text `{0}` beside it was never committed to")]
    UnknownOpening(String),

    // A part.
    #[error("it does not come after the entry before it")]
    Order,
    #[error("its proof does not lead to the signed root")]
    Inclusion,

    /// For those who keep a tree beside their entries: no export has one.
    #[error("the hashes stored with it do not follow from the entries")]
    StoredHash,

    // The whole.
    #[error("the log is empty")]
    Empty,
    #[error("it is missing: the checkpoint counts {size} entries")]
    Missing { size: u64 },
    #[error("it stands after the last entry that the checkpoint counts")]
    Unsealed,
    #[error("the witness has seen {size} entries: the end was cut off")]
    CutAfterWitness { size: u64 },
    #[error("the entries do not lead to the signed root")]
    Root,

    // A checkpoint.
    #[error("there is no checkpoint: the log is not sealed")]
    MissingCheckpoint,
    #[error("{0}")]
    MalformedCheckpoint(CheckpointError),
    #[error("it is the checkpoint of another log")]
    OtherOrigin,
    #[error("it is not signed by the log's key")]
    CheckpointOtherKey,
    #[error("the log's signature on it does not verify")]
    CheckpointSignature,
    #[error("the witness's cosignature is missing")]
    MissingCosignature,
    #[error("the witness's cosignature does not verify")]
    Cosignature,
    #[error("it is cosigned, but no witness is known to check it by")]
    WitnessUnknown,
}

impl BrokenWhy {
    /// Stable, for programs and translations; what the variant carries are the facts beside it.
    pub fn code(&self) -> &'static str {
        match self {
            BrokenWhy::NotAnEnvelope(_) => "not-an-envelope",
            BrokenWhy::PayloadType => "payload-type",
            BrokenWhy::NotAPayload(_) => "not-a-payload",
            BrokenWhy::Version(_) => "version",
            BrokenWhy::Index { .. } => "index",
            BrokenWhy::PreviousLeaf => "previous-leaf",
            BrokenWhy::Signatures => "signatures",
            BrokenWhy::OtherKey => "other-key",
            BrokenWhy::Signature => "signature",
            BrokenWhy::NoFirstKey => "no-first-key",
            BrokenWhy::NotThePinnedKey => "not-the-pinned-key",
            BrokenWhy::Opening(_) => "opening",
            BrokenWhy::UnknownOpening(_) => "unknown-opening",
            BrokenWhy::Order => "order",
            BrokenWhy::Inclusion => "inclusion",
            BrokenWhy::StoredHash => "stored-hash",
            BrokenWhy::Empty => "empty",
            BrokenWhy::Missing { .. } => "missing",
            BrokenWhy::Unsealed => "unsealed",
            BrokenWhy::CutAfterWitness { .. } => "cut-after-witness",
            BrokenWhy::Root => "root",
            BrokenWhy::MissingCheckpoint => "missing-checkpoint",
            BrokenWhy::MalformedCheckpoint(_) => "malformed-checkpoint",
            BrokenWhy::OtherOrigin => "other-origin",
            BrokenWhy::CheckpointOtherKey => "checkpoint-other-key",
            BrokenWhy::CheckpointSignature => "checkpoint-signature",
            BrokenWhy::MissingCosignature => "missing-cosignature",
            BrokenWhy::Cosignature => "cosignature",
            BrokenWhy::WitnessUnknown => "witness-unknown",
        }
    }
}
