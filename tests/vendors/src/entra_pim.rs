//! Microsoft Entra Privileged Identity Management, played: of Microsoft Graph its REST of `assignmentScheduleRequests` and
//! `assignmentApprovals` for groups, of `roleAssignmentScheduleRequests` and `roleAssignmentApprovals` for directory roles, and
//! who people are; of access packages its `assignmentRequests` and their approvals; of Azure Resource Manager the same for Azure's resources, and its tenants. Microsoft's own clients work against
//! it unchanged (`entra_pim_client.py`, `azure_pim_client.py`). An approval of a group comes with its stages, one of a role without its
//! steps, so that both ways to read them are played.

mod arm;
mod model;
mod packages;

use crate::{Clock, Fault};
use approval::Timestamp;
pub use arm::SCOPE as AZURE_SCOPE;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
pub use model::{Approving, Model, Surface};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const TOKEN: &str = "eyJ0.a-token-of-noor";
/// Noor Haddad.
pub const ME: &str = "3fbd929d-8c56-4462-851e-0eb9a7b3a2a5";
pub const DANA: &str = "071cc716-8147-4397-a5ba-b2105951cc0b";
pub const ILYA: &str = "c277c8cb-6bb7-42e5-a17f-0add9a718151";
pub const TENANT: &str = "84841066-274d-4ec0-a5c1-276be684bdd3";
/// Azure takes another, which says whose it is.
pub const AZURE_TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQuYXp1cmUuY29tIiwib2lkIjoiM2ZiZDkyOWQtOGM1Ni00NDYyLTg1MWUtMGViOWE3YjNhMmE1IiwidGlkIjoiODQ4NDEwNjYtMjc0ZC00ZWMwLWE1YzEtMjc2YmU2ODRiZGQzIiwibmFtZSI6Ik5vb3IgSGFkZGFkIiwidXBuIjoibm9vci5oYWRkYWRAY29udG9zby5leGFtcGxlIn0.c2lnbmVk";
const LARGEST_BODY: usize = 64 * 1024;

#[derive(Clone)]
pub struct Played {
    model: Arc<Mutex<Model>>,
    address: Arc<str>,
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let model = Arc::new(Mutex::new(Model::new(clock)));
        let played = Self { model, address: address.as_str().into() };
        let routes = axum::Router::new().fallback(answered).with_state(played.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap()
    }

    /// Somebody asks; answers with the request's id.
    pub fn ask(&self, surface: Surface, who: &str, hours: u32) -> String {
        self.model().ask(surface, who, hours)
    }
}

/// How Azure names a request with this id of its own: by its place, here in small letters.
pub fn azure_id(own: &str) -> String {
    format!("{}{}/{own}", arm::SCOPE, arm::REQUESTS).trim_start_matches('/').to_lowercase()
}

pub(crate) fn person(id: &str) -> Option<Value> {
    let (name, address) = match id {
        ME => ("Noor Haddad", "noor.haddad@contoso.example"),
        DANA => ("Dana Peres", "dana.peres@contoso.example"),
        ILYA => ("Ilya Sun", "ilya.sun@contoso.example"),
        _ => return None,
    };
    Some(json!({ "id": id, "displayName": name, "userPrincipalName": address }))
}

fn date(now: Timestamp) -> [(header::HeaderName, String); 1] {
    [(header::DATE, now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string())]
}

fn answer(now: Timestamp, body: &Value) -> Response<Body> {
    (StatusCode::OK, date(now), Json(body)).into_response()
}

fn refused(now: Timestamp, status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let inner = json!({ "date": now, "request-id": "7f0d3c1e-0000-4000-8000-000000000000" });
    let body = json!({ "error": { "code": code, "message": message, "innerError": inner } });
    (status, date(now), Json(body)).into_response()
}

fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too many requests.");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn nothing(now: Timestamp) -> Response<Body> {
    refused(now, StatusCode::NOT_FOUND, "Request_ResourceNotFound", "Resource does not exist.")
}

fn signed_in(headers: &HeaderMap, token: &str) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|given| given == &format!("Bearer {token}"))
}

/// What is behind percent signs, and a space behind a plus in a query.
fn plain(text: &str, query: bool) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let hex = (*first == b'%').then(|| others.get(..2)).flatten();
        let read = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(match read {
            Some(byte) => byte,
            None if *first == b'+' && query => b' ',
            None => *first,
        });
        rest = if read.is_some() { &others[2..] } else { others };
    }
    String::from_utf8(bytes).unwrap()
}

