//! What a signed decision must be to be taken, and what happens to the second one.

use super::person::{Approver, Person, rand_key, reply};
use super::server::{HOUR, MINUTE, Server};
use approval::{Action, RequestFacts, RequestState};
use queue_api::signed::{AcceptancePayload, DecisionPayload, decision_hash};
use queue_api::{
    AcceptanceResponse, DecisionResponse, MeResponse, Proof, RevocationResponse, RoleName, ShorteningResponse, paths,
};
use reqwest::{Method, StatusCode};
use tlog::note::NoteKey;
use tlog::tree::inclusion_proof;
use tlog::{Envelope, Hash, Opening, PayloadType, cosign};

async fn asked() -> (Server, RequestFacts, Approver) {
    let server = Server::start().await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT4H").await;
    let noor = Approver::enrolled(&server, "noor").await;
    (server, facts, noor)
}

fn acceptance(envelope: &Envelope, me: &MeResponse) -> AcceptancePayload {
    let key = NoteKey::from_vkey(&me.log).unwrap();
    serde_json::from_slice(envelope.verify(key.public()).unwrap()).unwrap()
}

#[tokio::test]
async fn an_acceptance_is_signed_names_the_decision_and_says_whether_it_was_proven() {
    let (_server, facts, mut noor) = asked().await;
    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let sent = noor.sign(payload).await;
    let answer: DecisionResponse = noor.send(&facts, &sent).await.ok();
    let accepted = acceptance(&answer.acceptance, &me);
    assert_eq!(accepted.decision, decision_hash(&sent.envelope));
    assert!(accepted.proven);
    assert_eq!(accepted.granted_window, Some("PT1H".parse().unwrap()));
    let decided = answer.request.decided.unwrap();
    assert_eq!((decided.by_name.as_str(), decided.reason.as_deref()), ("Noor Haddad", Some("Agreed with finance")));

    let revoked: RevocationResponse = noor.revoke(&answer.grant.unwrap(), &facts).await.ok();
    assert!(!acceptance(&revoked.acceptance, &me).proven, "nobody proved the revocation");
}

#[tokio::test]
async fn a_decision_whose_payload_is_not_about_this_very_request_by_this_very_person_is_refused() {
    let (_server, facts, mut noor) = asked().await;
    type Spoil = fn(&mut DecisionPayload);
    let spoilt: &[(&str, Spoil)] = &[
        ("version", |p| p.v = 2),
        ("server", |p| p.server = "another.example".to_owned()),
        ("tenant", |p| p.tenant = "fabrikam".into()),
        ("subject", |p| p.subject.id = "another".to_owned()),
        ("subject kind", |p| p.subject.kind = queue_api::signed::SubjectKind::Grant),
        ("facts digest", |p| p.facts_digest = Some(Hash::of("other"))),
        ("no facts digest", |p| p.facts_digest = None),
        ("no asked window", |p| p.asked_window = None),
        ("asked window", |p| p.asked_window = Some("PT8H".parse().unwrap())),
        ("no window", |p| p.granted_window = None),
        ("action", |p| p.action = Action::Revoke),
        ("a denial with a window", |p| p.action = Action::Deny),
        ("approver", |p| p.approver = "ilya".into()),
        ("device", |p| p.device = "another".into()),
        ("key id", |p| p.key_id = "0000000000000000".to_owned()),
        ("view commitment", |p| {
            p.commitments.insert("view".to_owned(), Hash::of("other"));
        }),
        ("personal commitment", |p| {
            p.commitments.insert("personal".to_owned(), Hash::of("other"));
        }),
        ("not_after beyond answer-by", |p| p.not_after = p.not_after.plus_millis(1)),
        ("signed before the click", |p| p.signed_at = p.clicked_at.plus_millis(-1)),
        ("signed in the future", |p| p.signed_at = p.clicked_at.plus_millis(600_000)),
        ("a click long ago", |p| {
            p.clicked_at = p.clicked_at.plus_millis(-86_400_000);
            p.clock.server_time = p.clicked_at;
        }),
    ];
    for (what, spoil) in spoilt {
        let mut payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
        spoil(&mut payload);
        let sent = noor.sign(payload).await;
        let refused = noor.send(&facts, &sent).await;
        assert_eq!(refused.slug(), "bad-decision", "{what}: {refused:?}");
    }
    noor.grant(&facts, "PT1H").await.ok::<DecisionResponse>();
}

