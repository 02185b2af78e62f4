//! A grant: access that is live for one window, counted from its activation, and ends by itself.

use crate::{GrantId, PersonId, Principal, RequestId, Resource, RiskLevel, Role, Tenant, Timestamp, Window};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Grant {
    pub id: GrantId,
    pub request: RequestId,
    pub tenant: Tenant,
    pub holder: Principal,
    /// The holder's IANA zone.
    pub zone: String,
    pub resource: Resource,
    pub role: Role,
    pub risk: RiskLevel,
    /// How long, from activation. It only ever gets shorter, so it says which of the grant's versions somebody saw.
    pub window: Window,
    pub granted_at: Timestamp,
    /// The last time it was shortened since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortened: Option<Shortened>,
    pub state: GrantState,
    pub access: Access,
}

/// Who made a grant's window what it is, after it was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shortened {
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    /// The window before.
    pub from: Window,
}

/// Where a grant stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum GrantState {
    /// Granted, access not given yet; the window has not begun.
    Scheduled,
    Active {
        activated_at: Timestamp,
        /// Absent where another system gave access that stays until somebody takes it. What is granted from here has its end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_at: Option<Timestamp>,
    },
    Ended {
        activated_at: Timestamp,
        ended_at: Timestamp,
        lateness: Lateness,
    },
    Revoked {
        /// Absent where the access was not given yet, or where the queue does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        activated_at: Option<Timestamp>,
        at: Timestamp,
        /// Absent where the queue does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        by_name: String,
    },
    /// Provisioning said no.
    Failed {
        at: Timestamp,
        why: String,
    },
}

/// Whether the end was carried out when it was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Lateness {
    OnTime,
    /// The queue was not running when the end was due; it was carried out first at start.
    Late,
}

/// What the target system was last known to hold. `Unknown` is a state: it is tried again, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    NotGiven,
    Given,
    TakingAway,
    TakenAway,
    Unknown,
}

/// What happens to a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantEvent {
    /// The target confirmed that the access is there.
    Given,
    /// The target refused for good.
    GivingFailed {
        why: String,
    },
    /// Time has passed; `missed` when the queue was not running at the end.
    Tick {
        missed: bool,
    },
    Revoke {
        by: PersonId,
        by_name: String,
    },
    /// Its window becomes `to`, counted from activation as before.
    Shorten {
        by: PersonId,
        by_name: String,
        to: Window,
    },
    /// The target confirmed that the access is gone.
    TakenAway,
    /// The target gave no answer, or none that says what it holds.
    Unclear,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantRefusal {
    #[error("the grant is over")]
    Over,
    #[error("the grant does not wait for this")]
    NotExpected,
    #[error("it lasts {now} already; shortening never lengthens")]
    NotShorter { now: Window },
    #[error("it would have ended at {0}; revoke it to end it at once")]
    EndsInThePast(Timestamp),
}

impl Grant {
    /// When the access was given, as far as that is known.
    pub fn activated_at(&self) -> Option<Timestamp> {
        match self.state {
            GrantState::Active { activated_at, .. } | GrantState::Ended { activated_at, .. } => Some(activated_at),
            GrantState::Revoked { activated_at, .. } => activated_at,
            GrantState::Scheduled | GrantState::Failed { .. } => None,
        }
    }

    /// When it ends, if it is active and has an end.
    pub fn ends_at(&self) -> Option<Timestamp> {
        match self.state {
            GrantState::Active { ends_at, .. } => ends_at,
            GrantState::Scheduled
            | GrantState::Ended { .. }
            | GrantState::Revoked { .. }
            | GrantState::Failed { .. } => None,
        }
    }

    /// Whether access was given that nothing ends by itself.
    pub fn is_endless(&self) -> bool {
        matches!(self.state, GrantState::Active { ends_at: None, .. })
    }

    /// Whether somebody may hold the access, or still be about to.
    pub fn is_live(&self) -> bool {
        match self.state {
            GrantState::Scheduled | GrantState::Active { .. } => true,
            GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. } => false,
        }
    }

    /// Whether somebody holds the access, may hold it, or is about to: what is over and taken away is held by nobody.
    pub fn may_be_held(&self) -> bool {
        match self.access {
            Access::NotGiven | Access::TakenAway => self.is_live(),
            Access::Given | Access::TakingAway | Access::Unknown => true,
        }
    }

    /// The grant after `event`. Waiting never eats the window: it runs from `Given`. Each grant moves on its own.
    pub fn after(&self, event: GrantEvent, now: Timestamp) -> Result<Self, GrantRefusal> {
        let mut next = self.clone();
        match (event, &self.state) {
            (GrantEvent::Given, GrantState::Scheduled) => {
                next.state = GrantState::Active { activated_at: now, ends_at: Some(now.plus(self.window)) };
                next.access = Access::Given;
            }
            (GrantEvent::GivingFailed { why }, GrantState::Scheduled) => {
                next.state = GrantState::Failed { at: now, why };
                // What a target that said no holds is not known until it confirms that nothing is there.
                next.access = Access::TakingAway;
            }
            (GrantEvent::Tick { missed }, GrantState::Active { activated_at, ends_at: Some(end) }) if now >= *end => {
                let lateness = if missed { Lateness::Late } else { Lateness::OnTime };
                next.state = GrantState::Ended { activated_at: *activated_at, ended_at: now, lateness };
                next.access = Access::TakingAway;
            }
            (GrantEvent::Tick { .. }, _) => {}
            (GrantEvent::Revoke { by, by_name }, GrantState::Scheduled | GrantState::Active { .. }) => {
                next.state = GrantState::Revoked { activated_at: self.activated_at(), at: now, by: Some(by), by_name };
                next.access = Access::TakingAway;
            }
            (GrantEvent::Shorten { by, by_name, to }, state @ (GrantState::Scheduled | GrantState::Active { .. })) => {
                next.state = shorter(self, state, to, now)?;
                next.window = to;
                next.shortened = Some(Shortened { at: now, by, by_name, from: self.window });
            }
            (GrantEvent::TakenAway, state) => match state {
                GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. } => {
                    next.access = Access::TakenAway;
                }
                GrantState::Scheduled | GrantState::Active { .. } => return Err(GrantRefusal::NotExpected),
            },
            (GrantEvent::Unclear, GrantState::Active { .. }) => return Err(GrantRefusal::NotExpected),
            (GrantEvent::Unclear, _) => next.access = Access::Unknown,
            (GrantEvent::Given, GrantState::Revoked { .. } | GrantState::Ended { .. } | GrantState::Failed { .. }) => {
                return Err(GrantRefusal::Over);
            }
            (GrantEvent::Revoke { .. } | GrantEvent::Shorten { .. }, _) => return Err(GrantRefusal::Over),
            (GrantEvent::Given | GrantEvent::GivingFailed { .. }, _) => return Err(GrantRefusal::NotExpected),
        }
        Ok(next)
    }
}

/// The state with the end of the window `to`: earlier than it was, and still to come.
fn shorter(grant: &Grant, state: &GrantState, to: Window, now: Timestamp) -> Result<GrantState, GrantRefusal> {
    if to >= grant.window {
        return Err(GrantRefusal::NotShorter { now: grant.window });
    }
    let GrantState::Active { activated_at, .. } = state else { return Ok(state.clone()) };
    let ends_at = activated_at.plus(to);
    if ends_at <= now {
        return Err(GrantRefusal::EndsInThePast(ends_at));
    }
    Ok(GrantState::Active { activated_at: *activated_at, ends_at: Some(ends_at) })
}
