//! What the server says to what is not of the contract: a problem of a stable type, and nothing else.

use super::person::{Approver, Person, rand_key, reply, wish};
use super::server::{HOUR, Server};
use queue_api::{Change, DecisionResponse, MeResponse, RequestRecord, RoleName, paths};
use reqwest::{Client, Method, StatusCode};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn every_closed_route_wants_a_token_and_says_so() {
    let server = Server::start().await;
    let open = [paths::ADD_CHECKPOINT, paths::OPENAPI, paths::HEALTH, paths::READY];
    let client = Client::new();
    let id = server.token("noor", RoleName::Approver);
    let (head, tail) = id.rsplit_once('_').unwrap();
    let forged = format!("{head}_{}", "0".repeat(tail.len()));
    for (method, path) in queue_server::served_routes() {
        if open.contains(&path) {
            continue;
        }
        let method: Method = method.parse().unwrap();
        let url = format!("{}{}", server.url, path.replace("{id}", "x"));
        let headers =
            [None, Some("Bearer"), Some("Bearer "), Some("Basic x"), Some("Bearer x"), Some("Bearer dwt_00_11")];
        let forged = format!("Bearer {forged}");
        for header in headers.into_iter().chain([Some(forged.as_str())]) {
            let mut call = client.request(method.clone(), &url);
            if let Some(header) = header {
                call = call.header("authorization", header);
            }
            let answer = reply(call).await;
            assert_eq!(answer.slug(), "unauthenticated", "{method} {path} {header:?}");
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
        }
    }
}

#[tokio::test]
async fn a_token_is_for_one_person_in_one_role() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let dana = Person::requester(&server, "dana");
    let me: MeResponse = dana.get(paths::ME).await.ok();
    assert_eq!((me.person.as_str(), me.name.as_str(), me.zone.as_str()), ("dana", "Dana Peres", "Europe/Lisbon"));
    assert_eq!(me.role, RoleName::Requester);
    let facts = dana.ask("admin", "PT1H").await;
    assert_eq!(noor.person.try_ask("contoso", "admin", "PT1H").await.slug(), "forbidden");
    let payload = noor.payload(&facts, approval::Action::Grant, Some("PT1H"));
    let sent = noor.sign(payload).await;
    let path = paths::with_id(paths::DECISIONS, facts.id.as_str());
    let as_requester = Person::requester(&server, "noor");
    let call = as_requester.call(Method::POST, &path).header("if-match", "\"1\"").header("idempotency-key", "k");
    assert_eq!(reply(call.json(&sent)).await.slug(), "forbidden");
    // One's own request only.
    let mei = Person::requester(&server, "mei");
    let cancel = paths::with_id(paths::CANCELLATION, facts.id.as_str());
    assert_eq!(mei.post(&cancel, "k", &()).await.slug(), "not-found");
    assert_eq!(mei.get(&paths::with_id(paths::REQUEST, facts.id.as_str())).await.slug(), "not-found");
    assert!(
        server.queue.mint_token(&"nobody".into(), RoleName::Requester, &super::server::moment(&server.clock)).is_err()
    );
    assert!(
        server
            .queue
            .mint_token(&"noor-agent".into(), RoleName::Approver, &super::server::moment(&server.clock))
            .is_err()
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_named_with_its_place() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let post = async |kind: &str, body: String| {
        let call = dana.call(Method::POST, paths::REQUESTS).header("idempotency-key", rand_key());
        reply(call.header("content-type", kind).body(body)).await
    };
    let good = serde_json::to_value(wish("contoso", "admin", "PT1H")).unwrap();
    let json = "application/json; charset=utf-8";
    let cases = [
        ("{".to_owned(), "line 1"),
        (String::new(), "line 1"),
        (good.to_string() + "x", "trailing"),
        (good.to_string().replacen('{', r#"{"risk":"low","#, 1), "unknown field `risk`"),
        (good.to_string().replacen("PT1H", "1h", 1), "at window"),
        (good.to_string().replacen("\"PT1H\"", "3600", 1), "at window"),
        ("{}".to_owned(), "missing field"),
        (r#"["contoso","admin","PT1H","because",null]"#.to_owned(), "an object is needed"),
        (format!("{}{}", "[".repeat(5000), "]".repeat(5000)), "line 1"),
    ];
    for (body, place) in cases {
        let answer = post(json, body).await;
        assert_eq!(answer.slug(), "malformed");
        assert!(answer.problem().detail.contains(place), "{place}: {answer:?}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        assert_eq!(post(kind, good.to_string()).await.slug(), "unsupported-media-type", "{kind}");
    }
    let large = good.to_string().replacen("INC-4471", &"x".repeat(256 * 1024), 1);
    assert_eq!(post(json, large.clone()).await.slug(), "too-large");
    assert!(too_large_in_chunks(&server, &dana, large.as_bytes()).await.starts_with("HTTP/1.1 413"));
    post(json, good.to_string()).await.ok::<RequestRecord>();
}

/// A body that does not say its length beforehand.
async fn too_large_in_chunks(server: &Server, who: &Person, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "POST /v1/requests HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nidempotency-key: k\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        who.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    for chunk in body.chunks(16 * 1024) {
        let framed = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
        // The server may have answered and closed before the end.
        if stream.write_all(&framed).await.is_err() {
            break;
        }
    }
    said(stream).await
}

#[tokio::test]
async fn what_is_not_asked_rightly_is_refused_with_a_reason() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    type Spoil = fn(&mut queue_api::AskRequest);
    let cases: &[(&str, Spoil)] = &[
        ("there is no entitlement", |ask| ask.entitlement = "nothing".into()),
        ("justification", |ask| ask.justification = " \n".to_owned()),
        ("justification", |ask| ask.justification = "x".repeat(2001)),
        ("ticket is 1 to 100", |ask| ask.ticket = Some(String::new())),
        ("needs a ticket", |ask| {
            ask.entitlement = "vault".into();
            ask.ticket = None;
        }),
        ("at most 8 h", |ask| ask.window = "PT9H".parse().unwrap()),
    ];
    for (reason, spoil) in cases {
        let mut ask = wish("contoso", "admin", "PT1H");
        spoil(&mut ask);
        let answer = dana.post(paths::REQUESTS, &rand_key(), &ask).await;
        assert_eq!(answer.slug(), "refused");
        assert!(answer.problem().detail.to_lowercase().contains(&reason.to_lowercase()), "{reason}: {answer:?}");
    }
}

#[tokio::test]
async fn asking_twice_with_one_key_asks_once() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let first = dana.post(paths::REQUESTS, "key", &wish("contoso", "admin", "PT1H")).await;
    server.clock.advance(Duration::from_secs(1));
    let again = dana.post(paths::REQUESTS, "key", &wish("contoso", "admin", "PT1H")).await;
    assert_eq!((first.status, &first.body), (StatusCode::CREATED, &again.body));
    assert_eq!(first.headers["location"], again.headers["location"]);
    assert_eq!(first.headers["etag"], "\"1\"");
    let other = dana.post(paths::REQUESTS, "key", &wish("contoso", "admin", "PT2H")).await;
    assert_eq!(other.slug(), "idempotency-key-reused");
    let page = dana.changes("", 0).await;
    assert_eq!(page.changes.iter().filter(|change| matches!(change, Change::Request(_))).count(), 1);
    for key in ["", "ä", "a b"] {
        let call = dana.call(Method::POST, paths::REQUESTS).header("idempotency-key", key);
        assert_eq!(reply(call.json(&wish("contoso", "admin", "PT1H"))).await.slug(), "malformed", "{key:?}");
    }
}

#[tokio::test]
async fn only_a_pending_request_can_be_amended_or_cancelled() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let facts = dana.ask("admin", "PT1H").await;
    let amend = paths::with_id(paths::AMENDMENT, facts.id.as_str());
    assert_eq!(dana.post(&amend, "1", &serde_json::json!({})).await.slug(), "refused", "nothing would change");
    assert_eq!(dana.post(&amend, "2", &serde_json::json!({ "risk": "low" })).await.slug(), "malformed");
    noor.deny(&facts).await.ok::<DecisionResponse>();
    let late = dana.post(&amend, "3", &serde_json::json!({ "window": "PT2H" })).await;
    assert_eq!(late.slug(), "request-closed");
    assert!(late.problem().current.is_some());
    let cancel = paths::with_id(paths::CANCELLATION, facts.id.as_str());
    assert_eq!(dana.post(&cancel, "4", &()).await.slug(), "request-closed");
}

