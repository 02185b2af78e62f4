//! Tests of the log crate, one module for each of its own. Where another implementation of the same
//! specification exists, it is asked too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod envelope;
mod export;
mod fault;
mod key;
mod limits;
mod made;
mod note;
mod part;
mod payload;
mod tamper;
mod tile;
mod tree;
mod verify;
mod witness;
