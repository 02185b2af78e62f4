//! Approval systems behind one trait: each module turns another system's queue into ours. What a system cannot keep
//! of the fourteen invariants, its module names. Nothing here retries, follows a redirect, or decides anything.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod doorward;

pub use doorward::{AddressError, Doorward, ReachError, Timeouts, reach};
