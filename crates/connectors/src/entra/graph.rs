//! Microsoft Graph's REST, and Azure Resource Manager's, which is alike: an error is a code and a message, lists come in pages that a link leads through, and an answer's
//! `Date` is the server's clock. A link to anywhere else is an answer that cannot be read.

use crate::http::{Answer, Call, Http, LARGEST_PAGE, bad};
use crate::pages::PATIENCE;
use desk::ports::{ConnectorError, Said};
use queue_api::{Problem, ProblemType};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(super) use crate::rest::{Told, is_hidden, is_id, name};

/// More than Graph ever puts on one page.
const MOST_ROWS: usize = 1000;
/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Page<T> {
    pub value: Vec<T>,
    #[serde(rename = "@odata.nextLink", alias = "nextLink")]
    pub next: Option<String>,
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
    call: Call<'_>,
) -> Result<Told<Page<T>>, ConnectorError> {
    let page: Told<Page<T>> = ask(http, call.page(LARGEST_PAGE)).await?;
    if page.said.value.len() > MOST_ROWS {
        return Err(bad(format!("more than {MOST_ROWS} rows on a page")));
    }
    Ok(page)
}

/// What waits for nobody's second look: a list that fits on one page.
pub(super) async fn ask_all<T: DeserializeOwned>(http: &Http, call: Call<'_>) -> Result<Told<Vec<T>>, ConnectorError> {
    let Told { at, said } = ask_page(http, call).await?;
    match said.next {
        None => Ok(Told { at, said: said.value }),
        Some(_) => Err(bad("a short list that goes on".to_owned())),
    }
}

/// A call that writes, as it goes into the log.
pub(super) async fn tell(http: &Http, call: Call<'_>, body: &Value) -> Said {
    let said = format!("{} {} {body}", call.method, call.path);
    let answer = async {
        let answer = http.exchange(call.json(body)?).await?;
        match answer.status {
            StatusCode::NO_CONTENT => Ok("204 No Content".to_owned()),
            status if status.is_success() => {
                String::from_utf8(answer.body).map_err(|_| bad("a body that is no text".to_owned()))
            }
            _ => Err(refusal(&answer)),
        }
    };
    Said { call: said, answer: answer.await }
}

/// Graph does not look for it in this way.
pub(super) fn is_unsupported(error: &ConnectorError) -> bool {
    match error {
        ConnectorError::Refused(problem) => problem.kind().is_none() && problem.status == 400,
        ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_) => false,
    }
}

#[derive(Deserialize)]
struct Refused {
    error: Why,
}

/// <https://learn.microsoft.com/graph/errors>
#[derive(Deserialize)]
struct Why {
    code: String,
    #[serde(default)]
    message: String,
}

/// What an answer that is no success means. Its status counts: the codes of its words are not written down for these calls.
fn refusal(answer: &Answer) -> ConnectorError {
    let refused = answer.is("application/json").then(|| serde_json::from_slice::<Refused>(&answer.body).ok());
    let Some(Refused { error }) = refused.flatten() else { return answer.refusal() };
    let said = if error.message.is_empty() { &error.code } else { &error.message };
    let detail: String = said.chars().take(LONGEST_MESSAGE).collect();
    let kind = match answer.status {
        StatusCode::UNAUTHORIZED => ProblemType::Unauthenticated,
        StatusCode::FORBIDDEN => ProblemType::Forbidden,
        StatusCode::NOT_FOUND => ProblemType::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemType::MethodNotAllowed,
        // Another approver decided this stage.
        StatusCode::CONFLICT => ProblemType::AlreadyDecided,
        StatusCode::TOO_MANY_REQUESTS => ProblemType::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ProblemType::Unavailable,
        status if status.is_client_error() => {
            let status = status.as_u16();
            let problem = Problem { type_: error.code, status, ..Problem::new(ProblemType::Malformed, detail) };
            return ConnectorError::Refused(Box::new(problem));
        }
        status if status.is_server_error() => return ConnectorError::NoAnswer(detail),
        _ => return answer.refusal(),
    };
    let patience = matches!(kind, ProblemType::TooManyRequests | ProblemType::Unavailable);
    let retry_after = patience.then(|| answer.retry_after().unwrap_or(PATIENCE));
    ConnectorError::Refused(Box::new(Problem { retry_after, ..Problem::new(kind, detail) }))
}
