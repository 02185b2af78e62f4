//! Access packages as Graph could tell of them at its worst, where they are not what Privileged Identity Management is: how long, for
//! whom, and what stands beside it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestId, RequestState, Window};
use connectors::entra::{Surface, pim::Pim};
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "11111111-aaaa-4000-8000-000000000001";
const DANA: &str = "22222222-bbbb-4000-8000-000000000002";
const ID: &str = "33333333-cccc-4000-8000-000000000003";

#[derive(Clone)]
struct Graph {
    request: Value,
    stage: Value,
    policy: Value,
    /// Of the policy.
    status: &'static str,
}

type Change = fn(&mut Graph);

impl Graph {
    fn new() -> Self {
        let request = json!({
            "id": ID, "requestType": "userAdd", "state": "pendingApproval", "createdDateTime": "2026-11-20T15:00:00.12Z",
            "justification": "The month ends.", "schedule": { "expiration": { "type": "afterDuration", "duration": "P2D" } },
            "requestor": { "id": "subject-1", "objectId": DANA, "displayName": "Dana Peres", "email": "dana@contoso.example" },
            "accessPackage": { "id": "p-1", "displayName": "Payroll", "description": "What payroll works with." }, "answers": [],
        });
        let stage = json!({ "id": "s-1", "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed" });
        let policy = json!({ "type": "afterDuration", "duration": "P30D" });
        Self { request, stage, policy, status: "200 OK" }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Pim) {
        let mut graph = Self::new();
        change(&mut graph);
        let server = Server::choosing(move |request| graph.answer(request));
        let pim = Pim::new(Surface::Packages, &server.address, &Secret::new(b"token".to_vec())).unwrap();
        (server, pim)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |status: &str, body: &Value| answer(status, &[JSON, NOW], &body.to_string());
        match line {
            line if line.starts_with("PATCH") => answer("204 No Content", &[NOW], ""),
            line if line.contains("/v1.0/me") => says("200 OK", &json!({ "id": ME, "displayName": "Noor Haddad" })),
            line if line.contains("/v1.0/organization") => says("200 OK", &json!({ "value": [{ "id": "t-1" }] })),
            line if line.contains("/v1.0/users/") => says("404 Not Found", &json!({ "error": { "code": "x" } })),
            line if line.contains("Approvals/") => says("200 OK", &json!({ "id": ID, "stages": [self.stage] })),
            line if line.contains("/filterByCurrentUser") => says("200 OK", &json!({ "value": [self.request] })),
            line if line.contains("assignmentPolicy") => {
                let policy = json!({ "assignmentPolicy": { "expiration": self.policy } });
                says(self.status, &json!({ "id": ID, "assignment": policy, "error": { "code": "x" } }))
            }
            other => panic!("{other}"),
        }
    }
}

async fn listed(pim: &Pim) -> Result<RequestRecord, ConnectorError> {
    Ok(pim.list(None, None).await?.requests.remove(0))
}

async fn granted(pim: &Pim) -> Said {
    let window = Window::from_minutes(60).unwrap();
    let until = "2026-11-20T17:00:00Z".parse().unwrap();
    pim.decide(&RequestId::new(ID), &Ruling::Grant { window, until, reason: Some("Agreed".to_owned()) }).await
}

