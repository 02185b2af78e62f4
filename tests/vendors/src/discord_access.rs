//! discord/access, played: its REST of `/api/requests`, `/api/audit/users`, `/api/groups/{id}/members` and `/api/users/@me`, as its
//! own OpenAPI document says, behind Cloudflare Access. Like the real one it takes a decision without an end, with a later
//! one and with one in the past, and lets several people decide at once.

use crate::{Clock, Fault};
use approval::Timestamp;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, put};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.a-token-of-noor";
pub const ME: &str = "00u1noorhaddad000001";
pub const DANA: &str = "00u1danaperes0000001";
pub const ILYA: &str = "00u1ilyasun000000001";

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// Oldest first, as they are shown.
    pub requests: Vec<Value>,
    pub memberships: Vec<Value>,
    /// Rows on a page at most.
    pub page: usize,
    /// Lists of requests are never answered.
    pub deaf: bool,
    /// The next list of requests is refused by whatever stands before it, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
    /// Who approves along with the next approval, neither seeing the other.
    pub at_once: Option<&'static str>,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            requests: Vec::new(),
            memberships: Vec::new(),
            page: 1000,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            calls: 0,
            at_once: None,
        })));
        let routes = axum::Router::new()
            .route("/api/users/@me", get(me))
            .route("/api/requests", get(requests))
            .route("/api/requests/{id}", get(request).put(resolve))
            .route("/api/audit/users", get(audit))
            .route("/api/groups/{id}/members", put(members))
            .with_state(played.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.lock().unwrap()
    }

    /// Somebody asks to be in a group of their own choice, which Noor owns; answers with the request's id.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        let mut model = self.model();
        let (count, now) = (model.requests.len() + 1, model.now());
        let id = format!("req{count:017}");
        let group = group(count);
        let body = json!({
            "id": id, "status": "PENDING", "created_at": seconds(now), "updated_at": seconds(now),
            "requester_user_id": who, "requester": user(who), "active_requester": user(who),
            "requested_group_id": group["id"], "requested_group": group, "active_requested_group": group,
            "request_ownership": false, "request_reason": "The backup failed.",
            "request_ending_at": now.plus_millis(i64::from(hours) * 3_600_000),
            "resolver_user_id": null, "resolver": null, "active_resolver": null, "resolution_reason": "",
            "resolved_at": null, "approval_ending_at": null,
        });
        model.requests.push(body);
        id
    }
}

fn group(number: usize) -> Value {
    json!({ "id": format!("00g1{number:016}"), "type": "okta_group", "name": format!("Payroll {number}") })
}

fn user(id: &str) -> Value {
    let (email, name) = match id {
        ME => ("noor.haddad@contoso.example", "Noor Haddad"),
        DANA => ("dana.peres@contoso.example", "Dana Peres"),
        ILYA => ("ilya.sun@contoso.example", "Ilya Sun"),
        other => panic!("{other}"),
    };
    let (first, last) = name.split_once(' ').unwrap();
    json!({ "id": id, "email": email, "first_name": first, "last_name": last, "display_name": null })
}

