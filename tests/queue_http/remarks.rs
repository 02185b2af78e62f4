//! What is said about a request beside deciding it: advice is no vote, a question moves no deadline, and a handover takes nobody's
//! chance to be granted away.

use super::person::{Approver, Person, rand_key};
use super::server::{CONTOSO, FABRIKAM, HOUR, MINUTE, Server};
use approval::{RequestFacts, RequestState};
use queue_api::signed::EventPayload;
use queue_api::{
    Advice, AdviceRequest, AmendRequest, DecisionResponse, ReassignmentRequest, RemarkKind, RemarkRequest,
    RequestRecord, RoleName, WhyNot, paths,
};
use serde::Serialize;
use tlog::Envelope;

/// Mei and Noor review Contoso, and are consulted from high risk on.
async fn server() -> Server {
    let contoso = format!("{CONTOSO}\n[security]\nreviewers = [\"mei\", \"noor\"]\nconsult_from = \"high\"\n");
    Server::with(&[&contoso, FABRIKAM]).await
}

fn text(text: &str) -> RemarkRequest {
    RemarkRequest { text: text.to_owned() }
}

fn advice(advice: Advice) -> AdviceRequest {
    AdviceRequest { advice, text: "Looks like the usual one.".to_owned() }
}

fn to(who: &str) -> ReassignmentRequest {
    ReassignmentRequest { to: who.into(), text: "I am away.".to_owned() }
}

async fn say(person: &Person, path: &str, facts: &RequestFacts, body: &impl Serialize) -> super::person::Reply {
    person.post(&paths::with_id(path, facts.id.as_str()), &rand_key(), body).await
}

#[tokio::test]
async fn nothing_risky_is_granted_before_security_was_consulted_and_advice_is_no_vote() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT4H").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let mei = Person::new(&server, "mei", RoleName::Approver);
    assert_eq!(ilya.person.record(&facts.id).await.for_you.why_not, Some(WhyNot::NeedsAdvice));
    assert_eq!(ilya.grant(&facts, "PT1H").await.slug(), "refused");
    assert_eq!(mei.record(&facts.id).await.for_you.why_not, Some(WhyNot::AdviceWanted), "policy asks her");

    say(&ilya.person, paths::CONSULTATIONS, &facts, &text("Is this account clean?")).await.ok::<RequestRecord>();
    let seen = mei.record(&facts.id).await;
    assert_eq!(seen.for_you.why_not, Some(WhyNot::AdviceWanted));
    assert_eq!(seen.for_you.remarks[0].text, "Is this account clean?");
    assert_eq!(ilya.grant(&facts, "PT1H").await.slug(), "refused", "asking is not an answer");

    let against = say(&mei, paths::ADVICE, &facts, &advice(Advice::Against)).await;
    let record: RequestRecord = against.ok();
    assert_eq!((record.state, record.votes.len()), (RequestState::Pending, 0), "nothing is decided by it");
    assert_eq!(record.facts().unwrap().revision, facts.revision);
    assert_eq!(mei.record(&facts.id).await.for_you.why_not, Some(WhyNot::NotInThisStage));
    let shown = ilya.person.record(&facts.id).await.for_you;
    assert_eq!((shown.why_not, shown.remarks.len()), (None, 2));
    assert_eq!((shown.remarks[1].kind, shown.remarks[1].by_name.as_str()), (RemarkKind::AdvisedAgainst, "Mei Tan"));
    let granted: DecisionResponse = ilya.grant(&facts, "PT1H").await.ok();
    assert_eq!(granted.request.state, RequestState::Granted, "the approver decides");
}

