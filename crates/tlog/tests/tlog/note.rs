use signed_note::{Note as TheirNote, StandardVerifier, VerifierList};
use tlog::checkpoint::CheckpointError;
use tlog::cosign::{attach, cosign, verify_cosignature};
use tlog::note::{KeyAlgorithm, MAX_NOTE_BYTES, NoteError, NoteRefusal, sign_note};
use tlog::{Checkpoint, Hash, Note, NoteKey, Signer};

use crate::made::{NOON, ORIGIN, WITNESS, cosigned_by, device, seed, witness, witness_seed};

/// From the specification, c2sp.org/signed-note, "Verifier keys".
const SPEC_VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const SPEC_NOTE: &str = "This is an example message.\n\n\
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size: 12, root: Hash::of("root") }
}

fn log_key() -> NoteKey {
    NoteKey::log(ORIGIN, device().public_key()).unwrap()
}

#[test]
fn the_specification_s_own_example_verifies() {
    let key = NoteKey::from_vkey(SPEC_VKEY).unwrap();
    assert_eq!(key.vkey(), SPEC_VKEY);
    assert_eq!(key.key_id(), 0x530d_903a);
    let note = Note::parse(SPEC_NOTE).unwrap();
    assert_eq!(note.verify(&key), Ok(()));
    assert_eq!(note.text, "This is an example message.\n");
    assert_eq!(note.to_string(), SPEC_NOTE);
    let changed = Note::parse(&SPEC_NOTE.replace("example m", "example  m")).unwrap();
    assert_eq!(changed.verify(&key), Err(NoteRefusal::BadSignature));
}

#[test]
fn another_implementation_reads_and_verifies_our_notes() {
    let text = "one\n\ntwo — three\n";
    for number in 1..20 {
        let key = seed(number);
        let note = sign_note(&key, "example.com/log", text).unwrap().to_string();
        let own = NoteKey::log("example.com/log", key.public_key()).unwrap();
        let verifier = StandardVerifier::new(&own.vkey()).unwrap();
        let other = NoteKey::log("example.com/log", seed(number + 1).public_key()).unwrap();
        let other = StandardVerifier::new(&other.vkey()).unwrap();
        let theirs = TheirNote::from_bytes(note.as_bytes()).unwrap();
        assert_eq!(theirs.text(), text.as_bytes());
        assert_eq!(theirs.to_bytes(), note.as_bytes());
        assert!(theirs.verify(&VerifierList::new(vec![Box::new(verifier)])).is_ok());
        assert!(theirs.verify(&VerifierList::new(vec![Box::new(other)])).is_err());
    }
}

#[test]
fn what_is_no_note_is_refused_here_as_there() {
    let good = SPEC_NOTE;
    let signature = &good["This is an example message.\n\n".len()..];
    for bad in [
        "",
        "\n",
        "text\n",
        "text\n\n",
        &good[..good.len() - 1],
        &good.replace("\n\n", "\n"),
        &good.replace("— ", "- "),
        &good.replace("— ", "—  "),
        &good.replace("example.com/foo ", ""),
        &good.replace("foo ", "foo+1 "),
        &good.replace("foo ", "f\u{a0}o "),
        &good.replace("foo ", "foo  "),
        &good.replace("yaQM=", "yaQM"),
        &good.replace("yaQM=", "yaQN="),
        &good.replace("message", "mess\tage"),
        &good.replace("message", "mess\rage"),
        &format!("{good}\n"),
        &format!("{good}— x AAAA\n"),
        &format!("text\n\n{signature}trailing\n"),
    ] {
        assert!(Note::parse(bad).is_err(), "{bad:?}");
        assert!(TheirNote::from_bytes(bad.as_bytes()).is_err(), "they take {bad:?}");
    }
    for odd in [good.replace("foo ", "f\u{7f}o "), good.replace("message", "mess\u{7f}age")] {
        assert!(Note::parse(&odd).is_ok(), "only what lies below a space is a control character here");
        assert!(TheirNote::from_bytes(odd.as_bytes()).is_ok());
    }
    let long = format!("{}{good}", "x".repeat(MAX_NOTE_BYTES));
    assert_eq!(Note::parse(&long), Err(NoteError::TooLong));
    let crowded = format!("{good}{}", signature.repeat(100));
    assert_eq!(Note::parse(&crowded), Err(NoteError::TooLong));
    assert!(Note::parse(&format!("{good}{}", signature.repeat(16))).is_ok());
}

