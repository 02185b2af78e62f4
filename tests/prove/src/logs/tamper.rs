//! A log of 200 entries as a desk writes it, with one thing wrong in it, for every such thing: it is found, and named at the
//! right entry. What no verifier can find, a tail that nobody witnessed, is counted and never passed over in silence.

use std::error::Error;

use fastrand::Rng;
use tlog::{
    Envelope, NoteKey, Signer, cosign,
    export::{Export, verify_export},
    payload::LeafHeader,
    verify::{Entry, Expect, Keys, Place, Seal, Verdict, Verifier},
};

use super::{
    made::{Log, NOON, ORIGIN, WITNESS, key, witness},
    tampered_part, tampered_profile,
};
use crate::{Findings, Run, progress::Progress};

const SIZE: usize = 200;
const WITNESSED: usize = 180;
/// Where the second key comes into force.
const KEY_CHANGE: usize = SIZE / 3;

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let mut chance = Rng::with_seed(run.seed);
    let log = Log::as_desks_write_it(SIZE, WITNESSED, &mut chance)?;
    let case = Case::of(&log)?;
    let mut tally = Tally::default();

    let bits = case.bits();
    let flips: Vec<u64> =
        if run.full { (0..bits).collect() } else { (0..1_500).map(|_| chance.u64(0..bits)).collect() };
    case.flips(&flips, &mut tally)?;
    println!("{} of {bits} bits flipped: {}", flips.len(), tally.said());
    case.moved(if run.full { usize::MAX } else { 400 }, &mut chance, &mut tally);
    println!("and cuts, deletions, doublings, swaps: {}", tally.said());
    case.other_keys(&mut tally)?;
    case.other_seals(&log, &mut tally)?;
    // What is verified from its first entry on, at every length or at some.
    let lengths: Vec<usize> =
        (1..=SIZE).filter(|length| run.full || length % 20 == 0 || *length == WITNESSED + 1).collect();
    case.cut_and_resealed(&log, &lengths, &mut tally)?;
    case.journald(&log, &lengths, &mut tally)?;
    println!("and other keys, other seals, journald's five: {}", tally.said());
    let files = run.size(100, 20_000);
    case.file_flips(&log, files, &mut chance, &mut tally)?;
    println!("and {files} bits of the file: {}", tally.said());
    tampered_part::tamper(&log, if run.full { 1 } else { 7 }, &mut chance, &mut tally)?;
    println!("and parts of it: {}", tally.said());
    let profiles = tampered_profile::tamper(&log, run.size(24, 3_000), &mut chance, &mut tally)?;
    println!("and {profiles} rows of a profile: {}", tally.said());

    Ok(Findings::default()
        .figure("entries", SIZE)
        .figure("bits", bits)
        .figure("flipped", flips.len())
        .figure("changes", tally.changes)
        .figure("profiles", profiles)
        .none("not_found", tally.not_found)
        .none("misplaced", tally.misplaced)
        .none("false_alarms", tally.false_alarms)
        .control("a verifier that checks no signature", case.lets_through(Skip::Signature)?)
        .control("a verifier that does not compare with the leaf before", case.lets_through(Skip::Previous)?))
}

#[derive(Debug, Default)]
pub struct Tally {
    changes: u64,
    not_found: u64,
    misplaced: u64,
    false_alarms: u64,
}

impl Tally {
    pub fn said(&self) -> String {
        format!("{} changes, {} not found, {} misplaced", self.changes, self.not_found, self.misplaced)
    }

    /// `found` is the place that was named, if any.
    pub fn found(&mut self, what: &str, expected: &str, found: Option<&str>) {
        self.changes += 1;
        if found == Some(expected) {
            return;
        }
        let count = if found.is_some() { &mut self.misplaced } else { &mut self.not_found };
        *count += 1;
        if *count <= 3 {
            println!("  {what}: expected at {expected}, found at {}", found.unwrap_or("no place"));
        }
    }

    fn verdict(&mut self, what: &str, expected: Place, verdict: &Verdict) {
        self.found(what, &expected.to_string(), place(verdict).map(|place| place.to_string()).as_deref());
    }

