//! The system's own prompt, which has the person at the machine show who they are: polkit on Linux, LocalAuthentication on
//! macOS, Windows Hello on Windows; and on Linux the security keys that are plugged in. Elsewhere nothing can ask. It refuses to
//! take for presence what the system granted without asking anybody.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

#[cfg(any(target_os = "macos", target_os = "windows"))]
mod biometry;
#[cfg(target_os = "linux")]
mod keys;
#[cfg(target_os = "linux")]
mod polkit;
#[cfg(target_os = "linux")]
mod terminal;

use std::time::Duration;

#[cfg(any(target_os = "macos", target_os = "windows"))]
pub use biometry::Biometry as SystemPresence;
#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
pub use desk::ports::NoPrompt as SystemPresence;
#[cfg(target_os = "linux")]
pub use keys::SecurityKeys;
#[cfg(target_os = "linux")]
pub use polkit::{Polkit as SystemPresence, runs as polkit_runs};

/// How long a prompt stands before the decision is given up.
#[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
const PATIENCE: Duration = Duration::from_secs(120);
