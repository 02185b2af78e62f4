//! What callers may read.

use super::{Answer, json, page, with_etag};
use crate::app::App;
use crate::extract::{Params, SignedIn, malformed};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue_api::{
    ChangesQuery, ChangesResponse, GrantsQuery, GrantsResponse, MeResponse, Problem, RequestRecord, RequestsQuery,
    RequestsResponse,
};
use std::time::Duration;
use tokio::time::Instant;

const WAIT_MOST: u32 = 30;

/// Follow what changes. Any token.
#[utoipa::path(get, path = "/v1/changes", tag = "reading", params(ChangesQuery), responses(
    (status = 200, body = ChangesResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "Start over without a cursor", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn changes(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Params(query): Params<ChangesQuery>,
) -> Answer {
    let limit = page(query.limit, 500)?;
    let wait = query.wait.unwrap_or(0);
    if wait > WAIT_MOST {
        return Err(malformed(format!("wait: at most {WAIT_MOST} seconds are possible.")));
    }
    let deadline = Instant::now() + Duration::from_secs(wait.into());
    let mut after = query.after;
    loop {
        // Listening starts before reading, so that no commit falls between.
        let listening = app.bell.listen(&caller.tenants);
        let (who, cursor, now) = (caller.clone(), after, app.clock.now());
        let (found, news) = app.run(move |queue| queue.changes(&who, cursor.as_deref(), limit, now)).await?;
        if news || app.is_closing() || Instant::now() >= deadline {
            return json(StatusCode::OK, &found);
        }
        after = Some(found.cursor);
        // Out of time or woken: either way the next round answers or waits on.
        let _ = tokio::time::timeout_at(deadline, listening.rung()).await;
    }
}

/// Requests, page by page, oldest first. Any token; requesters see their own.
#[utoipa::path(get, path = "/v1/requests", tag = "reading", params(RequestsQuery), responses(
    (status = 200, body = RequestsResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn requests(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Params(query): Params<RequestsQuery>,
) -> Answer {
    let limit = page(query.limit, 100)?;
    let now = app.clock.now();
    let found = app.run(move |queue| queue.requests(&caller, &query, limit, now)).await?;
    json(StatusCode::OK, &found)
}

/// One request. `ETag` is its revision.
#[utoipa::path(get, path = "/v1/requests/{id}", tag = "reading", params(("id" = String, Path)), responses(
    (status = 200, body = RequestRecord, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn request(State(app): State<App>, SignedIn(caller): SignedIn, Path(id): Path<String>) -> Answer {
    let record = app.run(move |queue| queue.request(&caller, &id.into())).await?;
    with_etag(json(StatusCode::OK, &record), &record)
}

/// Grants, page by page, oldest first.
#[utoipa::path(get, path = "/v1/grants", tag = "reading", params(GrantsQuery), responses(
    (status = 200, body = GrantsResponse, content_type = "application/json"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn grants(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Params(query): Params<GrantsQuery>,
) -> Answer {
    let limit = page(query.limit, 100)?;
    let now = app.clock.now();
    let found = app.run(move |queue| queue.grants(&caller, query.after.as_deref(), limit, now)).await?;
    json(StatusCode::OK, &found)
}

/// Who am I, and which versions are spoken. Any token.
#[utoipa::path(get, path = "/v1/me", tag = "reading", responses(
    (status = 200, body = MeResponse, content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn me(State(app): State<App>, SignedIn(caller): SignedIn) -> Answer {
    let now = app.clock.now();
    let me = app.run(move |queue| queue.me(&caller, now)).await?;
    json(StatusCode::OK, &me)
}
