//! ConductorOne as it could be at its worst: what answers there lies, floods, leads elsewhere, or leaves out what counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestFacts, RequestId, RequestState, Window};
use connectors::conductorone::ConductorOne;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "c1.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "2FfNoor";
const DANA: &str = "2FfDana";
const ILYA: &str = "2FfIlya";
const ID: &str = "2FfTask";

/// What ConductorOne says, each of it as a test changes it.
#[derive(Clone)]
struct Says {
    task: Value,
    me: Value,
    expanded: Value,
    next: &'static str,
    found: bool,
    decision: (&'static str, &'static str),
}

type Change = fn(&mut Says);
/// The same, with what it closes over.
type Closure = Box<dyn Fn(&mut Says)>;

fn agreed(who: &str) -> Value {
    json!({ "id": "s0", "approval": { "approved": { "userId": who, "approvedAt": "2026-11-20T15:30:00Z" } } })
}

impl Says {
    fn new() -> Self {
        let task = json!({
            "id": ID, "state": "TASK_STATE_OPEN", "createdAt": "2026-11-20T15:00:00.123456Z", "createdByUserId": DANA,
            "userId": DANA, "description": "The backup failed.", "emergencyAccess": false,
            "recommendation": "INSIGHT_RECOMMENDATION_REVIEW", "externalRefs": [{ "name": "OPS-1" }],
            "actions": ["TASK_ACTION_TYPE_APPROVE", "TASK_ACTION_TYPE_DENY", "TASK_ACTION_TYPE_OF_TOMORROW"],
            "stepApproverIds": [ME], "insightIds": null,
            "policy": {
                "current": { "id": "s1", "approval": { "approval": { "requireApprovalReason": true } } },
                "history": [], "next": null,
            },
            "type": { "grant": { "appId": "app", "appEntitlementId": "ent", "identityUserId": DANA, "grantDuration": "3600s" } },
        });
        let expanded = json!([
            { "@type": "type.googleapis.com/c1.api.user.v1.User", "id": DANA, "displayName": "Dana Peres", "email": "dana@contoso.example" },
            { "@type": "type.googleapis.com/c1.api.app.v1.App", "id": "app", "displayName": "Payroll" },
            { "@type": "type.googleapis.com/c1.api.app.v1.AppEntitlement", "id": "ent", "displayName": "Admin", "description": "Can do all." },
        ]);
        Self { task, me: json!({ "userId": ME }), expanded, next: "", found: true, decision: ("200 OK", "{}") }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, ConductorOne) {
        let mut says = Self::new();
        change(&mut says);
        let server = Server::choosing(move |request| says.answer(request));
        let connector = connector(&server);
        (server, connector)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |body: &Value| answer("200 OK", &[JSON, NOW], &body.to_string());
        let view = json!({ "task": self.task, "userPath": "$.expanded[0]" });
        match line {
            line if line.contains("/action/") => answer(self.decision.0, &[JSON, NOW], self.decision.1),
            line if line.contains("/introspect") => says(&self.me),
            line if line.contains("/search/tasks") && (self.found || !request.contains("\"refs\"")) => {
                says(&json!({ "list": [view], "expanded": self.expanded, "nextPageToken": self.next }))
            }
            line if line.contains("/search/tasks") => says(&json!({ "list": null, "expanded": null })),
            line if line.contains("/tasks/") => says(&json!({ "taskView": view })),
            other => panic!("{other}"),
        }
    }
}

fn connector(server: &Server) -> ConductorOne {
    ConductorOne::new("contoso".parse().unwrap(), &server.address, &Secret::new(TOKEN.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(connector: &ConductorOne) -> Result<RequestRecord, ConnectorError> {
    Ok(connector.list(None, None).await?.requests.remove(0))
}

async fn facts(change: impl FnOnce(&mut Says)) -> RequestFacts {
    let (_server, connector) = Says::with(change);
    listed(&connector).await.unwrap().facts().unwrap()
}

fn grant() -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: "2026-11-20T17:00:00Z".parse().unwrap(), reason: Some("Agreed".to_owned()) }
}

fn deny() -> Ruling {
    Ruling::Deny { reason: Some("No".to_owned()), counter_offer: None }
}

async fn decided(connector: &ConductorOne, ruling: &Ruling) -> Said {
    connector.decide(&RequestId::new(ID), ruling).await
}

fn kind(error: ConnectorError) -> (Option<ProblemType>, Option<u32>) {
    match error {
        ConnectorError::Refused(problem) => (problem.kind(), problem.retry_after),
        other @ (ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)) => panic!("{other:?}"),
    }
}

