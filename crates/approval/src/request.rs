//! A request and the decisions that may be made on it.

use crate::{
    Asked, Directory, EntitlementId, NoPlace, OwnRequest, PersonId, Places, RequestId, Requester, Resource, Risk, Role,
    Tenant, Timestamp, Window, may_decide_on,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a request says at one revision. These are the material facts: any change makes a new revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequestFacts {
    pub id: RequestId,
    /// From 1; counts material changes only.
    pub revision: u32,
    pub tenant: Tenant,
    pub requester: Requester,
    pub resource: Resource,
    pub role: Role,
    pub entitlement: EntitlementId,
    /// How long was asked for.
    #[schema(value_type = Window)]
    pub window: Asked,
    pub justification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    pub risk: Risk,
    pub policy: PolicyResult,
    pub asked_at: Timestamp,
    /// When this revision was written.
    pub revised_at: Timestamp,
    /// After this the request has expired; silence never grants.
    // Our own queue always has one, as its contract says. Absent where the system that it comes from lets it wait for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Timestamp, required = true)]
    pub answer_by: Option<Timestamp>,
    /// 128 bits, hex, new for each revision: keeps `facts_digest` from being guessed.
    pub nonce: String,
}

impl RequestFacts {
    /// Whether its time to be answered is over.
    pub fn ran_out(&self, now: Timestamp) -> bool {
        self.answer_by.is_some_and(|answer_by| now >= answer_by)
    }

    pub fn turn(&self) -> Turn {
        self.answer_by.map_or(Turn::Since(self.asked_at), Turn::By)
    }
}

/// When it is a request's turn among those that wait: first what runs out, the soonest first, then what does not, the oldest
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is answered by then, or not at all.
    By(Timestamp),
    /// It waits since then, and does not run out.
    Since(Timestamp),
}

/// What policy says of this request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyResult {
    /// Identifies the policy that ruled: file and digest.
    pub version: String,
    /// No grant may be longer, whatever was asked.
    pub longest_window: Window,
    /// In order; each must be satisfied before the next.
    pub stages: Vec<Stage>,
    pub presence: Presence,
    /// Whether a grant clicked while the queue cannot be reached may wait and be sent later.
    pub offline_grants: bool,
    /// A grant needs data at most this old; never more than 15 minutes.
    pub stale_after: Window,
    /// Whether a grant must carry a reason.
    pub reason_required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stage {
    pub name: String,
    /// How many of this stage's approvers must agree, at least 1.
    pub needs: u8,
}

impl Stage {
    fn needs(&self) -> usize {
        usize::from(self.needs.max(1))
    }
}

impl PolicyResult {
    /// How many must agree in all.
    pub fn needs(&self) -> usize {
        self.stages.iter().map(Stage::needs).sum()
    }

    /// The stage that waits when `votes` people have agreed, counted from 0; the last one when all are done.
    pub fn stage_after(&self, votes: usize) -> usize {
        let mut needed = 0;
        let waits = self.stages.iter().position(|stage| {
            needed += stage.needs();
            votes < needed
        });
        waits.unwrap_or_else(|| self.stages.len().saturating_sub(1))
    }
}

/// Proof of the person at the machine that policy asks for at the click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    None,
    Local,
    Attested,
}

impl Presence {
    /// The word on the wire and in digests; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Local => "local",
            Self::Attested => "attested",
        }
    }
}

/// Where a request stands. Nothing leads from `Pending` to `Granted` but decisions of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    Pending,
    Granted,
    Denied,
    Expired,
    Cancelled,
    Superseded,
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Grant,
    Deny,
    Revoke,
    /// Of a live grant. Shorter than asked at the decision is a grant.
    Shorten,
    /// Of a person, by a security reviewer: their access ends, and they get none until they are restored.
    Suspend,
    /// Of a suspended person: they may ask again.
    Restore,
}

/// What an approver chose on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Shorter than asked is a grant too.
    Grant {
        window: Window,
    },
    Deny,
}

/// One approver's agreement in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Vote {
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    /// The window this approver agreed to.
    pub window: Window,
}

/// Who closed a request, when and how: what a person who came second is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decided {
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a decision that was taken leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Noted; more people must agree. `stage` is the stage that waits, counted from 0.
    Waiting {
        stage: usize,
    },
    /// Access is to be given for this long, from its activation.
    Granted {
        window: Window,
    },
    Denied,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefusal {
    #[error("the request is not pending any more")]
    NotPending(RequestState),
    #[error("the request expired at {0}")]
    Expired(Timestamp),
    #[error(transparent)]
    OwnRequest(#[from] OwnRequest),
    #[error("{} was asked for; a grant cannot be longer", asked.short())]
    LongerThanAsked { asked: Window },
    #[error("policy allows at most {}", longest.short())]
    LongerThanPolicy { longest: Window },
    #[error("revision {now} stands now, the decision saw {seen}")]
    Changed { seen: u32, now: u32 },
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
}

/// Applies one approver's choice to a pending request. `votes` are those of the current stages so far, in order; the choice's
/// own vote is not among them. `named` are whom each stage names, groups expanded. Windows of several approvers combine to the
/// shortest. Pure: the caller stores the outcome, and has checked that whoever denies is one of those who decide the stage.
#[allow(clippy::too_many_arguments)]
pub fn decide(
    facts: &RequestFacts,
    state: RequestState,
    votes: &[Vote],
    (directory, named): (&Directory, &[BTreeSet<PersonId>]),
    approver: &PersonId,
    seen_revision: u32,
    choice: Choice,
    now: Timestamp,
) -> Result<Outcome, DecisionRefusal> {
    if state != RequestState::Pending {
        return Err(DecisionRefusal::NotPending(state));
    }
    if let Some(answer_by) = facts.answer_by.filter(|_| facts.ran_out(now)) {
        return Err(DecisionRefusal::Expired(answer_by));
    }
    may_decide_on(directory, approver, &facts.requester)?;
    let window = match choice {
        Choice::Deny => return Ok(Outcome::Denied),
        Choice::Grant { window } => window,
    };
    if seen_revision != facts.revision {
        return Err(DecisionRefusal::Changed { seen: seen_revision, now: facts.revision });
    }
    if let Some(asked) = facts.window.window().filter(|asked| window > *asked) {
        return Err(DecisionRefusal::LongerThanAsked { asked });
    }
    if window > facts.policy.longest_window {
        return Err(DecisionRefusal::LongerThanPolicy { longest: facts.policy.longest_window });
    }
    Places::new(directory, named, &facts.requester).may_join(&facts.policy, votes, approver)?;
    let agreed = votes.len() + 1;
    if agreed < facts.policy.needs() {
        return Ok(Outcome::Waiting { stage: facts.policy.stage_after(agreed) });
    }
    let window = votes.iter().map(|vote| vote.window).fold(window, Window::min);
    Ok(Outcome::Granted { window })
}

/// What time alone does to a request: a pending one expires at its answer-by, if it has one, and nothing else happens.
pub fn expire(facts: &RequestFacts, state: RequestState, now: Timestamp) -> RequestState {
    match state {
        RequestState::Pending if facts.ran_out(now) => RequestState::Expired,
        RequestState::Pending
        | RequestState::Granted
        | RequestState::Denied
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => state,
    }
}
