//! Approval systems behind one trait: each module turns another system's queue into ours. What a system cannot keep
//! of the fourteen invariants, its module names. Nothing here retries, follows a redirect, or decides anything.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod address;
pub mod aws_team;
pub mod conductorone;
pub mod discord_access;
pub mod doorward;
pub mod entra;
pub mod github;
pub mod google;
mod http;
pub mod jsm;
mod kept;
pub mod kinds;
mod length;
pub mod opal;
mod pages;
mod read_only;
mod rest;
mod risk;
pub mod servicenow;
pub mod sign_in;
mod system;
pub mod teleport;
mod times;

pub use address::AddressError;
pub use doorward::Doorward;
pub use http::Timeouts;
pub use sign_in::Credential;
pub use system::{ReachError, System, Takes, Vendor};
