//! Attested presence: a security key, here one in software, is enrolled, and what it signs stands for one choice of one person.

use super::person::{Approver, Person, Reply, local, present, reply};
use super::server::{CONTOSO, MINUTE, SECOND, SERVER, Server, moment};
use super::software_key::SoftwareKey;
use approval::{Action, Presence, RequestFacts, RequestState};
use queue_api::signed::{AcceptancePayload, DecisionPayload, EventPayload, EventSubject};
use queue_api::{
    Base64Url, DecisionResponse, DevicesResponse, MeResponse, PresenceProof, SecurityKeyChallenge,
    SecurityKeyEnrolRequest, SecurityKeyRecord, paths,
};
use reqwest::{Method, StatusCode};
use std::slice::from_ref;
use tlog::Hash;
use tlog::key::{SeedKey, Signer};
use tlog::note::NoteKey;

/// A server whose `reader` needs attested presence.
async fn attesting() -> Server {
    let reader = "id = \"reader\"\nresource = \"entra\"";
    let contoso = CONTOSO.replacen(reader, &format!("{reader}\npresence = \"attested\""), 1);
    Server::with(&[&contoso, super::server::FABRIKAM]).await
}

async fn challenge(who: &Approver) -> Vec<u8> {
    let answer = reply(who.person.call(Method::POST, paths::SECURITY_KEY_CHALLENGES)).await;
    answer.ok::<SecurityKeyChallenge>().challenge.0
}

/// A registration, and what its request must still have signed.
fn enrolment(who: &Approver, [client_data, attestation_object]: [Base64Url; 2]) -> (SecurityKeyEnrolRequest, String) {
    let (person, device) = (who.person.id.into(), who.device.id.clone());
    let statement = SecurityKeyEnrolRequest::statement(SERVER, &person, &device, &client_data, &attestation_object);
    let signature = who.key.sign(statement.as_bytes()).unwrap();
    let signature = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = "blue".to_owned();
    (SecurityKeyEnrolRequest { name, device, client_data, attestation_object, signature, vouched: None }, statement)
}

async fn send(who: &Approver, request: &SecurityKeyEnrolRequest) -> Reply {
    reply(who.person.call(Method::POST, paths::SECURITY_KEYS).json(request)).await
}

/// Enrols `key`; `by` vouches for it, if it is not the first.
async fn enrol(who: &Approver, key: &SoftwareKey, by: Option<(&SoftwareKey, &Base64Url)>) -> Reply {
    let made = key.register(SERVER, who.person.id, &challenge(who).await).unwrap();
    let (mut request, statement) = enrolment(who, made);
    request.vouched = by.map(|(by, id)| by.assert(SERVER, Hash::of(statement).as_bytes(), from_ref(id)).unwrap());
    send(who, &request).await
}

/// Noor at an enrolled device, with an enrolled key.
async fn keyed(server: &Server) -> (Approver, SoftwareKey, Base64Url) {
    let noor = Approver::enrolled(server, "noor").await;
    let key = SoftwareKey::new();
    let id = enrol(&noor, &key, None).await.ok::<SecurityKeyRecord>().id;
    (noor, key, id)
}

fn attest(key: &SoftwareKey, id: &Base64Url) -> impl Fn(Hash) -> PresenceProof {
    move |choice| PresenceProof::Attested(key.assert(SERVER, choice.as_bytes(), from_ref(id)).unwrap())
}

fn granting(who: &Approver, facts: &RequestFacts) -> DecisionPayload {
    who.payload(facts, Action::Grant, Some("PT1H"))
}

/// Why the grant was not taken.
async fn refused(who: &mut Approver, facts: &RequestFacts, payload: DecisionPayload) -> String {
    let sent = who.sign(payload).await;
    let refused = who.send(facts, &sent).await;
    assert_eq!(refused.slug(), "presence-required");
    refused.problem().detail
}

async fn listed(who: &Person) -> Vec<SecurityKeyRecord> {
    who.get(paths::DEVICES).await.ok::<DevicesResponse>().security_keys
}

fn events(server: &Server, tenant: &str) -> Vec<EventPayload> {
    let payload = |leaf: Vec<u8>| {
        let envelope = tlog::Envelope::from_bytes(&leaf).unwrap();
        serde_json::from_slice(envelope.verify(&SeedKey::from_seed(&[7; 32]).public_key()).unwrap()).ok()
    };
    server.leaves(tenant).into_iter().filter_map(payload).collect()
}

