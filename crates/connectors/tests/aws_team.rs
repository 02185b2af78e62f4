//! TEAM as it could be at its worst: errors under a success, rows that say nothing, and a token that says nothing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Access, Asked, GrantId, GrantState, RequestId, RequestState, Window};
use connectors::aws_team::Team;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
/// Of `idc_noor`.
const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI4YTFiIiwidG9rZW5fdXNlIjoiYWNjZXNzIiwidXNlcm5hbWUiOiJpZGNfbm9vciIsImNvZ25pdG86Z3JvdXBzIjpbIkFkbWluIl19.c2lnbmVk";
const ID: &str = "r-1";

#[derive(Clone)]
struct Api {
    row: Value,
    settings: Value,
    next: Option<String>,
    /// To what writes: a status and a body.
    written: (&'static str, Value),
}

type Change = fn(&mut Api);

impl Api {
    fn new() -> Self {
        let row = json!({
            "id": ID, "email": "dana@contoso.example", "username": "idc_Dana", "accountId": "123456789012",
            "accountName": "Payroll", "role": "AdministratorAccess", "roleId": "arn:aws:sso:::permissionSet/i/p",
            "startTime": "2026-11-20T15:00:00Z", "duration": "2", "justification": "The backup failed.", "status": "pending",
            "ticketNo": "4711", "createdAt": "2026-11-20T15:00:00.123Z", "updatedAt": "2026-11-20T15:00:00.123Z",
        });
        let written = ("200 OK", json!({ "data": { "updateRequests": { "id": ID, "status": "approved" } } }));
        Self { row, settings: json!({ "expiry": "5", "comments": false }), next: None, written }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Team) {
        let mut api = Self::new();
        change(&mut api);
        let server = Server::choosing(move |request| api.answer(request));
        let team = team(&server, TOKEN);
        (server, team)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let says = |data: Value| answer("200 OK", &[JSON, NOW], &json!({ "data": data }).to_string());
        match request {
            request if request.contains("mutation ") => {
                answer(self.written.0, &[JSON, NOW], &self.written.1.to_string())
            }
            request if request.contains("getSettings") => says(json!({ "getSettings": self.settings })),
            request if request.contains("getRequests") => says(json!({ "getRequests": self.row })),
            request if request.contains(r#""status":"pending""#) || request.contains(r#""status":"in progress""#) => {
                says(json!({ "requestByStatus": { "items": [self.row, null], "nextToken": self.next } }))
            }
            _ => says(json!({ "requestByStatus": { "items": [], "nextToken": "" } })),
        }
    }
}

fn team(server: &Server, token: &str) -> Team {
    Team::new(&server.address, &Secret::new(token.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(team: &Team) -> Result<RequestRecord, ConnectorError> {
    Ok(team.list(None, None).await?.requests.remove(0))
}

async fn granted(team: &Team) -> Said {
    let window = Window::from_minutes(120).unwrap();
    let until = "2026-11-20T18:00:00Z".parse().unwrap();
    team.decide(&RequestId::new(ID), &Ruling::Grant { window, until, reason: Some("Agreed".to_owned()) }).await
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

fn written(server: &Server) -> Vec<String> {
    server.seen().into_iter().filter(|seen| seen.contains("mutation ")).collect()
}

#[tokio::test]
async fn a_request_says_in_our_words_what_team_says() {
    let (server, team) = Api::with(|_| {});
    let told = listed(&team).await.unwrap().facts().unwrap();
    assert_eq!(
        (told.resource.name.as_str(), told.role.name.as_str()),
        ("Payroll (123456789012)", "AdministratorAccess")
    );
    assert_eq!(told.role.id.as_str(), "arn:aws:sso:::permissionSet/i/p", "a set’s name is not what is in it");
    assert_eq!(told.requester.principal.id.as_str(), "idc_dana");
    assert_eq!((told.window, told.ticket.as_deref()), (Window::from_minutes(120).unwrap().into(), Some("4711")));
    assert_eq!(told.answer_by.unwrap().to_string(), "2026-11-20T20:00:00.123Z", "as long as the settings say");
    assert!(!told.policy.reason_required);
    let seen = server.seen();
    assert!(
        seen.iter().all(|seen| seen.starts_with("POST / ") && seen.contains(&format!("authorization: {TOKEN}\r\n")))
    );
    let me = team.me().await.unwrap();
    assert_eq!((me.person.as_str(), me.name.as_str()), ("idc_noor", "noor"));
    let (_server, team) = Api::with(|api| api.settings = json!(null));
    let told = listed(&team).await.unwrap().facts().unwrap();
    assert_eq!(told.answer_by.unwrap().to_string(), "2026-11-20T18:00:00.123Z", "three hours where nobody set any");
    assert!(told.policy.reason_required);
    let (_server, team) = Api::with(|api| api.row["startTime"] = json!("2026-11-21T09:00:00Z"));
    let told = listed(&team).await.unwrap().facts().unwrap();
    assert!(told.role.means.contains("It begins at 2026-11-21T09:00:00.000Z, however early"), "{told:?}");
}

#[tokio::test]
async fn a_decision_is_bound_to_what_waits_and_access_that_is_live() {
    let (server, team) = Api::with(|_| {});
    granted(&team).await.answer.unwrap();
    team.revoke(&GrantId::new(ID), Some("Over")).await.answer.unwrap();
    let [decided, revoked] = &written(&server)[..] else { panic!() };
    assert!(decided.contains(r#"condition: {status: {eq: \"pending\"}}"#), "{decided}");
    assert!(revoked.contains(r#"condition: {or: [{status: {eq: \"in progress\"}}, "#), "{revoked}");
    for id in ["", "a/b", "a\"b", "a b", &"a".repeat(200)] {
        assert!(team.revoke(&GrantId::new(id), None).await.call.is_empty(), "{id}");
        assert!(matches!(team.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert_eq!(written(&server).len(), 2);
}

#[tokio::test]
async fn an_error_beside_the_data_is_no_success_whatever_the_status() {
    let refused =
        |word: &'static str, data: Value| json!({ "data": data, "errors": [{ "errorType": word, "message": "No." }] });
    let said = async |status: &'static str, body: Value| {
        let (_server, team) = Api::with(|api| api.written = (status, body));
        granted(&team).await.answer.unwrap_err()
    };
    for (word, meant) in [
        ("DynamoDB:ConditionalCheckFailedException", ProblemType::AlreadyDecided),
        ("ConditionalCheckFailedException", ProblemType::AlreadyDecided),
        ("Unauthorized", ProblemType::Forbidden),
        ("UnauthorizedException", ProblemType::Unauthenticated),
    ] {
        assert_eq!(kind(said("200 OK", refused(word, json!(null))).await), (Some(meant), None), "{word}");
    }
    let busy = said("429 Too Many Requests", refused("TooManyRequestsException", json!(null))).await;
    assert_eq!(kind(busy), (Some(ProblemType::TooManyRequests), Some(30)));
    assert_eq!(kind(said("400 Bad Request", refused("ValidationError", json!(null))).await), (None, None));
    let done = json!({ "updateRequests": { "id": ID, "status": "approved" } });
    for body in [
        refused("DynamoDB:InternalServerError", done.clone()),
        refused("Lambda:Unhandled", json!(null)),
        json!({ "data": done, "errors": [{ "message": "No." }] }),
        json!({ "data": { "updateRequests": null } }),
    ] {
        let error = said("200 OK", body.clone()).await;
        assert!(matches!(error, ConnectorError::NoAnswer(_)), "it may have been written: {body} {error:?}");
    }
    for body in [json!({}), json!({ "data": null }), json!([]), json!({ "data": { "updateRequests": { "id": 7 } } })] {
        assert!(is_bad(&said("200 OK", body.clone()).await), "{body}");
    }
    assert!(is_bad(&said("500 Internal Server Error", json!({ "data": null })).await));
}

#[tokio::test]
async fn whose_token_it_is_is_read_in_it_or_nothing_is_done() {
    let (server, _) = Api::with(|_| {});
    let claims = |json: &str| format!("e30.{}.s", queue_api::Base64Url(json.as_bytes().to_vec()));
    for token in ["opaque".to_owned(), "a.b".to_owned(), "e30.e30.s".to_owned(), claims(r#"{"username":" "}"#)] {
        let team = team(&server, &token);
        assert!(is_bad(&team.me().await.unwrap_err()) && is_bad(&listed(&team).await.unwrap_err()), "{token}");
        assert!(granted(&team).await.call.is_empty());
    }
    assert!(server.seen().is_empty());
    let told = claims(r#"{"cognito:username":"idc_Noor","email":"Dana@contoso.example"}"#);
    let team = team(&server, &told);
    assert_eq!(team.me().await.unwrap().name, "Dana@contoso.example");
    assert_eq!(
        listed(&team).await.unwrap().for_you.why_not,
        Some(WhyNot::OwnRequest),
        "the same address is the same person"
    );
}

#[tokio::test]
async fn what_is_ones_own_or_cannot_be_read_is_shown_and_not_granted() {
    let changes: [(Change, Option<WhyNot>, ProblemType); 6] = [
        (|api| api.row["username"] = json!("IDC_NOOR"), Some(WhyNot::OwnRequest), ProblemType::OwnRequest),
        (|api| api.row["duration"] = json!("0"), None, ProblemType::Refused),
        (|api| api.row["duration"] = json!("9999999999999999999"), None, ProblemType::Refused),
        (|api| api.row["duration"] = json!("8785"), None, ProblemType::Refused),
        (|api| api.row["duration"] = json!("PT1H"), None, ProblemType::Refused),
        (|api| api.row["duration"] = json!(null), None, ProblemType::Refused),
    ];
    for (number, (change, why, refused)) in changes.into_iter().enumerate() {
        let (server, team) = Api::with(change);
        let record = listed(&team).await.unwrap();
        assert_eq!(record.for_you.why_not, why, "{number}");
        let told = record.facts().unwrap();
        assert!(
            why.is_some() || (record.for_you.never.is_some() && told.window == Asked::Untold),
            "{number}: the desk would let it be granted"
        );
        let said = granted(&team).await;
        assert_eq!(kind(said.answer.unwrap_err()).0, Some(refused), "{number}");
        assert!(said.call.is_empty() && written(&server).is_empty(), "{number}");
    }
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    for field in ["id", "status", "username", "accountId", "roleId", "createdAt"] {
        let (_server, team) = Api::with(|api| {
            api.row.as_object_mut().unwrap().remove(field);
        });
        assert!(is_bad(&listed(&team).await.unwrap_err()), "{field}");
    }
    let changes: [Change; 4] = [
        |api| api.row["id"] = json!("../x"),
        |api| api.row["createdAt"] = json!("yesterday"),
        |api| api.row["status"] = json!("Pending"),
        |api| api.row["justification"] = json!("a".repeat(20_000)),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, team) = Api::with(change);
        assert!(is_bad(&listed(&team).await.unwrap_err()), "{number}");
    }
    let (_server, team) = Api::with(|api| api.row["id"] = json!("another"));
    assert!(is_bad(&team.request(&RequestId::new(ID)).await.unwrap_err()), "another than the one asked for");
    let (_server, team) = Api::with(|api| api.row = json!(null));
    assert_eq!(kind(team.request(&RequestId::new(ID)).await.unwrap_err()).0, Some(ProblemType::NotFound));
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let (server, team) = Api::with(|api| api.next = Some("again".to_owned()));
    assert_eq!(team.list(None, None).await.unwrap().next.as_deref(), Some("1:again"));
    assert!(team.list(None, Some("999:again")).await.is_ok());
    for page in ["1000:again", "", "x", "x:y"] {
        assert!(is_bad(&team.list(None, Some(page)).await.unwrap_err()), "{page}");
    }
    let before = server.seen().len();
    assert!(is_bad(&team.grants().await.unwrap_err()));
    assert!(server.seen().len() - before <= 2000);
}

#[tokio::test]
async fn where_a_row_stands_is_told_as_it_is() {
    let record = async |status: &str| {
        let (_server, team) = Api::with(|api| {
            api.row["status"] = json!(status);
            api.row["approverId"] = json!("idc_NOOR");
        });
        team.request(&RequestId::new(ID)).await.unwrap()
    };
    for (word, state) in [
        ("approved", RequestState::Granted),
        ("scheduled", RequestState::Granted),
        ("in progress", RequestState::Granted),
        ("ended", RequestState::Granted),
        ("revoked", RequestState::Granted),
        ("rejected", RequestState::Denied),
        ("cancelled", RequestState::Cancelled),
        ("expired", RequestState::Expired),
        // Also what somebody approved for themselves, found out a moment later.
        ("error", RequestState::Refused),
    ] {
        let record = record(word).await;
        assert_eq!(record.state, state, "{word}");
        let by = record.decided.map(|decided| decided.by.as_str().to_owned());
        let decides = matches!(state, RequestState::Granted | RequestState::Denied);
        assert_eq!(by, decides.then(|| "idc_noor".to_owned()), "{word}");
    }
    let (_server, team) = Api::with(|api| {
        api.row["status"] = json!("in progress");
        api.row["approverId"] = json!("idc_ilya");
    });
    let grants = team.grants().await.unwrap().grants;
    let ends_at = "2026-11-20T17:00:00Z".parse().unwrap();
    let activated_at = "2026-11-20T15:00:00Z".parse().unwrap();
    assert_eq!((grants.len(), grants[0].access), (1, Access::Given));
    assert_eq!(
        grants[0].state,
        GrantState::Active { activated_at, ends_at: Some(ends_at) },
        "where it does not say its end"
    );
}
