//! Taking a signed decision on a request. A grant is taken only when everything holds at this instant:
//! signature, digests, revision, eligibility, freshness, and a cosigned proof. Denials need no proof.

use crate::errors::DecideError;
use crate::moment::Moment;
use crate::once::{Arrived, keep, once};
use crate::policy::Policy;
use crate::presence;
use crate::queue::{Caller, Queue};
use crate::signed::{Checked, bad, check_facts, check_subject};
use crate::store::{Audience, StoreError, StoredGrant, StoredRequest, TenantWrite};
use crate::{remarks, suspending, views};
use approval::{
    Access, Action, Choice, Decided, DecisionRefusal, Grant, GrantState, NoPlace, Outcome, RequestId, RequestState,
    TenantId, Timestamp, Vote, Window, decide, expire, may_decide_on,
};
use queue_api::signed::{AcceptancePayload, DecisionPayload, Subject, SubjectKind};
use queue_api::{DecisionRequest, DecisionResponse, RoleName};
use tlog::{Envelope, Hash};

/// What `If-Match` said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: whatever the revision is. Not for grants.
    Any,
    Revision(u32),
}

impl Queue {
    /// Takes a decision. The same envelope gets the same answer for as long as the decision is kept; and so does, under its key, one that
    /// was refused for what may pass, since its desk takes that for the end: a later copy of the message finds the refusal.
    pub fn decide(
        &self,
        caller: &Caller,
        id: &RequestId,
        if_match: IfMatch,
        key: &str,
        sent: &DecisionRequest,
        moment: &Moment,
    ) -> Result<DecisionResponse, DecideError> {
        approver(caller)?;
        let (tenant, policy) = self.tenant_of_request(caller, id)?;
        let mut checked = self.check(caller, &sent.envelope, &sent.personal, moment.now)?;
        checked.shown = self.presence(caller, &checked.payload, moment)?;
        let arrived = Arrived {
            tenant: &tenant,
            policy,
            caller,
            key,
            subject: id.as_str(),
            checked: &checked,
            envelope: &sent.envelope,
            personal: &sent.personal,
            moment,
        };
        // Answered again whatever a security key has signed since: its counter may be further on.
        self.write(&tenant, |tx| once(tx, &arrived, |tx| self.decide_anew(tx, &arrived, id, if_match, sent)))?
    }

    fn decide_anew(
        &self,
        tx: &mut dyn TenantWrite,
        arrived: &Arrived<'_>,
        id: &RequestId,
        if_match: IfMatch,
        sent: &DecisionRequest,
    ) -> Result<DecisionResponse, DecideError> {
        let &Arrived { tenant, policy, caller, checked, moment, .. } = arrived;
        let request = tx.request(id)?.ok_or(DecideError::NotFound)?;
        self.may_still(policy, caller, &request, moment.now)?;
        check_subject(&checked.payload, tenant, SubjectKind::Request, id.as_str())?;
        self.saw_this(policy, caller, &request, if_match, &checked.payload)?;
        good_still(&checked.payload, request.facts.answer_by, moment.now)?;
        let choice = choice(&checked.payload)?;
        let proof = self.check_proof(checked, sent.proof.as_ref());
        let proven = proof.is_ok();
        if let Choice::Grant { window } = choice {
            suspending::may_grant(tx.as_read(), policy, caller, &request)?;
            remarks::may_grant(policy, caller, &request)?;
            grant_rules(policy, &request, checked, window)?;
            presence::enough(request.facts.policy.presence, &checked.shown)?;
            proof?;
        }
        eligible(policy, caller, &request)?;
        let outcome = decide(
            &request.facts,
            request.state,
            &request.votes,
            (policy.directory(), &policy.named(&request.facts.entitlement)),
            &caller.person,
            checked.payload.revision.unwrap_or(0),
            choice,
            moment.now,
        )
        .map_err(|refusal| self.refused(policy, caller, &request, refusal))?;
        let response = self.take(tx, arrived, proven, request, choice, outcome)?;
        keep(tx, arrived, proven, &response)?;
        Ok(response)
    }

