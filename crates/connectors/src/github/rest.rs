//! GitHub's REST as its *best practices* and *rate limits* ask (docs.github.com/rest/using-the-rest-api): one call at a time, a
//! second between two that write, nothing more once the limit is used up, and nothing read again that stands as it was
//! (ETag). An answer's `Date` is the server's clock.

use crate::AddressError;
use crate::Credential;
use crate::http::{Answer, Call, Http, LARGEST_PAGE, Timeouts, bad, refused, unreadable};
use approval::Timestamp;
use desk::ports::{ConnectorError, Said};
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use reqwest::header::{ETAG, LINK};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The version of the API that is spoken.
const VERSION: &str = "2022-11-28";
/// Between two calls that write.
const BETWEEN: Duration = Duration::from_secs(1);
/// For an answer that asks for patience and does not say how long.
const PATIENCE: u32 = 60;
/// A limit is counted by the hour.
const LONGEST_PATIENCE: u32 = 3600;
/// Of answers that may be asked for again; what is more is not kept.
const MOST_KEPT: usize = 32 * 1024 * 1024;
/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;

#[derive(Debug)]
pub(super) struct Api {
    http: Http,
    /// Whoever asks has it until the answer is there.
    turn: Mutex<Turn>,
}

#[derive(Debug, Default)]
struct Turn {
    /// By path and query, what was read with an ETag.
    kept: HashMap<String, Kept>,
    /// The limit is used up until then.
    used_up: Option<Instant>,
    wrote: Option<Instant>,
}

#[derive(Debug)]
struct Kept {
    etag: String,
    page: Page,
    /// In the round that goes on, or the one before.
    used: bool,
}

#[derive(Debug, Clone)]
struct Page {
    body: Arc<[u8]>,
    more: bool,
}

/// A success: what was said, when by the server's clock, and whether another page follows.
pub(super) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
    pub more: bool,
}

impl Api {
    pub fn new(endpoint: &str, credential: Credential, timeouts: Timeouts) -> Result<Self, AddressError> {
        Ok(Self { http: Http::new(endpoint, Some(credential), timeouts)?, turn: Mutex::default() })
    }

    /// Whether a page is GitHub's, or of the server of one's own that this is.
    pub fn has_page(&self, page: &str) -> bool {
        self.http.is_page(page, "github.com")
    }

    /// Forgets what the round before did not ask for.
    pub async fn begin_round(&self) {
        let kept = &mut self.turn.lock().await.kept;
        kept.retain(|_, kept| std::mem::take(&mut kept.used));
    }

    pub async fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&'static str, String)],
    ) -> Result<Told<T>, ConnectorError> {
        let mut turn = self.turn.lock().await;
        turn.may_ask()?;
        let key = format!("{path}?{query:?}");
        let mut call = call(Call::get(path)).page(LARGEST_PAGE);
        call.query.extend(query.iter().cloned());
        let known = turn.kept.get(&key).map(|kept| kept.etag.clone());
        if let Some(etag) = &known {
            call = call.header("If-None-Match", etag.as_str());
        }
        let answer = self.http.exchange(call).await?;
        turn.note(&answer);
        let page = match (answer.status, turn.kept.get_mut(&key)) {
            (StatusCode::NOT_MODIFIED, Some(kept)) => {
                kept.used = true;
                kept.page.clone()
            }
            (status, _) if status.is_success() => turn.keep(key, &answer)?,
            _ => return Err(refusal(&answer)),
        };
        drop(turn);
        let said = serde_json::from_slice(&page.body).map_err(unreadable)?;
        Ok(Told { at: answer.date()?, said, more: page.more })
    }

    /// A call that writes, as it goes into the log.
    pub async fn tell(&self, path: &str, body: &Value) -> Said {
        let said = format!("POST {path} {body}");
        let answer = async {
            let mut turn = self.turn.lock().await;
            if let Some(wrote) = turn.wrote {
                tokio::time::sleep_until(wrote + BETWEEN).await;
            }
            turn.may_ask()?;
            turn.wrote = Some(Instant::now());
            let answer = self.http.exchange(call(Call::post(path)).json(body)?).await;
            turn.wrote = Some(Instant::now());
            let answer = answer?;
            turn.note(&answer);
            if !answer.status.is_success() {
                return Err(refusal(&answer));
            }
            String::from_utf8(answer.body).map_err(|_| bad("a body that is no text".to_owned()))
        };
        Said { call: said, answer: answer.await }
    }
}

