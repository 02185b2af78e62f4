//! What goes over the wire to our own queue, and how its answers are read.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::{GrantId, RequestId};
use connectors::Doorward;
use desk::ports::{Connector, ConnectorError, Secret, Signed, WitnessRefusal};
use queue_api::{AskRequest, ProblemType, RevocationRequest};
use serde_json::{Value, json};
use server::{JSON, PROBLEM, Server, answer, decision, envelope, ok, record};
use tlog::{Checkpoint, SeedKey, tree::empty_root, witness::AddCheckpoint};

fn queue(server: &Server) -> Doorward {
    Doorward::new(&server.address, &Secret::new(b"dw_token\n".to_vec())).unwrap()
}

fn grant(id: &str) -> Value {
    let facts = &record("r-1", 3)["body"];
    json!({"id": id, "request": "r-1", "tenant": facts["tenant"], "zone": "Europe/Vienna",
        "holder": {"id": "mira", "name": "Mira Kurz", "kind": "human"}, "resource": facts["resource"],
        "role": facts["role"], "risk": "high", "window": "PT1H", "granted_at": "2026-11-22T14:00:00.000Z",
        "state": {"is": "scheduled"}, "access": "not-given"})
}

#[tokio::test]
async fn a_grant_names_its_revision_and_its_key() {
    let server = Server::answering(ok(&json!({"acceptance": envelope(), "request": record("r-1", 3)})));
    queue(&server).decide(&RequestId::new("r-1"), Some(3), "key-1", &decision()).await.unwrap();
    let seen = server.seen()[0].to_lowercase();
    assert!(seen.starts_with("post /v1/requests/r-1/decisions http/1.1\r\n"), "{seen}");
    for header in [
        "if-match: \"3\"",
        "idempotency-key: key-1",
        "content-type: application/json",
        "authorization: bearer dw_token",
    ] {
        assert!(seen.contains(&format!("\r\n{header}\r\n")), "{header} in {seen}");
    }
}

#[tokio::test]
async fn a_denial_matches_any_revision() {
    let server = Server::answering(ok(&json!({"acceptance": envelope(), "request": record("r-1", 4)})));
    queue(&server).decide(&RequestId::new("r-1"), None, "key-1", &decision()).await.unwrap();
    assert!(server.seen()[0].to_lowercase().contains("\r\nif-match: *\r\n"));
}

#[tokio::test]
async fn a_queues_own_log_is_read_by_checkpoint_and_tile() {
    let text = ("Content-Type", "text/plain; charset=utf-8");
    let server = Server::answering(answer("200 OK", &[text], "a note\n"));
    let queue_logs = queue(&server);
    let logs = queue_logs.logs().unwrap();
    assert_eq!(logs.checkpoint(&"contoso".into()).await.unwrap().as_deref(), Some("a note\n"));
    assert!(server.seen()[0].starts_with("GET /v1/log/checkpoint?tenant=contoso HTTP/1.1\r\n"), "{:?}", server.seen());

    let bytes = ("Content-Type", "application/octet-stream");
    let server = Server::answering(answer("200 OK", &[bytes], &"x".repeat(64)));
    let queue_logs = queue(&server);
    let logs = queue_logs.logs().unwrap();
    let tile = "0/x001/234.p/2".parse().unwrap();
    assert_eq!(logs.tile(&"contoso".into(), tile).await.unwrap(), [b'x'; 64]);
    let asked = "GET /v1/log/tile/0/x001/234.p/2?tenant=contoso HTTP/1.1\r\n";
    assert!(server.seen()[0].starts_with(asked), "{:?}", server.seen());
}

#[tokio::test]
async fn a_queue_that_shows_no_log_is_told_from_one_that_fails() {
    let problem = |kind: ProblemType| {
        json!({"type": kind.urn(), "title": "t", "status": kind.status(), "detail": "d"}).to_string()
    };
    let text = ("Content-Type", "text/plain");
    let none = answer("404 Not Found", &[PROBLEM], &problem(ProblemType::NotFound));
    let denied = answer("403 Forbidden", &[PROBLEM], &problem(ProblemType::Forbidden));
    for (said, fine) in [
        (none, true),
        (denied, false),
        (answer("200 OK", &[JSON], "{}"), false),
        (answer("404 Not Found", &[text], "a gateway"), false),
        (answer("200 OK", &[("Content-Type", "text/html")], "<p>"), false),
    ] {
        let server = Server::answering(said.clone());
        let shown = queue(&server).logs().unwrap().checkpoint(&"contoso".into()).await;
        assert_eq!(matches!(shown, Ok(None)), fine, "{shown:?} of {}", String::from_utf8_lossy(&said));
        assert!(fine || shown.is_err(), "{shown:?}");
        let tile = queue(&server).logs().unwrap().tile(&"contoso".into(), "0/000".parse().unwrap()).await;
        assert!(tile.is_err(), "{tile:?}");
    }
}

#[tokio::test]
async fn a_request_is_read_with_its_revision() {
    let server = Server::answering(answer("200 OK", &[JSON, ("ETag", "\"3\"")], &record("r-1", 3).to_string()));
    let read = queue(&server).request(&RequestId::new("r-1")).await.unwrap();
    assert_eq!(read.facts().unwrap().revision, 3);
}

#[tokio::test]
async fn who_was_first_arrives_with_the_refusal() {
    let problem = json!({"type": ProblemType::AlreadyDecided.urn(), "title": "t", "status": 409, "detail": "Ines was first.",
        "decided": {"by": "ines", "by_name": "Ines", "at": "2026-11-22T14:00:00.000Z", "action": "deny"}});
    let server = Server::answering(answer("409 Conflict", &[PROBLEM], &problem.to_string()));
    let error = queue(&server).decide(&RequestId::new("r-1"), Some(3), "k", &decision()).await.unwrap_err();
    let ConnectorError::Refused(problem) = error else { panic!("{error:?}") };
    assert_eq!(problem.kind(), Some(ProblemType::AlreadyDecided));
    assert_eq!(problem.decided.unwrap().by_name, "Ines");
}

