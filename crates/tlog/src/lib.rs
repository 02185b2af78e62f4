//! The Merkle log: leaves, tree, checkpoints, proofs, signed envelopes and their verifier.
//!
//! Desks and servers keep their logs in one format, which `docs/log-format.md` describes for whoever
//! writes another verifier. The crate refuses every way to the outside: no file, no network, no clock;
//! bytes and times come in as arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod checkpoint;
pub mod commitment;
pub mod cosign;
pub mod envelope;
pub mod export;
pub mod hash;
pub mod key;
pub mod note;
pub mod payload;
pub mod succession;
pub mod tile;
pub mod tree;
pub mod verify;
pub mod witness;

mod base64_text;
mod object;

pub use checkpoint::Checkpoint;
pub use commitment::{Opening, commit};
pub use envelope::Envelope;
pub use hash::{Hash, leaf_hash, node_hash};
pub use key::{PublicKey, SeedKey, SignError, Signer};
pub use note::{Note, NoteKey};
pub use payload::{LeafHeader, PayloadType};
pub use verify::{Verdict, Verification};
