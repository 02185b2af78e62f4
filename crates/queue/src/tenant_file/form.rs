//! The form of a tenant's file, field by field, as `docs/queue.md` describes it. Unknown fields are refused.
//! Whether what stands there makes sense is checked elsewhere.

use super::read::{Faults, Fields, stand_in};
use crate::provisioner::SecretSource;
use approval::{Presence, PrincipalKind, RiskLevel, Window};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// A value together with where it stands; one that stands nowhere was not read, or not said.
pub(super) type At<T> = Spanned<T>;

pub(super) struct Form {
    pub tenant: TenantForm,
    pub security: Option<SecurityForm>,
    pub person: Vec<PersonForm>,
    pub group: Vec<GroupForm>,
    pub resource: Vec<ResourceForm>,
    pub entitlement: Vec<EntitlementForm>,
}

pub(super) struct TenantForm {
    pub id: At<String>,
    pub name: At<String>,
    pub domain: At<String>,
}

/// Who watches over what is asked and held.
pub(super) struct SecurityForm {
    /// People or groups.
    pub reviewers: Vec<At<String>>,
    pub consult_from: Option<At<RiskLevel>>,
}

pub(super) struct PersonForm {
    pub id: At<String>,
    pub name: At<String>,
    pub kind: At<PrincipalKind>,
    pub zone: Option<At<String>>,
    pub address: Option<At<String>>,
    /// This is another name of that person.
    pub alias_of: Option<At<String>>,
    /// An agent or service: the people it acts for.
    pub acts_for: Vec<At<String>>,
    /// Those who decide in this person's place.
    pub delegates: Vec<At<String>>,
}

pub(super) struct GroupForm {
    pub id: At<String>,
    pub members: Vec<At<String>>,
}

pub(super) struct ResourceForm {
    pub id: At<String>,
    pub name: At<String>,
}

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
    pub ticket: TicketForm,
    pub presence: Presence,
    pub offline_grants: bool,
    pub stale_after: Option<At<Window>>,
    pub reason_required: Option<At<bool>>,
    pub webhook: Option<WebhookForm>,
}

pub(super) struct RoleForm {
    pub id: At<String>,
    pub name: At<String>,
    pub means: At<String>,
}

pub(super) struct RiskForm {
    pub level: RiskLevel,
    pub reason: At<String>,
}

pub(super) struct StageForm {
    pub name: At<String>,
    pub needs: u8,
    /// People or groups.
    pub approvers: Vec<At<String>>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TicketForm {
    Required,
    Expected,
    #[default]
    Optional,
}

pub(super) struct WebhookForm {
    pub url: At<String>,
    pub secret_file: Option<At<String>>,
    pub secret_env: Option<At<String>>,
}

impl Form {
    pub fn read(file: Spanned<DeTable<'_>>, faults: &mut Faults<'_>) -> Self {
        let mut of = Fields::of("the file", file);
        let tenant = of.must_table(faults, "tenant", "the tenant");
        let security = of.table(faults, "security", "security");
        let person = of.tables(faults, "person", "this person");
        let group = of.tables(faults, "group", "this group");
        let resource = of.tables(faults, "resource", "this resource");
        let entitlement = of.tables(faults, "entitlement", "this entitlement");
        of.end(faults);
        Self {
            tenant: TenantForm::read(tenant, faults),
            security: security.map(|of| SecurityForm::read(of, faults)),
            person: person.into_iter().map(|of| PersonForm::read(of, faults)).collect(),
            group: group.into_iter().map(|of| GroupForm::read(of, faults)).collect(),
            resource: resource.into_iter().map(|of| ResourceForm::read(of, faults)).collect(),
            entitlement: entitlement.into_iter().map(|of| EntitlementForm::read(of, faults)).collect(),
        }
    }
}

/// A text that must be there.
fn text(of: &mut Fields<'_>, faults: &mut Faults<'_>, name: &'static str) -> At<String> {
    of.must(faults, name, String::new())
}

impl TenantForm {
    fn read(of: Option<Fields<'_>>, faults: &mut Faults<'_>) -> Self {
        let Some(mut of) = of else {
            let absent = || stand_in(String::new());
            return Self { id: absent(), name: absent(), domain: absent() };
        };
        let form = Self {
            id: text(&mut of, faults, "id"),
            name: text(&mut of, faults, "name"),
            domain: text(&mut of, faults, "domain"),
        };
        of.end(faults);
        form
    }
}

impl SecurityForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let form = Self { reviewers: of.must_names(faults, "reviewers"), consult_from: of.may(faults, "consult_from") };
        of.end(faults);
        form
    }
}

