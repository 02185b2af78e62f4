//! A witness's cosignature over a checkpoint (c2sp.org/tlog-cosignature, `cosignature/v1`): "the largest
//! tree of this log that I have seen, at this time". Refuses a time of zero, which says nothing.

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::key::Signer;
use crate::note::{
    KeyAlgorithm, Note, NoteError, NoteKey, NoteRefusal, NoteSignature, SignNoteError, parse_signatures,
};

/// The signature line, with its newline. `unix_seconds` must not be zero. Persist the checkpoint first.
pub fn cosign(note: &str, signer: &dyn Signer, witness_name: &str, unix_seconds: u64) -> Result<String, SignNoteError> {
    let note = Note::parse(note)?;
    if unix_seconds == 0 {
        return Err(NoteError::Malformed("cosignature without a time").into());
    }
    let key = NoteKey::witness(witness_name, signer.public_key())?;
    let sig = signer.sign(&message(unix_seconds, &note.text))?;
    let signature = [&unix_seconds.to_be_bytes()[..], &sig].concat();
    let line = NoteSignature { name: witness_name.to_owned(), key_id: key.key_id(), signature };
    Ok(line.to_string())
}

/// Checks the witness's cosignature on a checkpoint note; answers with its time (Unix seconds).
pub fn verify_cosignature(note: &str, key: &NoteKey) -> Result<u64, CheckpointError> {
    let note = Note::parse(note)?;
    let _: Checkpoint = note.text.parse()?;
    Ok(verify_parsed(&note, key)?)
}

/// Adds a witness's answer to the note. The lines are only read, not checked.
pub fn attach(note: &str, lines: &str) -> Result<String, NoteError> {
    let mut note = Note::parse(note)?;
    for line in parse_signatures(lines)? {
        if !note.signatures.contains(&line) {
            note.signatures.push(line);
        }
    }
    Ok(note.to_string())
}

pub(crate) fn verify_parsed(note: &Note, key: &NoteKey) -> Result<u64, NoteRefusal> {
    match key.algorithm() {
        KeyAlgorithm::Ed25519 => Err(NoteRefusal::NotSigned),
        KeyAlgorithm::CosignatureV1 => note.check_each(key, |signature| {
            let (time, sig) = signature.split_first_chunk::<8>()?;
            let time = u64::from_be_bytes(*time);
            let sig: &[u8; 64] = sig.try_into().ok()?;
            key.public().verify(&message(time, &note.text), sig).ok()?;
            (time != 0).then_some(time)
        }),
    }
}

fn message(unix_seconds: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {unix_seconds}\n{text}").into_bytes()
}
