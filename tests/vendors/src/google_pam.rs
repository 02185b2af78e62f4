//! Google Cloud Privileged Access Manager, played: its REST of `entitlements:search`, `grants:search`, `get`, `approve`, `deny`
//! and `revoke`, as its protocol definitions say, and OpenID Connect's userinfo. Google's own client works against it
//! unchanged (`google_pam_client.py`). What is asked for goes to two entitlements in turn, so that a list goes over both.

use crate::google::{self, answer, broken, refused, signed_in, throttled};
pub use crate::google::{ME, PARENT, TOKEN};
use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const DANA: &str = "dana.peres@contoso.example";
pub const ILYA: &str = "Ilya Sun";
const LOCATION: &str = "projects/contoso-prod/locations/global";

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// By name, as they are shown.
    pub grants: BTreeMap<String, Value>,
    /// Grants on a page at most.
    pub page: usize,
    /// Lists of grants are never answered.
    pub deaf: bool,
    /// The next list of grants is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
    /// Where tokens come from, beside the one that is known: `http://127.0.0.1:1234`.
    pub provider: Option<String>,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            grants: BTreeMap::new(),
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

    /// Somebody asks; answers with the grant's name.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        let mut model = self.model();
        let count = model.grants.len();
        let entitlement = ["admins", "break-glass"][count % 2];
        // Like the real ones told apart by their ends.
        let name = format!(
            "{LOCATION}/entitlements/{entitlement}/grants/6f1c0b9e-5d1a-4c02-9a7e-{:012x}",
            (count + 1) * 0x9e37_79b9
        );
        let now = model.now();
        let grant = json!({
            "name": name,
            "createTime": now,
            "updateTime": now,
            "requester": who,
            "requestedDuration": format!("{}s", hours * 3600),
            "justification": { "unstructuredJustification": "The backup failed." },
            "state": "APPROVAL_AWAITED",
            "timeline": { "events": [{ "eventTime": now, "requested": { "expireTime": now.plus_millis(86_400_000) } }] },
            "privilegedAccess": { "gcpIamAccess": {
                "resourceType": "cloudresourcemanager.googleapis.com/Project",
                "resource": "//cloudresourcemanager.googleapis.com/projects/contoso-prod",
                "roleBindings": [{ "role": "roles/storage.admin" }],
            } },
        });
        model.grants.insert(name.clone(), grant);
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

    pub fn event(&mut self, name: &str, state: &str, event: Value) {
        let now = self.now();
        let grant = self.grants.get_mut(name).unwrap();
        let mut event = event;
        event["eventTime"] = json!(now);
        grant["state"] = json!(state);
        grant["updateTime"] = json!(now);
        grant["timeline"]["events"].as_array_mut().unwrap().push(event);
    }

    fn is(&self, name: &str, state: &str) -> bool {
        self.grants[name]["state"] == state
    }

    pub fn approve(&mut self, name: &str, actor: &str, reason: &str) {
        let now = self.now();
        self.event(name, "SCHEDULED", json!({ "approved": { "actor": actor, "reason": reason } }));
        self.event(name, "ACTIVE", json!({ "activated": {} }));
        self.grants.get_mut(name).unwrap()["auditTrail"] = json!({ "accessGrantTime": now });
    }

    pub fn deny(&mut self, name: &str, actor: &str, reason: &str) {
        self.event(name, "DENIED", json!({ "denied": { "actor": actor, "reason": reason } }));
    }

    fn revoke(&mut self, name: &str, actor: &str, reason: &str) {
        let now = self.now();
        self.event(name, "REVOKED", json!({ "revoked": { "actor": actor, "reason": reason } }));
        self.grants.get_mut(name).unwrap()["auditTrail"]["accessRemoveTime"] = json!(now);
    }

    fn over(&mut self) {
        let now = self.now();
        for name in self.grants.keys().cloned().collect::<Vec<_>>() {
            let grant = &self.grants[&name];
            let at = |value: &Value| value.as_str().unwrap().parse::<Timestamp>().unwrap();
            if self.is(&name, "APPROVAL_AWAITED")
                && now >= at(&grant["timeline"]["events"][0]["requested"]["expireTime"])
            {
                self.event(&name, "EXPIRED", json!({ "expired": {} }));
            } else if self.is(&name, "ACTIVE") {
                let seconds: u64 = grant["requestedDuration"].as_str().unwrap().trim_end_matches('s').parse().unwrap();
                let ends = at(&grant["auditTrail"]["accessGrantTime"]).plus(Window::from_seconds(seconds).unwrap());
                if now >= ends {
                    self.event(&name, "ENDED", json!({ "ended": {} }));
                    self.grants.get_mut(&name).unwrap()["auditTrail"]["accessRemoveTime"] = json!(ends);
                }
            }
        }
    }

    fn decided_by(&self, name: &str, who: &str) -> bool {
        let events = self.grants[name]["timeline"]["events"].as_array().unwrap();
        events.iter().any(|event| event["approved"]["actor"] == who || event["denied"]["actor"] == who)
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
    if played.model().deaf && name.ends_with("grants:search") {
        return std::future::pending().await;
    }
    let signed_in = signed_in(played.provider(), &headers).await;
    let mut model = played.model();
    model.over();
    let now = model.now();
    if !signed_in {
        return refused(now, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "Invalid Credentials");
    }
    let said =
        |key: &str, number: &str, name: &str| query.get(key).is_some_and(|value| value == number || value == name);
    if name == format!("{LOCATION}/entitlements:search") {
        if !said("callerAccessType", "2", "GRANT_APPROVER") {
            return refused(now, StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "callerAccessType is required.");
        }
        let entitlement = |id: &str| json!({ "name": format!("{LOCATION}/entitlements/{id}"), "state": "AVAILABLE" });
        return answer(
            now,
            StatusCode::OK,
            &json!({ "entitlements": [entitlement("admins"), entitlement("break-glass")] }),
        );
    }
    let Some(entitlement) = name.strip_suffix("/grants:search") else {
        return match model.grants.get(&name) {
            Some(grant) => answer(now, StatusCode::OK, &shown(grant, &query)),
            None => refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "Grant not found."),
        };
    };
    if let Some(seconds) = model.throttle_list.take() {
        return throttled(now, seconds);
    }
    let approve = said("callerRelationship", "2", "CAN_APPROVE");
    if !approve && !said("callerRelationship", "3", "HAD_APPROVED") {
        return refused(now, StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "callerRelationship is required.");
    }
    let of_it = model.grants.iter().filter(|(name, _)| name.starts_with(&format!("{entitlement}/grants/")));
    let related = |name: &str| if approve { model.is(name, "APPROVAL_AWAITED") } else { model.decided_by(name, ME) };
    let all: Vec<Value> = of_it.filter(|(name, _)| related(name)).map(|(_, grant)| shown(grant, &query)).collect();
    let from: usize = query.get("pageToken").map_or(0, |token| token.parse().unwrap());
    let asked = query.get("pageSize").and_then(|size| size.parse().ok()).unwrap_or(50);
    let to = (from + model.page.min(asked)).min(all.len());
    let next = if to < all.len() { to.to_string() } else { String::new() };
    answer(now, StatusCode::OK, &json!({ "grants": all[from..to], "nextPageToken": next }))
}