impl PersonForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let acts_for = of.names(faults, "acts_for").unwrap_or_default();
        // What is unread is told as such; it is then taken for what fits the rest.
        let likely = if acts_for.is_empty() { PrincipalKind::Human } else { PrincipalKind::Agent };
        let kind = match of.has("kind") {
            true => of.must(faults, "kind", likely),
            false => stand_in(PrincipalKind::Human),
        };
        let form = Self {
            id: text(&mut of, faults, "id"),
            name: text(&mut of, faults, "name"),
            kind,
            zone: of.may(faults, "zone"),
            address: of.may(faults, "address"),
            alias_of: of.may(faults, "alias_of"),
            acts_for,
            delegates: of.names(faults, "delegates").unwrap_or_default(),
        };
        of.end(faults);
        form
    }
}

impl GroupForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let form = Self { id: text(&mut of, faults, "id"), members: of.must_names(faults, "members") };
        of.end(faults);
        form
    }
}

impl ResourceForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let form = Self { id: text(&mut of, faults, "id"), name: text(&mut of, faults, "name") };
        of.end(faults);
        form
    }
}

impl EntitlementForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let role = of.must_table(faults, "role", "the role");
        let risk = of.must_table(faults, "risk", "the risk");
        let stage = of.tables(faults, "stage", "this stage");
        let provisioner = of.table(faults, "provisioner", "the provisioner");
        let form = Self {
            id: text(&mut of, faults, "id"),
            resource: text(&mut of, faults, "resource"),
            role: RoleForm::read(role, faults),
            risk: RiskForm::read(risk, faults),
            longest_window: of.must(faults, "longest_window", Window::LONGEST),
            usual_window: of.may(faults, "usual_window"),
            answer_within: of.may(faults, "answer_within"),
            askers: of.names(faults, "askers"),
            stage: stage.into_iter().map(|of| StageForm::read(of, faults)).collect(),
            ticket: of.may(faults, "ticket").map(At::into_inner).unwrap_or_default(),
            presence: of.may(faults, "presence").map_or(Presence::None, At::into_inner),
            offline_grants: of.may(faults, "offline_grants").is_some_and(At::into_inner),
            stale_after: of.may(faults, "stale_after"),
            reason_required: of.may(faults, "reason_required"),
            webhook: provisioner.and_then(|of| WebhookForm::of_provisioner(of, faults)),
        };
        of.end(faults);
        form
    }
}

impl RoleForm {
    fn read(of: Option<Fields<'_>>, faults: &mut Faults<'_>) -> Self {
        let Some(mut of) = of else {
            let absent = || stand_in(String::new());
            return Self { id: absent(), name: absent(), means: absent() };
        };
        let form = Self {
            id: text(&mut of, faults, "id"),
            name: text(&mut of, faults, "name"),
            means: text(&mut of, faults, "means"),
        };
        of.end(faults);
        form
    }
}

impl RiskForm {
    fn read(of: Option<Fields<'_>>, faults: &mut Faults<'_>) -> Self {
        let Some(mut of) = of else { return Self { level: RiskLevel::Low, reason: stand_in(String::new()) } };
        let form = Self {
            level: of.must(faults, "level", RiskLevel::Low).into_inner(),
            reason: text(&mut of, faults, "reason"),
        };
        of.end(faults);
        form
    }
}

impl StageForm {
    fn read(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Self {
        let form = Self {
            name: text(&mut of, faults, "name"),
            needs: of.may(faults, "needs").map_or(1, At::into_inner),
            approvers: of.must_names(faults, "approvers"),
        };
        of.end(faults);
        form
    }
}

impl WebhookForm {
    fn of_provisioner(mut of: Fields<'_>, faults: &mut Faults<'_>) -> Option<Self> {
        let webhook = of.must_table(faults, "webhook", "the webhook");
        of.end(faults);
        let mut of = webhook?;
        let form = Self {
            url: text(&mut of, faults, "url"),
            secret_file: of.may(faults, "secret_file"),
            secret_env: of.may(faults, "secret_env"),
        };
        of.end(faults);
        Some(form)
    }

    /// The one that is named.
    pub fn secret(&self) -> Option<At<SecretSource>> {
        match (&self.secret_file, &self.secret_env) {
            (Some(file), None) => Some(At::new(file.span(), SecretSource::File(file.get_ref().into()))),
            (None, Some(name)) => Some(At::new(name.span(), SecretSource::Env(name.get_ref().clone()))),
            (None, None) | (Some(_), Some(_)) => None,
        }
    }
}
