//! Letting live access end earlier, by a signed shortening. As with a revocation it needs no proof and no freshness: it only
//! ever takes back. It is bound to the window that its signer saw, so that of two people the second is told who was first.

use crate::deciding::{approver, good_still};
use crate::errors::DecideError;
use crate::moment::Moment;
use crate::once::{Arrived, keep, once};
use crate::queue::{Caller, Queue};
use crate::signed::{bad, check_subject};
use crate::store::TenantWrite;
use crate::views;
use approval::{Action, Decided, Grant, GrantEvent, GrantId, GrantRefusal, Window};
use queue_api::signed::{DecisionPayload, SubjectKind};
use queue_api::{ShorteningRequest, ShorteningResponse};

impl Queue {
    /// Lets a grant end earlier than it would. The same envelope gets the same answer for as long as the shortening is
    /// kept.
    pub fn shorten(
        &self,
        caller: &Caller,
        id: &GrantId,
        key: &str,
        sent: &ShorteningRequest,
        moment: &Moment,
    ) -> Result<ShorteningResponse, DecideError> {
        approver(caller)?;
        let (tenant, policy) = self.tenant_of_grant(caller, id)?;
        let checked = self.check(caller, &sent.envelope, &sent.personal, moment.now)?;
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
        self.write(&tenant, |tx| once(tx, &arrived, |tx| self.shorten_anew(tx, &arrived, id, sent)))?
    }

    fn shorten_anew(
        &self,
        tx: &mut dyn TenantWrite,
        arrived: &Arrived<'_>,
        id: &GrantId,
        sent: &ShorteningRequest,
    ) -> Result<ShorteningResponse, DecideError> {
        let &Arrived { tenant, policy, caller, checked, moment, .. } = arrived;
        let mut grant = tx.grant(id)?.ok_or(DecideError::NotFound)?;
        check_subject(&checked.payload, tenant, SubjectKind::Grant, id.as_str())?;
        let (seen, to) = windows(&checked.payload)?;
        if !views::may_revoke(policy, caller, &grant) {
            return Err(DecideError::NotEligible);
        }
        if !grant.grant.is_live() {
            return Err(DecideError::GrantOver);
        }
        good_still(&checked.payload, None, moment.now)?;
        saw_this(&grant.grant, seen)?;
        let by_name = policy.person(&caller.person).map_or_else(|| caller.person.to_string(), |p| p.name.clone());
        let shorten = GrantEvent::Shorten { by: caller.person.clone(), by_name, to };
        grant.grant = grant.grant.after(shorten, moment.now).map_err(refused)?;
        tx.put_grant(&grant)?;
        let proven = self.check_proof(checked, sent.proof.as_ref()).is_ok();
        let acceptance = self.accept(tx, tenant, checked, proven, Some(to), moment)?;
        let response = ShorteningResponse { acceptance, grant: grant.grant };
        keep(tx, arrived, proven, &response)?;
        Ok(response)
    }
}

/// The window that was seen, and what it becomes.
fn windows(payload: &DecisionPayload) -> Result<(Window, Window), DecideError> {
    match (payload.action, payload.asked_window, payload.granted_window) {
        (Action::Shorten, Some(seen), Some(to)) => Ok((seen, to)),
        (Action::Shorten, _, _) => bad("a shortening must say the window it saw and the one it leaves"),
        (Action::Grant | Action::Deny | Action::Revoke | Action::Suspend | Action::Restore, _, _) => {
            bad("only a shortening can be sent here")
        }
    }
}

fn saw_this(grant: &Grant, seen: Window) -> Result<(), DecideError> {
    if seen == grant.window {
        return Ok(());
    }
    let Some(shortened) = grant.shortened.clone() else { return bad("the window it saw is not this grant's") };
    Err(DecideError::ShortenedMeanwhile(Box::new(Decided {
        by: shortened.by,
        by_name: shortened.by_name,
        at: shortened.at,
        action: Action::Shorten,
        window: Some(grant.window),
        reason: None,
    })))
}

fn refused(refusal: GrantRefusal) -> DecideError {
    match refusal {
        GrantRefusal::Over | GrantRefusal::NotExpected => DecideError::GrantOver,
        GrantRefusal::NotShorter { .. } | GrantRefusal::EndsInThePast(_) => DecideError::Refused(refusal.to_string()),
    }
}
