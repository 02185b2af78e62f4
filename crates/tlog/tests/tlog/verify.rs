use std::collections::BTreeMap;

use serde_json::json;
use tlog::payload::LeafHeader;
use tlog::verify::{BrokenWhy, Expect, Keys, Place, Seal, Verdict, Verification, Verifier, Witnessed, verify_log};
use tlog::{Checkpoint, Envelope, Hash, PayloadType, Signer};

use crate::made::{Made, NOON, WITNESS, cosigned_by, eight, expect, first_key, opening, second_device_key, seed};

fn check(made: &Made, seal: &Seal) -> Verification {
    verify_log(made.entries.clone(), seal, expect())
}

fn broken(at: Place, why: BrokenWhy) -> Verdict {
    Verdict::Broken { at, why }
}

#[test]
fn a_log_cosigned_to_its_end_is_verified() {
    let (made, _) = eight();
    let verification = check(&made, &made.seal(&[&made.cosigned()]));
    assert_eq!(verification.verdict, Verdict::Verified { entries: 8 });
    assert_eq!(verification.first_key, Some(first_key()));
    assert_eq!(verification.witnessed, Some(Witnessed { size: 8, at: NOON }));
}

#[test]
fn entries_after_the_last_cosignature_are_counted() {
    let (made, seal) = eight();
    let verification = check(&made, &seal);
    assert_eq!(verification.verdict, Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 3 });
    assert_eq!((verification.erased, verification.withheld), (1, 0));
    let never = check(&made, &made.seal(&[]));
    assert_eq!(never.verdict, Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 8 });
}

#[test]
fn several_cosigned_checkpoints_are_all_checked_whatever_their_order() {
    let mut made = Made::new();
    let mut cosigned = vec![made.cosigned()];
    for number in 0..6 {
        made.decision("grant", &number.to_string());
        cosigned.insert(0, made.cosigned());
    }
    let mut seal = made.seal(&[]);
    seal.cosigned = cosigned.clone();
    assert_eq!(check(&made, &seal).verdict, Verdict::Verified { entries: 7 });
    seal.cosigned.rotate_left(3);
    assert_eq!(check(&made, &seal).verdict, Verdict::Verified { entries: 7 });
    for number in 0..7 {
        let mut seal = seal.clone();
        seal.cosigned[number] = seal.cosigned[number].replace("WITNESS", "x").replace(WITNESS, "someone");
        let expected = broken(Place::Cosigned(number), BrokenWhy::MissingCosignature);
        assert_eq!(check(&made, &seal).verdict, expected);
    }
}

#[test]
fn what_is_missing_is_a_failure_and_no_remark() {
    let (made, seal) = eight();
    let entries = || made.entries.clone();
    let unsealed = Seal { checkpoint: None, ..seal.clone() };
    assert_eq!(check(&made, &unsealed).verdict, broken(Place::Checkpoint, BrokenWhy::MissingCheckpoint));

    let stripped = Seal { cosigned: vec![seal.cosigned[0].rsplit_once("— ").unwrap().0.into()], ..seal.clone() };
    assert_eq!(check(&made, &stripped).verdict, broken(Place::Cosigned(0), BrokenWhy::MissingCosignature));

    let required = Expect { witness_required: true, ..expect() };
    let none = made.seal(&[]);
    let verdict = verify_log(entries(), &none, required).verdict;
    assert_eq!(verdict, broken(Place::Checkpoint, BrokenWhy::MissingCosignature));

    let witnessless = Expect { witness: None, ..expect() };
    let verdict = verify_log(entries(), &seal, witnessless.clone()).verdict;
    assert_eq!(verdict, broken(Place::Cosigned(0), BrokenWhy::WitnessUnknown));
    let verdict = verify_log(entries(), &none, witnessless).verdict;
    assert_eq!(verdict, Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 8 });

    assert_eq!(verify_log([], &seal, expect()).verdict, broken(Place::Entry(0), BrokenWhy::Empty));
}

#[test]
fn a_wrong_key_is_a_failure() {
    let (made, seal) = eight();
    let pinned = |key| Expect { keys: Keys::Introduced { pinned: Some(key) }, ..expect() };
    let verdict = |expect| verify_log(made.entries.clone(), &seal, expect).verdict;
    assert_eq!(verdict(pinned(first_key())), Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 3 });
    let wrong = pinned(seed(5).public_key());
    assert_eq!(verdict(wrong), broken(Place::Entry(0), BrokenWhy::NotThePinnedKey));

    let mut other_witness = expect();
    other_witness.witness = Some(tlog::NoteKey::witness(WITNESS, seed(5).public_key()).unwrap());
    assert_eq!(verdict(other_witness), broken(Place::Cosigned(0), BrokenWhy::MissingCosignature));

    let other_seal = Seal { checkpoint: Some(made.checkpoint().sign(&seed(5)).unwrap()), ..seal.clone() };
    assert_eq!(check(&made, &other_seal).verdict, broken(Place::Checkpoint, BrokenWhy::CheckpointOtherKey));
}

