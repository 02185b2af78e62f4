//! Opal as it could be at its worst: what answers there lies, floods, leads elsewhere, or leaves out what counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestFacts, RequestId, RequestState, Window};
use connectors::opal::Opal;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "opal.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "11111111-aaaa-4000-8000-000000000001";
const DANA: &str = "22222222-bbbb-4000-8000-000000000002";
const ILYA: &str = "44444444-dddd-4000-8000-000000000004";
const ID: &str = "33333333-cccc-4000-8000-000000000003";
const MAIL: &str = "Noor@contoso.example";

/// What Opal says, each of it as a test changes it.
#[derive(Clone)]
struct Says {
    request: Value,
    me: Value,
    other: (&'static str, Value),
    info: Value,
    decision: (&'static str, &'static str),
}

type Change = fn(&mut Says);

fn reviewer(id: &str, status: &str) -> Value {
    json!({ "id": id, "full_name": if id == ME { "Noor Haddad" } else { "Ilya Sun" }, "status": status })
}

fn stage(operator: &str, reviewers: &[Value]) -> Value {
    json!({ "stage": 1, "operator": operator, "reviewers": reviewers })
}

fn stages(stages: &[Value]) -> Value {
    json!([{ "item_name": "Payroll", "item_id": "r-1", "stages": stages }])
}

/// A change of what is said, with what it closes over.
type Closure = Box<dyn Fn(&mut Says)>;

impl Says {
    fn new() -> Self {
        let request = json!({
            "id": ID, "created_at": "2026-11-20 15:00:00+00:00", "updated_at": "2026-11-20 15:30:00+00:00",
            "requester_id": DANA, "target_user_id": DANA, "status": "PENDING", "reason": "The backup failed.",
            "duration_minutes": 60,
            "requested_items_list": [{ "resource_id": "r-1", "name": "Payroll", "access_level_name": "Admin",
                "access_level_remote_id": "arn:admin" }],
            "custom_fields_responses": [{ "field_name": "Ticket", "field_type": "SHORT_TEXT", "field_value": "OPS-1" }],
            "reviewer_stages": stages(&[stage("OR", &[reviewer(ME, "PENDING"), reviewer(ILYA, "PENDING")])]),
        });
        let other = json!({ "user_id": DANA, "full_name": "Dana Peres", "email": "dana@contoso.example" });
        Self {
            request,
            me: json!({ "user_id": ME, "full_name": "Noor Haddad", "email": "noor@contoso.example" }),
            other: ("200 OK", other),
            info: json!({ "hasNextPage": false, "endCursor": "", "hasPreviousPage": false, "startCursor": "" }),
            decision: ("200 OK", "{}"),
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Opal) {
        let mut says = Self::new();
        change(&mut says);
        let server = Server::choosing(move |request| says.answer(request));
        let opal = opal(&server);
        (server, opal)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |status: &str, body: &Value| answer(status, &[JSON, NOW], &body.to_string());
        match line {
            line if line.starts_with("POST") => answer(self.decision.0, &[JSON, NOW], self.decision.1),
            line if line.contains("/user?email=noor") => says("200 OK", &self.me),
            line if line.contains("/user?user_id=") => says(self.other.0, &self.other.1),
            line if line.contains("/requests/relay") => {
                let edge = json!({ "node": self.request, "cursor": "c" });
                says("200 OK", &json!({ "edges": [edge], "pageInfo": self.info, "totalCount": 1 }))
            }
            line if line.contains("/requests/") => says("200 OK", &self.request),
            other => panic!("{other}"),
        }
    }
}

fn opal(server: &Server) -> Opal {
    Opal::new(MAIL.parse().unwrap(), &format!("{}/v1", server.address), &Secret::new(TOKEN.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(opal: &Opal) -> Result<RequestRecord, ConnectorError> {
    Ok(opal.list(None, None).await?.requests.remove(0))
}

async fn facts(change: impl FnOnce(&mut Says)) -> RequestFacts {
    let (_server, opal) = Says::with(change);
    listed(&opal).await.unwrap().facts().unwrap()
}

fn grant() -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: "2026-11-20T17:00:00Z".parse().unwrap(), reason: None }
}

fn deny() -> Ruling {
    Ruling::Deny { reason: Some("No".to_owned()), counter_offer: None }
}

async fn decided(opal: &Opal, ruling: &Ruling) -> Said {
    opal.decide(&RequestId::new(ID), ruling).await
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

fn has_written(server: &Server) -> bool {
    server.seen().iter().any(|seen| seen.starts_with("POST"))
}

#[tokio::test]
async fn a_request_says_in_our_words_what_opal_says() {
    let told = facts(|_| {}).await;
    assert_eq!(
        (told.requester.principal.name.as_str(), told.requester.address.as_str()),
        ("Dana Peres", "dana@contoso.example")
    );
    assert_eq!((told.resource.name.as_str(), told.role.name.as_str()), ("Payroll", "Admin of Payroll"));
    assert_eq!(told.role.id.as_str(), "r-1/arn:admin");
    assert_eq!((told.ticket.as_deref(), told.window), (Some("OPS-1"), Window::from_minutes(60).unwrap().into()));
    assert_eq!(told.justification, "The backup failed.\nTicket: OPS-1");
    assert_eq!(told.asked_at.to_string(), "2026-11-20T15:00:00.000Z");
    let several = facts(|says| {
        let group = json!({ "group_id": "g-1", "name": "Engineers", "access_level_name": "" });
        says.request["requested_items_list"].as_array_mut().unwrap().push(group);
    });
    let several = several.await;
    assert_eq!(several.role.id.as_str(), "r-1/arn:admin,g-1");
    assert_eq!(several.role.name, "Admin of Payroll and 1 more");
    assert_eq!(several.role.means, "Admin of Payroll, Member of Engineers");
    let other = facts(|says| {
        says.request["requester_id"] = json!(ILYA);
        says.other = ("404 Not Found", json!({ "message": "No." }));
    });
    let other = other.await;
    assert_eq!(other.requester.principal.id.as_str(), DANA, "whoever is to have it");
    assert!(other.role.means.ends_with("asked for it."), "{other:?}");
}

/// Opal does not tell whose token it is: the address does, and who is found by it has to be that person.
#[tokio::test]
async fn one_is_who_the_address_says_and_nobody_else() {
    let (server, opal) = Says::with(|_| {});
    let me = opal.me().await.unwrap();
    assert_eq!(
        (me.person.as_str(), me.name.as_str(), me.tenants[0].name.as_str()),
        (ME, "Noor Haddad", "contoso.example")
    );
    assert_eq!(me.server, format!("opal/{ME}"));
    assert!(server.seen().iter().any(|seen| seen.contains(&format!("to={ME}")) && seen.contains("status=PENDING")));
    for me in [
        json!({ "user_id": ILYA, "email": "ilya@contoso.example" }),
        json!({ "user_id": ME }),
        json!({ "user_id": "../x", "email": MAIL }),
    ] {
        let (_server, opal) = Says::with(|says| says.me = me.clone());
        assert!(is_bad(&opal.me().await.unwrap_err()), "{me}");
        assert!(is_bad(&listed(&opal).await.unwrap_err()), "{me}");
    }
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let (server, opal) = Says::with(|says| says.info["hasNextPage"] = json!(true));
    assert_eq!(opal.list(None, None).await.unwrap().next, None, "a page without a cursor is no page");
    assert!(opal.list(None, Some("999:a b&c")).await.is_ok());
    assert!(server.seen().iter().any(|seen| seen.contains("after=a+b%26c")), "{:?}", server.seen());
    assert!(is_bad(&opal.list(None, Some("1000:c")).await.unwrap_err()));
    for other in ["", "0", ":", "x:y", "0:"] {
        assert!(is_bad(&opal.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_never_called() {
    let (server, opal) = Says::with(|_| {});
    for id in ["", "..", "a/../b", "a?b", "a'", "a%2fb", "http://elsewhere.example", "a b", &"a".repeat(129)] {
        assert!(matches!(opal.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
        let said = opal.decide(&RequestId::new(id), &deny()).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(!has_written(&server) && server.seen().iter().all(|seen| !seen.contains("/requests/")));
    let changes: [Change; 3] = [
        |says| says.request["id"] = json!("../../me"),
        |says| says.request["requester_id"] = json!("x?y"),
        |says| says.request["target_user_id"] = json!("x/../y"),
    ];
    for change in changes {
        let (_server, opal) = Says::with(change);
        assert!(is_bad(&listed(&opal).await.unwrap_err()));
    }
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = Server::answering(answer("200 OK", &[JSON, NOW], "{}"));
    let location = format!("{}/user", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let opal = opal(&server);
    assert!(is_bad(&opal.me().await.unwrap_err()));
    assert!(thief.seen().is_empty());
    assert!(!format!("{opal:?}").contains("canary"));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let gone = |field: &'static str| {
        move |says: &mut Says| {
            says.request.as_object_mut().unwrap().remove(field);
        }
    };
    for field in ["id", "status", "created_at", "updated_at", "requester_id", "requested_items_list"] {
        let (_server, opal) = Says::with(gone(field));
        assert!(is_bad(&listed(&opal).await.unwrap_err()), "{field}");
    }
    let changes: [Change; 7] = [
        |says| says.request["status"] = json!("GRANTED_FOR_EVER"),
        |says| says.request["created_at"] = json!("yesterday"),
        |says| says.request["requester_id"] = json!(7),
        |says| says.request["reason"] = json!("a".repeat(20_000)),
        |says| says.request["requested_items_list"] = json!([]),
        |says| says.request["requested_items_list"] = json!([{ "name": "Payroll" }]),
        |says| says.request["reviewer_stages"] = stages(&[stage("XOR", &[])]),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, opal) = Says::with(change);
        assert!(is_bad(&listed(&opal).await.unwrap_err()), "{number}");
    }
    for field in ["target_user_id", "reason", "custom_fields_responses", "reviewer_stages"] {
        let (_server, opal) = Says::with(gone(field));
        assert!(listed(&opal).await.is_ok(), "{field}");
    }
    let (_server, opal) = Says::with(|_| {});
    assert!(is_bad(&opal.request(&RequestId::new("another")).await.unwrap_err()), "another than the one asked for");
}

/// Invariant 2 and the rule that every grant has its end.
#[tokio::test]
async fn what_has_no_end_is_shown_and_can_be_denied_and_is_never_granted() {
    let lengths = [json!(null), json!(0), json!(-1), json!(i64::MAX), json!(i64::MIN), json!(600_000)];
    let mut changes = Vec::<Closure>::new();
    for length in lengths {
        changes.push(Box::new(move |says| says.request["duration_minutes"] = length.clone()));
    }
    changes.push(Box::new(|says| says.request["target_group_id"] = json!("g-1")));
    for (number, change) in changes.iter().enumerate() {
        let told = facts(change).await;
        assert!(told.role.means.contains("That cannot be granted from here"), "{number}: {}", told.role.means);
        let (server, opal) = Says::with(change);
        let never = listed(&opal).await.unwrap().for_you.never;
        assert!(never.is_some(), "{number}: the desk would let it be granted");
        let refused = decided(&opal, &grant()).await;
        assert_eq!(kind(refused.answer.unwrap_err()), (Some(ProblemType::Refused), None), "{number}");
        assert!(!has_written(&server) && refused.call.is_empty(), "{number}");
        decided(&opal, &deny()).await.answer.unwrap();
        assert!(has_written(&server), "{number}");
    }
}

#[tokio::test]
async fn an_administrators_level_is_never_sent() {
    for (ruling, verb, body) in [
        (grant(), "approve", json!({ "level": "REGULAR" })),
        (deny(), "deny", json!({ "level": "REGULAR", "comment": "No" })),
    ] {
        let (server, opal) = Says::with(|_| {});
        let said = decided(&opal, &ruling).await;
        assert_eq!(said.call, format!("POST /requests/{ID}/{verb} {body}"));
        said.answer.unwrap();
        assert!(server.seen().iter().all(|seen| !seen.contains("ADMIN")));
    }
}

#[tokio::test]
async fn only_what_waits_for_this_person_is_theirs_to_decide() {
    let cases: [(Value, Option<WhyNot>); 8] = [
        (stages(&[stage("OR", &[reviewer(ME, "PENDING")])]), None),
        (stages(&[stage("AND", &[reviewer(&ME.to_uppercase(), "PENDING"), reviewer(ILYA, "APPROVED")])]), None),
        (json!("The reviewers could not be loaded."), None),
        (
            stages(&[stage("OR", &[reviewer(ILYA, "PENDING")]), stage("OR", &[reviewer(ME, "PENDING")])]),
            Some(WhyNot::NotInThisStage),
        ),
        (stages(&[stage("OR", &[reviewer(ILYA, "APPROVED")]), stage("OR", &[reviewer(ME, "PENDING")])]), None),
        (stages(&[stage("AND", &[reviewer(ME, "APPROVED"), reviewer(ILYA, "PENDING")])]), Some(WhyNot::VotedAlready)),
        (stages(&[stage("OR", &[reviewer(ILYA, "PENDING")])]), Some(WhyNot::NotAnApprover)),
        (json!([]), Some(WhyNot::NotAnApprover)),
    ];
    for (stages, why) in cases {
        let (_server, opal) = Says::with(|says| says.request["reviewer_stages"] = stages.clone());
        assert_eq!(listed(&opal).await.unwrap().for_you.why_not, why, "{stages}");
    }
}

#[tokio::test]
async fn invariant_5_ones_own_request_is_shown_and_never_decided() {
    let own: [Change; 2] = [
        |says| says.request["requester_id"] = json!(ME.to_uppercase()),
        |says| says.request["target_user_id"] = json!(ME),
    ];
    for change in own {
        let (server, opal) = Says::with(|says| {
            change(says);
            says.other = ("404 Not Found", json!({ "message": "Not found." }));
        });
        assert_eq!(listed(&opal).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
        for ruling in [grant(), deny()] {
            let answer = decided(&opal, &ruling).await.answer;
            assert_eq!(kind(answer.unwrap_err()), (Some(ProblemType::OwnRequest), None));
        }
        assert!(!has_written(&server));
    }
}

#[tokio::test]
async fn whoever_decided_is_told_by_the_stages_or_not_at_all() {
    let read = async |status: &str, stages: Value| {
        let (_server, opal) = Says::with(|says| {
            says.request["status"] = json!(status);
            says.request["reviewer_stages"] = stages;
        });
        let record = opal.request(&RequestId::new(ID)).await.unwrap();
        (record.state, record.decided.map(|decided| (decided.by.as_str().to_owned(), decided.at.to_string())))
    };
    let at = "2026-11-20T15:30:00.000Z".to_owned();
    let one = stages(&[stage("OR", &[reviewer(&ME.to_uppercase(), "APPROVED"), reviewer(ILYA, "PENDING")])]);
    assert_eq!(read("approved", one).await, (RequestState::Granted, Some((ME.to_owned(), at.clone()))));
    let denied = stages(&[stage("AND", &[reviewer(ME, "APPROVED"), reviewer(ILYA, "REJECTED")])]);
    assert_eq!(read("DENIED", denied).await, (RequestState::Denied, Some((ILYA.to_owned(), at))));
    let past = stages(&[stage("AND", &[reviewer(ME, "APPROVED"), reviewer(ILYA, "PENDING")])]);
    assert_eq!(read("APPROVED", past).await, (RequestState::Granted, None), "an administrator went past them");
    assert_eq!(read("APPROVED", json!("Not loaded.")).await, (RequestState::Granted, None));
    assert_eq!(read("CANCELED", json!([])).await, (RequestState::Cancelled, None));
}

#[tokio::test]
async fn who_has_no_name_is_shown_by_their_id_and_a_failure_is_no_missing_name() {
    for status in ["404 Not Found", "403 Forbidden"] {
        let told = facts(|says| says.other = (status, json!({ "message": "No." }))).await;
        assert_eq!(told.requester.principal.name, format!("{DANA}, whom Opal does not name"), "{status}");
    }
    let (_server, opal) = Says::with(|says| says.other = ("500 Internal Server Error", json!({})));
    assert!(matches!(listed(&opal).await.unwrap_err(), ConnectorError::NoAnswer(_)));
    let (_server, opal) = Says::with(|says| says.other.1["user_id"] = json!(ILYA));
    assert!(is_bad(&listed(&opal).await.unwrap_err()), "an answer about another person");
}

#[tokio::test]
async fn the_status_of_a_refusal_counts_and_what_the_server_did_is_not_guessed() {
    let refusal = async |status: &'static str, body: &'static str| {
        let (_server, opal) = Says::with(|says| says.decision = (status, body));
        decided(&opal, &grant()).await.answer.unwrap_err()
    };
    for (status, meant) in [
        ("401 Unauthorized", ProblemType::Unauthenticated),
        ("403 Forbidden", ProblemType::Forbidden),
        ("404 Not Found", ProblemType::NotFound),
    ] {
        assert_eq!(kind(refusal(status, r#"{"message":"No."}"#).await), (Some(meant), None));
    }
    let silent = refusal("429 Too Many Requests", r#"{"message":"No."}"#).await;
    assert_eq!(kind(silent), (Some(ProblemType::TooManyRequests), Some(30)), "it does not say how long");
    assert_eq!(kind(refusal("400 Bad Request", r#"{"message":"No."}"#).await), (None, None));
    for status in ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"] {
        assert!(matches!(refusal(status, "{}").await, ConnectorError::NoAnswer(_)), "{status}");
    }
    assert!(is_bad(&refusal("404 Not Found", "<html>").await), "no word of Opal's");
}
