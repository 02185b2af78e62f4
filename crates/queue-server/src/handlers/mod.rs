//! One function per call of the contract: take the request apart, call the queue, shape the answer. No rule
//! of who may do what is here, only which kind of token a call needs.

pub(crate) mod asking;
pub(crate) mod deciding;
pub(crate) mod devices;
pub(crate) mod log;
pub(crate) mod operations;
pub(crate) mod people;
pub(crate) mod reading;
pub(crate) mod remarks;
pub(crate) mod security_keys;

use crate::extract::malformed;
use crate::problems::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use queue_api::{ProblemType, RequestRecord};
use serde::Serialize;

pub(crate) type Answer = Result<Response, Failure>;

pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Failure::new(ProblemType::Internal, "The server could not write its answer.")
    })?;
    let mut response = (status, bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

pub(crate) fn with_etag(answer: Answer, record: &RequestRecord) -> Answer {
    let mut response = answer?;
    if let Ok(facts) = record.facts()
        && let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", facts.revision))
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// A page's size within its bounds.
pub(crate) fn page(asked: Option<u32>, unless_told: u32) -> Result<usize, Failure> {
    match asked.unwrap_or(unless_told) {
        limit @ 1..=1000 => Ok(limit as usize),
        _ => Err(malformed("limit: 1 to 1000 is possible.")),
    }
}
