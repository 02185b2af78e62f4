//! What a front end may ask: inbox, sheet, outbox, log, attention. App, tray and command line call the same
//! functions here. It does not know HTTP, SQL or windows: those are traits, implemented at the edges.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod ports;
pub mod view;
