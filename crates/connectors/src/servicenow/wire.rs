//! A row of `sysapproval_approver`, and the ticket that it is about, as the Table API writes them, and what they say in our words.

use crate::http::{bad, unreadable};
use crate::kept::nameless;
use crate::risk::untold;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage, Tenant, Timestamp, Window,
};
use chrono::NaiveDateTime;
use desk::ports::ConnectorError;
use queue_api::{ForYou, RequestRecord, WhyNot};
use serde::Deserialize;

pub(super) const FIELDS: &str = "sys_id,state,approver,due_date,sys_created_on,sys_updated_on,sys_updated_by,sysapproval,sysapproval.number,sysapproval.short_description,sysapproval.description,sysapproval.sys_class_name,sysapproval.opened_by,sysapproval.opened_by.user_name,sysapproval.ref_sc_req_item.cat_item,sysapproval.ref_sc_req_item.requested_for";
/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// A name or a sentence that is longer loses its end, in characters.
const LONGEST: usize = 1000;
/// Who writes what no person does.
const NOBODY: [&str; 2] = ["system", "guest"];

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Me {
    pub sys_id: String,
    user_name: String,
    #[serde(default)]
    name: String,
}

/// A field: what it holds, and what people read in its place.
#[derive(Debug, Clone, Default, Deserialize)]
struct Field {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    display_value: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    sys_id: Field,
    state: Field,
    #[serde(default)]
    approver: Field,
    #[serde(default)]
    due_date: Field,
    sys_created_on: Field,
    #[serde(default)]
    sys_updated_on: Field,
    #[serde(default)]
    sys_updated_by: Field,
    #[serde(default)]
    sysapproval: Field,
    #[serde(default, rename = "sysapproval.number")]
    number: Field,
    #[serde(default, rename = "sysapproval.short_description")]
    title: Field,
    #[serde(default, rename = "sysapproval.description")]
    description: Field,
    #[serde(default, rename = "sysapproval.sys_class_name")]
    kind: Field,
    #[serde(default, rename = "sysapproval.opened_by")]
    opened_by: Field,
    #[serde(default, rename = "sysapproval.opened_by.user_name")]
    opened_by_name: Field,
    #[serde(default, rename = "sysapproval.ref_sc_req_item.cat_item")]
    item: Field,
    #[serde(default, rename = "sysapproval.ref_sc_req_item.requested_for")]
    requested_for: Field,
}

/// An id, as ServiceNow makes them.
pub(super) fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Names to sign in with are the same whatever their capitals.
fn person_id(name: &str) -> PersonId {
    PersonId::new(name.to_lowercase())
}

pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

pub(super) fn tenant(host: &str) -> Tenant {
    Tenant { id: host.to_owned().into(), name: host.to_owned(), domain: host.to_owned() }
}

impl Me {
    pub fn is_somebody(&self) -> bool {
        is_id(&self.sys_id) && !self.user_name.trim().is_empty()
    }

    pub fn person(&self) -> PersonId {
        person_id(&self.user_name)
    }

    pub fn name(&self) -> String {
        cut(if self.name.trim().is_empty() { &self.user_name } else { &self.name })
    }
}

impl Field {
    fn value(&self) -> Option<&str> {
        self.value.as_deref().map(str::trim).filter(|value| !value.is_empty())
    }

    /// What people read, or else what it holds.
    fn words(&self) -> Option<String> {
        let words = self.display_value.as_deref().map(str::trim).filter(|words| !words.is_empty());
        words.or_else(|| self.value()).map(cut)
    }

    /// What people call that which it refers to by an id.
    fn called(&self) -> Option<String> {
        let words = self.display_value.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let own = || self.value().map(|id| if is_id(id) { nameless(id) } else { cut(id) });
        words.filter(|words| !is_id(words)).map(cut).or_else(own)
    }

    fn needed(&self, what: &str) -> Result<&str, ConnectorError> {
        self.value().ok_or_else(|| bad(format!("an approval without {what}")))
    }

    /// What it holds is UTC, whatever people read.
    fn time(&self) -> Option<Timestamp> {
        let time = NaiveDateTime::parse_from_str(self.value()?, "%Y-%m-%d %H:%M:%S").ok()?;
        Some(time.and_utc().into())
    }
}

impl Row {
    pub fn id(&self) -> Result<&str, ConnectorError> {
        self.sys_id
            .needed("an id")
            .and_then(|id| if is_id(id) { Ok(id) } else { Err(bad("an id that is none".to_owned())) })
    }

    pub fn is_in(&self, state: &str) -> bool {
        self.state.value() == Some(state)
    }

    /// Whether this person opened the ticket, or it is for them.
    pub fn is_of(&self, me: &Me) -> bool {
        let by_name = self.opened_by_name.value().is_some_and(|name| person_id(name) == me.person());
        by_name || [&self.opened_by, &self.requested_for].into_iter().any(|who| who.value() == Some(&me.sys_id))
    }

