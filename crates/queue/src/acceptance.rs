//! What was answered to one's own decision, for whoever lost that answer. A decision past its end is sent no more, and what
//! stands since need not show whether it was taken.

use crate::deciding::approver;
use crate::errors::DecideError;
use crate::queue::{Caller, Queue};
use crate::store::{StoreError, StoredDecision};
use approval::Action;
use queue_api::AcceptanceResponse;
use queue_api::signed::DecisionPayload;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tlog::{Envelope, Hash};

/// What every answer to a decision has.
#[derive(Deserialize)]
struct Answer {
    acceptance: Envelope,
    grant: Option<IgnoredAny>,
}

impl Queue {
    /// The receipt alone, so that it is there also for who may not see any more what they decided on. A decision of another
    /// person, or of another tenant, answers as one that was never taken.
    pub fn acceptance(&self, caller: &Caller, decision: &Hash) -> Result<AcceptanceResponse, DecideError> {
        approver(caller)?;
        for tenant in caller.tenants.iter().filter(|tenant| self.visible_policy(caller, tenant).is_some()) {
            let found = self.read::<_, StoreError>(tenant, |tx| tx.decision(decision))?;
            if let Some(found) = found.filter(|found| found.person == caller.person) {
                return Ok(answered(&found)?);
            }
        }
        Err(DecideError::NotFound)
    }
}

fn answered(decision: &StoredDecision) -> Result<AcceptanceResponse, StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let answer: Answer = serde_json::from_slice(&decision.answer).map_err(damaged)?;
    let payload: DecisionPayload = serde_json::from_slice(&decision.envelope.payload).map_err(damaged)?;
    let agreement = payload.action == Action::Grant && answer.grant.is_none();
    Ok(AcceptanceResponse { acceptance: answer.acceptance, agreement })
}
