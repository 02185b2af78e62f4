//! The security keys that attest a person's presence. They are listed with the devices.

use super::{Answer, json};
use crate::app::App;
use crate::extract::{Body, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use queue::EnrolError;
use queue_api::{Base64Url, Problem, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord};

/// What the next registration of one's own must answer. An approver's token.
#[utoipa::path(post, path = "/v1/security-keys/challenges", tag = "devices", responses(
    (status = 201, body = SecurityKeyChallenge, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn challenge(State(app): State<App>, SignedIn(caller): SignedIn) -> Answer {
    let moment = app.moment()?;
    let challenge = app.run(move |queue| queue.security_key_challenge(&caller, &moment)).await?;
    json(StatusCode::CREATED, &challenge)
}

/// Enrol a security key. An approver's token, the signature of an enrolled device, and for a further key an assertion by one
/// that is enrolled.
#[utoipa::path(post, path = "/v1/security-keys", tag = "devices", request_body = SecurityKeyEnrolRequest, responses(
    (status = 201, body = SecurityKeyRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn enrol(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Body(body): Body<SecurityKeyEnrolRequest>,
) -> Answer {
    let moment = app.moment()?;
    let key = app.run(move |queue| queue.enrol_security_key(&caller, &body, &moment)).await?;
    json(StatusCode::CREATED, &key)
}

/// Remove one of one's own security keys. An approver's token.
#[utoipa::path(delete, path = "/v1/security-keys/{id}", tag = "devices", params(("id" = String, Path)), responses(
    (status = 204, description = "Nothing it signs is taken any more"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn remove(State(app): State<App>, SignedIn(caller): SignedIn, Path(id): Path<String>) -> Answer {
    let moment = app.moment()?;
    let id: Base64Url = id.parse().map_err(|_| EnrolError::NoSecurityKey)?;
    app.run(move |queue| queue.remove_security_key(&caller, &id, &moment)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