/// Its database knows whole seconds of what it sets itself.
fn seconds(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn at(value: &Value) -> Option<Timestamp> {
    value.as_str().map(|text| text.parse().unwrap())
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Carries out what is due by then.
    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        let now = self.now();
        for place in 0..self.requests.len() {
            let over = at(&self.requests[place]["request_ending_at"]).is_some_and(|end| end < now);
            if over && self.requests[place]["status"] == "PENDING" {
                let id = self.requests[place]["id"].as_str().unwrap().to_owned();
                self.close(&id, "REJECTED", None, "Closed because the request expired");
            }
        }
    }

    pub fn get(&mut self, id: &str) -> &mut Value {
        self.requests.iter_mut().find(|request| request["id"] == id).unwrap()
    }

    fn close(&mut self, id: &str, status: &str, who: Option<&str>, reason: &str) {
        let now = seconds(self.now());
        let request = self.get(id);
        let resolver = who.map_or(Value::Null, user);
        for (name, value) in [
            ("status", json!(status)),
            ("resolver_user_id", json!(who)),
            ("resolver", resolver.clone()),
            ("active_resolver", resolver),
            ("resolution_reason", json!(reason)),
            ("resolved_at", json!(now)),
            ("updated_at", json!(now)),
        ] {
            request[name] = value;
        }
    }

    pub fn reject(&mut self, id: &str, who: &str, reason: &str) {
        self.close(id, "REJECTED", Some(who), reason);
    }

    /// Whoever holds the same already holds it no longer.
    pub fn approve(&mut self, id: &str, who: &str, ending_at: Value, reason: &str) {
        let request = self.get(id).clone();
        self.end(request["requested_group_id"].as_str().unwrap(), request["requester_user_id"].as_str().unwrap(), who);
        self.approve_at_once(id, who, ending_at, reason);
    }

    /// The same, when another approval has not been seen yet: then both memberships stand, and the request names the last.
    fn approve_at_once(&mut self, id: &str, who: &str, ending_at: Value, reason: &str) {
        self.close(id, "APPROVED", Some(who), reason);
        let (number, now) = (self.memberships.len() + 1, seconds(self.now()));
        let request = self.get(id);
        request["approval_ending_at"] = ending_at.clone();
        let (holder, group) = (request["requester"].clone(), request["requested_group"].clone());
        for membership in self.memberships.iter_mut().filter(|one| one["access_request"]["id"] == id) {
            membership["access_request"] = Value::Null;
        }
        self.memberships.push(json!({
            "id": number, "user_id": holder["id"], "group_id": group["id"], "is_owner": false, "role_group_map_id": null,
            "should_expire": false, "created_reason": reason, "created_at": now, "updated_at": now, "ended_at": ending_at,
            "user": holder, "group": group, "role_group_mapping": null, "access_request": { "id": id },
            "created_actor": user(who), "ended_actor": null,
        }));
    }

    fn end(&mut self, group: &str, holder: &str, who: &str) {
        let now = self.now();
        let live = |one: &Value| at(&one["ended_at"]).is_none_or(|end| end > now);
        let held = |one: &&mut Value| one["group_id"] == group && one["user_id"] == holder && live(one);
        for membership in self.memberships.iter_mut().filter(held) {
            membership["ended_at"] = json!(seconds(now));
            membership["ended_actor"] = user(who);
        }
    }
}

fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

fn refused(now: Timestamp, status: StatusCode, detail: &str) -> Response<Body> {
    let title = status.canonical_reason();
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    let mut response = answer(now, status, &body);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
    response
}

/// Cloudflare’s own, in the form in which it says so to a browser.
fn throttled(seconds: u32) -> Response<Body> {
    let builder = Response::builder().status(StatusCode::TOO_MANY_REQUESTS).header(header::RETRY_AFTER, seconds);
    builder.header(header::CONTENT_TYPE, "text/html").body(Body::from("<h1>Too many requests</h1>")).unwrap()
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}

/// `None`: whoever calls is Noor.
fn stranger(now: Timestamp, headers: &HeaderMap) -> Option<Response<Body>> {
    let why = match headers.get("cf-access-token").map(|token| token.as_bytes() == TOKEN.as_bytes()) {
        Some(true) => return None,
        Some(false) => "Invalid Cloudflare authorization token",
        None => "Missing required Cloudflare authorization token",
    };
    Some(refused(now, StatusCode::FORBIDDEN, why))
}

async fn me(State(played): State<Played>, headers: HeaderMap) -> Response<Body> {
    let now = played.model().now();
    let mut body = user(ME);
    body["profile"] = json!({});
    stranger(now, &headers).unwrap_or_else(|| answer(now, StatusCode::OK, &body))
}

fn page(model: &Model, all: &[Value], query: &HashMap<String, String>) -> Response<Body> {
    let number = |name: &str, left_out| query.get(name).map_or(left_out, |value| value.parse::<usize>().unwrap());
    let (page, size) = (number("page", 1), number("size", 50).min(model.page));
    let from = ((page - 1) * size).min(all.len());
    let items = &all[from..(from + size).min(all.len())];
    let pages = all.len().div_ceil(size);
    let body = json!({ "items": items, "total": all.len(), "page": page, "size": size, "pages": pages });
    answer(model.now(), StatusCode::OK, &body)
}

