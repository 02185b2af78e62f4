//! The stages of an approval: which one is this person's to decide, and what was decided in the others.

use super::graph::{is_id, name};
use super::people::person_id;
use crate::http::bad;
use approval::{Action, Decided, RequestState, Stage as Step, Timestamp, Vote, Window};
use desk::ports::ConnectorError;
use serde::Deserialize;

/// More stages than an approval can have.
const MOST_STAGES: usize = 20;
/// More than Entra takes from anybody; whatever is longer is no reason.
const LONGEST_REASON: usize = 16_000;

/// A stage as Graph writes it; on beta it is called a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stage {
    pub id: String,
    pub display_name: Option<String>,
    pub status: Option<String>,
    pub assigned_to_me: Option<bool>,
    pub review_result: Option<String>,
    pub reviewed_by: Option<Identity>,
    pub reviewed_date_time: Option<Timestamp>,
    pub justification: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identity {
    pub id: Option<String>,
    pub display_name: Option<String>,
}

/// An approval; where its stages do not come with it, they are asked for by themselves.
#[derive(Debug)]
pub(super) struct Approval {
    pub id: String,
    pub stages: Option<Vec<Stage>>,
}

pub(super) fn same(word: Option<&str>, other: &str) -> bool {
    word.is_some_and(|word| word.eq_ignore_ascii_case(other))
}

impl Stage {
    /// What can be decided by this person is exactly this.
    pub fn is_mine(&self) -> bool {
        same(self.status.as_deref(), "InProgress") && self.assigned_to_me == Some(true) && self.result().is_none()
    }

    /// Graph reads back other words than it takes, Azure Resource Manager the same.
    pub fn result(&self) -> Option<Action> {
        let result = self.review_result.as_deref();
        if same(result, "Approved") || same(result, "Approve") {
            return Some(Action::Grant);
        }
        (same(result, "Denied") || same(result, "Deny")).then_some(Action::Deny)
    }

    /// By whom; `None` where that is not told by id: a name alone says neither that it was this person nor that it was not.
    pub fn decided(&self, now: Timestamp, asked: Option<Window>) -> Option<Decided> {
        let action = self.result()?;
        let by = self.reviewed_by.as_ref()?;
        let id = by.id.as_deref().filter(|id| !id.is_empty())?;
        let reason = self.justification.clone().filter(|reason| (1..=LONGEST_REASON).contains(&reason.len()));
        let window = asked.filter(|_| action == Action::Grant);
        let by_name = name(by.display_name.as_deref()).unwrap_or_else(|| id.to_owned());
        let at = self.reviewed_date_time.unwrap_or(now);
        Some(Decided { by: person_id(id), by_name, at, action, window, reason })
    }
}

pub(super) fn checked(stages: Vec<Stage>) -> Result<Vec<Stage>, ConnectorError> {
    let well = stages.len() <= MOST_STAGES && stages.iter().all(|stage| is_id(&stage.id));
    if well { Ok(stages) } else { Err(bad("stages that are none".to_owned())) }
}

/// Whether all agreed.
pub(super) fn is_approved(stages: &[Stage]) -> bool {
    !stages.is_empty() && stages.iter().all(|stage| stage.result() == Some(Action::Grant))
}

/// What they say together.
pub(super) fn outcome(stages: &[Stage]) -> RequestState {
    let denied = stages.iter().any(|stage| stage.result() == Some(Action::Deny));
    let expired = stages.iter().any(|stage| same(stage.status.as_deref(), "Expired"));
    match (denied, is_approved(stages), expired) {
        (true, _, _) => RequestState::Denied,
        (false, true, _) => RequestState::Granted,
        (false, false, true) => RequestState::Expired,
        (false, false, false) => RequestState::Pending,
    }
}

/// Who agreed so far, where more than one must.
pub(super) fn votes(stages: &[Stage], window: Option<Window>, now: Timestamp) -> Vec<Vote> {
    let Some(window) = window.filter(|_| stages.len() > 1) else { return Vec::new() };
    let agreed = stages.iter().filter(|stage| stage.result() == Some(Action::Grant));
    let decided = agreed.filter_map(|stage| stage.decided(now, Some(window)));
    decided.map(|Decided { by, by_name, at, .. }| Vote { by, by_name, at, window }).collect()
}

/// As the facts have them: at least one.
pub(super) fn steps(stages: &[Stage]) -> Vec<Step> {
    let step = |stage: Option<&Stage>| {
        let name = stage.and_then(|stage| name(stage.display_name.as_deref()));
        Step { name: name.unwrap_or_else(|| "Approvers".to_owned()), needs: 1 }
    };
    if stages.is_empty() { vec![step(None)] } else { stages.iter().map(|stage| step(Some(stage))).collect() }
}
