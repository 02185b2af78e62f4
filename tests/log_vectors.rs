//! The formats of the log, frozen: `log-vectors/` holds what every edition of the program must read and
//! write the same way. DO NOT EDIT those files. A change that breaks this test breaks every log and export
//! that exists; a new format gets a new version and new files beside the old ones.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tlog::export::{Chosen, Export, ExportError, ExportReport, Part, verify_export};
use tlog::succession::{Succession, succession};
use tlog::tree::{
    Frontier, MemoryHashes, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use tlog::verify::{Entry, PartEntry, Seal, Verdict};
use tlog::witness::{AddCheckpoint, judge};
use tlog::{Checkpoint, Envelope, Hash, NoteKey, Opening, PayloadType, PublicKey, SeedKey, Signer, cosign, leaf_hash};

const ORIGIN: &str = "queue.example/desk/laptop";
const WITNESS: &str = "queue.example/witness";

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("log-vectors").join(name)
}

fn file(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn vectors(name: &str) -> Value {
    serde_json::from_str(&file(name)).unwrap()
}

fn key(seed: u8) -> SeedKey {
    SeedKey::from_seed(&[seed; 32])
}

/// Leaf `n` of the tree's vectors is the text "leaf n".
fn tree(size: u64) -> MemoryHashes {
    let mut hashes = MemoryHashes::default();
    (0..size).for_each(|n| hashes.append(leaf_hash(format!("leaf {n}").as_bytes())).unwrap());
    hashes
}

#[test]
fn roots_and_proofs_are_the_frozen_ones() {
    let frozen = vectors("tree.json");
    let hashes = tree(20);
    let roots: Vec<Hash> = serde_json::from_value(frozen["roots"].clone()).unwrap();
    assert_eq!(roots.len(), 21);
    for (size, frozen) in (0..).zip(&roots) {
        assert_eq!(root(size, &hashes).unwrap(), *frozen);
    }
    for case in frozen["inclusion"].as_array().unwrap() {
        let (index, size) = (case["index"].as_u64().unwrap(), case["size"].as_u64().unwrap());
        let proof: Vec<Hash> = serde_json::from_value(case["proof"].clone()).unwrap();
        assert_eq!(inclusion_proof(index, size, &hashes).unwrap(), proof);
        let leaf = leaf_hash(format!("leaf {index}").as_bytes());
        assert_eq!(verify_inclusion(leaf, index, size, &proof, roots[size as usize]), Ok(()));
    }
    for case in frozen["consistency"].as_array().unwrap() {
        let (old, new) = (case["old"].as_u64().unwrap(), case["new"].as_u64().unwrap());
        let proof: Vec<Hash> = serde_json::from_value(case["proof"].clone()).unwrap();
        assert_eq!(consistency_proof(old, new, &hashes).unwrap(), proof);
        let verdict = verify_consistency(old, roots[old as usize], new, roots[new as usize], &proof);
        assert_eq!(verdict, Ok(()));
    }
}

#[test]
fn keys_notes_and_the_witness_s_request_are_the_frozen_ones() {
    let frozen = vectors("notes.json");
    let text = |name: &str| frozen[name].as_str().unwrap();
    let (device, witness) = (key(1), key(9));
    let log_key = NoteKey::log(ORIGIN, device.public_key()).unwrap();
    let witness_key = NoteKey::witness(WITNESS, witness.public_key()).unwrap();
    assert_eq!(log_key.vkey(), text("log_vkey"));
    assert_eq!(witness_key.vkey(), text("witness_vkey"));
    assert_eq!(device.key_id(), text("device_key_id"));
    assert_eq!(device.public_key().fingerprint(), text("device_fingerprint"));

    let hashes = tree(20);
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 20, root: root(20, &hashes).unwrap() };
    let note = checkpoint.sign(&device).unwrap();
    assert_eq!(note, text("checkpoint"));
    let line = cosign::cosign(&note, &witness, WITNESS, 1_700_000_000).unwrap();
    assert_eq!(cosign::attach(&note, &line).unwrap(), text("cosigned"));
    assert_eq!(cosign::verify_cosignature(text("cosigned"), &witness_key), Ok(1_700_000_000));

    let request = AddCheckpoint::new(7, consistency_proof(7, 20, &hashes).unwrap(), &note).unwrap();
    assert_eq!(request.to_string(), text("add_checkpoint"));
    let read = AddCheckpoint::parse(text("add_checkpoint")).unwrap();
    let known = Some((7, root(7, &hashes).unwrap()));
    assert_eq!(judge(&read, known, &[log_key]).unwrap().size, 20);
}

