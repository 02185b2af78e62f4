//! axum: the contract's routes to the queue's use cases, and the timer that makes access end. It refuses
//! whatever the contract does not say: unknown fields, oversized or slow bodies, callers without a token.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod app;
mod bell;
mod clock;
mod extract;
mod handlers;
mod openapi;
mod practising;
mod problems;
mod routes;
mod serve;
mod timer;
mod witness;

pub use clock::{Clock, SystemClock};
pub use openapi::openapi_json;
pub use practising::{Judged, Practice, PracticeError, Report, ReportLine, practise};
pub use problems::Failure;
pub use routes::served_routes;
pub use serve::{Parts, Patience, WitnessParts, serve, serve_with, serve_witness};
