//! Every single change to a small log is found, and at the right place.

use tlog::verify::{BrokenWhy, Entry, Place, Seal, Verdict, Verifier, verify_log};
use tlog::{Envelope, Signer};

use crate::made::{Made, eight, expect, opening, seed};

fn verdict(entries: Vec<Entry>, seal: &Seal) -> Verdict {
    verify_log(entries, seal, expect()).verdict
}

fn place(verdict: Verdict) -> Place {
    match verdict {
        Verdict::Broken { at, .. } => at,
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => panic!("not found: {verdict:?}"),
    }
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

#[test]
fn every_flipped_bit_of_a_leaf_is_found_in_that_entry() {
    let (made, seal) = eight();
    let mut before = Verifier::new(&seal, expect());
    for (index, entry) in made.entries.iter().enumerate() {
        for bit in 0..entry.leaf.len() * 8 {
            let fault = before.clone().push(&flipped(&entry.leaf, bit), &entry.openings).unwrap_err();
            assert_eq!(fault.at, Place::Entry(index as u64), "bit {bit} of entry {index}");
        }
        before.push(&entry.leaf, &entry.openings).unwrap();
    }
}

#[test]
fn every_flipped_bit_of_an_opening_is_found_in_that_entry() {
    let (made, seal) = eight();
    for (index, entry) in made.entries.iter().enumerate() {
        for (name, opening) in &entry.openings {
            for bit in 0..(16 + opening.bytes.len()) * 8 {
                let whole = [&opening.salt[..], &opening.bytes].concat();
                let whole = flipped(&whole, bit);
                let mut entries = made.entries.clone();
                let changed = entries[index].openings.get_mut(name).unwrap();
                (changed.salt, changed.bytes) = (whole[..16].try_into().unwrap(), whole[16..].to_vec());
                assert_eq!(place(verdict(entries, &seal)), Place::Entry(index as u64));
            }
        }
    }
}

#[test]
fn every_flipped_bit_of_a_checkpoint_is_found_there() {
    let (made, seal) = eight();
    let checkpoint = seal.checkpoint.clone().unwrap();
    for bit in 0..checkpoint.len() * 8 {
        // What is no text any more cannot even be read in.
        let Ok(note) = String::from_utf8(flipped(checkpoint.as_bytes(), bit)) else { continue };
        let changed = Seal { checkpoint: Some(note.clone()), ..seal.clone() };
        assert_eq!(place(verdict(made.entries.clone(), &changed)), Place::Checkpoint, "{note}");
    }
    let cosigned = &seal.cosigned[0];
    for bit in 0..cosigned.len() * 8 {
        let Ok(note) = String::from_utf8(flipped(cosigned.as_bytes(), bit)) else { continue };
        let changed = Seal { cosigned: vec![note.clone()], ..seal.clone() };
        assert_eq!(place(verdict(made.entries.clone(), &changed)), Place::Cosigned(0), "{note}");
    }
}

#[test]
fn swapped_doubled_and_deleted_entries_are_found_where_they_begin() {
    let (made, seal) = eight();
    let last = made.entries.len() - 1;
    for first in 0..=last {
        for second in first + 1..=last {
            let mut swapped = made.entries.clone();
            swapped.swap(first, second);
            assert_eq!(place(verdict(swapped, &seal)), Place::Entry(first as u64));
            let mut copied = made.entries.clone();
            copied[second] = copied[first].clone();
            assert_eq!(place(verdict(copied, &seal)), Place::Entry(second as u64));
        }
        let mut doubled = made.entries.clone();
        doubled.insert(first, doubled[first].clone());
        assert_eq!(place(verdict(doubled, &seal)), Place::Entry(first as u64 + 1));
        let mut deleted = made.entries.clone();
        deleted.remove(first);
        assert_eq!(place(verdict(deleted, &seal)), Place::Entry(first as u64));
    }
}

#[test]
fn a_cut_log_is_found_at_the_cut() {
    let (made, seal) = eight();
    for length in 0..made.entries.len() {
        let cut = made.entries[..length].to_vec();
        assert_eq!(place(verdict(cut, &seal)), Place::Entry(length as u64));
    }
}

#[test]
fn a_cut_and_resealed_log_is_found_down_to_the_witness_and_said_to_be_unprotected_after_it() {
    let (made, seal) = eight();
    for length in 1..made.entries.len() {
        let mut cut = Made::empty(seed(if length > 3 { 2 } else { 1 }));
        for entry in &made.entries[..length] {
            cut.push_leaf(entry.leaf.clone(), entry.openings.clone());
        }
        let resealed = Seal { checkpoint: Some(cut.sealed()), ..seal.clone() };
        let found = verdict(cut.entries, &resealed);
        let entries = length as u64;
        if length < 5 {
            let why = BrokenWhy::CutAfterWitness { size: 5 };
            assert_eq!(found, Verdict::Broken { at: Place::Entry(entries), why });
        } else if length == 5 {
            assert_eq!(found, Verdict::Verified { entries }, "the limit that is said openly");
        } else {
            assert_eq!(found, Verdict::VerifiedUnwitnessed { entries, unwitnessed: entries - 5 });
        }
    }
}

#[test]
fn an_entry_resigned_by_another_key_is_found() {
    let (made, seal) = eight();
    for index in 0..made.entries.len() {
        let envelope = Envelope::from_bytes(&made.entries[index].leaf).unwrap();
        let resigned = Envelope::sign(envelope.payload_type, &envelope.payload, &seed(5)).unwrap();
        let mut entries = made.entries.clone();
        entries[index].leaf = resigned.leaf_bytes();
        assert_eq!(place(verdict(entries, &seal)), Place::Entry(index as u64));
    }
}

#[test]
fn a_signature_moved_to_another_entry_is_found() {
    let (made, seal) = eight();
    let read = |index: usize| Envelope::from_bytes(&made.entries[index].leaf).unwrap();
    for (from, to) in [(1, 2), (4, 5), (5, 4), (7, 6)] {
        let mut envelope = read(to);
        envelope.signatures = read(from).signatures;
        let mut entries = made.entries.clone();
        entries[to].leaf = envelope.leaf_bytes();
        assert_eq!(place(verdict(entries, &seal)), Place::Entry(to as u64));
    }
}

#[test]
fn the_key_named_for_a_hand_over_cannot_be_exchanged() {
    let (made, seal) = eight();
    let other = seed(5).public_key().to_string();
    for index in [0, 3] {
        let mut envelope = Envelope::from_bytes(&made.entries[index].leaf).unwrap();
        let text = String::from_utf8(envelope.payload).unwrap();
        let own = if index == 0 { seed(1) } else { seed(2) }.public_key().to_string();
        envelope.payload = text.replace(&own, &other).into_bytes();
        let mut entries = made.entries.clone();
        entries[index].leaf = envelope.leaf_bytes();
        assert_eq!(place(verdict(entries, &seal)), Place::Entry(index as u64));
    }
}

#[test]
fn removing_the_seals_never_leaves_a_verified_log() {
    let (made, _) = eight();
    let whole = made.seal(&[&made.cosigned()]);
    assert_eq!(verdict(made.entries.clone(), &whole), Verdict::Verified { entries: 8 });
    let no_cosigned = Seal { cosigned: vec![], ..whole.clone() };
    assert_eq!(
        verdict(made.entries.clone(), &no_cosigned),
        Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 8 }
    );
    let no_checkpoint = Seal { checkpoint: None, ..whole.clone() };
    assert_eq!(place(verdict(made.entries.clone(), &no_checkpoint)), Place::Checkpoint);
    assert_eq!(place(verdict(made.entries.clone(), &Seal::default())), Place::Checkpoint);
    let bare = whole.cosigned[0].split_once("\n\n").unwrap().0;
    let unsigned = Seal { checkpoint: Some(format!("{bare}\n")), ..whole };
    assert_eq!(place(verdict(made.entries.clone(), &unsigned)), Place::Checkpoint);
}

#[test]
fn an_opening_taken_from_another_entry_is_found() {
    let (made, seal) = eight();
    let mut entries = made.entries.clone();
    entries[4].openings = entries[1].openings.clone();
    assert_eq!(place(verdict(entries, &seal)), Place::Entry(4));
    let mut entries = made.entries.clone();
    entries[2].openings.insert("personal".into(), opening("smuggled in"));
    assert_eq!(place(verdict(entries, &seal)), Place::Entry(2));
}
