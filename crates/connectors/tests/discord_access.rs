//! discord/access as it could be at its worst: what answers there lies, floods, or leaves out what matters.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Access, Action, GrantId, GrantState, RequestId, RequestState, Timestamp, Window};
use connectors::discord_access::DiscordAccess;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Secret};
use queue_api::{ProblemType, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "eyJ.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ID: &str = "req00000000000000001";
const ME: &str = "00u1noorhaddad000001";
const DANA: &str = "00u1danaperes0000001";
const ILYA: &str = "00u1ilyasun000000001";
const GROUP: &str = "00g10000000000000001";

fn queue(server: &Server) -> DiscordAccess {
    DiscordAccess::new(&server.address, &Secret::new(TOKEN.into())).unwrap()
}

fn saying(status: &'static str, content: (&'static str, &'static str), body: &str) -> Server {
    Server::answering(answer(status, &[content, NOW], body))
}

fn request(change: impl FnOnce(&mut Value)) -> Value {
    let mut request = json!({
        "id": ID, "status": "PENDING", "created_at": "2026-11-20T15:00:00Z", "updated_at": "2026-11-20T15:00:00Z",
        "requester_user_id": DANA, "requester": { "id": DANA, "email": "dana@contoso.example", "display_name": null,
            "first_name": "Dana", "last_name": "Peres" },
        "requested_group_id": GROUP, "requested_group": { "id": GROUP, "type": "okta_group", "name": "Payroll" },
        "request_ownership": false, "request_reason": "why", "request_ending_at": "2026-11-20T19:00:00.5Z",
        "resolver_user_id": null, "resolver": null, "resolution_reason": "", "resolved_at": null, "approval_ending_at": null,
    });
    change(&mut request);
    request
}

/// Tells who Noor is where that is asked, and else the request.
fn with_request(change: impl FnOnce(&mut Value)) -> Server {
    let request = request(change);
    let list = json!({ "items": [request], "total": 1, "page": 1, "size": 100, "pages": 1 });
    Server::choosing(move |asked| {
        let body = if asked.contains("/api/users/@me") || asked.contains(&format!("/api/users/{ME}")) {
            json!({ "id": ME, "email": "noor@contoso.example" })
        } else if asked.contains("/api/requests?") {
            list.clone()
        } else {
            request.clone()
        };
        answer("200 OK", &[JSON, NOW], &body.to_string())
    })
}

fn id() -> RequestId {
    RequestId::new(ID)
}

fn until(text: &str) -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: text.parse().unwrap(), reason: Some("r".to_owned()) }
}

