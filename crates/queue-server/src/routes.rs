//! The one table of what is served.

use crate::app::App;
use crate::handlers::{asking, deciding, devices, log, operations, people, reading, remarks, security_keys};
use crate::problems::Failure;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};
use queue_api::{ProblemType, paths};
use std::time::Duration;

/// Longer than the longest wait and a body's time together.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

fn table() -> Vec<(Method, &'static str, MethodRouter<App>)> {
    vec![
        (Method::GET, paths::CHANGES, get(reading::changes)),
        (Method::GET, paths::REQUESTS, get(reading::requests)),
        (Method::GET, paths::REQUEST, get(reading::request)),
        (Method::GET, paths::GRANTS, get(reading::grants)),
        (Method::GET, paths::ME, get(reading::me)),
        (Method::POST, paths::REQUESTS, post(asking::ask)),
        (Method::POST, paths::AMENDMENT, post(asking::amend)),
        (Method::POST, paths::CANCELLATION, post(asking::cancel)),
        (Method::POST, paths::CONSULTATIONS, post(remarks::consult)),
        (Method::POST, paths::ADVICE, post(remarks::advise)),
        (Method::POST, paths::QUESTIONS, post(remarks::question)),
        (Method::POST, paths::ANSWERS, post(remarks::answer)),
        (Method::POST, paths::REASSIGNMENTS, post(remarks::hand_over)),
        (Method::POST, paths::DECISIONS, post(deciding::decide)),
        (Method::POST, paths::REVOCATION, post(deciding::revoke)),
        (Method::POST, paths::SHORTENING, post(deciding::shorten)),
        (Method::POST, paths::SUSPENSION, post(people::suspend)),
        (Method::POST, paths::RESTORATION, post(people::restore)),
        (Method::GET, paths::ACCEPTANCE, get(deciding::acceptance)),
        (Method::GET, paths::DEVICES, get(devices::list)),
        (Method::POST, paths::DEVICES, post(devices::enrol)),
        (Method::POST, paths::ADMISSIONS, post(devices::admit)),
        (Method::DELETE, paths::DEVICE, delete(devices::remove)),
        (Method::POST, paths::DEVICE_KEY, post(devices::change_key)),
        (Method::POST, paths::SECURITY_KEY_CHALLENGES, post(security_keys::challenge)),
        (Method::POST, paths::SECURITY_KEYS, post(security_keys::enrol)),
        (Method::DELETE, paths::SECURITY_KEY, delete(security_keys::remove)),
        (Method::POST, paths::ADD_CHECKPOINT, post(log::add_checkpoint)),
        (Method::GET, paths::LOG_CHECKPOINT, get(log::checkpoint)),
        (Method::GET, paths::LOG_TILE, get(log::tile)),
        (Method::GET, paths::OPENAPI, get(operations::openapi)),
        (Method::GET, paths::HEALTH, get(operations::health)),
        (Method::GET, paths::READY, get(operations::ready)),
    ]
}

/// Method and path of everything that is served.
pub fn served_routes() -> Vec<(String, &'static str)> {
    table().into_iter().map(|(method, path, _)| (method.to_string(), path)).collect()
}

pub(crate) fn router(app: App) -> Router {
    // A tile's path has slashes in it.
    let route = |path: &str| path.replace("{tile}", "{*tile}");
    let router =
        table().into_iter().fold(Router::new(), |router, (_, path, handler)| router.route(&route(path), handler));
    bounded(router).with_state(app)
}

/// What no route takes is answered as a problem, and everything in time.
pub(crate) fn bounded<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.fallback(not_found).method_not_allowed_fallback(method_not_allowed).layer(from_fn(in_time))
}

async fn not_found() -> Failure {
    Failure::new(ProblemType::NotFound, "Nothing is served at this path.")
}

async fn method_not_allowed() -> Failure {
    Failure::new(ProblemType::MethodNotAllowed, "This path has other methods.")
}

/// No request is worked on for ever, whatever happens below.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::new(ProblemType::Unavailable, "The server took too long. Read again.").into_response(),
    }
}
