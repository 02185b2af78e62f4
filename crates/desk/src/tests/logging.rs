use super::queue::SERVER;
use super::world::{QUEUE, World, named, run};
use crate::LogExport;
use crate::errors::{DecideError, LogError, NoSuchQueue, SigningError};
use crate::store::{Device, QueueId};
use crate::text::plain;
use crate::view::{LogSearch, LogStanding, WitnessWord};
use crate::{Answer, Choice, ViewKind};
use queue_api::signed::{DecisionPayload, choice_digest};
use std::ops::ControlFlow;
use tlog::Verdict;
use tlog::export::verify_export;
use tlog::key::{SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;

#[test]
fn an_export_is_verified_without_the_desk() {
    run(async {
        let world = World::with_history().await;
        let text =
            world.desk.export_log(&LogExport { queue: Some(QUEUE.to_owned()), ..LogExport::default() }).unwrap().text;
        let key = world.queue.model().device.unwrap();
        let witness = NoteKey::witness(SERVER, SeedKey::from_seed(&[9; 32]).public_key()).unwrap();
        let report = verify_export(&text, Some(key), Some(witness)).unwrap();
        assert_eq!(report.verification.verdict, Verdict::Verified { entries: 6 });
        assert_eq!((report.decisions.taken["grant"], report.verification.withheld), (1, 0));
        let broken = text.replacen("\"sig\"", "\"sig\" ", 1).replace("eyJ", "eyK");
        assert!(!matches!(
            verify_export(&broken, Some(key), None).map(|report| report.verification.verdict),
            Ok(Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. })
        ));
    });
}

#[test]
fn an_empty_log_says_so() {
    run(async {
        let world = World::still();
        let view = world.desk.log(None, 0, 10).unwrap();
        assert_eq!((view.standing, view.count), (LogStanding::Empty, 0));
        assert_eq!(world.desk.export_log(&LogExport::default()), Err(LogError::Empty));
        assert_eq!(world.desk.log_detail(None, 4), Err(LogError::NoSuchEntry));
        assert_eq!(
            world.desk.log(Some("none"), 0, 1),
            Err(LogError::from(NoSuchQueue { named: "none".to_owned(), known: vec![QUEUE.to_owned()] }))
        );
    });
}

#[test]
fn rows_name_their_entries_and_their_witness() {
    run(async {
        let world = World::with_history().await;
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!((view.standing, view.title.as_str()), (LogStanding::Verified, "Verified"));
        assert!(view.line.starts_with("6 entries checked at 16:44:"), "{}", view.line);
        let rows: Vec<(&str, &str, WitnessWord)> =
            view.rows.iter().map(|row| (row.verb.as_str(), row.entries.as_str(), row.witness)).collect();
        assert_eq!(
            rows,
            [
                ("Undone", "5–6", WitnessWord::Witnessed),
                ("Granted 1 h", "2–4", WitnessWord::Witnessed),
                ("Key change", "1", WitnessWord::Witnessed)
            ]
        );
        assert_eq!(plain(&view.rows[1].what), "Global Administrator, asked 4 h");
        assert_eq!(view.rows.iter().map(|row| row.entry).collect::<Vec<_>>(), [5, 2, 1], "counted as people see them");
        let search = LogSearch { words: "dana".to_owned(), limit: 9, ..LogSearch::default() };
        let hits = world.desk.search_log(&search).unwrap().hits;
        assert_eq!(hits.iter().map(|hit| hit.row.entry).collect::<Vec<_>>(), [5, 2]);
        for row in &view.rows {
            let (title, entries) = (world.desk.log_detail(None, row.entry).unwrap().title, &row.entries);
            assert!(title.starts_with(&format!(
                "Entr{} {}",
                if entries.contains('–') { "ies" } else { "y" },
                row.entry
            )));
        }
        assert_eq!(world.desk.log_detail(None, 0), Err(LogError::NoSuchEntry));
        assert_eq!((view.tail.first.as_str(), view.tail.last.as_str()), ("1, 24 November", "6 witnessed 16:44"));
        world.queue.set_down(true);
        world.deny("low");
        world.settle().await;
        let view = world.desk.log(None, 0, 1).unwrap();
        assert_eq!(view.title, "Verified, 1 entry not yet witnessed");
        assert_eq!(view.rows[0].witness, WitnessWord::NotYet);
    });
}

#[test]
fn a_decision_shows_its_proof() {
    run(async {
        let world = World::with_history().await;
        let detail = world.desk.log_detail(None, 2).unwrap();
        assert_eq!(detail.title, "Entries 2 to 4");
        assert_eq!(
            plain(&detail.sentence),
            "You granted Dana Peres the role Global Administrator on Entra ID for 1 h. Asked: 4 h."
        );
        let facts: Vec<&str> = detail.facts.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(facts, ["State", "Clicked", "Request", "Receipt", "Reason"]);
        assert_eq!(detail.shown_summary, format!("{} lines, Berlin time", detail.shown.len()));
        assert_eq!(plain(&detail.facts[0].1), "Recorded, with the queue’s receipt");
        let proof = detail.proof.unwrap();
        assert_eq!(proof.cosigned.as_deref(), Some("queue.example, 16:44"));
        assert!(proof.text.contains(&proof.leaf) && proof.text.contains("queue.example/desk/d1"));
    });
}