#[test]
fn keys_form_one_line() {
    let mut stolen = Made::new();
    stolen.key = seed(5);
    stolen.decision("grant", "by a key nobody introduced");
    let verdict = check(&stolen, &stolen.seal(&[])).verdict;
    assert_eq!(verdict, broken(Place::Entry(1), BrokenWhy::OtherKey));

    let mut returned = Made::new();
    let old = Made::new().key;
    returned.key_change(second_device_key());
    returned.key = old;
    returned.decision("grant", "by the key that was handed over");
    let verdict = check(&returned, &returned.seal(&[])).verdict;
    assert_eq!(verdict, broken(Place::Entry(2), BrokenWhy::OtherKey));

    let mut keyless = Made::empty(seed(1));
    keyless.decision("grant", "before any key");
    let verdict = check(&keyless, &keyless.seal(&[])).verdict;
    assert_eq!(verdict, broken(Place::Entry(0), BrokenWhy::NoFirstKey));

    let mut foreign = Made::empty(seed(1));
    foreign.key_change(seed(5));
    let verdict = check(&foreign, &foreign.seal(&[])).verdict;
    assert_eq!(verdict, broken(Place::Entry(0), BrokenWhy::OtherKey), "the first key signs its own introduction");
}

#[test]
fn a_checkpoint_right_after_a_key_change_is_signed_by_the_new_key() {
    let mut made = Made::new();
    made.key_change(second_device_key());
    assert_eq!(check(&made, &made.seal(&[&made.cosigned()])).verdict, Verdict::Verified { entries: 2 });
    let by_old = Seal { checkpoint: Some(made.checkpoint().sign(&seed(1)).unwrap()), cosigned: vec![] };
    assert_eq!(check(&made, &by_old).verdict, broken(Place::Checkpoint, BrokenWhy::CheckpointOtherKey));
}

/// A log of one good leaf and one whose payload is this.
fn second_leaf(kind: &str, payload: impl FnOnce(LeafHeader) -> serde_json::Value) -> Verdict {
    let mut made = Made::new();
    let payload = serde_json::to_vec(&payload(made.header())).unwrap();
    made.push_payload(kind, &payload, BTreeMap::new());
    check(&made, &made.seal(&[])).verdict
}

#[test]
fn a_leaf_s_own_words_must_fit_its_place() {
    let decision = PayloadType::Decision.to_string();
    let at = |why| broken(Place::Entry(1), why);
    let prev = |header: LeafHeader| header.prev_leaf_hash;
    assert_eq!(
        second_leaf(&decision, |h| json!({ "v": 1, "log_index": 1, "prev_leaf_hash": prev(h) })),
        Verdict::VerifiedUnwitnessed { entries: 2, unwitnessed: 2 }
    );
    assert_eq!(
        second_leaf(&decision, |h| json!({ "v": 1, "log_index": 2, "prev_leaf_hash": prev(h) })),
        at(BrokenWhy::Index { found: 2 })
    );
    assert_eq!(
        second_leaf(&decision, |_| json!({ "v": 1, "log_index": 1, "prev_leaf_hash": Hash::ZERO })),
        at(BrokenWhy::PreviousLeaf)
    );
    assert_eq!(
        second_leaf(&decision, |h| json!({ "v": 2, "log_index": 1, "prev_leaf_hash": prev(h) })),
        at(BrokenWhy::Version(2))
    );
    let unknown = decision.replace("decision", "opinion");
    for kind in [unknown, PayloadType::Acceptance.to_string(), "text/plain".into()] {
        assert_eq!(second_leaf(&kind, |h| json!(h)), at(BrokenWhy::PayloadType));
    }
    for payload in [json!({}), json!(7), json!({ "v": 1, "log_index": "1", "prev_leaf_hash": "" })] {
        let verdict = second_leaf(&decision, |_| payload);
        assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
    }
    let nameless = second_leaf(&PayloadType::KeyChange.to_string(), |h| json!(h));
    assert!(matches!(nameless, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
}

#[test]
fn a_payload_is_utf_8_in_every_field() {
    let mut made = Made::new();
    let header = serde_json::to_string(&made.header()).unwrap();
    let mut payload = header.strip_suffix('}').unwrap().as_bytes().to_vec();
    payload.extend(b",\"note\":\"\xff\"}");
    made.push_payload(&PayloadType::Intent.to_string(), &payload, BTreeMap::new());
    let verdict = check(&made, &made.seal(&[])).verdict;
    assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
}

/// Serde would read the fields in the order in which they are declared.
#[test]
fn an_array_of_its_fields_is_no_payload() {
    let mut made = Made::new();
    let header = made.header();
    let payload = json!([header.v, header.log_index, header.prev_leaf_hash, {}]).to_string();
    made.push_payload(&PayloadType::Intent.to_string(), payload.as_bytes(), BTreeMap::new());
    let verdict = check(&made, &made.seal(&[])).verdict;
    assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
    let mut made = Made::new();
    made.push(PayloadType::Erasure, json!({ "erased": [[0, ["personal"]]] }), &[]);
    let verdict = check(&made, &made.seal(&[])).verdict;
    assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
}

#[test]
fn a_commitment_named_twice_is_refused() {
    let mut made = Made::new();
    let hash = Hash::of("x");
    let header = serde_json::to_string(&made.header()).unwrap();
    let fields = format!(r#","commitments":{{"a":"{hash}","a":"{hash}"}}}}"#);
    let payload = header.strip_suffix('}').unwrap().to_owned() + &fields;
    made.push_payload(&PayloadType::Intent.to_string(), payload.as_bytes(), BTreeMap::new());
    let verdict = check(&made, &made.seal(&[])).verdict;
    assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(1), why: BrokenWhy::NotAPayload(_) }));
}

