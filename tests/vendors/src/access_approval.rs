//! Google Cloud Access Approval, played: its REST of `approvalRequests` (`list`, `get`, `approve`, `dismiss`, `invalidate`), as
//! Google's discovery document says, and OpenID Connect's userinfo. Google's own client works against it unchanged
//! (`access_approval_client.py`). As the real one it shows nobody whose a decision is: the model alone knows.

use crate::google::{self, answer, broken, refused, signed_in, throttled};
pub use crate::google::{ME, PARENT, TOKEN};
use crate::{Clock, Fault};
use approval::Timestamp;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const ILYA: &str = "ilya.sun@contoso.example";

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// Oldest first.
    pub requests: Vec<Asked>,
    /// Requests on a page at most.
    pub page: usize,
    /// Lists of what is pending are never answered.
    pub deaf: bool,
    /// The next list of what is pending is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
    /// Where tokens come from, beside the one that is known: `http://127.0.0.1:1234`.
    pub provider: Option<String>,
}

pub struct Asked {
    /// As it is shown.
    pub body: Value,
    /// Who did what: `approve`, `dismiss`, `invalidate`.
    pub done: Vec<(String, &'static str)>,
}

impl Asked {
    fn name(&self) -> &str {
        self.body["name"].as_str().unwrap()
    }

    fn is_pending(&self) -> bool {
        self.body.get("approve").is_none() && self.body.get("dismiss").is_none()
    }

    fn is_approved(&self) -> bool {
        self.body.get("approve").is_some_and(|approve| approve.get("invalidateTime").is_none())
    }

    fn is_active(&self, now: Timestamp) -> bool {
        self.is_approved() && at(&self.body["approve"]["expireTime"]) > now
    }

    fn fits(&self, filter: &str, now: Timestamp) -> bool {
        match filter {
            "PENDING" => self.is_pending(),
            "ACTIVE" => self.is_active(now),
            "" => self.is_pending() || self.is_active(now),
            "DISMISSED" => self.body.get("dismiss").is_some(),
            "EXPIRED" => self.body.get("approve").is_some() && !self.is_active(now),
            "HISTORY" => !self.is_pending(),
            _ => true,
        }
    }
}

fn at(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            requests: Vec::new(),
            page: 50,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            calls: 0,
            provider: None,
        })));
        let routes = axum::Router::new()
            .route("/v1/userinfo", get(userinfo))
            .route("/v1/{*name}", get(read).post(write))
            .with_state(played.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.lock().unwrap()
    }

    fn provider(&self) -> Option<String> {
        self.model().provider.clone()
    }

    /// Somebody at Google asks; answers with the request's name.
    pub fn ask(&self, hours: u32) -> String {
        let mut model = self.model();
        let (count, now) = (model.requests.len() as u64 + 1, model.now());
        let name = format!("{PARENT}/approvalRequests/{:x}", count.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 4);
        let body = json!({
            "name": name,
            "requestTime": now,
            "requestedDuration": format!("{}s", hours * 3600),
            "requestedExpiration": now.plus_millis(i64::from(hours) * 3_600_000),
            "requestedReason": { "type": "CUSTOMER_INITIATED_SUPPORT", "detail": format!("Case Number: {}", 40_000_000 + count) },
            "requestedLocations": { "principalOfficeCountry": "IE", "principalPhysicalLocationCountry": "IE" },
            "requestedResourceName": format!("//cloudresourcemanager.googleapis.com/{PARENT}"),
            "requestedResourceProperties": { "excludesDescendants": false },
        });
        model.requests.push(Asked { body, done: Vec::new() });
        name
    }
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Carries out what is due by then.
    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        self.over();
    }

    pub fn get(&mut self, name: &str) -> &mut Asked {
        self.requests.iter_mut().find(|asked| asked.name() == name).unwrap()
    }

    pub fn approve(&mut self, name: &str, who: &str, until: Timestamp) {
        let now = self.now();
        let asked = self.get(name);
        asked.body["approve"] = json!({ "approveTime": now, "expireTime": until });
        asked.done.push((who.to_owned(), "approve"));
    }

    pub fn dismiss(&mut self, name: &str, who: &str) {
        let now = self.now();
        let asked = self.get(name);
        asked.body["dismiss"] = json!({ "dismissTime": now });
        asked.done.push((who.to_owned(), "dismiss"));
    }

    fn invalidate(&mut self, name: &str, who: &str) {
        let now = self.now();
        let asked = self.get(name);
        asked.body["approve"]["invalidateTime"] = json!(now);
        asked.done.push((who.to_owned(), "invalidate"));
    }

    fn over(&mut self) {
        let now = self.now();
        for asked in self.requests.iter_mut().filter(|asked| asked.is_pending()) {
            let ends = asked.body["requestedExpiration"].clone();
            if now >= at(&ends) {
                asked.body["dismiss"] = json!({ "dismissTime": ends, "implicit": true });
            }
        }
    }
}

