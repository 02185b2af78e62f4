//! The server as a witness of desks' logs, and its own log's checkpoint.

use super::Answer;
use crate::app::App;
use crate::extract::{Params, SignedIn, Text, malformed};
use crate::problems::Failure;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use queue::WitnessError;
use queue_api::{LogQuery, Problem};
use tlog::tile::Tile;

pub(crate) const PLAIN: &str = "text/plain; charset=utf-8";

/// add-checkpoint of c2sp.org/tlog-witness. Open to anybody: only keys of enrolled devices get a cosignature.
#[utoipa::path(post, path = "/v1/log/witness/add-checkpoint", tag = "log",
    request_body(content = String, content_type = "text/plain"), responses(
    (status = 200, description = "Cosignature lines", body = String, content_type = "text/plain"),
    (status = 400, description = "Malformed", body = String, content_type = "text/plain"),
    (status = 403, description = "Not signed by a key of this log", body = String, content_type = "text/plain"),
    (status = 404, description = "No such log", body = String, content_type = "text/plain"),
    (status = 409, description = "The size that was cosigned last", body = String, content_type = "text/x.tlog.size"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The proof does not hold", body = String, content_type = "text/plain"),
))]
pub(crate) async fn add_checkpoint(State(app): State<App>, Text(body): Text) -> Answer {
    let now = app.clock.now();
    cosigned(app.run(move |queue| Ok::<_, Failure>(queue.add_checkpoint(&body, now))).await?)
}

/// A cosignature, or the no of a witness in its own status and content type.
pub(crate) fn cosigned(judged: Result<String, WitnessError>) -> Answer {
    Ok(match judged {
        Ok(line) => text(StatusCode::OK, PLAIN, line),
        Err(WitnessError::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
            text(status, refusal.content_type(), refusal.body())
        }
        Err(WitnessError::Store(error)) => return Err(error.into()),
    })
}

/// The latest signed checkpoint of a tenant's log on this server. Any token of that tenant.
#[utoipa::path(get, path = "/v1/log/checkpoint", tag = "log", params(LogQuery), responses(
    (status = 200, description = "A signed note", body = String, content_type = "text/plain"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such tenant, or nothing logged yet", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn checkpoint(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Params(query): Params<LogQuery>,
) -> Answer {
    let note = app.run(move |queue| queue.log_checkpoint(&caller, &query.tenant)).await?;
    Ok(text(StatusCode::OK, PLAIN, note))
}

/// The hashes of one tile of that log (c2sp.org/tlog-tiles); bundles of entries are not served, since an entry is not for
/// everybody of the tenant. `tile` has slashes in it: `0/x001/234.p/5`. Any token of that tenant.
#[utoipa::path(get, path = "/v1/log/tile/{tile}", tag = "log", params(("tile" = String, Path), LogQuery), responses(
    (status = 200, description = "Hashes of 32 bytes", body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such tenant, or no such tile yet", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn tile(
    State(app): State<App>,
    SignedIn(caller): SignedIn,
    Path(tile): Path<String>,
    Params(query): Params<LogQuery>,
) -> Answer {
    let tile: Tile = tile.parse().map_err(|_| malformed("tile: a path such as 0/x001/234.p/5 is needed."))?;
    let hashes = app.run(move |queue| queue.log_tile(&caller, &query.tenant, tile)).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], hashes).into_response())
}

pub(crate) fn text(status: StatusCode, content_type: &'static str, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}
