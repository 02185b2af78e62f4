//! Microsoft Graph as it could be at its worst: what answers there lies, floods, leads elsewhere, or leaves out what counts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{Asked, RequestFacts, RequestId, RequestState, Window};
use connectors::entra::{Surface, pim::Pim};
use desk::ports::{Connector, ConnectorError, Reread, Ruling, Said, Secret};
use desk::roles::RoleSystem;
use queue_api::{ProblemType, RequestRecord, WhyNot};
use serde_json::{Value, json};
use server::{JSON, Server, answer};

const TOKEN: &str = "eyJ0.canary-4711";
const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const ME: &str = "11111111-aaaa-4000-8000-000000000001";
const DANA: &str = "22222222-bbbb-4000-8000-000000000002";
const ID: &str = "33333333-cccc-4000-8000-000000000003";
const LIST: &str = "assignmentScheduleRequests/filterByCurrentUser";

/// What Graph says, each of it as a test changes it.
#[derive(Clone)]
struct Graph {
    request: Value,
    stages: Value,
    user: (&'static str, Value),
    approval: &'static str,
    next: Option<String>,
}

type Change = fn(&mut Graph);

impl Graph {
    fn new() -> Self {
        let request = json!({
            "id": ID, "approvalId": ID, "status": "PendingApproval", "createdDateTime": "2026-11-20T15:00:00.1234567Z",
            "principalId": DANA, "createdBy": { "user": { "id": DANA, "displayName": null } }, "action": "selfActivate",
            "scheduleInfo": { "startDateTime": "2026-11-20T15:00:00Z", "recurrence": null,
                "expiration": { "type": "AfterDuration", "duration": "PT1H", "endDateTime": null } },
            "ticketInfo": { "ticketNumber": "4711", "ticketSystem": null }, "groupId": "g-1", "accessId": "member",
            "group": { "displayName": "Payroll" },
        });
        let stage =
            json!({ "id": "stage-1", "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed" });
        let user = json!({ "id": DANA, "displayName": "Dana Peres", "userPrincipalName": "dana@contoso.example" });
        Self { request, stages: json!([stage]), user: ("200 OK", user), approval: "200 OK", next: None }
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Server, Pim) {
        let mut graph = Self::new();
        change(&mut graph);
        let server = Server::choosing(move |request| graph.answer(request));
        let pim = pim(&server);
        (server, pim)
    }

    fn answer(&self, request: &str) -> Vec<u8> {
        let line = request.lines().next().unwrap_or_default();
        let says = |status: &str, body: &Value| answer(status, &[JSON, NOW], &body.to_string());
        match line {
            line if line.starts_with("PATCH") => answer("204 No Content", &[NOW], ""),
            line if line.contains("/v1.0/me") => says("200 OK", &json!({ "id": ME, "displayName": "Noor Haddad" })),
            line if line.contains("/v1.0/organization") => {
                says("200 OK", &json!({ "value": [{ "id": "t-1", "displayName": "Contoso" }] }))
            }
            line if line.contains("/v1.0/users/") => says(self.user.0, &self.user.1),
            line if line.contains("Approvals/") => {
                says(self.approval, &json!({ "id": ID, "stages": self.stages, "error": { "code": "x" } }))
            }
            line if line.contains("$skiptoken") || line.contains(LIST) => {
                says("200 OK", &json!({ "value": [self.request], "@odata.nextLink": self.next }))
            }
            other => panic!("{other}"),
        }
    }
}

fn pim(server: &Server) -> Pim {
    Pim::new(Surface::Groups, &server.address, &Secret::new(TOKEN.into())).unwrap()
}

fn is_bad(error: &ConnectorError) -> bool {
    matches!(error, ConnectorError::BadAnswer(_))
}

async fn listed(pim: &Pim) -> Result<RequestRecord, ConnectorError> {
    Ok(pim.list(None, None).await?.requests.remove(0))
}

async fn facts(change: impl FnOnce(&mut Graph)) -> RequestFacts {
    let (_server, pim) = Graph::with(change);
    listed(&pim).await.unwrap().facts().unwrap()
}

fn grant() -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: "2026-11-20T17:00:00Z".parse().unwrap(), reason: Some("Agreed".to_owned()) }
}

