//! Signed notes (c2sp.org/signed-note): a text, and lines that sign it, each with the name and number of
//! its key. Refuses control characters, empty names and over-long notes; ignores signatures of keys that
//! the reader does not know, as the specification asks.

use std::fmt;
use std::str::FromStr;

use crate::base64_text;
use crate::hash::Hash;
use crate::key::{PublicKey, SignError, Signer};

/// Longer notes are refused (bytes).
pub const MAX_NOTE_BYTES: usize = 256 * 1024;
/// Notes with more signature lines are refused.
pub const MAX_SIGNATURES: usize = 100;

const DASH: &str = "\u{2014} ";

/// A text that ends in a newline, and its signatures. Unproven until `verify`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    pub signatures: Vec<NoteSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    pub name: String,
    pub key_id: u32,
    pub signature: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// 0x01: Ed25519 over the text.
    Ed25519,
    /// 0x04: a witness's timestamped cosignature (c2sp.org/tlog-cosignature, v1).
    CosignatureV1,
}

/// A key that a reader trusts, under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    algorithm: KeyAlgorithm,
    public: PublicKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("the note is too long")]
    TooLong,
    #[error("the note is malformed: {0}")]
    Malformed(&'static str),
    #[error("a key name is empty or has spaces or plus signs")]
    BadName,
    #[error("not a verifier key")]
    BadVerifierKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteRefusal {
    #[error("the note carries no signature of the expected key")]
    NotSigned,
    #[error("the note's signature does not verify")]
    BadSignature,
}

impl Note {
    pub fn parse(note: &str) -> Result<Note, NoteError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong);
        }
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Malformed("control character"));
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed("no signatures"))?;
        let signatures = parse_signatures(lines)?;
        Ok(Note { text: format!("{text}\n"), signatures })
    }

    /// Checks the signature that carries this key's name and number. Keys of witnesses are refused here:
    /// what they sign is another message (`cosign`).
    pub fn verify(&self, key: &NoteKey) -> Result<(), NoteRefusal> {
        match key.algorithm {
            KeyAlgorithm::CosignatureV1 => Err(NoteRefusal::NotSigned),
            KeyAlgorithm::Ed25519 => self.check_each(key, |signature| {
                let signature: &[u8; 64] = signature.try_into().ok()?;
                key.public.verify(self.text.as_bytes(), signature).ok()
            }),
        }
    }

    /// Every line of the key must pass, and one must be there; returns what the first one yielded.
    pub(crate) fn check_each<T>(&self, key: &NoteKey, check: impl Fn(&[u8]) -> Option<T>) -> Result<T, NoteRefusal> {
        let key_id = key.key_id();
        let mut passed = None;
        for line in &self.signatures {
            if line.name == key.name && line.key_id == key_id {
                let yielded = check(&line.signature).ok_or(NoteRefusal::BadSignature)?;
                passed = passed.or(Some(yielded));
            }
        }
        passed.ok_or(NoteRefusal::NotSigned)
    }
}

/// Signature lines alone, as a witness answers with them.
pub fn parse_signatures(lines: &str) -> Result<Vec<NoteSignature>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed("no final newline"))?;
    let signatures: Vec<_> = lines.split('\n').map(parse_signature).collect::<Result<_, _>>()?;
    if signatures.len() > MAX_SIGNATURES { Err(NoteError::TooLong) } else { Ok(signatures) }
}

fn parse_signature(line: &str) -> Result<NoteSignature, NoteError> {
    let malformed = NoteError::Malformed("signature line");
    let (name, encoded) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(malformed)?;
    check_name(name)?;
    let bytes = base64_text::decode(encoded).ok_or(malformed)?;
    let (number, signature) = bytes.split_first_chunk::<4>().ok_or(malformed)?;
    if signature.is_empty() {
        return Err(malformed);
    }
    Ok(NoteSignature { name: name.to_owned(), key_id: u32::from_be_bytes(*number), signature: signature.to_vec() })
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

/// One line with its newline.
impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.signature].concat();
        writeln!(f, "{DASH}{} {}", self.name, base64_text::encode(&bytes))
    }
}

/// Why a text could not be signed as a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignNoteError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// Signs a text, which must end in a newline.
pub fn sign_note(signer: &dyn Signer, name: &str, text: &str) -> Result<Note, SignNoteError> {
    if !text.ends_with('\n') || text.chars().any(|c| c < ' ' && c != '\n') {
        return Err(NoteError::Malformed("text").into());
    }
    let key = NoteKey::new(name, KeyAlgorithm::Ed25519, signer.public_key())?;
    let signature = signer.sign(text.as_bytes())?.to_vec();
    let line = NoteSignature { name: name.to_owned(), key_id: key.key_id(), signature };
    Ok(Note { text: text.to_owned(), signatures: vec![line] })
}

impl KeyAlgorithm {
    fn byte(self) -> u8 {
        match self {
            KeyAlgorithm::Ed25519 => 0x01,
            KeyAlgorithm::CosignatureV1 => 0x04,
        }
    }
}

impl NoteKey {
    pub fn new(name: impl Into<String>, algorithm: KeyAlgorithm, public: PublicKey) -> Result<NoteKey, NoteError> {
        let name = name.into();
        check_name(&name)?;
        Ok(NoteKey { name, algorithm, public })
    }

    /// The key of a log, whose name is the log's origin.
    pub fn log(origin: impl Into<String>, public: PublicKey) -> Result<NoteKey, NoteError> {
        NoteKey::new(origin, KeyAlgorithm::Ed25519, public)
    }

    /// The key of a witness.
    pub fn witness(name: impl Into<String>, public: PublicKey) -> Result<NoteKey, NoteError> {
        NoteKey::new(name, KeyAlgorithm::CosignatureV1, public)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key), big-endian.
    pub fn key_id(&self) -> u32 {
        let hash = Hash::of([self.name.as_bytes(), b"\n", &self.key_material()].concat());
        u32::from_be_bytes([hash.0[0], hash.0[1], hash.0[2], hash.0[3]])
    }

    /// `name+number+base64(algorithm ‖ key)`.
    pub fn vkey(&self) -> String {
        let key = base64_text::encode(&self.key_material());
        format!("{}+{:08x}+{key}", self.name, self.key_id())
    }

    pub fn from_vkey(vkey: &str) -> Result<NoteKey, NoteError> {
        let bad = NoteError::BadVerifierKey;
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(number), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad);
        };
        let [algorithm, public @ ..] = base64_text::decode_array::<33>(key).ok_or(bad)?;
        let algorithm = match algorithm {
            0x01 => KeyAlgorithm::Ed25519,
            0x04 => KeyAlgorithm::CosignatureV1,
            _ => return Err(bad),
        };
        let public = PublicKey::from_bytes(&public).map_err(|_| bad)?;
        let key = NoteKey::new(name, algorithm, public)?;
        if number == format!("{:08x}", key.key_id()) { Ok(key) } else { Err(bad) }
    }

    fn key_material(&self) -> Vec<u8> {
        [&[self.algorithm.byte()][..], self.public.as_bytes()].concat()
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vkey())
    }
}

impl FromStr for NoteKey {
    type Err = NoteError;

    fn from_str(vkey: &str) -> Result<NoteKey, NoteError> {
        NoteKey::from_vkey(vkey)
    }
}

pub(crate) fn check_name(name: &str) -> Result<(), NoteError> {
    let bad = |c: char| c.is_whitespace() || c < ' ' || c == '+';
    if name.is_empty() || name.contains(bad) { Err(NoteError::BadName) } else { Ok(()) }
}
