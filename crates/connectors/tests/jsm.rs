//! Jira Service Management as it could be at its worst: what answers there lies, floods, leads elsewhere, or leaves out what counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Asked, RequestFacts, RequestId, RequestState, Window};
use connectors::AddressError;
use connectors::jsm::{Fields, Jsm};
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "noor@contoso.example:canary-4711";
/// The same, as it is sent.
const BASIC: &str = "Basic bm9vckBjb250b3NvLmV4YW1wbGU6Y2FuYXJ5LTQ3MTE=";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "557058:noor";
const DANA: &str = "557058:dana";
const ILYA: &str = "557058:ilya";
const ID: &str = "10042";

/// What Jira says, each of it as a test changes it.
#[derive(Clone)]
struct Says {
    request: Value,
    approvals: Value,
    me: Value,
    comments: Value,
    last: Value,
    comment: (&'static str, &'static str),
    decision: (&'static str, &'static str),
}

type Change = fn(&mut Says);

fn approver(id: &str, decision: &str) -> Value {
    let name = if id == ME { "Noor Haddad" } else { "Ilya Sun" };
    json!({ "approver": { "accountId": id, "displayName": name }, "approverDecision": decision })
}

fn approval(decision: &str, mine: bool, approvers: &[Value]) -> Value {
    json!({ "id": "7", "name": "Owners", "finalDecision": decision, "canAnswerApproval": mine, "approvers": approvers,
        "createdDate": { "iso8601": "2026-11-20T15:00:00+0000" } })
}