async fn answered(State(played): State<Played>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = plain(parts.uri.path(), false);
    let pairs = parts.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query: HashMap<String, String> = pairs.map(|(name, value)| (plain(name, true), plain(value, true))).collect();
    let is_list = path.ends_with("/filterByCurrentUser(on='approver')") || arm::is_list(&path);
    let waits = |filter: &String| filter.starts_with("stat") || filter == arm::AS_APPROVER;
    if played.model().deaf && is_list && query.get("$filter").is_some_and(waits) {
        return std::future::pending().await;
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut model = played.model();
    model.over();
    let now = model.now();
    if parts.method == Method::PATCH {
        model.calls += 1;
    }
    let of_azure = arm::is_there(&path);
    if !signed_in(&parts.headers, if of_azure { AZURE_TOKEN } else { TOKEN }) {
        return refused(now, StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", "Access token is invalid.");
    }
    if of_azure && !arm::is_dated(&path, &query) {
        return refused(now, StatusCode::BAD_REQUEST, "InvalidApiVersionParameter", "The api-version is invalid.");
    }
    if parts.method == Method::PATCH {
        return decide(&mut model, &path, &body);
    }
    if parts.method != Method::GET {
        return refused(now, StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", "No such method.");
    }
    if let Some(seconds) = model.throttle_list.take_if(|_| is_list) {
        return throttled(now, seconds);
    }
    if of_azure {
        return arm::answered(&model, &played.address, &path, &query);
    }
    match path.as_str() {
        "/v1.0/me" => return answer(now, &person(ME).unwrap()),
        "/v1.0/organization" => {
            let domains = json!([
                { "name": "contoso.onmicrosoft.example", "isDefault": false, "isInitial": true },
                { "name": "contoso.example", "isDefault": true, "isInitial": false },
            ]);
            let tenant = json!({ "id": TENANT, "displayName": "Contoso", "verifiedDomains": domains });
            return answer(now, &json!({ "value": [tenant] }));
        }
        _ => {}
    }
    if let Some(id) = path.strip_prefix("/v1.0/users/") {
        return person(id).map_or_else(|| nothing(now), |person| answer(now, &person));
    }
    match Place::of(&path) {
        Some(Place::Requests(surface, "filterByCurrentUser(on='approver')")) => {
            list(&model, surface, &format!("{}{path}", played.address), &query)
        }
        Some(Place::Requests(surface, id)) => match model.asked(surface, id) {
            Some(asked) => answer(now, &asked.shown(query.get("$expand"))),
            None => nothing(now),
        },
        // Of what waits only that it is there.
        Some(Place::Approvals(surface @ Surface::Packages, "filterByCurrentUser(on='approver')")) => {
            let ids: Vec<Value> = model.of(surface).map(|asked| json!({ "id": asked.body["id"] })).collect();
            answer(now, &json!({ "value": ids }))
        }
        Some(Place::Approvals(surface, rest)) => {
            let mut parts = rest.split('/');
            let asked = parts.next().and_then(|id| model.asked(surface, id));
            match (asked, parts.next(), parts.next(), parts.next()) {
                (Some(asked), None, _, _) => answer(now, &asked.approval()),
                (Some(asked), Some(word), None, _) if word == surface.stages() => {
                    answer(now, &json!({ "value": asked.stages() }))
                }
                (Some(asked), Some(word), Some(id), None) if word == surface.stages() => {
                    let stage = asked.stages().into_iter().find(|stage| stage["id"] == id);
                    stage.map_or_else(|| nothing(now), |stage| answer(now, &stage))
                }
                _ => nothing(now),
            }
        }
        None => nothing(now),
    }
}

/// What a path leads to, and what stands after it.
enum Place<'a> {
    Requests(Surface, &'a str),
    Approvals(Surface, &'a str),
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Option<Self> {
        [Surface::Groups, Surface::Roles, Surface::Azure, Surface::Packages].into_iter().find_map(|surface| {
            let after = |prefix: &str| path.strip_prefix(prefix)?.strip_prefix('/');
            let requests = after(surface.requests()).map(|rest| Place::Requests(surface, rest));
            requests.or_else(|| after(surface.approvals()).map(|rest| Place::Approvals(surface, rest)))
        })
    }
}

fn list(model: &Model, surface: Surface, here: &str, query: &HashMap<String, String>) -> Response<Body> {
    let now = model.now();
    let filter = query.get("$filter").map(String::as_str);
    let quoted = |start: &str| filter?.strip_prefix(start)?.strip_prefix(" eq '")?.strip_suffix('\'');
    let (status, id) = (quoted(surface.state_word()), quoted("id"));
    if filter.is_some() && status.is_none() && id.is_none() {
        return refused(now, StatusCode::BAD_REQUEST, "BadRequest", "The filter is not supported.");
    }
    let wanted = |asked: &&Approving| {
        status.is_none_or(|status| asked.state() == status) && id.is_none_or(|id| asked.body["id"] == id)
    };
    let all: Vec<&Approving> = model.of(surface).filter(wanted).collect();
    let from: usize = query.get("$skiptoken").map_or(0, |token| token.parse().unwrap());
    let to = (from + model.page).min(all.len());
    let shown: Vec<Value> = all[from..to].iter().map(|asked| asked.shown(query.get("$expand"))).collect();
    let mut page = json!({ "value": shown });
    if to < all.len() {
        let kept = ["$filter", "$expand"].into_iter().filter_map(|name| Some((name, query.get(name)?)));
        let kept: String = kept.map(|(name, value)| format!("{name}={}&", value.replace(' ', "%20"))).collect();
        page["@odata.nextLink"] = json!(format!("{here}?{kept}$skiptoken={to}"));
    }
    answer(now, &page)
}

fn decide(model: &mut Model, path: &str, body: &Bytes) -> Response<Body> {
    let now = model.now();
    let fault = model.faults.pop_front();
    match fault {
        Some(Fault::Throttled(seconds)) => return throttled(now, seconds),
        Some(Fault::Before) => return broken(),
        Some(Fault::After | Fault::Half) | None => {}
    }
    let Some(Place::Approvals(surface, rest)) = Place::of(path) else { return nothing(now) };
    let [id, word, stage] = rest.split('/').collect::<Vec<_>>()[..] else { return nothing(now) };
    if word != surface.stages() {
        return nothing(now);
    }
    let Ok(said) = serde_json::from_slice::<Value>(body) else {
        return refused(now, StatusCode::BAD_REQUEST, "BadRequest", "Unable to read JSON request payload.");
    };
    // Microsoft's page on Azure's approvals wraps it, its client does not.
    let said = if surface == Surface::Azure && said["properties"].is_object() { &said["properties"] } else { &said };
    let result = said["reviewResult"].as_str().unwrap_or_default();
    if !matches!(result, "Approve" | "Deny") {
        return refused(now, StatusCode::BAD_REQUEST, "BadRequest", "The review result is not valid.");
    }
    let reason = said["justification"].as_str().unwrap_or_default();
    let Some(asked) = model.asked(surface, id) else { return nothing(now) };
    let Some(number) = asked.stages().iter().position(|known| known["id"] == stage) else { return nothing(now) };
    if asked.body["principalId"] == ME {
        return refused(now, StatusCode::FORBIDDEN, "Forbidden", "Nobody approves their own request.");
    }
    let now_is = &asked.stages()[number];
    if now_is["status"] == "Completed" {
        return refused(now, StatusCode::CONFLICT, "Conflict", "Another approver decided this already.");
    }
    if now_is["status"] != "InProgress" || now_is["assignedToMe"] != true {
        return refused(now, StatusCode::FORBIDDEN, "Forbidden", "The stage is not assigned to the caller.");
    }
    model.review(id, ME, result == "Approve", reason);
    match fault {
        Some(Fault::After) => broken(),
        // Of nothing there is no half: what comes is the beginning of an answer that says another thing.
        Some(Fault::Half) => {
            let half = Body::from("{\"error\":{\"co");
            Response::builder().status(502).header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
        }
        Some(Fault::Throttled(_) | Fault::Before) | None if surface == Surface::Azure => {
            answer(now, &arm::stage(id, &model.asked(surface, id).unwrap().stages()[number]))
        }
        Some(Fault::Throttled(_) | Fault::Before) | None => (StatusCode::NO_CONTENT, date(now)).into_response(),
    }
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
