//! The form of a tenant's file, field by field, as `docs/queue.md` describes it. Unknown fields are refused.
//! Whether what stands there makes sense is checked elsewhere.

use approval::{Presence, PrincipalKind, RiskLevel, Window};
use serde::Deserialize;
use toml::Spanned;

/// A value together with where it stands.
pub(super) type At<T> = Spanned<T>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub tenant: TenantForm,
    #[serde(default)]
    pub person: Vec<PersonForm>,
    #[serde(default)]
    pub group: Vec<GroupForm>,
    #[serde(default)]
    pub resource: Vec<ResourceForm>,
    #[serde(default)]
    pub entitlement: Vec<EntitlementForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TenantForm {
    pub id: At<String>,
    pub name: String,
    pub domain: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonForm {
    pub id: At<String>,
    pub name: String,
    #[serde(default = "human")]
    pub kind: At<PrincipalKind>,
    pub zone: Option<At<String>>,
    pub address: Option<String>,
    /// This is another name of that person.
    pub alias_of: Option<At<String>>,
    /// An agent or service: the people it acts for.
    #[serde(default)]
    pub acts_for: Vec<At<String>>,
    /// Those who decide in this person's place.
    #[serde(default)]
    pub delegates: Vec<At<String>>,
}

fn human() -> At<PrincipalKind> {
    Spanned::new(0..0, PrincipalKind::Human)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupForm {
    pub id: At<String>,
    pub members: Vec<At<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResourceForm {
    pub id: At<String>,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntitlementForm {
    pub id: At<String>,
    pub resource: At<String>,
    pub role: RoleForm,
    pub risk: RiskForm,
    pub longest_window: At<Window>,
    pub usual_window: Option<At<Window>>,
    pub answer_within: Option<At<Window>>,
    /// People or groups; absent: everybody of this file.
    pub askers: Option<Vec<At<String>>>,
    pub stage: Vec<StageForm>,
    #[serde(default)]
    pub ticket: TicketForm,
    pub presence: Option<At<Presence>>,
    #[serde(default)]
    pub offline_grants: bool,
    pub stale_after: Option<At<Window>>,
    pub reason_required: Option<At<bool>>,
    pub provisioner: Option<ProvisionerForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleForm {
    pub id: String,
    pub name: String,
    pub means: At<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RiskForm {
    pub level: RiskLevel,
    pub reason: At<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageForm {
    pub name: At<String>,
    #[serde(default = "one")]
    pub needs: u8,
    /// People or groups.
    pub approvers: Vec<At<String>>,
}

fn one() -> u8 {
    1
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TicketForm {
    Required,
    Expected,
    #[default]
    Optional,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProvisionerForm {
    pub webhook: WebhookForm,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookForm {
    pub url: At<String>,
    pub secret_file: Option<At<String>>,
    pub secret_env: Option<At<String>>,
}
