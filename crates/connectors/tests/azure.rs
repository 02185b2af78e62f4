//! Azure Resource Manager as it could be at its worst, where it is not what Graph is: whose token it is, where a request stands, and
//! what leads from its paths.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestId, RequestState, Window};
use connectors::entra::pim::Pim;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const AZURE_TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQuYXp1cmUuY29tIiwib2lkIjoiM2ZiZDkyOWQtOGM1Ni00NDYyLTg1MWUtMGViOWE3YjNhMmE1IiwidGlkIjoiODQ4NDEwNjYtMjc0ZC00ZWMwLWE1YzEtMjc2YmU2ODRiZGQzIiwibmFtZSI6Ik5vb3IgSGFkZGFkIiwidXBuIjoibm9vci5oYWRkYWRAY29udG9zby5leGFtcGxlIn0.c2lnbmVk";
/// Whose token it is: its `oid`.
const ME: &str = "3fbd929d-8c56-4462-851e-0eb9a7b3a2a5";
const DANA: &str = "22222222-bbbb-4000-8000-000000000002";
const SCOPE: &str = "/subscriptions/S-1/resourceGroups/Payroll";
const ID: &str =
    "subscriptions/s-1/resourcegroups/payroll/providers/microsoft.authorization/roleassignmentschedulerequests/r-1";

#[derive(Clone)]
struct Azure {
    request: Value,
    stage: Value,
    /// Of the request, read by its path.
    status: &'static str,
    approval: String,
    next: Option<String>,
}

impl Azure {
    fn new() -> Self {
        let request = json!({
            "id": format!("{SCOPE}/providers/Microsoft.Authorization/RoleAssignmentScheduleRequests/r-1"),
            "name": "r-1",
            "properties": {
                "scope": SCOPE, "roleDefinitionId": format!("{SCOPE}/providers/Microsoft.Authorization/roleDefinitions/D-1"),
                "principalId": DANA, "requestorId": DANA, "requestType": "SelfActivate", "status": "PendingApproval",
                "approvalId": "/providers/Microsoft.Authorization/roleAssignmentApprovals/a-1",
                "createdOn": "2026-11-20T15:00:00.91Z", "justification": "The backup failed.",
                "scheduleInfo": { "startDateTime": null, "expiration": { "type": "AfterDuration", "duration": "PT1H" } },
                "expandedProperties": {
                    "scope": { "displayName": "Payroll" }, "roleDefinition": { "displayName": "Contributor" },
                    "principal": { "displayName": "Dana Peres", "email": "dana@contoso.example" },
                },
            },
        });
        let stage = json!({
            "id": "/providers/Microsoft.Authorization/roleAssignmentApprovals/a-1/stages/s-1", "name": "another",
            "properties": { "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed" },
        });
        Self { request, stage, status: "200 OK", approval: "a-1".to_owned(), next: None }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Pim) {
        let mut azure = Self::new();
        change(&mut azure);
        let server = Server::choosing(move |request| azure.answer(request));
        let pim = pim(&server, AZURE_TOKEN);
        (server, pim)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |status: &str, body: &Value| answer(status, &[JSON, NOW], &body.to_string());
        let approval = json!({ "name": self.approval, "properties": { "stages": [self.stage] } });
        match line {
            line if line.starts_with("PATCH") => says("200 OK", &self.stage),
            line if line.contains("/tenants?") => says("200 OK", &json!({ "value": [] })),
            line if line.contains("/roleAssignmentApprovals/") => says("200 OK", &approval),
            line if line.contains("/roleAssignmentScheduleRequests?") || line.contains("$skiptoken") => {
                says("200 OK", &json!({ "value": [self.request], "nextLink": self.next }))
            }
            line if line.contains("/roleassignmentschedulerequests/") => {
                let error = json!({ "error": { "code": "AuthorizationFailed", "message": "No." } });
                says(self.status, if self.status == "200 OK" { &self.request } else { &error })
            }
            other => panic!("{other}"),
        }
    }
}

