//! ConductorOne, played: of its REST `auth/introspect`, `search/tasks`, `tasks/{id}` and the actions `approve` and `deny`.
//! ConductorOne's own client works against it unchanged (`conductorone_client.py`). Each task has one step, which Noor or Ilya
//! approves.

use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const TOKEN: &str = "c1-token-of-noor";
pub const TENANT: &str = "contoso";
/// Noor Haddad.
pub const ME: &str = "2Ff1noor00000000000000000AA";
pub const DANA: &str = "2Ff1dana00000000000000000AA";
pub const ILYA: &str = "2Ff1ilya00000000000000000AA";
const APP: &str = "2Ff1app000000000000000000AA";
const ENTITLEMENT: &str = "2Ff1ent000000000000000000AA";
const LARGEST_BODY: usize = 64 * 1024;

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// By id, as they are shown.
    pub tasks: BTreeMap<String, Value>,
    /// What was said with each decision.
    pub comments: BTreeMap<String, String>,
    /// Tasks on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that decide.
    pub faults: VecDeque<Fault>,
    /// Calls that decide.
    pub calls: usize,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            tasks: BTreeMap::new(),
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

    /// Somebody asks; answers with the task's id.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        let mut model = self.model();
        let (count, now) = (model.tasks.len() + 1, model.now());
        let id = format!("2Ff1task{:019x}", count * 0x9e37_79b9);
        let task = json!({
            "id": id,
            "numericId": count.to_string(),
            "displayName": "Backup operator",
            "description": "The backup failed.",
            "state": "TASK_STATE_OPEN",
            "processing": "TASK_PROCESSING_TYPE_WAITING",
            "recommendation": "INSIGHT_RECOMMENDATION_UNSPECIFIED",
            "origin": "TASK_ORIGIN_WEBAPP",
            "createdAt": now,
            "updatedAt": now,
            "createdByUserId": who,
            "userId": who,
            "emergencyAccess": false,
            "actions": ["TASK_ACTION_TYPE_APPROVE", "TASK_ACTION_TYPE_DENY", "TASK_ACTION_TYPE_COMMENT"],
            "stepApproverIds": [ME, ILYA],
            "externalRefs": [{ "externalRefSource": "JIRA", "name": "OPS-4711", "url": "https://contoso.example/OPS-4711" }],
            "policy": { "current": step(&format!("{id}-1")), "history": [], "next": [] },
            "type": { "grant": {
                "appId": APP, "appEntitlementId": ENTITLEMENT, "identityUserId": who,
                "grantDuration": format!("{}s", hours * 3600), "outcome": "GRANT_OUTCOME_UNSPECIFIED",
            } },
        });
        model.tasks.insert(id.clone(), task);
        id
    }
}

fn step(id: &str) -> Value {
    let approval =
        json!({ "users": { "userIds": [ME, ILYA] }, "requireApprovalReason": false, "requireDenialReason": true });
    json!({
        "id": id, "state": "POLICY_STEP_STATE_ACTIVE",
        "approval": { "state": "APPROVAL_INSTANCE_STATE_WAITING", "approval": approval },
    })
}

