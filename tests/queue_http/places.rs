//! An approver and those who stand in for them are one: in a stage, over all stages, and after the file changed.

use super::person::{Approver, Person};
use super::server::{CONTOSO, FABRIKAM, Server};
use approval::{Action, RequestFacts, RequestState};
use queue_api::{Change, DecisionResponse, RequestsResponse, RevocationResponse, RoleName, WhyNot, paths};

/// Contoso, where zed stands in for `of`, with the entitlement `pair`.
fn contoso(of: &str, stages: &str) -> String {
    let of = format!("id = \"{of}\"\n");
    let file = CONTOSO.replacen(&of, &format!("{of}delegates = [\"zed\"]\n"), 1);
    assert_ne!(file, CONTOSO);
    let zed = "[[person]]\nid = \"zed\"\nname = \"Zed Okafor\"\n\n[[group]]";
    let pair = r#"
[[entitlement]]
id = "pair"
resource = "entra"
role = { id = "pair", name = "Pair", means = "Needs two." }
risk = { level = "low", reason = "For tests" }
longest_window = "PT8H"
"#;
    format!("{}{pair}{stages}", file.replacen("[[group]]", zed, 1))
}

const TWO: &str = "[[entitlement.stage]]\nname = \"Two\"\nneeds = 2\napprovers = [\"noor\", \"ilya\"]\n";
const ONE_EACH: &str = "[[entitlement.stage]]\nname = \"A\"\napprovers = [\"noor\"]\n
[[entitlement.stage]]\nname = \"B\"\napprovers = [\"noor\", \"ilya\"]\n";

async fn agree(who: &mut Approver, facts: &RequestFacts) -> RequestState {
    who.grant(facts, "PT1H").await.ok::<DecisionResponse>().request.state
}

#[tokio::test]
async fn a_person_and_their_delegate_are_one_of_two_who_must_agree() {
    for stages in [TWO, ONE_EACH] {
        let server = Server::with(&[&contoso("noor", stages), FABRIKAM]).await;
        let dana = Person::requester(&server, "dana");
        let mut noor = Approver::enrolled(&server, "noor").await;
        let mut zed = Approver::enrolled(&server, "zed").await;
        let mut ilya = Approver::enrolled(&server, "ilya").await;

        let facts = dana.ask("pair", "PT1H").await;
        assert_eq!(zed.person.record(&facts.id).await.for_you.why_not, None, "nobody agreed yet");
        assert_eq!(agree(&mut noor, &facts).await, RequestState::Pending);
        let shown = zed.person.record(&facts.id).await.for_you;
        assert_eq!((shown.why_not, shown.others), (Some(WhyNot::DelegatorAgreed), vec!["Ilya Sun".to_owned()]));
        let refused = zed.grant(&facts, "PT1H").await.problem();
        assert_eq!(refused.kind().unwrap().slug(), "refused");
        assert!(refused.detail.starts_with("The one you stand in for has agreed to this already"), "{refused:?}");
        assert!(dana.grants().await.is_empty());
        assert_eq!(noor.person.record(&facts.id).await.for_you.others, ["Ilya Sun"]);
        assert_eq!(agree(&mut ilya, &facts).await, RequestState::Granted);

        let facts = dana.ask("pair", "PT1H").await;
        assert_eq!(agree(&mut zed, &facts).await, RequestState::Pending);
        let shown = noor.person.record(&facts.id).await.for_you;
        assert_eq!((shown.why_not, shown.others), (Some(WhyNot::DelegateAgreed), vec!["Ilya Sun".to_owned()]));
        let refused = noor.grant(&facts, "PT1H").await.problem();
        assert!(refused.detail.starts_with("One who stands in for you has agreed to this already"), "{refused:?}");
        assert_eq!(agree(&mut ilya, &facts).await, RequestState::Granted);
    }
}

#[tokio::test]
async fn whoever_is_of_the_stage_may_deny_also_where_their_agreement_would_not_count() {
    let server = Server::with(&[&contoso("noor", TWO), FABRIKAM]).await;
    let facts = Person::requester(&server, "dana").ask("pair", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut zed = Approver::enrolled(&server, "zed").await;
    agree(&mut noor, &facts).await;
    let denied: DecisionResponse = zed.deny(&facts).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied);
}

