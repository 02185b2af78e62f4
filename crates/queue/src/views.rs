//! What one viewer is shown of a request or a grant, and who is shown it at all. Nothing here decides
//! anything; `deciding` asks again.

use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::remarks;
use crate::store::{StoredGrant, StoredRequest};
use approval::{NoPlace, PersonId, Places, RequestFacts, RequestState, may_decide_on};
use queue_api::{ForYou, GrantRecord, Remark, RequestRecord, RoleName, WhyNot};
use std::collections::BTreeSet;

/// The places of the request's stages, as the policy in force fills them.
pub(crate) fn places<'a>(policy: &'a dyn Policy, facts: &RequestFacts) -> Places<'a> {
    Places::new(policy.directory(), &policy.named(&facts.entitlement), &facts.requester)
}

/// Everybody who may see the request: who could decide any of its stages, who asks, and the security reviewers.
pub(crate) fn audience(policy: &dyn Policy, facts: &RequestFacts) -> BTreeSet<PersonId> {
    let requester = std::iter::once(&facts.requester.principal).chain(&facts.requester.acting_for);
    let asking = requester.filter_map(|principal| policy.directory().resolve(&principal.id));
    let reviewing = policy.reviewers().iter().filter_map(|person| policy.directory().resolve(person));
    asking.chain(deciders(policy, facts)).chain(reviewing).collect()
}

/// Whether `caller` is a security reviewer of this tenant.
pub(crate) fn reviews(policy: &dyn Policy, caller: &Caller) -> bool {
    let directory = policy.directory();
    let me = directory.resolve(&caller.person);
    let is_one = me.is_some() && policy.reviewers().iter().any(|person| directory.resolve(person) == me);
    caller.role == RoleName::Approver && is_one
}

/// Everybody who could decide any stage.
pub(crate) fn deciders(policy: &dyn Policy, facts: &RequestFacts) -> BTreeSet<PersonId> {
    places(policy, facts).everybody()
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
        RoleName::Approver => sees(policy, caller, &grant.audience.now) || reviews(policy, caller),
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
        let stage = request.facts.policy.stage_after(request.votes.len());
        let places = places(policy, &request.facts);
        RequestRecord {
            body: request.body.clone(),
            state: request.state,
            activity: request.activity,
            votes: if sees_votes(policy, caller, request) { request.votes.clone() } else { Vec::new() },
            decided: request.decided.clone(),
            grant: request.grant.clone(),
            for_you: ForYou {
                why_not: why_not(policy, caller, request, &places),
                stage: u32::try_from(stage).unwrap_or(u32::MAX),
                others: others(policy, caller, request, &places),
                remarks: remarks(policy, caller, request),
                suspended: request.suspended.clone().filter(|_| sees_votes(policy, caller, request)),
                page: None,
                ends_by: None,
                never: None,
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
        RoleName::Approver => {
            let own = policy.directory().comes_from(&grant.grant.holder.id, &caller.person);
            sees(policy, caller, &grant.revokers) || reviews(policy, caller) && !own
        }
        RoleName::Requester => false,
    }
}

/// Who agreed to what is for those who decide: whoever asks, or for whom it is asked, hears what was decided in the end.
fn sees_votes(policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> bool {
    match caller.role {
        RoleName::Approver => may_decide_on(policy.directory(), &caller.person, &request.facts.requester).is_ok(),
        RoleName::Requester => false,
    }
}

fn why_not(policy: &dyn Policy, caller: &Caller, request: &StoredRequest, places: &Places<'_>) -> Option<WhyNot> {
    if request.state != RequestState::Pending {
        return Some(WhyNot::Closed);
    }
    match caller.role {
        RoleName::Requester => return Some(WhyNot::NotAnApprover),
        RoleName::Approver => {}
    }
    if may_decide_on(policy.directory(), &caller.person, &request.facts.requester).is_err() {
        return Some(WhyNot::OwnRequest);
    }
    if request.suspended.is_some() {
        let decides = places.everybody().contains(&policy.directory().resolve(&caller.person)?);
        return Some(if decides { WhyNot::Suspended } else { WhyNot::NotInThisStage });
    }
    let Err(no_place) = places.may_join(&request.facts.policy, &request.votes, &caller.person) else {
        let handed = remarks::handed_over(policy, &caller.person, request).map(|_| WhyNot::HandedOver);
        return handed.or(remarks::lacks_advice(policy, &caller.person, request).then_some(WhyNot::NeedsAdvice));
    };
    let wanted = || reviews(policy, caller) && remarks::advice_wanted(policy, request);
    Some(match no_place {
        NoPlace::NotInThisStage if wanted() => WhyNot::AdviceWanted,
        NoPlace::NotInThisStage => WhyNot::NotInThisStage,
        NoPlace::VotedAlready => WhyNot::VotedAlready,
        NoPlace::DelegateAgreed => WhyNot::DelegateAgreed,
        NoPlace::DelegatorAgreed => WhyNot::DelegatorAgreed,
        NoPlace::NeededLater => WhyNot::NeededLater,
    })
}

/// Who else could still agree in the waiting stage, by name.
fn others(policy: &dyn Policy, caller: &Caller, request: &StoredRequest, places: &Places<'_>) -> Vec<String> {
    if caller.role != RoleName::Approver || request.state != RequestState::Pending {
        return Vec::new();
    }
    let me = policy.directory().resolve(&caller.person);
    let free = places.free(&request.facts.policy, &request.votes).into_iter();
    let name = |person: &PersonId| policy.person(person).map(|person| person.name.clone());
    let still =
        |person: &&PersonId| Some(*person) != me.as_ref() && remarks::handed_over(policy, person, request).is_none();
    free.filter(still).filter_map(name).collect()
}

/// All of them to those who decide or review, and to whoever asks what was said to them.
fn remarks(policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> Vec<Remark> {
    let all = sees_votes(policy, caller, request);
    let remarks = request.remarks.iter().filter(|remark| all || remark.kind.is_for_the_requester());
    remarks.cloned().collect()
}