#[test]
fn a_leaf_with_a_second_signature_is_refused() {
    let mut made = Made::new();
    let payload = serde_json::to_vec(&made.header()).unwrap();
    let mut envelope = Envelope::sign(PayloadType::Intent.to_string(), &payload, &made.key).unwrap();
    envelope.signatures.push(envelope.signatures[0].clone());
    made.push_leaf(envelope.leaf_bytes(), BTreeMap::new());
    assert_eq!(check(&made, &made.seal(&[])).verdict, broken(Place::Entry(1), BrokenWhy::Signatures));
}

#[test]
fn openings_must_match_their_commitments_and_absent_ones_are_told_apart() {
    let (mut made, seal) = eight();
    let whole = made.entries[1].openings.clone();
    made.entries[1].openings.insert("personal".into(), opening("another reason"));
    let verdict = check(&made, &seal).verdict;
    assert_eq!(verdict, broken(Place::Entry(1), BrokenWhy::Opening("personal".into())));
    made.entries[1].openings = whole.clone();
    made.entries[1].openings.insert("more".into(), opening("more"));
    let verdict = check(&made, &seal).verdict;
    assert_eq!(verdict, broken(Place::Entry(1), BrokenWhy::UnknownOpening("more".into())));
    made.entries[1].openings.clear();
    let verification = check(&made, &seal);
    assert_eq!((verification.erased, verification.withheld), (1, 1), "kept back is not erased");
    made.entries[1].openings = whole;
    made.entries[5].openings.insert("personal".into(), opening("to be erased"));
    assert_eq!(check(&made, &seal).erased, 0, "what is still there was not erased");
}

#[test]
fn a_past_rewritten_by_the_key_holder_shows_at_the_cosigned_root() {
    let rewrite = |from: u64| {
        let mut made = Made::new();
        for number in 1..8 {
            let word = if number >= from { "rewritten" } else { "as it was" };
            made.decision("grant", &format!("{number} {word}"));
        }
        made
    };
    let honest = rewrite(99);
    let cosigned = |size| {
        let mut part = Made::new();
        for number in 1..size {
            part.decision("grant", &format!("{number} as it was"));
        }
        part.cosigned()
    };
    let seal = honest.seal(&[&cosigned(3), &cosigned(6)]);
    assert_eq!(check(&honest, &seal).verdict, Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 2 });
    for (from, span) in [(1, Some((0, 3))), (2, Some((0, 3))), (3, Some((3, 6))), (5, Some((3, 6))), (6, None)] {
        let made = rewrite(from);
        let seal = made.seal(&[&cosigned(3), &cosigned(6)]);
        let expected = match span {
            Some((from, to)) => broken(Place::Span { from, to }, BrokenWhy::Root),
            None => Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 2 },
        };
        assert_eq!(check(&made, &seal).verdict, expected, "rewritten from {from}");
    }
}

