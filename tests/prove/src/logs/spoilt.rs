//! What can be wrong with an export: a changed byte, a line too many or too few, and what only the holder of the key could
//! have written.

use std::{collections::BTreeMap, error::Error};

use fastrand::Rng;
use tlog::{Checkpoint, Envelope, Hash, PayloadType, Signer, cosign, leaf_hash, verify::Entry};

use super::made::{Log, NOON, ORIGIN, WITNESS, key, witness_seed};

/// `text` with one byte changed, or as it is; `None` where it is no text any more.
pub fn text(text: &str, chance: &mut Rng) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let place = chance.usize(0..bytes.len());
    match chance.u8(0..6) {
        0 => {}
        1 | 2 => bytes[place] ^= 1 << chance.u8(0..7),
        3 => bytes[place] = b"\"\\{}[],:0 \n-+eu"[chance.usize(0..15)],
        4 => drop(bytes.remove(place)),
        _ => bytes.insert(place, bytes[place]),
    }
    String::from_utf8(bytes).ok()
}

/// An export of this log, in most cases with something wrong.
pub fn export(log: &Log, chance: &mut Rng) -> Result<String, Box<dyn Error>> {
    let mut export = log.export()?;
    let entries = export.entries.len();
    let some = chance.usize(0..entries);
    match chance.u8(0..12) {
        0 => {}
        1 | 2 => return Ok(text(&export.to_text()?, chance).unwrap_or_default()),
        3 => {
            let mut whole = export.to_text()?;
            let cut = chance.usize(0..whole.len());
            whole.truncate(whole.floor_char_boundary(cut));
            return Ok(whole);
        }
        4 => drop(export.entries.remove(some)),
        5 => export.entries.swap(some, entries - 1),
        6 => export.entries.insert(some, export.entries[some].clone()),
        7 => export.entries.truncate(some),
        8 => {
            let leaf = String::from_utf8_lossy(&export.entries[some].leaf).into_owned();
            export.entries[some].leaf = text(&leaf, chance).unwrap_or_default().into_bytes();
        }
        9 => {
            let seal = &mut export.seal;
            let notes = [seal.checkpoint.take(), seal.cosigned.pop()];
            let mut notes = notes.map(|note| note.map(|note| note_spoilt(&note, chance)));
            if chance.bool() {
                notes.swap(0, 1);
            }
            let [checkpoint, cosigned] = notes;
            seal.checkpoint = checkpoint.filter(|_| chance.u8(0..4) > 0);
            seal.cosigned.extend(cosigned);
        }
        10 => export.witness = None,
        _ => {
            let signed = written_badly(log, chance)?;
            return Ok(signed.export()?.to_text()?);
        }
    }
    Ok(export.to_text()?)
}

/// A part of this log, in most cases with something wrong.
pub fn part(log: &Log, chance: &mut Rng) -> Result<String, Box<dyn Error>> {
    let bits = chance.u64(..);
    let badly = chance.u8(0..8) == 0;
    let log = if badly { written_badly(log, chance)? } else { log.clone() };
    let mut part = log.part(|index| bits >> (index % 64) & 1 == 1)?;
    let entries = part.entries.len();
    let some = chance.usize(0..entries);
    let one = &mut part.entries[some];
    match chance.u8(0..14) {
        0 | 1 => {}
        2 => return Ok(text(&part.to_text()?, chance).unwrap_or_default()),
        3 => drop(part.entries.remove(some)),
        4 => part.entries.swap(some, entries - 1),
        5 => part.entries.insert(some, part.entries[some].clone()),
        6 => part.entries.truncate(some),
        7 => {
            let leaf = String::from_utf8_lossy(&one.entry.leaf).into_owned();
            one.entry.leaf = text(&leaf, chance).unwrap_or_default().into_bytes();
        }
        8 => one.index = chance.u64(0..log.size() + 2),
        9 => one.proof.truncate(chance.usize(0..=one.proof.len())),
        10 => one.proof.push(Hash([chance.u8(..); 32])),
        11 if !one.proof.is_empty() => {
            let place = chance.usize(0..one.proof.len());
            one.proof[place].0[chance.usize(0..32)] ^= 1 << chance.u8(0..8);
        }
        _ => {
            let notes = part.seal.cosigned.iter().chain(&part.seal.checkpoint).map(|note| note_spoilt(note, chance));
            let notes: Vec<String> = notes.collect();
            match chance.u8(0..4) {
                0 => part.seal.checkpoint = notes.into_iter().next().filter(|_| chance.bool()),
                1 => part.seal.cosigned = notes,
                2 => part.seal.cosigned.clear(),
                _ => part.witness = None,
            }
        }
    }
    Ok(part.to_text()?)
}

fn note_spoilt(note: &str, chance: &mut Rng) -> String {
    let stranger = Checkpoint::unverified(note).ok().and_then(|checkpoint| checkpoint.sign(&key(5)).ok());
    match chance.u8(0..7) {
        0 => note.to_owned(),
        1 => text(note, chance).unwrap_or_default(),
        2 => note.replace(ORIGIN, "queue.example/desk/other"),
        3 => note.replace("\n\n", "\nextension\n\n"),
        4 => stranger.unwrap_or_default(),
        5 => cosign::cosign(note, &witness_seed(), WITNESS, NOON)
            .and_then(|line| Ok(cosign::attach(note, &line)?))
            .unwrap_or_default(),
        _ => format!("{note}{}", note.lines().last().map(|line| format!("{line}\n")).unwrap_or_default()),
    }
}

