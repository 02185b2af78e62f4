//! Full verification of a log's export, from its text, against SHA-256 of the same bytes and as many strict Ed25519
//! checks of the same messages. Both run on one thread.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use doorward_e2e::{Failure, Outcome, While};
use ed25519_dalek::{Signature, VerifyingKey};
use fastrand::Rng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tlog::{
    Checkpoint, Envelope, Hash, Opening, PayloadType, SeedKey, Signer,
    export::{Export, MAX_EXPORT_BYTES, verify_export},
    payload::LeafHeader,
    tree::Frontier,
    verify::{Entry, Seal, Verdict},
};

use crate::pairs::{Times, rounded};

const PAIRS: usize = 10;
const RATIO: f64 = 1.2;
const ORIGIN: &str = "queue.example/desk/d1";

/// What the floor checks: the message under an entry, and its signature.
type Check = (Vec<u8>, Signature);

/// Measures; `true` where the goal holds and the control was seen.
pub fn bench(seed: u64, most: usize) -> Outcome<bool> {
    let begun = Instant::now();
    let key = SeedKey::from_seed(&[7; 32]);
    let (text, checks) = made(&key, &mut Rng::with_seed(seed), most)?;
    let entries = checks.len();
    println!("seed {seed}; {entries} entries, {} MiB, made in {:.0?}", text.len() >> 20, begun.elapsed());
    if entries < most {
        println!("no more entries fit into what an export may be long ({} MiB)", MAX_EXPORT_BYTES >> 20);
    }
    let public = VerifyingKey::from_bytes(key.public_key().as_bytes()).while_doing("reading the key")?;
    let (mut ours, mut floors, mut hashing) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 1..=PAIRS {
        ours.push(verified(&text, entries)?);
        let (floor, hashed) = floor(&text, &checks, &public)?;
        floors.push(floor);
        hashing.push(hashed);
        println!("  {pair}: {:.2?} to {floor:.2?}", ours[pair - 1]);
    }
    let ratios: Vec<f64> = ours.iter().zip(&floors).map(|(ours, floor)| ours.div_duration_f64(*floor)).collect();
    let worst = ratios.iter().copied().fold(0.0, f64::max);
    let (ours, floors) = (Times::new(ours), Times::new(floors));
    let seen = finds_a_changed_signature(text)?;
    println!("\nDoorward    {ours}\nfloor       {floors}\n  of it, SHA-256: {}", Times::new(hashing));
    let ratio = ours.p50() / floors.p50();
    let ok = ratio <= RATIO && seen;
    let figures = json!({
        "ratio_p50": rounded(ratio), "ratio_p99": rounded(ours.p99() / floors.p99()), "worst_pair": rounded(worst),
        "doorward_ms": rounded(ours.p50()), "floor_ms": rounded(floors.p50()), "entries": entries, "pairs": PAIRS,
        "controls_seen": u8::from(seen),
    });
    let goal = json!({ "ratio_p50": RATIO, "controls_seen": 1 });
    println!("\n{}", json!({ "name": "verify", "ok": ok, "seed": seed, "figures": figures, "goal": goal }));
    Ok(ok)
}

fn verified(text: &str, entries: usize) -> Outcome<Duration> {
    let begun = Instant::now();
    let report = verify_export(text, None, None).while_doing("verifying")?;
    let took = begun.elapsed();
    let entries = entries as u64;
    match report.verification.verdict {
        Verdict::VerifiedUnwitnessed { entries: found, .. } if found == entries => Ok(took),
        other => Err(Failure::new(format!("the log does not verify: {other:?}"))),
    }
}

/// All of it, and how much was hashing.
fn floor(text: &str, checks: &[Check], key: &VerifyingKey) -> Outcome<(Duration, Duration)> {
    let begun = Instant::now();
    std::hint::black_box(Sha256::digest(text.as_bytes()));
    let hashed = begun.elapsed();
    for (message, signature) in checks {
        key.verify_strict(message, signature).while_doing("checking a signature")?;
    }
    Ok((begun.elapsed(), hashed))
}