    fn tenant_of_request(&self, caller: &Caller, id: &RequestId) -> Result<(TenantId, &dyn Policy), DecideError> {
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let found = self.read::<_, StoreError>(tenant, |tx| tx.request(id))?;
            if found.is_some_and(|request| views::sees_request(policy, caller, &request)) {
                return Ok((tenant.clone(), policy));
            }
        }
        Err(DecideError::NotFound)
    }

    /// Whether this person may decide at all, and anything is left to decide.
    fn may_still(
        &self,
        policy: &dyn Policy,
        caller: &Caller,
        request: &StoredRequest,
        now: Timestamp,
    ) -> Result<(), DecideError> {
        may_decide_on(policy.directory(), &caller.person, &request.facts.requester)?;
        let state = expire(&request.facts, request.state, now);
        if state == RequestState::Pending {
            return Ok(());
        }
        Err(self.refused(policy, caller, request, DecisionRefusal::NotPending(state)))
    }

    /// Whether the decision was made on what the request says.
    fn saw_this(
        &self,
        policy: &dyn Policy,
        caller: &Caller,
        request: &StoredRequest,
        if_match: IfMatch,
        payload: &DecisionPayload,
    ) -> Result<(), DecideError> {
        let now = request.facts.revision;
        let any = match (if_match, payload.action) {
            (IfMatch::Any, Action::Grant) => return Err(DecideError::RevisionRequired),
            (IfMatch::Any, Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore) => true,
            (IfMatch::Revision(seen), _) if seen != now || payload.revision != Some(now) => {
                let seen = if seen == now { payload.revision.unwrap_or(0) } else { seen };
                return Err(self.refused(policy, caller, request, DecisionRefusal::Changed { seen, now }));
            }
            (IfMatch::Revision(_), _) => false,
        };
        // A denial of any revision is bound to what its signer saw, which may be an earlier one.
        if any && payload.revision != Some(now) { Ok(()) } else { check_facts(payload, &request.facts) }
    }

    fn refused(
        &self,
        policy: &dyn Policy,
        caller: &Caller,
        request: &StoredRequest,
        refusal: DecisionRefusal,
    ) -> DecideError {
        let current = || Box::new(self.record(policy, caller, request));
        match refusal {
            DecisionRefusal::Expired(at) => DecideError::Expired { at, current: current() },
            DecisionRefusal::NotPending(state) => match (&request.decided, request.facts.answer_by) {
                (_, Some(at)) if state == RequestState::Expired => DecideError::Expired { at, current: current() },
                (Some(decided), _) => {
                    DecideError::AlreadyDecided { decided: Box::new(decided.clone()), current: current() }
                }
                (None, _) => DecideError::Closed { state, current: current() },
            },
            DecisionRefusal::OwnRequest(own) => own.into(),
            DecisionRefusal::LongerThanAsked { asked } => DecideError::LongerThanAsked(asked),
            DecisionRefusal::LongerThanPolicy { longest } => DecideError::LongerThanPolicy(longest),
            DecisionRefusal::Changed { now, .. } => DecideError::Changed { revision: now, current: current() },
            DecisionRefusal::NoPlace(NoPlace::NotInThisStage) => DecideError::NotEligible,
            DecisionRefusal::NoPlace(
                filled @ (NoPlace::VotedAlready
                | NoPlace::DelegateAgreed
                | NoPlace::DelegatorAgreed
                | NoPlace::NeededLater),
            ) => DecideError::Refused(format!("{filled}.")),
        }
    }

    /// Writes what the decision leads to.
    fn take(
        &self,
        tx: &mut dyn TenantWrite,
        arrived: &Arrived<'_>,
        proven: bool,
        mut request: StoredRequest,
        choice: Choice,
        outcome: Outcome,
    ) -> Result<DecisionResponse, DecideError> {
        let &Arrived { tenant, policy, caller, checked, moment, .. } = arrived;
        let by_name = policy.person(&caller.person).map_or_else(|| caller.person.to_string(), |p| p.name.clone());
        request.activity += 1;
        if let Choice::Grant { window } = choice {
            request.votes.push(Vote { by: caller.person.clone(), by_name: by_name.clone(), at: moment.now, window });
        }
        let decided = |action: Action, window: Option<Window>| Decided {
            by: caller.person.clone(),
            by_name: by_name.clone(),
            at: moment.now,
            action,
            window,
            reason: checked.personal.reason.clone(),
        };
        let grant = match outcome {
            Outcome::Waiting { .. } => None,
            Outcome::Denied => {
                request.state = RequestState::Denied;
                request.decided = Some(decided(Action::Deny, None));
                None
            }
            Outcome::Granted { window } => {
                let grant = new_grant(policy, &request, window, moment);
                request.state = RequestState::Granted;
                request.decided = Some(decided(Action::Grant, Some(window)));
                request.grant = Some(grant.grant.id.clone());
                tx.put_grant(&grant)?;
                Some(grant.grant)
            }
        };
        tx.put_request(&request)?;
        let granted_window = match choice {
            Choice::Grant { window } => Some(grant.as_ref().map_or(window, |grant| grant.window)),
            Choice::Deny => None,
        };
        let acceptance = self.accept(tx, tenant, checked, proven, granted_window, moment)?;
        Ok(DecisionResponse { acceptance, request: self.record(policy, caller, &request), grant })
    }

    /// The server's signed answer, as a leaf of the tenant's log.
    pub(crate) fn accept(
        &self,
        tx: &mut dyn TenantWrite,
        tenant: &TenantId,
        checked: &Checked,
        proven: bool,
        granted_window: Option<Window>,
        moment: &Moment,
    ) -> Result<Envelope, DecideError> {
        let Subject { kind, id } = checked.payload.subject.clone();
        let payload = AcceptancePayload {
            v: 1,
            server: self.name().to_owned(),
            tenant: tenant.clone(),
            subject: Subject { kind, id },
            decision: checked.hash,
            action: checked.payload.action,
            granted_window,
            proven,
            presence: checked.shown.taken(),
            accepted_at: moment.now,
            log_index: 0,
            prev_leaf_hash: Hash::ZERO,
        };
        Ok(self.log_acceptance(tx, tenant, payload)?)
    }
}

