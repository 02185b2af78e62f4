//! What is said about a pending request beside deciding it. None of it is a vote, changes a revision or moves a deadline; all of it is
//! kept with the request and in the log.

use crate::asking::{about, answered, fingerprint, remember};
use crate::errors::{AskError, DecideError};
use crate::moment::Moment;
use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::store::{StoreError, StoredRequest};
use crate::views;
use approval::{EntitlementId, PersonId, Places, RequestId, RequestState, Requester, TenantId, expire, may_decide_on};
use queue_api::{ReassignmentRequest, Remark, RemarkKind, RequestRecord, RoleName, Saying};
use std::collections::BTreeSet;

const TEXT_MOST: usize = 2000;
/// More is a conversation, which is held elsewhere.
const REMARKS_MOST: usize = 100;

impl Queue {
    /// Says it, once for each key.
    pub fn say(
        &self,
        caller: &Caller,
        key: &str,
        id: &RequestId,
        saying: &Saying,
        moment: &Moment,
    ) -> Result<RequestRecord, AskError> {
        let (tenant, policy) = self.tenant_seen(caller, id)?;
        let fingerprint = fingerprint(id.as_str(), saying)?;
        self.write(&tenant, |tx| {
            if let Some(answer) = answered(tx.as_read(), caller, key, fingerprint)? {
                return Ok(answer);
            }
            let mut request = tx.request(id)?.ok_or(AskError::NotFound)?;
            request.state = expire(&request.facts, request.state, moment.now);
            may_say(policy, caller, &request, saying)?;
            if request.state != RequestState::Pending {
                return Err(AskError::NotPending(Box::new(self.record(policy, caller, &request))));
            }
            let text = saying.text().trim();
            if text.is_empty() || text.chars().count() > TEXT_MOST {
                return refuse(format!("Say it in 1 to {TEXT_MOST} characters."));
            }
            if request.remarks.len() >= REMARKS_MOST {
                return refuse("Too much was said about this already. Decide it.");
            }
            let to = match saying {
                Saying::HandOver(reassignment) => Some(heir(policy, caller, &request, reassignment)?),
                Saying::Consult(_) | Saying::Advise(_) | Saying::Question(_) | Saying::Answer(_) => None,
            };
            let name = |person: &PersonId| policy.person(person).map_or_else(|| person.to_string(), |p| p.name.clone());
            request.remarks.push(Remark {
                at: moment.now,
                by: caller.person.clone(),
                by_name: name(&caller.person),
                revision: request.facts.revision,
                kind: saying.kind(),
                text: text.to_owned(),
                to_name: to.as_ref().map(&name),
                to,
            });
            request.activity += 1;
            tx.put_request(&request)?;
            let event = about(&request, saying.kind().as_str(), moment).by(&caller.person);
            self.log_event(tx, &tenant, event)?;
            let record = self.record(policy, caller, &request);
            remember(tx, caller, key, fingerprint, &record)?;
            Ok(record)
        })
    }

    fn tenant_seen(&self, caller: &Caller, id: &RequestId) -> Result<(TenantId, &dyn Policy), AskError> {
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let found = self.read::<_, StoreError>(tenant, |tx| tx.request(id))?;
            if found.is_some_and(|request| views::sees_request(policy, caller, &request)) {
                return Ok((tenant.clone(), policy));
            }
        }
        Err(AskError::NotFound)
    }
}

/// Whether this is theirs to say: approvers consult, ask and hand over, reviewers advise and ask, and whoever asked answers.
fn may_say(policy: &dyn Policy, caller: &Caller, request: &StoredRequest, saying: &Saying) -> Result<(), AskError> {
    let facts = &request.facts;
    let approves = || {
        let me = policy.directory().resolve(&caller.person);
        me.is_some_and(|me| views::deciders(policy, facts).contains(&me))
    };
    let (theirs, by_requester) = match saying {
        Saying::Answer(_) => (caller.role == RoleName::Requester, true),
        Saying::Advise(_) => (views::reviews(policy, caller), false),
        Saying::Question(_) => (approves() || views::reviews(policy, caller), false),
        Saying::Consult(_) | Saying::HandOver(_) => (approves(), false),
    };
    if by_requester {
        if !theirs {
            return Err(AskError::NotARequester);
        }
        let open = request.remarks.iter().rev().find(|remark| remark.kind.is_for_the_requester());
        if open.is_none_or(|remark| remark.kind != RemarkKind::Questioned) {
            return refuse("Nobody has asked you anything about this.");
        }
        return Ok(());
    }
    if caller.role != RoleName::Approver {
        return Err(AskError::NotYours);
    }
    may_decide_on(policy.directory(), &caller.person, &facts.requester)?;
    if !theirs {
        return Err(AskError::NotYours);
    }
    let me = policy.directory().resolve(&caller.person);
    let other = |adviser: &PersonId| Some(adviser) != me.as_ref();
    if matches!(saying, Saying::Consult(_)) && !advisers(policy, &facts.requester).iter().any(other) {
        return refuse("No security reviewer of this tenant could answer. Its file names them.");
    }
    Ok(())
}