#[test]
fn a_changed_byte_is_found_named_and_ends_granting() {
    run(async {
        let mut world = World::with_history().await;
        let id = QueueId::new(QUEUE);
        world.store.flip_byte(&id, 2, 300);
        world.restart().await;
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!((view.standing, view.title.as_str()), (LogStanding::Broken, "Broken at entry 3"));
        assert_eq!(view.tail.broken_at, Some(3));
        let words: Vec<WitnessWord> = view.rows.iter().map(|row| row.witness).collect();
        assert_eq!(words, [WitnessWord::NotProvable, WitnessWord::DoesNotMatch, WitnessWord::Witnessed]);
        let ticket = world.sheet("low").ticket;
        let refused = world.desk.decide(&ticket, Choice::Grant { seconds: 60 }, None, None).unwrap_err();
        assert_eq!(refused, DecideError::Signing(SigningError::LogBroken(QueueId::new(QUEUE))));
        assert_eq!(refused.view().code, "log-broken");
        world.deny("low");
    });
}

#[test]
fn a_log_that_ran_through_everything_verifies() {
    run(async {
        let mut world = World::with_history().await;
        for id in ["a", "b", "c", "d", "e"] {
            world.queue.put(world.request(id, approval::RiskLevel::Low));
        }
        world.settle().await;
        world.grant("a", HOUR);
        world.deny("b");
        world.grant("c", HOUR);
        world.restart().await;
        world.keyring.lock_it(true);
        world.restart().await;
        world.keyring.lock_it(false);
        world.grant("d", HOUR);
        world.pass(9000).await;
        world.queue.tick();
        world.pass(26_000).await;
        world.desk.revoke(&named("g-d"), ViewKind::Terminal, None).unwrap();
        world.settle().await;
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!(view.title, "Verified");
        assert_eq!(view.rows.iter().filter(|row| row.verb == "Not signed").count(), 3);
    });
}

#[test]
fn a_log_whose_key_was_changed_verifies_from_its_first_key_on() {
    run(async {
        let world = World::with_history().await;
        assert!(world.desk.rotate_key(QUEUE).await.unwrap());
        let device = world.desk.lock().queues[&QueueId::new(QUEUE)].record.device.clone().unwrap();
        world.deny("low");
        world.pass(4000).await;
        let view = world.desk.verify_log(None).unwrap();
        assert_eq!(view.title, "Verified", "{}", view.line);
        let text = world.desk.export_log(&LogExport::default()).unwrap().text;
        let verdict = |key| verify_export(&text, Some(key), None).unwrap().verification.verdict;
        assert_eq!(verdict(device.first_key()), Verdict::Verified { entries: 10 });
        assert!(matches!(verdict(device.public_key), Verdict::Broken { .. }));
        // A log that began with another key is another log, whoever signs it today.
        let id = QueueId::new(QUEUE);
        let other = Device { first_key: Some(SeedKey::from_seed(&[6; 32]).public_key()), ..device };
        world.desk.lock().queues.get_mut(&id).unwrap().record.device = Some(other);
        assert_eq!(world.desk.verify_log(None).unwrap().title, "Broken at entry 1");
    });
}

#[test]
fn a_decision_says_where_it_was_seen() {
    run(async {
        let world = World::new().await;
        let sheet = world.desk.open_sheet(&named("low"), ViewKind::Script).unwrap();
        world.desk.decide(&sheet.ticket, Choice::Grant { seconds: HOUR }, None, None).unwrap();
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        world.desk.revoke(&named("g-low"), ViewKind::Terminal, None).unwrap();
        let seen: Vec<ViewKind> = world
            .payloads(PayloadType::Decision)
            .into_iter()
            .map(|payload: DecisionPayload| payload.view_kind)
            .collect();
        assert_eq!(seen, [ViewKind::Script, ViewKind::Terminal]);
    });
}

#[test]
fn an_intent_and_its_decision_have_one_choice() {
    run(async {
        let world = World::new().await;
        world.grant("high", 3600);
        world.pass(100).await;
        world.deny("low");
        world.pass(9000).await;
        let intents: Vec<serde_json::Value> = world.payloads(PayloadType::Intent);
        let clicked: Vec<&str> = intents.iter().map(|intent| intent["choice_digest"].as_str().unwrap()).collect();
        let of_leaf: Vec<String> = intents.iter().map(|intent| choice_digest(intent).unwrap().to_string()).collect();
        assert_eq!(clicked, of_leaf);
        let mut decided: Vec<DecisionPayload> = world.payloads(PayloadType::Decision);
        decided.sort_by_key(|payload| payload.clicked_at);
        let signed: Vec<String> = decided.iter().map(|payload| choice_digest(payload).unwrap().to_string()).collect();
        assert_eq!((clicked.len(), clicked), (2, signed.iter().map(String::as_str).collect()));
    });
}

#[test]
fn long_work_tells_how_far_it_has_come() {
    run(async {
        let world = World::with_history().await;
        let size = u64::from(world.desk.log(None, 0, 1).unwrap().tail.entries);
        let mut told = Vec::new();
        world.desk.verify_log_telling(None, &mut |done, of| told.push((done, of))).unwrap();
        let mut hear = |done, of| {
            told.push((done, of));
            ControlFlow::Continue(())
        };
        world.desk.export_log_telling(&LogExport::default(), &mut hear).unwrap();
        let ended = world.desk.export_log_telling(&LogExport::default(), &mut |_, _| ControlFlow::Break(()));
        assert_eq!(ended, Err(LogError::Stopped));
        assert_eq!(told, [(size, size); 2]);
    });
}
