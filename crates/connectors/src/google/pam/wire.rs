//! A grant and an entitlement as Privileged Access Manager writes them, and what they say in our words.

use super::super::rest::window;
use super::super::{Parent, person_id};
use crate::http::bad;
use crate::risk::untold;
use approval::{
    Access, Action, Decided, EntitlementId, Grant as Live, GrantId, GrantState, Lateness, PolicyResult, Presence,
    Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Role, Stage, Timestamp,
    Window,
};
use desk::ports::ConnectorError;
use serde::Deserialize;

/// How old data for a grant may be, since the system says nothing of it.
const STALE_AFTER: u32 = 5;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entitlements {
    #[serde(default)]
    pub entitlements: Vec<Entitlement>,
    pub next_page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entitlement {
    pub name: String,
    #[serde(default)]
    approval_workflow: Workflow,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Workflow {
    #[serde(default)]
    manual_approvals: Manual,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manual {
    #[serde(default)]
    require_approver_justification: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grants {
    #[serde(default)]
    pub grants: Vec<Grant>,
    pub next_page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    pub name: String,
    create_time: Timestamp,
    requester: String,
    #[serde(deserialize_with = "window")]
    requested_duration: Window,
    #[serde(default)]
    justification: Justification,
    state: State,
    #[serde(default)]
    timeline: Timeline,
    #[serde(default)]
    privileged_access: PrivilegedAccess,
    #[serde(default)]
    audit_trail: AuditTrail,
    #[serde(default)]
    externally_modified: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Justification {
    #[serde(default)]
    unstructured_justification: String,
}

/// Google's own clients ask for enumerations by number, and so may whatever stands in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Named")]
enum State {
    ApprovalAwaited,
    Denied,
    Scheduled,
    Activating,
    Active,
    ActivationFailed,
    Expired,
    Revoking,
    Revoked,
    Ended,
    Withdrawing,
    Withdrawn,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Number(u8),
    Name(String),
}

impl TryFrom<Named> for State {
    type Error = &'static str;
    fn try_from(named: Named) -> Result<Self, Self::Error> {
        let (number, name) = match &named {
            Named::Number(number) => (*number, ""),
            Named::Name(name) => (0, name.as_str()),
        };
        Ok(match (number, name) {
            (1, _) | (_, "APPROVAL_AWAITED") => Self::ApprovalAwaited,
            (3, _) | (_, "DENIED") => Self::Denied,
            (4, _) | (_, "SCHEDULED") => Self::Scheduled,
            (5, _) | (_, "ACTIVATING") => Self::Activating,
            (6, _) | (_, "ACTIVE") => Self::Active,
            (7, _) | (_, "ACTIVATION_FAILED") => Self::ActivationFailed,
            (8, _) | (_, "EXPIRED") => Self::Expired,
            (9, _) | (_, "REVOKING") => Self::Revoking,
            (10, _) | (_, "REVOKED") => Self::Revoked,
            (11, _) | (_, "ENDED") => Self::Ended,
            (12, _) | (_, "WITHDRAWING") => Self::Withdrawing,
            (13, _) | (_, "WITHDRAWN") => Self::Withdrawn,
            _ => return Err("a state that the contract does not have"),
        })
    }
}

#[derive(Debug, Default, Deserialize)]
struct Timeline {
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event_time: Timestamp,
    requested: Option<Requested>,
    approved: Option<By>,
    denied: Option<By>,
    revoked: Option<By>,
    activated: Option<Empty>,
    activation_failed: Option<Failed>,
}

#[derive(Debug, Deserialize)]
struct Empty {}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Requested {
    expire_time: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct By {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    actor: String,
}

#[derive(Debug, Deserialize)]
struct Failed {
    #[serde(default)]
    error: FailedWhy,
}

#[derive(Debug, Default, Deserialize)]
struct FailedWhy {
    #[serde(default)]
    message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PrivilegedAccess {
    #[serde(default)]
    gcp_iam_access: IamAccess,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IamAccess {
    #[serde(default)]
    resource: String,
    #[serde(default)]
    role_bindings: Vec<Binding>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Binding {
    role: String,
    #[serde(default)]
    condition_expression: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuditTrail {
    access_grant_time: Option<Timestamp>,
    access_remove_time: Option<Timestamp>,
}

impl Grant {
    pub fn state(&self) -> RequestState {
        match self.state {
            State::ApprovalAwaited => RequestState::Pending,
            State::Denied => RequestState::Denied,
            State::Expired => RequestState::Expired,
            State::Withdrawing | State::Withdrawn if self.approved().is_none() => RequestState::Cancelled,
            State::Withdrawing
            | State::Withdrawn
            | State::Scheduled
            | State::Activating
            | State::Active
            | State::ActivationFailed
            | State::Revoking
            | State::Revoked
            | State::Ended => RequestState::Granted,
        }
    }

    pub fn was_granted(&self) -> bool {
        self.state() == RequestState::Granted
    }

    fn event(&self, by: impl Fn(&Event) -> Option<&By>) -> Option<(Timestamp, &By)> {
        self.timeline.events.iter().rev().find_map(|event| Some((event.event_time, by(event)?)))
    }

    fn approved(&self) -> Option<(Timestamp, &By)> {
        self.event(|event| event.approved.as_ref())
    }

    pub fn decided(&self) -> Option<Decided> {
        let (action, window, event) = match self.state() {
            RequestState::Granted => (Action::Grant, Some(self.requested_duration), self.approved()),
            RequestState::Denied => (Action::Deny, None, self.event(|event| event.denied.as_ref())),
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let (at, by) = event?;
        let reason = (!by.reason.is_empty()).then(|| by.reason.clone());
        Some(Decided { by: person_id(&by.actor), by_name: by.actor.clone(), at, action, window, reason })
    }

    fn entitlement(&self) -> &str {
        self.name.rsplit_once("/grants/").map_or(&self.name, |(entitlement, _)| entitlement)
    }

    fn resource(&self) -> Resource {
        super::super::resource(&self.privileged_access.gcp_iam_access.resource)
    }

    fn role(&self) -> Role {
        let bindings = &self.privileged_access.gcp_iam_access.role_bindings;
        let roles: Vec<&str> = bindings.iter().map(|binding| binding.role.as_str()).collect();
        let name = match roles.as_slice() {
            [] => "no role".to_owned(),
            [one] => (*one).to_owned(),
            [first, others @ ..] => format!("{first} and {} more", others.len()),
        };
        let bound = |binding: &Binding| match binding.condition_expression.as_str() {
            "" => binding.role.clone(),
            condition => format!("{} where {condition}", binding.role),
        };
        let means = bindings.iter().map(bound).collect::<Vec<_>>().join(", ");
        Role { id: roles.join(",").into(), name, means }
    }

    pub fn facts(&self, parent: &Parent, entitlements: &[Entitlement]) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let entitlement = entitlements.iter().find(|entitlement| entitlement.name == self.entitlement());
        let reason_required = entitlement
            .is_none_or(|entitlement| entitlement.approval_workflow.manual_approvals.require_approver_justification);
        let expires = self.timeline.events.iter().find_map(|event| event.requested.as_ref()?.expire_time);
        Ok(RequestFacts {
            id: RequestId::new(&*self.name),
            revision: 0,
            tenant: parent.tenant(),
            requester: Requester {
                principal: self.requester(),
                zone: String::new(),
                address: self.requester.clone(),
                acting_for: Vec::new(),
            },
            resource: self.resource(),
            role: self.role(),
            entitlement: EntitlementId::new(self.entitlement()),
            window: self.requested_duration.into(),
            justification: self.justification.unstructured_justification.clone(),
            ticket: None,
            risk: untold("Google Cloud"),
            policy: PolicyResult {
                version: self.entitlement().to_owned(),
                longest_window: self.requested_duration,
                stages: vec![Stage { name: "Approvers".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required,
            },
            asked_at: self.create_time,
            revised_at: self.create_time,
            // Left out, it waits for ever.
            answer_by: expires,
            nonce: String::new(),
        })
    }

    fn requester(&self) -> Principal {
        let service = self.requester.ends_with(".gserviceaccount.com");
        let kind = if service { PrincipalKind::Service } else { PrincipalKind::Human };
        Principal { id: person_id(&self.requester), name: self.requester.clone(), kind }
    }

    /// The access it led to; none where it led to none.
    pub fn access(
        &self,
        parent: &Parent,
        entitlements: &[Entitlement],
        now: Timestamp,
    ) -> Result<Option<Live>, ConnectorError> {
        if !self.was_granted() {
            return Ok(None);
        }
        let facts = self.facts(parent, entitlements)?;
        let granted_at = self.approved().map_or(self.create_time, |(at, _)| at);
        let activated = || self.timeline.events.iter().find(|event| event.activated.is_some());
        let given = self.audit_trail.access_grant_time.or_else(|| activated().map(|event| event.event_time));
        let gone = || self.audit_trail.access_remove_time.unwrap_or(now);
        let (state, access) = match (self.state, given) {
            (State::ActivationFailed, _) => {
                let failed =
                    |event: &Event| Some((event.event_time, event.activation_failed.as_ref()?.error.message.clone()));
                let (at, why) = self.timeline.events.iter().rev().find_map(failed).unwrap_or((now, String::new()));
                (GrantState::Failed { at, why }, Access::NotGiven)
            }
            // Access that is there is never told as not given, whatever is left out.
            (State::Active, _) => {
                let activated_at = given.unwrap_or(granted_at);
                let ends_at = Some(activated_at.plus(self.requested_duration));
                // Somebody changed the policy by hand: the system itself does not know what is there.
                let access = if self.externally_modified { Access::Unknown } else { Access::Given };
                (GrantState::Active { activated_at, ends_at }, access)
            }
            (State::Ended, _) => {
                let activated_at = given.unwrap_or(granted_at);
                (GrantState::Ended { activated_at, ended_at: gone(), lateness: Lateness::OnTime }, Access::TakenAway)
            }
            (State::Revoking | State::Revoked | State::Withdrawing | State::Withdrawn, activated_at) => {
                let revoked = self.event(|event| event.revoked.as_ref());
                let withdrawn = matches!(self.state, State::Withdrawing | State::Withdrawn);
                let actor = match revoked {
                    Some((_, by)) if !by.actor.is_empty() => Some(by.actor.as_str()),
                    _ => withdrawn.then_some(self.requester.as_str()),
                };
                let at = revoked.map_or_else(gone, |(at, _)| at);
                let (by, by_name) = (actor.map(person_id), actor.unwrap_or("somebody").to_owned());
                let under_way = matches!(self.state, State::Revoking | State::Withdrawing);
                let access = if under_way { Access::TakingAway } else { Access::TakenAway };
                (GrantState::Revoked { activated_at, at, by, by_name }, access)
            }
            (State::Scheduled | State::Activating | State::ApprovalAwaited | State::Denied | State::Expired, _) => {
                (GrantState::Scheduled, Access::NotGiven)
            }
        };
        Ok(Some(Live {
            id: GrantId::new(&*self.name),
            request: RequestId::new(&*self.name),
            tenant: facts.tenant,
            holder: facts.requester.principal,
            zone: facts.requester.zone,
            resource: facts.resource,
            role: facts.role,
            risk: facts.risk.level,
            window: self.requested_duration,
            granted_at,
            shortened: None,
            state,
            access,
        }))
    }
}