/// The reviewers who may say something about it: nobody advises on what they ask for.
fn advisers(policy: &dyn Policy, requester: &Requester) -> BTreeSet<PersonId> {
    let directory = policy.directory();
    let may = |person: &&PersonId| may_decide_on(directory, person, requester).is_ok();
    policy.reviewers().iter().filter(may).filter_map(|person| directory.resolve(person)).collect()
}

/// Whether somebody could agree to it after somebody else advised.
pub(crate) fn can_be_consulted(policy: &dyn Policy, requester: &Requester, entitlement: &EntitlementId) -> bool {
    let advisers = advisers(policy, requester);
    let approvers = Places::new(policy.directory(), &policy.named(entitlement), requester).everybody();
    approvers.iter().any(|approver| advisers.iter().any(|adviser| adviser != approver))
}

/// Whether policy wants security consulted first, and nobody but `approver` has said anything of this revision.
pub(crate) fn lacks_advice(policy: &dyn Policy, approver: &PersonId, request: &StoredRequest) -> bool {
    let directory = policy.directory();
    let me = directory.resolve(approver);
    let counts = |remark: &Remark| {
        remark.kind.is_advice() && remark.revision == request.facts.revision && directory.resolve(&remark.by) != me
    };
    is_demanded(policy, request) && !request.remarks.iter().any(counts)
}

/// Whether nothing that was said, or not said, keeps this person from granting it.
pub(crate) fn may_grant(policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> Result<(), DecideError> {
    if let Some(handed) = handed_over(policy, &caller.person, request) {
        let to = handed.to_name.as_deref().unwrap_or_default();
        return Err(DecideError::Refused(format!("You handed this over to {to}.")));
    }
    if lacks_advice(policy, &caller.person, request) {
        let why = "Security must be consulted before this is granted: ask them, and read what they advise.";
        return Err(DecideError::Refused(why.to_owned()));
    }
    Ok(())
}

/// Whether security was consulted on this revision, by somebody or by policy, and has not answered since.
pub(crate) fn advice_wanted(policy: &dyn Policy, request: &StoredRequest) -> bool {
    let of_this = request.remarks.iter().filter(|remark| remark.revision == request.facts.revision);
    let last = of_this.rev().find(|remark| remark.kind == RemarkKind::Consulted || remark.kind.is_advice());
    last.map_or(is_demanded(policy, request), |remark| remark.kind == RemarkKind::Consulted)
}

fn is_demanded(policy: &dyn Policy, request: &StoredRequest) -> bool {
    policy.consult_from().is_some_and(|from| request.facts.risk.level >= from)
}

/// To whom this person handed it over, at this revision.
pub(crate) fn handed_over<'a>(
    policy: &dyn Policy,
    person: &PersonId,
    request: &'a StoredRequest,
) -> Option<&'a Remark> {
    let directory = policy.directory();
    let me = directory.resolve(person)?;
    let theirs = |remark: &&Remark| {
        remark.kind == RemarkKind::HandedOver
            && remark.revision == request.facts.revision
            && directory.resolve(&remark.by).as_ref() == Some(&me)
    };
    request.remarks.iter().find(theirs)
}

/// Who gets it: somebody who may agree in the waiting stage and has not handed it over. Whoever is left must be enough.
fn heir(
    policy: &dyn Policy,
    caller: &Caller,
    request: &StoredRequest,
    reassignment: &ReassignmentRequest,
) -> Result<PersonId, AskError> {
    let (places, rules) = (views::places(policy, &request.facts), &request.facts.policy);
    if handed_over(policy, &caller.person, request).is_some() {
        return refuse("You handed it over already.");
    }
    if let Err(why) = places.may_join(rules, &request.votes, &caller.person) {
        return refuse(format!("There is nothing of yours to hand over: {why}."));
    }
    let me = policy.directory().resolve(&caller.person);
    let free = places.free(rules, &request.votes).into_iter();
    let left: Vec<PersonId> = free
        .filter(|person| Some(*person) != me.as_ref() && handed_over(policy, person, request).is_none())
        .cloned()
        .collect();
    let named = |person: &&PersonId| {
        let is = policy.directory().resolve(&reassignment.to).as_ref() == Some(*person);
        is || policy.person(person).is_some_and(|known| known.name == reassignment.to.as_str())
    };
    let mut fitting = left.iter().filter(named);
    let (Some(to), None) = (fitting.next(), fitting.next()) else {
        return refuse("They cannot agree to this at its stage. Name one who can, by id or by their whole name.");
    };
    let before: usize = rules.stages.iter().take(rules.stage_after(request.votes.len()) + 1).map(stage_needs).sum();
    if left.len() < before.saturating_sub(request.votes.len()) {
        return refuse("Without you too few are left who can agree. Agree or deny yourself.");
    }
    Ok(to.clone())
}

fn stage_needs(stage: &approval::Stage) -> usize {
    usize::from(stage.needs.max(1))
}

fn refuse<T>(why: impl Into<String>) -> Result<T, AskError> {
    Err(AskError::Refused(why.into()))
}