fn puts(server: &Server) -> usize {
    server.seen().iter().filter(|seen| seen.starts_with("PUT")).count()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
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

#[tokio::test]
async fn every_grant_that_is_sent_has_an_end_within_what_was_asked_for() {
    for wrong in ["2026-11-20T16:00:00Z", "2025-11-20T17:00:00Z", "2026-11-20T19:00:00.501Z", "2036-01-01T00:00:00Z"] {
        let server = with_request(|_| {});
        let said = queue(&server).decide(&id(), &until(wrong)).await;
        assert_eq!((kind(said.answer.unwrap_err()).0, puts(&server)), (Some(ProblemType::Refused), 0), "{wrong}");
    }
    for right in ["2026-11-20T16:00:01Z", "2026-11-20T19:00:00.500Z"] {
        let server = with_request(|_| {});
        let said = queue(&server).decide(&id(), &until(right)).await;
        let end: Timestamp = right.parse().unwrap();
        let body = said.call.strip_prefix(&format!("PUT /api/requests/{ID} ")).unwrap();
        let wanted = json!({ "approved": true, "ending_at": end, "reason": "r" });
        assert_eq!((serde_json::from_str::<Value>(body).unwrap(), puts(&server)), (wanted, 1));
    }
    // Without an end that was asked for: up to ninety days.
    for (end, sent) in [("2027-02-18T16:00:00Z", 1), ("2027-02-18T16:00:01Z", 0)] {
        let server = with_request(|request| request["request_ending_at"] = Value::Null);
        queue(&server).decide(&id(), &until(end)).await.answer.ok();
        assert_eq!(puts(&server), sent, "{end}");
    }
}

#[tokio::test]
async fn nobody_grants_what_is_their_own_or_over() {
    let changes: [fn(&mut Value); 3] = [
        |request| request["requester_user_id"] = json!(ME),
        |request| request["status"] = json!("APPROVED"),
        |request| request["status"] = json!("REJECTED"),
    ];
    for change in changes {
        let server = with_request(change);
        let said = queue(&server).decide(&id(), &until("2026-11-20T17:00:00Z")).await;
        assert!(matches!(said.answer, Err(ConnectorError::Refused(_))) && puts(&server) == 0);
    }
    let own = with_request(|request| request["requester_user_id"] = json!(ME));
    assert_eq!(queue(&own).request(&id()).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
}

#[tokio::test]
async fn the_token_goes_into_its_own_header_and_nowhere_else() {
    let thief = saying("200 OK", JSON, "{}");
    let location = format!("{}/login", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let queue = queue(&server);
    assert_eq!(kind(queue.me().await.unwrap_err()).0, Some(ProblemType::Unauthenticated));
    let seen = server.seen().concat().to_lowercase();
    assert!(seen.contains(&format!("cf-access-token: {}", TOKEN.to_lowercase())) && !seen.contains("authorization"));
    assert!(thief.seen().is_empty());
    assert!(!format!("{queue:?}").contains("canary"));
}

#[tokio::test]
async fn a_refusal_is_told_by_its_status() {
    let refusal = async |status: &'static str, detail: &str| {
        let body = json!({ "type": "about:blank", "title": null, "status": 0, "detail": detail });
        let problem = ("Content-Type", "application/problem+json");
        queue(&saying(status, problem, &body.to_string())).me().await.unwrap_err()
    };
    for (status, detail, wanted) in [
        ("403 Forbidden", "Current user is not allowed to perform this action", ProblemType::Forbidden),
        ("403 Forbidden", "Missing required Cloudflare authorization token", ProblemType::Unauthenticated),
        ("404 Not Found", "Not Found", ProblemType::NotFound),
        ("409 Conflict", "Access request is not pending", ProblemType::AlreadyDecided),
        ("410 Gone", "The requester no longer exists", ProblemType::RequestClosed),
        ("400 Bad Request", "Reason is required", ProblemType::Malformed),
    ] {
        assert_eq!(kind(refusal(status, detail).await), (Some(wanted), None), "{status} {detail}");
    }
    assert_eq!(kind(refusal("429 Too Many Requests", "").await), (Some(ProblemType::TooManyRequests), Some(30)));
    let failed = refusal("500 Internal Server Error", "").await;
    assert!(matches!(failed, ConnectorError::NoAnswer(_)), "{failed:?}");
    let page = saying("403 Forbidden", ("Content-Type", "text/html"), "<h1>Forbidden</h1>");
    assert!(is_bad(&queue(&page).me().await.unwrap_err()));
}

#[tokio::test]
async fn who_ended_it_is_who_it_names_and_what_it_closed_itself_is_nobodys() {
    let ended = async |status: &str, resolver: Value, reason: &str| {
        let change = |request: &mut Value| {
            for (name, value) in [
                ("status", json!(status)),
                ("resolver_user_id", resolver.clone()),
                ("resolution_reason", json!(reason)),
                ("resolved_at", json!("2026-11-20T15:30:00")),
                ("approval_ending_at", json!("2026-11-20T16:30:00")),
            ] {
                request[name] = value;
            }
        };
        let record = queue(&with_request(change)).request(&id()).await.unwrap();
        (record.state, record.decided.map(|decided| (decided.by.to_string(), decided.action, decided.window)))
    };
    let hour = Window::from_minutes(60).ok();
    let by = |who: &str, action, window| Some((who.to_owned(), action, window));
    let granted = ended("APPROVED", json!(ILYA), "ok").await;
    assert_eq!(granted, (RequestState::Granted, by(ILYA, Action::Grant, hour)));
    assert_eq!(ended("APPROVED", Value::Null, "").await.1, by("automatic", Action::Grant, hour));
    assert_eq!(ended("REJECTED", json!(ILYA), "no").await, (RequestState::Denied, by(ILYA, Action::Deny, None)));
    assert_eq!(ended("REJECTED", json!(DANA), "").await, (RequestState::Cancelled, None));
    let newer = "Superseded by a newer request from the same user";
    assert_eq!(ended("REJECTED", json!(DANA), newer).await, (RequestState::Superseded, None));
    let expired = "Closed because the request expired";
    assert_eq!(ended("REJECTED", Value::Null, expired).await, (RequestState::Expired, None));
    assert_eq!(ended("REJECTED", Value::Null, "The group is gone").await, (RequestState::Refused, None));
    let endless = with_request(|request| {
        request["status"] = json!("APPROVED");
        request["resolver_user_id"] = json!(ME);
        request["resolved_at"] = json!("2026-11-20T15:30:00Z");
    });
    assert_eq!(queue(&endless).request(&id()).await.unwrap().decided.unwrap().window, None, "for ever is no window");
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let changes: [fn(&mut Value); 7] = [
        |request| request["status"] = json!("ALMOST"),
        |request| request["id"] = json!("../steal"),
        |request| request["requester_user_id"] = json!("a/b"),
        |request| request["requested_group_id"] = Value::Null,
        |request| request["created_at"] = Value::Null,
        |request| request["request_ending_at"] = json!("soon"),
        |request| request["request_reason"] = json!("x".repeat(20_000)),
    ];
    for change in changes {
        assert!(is_bad(&queue(&with_request(change)).list(None, None).await.unwrap_err()));
    }
    assert_eq!(queue(&with_request(|_| {})).list(None, None).await.unwrap().requests.len(), 1);
    let old = |request: &mut Value| request["created_at"] = json!("Fri, 20 Nov 2026 15:00:00 -0000");
    assert_eq!(queue(&with_request(old)).list(None, None).await.unwrap().requests.len(), 1);
    let other = queue(&with_request(|_| {})).request(&RequestId::new("req00000000000000002")).await;
    assert!(is_bad(&other.unwrap_err()), "another request than the one asked for");
    let server = with_request(|_| {});
    assert!(is_bad(&queue(&server).list(None, Some("1001")).await.unwrap_err()));
    assert!(is_bad(&queue(&server).list(None, Some("x")).await.unwrap_err()));
    for elsewhere in ["../groups/x", "a?b", ""] {
        let deny = Ruling::Deny { reason: None, counter_offer: None };
        let said = queue(&server).decide(&RequestId::new(elsewhere), &deny).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{elsewhere}");
    }
    for elsewhere in ["g", "g.u", "g.u.member", "g.u.boss.1", "../g.u.member.1", "g.u.member.1.x", "g.u.member.x"] {
        let said = queue(&server).revoke(&GrantId::new(elsewhere), None).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{elsewhere}");
    }
    assert_eq!(puts(&server), 0);
}

fn membership(number: u32, change: impl FnOnce(&mut Value)) -> Value {
    let mut membership = json!({
        "id": number, "user_id": DANA, "group_id": GROUP, "is_owner": false, "created_at": "2026-11-20T15:30:00Z",
        "ended_at": "2026-11-20T17:30:00Z", "user": null, "group": null, "access_request": { "id": ID }, "ended_actor": null,
    });
    change(&mut membership);
    membership
}

/// The first list is of what is live, the second of what ended.
fn with_memberships(live: Vec<Value>, over: Vec<Value>) -> Server {
    let page =
        |items: &Vec<Value>| json!({ "items": items, "total": 0, "page": 1, "size": 100, "pages": 1 }).to_string();
    let (live, over) = (page(&live), page(&over));
    Server::choosing(move |asked| {
        let body = if asked.contains("active=true") { &live } else { &over };
        answer("200 OK", &[JSON, NOW], body)
    })
}

#[tokio::test]
async fn all_that_came_of_a_request_is_told_and_what_others_always_had_is_not() {
    let bare = |membership: &mut Value| membership["access_request"] = Value::Null;
    let twin = membership(2, bare);
    let standing = membership(3, |membership| {
        bare(membership);
        membership["user_id"] = json!(ILYA);
    });
    let endless = membership(4, |membership| {
        membership["is_owner"] = json!(true);
        membership["ended_at"] = Value::Null;
    });
    let revoked = membership(5, |membership| {
        membership["ended_at"] = json!("2026-11-20T15:45:00Z");
        membership["ended_actor"] = json!({ "id": ME, "email": "noor@contoso.example" });
    });
    let ended = membership(6, |membership| membership["ended_at"] = json!("2026-11-20T15:45:00Z"));
    let server = with_memberships(vec![membership(1, |_| {}), twin, standing, endless], vec![revoked, ended]);
    let grants = queue(&server).grants().await.unwrap().grants;
    let ids: Vec<&str> = grants.iter().map(|grant| grant.id.as_str().rsplit('.').next().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "4", "5", "6"]);
    assert!(grants.iter().all(|grant| grant.request.as_str() == ID));
    assert_eq!(grants.iter().filter(|grant| grant.is_live() && grant.access == Access::Given).count(), 3);
    let GrantState::Revoked { by, .. } = &grants[3].state else { panic!("{:?}", grants[3]) };
    assert_eq!(by.as_ref().unwrap().as_str(), ME);
    assert!(matches!(grants[4].state, GrantState::Ended { .. }));
    assert_eq!(grants.iter().map(|grant| grant.is_endless()).collect::<Vec<_>>(), [false, false, true, false, false]);
    let said = queue(&server).revoke(&grants[2].id, Some("r")).await;
    assert!(said.call.starts_with(&format!("PUT /api/groups/{GROUP}/members ")), "{}", said.call);
    assert!(said.call.contains(&format!("\"owners_to_remove\":[\"{DANA}\"]")), "{}", said.call);
}
