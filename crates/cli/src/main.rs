//! The command line, `doorward`. Opening a profile (folder, lock, clocks, desk and its drivers) is in
//! `crates/profile`, shared with the app: use it here, and add to it what both need.
fn main() {}
