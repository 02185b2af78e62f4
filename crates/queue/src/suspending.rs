//! Suspending a person and restoring them, by a signed decision of a security reviewer. It takes back at once and gives nothing:
//! what ended with a suspension stays ended, and whoever is restored asks anew.

use crate::deciding::{approver, good_still};
use crate::errors::DecideError;
use crate::moment::Moment;
use crate::once::{Arrived, keep, once};
use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::signed::{bad, check_subject};
use crate::store::{DueThing, RequestFilter, Stored, StoredRequest, TenantRead, TenantWrite};
use crate::views;
use approval::{Action, Decided, Grant, GrantEvent, PersonId, RequestState, Requester};
use queue_api::signed::SubjectKind;
use queue_api::{Suspended, SuspensionRequest, SuspensionResponse};

/// To whoever asks while they are suspended. It names nobody.
pub(crate) const NOT_NOW: &str =
    "You are suspended here: nothing can be asked for until a security reviewer restores you.";

/// A signed message of this very action, and who it is about: by their own id.
struct About<'a> {
    person: &'a PersonId,
    action: Action,
}

impl Queue {
    /// Suspends a person in one tenant: all live access of theirs and of their agents ends, nothing can be granted to them, and they
    /// can neither ask nor grant. The same envelope gets the same answer for as long as it is kept.
    pub fn suspend(
        &self,
        caller: &Caller,
        person: &PersonId,
        key: &str,
        sent: &SuspensionRequest,
        moment: &Moment,
    ) -> Result<SuspensionResponse, DecideError> {
        self.about_person(caller, &About { person, action: Action::Suspend }, key, sent, moment)
    }

    /// Lets a suspended person ask again. What ended stays ended.
    pub fn restore(
        &self,
        caller: &Caller,
        person: &PersonId,
        key: &str,
        sent: &SuspensionRequest,
        moment: &Moment,
    ) -> Result<SuspensionResponse, DecideError> {
        self.about_person(caller, &About { person, action: Action::Restore }, key, sent, moment)
    }

    fn about_person(
        &self,
        caller: &Caller,
        about: &About<'_>,
        key: &str,
        sent: &SuspensionRequest,
        moment: &Moment,
    ) -> Result<SuspensionResponse, DecideError> {
        approver(caller)?;
        let checked = self.check(caller, &sent.envelope, &sent.personal, moment.now)?;
        let tenant = checked.payload.tenant.clone();
        let policy = self.visible_policy(caller, &tenant).ok_or(DecideError::NotFound)?;
        let arrived = Arrived {
            tenant: &tenant,
            policy,
            caller,
            key,
            subject: about.person.as_str(),
            checked: &checked,
            envelope: &sent.envelope,
            personal: &sent.personal,
            moment,
        };
        self.write(&tenant, |tx| once(tx, &arrived, |tx| self.about_person_anew(tx, &arrived, about, sent)))?
    }

    fn about_person_anew(
        &self,
        tx: &mut dyn TenantWrite,
        arrived: &Arrived<'_>,
        about: &About<'_>,
        sent: &SuspensionRequest,
    ) -> Result<SuspensionResponse, DecideError> {
        let &Arrived { tenant, policy, caller, checked, moment, .. } = arrived;
        if !views::reviews(policy, caller) {
            return Err(DecideError::NotEligible);
        }
        // By another name it is the same person, who is suspended by their own.
        let known = policy.directory().resolve(about.person).filter(|person| policy.person(person).is_some());
        let person = known.ok_or(DecideError::NotFound)?;
        check_subject(&checked.payload, tenant, SubjectKind::Person, about.person.as_str())?;
        if checked.payload.action != about.action || checked.payload.granted_window.is_some() {
            return bad("its action is not what it was sent to");
        }
        if policy.directory().comes_from(&person, &caller.person) {
            return Err(DecideError::Refused("Nobody suspends or restores themselves.".to_owned()));
        }
        still_trusted(tx.as_read(), policy, caller)?;
        good_still(&checked.payload, None, moment.now)?;
        let before = tx.suspensions()?.into_iter().find(|(known, _)| *known == person).map(|(_, suspended)| suspended);
        let by_name = policy.person(&caller.person).map_or_else(|| caller.person.to_string(), |p| p.name.clone());
        let suspended = match (about.action, before) {
            (Action::Suspend, Some(before)) => return Err(DecideError::SuspendedMeanwhile(Box::new(decided(before)))),
            (Action::Suspend, None) => Some(Suspended {
                at: moment.now,
                by: caller.person.clone(),
                by_name: by_name.clone(),
                reason: checked.personal.reason.clone(),
            }),
            (_, Some(_)) => None,
            (_, None) => return Err(DecideError::Refused("They are not suspended.".to_owned())),
        };
        tx.put_suspension(&person, suspended.as_ref())?;
        mark_waiting(tx, policy)?;
        let ended = match &suspended {
            Some(_) => end_access(tx, policy, &person, (&caller.person, &by_name), moment)?,
            None => Vec::new(),
        };
        let proven = self.check_proof(checked, sent.proof.as_ref()).is_ok();
        let acceptance = self.accept(tx, tenant, checked, proven, None, moment)?;
        let response = SuspensionResponse { acceptance, person: about.person.clone(), suspended, ended };
        keep(tx, arrived, proven, &response)?;
        Ok(response)
    }
}

