//! Suspending a person: it takes back at once, gives nothing, and is a security reviewer's alone.

use super::person::{Approver, Person, rand_key};
use super::server::{CONTOSO, FABRIKAM, Server};
use approval::{Action, Grant, GrantState, RequestState};
use queue_api::{Change, DecisionResponse, MeResponse, RequestRecord, RoleName, SuspensionResponse, WhyNot, paths};
use reqwest::StatusCode;

/// Mei and Noor are security reviewers of Contoso; nobody is of Fabrikam.
async fn server() -> Server {
    let contoso = format!("{CONTOSO}\n[security]\nreviewers = [\"mei\", \"noor\"]\n");
    Server::with(&[&contoso, FABRIKAM]).await
}

async fn granted(server: &Server, who: &'static str) -> (Grant, Approver) {
    let facts = Person::requester(server, who).ask("reader", "PT4H").await;
    let mut ilya = Approver::enrolled(server, "ilya").await;
    let answer: DecisionResponse = ilya.grant(&facts, "PT4H").await.ok();
    let grant = answer.grant.unwrap();
    (ilya.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await, ilya)
}

#[tokio::test]
async fn a_suspension_ends_live_access_at_once_and_a_restoration_gives_nothing_back() {
    let server = server().await;
    let (grant, mut ilya) = granted(&server, "dana").await;
    let waiting = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let mut mei = Approver::enrolled(&server, "mei").await;
    let answer: SuspensionResponse = mei.suspend("contoso", "dana").await.ok();
    let suspended = answer.suspended.unwrap();
    assert_eq!((suspended.by_name.as_str(), suspended.reason.as_deref()), ("Mei Tan", Some("Token leaked")));
    assert_eq!(answer.ended.iter().map(|grant| grant.id.clone()).collect::<Vec<_>>(), std::slice::from_ref(&grant.id));
    let over = ilya.person.grant_when(&grant.id, |grant| grant.access == approval::Access::TakenAway).await;
    assert!(matches!(&over.state, GrantState::Revoked { by_name, .. } if by_name == "Mei Tan"), "{over:?}");
    assert!(!server.target.has(&grant.id));

    let asked = Person::requester(&server, "dana").try_ask("contoso", "reader", "PT1H").await;
    assert_eq!(asked.slug(), "refused");
    assert!(!format!("{asked:?}").contains("Mei"), "who asks is told no names: {asked:?}");
    let seen = ilya.person.record(&waiting.id).await.for_you;
    assert_eq!((seen.why_not, seen.suspended), (Some(WhyNot::Suspended), Some(suspended)));
    assert_eq!(ilya.grant(&waiting, "PT1H").await.slug(), "refused");

    let restored: SuspensionResponse = mei.restore("contoso", "dana").await.ok();
    assert!(restored.suspended.is_none() && restored.ended.is_empty());
    let seen = ilya.person.record(&waiting.id).await.for_you;
    assert_eq!((seen.why_not, seen.suspended), (None, None), "as before");
    let again: DecisionResponse = ilya.grant(&waiting, "PT1H").await.ok();
    assert_eq!(again.request.state, RequestState::Granted);
    let same = ilya.person.grants().await.into_iter().find(|one| one.id == grant.id).unwrap();
    assert!(!same.is_live(), "what ended stays ended");
}

#[tokio::test]
async fn nobody_but_a_reviewer_of_the_tenant_suspends_and_nobody_themselves() {
    let server = server().await;
    let (grant, mut ilya) = granted(&server, "dana").await;
    let refused = ilya.suspend("contoso", "dana").await;
    assert_eq!((refused.status, refused.slug()), (StatusCode::FORBIDDEN, "forbidden"));
    let mut noor = Approver::enrolled(&server, "noor").await;
    // Noor is of Fabrikam too, and reviews nothing there.
    assert_eq!(noor.suspend("fabrikam", "frida").await.slug(), "forbidden");
    for name in ["noor", "adm-noor", "noor-agent"] {
        assert_eq!(noor.suspend("contoso", name).await.slug(), "refused", "{name}");
    }
    for name in ["nobody", "frida", "approvers"] {
        assert_eq!(noor.suspend("contoso", name).await.slug(), "not-found", "{name}");
    }
    let mut mei = Approver::enrolled(&server, "mei").await;
    let foreign = mei.suspend("fabrikam", "frida").await;
    let none = mei.suspend("nowhere", "frida").await;
    assert_eq!((foreign.slug(), foreign.problem().detail), (none.slug(), none.problem().detail), "as one that is not");
    let requester = Person::requester(&server, "mei");
    let sent = mei.about("contoso", "dana", Action::Suspend);
    let path = paths::with_id(paths::SUSPENSION, "dana");
    assert_eq!(requester.post(&path, &rand_key(), &sent).await.slug(), "forbidden");
    let still = ilya.person.grants().await.into_iter().find(|one| one.id == grant.id).unwrap();
    assert!(still.is_live());

    let me = |person: Person| async move { person.get(paths::ME).await.ok::<MeResponse>().reviews };
    let approver = |id| Person::new(&server, id, RoleName::Approver);
    assert_eq!(me(approver("mei")).await, ["contoso".into()]);
    assert_eq!(me(approver("noor")).await, ["contoso".into()]);
    assert!(me(approver("ilya")).await.is_empty() && me(Person::requester(&server, "mei")).await.is_empty());
}

