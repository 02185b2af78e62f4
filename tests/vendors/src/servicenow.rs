//! ServiceNow's approvals, played as its documentation tells of the Table API: no client and no contract of its vendor confirms it. A row
//! is written whatever stands in it, as there.

use crate::{Clock, Fault};
use approval::Timestamp;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const TOKEN: &str = "token-of-noor";
/// Noor Haddad's row of `sys_user`, and her name to sign in with.
pub const ME: (&str, &str) = ("5137153cc611227c000bbd1bd8cd2005", "noor.haddad");
pub const DANA: (&str, &str) = ("62826bf03710200044e0bfc8bcbe5df1", "dana.peres");
/// As an administrator may have called him.
pub const ILYA: (&str, &str) = ("a8f98bb0eb32010045e1a5115206fe3a", "Ilya Sun");
const TABLE: &str = "/api/now/table/sysapproval_approver";
const LARGEST_BODY: usize = 64 * 1024;
const DAY: i64 = 24 * 3_600_000;

#[derive(Clone)]
pub struct Played {
    model: Arc<Mutex<Model>>,
}

pub struct Model {
    clock: Clock,
    /// By id: what a row holds.
    pub rows: BTreeMap<String, BTreeMap<&'static str, String>>,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// A rule of the instance keeps every row as it is, and says nothing.
    pub stubborn: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
    /// Of decisions that took effect, by whom: the row, the person, the state.
    pub decided: Vec<(String, &'static str, String)>,
}

fn written(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%d %H:%M:%S").to_string()
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn ask(&mut self, (who, name): (&'static str, &'static str)) -> String {
        let id = format!("{:032x}", (self.rows.len() as u128 + 1) * 0x9e37_79b9_7f4a_7c15);
        let now = written(self.now());
        let row = [
            ("sys_id", id.clone()),
            ("state", "requested".to_owned()),
            ("approver", ME.0.to_owned()),
            ("due_date", String::new()),
            ("sys_created_on", now.clone()),
            ("sys_updated_on", now),
            ("sys_updated_by", "system".to_owned()),
            ("sysapproval", format!("aeed229047801200e0ef563dbb9a{:04x}", self.rows.len())),
            ("sysapproval.number", format!("RITM{:07}", self.rows.len() + 10_000)),
            ("sysapproval.short_description", "Payroll administrator".to_owned()),
            ("sysapproval.description", "The backup failed.".to_owned()),
            ("sysapproval.sys_class_name", "sc_req_item".to_owned()),
            ("sysapproval.opened_by", who.to_owned()),
            ("sysapproval.opened_by.user_name", name.to_owned()),
            ("sysapproval.ref_sc_req_item.cat_item", "060f3afa3731300054b6a3549dbe5d3e".to_owned()),
            ("sysapproval.ref_sc_req_item.requested_for", who.to_owned()),
        ];
        self.rows.insert(id.clone(), row.into_iter().collect());
        id
    }

    /// Somebody writes a state, whatever stands there.
    pub fn write(&mut self, id: &str, who: (&'static str, &'static str), state: &str) {
        let now = written(self.now());
        let row = self.rows.get_mut(id).unwrap();
        row.insert("state", state.to_owned());
        row.insert("sys_updated_by", who.1.to_owned());
        row.insert("sys_updated_on", now);
        self.decided.push((id.to_owned(), who.1, state.to_owned()));
    }

    pub fn set(&mut self, id: &str, field: &'static str, value: &str) {
        self.rows.get_mut(id).unwrap().insert(field, value.to_owned());
    }

    /// A flow of the instance takes back after a day what nobody decided.
    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        let now = written(self.now().plus_millis(-DAY));
        for row in self.rows.values_mut().filter(|row| row["state"] == "requested" && row["sys_created_on"] <= now) {
            row.insert("state", "cancelled".to_owned());
        }
    }