fn has_decided(server: &Server) -> bool {
    server.seen().iter().any(|seen| seen.lines().next().unwrap_or_default().contains("/action/"))
}

#[tokio::test]
async fn a_task_says_in_our_words_what_conductorone_says() {
    let told = facts(|_| {}).await;
    assert_eq!(
        (told.requester.principal.name.as_str(), told.requester.address.as_str()),
        ("Dana Peres", "dana@contoso.example")
    );
    assert_eq!(
        (told.resource.name.as_str(), told.role.name.as_str(), told.role.id.as_str()),
        ("Payroll", "Admin", "app/ent")
    );
    assert_eq!(told.role.means, "Can do all. ConductorOne recommends to look closely.");
    assert_eq!((told.ticket.as_deref(), told.window), (Some("OPS-1"), Window::from_minutes(60).unwrap().into()));
    assert!(told.policy.reason_required && told.tenant.domain == "contoso.conductor.one");
    let other = facts(|says| {
        says.task["createdByUserId"] = json!(ILYA);
        says.task["emergencyAccess"] = json!(true);
    });
    let means = other.await.role.means;
    assert!(
        means.contains("emergency access") && means.contains("2FfIlya, whom ConductorOne does not name asked for it."),
        "{means}"
    );
}

#[tokio::test]
async fn what_is_not_named_is_shown_by_its_id_and_that_is_said() {
    for expanded in [
        json!(null),
        json!([]),
        json!([{ "@type": "x.App", "id": "ent", "displayName": "Admin" }, { "id": DANA, "displayName": "Dana" }]),
    ] {
        let told = facts(|says| says.expanded = expanded.clone()).await;
        assert_eq!(told.requester.principal.name, format!("{DANA}, whom ConductorOne does not name"), "{expanded}");
        assert_eq!(told.role.name, "ent, an entitlement that ConductorOne does not name");
        assert_eq!(told.resource.name, "app, an application that ConductorOne does not name");
    }
    let (_server, connector) = Says::with(|says| says.me = json!({ "userId": "" }));
    assert!(is_bad(&connector.me().await.unwrap_err()), "whose token it is must be told");
}

