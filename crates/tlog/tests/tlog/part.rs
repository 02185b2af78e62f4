//! A part of a log: some of its entries, proven one by one, and everything that can be wrong with that.

use tlog::export::{Chosen, Part, verify_export};
use tlog::tree::inclusion_proof;
use tlog::verify::{BrokenWhy, PartEntry, Place, Verdict};
use tlog::{Envelope, Hash, NoteKey, PayloadType, Signer};

use crate::made::{Made, ORIGIN, cosigned_by, device, eight, first_key, seed, witness, witness_seed};

/// Witnessed at 5 of 8: the keys (0 and 3), a decision and its receipt, one that nobody witnessed, whose words were erased.
const CHOSEN: [u64; 6] = [0, 1, 2, 3, 5, 6];

fn part() -> Part {
    let (made, seal) = eight();
    let entry = |index: u64| {
        let size = if index < 5 { 5 } else { 8 };
        let proof = inclusion_proof(index, size, &made.hashes).unwrap();
        PartEntry { index, entry: made.entries[index as usize].clone(), proof }
    };
    let chosen = Chosen { tenant: Some("contoso".to_owned()), ..Chosen::default() };
    Part { origin: ORIGIN.into(), witness: Some(witness()), chosen, seal, entries: CHOSEN.map(entry).into() }
}

fn verdict(part: &Part) -> Verdict {
    verify_export(&part.to_text().unwrap(), None, None).unwrap().verification.verdict
}

fn broken(part: &Part) -> (String, &'static str) {
    match verdict(part) {
        Verdict::Broken { at, why } => (at.to_string(), why.code()),
        verdict @ (Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. }) => panic!("{verdict:?}"),
    }
}

fn changed(change: impl FnOnce(&mut Part)) -> (String, &'static str) {
    let mut part = part();
    change(&mut part);
    broken(&part)
}

fn at(place: &str, why: &'static str) -> (String, &'static str) {
    (place.to_owned(), why)
}

#[test]
fn a_part_reads_back_as_it_was_written_and_says_how_much_of_the_log_it_is() {
    let text = part().to_text().unwrap();
    assert_eq!(Part::parse(&text), Ok(part()));
    assert_eq!(text.lines().count(), 1 + 6 + 1, "one entry a line");
    let report = verify_export(&text, Some(first_key()), Some(witness())).unwrap();
    assert_eq!(report.verification.verdict, Verdict::VerifiedUnwitnessed { entries: 6, unwitnessed: 2 });
    assert_eq!((report.verification.erased, report.verification.withheld), (1, 0));
    let of = report.part.unwrap();
    assert_eq!((of.entries, of.chosen.tenant.as_deref()), (8, Some("contoso")));
    assert_eq!((report.counts[&PayloadType::Decision], report.decisions.untold["grant"]), (2, 2));
}

#[test]
fn one_entry_with_the_keys_is_a_part_and_so_is_the_whole() {
    let mut one = part();
    one.entries.retain(|entry| [0, 1, 3].contains(&entry.index));
    assert_eq!(verdict(&one), Verdict::Verified { entries: 3 });
    one.seal.cosigned.clear();
    let unproven = |entry: &mut PartEntry| {
        entry.proof = inclusion_proof(entry.index, 8, &eight().0.hashes).unwrap();
    };
    one.entries.iter_mut().for_each(unproven);
    assert_eq!(verdict(&one), Verdict::VerifiedUnwitnessed { entries: 3, unwitnessed: 3 });
}

#[test]
fn whatever_is_changed_in_an_entry_is_found_there() {
    for (place, index) in CHOSEN.iter().enumerate() {
        let here = format!("entry {index}");
        for byte in [0, 40, 200] {
            let found = changed(|part| part.entries[place].entry.leaf[byte] ^= 1);
            assert_eq!(found.0, here, "{byte}: {found:?}");
        }
        for node in 0..part().entries[place].proof.len() {
            assert_eq!(changed(|part| part.entries[place].proof[node].0[7] ^= 1), at(&here, "inclusion"));
        }
        assert_eq!(changed(|part| part.entries[place].proof.truncate(1)), at(&here, "inclusion"));
        assert_eq!(changed(|part| part.entries[place].proof.push(Hash::ZERO)), at(&here, "inclusion"));
    }
    let opening = |part: &mut Part| part.entries[1].entry.openings.get_mut("personal").unwrap().bytes[0] ^= 1;
    assert_eq!(changed(opening), at("entry 1", "opening"));
    let elsewhere = |part: &mut Part| part.entries[2].entry.openings = part.entries[1].entry.openings.clone();
    assert_eq!(changed(elsewhere), at("entry 2", "unknown-opening"));
}

