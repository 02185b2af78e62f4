//! Google's REST: errors are a `google.rpc.Status`, lengths are seconds with an `s`, enumerations are names or numbers, and an
//! answer's `Date` is the server's clock.

use crate::http::{Answer, Call, Http, bad, unreadable};
use crate::pages::PATIENCE;
use approval::{Timestamp, Window};
use desk::ports::{ConnectorError, Said};
use queue_api::{Problem, ProblemType};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A success: what was said, and when by the server's clock.
pub(super) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
}

pub(super) async fn ask<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<T>, ConnectorError> {
    let answer = http.exchange(call).await?;
    if !answer.status.is_success() {
        return Err(refusal(&answer));
    }
    Ok(Told { at: answer.date()?, said: answer.json()? })
}

/// A call that writes, as it goes into the log.
pub(super) async fn tell(http: &Http, path: &str, body: &Value) -> Said {
    let call = format!("POST {path} {body}");
    let answer = async {
        let answer = http.exchange(Call::post(path).json(body)?).await?;
        if !answer.status.is_success() {
            return Err(refusal(&answer));
        }
        String::from_utf8(answer.body).map_err(|_| bad("a body that is no text".to_owned()))
    };
    Said { call, answer: answer.await }
}

/// A resource's name, fit to stand in a path: nothing in it leads elsewhere.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let segment = |part: &str| !part.is_empty() && !part.bytes().all(|byte| byte == b'.') && part.bytes().all(plain);
    name.len() <= 512 && name.split('/').all(segment)
}

#[derive(Deserialize)]
struct Refused {
    error: Status,
}

/// google.rpc.Status, as <https://cloud.google.com/apis/design/errors> writes it into JSON.
#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    message: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    details: Vec<Value>,
}

/// What an answer that is no success means. The word of the status counts and not its number: several share one.
fn refusal(answer: &Answer) -> ConnectorError {
    let refused = answer.is("application/json").then(|| serde_json::from_slice::<Refused>(&answer.body).ok());
    let Some(Refused { error }) = refused.flatten() else { return answer.refusal() };
    let kind = match error.status.as_str() {
        "UNAUTHENTICATED" => ProblemType::Unauthenticated,
        "PERMISSION_DENIED" => ProblemType::Forbidden,
        "NOT_FOUND" => ProblemType::NotFound,
        "RESOURCE_EXHAUSTED" => ProblemType::TooManyRequests,
        "UNAVAILABLE" => ProblemType::Unavailable,
        "INVALID_ARGUMENT" | "OUT_OF_RANGE" | "ALREADY_EXISTS" => ProblemType::Malformed,
        "UNIMPLEMENTED" => ProblemType::MethodNotAllowed,
        // It is in no state for this: which one, reading says.
        "FAILED_PRECONDITION" => {
            return ConnectorError::Refused(Box::new(Problem {
                type_: error.status,
                status: answer.status.as_u16(),
                ..Problem::new(ProblemType::Malformed, error.message)
            }));
        }
        // ABORTED, INTERNAL, DEADLINE_EXCEEDED, …: what was done before is not known.
        _ => return ConnectorError::NoAnswer(error.message),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let asked = || delay(&error.details).or_else(|| answer.retry_after()).unwrap_or(PATIENCE);
    let retry_after = patience.then(asked);
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, error.message) }))
}

/// google.rpc.RetryInfo, in whole seconds.
fn delay(details: &[Value]) -> Option<u32> {
    let delay = details.iter().find_map(|detail| detail.get("retryDelay")?.as_str())?;
    let seconds: f64 = delay.strip_suffix('s')?.parse().ok()?;
    (0.0..=300.0).contains(&seconds).then_some(seconds.ceil() as u32)
}

/// A google.protobuf.Duration of whole seconds, as a length of access.
pub(super) fn window<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Window, D::Error> {
    let text = String::deserialize(deserializer)?;
    let seconds = text.strip_suffix('s').and_then(|number| number.split('.').next()?.parse().ok());
    let seconds = seconds.ok_or_else(|| D::Error::custom("a length that is no number of seconds"))?;
    Window::from_seconds(seconds).map_err(D::Error::custom)
}

/// The facts as the desk takes them.
pub(super) fn raw(facts: &approval::RequestFacts) -> Result<Box<serde_json::value::RawValue>, ConnectorError> {
    serde_json::value::to_raw_value(facts).map_err(unreadable)
}