#[test]
fn a_log_shorter_than_what_was_witnessed_is_broken() {
    let (made, _) = eight();
    let cosigned = made.cosigned();
    let mut cut = Made::new();
    cut.decision("grant", "deploy at night");
    let verdict = check(&cut, &cut.seal(&[&cosigned])).verdict;
    assert_eq!(verdict, broken(Place::Entry(2), BrokenWhy::CutAfterWitness { size: 8 }));
}

#[test]
fn a_checkpoint_of_another_log_is_refused() {
    let (made, seal) = eight();
    let other = Checkpoint { origin: "queue.example/desk/tower".into(), ..made.checkpoint() };
    let other = other.sign(&made.key).unwrap();
    let sealed = Seal { checkpoint: Some(other.clone()), ..seal.clone() };
    assert_eq!(check(&made, &sealed).verdict, broken(Place::Checkpoint, BrokenWhy::OtherOrigin));
    let sealed = Seal { cosigned: vec![other], ..seal };
    assert_eq!(check(&made, &sealed).verdict, broken(Place::Cosigned(0), BrokenWhy::OtherOrigin));
}

#[test]
fn a_server_s_log_has_one_known_key_and_its_own_types() {
    let mut made = Made::empty(seed(7));
    made.push(PayloadType::Acceptance, json!({}), &[]);
    made.push(PayloadType::Event, json!({}), &[]);
    let with = |key| Expect { keys: Keys::Fixed(key), witness: None, ..expect() };
    let seal = made.seal(&[]);
    let verdict = verify_log(made.entries.clone(), &seal, with(seed(7).public_key())).verdict;
    assert_eq!(verdict, Verdict::VerifiedUnwitnessed { entries: 2, unwitnessed: 2 });
    let verdict = verify_log(made.entries.clone(), &seal, with(seed(5).public_key())).verdict;
    assert_eq!(verdict, broken(Place::Entry(0), BrokenWhy::OtherKey));
    made.decision("grant", "a desk's word");
    let verdict = verify_log(made.entries.clone(), &made.seal(&[]), with(seed(7).public_key())).verdict;
    assert_eq!(verdict, broken(Place::Entry(2), BrokenWhy::PayloadType));
}

#[test]
fn a_streaming_verifier_hands_back_each_envelope_and_repeats_its_fault() {
    let (made, seal) = eight();
    let mut verifier = Verifier::new(&seal, expect());
    let none = BTreeMap::new();
    let envelope = verifier.push(&made.entries[0].leaf, &none).unwrap();
    assert_eq!(envelope.leaf_bytes(), made.entries[0].leaf);
    let fault = verifier.push(&made.entries[2].leaf, &none).unwrap_err();
    assert_eq!((fault.at.entry(), &fault.why), (Some(1), &BrokenWhy::Index { found: 2 }));
    assert_eq!(verifier.push(&made.entries[1].leaf, &none).unwrap_err(), fault);
    let verification = verifier.finish();
    assert_eq!(verification.entries, 1);
    assert_eq!(verification.verdict, broken(fault.at, fault.why));
}

#[test]
fn of_two_faulty_checkpoints_the_first_in_the_list_is_named() {
    let (made, _) = eight();
    let seal = made.seal(&[&made.sealed(), &made.sealed()]);
    assert_eq!(check(&made, &seal).verdict, broken(Place::Cosigned(0), BrokenWhy::MissingCosignature));
}

#[test]
fn a_key_change_that_was_changed_fails_by_its_signature_first() {
    let (made, seal) = eight();
    let mut envelope = Envelope::from_bytes(&made.entries[3].leaf).unwrap();
    let text = String::from_utf8(envelope.payload).unwrap();
    envelope.payload = text.replace("log_index", "log_indez").into_bytes();
    let mut entries = made.entries.clone();
    entries[3].leaf = envelope.leaf_bytes();
    let verdict = verify_log(entries, &seal, expect()).verdict;
    assert_eq!(verdict, broken(Place::Entry(3), BrokenWhy::Signature));
}

#[test]
fn the_witness_s_line_counts_only_on_this_log_s_checkpoint() {
    let (made, seal) = eight();
    let by_stranger = cosigned_by(&made.sealed(), &seed(5), WITNESS);
    let sealed = Seal { cosigned: vec![by_stranger], ..seal };
    assert_eq!(check(&made, &sealed).verdict, broken(Place::Cosigned(0), BrokenWhy::MissingCosignature));
}