#[test]
fn an_export_is_still_written_byte_for_byte() {
    assert_eq!(whole().to_text().unwrap(), file("exports/whole.json"));
    for (name, export) in successions() {
        assert_eq!(export.to_text().unwrap(), file(&format!("exports/{name}")), "{name}");
    }
    for (name, part) in parts() {
        assert_eq!(part.to_text().unwrap(), file(&format!("exports/{name}")), "{name}");
    }
}

#[test]
fn every_frozen_export_gets_its_frozen_verdict() {
    let cases = vectors("verdicts.json");
    let cases = cases.as_array().unwrap();
    for case in cases {
        assert_eq!(&judged(case), &case["verdict"], "{}", case["export"]);
    }
    let files = fs::read_dir(path("exports")).unwrap().count();
    let mut named: Vec<&Value> = cases.iter().map(|case| &case["export"]).collect();
    named.dedup();
    assert_eq!(files, named.len(), "each file has a verdict");
}

/// `log-vectors/verify.py` knows the page about the format and nothing of this program. `doorward-prove oracle` asks
/// both about many more.
#[test]
fn a_second_verifier_written_from_the_page_alone_gives_the_same_verdicts() {
    let mut python = Command::new("python3");
    python.arg(path("verify.py")).arg("-").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().expect("python3 is needed");
    let (mut asked, mut answers) = (python.stdin.take().unwrap(), BufReader::new(python.stdout.take().unwrap()));
    for case in vectors("verdicts.json").as_array().unwrap() {
        let export = file(&format!("exports/{}", case["export"].as_str().unwrap()));
        let before = case["before"].as_str().map(|before| file(&format!("exports/{before}")));
        let case_in_full =
            json!({ "export": export, "key": case["key"], "witness": case["witness"], "before": before });
        writeln!(asked, "{case_in_full}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        // Why a file is no export at all is for people: the page names no codes for it.
        let refused = json!({ "refused": true });
        let verdict = if case["verdict"]["refused"].is_string() { &refused } else { &case["verdict"] };
        assert_eq!(&serde_json::from_str::<Value>(&answer).unwrap(), verdict, "{}", case["export"]);
    }
    drop(asked);
    assert!(python.wait().unwrap().success());
}

#[test]
fn the_second_verifier_is_short_enough_to_be_read() {
    let lines = file("verify.py").lines().count();
    assert!(lines <= 200, "{lines} lines");
    assert!(file("verify.py").lines().all(|line| line.chars().count() <= 120));
}

fn judged(case: &Value) -> Value {
    let text = file(&format!("exports/{}", case["export"].as_str().unwrap()));
    let pinned_key = case["key"].as_str().map(|key| key.parse::<PublicKey>().unwrap());
    let pinned_witness = case["witness"].as_str().map(|vkey| vkey.parse::<NoteKey>().unwrap());
    let after = verify_export(&text, pinned_key, pinned_witness);
    let verdict = said(&after);
    let (Some(before), Ok(after), None) = (case["before"].as_str(), &after, verdict.get("broken")) else {
        return verdict;
    };
    let before = match verify_export(&file(&format!("exports/{before}")), None, None) {
        Ok(before) => before,
        refused @ Err(_) => return said(&refused),
    };
    match succession(&before, after) {
        Err(fault) => json!({ "broken": "the log before", "why": fault.code() }),
        Ok(how) => {
            let mut verdict = verdict;
            verdict["handed_over"] = json!(how == Succession::HandedOver);
            verdict
        }
    }
}

fn said(report: &Result<ExportReport, ExportError>) -> Value {
    let (verification, part) = match report {
        Ok(report) => (&report.verification, &report.part),
        Err(error) => return json!({ "refused": error.code() }),
    };
    let (erased, withheld) = (verification.erased, verification.withheld);
    let mut verdict = match &verification.verdict {
        Verdict::Verified { entries } => {
            json!({ "verified": entries, "unwitnessed": 0, "erased": erased, "withheld": withheld })
        }
        Verdict::VerifiedUnwitnessed { entries, unwitnessed } => {
            json!({ "verified": entries, "unwitnessed": unwitnessed, "erased": erased, "withheld": withheld })
        }
        Verdict::Broken { at, why } => return json!({ "broken": at.to_string(), "why": why.code() }),
    };
    if let Some(part) = part {
        verdict["of"] = json!(part.entries);
    }
    verdict
}

/// Two device keys, decisions with personal parts, one of them erased; witnessed at 5 of 8.
fn whole() -> Export {
    let mut log = Log::default();
    log.key_change(1, 1);
    log.push(1, PayloadType::Decision, r#""action":"grant""#, Some("deploy at night"));
    log.push(1, PayloadType::Receipt, r#""outcome":"accepted""#, None);
    log.key_change(1, 2);
    log.push(2, PayloadType::Decision, r#""action":"deny""#, Some("wer ist das? – «ÄÖ»"));
    let note = log.sealed(2);
    let line = cosign::cosign(&note, &key(9), WITNESS, 1_700_000_000).unwrap();
    let cosigned = vec![cosign::attach(&note, &line).unwrap()];
    log.push(2, PayloadType::Decision, r#""action":"grant""#, Some("to be erased"));
    log.entries[5].openings.clear();
    log.push(2, PayloadType::Erasure, r#""erased":[{"log_index":5,"names":["personal"]}]"#, None);
    log.push(2, PayloadType::Receipt, r#""outcome":"refused""#, None);
    Export {
        origin: ORIGIN.into(),
        witness: Some(NoteKey::witness(WITNESS, key(9).public_key()).unwrap()),
        seal: Seal { checkpoint: Some(log.sealed(2)), cosigned },
        entries: log.entries,
    }
}

/// Of the whole log: the keys (0 and 3), a decision and its receipt, one that nobody witnessed and whose text was erased.
fn part() -> Part {
    part_of(whole(), &[0, 1, 2, 3, 5, 6])
}

fn part_of(whole: Export, numbers: &[u64]) -> Part {
    let mut hashes = MemoryHashes::default();
    whole.entries.iter().for_each(|entry| hashes.append(leaf_hash(&entry.leaf)).unwrap());
    let seen = whole.seal.cosigned.first().map_or(0, |note| Checkpoint::unverified(note).unwrap().size);
    let entry = |index: &u64| {
        let size = if *index < seen { seen } else { hashes.size() };
        let proof = inclusion_proof(*index, size, &hashes).unwrap();
        PartEntry { index: *index, entry: whole.entries[*index as usize].clone(), proof }
    };
    let chosen = Chosen {
        tenant: Some("contoso".to_owned()),
        from: None,
        to: Some("2026-11-25T00:00:00.000Z".to_owned()),
        legal_basis: Some("Art. 15 «DSGVO»".to_owned()),
    };
    let entries = numbers.iter().map(entry).collect();
    Part { origin: whole.origin, witness: whole.witness, chosen, seal: whole.seal, entries }
}

/// Parts, whole and with one thing wrong each.
fn parts() -> Vec<(&'static str, Part)> {
    let with = |change: &dyn Fn(&mut Part)| {
        let mut part = part();
        change(&mut part);
        part
    };
    let mut unwitnessed = whole();
    unwitnessed.seal.cosigned.clear();
    let mut forked = Log::default();
    forked.key_change(1, 2);
    (1..8).for_each(|_| forked.push(2, PayloadType::Decision, r#""action":"deny""#, None));
    let forked = forked.export(2).seal.cosigned;
    let cut = Log { entries: whole().entries[..3].to_vec(), ..Log::default() }.resealed(1);
    let rewritten = |part: &mut Part| {
        let leaf = &part.entries[4].entry.leaf;
        let payload = [&Envelope::from_bytes(leaf).unwrap().payload[..], b" "].concat();
        let kind = PayloadType::Decision.to_string();
        part.entries[4].entry.leaf = Envelope::sign(kind, &payload, &key(2)).unwrap().leaf_bytes();
        part.entries.pop();
    };
    vec![
        ("part.json", part()),
        ("part-of-one.json", part_of(whole(), &[0, 1, 3])),
        ("part-of-all.json", part_of(whole(), &[0, 1, 2, 3, 4, 5, 6, 7])),
        ("part-never-witnessed.json", part_of(unwitnessed, &[0, 1, 3])),
        ("part-proof-changed.json", with(&|part| part.entries[2].proof[0].0[31] ^= 1)),
        ("part-proof-too-long.json", with(&|part| part.entries[2].proof.push(Hash::ZERO))),
        ("part-proof-too-short.json", with(&|part| part.entries[2].proof.truncate(2))),
        ("part-proof-of-another.json", with(&|part| part.entries[1].proof = part.entries[2].proof.clone())),
        ("part-rewritten-by-the-key.json", with(&rewritten)),
        ("part-renumbered.json", with(&|part| part.entries[4].index = 4)),
        ("part-swapped.json", with(&|part| part.entries.swap(1, 2))),
        ("part-doubled.json", with(&|part| part.entries.insert(1, part.entries[1].clone()))),
        ("part-without-the-first-key.json", with(&|part| drop(part.entries.remove(0)))),
        ("part-without-the-key-between.json", with(&|part| drop(part.entries.remove(3)))),
        ("part-without-the-newest-key.json", with(&|part| part.entries.truncate(3))),
        ("part-without-entries.json", with(&|part| part.entries.clear())),
        ("part-not-sealed.json", with(&|part| part.seal.checkpoint = None)),
        ("part-sealed-before-its-end.json", with(&|part| part.seal.checkpoint = Some(cut.clone()))),
        ("part-cut-after-the-witness.json", {
            let mut part = part_of(whole(), &[0, 1, 2]);
            part.seal.checkpoint = Some(cut.clone());
            part
        }),
        ("part-forked.json", with(&|part| part.seal.cosigned = forked.clone())),
    ]
}

/// A log that was ended, and logs that say that they go on from it, rightly or not.
fn successions() -> Vec<(&'static str, Export)> {
    let mut ended = Log::default();
    ended.key_change(1, 1);
    ended.push(1, PayloadType::Decision, r#""action":"grant""#, Some("deploy at night"));
    ended.push(1, PayloadType::Incident, r#""kind":"witnessed-more""#, None);
    ended.key_change(1, 3);
    let (size, root) = (ended.tree.size(), ended.tree.root());
    let follows =
        |size: u64, root: Hash| format!(r#","follows":{{"origin":"{ORIGIN}","size":{size},"root":"{root}"}}"#);
    let rightly = follows(size, root);
    let next = |seed: u8, follows: &str| {
        let mut log = Log { origin: "queue.example/desk/laptop-2", ..Log::default() };
        log.key_change_and(seed, seed, follows);
        log.push(seed, PayloadType::Decision, r#""action":"deny""#, None);
        log
    };
    let mut later = next(3, "");
    later.key_change_and(3, 3, &rightly);
    vec![
        ("ended.json", ended.export(3)),
        ("follows.json", next(3, &rightly).export(3)),
        ("follows-without-its-key.json", next(4, &rightly).export(4)),
        ("follows-another-end.json", next(3, &follows(size, Hash::ZERO)).export(3)),
        ("follows-an-earlier-end.json", next(3, &follows(size - 1, root)).export(3)),
        ("follows-no-entries.json", next(3, &follows(0, root)).export(3)),
        ("follows-null.json", next(3, r#","follows":null"#).export(3)),
        ("follows-in-a-later-entry.json", later.export(3)),
    ]
}

struct Log {
    origin: &'static str,
    entries: Vec<Entry>,
    tree: Frontier,
}

impl Default for Log {
    fn default() -> Self {
        Self { origin: ORIGIN, entries: Vec::new(), tree: Frontier::default() }
    }
}

impl Log {
    /// `fields` stands in the payload as it is written here: no map's order decides about frozen bytes.
    fn push(&mut self, signer: u8, kind: PayloadType, fields: &str, personal: Option<&str>) {
        let previous = self.entries.last().map_or(Hash::ZERO, |entry| leaf_hash(&entry.leaf));
        let index = self.tree.size();
        let mut payload = format!(r#"{{"v":1,"log_index":{index},"prev_leaf_hash":"{previous}",{fields}"#);
        let mut openings = BTreeMap::new();
        if let Some(text) = personal {
            let opening = Opening { salt: [index as u8; 16], bytes: text.as_bytes().to_vec() };
            payload += &format!(r#","commitments":{{"personal":"{}"}}"#, opening.commitment());
            openings.insert("personal".to_owned(), opening);
        }
        payload.push('}');
        let envelope = Envelope::sign(kind.to_string(), payload.as_bytes(), &key(signer)).unwrap();
        self.tree.push(envelope.leaf_hash());
        self.entries.push(Entry { leaf: envelope.leaf_bytes(), openings });
    }

    fn key_change(&mut self, signer: u8, new: u8) {
        self.key_change_and(signer, new, "");
    }

    fn key_change_and(&mut self, signer: u8, new: u8, follows: &str) {
        let fields = format!(r#""new_key":"{}"{follows}"#, key(new).public_key());
        self.push(signer, PayloadType::KeyChange, &fields, None);
    }

    fn sealed(&self, signer: u8) -> String {
        let checkpoint = Checkpoint { origin: self.origin.into(), size: self.tree.size(), root: self.tree.root() };
        checkpoint.sign(&key(signer)).unwrap()
    }

    /// The checkpoint over these entries.
    fn resealed(mut self, signer: u8) -> String {
        self.entries.iter().for_each(|entry| self.tree.push(leaf_hash(&entry.leaf)));
        self.sealed(signer)
    }

    /// Witnessed to the end.
    fn export(self, signer: u8) -> Export {
        let note = self.sealed(signer);
        let line = cosign::cosign(&note, &key(9), WITNESS, 1_700_000_000).unwrap();
        let seal = Seal { cosigned: vec![cosign::attach(&note, &line).unwrap()], checkpoint: Some(note) };
        let witness = Some(NoteKey::witness(WITNESS, key(9).public_key()).unwrap());
        Export { origin: self.origin.into(), witness, seal, entries: self.entries }
    }
}