#[tokio::test]
async fn advice_counts_for_its_revision_and_not_for_whoever_gave_it() {
    let server = server().await;
    let dana = Person::requester(&server, "dana");
    let facts = dana.ask("admin", "PT4H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    say(&noor.person, paths::ADVICE, &facts, &advice(Advice::Endorse)).await.ok::<RequestRecord>();
    assert_eq!(noor.grant(&facts, "PT1H").await.slug(), "refused", "nobody consults themselves");
    let mei = Person::new(&server, "mei", RoleName::Approver);
    say(&mei, paths::ADVICE, &facts, &advice(Advice::Comment)).await.ok::<RequestRecord>();
    assert_eq!(noor.person.record(&facts.id).await.for_you.why_not, None);
    let justification = Some("Another one.".to_owned());
    let amend = AmendRequest { entitlement: None, window: None, justification, ticket: None };
    let amended: RequestRecord = say(&dana, paths::AMENDMENT, &facts, &amend).await.ok();
    assert_eq!(noor.person.record(&facts.id).await.for_you.why_not, Some(WhyNot::NeedsAdvice));
    assert_eq!(noor.grant(&amended.facts().unwrap(), "PT1H").await.slug(), "refused");
}

#[tokio::test]
async fn what_nobody_could_grant_after_another_has_advised_is_refused_when_it_is_asked() {
    // Noor alone reviews, and alone decides.
    let alone = CONTOSO.replace("approvers = [\"approvers\"]", "approvers = [\"noor\"]");
    let contoso = format!("{alone}\n[security]\nreviewers = [\"noor\"]\nconsult_from = \"high\"\n");
    let server = Server::with(&[&contoso, FABRIKAM]).await;
    let refused = Person::requester(&server, "dana").try_ask("contoso", "admin", "PT1H").await;
    assert_eq!(refused.slug(), "refused");
    assert!(refused.problem().detail.contains("more reviewers"), "{refused:?}");
    Person::requester(&server, "dana").try_ask("contoso", "reader", "PT1H").await.ok::<RequestRecord>();
}

#[tokio::test]
async fn what_risks_little_needs_nobody_s_advice() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    ilya.grant(&facts, "PT1H").await.ok::<DecisionResponse>();
}

#[tokio::test]
async fn nobody_advises_on_their_own_request_and_nobody_but_a_reviewer_advises() {
    let server = server().await;
    let ilya = Person::new(&server, "ilya", RoleName::Approver);
    let noor = Person::new(&server, "noor", RoleName::Approver);
    for who in ["noor", "adm-noor", "noor-agent"] {
        let facts = Person::requester(&server, who).ask("reader", "PT1H").await;
        assert_eq!(say(&noor, paths::ADVICE, &facts, &advice(Advice::Endorse)).await.slug(), "own-request", "{who}");
        assert_eq!(say(&noor, paths::CONSULTATIONS, &facts, &text("?")).await.slug(), "own-request", "{who}");
        assert!(noor.record(&facts.id).await.for_you.remarks.is_empty());
    }
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    assert_eq!(say(&ilya, paths::ADVICE, &facts, &advice(Advice::Endorse)).await.slug(), "forbidden");
    let mei = Person::new(&server, "mei", RoleName::Approver);
    assert_eq!(say(&mei, paths::CONSULTATIONS, &facts, &text("?")).await.slug(), "forbidden", "she decides nothing");
    let dana = Person::requester(&server, "dana");
    for path in [paths::CONSULTATIONS, paths::QUESTIONS] {
        assert_eq!(say(&dana, path, &facts, &text("?")).await.slug(), "forbidden", "{path}");
    }
    assert_eq!(say(&ilya, paths::ANSWERS, &facts, &text("!")).await.slug(), "forbidden");
    assert_eq!(say(&ilya, paths::QUESTIONS, &facts, &text(" ")).await.slug(), "refused");
    assert_eq!(say(&ilya, paths::QUESTIONS, &facts, &text(&"x".repeat(2001))).await.slug(), "refused");
}

#[tokio::test]
async fn a_request_of_another_tenant_answers_as_one_that_is_not() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let frida = Person::new(&server, "frida", RoleName::Approver);
    let foreign = say(&frida, paths::QUESTIONS, &facts, &text("Whose?")).await;
    let none = frida.post(&paths::with_id(paths::QUESTIONS, "none"), &rand_key(), &text("Whose?")).await;
    assert_eq!((foreign.slug(), foreign.problem().detail), (none.slug(), none.problem().detail));
    assert_eq!(none.slug(), "not-found");
}

