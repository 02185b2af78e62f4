//! Taking live access back, by a signed revocation. It needs no proof and no freshness: taking back always
//! goes.

use crate::deciding::{approver, good_still};
use crate::errors::DecideError;
use crate::moment::Moment;
use crate::once::{Arrived, keep, once};
use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::signed::{bad, check_subject};
use crate::store::{StoreError, TenantWrite};
use crate::views;
use approval::{Action, GrantEvent, GrantId, TenantId};
use queue_api::signed::SubjectKind;
use queue_api::{RevocationRequest, RevocationResponse};

impl Queue {
    /// Ends a grant now. The same envelope gets the same answer for as long as the revocation is kept.
    pub fn revoke(
        &self,
        caller: &Caller,
        id: &GrantId,
        key: &str,
        sent: &RevocationRequest,
        moment: &Moment,
    ) -> Result<RevocationResponse, DecideError> {
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
        self.write(&tenant, |tx| once(tx, &arrived, |tx| self.revoke_anew(tx, &arrived, id, sent)))?
    }

    fn revoke_anew(
        &self,
        tx: &mut dyn TenantWrite,
        arrived: &Arrived<'_>,
        id: &GrantId,
        sent: &RevocationRequest,
    ) -> Result<RevocationResponse, DecideError> {
        let &Arrived { tenant, policy, caller, checked, moment, .. } = arrived;
        let mut grant = tx.grant(id)?.ok_or(DecideError::NotFound)?;
        check_subject(&checked.payload, tenant, SubjectKind::Grant, id.as_str())?;
        if checked.payload.action != Action::Revoke || checked.payload.granted_window.is_some() {
            return bad("only a revocation can be sent here");
        }
        if !views::may_revoke(policy, caller, &grant) {
            return Err(DecideError::NotEligible);
        }
        good_still(&checked.payload, None, moment.now)?;
        let by_name = policy.person(&caller.person).map_or_else(|| caller.person.to_string(), |p| p.name.clone());
        grant.grant = grant
            .grant
            .after(GrantEvent::Revoke { by: caller.person.clone(), by_name }, moment.now)
            .map_err(|_| DecideError::GrantOver)?;
        grant.tries = 0;
        grant.next_try = Some(moment.now);
        tx.put_grant(&grant)?;
        let proven = self.check_proof(checked, sent.proof.as_ref()).is_ok();
        let acceptance = self.accept(tx, tenant, checked, proven, None, moment)?;
        let response = RevocationResponse { acceptance, grant: grant.grant };
        keep(tx, arrived, proven, &response)?;
        Ok(response)
    }

    pub(crate) fn tenant_of_grant(
        &self,
        caller: &Caller,
        id: &GrantId,
    ) -> Result<(TenantId, &dyn Policy), DecideError> {
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let found = self.read::<_, StoreError>(tenant, |tx| tx.grant(id))?;
            if found.is_some_and(|grant| views::sees_grant(policy, caller, &grant)) {
                return Ok((tenant.clone(), policy));
            }
        }
        Err(DecideError::NotFound)
    }
}