#[tokio::test]
async fn an_envelope_that_does_not_hold_is_refused() {
    let (server, facts, mut noor) = asked().await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let good = noor.sign(payload).await;

    let mut flipped = good.clone();
    flipped.envelope.payload[10] ^= 1;
    let mut signature = good.clone();
    signature.envelope.signatures[0].sig[3] ^= 1;
    let mut twice = good.clone();
    twice.envelope.signatures.push(twice.envelope.signatures[0].clone());
    let mut unsigned = good.clone();
    unsigned.envelope.signatures.clear();
    let mut kind = good.clone();
    kind.envelope = Envelope::sign(PayloadType::Intent.to_string(), &good.envelope.payload, &noor.key).unwrap();
    let mut foreign = good.clone();
    foreign.envelope = Envelope::sign(PayloadType::Decision.to_string(), &good.envelope.payload, &ilya.key).unwrap();
    let mut opening = good.clone();
    opening.personal = Opening { salt: [2; 16], ..opening.personal };
    for (what, sent) in [
        ("payload", flipped),
        ("signature", signature),
        ("two signatures", twice),
        ("none", unsigned),
        ("an intent", kind),
        ("somebody else's key", foreign),
        ("another opening", opening),
    ] {
        assert_eq!(noor.send(&facts, &sent).await.slug(), "bad-decision", "{what}");
    }
    // Somebody else cannot send it either.
    assert_eq!(ilya.send(&facts, &good).await.slug(), "bad-decision");
    noor.send(&facts, &good).await.ok::<DecisionResponse>();
}

#[tokio::test]
async fn a_grant_needs_a_proof_under_a_cosigned_checkpoint_of_its_devices_log_and_a_denial_needs_none() {
    let (server, facts, mut noor) = asked().await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let mut sent = noor.sign_unproven(payload, Some("reason"));
    let missing = noor.send(&facts, &sent).await;
    assert_eq!(missing.slug(), "not-witnessed");

    let inclusion = inclusion_proof(0, noor.hashes.size(), &noor.hashes).unwrap();
    sent.proof = Some(Proof { checkpoint: noor.checkpoint(), inclusion });
    assert_eq!(noor.send(&facts, &sent).await.slug(), "not-witnessed", "without the server's cosignature");

    // Cosigned by a witness that is not this server.
    let forger = tlog::key::SeedKey::from_seed(&[9; 32]);
    let line = cosign::cosign(&noor.checkpoint(), &forger, super::server::SERVER, 1_700_000_000).unwrap();
    let proof = sent.proof.as_mut().unwrap();
    proof.checkpoint = cosign::attach(&proof.checkpoint, &line).unwrap();
    assert_eq!(noor.send(&facts, &sent).await.slug(), "not-witnessed", "cosigned by a stranger");

    let proof = noor.witnessed_proof(0).await;
    let mut other_leaf = noor.payload(&facts, Action::Grant, Some("PT1H"));
    other_leaf.log_index = 0;
    let mut unlogged = noor.sign_unproven(other_leaf, Some("reason"));
    unlogged.proof = Some(proof.clone());
    assert_eq!(noor.send(&facts, &unlogged).await.slug(), "not-witnessed", "another leaf stands there");

    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let payload = ilya.payload(&facts, Action::Grant, Some("PT1H"));
    let mut others = ilya.sign(payload).await;
    others.proof = Some(proof.clone());
    assert_eq!(ilya.send(&facts, &others).await.slug(), "not-witnessed", "another device's log");

    sent.proof = Some(proof);
    noor.send(&facts, &sent).await.ok::<DecisionResponse>();

    let second = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let denied: DecisionResponse = noor.deny(&second).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied);
    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    assert!(!acceptance(&denied.acceptance, &me).proven);
}

#[tokio::test]
async fn the_same_envelope_gets_the_same_answer_and_takes_effect_once() {
    let (server, facts, mut noor) = asked().await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let mut sent = noor.sign(payload).await;
    let first = noor.send_as(facts.id.as_str(), "\"1\"", "key", &sent).await;
    assert_eq!(first.status, StatusCode::OK);
    // Whatever proof stands beside it, under whichever key, after time and a restart, and long after its end.
    noor.deny(&Person::requester(&server, "dana").ask("reader", "PT1H").await).await;
    sent.proof = Some(noor.witnessed_proof(0).await);
    let again = noor.send_as(facts.id.as_str(), "\"1\"", "key", &sent).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    let other_key = noor.send_as(facts.id.as_str(), "\"1\"", "other", &sent).await;
    assert_eq!((first.status, &first.body), (other_key.status, &other_key.body));
    server.clock.advance(48 * HOUR);
    let server = server.restart(&super::server::TENANTS).await;
    let noor = noor.moved_to(&server);
    let later = noor.send_as(facts.id.as_str(), "\"1\"", "key", &sent).await;
    assert_eq!((first.status, &first.body), (later.status, &later.body));
    assert_eq!(noor.person.grants().await.len(), 1);
}

