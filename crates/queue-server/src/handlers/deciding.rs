//! What approvers may do, by signed envelopes.

use super::{Answer, json};
use crate::app::App;
use crate::extract::{Body, Key, Precondition, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue::DecideError;
use queue_api::{
    AcceptanceResponse, DecisionRequest, DecisionResponse, Problem, RevocationRequest, RevocationResponse,
    ShorteningRequest, ShorteningResponse,
};
use tlog::Hash;

/// Grant, shorten or deny. An approver's token and an enrolled device.
#[utoipa::path(post, path = "/v1/requests/{id}/decisions", tag = "deciding", request_body = DecisionRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header)), responses(
    (status = 200, body = DecisionResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Also: nobody approves their own request", body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Decided already, expired, or closed", body = Problem, content_type = "application/problem+json"),
    (status = 412, description = "It changed since it was shown", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn decide(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Precondition(if_match): Precondition,
    Path(id): Path<String>,
    Body(body): Body<DecisionRequest>,
) -> Answer {
    let moment = app.moment()?;
    let answer = app.run(move |queue| queue.decide(&caller, &id.into(), if_match, &key, &body, &moment)).await?;
    json(StatusCode::OK, &answer)
}

/// Take live access back. An approver's token and an enrolled device.
#[utoipa::path(post, path = "/v1/grants/{id}/revocation", tag = "deciding", request_body = RevocationRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RevocationResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The grant is over", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn revoke(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<RevocationRequest>,
) -> Answer {
    let moment = app.moment()?;
    let answer = app.run(move |queue| queue.revoke(&caller, &id.into(), &key, &body, &moment)).await?;
    json(StatusCode::OK, &answer)
}

/// Let live access end earlier. An approver's token and an enrolled device.
#[utoipa::path(post, path = "/v1/grants/{id}/shortening", tag = "deciding", request_body = ShorteningRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = ShorteningResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The grant is over, or somebody shortened it first", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn shorten(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<ShorteningRequest>,
) -> Answer {
    let moment = app.moment()?;
    let answer = app.run(move |queue| queue.shorten(&caller, &id.into(), &key, &body, &moment)).await?;
    json(StatusCode::OK, &answer)
}

/// What the caller was answered to a decision, a revocation or a shortening of their own, by the SHA-256 of its envelope's leaf
/// bytes; for whoever lost that answer. An approver's token.
#[utoipa::path(get, path = "/v1/acceptances/{decision}", tag = "deciding", params(("decision" = String, Path)), responses(
    (status = 200, body = AcceptanceResponse, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such decision of the caller's was taken", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn acceptance(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Path(decision): Path<String>,
) -> Answer {
    let decision: Hash = decision.parse().map_err(|_| DecideError::NotFound)?;
    let answer = app.run(move |queue| queue.acceptance(&caller, &decision)).await?;
    json(StatusCode::OK, &answer)
}
