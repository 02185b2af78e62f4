//! A request in our words, whichever surface it comes from. What asks without an end that can be read is never given one here: it
//! can be shown and denied, and not granted.

use super::length::Term;
use super::people::{Named, Who, person_id};
use super::stages::{Stage, is_approved, outcome, steps};
use crate::http::bad;
use crate::risk::untold;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Timestamp, Window,
};
use desk::ports::ConnectorError;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// More than Entra takes from anybody; whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;

/// Where a request stands by its own word, which lags behind its stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// It waits for approvers.
    Waiting,
    /// It is looked at, or nobody has said yet what becomes of it.
    Open,
    Denied,
    Expired,
    Cancelled,
    /// Before or after it was given.
    TakenBack,
    Failed,
    Given,
}

/// What is asked for: of which thing, and what.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub entitlement: String,
    pub resource: Resource,
    pub role: Role,
}

#[derive(Debug, Clone)]
pub(super) struct Request {
    pub id: String,
    pub approval: String,
    /// `None`: a word that is not known.
    pub stand: Option<Stand>,
    pub asked_at: Timestamp,
    /// Milliseconds within which it is decided.
    pub open_for: i64,
    pub asked_by: Option<String>,
    /// Whom it is for.
    pub principal: String,
    /// `None`: Entra is asked what they are called.
    pub named: Option<Named>,
    pub asked: Asked,
    /// Its length is what the policy says that it was asked under.
    pub by_policy: bool,
    pub term: Term,
    /// What may be offered in place of access without an end, in minutes.
    pub longest: u32,
    /// What one has to know beside the sentence that the desk makes of it.
    pub remark: Option<String>,
    pub justification: Option<String>,
    pub ticket: Option<String>,
}

pub(super) fn needed(field: Option<&String>, what: &str) -> Result<String, ConnectorError> {
    let told = field.filter(|id| !id.is_empty() && id.len() <= 256);
    told.cloned().ok_or_else(|| bad(format!("a request without {what}")))
}

impl Request {
    /// Whether it was asked by this person, or for them.
    pub fn is_of(&self, me: &PersonId) -> bool {
        [Some(&self.principal), self.asked_by.as_ref()].into_iter().flatten().any(|id| person_id(id) == *me)
    }

    pub fn is_waiting(&self) -> bool {
        self.stand == Some(Stand::Waiting)
    }

    /// Where it stands. What its stages say goes before its own word.
    pub fn state(&self, stages: &[Stage]) -> Result<RequestState, ConnectorError> {
        let approved = is_approved(stages);
        Ok(match self.stand.ok_or_else(|| bad("a status that is not known".to_owned()))? {
            Stand::Waiting | Stand::Open => outcome(stages),
            // What nobody decided in time is denied by itself.
            Stand::Denied if outcome(stages) == RequestState::Expired => RequestState::Expired,
            Stand::Denied => RequestState::Denied,
            Stand::Expired => RequestState::Expired,
            Stand::Cancelled => RequestState::Cancelled,
            Stand::TakenBack if !approved => RequestState::Cancelled,
            Stand::Failed if !approved => RequestState::Refused,
            Stand::TakenBack | Stand::Failed | Stand::Given => RequestState::Granted,
        })
    }

    /// Who ended it, where Entra says so.
    pub fn decided(&self, state: RequestState, stages: &[Stage], now: Timestamp) -> Option<Decided> {
        let action = match state {
            RequestState::Granted => Action::Grant,
            RequestState::Denied => Action::Deny,
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let last = stages.iter().rfind(|stage| stage.result() == Some(action))?;
        last.decided(now, self.term.window())
    }

    fn remarks(&self) -> Vec<String> {
        let Term { ends, begins, .. } = self.term;
        let never = self.term.never();
        let never = never
            .map(|why| format!("{why} That cannot be granted from here: deny it, or decide it in Microsoft Entra."));
        let ends = ends.map(|ends| format!("It ends at {ends}, however late it is granted."));
        let begins = begins.map(|begins| format!("It begins at {begins}, however early it is granted."));
        [never, ends, begins, self.remark.clone()].into_iter().flatten().collect()
    }

    fn requester(&self, named: Option<Named>) -> Requester {
        let untold = || format!("{}, whom Microsoft Entra does not name", self.principal);
        let (name, address) = match named {
            Some(Named { name, address }) => (name, address),
            None => (untold(), String::new()),
        };
        Requester {
            principal: Principal { id: person_id(&self.principal), name, kind: PrincipalKind::Human },
            zone: String::new(),
            address,
            acting_for: Vec::new(),
        }
    }

    pub fn facts(&self, who: &Who, named: Option<Named>, stages: &[Stage]) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let justification = self.justification.clone().unwrap_or_default();
        let Asked { entitlement, resource, mut role } = self.asked.clone();
        if justification.len() > LONGEST_TEXT || role.means.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let parts = [role.means].into_iter().chain(self.remarks()).filter(|part| !part.is_empty());
        role.means = parts.collect::<Vec<_>>().join(" ");
        let (window, longest_window) = self.term.length.offering(minutes(self.longest)?)?;
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant: who.tenant.clone(),
            requester: self.requester(named),
            resource,
            role,
            window,
            justification,
            ticket: self.ticket.clone(),
            risk: untold("Microsoft Entra"),
            policy: PolicyResult {
                version: entitlement.clone(),
                longest_window,
                stages: steps(stages),
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                // Entra does not tell approvers whether it wants one.
                reason_required: true,
            },
            entitlement: EntitlementId::new(entitlement),
            asked_at: self.asked_at,
            revised_at: self.asked_at,
            answer_by: Some(self.asked_at.plus_millis(self.open_for)),
            nonce: String::new(),
        })
    }
}
