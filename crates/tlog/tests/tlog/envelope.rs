use proptest::prelude::*;
use tlog::envelope::{EnvelopeError, EnvelopeRefusal, MAX_LEAF_BYTES, pae};
use tlog::{Envelope, Signer, leaf_hash};

use crate::made::{device, seed};

fn envelope() -> Envelope {
    Envelope::sign("text/plain", b"yes", &device()).unwrap()
}

#[test]
fn the_encoding_is_the_one_in_the_dsse_specification() {
    assert_eq!(
        pae("http://example.com/HelloWorld", b"hello world"),
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    );
}

#[test]
fn a_signed_envelope_gives_its_payload_to_its_key_only() {
    let envelope = envelope();
    assert_eq!(envelope.verify(&device().public_key()), Ok(&b"yes"[..]));
    assert_eq!(envelope.verify(&seed(2).public_key()), Err(EnvelopeRefusal::OtherKey));
    for change in [
        |e: &mut Envelope| e.payload[0] ^= 1,
        |e: &mut Envelope| e.payload_type.push('x'),
        |e: &mut Envelope| e.signatures[0].sig[5] ^= 1,
    ] {
        let mut changed = envelope.clone();
        change(&mut changed);
        assert_eq!(changed.verify(&device().public_key()), Err(EnvelopeRefusal::BadSignature));
    }
}

#[test]
fn a_leaf_has_exactly_one_spelling() {
    let leaf = envelope().leaf_bytes();
    let text = String::from_utf8(leaf.clone()).unwrap();
    assert!(text.starts_with(r#"{"payloadType":"text/plain","payload":"eWVz","signatures":[{"keyid":""#));
    assert_eq!(Envelope::from_bytes(&leaf), Ok(envelope()));
    assert_eq!(envelope().leaf_hash(), leaf_hash(&leaf));
    for (from, to) in [
        (":", ": "),
        ("text/plain", "text\\/plain"),
        ("eWVz", "eWVz\\u003d"),
        ("\"payload\":\"eWVz\",", ""),
        ("{\"keyid", "{\"more\":1,\"keyid"),
        ("}", "} "),
        ("eWVz", "eWV="),
        ("eWVz", "eWV/"),
    ] {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text);
        let read = Envelope::from_bytes(other.as_bytes());
        assert!(read.is_err() || to == "eWV/", "{other}");
    }
    assert_eq!(Envelope::from_bytes(format!("{text} ").as_bytes()), Err(EnvelopeError::NotCanonical));
    assert_eq!(Envelope::from_bytes(&vec![b' '; MAX_LEAF_BYTES + 1]), Err(EnvelopeError::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn another_implementation_takes_ours_and_we_take_its(kind in "[a-z/.+]{1,40}", payload: Vec<u8>, flip: bool) {
        let key = device();
        prop_assert_eq!(pae(&kind, &payload), dsse::pae(&kind, &payload));
        let mut ours = Envelope::sign(&kind, &payload, &key).unwrap();
        if flip {
            ours.signatures[0].sig[0] ^= 1;
        }
        let verifier = dsse::Ed25519Verifier::from_bytes(key.public_key().as_bytes()).unwrap();
        let theirs = dsse::Envelope::from_json(&ours.leaf_bytes()).unwrap();
        let verdict = dsse::verify(&theirs, &[&verifier], 1);
        prop_assert_eq!(verdict.is_ok(), ours.verify(&key.public_key()).is_ok());
        if let Ok(verified) = verdict {
            prop_assert_eq!(&verified.payload, &payload);
        }
        let back: Envelope = serde_json::from_slice(&theirs.to_json().unwrap()).unwrap();
        prop_assert_eq!(back, ours);
    }
}
