//! What the desk's storage survives: the parts that `kill9`, `power` and `io-fault` share. A queue served in this process
//! over loopback, a desk on the real store, a person who decides, and what the desk told that person.

pub mod io_fault;
pub mod kill9;
pub mod person;
pub mod power;
pub mod spoilt;
pub mod told;
pub mod worker;
pub mod world;