async fn userinfo(State(played): State<Played>, headers: HeaderMap) -> Response<Body> {
    let signed_in = signed_in(played.provider(), &headers).await;
    google::userinfo(played.model().now(), signed_in)
}

async fn read(
    State(played): State<Played>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response<Body> {
    let filter = query.get("filter").map_or("", String::as_str);
    if played.model().deaf && filter == "PENDING" {
        return std::future::pending().await;
    }
    let signed_in = signed_in(played.provider(), &headers).await;
    let mut model = played.model();
    model.over();
    let now = model.now();
    if !signed_in {
        return refused(now, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "Invalid Credentials");
    }
    if name != format!("{PARENT}/approvalRequests") {
        return match model.requests.iter().find(|asked| asked.name() == name) {
            Some(asked) => answer(now, StatusCode::OK, &asked.body),
            None => refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "Requested entity was not found."),
        };
    }
    let known = ["", "ALL", "PENDING", "ACTIVE", "DISMISSED", "EXPIRED", "HISTORY"];
    if !known.contains(&filter) {
        return refused(now, StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "Unknown filter.");
    }
    if filter == "PENDING"
        && let Some(seconds) = model.throttle_list.take()
    {
        return throttled(now, seconds);
    }
    let all: Vec<&Value> =
        model.requests.iter().rev().filter(|asked| asked.fits(filter, now)).map(|asked| &asked.body).collect();
    let from: usize = query.get("pageToken").map_or(0, |token| token.parse().unwrap());
    let asked = query.get("pageSize").and_then(|size| size.parse().ok()).unwrap_or(50);
    let to = (from + model.page.min(asked)).min(all.len());
    let mut page = json!({});
    // What is empty is left out, as Google's JSON does.
    if from < to {
        page["approvalRequests"] = json!(all[from..to]);
    }
    if to < all.len() {
        page["nextPageToken"] = json!(to.to_string());
    }
    answer(now, StatusCode::OK, &page)
}

async fn write(
    State(played): State<Played>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let signed_in = signed_in(played.provider(), &headers).await;
    let mut model = played.model();
    let now = model.now();
    model.calls += 1;
    if !signed_in {
        return refused(now, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "Invalid Credentials");
    }
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let Some((name, verb)) = name.rsplit_once(':') else {
        return refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "No such method.");
    };
    let Ok(said) = serde_json::from_slice::<Value>(&body) else {
        return refused(now, StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "Invalid JSON payload received.");
    };
    let Some(asked) = model.requests.iter().find(|asked| asked.name() == name) else {
        return refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "Requested entity was not found.");
    };
    let (pending, approved) = (asked.is_pending(), asked.is_approved());
    let until = said["expireTime"].as_str().and_then(|until| until.parse::<Timestamp>().ok());
    match (verb, until) {
        ("approve", None) => {
            return refused(now, StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "An expiration time is required.");
        }
        ("approve", Some(until)) if pending => model.approve(name, ME, until),
        ("dismiss", _) if pending => model.dismiss(name, ME),
        ("invalidate", _) if approved => model.invalidate(name, ME),
        ("approve" | "dismiss" | "invalidate", _) => {
            let message = "The request is not in a state for this.";
            return refused(now, StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", message);
        }
        _ => return refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "No such method."),
    }
    let shown = model.get(name).body.clone();
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let text = shown.to_string();
            let half = Body::from(text[..text.len() / 2].to_owned());
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => answer(now, StatusCode::OK, &shown),
    }
}