#[tokio::test]
async fn risk_is_the_queues_own_and_rises_with_what_it_knows() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let first = dana.ask("admin", "PT4H").await;
    let codes = |facts: &approval::RequestFacts| -> Vec<String> {
        facts.risk.reasons.iter().map(|reason| reason.code.clone()).collect()
    };
    assert_eq!(codes(&first), ["entitlement", "first-time", "longer-than-usual"]);
    assert_eq!(first.risk.reasons[2].evidence.as_deref(), Some("Usually 1 h, as configured"));
    assert!(first.risk.score >= first.risk.level.from_score());
    noor.grant(&first, "PT4H").await.ok::<DecisionResponse>();
    server.clock.advance(HOUR);
    let second = dana.ask("admin", "PT4H").await;
    assert_eq!(codes(&second), ["entitlement"], "held before, and as long as the only grant before");
    assert!(second.risk.score < first.risk.score);
}

#[tokio::test]
async fn unknown_paths_methods_and_parameters_are_problems_too() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    assert_eq!(dana.get("/v2/requests").await.slug(), "not-found");
    assert_eq!(dana.get("/").await.slug(), "not-found");
    assert_eq!(reply(dana.call(Method::PUT, paths::REQUESTS)).await.slug(), "method-not-allowed");
    for query in ["?limit=0", "?limit=1001", "?limit=x", "?risk=high", "?wait=31", "?wait=-1"] {
        assert_eq!(dana.get(&format!("{}{query}", paths::CHANGES)).await.slug(), "malformed", "{query}");
    }
    assert_eq!(dana.get(&format!("{}?state=nonsense", paths::REQUESTS)).await.slug(), "malformed");
    for path in [paths::HEALTH, paths::READY, paths::OPENAPI] {
        assert_eq!(reply(Client::new().get(format!("{}{path}", server.url))).await.status, StatusCode::OK);
    }
}

/// Reads until the server closes; answers with what it said.
async fn said(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(8), stream.read_to_end(&mut text)).await.expect("still open");
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn a_client_that_drips_headers_or_a_body_is_cut_off() {
    let server = Server::impatient().await;
    let address = server.url.trim_start_matches("http://");
    let begun = Instant::now();
    let mut headers = TcpStream::connect(address).await.unwrap();
    headers.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
    let mut body = TcpStream::connect(address).await.unwrap();
    let token = server.token("dana", RoleName::Requester);
    let head = format!(
        "POST /v1/requests HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nidempotency-key: k\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    body.write_all(head.as_bytes()).await.unwrap();
    let (headers, body) = tokio::join!(said(headers), said(body));
    assert!(headers.is_empty() || headers.starts_with("HTTP/1.1 408"), "{headers}");
    assert!(body.starts_with("HTTP/1.1 400"), "{body}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}
