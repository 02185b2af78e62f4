//! Opal, played: of its REST `requests/relay`, `requests/{id}` with `approve` and `deny`, and `user`. Opal's own client works
//! against it unchanged (`opal_client.py`). A resource and a group are asked for in turn, each reviewed by Noor or Ilya.

use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const TOKEN: &str = "opal-token-of-noor";
pub const MAIL: &str = "noor.haddad@contoso.example";
/// Noor Haddad.
pub const ME: &str = "29827fb8-f2dd-4e80-9576-28e31e9934ac";
pub const DANA: &str = "37cb7e41-12ba-46da-92ff-030abe0450b1";
pub const ILYA: &str = "f92aa855-cea9-4814-b9d8-f2a60d3e4a06";
const RESOURCE: &str = "1b978423-db0a-4037-a4cf-f79c60cb67b3";
const GROUP: &str = "f454d283-ca87-4a8a-bdbb-df212eca5353";
const LARGEST_BODY: usize = 64 * 1024;

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// By id, as they are shown.
    pub requests: BTreeMap<String, Value>,
    /// What was said with each decision.
    pub comments: BTreeMap<String, String>,
    /// Requests on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            requests: BTreeMap::new(),
            comments: BTreeMap::new(),
            page: 100,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            calls: 0,
        })));
        let routes = axum::Router::new().fallback(answered).with_state(played.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.lock().unwrap()
    }

    /// Somebody asks; answers with the request's id.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        let mut model = self.model();
        let count = model.requests.len();
        let id = format!("7c86c85d-0651-43e2-a748-{:012x}", (count + 1) * 0x9e37_79b9);
        let now = written(model.now());
        let (item, name, level) = match count % 2 {
            0 => (json!({ "resource_id": RESOURCE }), "Payroll", "ReadOnly"),
            _ => (json!({ "group_id": GROUP }), "Engineers", ""),
        };
        let mut item = item;
        item["name"] = json!(name);
        item["access_level_name"] = json!(level);
        item["access_level_remote_id"] = json!(level.to_lowercase());
        let of = if count.is_multiple_of(2) { RESOURCE } else { GROUP };
        let reviewer = |id: &str| json!({ "id": id, "full_name": full_name(id), "status": "PENDING" });
        let stage = json!({ "stage": 1, "operator": "OR", "reviewers": [reviewer(ME), reviewer(ILYA)] });
        let request = json!({
            "id": id,
            "created_at": now,
            "updated_at": now,
            "requester_id": who,
            "target_user_id": who,
            "status": "PENDING",
            "reason": "The backup failed.",
            "duration_minutes": hours * 60,
            "requested_items_list": [item],
            "custom_fields_responses": [
                { "field_name": "Ticket", "field_type": "SHORT_TEXT", "field_value": "OPS-4711" },
            ],
            "reviewer_stages": [{ "item_name": name, "item_id": of, "stages": [stage] }],
        });
        model.requests.insert(id.clone(), request);
        id
    }
}

/// As Opal writes times: with a space.
fn written(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%d %H:%M:%S%.3f+00:00").to_string()
}

fn full_name(id: &str) -> &'static str {
    match id {
        ME => "Noor Haddad",
        DANA => "Dana Peres",
        _ => "Ilya Sun",
    }
}

fn person(id: &str) -> Value {
    let name = full_name(id);
    let (first, last) = name.split_once(' ').unwrap();
    let email = format!("{}.{}@contoso.example", first.to_lowercase(), last.to_lowercase());
    json!({ "user_id": id, "email": email, "full_name": name, "first_name": first, "last_name": last, "position": "Engineer" })
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
    }

    fn request(&mut self, id: &str) -> &mut Value {
        self.requests.get_mut(id).unwrap()
    }

    fn stages(&mut self, id: &str) -> &mut Vec<Value> {
        self.request(id)["reviewer_stages"][0]["stages"].as_array_mut().unwrap()
    }

    /// Ilya has to agree after the first.
    pub fn add_stage(&mut self, id: &str) {
        let reviewer = json!({ "id": ILYA, "full_name": full_name(ILYA), "status": "PENDING" });
        self.stages(id).push(json!({ "stage": 2, "operator": "AND", "reviewers": [reviewer] }));
    }

    /// Of the stage that waits; `None` where none does.
    fn open(&mut self, id: &str) -> Option<&mut Value> {
        let agreed = |stage: &Value| {
            let mut all = stage["reviewers"].as_array().unwrap().iter();
            let is = |reviewer: &Value| reviewer["status"] == "APPROVED";
            if stage["operator"] == "AND" { all.all(is) } else { all.any(is) }
        };
        self.stages(id).iter_mut().find(|stage| !agreed(stage))
    }

    /// Whoever it is answers in the stage that waits.
    pub fn review(&mut self, id: &str, who: &str, approve: bool, comment: &str) {
        let stage = self.open(id).unwrap();
        let mut all = stage["reviewers"].as_array_mut().unwrap().iter_mut();
        let answer = if approve { "APPROVED" } else { "REJECTED" };
        all.find(|reviewer| reviewer["id"] == who).unwrap()["status"] = json!(answer);
        let done = self.open(id).is_none();
        let now = written(self.now());
        let request = self.request(id);
        request["updated_at"] = json!(now);
        match (approve, done) {
            (false, _) => request["status"] = json!("DENIED"),
            (true, true) => request["status"] = json!("APPROVED"),
            (true, false) => {}
        }
        self.comments.insert(id.to_owned(), comment.to_owned());
    }

    pub fn cancel(&mut self, id: &str) {
        self.request(id)["status"] = json!("CANCELED");
    }

    /// What nobody answered for so long is withdrawn by whoever asked: Opal itself keeps it open.
    pub fn give_up(&mut self, after: i64) {
        let now = self.now();
        for request in self.requests.values_mut().filter(|request| request["status"] == "PENDING") {
            let asked = request["created_at"].as_str().unwrap().replacen(' ', "T", 1);
            if now.millis_since(asked.parse().unwrap()) >= after {
                request["status"] = json!("CANCELED");
            }
        }
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(bool, Window)> {
        let request = &self.requests[id];
        let minutes = u32::try_from(request["duration_minutes"].as_u64().unwrap_or(1)).unwrap();
        let window = Window::from_minutes(minutes).unwrap_or(Window::LONGEST);
        let stages = request["reviewer_stages"][0]["stages"].as_array().unwrap();
        let mine = stages.iter().flat_map(|stage| stage["reviewers"].as_array().unwrap());
        let mine = mine.filter(|reviewer| reviewer["id"] == ME && reviewer["status"] != "PENDING");
        mine.map(|reviewer| (reviewer["status"] == "APPROVED", window)).collect()
    }
}

fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

fn refused(now: Timestamp, status: StatusCode, message: &str) -> Response<Body> {
    answer(now, status, &json!({ "message": message }))
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "Too many requests.");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn signed_in(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|given| given == &format!("Bearer {TOKEN}"))
}

async fn answered(State(played): State<Played>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let whole = parts.uri.path();
    let path = whole.strip_prefix("/v1").unwrap_or(whole);
    let pairs = parts.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query: HashMap<String, String> =
        pairs.map(|(name, value)| (name.to_owned(), value.replace("%40", "@"))).collect();
    if played.model().deaf && path == "/requests/relay" {
        return std::future::pending().await;
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut model = played.model();
    let now = model.now();
    let writes = parts.method == Method::POST;
    model.calls += usize::from(writes);
    if !signed_in(&parts.headers) {
        return refused(now, StatusCode::UNAUTHORIZED, "The token is not valid.");
    }
    let nothing = || refused(now, StatusCode::NOT_FOUND, "Not found.");
    match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["user"] if !writes => match query.get("user_id").or_else(|| query.get("email")).map(String::as_str) {
            Some(ME | MAIL) => answer(now, StatusCode::OK, &person(ME)),
            Some(id @ (DANA | ILYA)) => answer(now, StatusCode::OK, &person(id)),
            _ => nothing(),
        },
        ["requests", "relay"] if !writes => match model.throttle_list.take() {
            Some(seconds) => throttled(now, seconds),
            None => relay(&model, &query),
        },
        ["requests", id] if !writes => {
            model.requests.get(id).map_or_else(nothing, |request| answer(now, StatusCode::OK, request))
        }
        ["requests", id, verb @ ("approve" | "deny")] if writes => decide(&mut model, id, verb == "approve", &body),
        _ => nothing(),
    }
}

/// What is assigned to somebody and has this status.
fn relay(model: &Model, query: &HashMap<String, String>) -> Response<Body> {
    let now = model.now();
    let assigned = |request: &&Value| {
        let stages = request["reviewer_stages"][0]["stages"].as_array().into_iter().flatten();
        let mut reviewers = stages.flat_map(|stage| stage["reviewers"].as_array().unwrap());
        query.get("to").is_none_or(|to| reviewers.any(|reviewer| reviewer["id"] == to.as_str()))
            && query.get("status").is_none_or(|status| request["status"] == status.as_str())
    };
    let all: Vec<&Value> = model.requests.values().filter(assigned).collect();
    let from: usize = query.get("after").map_or(0, |after| after.parse().unwrap());
    let asked = query.get("first").and_then(|first| first.parse().ok()).unwrap_or(10);
    let to = (from + model.page.min(asked)).min(all.len());
    let edge = |(place, node): (usize, &&Value)| json!({ "node": node, "cursor": (from + place + 1).to_string() });
    let edges: Vec<Value> = all[from..to].iter().enumerate().map(edge).collect();
    let info = json!({
        "hasNextPage": to < all.len(), "endCursor": to.to_string(),
        "hasPreviousPage": from > 0, "startCursor": from.to_string(),
    });
    answer(now, StatusCode::OK, &json!({ "edges": edges, "pageInfo": info, "totalCount": all.len() }))
}

fn decide(model: &mut Model, id: &str, approve: bool, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let Ok(said) = serde_json::from_slice::<Value>(body) else {
        return refused(now, StatusCode::BAD_REQUEST, "The body cannot be read.");
    };
    let comment = said["comment"].as_str().unwrap_or_default();
    match (approve, said["level"].as_str(), comment.is_empty()) {
        (true, Some("REGULAR"), _) | (false, None | Some("REGULAR"), false) => {}
        _ => return refused(now, StatusCode::BAD_REQUEST, "The level or the comment is not valid."),
    }
    if !model.requests.contains_key(id) {
        return refused(now, StatusCode::NOT_FOUND, "Not found.");
    }
    if model.requests[id]["requester_id"] == ME {
        return refused(now, StatusCode::FORBIDDEN, "Nobody reviews their own request.");
    }
    if model.requests[id]["status"] != "PENDING" {
        return refused(now, StatusCode::BAD_REQUEST, "The request is not pending.");
    }
    model.review(id, ME, approve, comment);
    let body = json!({ "request": model.requests[id] });
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let text = body.to_string();
            let half = Body::from(text[..text.len() / 2].to_owned());
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => answer(now, StatusCode::OK, &body),
    }
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