#[test]
fn every_line_of_a_known_key_must_verify_and_unknown_ones_are_passed_over() {
    let note = checkpoint().sign(&device()).unwrap();
    let stranger = checkpoint().sign(&seed(5)).unwrap();
    let stranger = stranger.rsplit_once("\n\n").unwrap().1;
    let with_stranger = attach(&note, stranger).unwrap();
    assert_eq!(Checkpoint::verify(&with_stranger, &log_key()), Ok(checkpoint()));
    let mut both = Note::parse(&note).unwrap();
    let mut broken = both.signatures[0].clone();
    broken.signature[9] ^= 1;
    both.signatures.push(broken);
    assert_eq!(both.verify(&log_key()), Err(NoteRefusal::BadSignature));
    let other_name = NoteKey::log("elsewhere", device().public_key()).unwrap();
    assert_eq!(Note::parse(&note).unwrap().verify(&other_name), Err(NoteRefusal::NotSigned));
}

#[test]
fn verifier_keys_have_one_spelling() {
    let short = |algorithm: u8| {
        let key = [&[algorithm][..], log_key().public().as_bytes()].concat();
        let id = Hash::of([b"name\n", &key[..]].concat()).to_string();
        format!("name+{}+{}", &id[..8], base64::Engine::encode(&base64::prelude::BASE64_STANDARD, key))
    };
    assert_eq!(NoteKey::from_vkey(&short(1)).unwrap().algorithm(), KeyAlgorithm::Ed25519);
    assert_eq!(NoteKey::from_vkey(&short(4)).unwrap().algorithm(), KeyAlgorithm::CosignatureV1);
    for bad in [
        short(2),
        short(6),
        short(1).replace("name", "nam"),
        short(1).replace("name", "na me"),
        short(1).to_uppercase(),
        "name+12345678".into(),
        "+12345678+AAAA".into(),
        SPEC_VKEY.replace("530d903a", "530D903A"),
        SPEC_VKEY.replace("530d903a", "0530d903a"),
        SPEC_VKEY.replace("530d903a", "530d903b"),
        SPEC_VKEY[..SPEC_VKEY.len() - 1].into(),
    ] {
        assert!(NoteKey::from_vkey(&bad).is_err(), "{bad}");
    }
    assert_eq!(witness().vkey().parse(), Ok(witness()));
}

#[test]
fn a_checkpoint_is_three_lines_that_the_other_implementation_reads_too() {
    let text = checkpoint().to_string();
    let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
    assert_eq!((theirs.origin(), theirs.size(), theirs.hash().0), (ORIGIN, 12, Hash::of("root").0));
    assert_eq!(theirs.to_bytes(), text.as_bytes());
    let note = checkpoint().sign(&device()).unwrap();
    assert_eq!(Checkpoint::verify(&note, &log_key()), Ok(checkpoint()));
    assert_eq!(Checkpoint::unverified(&note), Ok(checkpoint()));
    for bad in [
        text.replace("12", "012"),
        text.replace("12", "+12"),
        text.replace("12", "-1"),
        text.replace("12", "1e1"),
        text.replace("12", "18446744073709551616"),
        text.replace("12", ""),
        text.replace(ORIGIN, ""),
        text.replace("=\n", "\n"),
        text.replace("=\n", "==\n"),
        text[..text.len() - 1].into(),
    ] {
        assert!(matches!(bad.parse::<Checkpoint>(), Err(CheckpointError::NotACheckpoint(_))), "{bad:?}");
        assert!(tlog_tiles::Checkpoint::from_bytes(bad.as_bytes()).is_err(), "they take {bad:?}");
    }
    let spaced = text.replace(ORIGIN, "no key name");
    assert!(spaced.parse::<Checkpoint>().is_err(), "nobody could sign under it");
    let extended = format!("{text}one more line\n");
    assert!(extended.parse::<Checkpoint>().is_err(), "extension lines are refused");
}