#[tokio::test]
async fn a_key_that_was_used_for_another_decision_is_refused() {
    let (_server, facts, mut noor) = asked().await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let first = noor.sign(payload).await;
    noor.send_as(facts.id.as_str(), "\"1\"", "key", &first).await.ok::<DecisionResponse>();
    let payload = noor.payload(&facts, Action::Grant, Some("PT2H"));
    let second = noor.sign(payload).await;
    let refused = noor.send_as(facts.id.as_str(), "\"1\"", "key", &second).await;
    assert_eq!(refused.slug(), "idempotency-key-reused");
}

#[tokio::test]
async fn who_comes_second_is_told_who_was_first_when_and_what() {
    let (server, facts, mut noor) = asked().await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    ilya.grant(&facts, "PT45M").await.ok::<DecisionResponse>();
    server.clock.advance(MINUTE);
    for second in [noor.grant(&facts, "PT4H").await, noor.deny(&facts).await] {
        let problem = second.problem();
        assert_eq!(problem.kind().unwrap().slug(), "already-decided");
        let decided = problem.decided.unwrap();
        assert_eq!((decided.by_name.as_str(), decided.action), ("Ilya Sun", Action::Grant));
        assert_eq!(decided.window, Some("PT45M".parse().unwrap()));
        assert_eq!(decided.at, facts.asked_at);
        assert_eq!(problem.current.unwrap().state, RequestState::Granted);
    }
}

#[tokio::test]
async fn of_two_decisions_at_once_one_is_taken_and_one_is_told() {
    let (server, _, mut noor) = asked().await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let dana = Person::requester(&server, "dana");
    for _ in 0..10 {
        let facts = dana.ask("admin", "PT1H").await;
        let (one, other) = tokio::join!(noor.grant(&facts, "PT1H"), ilya.deny(&facts));
        let taken = [&one, &other].iter().filter(|reply| reply.status == StatusCode::OK).count();
        assert_eq!(taken, 1, "{one:?} {other:?}");
        let told = if one.status == StatusCode::OK { other } else { one };
        assert_eq!(told.slug(), "already-decided");
    }
}

#[tokio::test]
async fn a_decision_is_dead_after_its_not_after_and_a_grant_on_old_data_never_lives() {
    let (server, facts, mut noor) = asked().await;
    let mut payload = noor.payload(&facts, Action::Deny, None);
    payload.not_after = payload.clicked_at.plus_millis(60_000);
    let late = noor.sign_unproven(payload, None);
    let mut stale = noor.payload(&facts, Action::Grant, Some("PT1H"));
    stale.clock.server_time = stale.clicked_at.plus_millis(-15 * 60_000 - 1);
    let stale = noor.sign(stale).await;
    let refused = noor.send(&facts, &stale).await;
    assert_eq!(refused.slug(), "refused");
    server.clock.advance(2 * MINUTE);
    let problem = noor.send(&facts, &late).await.problem();
    assert_eq!(problem.kind().unwrap().slug(), "decision-too-old");
    assert!(problem.at.is_some());
}

#[tokio::test]
async fn if_match_binds_grants_and_a_denial_may_say_any() {
    let (_server, facts, mut noor) = asked().await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let grant = noor.sign(payload).await;
    assert_eq!(noor.send_as(facts.id.as_str(), "*", "1", &grant).await.slug(), "precondition-required");
    assert_eq!(noor.send_as(facts.id.as_str(), "\"2\"", "2", &grant).await.slug(), "changed");
    assert_eq!(noor.send_as(facts.id.as_str(), "1", "3", &grant).await.slug(), "malformed");
    let path = paths::with_id(paths::DECISIONS, facts.id.as_str());
    let without = noor.person.post(&path, "4", &grant).await;
    assert_eq!(without.slug(), "precondition-required");
    let without_key = noor.person.call(Method::POST, &path).header("if-match", "\"1\"").json(&grant);
    assert_eq!(reply(without_key).await.slug(), "precondition-required");
    let payload = noor.payload(&facts, Action::Deny, None);
    let deny = noor.sign_unproven(payload, None);
    noor.send_as(facts.id.as_str(), "*", "5", &deny).await.ok::<DecisionResponse>();
}

