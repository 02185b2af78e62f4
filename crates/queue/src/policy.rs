//! What the queue asks of policy: who is who, who may ask for what, who must agree, and how dangerous it is.
//! The file of a tenant answers it; a policy engine can stand behind the same trait.

use crate::provisioner::Target;
use approval::{
    Directory, EntitlementId, PersonId, PolicyResult, PrincipalKind, Resource, RiskLevel, Role, Tenant, Window,
};
use std::collections::BTreeSet;

/// Somebody whom a tenant's directory names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub kind: PrincipalKind,
    /// IANA zone.
    pub zone: String,
    pub address: String,
}

/// What policy says of one asker and one entitlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub resource: Resource,
    pub role: Role,
    /// The longest that may be asked for is `policy.longest_window`.
    pub policy: PolicyResult,
    pub risk_level: RiskLevel,
    pub risk_reason: String,
    /// What is usually asked for, until the queue knows better.
    pub usual_window: Option<Window>,
    /// How long approvers have.
    pub answer_within: Window,
    pub ticket: TicketRule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketRule {
    Required,
    /// Its absence raises the risk.
    Expected,
    Optional,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    #[error("there is no entitlement {0:?} here")]
    NoSuchEntitlement(EntitlementId),
    #[error("{0:?} may not be asked for by you")]
    NotForYou(EntitlementId),
}

/// One tenant's policy. Answers are pure: the same question gets the same answer for the life of the value.
pub trait Policy: Send + Sync {
    fn tenant(&self) -> &Tenant;
    /// Identifies what ruled: file and digest.
    fn version(&self) -> &str;
    fn directory(&self) -> &Directory;
    fn person(&self, id: &PersonId) -> Option<&Person>;
    /// May `asker` ask for this, and under which conditions?
    fn rule(&self, asker: &PersonId, entitlement: &EntitlementId) -> Result<Ruling, NotAllowed>;
    /// Whom each stage names, groups expanded. Who may agree in whose place, and who may not decide on what they ask for
    /// themselves, is `approval::Places`' to say.
    fn named(&self, entitlement: &EntitlementId) -> Vec<BTreeSet<PersonId>>;
    /// The security reviewers, groups expanded: they see what the tenant's people ask for and hold, and may suspend them.
    fn reviewers(&self) -> &BTreeSet<PersonId>;
    /// From this risk on nothing is granted before a security reviewer said something of it.
    fn consult_from(&self) -> Option<RiskLevel>;
    fn target(&self, entitlement: &EntitlementId) -> Target;
}
