//! The keys that approvers sign with.

use super::{Answer, json};
use crate::app::App;
use crate::extract::{Body, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use queue_api::{AdmitRequest, DeviceResponse, DevicesResponse, EnrolRequest, KeyChangeRequest, Problem};

/// One's own devices, and those that wait to be admitted. An approver's token.
#[utoipa::path(get, path = "/v1/devices", tag = "devices", responses(
    (status = 200, body = DevicesResponse, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn list(State(app): State<App>, SignedIn(caller): SignedIn) -> Answer {
    let now = app.moment()?.now;
    let devices = app.run(move |queue| queue.devices(&caller, now)).await?;
    json(StatusCode::OK, &devices)
}

/// Enrol a device's key. An approver's token, and an invitation unless it is the first key and the token is fresh; a
/// further key without one waits (`waits-for-admission`) until it is admitted, and the call is made again.
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
    let tenants = caller.tenants.clone();
    let device = app.run(move |queue| queue.enrol(&caller, &body, &moment)).await;
    // That it waits is told as well.
    app.ring(&tenants);
    json(StatusCode::CREATED, &device?)
}

/// Remove one of one's own devices. An approver's token.
#[utoipa::path(delete, path = "/v1/devices/{id}", tag = "devices", params(("id" = String, Path)), responses(
    (status = 204, description = "Nothing it signs is taken any more"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn remove(State(app): State<App>, SignedIn(caller): SignedIn, Path(id): Path<String>) -> Answer {
    let moment = app.moment()?;
    let tenants = caller.tenants.clone();
    app.run(move |queue| queue.remove_device(&caller, &id.into(), &moment)).await?;
    app.ring(&tenants);
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A device of one's own vouches for one that waits. An approver's token, and the signature of an enrolled device.
#[utoipa::path(post, path = "/v1/devices/admissions", tag = "devices", request_body = AdmitRequest, responses(
    (status = 201, body = DeviceResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn admit(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Body(body): Body<AdmitRequest>,
) -> Answer {
    let moment = app.moment()?;
    let tenants = caller.tenants.clone();
    let device = app.run(move |queue| queue.admit(&caller, &body, &moment)).await?;
    app.ring(&tenants);
    json(StatusCode::CREATED, &device)
}

/// Change the key of one's own device. An approver's token, and a leaf signed by the key before.
#[utoipa::path(post, path = "/v1/devices/{id}/key", tag = "devices", request_body = KeyChangeRequest,
    params(("id" = String, Path)), responses(
    (status = 200, body = DeviceResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn change_key(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
    Body(body): Body<KeyChangeRequest>,
) -> Answer {
    let moment = app.moment()?;
    let tenants = caller.tenants.clone();
    let device = app.run(move |queue| queue.change_key(&caller, &id.into(), &body, &moment)).await?;
    app.ring(&tenants);
    json(StatusCode::OK, &device)
}
