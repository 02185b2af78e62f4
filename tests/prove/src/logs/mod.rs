//! Proofs about the signed log.

pub mod fork;
pub mod made;
pub mod oracle;
mod python;
mod races;
mod spoilt;
pub mod tamper;
mod tampered_part;
mod tampered_profile;
