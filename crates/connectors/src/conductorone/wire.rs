//! A task as ConductorOne writes it, and what it says in our words.

use crate::http::bad;
use crate::length::{Length, NO_END, UNREADABLE, minutes};
use crate::rest::name;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage as Step, Tenant, Timestamp, Vote,
};
use desk::ports::ConnectorError;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub const APPROVE: &str = "TASK_ACTION_TYPE_APPROVE";
pub const DENY: &str = "TASK_ACTION_TYPE_DENY";
/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// Whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// More than a policy has.
const MOST_STEPS: usize = 100;
const STEP_UP: &str = "It asks its approvers to sign in once more, which is done in ConductorOne alone.";

/// What is absent or null is empty.
fn listed<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Introspected {
    pub user_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    #[serde(default, deserialize_with = "listed")]
    pub list: Vec<View>,
    #[serde(default, deserialize_with = "listed")]
    pub expanded: Vec<Expanded>,
    pub next_page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct One {
    pub task_view: View,
    #[serde(default, deserialize_with = "listed")]
    pub expanded: Vec<Expanded>,
}

#[derive(Debug, Deserialize)]
pub struct View {
    pub task: Task,
}

/// Somebody or something that a task speaks of.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Expanded {
    #[serde(rename = "@type")]
    kind: Option<String>,
    id: Option<String>,
    display_name: Option<String>,
    email: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub id: String,
    state: State,
    created_at: Timestamp,
    created_by_user_id: Option<String>,
    user_id: Option<String>,
    description: Option<String>,
    #[serde(default)]
    emergency_access: bool,
    recommendation: Option<String>,
    #[serde(default, deserialize_with = "listed")]
    external_refs: Vec<External>,
    #[serde(default, deserialize_with = "listed")]
    actions: Vec<String>,
    #[serde(default, deserialize_with = "listed")]
    step_approver_ids: Vec<String>,
    policy: Option<Policy>,
    #[serde(rename = "type")]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum State {
    #[serde(rename = "TASK_STATE_OPEN")]
    Open,
    #[serde(rename = "TASK_STATE_CLOSED")]
    Closed,
}

#[derive(Debug, Deserialize)]
struct External {
    name: Option<String>,
}