#[tokio::test]
async fn a_problem_of_a_later_version_is_still_a_refusal() {
    let problem = json!({"type": "urn:doorward:problem:new", "title": "t", "status": 418, "detail": "no", "more": 1});
    let server = Server::answering(answer("418 Teapot", &[PROBLEM], &problem.to_string()));
    let error = queue(&server).me().await.unwrap_err();
    assert!(matches!(&error, ConnectorError::Refused(problem) if problem.kind().is_none()), "{error:?}");
}

#[tokio::test]
async fn all_pages_of_grants_are_read() {
    let page = |ids: &[&str], next: Option<&str>| {
        let grants: Vec<Value> = ids.iter().map(|id| grant(id)).collect();
        let mut page = json!({"server_time": "2026-11-22T14:00:00.000Z", "grants": grants});
        if let Some(next) = next {
            page["next"] = next.into();
        }
        vec![server::Step::Send(ok(&page))]
    };
    let server = Server::playing(vec![page(&["g-1", "g-2"], Some("g-2")), page(&["g-3"], None)]);
    let all = queue(&server).grants().await.unwrap();
    assert_eq!(all.grants.len(), 3);
    assert!(server.seen()[1].starts_with("GET /v1/grants?after=g-2 "));
}

#[tokio::test]
async fn a_revocation_must_be_answered_for_the_same_grant() {
    let revocation: RevocationRequest = serde_json::from_value(serde_json::to_value(decision()).unwrap()).unwrap();
    let about = |id| Server::answering(ok(&json!({"acceptance": envelope(), "grant": grant(id)})));
    let right = about("g-1");
    queue(&right).revoke(&GrantId::new("g-1"), "k", &revocation).await.unwrap();
    assert!(right.seen()[0].starts_with("POST /v1/grants/g-1/revocation "));
    let wrong = queue(&about("g-2")).revoke(&GrantId::new("g-1"), "k", &revocation).await.unwrap_err();
    assert!(matches!(wrong, ConnectorError::BadAnswer(_)), "{wrong:?}");
}

#[tokio::test]
async fn a_requester_asks_and_withdraws() {
    let server = Server::answering(answer("201 Created", &[JSON, ("ETag", "\"1\"")], &record("r-1", 1).to_string()));
    let ask: AskRequest = serde_json::from_value(
        json!({"tenant": "contoso", "entitlement": "payroll-admin", "window": "PT4H", "justification": "month end"}),
    )
    .unwrap();
    let record = queue(&server).ask(&ask, "k").await.unwrap();
    queue(&server).cancel(&record.facts().unwrap().id, "k2").await.unwrap();
    assert!(server.seen()[0].ends_with(&serde_json::to_string(&ask).unwrap()));
    assert!(server.seen()[1].starts_with("POST /v1/requests/r-1/cancellation "));
}

/// A body as a desk sends it: a log of `old` entries that claims to have grown by none.
fn checkpoint(old: u64) -> String {
    let signer = SeedKey::from_seed(&[7; 32]);
    let note = Checkpoint { origin: "q/desk/d".to_owned(), size: 0, root: empty_root() }.sign(&signer).unwrap();
    AddCheckpoint::new(old, Vec::new(), &note).unwrap().to_string()
}

async fn witness(answer: Vec<u8>) -> Result<String, WitnessRefusal> {
    queue(&Server::answering(answer)).add_checkpoint(checkpoint(0)).await
}

#[tokio::test]
async fn a_cosignature_is_text_and_nothing_else() {
    let lines = "\u{2014} witness AAAA\n";
    let server = Server::answering(answer("200 OK", &[("Content-Type", "text/plain")], lines));
    assert_eq!(queue(&server).add_checkpoint(checkpoint(0)).await.unwrap(), lines);
    assert!(server.seen()[0].ends_with(&checkpoint(0)), "the body goes as it is");
    for not_lines in ["", "\n", "\u{2014} witness AAAA", "ok\n", "{}"] {
        let error = witness(answer("200 OK", &[], not_lines)).await.unwrap_err();
        assert!(matches!(error, WitnessRefusal::Connector(ConnectorError::BadAnswer(_))), "{not_lines:?}: {error:?}");
    }
}

#[tokio::test]
async fn each_refusal_of_a_witness_has_its_meaning() {
    let size = ("Content-Type", "text/x.tlog.size");
    let other = witness(answer("409 Conflict", &[size], "5\n")).await.unwrap_err();
    assert!(matches!(other, WitnessRefusal::OtherSize(5)), "{other:?}");
    let same = witness(answer("409 Conflict", &[size], "0\n")).await.unwrap_err();
    assert!(matches!(same, WitnessRefusal::OtherSize(0)), "another root at the size that was sent: {same:?}");
    let unproven = witness(answer("422 Unprocessable Content", &[], "")).await.unwrap_err();
    assert!(matches!(unproven, WitnessRefusal::NotConsistent), "{unproven:?}");
    for status in ["403 Forbidden", "404 Not Found"] {
        let unknown = witness(answer(status, &[("Content-Type", "text/plain")], "who?\u{7}\n")).await.unwrap_err();
        assert!(matches!(&unknown, WitnessRefusal::UnknownLog(why) if why == "who?"), "{unknown:?}");
    }
    let failed = witness(answer("500 Internal Server Error", &[], "")).await.unwrap_err();
    assert!(matches!(failed, WitnessRefusal::Connector(ConnectorError::NoAnswer(_))), "{failed:?}");
}
