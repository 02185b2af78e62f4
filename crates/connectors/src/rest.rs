//! REST of systems whose refusals say nothing beyond their status: what an answer means, and what may stand in a path. An
//! answer's `Date` is the server's clock.

use crate::http::{Answer, Call, Http, LARGEST_PAGE, bad, unsent};
use crate::pages::PATIENCE;
use approval::Timestamp;
use desk::ports::{ConnectorError, Said};
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A name that is longer is none.
const LONGEST_NAME: usize = 256;
/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;

/// A success: what was said, and when by the server's clock.
#[derive(Debug)]
pub(crate) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
}

pub(crate) async fn ask<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<T>, ConnectorError> {
    let answer = http.exchange(call).await?;
    if !answer.status.is_success() {
        return Err(refusal(&answer));
    }
    Ok(Told { at: answer.date()?, said: answer.json()? })
}

/// The same, for a page of a list.
pub(crate) async fn ask_page<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<T>, ConnectorError> {
    ask(http, call.page(LARGEST_PAGE)).await
}

/// A call that writes, as it goes into the log.
pub(crate) async fn post(http: &Http, path: &str, body: &Value) -> Said {
    let call = format!("POST {path} {body}");
    let answer = async {
        let answer = http.exchange(Call::post(path).json(body)?).await?;
        match answer.status {
            StatusCode::NO_CONTENT => Ok("204 No Content".to_owned()),
            status if status.is_success() => {
                String::from_utf8(answer.body).map_err(|_| bad("a body that is no text".to_owned()))
            }
            _ => Err(refusal(&answer)),
        }
    };
    Said { call, answer: answer.await }
}

/// Nothing was sent that decides.
pub(crate) fn not_sent(error: ConnectorError) -> Said {
    Said { call: String::new(), answer: Err(unsent(error)) }
}

/// An id, fit to stand in a path: nothing in it leads elsewhere.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

pub(crate) fn fit(id: &str) -> Result<&str, ConnectorError> {
    let unfit = || ConnectorError::Unreachable("an id that cannot stand in an address".to_owned());
    if is_id(id) { Ok(id) } else { Err(unfit()) }
}

/// A name that can be shown; `None` where there is none.
pub(crate) fn name(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_NAME);
    text.map(str::to_owned)
}

pub(crate) fn is_hidden(error: &ConnectorError) -> bool {
    match error {
        ConnectorError::Refused(problem) => {
            matches!(problem.kind(), Some(ProblemType::NotFound | ProblemType::Forbidden))
        }
        ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_) => false,
    }
}

/// What the system says of its refusal, wherever it is known to say it.
fn message(body: &[u8]) -> Option<String> {
    let said: Value = serde_json::from_slice(body).ok()?;
    let places = ["/errorMessage", "/message", "/error/message", "/error", "/detail", "/title"];
    let text = places.iter().find_map(|place| said.pointer(place)?.as_str().filter(|text| !text.trim().is_empty()));
    Some(text.unwrap_or("It does not say why.").chars().take(LONGEST_MESSAGE).collect())
}

/// What an answer that is no success means. Of one that is no JSON only a missing sign-in is believed: a gateway or another
/// server may have said it.
fn refusal(answer: &Answer) -> ConnectorError {
    let said = answer.is("application/json").then(|| message(&answer.body)).flatten();
    let (status, detail) = match (answer.status, said) {
        (status, Some(detail)) => (status, detail),
        (StatusCode::UNAUTHORIZED, None) => (StatusCode::UNAUTHORIZED, "The token is not accepted.".to_owned()),
        (_, None) => return answer.refusal(),
    };
    let kind = match status {
        StatusCode::UNAUTHORIZED => ProblemType::Unauthenticated,
        StatusCode::FORBIDDEN => ProblemType::Forbidden,
        StatusCode::NOT_FOUND => ProblemType::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemType::MethodNotAllowed,
        StatusCode::CONFLICT => ProblemType::AlreadyDecided,
        StatusCode::TOO_MANY_REQUESTS => ProblemType::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ProblemType::Unavailable,
        status if status.is_client_error() => {
            let (type_, status) = (format!("status-{}", status.as_u16()), status.as_u16());
            let problem = Problem { type_, status, ..Problem::new(ProblemType::Malformed, detail) };
            return ConnectorError::Refused(Box::new(problem));
        }
        status if status.is_server_error() => return ConnectorError::NoAnswer(detail),
        _ => return answer.refusal(),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let retry_after = patience.then(|| answer.retry_after().unwrap_or(PATIENCE));
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, detail) }))
}
