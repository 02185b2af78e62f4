//! A disk in memory under SQLite. It remembers every write in order, with what was synced, so that the states which a
//! power cut may leave can be built; and it fails the call it is told to fail. It becomes the process's usual file system
//! for SQLite, so that programs under test open their files as they always do.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod disk;
mod locks;
mod power;
mod vfs;

pub use disk::{Disk, Failing, Op, Trouble};
pub use power::{Files, Walk};
pub use vfs::install;
