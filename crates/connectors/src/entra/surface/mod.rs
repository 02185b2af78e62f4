//! What one can be an approver of in Microsoft Entra. The surfaces differ in their paths, in their words for what is asked for, and
//! Azure's in who answers; each turns what it reads into the same request.

mod azure;
mod packages;
mod pim;

use super::graph::{Told, is_id};
use super::length::Expiration;
use super::people::{self, Who};
use super::request::Request;
use super::stages::{Approval, Stage};
use crate::http::{Call, Http};
pub use azure::{NoScope, Scope};
use desk::capabilities::{Capabilities, Conflict, DenyReason, Revoke, RiskSource, Shorten, ShortenLive};
use desk::ports::ConnectorError;
use desk::roles::RoleSystem;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;

/// The first three as they are typed after `entra-pim:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Surface {
    /// Membership and ownership of groups, on Graph v1.0.
    Groups,
    /// Roles of the directory. Graph has their requests on v1.0, and their approvals on beta alone.
    Roles,
    /// Roles on Azure's resources, at Azure Resource Manager.
    Azure(Scope),
    /// Access packages of entitlement management, on Graph v1.0: `entra-packages:`.
    Packages,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is neither groups nor roles nor azure")]
pub struct NoSurface;

/// A decision as it is sent.
pub(super) struct Decision<'a> {
    pub approval: &'a str,
    pub stage: &'a str,
    /// `Approve` or `Deny`
    pub result: &'static str,
    pub justification: &'a str,
}

const GRAPH: &str = "https://graph.microsoft.com";

