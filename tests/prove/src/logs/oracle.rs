//! Every verdict of `tlog` beside those of others: proofs beside ct-merkle and tlog_tiles, notes beside signed_note, whole
//! exports beside `verify.py`, which was written from the page about the format alone.

use std::error::Error;

use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use fastrand::Rng;
use serde_json::{Value, json};
use sha2::Sha256;
use signed_note::{Note as TheirNote, StandardVerifier, VerifierList};
use tlog::{
    Hash, Note, NoteKey, Signer, Verdict,
    export::{ExportError, ExportReport, verify_export},
    leaf_hash,
    tree::{self, MemoryHashes},
};
use tlog_tiles::tlog as go;

use super::{
    made::{Log, ORIGIN, key, witness},
    python::Python,
    spoilt,
};
use crate::{Findings, Run, progress::Progress};

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let mut chance = Rng::with_seed(run.seed);
    let trees = Trees::of(run.size(300, 4_000) as u64)?;
    let cases = run.times(4_000, 1_000_000);
    let found = trees.compare(cases, &mut chance, ours)?;
    println!("{cases} proofs over trees of up to {} leaves: {} taken", trees.roots.len() - 1, found.taken);

    let notes = run.size(1_000, 100_000);
    let notes_apart = compare_notes(notes, &mut chance)?;
    println!("{notes} notes: {notes_apart} with two verdicts");

    let exports = run.size(150, 6_000);
    let mut python = Python::start()?;
    let (exports_apart, verified) = compare_exports(exports, &mut chance, &mut python, said)?;
    println!("{exports} exports, {verified} of them verified: {exports_apart} with two verdicts");

    let few = 2_000;
    Ok(Findings::default()
        .figure("proofs", cases)
        .at_least("proofs_taken", found.taken as f64, cases as f64 / 4.0)
        .none("proofs_apart", found.apart)
        .figure("notes", notes)
        .none("notes_apart", notes_apart)
        .figure("exports", exports)
        .at_least("exports_verified", verified as f64, exports as f64 / 50.0)
        .none("exports_apart", exports_apart)
        .control("a verifier that ignores a hash too many", trees.compare(few, &mut chance, lenient)?.apart > 0)
        .control(
            "a verifier that takes any old root of the same size",
            trees.compare(few, &mut chance, forgetful)?.apart > 0,
        )
        .control(
            "an oracle that refuses what stands last in a tree",
            trees.compare_with(few, &mut chance, ours, |case| case.go() && !case.is_last())?.apart > 0,
        )
        .control(
            "a verifier of exports that counts erased texts as withheld",
            compare_exports(60, &mut chance, &mut python, |report| {
                let mut verdict = said(report);
                if let Some(erased) = verdict.get_mut("erased") {
                    *erased = json!(0);
                }
                verdict
            })?
            .0 > 0,
        ))
}

/// One tree at all its sizes, and what it takes to prove in it.
struct Trees {
    hashes: MemoryHashes,
    /// By size.
    roots: Vec<Hash>,
}

enum Case {
    Inclusion { leaf: u64, index: u64, size: u64, proof: Vec<Hash>, root: Hash },
    Consistency { old: u64, old_root: Hash, new: u64, new_root: Hash, proof: Vec<Hash> },
}

#[derive(Default)]
struct Compared {
    taken: u64,
    apart: u64,
}

fn leaf(number: u64) -> Vec<u8> {
    format!("leaf {number}").into_bytes()
}

impl Trees {
    fn of(size: u64) -> Result<Trees, Box<dyn Error>> {
        let mut trees = Trees { hashes: MemoryHashes::default(), roots: vec![tree::empty_root()] };
        for number in 0..size {
            trees.hashes.append(leaf_hash(&leaf(number)))?;
            trees.roots.push(tree::root(number + 1, &trees.hashes)?);
        }
        Ok(trees)
    }

    fn root(&self, size: u64) -> Hash {
        self.roots.get(usize::try_from(size).unwrap_or(usize::MAX)).copied().unwrap_or(Hash::ZERO)
    }

    /// A proof that holds, or one with something wrong in it: two of three.
    fn case(&self, chance: &mut Rng) -> Result<Case, Box<dyn Error>> {
        let largest = self.roots.len() as u64 - 1;
        // Half of them small, where the odd shapes are.
        let size = if chance.bool() { chance.u64(1..=largest) } else { chance.u64(1..=40.min(largest)) };
        let mut case = if chance.bool() {
            let index = chance.u64(0..size);
            let proof = tree::inclusion_proof(index, size, &self.hashes)?;
            Case::Inclusion { leaf: index, index, size, proof, root: self.root(size) }
        } else {
            let old = chance.u64(1..=size);
            let proof = tree::consistency_proof(old, size, &self.hashes)?;
            Case::Consistency { old, old_root: self.root(old), new: size, new_root: self.root(size), proof }
        };
        if chance.u8(0..3) > 0 {
            self.spoil(&mut case, chance);
        }
        Ok(case)
    }

