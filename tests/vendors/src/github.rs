//! GitHub's deployment reviews, played: its REST of waiting runs, pending deployments, the history of reviews, environments and the
//! review itself, with ETags, limits and pages, as its OpenAPI document says. GitHub's own client works against it unchanged
//! (`octokit/client.mjs`). One repository has three environments; one of them waits half an hour by itself.

mod shown;

use crate::{Clock, Fault};
use approval::Timestamp;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;
use tokio::net::TcpListener;

pub const TOKEN: &str = "ghp_aTokenOfNoor";
pub const ME: &str = "noor-haddad";
pub const DANA: &str = "dana-peres";
pub const ILYA: &str = "Ilya Sun";
pub const REPOSITORY: &str = "acme/web";
/// Of no great risk.
pub const DEVELOPMENT: u64 = 71_000_001;
/// Waits half an hour by itself.
pub const STAGING: u64 = 71_000_002;
pub const PRODUCTION: u64 = 71_000_003;
const DAY: i64 = 86_400_000;

#[derive(Clone)]
pub struct Played(Arc<Mutex<Model>>);

pub struct Model {
    clock: Clock,
    /// By id; of each the newest attempt last.
    pub runs: BTreeMap<u64, Run>,
    /// Runs on a page at most.
    pub page: usize,
    /// Lists of runs are never answered.
    pub deaf: bool,
    /// The next list of runs is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// When something was written.
    pub writes: Vec<Instant>,
    /// Answers that nothing changed.
    pub unchanged: usize,
    /// Calls that were under way at once, at most.
    pub at_once: usize,
    under_way: usize,
    /// Calls that are left until the limit is counted anew.
    pub left: u32,
}

pub struct Run {
    pub title: String,
    pub number: usize,
    pub attempts: Vec<Attempt>,
    /// Environments that wait for a review, in the newest attempt.
    pub waiting: Vec<u64>,
    /// Oldest first: environment, state, who, comment.
    pub reviews: Vec<(u64, &'static str, String, String)>,
}

pub struct Attempt {
    pub by: String,
    pub began: Timestamp,
    /// How it ended.
    pub conclusion: Option<&'static str>,
}

impl Run {
    fn is_over(&self) -> bool {
        self.attempts.last().is_none_or(|attempt| attempt.conclusion.is_some())
    }

    fn end(&mut self, conclusion: &'static str) {
        self.waiting.clear();
        self.attempts.last_mut().unwrap().conclusion = Some(conclusion);
    }
}

impl Played {
    /// Answers with the address to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let played = Self(Arc::new(Mutex::new(Model {
            clock,
            runs: BTreeMap::new(),
            page: 100,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            writes: Vec::new(),
            unchanged: 0,
            at_once: 0,
            under_way: 0,
            left: 5000,
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