#[tokio::test]
async fn a_grant_that_must_be_attested_is_taken_with_a_security_keys_signature_and_with_nothing_less() {
    let server = attesting().await;
    let dana = Person::requester(&server, "dana");
    let facts = dana.ask("reader", "PT4H").await;
    assert_eq!(facts.policy.presence, Presence::Attested);
    let (mut noor, key, id) = keyed(&server).await;

    let nothing = granting(&noor, &facts);
    assert!(refused(&mut noor, &facts, nothing).await.contains("carries no proof of it"));
    let word = present(granting(&noor, &facts), local);
    assert!(refused(&mut noor, &facts, word).await.contains("the device's own word alone"));
    assert_eq!(noor.person.record(&facts.id).await.state, RequestState::Pending);

    server.clock.advance(SECOND);
    let payload = present(granting(&noor, &facts), attest(&key, &id));
    let sent = noor.sign(payload).await;
    let answer: DecisionResponse = noor.send(&facts, &sent).await.ok();
    assert_eq!(answer.request.state, RequestState::Granted);
    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let log = NoteKey::from_vkey(&me.log).unwrap();
    let accepted: AcceptancePayload = serde_json::from_slice(answer.acceptance.verify(log.public()).unwrap()).unwrap();
    assert_eq!(accepted.presence, Some(Presence::Attested), "the queue's signed answer says so");
    let key = listed(&noor.person).await.remove(0);
    assert_eq!(key.used_at.unwrap().millis_since(key.enrolled_at), 1000);
}

#[tokio::test]
async fn a_key_is_enrolled_on_the_queues_challenge_listed_and_written_into_the_log_of_each_tenant() {
    let server = attesting().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    let before = noor.person.changes("", 0).await.devices;
    let key = SoftwareKey::new();
    let (request, _) = enrolment(&noor, key.register(SERVER, "noor", &challenge(&noor).await).unwrap());
    let record: SecurityKeyRecord = send(&noor, &request).await.ok();
    assert_eq!((record.name.as_str(), &record.enrolled_by, record.used_at), ("blue", &noor.device.id, None));
    assert_eq!(send(&noor, &request).await.ok::<SecurityKeyRecord>(), record, "once more is the same");
    assert_eq!(listed(&noor.person).await, from_ref(&record));
    assert!(listed(&ilya.person).await.is_empty());
    let after = noor.person.changes("", 0).await.devices;
    assert_ne!(after, before, "the feed says that there is news");

    let path = paths::with_id(paths::SECURITY_KEY, &record.id.to_string());
    assert_eq!(reply(ilya.person.call(Method::DELETE, &path)).await.slug(), "not-found");
    for _ in 0..2 {
        assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);
    }
    assert!(listed(&noor.person).await[0].removed_at.is_some());
    assert_eq!(send(&noor, &request).await.slug(), "key-taken", "what was removed does not come back");
    for tenant in ["contoso", "fabrikam"] {
        let about = events(&server, tenant);
        let words: Vec<_> = about.iter().map(|event| event.event.as_str()).collect();
        assert_eq!(words, ["security-key-enrolled", "security-key-removed"], "{tenant}");
        for event in about {
            assert_eq!(
                (event.subject, event.security_key),
                (EventSubject::Person("noor".into()), Some(record.id.clone()))
            );
        }
    }
}

