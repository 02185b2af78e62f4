//! Checkpoints (c2sp.org/tlog-checkpoint): a log's name, size and root as the text of a signed note.
//! Refuses extension lines, which nobody can audit: what we sign and take has exactly three lines.

use std::fmt;
use std::str::FromStr;

use crate::base64_text;
use crate::hash::Hash;
use crate::key::Signer;
use crate::note::{Note, NoteError, NoteKey, NoteRefusal, SignNoteError, check_name, sign_note};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Refused(#[from] NoteRefusal),
    #[error("not a checkpoint: {0}")]
    NotACheckpoint(&'static str),
    #[error("the checkpoint is of another log")]
    OtherOrigin,
}

impl Checkpoint {
    /// Signs under the origin as key name.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignNoteError> {
        Ok(sign_note(signer, &self.origin, &self.to_string())?.to_string())
    }

    /// Reads a note's checkpoint once the log's signature was checked; the key's name is the origin.
    pub fn verify(note: &str, key: &NoteKey) -> Result<Checkpoint, CheckpointError> {
        let note = Note::parse(note)?;
        let checkpoint: Checkpoint = note.text.parse()?;
        if checkpoint.origin != key.name() {
            return Err(CheckpointError::OtherOrigin);
        }
        note.verify(key)?;
        Ok(checkpoint)
    }

    /// Reads without checking a signature: for finding out which key to check with.
    pub fn unverified(note: &str) -> Result<Checkpoint, CheckpointError> {
        Note::parse(note)?.text.parse()
    }
}

/// The three lines that are signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64_text::encode(&self.root.0))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::NotACheckpoint("no newline"))?;
        let lines: Vec<&str> = lines.split('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(CheckpointError::NotACheckpoint("not three lines"));
        };
        check_name(origin).map_err(|_| CheckpointError::NotACheckpoint("the origin is no key name"))?;
        let size = parse_size(size).ok_or(CheckpointError::NotACheckpoint("size"))?;
        let root = base64_text::decode_array(root).ok_or(CheckpointError::NotACheckpoint("root"))?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root: Hash(root) })
    }
}

/// ASCII decimal in its one spelling: no sign, no leading zero.
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size.to_string() == text).then_some(size)
}