pub(crate) fn approver(caller: &Caller) -> Result<(), DecideError> {
    match caller.role {
        RoleName::Approver => Ok(()),
        RoleName::Requester => Err(DecideError::NotAnApprover),
    }
}

fn choice(payload: &DecisionPayload) -> Result<Choice, DecideError> {
    match (payload.action, payload.granted_window) {
        (Action::Grant, Some(window)) => Ok(Choice::Grant { window }),
        (Action::Grant, None) => bad("a grant must say for how long"),
        (Action::Deny, None) => Ok(Choice::Deny),
        (Action::Deny, Some(_)) => bad("a denial grants no window"),
        (Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore, _) => {
            bad("a request is granted or denied; a grant is revoked or shortened, and a person suspended or restored")
        }
    }
}

/// The decision is dead after its `not_after`, and that is never after the request's answer-by.
pub(crate) fn good_still(
    payload: &DecisionPayload,
    answer_by: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), DecideError> {
    if answer_by.is_some_and(|answer_by| payload.not_after > answer_by) {
        return bad("its not_after is after the request's answer-by");
    }
    if now > payload.not_after {
        return Err(DecideError::TooOld { not_after: payload.not_after });
    }
    Ok(())
}

/// What a grant needs beyond a denial.
fn grant_rules(
    policy: &dyn Policy,
    request: &StoredRequest,
    checked: &Checked,
    window: Window,
) -> Result<(), DecideError> {
    let facts = &request.facts;
    let reason = checked.personal.reason.as_deref().unwrap_or_default();
    if facts.policy.reason_required && reason.trim().is_empty() {
        return Err(DecideError::Refused("A grant of this needs a reason.".to_owned()));
    }
    let payload = &checked.payload;
    let age = payload.clicked_at.millis_since(payload.clock.server_time);
    if age > Timestamp::from_millis(0).plus(facts.policy.stale_after).millis() {
        return Err(DecideError::Refused(format!(
            "This was granted on data older than {}. Read the request again, then decide.",
            facts.policy.stale_after
        )));
    }
    // A policy that was reloaded since counts where it changes the result.
    let ruling = policy
        .rule(&facts.requester.principal.id, &facts.entitlement)
        .map_err(|why| DecideError::Refused(format!("Policy has changed: {why}.")))?;
    let longest = ruling.policy.longest_window;
    if window > longest { Err(DecideError::LongerThanPolicy(longest)) } else { Ok(()) }
}

/// Whether this person is one of those who decide. Whether an agreement of theirs would count is the domain's to say.
fn eligible(policy: &dyn Policy, caller: &Caller, request: &StoredRequest) -> Result<(), DecideError> {
    let directory = policy.directory();
    let me = directory.resolve(&caller.person);
    let stage = request.facts.policy.stage_after(request.votes.len());
    let voted = me.is_some() && request.votes.iter().any(|vote| directory.resolve(&vote.by) == me);
    let decides = voted || views::places(policy, &request.facts).is_of(stage, &caller.person);
    if decides { Ok(()) } else { Err(DecideError::NotEligible) }
}

fn new_grant(policy: &dyn Policy, request: &StoredRequest, window: Window, moment: &Moment) -> StoredGrant {
    let facts = &request.facts;
    let grant = Grant {
        id: moment.id("grant").into(),
        request: facts.id.clone(),
        tenant: facts.tenant.clone(),
        holder: facts.requester.principal.clone(),
        zone: facts.requester.zone.clone(),
        resource: facts.resource.clone(),
        role: facts.role.clone(),
        risk: facts.risk.level,
        window,
        granted_at: moment.now,
        shortened: None,
        state: GrantState::Scheduled,
        access: Access::NotGiven,
    };
    StoredGrant {
        grant,
        entitlement: facts.entitlement.clone(),
        audience: Audience { now: request.audience.now.clone(), former: request.audience.former.clone() },
        revokers: views::deciders(policy, facts),
        target: policy.target(&facts.entitlement),
        tries: 0,
        next_try: Some(moment.now),
    }
}
