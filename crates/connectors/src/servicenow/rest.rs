//! ServiceNow's Table API: an answer is a result, an error a message, and each field comes with its value and what people read.

use crate::http::{Answer, Call, Http, LARGEST_PAGE, bad, unreadable};
use crate::pages::PATIENCE;
use approval::Timestamp;
use desk::ports::ConnectorError;
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;

/// A success: what was said, when by the server's clock, and how many rows there are in all, where it says so.
pub(super) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
    pub total: Option<usize>,
}

#[derive(Deserialize)]
struct Whole<T> {
    result: T,
}

#[derive(Deserialize)]
struct Refused {
    error: Why,
}

#[derive(Deserialize)]
struct Why {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    detail: Option<String>,
}

pub(super) async fn ask<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<T>, ConnectorError> {
    let answer = http.exchange(call.page(LARGEST_PAGE)).await?;
    if !answer.status.is_success() {
        return Err(refusal(&answer));
    }
    if !answer.is("application/json") {
        return Err(bad(format!("{} without JSON in it", answer.status)));
    }
    let Whole { result } = serde_json::from_slice(&answer.body).map_err(unreadable)?;
    let total = answer.headers.get("x-total-count").and_then(|total| total.to_str().ok()?.parse().ok());
    Ok(Told { at: answer.date()?, said: result, total })
}

pub(super) fn refused(kind: ProblemType, why: &str) -> ConnectorError {
    ConnectorError::Refused(Box::new(Problem::new(kind, why)))
}

/// Its status counts: no code of its words is written down.
fn refusal(answer: &Answer) -> ConnectorError {
    let told = answer.is("application/json").then(|| serde_json::from_slice::<Refused>(&answer.body).ok()).flatten();
    let Some(Refused { error: Why { message, detail } }) = told else { return answer.refusal() };
    let said = [message, detail].into_iter().flatten().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(": ");
    let detail: String = said.chars().take(LONGEST_MESSAGE).collect();
    let kind = match answer.status {
        StatusCode::UNAUTHORIZED => ProblemType::Unauthenticated,
        StatusCode::FORBIDDEN => ProblemType::Forbidden,
        StatusCode::NOT_FOUND => ProblemType::NotFound,
        StatusCode::TOO_MANY_REQUESTS => ProblemType::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ProblemType::Unavailable,
        status if status.is_client_error() => {
            let status = status.as_u16();
            let problem =
                Problem { type_: "servicenow".to_owned(), status, ..Problem::new(ProblemType::Malformed, detail) };
            return ConnectorError::Refused(Box::new(problem));
        }
        _ => return ConnectorError::NoAnswer(detail),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let retry_after = patience.then(|| answer.retry_after().unwrap_or(PATIENCE));
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, detail) }))
}
