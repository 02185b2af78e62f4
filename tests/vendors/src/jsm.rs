//! Jira Service Management Cloud, played: of its REST `request` with its `approval` and `comment`, and Jira's `myself`. What is
//! asked and answered is held to Atlassian's own description by Prism (`contracts.rs`). Each request has one approval, which
//! Noor or Ilya answers.

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

/// As it is typed: the e-mail address and the API token.
pub const TOKEN: &str = "noor.haddad@contoso.example:ATATT-token-of-noor";
/// The same, as it is sent.
const BASIC: &str = "Basic bm9vci5oYWRkYWRAY29udG9zby5leGFtcGxlOkFUQVRULXRva2VuLW9mLW5vb3I=";
/// Noor Haddad.
pub const ME: &str = "5b10a2844c20165700ede21g";
pub const DANA: &str = "5b109f2e9729b51b54dc274d";
pub const ILYA: &str = "5b10ac8d82e05b22cc7d4ef5";
const API: &str = "/rest/servicedeskapi/request";
const LARGEST_BODY: usize = 64 * 1024;

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// By id.
    pub requests: BTreeMap<String, Asked>,
    /// Requests on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// Comments are refused.
    pub mute: bool,
    /// What happens to the next calls that decide.
    pub faults: VecDeque<Fault>,
    /// Calls that decide.
    pub calls: usize,
}

/// A request with what belongs to it.
pub struct Asked {
    pub body: Value,
    pub approvals: Vec<Value>,
    pub comments: Vec<Value>,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            requests: BTreeMap::new(),
            page: 50,
            deaf: false,
            throttle_list: None,
            mute: false,
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
        let count = model.requests.len() + 1;
        let (id, now) = ((10_000 + count).to_string(), model.now());
        let field = |id: &str, label: &str, value: Value| json!({ "fieldId": id, "label": label, "value": value });
        let body = json!({
            "issueId": id,
            "issueKey": format!("ACCESS-{count}"),
            "requestTypeId": "25",
            "requestType": { "id": "25", "name": "Access to a system", "description": "For a while", "serviceDeskId": "10" },
            "serviceDeskId": "10",
            "serviceDesk": { "id": "10", "projectId": "11001", "projectName": "Access desk", "projectKey": "ACCESS" },
            "createdDate": date(now),
            "reporter": person(who),
            "requestFieldValues": [
                field("summary", "Summary", json!("The backup failed.")),
                field("customfield_10050", "Duration", json!({ "self": "https://x.example/1", "value": format!("{hours} hours"), "id": "1" })),
                field("customfield_10051", "Access level", json!({ "self": "https://x.example/2", "value": "Backup operator", "id": "2" })),
            ],
            "currentStatus": { "status": "Waiting for approval", "statusCategory": "INDETERMINATE", "statusDate": date(now) },
            "_links": { "web": format!("https://contoso.example/servicedesk/customer/portal/10/ACCESS-{count}") },
        });
        let approvals = vec![approval(count, "Waiting for approval", now)];
        model.requests.insert(id.clone(), Asked { body, approvals, comments: Vec::new() });
        id
    }
}

fn approval(number: usize, name: &str, now: Timestamp) -> Value {
    let approver = |who: &str| json!({ "approver": person(who), "approverDecision": "pending" });
    json!({
        "id": number.to_string(), "name": name, "finalDecision": "pending", "canAnswerApproval": true,
        "approvers": [approver(ME), approver(ILYA)], "createdDate": date(now),
    })
}

/// As Jira writes dates, with a zone that has no colon.
fn date(at: Timestamp) -> Value {
    let iso8601 = at.to_utc().format("%Y-%m-%dT%H:%M:%S+0000").to_string();
    let jira = at.to_utc().format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string();
    json!({ "iso8601": iso8601, "jira": jira, "friendly": "Today", "epochMillis": at.millis() })
}