impl Says {
    fn new() -> Self {
        let field = |id: &str, label: &str, value: Value| json!({ "fieldId": id, "label": label, "value": value });
        let request = json!({
            "issueId": ID, "issueKey": "ACCESS-42", "requestTypeId": "25", "serviceDeskId": "10",
            "requestType": { "id": "25", "name": "Access to a system", "description": "For a while" },
            "serviceDesk": { "id": "10", "projectName": "Access desk" },
            "createdDate": { "iso8601": "2026-11-20T17:00:00+0200", "epochMillis": null },
            "reporter": { "accountId": DANA, "displayName": "Dana Peres", "emailAddress": "dana@contoso.example", "timeZone": "Europe/Lisbon" },
            "requestFieldValues": [
                field("summary", "Summary", json!("The backup failed.")),
                field("customfield_1", "Duration", json!({ "value": "1 hour" })),
                field("customfield_2", "Access level", json!({ "value": "Backup operator" })),
                field("customfield_3", "Nothing", json!(null)),
            ],
            "currentStatus": { "status": "Waiting", "statusCategory": "NEW" },
            "_links": { "web": "https://contoso.example/portal/10/ACCESS-42" },
        });
        Self {
            request,
            approvals: json!([approval("pending", true, &[approver(ME, "pending"), approver(ILYA, "pending")])]),
            me: json!({ "accountId": ME, "displayName": "Noor Haddad", "timeZone": "Europe/Berlin" }),
            comments: json!([]),
            last: json!(true),
            comment: ("201 Created", "{}"),
            decision: ("200 OK", "{}"),
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Jsm) {
        let mut says = Self::new();
        change(&mut says);
        let server = Server::choosing(move |request| says.answer(request));
        let jsm = jsm(&server);
        (server, jsm)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |status: &str, body: &Value| answer(status, &[JSON, NOW], &body.to_string());
        let page = |values: &Value| says("200 OK", &json!({ "values": values, "isLastPage": true }));
        match line {
            line if line.starts_with("POST") && line.contains("/comment") => {
                answer(self.comment.0, &[JSON, NOW], self.comment.1)
            }
            line if line.starts_with("POST") => answer(self.decision.0, &[JSON, NOW], self.decision.1),
            line if line.contains("/myself") => says("200 OK", &self.me),
            line if line.contains("/request?") => {
                says("200 OK", &json!({ "values": [self.request], "isLastPage": self.last }))
            }
            line if line.contains("/approval?") => page(&self.approvals),
            line if line.contains("/comment?") => page(&self.comments),
            line if line.contains("/request/") => says("200 OK", &self.request),
            other => panic!("{other}"),
        }
    }
}

fn jsm(server: &Server) -> Jsm {
    Jsm::new(&server.address, Fields::default(), &Secret::new(TOKEN.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(jsm: &Jsm) -> Result<RequestRecord, ConnectorError> {
    Ok(jsm.list(None, None).await?.requests.remove(0))
}

async fn facts(change: impl FnOnce(&mut Says)) -> RequestFacts {
    let (_server, jsm) = Says::with(change);
    listed(&jsm).await.unwrap().facts().unwrap()
}

fn grant() -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: "2026-11-20T17:00:00Z".parse().unwrap(), reason: None }
}

fn deny() -> Ruling {
    Ruling::Deny { reason: Some("No".to_owned()), counter_offer: None }
}

async fn decided(jsm: &Jsm, ruling: &Ruling) -> Said {
    jsm.decide(&RequestId::new(ID), ruling).await
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
    server.seen().into_iter().filter(|seen| seen.starts_with("POST")).collect()
}

#[tokio::test]
async fn a_request_says_in_our_words_what_jira_says() {
    let (server, jsm) = Says::with(|_| {});
    let record = listed(&jsm).await.unwrap();
    let told = record.facts().unwrap();
    assert_eq!((told.requester.principal.name.as_str(), told.requester.zone.as_str()), ("Dana Peres", "Europe/Lisbon"));
    assert_eq!((told.resource.name.as_str(), told.role.name.as_str()), ("Access desk", "Backup operator"));
    assert_eq!(told.role.id.as_str(), "127.0.0.1/10/25/Backup operator");
    assert_eq!((told.ticket.as_deref(), told.window), (Some("ACCESS-42"), Window::from_minutes(60).unwrap().into()));
    let words = "The backup failed.\nDuration: 1 hour\nAccess level: Backup operator";
    assert_eq!((told.justification.as_str(), told.asked_at.to_string().as_str()), (words, "2026-11-20T15:00:00.000Z"));
    assert_eq!(record.for_you.page, None, "a page elsewhere is none");
    assert!(server.seen().iter().all(|seen| seen.contains(BASIC)), "{:?}", server.seen());
    let until = facts(|says| {
        says.request["requestFieldValues"][1] =
            json!({ "fieldId": "c", "label": "Access until", "value": "2026-11-20T19:00:00.000+0000" });
    });
    let until = until.await;
    assert_eq!(until.window, Window::from_minutes(240).unwrap().into());
    assert!(until.role.means.contains("It ends at 2026-11-20T19:00:00.000Z, however late it is granted."), "{until:?}");
    let plain = facts(|says| says.request["requestFieldValues"][2] = json!({ "fieldId": "x" })).await;
    assert_eq!(plain.role.name, "Access to a system");
}

#[tokio::test]
async fn fields_that_the_address_names_count_and_no_others() {
    let (server, _) = Says::with(|says| {
        says.request["requestFieldValues"] = json!([
            { "fieldId": "c1", "label": "Duration", "value": "9 hours" },
            { "fieldId": "c2", "label": "Wie lange?", "value": "2 h" },
            { "fieldId": "c3", "label": "Wozu", "value": [{ "name": "Payroll" }] },
        ]);
    });
    let fields = Fields::read("duration=c2&role=Wozu").unwrap();
    let jsm = Jsm::new(&server.address, fields, &Secret::new(TOKEN.into())).unwrap();
    let told = listed(&jsm).await.unwrap().facts().unwrap();
    assert_eq!((told.window, told.role.name.as_str()), (Window::from_minutes(120).unwrap().into(), "Payroll"));
    let fields = Fields::read("duration=c9").unwrap();
    let jsm = Jsm::new(&server.address, fields, &Secret::new(TOKEN.into())).unwrap();
    let told = listed(&jsm).await.unwrap().facts().unwrap();
    assert_eq!(told.window, Asked::Untold, "another field is not taken for the one that is named");
}

#[tokio::test]
async fn the_secret_is_an_address_and_a_token() {
    for wrong in ["token-alone", ":token", "noor@contoso.example:", "noor@contoso.example:a b"] {
        let made = Jsm::new("https://contoso.atlassian.net", Fields::default(), &Secret::new(wrong.into()));
        assert_eq!(made.unwrap_err(), AddressError::Basic, "{wrong}");
    }
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let (server, jsm) = Says::with(|says| says.last = json!(false));
    assert_eq!(jsm.list(None, None).await.unwrap().next.as_deref(), Some("1:1"));
    assert!(jsm.list(None, Some("999:5")).await.is_ok());
    assert!(server.seen().iter().any(|seen| seen.contains("start=5&limit=50")), "{:?}", server.seen());
    assert!(is_bad(&jsm.list(None, Some("1000:5")).await.unwrap_err()));
    for other in ["", "0", ":", "x:y", "0:"] {
        assert!(is_bad(&jsm.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_never_called() {
    let (server, jsm) = Says::with(|_| {});
    for id in ["", "..", "a/../b", "a?b", "a'", "a%2fb", "http://elsewhere.example", "a b", &"a".repeat(129)] {
        assert!(matches!(jsm.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
        let said = jsm.decide(&RequestId::new(id), &deny()).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(written(&server).is_empty() && server.seen().iter().all(|seen| !seen.contains("/request/")));
    let (_server, jsm) = Says::with(|says| says.request["issueId"] = json!("../../me"));
    assert!(listed(&jsm).await.is_err());
    let (server, jsm) = Says::with(|says| says.approvals[0]["id"] = json!("../other"));
    assert!(is_bad(&listed(&jsm).await.unwrap_err()));
    decided(&jsm, &deny()).await.answer.unwrap_err();
    assert!(written(&server).is_empty());
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = Server::answering(answer("200 OK", &[JSON, NOW], "{}"));
    let location = format!("{}/user", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let jsm = jsm(&server);
    assert!(is_bad(&jsm.me().await.unwrap_err()));
    assert!(thief.seen().is_empty());
    let shown = format!("{jsm:?}");
    assert!(!shown.contains("canary") && !shown.contains(&BASIC[6..]), "{shown}");
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let gone = |field: &'static str| {
        move |says: &mut Says| {
            says.request.as_object_mut().unwrap().remove(field);
        }
    };
    for field in ["issueId", "issueKey", "reporter", "createdDate", "requestTypeId", "serviceDeskId"] {
        let (_server, jsm) = Says::with(gone(field));
        assert!(is_bad(&listed(&jsm).await.unwrap_err()), "{field}");
    }
    let changes: [Change; 8] = [
        |says| says.approvals[0]["finalDecision"] = json!("granted-for-ever"),
        |says| says.approvals[0]["approvers"][0]["approverDecision"] = json!("perhaps"),
        |says| says.approvals = json!([]),
        |says| says.request["createdDate"] = json!({ "iso8601": "yesterday" }),
        |says| says.request["createdDate"] = json!({ "epochMillis": -1 }),
        |says| says.request["reporter"] = json!({ "displayName": "Dana" }),
        |says| says.request["currentStatus"]["statusCategory"] = json!("FINISHED"),
        |says| says.request["requestFieldValues"] = Value::Array(vec![json!({ "fieldId": "a" }); 501]),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, jsm) = Says::with(change);
        assert!(is_bad(&listed(&jsm).await.unwrap_err()), "{number}");
    }
    for field in ["requestType", "serviceDesk", "requestFieldValues", "currentStatus", "_links"] {
        let (_server, jsm) = Says::with(gone(field));
        assert!(listed(&jsm).await.is_ok(), "{field}");
    }
    let (_server, jsm) = Says::with(|_| {});
    assert!(is_bad(&jsm.request(&RequestId::new("another")).await.unwrap_err()), "another than the one asked for");
    let (_server, jsm) = Says::with(|says| says.me = json!({ "displayName": "Noor" }));
    assert!(is_bad(&listed(&jsm).await.unwrap_err()), "whose token it is must be told");
}

/// Invariant 2 and the rule that every grant has its end.
#[tokio::test]
async fn what_has_no_end_is_shown_and_can_be_denied_and_is_never_granted() {
    let values = [
        json!(null),
        json!(""),
        json!("permanent"),
        json!("4"),
        json!(4),
        json!("0 hours"),
        json!("400 days"),
        json!({ "id": "1" }),
        json!([]),
    ];
    for value in values {
        let change = |says: &mut Says| says.request["requestFieldValues"][1]["value"] = value.clone();
        let told = facts(change).await;
        assert!(told.role.means.contains("That cannot be granted from here"), "{value}: {}", told.role.means);
        let (server, jsm) = Says::with(change);
        let never = listed(&jsm).await.unwrap().for_you.never;
        assert!(never.is_some() && told.window == Asked::Untold, "{value}: the desk would let it be granted");
        let refused = decided(&jsm, &grant()).await;
        assert_eq!(kind(refused.answer.unwrap_err()), (Some(ProblemType::Refused), None), "{value}");
        assert!(written(&server).is_empty() && refused.call.is_empty(), "{value}");
        decided(&jsm, &deny()).await.answer.unwrap();
        assert_eq!(written(&server).len(), 2, "{value}");
    }
}

#[tokio::test]
async fn the_reason_goes_first_and_both_calls_are_told() {
    let (server, jsm) = Says::with(|_| {});
    let said = decided(&jsm, &deny()).await;
    let path = format!("/rest/servicedeskapi/request/{ID}");
    let comment = json!({ "body": "No", "public": true });
    assert_eq!(
        said.call,
        format!("POST {path}/comment {comment}; POST {path}/approval/7 {}", json!({ "decision": "decline" }))
    );
    said.answer.unwrap();
    let order = written(&server);
    assert!(order.len() == 2 && order[0].contains("/comment ") && order[1].contains("/approval/7 "), "{order:?}");
    let (server, jsm) = Says::with(|_| {});
    let said = decided(&jsm, &grant()).await;
    assert_eq!(said.call, format!("POST {path}/approval/7 {}", json!({ "decision": "approve" })));
    assert_eq!(written(&server).len(), 1, "without a reason there is no comment");
}

#[tokio::test]
async fn where_the_reason_is_not_taken_nothing_is_decided_and_that_is_said() {
    let (server, jsm) =
        Says::with(|says| says.comment = ("403 Forbidden", r#"{"errorMessage":"You cannot comment."}"#));
    let Said { call, answer } = decided(&jsm, &deny()).await;
    let ConnectorError::Refused(problem) = answer.unwrap_err() else { panic!() };
    assert_eq!(
        problem.detail,
        "Jira did not take the reason as a comment, so nothing was decided: You cannot comment."
    );
    assert_eq!(problem.kind(), None, "it says nothing of the right to decide");
    assert!(call.contains("/comment ") && !call.contains("/approval/"), "{call}");
    assert_eq!(written(&server).len(), 1);
    let (_server, jsm) = Says::with(|says| says.comment = ("429 Too Many Requests", r#"{"errorMessage":"Slowly."}"#));
    let said = decided(&jsm, &deny()).await;
    assert_eq!(kind(said.answer.unwrap_err()), (Some(ProblemType::TooManyRequests), Some(30)), "it is sent again");
    let (server, jsm) = Says::with(|says| says.comment = ("500 Internal Server Error", "{}"));
    let said = decided(&jsm, &deny()).await;
    assert!(matches!(said.answer, Err(ConnectorError::NoAnswer(_))), "it may stand there: {said:?}");
    assert_eq!(written(&server).len(), 1);
}

#[tokio::test]
async fn only_ones_own_words_of_the_last_day_are_not_said_again() {
    let comment = |by: &str, body: &str, at: &str| json!({ "author": { "accountId": by }, "body": body, "created": { "iso8601": at } });
    let now = "2026-11-20T15:59:00+0000";
    for (comment, again) in [
        (comment(ME, "No", now), false),
        (comment(ME, " No\n", now), false),
        (comment(ME, "No, never", now), true),
        (comment(ILYA, "No", now), true),
        (comment(ME, "No", "2026-11-19T15:00:00+0000"), true),
        (json!({ "body": "No" }), true),
    ] {
        let (server, jsm) = Says::with(|says| says.comments = json!([comment]));
        decided(&jsm, &deny()).await.answer.unwrap();
        assert_eq!(written(&server).len(), 1 + usize::from(again), "{comment}");
    }
}

#[tokio::test]
async fn only_what_waits_for_this_person_is_theirs_to_decide() {
    let cases: [(Value, Option<WhyNot>); 6] = [
        (json!([approval("pending", true, &[approver(ME, "pending")])]), None),
        (json!([approval("approved", false, &[approver(ILYA, "approved")]), approval("pending", true, &[])]), None),
        (
            json!([approval("pending", false, &[approver(ME, "approved"), approver(ILYA, "pending")])]),
            Some(WhyNot::VotedAlready),
        ),
        (json!([approval("pending", false, &[approver(ME, "pending")])]), Some(WhyNot::NotInThisStage)),
        (json!([approval("pending", false, &[approver(ILYA, "pending")])]), Some(WhyNot::NotAnApprover)),
        (json!([approval("pending", false, &[])]), Some(WhyNot::NotAnApprover)),
    ];
    for (approvals, why) in cases {
        let (server, jsm) = Says::with(|says| says.approvals = approvals.clone());
        assert_eq!(listed(&jsm).await.unwrap().for_you.why_not, why, "{approvals}");
        let said = decided(&jsm, &grant()).await;
        assert_eq!((said.answer.is_ok(), written(&server).len()), (why.is_none(), usize::from(why.is_none())));
    }
}

#[tokio::test]
async fn invariant_5_ones_own_request_is_shown_and_never_decided() {
    let (server, jsm) = Says::with(|says| says.request["reporter"] = json!({ "accountId": ME }));
    assert_eq!(listed(&jsm).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
    for ruling in [grant(), deny()] {
        let answer = decided(&jsm, &ruling).await.answer;
        assert_eq!(kind(answer.unwrap_err()), (Some(ProblemType::OwnRequest), None));
    }
    assert!(written(&server).is_empty());
}

#[tokio::test]
async fn where_a_request_stands_and_who_ended_it_is_told_by_its_approvals() {
    let read = async |category: &str, approvals: Value| {
        let (_server, jsm) = Says::with(|says| {
            says.request["currentStatus"]["statusCategory"] = json!(category);
            says.approvals = approvals;
        });
        let record = jsm.request(&RequestId::new(ID)).await.unwrap();
        (record.state, record.decided.map(|decided| decided.by.as_str().to_owned()))
    };
    let one = |decision: &str, approvers: &[Value]| json!([approval(decision, false, approvers)]);
    let (me, ilya) = (Some(ME.to_owned()), Some(ILYA.to_owned()));
    let approved = one("approved", &[approver(ME, "approved"), approver(ILYA, "pending")]);
    assert_eq!(read("INDETERMINATE", approved).await, (RequestState::Granted, me));
    let declined = one("declined", &[approver(ME, "approved"), approver(ILYA, "declined")]);
    assert_eq!(read("NEW", declined).await, (RequestState::Denied, ilya));
    assert_eq!(read("DONE", one("pending", &[])).await, (RequestState::Cancelled, None));
    assert_eq!(
        read("DONE", one("approved", &[])).await,
        (RequestState::Granted, None),
        "nobody is named who was not told"
    );
}

#[tokio::test]
async fn the_status_of_a_refusal_counts_and_what_the_server_did_is_not_guessed() {
    let refusal = async |status: &'static str, body: &'static str| {
        let (_server, jsm) = Says::with(|says| says.decision = (status, body));
        decided(&jsm, &grant()).await.answer.unwrap_err()
    };
    const BODY: &str = r#"{"errorMessage":"No.","i18nErrorMessage":{"i18nKey":"x","parameters":[]}}"#;
    for (status, meant) in [
        ("401 Unauthorized", ProblemType::Unauthenticated),
        ("403 Forbidden", ProblemType::Forbidden),
        ("404 Not Found", ProblemType::NotFound),
        ("409 Conflict", ProblemType::AlreadyDecided),
    ] {
        assert_eq!(kind(refusal(status, BODY).await), (Some(meant), None));
    }
    let silent = refusal("429 Too Many Requests", BODY).await;
    assert_eq!(kind(silent), (Some(ProblemType::TooManyRequests), Some(30)), "it does not say how long");
    assert_eq!(kind(refusal("400 Bad Request", BODY).await), (None, None));
    for status in ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"] {
        assert!(matches!(refusal(status, BODY).await, ConnectorError::NoAnswer(_)), "{status}");
    }
    assert!(is_bad(&refusal("404 Not Found", "<html>").await), "no word of Jira's");
}

#[tokio::test]
async fn approvals_are_not_asked_for_with_every_round() {
    let (server, jsm) = Says::with(|_| {});
    let asked = |what: &str| server.seen().iter().filter(|seen| seen.contains(what)).count();
    for _ in 0..3 {
        listed(&jsm).await.unwrap();
    }
    assert_eq!((asked("/approval?"), asked("/request?")), (1, 3));
    jsm.request(&RequestId::new(ID)).await.unwrap();
    assert_eq!(asked("/approval?"), 2, "what is read for a decision is as it stands now");
}