    fn spoil(&self, case: &mut Case, chance: &mut Rng) {
        let largest = self.roots.len() as u64 - 1;
        let what = chance.u8(0..9);
        match case {
            Case::Inclusion { leaf, index, size, proof, root } => match what {
                0 => *index = chance.u64(0..*size),
                1 => *leaf = chance.u64(0..largest),
                2 => *size = chance.u64(1..=2 * largest),
                3 => *root = self.root(chance.u64(1..=largest)),
                _ => spoil_proof(what, proof, *root, chance),
            },
            Case::Consistency { old, old_root, new, new_root, proof } => match what {
                0 => *old = chance.u64(1..=2 * largest),
                1 => *old_root = self.root(chance.u64(1..=largest)),
                2 => *new = chance.u64(1..=2 * largest),
                3 if chance.bool() => std::mem::swap(old_root, new_root),
                3 => *new_root = self.root(chance.u64(1..=largest)),
                _ => spoil_proof(what, proof, *new_root, chance),
            },
        }
    }

    fn compare(&self, cases: usize, chance: &mut Rng, ours: fn(&Case) -> bool) -> Result<Compared, Box<dyn Error>> {
        self.compare_with(cases, chance, ours, Case::go)
    }

    fn compare_with(
        &self,
        cases: usize,
        chance: &mut Rng,
        ours: fn(&Case) -> bool,
        go: fn(&Case) -> bool,
    ) -> Result<Compared, Box<dyn Error>> {
        let mut found = Compared::default();
        let progress = Progress::of(cases as u64, "proofs");
        for _ in 0..cases {
            let case = self.case(chance)?;
            let verdict = ours(&case);
            found.taken += u64::from(verdict);
            found.apart += u64::from(verdict != go(&case) || verdict != case.ct_merkle()?);
            progress.one_more();
        }
        Ok(found)
    }
}

fn spoil_proof(what: u8, proof: &mut Vec<Hash>, root: Hash, chance: &mut Rng) {
    let place = chance.usize(0..=proof.len().saturating_sub(1));
    match what {
        4 if !proof.is_empty() => proof[place].0[chance.usize(0..32)] ^= 1 << chance.u8(0..8),
        5 if !proof.is_empty() => drop(proof.remove(place)),
        6 if proof.len() > 1 => {
            let other = chance.usize(0..proof.len());
            proof.swap(place, other);
        }
        7 => proof.push(root),
        _ => proof.insert(place, Hash([chance.u8(..); 32])),
    }
}

impl Case {
    fn is_last(&self) -> bool {
        match self {
            Case::Inclusion { index, size, .. } => index + 1 == *size,
            Case::Consistency { old, new, .. } => old == new,
        }
    }

    fn go(&self) -> bool {
        let hashes = |proof: &[Hash]| -> Vec<go::Hash> { proof.iter().map(|hash| go::Hash(hash.0)).collect() };
        match self {
            Case::Inclusion { leaf: number, index, size, proof, root } => {
                let record = go::record_hash(&leaf(*number));
                go::check_record(&hashes(proof), *size, go::Hash(root.0), *index, record).is_ok()
            }
            Case::Consistency { old, old_root, new, new_root, proof } => {
                go::check_tree(&hashes(proof), *new, go::Hash(new_root.0), *old, go::Hash(old_root.0)).is_ok()
            }
        }
    }

    fn ct_merkle(&self) -> Result<bool, Box<dyn Error>> {
        let bytes = |proof: &[Hash]| -> Vec<u8> { proof.iter().flat_map(|hash| hash.0).collect() };
        let root = |root: &Hash, size: u64| RootHash::<Sha256>::new(root.0.into(), size);
        Ok(match self {
            Case::Inclusion { leaf: number, index, size, proof, root: under } => {
                let proof = InclusionProof::try_from_bytes(bytes(proof)).map_err(|error| format!("{error:?}"))?;
                root(under, *size).verify_inclusion(&leaf(*number), *index, &proof).is_ok()
            }
            Case::Consistency { old, old_root, new, new_root, proof } => {
                let proof = ConsistencyProof::try_from_bytes(bytes(proof)).map_err(|error| format!("{error:?}"))?;
                root(new_root, *new).verify_consistency(&root(old_root, *old), &proof).is_ok()
            }
        })
    }
}

fn ours(case: &Case) -> bool {
    match case {
        Case::Inclusion { leaf: number, index, size, proof, root } => {
            tree::verify_inclusion(leaf_hash(&leaf(*number)), *index, *size, proof, *root).is_ok()
        }
        Case::Consistency { old, old_root, new, new_root, proof } => {
            tree::verify_consistency(*old, *old_root, *new, *new_root, proof).is_ok()
        }
    }
}

