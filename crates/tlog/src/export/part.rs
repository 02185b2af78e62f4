//! A part of a log as one JSON document: some entries, each with its proof. What is not in it is said by the numbers alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ExportError, Form, VERSION, witness};
use crate::base64_text;
use crate::commitment::Opening;
use crate::hash::Hash;
use crate::note::NoteKey;
use crate::object::{Object, unique_objects};
use crate::verify::{Entry, PartEntry, Seal};

pub(super) const FORMAT: &str = "doorward-log-part";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub origin: String,
    pub witness: Option<NoteKey>,
    pub chosen: Chosen,
    pub seal: Seal,
    /// Ascending by number.
    pub entries: Vec<PartEntry>,
}

/// Which decisions are in it, and why somebody may have them: as their writer says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Of this tenant alone: its id.
    #[serde(deserialize_with = "Option::deserialize")]
    pub tenant: Option<String>,
    /// Clicked from then on; RFC 3339.
    #[serde(deserialize_with = "Option::deserialize")]
    pub from: Option<String>,
    /// Clicked before.
    #[serde(deserialize_with = "Option::deserialize")]
    pub to: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub legal_basis: Option<String>,
}

#[derive(Serialize)]
struct DocumentHead<'a> {
    format: &'a str,
    v: u64,
    origin: &'a str,
    witness: Option<String>,
    checkpoint: Option<&'a str>,
    cosigned: &'a [String],
    chosen: &'a Chosen,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "v")]
    _v: u64,
    origin: String,
    // Named so that serde asks for the field: null is an answer, leaving it out is not.
    #[serde(deserialize_with = "Option::deserialize")]
    witness: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    checkpoint: Option<String>,
    cosigned: Vec<String>,
    chosen: Object<Chosen>,
    entries: Vec<Object<DocumentEntry>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentEntry {
    index: u64,
    #[serde(with = "base64_text::bytes")]
    leaf: Vec<u8>,
    #[serde(deserialize_with = "unique_objects")]
    openings: BTreeMap<String, Opening>,
    proof: Vec<Hash>,
}

impl Part {
    pub fn parse(text: &str) -> Result<Part, ExportError> {
        match Form::of(text)? {
            Form::Part => {}
            Form::Whole => return Err(ExportError::NotAnExport),
        }
        let malformed = |error: serde_json::Error| ExportError::Malformed(error.to_string());
        let Object(document): Object<Document> = serde_json::from_str(text).map_err(malformed)?;
        let entry = |Object(entry): Object<DocumentEntry>| PartEntry {
            index: entry.index,
            entry: Entry { leaf: entry.leaf, openings: entry.openings },
            proof: entry.proof,
        };
        Ok(Part {
            origin: document.origin,
            witness: witness(document.witness)?,
            chosen: document.chosen.0,
            seal: Seal { checkpoint: document.checkpoint, cosigned: document.cosigned },
            entries: document.entries.into_iter().map(entry).collect(),
        })
    }

    /// One document, one entry a line.
    pub fn to_text(&self) -> Result<String, ExportError> {
        let malformed = |error: serde_json::Error| ExportError::Malformed(error.to_string());
        let head = DocumentHead {
            format: FORMAT,
            v: VERSION,
            origin: &self.origin,
            witness: self.witness.as_ref().map(NoteKey::vkey),
            checkpoint: self.seal.checkpoint.as_deref(),
            cosigned: &self.seal.cosigned,
            chosen: &self.chosen,
        };
        let entry = |part: &PartEntry| {
            let Entry { leaf, openings } = part.entry.clone();
            serde_json::to_string(&DocumentEntry { index: part.index, leaf, openings, proof: part.proof.clone() })
        };
        let head = serde_json::to_string(&head).map_err(malformed)?;
        let entries = self.entries.iter().map(entry).collect::<Result<Vec<_>, _>>().map_err(malformed)?;
        let head = head.strip_suffix('}').unwrap_or_default();
        Ok(format!("{head},\"entries\":[\n{}\n]}}\n", entries.join(",\n")))
    }
}
