//! GitHub as it could be at its worst: what answers there lies, floods, or leads elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestId, RequestState, Window};
use connectors::github::reviews::Reviews;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "ghp_canary4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ID: &str = "acme/web/7/1.0/42";

fn reviews(server: &Server) -> Reviews {
    Reviews::new("acme/web".parse().unwrap(), &server.address, &Secret::new(TOKEN.into())).unwrap()
}

/// All that is asked for, by the end of its path.
fn all() -> Value {
    let run = json!({
        "id": 42, "run_number": 3, "run_attempt": 1, "name": "Release", "display_title": "t", "event": "push",
        "status": "waiting", "conclusion": null, "head_branch": "main", "head_sha": "abc", "path": "p.yml",
        "html_url": "https://github.com/acme/web/actions/runs/42", "created_at": "2026-11-20T15:00:00Z",
        "actor": { "id": 2, "login": "dana" }, "triggering_actor": { "id": 2, "login": "dana" },
    });
    let environment = json!({ "id": 7, "name": "production", "protection_rules": [
        { "type": "required_reviewers", "reviewers": [{ "type": "User", "reviewer": { "id": 3, "login": "ilya" } }] },
    ] });
    json!({
        "user": { "id": 1, "login": "noor" },
        "runs": { "workflow_runs": [run.clone()] },
        "run": run,
        "pending_deployments": [{ "environment": { "id": 7, "name": "production" }, "current_user_can_approve": true }],
        "approvals": [],
        "environments": { "environments": [environment] },
    })
}

fn saying(all: Value, headers: &'static [(&'static str, &'static str)]) -> Server {
    Server::choosing(move |request| {
        let path = request.split_whitespace().nth(1).unwrap().split('?').next().unwrap();
        let last = path.rsplit('/').next().unwrap();
        let said = if last.bytes().all(|byte| byte.is_ascii_digit()) { &all["run"] } else { &all[last] };
        answer("200 OK", &[&[JSON, NOW], headers].concat(), &said.to_string())
    })
}

fn with(change: impl FnOnce(&mut Value)) -> Server {
    let mut all = all();
    change(&mut all);
    saying(all, &[])
}