impl Surface {
    /// Of groups and of directory roles.
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        shorten: Shorten::AfterGrant { needs_admin: true },
        shorten_live: ShortenLive::Admin,
        revoke: Revoke::Admin,
        conflict: Conflict::Code,
        risk: RiskSource::Untold { roles: RoleSystem::Entra },
        ..Capabilities::LEAST
    };
    /// Of Azure's resources: it does not say how it refuses what was decided.
    pub const CAN_AZURE: Capabilities =
        Capabilities { conflict: Conflict::Reread, risk: RiskSource::Untold { roles: RoleSystem::Azure }, ..Self::CAN };

    /// Of access packages: no call makes one shorter that was given.
    pub const CAN_PACKAGES: Capabilities =
        Capabilities { shorten: Shorten::None, shorten_live: ShortenLive::None, ..Self::CAN };

    pub(super) const fn can(&self) -> Capabilities {
        match self {
            Self::Groups | Self::Roles => Self::CAN,
            Self::Azure(_) => Self::CAN_AZURE,
            Self::Packages => Self::CAN_PACKAGES,
        }
    }

    /// Where it answers, unless through an endpoint of one's own.
    pub const fn endpoint(&self) -> &'static str {
        match self {
            Self::Groups | Self::Roles | Self::Packages => GRAPH,
            Self::Azure(_) => azure::ENDPOINT,
        }
    }

    /// What one signs in for, to decide or only to `watch` (Graph's pages *List approval steps* and *filterByCurrentUser*, least
    /// privileged). Without an address before them they are Graph's, of whichever cloud signs in.
    pub const fn scopes(&self, watch: bool) -> &'static [&'static str] {
        match self {
            Self::Groups if watch => pim::TO_WATCH_GROUPS,
            Self::Roles if watch => pim::TO_WATCH_ROLES,
            Self::Groups => pim::FOR_GROUPS,
            Self::Roles => pim::FOR_ROLES,
            Self::Azure(_) => azure::SCOPES,
            Self::Packages if watch => packages::TO_WATCH,
            Self::Packages => packages::SCOPES,
        }
    }

    /// Whose token it is.
    pub(super) async fn who(&self, http: &Http) -> Result<Told<Who>, ConnectorError> {
        match self {
            Self::Groups | Self::Roles | Self::Packages => people::who(http).await,
            Self::Azure(_) => azure::who(http).await,
        }
    }

    /// The list of those that one may approve, at least what waits.
    pub(super) fn waiting(&self) -> Call<'static> {
        match self {
            Self::Groups => pim::mine(&pim::GROUPS, "status eq 'PendingApproval'".to_owned()),
            Self::Roles => pim::mine(&pim::ROLES, "status eq 'PendingApproval'".to_owned()),
            Self::Azure(scope) => azure::mine(scope),
            Self::Packages => packages::mine(packages::WAITING.to_owned()),
        }
    }

    /// The same list, narrowed to one, where that can be asked.
    pub(super) fn among_mine(&self, id: &str) -> Option<Call<'static>> {
        match self {
            Self::Groups => Some(pim::mine(&pim::GROUPS, format!("id eq '{id}'"))),
            Self::Roles => Some(pim::mine(&pim::ROLES, format!("id eq '{id}'"))),
            Self::Azure(_) => None,
            Self::Packages => Some(packages::mine(format!("id eq '{id}'"))),
        }
    }

    /// Where the policy is read that a request was asked under, on a surface that has one.
    pub(super) fn policy(&self, id: &str) -> Option<Call<'static>> {
        match self {
            Self::Groups | Self::Roles | Self::Azure(_) => None,
            Self::Packages => Some(packages::policy(id)),
        }
    }

    /// What is read there of the length.
    pub(super) fn expiration(told: &RawValue, id: &str) -> Result<Option<Expiration>, ConnectorError> {
        packages::expiration(told, id)
    }

    /// One request, as anybody may be shown it who reads it for another reason than to approve it.
    pub(super) fn one(&self, id: &str) -> Call<'static> {
        match self {
            Self::Groups => pim::one(&pim::GROUPS, id),
            Self::Roles => pim::one(&pim::ROLES, id),
            Self::Azure(_) => azure::one(id),
            Self::Packages => packages::one(id),
        }
    }

    /// Whether an id of a request is one that may stand in an address.
    pub(super) fn holds(&self, id: &str) -> bool {
        match self {
            Self::Groups | Self::Roles | Self::Packages => is_id(id),
            Self::Azure(_) => azure::is_path(id),
        }
    }

    pub(super) fn request(&self, row: &RawValue, who: &Who) -> Result<Request, ConnectorError> {
        match self {
            Self::Groups => pim::group(row),
            Self::Roles => pim::role(row, who),
            Self::Azure(_) => azure::request(row),
            Self::Packages => packages::request(row),
        }
    }

    fn approvals(&self) -> &'static str {
        match self {
            Self::Groups => pim::GROUPS.approvals,
            Self::Roles => pim::ROLES.approvals,
            Self::Azure(_) => azure::APPROVALS,
            Self::Packages => packages::APPROVALS,
        }
    }

    /// What the stages of an approval are called in a path.
    const fn stages_word(&self) -> &'static str {
        match self {
            Self::Roles => "steps",
            Self::Groups | Self::Azure(_) | Self::Packages => "stages",
        }
    }

    fn below_approvals(&self, rest: &str) -> Call<'static> {
        let call = Call::get(format!("{}/{rest}", self.approvals()));
        match self {
            Self::Groups | Self::Roles | Self::Packages => call,
            Self::Azure(_) => azure::of_approvals(call),
        }
    }

    pub(super) fn approval(&self, id: &str) -> Call<'static> {
        self.below_approvals(id)
    }

    pub(super) fn stages(&self, approval: &str) -> Call<'static> {
        self.below_approvals(&format!("{approval}/{}", self.stages_word()))
    }

    pub(super) fn read_approval(&self, told: &RawValue) -> Result<Approval, ConnectorError> {
        match self {
            Self::Groups | Self::Roles | Self::Packages => pim::approval(told),
            Self::Azure(_) => azure::approval(told),
        }
    }

    pub(super) fn read_stage(&self, told: &RawValue) -> Result<Stage, ConnectorError> {
        match self {
            Self::Groups | Self::Roles | Self::Packages => read(told),
            Self::Azure(_) => azure::stage(told),
        }
    }

    /// The call that decides, and its body.
    pub(super) fn decide(&self, decision: &Decision<'_>) -> (Call<'static>, Value) {
        let Decision { approval, stage, result, justification } = decision;
        let call = self.below_approvals(&format!("{approval}/{}/{stage}", self.stages_word())).patching();
        let said = json!({ "reviewResult": result, "justification": justification });
        match self {
            Self::Groups | Self::Roles | Self::Packages => (call, said),
            Self::Azure(_) => (call, azure::wrapped(said)),
        }
    }

    /// Where an approver finds what waits, in Azure's portal or in My Access: it shows them all on one page.
    pub(super) const fn page(&self) -> &'static str {
        match self {
            Self::Groups => {
                "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ApproveRequestMenuBlade/~/aadgroup"
            }
            Self::Roles => {
                "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ApproveRequestMenuBlade/~/aadmigratedroles"
            }
            Self::Azure(_) => {
                "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ApproveRequestMenuBlade/~/azurerbac"
            }
            Self::Packages => "https://myaccess.microsoft.com/",
        }
    }

    /// What its logs are named by, beside the tenant.
    pub(super) fn queue(&self) -> String {
        match self {
            Self::Groups | Self::Roles | Self::Azure(_) => format!("entra-pim/{self}"),
            Self::Packages => "entra-packages".to_owned(),
        }
    }

    /// Whether it can be asked what somebody is called.
    pub(super) const fn knows_people(&self) -> bool {
        match self {
            Self::Groups | Self::Roles | Self::Packages => true,
            Self::Azure(_) => false,
        }
    }
}

/// What a surface reads out of a row.
fn read<'a, T: Deserialize<'a>>(row: &'a RawValue) -> Result<T, ConnectorError> {
    serde_json::from_str(row.get()).map_err(crate::http::unreadable)
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Groups => f.write_str("groups"),
            Self::Roles => f.write_str("roles"),
            Self::Azure(scope) => write!(f, "azure{scope}"),
            Self::Packages => f.write_str("packages"),
        }
    }
}

impl FromStr for Surface {
    type Err = NoSurface;
    fn from_str(text: &str) -> Result<Self, NoSurface> {
        match text.trim() {
            "groups" => Ok(Self::Groups),
            "roles" => Ok(Self::Roles),
            text => {
                let scope = text.strip_prefix("azure").ok_or(NoSurface)?;
                scope.parse().map(Self::Azure).map_err(|_| NoSurface)
            }
        }
    }
}