/// The control: the last entry under another signature. A verifier that does not look at each does not notice.
fn finds_a_changed_signature(text: String) -> Outcome<bool> {
    let mut export = Export::parse(&text).while_doing("reading the export")?;
    drop(text);
    let last = export.entries.last_mut().ok_or(Failure::new("an empty log"))?;
    let mut envelope = Envelope::from_bytes(&last.leaf).while_doing("reading the last entry")?;
    envelope.signatures[0].sig[0] ^= 1;
    last.leaf = envelope.leaf_bytes();
    let text = export.to_text().while_doing("writing the export")?;
    let report = verify_export(&text, None, None).while_doing("verifying")?;
    Ok(matches!(report.verification.verdict, Verdict::Broken { .. }))
}

/// Clicks, decisions and receipts in turn, as a desk writes them, with the texts beside them.
fn made(key: &SeedKey, chance: &mut Rng, most: usize) -> Outcome<(String, Vec<Check>)> {
    let (mut entries, mut checks, mut tree) = (Vec::new(), Vec::new(), Frontier::default());
    let (mut previous, mut length) = (Hash::ZERO, 0);
    while entries.len() < most {
        let number = entries.len();
        let (kind, mut fields, names) = fields(number, key, chance);
        let openings: BTreeMap<String, Opening> =
            names.iter().map(|name| ((*name).to_owned(), opening(chance))).collect();
        let header = serde_json::to_value(LeafHeader::new(number as u64, previous))?;
        let commitments: BTreeMap<&String, Hash> =
            openings.iter().map(|(name, one)| (name, one.commitment())).collect();
        if let (Value::Object(fields), Value::Object(header)) = (&mut fields, header) {
            fields.extend(header);
            fields.insert("commitments".to_owned(), serde_json::to_value(commitments)?);
        }
        let envelope = Envelope::sign(kind.to_string(), &serde_json::to_vec(&fields)?, key).while_doing("signing")?;
        let entry = Entry { leaf: envelope.leaf_bytes(), openings };
        // In base64, with the names and signs around it.
        let line = entry.leaf.len().div_ceil(3) * 4 + serde_json::to_string(&entry.openings)?.len() + 30;
        if length + line + 1000 > MAX_EXPORT_BYTES as usize {
            break;
        }
        length += line;
        previous = envelope.leaf_hash();
        tree.push(previous);
        checks.push((envelope.pae(), Signature::from_bytes(&envelope.signatures[0].sig)));
        entries.push(entry);
    }
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
    let seal = Seal { checkpoint: Some(checkpoint.sign(key).while_doing("sealing")?), cosigned: Vec::new() };
    let export = Export { origin: ORIGIN.to_owned(), witness: None, seal, entries };
    Ok((export.to_text().while_doing("writing the export")?, checks))
}

fn fields(number: usize, key: &SeedKey, chance: &mut Rng) -> (PayloadType, Value, &'static [&'static str]) {
    let subject = json!({ "kind": "request", "id": format!("0192f3a1-{:08x}", number / 3) });
    let (nonce, at) = (format!("{:032x}", chance.u128(..)), "2026-11-22T09:00:00.000Z");
    match number % 3 {
        _ if number == 0 => (PayloadType::KeyChange, json!({ "new_key": key.public_key() }), &[]),
        1 => {
            let fields = json!({ "subject": subject, "action": "grant", "clicked_at": at, "approver": "noor",
                "device": "d1", "nonce": nonce });
            (PayloadType::Intent, fields, &["personal", "view"])
        }
        2 => {
            let fields = json!({ "subject": subject, "action": "grant", "granted_window": "PT1H", "tenant": "contoso",
                "server": "queue.example", "signed_at": at, "policy_version": "1", "nonce": nonce });
            (PayloadType::Decision, fields, &["personal", "view"])
        }
        _ => {
            let fields = json!({ "subject": subject, "decision": number - 1, "outcome": "accepted", "at": at });
            (PayloadType::Receipt, fields, &["answer"])
        }
    }
}

fn opening(chance: &mut Rng) -> Opening {
    let salt = chance.u128(..).to_be_bytes();
    let bytes = (0..40).map(|_| chance.u8(b'a'..=b'z')).collect();
    Opening { salt, bytes }
}
