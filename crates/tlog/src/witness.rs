//! The add-checkpoint call of a witness (c2sp.org/tlog-witness) without its HTTP: what a log sends, how a
//! witness judges it, what a log makes of the answer. A witness refuses whatever does not extend the tree
//! it cosigned last.
//!
//! The specification names a race: two requests are checked against the same known size, the larger is
//! stored, then the smaller overwrites it and the witness has rolled back. So the caller reads what is
//! known, judges, and stores `Advance` in **one transaction** (or compares and sets on the size), and
//! gives a cosignature out only after that is durable.

use std::fmt;

use crate::base64_text;
use crate::checkpoint::{Checkpoint, parse_size};
use crate::hash::Hash;
use crate::note::{Note, NoteKey, NoteRefusal};
use crate::tree::{empty_root, verify_consistency};

/// Content type of a 409 answer that carries a size.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";
const TEXT_CONTENT_TYPE: &str = "text/plain; charset=utf-8";
const MAX_PROOF: usize = 63;

/// The request's body. Parsed, not proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    old_size: u64,
    proof: Vec<Hash>,
    note: Note,
    checkpoint: Checkpoint,
}

/// What a witness may record and then cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    pub size: u64,
    pub root: Hash,
}

/// A witness's no; each kind has one HTTP answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    #[error("the old size is above the checkpoint's")]
    OldSizeAbove,
    #[error("no log of this origin is witnessed here")]
    UnknownLog,
    #[error("the checkpoint is not signed by a key of this log")]
    NotSigned,
    #[error("the latest cosigned checkpoint has size {known}")]
    Conflict { known: u64 },
    #[error("the checkpoint does not extend the latest cosigned one")]
    Inconsistent,
}

impl Refusal {
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Malformed(_) | Refusal::OldSizeAbove => 400,
            Refusal::NotSigned => 403,
            Refusal::UnknownLog => 404,
            Refusal::Conflict { .. } => 409,
            Refusal::Inconsistent => 422,
        }
    }

    pub fn content_type(&self) -> &'static str {
        match self {
            Refusal::Conflict { .. } => SIZE_CONTENT_TYPE,
            Refusal::Malformed(_)
            | Refusal::OldSizeAbove
            | Refusal::NotSigned
            | Refusal::UnknownLog
            | Refusal::Inconsistent => TEXT_CONTENT_TYPE,
        }
    }

    pub fn body(&self) -> String {
        match self {
            Refusal::Conflict { known } => format!("{known}\n"),
            Refusal::Malformed(_)
            | Refusal::OldSizeAbove
            | Refusal::NotSigned
            | Refusal::UnknownLog
            | Refusal::Inconsistent => format!("{self}\n"),
        }
    }
}

impl AddCheckpoint {
    /// `proof` leads from `old_size` to the checkpoint in `note`.
    pub fn new(old_size: u64, proof: Vec<Hash>, note: &str) -> Result<AddCheckpoint, Refusal> {
        if proof.len() > MAX_PROOF {
            return Err(Refusal::Malformed("more than 63 proof lines"));
        }
        let note = Note::parse(note).map_err(|_| Refusal::Malformed("checkpoint note"))?;
        let checkpoint = note.text.parse().map_err(|_| Refusal::Malformed("checkpoint"))?;
        Ok(AddCheckpoint { old_size, proof, note, checkpoint })
    }

    pub fn parse(body: &str) -> Result<AddCheckpoint, Refusal> {
        let (head, note) = body.split_once("\n\n").ok_or(Refusal::Malformed("no empty line"))?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(parse_size);
        let old_size = old_size.ok_or(Refusal::Malformed("old size line"))?;
        let hash = |line| base64_text::decode_array(line).map(Hash);
        let proof: Option<Vec<Hash>> = lines.map(hash).collect();
        AddCheckpoint::new(old_size, proof.ok_or(Refusal::Malformed("proof line"))?, note)
    }

    /// Whose log this says it is: find its keys and its known state by this, then `judge`.
    pub fn origin(&self) -> &str {
        &self.checkpoint.origin
    }

    pub fn old_size(&self) -> u64 {
        self.old_size
    }

    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The signed checkpoint, for `cosign` once `judge` agreed and the advance is stored.
    pub fn note(&self) -> String {
        self.note.to_string()
    }
}

/// The body as it goes over the wire.
impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        for hash in &self.proof {
            writeln!(f, "{}", base64_text::encode(&hash.0))?;
        }
        write!(f, "\n{}", self.note)
    }
}

/// May the witness cosign? `known` is the size and root it cosigned last for this origin, `log_keys` the
/// keys it trusts for it (none, or all of another name: an unknown log).
pub fn judge(request: &AddCheckpoint, known: Option<(u64, Hash)>, log_keys: &[NoteKey]) -> Result<Advance, Refusal> {
    let Checkpoint { origin, size, root } = &request.checkpoint;
    let keys: Vec<&NoteKey> = log_keys.iter().filter(|key| key.name() == origin).collect();
    if keys.is_empty() {
        return Err(Refusal::UnknownLog);
    }
    let checks: Vec<_> = keys.iter().map(|key| request.note.verify(key)).collect();
    if !checks.contains(&Ok(())) || checks.contains(&Err(NoteRefusal::BadSignature)) {
        return Err(Refusal::NotSigned);
    }
    if request.old_size > *size {
        return Err(Refusal::OldSizeAbove);
    }
    let (known_size, known_root) = known.unwrap_or((0, empty_root()));
    if request.old_size != known_size {
        return Err(Refusal::Conflict { known: known_size });
    }
    verify_consistency(known_size, known_root, *size, *root, &request.proof).map_err(|_| Refusal::Inconsistent)?;
    Ok(Advance { size: *size, root: *root })
}

/// What a witness's answer means to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Signature lines: `attach` them, and believe them only after `verify_cosignature`.
    Cosigned(String),
    /// Send again with a proof from this size.
    ProveFrom(u64),
    /// The witness saw another history of this log.
    Incident(ForkSign),
    /// Neither a yes nor a statement about the history: try again later.
    Failed { status: u16 },
}

/// How a witness's answer shows that the log was rolled back or forked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForkSign {
    /// It has cosigned more entries than this log has.
    WitnessedMore { size: u64 },
    /// It has cosigned another root at this size.
    OtherRoot,
    /// It refused the proof.
    ProofRefused,
}

impl Answer {
    pub fn read(request: &AddCheckpoint, status: u16, body: &str) -> Answer {
        match status {
            200 => Answer::Cosigned(body.to_owned()),
            409 => read_conflict(request, body),
            422 => Answer::Incident(ForkSign::ProofRefused),
            _ => Answer::Failed { status },
        }
    }
}

/// Witnesses of an earlier edition of the specification answer 409 to another root at the same size, with
/// that size or with nothing.
fn read_conflict(request: &AddCheckpoint, body: &str) -> Answer {
    let sent = request.checkpoint.size;
    let same_size = request.old_size == sent;
    match parse_size(body.trim_end()) {
        Some(known) if known > sent => Answer::Incident(ForkSign::WitnessedMore { size: known }),
        Some(known) if known != request.old_size => Answer::ProveFrom(known),
        Some(_) | None if same_size => Answer::Incident(ForkSign::OtherRoot),
        Some(_) | None => Answer::Failed { status: 409 },
    }
}