    /// Nothing is wrong with it but what nobody can know: exactly so many are said to be unprotected.
    fn unprotected(&mut self, what: &str, expected: u64, verdict: &Verdict) {
        self.changes += 1;
        let said = match verdict {
            Verdict::Verified { .. } => Some(0),
            Verdict::VerifiedUnwitnessed { unwitnessed, .. } => Some(*unwitnessed),
            Verdict::Broken { .. } => None,
        };
        if said != Some(expected) {
            self.false_alarms += u64::from(said.is_none());
            self.not_found += u64::from(said.is_some());
            println!("  {what}: {verdict:?}, expected {expected} unprotected");
        }
    }
}

fn place(verdict: &Verdict) -> Option<Place> {
    match verdict {
        Verdict::Broken { at, .. } => Some(*at),
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => None,
    }
}

/// The log, and the verifier after each of its entries, so that a change is judged from where it begins.
struct Case {
    entries: Vec<Entry>,
    seal: Seal,
    before: Vec<Verifier>,
}

fn expect(witness_required: bool) -> Result<Expect, Box<dyn Error>> {
    let keys = Keys::Introduced { pinned: Some(key(1).public_key()) };
    Ok(Expect { origin: ORIGIN.into(), keys, witness: Some(witness()?), witness_required })
}

impl Case {
    fn of(log: &Log) -> Result<Case, Box<dyn Error>> {
        let seal = log.export()?.seal;
        let mut verifier = Verifier::new(&seal, expect(true)?);
        let mut before = Vec::new();
        for entry in &log.entries {
            before.push(verifier.clone());
            verifier.push(&entry.leaf, &entry.openings).map_err(|fault| format!("the log itself: {fault:?}"))?;
        }
        before.push(verifier);
        Ok(Case { entries: log.entries.clone(), seal, before })
    }