fn person(id: &str) -> Value {
    let (name, address, zone) = match id {
        ME => ("Noor Haddad", "noor.haddad@contoso.example", "Europe/Berlin"),
        DANA => ("Dana Peres", "dana.peres@contoso.example", "Europe/Lisbon"),
        _ => ("Ilya Sun", "ilya.sun@contoso.example", "Asia/Tokyo"),
    };
    json!({ "accountId": id, "displayName": name, "emailAddress": address, "active": true, "timeZone": zone })
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
    }

    pub fn asked(&mut self, id: &str) -> &mut Asked {
        self.requests.get_mut(id).unwrap()
    }

    /// Both have to agree.
    pub fn need_both(&mut self, id: &str) {
        self.asked(id).approvals[0]["name"] = json!("Both");
    }

    /// Whoever it is answers the approval that waits.
    pub fn answer(&mut self, id: &str, who: &str, approve: bool) {
        let now = self.now();
        let asked = self.requests.get_mut(id).unwrap();
        let approval = asked.approvals.iter_mut().find(|approval| approval["finalDecision"] == "pending").unwrap();
        let word = if approve { "approved" } else { "declined" };
        let all = approval["approvers"].as_array_mut().unwrap();
        all.iter_mut().find(|by| by["approver"]["accountId"] == who).unwrap()["approverDecision"] = json!(word);
        let both = approval["name"] == "Both";
        if who == ME {
            approval["canAnswerApproval"] = json!(false);
        }
        let all = approval["approvers"].as_array().unwrap();
        if !approve || !both || all.iter().all(|by| by["approverDecision"] == "approved") {
            approval["finalDecision"] = json!(word);
            approval["canAnswerApproval"] = json!(false);
            approval["completedDate"] = date(now);
            let (status, category) = if approve { ("In progress", "INDETERMINATE") } else { ("Declined", "DONE") };
            asked.body["currentStatus"] =
                json!({ "status": status, "statusCategory": category, "statusDate": date(now) });
        }
    }

    pub fn cancel(&mut self, id: &str) {
        self.asked(id).body["currentStatus"]["statusCategory"] = json!("DONE");
    }

    /// What nobody answered for so long is closed by whoever asked: Jira itself keeps it open.
    pub fn give_up(&mut self, after: i64) {
        let now = self.now().millis();
        for asked in self.requests.values_mut() {
            let since = now - asked.body["createdDate"]["epochMillis"].as_i64().unwrap();
            if asked.approvals[0]["finalDecision"] == "pending" && since >= after {
                asked.body["currentStatus"]["statusCategory"] = json!("DONE");
            }
        }
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(bool, Window)> {
        let asked = &self.requests[id];
        let hours = asked.body["requestFieldValues"][1]["value"]["value"].as_str().unwrap_or("1 hours");
        let hours: u32 = hours.trim_end_matches(" hours").parse().unwrap();
        let mine = asked.approvals.iter().flat_map(|approval| approval["approvers"].as_array().unwrap());
        let mine = mine.filter(|by| by["approver"]["accountId"] == ME && by["approverDecision"] != "pending");
        mine.map(|by| (by["approverDecision"] == "approved", Window::from_minutes(hours * 60).unwrap())).collect()
    }

    pub fn comments(&self, id: &str) -> Vec<String> {
        let all = self.requests[id].comments.iter();
        all.map(|comment| comment["body"].as_str().unwrap().to_owned()).collect()
    }
}

fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

fn refused(now: Timestamp, status: StatusCode, message: &str) -> Response<Body> {
    let i18n = json!({ "i18nKey": "sd.error", "parameters": [] });
    answer(now, status, &json!({ "errorMessage": message, "i18nErrorMessage": i18n }))
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded.");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn signed_in(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|given| given == BASIC)
}

