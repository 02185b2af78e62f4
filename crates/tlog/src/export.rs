//! The export file: a log as one JSON document that anyone can verify without the program that wrote it, or a part of one.
//! Reading is strict: unknown fields, versions and spellings are refused with the reason, and nothing in
//! the file is believed before `verify_export` has checked it.

mod part;
mod stream;
mod tally;

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::base64_text;
use crate::checkpoint::Checkpoint;
use crate::commitment::Opening;
use crate::key::PublicKey;
use crate::note::{KeyAlgorithm, NoteKey};
use crate::object::{Object, unique_objects};
use crate::payload::PayloadType;
use crate::verify::{Entry, Expect, Keys, Seal, Verification, Verifier, verify_part};
use stream::Count;
use tally::Tally;

pub use part::{Chosen, Part};
pub use tally::{AGREE, Decisions};

pub const FORMAT: &str = "doorward-log-export";
pub const VERSION: u64 = 1;
/// Longer files are refused (bytes).
pub const MAX_EXPORT_BYTES: u64 = 1 << 30;

/// For a file's length, before it is read into memory.
pub fn check_length(bytes: u64) -> Result<(), ExportError> {
    if bytes > MAX_EXPORT_BYTES { Err(ExportError::TooLong) } else { Ok(()) }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub origin: String,
    pub witness: Option<NoteKey>,
    pub seal: Seal,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("the file is longer than {MAX_EXPORT_BYTES} bytes")]
    TooLong,
    #[error("the file is empty")]
    Empty,
    #[error("the file is not JSON (line {line}, column {column})")]
    NotJson { line: usize, column: usize },
    #[error("the file ends too early: it was cut off")]
    Truncated,
    #[error("the file is not a log export of Doorward")]
    NotAnExport,
    #[error("the export has version {0}; this program reads version {VERSION}")]
    UnknownVersion(u64),
    #[error("the export is malformed: {0}")]
    Malformed(String),
}

impl ExportError {
    /// Stable, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            ExportError::TooLong => "too-long",
            ExportError::Empty => "empty",
            ExportError::NotJson { .. } => "not-json",
            ExportError::Truncated => "truncated",
            ExportError::NotAnExport => "not-an-export",
            ExportError::UnknownVersion(_) => "unknown-version",
            ExportError::Malformed(_) => "malformed",
        }
    }
}

impl Export {
    pub fn parse(text: &str) -> Result<Export, ExportError> {
        let (frame, entries) = read::<Vec<Object<DocumentEntry>>>(text)?;
        let entries = entries.into_iter().map(|Object(entry)| entry.into()).collect();
        Ok(Export { origin: frame.origin, witness: frame.witness, seal: frame.seal, entries })
    }

    /// One document, one entry a line.
    pub fn to_text(&self) -> Result<String, ExportError> {
        let head = DocumentHead {
            format: FORMAT,
            v: VERSION,
            origin: &self.origin,
            witness: self.witness.as_ref().map(NoteKey::vkey),
            checkpoint: self.seal.checkpoint.as_deref(),
            cosigned: &self.seal.cosigned,
        };
        let head = serde_json::to_string(&head).map_err(malformed)?;
        let mut text = head.strip_suffix('}').unwrap_or_default().to_owned();
        text.push_str(",\"entries\":[");
        for (number, entry) in self.entries.iter().enumerate() {
            text.push_str(if number == 0 { "\n" } else { ",\n" });
            let entry = DocumentEntry { leaf: entry.leaf.clone(), openings: entry.openings.clone() };
            text.push_str(&serde_json::to_string(&entry).map_err(malformed)?);
        }
        text.push_str("\n]}\n");
        Ok(text)
    }
}

/// What an export says beside its entries.
struct Frame {
    origin: String,
    witness: Option<NoteKey>,
    seal: Seal,
}

/// The whole text, with the entries as `E` takes them.
fn read<E: DeserializeOwned>(text: &str) -> Result<(Frame, E), ExportError> {
    match Form::of(text)? {
        Form::Whole => {}
        Form::Part => return Err(ExportError::NotAnExport),
    }
    let Object(document): Object<Document<E>> = serde_json::from_str(text).map_err(malformed)?;
    let witness = witness(document.witness)?;
    let seal = Seal { checkpoint: document.checkpoint, cosigned: document.cosigned };
    Ok((Frame { origin: document.origin, witness, seal }, document.entries))
}

fn malformed(error: serde_json::Error) -> ExportError {
    ExportError::Malformed(error.to_string())
}

/// What a file says that it is.
enum Form {
    Whole,
    Part,
}

impl Form {
    fn of(text: &str) -> Result<Form, ExportError> {
        check_length(text.len() as u64)?;
        let Object(head): Object<Head> = serde_json::from_str(text).map_err(|_| no_export(text))?;
        match (head.format.as_str(), head.v) {
            (FORMAT, VERSION) => Ok(Form::Whole),
            (part::FORMAT, VERSION) => Ok(Form::Part),
            (FORMAT | part::FORMAT, version) => Err(ExportError::UnknownVersion(version)),
            _ => Err(ExportError::NotAnExport),
        }
    }
}

/// Why this text does not begin as an export does: above all, it may be no JSON.
fn no_export(text: &str) -> ExportError {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => ExportError::NotAnExport,
        Err(_) if text.trim().is_empty() => ExportError::Empty,
        Err(error) if error.is_eof() => ExportError::Truncated,
        Err(error) => ExportError::NotJson { line: error.line(), column: error.column() },
    }
}

