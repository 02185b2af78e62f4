//! The words by which programs, translations and reports know a fault: whoever changes one breaks them. Each code also
//! stands in the page from which others write verifiers.

use std::collections::BTreeSet;

use tlog::checkpoint::CheckpointError;
use tlog::envelope::EnvelopeError;
use tlog::export::{Export, ExportError};
use tlog::payload::NotALeafPayload;
use tlog::verify::{BrokenWhy, Place};

const PAGE: &str = include_str!("../../../../docs/log-format.md");

#[test]
fn every_fault_has_the_code_of_the_page() {
    let codes = [
        (BrokenWhy::NotAnEnvelope(EnvelopeError::NotCanonical), "not-an-envelope"),
        (BrokenWhy::PayloadType, "payload-type"),
        (BrokenWhy::NotAPayload(NotALeafPayload(String::new())), "not-a-payload"),
        (BrokenWhy::Version(2), "version"),
        (BrokenWhy::Index { found: 3 }, "index"),
        (BrokenWhy::PreviousLeaf, "previous-leaf"),
        (BrokenWhy::Signatures, "signatures"),
        (BrokenWhy::OtherKey, "other-key"),
        (BrokenWhy::Signature, "signature"),
        (BrokenWhy::NoFirstKey, "no-first-key"),
        (BrokenWhy::NotThePinnedKey, "not-the-pinned-key"),
        (BrokenWhy::Opening("view".into()), "opening"),
        (BrokenWhy::UnknownOpening("view".into()), "unknown-opening"),
        (BrokenWhy::StoredHash, "stored-hash"),
        (BrokenWhy::Empty, "empty"),
        (BrokenWhy::Missing { size: 4 }, "missing"),
        (BrokenWhy::Unsealed, "unsealed"),
        (BrokenWhy::CutAfterWitness { size: 4 }, "cut-after-witness"),
        (BrokenWhy::Root, "root"),
        (BrokenWhy::MissingCheckpoint, "missing-checkpoint"),
        (BrokenWhy::MalformedCheckpoint(CheckpointError::OtherOrigin), "malformed-checkpoint"),
        (BrokenWhy::OtherOrigin, "other-origin"),
        (BrokenWhy::CheckpointOtherKey, "checkpoint-other-key"),
        (BrokenWhy::CheckpointSignature, "checkpoint-signature"),
        (BrokenWhy::MissingCosignature, "missing-cosignature"),
        (BrokenWhy::Cosignature, "cosignature"),
        (BrokenWhy::WitnessUnknown, "witness-unknown"),
    ];
    for (why, code) in &codes {
        assert_eq!(why.code(), *code);
        let named = PAGE.contains(&format!("`{code}`"));
        assert!(named, "docs/log-format.md does not name `{code}`");
    }
    let different: BTreeSet<&str> = codes.iter().map(|(_, code)| *code).collect();
    assert_eq!(different.len(), codes.len());
}

#[test]
fn every_refused_file_has_its_own_code() {
    let codes = [
        (ExportError::TooLong, "too-long"),
        (ExportError::Empty, "empty"),
        (ExportError::NotJson { line: 1, column: 1 }, "not-json"),
        (ExportError::Truncated, "truncated"),
        (ExportError::NotAnExport, "not-an-export"),
        (ExportError::UnknownVersion(2), "unknown-version"),
        (ExportError::Malformed(String::new()), "malformed"),
    ];
    for (error, code) in codes {
        assert_eq!(error.code(), code);
    }
}

/// The first entry that is no longer vouched for is where a reader begins to look.
#[test]
fn a_place_names_the_first_entry_that_is_not_vouched_for() {
    assert_eq!(Place::Entry(7).entry(), Some(7));
    assert_eq!(Place::Span { from: 3, to: 9 }.entry(), Some(3));
    assert_eq!(Place::Checkpoint.entry(), None);
    assert_eq!(Place::Cosigned(2).entry(), None);
}

#[test]
fn a_place_is_said_in_words_and_a_span_includes_its_last_entry() {
    assert_eq!(Place::Entry(7).to_string(), "entry 7");
    assert_eq!(Place::Span { from: 3, to: 9 }.to_string(), "entries 3 to 8");
    assert_eq!(Place::Checkpoint.to_string(), "the checkpoint");
    assert_eq!(Place::Cosigned(2).to_string(), "cosigned checkpoint 2");
}

/// What stands where an object should is said to whoever wrote the file.
#[test]
fn an_array_in_an_object_s_place_is_named_as_such() {
    let head = r#"{"format":"doorward-log-export","v":1,"origin":"o","witness":null,"checkpoint":null,"cosigned":[]"#;
    for entries in [r#"[["AA==",{}]]"#, r#"[{"leaf":"AA==","openings":[]}]"#] {
        let refused = Export::parse(&format!("{head},\"entries\":{entries}}}"));
        let Err(ExportError::Malformed(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("invalid type: sequence, expected an object"), "{why}");
    }
}
