//! The desk as a whole over a made-up world: a queue that keeps the contract, a network that loses what it is told to
//! lose, a keyring, a clock. No test waits: time is the runtime's, and it is paused.

mod agreeing;
mod attending;
mod auditing;
mod bulk;
mod capable;
mod classifying;
mod deciding;
mod denying;
mod erasing;
mod exporting;
mod following;
mod going_back;
mod keying;
mod letting_through;
mod listing;
mod logging;
mod looking;
mod measuring;
mod naming;
mod once;
mod outcomes;
mod presence;
mod queue;
mod recovering;
mod removing;
mod revoked;
mod searching;
mod shortening;
mod showing;
mod sizing;
mod snoozing;
mod suspending;
mod timeless;
mod together;
mod waiting;
mod watching;
mod world;

pub(crate) use world::{facts, pending};