#[tokio::test]
async fn a_registration_that_is_not_this_persons_on_this_challenge_is_refused() {
    let server = attesting().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    let key = SoftwareKey::new();
    let why = async |registration: [Base64Url; 2]| {
        let answer = send(&noor, &enrolment(&noor, registration).0).await;
        assert_eq!(answer.slug(), "refused");
        answer.problem().detail
    };
    let given = challenge(&noor).await;
    assert!(why(key.register(SERVER, "noor", &[7; 32]).unwrap()).await.contains("challenge"), "made up");
    let ilyas = challenge(&ilya).await;
    assert!(why(key.register(SERVER, "noor", &ilyas).unwrap()).await.contains("challenge"), "given to somebody else");
    assert!(why(key.register("queue.other", "noor", &given).unwrap()).await.contains("another place"));
    let unverified = SoftwareKey::new().touched_only();
    let why_not = why(unverified.register(SERVER, "noor", &given).unwrap()).await;
    assert!(why_not.contains("set a PIN or a finger"), "{why_not}");

    let (mut request, _) = enrolment(&noor, key.register(SERVER, "noor", &given).unwrap());
    let good = request.clone();
    request.signature = enrolment(&noor, key.register(SERVER, "noor", &given).unwrap()).0.signature;
    assert_eq!(send(&noor, &request).await.slug(), "refused", "signed for another registration");
    assert_eq!(send(&ilya, &good).await.slug(), "not-found", "by a device of somebody else");
    let requester = Person::requester(&server, "noor");
    assert_eq!(reply(requester.call(Method::POST, paths::SECURITY_KEY_CHALLENGES)).await.slug(), "forbidden");
    server.clock.advance(10 * MINUTE);
    assert_eq!(send(&noor, &good).await.slug(), "refused", "its time is over");
    let newer = challenge(&noor).await;
    let made = key.register(SERVER, "noor", &newer).unwrap();
    challenge(&noor).await;
    assert!(why(made).await.contains("last given out"), "another was given out since");
    assert!(listed(&noor.person).await.is_empty());
}

#[tokio::test]
async fn a_further_key_needs_one_before_it_and_where_all_are_lost_whoever_runs_the_queue() {
    let server = attesting().await;
    let (noor, first, id) = keyed(&server).await;
    let second = SoftwareKey::new();
    let alone = enrol(&noor, &second, None).await;
    assert!(alone.problem().detail.contains("another key of yours must vouch"), "{alone:?}");
    let copied = first.copied();
    let by: SecurityKeyRecord = enrol(&noor, &second, Some((&first, &id))).await.ok();
    let behind = enrol(&noor, &SoftwareKey::new(), Some((&copied, &id))).await;
    assert!(behind.problem().detail.contains("counts backwards"), "{behind:?}");

    for id in [&id, &by.id] {
        let path = paths::with_id(paths::SECURITY_KEY, &id.to_string());
        assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);
    }
    let removed = enrol(&noor, &SoftwareKey::new(), Some((&first, &id))).await;
    assert!(removed.problem().detail.contains("not enrolled for you"), "{removed:?}");
    let lost = enrol(&noor, &SoftwareKey::new(), None).await;
    assert!(lost.problem().detail.contains("whoever runs the queue"), "{lost:?}");
    assert!(server.queue.forget_security_keys(&"zed".into(), &moment(&server.clock)).is_err(), "nobody");
    assert_eq!(server.queue.forget_security_keys(&"noor".into(), &moment(&server.clock)).unwrap(), 0);
    enrol(&noor, &SoftwareKey::new(), None).await.ok::<SecurityKeyRecord>();
}

