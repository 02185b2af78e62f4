//! What is counted, by whose clock, and what the profile's own findings say.

use super::*;
use desk::store::{Outbox, StoreError};
use desk_socket::DoorError;
use profile::Connections;
use serde_json::json;

fn message(seen: &Seen, check: &str) -> String {
    judge::queue(seen).into_iter().find(|finding| finding.check == check).unwrap().message
}

/// A decision of one's own in this state.
fn row(state: serde_json::Value) -> Outbox {
    let opening = json!({ "salt": "AAAAAAAAAAAAAAAAAAAAAA==", "bytes": "AA==" });
    let at = "2026-11-24T15:44:00.000Z";
    serde_json::from_value(json!({
        "id": "o1", "queue": "contoso", "state": state, "open": true, "intent": 1, "decision": null,
        "draft": {
            "subject": { "kind": "request", "id": "r1" }, "tenant": "contoso", "action": "deny", "revision": 1,
            "facts_digest": null, "view_kind": "terminal", "asked": null, "granted": null, "not_after": at,
            "clicked_at": at, "policy_version": "p1", "view": opening, "personal": opening, "release_at": at,
            "release_boot": 0, "reason": null,
        },
    }))
    .unwrap()
}

#[test]
fn the_looks_at_several_logs_are_told_from_the_first_on_and_by_the_queues_clock() {
    let mut seen = well();
    answered(&mut seen).ahead = 120_000;
    for (tenant, checked) in [("contoso", "2026-11-24T15:40:00.000Z"), ("fabrikam", "2026-11-24T15:41:00.000Z")] {
        let log = QueueLog { checked_at: Some(at(checked)), ..QueueLog::new(at(checked)) };
        known(&mut seen).record.logs.insert(tenant.into(), log);
    }
    assert!(
        message(&seen, "queue-log")
            .starts_with("Its own log held when it was looked at between 2 min ago and 1 min ago;")
    );
}

#[test]
fn only_what_is_open_by_the_queues_clock_is_pending() {
    let mut seen = well();
    let mut denied = asks_for("none");
    denied.record.state = approval::RequestState::Denied;
    known(&mut seen).requests = vec![Arc::new(asks_for("none")), Arc::new(denied)];
    assert!(message(&seen, "mirror").contains("1 pending request,"));
    seen.now = at("2026-11-24T16:12:00.000Z");
    answered(&mut seen).ahead = 150_000;
    assert!(message(&seen, "mirror").contains("1 pending request,"), "its time is not over by the queue's clock");
    answered(&mut seen).ahead = 90_000;
    assert!(message(&seen, "mirror").contains("no pending requests,"));
}

#[test]
fn what_is_on_its_way_is_a_warning_and_what_ended_is_not() {
    let mut seen = well();
    let ended = [json!({ "is": "undone", "why": "person" }), json!({ "is": "refused", "why": "policy", "detail": "" })];
    known(&mut seen).outbox = ended.map(row).into();
    assert_eq!(troubles(&seen), []);
    known(&mut seen).outbox.push(row(json!({ "is": "again", "why": "changed" })));
    assert!(message(&seen, "mirror").ends_with(", 1 decision to be made again."));
    let moving = ["held", "queued", "sending", "unknown"].map(|is| row(json!({ "is": is })));
    known(&mut seen).outbox.extend(moving);
    assert_eq!(troubles(&seen), [("mirror", Severity::Warning, String::new())]);
    let said = message(&seen, "mirror");
    assert!(said.contains(", 4 decisions on their way, 1 decision to be made again."), "{said}");
}

#[test]
fn the_keyring_that_holds_the_key_may_be_locked_and_a_new_key_be_unconfirmed() {
    let mut seen = well();
    seen.keys = Some(Err(KeychainError::Locked("Login".to_owned())));
    assert_eq!(troubles(&seen), [("key", Severity::Error, "keyring-locked".to_owned())]);
    let mut seen = well();
    own_device(&mut seen).key_change = Some(2);
    register(&mut seen).devices[0].public_key = key(2);
    assert_eq!(troubles(&seen), [("device", Severity::Warning, String::new())], "the queue has the key before");
}

#[test]
fn polkit_is_asked_for_local_presence_and_a_key_for_attested() {
    let mut seen = Seen { prompt: Prompt::Polkit { runs: false, action: None }, ..well() };
    known(&mut seen).requests.push(Arc::new(asks_for("attested")));
    assert_eq!(troubles(&seen), [("security-key", Severity::Warning, String::new())]);
    known(&mut seen).requests = vec![Arc::new(asks_for("local"))];
    assert_eq!(troubles(&seen), [("presence", Severity::Warning, String::new())]);
    let mut over = asks_for("attested");
    over.record.state = approval::RequestState::Expired;
    known(&mut seen).requests = vec![Arc::new(over)];
    assert_eq!(troubles(&seen), []);
    let enrolled_at = at("2026-11-20T08:00:00.000Z");
    let (id, name, enrolled_by) = (Base64Url(vec![1]), "blue".to_owned(), "d1".into());
    register(&mut seen).security_keys =
        vec![SecurityKeyRecord { id, name, enrolled_at, enrolled_by, used_at: None, removed_at: None }];
    assert_eq!(message(&seen, "security-key"), "1 key is enrolled; no requests need one for a grant.");
}

#[test]
fn a_slow_answer_is_no_wrong_clock() {
    let signed_in = SignIn::of(me(), at("2026-11-24T15:44:00.000Z"), at("2026-11-24T15:44:02.000Z"));
    assert_eq!(signed_in.ahead, 1000, "half way between question and answer");
    let mut seen = well();
    let agrees = "agrees with the queue’s";
    for (ahead, said) in
        [(4999, agrees), (-4999, agrees), (-5500, "is 5.5 s behind the"), (5500, "is 5.5 s ahead of the")]
    {
        answered(&mut seen).ahead = ahead;
        let clock = message(&seen, "clock");
        assert!(clock.contains(said), "{clock}");
    }
}

#[test]
fn what_is_wrong_with_the_profile_itself_has_its_own_code() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("queues.json"), "[").unwrap();
    let unreadable = Connections::look(folder.path()).unwrap_err();
    let findings = [
        (judge::keyring(&Err(KeychainError::Locked("Login".to_owned()))), "keyring", "keyring-locked"),
        (judge::queues_unreadable(&unreadable), "queues", "queues-unreadable"),
        (judge::door(&DoorError::OtherUser), "profile", "profile-in-use"),
        (judge::store(&StoreError::Failed("disk".to_owned())), "store", "storage-failed"),
    ];
    for (finding, check, code) in findings {
        assert_eq!(
            (finding.check, finding.severity, finding.code.as_deref()),
            (check, Severity::Error, Some(code)),
            "{finding:?}"
        );
        assert!(
            finding.next.is_some_and(|step| !step.at_a_terminal.is_empty() && !step.in_the_window.is_empty()),
            "{check}"
        );
    }
    assert_eq!(judge::keyring(&Ok(())).severity, Severity::Ok);
}
