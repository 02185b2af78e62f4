//! What one can be an approver of in Privileged Identity Management. The surfaces differ in their paths and in the words for
//! what is asked for, and in nothing else.

use std::fmt;
use std::str::FromStr;

/// As it is typed after `entra-pim:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Membership and ownership of groups, on Graph v1.0.
    Groups,
    /// Roles of the directory. Graph has their requests on v1.0, and their approvals on beta alone.
    Roles,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is neither groups nor roles")]
pub struct NoSurface;

impl Surface {
    pub(super) const fn requests(self) -> &'static str {
        match self {
            Self::Groups => "/v1.0/identityGovernance/privilegedAccess/group/assignmentScheduleRequests",
            Self::Roles => "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests",
        }
    }

    pub(super) const fn approvals(self) -> &'static str {
        match self {
            Self::Groups => "/v1.0/identityGovernance/privilegedAccess/group/assignmentApprovals",
            Self::Roles => "/beta/roleManagement/directory/roleAssignmentApprovals",
        }
    }

    /// What one signs in for, to decide or only to `watch` (Graph's pages *List approval steps* and *filterByCurrentUser*, least
    /// privileged). Without an address before them they are Graph's, of whichever cloud signs in.
    pub const fn scopes(self, watch: bool) -> &'static [&'static str] {
        match self {
            Self::Groups if watch => &[
                "openid",
                "offline_access",
                "User.Read",
                "User.ReadBasic.All",
                "PrivilegedAssignmentSchedule.Read.AzureADGroup",
            ],
            Self::Roles if watch => &[
                "openid",
                "offline_access",
                "User.Read",
                "User.ReadBasic.All",
                "RoleAssignmentSchedule.Read.Directory",
                "RoleManagement.Read.Directory",
            ],
            Self::Groups => &[
                "openid",
                "offline_access",
                "User.Read",
                "User.ReadBasic.All",
                "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
            ],
            Self::Roles => &[
                "openid",
                "offline_access",
                "User.Read",
                "User.ReadBasic.All",
                "RoleAssignmentSchedule.ReadWrite.Directory",
                "RoleManagement.Read.Directory",
            ],
        }
    }

    /// Where an approver finds what waits, in Azure's portal: it shows them all on one page.
    pub(super) const fn page(self) -> &'static str {
        match self {
            Self::Groups => {
                "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ApproveRequestMenuBlade/~/aadgroup"
            }
            Self::Roles => {
                "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ApproveRequestMenuBlade/~/aadmigratedroles"
            }
        }
    }

    /// What the stages of an approval are called.
    pub(super) const fn stages(self) -> &'static str {
        match self {
            Self::Groups => "stages",
            Self::Roles => "steps",
        }
    }

    /// What a request is to be told with, so that it says what is asked for by name.
    pub(super) const fn expand(self) -> &'static str {
        match self {
            Self::Groups => "group($select=displayName)",
            Self::Roles => "roleDefinition($select=displayName,description)",
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Groups => "groups",
            Self::Roles => "roles",
        })
    }
}

impl FromStr for Surface {
    type Err = NoSurface;
    fn from_str(text: &str) -> Result<Self, NoSurface> {
        [Self::Groups, Self::Roles].into_iter().find(|surface| surface.to_string() == text.trim()).ok_or(NoSurface)
    }
}
