use serde_json::json;
use tlog::export::{
    Decisions, Export, ExportError, MAX_EXPORT_BYTES, check_length, verify_export, verify_export_telling,
};
use tlog::verify::{BrokenWhy, Place, Verdict};
use tlog::{NoteKey, PayloadType, Signer};

use crate::made::{ORIGIN, WITNESS, eight, first_key, seed, witness, witness_seed};

fn export() -> Export {
    let (made, seal) = eight();
    Export { origin: ORIGIN.into(), witness: Some(witness()), seal, entries: made.entries }
}

fn text() -> String {
    export().to_text().unwrap()
}

#[test]
fn an_export_reads_back_as_it_was_written() {
    assert_eq!(Export::parse(&text()), Ok(export()));
    assert_eq!(text().lines().count(), 1 + 8 + 1, "one entry a line");
    let document: serde_json::Value = serde_json::from_str(&text()).unwrap();
    assert_eq!(document["format"], "doorward-log-export");
    assert_eq!(document["entries"].as_array().unwrap().len(), 8);
}

#[test]
fn the_report_says_what_was_found_and_on_whose_word() {
    let report = verify_export(&text(), None, None).unwrap();
    assert_eq!(report.verification.verdict, Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 3 });
    assert_eq!(report.origin, ORIGIN);
    assert_eq!(report.first_key_fingerprint, Some(first_key().fingerprint()));
    assert_eq!(report.witness_name.as_deref(), Some(WITNESS));
    assert!(!report.key_pinned && !report.witness_pinned);
    assert_eq!(report.counts[&PayloadType::Decision], 3);
    assert_eq!(report.counts[&PayloadType::KeyChange], 2);
    // No receipt is in it.
    let untold = [("deny".to_owned(), 1), ("grant".to_owned(), 2)].into();
    assert_eq!(report.decisions, Decisions { untold, ..Decisions::default() });

    let pinned = verify_export(&text(), Some(first_key()), Some(witness())).unwrap();
    assert!(pinned.key_pinned && pinned.witness_pinned);
    assert_eq!(pinned.verification, report.verification);
}

#[test]
fn decisions_are_counted_by_what_their_receipts_say() {
    let counted = |receipts: &[serde_json::Value]| {
        let (mut made, _) = eight();
        for fields in receipts {
            made.push(PayloadType::Receipt, fields.clone(), &[]);
        }
        let seal = made.seal(&[]);
        let export = Export { origin: ORIGIN.into(), witness: Some(witness()), seal, entries: made.entries };
        let Decisions { taken, not_taken, untold } =
            verify_export(&export.to_text().unwrap(), None, None).unwrap().decisions;
        [taken, not_taken, untold].map(|counts| {
            let said: Vec<_> = counts.iter().map(|(action, count)| format!("{count} {action}")).collect();
            said.join(", ")
        })
    };
    let receipt = |decision: u64, outcome: &str| json!({ "decision": decision, "outcome": outcome });
    let agreed = json!({ "decision": 5, "outcome": "accepted", "agreed": true });
    assert_eq!(counted(&[receipt(5, "accepted")]), ["1 grant", "", "1 deny, 1 grant"]);
    assert_eq!(counted(&[receipt(5, "confirmed")]), ["1 grant", "", "1 deny, 1 grant"]);
    assert_eq!(counted(&[receipt(5, "refused")]), ["", "1 grant", "1 deny, 1 grant"]);
    assert_eq!(counted(&[agreed.clone(), agreed]), ["1 agree", "", "1 deny, 1 grant"]);
    // Of a log before, of what is no decision, and without an outcome.
    let former = json!({ "decision": 5, "outcome": "accepted", "of_former": {} });
    assert_eq!(counted(&[former, receipt(2, "accepted"), json!({ "decision": 5 })]), ["", "", "1 deny, 2 grant"]);
}

#[test]
fn pins_that_do_not_fit_break_the_verdict() {
    let broken = |key, witness| verify_export(&text(), key, witness).unwrap().verification.verdict;
    assert_eq!(
        broken(Some(seed(5).public_key()), None),
        Verdict::Broken { at: Place::Entry(0), why: BrokenWhy::NotThePinnedKey }
    );
    let other = NoteKey::witness("elsewhere", seed(5).public_key()).unwrap();
    assert_eq!(
        broken(None, Some(other)),
        Verdict::Broken { at: Place::Cosigned(0), why: BrokenWhy::MissingCosignature }
    );
    let mut stripped = export();
    stripped.seal.cosigned.clear();
    let verdict = verify_export(&stripped.to_text().unwrap(), None, Some(witness())).unwrap().verification.verdict;
    assert_eq!(verdict, Verdict::Broken { at: Place::Checkpoint, why: BrokenWhy::MissingCosignature });
}

#[test]
fn the_origin_is_part_of_what_was_signed() {
    let moved = text().replacen(ORIGIN, "queue.example/desk/tower", 1);
    let report = verify_export(&moved, None, None).unwrap();
    assert_eq!(report.verification.verdict, Verdict::Broken { at: Place::Checkpoint, why: BrokenWhy::OtherOrigin });
}

