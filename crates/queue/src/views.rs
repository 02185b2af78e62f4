//! What one viewer is shown of a request or a grant, and who is shown it at all. Nothing here decides
//! anything; `deciding` asks again.

use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::store::{StoredGrant, StoredRequest};
use approval::{PersonId, RequestFacts, RequestState, Vote, may_decide_on};
use queue_api::{ForYou, GrantRecord, RequestRecord, RoleName, WhyNot};
use std::collections::BTreeSet;

/// The stage that waits when `votes` people have agreed, counted from 0; the last one when all are done.
pub(crate) fn waiting_stage(facts: &RequestFacts, votes: usize) -> usize {
    let stages = &facts.policy.stages;
    let mut needed = 0;
    for (number, stage) in stages.iter().enumerate() {
        needed += usize::from(stage.needs.max(1));
        if votes < needed {
            return number;
        }
    }
    stages.len().saturating_sub(1)
}

/// Everybody who may see the request: who could decide any of its stages, and who asks.
pub(crate) fn audience(policy: &dyn Policy, facts: &RequestFacts) -> BTreeSet<PersonId> {
    let requester = std::iter::once(&facts.requester.principal).chain(&facts.requester.acting_for);
    let asking = requester.filter_map(|principal| policy.directory().resolve(&principal.id));
    asking.chain(deciders(policy, facts)).collect()
}

/// Everybody who could decide any stage.
pub(crate) fn deciders(policy: &dyn Policy, facts: &RequestFacts) -> BTreeSet<PersonId> {
    policy.eligible(&facts.entitlement, &facts.requester).into_iter().flatten().collect()
}

/// Whether `caller` may see what has this audience. Requesters see only what they ask for themselves.
pub(crate) fn sees(policy: &dyn Policy, caller: &Caller, audience: &BTreeSet<PersonId>) -> bool {
    policy.directory().resolve(&caller.person).is_some_and(|person| audience.contains(&person))
}

pub(crate) fn sees_request(policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> bool {
    match caller.role {
        RoleName::Approver => sees(policy, caller, &request.audience.now),
        RoleName::Requester => asks(policy, &caller.person, &request.facts),
    }
}

pub(crate) fn sees_grant(policy: &dyn Policy, caller: &Caller, grant: &StoredGrant) -> bool {
    match caller.role {
        RoleName::Approver => sees(policy, caller, &grant.audience.now),
        RoleName::Requester => {
            let directory = policy.directory();
            let me = directory.resolve(&caller.person);
            me.is_some() && (directory.resolve(&grant.grant.holder.id) == me)
        }
    }
}

fn asks(policy: &dyn Policy, person: &PersonId, facts: &RequestFacts) -> bool {
    let directory = policy.directory();
    let me = directory.resolve(person);
    let asking = std::iter::once(&facts.requester.principal).chain(&facts.requester.acting_for);
    me.is_some() && asking.into_iter().any(|principal| directory.resolve(&principal.id) == me)
}

impl Queue {
    pub(crate) fn record(&self, policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> RequestRecord {
        let stage = waiting_stage(&request.facts, request.votes.len());
        let eligible = policy.eligible(&request.facts.entitlement, &request.facts.requester);
        let of_stage = eligible.get(stage).cloned().unwrap_or_default();
        RequestRecord {
            body: request.body.clone(),
            state: request.state,
            activity: request.activity,
            votes: request.votes.clone(),
            decided: request.decided.clone(),
            grant: request.grant.clone(),
            for_you: ForYou {
                why_not: why_not(policy, caller, request, &of_stage),
                stage: u32::try_from(stage).unwrap_or(u32::MAX),
                others: others(policy, caller, request, &of_stage),
            },
        }
    }

    pub(crate) fn grant_record(&self, policy: &dyn Policy, caller: &Caller, grant: &StoredGrant) -> GrantRecord {
        GrantRecord {
            grant: grant.grant.clone(),
            you_may_revoke: grant.grant.is_live() && may_revoke(policy, caller, grant),
        }
    }
}

pub(crate) fn may_revoke(policy: &dyn Policy, caller: &Caller, grant: &StoredGrant) -> bool {
    match caller.role {
        RoleName::Approver => sees(policy, caller, &grant.revokers),
        RoleName::Requester => false,
    }
}

fn why_not(
    policy: &dyn Policy,
    caller: &Caller,
    request: &StoredRequest,
    of_stage: &BTreeSet<PersonId>,
) -> Option<WhyNot> {
    let directory = policy.directory();
    if request.state != RequestState::Pending {
        return Some(WhyNot::Closed);
    }
    match caller.role {
        RoleName::Requester => return Some(WhyNot::NotAnApprover),
        RoleName::Approver => {}
    }
    if may_decide_on(directory, &caller.person, &request.facts.requester).is_err() {
        return Some(WhyNot::OwnRequest);
    }
    let me = directory.resolve(&caller.person);
    let voted = |vote: &Vote| directory.resolve(&vote.by) == me;
    if request.votes.iter().any(voted) {
        return Some(WhyNot::VotedAlready);
    }
    let in_stage = me.is_some_and(|me| of_stage.contains(&me));
    (!in_stage).then_some(WhyNot::NotInThisStage)
}

/// Who else could decide the waiting stage, by name.
fn others(policy: &dyn Policy, caller: &Caller, request: &StoredRequest, of_stage: &BTreeSet<PersonId>) -> Vec<String> {
    if caller.role != RoleName::Approver || request.state != RequestState::Pending {
        return Vec::new();
    }
    let directory = policy.directory();
    let me = directory.resolve(&caller.person);
    let free = |person: &&PersonId| {
        Some(*person) != me.as_ref()
            && !request.votes.iter().any(|vote| directory.resolve(&vote.by).as_ref() == Some(*person))
            && may_decide_on(directory, person, &request.facts.requester).is_ok()
    };
    let name = |person: &PersonId| policy.person(person).map(|person| person.name.clone());
    of_stage.iter().filter(free).filter_map(name).collect()
}