/// Whether a grant of this is held back: nobody gets access, or gives it, while they are suspended.
pub(crate) fn may_grant(
    tx: &dyn TenantRead,
    policy: &dyn Policy,
    caller: &Caller,
    request: &StoredRequest,
) -> Result<(), DecideError> {
    still_trusted(tx, policy, caller)?;
    match of_requester(tx, policy, &request.facts.requester)? {
        None => Ok(()),
        Some(suspended) => Err(DecideError::Refused(format!(
            "{} is suspended since {}, by {}. Deny it, or have a security reviewer restore them.",
            request.facts.requester.principal.name, suspended.at, suspended.by_name
        ))),
    }
}

/// The suspension of anybody from whom such a request comes.
pub(crate) fn of_requester(
    tx: &dyn TenantRead,
    policy: &dyn Policy,
    requester: &Requester,
) -> Stored<Option<Suspended>> {
    let chain = || std::iter::once(&requester.principal).chain(&requester.acting_for);
    let theirs = |person: &PersonId| chain().any(|principal| policy.directory().comes_from(&principal.id, person));
    Ok(tx.suspensions()?.into_iter().find(|(person, _)| theirs(person)).map(|(_, suspended)| suspended))
}

/// Whoever is suspended neither grants nor suspends. Denying and taking back a grant stay open to them.
fn still_trusted(tx: &dyn TenantRead, policy: &dyn Policy, caller: &Caller) -> Result<(), DecideError> {
    let me = policy.directory().resolve(&caller.person);
    if tx.suspensions()?.iter().any(|(person, _)| Some(person) == me.as_ref()) {
        return Err(DecideError::Refused("You are suspended here yourself: you can deny and revoke.".to_owned()));
    }
    Ok(())
}

/// Ends the live access of this person and of their agents. Each grant ends on its own, and its target is told.
fn end_access(
    tx: &mut dyn TenantWrite,
    policy: &dyn Policy,
    person: &PersonId,
    (by, by_name): (&PersonId, &str),
    moment: &Moment,
) -> Stored<Vec<Grant>> {
    let mut ended = Vec::new();
    // What lives has an end to come, or waits to be given.
    for due in tx.upcoming(usize::MAX)? {
        let DueThing::Grant(id) = due.what else { continue };
        let Some(mut grant) = tx.grant(&id)? else { continue };
        if !grant.grant.is_live() || !policy.directory().comes_from(&grant.grant.holder.id, person) {
            continue;
        }
        let revoke = GrantEvent::Revoke { by: by.clone(), by_name: by_name.to_owned() };
        let Ok(after) = grant.grant.after(revoke, moment.now) else { continue };
        grant.grant = after;
        grant.tries = 0;
        grant.next_try = Some(moment.now);
        tx.put_grant(&grant)?;
        ended.push(grant.grant);
    }
    Ok(ended)
}

/// Says in each request that waits whether somebody from whom it comes is suspended.
fn mark_waiting(tx: &mut dyn TenantWrite, policy: &dyn Policy) -> Stored<()> {
    let filter = RequestFilter { state: Some(RequestState::Pending), after: None, limit: usize::MAX };
    for mut request in tx.requests(&filter)? {
        let suspended = of_requester(tx.as_read(), policy, &request.facts.requester)?;
        if suspended != request.suspended {
            request.suspended = suspended;
            request.activity += 1;
            tx.put_request(&request)?;
        }
    }
    Ok(())
}

fn decided(suspended: Suspended) -> Decided {
    let Suspended { at, by, by_name, reason } = suspended;
    Decided { by, by_name, at, action: Action::Suspend, window: None, reason }
}