fn pim(server: &Server, token: &str) -> Pim {
    Pim::new("azure".parse().unwrap(), &server.address, &Secret::new(token.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(pim: &Pim) -> Result<RequestRecord, ConnectorError> {
    Ok(pim.list(None, None).await?.requests.remove(0))
}

async fn granted(pim: &Pim) -> Said {
    let window = Window::from_minutes(60).unwrap();
    let until = "2026-11-20T17:00:00Z".parse().unwrap();
    pim.decide(&RequestId::new(ID), &Ruling::Grant { window, until, reason: Some("Agreed".to_owned()) }).await
}

fn kind(error: ConnectorError) -> Option<ProblemType> {
    match error {
        ConnectorError::Refused(problem) => problem.kind(),
        other @ (ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)) => panic!("{other:?}"),
    }
}

fn has_written(server: &Server) -> bool {
    server.seen().iter().any(|seen| seen.starts_with("PATCH"))
}

#[tokio::test]
async fn a_request_says_in_our_words_what_azure_says() {
    let (_server, pim) = Azure::with(|_| {});
    let record = listed(&pim).await.unwrap();
    let told = record.facts().unwrap();
    assert_eq!(told.id.as_str(), ID, "a path has no capitals that count");
    assert_eq!(told.requester.principal.name, "Dana Peres");
    assert_eq!((told.resource.name.as_str(), told.role.name.as_str()), ("Payroll (resource group)", "Contributor"));
    assert_eq!(told.role.id.as_str(), "D-1");
    assert_eq!(
        (told.window, told.justification.as_str()),
        (Window::from_minutes(60).unwrap().into(), "The backup failed.")
    );
    let (_server, pim) = Azure::with(|azure| azure.request["properties"]["condition"] = json!("@Resource[a]"));
    let told = listed(&pim).await.unwrap().facts().unwrap();
    assert!(told.role.means.ends_with("It counts under this condition: @Resource[a]"), "{told:?}");
    let (_server, pim) = Azure::with(|azure| azure.request["properties"]["expandedProperties"] = json!(null));
    let told = listed(&pim).await.unwrap().facts().unwrap();
    assert_eq!(told.requester.principal.name, format!("{DANA}, whom Microsoft Entra does not name"));
    assert_eq!(
        (told.resource.name.as_str(), &*told.role.name),
        ("Payroll (resource group)", "D-1, a role that Azure does not name")
    );
}

#[tokio::test]
async fn whose_token_it_is_is_read_in_it_or_nothing_is_done() {
    let (server, pim_of_mine) = Azure::with(|_| {});
    let me = pim_of_mine.me().await.unwrap();
    assert_eq!((me.person.as_str(), me.name.as_str()), (ME, "Noor Haddad"));
    let tenant = "84841066-274d-4ec0-a5c1-276be684bdd3";
    assert_eq!(
        (me.server, &*me.tenants[0].name),
        (format!("entra-pim/azure/{tenant}"), tenant),
        "Azure does not name it"
    );
    let claims = |json: &str| format!("e30.{}.s", queue_api::Base64Url(json.as_bytes().to_vec()));
    for token in [
        "opaque".to_owned(),
        "a.b".to_owned(),
        "e30.e30.s".to_owned(),
        "e30.!!.s".to_owned(),
        claims(r#"{"oid":"../x","tid":"t"}"#),
        claims(r#"{"oid":"","tid":"t"}"#),
        claims(r#"{"oid":7,"tid":"t"}"#),
        claims(r#"{"oid":"o"}"#),
        format!("{AZURE_TOKEN}.e30"),
    ] {
        let pim = pim(&server, &token);
        assert!(is_bad(&pim.me().await.unwrap_err()), "{token}");
        assert!(is_bad(&listed(&pim).await.unwrap_err()), "{token}");
        assert!(granted(&pim).await.call.is_empty());
    }
    assert!(!has_written(&server));
}

#[tokio::test]
async fn a_decision_goes_to_the_stage_that_its_path_names_with_a_version_and_in_both_forms() {
    let (server, pim) = Azure::with(|_| {});
    let said = granted(&pim).await;
    said.answer.unwrap();
    assert!(
        said.call.starts_with("PATCH /providers/Microsoft.Authorization/roleAssignmentApprovals/a-1/stages/s-1 {"),
        "{}",
        said.call
    );
    let sent = server.seen().into_iter().find(|seen| seen.starts_with("PATCH")).unwrap();
    assert!(sent.lines().next().unwrap().contains("/stages/s-1?api-version=2021-01-01-preview "), "{sent}");
    let body: Value = serde_json::from_str(sent.split_once("\r\n\r\n").unwrap().1).unwrap();
    let decided = json!({ "reviewResult": "Approve", "justification": "Agreed" });
    assert_eq!((&body["properties"], &body["reviewResult"]), (&decided, &decided["reviewResult"]));
}

#[tokio::test]
async fn a_request_that_is_not_shown_by_itself_is_looked_for_among_those_one_may_approve() {
    for status in ["403 Forbidden", "404 Not Found"] {
        let (_server, pim) = Azure::with(|azure| azure.status = status);
        assert_eq!(pim.request(&RequestId::new(ID)).await.unwrap().state, RequestState::Pending, "{status}");
        let other = pim.request(&RequestId::new(ID.replace("r-1", "r-2"))).await.unwrap_err();
        assert!(matches!(kind(other), Some(ProblemType::Forbidden | ProblemType::NotFound)), "{status}");
    }
    let (_server, pim) = Azure::with(|azure| azure.status = "500 Internal Server Error");
    assert!(
        matches!(pim.request(&RequestId::new(ID)).await, Err(ConnectorError::NoAnswer(_))),
        "a failure hides nothing"
    );
    let (_server, pim) = Azure::with(|azure| {
        azure.status = "404 Not Found";
        azure.request["name"] = json!("r-3");
        azure.request["id"] = json!("/x/r-3");
        azure.next = Some("https://elsewhere.example/x".to_owned());
    });
    assert!(is_bad(&pim.request(&RequestId::new(ID)).await.unwrap_err()), "the token goes nowhere else");
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_never_called() {
    let (server, pim) = Azure::with(|_| {});
    for id in ["", "/x", "a/../b", "a//b", "a?b", "a%2fb", "a b", "a#b", "a/./b", &"a".repeat(3000)] {
        assert!(matches!(pim.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(server.seen().iter().all(|seen| seen.starts_with("GET /tenants?")), "{:?}", server.seen());
    for (field, value) in [("approvalId", "x/../steal?y"), ("principalId", "x?y")] {
        let (server, pim) = Azure::with(|azure| azure.request["properties"][field] = json!(value));
        assert!(is_bad(&listed(&pim).await.unwrap_err()), "{field}");
        assert!(server.seen().iter().all(|seen| !seen.contains("steal")), "{:?}", server.seen());
    }
    let (_server, pim) = Azure::with(|azure| azure.request["id"] = json!("/subscriptions/../../x"));
    assert!(is_bad(&listed(&pim).await.unwrap_err()));
    let (_server, pim) = Azure::with(|azure| azure.stage["id"] = json!("/x/stages/.."));
    assert!(is_bad(&listed(&pim).await.unwrap_err()));
    let (_server, pim) = Azure::with(|azure| azure.approval = "a-2".to_owned());
    assert!(is_bad(&listed(&pim).await.unwrap_err()), "another approval than the one asked for");
    let (_server, pim) = Azure::with(|azure| azure.request["id"] = json!(format!("{SCOPE}/another")));
    assert!(is_bad(&pim.request(&RequestId::new(ID)).await.unwrap_err()), "another request than the one asked for");
}

#[tokio::test]
async fn what_is_ones_own_or_has_no_end_or_another_s_stage_is_not_granted() {
    type Change = fn(&mut Azure);
    let cases: [(Change, Option<WhyNot>, ProblemType); 5] = [
        (
            |azure| azure.request["properties"]["requestorId"] = json!(ME.to_uppercase()),
            Some(WhyNot::OwnRequest),
            ProblemType::OwnRequest,
        ),
        (
            |azure| azure.request["properties"]["principalId"] = json!(ME),
            Some(WhyNot::OwnRequest),
            ProblemType::OwnRequest,
        ),
        (
            |azure| azure.request["properties"]["scheduleInfo"]["expiration"] = json!({ "type": "NoExpiration" }),
            None,
            ProblemType::Refused,
        ),
        (|azure| azure.request["properties"]["scheduleInfo"] = json!(null), None, ProblemType::Refused),
        (
            |azure| azure.stage["properties"]["assignedToMe"] = json!(false),
            Some(WhyNot::NotInThisStage),
            ProblemType::Forbidden,
        ),
    ];
    for (number, (change, why, refused)) in cases.into_iter().enumerate() {
        let (server, pim) = Azure::with(change);
        assert_eq!(listed(&pim).await.unwrap().for_you.why_not, why, "{number}");
        let said = granted(&pim).await;
        assert_eq!(kind(said.answer.unwrap_err()), Some(refused), "{number}");
        assert!(said.call.is_empty() && !has_written(&server), "{number}");
    }
}

/// It reads back the words that it takes, where Graph reads back others.
#[tokio::test]
async fn what_was_decided_is_known_by_azures_own_words() {
    for (word, state) in [("Approve", RequestState::Granted), ("Deny", RequestState::Denied)] {
        let (_server, pim) = Azure::with(|azure| {
            azure.stage["properties"] = json!({
                "status": "Completed", "assignedToMe": true, "reviewResult": word, "reviewedDateTime": "2026-11-20T15:30:00Z",
                "reviewedBy": { "principalId": ME.to_uppercase(), "principalName": "Noor Haddad" }, "justification": "Agreed",
            });
        });
        let record = pim.request(&RequestId::new(ID)).await.unwrap();
        let decided = record.decided.unwrap();
        assert_eq!((record.state, decided.by.as_str(), decided.by_name.as_str()), (state, ME, "Noor Haddad"));
    }
}