/// By its reference, so that it reads as in the list; and where that finds nothing, by its id.
#[tokio::test]
async fn a_task_is_looked_for_in_two_ways() {
    for found in [true, false] {
        let (server, connector) = Says::with(|says| says.found = found);
        let record = connector.request(&RequestId::new(ID)).await.unwrap();
        assert_eq!(record.facts().unwrap().resource.name.contains("Payroll"), found);
        assert_eq!(server.seen().iter().any(|seen| seen.contains(&format!("/tasks/{ID} "))), !found);
    }
    let (_server, connector) = Says::with(|_| {});
    assert!(
        is_bad(&connector.request(&RequestId::new("another")).await.unwrap_err()),
        "another than the one asked for"
    );
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let (server, connector) = Says::with(|says| says.next = "again");
    assert_eq!(connector.list(None, None).await.unwrap().next.as_deref(), Some("1:again"));
    assert!(connector.list(None, Some("999:a:b")).await.is_ok());
    assert!(server.seen().iter().any(|seen| seen.contains(r#""pageToken":"a:b""#)), "{:?}", server.seen());
    assert!(is_bad(&connector.list(None, Some("1000:again")).await.unwrap_err()));
    for other in ["", "0", ":", "x:y", "0:"] {
        assert!(is_bad(&connector.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_never_called() {
    let (server, connector) = Says::with(|_| {});
    for id in ["", "..", "a/../b", "a?b", "a'", "a%2fb", "http://elsewhere.example", "a b", &"a".repeat(129)] {
        assert!(matches!(connector.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
        let said = connector.decide(&RequestId::new(id), &deny()).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(!has_decided(&server) && server.seen().iter().all(|seen| seen.contains("/introspect")));
    let (_server, connector) = Says::with(|says| says.task["id"] = json!("../../me"));
    assert!(is_bad(&listed(&connector).await.unwrap_err()));
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = Server::answering(answer("200 OK", &[JSON, NOW], "{}"));
    let location = format!("{}/user", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let connector = connector(&server);
    assert!(is_bad(&connector.me().await.unwrap_err()));
    assert!(thief.seen().is_empty());
    assert!(!format!("{connector:?}").contains("canary"));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let gone = |field: &'static str| {
        move |says: &mut Says| {
            says.task.as_object_mut().unwrap().remove(field);
        }
    };
    for field in ["id", "state", "createdAt", "type"] {
        let (_server, connector) = Says::with(gone(field));
        assert!(is_bad(&listed(&connector).await.unwrap_err()), "{field}");
    }
    let changes: [Change; 8] = [
        |says| says.task["state"] = json!("TASK_STATE_UNSPECIFIED"),
        |says| says.task["type"] = json!({ "revoke": {} }),
        |says| says.task["type"]["grant"]["outcome"] = json!("GRANT_OUTCOME_FOR_EVER"),
        |says| says.task["type"]["grant"]["appId"] = json!("a/b"),
        |says| says.task["createdAt"] = json!("yesterday"),
        |says| says.task["description"] = json!("a".repeat(20_000)),
        |says| says.task["policy"]["next"] = Value::Array(vec![json!({ "approval": {} }); 101]),
        |says| says.task["state"] = json!("TASK_STATE_CLOSED"),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, connector) = Says::with(change);
        assert!(is_bad(&listed(&connector).await.unwrap_err()), "{number}");
    }
    for field in ["userId", "createdByUserId", "description", "recommendation", "externalRefs", "actions", "policy"] {
        let (_server, connector) = Says::with(gone(field));
        assert!(listed(&connector).await.is_ok(), "{field}");
    }
}

/// Invariant 2 and the rule that every grant has its end.
#[tokio::test]
async fn what_has_no_end_is_shown_and_can_be_denied_and_is_never_granted() {
    let mut changes = Vec::<Closure>::new();
    for length in
        [json!(null), json!(""), json!("0s"), json!("0.5s"), json!("-60s"), json!("PT1H"), json!("99999999999s")]
    {
        changes.push(Box::new(move |says| says.task["type"]["grant"]["grantDuration"] = length.clone()));
    }
    changes.push(Box::new(|says| {
        says.task["policy"]["current"]["approval"]["approval"]["requiresStepUpProviderId"] = json!("p");
    }));
    for (number, change) in changes.iter().enumerate() {
        let told = facts(change).await;
        assert!(told.role.means.contains("That cannot be granted from here"), "{number}: {}", told.role.means);
        let (server, connector) = Says::with(change);
        let never = listed(&connector).await.unwrap().for_you.never;
        assert!(never.is_some(), "{number}: the desk would let it be granted");
        let refused = decided(&connector, &grant()).await;
        assert_eq!(kind(refused.answer.unwrap_err()), (Some(ProblemType::Refused), None), "{number}");
        assert!(!has_decided(&server) && refused.call.is_empty(), "{number}");
        decided(&connector, &deny()).await.answer.unwrap();
        assert!(has_decided(&server), "{number}");
    }
}

#[tokio::test]
async fn a_decision_names_the_step_that_waits_and_what_may_be_done_is_told_by_conductorone() {
    for (ruling, verb, comment) in [(grant(), "approve", "Agreed"), (deny(), "deny", "No")] {
        let (_server, connector) = Says::with(|_| {});
        let said = decided(&connector, &ruling).await;
        let body = json!({ "policyStepId": "s1", "comment": comment });
        assert_eq!(said.call, format!("POST /api/v1/tasks/{ID}/action/{verb} {body}"));
        said.answer.unwrap();
    }
    let others: [(Change, WhyNot); 6] = [
        (|says| says.task["actions"] = json!(["TASK_ACTION_TYPE_COMMENT"]), WhyNot::NotInThisStage),
        (|says| says.task["actions"] = json!(null), WhyNot::NotInThisStage),
        (|says| says.task["policy"]["current"]["id"] = json!(null), WhyNot::NotInThisStage),
        (|says| says.task["policy"]["current"] = json!({ "id": "w", "wait": {} }), WhyNot::NotInThisStage),
        (
            |says| {
                says.task["actions"] = json!([]);
                says.task["stepApproverIds"] = json!([ILYA]);
            },
            WhyNot::NotAnApprover,
        ),
        (
            |says| {
                says.task["actions"] = json!([]);
                says.task["policy"]["history"] = json!([agreed(ME)]);
            },
            WhyNot::VotedAlready,
        ),
    ];
    for (number, (change, why)) in others.into_iter().enumerate() {
        let (server, connector) = Says::with(change);
        assert_eq!(listed(&connector).await.unwrap().for_you.why_not, Some(why), "{number}");
        for ruling in [grant(), deny()] {
            let said = decided(&connector, &ruling).await;
            assert_eq!(kind(said.answer.unwrap_err()), (Some(ProblemType::Forbidden), None), "{number}");
        }
        assert!(!has_decided(&server), "{number}");
    }
}

#[tokio::test]
async fn invariant_5_ones_own_request_is_shown_and_never_decided() {
    let own: [Change; 3] = [
        |says| says.task["createdByUserId"] = json!(ME),
        |says| says.task["userId"] = json!(ME),
        |says| says.task["type"]["grant"]["identityUserId"] = json!(ME),
    ];
    for change in own {
        let (server, connector) = Says::with(change);
        assert_eq!(listed(&connector).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
        for ruling in [grant(), deny()] {
            let answer = decided(&connector, &ruling).await.answer;
            assert_eq!(kind(answer.unwrap_err()), (Some(ProblemType::OwnRequest), None));
        }
        assert!(!has_decided(&server));
    }
}

#[tokio::test]
async fn where_a_task_stands_and_who_ended_it_is_told_by_its_steps() {
    let read = async |change: &dyn Fn(&mut Value)| {
        let (_server, connector) = Says::with(|says| change(&mut says.task));
        let record = connector.request(&RequestId::new(ID)).await.unwrap();
        (record.state, record.decided.map(|decided| decided.by.as_str().to_owned()))
    };
    let outcome = |task: &mut Value, word: &str| {
        task["state"] = json!("TASK_STATE_CLOSED");
        task["type"]["grant"]["outcome"] = json!(format!("GRANT_OUTCOME_{word}"));
    };
    let given = |task: &mut Value| {
        task["policy"] = json!({ "history": [agreed(ILYA), agreed(ME)], "current": { "id": "p", "provision": {} } });
    };
    let me = Some(ME.to_owned());
    assert_eq!(read(&|task| given(task)).await, (RequestState::Granted, me.clone()), "before it was given");
    let closed = |word: &'static str| {
        move |task: &mut Value| {
            given(task);
            outcome(task, word);
        }
    };
    assert_eq!(read(&closed("GRANTED")).await, (RequestState::Granted, me.clone()));
    assert_eq!(read(&closed("ERROR")).await, (RequestState::Granted, me));
    let denied = |task: &mut Value| {
        task["policy"] = json!({ "current": { "id": "s", "approval": { "denied": { "userId": ILYA, "deniedAt": "2026-11-20T15:30:00Z" } } } });
    };
    assert_eq!(read(&denied).await, (RequestState::Denied, Some(ILYA.to_owned())), "before it was closed");
    assert_eq!(
        read(&|task| outcome(task, "GRANTED")).await,
        (RequestState::Granted, None),
        "nobody is named who was not told"
    );
    assert_eq!(read(&|task| outcome(task, "CANCELLED")).await, (RequestState::Cancelled, None));
    assert_eq!(read(&|task| outcome(task, "WAIT_TIMED_OUT")).await, (RequestState::Expired, None));
    assert_eq!(read(&|task| outcome(task, "ERROR")).await, (RequestState::Refused, None));
    let further = |task: &mut Value| {
        task["policy"] =
            json!({ "history": [agreed(ME)], "current": { "id": "w", "wait": {} }, "next": [{ "approval": {} }] });
    };
    assert_eq!(read(&further).await, (RequestState::Pending, None), "another has to agree");
}

#[tokio::test]
async fn the_status_of_a_refusal_counts_and_what_the_server_did_is_not_guessed() {
    let refusal = async |status: &'static str, body: &'static str| {
        let (_server, connector) = Says::with(|says| says.decision = (status, body));
        decided(&connector, &grant()).await.answer.unwrap_err()
    };
    const BODY: &str = r#"{"code":9,"message":"The task is at another step.","details":[]}"#;
    for (status, meant) in [
        ("401 Unauthorized", ProblemType::Unauthenticated),
        ("403 Forbidden", ProblemType::Forbidden),
        ("404 Not Found", ProblemType::NotFound),
    ] {
        assert_eq!(kind(refusal(status, BODY).await), (Some(meant), None));
    }
    let silent = refusal("429 Too Many Requests", BODY).await;
    assert_eq!(kind(silent), (Some(ProblemType::TooManyRequests), Some(30)), "it does not say how long");
    assert_eq!(kind(refusal("400 Bad Request", BODY).await), (None, None));
    for status in ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"] {
        assert!(matches!(refusal(status, "{}").await, ConnectorError::NoAnswer(_)), "{status}");
    }
    assert!(is_bad(&refusal("404 Not Found", "<html>").await), "no word of ConductorOne’s");
}
