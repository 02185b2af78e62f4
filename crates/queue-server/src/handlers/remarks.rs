//! What is said about a request beside deciding it.

use super::{Answer, json, with_etag};
use crate::app::App;
use crate::extract::{Body, Key, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue::Caller;
use queue_api::{AdviceRequest, Problem, ReassignmentRequest, RemarkRequest, RequestRecord, Saying};

async fn say(app: App, caller: Caller, key: String, id: String, saying: Saying) -> Answer {
    let moment = app.moment()?;
    let record = app.run(move |queue| queue.say(&caller, &key, &id.into(), &saying, &moment)).await?;
    with_etag(json(StatusCode::OK, &record), &record)
}

/// Ask security about a pending request. An approver's token of somebody who could decide it.
#[utoipa::path(post, path = "/v1/requests/{id}/consultations", tag = "deciding", request_body = RemarkRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It is not pending any more", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn consult(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<RemarkRequest>,
) -> Answer {
    say(app, caller, key, id, Saying::Consult(body)).await
}

/// Advise on a pending request, asked or not. An approver's token of a security reviewer. It is no vote.
#[utoipa::path(post, path = "/v1/requests/{id}/advice", tag = "deciding", request_body = AdviceRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It is not pending any more", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn advise(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<AdviceRequest>,
) -> Answer {
    say(app, caller, key, id, Saying::Advise(body)).await
}

/// Ask whoever asks. An approver's token; the deadline does not move.
#[utoipa::path(post, path = "/v1/requests/{id}/questions", tag = "deciding", request_body = RemarkRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It is not pending any more", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn question(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<RemarkRequest>,
) -> Answer {
    say(app, caller, key, id, Saying::Question(body)).await
}

/// Answer a question. The requester's token.
#[utoipa::path(post, path = "/v1/requests/{id}/answers", tag = "deciding", request_body = RemarkRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It is not pending any more", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn answer(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<RemarkRequest>,
) -> Answer {
    say(app, caller, key, id, Saying::Answer(body)).await
}

/// Hand a pending request over to another approver of its waiting stage. An approver's token.
#[utoipa::path(post, path = "/v1/requests/{id}/reassignments", tag = "deciding", request_body = ReassignmentRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It is not pending any more", body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn hand_over(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<ReassignmentRequest>,
) -> Answer {
    say(app, caller, key, id, Saying::HandOver(body)).await
}