/// Whoever and whatever the tasks speak of.
fn expanded() -> Value {
    let user = |id: &str, name: &str, email: &str| json!({ "@type": "type.googleapis.com/c1.api.user.v1.User", "id": id, "displayName": name, "email": email });
    json!([
        user(ME, "Noor Haddad", "noor.haddad@contoso.example"),
        user(DANA, "Dana Peres", "dana.peres@contoso.example"),
        user(ILYA, "Ilya Sun", "ilya.sun@contoso.example"),
        { "@type": "type.googleapis.com/c1.api.app.v1.App", "id": APP, "displayName": "Payroll" },
        { "@type": "type.googleapis.com/c1.api.app.v1.AppEntitlement", "id": ENTITLEMENT, "appId": APP,
            "displayName": "Backup operator", "description": "Reads and restores backups." },
    ])
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
    }

    pub fn task(&mut self, id: &str) -> &mut Value {
        self.tasks.get_mut(id).unwrap()
    }

    /// Ilya has to agree after the first.
    pub fn add_step(&mut self, id: &str) {
        self.task(id)["policy"]["next"] = json!([{ "approval": { "users": { "userIds": [ILYA] } } }]);
    }

    /// Whoever it is decides the step that waits.
    pub fn review(&mut self, id: &str, who: &str, approve: bool, comment: &str) {
        let now = self.now();
        let task = self.tasks.get_mut(id).unwrap();
        let mut done = task["policy"]["current"].take();
        done["state"] = json!("POLICY_STEP_STATE_DONE");
        done["approval"]["state"] = json!("APPROVAL_INSTANCE_STATE_DONE");
        match approve {
            true => done["approval"]["approved"] = json!({ "userId": who, "approvedAt": now }),
            false => done["approval"]["denied"] = json!({ "userId": who, "deniedAt": now }),
        }
        let policy = &mut task["policy"];
        policy["history"].as_array_mut().unwrap().push(done);
        let next = policy["next"].as_array_mut().unwrap().pop().is_some();
        policy["current"] = match (approve, next) {
            (true, true) => step(&format!("{id}-2")),
            (true, false) => json!({ "id": format!("{id}-3"), "state": "POLICY_STEP_STATE_ACTIVE", "provision": {} }),
            (false, _) => Value::Null,
        };
        task["updatedAt"] = json!(now);
        task["actions"] = json!(["TASK_ACTION_TYPE_COMMENT"]);
        if approve && next {
            task["stepApproverIds"] = json!([ILYA]);
        }
        if !approve {
            task["state"] = json!("TASK_STATE_CLOSED");
            task["type"]["grant"]["outcome"] = json!("GRANT_OUTCOME_DENIED");
        }
        self.comments.insert(id.to_owned(), comment.to_owned());
    }

    pub fn cancel(&mut self, id: &str) {
        let task = self.task(id);
        task["state"] = json!("TASK_STATE_CLOSED");
        task["type"]["grant"]["outcome"] = json!("GRANT_OUTCOME_CANCELLED");
        task["actions"] = json!([]);
    }

    /// What nobody answered for so long is closed by whoever asked: ConductorOne itself keeps it open.
    pub fn give_up(&mut self, after: i64) {
        let now = self.now();
        let waits =
            |task: &Value| task["state"] == "TASK_STATE_OPEN" && task["policy"]["current"]["approval"].is_object();
        let old = |task: &Value| now.millis_since(task["createdAt"].as_str().unwrap().parse().unwrap()) >= after;
        let all = self.tasks.iter().filter(|(_, task)| waits(task) && old(task));
        for id in all.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.cancel(&id);
        }
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(bool, Window)> {
        let task = &self.tasks[id];
        let length = task["type"]["grant"]["grantDuration"].as_str().unwrap_or("1s").trim_end_matches('s');
        let window = Window::from_seconds(length.parse().unwrap()).unwrap();
        let history = task["policy"]["history"].as_array().unwrap().iter().map(|step| &step["approval"]);
        let mine = |step: &Value| match step {
            step if step["approved"]["userId"] == ME => Some((true, window)),
            step if step["denied"]["userId"] == ME => Some((false, window)),
            _ => None,
        };
        history.filter_map(mine).collect()
    }
}

fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

/// As gRPC's gateways write a refusal.
fn refused(now: Timestamp, status: StatusCode, code: u8, message: &str) -> Response<Body> {
    answer(now, status, &json!({ "code": code, "message": message, "details": [] }))
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, 8, "Rate limit exceeded.");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn signed_in(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|given| given == &format!("Bearer {TOKEN}"))
}

fn view(task: &Value) -> Value {
    json!({ "task": task, "userPath": "$.expanded[1]", "appPath": "$.expanded[3]", "entitlementsPath": "$.expanded[4]" })
}

