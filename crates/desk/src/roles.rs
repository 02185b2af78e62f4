//! How dangerous the roles of other systems are: a table that ships with the product, and the person's own lines, which
//! count before it. A role that neither knows is classified by nobody, and is not guessed at.

mod own;
mod shipped;

pub use own::{OwnRole, OwnRoles};
pub use shipped::ShippedRole;

use approval::RiskLevel;
use serde::{Deserialize, Serialize};

/// A system whose roles have names of their own. What people judge of a role holds wherever its system gives that role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleSystem {
    /// Directory roles of Microsoft Entra ID, by the id of their definition.
    Entra,
    /// Roles on Azure resources, by the id of their definition.
    Azure,
    /// Roles of Google Cloud: `roles/owner`.
    GoogleCloud,
    /// Managed policies of Amazon Web Services, by their name.
    Aws,
    /// Environments that GitHub deploys to, by their name.
    Github,
    /// What Google's own staff want access for (Access Approval), by the kind of reason: `customer_initiated_support`.
    GoogleStaff,
    /// Membership and ownership of groups in discord/access, by the group's id: `00g1/member`.
    DiscordAccess,
    /// What Opal gives, each at its level, by the organisation’s own ids: no table of it can ship.
    Opal,
    /// What is asked for in Jira Service Management, by site, service desk, type of request and what was chosen: no table ships.
    Jira,
    /// Entitlements in ConductorOne, by application and the organisation’s own ids: no table ships.
    ConductorOne,
    /// What is asked for in ServiceNow, by the kind of its ticket and the item of the catalog: no table ships.
    ServiceNow,
    /// Roles of Teleport, by their name. Only those that come with it are in the table.
    Teleport,
}

impl RoleSystem {
    pub const ALL: [Self; 12] = [
        Self::Entra,
        Self::Azure,
        Self::GoogleCloud,
        Self::Aws,
        Self::Github,
        Self::GoogleStaff,
        Self::DiscordAccess,
        Self::Opal,
        Self::Jira,
        Self::ConductorOne,
        Self::ServiceNow,
        Self::Teleport,
    ];

    /// As it is typed and kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entra => "entra",
            Self::Azure => "azure",
            Self::GoogleCloud => "google-cloud",
            Self::Aws => "aws",
            Self::Github => "github",
            Self::GoogleStaff => "google-staff",
            Self::DiscordAccess => "discord-access",
            Self::Opal => "opal",
            Self::Jira => "jira",
            Self::ConductorOne => "conductor-one",
            Self::ServiceNow => "servicenow",
            Self::Teleport => "teleport",
        }
    }

    /// As people know it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entra => "Microsoft Entra",
            Self::Azure => "Azure",
            Self::GoogleCloud => "Google Cloud",
            Self::Aws => "AWS",
            Self::Github => "GitHub",
            Self::GoogleStaff => "Google Access Approval",
            Self::DiscordAccess => "discord/access",
            Self::Opal => "Opal",
            Self::Jira => "Jira",
            Self::ConductorOne => "ConductorOne",
            Self::ServiceNow => "ServiceNow",
            Self::Teleport => "Teleport",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.as_str() == name)
    }

    /// The roles that a role's id names, each in the one form in which it is compared. Google Cloud, Opal and Teleport give several at once,
    /// with commas between; the Microsofts name a definition by its path or by its id alone, AWS a policy by its ARN or by its
    /// name alone; what is in a name whose case means nothing is written small.
    pub fn roles(self, id: &str) -> Vec<String> {
        let last = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
        match self {
            Self::Entra | Self::Azure => vec![last(id).to_lowercase()],
            Self::Aws => vec![last(id)],
            Self::Github | Self::GoogleStaff => vec![id.to_lowercase()],
            Self::DiscordAccess | Self::Jira | Self::ConductorOne | Self::ServiceNow => vec![id.to_owned()],
            Self::GoogleCloud | Self::Opal | Self::Teleport => {
                let mut roles = Vec::<String>::new();
                for role in id.split(',').map(str::trim) {
                    if !roles.iter().any(|known| known == role) {
                        roles.push(role.to_owned());
                    }
                }
                roles
            }
        }
    }
}

/// What is judged of one role, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement<'a> {
    /// This person's own line.
    Own(&'a OwnRole),
    Shipped(&'static ShippedRole),
    Nobody,
}

impl Judgement<'_> {
    pub fn level(&self) -> Option<RiskLevel> {
        match self {
            Self::Own(own) => Some(own.level),
            Self::Shipped(line) => Some(line.level),
            Self::Nobody => None,
        }
    }
}

impl OwnRoles {
    /// What counts for one role, in the form of [`RoleSystem::roles`].
    pub fn judge(&self, system: RoleSystem, role: &str) -> Judgement<'_> {
        match self.get(system, role) {
            Some(own) => Judgement::Own(own),
            None => ShippedRole::of(system, role).map_or(Judgement::Nobody, Judgement::Shipped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approval::Timestamp;

    #[test]
    fn a_role_is_the_same_however_its_system_writes_it() {
        let owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
        let path =
            format!("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{}", owner.to_uppercase());
        assert_eq!(RoleSystem::Azure.roles(&path), [owner]);
        assert_eq!(RoleSystem::Aws.roles("arn:aws:iam::aws:policy/job-function/Billing"), ["Billing"]);
        assert_eq!(RoleSystem::Github.roles("Production"), ["production"]);
        assert_eq!(
            RoleSystem::GoogleCloud.roles("roles/owner,projects/p/roles/mine, roles/owner"),
            ["roles/owner", "projects/p/roles/mine"]
        );
    }

    #[test]
    fn a_line_of_ones_own_counts_before_the_one_that_shipped() {
        let mut own = OwnRoles::default();
        let system = RoleSystem::GoogleCloud;
        assert_eq!(own.judge(system, "roles/owner").level(), Some(RiskLevel::Critical));
        assert_eq!(own.judge(system, "projects/p/roles/mine"), Judgement::Nobody);
        own.put(OwnRole {
            system,
            role: "roles/owner".to_owned(),
            level: RiskLevel::Low,
            at: Timestamp::from_millis(0),
            zone: "UTC".to_owned(),
        });
        assert_eq!(own.judge(system, "roles/owner").level(), Some(RiskLevel::Low));
        assert!(matches!(own.judge(RoleSystem::Entra, "roles/owner"), Judgement::Nobody), "of another system");
        assert!(own.forget(system, "roles/owner") && !own.forget(system, "roles/owner"));
        assert_eq!(own.judge(system, "roles/owner").level(), Some(RiskLevel::Critical));
    }
}