#[test]
fn entries_are_where_they_say_and_in_order() {
    assert_eq!(changed(|part| part.entries[1].index = 2), at("entry 2", "index"));
    assert_eq!(changed(|part| part.entries.swap(1, 2)), at("entry 1", "order"));
    let doubled = |part: &mut Part| part.entries.insert(1, part.entries[1].clone());
    assert_eq!(changed(doubled), at("entry 1", "order"));
    assert_eq!(changed(|part| part.entries[5].index = 8), at("entry 8", "unsealed"));
    assert_eq!(changed(|part| part.entries.clear()), at("entry 0", "empty"));
    assert_eq!(changed(|part| drop(part.entries.remove(0))), at("entry 1", "no-first-key"));
    // Without the key that came into force, nothing is signed that was signed by it.
    let other_key = at("cosigned checkpoint 0", "checkpoint-other-key");
    assert_eq!(changed(|part| drop(part.entries.remove(3))), other_key);
    assert_eq!(changed(|part| part.entries.truncate(3)), other_key);
}

/// Who has a key of the log writes another history of it; the witness saw this one.
#[test]
fn what_the_key_s_holder_writes_anew_is_not_what_was_signed() {
    let (made, _) = eight();
    let payload = Envelope::from_bytes(&made.entries[2].leaf).unwrap().payload;
    let payload = String::from_utf8(payload).unwrap().replace("accepted", "refused");
    let leaf = Envelope::sign(PayloadType::Receipt.to_string(), payload.as_bytes(), &device()).unwrap().leaf_bytes();
    let rewritten = |part: &mut Part| part.entries[2].entry.leaf.clone_from(&leaf);
    assert_eq!(changed(rewritten), at("entry 3", "previous-leaf"), "where the entry after it is in the part");
    let mut forged = Made::new();
    forged.decision("deny", "never happened");
    let mut one = self::part();
    one.entries[1].entry = forged.entries[1].clone();
    one.entries.remove(2);
    assert_eq!(broken(&one), at("entry 1", "inclusion"));
}

#[test]
fn seals_are_those_of_this_log_and_of_its_witness() {
    let (made, _) = eight();
    let other = |part: &mut Part| {
        part.seal.checkpoint = part.seal.checkpoint.as_ref().map(|note| note.replacen("laptop", "tower", 1))
    };
    assert_eq!(changed(other), at("the checkpoint", "other-origin"));
    let stranger = made.checkpoint().sign(&seed(5)).unwrap();
    assert_eq!(changed(|part| part.seal.checkpoint = Some(stranger)), at("the checkpoint", "checkpoint-other-key"));
    let unwitnessed = |part: &mut Part| part.seal.cosigned = vec![made.sealed()];
    assert_eq!(changed(unwitnessed), at("cosigned checkpoint 0", "missing-cosignature"));
    assert_eq!(changed(|part| part.witness = None), at("cosigned checkpoint 0", "witness-unknown"));
    let elsewhere = NoteKey::witness("elsewhere", seed(5).public_key()).unwrap();
    let pinned = verify_export(&part().to_text().unwrap(), None, Some(elsewhere)).unwrap().verification.verdict;
    assert_eq!(pinned, Verdict::Broken { at: Place::Cosigned(0), why: BrokenWhy::MissingCosignature });
    let mut stripped = part();
    stripped.seal.cosigned.clear();
    let verdict = verify_export(&stripped.to_text().unwrap(), None, Some(witness())).unwrap().verification.verdict;
    assert_eq!(verdict, Verdict::Broken { at: Place::Checkpoint, why: BrokenWhy::MissingCosignature });
    // Cut behind what the witness saw, and forked from it.
    let mut made = made;
    made.decision("deny", "later");
    let seen = made.cosigned();
    let cut = |part: &mut Part| part.seal.cosigned = vec![seen];
    assert_eq!(changed(cut), at("entry 8", "cut-after-witness"));
    let mut forked = Made::new();
    forked.decision("grant", "another history");
    forked.key_change(seed(2));
    (0..5).for_each(|_| forked.decision("deny", "and so on"));
    let forked = cosigned_by(&forked.sealed(), &witness_seed(), crate::made::WITNESS);
    assert_eq!(changed(|part| part.seal.cosigned = vec![forked]), at("the checkpoint", "root"));
}

#[test]
fn a_part_is_no_whole_log_and_goes_before_none() {
    let text = part().to_text().unwrap();
    assert!(tlog::export::Export::parse(&text).is_err());
    let report = verify_export(&text, None, None).unwrap();
    let succession = tlog::succession::succession(&report, &report);
    assert_eq!(succession.map_err(tlog::succession::SuccessionFault::code), Err("before-part"));
    for (from, to) in
        [("\"chosen\"", "\"choosen\""), ("\"v\":1", "\"v\":2"), ("\"index\":0,", ""), ("\"proof\"", "\"prove\"")]
    {
        assert!(verify_export(&text.replacen(from, to, 1), None, None).is_err(), "{from}");
    }
}
