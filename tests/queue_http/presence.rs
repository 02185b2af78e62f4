//! Where policy asks for presence the queue takes no grant without it, and none with a proof of another choice.

use super::person::{Approver, Person, local, present};
use super::server::{CONTOSO, Server};
use approval::{Action, Presence, RequestFacts, RequestState};
use queue_api::{DecisionResponse, RequestRecord, RevocationResponse};

/// A server whose `reader` needs local presence, and two requests for it.
async fn asked() -> (Server, [RequestFacts; 2], Approver) {
    let reader = "id = \"reader\"\nresource = \"entra\"";
    let contoso = CONTOSO.replacen(reader, &format!("{reader}\npresence = \"local\""), 1);
    let server = Server::with(&[&contoso]).await;
    let dana = Person::requester(&server, "dana");
    let facts = [dana.ask("reader", "PT4H").await, dana.ask("reader", "PT4H").await];
    assert!(facts.iter().all(|facts| facts.policy.presence == Presence::Local));
    let noor = Approver::enrolled(&server, "noor").await;
    (server, facts, noor)
}

#[tokio::test]
async fn a_grant_without_the_presence_that_policy_wants_is_refused_by_name_and_one_with_it_taken() {
    let (_server, [facts, _], mut noor) = asked().await;
    let refused = noor.grant(&facts, "PT1H").await;
    assert_eq!((refused.slug(), refused.status.as_u16()), ("presence-required", 422));
    assert!(refused.problem().detail.contains("carries no proof of it"), "{refused:?}");
    let record: RequestRecord = noor.person.record(&facts.id).await;
    assert_eq!(record.state, RequestState::Pending);

    let payload = present(noor.payload(&facts, Action::Grant, Some("PT1H")), local);
    let sent = noor.sign(payload).await;
    let taken: DecisionResponse = noor.send(&facts, &sent).await.ok();
    noor.revoke(&taken.grant.unwrap(), &facts).await.ok::<RevocationResponse>();
}

#[tokio::test]
async fn presence_shown_for_one_choice_is_refused_for_every_other() {
    let (_server, [facts, other], mut noor) = asked().await;
    let shown = present(noor.payload(&facts, Action::Grant, Some("PT1H")), local).presence;
    let mut longer = noor.payload(&facts, Action::Grant, Some("PT4H"));
    longer.presence.clone_from(&shown);
    let mut replayed = noor.payload(&other, Action::Grant, Some("PT1H"));
    replayed.presence = shown;
    for (facts, payload) in [(&facts, longer), (&other, replayed)] {
        let sent = noor.sign(payload).await;
        let refused = noor.send(facts, &sent).await;
        assert_eq!(refused.slug(), "presence-required");
        assert!(refused.problem().detail.contains("for another choice"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_denial_never_waits_for_presence() {
    let (_server, [facts, _], mut noor) = asked().await;
    let denied: DecisionResponse = noor.deny(&facts).await.ok();
    assert_eq!(denied.request.state, RequestState::Denied);
}
