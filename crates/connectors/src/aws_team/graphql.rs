//! GraphQL as AWS AppSync speaks it: one address, a query and its variables, and errors beside the data, under whatever status.

use crate::http::{Answer, Call, Http, LARGEST_PAGE, bad};
use crate::pages::PATIENCE;
use approval::Timestamp;
use desk::ports::ConnectorError;
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;

/// What was said, and when by the server's clock.
pub(super) struct Told<T> {
    pub at: Timestamp,
    pub said: T,
}

#[derive(Deserialize)]
struct Whole<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Option<Vec<Fault>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fault {
    error_type: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

/// A success has data and no error. Everything else is none, whatever its status says.
pub(super) async fn ask<T: DeserializeOwned>(
    http: &Http,
    query: &str,
    variables: &Value,
) -> Result<Told<T>, ConnectorError> {
    let body = json!({ "query": query, "variables": variables });
    let answer = http.exchange(Call::post("").json(&body)?.page(LARGEST_PAGE)).await?;
    if !answer.is("application/json") {
        return Err(answer.refusal());
    }
    // Of what is wrong it tells no data that could be read as something else.
    let told: Whole<Value> = serde_json::from_slice(&answer.body).map_err(crate::http::unreadable)?;
    if let Some(fault) = told.errors.unwrap_or_default().first() {
        return Err(refusal(&answer, fault));
    }
    if !answer.status.is_success() {
        return Err(bad(format!("{} without a word why", answer.status)));
    }
    let data = told.data.ok_or_else(|| bad("neither data nor an error".to_owned()))?;
    Ok(Told { at: answer.date()?, said: serde_json::from_value(data).map_err(crate::http::unreadable)? })
}

/// <https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference.html> and AppSync's own words. What is not known is
/// concluded nothing from: a field may be refused after all was written.
fn refusal(answer: &Answer, fault: &Fault) -> ConnectorError {
    let word = fault.error_type.as_deref().unwrap_or_default();
    let said = fault.message.as_deref().filter(|message| !message.is_empty()).unwrap_or(word);
    let detail: String = said.chars().take(LONGEST_MESSAGE).collect();
    // `DynamoDB:ConditionalCheckFailedException`, or what came after the colon alone.
    let kind = match (answer.status, word.rsplit(':').next().unwrap_or_default()) {
        (StatusCode::UNAUTHORIZED, _) | (_, "UnauthorizedException") => ProblemType::Unauthenticated,
        (StatusCode::TOO_MANY_REQUESTS, _) | (_, "TooManyRequestsException") => ProblemType::TooManyRequests,
        (StatusCode::SERVICE_UNAVAILABLE, _) => ProblemType::Unavailable,
        // The condition did not hold: it was decided meanwhile.
        (_, "ConditionalCheckFailedException") => ProblemType::AlreadyDecided,
        (_, "Unauthorized") => ProblemType::Forbidden,
        // It was never begun.
        (_, "ValidationError" | "MalformedHttpRequestException" | "BadRequestException") => {
            let problem =
                Problem { type_: word.to_owned(), status: 400, ..Problem::new(ProblemType::Malformed, detail) };
            return ConnectorError::Refused(Box::new(problem));
        }
        _ => return ConnectorError::NoAnswer(detail),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let retry_after = patience.then(|| answer.retry_after().unwrap_or(PATIENCE));
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, detail) }))
}