#[test]
fn every_bad_file_gets_its_own_answer() {
    let text = text();
    let answer = |bad: &str| Export::parse(bad).unwrap_err();
    assert_eq!(answer(""), ExportError::Empty);
    assert_eq!(answer(" \n"), ExportError::Empty);
    assert_eq!(answer("PK\u{3}\u{4}"), ExportError::NotJson { line: 1, column: 1 });
    assert_eq!(answer("{}"), ExportError::NotAnExport);
    assert_eq!(answer("[1,2]"), ExportError::NotAnExport);
    assert_eq!(answer("7"), ExportError::NotAnExport);
    assert_eq!(answer(&text.replacen("doorward-log-export", "something", 1)), ExportError::NotAnExport);
    assert_eq!(answer(&text.replacen("\"v\":1", "\"v\":2", 1)), ExportError::UnknownVersion(2));
    assert_eq!(answer(r#"{"format":"doorward-log-export","v":7,"new":{}}"#), ExportError::UnknownVersion(7));
    assert_eq!(answer(&text[..text.len() / 2]), ExportError::Truncated);
    assert!(matches!(answer(&format!("{text}x")), ExportError::NotJson { .. }));
    assert_eq!(answer(&"[".repeat(100_000)), ExportError::Truncated);
    assert_eq!(answer(r#"["doorward-log-export",1]"#), ExportError::NotAnExport);
    assert!(matches!(answer(&text.replacen("\"v\":1", "\"v\":[}", 1)), ExportError::NotJson { .. }));
    let log_key = NoteKey::log(WITNESS, witness_seed().public_key()).unwrap();
    for (from, to) in [
        ("\"origin\"", "\"name\""),
        ("\"entries\":[", "\"more\":1,\"entries\":["),
        ("\"cosigned\":", "\"origin\":\"twice\",\"cosigned\":"),
        ("{\"leaf\":\"", "{\"leaf\":\"*"),
        ("{\"leaf\":", "{\"extra\":1,\"leaf\":"),
        ("\"salt\":\"", "\"salt\":\"AA"),
        (WITNESS, "other+"),
        (&witness().vkey(), &log_key.vkey()),
        ("\"origin\":\"", "\"origin\":\"\\ud800"),
        ("\"checkpoint\":", "\"checkpoint\":null,\"checkpoint\":"),
        ("\"openings\":{}", "\"openings\":null"),
        (",\"openings\":{}", ""),
        ("\"personal\":", "\"personal\":{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"bytes\":\"\"},\"personal\":"),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text);
        assert!(matches!(answer(&bad), ExportError::Malformed(_)), "{from} to {to}: {}", answer(&bad));
        assert!(
            matches!(verify_export(&bad, None, None), Err(ExportError::Malformed(_))),
            "{from} to {to}, as it is read"
        );
    }
    assert_eq!(check_length(MAX_EXPORT_BYTES + 1), Err(ExportError::TooLong));
    assert_eq!(check_length(MAX_EXPORT_BYTES), Ok(()));
}

#[test]
fn a_seal_that_is_left_out_is_malformed_and_one_that_is_null_is_missing() {
    let mut unsealed = export();
    unsealed.seal.checkpoint = None;
    let text = unsealed.to_text().unwrap();
    let verdict = verify_export(&text, None, None).unwrap().verification.verdict;
    assert_eq!(verdict, Verdict::Broken { at: Place::Checkpoint, why: BrokenWhy::MissingCheckpoint });
    let left_out = text.replacen("\"checkpoint\":null,", "", 1);
    assert!(matches!(Export::parse(&left_out), Err(ExportError::Malformed(_))));
    unsealed.witness = None;
    let left_out = unsealed.to_text().unwrap().replacen("\"witness\":null,", "", 1);
    assert!(matches!(Export::parse(&left_out), Err(ExportError::Malformed(_))));
}

#[test]
fn every_cut_is_an_error_and_none_a_verdict() {
    let text = text();
    for length in (0..text.trim_end().len()).step_by(7) {
        let error = Export::parse(&text[..length]).unwrap_err();
        assert!(matches!(error, ExportError::Empty | ExportError::Truncated), "{length}: {error}");
    }
}

#[test]
fn whoever_waits_hears_of_each_entry_and_of_how_many() {
    let mut heard = Vec::new();
    verify_export_telling(&text(), None, None, |number, of| heard.push((number, of))).unwrap();
    let of = export().entries.len() as u64;
    assert_eq!(heard, (1..=of).map(|number| (number, of)).collect::<Vec<_>>());
}

#[test]
fn an_entry_that_is_none_is_told_also_behind_a_broken_one() {
    let mut broken = export();
    broken.entries[0].leaf = vec![0xff];
    let text = broken.to_text().unwrap();
    let end = text.rfind("\n]}").unwrap();
    let bad = format!("{},\n{{\"leaf\":1,\"openings\":{{}}}}{}", &text[..end], &text[end..]);
    assert!(matches!(verify_export(&bad, None, None), Err(ExportError::Malformed(_))));
}

#[test]
fn every_flipped_bit_of_an_export_is_refused_or_found() {
    let text = text();
    let whole = verify_export(&text, Some(first_key()), Some(witness())).unwrap();
    for bit in (0..text.len() * 8).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        let Ok(report) = verify_export(&changed, Some(first_key()), Some(witness())) else { continue };
        let broken = matches!(report.verification.verdict, Verdict::Broken { .. });
        assert!(broken, "bit {bit}: {report:?}");
        assert_ne!(report, whole);
    }
}

#[test]
fn a_damaged_log_can_be_exported_as_evidence() {
    let mut damaged = export();
    damaged.entries[2].leaf = vec![0xff, 0x00];
    damaged.seal.checkpoint = None;
    let text = damaged.to_text().unwrap();
    assert_eq!(Export::parse(&text), Ok(damaged));
    let verdict = verify_export(&text, None, None).unwrap().verification.verdict;
    assert!(matches!(verdict, Verdict::Broken { at: Place::Entry(2), .. }));
}