#[tokio::test]
async fn what_a_key_signed_for_one_choice_is_refused_for_every_other_and_from_every_other_person() {
    let server = attesting().await;
    let dana = Person::requester(&server, "dana");
    let (facts, other) = (dana.ask("reader", "PT4H").await, dana.ask("reader", "PT4H").await);
    let (mut noor, key, id) = keyed(&server).await;
    let shown = present(granting(&noor, &facts), attest(&key, &id)).presence;
    let longer = DecisionPayload { presence: shown.clone(), ..noor.payload(&facts, Action::Grant, Some("PT4H")) };
    assert!(refused(&mut noor, &facts, longer).await.contains("for another choice"));
    let replayed = DecisionPayload { presence: shown, ..granting(&noor, &other) };
    assert!(refused(&mut noor, &other, replayed).await.contains("for another choice"));

    // The challenge said to be the choice is not enough: the key must have signed it.
    let forged = present(granting(&noor, &other), |choice| {
        let mut evidence = key.assert(SERVER, &[1; 32], from_ref(&id)).unwrap();
        evidence.client_data = key.assert(SERVER, choice.as_bytes(), from_ref(&id)).unwrap().client_data;
        PresenceProof::Attested(evidence)
    });
    assert!(refused(&mut noor, &other, forged).await.contains("signature does not verify"));

    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let borrowed = present(granting(&ilya, &facts), attest(&key, &id));
    assert!(refused(&mut ilya, &facts, borrowed).await.contains("not enrolled for you"));

    let elsewhere =
        |choice: Hash| PresenceProof::Attested(key.assert("queue.other", choice.as_bytes(), from_ref(&id)).unwrap());
    let payload = present(granting(&noor, &facts), elsewhere);
    assert!(refused(&mut noor, &facts, payload).await.contains("another place"));
    let touched = key.touched_only();
    let payload = present(granting(&noor, &facts), attest(&touched, &id));
    assert!(refused(&mut noor, &facts, payload).await.contains("PIN or a finger"));
    assert_eq!(noor.person.record(&facts.id).await.state, RequestState::Pending);
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_and_the_same_decision_sent_again_is_not() {
    let server = attesting().await;
    let dana = Person::requester(&server, "dana");
    let [one, two, three] =
        [dana.ask("reader", "PT4H").await, dana.ask("reader", "PT4H").await, dana.ask("reader", "PT4H").await];
    let (mut noor, key, id) = keyed(&server).await;
    let copied = key.copied();

    // The counter is written before the decision is refused for another reason.
    let payload = present(granting(&noor, &one), attest(&key, &id));
    let mut sent = noor.sign_unproven(payload, Some("Agreed with finance"));
    assert_eq!(noor.send(&one, &sent).await.slug(), "not-witnessed");
    sent.proof = Some(noor.witnessed_proof(noor.hashes.size() - 1).await);
    let answer: DecisionResponse = noor.send(&one, &sent).await.ok();

    let payload = present(granting(&noor, &two), attest(&copied, &id));
    let told = refused(&mut noor, &two, payload).await;
    assert!(told.contains("counts backwards, from 1 to 1") && told.contains("the key was copied"), "{told}");
    let payload = present(granting(&noor, &two), attest(&key, &id));
    let next = noor.sign(payload).await;
    noor.send(&two, &next).await.ok::<DecisionResponse>();
    let again: DecisionResponse = noor.send(&one, &sent).await.ok();
    assert_eq!(again.acceptance, answer.acceptance, "long after, and with the counter further on");

    let server = server.stop().await;
    let contoso = CONTOSO.replacen("id = \"reader\"\n", "id = \"reader\"\npresence = \"attested\"\n", 1);
    let server = Server::in_folder(server.0, server.1, server.2, &[&contoso, super::server::FABRIKAM]).await;
    let mut noor = noor.moved_to(&server);
    let payload = present(granting(&noor, &three), attest(&copied, &id));
    assert!(refused(&mut noor, &three, payload).await.contains("counts backwards, from 2 to 2"));
}

#[tokio::test]
async fn a_key_that_keeps_no_counter_is_taken_each_time_and_a_removed_one_never_again() {
    let server = attesting().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let key = SoftwareKey::without_a_counter();
    let id = enrol(&noor, &key, None).await.ok::<SecurityKeyRecord>().id;
    for _ in 0..2 {
        let facts = dana.ask("reader", "PT4H").await;
        let payload = present(granting(&noor, &facts), attest(&key, &id));
        let sent = noor.sign(payload).await;
        noor.send(&facts, &sent).await.ok::<DecisionResponse>();
    }
    let facts = dana.ask("reader", "PT4H").await;
    let path = paths::with_id(paths::SECURITY_KEY, &id.to_string());
    assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);
    let payload = present(granting(&noor, &facts), attest(&key, &id));
    assert!(refused(&mut noor, &facts, payload).await.contains("not enrolled for you"));
    let denied: DecisionResponse = noor.deny(&facts).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied, "denying never asks");
}

/// Attested presence is more than what a local one shows.
#[tokio::test]
async fn a_security_key_is_enough_where_policy_asks_for_local_presence() {
    let contoso = CONTOSO.replacen("id = \"reader\"\n", "id = \"reader\"\npresence = \"local\"\n", 1);
    let server = Server::with(&[&contoso, super::server::FABRIKAM]).await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT4H").await;
    let (mut noor, key, id) = keyed(&server).await;
    let payload = present(granting(&noor, &facts), attest(&key, &id));
    let sent = noor.sign(payload).await;
    noor.send(&facts, &sent).await.ok::<DecisionResponse>();
}