fn call(call: Call<'_>) -> Call<'_> {
    call.header("X-GitHub-Api-Version", VERSION)
}

impl Turn {
    /// Nothing leaves while the limit is used up: who goes on asking may be shut out.
    fn may_ask(&self) -> Result<(), ConnectorError> {
        let left = self.used_up.map(|until| until.saturating_duration_since(Instant::now())).unwrap_or_default();
        if left.is_zero() {
            return Ok(());
        }
        let seconds = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(LONGEST_PATIENCE);
        Err(patience("GitHub’s limit of calls is used up.", seconds))
    }

    fn note(&mut self, answer: &Answer) {
        self.used_up = until_reset(answer).map(|seconds| Instant::now() + Duration::from_secs(seconds.into()));
    }

    fn keep(&mut self, key: String, answer: &Answer) -> Result<Page, ConnectorError> {
        if !answer.is("application/json") {
            return Err(bad(format!("{} without JSON in it", answer.status)));
        }
        let text = |name| answer.headers.get(name).and_then(|value| value.to_str().ok());
        let page = Page { body: answer.body.as_slice().into(), more: text(LINK).is_some_and(leads_on) };
        let room = self.kept.values().map(|kept| kept.page.body.len()).sum::<usize>() + page.body.len() <= MOST_KEPT;
        match text(ETAG).filter(|_| room) {
            Some(etag) => {
                let kept = Kept { etag: etag.to_owned(), page: page.clone(), used: true };
                self.kept.insert(key, kept);
            }
            None => drop(self.kept.remove(&key)),
        }
        Ok(page)
    }
}

/// Whether a `Link` (RFC 8288) names a next page. Where that is, is counted here and never followed.
fn leads_on(link: &str) -> bool {
    link.split(',').flat_map(|one| one.split(';').skip(1)).any(|part| part.trim() == r#"rel="next""#)
}

/// Seconds until calls are counted anew, where none is left.
fn until_reset(answer: &Answer) -> Option<u32> {
    let number = |name| answer.headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
    if number("x-ratelimit-remaining")? > 0 {
        return None;
    }
    let reset = Timestamp::from_millis(number("x-ratelimit-reset")?.checked_mul(1000)?);
    let left = reset.millis_since(answer.date().ok()?).max(0).unsigned_abs().div_ceil(1000);
    u32::try_from(left).ok().filter(|left| *left > 0).map(|left| left.min(LONGEST_PATIENCE))
}

fn patience(why: &str, seconds: u32) -> ConnectorError {
    let problem = Problem::new(ProblemType::TooManyRequests, why);
    ConnectorError::Refused(Box::new(Problem { retry_after: Some(seconds), ..problem }))
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    message: String,
}

/// What an answer that is no success means. A limit is told by 403 or by 429 alike.
fn refusal(answer: &Answer) -> ConnectorError {
    let status = answer.status;
    if matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT)
    {
        return bad(format!("{status}: a redirect is not followed. Name the repository as it is called by now"));
    }
    let read = answer.is("application/json").then(|| serde_json::from_slice::<Refused>(&answer.body).ok());
    let Some(Refused { message }) = read.flatten() else { return answer.refusal() };
    let detail: String = message.chars().take(LONGEST_MESSAGE).collect();
    let limited = || answer.retry_after().or_else(|| until_reset(answer));
    let kind = match status {
        StatusCode::UNAUTHORIZED => ProblemType::Unauthenticated,
        StatusCode::TOO_MANY_REQUESTS => return patience(&detail, limited().unwrap_or(PATIENCE)),
        StatusCode::FORBIDDEN => match limited() {
            Some(seconds) => return patience(&detail, seconds),
            None if detail.to_lowercase().contains("rate limit") => return patience(&detail, PATIENCE),
            None => ProblemType::Forbidden,
        },
        StatusCode::NOT_FOUND => ProblemType::NotFound,
        StatusCode::SERVICE_UNAVAILABLE => match answer.retry_after() {
            Some(seconds) => {
                let problem = Problem::new(ProblemType::Unavailable, detail);
                return ConnectorError::Refused(Box::new(Problem { retry_after: Some(seconds), ..problem }));
            }
            None => return ConnectorError::NoAnswer(detail),
        },
        // What it would not do it does not put into words that are written down: reading says where it stands.
        status if status.is_client_error() => {
            let status = status.as_u16();
            let problem = Problem {
                type_: "refused-by-github".to_owned(),
                status,
                ..Problem::new(ProblemType::Malformed, detail)
            };
            return ConnectorError::Refused(Box::new(problem));
        }
        status if status.is_server_error() => return ConnectorError::NoAnswer(detail),
        _ => return answer.refusal(),
    };
    refused(kind, &detail)
}

#[cfg(test)]
mod tests {
    use super::leads_on;

    #[test]
    fn only_the_relation_says_that_a_page_follows() {
        assert!(leads_on(r#"<https://x/?page=1>; rel="prev", <https://x/?page=3>; rel="next""#));
        assert!(!leads_on(r#"<https://x/?rel="next">; rel="last""#));
        assert!(!leads_on(""));
    }
}