    pub fn waits_for(&self, me: &Me) -> bool {
        self.approver.value() == Some(&me.sys_id)
    }

    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        Ok(match self.state.value().unwrap_or_default() {
            "requested" | "not requested" => RequestState::Pending,
            "approved" => RequestState::Granted,
            "rejected" => RequestState::Denied,
            // Also where another's approval was enough, or the ticket is over.
            "cancelled" | "not_required" | "duplicate" => RequestState::Cancelled,
            _ => return Err(bad("a state that is not known".to_owned())),
        })
    }

    /// Who wrote the row last; `None` where that was no person: rules of an instance write to it too.
    fn decided(&self, state: RequestState, window: Window, now: Timestamp) -> Option<Decided> {
        let action = match state {
            RequestState::Granted => Action::Grant,
            RequestState::Denied => Action::Deny,
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let by = self.sys_updated_by.value().filter(|by| !NOBODY.contains(by))?;
        let window = Some(window).filter(|_| action == Action::Grant);
        let at = self.sys_updated_on.time().unwrap_or(now);
        Some(Decided { by: person_id(by), by_name: cut(by), at, action, window, reason: None })
    }

    fn facts(&self, address: &str) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let ticket = self.sysapproval.needed("a ticket")?;
        let kind = self.kind.needed("the kind of its ticket")?;
        let created = self.sys_created_on.time().ok_or_else(|| bad("an approval without its time".to_owned()))?;
        let number = self.number.words().unwrap_or_else(|| ticket.to_owned());
        let kinds = self.kind.words().unwrap_or_else(|| kind.to_owned());
        // Whoever classifies a kind of ticket says it of one item of the catalog, where there is one.
        let role = self.item.value().map_or_else(|| kind.to_owned(), |item| format!("{kind}:{item}"));
        let name = self.item.called().or_else(|| self.title.words()).unwrap_or_else(|| kinds.clone());
        let opened_by = self.opened_by.needed("whoever opened its ticket")?;
        let person = self.opened_by_name.value().unwrap_or(opened_by);
        let wanted = self.requested_for.called().filter(|_| self.requested_for.value() != Some(opened_by));
        let wanted = wanted.map(|who| format!("It is for {who}."));
        let due = self.due_date.time().map(|due| format!("It is due by {due}."));
        let once = "It lets the ticket go on; what follows, and for how long, the ticket says.".to_owned();
        let means = [Some(once), wanted, due].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let why = [self.title.words(), self.description.words()].into_iter().flatten().collect::<Vec<_>>().join("\n");
        Ok(RequestFacts {
            id: RequestId::new(self.id()?),
            revision: 0,
            tenant: tenant(host(address)),
            requester: Requester {
                principal: Principal {
                    id: person_id(person),
                    name: self.opened_by.called().unwrap_or_else(|| cut(person)),
                    kind: PrincipalKind::Human,
                },
                zone: String::new(),
                address: String::new(),
                acting_for: Vec::new(),
            },
            resource: Resource { id: ticket.to_owned().into(), name: format!("{kinds} {number}") },
            role: Role { id: role.as_str().into(), name, means },
            entitlement: EntitlementId::new(role.clone()),
            // It has no length, and tells of no end.
            window: Window::LONGEST.into(),
            justification: why,
            ticket: Some(number),
            risk: untold("ServiceNow"),
            policy: PolicyResult {
                version: role,
                longest_window: Window::LONGEST,
                stages: vec![Stage { name: "Approvers".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: true,
            },
            asked_at: created,
            revised_at: created,
            // A due date closes nothing there.
            answer_by: None,
            nonce: String::new(),
        })
    }

    pub fn record(&self, me: &Me, address: &str, now: Timestamp) -> Result<RequestRecord, ConnectorError> {
        let state = self.state()?;
        let facts = self.facts(address)?;
        let why_not = match state {
            RequestState::Pending if self.is_of(me) => Some(WhyNot::OwnRequest),
            RequestState::Pending if !self.waits_for(me) => Some(WhyNot::NotAnApprover),
            RequestState::Pending if !self.is_in("requested") => Some(WhyNot::NotInThisStage),
            RequestState::Pending => None,
            RequestState::Granted
            | RequestState::Denied
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => Some(WhyNot::Closed),
        };
        // What is at plain HTTP is on this machine, and no page of an instance.
        let page =
            address.starts_with("https://").then(|| format!("{address}/sysapproval_approver.do?sys_id={}", facts.id));
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            votes: Vec::new(),
            decided: self.decided(state, Window::LONGEST, now),
            grant: None,
            for_you: ForYou { why_not, page, ..ForYou::default() },
        })
    }
}