#[tokio::test]
async fn nobody_agrees_early_whom_a_later_stage_cannot_do_without() {
    let then_zed = "[[entitlement.stage]]\nname = \"A\"\napprovers = [\"noor\"]\n
[[entitlement.stage]]\nname = \"B\"\napprovers = [\"zed\"]\n";
    let server = Server::with(&[&contoso("noor", then_zed), FABRIKAM]).await;
    let facts = Person::requester(&server, "dana").ask("pair", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut zed = Approver::enrolled(&server, "zed").await;
    assert_eq!(zed.person.record(&facts.id).await.for_you.why_not, Some(WhyNot::NeededLater));
    let refused = zed.grant(&facts, "PT1H").await.problem();
    assert!(refused.detail.starts_with("A later stage cannot do without you"), "{refused:?}");
    assert_eq!(agree(&mut noor, &facts).await, RequestState::Pending);
    assert_eq!(agree(&mut zed, &facts).await, RequestState::Granted);
}

/// Its desk takes the refusal for the end; the network may keep another copy of the message for later.
#[tokio::test]
async fn what_was_refused_at_an_earlier_stage_is_not_taken_when_a_copy_of_it_arrives_later() {
    let then_ilya = "[[entitlement.stage]]\nname = \"A\"\napprovers = [\"noor\"]\n
[[entitlement.stage]]\nname = \"B\"\napprovers = [\"ilya\"]\n";
    let server = Server::with(&[&contoso("noor", then_ilya), FABRIKAM]).await;
    let facts = Person::requester(&server, "dana").ask("pair", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let denial = ilya.sign_unproven(ilya.payload(&facts, Action::Deny, None), Some("Not needed"));
    let arrives = async |key: &'static str| ilya.send_as(facts.id.as_str(), "*", key, &denial).await;
    let early = arrives("one").await.problem();
    assert_eq!(early.kind().unwrap().slug(), "forbidden");
    assert_eq!(agree(&mut noor, &facts).await, RequestState::Pending);
    let late = arrives("one").await.problem();
    assert_eq!((late.kind(), &late.detail), (early.kind(), &early.detail));
    assert_eq!(noor.person.record(&facts.id).await.state, RequestState::Pending);
    let again: DecisionResponse = ilya.deny(&facts).await.ok();
    assert_eq!(again.request.state, RequestState::Denied, "decided anew, it is taken");
}

#[tokio::test]
async fn what_nobody_could_grant_to_whoever_asks_is_refused_at_once() {
    let server = Server::with(&[&contoso("noor", TWO), FABRIKAM]).await;
    let ask = async |who: &'static str| Person::requester(&server, who).try_ask("contoso", "pair", "PT1H").await;
    let refused = ask("noor").await.problem();
    assert_eq!(refused.kind().unwrap().slug(), "refused");
    assert!(refused.detail.starts_with("Nobody could grant this to you"), "{refused:?}");
    for who in ["zed", "dana"] {
        assert!(ask(who).await.status.is_success(), "noor and ilya may both decide on what {who} asks");
    }
}

/// Zed agreed while they stood in for ilya; then the file makes them noor's delegate, who has agreed too.
#[tokio::test]
async fn what_was_agreed_before_the_file_changed_stays_agreed_and_nothing_more_counts_twice() {
    let three = TWO.replace("needs = 2", "needs = 3").replace("\"ilya\"", "\"ilya\", \"petra\"");
    let server = Server::with(&[&contoso("ilya", &three), FABRIKAM]).await;
    let facts = Person::requester(&server, "mei").ask("pair", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut zed = Approver::enrolled(&server, "zed").await;
    let petra = Approver::enrolled(&server, "petra").await;
    assert_eq!(agree(&mut noor, &facts).await, RequestState::Pending);
    assert_eq!(agree(&mut zed, &facts).await, RequestState::Pending);

    let server = server.restart(&[&contoso("noor", &three), FABRIKAM]).await;
    let mut petra = petra.moved_to(&server);
    let shown = petra.person.record(&facts.id).await;
    assert_eq!((shown.votes.len(), shown.for_you.why_not), (2, None));
    assert_eq!(shown.for_you.others, ["Ilya Sun"]);
    assert_eq!(agree(&mut petra, &facts).await, RequestState::Granted);
}

/// Mei, who holds the access, may not take it back; then the file makes mei another name of noor, who may.
#[tokio::test]
async fn what_takes_back_and_was_refused_is_not_taken_either_when_the_file_changed_and_a_copy_of_it_arrives() {
    let server = Server::start().await;
    let facts = Person::requester(&server, "mei").ask("admin", "PT4H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let grant = noor.grant(&facts, "PT4H").await.ok::<DecisionResponse>().grant.unwrap();
    let mut mei = Approver::enrolled(&server, "mei").await;
    let revocation = mei.revocation(&grant, &facts);
    let shortening = mei.shortening(&grant, &facts, "PT4H", "PT1H");
    let revokes = paths::with_id(paths::REVOCATION, grant.id.as_str());
    let shortens = paths::with_id(paths::SHORTENING, grant.id.as_str());
    assert_eq!(mei.person.post(&revokes, "one", &revocation).await.slug(), "forbidden");
    assert_eq!(mei.person.post(&shortens, "two", &shortening).await.slug(), "forbidden");

    let one = CONTOSO.replacen("id = \"mei\"\n", "id = \"mei\"\nalias_of = \"noor\"\n", 1);
    assert_ne!(one, CONTOSO);
    let server = server.restart(&[&one, FABRIKAM]).await;
    let mut mei = mei.moved_to(&server);
    assert_eq!(mei.person.post(&revokes, "one", &revocation).await.slug(), "forbidden");
    assert_eq!(mei.person.post(&shortens, "two", &shortening).await.slug(), "forbidden");
    assert_eq!(mei.person.grants().await.iter().filter(|grant| grant.is_live()).count(), 1);
    mei.revoke(&grant, &facts).await.ok::<RevocationResponse>();
}

#[tokio::test]
async fn who_agreed_to_what_is_told_to_those_who_decide_and_to_nobody_who_asks() {
    let server = Server::with(&[&contoso("noor", TWO), FABRIKAM]).await;
    let dana = Person::requester(&server, "dana");
    let facts = dana.ask("pair", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    agree(&mut noor, &facts).await;
    assert_eq!(ilya.person.record(&facts.id).await.votes.len(), 1);
    // With either token, read by id, in lists and in the feed.
    for who in [&dana, &Person::new(&server, "dana", RoleName::Approver)] {
        assert_eq!(who.record(&facts.id).await.votes, [], "{}", who.id);
        let listed: RequestsResponse = who.get(paths::REQUESTS).await.ok();
        assert!(listed.requests.iter().all(|record| record.votes.is_empty()));
        let fed = who.changes("", 0).await.changes;
        let told = |change: &Change| matches!(change, Change::Request(record) if !record.votes.is_empty());
        assert!(!fed.is_empty() && !fed.iter().any(told));
    }
}