/// Changes the run in the list and by itself alike.
fn with_run(change: impl Fn(&mut Value)) -> Server {
    with(|all| {
        change(&mut all["run"]);
        change(&mut all["runs"]["workflow_runs"][0]);
    })
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

async fn approve(reviews: &Reviews, id: &str) -> Said {
    let window = Window::from_minutes(60).unwrap();
    let ruling = Ruling::Grant { window, until: approval::Timestamp::from_millis(0), reason: Some("r".to_owned()) };
    reviews.decide(&RequestId::new(id), &ruling).await
}

fn posts(server: &Server) -> usize {
    server.seen().iter().filter(|seen| seen.starts_with("POST")).count()
}

#[tokio::test]
async fn what_waits_is_listed_with_what_github_tells_of_it() {
    let server = saying(all(), &[]);
    let listing = reviews(&server).list(None, None).await.unwrap();
    let [record] = &listing.requests[..] else { panic!("{listing:?}") };
    let facts = record.facts().unwrap();
    assert_eq!((facts.id.as_str(), facts.role.id.as_str(), record.state), (ID, "production", RequestState::Pending));
    assert_eq!(record.for_you.others, ["ilya"]);
    assert_eq!(record.for_you.page.as_deref(), Some("https://github.com/acme/web/actions/runs/42"));
    assert_eq!((record.grant.as_ref(), facts.policy.reason_required), (None, true));
    let elsewhere = with_run(|run| run["html_url"] = json!("javascript:alert(1)"));
    assert_eq!(reviews(&elsewhere).list(None, None).await.unwrap().requests[0].for_you.page, None);
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let endless = saying(all(), &[("Link", r#"<https://elsewhere.example/?page=2>; rel="next""#)]);
    assert!(is_bad(&reviews(&endless).list(None, None).await.unwrap_err()), "of environments");
    let mut none = all();
    none["runs"]["workflow_runs"] = json!([]);
    let endless = saying(none, &[("Link", r#"<https://elsewhere.example/?page=2>; rel="next""#)]);
    let reviews = reviews(&endless);
    assert_eq!(reviews.list(None, None).await.unwrap().next.as_deref(), Some("0:2"), "counted, and not followed");
    assert!(reviews.list(None, Some("0:100")).await.is_ok());
    for other in ["0:101", "1:1", "", "0", "0:0", "x:1"] {
        assert!(is_bad(&reviews.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_never_called() {
    let server = saying(all(), &[]);
    let reviews = reviews(&server);
    for id in [
        "",
        "..",
        "acme/web",
        "acme/api/7/1.0/42",
        "acme/web/7/1.0/42/x",
        "acme/web/+7/1.0/42",
        "acme/web/7/1/42",
        "acme/web/7/1.0/../42",
        "acme/web/7/1.0/99999999999999999999",
        "acme/web/7/1.-1/42",
    ] {
        assert!(matches!(reviews.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
        let said = approve(&reviews, id).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert_eq!(posts(&server), 0);
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = saying(all(), &[]);
    let location = format!("{}/user", thief.address);
    let server = Server::answering(answer("301 Moved Permanently", &[JSON, NOW, ("Location", &location)], "{}"));
    let reviews = reviews(&server);
    let ConnectorError::BadAnswer(why) = reviews.me().await.unwrap_err() else { panic!() };
    assert!(why.contains("as it is called by now"), "{why}");
    assert!(thief.seen().is_empty());
    assert!(!format!("{reviews:?}").contains("canary"));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let changes: [fn(&mut Value); 6] = [
        |run| run["status"] = json!("granted"),
        |run| run["status"] = json!(null),
        |run| run["id"] = json!(-42),
        |run| run["created_at"] = json!("yesterday"),
        |run| (run["actor"], run["triggering_actor"]) = (json!(null), json!(null)),
        |run| run["triggering_actor"]["id"] = json!("2"),
    ];
    for change in changes {
        assert!(is_bad(&reviews(&with_run(change)).list(None, None).await.unwrap_err()));
        assert!(is_bad(&reviews(&with_run(change)).request(&RequestId::new(ID)).await.unwrap_err()));
    }
    let review =
        |state: &str| json!([{ "environments": [{ "id": 7 }], "state": state, "user": { "id": 3, "login": "i" } }]);
    let reviewed = async |state: &str| {
        let server = with(|all| all["approvals"] = review(state));
        reviews(&server).request(&RequestId::new(ID)).await
    };
    assert!(is_bad(&reviewed("granted").await.unwrap_err()), "no word that it does not have");
    assert_eq!(reviewed("approved").await.unwrap().state, RequestState::Granted);
    assert_eq!(reviewed("pending").await.unwrap().state, RequestState::Pending, "a comment decides nothing");
    for (attempt, id) in [(2, 42), (1, 43)] {
        let other = with(|all| (all["run"]["run_attempt"], all["run"]["id"]) = (json!(attempt), json!(id)));
        assert!(is_bad(&reviews(&other).request(&RequestId::new(ID)).await.unwrap_err()), "another run, or attempt");
    }
}

#[tokio::test]
async fn reviewers_in_other_forms_are_left_out_and_nothing_else() {
    for odd in [json!(null), json!({}), json!([7, null, { "reviewer": 7 }, { "reviewer": { "login": 7 } }])] {
        let server =
            with(|all| all["environments"]["environments"][0]["protection_rules"][0]["reviewers"] = odd.clone());
        let listing = reviews(&server).list(None, None).await.unwrap();
        assert_eq!(listing.requests[0].for_you.others, [""; 0], "{odd}");
    }
    let unlisted = with(|all| all["environments"]["environments"] = json!([]));
    let listing = reviews(&unlisted).list(None, None).await.unwrap();
    assert_eq!(listing.requests[0].facts().unwrap().role.name, "production", "as what waits names it");
}

#[tokio::test]
async fn invariant_5_whoever_set_a_run_off_reviews_none_of_it_also_where_github_would_let_them() {
    for whose in ["actor", "triggering_actor"] {
        let server = with_run(|run| run[whose] = json!({ "id": 1, "login": "another-name" }));
        let reviews = reviews(&server);
        let record = reviews.list(None, None).await.unwrap().requests.remove(0);
        assert_eq!(record.for_you.why_not, Some(WhyNot::OwnRequest), "{whose}");
        assert_eq!(kind(approve(&reviews, ID).await.answer.unwrap_err()).0, Some(ProblemType::OwnRequest));
        assert_eq!(posts(&server), 0, "{whose}");
    }
}

#[tokio::test]
async fn a_review_is_sent_for_what_waits_for_this_person_alone() {
    let others = with(|all| all["pending_deployments"][0]["current_user_can_approve"] = json!(false));
    assert!(reviews(&others).list(None, None).await.unwrap().requests.is_empty());
    let record = reviews(&others).request(&RequestId::new(ID)).await.unwrap();
    assert_eq!(record.for_you.why_not, Some(WhyNot::NotAnApprover));
    assert_eq!(kind(approve(&reviews(&others), ID).await.answer.unwrap_err()).0, Some(ProblemType::Forbidden));
    let gone = with(|all| all["pending_deployments"] = json!([]));
    assert_eq!(kind(reviews(&gone).request(&RequestId::new(ID)).await.unwrap_err()).0, Some(ProblemType::NotFound));
    let review = json!([{ "environments": [{ "id": 7 }], "state": "rejected", "user": { "id": 3, "login": "i" } }]);
    let second = with(|all| all["approvals"] = review);
    let said = approve(&reviews(&second), ID).await;
    assert_eq!(kind(said.answer.unwrap_err()).0, Some(ProblemType::RequestClosed), "what waits now is another request");
    assert_eq!([posts(&others), posts(&gone), posts(&second)], [0; 3]);
}

/// Right after a review nothing is concluded from its not being told yet.
#[tokio::test]
async fn a_review_that_is_not_told_yet_is_not_known() {
    let server = Server::choosing({
        let (all, posted) = (all(), std::sync::atomic::AtomicBool::new(false));
        move |request| {
            let path = request.split_whitespace().nth(1).unwrap().split('?').next().unwrap();
            let last = path.rsplit('/').next().unwrap();
            let post = request.starts_with("POST");
            let gone = posted.fetch_or(post, std::sync::atomic::Ordering::SeqCst) && last == "pending_deployments";
            let said = match last {
                _ if post || gone => json!([]),
                "1" => all["run"].clone(),
                last => all[last].clone(),
            };
            answer("200 OK", &[JSON, NOW], &said.to_string())
        }
    });
    let reviews = reviews(&server);
    assert!(approve(&reviews, ID).await.answer.is_ok());
    assert!(matches!(reviews.request(&RequestId::new(ID)).await, Err(ConnectorError::NoAnswer(_))));
}

#[tokio::test]
async fn a_limit_is_a_wait_however_it_is_told_and_nothing_leaves_once_it_is_used_up() {
    let refusal = async |status: &'static str, headers: &[(&str, &str)], message: &str| {
        let body = json!({ "message": message }).to_string();
        let server = Server::answering(answer(status, &[&[JSON, NOW], headers].concat(), &body));
        reviews(&server).me().await.unwrap_err()
    };
    // 16:05 of that day.
    let used_up = [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795190700")];
    let waits = |seconds| (Some(ProblemType::TooManyRequests), Some(seconds));
    assert_eq!(kind(refusal("403 Forbidden", &used_up, "API rate limit exceeded").await), waits(300));
    assert_eq!(kind(refusal("429 Too Many Requests", &used_up, "").await), waits(300));
    assert_eq!(kind(refusal("403 Forbidden", &[("Retry-After", "7")], "secondary").await), waits(7));
    assert_eq!(kind(refusal("403 Forbidden", &[], "You have exceeded a secondary rate limit.").await), waits(60));
    assert_eq!(kind(refusal("429 Too Many Requests", &[], "Slow down").await), waits(60));
    let forbidden = refusal("403 Forbidden", &[("X-RateLimit-Remaining", "9")], "Must have admin rights.").await;
    assert_eq!(kind(forbidden), (Some(ProblemType::Forbidden), None));
    assert_eq!(kind(refusal("401 Unauthorized", &[], "Bad credentials").await).0, Some(ProblemType::Unauthenticated));
    assert_eq!(kind(refusal("422 Unprocessable Entity", &[], "No.").await), (None, None));
    assert!(matches!(refusal("502 Bad Gateway", &[], "Unicorn").await, ConnectorError::NoAnswer(_)));

    let last = saying(all(), &[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795190700")]);
    let reviews = reviews(&last);
    let (asked, wait) = kind(reviews.list(None, None).await.unwrap_err());
    assert_eq!(asked, Some(ProblemType::TooManyRequests));
    assert!((290..=300).contains(&wait.unwrap()), "{wait:?}");
    assert_eq!(last.seen().len(), 1, "the answer that used it up, and nothing after it");
}

#[tokio::test]
async fn only_what_was_read_can_stand_unchanged() {
    let server = Server::choosing(|request| {
        let known = request.to_lowercase().contains("if-none-match: w/\"1\"");
        match known {
            true => answer("304 Not Modified", &[NOW], ""),
            false => answer("200 OK", &[JSON, NOW, ("ETag", "W/\"1\"")], &all()["user"].to_string()),
        }
    });
    let reviews = reviews(&server);
    // The list of runs is none there: what is looked at is whose token it is.
    for _ in 0..2 {
        assert!(is_bad(&reviews.me().await.unwrap_err()));
    }
    let users = server.seen().into_iter().filter(|seen| seen.starts_with("GET /user "));
    let conditional: Vec<bool> = users.map(|seen| seen.to_lowercase().contains("if-none-match")).collect();
    assert_eq!(conditional, [false, true]);
    let unasked = Server::answering(answer("304 Not Modified", &[NOW], ""));
    assert!(is_bad(&self::reviews(&unasked).me().await.unwrap_err()));
}
