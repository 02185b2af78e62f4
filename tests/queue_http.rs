//! The queue over real HTTP on loopback: from a request to access that ends by itself, and the invariants
//! that hold at this border. Time is a clock that only the tests move.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "queue_http/border.rs"]
mod border;
#[path = "queue_http/deciding.rs"]
mod deciding;
#[path = "queue_http/devices.rs"]
mod devices;
#[path = "queue_http/feed.rs"]
mod feed;
#[path = "queue_http/invariants.rs"]
mod invariants;
#[path = "queue_http/person.rs"]
mod person;
#[path = "queue_http/places.rs"]
mod places;
#[path = "queue_http/presence.rs"]
mod presence;
#[path = "queue_http/remarks.rs"]
mod remarks;
#[path = "queue_http/security_keys.rs"]
mod security_keys;
#[path = "queue_http/server.rs"]
mod server;
#[path = "queue_http/software_key.rs"]
#[allow(dead_code)]
mod software_key;
#[path = "queue_http/suspending.rs"]
mod suspending;
#[path = "queue_http/targets.rs"]
mod targets;
#[path = "queue_http/tiles.rs"]
mod tiles;
#[path = "queue_http/witness.rs"]
mod witness;
#[path = "queue_http/witness_alone.rs"]
mod witness_alone;

use approval::{Access, GrantState, Lateness, RequestState};
use person::{Approver, Person};
use queue_api::{Change, DecisionResponse};
use server::{HOUR, Server};

#[tokio::test]
async fn a_request_becomes_access_that_ends_by_itself() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;

    let facts = dana.ask("admin", "PT4H").await;
    let page = noor.person.changes("", 0).await;
    let seen = page.changes.iter().any(|change| match change {
        Change::Request(record) => record.facts().unwrap() == facts && record.for_you.why_not.is_none(),
        Change::Grant(_) | Change::Hidden(_) => false,
    });
    assert!(seen, "{page:?}");

    let answer: DecisionResponse = noor.grant(&facts, "PT1H").await.ok();
    assert_eq!(answer.request.state, RequestState::Granted);
    let grant = answer.grant.unwrap();
    assert_eq!(grant.state, GrantState::Scheduled);

    let active = noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    assert!(server.target.has(&grant.id));
    assert_eq!(active.ends_at(), Some(person::hours(active.granted_at, 1)));

    server.clock.advance(HOUR);
    let ended = noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
    assert!(matches!(ended.state, GrantState::Ended { lateness: Lateness::OnTime, .. }), "{ended:?}");
    assert!(!server.target.has(&grant.id));
}
