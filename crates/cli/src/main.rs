//! The command line, doorward
fn main() {}
