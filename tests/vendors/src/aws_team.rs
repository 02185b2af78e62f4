//! TEAM, temporary elevated access for AWS IAM Identity Center, played: its one address for GraphQL, and what its router does with a
//! row a moment after it was written. Each question and each answer holds to its GraphQL schema (`aws_team_contract.py`).

use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// An access token of Cognito, which says whose it is.
pub const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI4YTFiIiwidG9rZW5fdXNlIjoiYWNjZXNzIiwidXNlcm5hbWUiOiJpZGNfbm9vciIsImNvZ25pdG86Z3JvdXBzIjpbIkFkbWluIl19.c2lnbmVk";
/// Noor Haddad, as Cognito names whoever comes from Identity Center.
pub const ME: &str = "idc_noor";
pub const DANA: &str = "idc_dana";
pub const ILYA: &str = "idc_ilya";
const PERMISSIONS: &str = "arn:aws:sso:::permissionSet/ssoins-7223c8a1b2d3e4f5/ps-3f1c9a7d5b2e4f60";
const HOUR: i64 = 3_600_000;
/// So many hours one may decide.
const OPEN: i64 = 24;

#[derive(Clone)]
pub struct Played {
    model: Arc<Mutex<Model>>,
}

pub struct Model {
    clock: Clock,
    /// By id, as they are kept.
    pub rows: BTreeMap<String, Value>,
    /// Rows on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Ilya denies right before the next call that writes.
    pub overtake: bool,
    /// Calls that write.
    pub calls: usize,
}

fn email(username: &str) -> &'static str {
    match username {
        ME => "noor.haddad@contoso.example",
        DANA => "dana.peres@contoso.example",
        // As an administrator may have written it.
        ILYA => "Ilya Sun",
        other => panic!("{other}"),
    }
}

fn at(row: &Value, field: &str) -> Timestamp {
    row[field].as_str().unwrap().parse().unwrap()
}

fn hours(row: &Value) -> i64 {
    row["duration"].as_str().unwrap().parse().unwrap()
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn ask(&mut self, who: &str, hours: u32) -> String {
        let id = format!("0c9e6f3a-5c1b-4f0e-9d7a-{:012x}", (self.rows.len() + 1) * 0x9e37_79b9);
        let now = self.now();
        let row = json!({
            "id": id, "email": email(who), "username": who, "owner": who, "accountId": "123456789012",
            "accountName": "Payroll", "role": "AdministratorAccess", "roleId": PERMISSIONS, "startTime": now,
            "duration": hours.to_string(), "justification": "The backup failed.", "status": "pending", "comment": null,
            "approver": null, "approverId": null, "approvers": [email(ME), email(ILYA)], "approver_ids": [ME, ILYA],
            "revoker": null, "revokerId": null, "revokeComment": null, "endTime": null, "ticketNo": "4711",
            "session_duration": "PT1H", "createdAt": now, "updatedAt": now,
        });
        self.rows.insert(id.clone(), row);
        id
    }

    /// Somebody decides: the row is written, and the router sees it later.
    pub fn write(&mut self, id: &str, who: &str, status: &str, comment: Option<&str>) {
        let now = self.now();
        let row = self.rows.get_mut(id).unwrap();
        row["status"] = json!(status);
        row["updatedAt"] = json!(now);
        let (by, said) = match status {
            "revoked" => ("revokerId", "revokeComment"),
            _ => ("approverId", "comment"),
        };
        row[by] = json!(who);
        row[said] = json!(comment);
    }

    pub fn cancel(&mut self, id: &str) {
        self.rows.get_mut(id).unwrap()["status"] = json!("cancelled");
    }

    /// What the router and the clock do by themselves.
    pub fn settle(&mut self) {
        let now = self.now();
        for row in self.rows.values_mut() {
            match row["status"].as_str().unwrap() {
                "pending" if now >= at(row, "createdAt").plus_millis(OPEN * HOUR) => row["status"] = json!("expired"),
                "rejected" => row["approver"] = json!(email(row["approverId"].as_str().unwrap())),
                "revoked" => row["revoker"] = json!(email(row["revokerId"].as_str().unwrap())),
                "approved" => {
                    let approver = email(row["approverId"].as_str().unwrap());
                    row["approver"] = json!(approver);
                    if row["email"] == approver {
                        row["status"] = json!("error");
                        continue;
                    }
                    row["status"] = json!("in progress");
                    row["startTime"] = json!(now);
                    row["endTime"] = json!(now.plus_millis(hours(row) * HOUR));
                }
                "in progress" if now >= at(row, "endTime") => {
                    row["status"] = json!("ended");
                    row["updatedAt"] = row["endTime"].clone();
                }
                _ => {}
            }
        }
    }

    /// Carries out what is due by then.
    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        self.settle();
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(&'static str, Window)> {
        let row = &self.rows[id];
        let window = Window::from_minutes(u32::try_from(hours(row) * 60).unwrap()).unwrap();
        let mut decided = Vec::new();
        if row["approverId"] == ME {
            decided.push((if row["status"] == "rejected" { "rejected" } else { "approved" }, window));
        }
        if row["revokerId"] == ME {
            decided.push(("revoked", window));
        }
        decided
    }
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/graphql", listener.local_addr().unwrap());
        let model = Model {
            clock,
            rows: BTreeMap::new(),
            page: 50,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            overtake: false,
            calls: 0,
        };
        let played = Self { model: Arc::new(Mutex::new(model)) };
        let routes = axum::Router::new().route("/graphql", axum::routing::post(answered)).with_state(played.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap()
    }

    /// Somebody asks; answers with the request's id.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        self.model().ask(who, hours)
    }
}

fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = [(header::DATE, now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string())];
    (status, date, Json(body)).into_response()
}

fn data(now: Timestamp, name: &str, said: Value) -> Response<Body> {
    answer(now, StatusCode::OK, &json!({ "data": { name: said } }))
}

fn refused(now: Timestamp, status: StatusCode, kind: &str, message: &str) -> Response<Body> {
    answer(now, status, &json!({ "data": null, "errors": [{ "errorType": kind, "message": message }] }))
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", "Rate exceeded");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

/// No more of a row than was asked for.
fn asked_for(row: &Value, query: &str) -> Value {
    // The innermost braces, which are the last.
    let selected = query.rsplit('{').next().and_then(|rest| rest.split('}').next()).unwrap_or_default();
    let words: Vec<&str> = selected.split_whitespace().collect();
    let fields = row.as_object().unwrap().iter().filter(|(field, _)| words.contains(&field.as_str()));
    Value::Object(fields.map(|(field, value)| (field.clone(), value.clone())).collect())
}

async fn answered(State(played): State<Played>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let query = said["query"].as_str().unwrap_or_default().to_owned();
    let variables = &said["variables"];
    let lists = query.contains("requestByStatus");
    if played.model().deaf && lists && variables["status"] == "pending" {
        return std::future::pending().await;
    }
    let mut model = played.model();
    model.settle();
    let now = model.now();
    let writes = query.starts_with("mutation");
    model.calls += usize::from(writes);
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given != TOKEN) {
        return refused(
            now,
            StatusCode::UNAUTHORIZED,
            "UnauthorizedException",
            "You are not authorized to make this call.",
        );
    }
    if let Some(seconds) = model.throttle_list.take_if(|_| lists) {
        return throttled(now, seconds);
    }
    if query.contains("getSettings") {
        return data(now, "getSettings", json!({ "expiry": OPEN.to_string(), "comments": true }));
    }
    let id = variables["id"].as_str().unwrap_or_default().to_owned();
    if query.contains("getRequests") {
        return data(now, "getRequests", model.rows.get(&id).map(|row| asked_for(row, &query)).into());
    }
    if lists {
        return list(&model, &query, variables);
    }
    if !writes {
        return refused(now, StatusCode::OK, "ValidationError", "There is no such query.");
    }
    update(&mut model, &query, &id, variables)
}

fn list(model: &Model, query: &str, variables: &Value) -> Response<Body> {
    let wanted = |row: &&Value| {
        let mine = row["approver_ids"].as_array().unwrap().contains(&variables["me"]);
        let since = variables["since"].as_str().is_none_or(|since| row["startTime"].as_str().unwrap() > since);
        mine && since && row["status"] == variables["status"]
    };
    let all: Vec<&Value> = model.rows.values().filter(wanted).collect();
    let from: usize = variables["next"].as_str().map_or(0, |token| token.parse().unwrap());
    let to = (from + model.page).min(all.len());
    let items: Vec<Value> = all[from..to].iter().map(|row| asked_for(row, query)).collect();
    let next = (to < all.len()).then(|| to.to_string());
    data(model.now(), "requestByStatus", json!({ "items": items, "nextToken": next }))
}

fn update(model: &mut Model, query: &str, id: &str, variables: &Value) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    if std::mem::take(&mut model.overtake) {
        model.write(id, ILYA, "rejected", Some("Not needed"));
        model.settle();
    }
    let Some(row) = model.rows.get(id) else {
        return refused(
            now,
            StatusCode::OK,
            "Unauthorized",
            "Not Authorized to access updateRequests on type Mutation",
        );
    };
    let revokes = query.contains("\"revoked\"");
    let stands = row["status"].as_str().unwrap();
    if !query.contains(&format!("{{status: {{eq: \"{stands}\"}}}}")) {
        let kind = "DynamoDB:ConditionalCheckFailedException";
        return refused(now, StatusCode::OK, kind, "The conditional request failed");
    }
    let status = if revokes { "revoked" } else { variables["status"].as_str().unwrap_or_default() }.to_owned();
    model.write(id, ME, &status, variables["comment"].as_str());
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let half = Body::from("{\"data\":{\"upd");
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => {
            data(now, "updateRequests", asked_for(&model.rows[id], query))
        }
    }
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
