//! What security reviewers may do about a person, by signed envelopes.

use super::{Answer, json};
use crate::app::App;
use crate::extract::{Body, Key, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue_api::{Problem, SuspensionRequest, SuspensionResponse};

/// Suspend a person in one tenant: their live access ends. An approver's token of a security reviewer, and an enrolled device.
#[utoipa::path(post, path = "/v1/people/{id}/suspension", tag = "deciding", request_body = SuspensionRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = SuspensionResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Suspended already", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn suspend(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<SuspensionRequest>,
) -> Answer {
    let moment = app.moment()?;
    let answer = app.run(move |queue| queue.suspend(&caller, &id.into(), &key, &body, &moment)).await?;
    json(StatusCode::OK, &answer)
}

/// Let a suspended person ask again. An approver's token of a security reviewer, and an enrolled device.
#[utoipa::path(post, path = "/v1/people/{id}/restoration", tag = "deciding", request_body = SuspensionRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = SuspensionResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn restore(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<SuspensionRequest>,
) -> Answer {
    let moment = app.moment()?;
    let answer = app.run(move |queue| queue.restore(&caller, &id.into(), &key, &body, &moment)).await?;
    json(StatusCode::OK, &answer)
}