    /// Somebody set a run off 29 days ago, and it waits for a review ever since; answers with its id.
    pub fn ask(&self, who: &str, environment: u64) -> u64 {
        let mut model = self.model();
        let number = model.runs.len() + 1;
        // Like the real ones told apart by their ends.
        let id = 30_000_000_000 + number as u64 * 70_000_019;
        let began = model.now().plus_millis(-29 * DAY);
        let run = Run {
            title: "Let the basket keep its prices".to_owned(),
            number,
            attempts: vec![Attempt { by: who.to_owned(), began, conclusion: None }],
            waiting: vec![environment],
            reviews: Vec::new(),
        };
        model.runs.insert(id, run);
        id
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

    /// What waited for 30 days has failed.
    fn over(&mut self) {
        let now = self.now();
        let due = |run: &Run| run.attempts.last().is_some_and(|attempt| now.millis_since(attempt.began) >= 30 * DAY);
        self.runs.values_mut().filter(|run| !run.waiting.is_empty() && due(run)).for_each(|run| run.end("failure"));
    }

    pub fn cancel(&mut self, run: u64) {
        self.runs.get_mut(&run).unwrap().end("cancelled");
    }

    /// Where it was approved the run goes on; where it was rejected it fails.
    pub fn review(&mut self, run: u64, environment: u64, who: &str, approved: bool, comment: &str) {
        let run = self.runs.get_mut(&run).unwrap();
        let state = if approved { "approved" } else { "rejected" };
        run.reviews.push((environment, state, who.to_owned(), comment.to_owned()));
        run.waiting.retain(|waiting| *waiting != environment);
        if !approved {
            run.end("failure");
        }
    }

    /// A later job of the run waits for the same environment.
    pub fn wait_again(&mut self, run: u64, environment: u64) {
        self.runs.get_mut(&run).unwrap().waiting.push(environment);
    }

    /// Somebody runs it again.
    pub fn rerun(&mut self, run: u64, who: &str, environment: u64) {
        let now = self.now();
        let run = self.runs.get_mut(&run).unwrap();
        run.attempts.push(Attempt { by: who.to_owned(), began: now, conclusion: None });
        run.waiting = vec![environment];
    }
}

/// One call, for as long as it is answered.
struct UnderWay(Played);

impl UnderWay {
    fn begin(played: &Played) -> Self {
        let mut model = played.model();
        model.under_way += 1;
        model.at_once = model.at_once.max(model.under_way);
        drop(model);
        Self(played.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.model().under_way -= 1;
    }
}

async fn answered(
    State(played): State<Played>,
    method: Method,
    uri: Uri,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let _under_way = UnderWay::begin(&played);
    let path: Vec<&str> = uri.path().trim_matches('/').split('/').collect();
    let is_list = path.ends_with(&["actions", "runs"]);
    if played.model().deaf && is_list {
        return std::future::pending().await;
    }
    let mut model = played.model();
    model.over();
    let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok()).unwrap_or_default();
    if !given.split_once(' ').is_some_and(|(kind, token)| ["Bearer", "token"].contains(&kind) && token == TOKEN) {
        return model.refused(StatusCode::UNAUTHORIZED, "Bad credentials");
    }
    if model.left == 0 {
        return model.refused(StatusCode::FORBIDDEN, "API rate limit exceeded for user ID 1.");
    }
    if let (true, Some(seconds)) = (is_list, model.throttle_list) {
        model.throttle_list = None;
        return model.throttled(seconds);
    }
    if method == Method::POST {
        return model.write(&path, &body);
    }
    let (said, next) = match model.read(&path, &query) {
        Some(read) => read,
        None => return model.refused(StatusCode::NOT_FOUND, "Not Found"),
    };
    let mut hash = DefaultHasher::new();
    (said.to_string(), next).hash(&mut hash);
    let etag = format!("W/\"{:016x}\"", hash.finish());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        model.unchanged += 1;
        return model.answer(StatusCode::NOT_MODIFIED, None, &[(header::ETAG, etag)]);
    }
    model.left -= 1;
    let mut more = vec![(header::ETAG, etag)];
    more.extend(next.map(|page| {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let size = query.get("per_page").cloned().unwrap_or_default();
        let status = query.get("status").map(|status| format!("&status={status}")).unwrap_or_default();
        let link = format!("<http://{host}{}?per_page={size}&page={page}{status}>; rel=\"next\"", uri.path());
        (header::LINK, link)
    }));
    model.answer(StatusCode::OK, Some(&said), &more)
}

impl Model {
    /// What stands at a path, and the number of the next page.
    fn read(&self, path: &[&str], query: &HashMap<String, String>) -> Option<(Value, Option<usize>)> {
        let rest = match path {
            ["user"] => return Some((shown::me(), None)),
            ["repos", owner, repo, rest @ ..] if format!("{owner}/{repo}") == REPOSITORY => rest,
            _ => return None,
        };
        let number = |name: &str, otherwise: usize| query.get(name).map_or(Some(otherwise), |text| text.parse().ok());
        let run = |id: &str| self.runs.get_key_value(&id.parse().ok()?);
        let whole = |value| Some((value, None));
        match rest {
            ["environments"] => {
                let all = [DEVELOPMENT, STAGING, PRODUCTION].map(shown::environment);
                whole(json!({ "total_count": all.len(), "environments": all }))
            }
            ["actions", "runs"] => {
                let waits = query.get("status").is_some_and(|status| status == "waiting");
                let all = self.runs.iter().rev().filter(|(_, run)| !waits || !run.waiting.is_empty());
                let all: Vec<Value> = all.map(|(id, run)| shown::run(*id, run, run.attempts.len())).collect();
                let (size, page) = (number("per_page", 30)?.min(self.page), number("page", 1)?);
                let from = ((page - 1) * size).min(all.len());
                let to = (from + size).min(all.len());
                let said = json!({ "total_count": all.len(), "workflow_runs": all[from..to] });
                Some((said, (to < all.len()).then_some(page + 1)))
            }
            ["actions", "runs", id] => {
                let (id, run) = run(id)?;
                whole(shown::run(*id, run, run.attempts.len()))
            }
            ["actions", "runs", id, "attempts", attempt] => {
                let (id, run) = run(id)?;
                let attempt = attempt.parse().ok().filter(|attempt| (1..=run.attempts.len()).contains(attempt))?;
                whole(shown::run(*id, run, attempt))
            }
            ["actions", "runs", id, "pending_deployments"] => {
                let (_, run) = run(id)?;
                whole(run.waiting.iter().map(|environment| shown::pending(*environment, self.now())).collect())
            }
            ["actions", "runs", id, "approvals"] => {
                let (_, run) = run(id)?;
                whole(run.reviews.iter().map(shown::review).collect())
            }
            _ => None,
        }
    }

