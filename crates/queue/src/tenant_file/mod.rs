//! A tenant's file, `tenants/<id>.toml`: read, checked, and put behind the `Policy` trait. A file with any
//! fault is refused whole.

mod check;
mod form;
mod names;
mod read;
mod together;

use crate::policy::{NotAllowed, Person, Policy, Ruling, TicketRule};
use crate::provisioner::{SecretSource, Target};
use approval::{
    Directory, EntitlementId, PersonId, PolicyResult, PrincipalKind, Resource, RiskLevel, Role, Stage, Tenant, Window,
};
use form::{At, EntitlementForm, Form, TicketForm};
use read::Faults;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tlog::Hash;
use together::Lines;
use toml::de::DeTable;

pub use together::check_together;

/// 15 minutes: the oldest data that any grant may rest on.
const STALE_AFTER_MOST: Window = hours_and_minutes(0, 15);
const ANSWER_WITHIN: Window = hours_and_minutes(8, 0);

const fn hours_and_minutes(hours: u32, minutes: u32) -> Window {
    match Window::from_minutes(hours * 60 + minutes) {
        Ok(window) => window,
        // Only ever evaluated by the compiler.
        Err(_) => panic!("a length between one second and 366 days"),
    }
}

/// Every fault of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    pub file: String,
    pub faults: Vec<Fault>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

/// One line per fault: `contoso.toml:41: …`.
impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, fault) in self.faults.iter().enumerate() {
            let line_end = if number == 0 { "" } else { "\n" };
            write!(f, "{line_end}{}:{}: {}", self.file, fault.line, fault.what)?;
        }
        Ok(())
    }
}

impl std::error::Error for FileError {}

/// The policy that one tenant's file states.
pub struct FilePolicy {
    file: String,
    lines: Lines,
    version: String,
    tenant: Tenant,
    directory: Directory,
    people: BTreeMap<PersonId, Person>,
    reviewers: BTreeSet<PersonId>,
    consult_from: Option<RiskLevel>,
    entitlements: BTreeMap<EntitlementId, Entitlement>,
}

struct Entitlement {
    ruling: Ruling,
    /// Absent: everybody.
    askers: Option<BTreeSet<PersonId>>,
    stages: Vec<BTreeSet<PersonId>>,
    target: Target,
}

impl FilePolicy {
    /// `file` is the name that errors and `version` carry; `text` is its content.
    pub fn parse(file: &str, text: &str) -> Result<Self, FileError> {
        Self::parse_with(file, text, &|_| None)
    }

    /// The same, where `unfit` says what is wrong with a webhook's secret, as the file names it.
    pub fn parse_with(
        file: &str,
        text: &str,
        unfit: &dyn Fn(&SecretSource) -> Option<String>,
    ) -> Result<Self, FileError> {
        let (table, damages) = DeTable::parse_recoverable(text);
        let mut faults = Faults::new(text);
        damages.iter().for_each(|damage| faults.damaged(damage.span().unwrap_or_default(), damage.message()));
        // Where more than values is damaged, what stands where is a guess: the damage is told alone.
        if !damages.iter().all(|damage| damage.span().is_some_and(|at| read::is_in_a_value(table.get_ref(), &at))) {
            return Err(faults.told(file));
        }
        let form = Form::read(table, &mut faults);
        check::check(&mut faults, &form, unfit);
        if faults.is_empty() { Ok(Self::from_checked(file, text, form)) } else { Err(faults.told(file)) }
    }

    /// Relative names of secret files count from `folder`.
    pub fn with_secrets_in(mut self, folder: &Path) -> Self {
        for entitlement in self.entitlements.values_mut() {
            if let Target::Webhook { secret: SecretSource::File(file), .. } = &mut entitlement.target {
                *file = folder.join(&file);
            }
        }
        self
    }

    fn from_checked(file: &str, text: &str, form: Form) -> Self {
        let digest = Hash::of(text).to_string();
        let version = format!("{file}@{}", &digest[..12]);
        let resources: BTreeMap<&str, &str> =
            form.resource.iter().map(|r| (r.id.get_ref().as_str(), r.name.get_ref().as_str())).collect();
        let entitlements = form.entitlement.iter().map(|entitlement| {
            let name = resources.get(entitlement.resource.get_ref().as_str()).copied().unwrap_or_default();
            let id = EntitlementId::from(entitlement.id.get_ref().as_str());
            (id, Entitlement::new(&form, entitlement, name, &version))
        });
        Self {
            file: file.to_owned(),
            lines: lines(text, &form),
            tenant: Tenant {
                id: form.tenant.id.get_ref().as_str().into(),
                name: form.tenant.name.get_ref().clone(),
                domain: form.tenant.domain.get_ref().clone(),
            },
            directory: directory(&form),
            people: people(&form),
            reviewers: form.security.as_ref().map(|of| people_of(&form, &of.reviewers)).unwrap_or_default(),
            consult_from: form.security.as_ref().and_then(|of| Some(*of.consult_from.as_ref()?.get_ref())),
            entitlements: entitlements.collect(),
            version,
        }
    }
}

