//! Parts of the log: every entry, its number and its proof changed, and entries of another history of the log's own key.

use std::error::Error;

use fastrand::Rng;
use tlog::{
    Envelope, Hash, Signer,
    export::{Part, verify_export},
    verify::Verdict,
};

use super::{
    made::{Log, key, witness},
    tamper::Tally,
};

/// The part has every entry whose number is a multiple of `step`, and those that change the key.
pub fn tamper(log: &Log, step: u64, chance: &mut Rng, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
    let part = log.part(|index| index % step == 0)?;
    if place(&part)?.is_some() {
        return Err("the part itself does not verify".into());
    }
    for number in 0..part.entries.len() {
        let here = format!("entry {}", part.entries[number].index);
        let mut changed = |what: &str, change: &mut dyn FnMut(&mut Part, &mut Rng)| -> Result<(), Box<dyn Error>> {
            let mut spoilt = part.clone();
            change(&mut spoilt, chance);
            tally.found(what, &here, place(&spoilt)?.as_deref());
            Ok(())
        };
        changed("a bit of a leaf in a part", &mut |part, chance| {
            let leaf = &mut part.entries[number].entry.leaf;
            let byte = chance.usize(0..leaf.len());
            leaf[byte] ^= 1 << chance.u8(0..7);
        })?;
        changed("a bit of a proof", &mut |part, chance| {
            let proof = &mut part.entries[number].proof;
            let hash = chance.usize(0..proof.len());
            proof[hash].0[chance.usize(0..32)] ^= 1 << chance.u8(0..8);
        })?;
        changed("a proof too short", &mut |part, _| part.entries[number].proof.truncate(1))?;
        changed("a proof too long", &mut |part, _| part.entries[number].proof.push(Hash::ZERO))?;
        // Rewritten by the key's holder: it is in no tree that was signed. A part says nothing of the leaf before, where that is
        // not in it; where it is, the entry after it says more.
        let follows = part.entries.get(number + 1).is_some_and(|next| next.index == part.entries[number].index + 1);
        if !follows {
            let old = Envelope::from_bytes(&part.entries[number].entry.leaf)?;
            let seed = if part.entries[number].index <= log.entries.len() as u64 / 3 { 1 } else { 2 };
            let payload = [&old.payload[..], b" "].concat();
            let leaf = Envelope::sign(old.payload_type, &payload, &key(seed))?.leaf_bytes();
            changed("rewritten in a part", &mut |part, _| part.entries[number].entry.leaf.clone_from(&leaf))?;
        }
    }
    Ok(())
}

fn place(part: &Part) -> Result<Option<String>, Box<dyn Error>> {
    let report = verify_export(&part.to_text()?, Some(key(1).public_key()), Some(witness()?))?;
    Ok(match report.verification.verdict {
        Verdict::Broken { at, .. } => Some(at.to_string()),
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => None,
    })
}
