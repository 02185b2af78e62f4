//! Google Cloud Access Approval as it could be at its worst: what answers there lies, floods, or leaves out what matters.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Access, Action, GrantId, GrantState, RequestId, RequestState, Timestamp, Window};
use connectors::google::access_approval::AccessApproval;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Secret};
use queue_api::ProblemType;
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "ya29.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const NAME: &str = "projects/p/approvalRequests/r";

fn queue(server: &Server) -> AccessApproval {
    let parent = "projects/p".parse().unwrap();
    AccessApproval::new(parent, &server.address, &server.address, &Secret::new(TOKEN.into())).unwrap()
}

/// Answers everything: whose token it is, one request, and a list of it.
fn with_request(change: impl FnOnce(&mut Value)) -> Server {
    let mut request = json!({
        "name": NAME, "requestTime": "2026-11-20T15:00:00.123456789Z", "requestedDuration": "14400s",
        "requestedExpiration": "2026-11-20T19:00:00.123456789Z",
        "requestedResourceName": "//cloudresourcemanager.googleapis.com/projects/p",
        "requestedReason": { "type": "CUSTOMER_INITIATED_SUPPORT", "detail": "Case Number: 7" },
        "requestedLocations": { "principalOfficeCountry": "IE", "principalPhysicalLocationCountry": "DE" },
    });
    change(&mut request);
    let mut all = request.clone();
    all["email"] = json!("Noor@contoso.example");
    all["approvalRequests"] = json!([request]);
    Server::answering(answer("200 OK", &[JSON, NOW], &all.to_string()))
}

fn id() -> RequestId {
    RequestId::new(NAME)
}

fn until(text: &str) -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: text.parse().unwrap(), reason: Some("r".to_owned()) }
}

