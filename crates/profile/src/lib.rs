//! One person's Doorward on one machine: where it lies, who may write it, its clocks, and the desk opened on it.
//! App and command line start here, so that both open the same profile in the same way. It decides nothing.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod clock;
mod folder;

pub use clock::{SystemClock, SystemEntropy, zone};
pub use folder::{Folder, FolderError};
