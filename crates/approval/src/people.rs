//! Who asks, for what, and where.

use crate::{PersonId, ResourceId, RoleId, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tenant {
    pub id: TenantId,
    pub name: String,
    /// The tenant's own domain, shown beside its name: `contoso.example`.
    pub domain: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    Human,
    Service,
    Agent,
    Group,
}

impl PrincipalKind {
    /// The word on the wire and in digests; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Service => "service",
            Self::Agent => "agent",
            Self::Group => "group",
        }
    }
}

/// Somebody or something that can hold access or act for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Principal {
    pub id: PersonId,
    pub name: String,
    pub kind: PrincipalKind,
}

/// Who asks. An agent carries the chain of whom it acts for, nearest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Requester {
    #[serde(flatten)]
    pub principal: Principal,
    /// IANA zone, `Europe/Lisbon`.
    pub zone: String,
    /// A sign-in name or address, shown in full.
    pub address: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acting_for: Vec<Principal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resource {
    pub id: ResourceId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// What the role lets one do, in plain words.
    pub means: String,
}