#[tokio::test]
async fn a_question_is_answered_by_whoever_asked_and_moves_no_deadline() {
    let server = server().await;
    let dana = Person::requester(&server, "dana");
    let facts = dana.ask("admin", "PT4H").await;
    let ilya = Person::new(&server, "ilya", RoleName::Approver);
    let mei = Person::new(&server, "mei", RoleName::Approver);
    say(&mei, paths::ADVICE, &facts, &advice(Advice::Against)).await.ok::<RequestRecord>();
    assert_eq!(say(&dana, paths::ANSWERS, &facts, &text("What?")).await.slug(), "refused", "nobody asked");
    server.clock.advance(MINUTE);
    let key = rand_key();
    let path = paths::with_id(paths::QUESTIONS, facts.id.as_str());
    for _ in 0..2 {
        ilya.post(&path, &key, &text("Which mailbox?")).await.ok::<RequestRecord>();
    }
    assert_eq!(ilya.post(&path, &key, &text("Another?")).await.slug(), "idempotency-key-reused");
    let asked = dana.record(&facts.id).await;
    let kinds: Vec<RemarkKind> = asked.for_you.remarks.iter().map(|remark| remark.kind).collect();
    assert_eq!(kinds, [RemarkKind::Questioned], "said once, and what security says is not for them");
    let pavel = Person::requester(&server, "mei");
    assert_eq!(say(&pavel, paths::ANSWERS, &facts, &text("Mine")).await.slug(), "not-found", "somebody else's");
    say(&dana, paths::ANSWERS, &facts, &text("Finance.")).await.ok::<RequestRecord>();
    assert_eq!(say(&dana, paths::ANSWERS, &facts, &text("Again.")).await.slug(), "refused");
    let shown = ilya.record(&facts.id).await;
    assert_eq!(shown.for_you.remarks.last().unwrap().text, "Finance.");
    assert_eq!(shown.facts().unwrap(), facts, "nothing material changed, nor the deadline");
    server.clock.advance(HOUR);
    assert_eq!(say(&ilya, paths::QUESTIONS, &facts, &text("Still there?")).await.slug(), "request-closed");
    assert!(ilya.record(&facts.id).await.for_you.remarks.len() == 3);
}

#[tokio::test]
async fn a_handover_passes_the_decision_on_and_leaves_enough_who_can_agree() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    // Petra is Dana's delegate, and Mei decides nothing of it.
    for who in ["dana", "petra", "mei", "frida", "nobody", "ilya"] {
        assert_eq!(say(&ilya.person, paths::REASSIGNMENTS, &facts, &to(who)).await.slug(), "refused", "{who}");
    }
    say(&ilya.person, paths::REASSIGNMENTS, &facts, &to("adm-noor")).await.ok::<RequestRecord>();
    let mine = ilya.person.record(&facts.id).await.for_you;
    assert_eq!((mine.why_not, mine.others), (Some(WhyNot::HandedOver), vec!["Noor Haddad".to_owned()]));
    assert_eq!(ilya.grant(&facts, "PT1H").await.slug(), "refused");
    let theirs = noor.person.record(&facts.id).await.for_you;
    assert_eq!((theirs.why_not, theirs.others.len()), (None, 0));
    assert_eq!(theirs.remarks[0].to_name.as_deref(), Some("Noor Haddad"));
    assert_eq!(say(&noor.person, paths::REASSIGNMENTS, &facts, &to("ilya")).await.slug(), "refused", "in a circle");
    noor.grant(&facts, "PT1H").await.ok::<DecisionResponse>();

    let other = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    say(&ilya.person, paths::REASSIGNMENTS, &other, &to("Noor Haddad")).await.ok::<RequestRecord>();
    let denied: DecisionResponse = ilya.deny(&other).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied, "denying stays open");
}

#[tokio::test]
async fn what_is_said_is_in_the_log_by_whom_and_without_its_words() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let ilya = Person::new(&server, "ilya", RoleName::Approver);
    let mei = Person::new(&server, "mei", RoleName::Approver);
    say(&ilya, paths::CONSULTATIONS, &facts, &text("Is this account clean?")).await.ok::<RequestRecord>();
    say(&mei, paths::ADVICE, &facts, &advice(Advice::Endorse)).await.ok::<RequestRecord>();
    let leaves = server.leaves("contoso");
    let events: Vec<EventPayload> = leaves
        .iter()
        .filter_map(|leaf| serde_json::from_slice(&Envelope::from_bytes(leaf).unwrap().payload).ok())
        .collect();
    let said: Vec<(&str, Option<&str>)> =
        events.iter().map(|event| (event.event.as_str(), event.by.as_ref().map(|by| by.as_str()))).collect();
    assert_eq!(said, [("asked", None), ("consulted", Some("ilya")), ("endorsed", Some("mei"))]);
    assert!(!leaves.iter().any(|leaf| String::from_utf8_lossy(leaf).contains("clean")));
}