/// Of the kinds of tasks only grants are read.
#[derive(Debug, Deserialize)]
struct Kind {
    grant: Grant,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Grant {
    app_id: String,
    app_entitlement_id: String,
    identity_user_id: Option<String>,
    grant_duration: Option<String>,
    outcome: Option<Outcome>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Outcome {
    #[serde(rename = "GRANT_OUTCOME_UNSPECIFIED")]
    Open,
    #[serde(rename = "GRANT_OUTCOME_GRANTED")]
    Granted,
    #[serde(rename = "GRANT_OUTCOME_DENIED")]
    Denied,
    #[serde(rename = "GRANT_OUTCOME_ERROR")]
    Error,
    #[serde(rename = "GRANT_OUTCOME_CANCELLED")]
    Cancelled,
    #[serde(rename = "GRANT_OUTCOME_WAIT_TIMED_OUT")]
    TimedOut,
}

#[derive(Debug, Deserialize)]
struct Policy {
    current: Option<Instance>,
    #[serde(default, deserialize_with = "listed")]
    history: Vec<Instance>,
    #[serde(default, deserialize_with = "listed")]
    next: Vec<Coming>,
}

/// A step that was begun.
#[derive(Debug, Deserialize)]
struct Instance {
    id: Option<String>,
    approval: Option<Approving>,
    /// That it was given.
    provision: Option<Value>,
}

/// A step that was not.
#[derive(Debug, Deserialize)]
struct Coming {
    approval: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Approving {
    approval: Option<Rules>,
    approved: Option<Approved>,
    denied: Option<Denied>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rules {
    #[serde(default)]
    require_approval_reason: bool,
    requires_step_up_provider_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Approved {
    user_id: Option<String>,
    approved_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Denied {
    user_id: Option<String>,
    denied_at: Option<Timestamp>,
}

pub fn person_id(id: &str) -> PersonId {
    PersonId::new(id)
}

fn told(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// What has this id, among what is of that kind.
fn find<'a>(expanded: &'a [Expanded], kind: &str, id: &str) -> Option<&'a Expanded> {
    let is = |one: &&Expanded| {
        one.id.as_deref() == Some(id) && one.kind.as_deref().and_then(|kind| kind.rsplit('.').next()) == Some(kind)
    };
    expanded.iter().find(is)
}

fn named(expanded: &[Expanded], kind: &str, id: &str) -> Option<String> {
    name(find(expanded, kind, id)?.display_name.as_deref())
}

fn person(expanded: &[Expanded], id: &str) -> String {
    let user = find(expanded, "User", id);
    let told = user.and_then(|user| name(user.display_name.as_deref()).or_else(|| name(user.email.as_deref())));
    told.unwrap_or_else(|| format!("{id}, whom ConductorOne does not name"))
}

impl Task {
    fn grant(&self) -> &Grant {
        &self.kind.grant
    }

    /// Whoever is to have it.
    fn holder(&self) -> Option<&str> {
        told(self.grant().identity_user_id.as_deref()).or_else(|| told(self.user_id.as_deref()))
    }

    /// Whether it was asked by this person, or for them.
    pub fn is_of(&self, me: &str) -> bool {
        let all = [&self.grant().identity_user_id, &self.user_id, &self.created_by_user_id];
        all.into_iter().any(|id| id.as_deref() == Some(me))
    }

    /// What this person may do now.
    pub fn may(&self, action: &str) -> bool {
        self.actions.iter().any(|known| known == action)
    }

    pub fn is_asked(&self, me: &str) -> bool {
        self.step_approver_ids.iter().any(|id| id == me)
    }

    fn current(&self) -> Option<&Instance> {
        self.policy.as_ref()?.current.as_ref()
    }

    /// The approval that waits.
    pub fn step(&self) -> Option<&str> {
        let current = self.current()?;
        let waits = current.approval.as_ref().is_some_and(|step| step.approved.is_none() && step.denied.is_none());
        told(current.id.as_deref()).filter(|_| waits)
    }

    /// The approvals that were begun, in order.
    fn begun(&self) -> impl DoubleEndedIterator<Item = &Approving> {
        let history = self.policy.iter().flat_map(|policy| &policy.history);
        history.chain(self.current()).filter_map(|step| step.approval.as_ref())
    }

    fn approved(&self) -> impl DoubleEndedIterator<Item = &Approved> {
        self.begun().filter_map(|step| step.approved.as_ref())
    }

    /// Approvals that are over, and agreed.
    pub fn agreed(&self) -> usize {
        self.approved().count()
    }

    pub fn has_agreed(&self, me: &str) -> bool {
        self.approved().any(|approved| approved.user_id.as_deref() == Some(me))
    }

    /// Where it stands. What its steps say goes before its outcome, which lags behind them.
    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        let denied = self.begun().any(|step| step.denied.is_some());
        let further = self.policy.iter().flat_map(|policy| &policy.next).any(|step| step.approval.is_some());
        let agreed = self.agreed() > 0 && self.step().is_none() && !further;
        Ok(match (self.grant().outcome.unwrap_or(Outcome::Open), self.state) {
            (Outcome::Granted, _) => RequestState::Granted,
            (Outcome::Denied, _) => RequestState::Denied,
            (Outcome::TimedOut, _) => RequestState::Expired,
            (Outcome::Cancelled | Outcome::Open, _) if denied => RequestState::Denied,
            // What was approved and could not be given, or was taken back, was approved.
            (Outcome::Error | Outcome::Cancelled, _) if agreed => RequestState::Granted,
            (Outcome::Error, _) => RequestState::Refused,
            (Outcome::Cancelled, _) => RequestState::Cancelled,
            (Outcome::Open, State::Open) => {
                let given = self.current().is_some_and(|step| step.provision.is_some());
                if agreed || given { RequestState::Granted } else { RequestState::Pending }
            }
            (Outcome::Open, State::Closed) => return Err(bad("a task that was closed without an outcome".to_owned())),
        })
    }

    /// Who ended it, where its steps say so.
    pub fn decided(&self, state: RequestState, expanded: &[Expanded], now: Timestamp) -> Option<Decided> {
        let (action, by, at) = match state {
            RequestState::Granted => {
                let last = self.approved().next_back()?;
                (Action::Grant, last.user_id.as_deref(), last.approved_at)
            }
            RequestState::Denied => {
                let last = self.begun().filter_map(|step| step.denied.as_ref()).next_back()?;
                (Action::Deny, last.user_id.as_deref(), last.denied_at)
            }
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let by = told(by)?;
        let window = self.length().window().filter(|_| action == Action::Grant);
        let by_name = person(expanded, by);
        Some(Decided { by: person_id(by), by_name, at: at.unwrap_or(now), action, window, reason: None })
    }

    /// Who agreed so far, where more than one must.
    pub fn votes(&self, expanded: &[Expanded]) -> Vec<Vote> {
        let Some(window) = self.length().window().filter(|_| self.steps().len() > 1) else { return Vec::new() };
        let vote = |approved: &Approved| {
            let by = told(approved.user_id.as_deref())?;
            Some(Vote { by: person_id(by), by_name: person(expanded, by), at: approved.approved_at?, window })
        };
        self.approved().filter_map(vote).collect()
    }

    pub fn never(&self) -> Option<&'static str> {
        self.length().never()
    }

    fn length(&self) -> Length {
        let rules = self.current().and_then(|step| step.approval.as_ref()?.approval.as_ref());
        let length = self.asked();
        match rules.and_then(|rules| told(rules.requires_step_up_provider_id.as_deref())) {
            Some(_) => length.but_never(STEP_UP),
            None => length,
        }
    }

    /// A protobuf duration; ConductorOne writes none where access has no end.
    fn asked(&self) -> Length {
        let Some(text) = told(self.grant().grant_duration.as_deref()) else { return NO_END };
        let seconds = text.strip_suffix('s').and_then(|number| number.split('.').next()?.parse().ok());
        match seconds {
            Some(0) => NO_END,
            Some(seconds) => Length::of_seconds(seconds),
            None => UNREADABLE,
        }
    }

    /// The approvals that were begun, and those that come.
    fn steps(&self) -> Vec<Step> {
        let coming = self.policy.iter().flat_map(|policy| &policy.next).filter(|step| step.approval.is_some()).count();
        let all = (self.begun().count() + coming).max(1);
        (1..=all).map(|number| Step { name: format!("Step {number}"), needs: 1 }).collect()
    }

    /// What one has to know beside the sentence that the desk makes.
    fn remarks(&self, expanded: &[Expanded], holder: &str) -> Vec<String> {
        let mut remarks: Vec<String> = self.length().remark("ConductorOne").into_iter().collect();
        if self.emergency_access {
            remarks.push("It was asked for as emergency access.".to_owned());
        }
        match self.recommendation.as_deref() {
            Some("INSIGHT_RECOMMENDATION_APPROVE") => remarks.push("ConductorOne recommends to approve it.".to_owned()),
            Some("INSIGHT_RECOMMENDATION_DENY") => remarks.push("ConductorOne recommends to deny it.".to_owned()),
            Some("INSIGHT_RECOMMENDATION_REVIEW") => {
                remarks.push("ConductorOne recommends to look closely.".to_owned())
            }
            Some(_) | None => {}
        }
        if let Some(by) = told(self.created_by_user_id.as_deref()).filter(|by| *by != holder) {
            remarks.push(format!("{} asked for it.", person(expanded, by)));
        }
        remarks
    }

    pub fn facts(&self, tenant: Tenant, expanded: &[Expanded]) -> Result<RequestFacts, ConnectorError> {
        let Grant { app_id, app_entitlement_id, .. } = self.grant();
        let steps = self.steps();
        let well = |id: &str| !id.is_empty() && id.len() <= 128 && !id.contains(['/', ',']);
        if !well(app_id) || !well(app_entitlement_id) || steps.len() > MOST_STEPS {
            return Err(bad("a task for nothing that can be told".to_owned()));
        }
        let holder = self.holder().ok_or_else(|| bad("a task for nobody".to_owned()))?;
        let untold = |id: &str, what: &str| format!("{id}, {what} that ConductorOne does not name");
        let app = named(expanded, "App", app_id).unwrap_or_else(|| untold(app_id, "an application"));
        let entitlement = named(expanded, "AppEntitlement", app_entitlement_id);
        let described = find(expanded, "AppEntitlement", app_entitlement_id).and_then(|one| one.description.clone());
        let means = described.into_iter().chain(self.remarks(expanded, holder)).filter(|part| !part.trim().is_empty());
        let means = means.collect::<Vec<_>>().join(" ");
        let justification = self.description.clone().unwrap_or_default();
        if justification.len() > LONGEST_TEXT || means.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let role = format!("{app_id}/{app_entitlement_id}");
        let (window, longest_window) = self.length().bounds()?;
        let wants_reason = |step: &Approving| step.approval.as_ref().is_some_and(|rules| rules.require_approval_reason);
        let address = find(expanded, "User", holder).and_then(|user| name(user.email.as_deref()));
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant,
            requester: Requester {
                principal: Principal {
                    id: person_id(holder),
                    name: person(expanded, holder),
                    kind: PrincipalKind::Human,
                },
                zone: String::new(),
                address: address.unwrap_or_default(),
                acting_for: Vec::new(),
            },
            resource: Resource { id: app_id.as_str().into(), name: app },
            role: Role {
                id: role.as_str().into(),
                name: entitlement.unwrap_or_else(|| untold(app_entitlement_id, "an entitlement")),
                means,
            },
            entitlement: EntitlementId::new(&*role),
            window,
            justification,
            ticket: self.external_refs.iter().find_map(|external| name(external.name.as_deref())),
            risk: crate::risk::untold("ConductorOne"),
            policy: PolicyResult {
                version: role,
                longest_window,
                stages: steps,
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: self.begun().any(wants_reason),
            },
            asked_at: self.created_at,
            revised_at: self.created_at,
            // ConductorOne tells no time by which it has to be answered.
            answer_by: None,
            nonce: String::new(),
        })
    }
}
