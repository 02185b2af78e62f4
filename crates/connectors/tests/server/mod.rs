//! A server without manners: it answers each connection with exactly the bytes a test gives, as slowly or as
//! incompletely as the test says, and keeps what it was sent. It speaks one exchange per connection.
#![allow(dead_code)]

use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[derive(Clone)]
pub enum Step {
    Send(Vec<u8>),
    /// One byte after the other, this far apart, until the other side leaves.
    Drip(Vec<u8>, Duration),
    /// The same bytes again and again, until the other side leaves.
    Flood(Vec<u8>),
    /// Says nothing, and keeps the connection open until the other side leaves.
    Hold,
    /// Closes the connection.
    Cut,
}

pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// The n-th connection gets the n-th script; the last one is for all that follow.
    pub fn playing(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        let scripts: Vec<Arc<[Step]>> = scripts.into_iter().map(Arc::from).collect();
        thread::spawn(move || {
            for (turn, stream) in listener.incoming().enumerate() {
                let script = Arc::clone(&scripts[turn.min(scripts.len() - 1)]);
                let kept = Arc::clone(&kept);
                thread::spawn(move || play(stream.unwrap(), &script, &kept));
            }
        });
        Self { address, seen }
    }

    /// What each connection gets follows from what it brought.
    pub fn choosing(choose: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (seen, choose) = (Arc::new(Mutex::new(Vec::new())), Arc::new(choose));
        let kept = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, kept, choose) = (stream.unwrap(), Arc::clone(&kept), Arc::clone(&choose));
                thread::spawn(move || {
                    let request = read_request(&mut stream);
                    let answer = choose(&request);
                    kept.lock().unwrap().push(request);
                    let _ = stream.write_all(&answer);
                });
            }
        });
        Self { address, seen }
    }

    pub fn answering(answer: Vec<u8>) -> Self {
        Self::playing(vec![vec![Step::Send(answer), Step::Cut]])
    }

    /// What each connection brought, head and body.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn play(mut stream: TcpStream, script: &[Step], kept: &Mutex<Vec<String>>) {
    let request = read_request(&mut stream);
    kept.lock().unwrap().push(request);
    for step in script {
        let going_on = match step {
            Step::Send(bytes) => stream.write_all(bytes).is_ok(),
            Step::Drip(bytes, apart) => bytes.iter().all(|byte| {
                thread::sleep(*apart);
                stream.write_all(&[*byte]).is_ok()
            }),
            Step::Flood(bytes) => loop {
                if stream.write_all(bytes).is_err() {
                    break false;
                }
            },
            Step::Hold => stream.read(&mut [0; 1]).is_ok_and(|read| read > 0),
            Step::Cut => false,
        };
        if !going_on {
            return;
        }
    }
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
            if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
                return text;
            }
        }
        match stream.read(&mut chunk) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&chunk[..read]),
            Ok(_) | Err(_) => return text,
        }
    }
}

pub fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    format!("{head}\r\n{body}").into_bytes()
}

pub const JSON: (&str, &str) = ("Content-Type", "application/json");
pub const PROBLEM: (&str, &str) = ("Content-Type", "application/problem+json");

pub fn ok(body: &Value) -> Vec<u8> {
    answer("200 OK", &[JSON], &body.to_string())
}

pub fn no_changes() -> Value {
    json!({"server_time": "2026-11-22T14:00:00.000Z", "cursor": "c1", "more": false, "snapshot": true, "changes": []})
}

pub fn record(id: &str, revision: u32) -> Value {
    let person = json!({"id": "mira", "name": "Mira Kurz", "kind": "human", "zone": "Europe/Vienna", "address": "mira@contoso.example"});
    json!({
        "body": {
            "id": id, "revision": revision,
            "tenant": {"id": "contoso", "name": "Contoso", "domain": "contoso.example"},
            "requester": person,
            "resource": {"id": "payroll", "name": "Payroll"},
            "role": {"id": "admin", "name": "Administrator", "means": "can change salaries"},
            "entitlement": "payroll-admin", "window": "PT4H", "justification": "month end",
            "risk": {"level": "high", "score": 60, "judged_by": "contoso.toml", "reasons": []},
            "policy": {"version": "p1", "longest_window": "PT8H", "stages": [{"name": "owner", "needs": 1}],
                "presence": "none", "offline_grants": false, "stale_after": "PT15M", "reason_required": true},
            "asked_at": "2026-11-22T13:00:00.000Z", "revised_at": "2026-11-22T13:00:00.000Z",
            "answer_by": "2026-11-22T17:00:00.000Z", "nonce": "00112233445566778899aabbccddeeff"
        },
        "state": "pending", "activity": 0, "for_you": {"stage": 0}
    })
}

pub fn envelope() -> Value {
    json!({"payloadType": "application/vnd.doorward.acceptance.v1+json", "payload": "e30=",
        "signatures": [{"keyid": "k", "sig": format!("{}==", "A".repeat(86))}]})
}

pub fn decision() -> queue_api::DecisionRequest {
    let personal = json!({"salt": format!("{}==", "A".repeat(22)), "bytes": "e30="});
    serde_json::from_value(json!({"envelope": envelope(), "personal": personal})).unwrap()
}
