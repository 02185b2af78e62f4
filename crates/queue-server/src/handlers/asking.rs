//! What requesters may do.

use super::{Answer, json, with_etag};
use crate::app::App;
use crate::extract::{Body, Key, SignedIn};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use queue_api::{AmendRequest, AskRequest, Problem, RequestRecord, paths};

/// Ask for access. A requester's token.
#[utoipa::path(post, path = "/v1/requests", tag = "asking", request_body = AskRequest,
    params(("Idempotency-Key" = String, Header)), responses(
    (status = 201, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn ask(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Body(body): Body<AskRequest>,
) -> Answer {
    let moment = app.moment()?;
    let record = app.run(move |queue| queue.ask(&caller, &key, &body, &moment)).await?;
    let mut response = with_etag(json(StatusCode::CREATED, &record), &record)?;
    if let Ok(facts) = record.facts()
        && let Ok(place) = HeaderValue::from_str(&paths::with_id(paths::REQUEST, facts.id.as_str()))
    {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Correct a pending request: a new revision. The requester's token.
#[utoipa::path(post, path = "/v1/requests/{id}/amendment", tag = "asking", request_body = AmendRequest,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn amend(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
    Body(body): Body<AmendRequest>,
) -> Answer {
    let moment = app.moment()?;
    let record = app.run(move |queue| queue.amend(&caller, &key, &id.into(), &body, &moment)).await?;
    with_etag(json(StatusCode::OK, &record), &record)
}

/// Withdraw a pending request. The requester's token.
#[utoipa::path(post, path = "/v1/requests/{id}/cancellation", tag = "asking",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn cancel(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Key(key): Key,
    Path(id): Path<String>,
) -> Answer {
    let moment = app.moment()?;
    let record = app.run(move |queue| queue.cancel(&caller, &key, &id.into(), &moment)).await?;
    with_etag(json(StatusCode::OK, &record), &record)
}