/// Control: takes a proof also without its last hash.
fn lenient(case: &Case) -> bool {
    let shorter = match case {
        Case::Inclusion { leaf: number, index, size, proof, root } => proof.split_last().is_some_and(|(_, proof)| {
            tree::verify_inclusion(leaf_hash(&leaf(*number)), *index, *size, proof, *root).is_ok()
        }),
        Case::Consistency { .. } => false,
    };
    shorter || ours(case)
}

/// Control: between trees of one size it does not look at the old root.
fn forgetful(case: &Case) -> bool {
    match case {
        Case::Consistency { old, new, new_root, proof, .. } if old == new => {
            tree::verify_consistency(*old, *new_root, *new, *new_root, proof).is_ok()
        }
        Case::Inclusion { .. } | Case::Consistency { .. } => ours(case),
    }
}

/// A note with at most one byte changed, under our parser and verifier and under theirs.
fn compare_notes(cases: usize, chance: &mut Rng) -> Result<u64, Box<dyn Error>> {
    let mut log = Log::begun()?;
    log.cosign()?;
    let own = NoteKey::log(ORIGIN, key(1).public_key())?;
    let mut apart = 0;
    for note in [log.sealed()?, log.cosigned.concat()] {
        for _ in 0..cases / 2 {
            let Some(note) = spoilt::text(&note, chance) else { continue };
            let ours = Note::parse(&note).is_ok_and(|note| note.verify(&own).is_ok());
            let verifier = StandardVerifier::new(&own.vkey()).map_err(|error| format!("{error:?}"))?;
            let known = VerifierList::new(vec![Box::new(verifier)]);
            let theirs = TheirNote::from_bytes(note.as_bytes()).is_ok_and(|note| note.verify(&known).is_ok());
            if ours != theirs {
                println!("  two verdicts, ours {ours}: {note:?}");
                apart += 1;
            }
        }
    }
    Ok(apart)
}

/// Honest exports, whole and in part, exports with a changed byte or line, and exports whose writer held the key and spelt badly. Answers with
/// how many had two verdicts, and how many verified.
fn compare_exports(
    cases: usize,
    chance: &mut Rng,
    python: &mut Python,
    said: fn(Result<ExportReport, ExportError>) -> Value,
) -> Result<(u64, u64), Box<dyn Error>> {
    let (mut apart, mut verified) = (0, 0);
    let (first, other) = (key(1).public_key(), key(5).public_key());
    let stranger = NoteKey::witness("other.example/witness", other)?;
    let progress = Progress::of(cases as u64, "exports");
    for case in 0..cases {
        // A new log costs the other side a second of signatures; changes to the last one cost little.
        let log = chance.usize(3..9);
        let mut spoilt = Rng::with_seed((case / 40) as u64);
        let log = Log::as_desks_write_it(log, log - spoilt.usize(0..3), &mut spoilt)?;
        let text = if chance.bool() { spoilt::export(&log, chance)? } else { spoilt::part(&log, chance)? };
        let pinned_key = [None, None, Some(first), Some(other)][chance.usize(0..4)];
        let pinned_witness = [None, None, Some(witness()?), Some(stranger.clone())][chance.usize(0..4)].clone();
        let ours = said(verify_export(&text, pinned_key, pinned_witness.clone()));
        let (key, vkey) = (pinned_key.map(|key| key.to_string()), pinned_witness.map(|key| key.vkey()));
        let theirs = python.verdict(&text, key.as_deref(), vkey.as_deref())?;
        verified += u64::from(ours.get("verified").is_some());
        if ours != theirs {
            apart += 1;
            if apart == 1 {
                println!("  two verdicts, ours {ours} and {theirs}, of {} characters", text.len());
            }
        }
        progress.one_more();
    }
    Ok((apart, verified))
}

/// In the words of `verify.py`.
fn said(report: Result<ExportReport, ExportError>) -> Value {
    let Ok(report) = report else { return json!({ "refused": true }) };
    let (found, part) = (report.verification, report.part);
    let whole = |entries, unwitnessed: u64| {
        let mut verdict = json!({ "verified": entries, "unwitnessed": unwitnessed, "erased": found.erased, "withheld": found.withheld });
        if let Some(part) = &part {
            verdict["of"] = json!(part.entries);
        }
        verdict
    };
    match found.verdict {
        Verdict::Verified { entries } => whole(entries, 0),
        Verdict::VerifiedUnwitnessed { entries, unwitnessed } => whole(entries, unwitnessed),
        Verdict::Broken { at, why } => json!({ "broken": at.to_string(), "why": why.code() }),
    }
}