#[tokio::test]
async fn a_grant_of_high_risk_needs_a_reason() {
    let (_server, facts, mut noor) = asked().await;
    for reason in [None, Some("  ")] {
        let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
        let mut sent = noor.sign_unproven(payload, reason);
        sent.proof = Some(noor.witnessed_proof(noor.hashes.size() - 1).await);
        assert_eq!(noor.send(&facts, &sent).await.slug(), "refused");
    }
}

#[tokio::test]
async fn stages_go_in_order_and_one_person_agrees_once() {
    let server = Server::start().await;
    let facts = Person::requester(&server, "dana").ask("vault", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    assert_eq!(ilya.grant(&facts, "PT1H").await.slug(), "forbidden", "security comes second");
    assert_eq!(ilya.person.record(&facts.id).await.for_you.why_not, Some(queue_api::WhyNot::NotInThisStage));
    noor.grant(&facts, "PT1H").await.ok::<DecisionResponse>();
    assert_eq!(noor.person.record(&facts.id).await.for_you.why_not, Some(queue_api::WhyNot::VotedAlready));
    assert_eq!(noor.grant(&facts, "PT1H").await.slug(), "refused", "the same person again");
    assert_eq!(ilya.person.record(&facts.id).await.for_you.stage, 1);
    let answer: DecisionResponse = ilya.grant(&facts, "PT1H").await.ok();
    assert_eq!(answer.request.state, RequestState::Granted);
}

#[tokio::test]
async fn a_revocation_ends_live_access_once_and_a_stranger_cannot_send_it() {
    let (server, facts, mut noor) = asked().await;
    let answer: DecisionResponse = noor.grant(&facts, "PT1H").await.ok();
    let grant = answer.grant.unwrap();
    noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    let dana = Person::requester(&server, "dana");
    let sent = noor.revocation(&grant, &facts);
    let path = paths::with_id(paths::REVOCATION, grant.id.as_str());
    assert_eq!(dana.post(&path, &rand_key(), &sent).await.slug(), "forbidden");
    let first = noor.person.post(&path, "key", &sent).await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    let again = noor.person.post(&path, "key", &sent).await;
    assert_eq!(first.body, again.body);
    assert_eq!(noor.revoke(&grant, &facts).await.slug(), "grant-over");
    noor.person.grant_when(&grant.id, |grant| grant.access == approval::Access::TakenAway).await;
    assert!(!server.target.has(&grant.id));
}

#[tokio::test]
async fn invariant_2_a_shortening_lets_live_access_end_earlier_and_never_later() {
    let (server, facts, mut noor) = asked().await;
    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let answer: DecisionResponse = noor.grant(&facts, "PT2H").await.ok();
    let grant = answer.grant.unwrap();
    let active = noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    assert_eq!(noor.shorten(&grant, &facts, "PT2H", "PT2H").await.slug(), "refused");
    assert_eq!(noor.shorten(&grant, &facts, "PT2H", "PT3H").await.slug(), "refused");
    server.clock.advance(10 * MINUTE);
    assert_eq!(noor.shorten(&grant, &facts, "PT2H", "PT9M").await.slug(), "refused", "its end would be past");

    let shorter: ShorteningResponse = noor.shorten(&grant, &facts, "PT2H", "PT30M").await.ok();
    let accepted = acceptance(&shorter.acceptance, &me);
    assert_eq!((accepted.action, accepted.granted_window), (Action::Shorten, Some("PT30M".parse().unwrap())));
    let earlier = active.ends_at().unwrap().plus_millis(-90 * 60_000);
    assert_eq!(shorter.grant.ends_at(), Some(earlier));
    assert_eq!(noor.shorten(&grant, &facts, "PT30M", "PT1H").await.slug(), "refused", "no way back");

    server.clock.advance(19 * MINUTE);
    assert!(server.target.has(&grant.id));
    server.clock.advance(MINUTE);
    noor.person.grant_when(&grant.id, |grant| grant.access == approval::Access::TakenAway).await;
    assert!(!server.target.has(&grant.id));
    assert_eq!(noor.shorten(&grant, &facts, "PT30M", "PT20M").await.slug(), "grant-over");
}

#[tokio::test]
async fn of_two_shortenings_the_second_is_told_who_was_first_and_when() {
    let (server, facts, mut noor) = asked().await;
    let answer: DecisionResponse = noor.grant(&facts, "PT2H").await.ok();
    let grant = answer.grant.unwrap();
    noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let sent = ilya.shortening(&grant, &facts, "PT2H", "PT1H");
    let path = paths::with_id(paths::SHORTENING, grant.id.as_str());
    let dana = Person::requester(&server, "dana");
    assert_eq!(dana.post(&path, &rand_key(), &sent).await.slug(), "forbidden");
    let first = ilya.person.post(&path, "key", &sent).await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    assert_eq!(ilya.person.post(&path, "key", &sent).await.body, first.body, "the same key gets the same answer");

    let second = noor.shorten(&grant, &facts, "PT2H", "PT30M").await;
    assert_eq!(second.slug(), "already-decided");
    let problem: queue_api::Problem = serde_json::from_slice(&second.body).unwrap();
    let decided = problem.decided.unwrap();
    assert_eq!((decided.by_name.as_str(), decided.action), ("Ilya Sun", Action::Shorten));
    assert_eq!((decided.window, problem.at), (Some("PT1H".parse().unwrap()), Some(decided.at)));
    noor.shorten(&grant, &facts, "PT1H", "PT30M").await.ok::<ShorteningResponse>();
    let revocation = noor.revocation(&grant, &facts);
    assert_eq!(noor.person.post(&path, &rand_key(), &revocation).await.slug(), "bad-decision");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_told_again_to_whoever_decided_and_to_nobody_else() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let dana = Person::requester(&server, "dana");
    let strangers = [
        Person::new(&server, "ilya", RoleName::Approver),
        Person::new(&server, "frida", RoleName::Approver),
        Person::new(&server, "adm-noor", RoleName::Approver),
    ];
    let path = |envelope: &Envelope| paths::ACCEPTANCE.replace("{decision}", &decision_hash(envelope).to_string());
    let mut taken = Vec::new();

    // The first of two who must agree, and a grant.
    let facts = dana.ask("vault", "PT1H").await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT20M"));
    let agreement = noor.sign(payload).await;
    assert_eq!(noor.person.get(&path(&agreement.envelope)).await.slug(), "not-found", "it was not sent yet");
    let answer: DecisionResponse = noor.send(&facts, &agreement).await.ok();
    taken.push((agreement.envelope, answer.acceptance, true));
    let facts = dana.ask("admin", "PT4H").await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT2H"));
    let sent = noor.sign(payload).await;
    let answer: DecisionResponse = noor.send(&facts, &sent).await.ok();
    taken.push((sent.envelope, answer.acceptance, false));
    let grant = answer.grant.unwrap();
    noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;

    let shortening = noor.shortening(&grant, &facts, "PT2H", "PT1H");
    let of_grant = |path: &str| paths::with_id(path, grant.id.as_str());
    let answer: ShorteningResponse = noor.person.post(&of_grant(paths::SHORTENING), "s", &shortening).await.ok();
    taken.push((shortening.envelope, answer.acceptance, false));
    let revocation = noor.revocation(&grant, &facts);
    let answer: RevocationResponse = noor.person.post(&of_grant(paths::REVOCATION), "r", &revocation).await.ok();
    taken.push((revocation.envelope, answer.acceptance, false));
    let other = dana.ask("admin", "PT4H").await;
    let payload = noor.payload(&other, Action::Deny, None);
    let denial = noor.sign_unproven(payload, None);
    let answer: DecisionResponse = noor.send_as(other.id.as_str(), "*", "d", &denial).await.ok();
    taken.push((denial.envelope, answer.acceptance, false));

    // Long after the decisions are past their end.
    server.clock.advance(48 * HOUR);
    for (envelope, acceptance, agreement) in &taken {
        let told: AcceptanceResponse = noor.person.get(&path(envelope)).await.ok();
        assert_eq!((&told.acceptance, told.agreement), (acceptance, *agreement));
        for stranger in &strangers {
            assert_eq!(stranger.get(&path(envelope)).await.slug(), "not-found", "{}", stranger.id);
        }
        let as_requester = Person::requester(&server, "noor");
        assert_eq!(as_requester.get(&path(envelope)).await.slug(), "forbidden");
    }
    assert_eq!(noor.person.get(&paths::ACCEPTANCE.replace("{decision}", "x")).await.slug(), "not-found");
}