#[derive(Deserialize)]
struct Head {
    format: String,
    v: u64,
}

#[derive(Serialize)]
struct DocumentHead<'a> {
    format: &'a str,
    v: u64,
    origin: &'a str,
    witness: Option<String>,
    checkpoint: Option<&'a str>,
    cosigned: &'a [String],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<E> {
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
    entries: E,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentEntry {
    #[serde(with = "base64_text::bytes")]
    leaf: Vec<u8>,
    #[serde(deserialize_with = "unique_objects")]
    openings: BTreeMap<String, Opening>,
}

impl From<DocumentEntry> for Entry {
    fn from(entry: DocumentEntry) -> Entry {
        Entry { leaf: entry.leaf, openings: entry.openings }
    }
}

fn witness(vkey: Option<String>) -> Result<Option<NoteKey>, ExportError> {
    let witness = vkey.map(|vkey| NoteKey::from_vkey(&vkey)).transpose();
    let witness = witness.map_err(|error| ExportError::Malformed(error.to_string()))?;
    if witness.as_ref().is_some_and(|key| key.algorithm() != KeyAlgorithm::CosignatureV1) {
        return Err(ExportError::Malformed("the witness's key is not one that cosigns".to_owned()));
    }
    Ok(witness)
}

/// What a person should be told about an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportReport {
    pub origin: String,
    pub verification: Verification,
    /// Of the log's first key: compare it with what the approver's desk shows, unless it was pinned.
    pub first_key_fingerprint: Option<String>,
    pub key_pinned: bool,
    pub witness_name: Option<String>,
    pub witness_pinned: bool,
    /// Entries found whole, by type.
    pub counts: BTreeMap<PayloadType, u64>,
    /// Decisions found whole, by what the receipts found whole say of them.
    pub decisions: Decisions,
    /// Where the file is a part: of how many entries, and which its writer says they are.
    pub part: Option<PartOf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// Entries of the whole log, as its newest checkpoint counts them.
    pub entries: u64,
    /// The writer's word, which nothing vouches for.
    pub chosen: Chosen,
}

/// Reads and verifies an export. A pinned key must be the log's first one, a pinned witness must have
/// cosigned; without pins the file's own word is taken for both, which the report says.
pub fn verify_export(
    text: &str,
    pinned_key: Option<PublicKey>,
    pinned_witness: Option<NoteKey>,
) -> Result<ExportReport, ExportError> {
    verify_export_telling(text, pinned_key, pinned_witness, |_, _| {})
}

/// The same; `told` hears after each entry how many were looked at, and of how many.
pub fn verify_export_telling(
    text: &str,
    pinned_key: Option<PublicKey>,
    pinned_witness: Option<NoteKey>,
    mut told: impl FnMut(u64, u64),
) -> Result<ExportReport, ExportError> {
    match Form::of(text)? {
        Form::Whole => {
            let (export, Count(entries)) = read::<Count>(text)?;
            let mut found = Found::of(&export.origin, export.witness, pinned_key, pinned_witness);
            let mut verifier = Verifier::new(&export.seal, found.expect.clone());
            let mut number = 0;
            // Each as it is read: a long log takes no more memory than its text.
            stream::each(text, |Object(entry): Object<DocumentEntry>| {
                number += 1;
                told(number, entries);
                let Ok(envelope) = verifier.push(&entry.leaf, &entry.openings) else { return };
                let Ok(kind) = envelope.payload_type.parse::<PayloadType>() else { return };
                found.tally.add(kind, number - 1, &envelope.payload);
            })
            .map_err(malformed)?;
            Ok(found.report(verifier.finish(), None))
        }
        Form::Part => {
            let part = Part::parse(text)?;
            let mut found = Found::of(&part.origin, part.witness, pinned_key, pinned_witness);
            let (mut number, of) = (0, part.entries.len() as u64);
            let verification = verify_part(&part.entries, &part.seal, &found.expect, |kind, entry, envelope| {
                number += 1;
                told(number, of);
                found.tally.add(kind, entry.index, &envelope.payload);
            });
            let newest = part.seal.checkpoint.as_deref().and_then(|note| Checkpoint::unverified(note).ok());
            let entries = newest.map_or(0, |newest| newest.size);
            Ok(found.report(verification, Some(PartOf { entries, chosen: part.chosen })))
        }
    }
}

/// What is found of a file beside its verdict.
struct Found {
    expect: Expect,
    key_pinned: bool,
    tally: Tally,
}

impl Found {
    fn of(
        origin: &str,
        named: Option<NoteKey>,
        pinned_key: Option<PublicKey>,
        pinned_witness: Option<NoteKey>,
    ) -> Found {
        let witness_required = pinned_witness.is_some();
        let expect = Expect {
            origin: origin.to_owned(),
            keys: Keys::Introduced { pinned: pinned_key },
            witness: pinned_witness.or(named),
            witness_required,
        };
        Found { expect, key_pinned: pinned_key.is_some(), tally: Tally::default() }
    }

    fn report(self, verification: Verification, part: Option<PartOf>) -> ExportReport {
        let Found { expect, key_pinned, mut tally } = self;
        ExportReport {
            origin: expect.origin,
            first_key_fingerprint: verification.first_key.map(|key| key.fingerprint()),
            verification,
            key_pinned,
            witness_name: expect.witness.as_ref().map(|key| key.name().to_owned()),
            witness_pinned: expect.witness_required,
            counts: std::mem::take(&mut tally.counts),
            decisions: tally.decisions(),
            part,
        }
    }
}
