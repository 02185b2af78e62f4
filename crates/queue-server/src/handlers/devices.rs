//! The keys that approvers sign with.

use super::{Answer, json};
use crate::app::App;
use crate::extract::{Body, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use queue_api::{DeviceResponse, EnrolRequest, Problem};

/// Enrol a device's key. An approver's token, and an invitation unless it is the first key and the token is fresh.
#[utoipa::path(post, path = "/v1/devices", tag = "devices", request_body = EnrolRequest, responses(
    (status = 201, body = DeviceResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn enrol(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Body(body): Body<EnrolRequest>,
) -> Answer {
    let moment = app.moment()?;
    let device = app.run(move |queue| queue.enrol(&caller, &body, &moment)).await?;
    json(StatusCode::CREATED, &device)
}

/// Remove one of one's own devices.
#[utoipa::path(delete, path = "/v1/devices/{id}", tag = "devices", params(("id" = String, Path)), responses(
    (status = 204, description = "Nothing it signs is taken any more"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn remove(State(app): State<App>, SignedIn(caller): SignedIn, Path(id): Path<String>) -> Answer {
    let moment = app.moment()?;
    app.run(move |queue| queue.remove_device(&caller, &id.into(), &moment)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