#[tokio::test]
async fn whoever_is_suspended_gets_nothing_by_another_name_or_an_agent_and_grants_nothing() {
    let server = server().await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut mei = Approver::enrolled(&server, "mei").await;
    mei.suspend("contoso", "adm-noor").await.ok::<SuspensionResponse>();
    for name in ["noor", "adm-noor", "noor-agent"] {
        assert_eq!(
            Person::requester(&server, name).try_ask("contoso", "reader", "PT1H").await.slug(),
            "refused",
            "{name}"
        );
    }
    assert_eq!(noor.grant(&facts, "PT1H").await.slug(), "refused");
    assert_eq!(noor.restore("contoso", "noor").await.slug(), "refused");
    assert_eq!(noor.suspend("contoso", "mei").await.slug(), "refused");
    let denied: DecisionResponse = noor.deny(&facts).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied, "denying is always possible");
    // Another tenant is another matter.
    Person::requester(&server, "noor").try_ask("fabrikam", "owner", "PT1H").await.ok::<RequestRecord>();
}

#[tokio::test]
async fn the_same_suspension_is_answered_again_and_the_second_is_told_who_was_first() {
    let server = server().await;
    let mut mei = Approver::enrolled(&server, "mei").await;
    let sent = mei.about("contoso", "dana", Action::Suspend);
    let (path, key) = (paths::with_id(paths::SUSPENSION, "dana"), rand_key());
    let first = mei.person.post(&path, &key, &sent).await;
    let again = mei.person.post(&path, &key, &sent).await;
    assert_eq!((first.status, &first.body), (StatusCode::OK, &again.body));
    let mut noor = Approver::enrolled(&server, "noor").await;
    let second = noor.suspend("contoso", "dana").await;
    assert_eq!(second.slug(), "already-decided");
    let decided = second.problem().decided.unwrap();
    assert_eq!((decided.by_name.as_str(), decided.action), ("Mei Tan", Action::Suspend));
    noor.restore("contoso", "dana").await.ok::<SuspensionResponse>();
    assert_eq!(mei.restore("contoso", "dana").await.slug(), "refused");
}

#[tokio::test]
async fn a_suspension_is_taken_only_for_the_very_person_and_action_that_was_signed() {
    let server = server().await;
    let mut mei = Approver::enrolled(&server, "mei").await;
    let suspension = mei.about("contoso", "dana", Action::Suspend);
    for (path, person) in [(paths::RESTORATION, "dana"), (paths::SUSPENSION, "ilya")] {
        let reply = mei.person.post(&paths::with_id(path, person), &rand_key(), &suspension).await;
        assert_eq!(reply.slug(), "bad-decision", "{path} {person}");
    }
    let grant = mei.about("contoso", "dana", Action::Grant);
    let path = paths::with_id(paths::SUSPENSION, "dana");
    assert_eq!(mei.person.post(&path, &rand_key(), &grant).await.slug(), "bad-decision");
    Person::requester(&server, "dana").ask("reader", "PT1H").await;
}

#[tokio::test]
async fn reviewers_see_what_their_tenant_asks_for_and_decide_none_of_it() {
    let server = server().await;
    let (grant, _ilya) = granted(&server, "dana").await;
    let facts = Person::requester(&server, "dana").ask("reader", "PT1H").await;
    let mut mei = Approver::enrolled(&server, "mei").await;
    let page = mei.person.changes("", 0).await;
    let sees = |wanted: &dyn Fn(&Change) -> bool| page.changes.iter().any(wanted);
    assert!(sees(&|change| matches!(change, Change::Request(record) if record.facts().unwrap() == facts
        && record.for_you.why_not == Some(WhyNot::NotInThisStage))));
    assert!(sees(
        &|change| matches!(change, Change::Grant(record) if record.grant.id == grant.id && record.you_may_revoke)
    ));
    assert_eq!(mei.grant(&facts, "PT1H").await.slug(), "forbidden", "no vote comes with it");
}