#[test]
fn a_checkpoint_of_another_log_or_key_is_refused() {
    let note = checkpoint().sign(&device()).unwrap();
    let elsewhere = NoteKey::log("elsewhere", device().public_key()).unwrap();
    assert_eq!(Checkpoint::verify(&note, &elsewhere), Err(CheckpointError::OtherOrigin));
    let other_key = NoteKey::log(ORIGIN, seed(5).public_key()).unwrap();
    assert_eq!(Checkpoint::verify(&note, &other_key), Err(NoteRefusal::NotSigned.into()));
    let moved = note.replace("\n12\n", "\n13\n");
    assert_eq!(Checkpoint::verify(&moved, &log_key()), Err(NoteRefusal::BadSignature.into()));
}

#[test]
fn a_cosignature_signs_header_time_and_text_as_specified() {
    let note = checkpoint().sign(&device()).unwrap();
    let line = cosign(&note, &witness_seed(), WITNESS, NOON).unwrap();
    let cosigned = attach(&note, &line).unwrap();
    assert_eq!(verify_cosignature(&cosigned, &witness()), Ok(NOON));
    assert_eq!(cosigned, format!("{note}{line}"));
    assert_eq!(attach(&cosigned, &line).unwrap(), cosigned, "attaching twice changes nothing");
    let parsed = Note::parse(&cosigned).unwrap();
    let signature = &parsed.signatures[1].signature;
    assert_eq!(signature.len(), 72);
    assert_eq!(signature[..8], NOON.to_be_bytes());
    let message = format!("cosignature/v1\ntime {NOON}\n{}", checkpoint());
    let sig: [u8; 64] = signature[8..].try_into().unwrap();
    assert!(witness_seed().public_key().verify(message.as_bytes(), &sig).is_ok());
    let key = [&[4][..], witness_seed().public_key().as_bytes()].concat();
    assert_eq!(witness().key_id(), signed_note::key_id(WITNESS, &key));
}

#[test]
fn a_cosignature_of_another_time_key_or_text_does_not_verify() {
    let note = checkpoint().sign(&device()).unwrap();
    let cosigned = cosigned_by(&note, &witness_seed(), WITNESS);
    assert_eq!(verify_cosignature(&note, &witness()), Err(NoteRefusal::NotSigned.into()));
    assert_eq!(
        verify_cosignature(&cosigned.replace("\n12\n", "\n13\n"), &witness()),
        Err(NoteRefusal::BadSignature.into())
    );
    let mut later = Note::parse(&cosigned).unwrap();
    later.signatures[1].signature[7] ^= 1;
    assert_eq!(verify_cosignature(&later.to_string(), &witness()), Err(NoteRefusal::BadSignature.into()));
    let other = NoteKey::witness(WITNESS, seed(5).public_key()).unwrap();
    assert_eq!(verify_cosignature(&cosigned, &other), Err(NoteRefusal::NotSigned.into()));
    // The same key as the log's kind of key signs another message: neither passes for the other.
    let as_log = NoteKey::log(WITNESS, witness_seed().public_key()).unwrap();
    assert!(Note::parse(&cosigned).unwrap().verify(&as_log).is_err());
    assert!(verify_cosignature(&cosigned, &log_key()).is_err());
    assert!(Note::parse(&cosigned).unwrap().verify(&witness()).is_err());
    assert!(cosign(&note, &witness_seed(), WITNESS, 0).is_err(), "a time of zero says nothing");
}
