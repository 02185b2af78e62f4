//! Requests, windows, decisions and grants, and the rules that move one into another.
//! Pure: no I/O, no clock, no async; time comes in as an argument. It refuses every step
//! that one of the invariants in `docs/security.md` forbids.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod asked;
mod grant;
mod ids;
mod people;
mod places;
mod request;
mod risk;
mod separation;
mod time;

pub use asked::Asked;
pub use grant::{Access, Grant, GrantEvent, GrantRefusal, GrantState, Lateness, Shortened};
pub use ids::{DeviceId, EntitlementId, GrantId, PersonId, RequestId, ResourceId, RoleId, TenantId};
pub use people::{Principal, PrincipalKind, Requester, Resource, Role, Tenant};
pub use places::{NoPlace, Places, agree_at_most};
pub use request::{
    Action, Choice, Decided, DecisionRefusal, Outcome, PolicyResult, Presence, RequestFacts, RequestState, Stage, Turn,
    Vote, decide, expire,
};
pub use risk::{Risk, RiskLevel, RiskReason};
pub use separation::{Directory, OwnRequest, may_decide_on};
pub use time::{LengthError, Timestamp, Window};
