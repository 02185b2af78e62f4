//! The edges: what is just taken beside what is just not.

use std::collections::BTreeMap;

use tlog::envelope::{EnvelopeError, MAX_LEAF_BYTES, Signature};
use tlog::note::{MAX_NOTE_BYTES, MAX_SIGNATURES, NoteError, SignNoteError, parse_signatures, sign_note};
use tlog::tree::{HashReader, MemoryHashes, TreeError, root, stored_count, stored_hashes};
use tlog::verify::{BrokenWhy, Place, Seal, Verdict, verify_log};
use tlog::{Envelope, Hash, Note, NoteKey, PublicKey, Signer, leaf_hash};

use crate::made::{ORIGIN, device, eight, expect, seed};

/// A leaf of exactly this many bytes.
fn leaf_of(bytes: usize) -> Vec<u8> {
    let signatures = vec![Signature { key_id: device().key_id(), sig: [1; 64] }];
    let mut envelope = Envelope { payload_type: String::new(), payload: Vec::new(), signatures };
    let left = bytes - envelope.leaf_bytes().len();
    // Four characters for three bytes; what is left over goes into the type's name.
    envelope.payload = vec![7; left / 4 * 3];
    envelope.payload_type = "t".repeat(left % 4);
    envelope.leaf_bytes()
}

#[test]
fn the_longest_leaf_is_taken_and_one_byte_more_is_not() {
    let longest = leaf_of(MAX_LEAF_BYTES);
    assert_eq!(longest.len(), MAX_LEAF_BYTES);
    assert_eq!(Envelope::from_bytes(&longest).map(|envelope| envelope.leaf_bytes()), Ok(longest));
    assert_eq!(Envelope::from_bytes(&leaf_of(MAX_LEAF_BYTES + 1)), Err(EnvelopeError::TooLong));
}

/// A note of this many lines of signature and bytes, the text filled up.
fn note_of(lines: usize, bytes: usize) -> String {
    let note = sign_note(&device(), ORIGIN, "x\n").unwrap().to_string();
    let (text, line) = note.split_at("x\n\n".len());
    let rest = line.repeat(lines);
    format!("{}{text}{rest}", "x".repeat(bytes.saturating_sub(text.len() + rest.len())))
}

#[test]
fn the_longest_note_is_taken_and_one_byte_more_is_not() {
    let longest = note_of(1, MAX_NOTE_BYTES);
    assert_eq!(longest.len(), MAX_NOTE_BYTES);
    assert_eq!(Note::parse(&longest).unwrap().to_string(), longest);
    assert_eq!(Note::parse(&note_of(1, MAX_NOTE_BYTES + 1)), Err(NoteError::TooLong));
}

#[test]
fn a_note_may_carry_as_many_signatures_as_allowed_and_not_one_more() {
    assert_eq!(Note::parse(&note_of(MAX_SIGNATURES, 0)).unwrap().signatures.len(), MAX_SIGNATURES);
    let crowded = note_of(MAX_SIGNATURES + 1, 0);
    assert_eq!(Note::parse(&crowded), Err(NoteError::TooLong));
    let (_, lines) = crowded.split_once("\n\n").unwrap();
    assert_eq!(parse_signatures(lines), Err(NoteError::TooLong), "a witness's answer alone is bounded too");
}

#[test]
fn only_a_text_that_a_reader_would_take_is_signed() {
    for bad in ["", "no newline", "tab\there\n", "return\r\n", "bell\u{7}\nmore\n", "end\n\u{0}"] {
        let refused = Err(SignNoteError::Note(NoteError::Malformed("text")));
        assert_eq!(sign_note(&device(), ORIGIN, bad), refused, "{bad:?}");
    }
    assert!(sign_note(&device(), ORIGIN, "one\n\ntwo ~\u{7f}\n").is_ok());
}

#[test]
fn a_key_name_has_no_control_characters_spaces_or_plus_signs() {
    let key = device().public_key();
    for bad in ["", "a b", "a\u{a0}b", "a\tb", "a\nb", "a\u{1}b", "\u{0}", "a\u{1f}b", "a+b"] {
        assert_eq!(NoteKey::log(bad, key), Err(NoteError::BadName), "{bad:?}");
    }
    for good in ["!", "queue.example/desk/laptop", "sch\u{f6}n", "a\u{7f}b"] {
        assert!(NoteKey::log(good, key).is_ok(), "{good:?}");
    }
}

#[test]
fn a_note_key_is_shown_as_the_text_that_it_is_read_from() {
    for key in [NoteKey::log(ORIGIN, device().public_key()), NoteKey::witness("w", seed(9).public_key())] {
        let key = key.unwrap();
        assert_eq!(key.to_string(), key.vkey());
        assert_eq!(key.to_string().parse(), Ok(key));
    }
}

/// Debug output stands in error messages and logs: a hash or key there must be one that can be searched for.
#[test]
fn hashes_and_keys_are_shown_in_full_and_openings_are_held_back() {
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let hash = Hash::of("abc");
    assert_eq!(format!("{hash:?}"), text);
    assert_eq!(hex::encode(hash.as_bytes()), text);
    let key: PublicKey = device().public_key();
    assert_eq!(format!("{key:?}"), key.to_string());
    assert_eq!(format!("{:?}", crate::made::opening("Ada")), "Opening(3 bytes withheld)");
}

/// A store that is given (index, hash) needs the index: it keeps what a reader will ask for.
#[test]
fn what_an_append_stores_follows_what_is_stored_without_a_gap() {
    struct ByIndex(BTreeMap<u64, Hash>);
    impl HashReader for ByIndex {
        type Error = String;
        fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, String> {
            indexes.iter().map(|index| self.0.get(index).copied().ok_or(format!("no {index}"))).collect()
        }
    }
    let (mut by_index, mut in_order) = (ByIndex(BTreeMap::new()), MemoryHashes::default());
    for size in 0..70 {
        assert_eq!(in_order.size(), size);
        let hash = leaf_hash(&size.to_be_bytes());
        let stored: Result<_, TreeError<String>> = stored_hashes(size, hash, &by_index);
        let stored = stored.unwrap();
        let indexes: Vec<u64> = stored.iter().map(|(index, _)| *index).collect();
        assert_eq!(indexes, (stored_count(size)..stored_count(size + 1)).collect::<Vec<_>>());
        by_index.0.extend(stored);
        in_order.append(hash).unwrap();
        assert_eq!(root(size + 1, &by_index).unwrap(), root(size + 1, &in_order).unwrap());
    }
}

#[test]
fn an_entry_after_the_last_one_that_the_checkpoint_counts_is_named() {
    let (mut made, seal) = eight();
    made.decision("grant", "afterwards");
    let verdict = |seal: &Seal| verify_log(made.entries.clone(), seal, expect()).verdict;
    assert_eq!(verdict(&seal), Verdict::Broken { at: Place::Entry(8), why: BrokenWhy::Unsealed });
    // Whoever cannot trust the checkpoint cannot say where the log ends.
    let (eight, _) = self::eight();
    let other = Seal { checkpoint: Some(eight.checkpoint().sign(&seed(5)).unwrap()), ..seal };
    assert_eq!(verdict(&other), Verdict::Broken { at: Place::Checkpoint, why: BrokenWhy::CheckpointOtherKey });
}