/// The log with one more entry, signed by the right key, that is not what the format says; and sealed again.
fn written_badly(log: &Log, chance: &mut Rng) -> Result<Log, Box<dyn Error>> {
    let mut bad = log.clone();
    let (index, previous) = (bad.size(), leaf_hash(&log.entries.last().ok_or("no entry")?.leaf));
    let head = format!(r#""v":1,"log_index":{index},"prev_leaf_hash":"{previous}""#);
    let receipt = PayloadType::Receipt.to_string();
    let erasure = PayloadType::Erasure.to_string();
    let change = PayloadType::KeyChange.to_string();
    // The y of a point of the curve, plus p.
    let second_spelling = "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    let small_order = "0100000000000000000000000000000000000000000000000000000000000000";
    let cases: [(&str, String); 34] = [
        (&receipt, format!("{{{head}}}")),
        (&receipt, format!(r#"{{{head},"more":[1,-2,3e4,"\ud800"],"more":2}}"#)),
        (&receipt, format!(r#"{{{head},"v":1}}"#)),
        (&receipt, format!(r#"{{"v":2,"log_index":{index},"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":300,"log_index":{index},"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":1.0,"log_index":{index},"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":true,"log_index":{index},"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":1,"log_index":-0,"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":1,"log_index":18446744073709551616,"prev_leaf_hash":"{previous}"}}"#)),
        (&receipt, format!(r#"{{"v":1,"log_index":{},"prev_leaf_hash":"{previous}"}}"#, index + 1)),
        (&receipt, format!(r#"{{"v":1,"log_index":{index},"prev_leaf_hash":"{}"}}"#, Hash::ZERO)),
        (
            &receipt,
            format!(r#"{{"v":1,"log_index":{index},"prev_leaf_hash":"{}"}}"#, previous.to_string().to_uppercase()),
        ),
        (&receipt, format!(r#"[1,{index},"{previous}",{{}}]"#)),
        (&receipt, format!("{{{head}}} ")),
        (&receipt, format!("\u{feff}{{{head}}}")),
        (&receipt, format!("{{{head},\"more\":NaN}}")),
        (&receipt, format!("{{{head},}}")),
        (&receipt, format!(r#"{{{head},"commitments":null}}"#)),
        (&receipt, format!(r#"{{{head},"commitments":{{"answer":"{previous}"}}}}"#)),
        (&receipt, format!(r#"{{{head},"commitments":{{"answer":"{previous}","answer":"{previous}"}}}}"#)),
        (&receipt, format!(r#"{{{head},"commitments":{{"\ud800":"{previous}"}}}}"#)),
        (&receipt, format!(r#"{{{head},"commitments":[]}}"#)),
        (&erasure, format!("{{{head}}}")),
        (&erasure, format!(r#"{{{head},"erased":[{{"log_index":1,"names":["personal","view"],"why":"old"}}]}}"#)),
        (&erasure, format!(r#"{{{head},"erased":[{{"log_index":1,"names":"personal"}}]}}"#)),
        (&erasure, format!(r#"{{{head},"erased":[[1,["personal"]]]}}"#)),
        (&erasure, format!(r#"{{{head},"erased":[{{"log_index":1,"names":["\udfff"]}}]}}"#)),
        (&change, format!(r#"{{{head},"new_key":"{}"}}"#, key(5).public_key())),
        (&change, format!(r#"{{{head},"new_key":"{second_spelling}"}}"#)),
        (&change, format!(r#"{{{head},"new_key":"{small_order}"}}"#)),
        (&change, format!(r#"["{}"]"#, key(5).public_key())),
        ("application/vnd.doorward.acceptance.v1+json", format!("{{{head}}}")),
        ("application/vnd.doorward.receipt.v2+json", format!("{{{head}}}")),
        ("receipt \u{1}\u{7f}\"\\/é", format!("{{{head}}}")),
    ];
    let (kind, payload) = &cases[chance.usize(0..cases.len())];
    match chance.u8(0..6) {
        0 => {
            let mut envelope = Envelope::sign(*kind, payload.as_bytes(), &key(bad.seed))?;
            envelope.signatures.push(envelope.signatures[0].clone());
            bad.append(Entry { leaf: envelope.leaf_bytes(), openings: BTreeMap::new() })?;
        }
        1 => {
            let leaf = Envelope::sign(*kind, payload.as_bytes(), &key(bad.seed))?.leaf_bytes();
            let leaf = String::from_utf8_lossy(&leaf).replace("/", "\\/").into_bytes();
            bad.append(Entry { leaf, openings: BTreeMap::new() })?;
        }
        _ => bad.sign(kind, payload.as_bytes(), BTreeMap::new())?,
    }
    if chance.bool() {
        bad.push(PayloadType::Receipt, serde_json::json!({ "outcome": "accepted" }), &[])?;
    }
    Ok(bad)
}
