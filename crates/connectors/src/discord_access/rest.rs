//! Its REST: lists come in numbered pages, an error is a problem of RFC 9457 that has no type of its own, and an answer's `Date`
//! is the server's clock. Cloudflare stands before it, and leads to a page to sign in where a token is missing or over.

use crate::http::{Answer, Call, Http, LARGEST_PAGE, bad, refused};
use crate::pages::PATIENCE;
use approval::Timestamp;
use desk::ports::{ConnectorError, Said};
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;
/// Rows of a page that are asked for, and more than which none has.
pub(super) const PAGE: usize = 100;

/// A success: what was said, and when by the server's clock.
pub(super) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
}

/// A page of a list; they count from 1.
#[derive(Debug, Deserialize)]
pub(super) struct Page<T> {
    pub items: Vec<T>,
    pub pages: usize,
}

pub(super) async fn ask<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<T>, ConnectorError> {
    let answer = http.exchange(call).await?;
    if !answer.status.is_success() {
        return Err(refusal(&answer));
    }
    Ok(Told { at: answer.date()?, said: answer.json()? })
}

pub(super) async fn ask_page<T: DeserializeOwned>(
    http: &Http,
    mut call: Call<'_>,
    number: usize,
) -> Result<Told<Page<T>>, ConnectorError> {
    call.query.extend([("page", number.to_string()), ("size", PAGE.to_string())]);
    let page: Told<Page<T>> = ask(http, call.page(LARGEST_PAGE)).await?;
    if page.said.items.len() > PAGE {
        return Err(bad(format!("more than {PAGE} rows on a page")));
    }
    Ok(page)
}

/// A call that writes, as it goes into the log.
pub(super) async fn tell(http: &Http, path: &str, body: &Value) -> Said {
    let call = format!("PUT {path} {body}");
    let answer = async {
        let answer = http.exchange(Call::put(path).json(body)?).await?;
        if !answer.status.is_success() {
            return Err(refusal(&answer));
        }
        String::from_utf8(answer.body).map_err(|_| bad("a body that is no text".to_owned()))
    };
    Said { call, answer: answer.await }
}

/// An id, fit to stand in a path: nothing in it leads elsewhere.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&id.len()) && id.bytes().all(plain)
}

#[derive(Default, Deserialize)]
struct Detail {
    detail: Option<String>,
}

/// What an answer that is no success means. Every problem is `about:blank`: its status counts.
fn refusal(answer: &Answer) -> ConnectorError {
    if answer.status.is_redirection() {
        return refused(ProblemType::Unauthenticated, "It asks you to sign in: the token is not accepted, or over.");
    }
    if !answer.is("application/problem+json") && !answer.is("application/json") {
        return answer.refusal();
    }
    let Detail { detail } = serde_json::from_slice(&answer.body).unwrap_or_default();
    let detail: String = detail.unwrap_or_default().chars().take(LONGEST_MESSAGE).collect();
    let kind = match answer.status {
        StatusCode::UNAUTHORIZED => ProblemType::Unauthenticated,
        StatusCode::FORBIDDEN if detail.contains("Cloudflare") => ProblemType::Unauthenticated,
        StatusCode::FORBIDDEN => ProblemType::Forbidden,
        StatusCode::NOT_FOUND => ProblemType::NotFound,
        // It is no longer pending.
        StatusCode::CONFLICT => ProblemType::AlreadyDecided,
        // Whoever asked, or what they asked for, is there no more.
        StatusCode::GONE => ProblemType::RequestClosed,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => ProblemType::Malformed,
        StatusCode::TOO_MANY_REQUESTS => ProblemType::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ProblemType::Unavailable,
        // What was done before it failed is not known.
        status if status.is_server_error() => return ConnectorError::NoAnswer(detail),
        status => return bad(format!("{status}, which its contract does not have")),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let retry_after = patience.then(|| answer.retry_after().unwrap_or(PATIENCE));
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, detail) }))
}