fn days(days: u32) -> Window {
    Window::from_minutes(days * 24 * 60).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

fn unsaid(graph: &mut Graph) {
    graph.request["schedule"]["expiration"] = json!({ "type": "notSpecified" });
}

#[tokio::test]
async fn a_request_says_in_our_words_what_graph_says() {
    let (_server, pim) = Graph::with(|graph| {
        graph.request["answers"] = json!([
            { "displayValue": "4711", "answeredQuestion": { "text": "Which ticket?" } },
            { "displayValue": "yes" }, { "displayValue": " " }, {},
        ]);
    });
    let told = listed(&pim).await.unwrap().facts().unwrap();
    assert_eq!((told.role.name.as_str(), told.role.id.as_str(), told.window), ("Payroll", "p-1", days(2).into()));
    assert_eq!(told.role.means, "What payroll works with. Which ticket? 4711 Answered: yes");
    assert_eq!(
        (told.requester.principal.name.as_str(), &*told.requester.address),
        ("Dana Peres", "dana@contoso.example")
    );
    assert_eq!(told.answer_by.unwrap().to_string(), "2026-12-04T15:00:00.120Z", "two weeks, the longest there is");
    let me = pim.me().await.unwrap();
    assert_eq!(me.server, "entra-packages/t-1");
}

/// Invariant 2 and the rule that every grant has its end.
#[tokio::test]
async fn a_package_without_an_end_that_is_told_is_never_granted() {
    let (server, pim) = Graph::with(unsaid);
    assert_eq!(listed(&pim).await.unwrap().facts().unwrap().window, days(30).into(), "what its policy says");
    listed(&pim).await.unwrap();
    let policies = |server: &Server| server.seen().iter().filter(|seen| seen.contains("assignmentPolicy")).count();
    assert_eq!(policies(&server), 1, "it is not asked for with every round");
    granted(&pim).await.answer.unwrap();
    assert_eq!(policies(&server), 2, "and for a decision each time");
    let never: [Change; 9] = [
        |graph| graph.policy = json!({ "type": "noExpiration" }),
        |graph| graph.policy = json!({ "type": "afterDuration", "duration": "P10Y" }),
        |graph| graph.policy = json!({ "type": "afterDuration" }),
        |graph| graph.policy = json!({ "type": "notSpecified" }),
        |graph| graph.policy = json!(null),
        |graph| graph.status = "403 Forbidden",
        |graph| graph.status = "404 Not Found",
        |graph| graph.status = "400 Bad Request",
        |graph| {
            graph.request["schedule"] =
                json!({ "recurrence": {}, "expiration": { "type": "afterDuration", "duration": "PT1H" } })
        },
    ];
    for (number, change) in never.into_iter().enumerate() {
        let (server, pim) = Graph::with(|graph| {
            unsaid(graph);
            change(graph);
        });
        let record = listed(&pim).await.unwrap();
        assert!(record.for_you.never.is_some(), "{number}: the desk would let it be granted");
        let told = record.facts().unwrap();
        assert!(told.role.means.contains("That cannot be granted from here"), "{number}: {}", told.role.means);
        let said = granted(&pim).await;
        let Err(ConnectorError::Refused(problem)) = said.answer else { panic!("{number}") };
        assert_eq!(problem.kind(), Some(ProblemType::Refused), "{number}");
        assert!(server.seen().iter().all(|seen| !seen.starts_with("PATCH")), "{number}");
    }
    let (_server, pim) = Graph::with(|graph| {
        unsaid(graph);
        graph.status = "500 Internal Server Error";
    });
    assert!(listed(&pim).await.is_err(), "a failure is no policy");
}

#[tokio::test]
async fn what_is_ones_own_is_shown_and_never_decided() {
    let (server, pim) = Graph::with(|graph| graph.request["requestor"]["objectId"] = json!(ME.to_uppercase()));
    assert_eq!(listed(&pim).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
    let Err(ConnectorError::Refused(problem)) = granted(&pim).await.answer else { panic!() };
    assert_eq!(problem.kind(), Some(ProblemType::OwnRequest));
    assert!(server.seen().iter().all(|seen| !seen.starts_with("PATCH")));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let changes: [Change; 7] = [
        |graph| graph.request["requestor"] = json!(null),
        |graph| graph.request["requestor"]["objectId"] = json!(null),
        |graph| graph.request["requestor"]["objectId"] = json!("../x"),
        |graph| graph.request["accessPackage"] = json!(null),
        |graph| graph.request["accessPackage"]["id"] = json!(""),
        |graph| graph.request["id"] = json!("a/../b"),
        |graph| graph.request["createdDateTime"] = json!("yesterday"),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, pim) = Graph::with(change);
        assert!(is_bad(&listed(&pim).await.unwrap_err()), "{number}");
    }
    let (_server, pim) = Graph::with(|graph| graph.request["state"] = json!("unknownFutureValue"));
    assert!(is_bad(&pim.request(&RequestId::new(ID)).await.unwrap_err()));
}

#[tokio::test]
async fn each_word_of_a_state_means_one_thing() {
    let approved =
        json!({ "id": "s-1", "status": "Completed", "reviewResult": "Approved", "reviewedBy": { "id": ME } });
    let denied = json!({ "id": "s-1", "status": "Completed", "reviewResult": "Denied", "reviewedBy": { "id": ME } });
    let expired = json!({ "id": "s-1", "status": "Expired", "reviewResult": "NotReviewed" });
    for (word, stage, state) in [
        ("delivered", &approved, RequestState::Granted),
        ("delivering", &approved, RequestState::Granted),
        ("partiallyDelivered", &approved, RequestState::Granted),
        ("scheduled", &approved, RequestState::Granted),
        ("pendingApproval", &approved, RequestState::Granted),
        ("deliveryFailed", &approved, RequestState::Granted),
        ("deliveryFailed", &expired, RequestState::Refused),
        ("denied", &denied, RequestState::Denied),
        ("denied", &expired, RequestState::Expired),
        ("canceled", &expired, RequestState::Cancelled),
        ("submitted", &denied, RequestState::Denied),
    ] {
        let (_server, pim) = Graph::with(|graph| {
            graph.request["state"] = json!(word);
            graph.stage = stage.clone();
        });
        assert_eq!(pim.request(&RequestId::new(ID)).await.unwrap().state, state, "{word} {stage}");
    }
}