fn deny() -> Ruling {
    Ruling::Deny { reason: Some("No".to_owned()), counter_offer: None }
}

async fn decided(pim: &Pim, ruling: &Ruling) -> Said {
    pim.decide(&RequestId::new(ID), ruling).await
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
async fn a_request_says_in_our_words_what_graph_says() {
    let told = facts(|_| {}).await;
    assert_eq!(told.requester.principal.name, "Dana Peres");
    assert_eq!((told.resource.name.as_str(), told.role.name.as_str()), ("Microsoft Entra", "Member of Payroll"));
    let named = RoleSystem::Entra.roles(told.role.id.as_str());
    assert_eq!(named, ["g-1:member"], "one group’s members are not another’s, also where they are classified");
    assert_eq!((told.ticket.as_deref(), told.window), (Some("4711"), Window::from_minutes(60).unwrap().into()));
    assert_eq!(told.answer_by.unwrap().to_string(), "2026-11-21T15:00:00.123Z", "a day, as Entra gives everybody");
    let fixed = facts(|graph| {
        graph.request["scheduleInfo"]["expiration"] =
            json!({ "type": "afterDateTime", "endDateTime": "2026-11-20T19:00:00.1234567Z" });
    });
    let fixed = fixed.await;
    assert_eq!(fixed.window, Window::from_minutes(240).unwrap().into());
    assert!(
        fixed.role.means.ends_with("It ends at 2026-11-20T19:00:00.123Z, however late it is granted."),
        "{fixed:?}"
    );
    let later = facts(|graph| graph.request["scheduleInfo"]["startDateTime"] = json!("2026-11-20T20:00:00Z")).await;
    assert!(later.role.means.contains("It begins at 2026-11-20T20:00:00.000Z, however early"), "{later:?}");
}

#[tokio::test]
async fn the_log_is_named_by_what_never_changes() {
    let (_server, pim) = Graph::with(|_| {});
    let me = pim.me().await.unwrap();
    assert_eq!((me.server.as_str(), me.tenants[0].name.as_str()), ("entra-pim/groups/t-1", "Contoso"));
    assert_eq!((me.person.as_str(), me.name.as_str()), (ME, "Noor Haddad"));
}

#[tokio::test]
async fn pages_that_never_end_are_given_up() {
    let (server, pim) = Graph::with(|_| {});
    let link = format!("{}/v1.0/x?$skiptoken=a%27b", server.address);
    assert!(pim.list(None, Some(&format!("999:{link}"))).await.is_ok());
    assert!(
        server.seen().iter().any(|seen| seen.contains("/v1.0/x?$skiptoken=a%27b ")),
        "as it stands: {:?}",
        server.seen()
    );
    assert!(is_bad(&pim.list(None, Some(&format!("1000:{link}"))).await.unwrap_err()));
    for other in ["", "0", ":", "x:y", "0:", "0:/v1.0/x"] {
        assert!(is_bad(&pim.list(None, Some(other)).await.unwrap_err()), "{other}");
    }
}

#[tokio::test]
async fn a_next_page_elsewhere_is_an_answer_that_cannot_be_read() {
    let thief = Server::answering(answer("200 OK", &[JSON, NOW], r#"{"value":[]}"#));
    let port = thief.address.rsplit(':').next().unwrap().to_owned();
    let long = format!("{}/v1.0/x?$skiptoken={}", thief.address, "a".repeat(9000));
    for link in [
        format!("{}/v1.0/x?$skiptoken=a", thief.address),
        format!("//127.0.0.1:{port}/v1.0/x"),
        format!("http://localhost:{port}/v1.0/x"),
        "/v1.0/x?$skiptoken=a".to_owned(),
        "file:///etc/passwd".to_owned(),
        long,
    ] {
        let (_server, pim) = Graph::with(|graph| graph.next = Some(link.clone()));
        assert!(is_bad(&pim.list(None, None).await.unwrap_err()), "{link}");
        assert!(is_bad(&pim.list(None, Some(&format!("1:{link}"))).await.unwrap_err()), "{link}");
    }
    assert!(thief.seen().is_empty(), "the token went elsewhere");
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_never_called() {
    let (server, pim) = Graph::with(|_| {});
    for id in ["", "..", "a/../b", "a?b", "a'", "a%2fb", "http://elsewhere.example", "a b", &"a".repeat(129)] {
        assert!(matches!(pim.request(&RequestId::new(id)).await, Err(ConnectorError::Unreachable(_))), "{id}");
        let said = pim.decide(&RequestId::new(id), &deny()).await;
        assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{id}");
    }
    assert!(!has_written(&server) && server.seen().iter().all(|seen| !seen.contains("ScheduleRequests")));
    let changes: [Change; 4] = [
        |graph| graph.request["id"] = json!("../../me"),
        |graph| graph.request["approvalId"] = json!("x/../../steal"),
        |graph| graph.request["principalId"] = json!("x?$expand=y"),
        |graph| graph.stages[0]["id"] = json!("../other"),
    ];
    for change in changes {
        let (server, pim) = Graph::with(change);
        assert!(is_bad(&listed(&pim).await.unwrap_err()));
        assert!(
            server.seen().iter().all(|seen| !seen.contains("steal") && !seen.contains("y ")),
            "{:?}",
            server.seen()
        );
    }
}

#[tokio::test]
async fn no_redirect_carries_the_token_and_no_debug_output_has_it() {
    let thief = Server::answering(answer("200 OK", &[JSON, NOW], "{}"));
    let location = format!("{}/v1.0/me", thief.address);
    let server = Server::answering(answer("307 Temporary Redirect", &[JSON, NOW, ("Location", &location)], "{}"));
    let pim = pim(&server);
    assert!(is_bad(&pim.me().await.unwrap_err()));
    assert!(thief.seen().is_empty());
    assert!(!format!("{pim:?}").contains("canary"));
}

#[tokio::test]
async fn what_is_not_of_the_contract_is_no_request() {
    let gone = |field: &'static str| {
        move |graph: &mut Graph| {
            graph.request.as_object_mut().unwrap().remove(field);
        }
    };
    for field in ["id", "status", "createdDateTime", "principalId", "groupId", "accessId"] {
        let (_server, pim) = Graph::with(gone(field));
        assert!(is_bad(&listed(&pim).await.unwrap_err()), "{field}");
    }
    let changes: [Change; 7] = [
        |graph| graph.request["createdDateTime"] = json!("yesterday"),
        |graph| graph.request["principalId"] = json!(7),
        |graph| graph.request["justification"] = json!("a".repeat(20_000)),
        |graph| graph.request["groupId"] = json!(""),
        |graph| graph.stages = json!("none"),
        |graph| graph.stages = Value::Array(vec![graph.stages[0].clone(); 21]),
        |graph| graph.user.1["id"] = json!(ME),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (_server, pim) = Graph::with(change);
        assert!(is_bad(&listed(&pim).await.unwrap_err()), "{number}");
    }
    for field in ["approvalId", "createdBy", "justification", "ticketInfo", "group", "action"] {
        let (_server, pim) = Graph::with(gone(field));
        assert!(listed(&pim).await.is_ok(), "{field}");
    }
    let (_server, pim) = Graph::with(|graph| graph.request["status"] = json!("GrantedForEver"));
    assert!(is_bad(&pim.request(&RequestId::new(ID)).await.unwrap_err()));
    let (_server, pim) = Graph::with(|_| {});
    assert!(is_bad(&pim.request(&RequestId::new("another")).await.unwrap_err()), "another than the one asked for");
}

#[tokio::test]
async fn half_an_answer_and_one_without_the_time_say_nothing() {
    let whole = json!({ "id": ME, "displayName": "Noor Haddad" }).to_string();
    let half = answer("200 OK", &[JSON, NOW], &whole[..whole.len() / 2]);
    assert!(is_bad(&pim(&Server::answering(half)).me().await.unwrap_err()));
    let cut = answer("200 OK", &[JSON, NOW], &whole);
    let cut = cut[..cut.len() - 5].to_vec();
    assert!(matches!(pim(&Server::answering(cut)).me().await, Err(ConnectorError::NoAnswer(_))));
    assert!(is_bad(&pim(&Server::answering(answer("200 OK", &[JSON], &whole))).me().await.unwrap_err()));
    let rows = json!({ "value": vec![json!({}); 1001] }).to_string();
    let many = Server::choosing(move |request| match request.contains(LIST) {
        true => answer("200 OK", &[JSON, NOW], &rows),
        false => Graph::new().answer(request),
    });
    assert!(is_bad(&pim(&many).me().await.unwrap_err()));
}

/// Invariant 2 and the rule that every grant has its end.
#[tokio::test]
async fn what_has_no_end_is_shown_and_can_be_denied_and_is_never_granted() {
    let expiration = |value: Value| move |graph: &mut Graph| graph.request["scheduleInfo"]["expiration"] = value;
    let endless = [
        json!({ "type": "noExpiration", "duration": "PT1H", "endDateTime": "2026-11-20T19:00:00Z" }),
        json!({ "type": "NoExpiration" }),
        json!({ "type": "notSpecified", "duration": "PT1H" }),
        json!({ "type": null, "duration": "PT1H" }),
        json!({ "type": "untilFurtherNotice", "duration": "PT1H" }),
        json!({ "type": "afterDuration" }),
        json!({ "type": "afterDuration", "duration": "PT0S" }),
        json!({ "type": "afterDuration", "duration": "-PT1H" }),
        json!({ "type": "afterDuration", "duration": "P1M" }),
        json!({ "type": "afterDuration", "duration": "P367D" }),
        json!({ "type": "afterDuration", "duration": "PT99999999999999999999H" }),
        json!({ "type": "afterDateTime" }),
        json!({ "type": "afterDateTime", "endDateTime": "2026-11-20T14:00:00Z" }),
        json!(null),
    ];
    for value in endless {
        let told = facts(expiration(value.clone())).await;
        assert!(told.role.means.contains("That cannot be granted from here"), "{value}: {}", told.role.means);
        let (server, pim) = Graph::with(expiration(value.clone()));
        let never = listed(&pim).await.unwrap().for_you.never;
        assert!(never.is_some() && told.window.window().is_none(), "{value}: the desk would let it be granted");
        let refused = decided(&pim, &grant()).await;
        assert_eq!(kind(refused.answer.unwrap_err()), (Some(ProblemType::Refused), None), "{value}");
        assert!(!has_written(&server) && refused.call.is_empty(), "{value}");
        decided(&pim, &deny()).await.answer.unwrap();
        assert!(has_written(&server), "{value}");
    }
    let again = facts(|graph| graph.request["scheduleInfo"]["recurrence"] = json!({ "pattern": {} })).await;
    assert_eq!(again.window, Asked::Untold, "it would come again and again");
}

#[tokio::test]
async fn only_the_stage_that_waits_for_this_person_is_decided() {
    let (server, pim) = Graph::with(|graph| {
        let done = json!({ "id": "stage-0", "status": "Completed", "assignedToMe": true, "reviewResult": "Approved",
            "reviewedBy": { "id": "i", "displayName": "Ilya Sun" }, "reviewedDateTime": "2026-11-20T15:30:00Z" });
        graph.stages.as_array_mut().unwrap().insert(0, done);
    });
    let record = listed(&pim).await.unwrap();
    assert_eq!((record.for_you.why_not, record.for_you.stage, record.votes[0].by_name.as_str()), (None, 1, "Ilya Sun"));
    let said = decided(&pim, &grant()).await;
    let path = format!("/v1.0/identityGovernance/privilegedAccess/group/assignmentApprovals/{ID}/stages/stage-1");
    let body = said.call.strip_prefix(&format!("PATCH {path} ")).expect(&said.call);
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body, json!({ "reviewResult": "Approve", "justification": "Agreed" }));
    assert_eq!(said.answer.unwrap(), "204 No Content");
    assert!(has_written(&server));

    let others: [(Change, WhyNot); 6] = [
        (|graph| graph.stages[0]["assignedToMe"] = json!(false), WhyNot::NotInThisStage),
        (|graph| graph.stages[0]["assignedToMe"] = json!(null), WhyNot::NotInThisStage),
        (|graph| graph.stages[0]["status"] = json!("Initializing"), WhyNot::NotInThisStage),
        (|graph| graph.stages = json!([]), WhyNot::NotInThisStage),
        (|graph| graph.approval = "403 Forbidden", WhyNot::NotAnApprover),
        (|graph| graph.approval = "404 Not Found", WhyNot::NotAnApprover),
    ];
    for (change, why) in others {
        let (server, pim) = Graph::with(change);
        assert_eq!(listed(&pim).await.unwrap().for_you.why_not, Some(why));
        let said = decided(&pim, &grant()).await;
        assert_eq!(kind(said.answer.unwrap_err()), (Some(ProblemType::Forbidden), None));
        assert!(said.call.is_empty() && !has_written(&server), "{why:?}");
    }
}

#[tokio::test]
async fn invariant_5_ones_own_request_is_shown_and_never_decided() {
    let own: [Change; 3] = [
        |graph| graph.request["createdBy"]["user"]["id"] = json!(ME),
        |graph| graph.request["createdBy"]["user"]["id"] = json!(ME.to_uppercase()),
        |graph| {
            graph.request["principalId"] = json!(ME.to_uppercase());
            graph.user.1["id"] = json!(ME);
        },
    ];
    for change in own {
        let (server, pim) = Graph::with(change);
        assert_eq!(listed(&pim).await.unwrap().for_you.why_not, Some(WhyNot::OwnRequest));
        for ruling in [grant(), deny()] {
            let answer = decided(&pim, &ruling).await.answer;
            assert_eq!(kind(answer.unwrap_err()), (Some(ProblemType::OwnRequest), None));
        }
        assert!(!has_written(&server));
    }
}

#[tokio::test]
async fn who_and_what_has_no_name_is_shown_by_its_id_and_that_is_said() {
    let error = json!({ "error": { "code": "x", "message": "" } });
    for status in ["404 Not Found", "403 Forbidden"] {
        let told = facts(|graph| graph.user = (status, error.clone())).await;
        assert_eq!(told.requester.principal.name, format!("{DANA}, whom Microsoft Entra does not name"), "{status}");
        assert_eq!(told.requester.principal.id.as_str(), DANA);
    }
    let told = facts(|graph| graph.user.1["displayName"] = json!(" ")).await;
    assert_eq!(told.requester.principal.name, "dana@contoso.example");
    for group in [json!(null), json!({}), json!({ "displayName": "" }), json!({ "displayName": "a".repeat(300) })] {
        let told = facts(|graph| graph.request["group"] = group).await;
        assert_eq!(told.role.name, "Member of g-1, a group that Microsoft Entra does not name");
    }
    let (_server, pim) = Graph::with(|graph| graph.user = ("500 Internal Server Error", error));
    let failed = listed(&pim).await.unwrap_err();
    assert!(matches!(failed, ConnectorError::NoAnswer(_)), "a failure is no missing name: {failed:?}");
}

/// In the approver's list, and where it is not there or cannot be looked for, by its id.
#[tokio::test]
async fn a_request_is_looked_for_in_two_ways() {
    for (status, body) in [
        ("200 OK", r#"{"value":[]}"#),
        ("400 Bad Request", r#"{"error":{"code":"BadRequest","message":"The filter is not supported."}}"#),
    ] {
        let list = answer(status, &[JSON, NOW], body);
        let server = Server::choosing(move |request| {
            let line = request.lines().next().unwrap_or_default();
            let graph = Graph::new();
            match line {
                line if line.contains(LIST) => list.clone(),
                line if line.contains(&format!("ScheduleRequests/{ID}?")) => {
                    answer("200 OK", &[JSON, NOW], &graph.request.to_string())
                }
                _ => graph.answer(request),
            }
        });
        let record = pim(&server).request(&RequestId::new(ID)).await.unwrap();
        assert_eq!(record.state, RequestState::Pending, "{status}");
    }
}

#[tokio::test]
async fn names_and_stages_are_not_asked_for_with_every_round() {
    let (server, pim) = Graph::with(|_| {});
    let asked = |what: &str| server.seen().iter().filter(|seen| seen.contains(what)).count();
    for _ in 0..3 {
        listed(&pim).await.unwrap();
    }
    assert_eq!((asked("/users/"), asked("Approvals/"), asked(LIST)), (1, 1, 3));
    pim.request(&RequestId::new(ID)).await.unwrap();
    assert_eq!((asked("/users/"), asked("Approvals/")), (1, 2), "what is read for a decision is as it stands now");
}

#[tokio::test]
async fn whoever_decided_is_known_by_id_or_not_at_all() {
    let review = |by: Value| {
        move |graph: &mut Graph| {
            graph.stages[0]["status"] = json!("Completed");
            graph.stages[0]["reviewResult"] = json!("Approved");
            graph.stages[0]["reviewedBy"] = by;
        }
    };
    let read = async |by: Value| {
        let (_server, pim) = Graph::with(review(by));
        let record = pim.request(&RequestId::new(ID)).await.unwrap();
        assert_eq!(record.state, RequestState::Granted, "the stage says so before the status does");
        record.decided.map(|decided| (decided.by.as_str().to_owned(), decided.by_name))
    };
    let own = read(json!({ "id": ME.to_uppercase(), "displayName": "Noor Haddad" })).await;
    assert_eq!(own, Some((ME.to_owned(), "Noor Haddad".to_owned())));
    assert_eq!(read(json!({ "id": "i-1", "displayName": null })).await, Some(("i-1".to_owned(), "i-1".to_owned())));
    for untold in [json!(null), json!({ "displayName": "Noor Haddad" }), json!({ "id": "" })] {
        assert_eq!(read(untold.clone()).await, None, "{untold}");
    }
}

#[tokio::test]
async fn the_status_of_a_refusal_counts_and_what_the_server_did_is_not_guessed() {
    let refusal = async |status: &'static str, headers: &[(&'static str, &'static str)], body: &'static str| {
        let headers: Vec<_> = [JSON, NOW].into_iter().chain(headers.iter().copied()).collect();
        let refusal = answer(status, &headers, body);
        let server = Server::choosing(move |request| match request.starts_with("PATCH") {
            true => refusal.clone(),
            false => Graph::new().answer(request),
        });
        decided(&pim(&server), &grant()).await.answer.unwrap_err()
    };
    const BODY: &str = r#"{"error":{"code":"Some_Code","message":"No.","innerError":{"date":"x"}}}"#;
    for (status, meant) in [
        ("401 Unauthorized", ProblemType::Unauthenticated),
        ("403 Forbidden", ProblemType::Forbidden),
        ("404 Not Found", ProblemType::NotFound),
        ("409 Conflict", ProblemType::AlreadyDecided),
    ] {
        assert_eq!(kind(refusal(status, &[], BODY).await), (Some(meant), None));
    }
    let asked = refusal("429 Too Many Requests", &[("Retry-After", "17")], BODY).await;
    assert_eq!(kind(asked), (Some(ProblemType::TooManyRequests), Some(17)));
    let silent = refusal("429 Too Many Requests", &[], BODY).await;
    assert_eq!(kind(silent), (Some(ProblemType::TooManyRequests), Some(30)), "it does not say how long");
    assert_eq!(kind(refusal("400 Bad Request", &[], BODY).await), (None, None));
    for status in ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"] {
        assert!(matches!(refusal(status, &[], BODY).await, ConnectorError::NoAnswer(_)), "{status}");
    }
    assert!(is_bad(&refusal("404 Not Found", &[], "<html>").await), "no word of Graph's");
}

/// What went wrong while it was read is no call that may have arrived.
#[tokio::test]
async fn a_decision_that_could_not_be_placed_was_not_sent() {
    let server = Server::choosing(|request| match request.contains("Approvals/") {
        true => answer("500 Internal Server Error", &[JSON, NOW], r#"{"error":{"code":"x","message":"Broken."}}"#),
        false => Graph::new().answer(request),
    });
    let said = decided(&pim(&server), &deny()).await;
    assert!(said.call.is_empty() && matches!(said.answer, Err(ConnectorError::Unreachable(_))), "{said:?}");
    assert!(!has_written(&server));
}
