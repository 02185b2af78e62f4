//! Google's systems as they could be at their worst: what answers there lies, floods, or leads elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Access, GrantId, GrantState, RequestId};
use connectors::google::pam::Pam;
use desk::ports::{Connector, ConnectorError, Reread, Secret};
use queue_api::ProblemType;
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "ya29.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");

fn pam(server: &Server) -> Pam {
    let parent = "projects/p".parse().unwrap();
    Pam::new(parent, &server.address, &server.address, &Secret::new(TOKEN.into())).unwrap()
}

fn saying(body: &Value) -> Server {
    Server::answering(answer("200 OK", &[JSON, NOW], &body.to_string()))
}

/// Answers everything: whose token it is, which entitlements there are, and which grants.
fn with_grant(change: impl FnOnce(&mut Value)) -> Server {
    let name = "projects/p/locations/global/entitlements/e/grants/g";
    let mut grant = json!({
        "name": name, "createTime": "2026-11-20T15:00:00Z", "requester": "dana@contoso.example", "requestedDuration": "3600s",
        "state": "APPROVAL_AWAITED",
    });
    change(&mut grant);
    let entitlement = json!({ "name": "projects/p/locations/global/entitlements/e" });
    saying(&json!({ "email": "noor@contoso.example", "entitlements": [entitlement], "grants": [grant] }))
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let server = saying(&json!({ "email": "noor@contoso.example", "entitlements": [], "nextPageToken": "again" }));
    assert!(is_bad(&pam(&server).me().await.unwrap_err()));
    let server = with_grant(|_| {});
    let pam = pam(&server);
    pam.list(None, None).await.unwrap();
    assert!(pam.list(None, Some("0:999:t")).await.is_ok());
    assert!(is_bad(&pam.list(None, Some("0:1000:t")).await.unwrap_err()));
    for other in ["", "0", "0:1", "x:0:t"] {
        assert!(is_bad(&pam.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_is_never_called() {
    let server = with_grant(|_| {});
    let pam = pam(&server);
    for name in
        ["", "..", "projects/p/../../v2/x", "projects/p?alt=media", "a//b", "a/%2e%2e/b", "http://elsewhere.example"]
    {
        assert!(matches!(pam.request(&RequestId::new(name)).await, Err(ConnectorError::Unreachable(_))), "{name}");
        let said = pam.revoke(&GrantId::new(name), None).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{name}");
    }
    assert!(server.seen().iter().all(|seen| !seen.contains("POST")), "{:?}", server.seen());
    let names = json!({ "email": "n@x.example", "entitlements": [{ "name": "../../steal" }] });
    assert!(self::pam(&saying(&names)).list(None, None).await.unwrap().requests.is_empty());
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = saying(&json!({}));
    let location = format!("{}/v1/userinfo", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let pam = pam(&server);
    assert!(is_bad(&pam.me().await.unwrap_err()));
    assert!(thief.seen().is_empty());
    assert!(!format!("{pam:?}").contains("canary"));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let changes: [fn(&mut Value); 7] = [
        |grant| grant["state"] = json!("GRANTED_FOR_EVER"),
        |grant| grant["state"] = json!(2),
        |grant| grant["requestedDuration"] = json!("0s"),
        |grant| grant["requestedDuration"] = json!("forever"),
        |grant| grant["requestedDuration"] = json!("99999999999s"),
        |grant| grant["createTime"] = json!("yesterday"),
        |grant| grant["requester"] = json!(7),
    ];
    for change in changes {
        assert!(is_bad(&pam(&with_grant(change)).list(None, None).await.unwrap_err()));
    }
    assert_eq!(pam(&with_grant(|_| {})).list(None, None).await.unwrap().requests.len(), 1);
    let other =
        pam(&with_grant(|_| {})).request(&RequestId::new("projects/p/locations/global/entitlements/e/grants/h")).await;
    assert!(is_bad(&other.unwrap_err()), "another grant than the one asked for");
    let told = json!({ "email": "noor@contoso.example" });
    assert!(pam(&saying(&told)).me().await.is_ok());
    let timeless = Server::answering(answer("200 OK", &[JSON], &told.to_string()));
    assert!(is_bad(&pam(&timeless).me().await.unwrap_err()), "without the server's clock");
}

/// A desk that takes live access for none would let nobody revoke it.
#[tokio::test]
async fn access_that_is_there_is_told_as_given_whatever_is_left_out() {
    let live = async |change: fn(&mut Value)| {
        let server = with_grant(|grant| {
            grant["state"] = json!("ACTIVE");
            change(grant);
        });
        let grants = pam(&server).grants().await.unwrap().grants;
        (grants[0].access, grants[0].activated_at().unwrap().to_string())
    };
    assert_eq!(live(|_| {}).await, (Access::Given, "2026-11-20T15:00:00.000Z".to_owned()));
    let activated = live(|grant| {
        grant["timeline"] = json!({ "events": [{ "eventTime": "2026-11-20T15:10:00Z", "activated": {} }] });
    });
    assert_eq!(activated.await, (Access::Given, "2026-11-20T15:10:00.000Z".to_owned()));
    let audited = live(|grant| grant["auditTrail"] = json!({ "accessGrantTime": "2026-11-20T15:20:00Z" })).await;
    assert_eq!(audited, (Access::Given, "2026-11-20T15:20:00.000Z".to_owned()));
    assert_eq!(live(|grant| grant["externallyModified"] = json!(true)).await.0, Access::Unknown);

    let server = with_grant(|grant| grant["state"] = json!("REVOKED"));
    let GrantState::Revoked { by, by_name, .. } = pam(&server).grants().await.unwrap().grants.remove(0).state else {
        panic!()
    };
    assert_eq!((by, by_name.as_str()), (None, "somebody"), "nobody is named who was not told");
}

#[tokio::test]
async fn the_word_of_a_refusal_counts_and_what_the_server_did_is_not_guessed() {
    let refusal = async |status: &'static str, word: &str, details: Value| {
        let body = json!({ "error": { "code": 0, "message": "No.", "status": word, "details": details } });
        pam(&Server::answering(answer(status, &[JSON, NOW], &body.to_string()))).me().await.unwrap_err()
    };
    let kind = |error: ConnectorError| match error {
        ConnectorError::Refused(problem) => (problem.kind(), problem.retry_after),
        other @ (ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)) => {
            panic!("{other:?}")
        }
    };
    let none = Value::Array(Vec::new());
    let denied = kind(refusal("403 Forbidden", "PERMISSION_DENIED", none.clone()).await);
    assert_eq!(denied, (Some(ProblemType::Forbidden), None));
    let signed_out = kind(refusal("401 Unauthorized", "UNAUTHENTICATED", none.clone()).await);
    assert_eq!(signed_out, (Some(ProblemType::Unauthenticated), None));
    let wait = json!([{ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2.5s" }]);
    let asked = kind(refusal("429 Too Many Requests", "RESOURCE_EXHAUSTED", wait).await);
    assert_eq!(asked, (Some(ProblemType::TooManyRequests), Some(3)));
    let silent = kind(refusal("503 Service Unavailable", "UNAVAILABLE", none.clone()).await);
    assert_eq!(silent, (Some(ProblemType::Unavailable), Some(30)), "it does not say how long");
    assert_eq!(kind(refusal("400 Bad Request", "FAILED_PRECONDITION", none.clone()).await), (None, None));
    for word in ["INTERNAL", "ABORTED", "DEADLINE_EXCEEDED", "SOMETHING_NEW"] {
        let unknown = refusal("500 Internal Server Error", word, none.clone()).await;
        assert!(matches!(unknown, ConnectorError::NoAnswer(_)), "{word}: {unknown:?}");
    }
}