impl Entitlement {
    fn new(form: &Form, entitlement: &EntitlementForm, resource: &str, version: &str) -> Self {
        let window = |value: &Option<At<Window>>| value.as_ref().map(|value| *value.get_ref());
        let longest_window = *entitlement.longest_window.get_ref();
        let policy = PolicyResult {
            version: version.to_owned(),
            longest_window,
            stages: entitlement
                .stage
                .iter()
                .map(|stage| Stage { name: stage.name.get_ref().clone(), needs: stage.needs })
                .collect(),
            presence: entitlement.presence,
            offline_grants: entitlement.offline_grants,
            stale_after: window(&entitlement.stale_after).unwrap_or(STALE_AFTER_MOST),
            reason_required: entitlement
                .reason_required
                .as_ref()
                .map_or(entitlement.risk.level.is_high(), |required| *required.get_ref()),
        };
        Self {
            ruling: Ruling {
                resource: Resource { id: entitlement.resource.get_ref().as_str().into(), name: resource.to_owned() },
                role: Role {
                    id: entitlement.role.id.get_ref().as_str().into(),
                    name: entitlement.role.name.get_ref().clone(),
                    means: entitlement.role.means.get_ref().clone(),
                },
                policy,
                risk_level: entitlement.risk.level,
                risk_reason: entitlement.risk.reason.get_ref().clone(),
                usual_window: window(&entitlement.usual_window),
                answer_within: window(&entitlement.answer_within).unwrap_or(ANSWER_WITHIN),
                ticket: match entitlement.ticket {
                    TicketForm::Required => TicketRule::Required,
                    TicketForm::Expected => TicketRule::Expected,
                    TicketForm::Optional => TicketRule::Optional,
                },
            },
            askers: entitlement.askers.as_ref().map(|askers| people_of(form, askers)),
            stages: entitlement.stage.iter().map(|stage| people_of(form, &stage.approvers)).collect(),
            target: target(entitlement),
        }
    }
}

fn target(entitlement: &EntitlementForm) -> Target {
    let Some(webhook) = &entitlement.webhook else { return Target::None };
    let Some(secret) = webhook.secret() else { return Target::None };
    Target::Webhook { url: webhook.url.get_ref().clone(), secret: secret.into_inner() }
}

fn lines(text: &str, form: &Form) -> Lines {
    let line = |place: &At<String>| line_of(text, place.span().start);
    let person = |person: &form::PersonForm| (person.id.get_ref().as_str().into(), line(&person.name));
    Lines { tenant: line(&form.tenant.id), people: form.person.iter().map(person).collect() }
}

fn people(form: &Form) -> BTreeMap<PersonId, Person> {
    let address = |person: &form::PersonForm| match &person.address {
        Some(address) => address.get_ref().clone(),
        None => format!("{}@{}", person.id.get_ref(), form.tenant.domain.get_ref()),
    };
    let of = |person: &form::PersonForm| Person {
        id: person.id.get_ref().as_str().into(),
        name: person.name.get_ref().clone(),
        kind: *person.kind.get_ref(),
        zone: person.zone.as_ref().map_or_else(|| "UTC".to_owned(), |zone| zone.get_ref().clone()),
        address: address(person),
    };
    form.person.iter().map(of).map(|person| (person.id.clone(), person)).collect()
}

fn directory(form: &Form) -> Directory {
    let id = |at: &At<String>| PersonId::from(at.get_ref().as_str());
    let set = |all: &[At<String>]| all.iter().map(id).collect::<BTreeSet<_>>();
    let some = |all: &[At<String>]| (!all.is_empty()).then(|| set(all));
    Directory {
        known: form.person.iter().map(|p| id(&p.id)).chain(form.group.iter().map(|g| id(&g.id))).collect(),
        aliases: form.person.iter().filter_map(|p| Some((id(&p.id), id(p.alias_of.as_ref()?)))).collect(),
        groups: form.group.iter().map(|g| (id(&g.id), set(&g.members))).collect(),
        delegates: form.person.iter().filter_map(|p| Some((id(&p.id), some(&p.delegates)?))).collect(),
        agents: form.person.iter().filter_map(|p| Some((id(&p.id), some(&p.acts_for)?))).collect(),
    }
}

/// The people named, groups of groups expanded.
fn people_of(form: &Form, names: &[At<String>]) -> BTreeSet<PersonId> {
    let mut people = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut todo: Vec<&str> = names.iter().map(|name| name.get_ref().as_str()).collect();
    while let Some(name) = todo.pop() {
        if !seen.insert(name) {
            continue;
        }
        match form.group.iter().find(|group| group.id.get_ref() == name) {
            Some(group) => todo.extend(group.members.iter().map(|member| member.get_ref().as_str())),
            None => {
                people.insert(PersonId::from(name));
            }
        }
    }
    people
}

/// The line, from 1, in which byte `at` stands.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

impl Policy for FilePolicy {
    fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id).filter(|person| person.kind != PrincipalKind::Group)
    }

    fn rule(&self, asker: &PersonId, entitlement: &EntitlementId) -> Result<Ruling, NotAllowed> {
        let found =
            self.entitlements.get(entitlement).ok_or_else(|| NotAllowed::NoSuchEntitlement(entitlement.clone()))?;
        let resolved = self.directory.resolve(asker);
        let may = match (&found.askers, resolved) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(askers), Some(person)) => askers.contains(asker) || askers.contains(&person),
        };
        if may { Ok(found.ruling.clone()) } else { Err(NotAllowed::NotForYou(entitlement.clone())) }
    }

    fn named(&self, entitlement: &EntitlementId) -> Vec<BTreeSet<PersonId>> {
        self.entitlements.get(entitlement).map(|found| found.stages.clone()).unwrap_or_default()
    }

    fn reviewers(&self) -> &BTreeSet<PersonId> {
        &self.reviewers
    }

    fn consult_from(&self) -> Option<RiskLevel> {
        self.consult_from
    }

    fn target(&self, entitlement: &EntitlementId) -> Target {
        self.entitlements.get(entitlement).map_or(Target::None, |found| found.target.clone())
    }
}

#[cfg(test)]
mod tests;
