//! Each trouble is found, by its check, with its weight and the next step; and where there is none, none is.

mod edges;

use super::judge::{self, Finding, Prompt, Seen, Severity, SignIn};
use super::steps::Step;
use super::witness::Word;
use approval::{DeviceId, PersonId, Tenant, TenantId, Timestamp};
use connectors::ReachError;
use desk::QueueId;
use desk::ports::{ConnectorError, KeychainError};
use desk::store::{
    Acceptance, Cosigned, Device, Head, Heard, Incident, IncidentKind, Mirrored, QueueKind, QueueLog, QueueRecord,
    StoredQueue,
};
use profile::Connection;
use queue_api::{Base64Url, DeviceRecord, DevicesResponse, MeResponse, RoleName, SecurityKeyRecord, WaitingDevice};
use std::sync::Arc;
use std::time::Duration;
use tlog::NoteKey;
use tlog::hash::Hash;
use tlog::key::{PublicKey, SeedKey, Signer};

fn key(seed: u8) -> PublicKey {
    SeedKey::from_seed(&[seed; 32]).public_key()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn me() -> MeResponse {
    MeResponse {
        person: PersonId::new("noor"),
        name: "Noor Haddad".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        role: RoleName::Approver,
        tenants: vec![Tenant {
            id: TenantId::new("contoso"),
            name: "Contoso".to_owned(),
            domain: "contoso.example".to_owned(),
        }],
        reviews: Vec::new(),
        server_time: at("2026-11-24T15:44:00.000Z"),
        server: "queue.example".to_owned(),
        versions: vec!["v1".to_owned()],
        witness: NoteKey::witness("queue.example", key(9)).unwrap().vkey(),
        log: NoteKey::log("queue.example", key(8)).unwrap().vkey(),
    }
}

fn listed() -> DeviceRecord {
    let enrolled_at = at("2026-11-20T08:00:00.000Z");
    let (id, name) = (DeviceId::new("d1"), "desk".to_owned());
    DeviceRecord {
        id,
        name,
        public_key: key(1),
        enrolled_at,
        admitted: None,
        used_at: None,
        removed_at: None,
        removed_by: None,
    }
}

/// A queue where nothing is wrong.
fn well() -> Seen {
    let device = Device {
        id: DeviceId::new("d1"),
        origin: "o".to_owned(),
        public_key: key(1),
        first_key: None,
        key_change: None,
        barred: None,
        known: None,
    };
    let record = QueueRecord {
        id: QueueId::new("contoso"),
        name: "Contoso".to_owned(),
        kind: QueueKind::Remote,
        me: Some(me()),
        device: Some(device),
        incident: None,
        capabilities: Default::default(),
        removed: false,
        logs: Default::default(),
        went_back: None,
        former: Vec::new(),
        recovering: None,
    };
    let server_time = at("2026-11-24T15:43:00.000Z");
    let cosigned = Some(Cosigned { size: 3, note: String::new(), at: server_time });
    let known = StoredQueue {
        record,
        cursor: None,
        heard: Some(Heard { server_time, wall: server_time, boot: 1, boot_id: "b".to_owned() }),
        requests: Vec::new(),
        grants: Vec::new(),
        outbox: Vec::new(),
        head: Head { size: 3, last_leaf: Hash::ZERO, checkpoint: None, cosigned },
    };
    let (id, name) = ("contoso".to_owned(), "Contoso".to_owned());
    let connection = Connection { id, name, address: "https://queue.example".to_owned(), watch: false };
    let now = at("2026-11-24T15:44:00.000Z");
    Seen {
        token: Some(Ok(true)),
        keys: Some(Ok(vec![key(1)])),
        sign_in: Some(Ok(SignIn::of(me(), now, now))),
        devices: Some(Ok(DevicesResponse { devices: vec![listed()], waiting: Vec::new(), security_keys: Vec::new() })),
        witness: Some(Ok(Word::Same)),
        ..Seen::new(&connection, Some(known), Ok(Duration::from_millis(4)), now)
    }
}

/// What is not ok: check, weight, code.
fn troubles(seen: &Seen) -> Vec<(&'static str, Severity, String)> {
    let found = judge::queue(seen);
    assert!(found.iter().all(|finding| finding.next.is_some() == (finding.severity != Severity::Ok)), "{found:?}");
    assert!(found.iter().all(|finding| finding.code.is_some() == (finding.severity == Severity::Error)), "{found:?}");
    let bad = found.into_iter().filter(|finding: &Finding| finding.severity != Severity::Ok);
    bad.map(|finding| (finding.check, finding.severity, finding.code.unwrap_or_default())).collect()
}

fn known(seen: &mut Seen) -> &mut StoredQueue {
    seen.known.as_mut().unwrap()
}

fn own_device(seen: &mut Seen) -> &mut Device {
    known(seen).record.device.as_mut().unwrap()
}

fn answered(seen: &mut Seen) -> &mut SignIn {
    seen.sign_in.as_mut().unwrap().as_mut().unwrap()
}

fn register(seen: &mut Seen) -> &mut DevicesResponse {
    seen.devices.as_mut().unwrap().as_mut().unwrap()
}

#[test]
fn where_nothing_is_wrong_every_check_says_so() {
    assert_eq!(troubles(&well()), []);
    let checks: Vec<&str> = judge::queue(&well()).iter().map(|finding| finding.check).collect();
    let all = [
        "address",
        "reach",
        "token",
        "sign-in",
        "api",
        "clock",
        "device",
        "key",
        "witness",
        "queue-log",
        "mirror",
        "capabilities",
    ];
    assert_eq!(checks, all);
}

#[test]
fn each_trouble_is_found_by_its_own_check() {
    use Severity::{Error, Warning};
    type Fault = fn(&mut Seen);
    let unreachable = |seen: &mut Seen| {
        let error = ConnectorError::Unreachable("connection refused".to_owned());
        (seen.reached, seen.sign_in, seen.devices) = (Err(ReachError::Connector(error)), None, None);
    };
    let waits = |seen: &mut Seen| {
        known(seen).record.device = None;
        let asked_at = at("2026-11-24T15:40:00.000Z");
        register(seen).waiting = vec![WaitingDevice {
            public_key: key(1),
            name: "desk".to_owned(),
            asked_at,
            until: at("2026-11-25T15:40:00.000Z"),
        }];
    };
    let table: &[(Fault, (&str, Severity, &str))] = &[
        (unreachable, ("reach", Error, "not-reached")),
        (|seen| seen.token = Some(Ok(false)), ("token", Error, "no-token")),
        (|seen| seen.token_ends = Some(seen.now), ("token", Error, "token-ended")),
        (|seen| seen.token_ends = Some(seen.now.plus_millis(3_600_000)), ("token", Warning, "")),
        (|seen| seen.token = Some(Err(KeychainError::Locked("x".to_owned()))), ("token", Error, "keyring-locked")),
        (|seen| answered(seen).me.role = RoleName::Requester, ("sign-in", Error, "not-an-approver")),
        (|seen| answered(seen).me.person = PersonId::new("ilya"), ("sign-in", Error, "other-person")),
        (|seen| answered(seen).me.server = "other".to_owned(), ("sign-in", Error, "other-queue")),
        (|seen| answered(seen).me.versions = vec!["v2".to_owned()], ("api", Error, "other-version")),
        (|seen| answered(seen).ahead = -30_001, ("clock", Warning, "")),
        (|seen| answered(seen).ahead = 30_001, ("clock", Warning, "")),
        (|seen| register(seen).devices.clear(), ("device", Error, "device-revoked")),
        (
            |seen| register(seen).devices[0].removed_at = Some(at("2026-11-24T15:00:00.000Z")),
            ("device", Error, "device-revoked"),
        ),
        (|seen| register(seen).devices[0].public_key = key(2), ("device", Error, "not-admitted")),
        (|seen| own_device(seen).key_change = Some(2), ("device", Warning, "")),
        (waits, ("device", Error, "waits-for-admission")),
        (|seen| known(seen).record.device = None, ("device", Error, "not-enrolled")),
        (|seen| seen.keys = Some(Ok(vec![key(2)])), ("key", Error, "key-gone")),
        (|seen| answered(seen).me.witness = "no vkey".to_owned(), ("witness", Error, "bad-witness")),
        (
            |seen| answered(seen).me.witness = NoteKey::witness("queue.example", key(7)).unwrap().vkey(),
            ("witness", Error, "other-witness"),
        ),
        (
            |seen| {
                known(seen).record.incident =
                    Some(Incident { kind: IncidentKind::OtherRoot, at: at("2026-11-24T15:00:00.000Z") })
            },
            ("witness", Error, "log-broken"),
        ),
        (
            |seen| {
                let at = at("2026-11-24T15:00:00.000Z");
                let incident = Some(Incident { kind: IncidentKind::QueueLogShorter, at });
                let log = QueueLog { incident, ..QueueLog::new(at) };
                known(seen).record.logs.insert("contoso".into(), log);
            },
            ("queue-log", Error, "queue-log-broken"),
        ),
        (|seen| known(seen).head.size = 4, ("witness", Warning, "")),
        (|seen| seen.witness = Some(Ok(Word::More(4))), ("witness", Error, "log-broken")),
        (|seen| seen.witness = Some(Ok(Word::Other)), ("witness", Error, "log-broken")),
        (|seen| seen.witness = Some(Ok(Word::Fewer(2))), ("witness", Warning, "")),
        (|seen| seen.witness = Some(Err(ConnectorError::NoAnswer("timed out".to_owned()))), ("witness", Warning, "")),
        (|seen| known(seen).heard = None, ("mirror", Warning, "")),
        (
            |seen| known(seen).heard.as_mut().unwrap().server_time = at("2026-11-24T15:28:59.999Z"),
            ("mirror", Warning, ""),
        ),
    ];
    for (number, (fault, (check, severity, code))) in table.iter().enumerate() {
        let mut seen = well();
        fault(&mut seen);
        assert_eq!(troubles(&seen), [(*check, *severity, (*code).to_owned())], "{number}");
    }
}

#[test]
fn whoever_lost_the_key_is_sent_to_recover_and_not_for_an_invitation() {
    let faults: [fn(&mut Seen); 3] = [
        |seen| register(seen).devices.clear(),
        |seen| register(seen).devices[0].removed_at = Some(at("2026-11-24T15:00:00.000Z")),
        |seen| register(seen).devices[0].public_key = key(2),
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        let mut seen = well();
        fault(&mut seen);
        seen.keys = Some(Ok(Vec::new()));
        let next: Vec<Step> = judge::queue(&seen).into_iter().filter_map(|finding| finding.next).collect();
        let recovers = |step: &Step| step.at_a_terminal.contains("keys recover");
        assert!(next.len() == 2 && next.iter().all(recovers), "{number}: {next:?}");
    }
}

#[test]
fn data_as_old_as_grants_may_be_made_on_are_no_trouble() {
    let mut seen = well();
    known(&mut seen).heard.as_mut().unwrap().server_time = at("2026-11-24T15:29:00.000Z");
    answered(&mut seen).ahead = 30_000;
    seen.now = at("2026-11-24T15:44:30.000Z");
    assert_eq!(troubles(&seen), [], "by the queue's clock, not by this machine's");
}

/// A pending request whose grant must come with presence of this kind.
fn asks_for(presence: &str) -> Mirrored {
    let body = serde_json::json!({
        "id": "r1", "revision": 1, "entitlement": "admin", "window": "PT1H", "justification": "Why.",
        "tenant": { "id": "contoso", "name": "Contoso", "domain": "contoso.example" },
        "requester": {
            "id": "dana", "name": "Dana Peres", "kind": "human", "zone": "Europe/Lisbon",
            "address": "dana@contoso.example"
        },
        "resource": { "id": "entra", "name": "Entra ID" },
        "role": { "id": "ga", "name": "Global Administrator", "means": "Can read every mailbox." },
        "risk": { "level": "high", "score": 70, "judged_by": "Contoso", "reasons": [] },
        "policy": {
            "version": "p1", "longest_window": "PT8H", "stages": [{ "name": "On call", "needs": 1 }], "presence": presence,
            "offline_grants": false, "stale_after": "PT15M", "reason_required": false
        },
        "asked_at": "2026-11-24T15:40:00.000Z", "revised_at": "2026-11-24T15:40:00.000Z",
        "answer_by": "2026-11-24T16:10:00.000Z", "nonce": "n"
    });
    let record =
        serde_json::json!({ "body": body, "state": "pending", "activity": 0, "for_you": { "stage": 0 } }).to_string();
    Mirrored::read(&serde_json::from_str(&record).unwrap()).unwrap()
}

#[test]
fn that_polkit_cannot_ask_is_said_where_something_waits_that_asks_for_presence() {
    let polkit = |runs, action| Prompt::Polkit { runs, action };
    let missing = || Seen { prompt: polkit(true, None), ..well() };
    assert_eq!(troubles(&missing()), [], "nothing asks for it");
    let mut seen = missing();
    known(&mut seen).requests.push(Arc::new(asks_for("local")));
    assert_eq!(troubles(&seen), [("presence", Severity::Warning, String::new())]);
    let next = judge::queue(&seen).into_iter().find_map(|finding| finding.next).unwrap().at_a_terminal;
    assert!(next.contains("doorward polkit-policy | sudo tee /usr/share/polkit-1/actions/"), "{next}");
    let next = |seen: &Seen| {
        let found = judge::queue(seen).into_iter().find(|finding| finding.check == "presence").unwrap();
        (found.message, found.next.map(|step| step.at_a_terminal).unwrap_or_default())
    };
    seen.prompt = polkit(false, None);
    let (said, then) = next(&seen);
    assert!(said.contains("polkit does not run on this machine"), "{said}");
    assert!(
        then.starts_with("Install and start polkit") && then.contains("doorward polkit-policy | sudo tee"),
        "{then}"
    );
    seen.prompt = polkit(false, Some("/usr/share/polkit-1/actions"));
    let (said, then) = next(&seen);
    assert!(said.contains("polkit does not run") && !then.contains("polkit-policy"), "{said} {then}");
    seen.prompt = polkit(true, Some("/usr/share/polkit-1/actions"));
    assert_eq!(troubles(&seen), []);
    seen.prompt = Prompt::BuiltIn;
    assert_eq!(troubles(&seen), []);
    seen.prompt = polkit(true, None);
    let mut over = asks_for("local");
    over.record.state = approval::RequestState::Denied;
    known(&mut seen).requests = vec![Arc::new(over)];
    assert_eq!(troubles(&seen), [], "what is over asks for nothing");
}

#[test]
fn plain_http_to_another_machine_is_said_and_nothing_is_sent() {
    let refused =
        connectors::Doorward::new("http://queue.example", &desk::ports::Secret::new(b"t".to_vec())).unwrap_err();
    let seen = Seen {
        address: "http://queue.example".to_owned(),
        reached: Err(refused.into()),
        sign_in: None,
        devices: None,
        ..well()
    };
    assert_eq!(troubles(&seen), [("address", Severity::Error, "bad-address".to_owned())]);
    assert_eq!(judge::queue(&seen)[0].code.as_deref(), Some("bad-address"));
}

#[test]
fn how_many_accepted_decisions_are_in_the_queues_log_is_one_true_sentence() {
    let said = |included: u64, awaited: u64| {
        let mut seen = well();
        let at = at("2026-11-24T15:40:00.000Z");
        let awaited = (0..awaited).map(|index| Acceptance { index, leaf: Hash::ZERO, at }).collect();
        let log = QueueLog { checked_at: Some(at), included, awaited, ..QueueLog::new(at) };
        known(&mut seen).record.logs.insert("contoso".into(), log);
        judge::queue(&seen).into_iter().find(|finding| finding.check == "queue-log").unwrap().message
    };
    assert_eq!(
        said(0, 0),
        "Its own log held when it was looked at 4 min ago; no accepted decision of yours to look for in it yet."
    );
    assert!(said(1, 0).ends_with("; your 1 accepted decision is in it."), "{}", said(1, 0));
    assert!(said(3, 0).ends_with("; all 3 of your accepted decisions are in it."), "{}", said(3, 0));
    assert!(said(0, 1).ends_with("; 0 of your 1 accepted decision found in it so far."), "{}", said(0, 1));
}

/// One person with two grants that live, and one that is over and taken away.
#[test]
fn what_is_over_is_not_counted_as_live_and_whoever_holds_two_is_one() {
    let mut seen = well();
    let live = || {
        serde_json::json!({
            "id": "g", "request": "r", "tenant": { "id": "contoso", "name": "Contoso", "domain": "contoso.example" },
            "holder": { "id": "dana", "name": "Dana Peres", "kind": "human" }, "zone": "UTC",
            "resource": { "id": "entra", "name": "Entra ID" },
            "role": { "id": "admin", "name": "Admin", "means": "Can do anything." }, "risk": "high", "window": "PT1H",
            "granted_at": "2026-11-24T15:00:00.000Z", "access": "given",
            "state": { "is": "active", "activated_at": "2026-11-24T15:00:00.000Z", "ends_at": "2026-11-24T16:00:00.000Z" },
        })
    };
    let mut over = live();
    over["state"] = serde_json::json!({
        "is": "ended", "activated_at": "2026-11-24T14:00:00.000Z", "ended_at": "2026-11-24T15:00:00.000Z",
        "lateness": "on-time",
    });
    over["access"] = "taken-away".into();
    let record = |mut grant: serde_json::Value| {
        grant["you_may_revoke"] = true.into();
        serde_json::from_value::<queue_api::GrantRecord>(grant).unwrap()
    };
    known(&mut seen).grants = vec![record(live()), record(live()), record(over)];
    let found = judge::queue(&seen);
    let mirror = found.iter().find(|finding| finding.check == "mirror").unwrap();
    assert_eq!(mirror.message, "1 min old: no pending requests, 2 live grants of 1 person.");
}

#[test]
fn a_security_key_is_missed_only_where_one_is_needed() {
    let said = |seen: &Seen| {
        let found = judge::queue(seen);
        found
            .into_iter()
            .find(|finding| finding.check == "security-key")
            .map(|finding| (finding.severity, finding.message))
    };
    let mut seen = well();
    assert_eq!(said(&seen), None);
    known(&mut seen).requests.push(Arc::new(asks_for("attested")));
    let missed = "None of yours is enrolled, and 1 request needs one for a grant.".to_owned();
    assert_eq!(said(&seen), Some((Severity::Warning, missed)));
    let enrolled_at = at("2026-11-20T08:00:00.000Z");
    let key = |removed_at| SecurityKeyRecord {
        id: Base64Url(vec![1]),
        name: "blue".to_owned(),
        enrolled_at,
        enrolled_by: "d1".into(),
        used_at: None,
        removed_at,
    };
    register(&mut seen).security_keys = vec![key(Some(enrolled_at))];
    assert_eq!(said(&seen).unwrap().0, Severity::Warning);
    register(&mut seen).security_keys.push(key(None));
    assert_eq!(said(&seen), Some((Severity::Ok, "1 key is enrolled; 1 request needs one for a grant.".to_owned())));
}
