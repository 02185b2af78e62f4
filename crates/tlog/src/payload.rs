//! What the payloads of a log have in common: their closed list of types, the running number and the
//! previous leaf's hash, and the three payloads that the log itself acts on. Everything else in a payload
//! belongs to whoever wrote it, and is refused no field here.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::hash::Hash;
use crate::key::PublicKey;
use crate::object::{Object, unique_names};

/// The version that `LeafHeader` carries.
pub const LEAF_VERSION: u8 = 1;

const PREFIX: &str = "application/vnd.doorward.";
const SUFFIX: &str = ".v1+json";

/// The closed list; `application/vnd.doorward.<name>.v1+json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayloadType {
    Intent,
    Undone,
    Decision,
    Receipt,
    KeyChange,
    Incident,
    Erasure,
    Acceptance,
    Event,
}

impl PayloadType {
    pub const ALL: [PayloadType; 9] = [
        PayloadType::Intent,
        PayloadType::Undone,
        PayloadType::Decision,
        PayloadType::Receipt,
        PayloadType::KeyChange,
        PayloadType::Incident,
        PayloadType::Erasure,
        PayloadType::Acceptance,
        PayloadType::Event,
    ];

    pub fn name(self) -> &'static str {
        match self {
            PayloadType::Intent => "intent",
            PayloadType::Undone => "undone",
            PayloadType::Decision => "decision",
            PayloadType::Receipt => "receipt",
            PayloadType::KeyChange => "key-change",
            PayloadType::Incident => "incident",
            PayloadType::Erasure => "erasure",
            PayloadType::Acceptance => "acceptance",
            PayloadType::Event => "event",
        }
    }

    /// May stand in a desk's log.
    pub fn of_desks(self) -> bool {
        match self {
            PayloadType::Intent
            | PayloadType::Undone
            | PayloadType::Decision
            | PayloadType::Receipt
            | PayloadType::KeyChange
            | PayloadType::Incident
            | PayloadType::Erasure => true,
            PayloadType::Acceptance | PayloadType::Event => false,
        }
    }

    /// May stand in a server's log.
    pub fn of_servers(self) -> bool {
        match self {
            PayloadType::Acceptance | PayloadType::Event | PayloadType::Erasure => true,
            PayloadType::Intent
            | PayloadType::Undone
            | PayloadType::Decision
            | PayloadType::Receipt
            | PayloadType::KeyChange
            | PayloadType::Incident => false,
        }
    }
}

/// The media type.
impl fmt::Display for PayloadType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}{SUFFIX}", self.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a payload type of a log")]
pub struct UnknownPayloadType;

impl FromStr for PayloadType {
    type Err = UnknownPayloadType;

    fn from_str(media_type: &str) -> Result<PayloadType, UnknownPayloadType> {
        let name = media_type.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
        let found = PayloadType::ALL.into_iter().find(|kind| Some(kind.name()) == name);
        found.ok_or(UnknownPayloadType)
    }
}

/// The first fields of every payload; writers flatten it into theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeafHeader {
    pub v: u8,
    /// The leaf's running number; the first is 0.
    pub log_index: u64,
    /// RFC 6962 leaf hash of the leaf before; 32 zero bytes for the first.
    pub prev_leaf_hash: Hash,
}

impl LeafHeader {
    pub fn new(log_index: u64, prev_leaf_hash: Hash) -> LeafHeader {
        LeafHeader { v: LEAF_VERSION, log_index, prev_leaf_hash }
    }

    /// The header of a log's first leaf.
    pub fn first() -> LeafHeader {
        LeafHeader::new(0, Hash::ZERO)
    }

    /// Reads it out of a payload, whatever else stands there.
    pub fn of(payload: &[u8]) -> Result<LeafHeader, NotALeafPayload> {
        checked(payload)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the payload of a leaf: {0}")]
pub struct NotALeafPayload(pub String);

impl From<serde_json::Error> for NotALeafPayload {
    fn from(error: serde_json::Error) -> NotALeafPayload {
        NotALeafPayload(error.to_string())
    }
}

/// Hands the log to another key. Signed by the key before; a log's first leaf introduces its first key and
/// is signed by that key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChange {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub new_key: PublicKey,
    /// In a log's first leaf alone: the log that it goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
}

/// Where a log ended that another one goes on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    pub origin: String,
    /// Entries; at least 1.
    pub size: u64,
    /// Of the tree over them.
    pub root: Hash,
}

/// Says which openings were erased, so that their absence is no loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub erased: Vec<ErasedParts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedParts {
    pub log_index: u64,
    /// Names out of that leaf's `commitments`.
    pub names: Vec<String>,
}

/// What the verifier reads of every payload.
#[derive(Debug, Deserialize)]
pub(crate) struct CheckedFields {
    pub v: u64,
    pub log_index: u64,
    pub prev_leaf_hash: Hash,
    #[serde(default, deserialize_with = "unique_names")]
    pub commitments: BTreeMap<String, Hash>,
}

/// What the verifier reads of a key-change, on top.
#[derive(Deserialize)]
pub(crate) struct NamedKey {
    pub new_key: PublicKey,
    #[serde(default, deserialize_with = "present")]
    follows: Option<Object<Follows>>,
}

impl NamedKey {
    /// Reads it out of the payload of leaf `index`.
    pub fn of(payload: &[u8], index: u64) -> Result<(PublicKey, Option<Follows>), NotALeafPayload> {
        let NamedKey { new_key, follows } = checked(payload)?;
        let follows = follows.map(|Object(follows)| follows);
        if index > 0 && follows.is_some() {
            return Err(NotALeafPayload("only a log’s first leaf follows another log".to_owned()));
        }
        if follows.as_ref().is_some_and(|follows| follows.size == 0) {
            return Err(NotALeafPayload("it follows a log without entries".to_owned()));
        }
        Ok((new_key, follows))
    }
}

/// A field that may be left out, but is no null.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

/// What the verifier reads of an erasure, on top.
#[derive(Deserialize)]
pub(crate) struct NamedParts {
    pub erased: Vec<Object<ErasedParts>>,
}

/// Reads some fields of a payload, which is an object. All of it must be UTF-8: serde_json would not look into strings that it skips.
pub(crate) fn checked<T: DeserializeOwned>(payload: &[u8]) -> Result<T, NotALeafPayload> {
    let text = std::str::from_utf8(payload).map_err(|error| NotALeafPayload(error.to_string()))?;
    let Object(read) = serde_json::from_str(text)?;
    Ok(read)
}

/// The bytes of a payload type of this module, or of any other: compact JSON.
pub fn payload_bytes<T: Serialize>(payload: &T) -> Result<Vec<u8>, NotALeafPayload> {
    serde_json::to_vec(payload).map_err(NotALeafPayload::from)
}