/// Google's clients ask for enumerations as numbers.
fn shown(grant: &Value, query: &HashMap<String, String>) -> Value {
    let mut grant = grant.clone();
    if query.get("$alt").is_some_and(|alt| alt.contains("enum-encoding=int")) {
        let number = match grant["state"].as_str().unwrap() {
            "APPROVAL_AWAITED" => 1,
            "DENIED" => 3,
            "SCHEDULED" => 4,
            "ACTIVE" => 6,
            "EXPIRED" => 8,
            "REVOKED" => 10,
            "ENDED" => 11,
            "WITHDRAWN" => 13,
            other => panic!("{other}"),
        };
        grant["state"] = json!(number);
    }
    grant
}

async fn write(
    State(played): State<Played>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
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
    let reason = said["reason"].as_str().unwrap_or_default().to_owned();
    if !model.grants.contains_key(name) {
        return refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "Grant not found.");
    }
    let awaited = model.is(name, "APPROVAL_AWAITED");
    let mine = model.grants[name]["requester"] == ME;
    match verb {
        "approve" | "deny" if mine => {
            return refused(now, StatusCode::FORBIDDEN, "PERMISSION_DENIED", "Nobody approves their own grant.");
        }
        "approve" if awaited => model.approve(name, ME, &reason),
        "deny" if awaited => model.deny(name, ME, &reason),
        "revoke" if model.is(name, "ACTIVE") || model.is(name, "SCHEDULED") => model.revoke(name, ME, &reason),
        "approve" | "deny" | "revoke" => {
            let message = "The grant is not in a state for this.";
            return refused(now, StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", message);
        }
        _ => return refused(now, StatusCode::NOT_FOUND, "NOT_FOUND", "No such method."),
    }
    let grant = shown(&model.grants[name], &query);
    let grant = match verb {
        "revoke" => json!({
            "name": format!("{LOCATION}/operations/1"),
            "done": true,
            "response": with(grant, "@type", "type.googleapis.com/google.cloud.privilegedaccessmanager.v1.Grant"),
        }),
        _ => grant,
    };
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let text = grant.to_string();
            let half = Body::from(text[..text.len() / 2].to_owned());
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => answer(now, StatusCode::OK, &grant),
    }
}

fn with(mut value: Value, key: &str, word: &str) -> Value {
    value[key] = json!(word);
    value
}
