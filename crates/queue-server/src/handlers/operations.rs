//! For those who run the server.

use super::Answer;
use crate::app::App;
use crate::openapi::openapi_json;
use crate::problems::Failure;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use queue_api::{Problem, ProblemType};

/// The process answers. Open to anybody.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses(
    (status = 200, description = "ok", body = String, content_type = "text/plain"),
))]
pub(crate) async fn health() -> &'static str {
    "ok\n"
}

/// The data can be read. Open to anybody.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses(
    (status = 200, description = "ready", body = String, content_type = "text/plain"),
    (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn ready(State(app): State<App>) -> Answer {
    if app.is_closing() {
        return Err(Failure::new(ProblemType::Unavailable, "The server is closing."));
    }
    match app.run(|queue| queue.check_data()).await {
        Ok(()) => Ok("ready\n".into_response()),
        Err(_) => Err(Failure::new(ProblemType::Unavailable, "The data cannot be read.")),
    }
}

/// This contract. Open to anybody.
#[utoipa::path(get, path = "/v1/openapi.json", tag = "operations", responses(
    (status = 200, description = "OpenAPI 3.1", content_type = "application/json"),
))]
pub(crate) async fn openapi() -> Answer {
    let text = openapi_json().map_err(|error| {
        tracing::error!(%error, "the contract cannot be written");
        Failure::new(ProblemType::Internal, "The contract could not be written.")
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