async fn answered(State(played): State<Played>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let said = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let lists = path == "/api/v1/search/tasks" && said["refs"].is_null();
    if played.model().deaf && lists {
        return std::future::pending().await;
    }
    let mut model = played.model();
    let now = model.now();
    let writes = parts.method == Method::POST;
    let nothing = || refused(now, StatusCode::NOT_FOUND, 5, "Not found.");
    let words: Vec<&str> = path.strip_prefix("/api/v1/").unwrap_or_default().split('/').collect();
    let decides = matches!(words[..], ["tasks", _, "action", _]);
    model.calls += usize::from(decides);
    if !signed_in(&parts.headers) {
        return refused(now, StatusCode::UNAUTHORIZED, 16, "The token is not valid.");
    }
    match words[..] {
        ["auth", "introspect"] if !writes => answer(
            now,
            StatusCode::OK,
            &json!({ "userId": ME, "principleId": ME, "roles": [], "permissions": [], "features": [] }),
        ),
        ["search", "tasks"] if writes => match model.throttle_list.take_if(|_| lists) {
            Some(seconds) => throttled(now, seconds),
            None => search(&model, &said),
        },
        ["tasks", id] if !writes => match model.tasks.get(id) {
            Some(task) => answer(now, StatusCode::OK, &json!({ "taskView": { "task": task }, "expanded": [] })),
            None => nothing(),
        },
        ["tasks", id, "action", verb @ ("approve" | "deny")] if writes => {
            decide(&mut model, id, verb == "approve", &said, &body)
        }
        _ => nothing(),
    }
}

fn search(model: &Model, said: &Value) -> Response<Body> {
    let now = model.now();
    let asks = |name: &str, word: &str| said[name].as_array().is_some_and(|all| all.iter().any(|one| one == word));
    let refs: Option<Vec<&str>> =
        said["refs"].as_array().map(|all| all.iter().filter_map(|one| one["id"].as_str()).collect());
    let mine = |task: &Value| {
        task["state"] == "TASK_STATE_OPEN"
            && task["policy"]["current"]["approval"].is_object()
            && task["stepApproverIds"].as_array().unwrap().iter().any(|id| id == ME)
    };
    // The client of the vendor leaves out the states that it searches for.
    let open = said["taskStates"].is_null() || asks("taskStates", "TASK_STATE_OPEN");
    if refs.is_none() && !(open && asks("myWorkUserIds", ME)) {
        return refused(now, StatusCode::BAD_REQUEST, 3, "Only what waits for this person is played.");
    }
    let wanted = |(id, task): &(&String, &Value)| match &refs {
        Some(refs) => refs.contains(&id.as_str()),
        None => mine(task),
    };
    let all: Vec<Value> = model.tasks.iter().filter(wanted).map(|(_, task)| view(task)).collect();
    let from: usize = said["pageToken"].as_str().map_or(0, |token| token.parse().unwrap());
    let asked = said["pageSize"].as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or(25);
    let to = (from + model.page.min(asked)).min(all.len());
    let next = if to < all.len() { to.to_string() } else { String::new() };
    answer(now, StatusCode::OK, &json!({ "list": all[from..to], "expanded": expanded(), "nextPageToken": next }))
}

fn decide(model: &mut Model, id: &str, approve: bool, said: &Value, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    if body.is_empty() || !model.tasks.contains_key(id) {
        return refused(now, StatusCode::NOT_FOUND, 5, "Not found.");
    }
    let comment = said["comment"].as_str().unwrap_or_default();
    if !approve && comment.is_empty() {
        return refused(now, StatusCode::BAD_REQUEST, 3, "A denial needs a reason.");
    }
    let task = &model.tasks[id];
    if task["createdByUserId"] == ME {
        return refused(now, StatusCode::FORBIDDEN, 7, "Nobody approves their own request.");
    }
    let waits = task["policy"]["current"]["approval"].is_object() && task["state"] == "TASK_STATE_OPEN";
    if !waits || task["policy"]["current"]["id"] != said["policyStepId"] {
        return refused(now, StatusCode::BAD_REQUEST, 9, "The task is at another step.");
    }
    model.review(id, ME, approve, comment);
    let body = json!({ "taskView": { "task": model.tasks[id] }, "expanded": [], "ticketActionId": "2Ff1action" });
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