async fn requests(
    State(played): State<Played>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response<Body> {
    if played.model().deaf {
        return std::future::pending().await;
    }
    let mut model = played.model();
    if let Some(refusal) = stranger(model.now(), &headers) {
        return refusal;
    }
    if let Some(seconds) = model.throttle_list.take() {
        return throttled(seconds);
    }
    let status = query.get("status");
    let fits = |request: &&Value| status.is_none_or(|status| request["status"] == **status);
    let all: Vec<Value> = model.requests.iter().rev().filter(fits).cloned().collect();
    page(&model, &all, &query)
}

async fn request(State(played): State<Played>, Path(id): Path<String>, headers: HeaderMap) -> Response<Body> {
    let model = played.model();
    let now = model.now();
    if let Some(refusal) = stranger(now, &headers) {
        return refusal;
    }
    match model.requests.iter().find(|request| request["id"] == id) {
        Some(request) => answer(now, StatusCode::OK, request),
        None => refused(now, StatusCode::NOT_FOUND, "Not Found"),
    }
}

async fn audit(
    State(played): State<Played>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response<Body> {
    let model = played.model();
    let now = model.now();
    if let Some(refusal) = stranger(now, &headers) {
        return refusal;
    }
    let time = |name: &str| query.get(name).map(|value| value.parse::<i64>().unwrap() * 1000);
    let (start, end) = (time("start_date"), time("end_date"));
    let active = query.get("active").map(|active| active == "true");
    let fits = |one: &&Value| {
        let ended = at(&one["ended_at"]);
        let between = ended.is_some_and(|ended| {
            start.is_none_or(|start| ended.millis() > start) && end.is_none_or(|end| ended.millis() < end)
        });
        active.is_none_or(|active| ended.is_none_or(|ended| ended > now) == active)
            && (start.is_none() || between)
            && one["user_id"] != ME
    };
    let all: Vec<Value> = model.memberships.iter().rev().filter(fits).cloned().collect();
    page(&model, &all, &query)
}

/// The answer to a call that writes, as far as it comes.
fn written(now: Timestamp, body: &Value, fault: Option<Fault>) -> Response<Body> {
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let text = body.to_string();
            let half = Body::from(text[..text.len() / 2].to_owned());
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => answer(now, StatusCode::OK, body),
    }
}

async fn resolve(
    State(played): State<Played>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let mut model = played.model();
    let now = model.now();
    model.calls += 1;
    if let Some(refusal) = stranger(now, &headers) {
        return refusal;
    }
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(approved) = said["approved"].as_bool() else {
        return refused(now, StatusCode::BAD_REQUEST, "approved: Input should be a valid boolean");
    };
    let Some(request) = model.requests.iter().find(|request| request["id"] == id) else {
        return refused(now, StatusCode::NOT_FOUND, "Not Found");
    };
    if approved && request["requester_user_id"] == ME {
        return refused(now, StatusCode::FORBIDDEN, "Users cannot approve their own requests");
    }
    if request["status"] != "PENDING" {
        return refused(now, StatusCode::CONFLICT, "Access request is not pending");
    }
    let reason = said["reason"].as_str().unwrap_or_default();
    match approved {
        true => {
            model.approve(&id, ME, said["ending_at"].clone(), reason);
            if let Some(other) = model.at_once.take() {
                model.approve_at_once(&id, other, said["ending_at"].clone(), "");
            }
        }
        false => model.reject(&id, ME, reason),
    }
    written(now, &model.get(&id).clone(), fault)
}

async fn members(
    State(played): State<Played>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let mut model = played.model();
    let now = model.now();
    model.calls += 1;
    if let Some(refusal) = stranger(now, &headers) {
        return refusal;
    }
    let fault = model.faults.pop_front();
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(gone) = said["members_to_remove"].as_array() else {
        return refused(now, StatusCode::BAD_REQUEST, "members_to_remove: Field required");
    };
    for user in gone {
        model.end(&id, user.as_str().unwrap(), ME);
    }
    written(now, &json!({ "members": [], "owners": [] }), fault)
}