    fn write(&mut self, path: &[&str], body: &Bytes) -> Response<Body> {
        self.writes.push(Instant::now());
        let fault = self.faults.pop_front();
        match fault {
            Some(Fault::Throttled(seconds)) => return self.throttled(seconds),
            Some(Fault::Before) => return broken(),
            Some(Fault::After | Fault::Half) | None => {}
        }
        let run = match path {
            ["repos", owner, repo, "actions", "runs", run, "pending_deployments"]
                if format!("{owner}/{repo}") == REPOSITORY =>
            {
                run.parse().ok().filter(|run| self.runs.contains_key(run))
            }
            _ => None,
        };
        let Some(run) = run else { return self.refused(StatusCode::NOT_FOUND, "Not Found") };
        let said: Value = serde_json::from_slice(body).unwrap_or_default();
        let ids: Option<Vec<u64>> =
            said["environment_ids"].as_array().and_then(|ids| ids.iter().map(Value::as_u64).collect());
        let (state, comment) = (said["state"].as_str(), said["comment"].as_str());
        let (Some(ids), Some(state @ ("approved" | "rejected")), Some(comment)) = (ids, state, comment) else {
            return self.refused(StatusCode::UNPROCESSABLE_ENTITY, "Invalid request.");
        };
        let waiting = &self.runs[&run].waiting;
        if ids.is_empty() || self.runs[&run].is_over() || ids.iter().any(|id| !waiting.contains(id)) {
            return self
                .refused(StatusCode::UNPROCESSABLE_ENTITY, "No pending deployment requests to approve or reject.");
        }
        for id in &ids {
            self.review(run, *id, ME, state == "approved", comment);
        }
        let now = self.now();
        let said: Value = ids.iter().map(|id| shown::deployment(run, *id, now)).collect();
        match fault {
            Some(Fault::After) => broken(),
            Some(Fault::Half) => {
                let text = said.to_string();
                let half = Body::from(text[..text.len() / 2].to_owned());
                Response::builder().header(header::CONTENT_TYPE, "application/json").body(half).unwrap()
            }
            Some(Fault::Throttled(_) | Fault::Before) | None => self.answer(StatusCode::OK, Some(&said), &[]),
        }
    }

    fn answer(
        &self,
        status: StatusCode,
        body: Option<&Value>,
        more: &[(header::HeaderName, String)],
    ) -> Response<Body> {
        let now = self.now();
        let mut response = match body {
            Some(body) => (status, Json(body)).into_response(),
            None => status.into_response(),
        };
        let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let reset = now.millis() / 1000 + 1800;
        let own = [("date", date), ("x-ratelimit-limit", "5000".to_owned())];
        let counted = [("x-ratelimit-remaining", self.left.to_string()), ("x-ratelimit-reset", reset.to_string())];
        let more = more.iter().map(|(name, value)| (name.as_str(), value.clone()));
        for (name, value) in own.into_iter().chain(counted).chain(more) {
            response
                .headers_mut()
                .insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        response
    }

    fn refused(&self, status: StatusCode, message: &str) -> Response<Body> {
        let said = json!({ "message": message, "documentation_url": "https://docs.github.com/rest", "status": status.as_str() });
        self.answer(status, Some(&said), &[])
    }

    fn throttled(&self, seconds: u32) -> Response<Body> {
        let mut response = self.refused(StatusCode::TOO_MANY_REQUESTS, "You have exceeded a secondary rate limit.");
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        response
    }
}

/// The connection breaks before the answer is whole.
fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
