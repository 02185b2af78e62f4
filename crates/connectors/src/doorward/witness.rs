//! The queue as witness of this desk's log: what its answer to add-checkpoint (c2sp.org/tlog-witness) means.
//! It believes no cosignature: whoever asked verifies the lines.

use crate::http::{Answer, bad};
use desk::ports::{ConnectorError, WitnessRefusal};
use reqwest::StatusCode;
use tlog::witness::{AddCheckpoint, Answer as Meaning, ForkSign, SIZE_CONTENT_TYPE};

/// Signature lines of a note begin so.
const SIGNATURE: &str = "\u{2014} ";

pub(super) fn read(sent: &AddCheckpoint, answer: &Answer) -> Result<String, WitnessRefusal> {
    let text = match std::str::from_utf8(&answer.body) {
        Ok(text) => text,
        Err(_) => return Err(bad("a witness's answer that is no text".to_owned()).into()),
    };
    // A conflict without the size's own content type says nothing about a size.
    let speaks = answer.status != StatusCode::CONFLICT || answer.is(SIZE_CONTENT_TYPE);
    match Meaning::read(sent, answer.status.as_u16(), if speaks { text } else { "" }) {
        Meaning::Cosigned(lines) => signature_lines(lines),
        Meaning::ProveFrom(known) => Err(WitnessRefusal::OtherSize(known)),
        Meaning::Incident(ForkSign::WitnessedMore { size }) => Err(WitnessRefusal::OtherSize(size)),
        // What it knows at the very size that was sent is another root.
        Meaning::Incident(ForkSign::OtherRoot) => Err(WitnessRefusal::OtherSize(sent.checkpoint().size)),
        Meaning::Incident(ForkSign::ProofRefused) => Err(WitnessRefusal::NotConsistent),
        Meaning::Failed { status } => Err(failed(status, text, answer)),
    }
}

fn signature_lines(lines: String) -> Result<String, WitnessRefusal> {
    let well_formed = lines.ends_with('\n') && lines.lines().all(|line| line.starts_with(SIGNATURE));
    if well_formed { Ok(lines) } else { Err(bad("a cosignature that is no signature line".to_owned()).into()) }
}

fn failed(status: u16, text: &str, answer: &Answer) -> WitnessRefusal {
    match (status, answer.refusal()) {
        (403 | 404, ConnectorError::Refused(problem)) => WitnessRefusal::UnknownLog(problem.detail),
        (403 | 404, _) => WitnessRefusal::UnknownLog(text.chars().filter(|c| !c.is_control()).take(200).collect()),
        (_, error) => WitnessRefusal::Connector(error),
    }
}