async fn answered(State(played): State<Played>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let query = parts.uri.query().unwrap_or_default();
    let has = |pair: &str| query.split('&').any(|part| part == pair);
    let number =
        |name: &str| query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    if played.model().deaf && path == API {
        return std::future::pending().await;
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut model = played.model();
    let now = model.now();
    let writes = parts.method == Method::POST;
    model.calls += usize::from(writes && path.contains("/approval/"));
    if !signed_in(&parts.headers) {
        return refused(now, StatusCode::UNAUTHORIZED, "Client must be authenticated to access this resource.");
    }
    let nothing = || refused(now, StatusCode::NOT_FOUND, "The request does not exist or you cannot see it.");
    if path == "/rest/api/3/myself" && !writes {
        return answer(now, StatusCode::OK, &person(ME));
    }
    let page = (number("start").unwrap_or(0), number("limit").unwrap_or(50));
    match path.strip_prefix(API).map(|rest| rest.split('/').skip(1).collect::<Vec<_>>()).as_deref() {
        Some([]) if !writes => {
            if let Some(seconds) = model.throttle_list.take() {
                return throttled(now, seconds);
            }
            if !has("requestOwnership=APPROVER") || !has("approvalStatus=MY_PENDING_APPROVAL") {
                return refused(now, StatusCode::BAD_REQUEST, "approvalStatus needs requestOwnership=APPROVER.");
            }
            let mine = model.requests.values().filter(|asked| asked.waits_for_me());
            let (all, most) = (mine.map(|asked| asked.body.clone()).collect(), model.page);
            answer(now, StatusCode::OK, &paged(all, page, most))
        }
        Some([id, rest @ ..]) if model.requests.contains_key(*id) => match rest {
            [] if !writes => answer(now, StatusCode::OK, &model.requests[*id].body),
            ["approval"] if !writes => {
                answer(now, StatusCode::OK, &paged(model.requests[*id].approvals.clone(), page, 50))
            }
            ["comment"] if !writes => {
                answer(now, StatusCode::OK, &paged(model.requests[*id].comments.clone(), page, 50))
            }
            ["comment"] => comment(&mut model, id, &body),
            ["approval", approval] if writes => decide(&mut model, id, approval, &body),
            _ => nothing(),
        },
        _ => nothing(),
    }
}

impl Asked {
    fn waits_for_me(&self) -> bool {
        let pending =
            |approval: &&Value| approval["finalDecision"] == "pending" && approval["canAnswerApproval"] == true;
        self.body["currentStatus"]["statusCategory"] != "DONE" && self.approvals.iter().any(|one| pending(&one))
    }
}

fn paged(all: Vec<Value>, (start, limit): (usize, usize), most: usize) -> Value {
    let to = (start + limit.min(most)).min(all.len());
    let values = &all[start.min(to)..to];
    json!({ "size": values.len(), "start": start, "limit": limit, "isLastPage": to == all.len(), "values": values })
}

fn comment(model: &mut Model, id: &str, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let Ok(said) = serde_json::from_slice::<Value>(body) else {
        return refused(now, StatusCode::BAD_REQUEST, "The body cannot be read.");
    };
    if model.mute {
        return refused(now, StatusCode::FORBIDDEN, "You cannot comment on this request.");
    }
    let all = &mut model.asked(id).comments;
    let number = (1000 + all.len()).to_string();
    let comment = json!({
        "id": number, "body": said["body"], "public": said["public"], "author": person(ME), "created": date(now),
    });
    all.push(comment.clone());
    answer(now, StatusCode::CREATED, &comment)
}

fn decide(model: &mut Model, id: &str, approval: &str, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let said = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let Some(decision @ ("approve" | "decline")) = said["decision"].as_str() else {
        return refused(now, StatusCode::BAD_REQUEST, "The decision is not valid.");
    };
    let asked = model.asked(id);
    let Some(place) = asked.approvals.iter().position(|known| known["id"] == approval) else {
        return refused(now, StatusCode::NOT_FOUND, "The approval does not exist.");
    };
    if asked.body["reporter"]["accountId"] == ME {
        return refused(now, StatusCode::FORBIDDEN, "You cannot answer the approval of your own request.");
    }
    if asked.approvals[place]["canAnswerApproval"] != true {
        return refused(now, StatusCode::CONFLICT, "The approval has been answered already.");
    }
    model.answer(id, ME, decision == "approve");
    let body = model.asked(id).approvals[place].clone();
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
