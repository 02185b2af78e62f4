//! A queue that lies, dawdles, floods or breaks off: no crash, no endless wait, no token elsewhere, and always the
//! right word for what is known afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::RequestId;
use connectors::{Doorward, Timeouts};
use desk::ports::{Connector, ConnectorError, Secret, Signed};
use queue_api::ProblemType;
use serde_json::json;
use server::{JSON, PROBLEM, Server, Step, answer, decision, no_changes, ok, record};
use std::net::TcpListener;
use std::time::{Duration, Instant};

const TOKEN: &str = "dw_canary_4711";
const QUICK: Timeouts = Timeouts {
    connect: Duration::from_millis(500),
    whole: Duration::from_millis(400),
    held: Duration::from_millis(400),
};

fn queue(server: &Server) -> Doorward {
    at(&server.address)
}

fn at(address: &str) -> Doorward {
    Doorward::with_timeouts(address, &Secret::new(TOKEN.into()), QUICK).unwrap()
}

async fn feed(server: &Server) -> ConnectorError {
    queue(server).changes(None, Duration::ZERO).await.unwrap_err()
}

async fn decide(server: &Server) -> ConnectorError {
    queue(server).decide(&RequestId::new("r-1"), Some(3), "key-1", &decision()).await.unwrap_err()
}

#[tokio::test]
async fn a_queue_that_is_not_there_is_unreachable_and_nothing_arrived() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = at(&format!("http://{free}")).me().await.unwrap_err();
    assert!(matches!(&error, ConnectorError::Unreachable(why) if why.contains("refused")), "{error:?}");
}

