//! The queue's use cases: ask, route, decide, expire, revoke; and policy. No HTTP, no SQL, no clock: time and
//! randomness come in as a `Moment`, storage, policy and provisioning stand behind traits. It refuses every
//! grant that is not signed, witnessed, and decided on what the request says at that instant.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod acceptance;
mod access;
mod asking;
mod deciding;
mod devices;
mod errors;
mod feed;
mod key_change;
mod keys;
mod log;
mod moment;
mod once;
mod policy;
pub mod practice;
mod presence;
mod provisioner;
mod queue;
mod remarks;
mod revoking;
mod risk;
mod security_keys;
mod shortening;
mod signed;
pub mod store;
mod suspending;
mod tenant_file;
mod timers;
mod views;
mod webauthn;
pub mod witness;
mod witnessing;

pub use access::{Secret, check_person};
pub use deciding::IfMatch;
pub use errors::{AskError, DecideError, EnrolError, MintError, ReadError};
pub use keys::ServerKeys;
pub use moment::Moment;
pub use policy::{NotAllowed, Person, Policy, Ruling, TicketRule};
pub use provisioner::{Job, Order, ProvisionError, Provisioner, SecretSource, Target, WeakSecret, signing_key};
pub use queue::{Caller, OnCommit, OpenError, Queue};
pub use risk::History;
pub use store::{QueueStore, StoreError};
pub use tenant_file::{Fault, FileError, FilePolicy, check_together};
pub use timers::Tick;
pub use witness::{OpenWitnessError, TrustError, Witness};
pub use witnessing::WitnessError;