    /// The verdict on the first `from` entries followed by `rest`.
    fn judge<'a>(&self, from: usize, rest: impl IntoIterator<Item = &'a Entry>) -> Verdict {
        let mut verifier = self.before[from].clone();
        for entry in rest {
            if verifier.push(&entry.leaf, &entry.openings).is_err() {
                break;
            }
        }
        verifier.finish().verdict
    }

    fn sealed_otherwise(&self, seal: &Seal, entries: &[Entry]) -> Result<Verdict, Box<dyn Error>> {
        Ok(tlog::verify::verify_log(entries.iter().cloned(), seal, expect(true)?).verdict)
    }

    /// Of every leaf, of everything beside a leaf, and of the two notes.
    fn bits(&self) -> u64 {
        let openings = |entry: &Entry| entry.openings.values().map(|opening| 16 + opening.bytes.len()).sum::<usize>();
        let entries: usize = self.entries.iter().map(|entry| entry.leaf.len() + openings(entry)).sum();
        let notes: usize = self.notes().map(|(note, _)| note.len()).sum();
        8 * (entries + notes) as u64
    }

    fn notes(&self) -> impl Iterator<Item = (&String, Place)> {
        let cosigned = self.seal.cosigned.iter().enumerate().map(|(number, note)| (note, Place::Cosigned(number)));
        self.seal.checkpoint.iter().map(|note| (note, Place::Checkpoint)).chain(cosigned)
    }

    /// The bits are numbered through: notes first, then each entry's leaf and openings.
    fn flips(&self, bits: &[u64], tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        let mut sorted = bits.to_vec();
        sorted.sort_unstable();
        let mut end = 0;
        let mut next = sorted.into_iter().peekable();
        let mut mine = |length: usize| -> Vec<usize> {
            let begin = end;
            end += 8 * length as u64;
            let mut bits = Vec::new();
            while let Some(bit) = next.next_if(|bit| *bit < end) {
                bits.push((bit - begin) as usize);
            }
            bits
        };
        for (note, at) in self.notes() {
            for bit in mine(note.len()) {
                // What is no text any more is in no file: JSON has no way to say it.
                let Ok(changed) = String::from_utf8(flipped(note.as_bytes(), bit)) else { continue };
                let mut seal = self.seal.clone();
                match at {
                    Place::Cosigned(number) => seal.cosigned[number] = changed,
                    Place::Checkpoint | Place::Entry(_) | Place::Span { .. } => seal.checkpoint = Some(changed),
                }
                tally.verdict("a bit of a note", at, &self.sealed_otherwise(&seal, &self.entries)?);
            }
        }
        let progress = Progress::of(self.entries.len() as u64, "entries");
        for (number, entry) in self.entries.iter().enumerate() {
            let at = Place::Entry(number as u64);
            for bit in mine(entry.leaf.len()) {
                let changed = Entry { leaf: flipped(&entry.leaf, bit), openings: entry.openings.clone() };
                tally.verdict("a bit of a leaf", at, &self.judge(number, [&changed]));
            }
            for (name, opening) in &entry.openings {
                for bit in mine(16 + opening.bytes.len()) {
                    let whole = flipped(&[&opening.salt[..], &opening.bytes].concat(), bit);
                    let mut changed = entry.clone();
                    let beside = changed.openings.entry(name.clone()).or_insert_with(|| opening.clone());
                    (beside.salt, beside.bytes) = (whole[..16].try_into()?, whole[16..].to_vec());
                    tally.verdict("a bit of an opening", at, &self.judge(number, [&changed]));
                }
            }
            progress.one_more();
        }
        Ok(())
    }

    /// Every cut, every entry taken out or doubled, and every pair swapped, or `pairs` of them.
    fn moved(&self, pairs: usize, chance: &mut Rng, tally: &mut Tally) {
        let entries = &self.entries;
        let at = |number: usize| Place::Entry(number as u64);
        for number in 0..SIZE {
            tally.verdict("cut", at(number), &self.judge(number, []));
            tally.verdict("taken out", at(number), &self.judge(number, &entries[number + 1..]));
            tally.verdict("doubled", at(number + 1), &self.judge(number + 1, &entries[number..]));
        }
        let all = (0..SIZE).flat_map(|first| (first + 1..SIZE).map(move |second| (first, second)));
        let some: Vec<(usize, usize)> =
            if pairs == usize::MAX { all.collect() } else { pick(all.collect(), pairs, chance) };
        for (first, second) in some {
            let between = &entries[first + 1..second];
            let swapped = [&entries[second]].into_iter().chain(between).chain([&entries[first]]);
            tally.verdict("swapped", at(first), &self.judge(first, swapped.chain(&entries[second + 1..])));
        }
    }

    /// Each entry signed by another key, each by the key that was or will be in force, each rewritten by the key's holder.
    fn other_keys(&self, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        for (number, entry) in self.entries.iter().enumerate() {
            let envelope = Envelope::from_bytes(&entry.leaf)?;
            let resigned = |seed: u8, payload: &[u8]| -> Result<Entry, Box<dyn Error>> {
                let leaf = Envelope::sign(envelope.payload_type.clone(), payload, &key(seed))?.leaf_bytes();
                Ok(Entry { leaf, openings: entry.openings.clone() })
            };
            let in_force = if number <= KEY_CHANGE { 1 } else { 2 };
            for seed in [3 - in_force, 5] {
                let verdict = self.judge(number, [&resigned(seed, &envelope.payload)?]);
                tally.verdict("signed by another key", Place::Entry(number as u64), &verdict);
            }
            let spaced = [&envelope.payload[..], b" "].concat();
            let rewritten = resigned(in_force, &spaced)?;
            let verdict = self.judge(number, [&rewritten].into_iter().chain(&self.entries[number + 1..]));
            let last = Place::Span { from: WITNESSED as u64, to: SIZE as u64 };
            let expected = match number + 1 {
                SIZE => last,
                // The witness's root is compared right after the entry that it counts last.
                WITNESSED => Place::Span { from: 0, to: WITNESSED as u64 },
                next => Place::Entry(next as u64),
            };
            tally.verdict("rewritten by the key's holder", expected, &verdict);
        }
        Ok(())
    }

    /// Seals taken out, stripped, exchanged.
    fn other_seals(&self, log: &Log, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        let whole = &self.seal;
        let bare = |note: &str| note.split_once("\n\n").map(|(text, _)| format!("{text}\n")).unwrap_or_default();
        let own_line = log.sealed()?;
        let note = whole.cosigned.first().ok_or("nothing is cosigned")?;
        let text = bare(note);
        let unsigned: String = note.lines().take(5).map(|line| format!("{line}\n")).collect();
        let other_witness = cosign::attach(&unsigned, &cosign::cosign(&unsigned, &key(98), WITNESS, NOON)?)?;
        let seals = [
            ("no checkpoint", Place::Checkpoint, Seal { checkpoint: None, ..whole.clone() }),
            ("no seal at all", Place::Checkpoint, Seal::default()),
            ("no cosigned checkpoint", Place::Checkpoint, Seal { cosigned: vec![], ..whole.clone() }),
            ("an unsigned checkpoint", Place::Checkpoint, Seal { checkpoint: Some(bare(&own_line)), ..whole.clone() }),
            ("no cosignature line", Place::Cosigned(0), Seal { cosigned: vec![unsigned], ..whole.clone() }),
            ("no line at all", Place::Cosigned(0), Seal { cosigned: vec![text], ..whole.clone() }),
            ("another witness", Place::Cosigned(0), Seal { cosigned: vec![other_witness], ..whole.clone() }),
        ];
        for (what, at, seal) in seals {
            tally.verdict(what, at, &self.sealed_otherwise(&seal, &self.entries)?);
        }
        // Who pinned no witness is told that nothing is protected.
        let bare = Seal { cosigned: vec![], ..whole.clone() };
        let found = tlog::verify::verify_log(self.entries.iter().cloned(), &bare, expect(false)?).verdict;
        tally.unprotected("no cosigned checkpoint, no witness pinned", SIZE as u64, &found);
        Ok(())
    }

    /// By the key's holder, at every length: found down to what was witnessed, and counted as unprotected after it.
    fn cut_and_resealed(&self, log: &Log, lengths: &[usize], tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        for &length in lengths {
            let mut cut = begun_like(log, length)?;
            let verdict = self.sealed_otherwise(&resealed(&mut cut, log)?, &cut.entries)?;
            if length < WITNESSED {
                tally.verdict("cut and sealed again", Place::Entry(length as u64), &verdict);
            } else {
                tally.unprotected("cut and sealed again", (length - WITNESSED) as u64, &verdict);
            }
        }
        Ok(())
    }

    /// What journald's sealing got wrong, each under its name.
    fn journald(&self, log: &Log, lengths: &[usize], tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        // CVE-2023-31438: truncated and continued.
        for length in lengths.iter().copied().filter(|length| *length < WITNESSED) {
            let mut forged = begun_like(log, length)?;
            while forged.entries.len() < SIZE {
                forged.push(tlog::PayloadType::Receipt, serde_json::json!({ "outcome": "accepted" }), &[])?;
            }
            let verdict = self.sealed_otherwise(&resealed(&mut forged, log)?, &forged.entries)?;
            let at =
                if length <= KEY_CHANGE { Place::Cosigned(0) } else { Place::Span { from: 0, to: WITNESSED as u64 } };
            tally.verdict("truncated and continued", at, &verdict);
        }
        // CVE-2023-31439: old entries sealed again with a newer key.
        for number in (1..=KEY_CHANGE).step_by(3) {
            let old = Envelope::from_bytes(&self.entries[number].leaf)?;
            let leaf = Envelope::sign(old.payload_type, &old.payload, &key(2))?.leaf_bytes();
            let again = Entry { leaf, openings: self.entries[number].openings.clone() };
            tally.verdict("sealed again with a newer key", Place::Entry(number as u64), &self.judge(number, [&again]));
        }
        // #15425: the sealing simply taken out.
        let bare = Seal { checkpoint: None, ..self.seal.clone() };
        tally.verdict("not sealed", Place::Checkpoint, &self.sealed_otherwise(&bare, &self.entries)?);
        // #11524: verified with the wrong key, the log's or the witness's.
        let text = log.export()?.to_text()?;
        let wrong_witness = NoteKey::witness(WITNESS, key(98).public_key())?;
        let found = verify_export(&text, Some(key(3).public_key()), Some(witness()?))?.verification.verdict;
        tally.verdict("the wrong key", Place::Entry(0), &found);
        let found = verify_export(&text, Some(key(1).public_key()), Some(wrong_witness))?.verification.verdict;
        tally.verdict("the wrong witness", Place::Cosigned(0), &found);
        // #27532: verified while it is being written.
        let mut growing = Log::default();
        for (number, entry) in log.entries.iter().enumerate() {
            growing.seed = if number < KEY_CHANGE { 1 } else { 2 };
            growing.append(entry.clone())?;
            if growing.entries.len() == WITNESSED {
                growing.cosign()?;
            }
            if !lengths.contains(&growing.entries.len()) {
                continue;
            }
            let witnessed = if growing.cosigned.is_empty() { 0 } else { WITNESSED };
            let Export { seal, .. } = growing.export()?;
            let expected = (growing.entries.len() - witnessed) as u64;
            let found = tlog::verify::verify_log(growing.entries.iter().cloned(), &seal, expect(false)?).verdict;
            tally.unprotected("verified while it is written", expected, &found);
        }
        Ok(())
    }

    /// Bits of the file as it lies on a disk: it is refused or broken, never verified.
    fn file_flips(&self, log: &Log, cases: usize, chance: &mut Rng, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        let text = log.export()?.to_text()?;
        for _ in 0..cases {
            let bit = chance.usize(0..text.len() * 8);
            let Ok(changed) = String::from_utf8(flipped(text.as_bytes(), bit)) else {
                tally.found("a bit of the file", "the file", Some("the file"));
                continue;
            };
            let report = verify_export(&changed, Some(key(1).public_key()), Some(witness()?));
            let broken = report.map_or(true, |report| place(&report.verification.verdict).is_some());
            tally.found("a bit of the file", "the file", broken.then_some("the file"));
        }
        Ok(())
    }

    /// Whether a change gets past a verifier that leaves one check out, and the harness says so.
    fn lets_through(&self, skip: Skip) -> Result<bool, Box<dyn Error>> {
        for number in 0..SIZE - 1 {
            let envelope = Envelope::from_bytes(&self.entries[number].leaf)?;
            let seed = match skip {
                Skip::Signature => 5,
                Skip::Previous => {
                    if number <= KEY_CHANGE {
                        1
                    } else {
                        2
                    }
                }
            };
            let payload = [&envelope.payload[..], b" "].concat();
            let leaf = Envelope::sign(envelope.payload_type, &payload, &key(seed))?.leaf_bytes();
            let found = scan(number, &[Entry { leaf, ..Entry::default() }, self.entries[number + 1].clone()], skip);
            if !found {
                println!("  entry {number} rewritten: found at no place");
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[derive(Clone, Copy)]
enum Skip {
    Signature,
    Previous,
}

/// Control: whether a scan of two entries from `first` on finds the first one rewritten, if it skips a check. The second
/// entry is as it was, so that it does not follow.
fn scan(first: usize, entries: &[Entry; 2], skip: Skip) -> bool {
    let read = |entry: &Entry| Envelope::from_bytes(&entry.leaf).ok();
    let Some((one, two)) = read(&entries[0]).zip(read(&entries[1])) else { return true };
    let Some((header, next)) = LeafHeader::of(&one.payload).ok().zip(LeafHeader::of(&two.payload).ok()) else {
        return true;
    };
    let in_force = key(if first <= KEY_CHANGE { 1 } else { 2 }).public_key();
    match skip {
        Skip::Signature => header.log_index != first as u64,
        Skip::Previous => one.verify(&in_force).is_err() || next.log_index != first as u64 + 1,
    }
    // What is left out: `one.verify` in the first, `next.prev_leaf_hash != leaf_hash(one)` in the second.
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

fn pick<T>(mut all: Vec<T>, some: usize, chance: &mut Rng) -> Vec<T> {
    chance.shuffle(&mut all);
    all.truncate(some);
    all
}

/// The first entries of a log, by somebody who holds its key.
fn begun_like(log: &Log, length: usize) -> Result<Log, Box<dyn Error>> {
    let mut begun = Log::default();
    begun.seed = if length <= KEY_CHANGE { 1 } else { 2 };
    log.entries[..length].iter().try_for_each(|entry| begun.append(entry.clone()))?;
    Ok(begun)
}

fn resealed(log: &mut Log, original: &Log) -> Result<Seal, Box<dyn Error>> {
    Ok(Seal { checkpoint: Some(log.sealed()?), cosigned: original.cosigned.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog::{leaf_hash, verify::BrokenWhy};

    #[test]
    fn a_rewritten_entry_is_named_by_the_one_after_it() {
        let log = Log::as_desks_write_it(SIZE, WITNESSED, &mut Rng::with_seed(1)).unwrap();
        let case = Case::of(&log).unwrap();
        let entry = &case.entries[4];
        let envelope = Envelope::from_bytes(&entry.leaf).unwrap();
        let payload = [&envelope.payload[..], b" "].concat();
        let leaf = Envelope::sign(envelope.payload_type, &payload, &key(1)).unwrap().leaf_bytes();
        assert_ne!(leaf_hash(&leaf), leaf_hash(&entry.leaf));
        let rewritten = Entry { leaf, openings: entry.openings.clone() };
        let verdict = case.judge(4, [&rewritten].into_iter().chain(&case.entries[5..]));
        assert_eq!(verdict, Verdict::Broken { at: Place::Entry(5), why: BrokenWhy::PreviousLeaf });
    }
}