#[tokio::test]
async fn a_connection_cut_after_sending_leaves_the_decision_unknown() {
    for cut in [
        vec![Step::Cut],
        vec![Step::Send(b"HTTP/1.1 200".to_vec()), Step::Cut],
        vec![Step::Send(ok(&no_changes())[..90].to_vec()), Step::Cut],
    ] {
        let error = decide(&Server::playing(vec![cut])).await;
        assert!(matches!(error, ConnectorError::NoAnswer(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_decision_is_sent_once_however_the_connection_ends() {
    let server = Server::playing(vec![vec![Step::Cut]]);
    decide(&server).await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_queue_that_drips_or_says_nothing_is_given_up() {
    let whole = ok(&no_changes());
    let (head, body) = whole.split_at(60);
    for slow in [
        vec![Step::Hold],
        vec![Step::Drip(whole.clone(), Duration::from_millis(20))],
        vec![Step::Send(head.to_vec()), Step::Drip(body.to_vec(), Duration::from_millis(20))],
    ] {
        let began = Instant::now();
        let error = feed(&Server::playing(vec![slow])).await;
        assert!(matches!(error, ConnectorError::NoAnswer(_)), "{error:?}");
        assert!(began.elapsed() < Duration::from_secs(2), "took {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn an_answer_that_is_held_back_as_asked_is_waited_for() {
    let late = vec![
        Step::Drip(ok(&no_changes())[..20].to_vec(), Duration::from_millis(30)),
        Step::Send(ok(&no_changes())[20..].to_vec()),
        Step::Cut,
    ];
    let server = Server::playing(vec![late]);
    let answer = queue(&server).changes(Some("c0"), Duration::from_secs(1)).await.unwrap();
    assert_eq!(answer.cursor, "c1");
    assert!(server.seen()[0].starts_with("GET /v1/changes?after=c0&wait=1 HTTP/1.1\r\n"), "{}", server.seen()[0]);
}

#[tokio::test]
async fn no_redirect_carries_the_token_to_another_origin() {
    let thief = Server::answering(ok(&no_changes()));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("{}/v1/changes", thief.address);
        let error = feed(&Server::answering(answer(status, &[JSON, ("Location", &location)], "{}"))).await;
        assert!(matches!(error, ConnectorError::BadAnswer(_)), "{error:?}");
    }
    assert!(thief.seen().is_empty());
}

#[tokio::test]
async fn the_token_is_in_no_address_and_no_debug_output() {
    let server = Server::answering(ok(&no_changes()));
    let queue = queue(&server);
    queue.changes(None, Duration::ZERO).await.unwrap();
    let seen = &server.seen()[0];
    assert!(seen.to_lowercase().contains(&format!("authorization: bearer {TOKEN}")), "{seen}");
    assert!(!seen.lines().next().unwrap().contains(TOKEN));
    assert!(!format!("{queue:?}").contains(TOKEN));
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let announced =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = [format!("{:x}\r\n", 1 << 20).into_bytes(), vec![b' '; 1 << 20], b"\r\n".to_vec()].concat();
    for script in [vec![Step::Send(announced), Step::Hold], vec![Step::Send(chunked), Step::Flood(chunk)]] {
        let server = Server::playing(vec![script]);
        let roomy = Timeouts { whole: Duration::from_secs(20), ..QUICK };
        let queue = Doorward::with_timeouts(&server.address, &Secret::new(TOKEN.into()), roomy).unwrap();
        let error = queue.me().await.unwrap_err();
        assert!(matches!(&error, ConnectorError::BadAnswer(why) if why.contains("1048576")), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_of_the_contract_is_none() {
    let html = ("Content-Type", "text/html");
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (name, bytes) in [
        ("a sign-in page", answer("200 OK", &[html], "<html>Please sign in</html>")),
        ("JSON called a page", answer("200 OK", &[html], &no_changes().to_string())),
        ("no type", answer("200 OK", &[], &no_changes().to_string())),
        ("half of it", answer("200 OK", &[JSON], "{\"cursor\":")),
        ("another shape", answer("200 OK", &[JSON], "{\"changes\":\"many\"}")),
        ("a deep one", answer("200 OK", &[JSON], &nested)),
        ("no text", [answer("200 OK", &[JSON, ("X", "y")], "    "), vec![0xff; 4]].concat()),
        ("nothing", answer("204 No Content", &[JSON], "")),
        ("compressed", answer("200 OK", &[JSON, ("Content-Encoding", "gzip")], &no_changes().to_string())),
        ("a success as a problem", answer("200 OK", &[PROBLEM], &no_changes().to_string())),
        ("a page of refusal", answer("403 Forbidden", &[html], "<html>no</html>")),
    ] {
        let error = feed(&Server::answering(bytes)).await;
        assert!(matches!(error, ConnectorError::BadAnswer(_)), "{name}: {error:?}");
    }
    let many = json!({"request": "r-1"});
    let mut page = no_changes();
    page["changes"] = vec![json!({"hidden": many}); 1001].into();
    assert!(matches!(feed(&Server::answering(ok(&page))).await, ConnectorError::BadAnswer(_)));
}

#[tokio::test]
async fn what_is_no_http_at_all_leaves_the_decision_unknown() {
    let error = decide(&Server::answering(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())).await;
    assert!(matches!(error, ConnectorError::NoAnswer(_)), "{error:?}");
}

#[tokio::test]
async fn a_server_that_failed_on_the_way_leaves_the_decision_unknown() {
    let problem = json!({"type": ProblemType::Internal.urn(), "title": "t", "status": 500, "detail": "disk"});
    for failing in [
        answer("500 Internal Server Error", &[PROBLEM], &problem.to_string()),
        answer("502 Bad Gateway", &[("Content-Type", "text/html")], "<html>"),
        answer("503 Service Unavailable", &[], ""),
        answer("504 Gateway Timeout", &[JSON], "{}"),
    ] {
        let error = decide(&Server::answering(failing)).await;
        assert!(matches!(error, ConnectorError::NoAnswer(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_problem_whose_status_contradicts_its_answer_is_none() {
    let problem = json!({"type": ProblemType::AlreadyDecided.urn(), "title": "t", "status": 409, "detail": "d"});
    let error = decide(&Server::answering(answer("412 Precondition Failed", &[PROBLEM], &problem.to_string()))).await;
    assert!(matches!(error, ConnectorError::BadAnswer(_)), "{error:?}");
    let dressed = json!({"type": ProblemType::AlreadyDecided.urn(), "title": "t", "status": 412, "detail": "d"});
    let error = decide(&Server::answering(answer("412 Precondition Failed", &[PROBLEM], &dressed.to_string()))).await;
    assert!(matches!(error, ConnectorError::BadAnswer(_)), "{error:?}");
}

#[tokio::test]
async fn an_answer_about_another_request_is_refused() {
    let id = RequestId::new("r-1");
    let other = queue(&Server::answering(ok(&record("r-2", 3)))).request(&id).await.unwrap_err();
    assert!(matches!(other, ConnectorError::BadAnswer(_)), "{other:?}");
    let stale = answer("200 OK", &[JSON, ("ETag", "\"2\"")], &record("r-1", 3).to_string());
    let stale = queue(&Server::answering(stale)).request(&id).await.unwrap_err();
    assert!(matches!(stale, ConnectorError::BadAnswer(_)), "{stale:?}");
    let accepted = json!({"acceptance": server::envelope(), "request": record("r-2", 3)});
    assert!(matches!(decide(&Server::answering(ok(&accepted))).await, ConnectorError::BadAnswer(_)));
}

#[tokio::test]
async fn an_id_never_leads_to_another_path() {
    let server = Server::answering(ok(&record("r-1", 3)));
    for id in ["../../v1/devices", "..", "a/b", "a?b", "a#b", "a%2fb", "", "a b", "ä"] {
        let error = queue(&server).request(&RequestId::new(id)).await.unwrap_err();
        assert!(matches!(error, ConnectorError::Unreachable(_)), "{id}: {error:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_a_queue_asks_to_wait_is_told_and_not_kept_here() {
    let problem =
        json!({"type": ProblemType::TooManyRequests.urn(), "title": "t", "status": 429, "detail": "slow down"});
    let bare = answer("503 Service Unavailable", &[("Retry-After", "60")], "");
    let busy = answer("429 Too Many Requests", &[PROBLEM, ("Retry-After", "7")], &problem.to_string());
    let server = Server::playing(vec![vec![Step::Send(busy)], vec![Step::Send(bare)]]);
    let queue = queue(&server);
    for (kind, seconds) in [(ProblemType::TooManyRequests, 7), (ProblemType::Unavailable, 60)] {
        let error = queue.changes(None, Duration::ZERO).await.unwrap_err();
        let ConnectorError::Refused(problem) = error else { panic!("{error:?}") };
        assert_eq!((problem.kind(), problem.retry_after), (Some(kind), Some(seconds)));
    }
    assert_eq!(server.seen().len(), 2, "the desk knows when to ask again");
}

#[test]
fn a_token_that_breaks_out_of_its_header_is_refused() {
    for token in ["", "a b", "a\r\nX-Evil: 1", "ä", "\u{0}"] {
        assert!(Doorward::new("http://127.0.0.1:1", &Secret::new(token.into())).is_err(), "{token:?}");
    }
}
