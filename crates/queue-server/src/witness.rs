//! The calls of a witness that runs alone (c2sp.org/tlog-witness), submission and monitoring under one prefix. Open to
//! anybody: only keys that its operator trusts get a cosignature, and a checkpoint is public.

use crate::app::blocking;
use crate::clock::Clock;
use crate::extract::Text;
use crate::handlers::log::{PLAIN, cosigned, text};
use crate::handlers::{Answer, operations};
use crate::problems::Failure;
use crate::routes::bounded;
use crate::serve::Patience;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use queue::Witness;
use queue_api::ProblemType;
use std::sync::Arc;
use tlog::Hash;

#[derive(Clone)]
pub(crate) struct WitnessApp {
    pub witness: Arc<Witness>,
    pub clock: Arc<dyn Clock>,
    pub patience: Patience,
}

impl FromRef<WitnessApp> for Patience {
    fn from_ref(app: &WitnessApp) -> Self {
        app.patience
    }
}

pub(crate) fn router(app: WitnessApp) -> Router {
    let router = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(checkpoint))
        .route("/healthz", get(operations::health));
    bounded(router).with_state(app)
}

async fn add_checkpoint(State(app): State<WitnessApp>, Text(body): Text) -> Answer {
    let now = app.clock.now();
    cosigned(blocking(move || Ok::<_, Failure>(app.witness.add_checkpoint(&body, now))).await?)
}

/// `origin` is the SHA-256 of the log's origin, in lower-case hexadecimal digits.
async fn checkpoint(State(app): State<WitnessApp>, Path(origin): Path<String>) -> Answer {
    let none = || Failure::new(ProblemType::NotFound, "Nothing of such a log was cosigned here.");
    let origin: Hash = origin.parse().map_err(|_| none())?;
    let note = blocking(move || app.witness.checkpoint(&origin)).await?.ok_or_else(none)?;
    Ok(text(StatusCode::OK, PLAIN, note))
}
