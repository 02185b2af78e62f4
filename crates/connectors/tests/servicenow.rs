//! ServiceNow as it could be at its worst: rows that say nothing, decisions that change nothing, and what leads elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{RequestId, RequestState};
use connectors::servicenow::Approvals;
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "5137153cc611227c000bbd1bd8cd2005";
const DANA: &str = "62826bf03710200044e0bfc8bcbe5df1";
const ID: &str = "a1";

#[derive(Clone)]
struct Table {
    row: Value,
    me: Value,
    /// What answers to a decision, with its status.
    written: (&'static str, Value),
    total: &'static str,
}

type Change = fn(&mut Table);

fn field(value: &str, words: &str) -> Value {
    json!({ "value": value, "display_value": words })
}

impl Table {
    fn new() -> Self {
        let row = json!({
            "sys_id": field(ID, ID), "state": field("requested", "Requested"), "approver": field(ME, "Noor Haddad"),
            "due_date": field("2026-11-21 09:00:00", "21.11."), "sys_created_on": field("2026-11-20 15:00:00", "20.11. 16:00"),
            "sys_updated_on": field("2026-11-20 15:00:00", "x"), "sys_updated_by": field("system", "system"),
            "sysapproval": field("t1", "RITM1"), "sysapproval.number": field("RITM1", "RITM1"),
            "sysapproval.short_description": field("Payroll", "Payroll"), "sysapproval.description": field("why", "why"),
            "sysapproval.sys_class_name": field("sc_req_item", "Requested Item"),
            "sysapproval.opened_by": field(DANA, "Dana Peres"), "sysapproval.opened_by.user_name": field("Dana.Peres", "x"),
            "sysapproval.ref_sc_req_item.cat_item": field("c1", "Payroll role"),
            "sysapproval.ref_sc_req_item.requested_for": field("b1", "Mira Kurz"),
        });
        let me = json!([{ "sys_id": ME, "user_name": "Noor.Haddad", "name": "Noor Haddad" }]);
        let mut written = row.clone();
        written["state"] = field("approved", "Approved");
        Self { row, me, written: ("200 OK", json!({ "result": written })), total: "1" }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Approvals) {
        let mut table = Self::new();
        change(&mut table);
        let server = Server::choosing(move |request| table.answer(request));
        let approvals = Approvals::new(&server.address, &Secret::new(b"token".to_vec())).unwrap();
        (server, approvals)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |result: &Value| {
            answer("200 OK", &[JSON, NOW, ("X-Total-Count", self.total)], &json!({ "result": result }).to_string())
        };
        match line {
            line if line.starts_with("PATCH") => answer(self.written.0, &[JSON, NOW], &self.written.1.to_string()),
            line if line.contains("/sys_user?") => says(&self.me),
            line if line.contains("/sysapproval_approver?") => says(&json!([self.row])),
            line if line.contains("/sysapproval_approver/") => says(&self.row),
            other => panic!("{other}"),
        }
    }
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(approvals: &Approvals) -> Result<RequestRecord, ConnectorError> {
    Ok(approvals.list(None, None).await?.requests.remove(0))
}

async fn granted(approvals: &Approvals) -> Said {
    let (window, until) = (approval::Window::LONGEST, "2026-11-20T17:00:00Z".parse().unwrap());
    approvals.decide(&RequestId::new(ID), &Ruling::Grant { window, until, reason: Some("Agreed".to_owned()) }).await
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
    server.seen().iter().any(|seen| seen.starts_with("PATCH"))
}

#[tokio::test]
async fn a_row_says_in_our_words_what_servicenow_says() {
    let (_server, approvals) = Table::with(|_| {});
    let record = listed(&approvals).await.unwrap();
    let told = record.facts().unwrap();
    assert_eq!((told.resource.name.as_str(), told.role.name.as_str()), ("Requested Item RITM1", "Payroll role"));
    assert_eq!(told.role.id.as_str(), "sc_req_item:c1", "one item of the catalog is not another");
    assert_eq!((told.requester.principal.id.as_str(), &*told.requester.principal.name), ("dana.peres", "Dana Peres"));
    assert!(told.role.means.contains("It is for Mira Kurz."), "{}", told.role.means);
    assert!(told.role.means.contains("It is due by 2026-11-21T09:00:00.000Z."), "{}", told.role.means);
    assert_eq!(told.asked_at.to_string(), "2026-11-20T15:00:00.000Z", "UTC, whatever people read");
    assert_eq!((told.justification.as_str(), record.for_you.page), ("Payroll\nwhy", None));
    let me = approvals.me().await.unwrap();
    assert_eq!((me.person.as_str(), me.name.as_str()), ("noor.haddad", "Noor Haddad"));
}

#[tokio::test]
async fn a_decision_counts_where_it_is_read_back_and_nowhere_else() {
    let (server, approvals) = Table::with(|_| {});
    assert_eq!(granted(&approvals).await.answer.unwrap(), "a1 is approved");
    let sent = server.seen().into_iter().find(|seen| seen.starts_with("PATCH")).unwrap();
    let body: Value = serde_json::from_str(sent.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(body, json!({ "state": "approved", "comments": "Agreed" }));
    let (_server, approvals) = Table::with(|table| table.written.1 = json!({ "result": table.row }));
    assert_eq!(kind(granted(&approvals).await.answer.unwrap_err()).0, Some(ProblemType::Forbidden), "silently ignored");
    let error = json!({ "error": { "message": "No", "detail": "ACL" }, "status": "failure" });
    for (status, meant) in [
        ("401 Unauthorized", Some(ProblemType::Unauthenticated)),
        ("403 Forbidden", Some(ProblemType::Forbidden)),
        ("404 Not Found", Some(ProblemType::NotFound)),
        ("400 Bad Request", None),
    ] {
        let (_server, approvals) = Table::with(|table| table.written = (status, error.clone()));
        assert_eq!(kind(granted(&approvals).await.answer.unwrap_err()), (meant, None), "{status}");
    }
    let (_server, approvals) = Table::with(|table| table.written = ("429 Too Many Requests", error.clone()));
    let busy = kind(granted(&approvals).await.answer.unwrap_err());
    assert_eq!(busy, (Some(ProblemType::TooManyRequests), Some(30)));
    let (_server, approvals) = Table::with(|table| table.written = ("500 Internal Server Error", error.clone()));
    assert!(matches!(granted(&approvals).await.answer, Err(ConnectorError::NoAnswer(_))));
    let (_server, approvals) = Table::with(|table| table.written.1 = json!({ "result": {} }));
    assert!(is_bad(&granted(&approvals).await.answer.unwrap_err()));
}

#[tokio::test]
async fn what_does_not_wait_for_this_person_is_not_decided() {
    let changes: [(Change, Option<WhyNot>, ProblemType); 6] = [
        (
            |table| table.row["sysapproval.opened_by"] = field(ME, "x"),
            Some(WhyNot::OwnRequest),
            ProblemType::OwnRequest,
        ),
        (
            |table| table.row["sysapproval.opened_by.user_name"] = field("NOOR.haddad", "x"),
            Some(WhyNot::OwnRequest),
            ProblemType::OwnRequest,
        ),
        (
            |table| table.row["sysapproval.ref_sc_req_item.requested_for"] = field(ME, "x"),
            Some(WhyNot::OwnRequest),
            ProblemType::OwnRequest,
        ),
        (|table| table.row["approver"] = field(DANA, "x"), Some(WhyNot::NotAnApprover), ProblemType::Forbidden),
        (
            |table| table.row["state"] = field("not requested", "x"),
            Some(WhyNot::NotInThisStage),
            ProblemType::Forbidden,
        ),
        (|table| table.row["state"] = field("approved", "x"), Some(WhyNot::Closed), ProblemType::RequestClosed),
    ];
    for (number, (change, why, refused)) in changes.into_iter().enumerate() {
        let (server, approvals) = Table::with(change);
        assert_eq!(listed(&approvals).await.unwrap().for_you.why_not, why, "{number}");
        let said = granted(&approvals).await;
        assert_eq!(kind(said.answer.unwrap_err()).0, Some(refused), "{number}");
        assert!(said.call.is_empty() && !has_written(&server), "{number}");
    }
}

#[tokio::test]
async fn where_a_row_stands_and_who_wrote_it_is_told_as_it_is() {
    for (word, state) in [
        ("approved", RequestState::Granted),
        ("rejected", RequestState::Denied),
        ("cancelled", RequestState::Cancelled),
        ("not_required", RequestState::Cancelled),
    ] {
        let (_server, approvals) = Table::with(|table| {
            table.row["state"] = field(word, "x");
            table.row["sys_updated_by"] = field("Noor.Haddad", "x");
        });
        let record = approvals.request(&RequestId::new(ID)).await.unwrap();
        let by = record.decided.map(|decided| decided.by.as_str().to_owned());
        let decides = state != RequestState::Cancelled;
        assert_eq!((record.state, by), (state, decides.then(|| "noor.haddad".to_owned())), "{word}");
    }
    let (_server, approvals) = Table::with(|table| table.row["state"] = field("approved", "x"));
    assert!(approvals.request(&RequestId::new(ID)).await.unwrap().decided.is_none(), "a rule is nobody");
    let (_server, approvals) = Table::with(|table| table.row["state"] = field("Approved?", "x"));
    assert!(is_bad(&approvals.request(&RequestId::new(ID)).await.unwrap_err()));
}

#[tokio::test]
async fn what_is_not_of_the_table_is_no_row_and_nothing_leads_elsewhere() {
    let fields =
        ["sys_id", "state", "sys_created_on", "sysapproval", "sysapproval.sys_class_name", "sysapproval.opened_by"];
    for name in fields {
        let (_server, approvals) = Table::with(|table| table.row[name] = field("", "x"));
        assert!(is_bad(&listed(&approvals).await.unwrap_err()), "{name}");
    }
    let changes: [Change; 6] = [
        |table| table.row["sys_id"] = field("../x", "x"),
        |table| table.row["sys_created_on"] = field("yesterday", "x"),
        |table| table.row["state"] = json!("requested"),
        |table| table.me = json!([]),
        |table| table.me[0]["sys_id"] = json!("a^state=approved"),
        |table| table.me[0]["user_name"] = json!(" "),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, approvals) = Table::with(change);
        assert!(is_bad(&listed(&approvals).await.unwrap_err()), "{number}");
    }
    let (server, approvals) = Table::with(|_| {});
    for id in ["", "..", "a/b", "a?b", "a%2fb", &"a".repeat(65)] {
        assert!(matches!(approvals.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(is_bad(&approvals.request(&RequestId::new("a2")).await.unwrap_err()), "another than the one asked for");
    assert!(!has_written(&server));
}

#[tokio::test]
async fn pages_end_by_the_count_or_are_given_up() {
    let (server, approvals) = Table::with(|table| table.total = "201");
    assert_eq!(approvals.list(None, None).await.unwrap().next.as_deref(), Some("1"), "a page may be short");
    assert_eq!(approvals.list(None, Some("1")).await.unwrap().next.as_deref(), Some("2"));
    assert_eq!(approvals.list(None, Some("2")).await.unwrap().next, None);
    assert!(server.seen().iter().any(|seen| seen.contains("sysparm_offset=200")));
    for page in ["1000", "", "x", "-1"] {
        assert!(is_bad(&approvals.list(None, Some(page)).await.unwrap_err()), "{page}");
    }
    let (_server, approvals) = Table::with(|table| table.total = "many");
    assert_eq!(approvals.list(None, None).await.unwrap().next, None);
}