    /// Each field with its value, and what people read.
    fn shown(row: &BTreeMap<&'static str, String>, fields: &str) -> Value {
        let shown = fields.split(',').filter_map(|field| {
            let value = row.get(field)?;
            let words = match (field, value.as_str()) {
                (_, id) if id == DANA.0 => "Dana Peres",
                (_, id) if id == ME.0 => "Noor Haddad",
                ("sysapproval.sys_class_name", _) => "Requested Item",
                ("sysapproval.ref_sc_req_item.cat_item", _) => "Payroll role",
                (_, other) => other,
            };
            Some((field.to_owned(), json!({ "value": value, "display_value": words })))
        });
        Value::Object(shown.collect())
    }
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let model = Model {
            clock,
            rows: BTreeMap::new(),
            deaf: false,
            stubborn: false,
            throttle_list: None,
            faults: VecDeque::new(),
            calls: 0,
            decided: Vec::new(),
        };
        let played = Self { model: Arc::new(Mutex::new(model)) };
        let routes = axum::Router::new().fallback(answered).with_state(played.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap()
    }

    /// Somebody asks; answers with the id of the row that waits for Noor.
    pub fn ask(&self, who: (&'static str, &'static str)) -> String {
        self.model().ask(who)
    }
}

fn dated(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

fn refused(now: Timestamp, status: StatusCode, message: &str) -> Response<Body> {
    dated(now, status, &json!({ "error": { "message": message, "detail": null }, "status": "failure" }))
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn plain(text: &str) -> String {
    let mut plain = text.replace('+', " ");
    for (written, letter) in [("%5E", "^"), ("%3D", "="), ("%2C", ","), ("%3A", ":"), ("%28", "("), ("%29", ")")] {
        plain = plain.replace(written, letter);
    }
    plain
}

async fn answered(State(played): State<Played>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let pairs = parts.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query: HashMap<String, String> = pairs.map(|(name, value)| (name.to_owned(), plain(value))).collect();
    if played.model().deaf && path == TABLE {
        return std::future::pending().await;
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut model = played.model();
    let now = model.now();
    let writes = parts.method == Method::PATCH;
    model.calls += usize::from(writes);
    if parts.headers.get(header::AUTHORIZATION).is_none_or(|given| given != &format!("Bearer {TOKEN}")) {
        return refused(now, StatusCode::UNAUTHORIZED, "User is not authenticated");
    }
    if path == "/api/now/table/sys_user" {
        let me = json!({ "sys_id": ME.0, "user_name": ME.1, "name": "Noor Haddad" });
        return dated(now, StatusCode::OK, &json!({ "result": [me] }));
    }
    let fields = query.get("sysparm_fields").cloned().unwrap_or_default();
    if path == TABLE {
        return list(&mut model, &query, &fields);
    }
    let id = path.strip_prefix(TABLE).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default().to_owned();
    if !model.rows.contains_key(&id) {
        return refused(now, StatusCode::NOT_FOUND, "No Record found");
    }
    if writes {
        return write(&mut model, &id, &fields, &body);
    }
    dated(now, StatusCode::OK, &json!({ "result": Model::shown(&model.rows[&id], &fields) }))
}

fn list(model: &mut Model, query: &HashMap<String, String>, fields: &str) -> Response<Body> {
    let now = model.now();
    if let Some(seconds) = model.throttle_list.take() {
        return throttled(now, seconds);
    }
    let wanted = query["sysparm_query"].as_str();
    if !wanted.starts_with(&format!("approver={}^state=requested^", ME.0)) {
        return refused(now, StatusCode::BAD_REQUEST, "Invalid query");
    }
    let number = |name: &str| query[name].parse::<usize>().unwrap();
    let (limit, offset) = (number("sysparm_limit"), number("sysparm_offset"));
    let all: Vec<_> = model.rows.values().filter(|row| row["state"] == "requested").collect();
    // A page may be shorter than was asked: the rest of it may not be read.
    let shown = all.iter().skip(offset).take(limit).map(|row| Model::shown(row, fields));
    let mut response = dated(now, StatusCode::OK, &json!({ "result": shown.collect::<Vec<_>>() }));
    response.headers_mut().insert("x-total-count", all.len().into());
    response
}

fn write(model: &mut Model, id: &str, fields: &str, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    if let Some(state) = said["state"].as_str().filter(|_| !model.stubborn) {
        model.write(id, ME, state);
        model.set(id, "comments", said["comments"].as_str().unwrap_or_default());
    }
    match fault {
        Some(Fault::After) => broken(),
        Some(Fault::Half) => {
            let half = Body::from("{\"result\":{\"st");
            Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => {
            dated(now, StatusCode::OK, &json!({ "result": Model::shown(&model.rows[id], fields) }))
        }
    }
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