fn posts(server: &Server) -> usize {
    server.seen().iter().filter(|seen| seen.starts_with("POST")).count()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

#[tokio::test]
async fn whoever_asks_is_googles_staff_and_nobody_by_name() {
    let facts =
        async |change: fn(&mut Value)| queue(&with_request(change)).request(&id()).await.unwrap().facts().unwrap();
    let told = facts(|_| {}).await;
    assert_eq!(told.requester.principal.name, "Google staff of IE, now in DE");
    assert_eq!((told.role.id.as_str(), told.ticket.as_deref()), ("customer_initiated_support", Some("Case Number: 7")));
    assert_eq!(told.answer_by.unwrap().to_string(), "2026-11-20T19:00:00.123Z");
    let bare = facts(|request| {
        request["requestedReason"] = json!({ "type": "SOMETHING_NEW" });
        request["requestedLocations"] = json!({});
        request["requestedDuration"] = json!("2592000s");
        request["requestedExpiration"] = json!("2026-12-20T15:00:00Z");
        request["requestedAugmentedInfo"] = json!({ "command": "cat /etc/passwd" });
        request["requestedResourceProperties"] = json!({ "excludesDescendants": true });
    })
    .await;
    assert_eq!(bare.requester.principal.name, "Google staff in an unknown place");
    assert_eq!((bare.role.id.as_str(), bare.role.name.as_str()), ("something_new", "Access by Google"));
    assert!(bare.role.means.contains("cat /etc/passwd") && bare.role.means.contains("Nothing below"), "{bare:?}");
    assert_eq!(
        bare.answer_by.unwrap().to_string(),
        "2026-12-04T15:00:00.123Z",
        "after fourteen days it counts as dismissed"
    );
}

#[tokio::test]
async fn no_end_is_sent_that_is_over_or_later_than_what_was_asked_for() {
    for wrong in ["2026-11-20T16:00:00Z", "2025-11-20T17:00:00Z", "2026-11-20T19:00:00.124Z", "2027-01-01T00:00:00Z"] {
        let server = with_request(|_| {});
        let said = queue(&server).decide(&id(), &until(wrong)).await;
        let Err(ConnectorError::Refused(problem)) = said.answer else { panic!("{wrong}") };
        assert_eq!((problem.kind(), posts(&server)), (Some(ProblemType::Refused), 0), "{wrong}");
    }
    // A longer end than the length that goes with it is nobody's to grant either.
    let longer = with_request(|request| request["requestedExpiration"] = json!("2026-12-20T15:00:00Z"));
    let said = queue(&longer).decide(&id(), &until("2026-11-21T00:00:00Z")).await;
    assert!(matches!(said.answer, Err(ConnectorError::Refused(_))) && posts(&longer) == 0);
    for right in ["2026-11-20T16:00:01Z", "2026-11-20T19:00:00.123Z"] {
        let server = with_request(|_| {});
        let said = queue(&server).decide(&id(), &until(right)).await;
        let end: Timestamp = right.parse().unwrap();
        assert_eq!(said.call, format!("POST /v1/{NAME}:approve {{\"expireTime\":\"{end}\"}}"));
        assert_eq!(posts(&server), 1);
    }
    let decided = with_request(|request| request["dismiss"] = json!({ "dismissTime": "2026-11-20T15:30:00Z" }));
    let said = queue(&decided).decide(&id(), &until("2026-11-20T17:00:00Z")).await;
    assert!(matches!(said.answer, Err(ConnectorError::Refused(_))) && posts(&decided) == 0);
}

#[tokio::test]
async fn nobodys_decision_is_taken_for_anybodys() {
    let decided = async |change: fn(&mut Value)| {
        let record = queue(&with_request(change)).request(&id()).await.unwrap();
        (record.state, record.decided.map(|decided| (decided.by.to_string(), decided.action)))
    };
    let approve = |request: &mut Value| {
        request["approve"] = json!({ "approveTime": "2026-11-20T15:30:00Z", "expireTime": "2026-11-20T16:30:00Z" });
    };
    assert_eq!(decided(approve).await, (RequestState::Granted, Some((String::new(), Action::Grant))));
    let automatic = decided(|request| {
        request["approve"] = json!({ "approveTime": "2026-11-20T15:30:00Z", "autoApproved": true });
    });
    assert_eq!(automatic.await.1, Some(("automatic".to_owned(), Action::Grant)));
    let policy = decided(|request| {
        request["approve"] =
            json!({ "approveTime": "2026-11-20T15:30:00Z", "policyApproved": true, "autoApproved": true });
    });
    assert_eq!(policy.await.1, Some(("policy".to_owned(), Action::Grant)));
    let dismissed = decided(|request| request["dismiss"] = json!({ "dismissTime": "2026-11-20T15:30:00Z" }));
    assert_eq!(dismissed.await, (RequestState::Denied, Some((String::new(), Action::Deny))));
    let implicit = decided(|request| request["dismiss"] = json!({ "implicit": true }));
    assert_eq!(implicit.await, (RequestState::Expired, None));
}

/// What was answered to one's own call is one's own, and nothing else of that request is.
#[tokio::test]
async fn ones_own_is_what_was_answered_to_ones_own_call() {
    let server = with_request(|request| {
        request["approve"] = json!({ "approveTime": "2026-11-20T15:30:00Z", "expireTime": "2026-11-20T18:30:00Z",
            "invalidateTime": "2026-11-20T15:45:00Z" });
    });
    let queue = queue(&server);
    queue.revoke(&GrantId::new(NAME), None).await.answer.unwrap();
    assert_eq!(queue.request(&id()).await.unwrap().decided.unwrap().by.as_str(), "");
    let GrantState::Revoked { by, .. } = queue.grants().await.unwrap().grants.remove(0).state else { panic!() };
    assert_eq!(by.unwrap().as_str(), "noor@contoso.example");
}

/// A desk that takes live access for none would let nobody revoke it.
#[tokio::test]
async fn access_that_is_there_is_told_as_given_whatever_is_left_out() {
    let live = async |approve: Value| {
        let server = with_request(|request| request["approve"] = approve);
        let grant = queue(&server).grants().await.unwrap().grants.remove(0);
        (grant.access, grant.is_live(), grant.is_endless())
    };
    let at = "2026-11-20T15:30:00Z";
    assert_eq!(live(json!({ "approveTime": at })).await, (Access::Given, true, true));
    let longer = json!({ "approveTime": at, "expireTime": "2028-11-20T15:30:00Z" });
    assert_eq!(live(longer).await, (Access::Given, true, false), "for longer than can be told");
    let over = json!({ "approveTime": at, "expireTime": "2026-11-20T16:00:00Z" });
    assert_eq!(live(over).await, (Access::TakenAway, false, false));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request_and_pages_end() {
    let changes: [fn(&mut Value); 5] = [
        |request| request["requestedDuration"] = json!("0s"),
        |request| request["requestedDuration"] = json!("99999999999s"),
        |request| request["requestTime"] = json!("yesterday"),
        |request| request["requestedResourceName"] = json!(7),
        |request| request["requestedReason"] = json!({ "detail": "x".repeat(20_000) }),
    ];
    for change in changes {
        assert!(is_bad(&queue(&with_request(change)).list(None, None).await.unwrap_err()));
    }
    assert_eq!(queue(&with_request(|_| {})).list(None, None).await.unwrap().requests.len(), 1);
    let other = queue(&with_request(|_| {})).request(&RequestId::new("projects/p/approvalRequests/s")).await;
    assert!(is_bad(&other.unwrap_err()), "another request than the one asked for");
    let server = with_request(|_| {});
    assert!(is_bad(&queue(&server).list(None, Some("1000:t")).await.unwrap_err()));
    assert!(is_bad(&queue(&server).list(None, Some("t")).await.unwrap_err()));
    for elsewhere in ["projects/../../steal", "projects/p?x=1", "", "https://thief.example"] {
        let said = queue(&server).decide(&RequestId::new(elsewhere), &until("2026-11-20T17:00:00Z")).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{elsewhere}");
    }
    assert_eq!(posts(&server), 0);
}
