//! One effect for each signed message, however often it arrives. The same envelope, or the same key, gets the answer that it got before,
//! and so does a refusal for what may pass: its desk takes that for the end, so no copy that comes later is taken. Nothing new
//! is taken from a device that was removed.

use crate::errors::DecideError;
use crate::moment::Moment;
use crate::policy::Policy;
use crate::queue::Caller;
use crate::signed::Checked;
use crate::store::{StoreError, StoredAnswer, StoredDecision, TenantRead, TenantWrite};
use approval::TenantId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tlog::{Envelope, Opening};

/// A signed message whose signature holds, and where it is to be taken.
pub(crate) struct Arrived<'a> {
    pub tenant: &'a TenantId,
    pub policy: &'a dyn Policy,
    pub caller: &'a Caller,
    /// The idempotency key.
    pub key: &'a str,
    /// The request or grant that it was sent to.
    pub subject: &'a str,
    pub checked: &'a Checked,
    pub envelope: &'a Envelope,
    pub personal: &'a Opening,
    pub moment: &'a Moment,
}

/// Its answer: that which it got before, or that of `anew`, which has written nothing where it refuses. What is to be written stands in
/// the outer result: a refusal that is kept is one of the inner.
pub(crate) fn once<T: DeserializeOwned>(
    tx: &mut dyn TenantWrite,
    arrived: &Arrived<'_>,
    anew: impl FnOnce(&mut dyn TenantWrite) -> Result<T, DecideError>,
) -> Result<Result<T, DecideError>, DecideError> {
    if let Some(answer) = answered(tx.as_read(), arrived)? {
        return Ok(Ok(answer));
    }
    match anew(tx) {
        Err(refusal) => keep_refused(tx, arrived, refusal).map(Err),
        taken => taken.map(Ok),
    }
}

/// What this envelope, or this key, got before. What a removed device signed and what was answered then stays, and is answered again.
fn answered<T: DeserializeOwned>(tx: &dyn TenantRead, arrived: &Arrived<'_>) -> Result<Option<T>, DecideError> {
    let Arrived { caller, key, subject, checked, .. } = arrived;
    let known = match tx.answer(&caller.person, key)? {
        Some(answer) if answer.fingerprint != checked.hash => return Err(DecideError::KeyReused),
        Some(answer) => Some(answer.body),
        None => tx
            .decision(&checked.hash)?
            .filter(|decision| decision.person == caller.person && decision.subject == *subject)
            .map(|decision| decision.answer),
    };
    if let (None, Some(at)) = (&known, checked.device.removed_at) {
        return Err(DecideError::DeviceRevoked { at });
    }
    if let Some(Kept { refused }) = known.as_ref().and_then(|body| serde_json::from_slice(body).ok()) {
        return Err(refused.into());
    }
    let parse = |body: Vec<u8>| serde_json::from_slice(&body);
    known.map(parse).transpose().map_err(|error| StoreError::Damaged(error.to_string()).into())
}

/// What stands in the place of an answer.
#[derive(Serialize, Deserialize)]
struct Kept {
    refused: KeptRefusal,
}

/// A refusal for what may pass: a stage moves on, a file changes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeptRefusal {
    NotEligible,
    Policy(String),
}

impl From<KeptRefusal> for DecideError {
    fn from(refusal: KeptRefusal) -> Self {
        match refusal {
            KeptRefusal::NotEligible => Self::NotEligible,
            KeptRefusal::Policy(why) => Self::Refused(why),
        }
    }
}

/// Keeps such a refusal, and gives it back; any other goes on as it is, with nothing written.
fn keep_refused(
    tx: &mut dyn TenantWrite,
    arrived: &Arrived<'_>,
    refusal: DecideError,
) -> Result<DecideError, DecideError> {
    let refused = if matches!(refusal, DecideError::NotEligible) {
        KeptRefusal::NotEligible
    } else if let DecideError::Refused(why) = &refusal {
        KeptRefusal::Policy(why.clone())
    } else {
        return Err(refusal);
    };
    let body = serde_json::to_vec(&Kept { refused }).map_err(|error| StoreError::Failed(error.to_string()))?;
    let fingerprint = arrived.checked.hash;
    tx.put_answer(&arrived.caller.person, arrived.key, &StoredAnswer { fingerprint, body })?;
    Ok(refusal)
}

/// Keeps decision and answer beside what they changed.
pub(crate) fn keep(
    tx: &mut dyn TenantWrite,
    arrived: &Arrived<'_>,
    proven: bool,
    response: &impl Serialize,
) -> Result<(), DecideError> {
    let Arrived { caller, key, subject, checked, envelope, personal, .. } = arrived;
    let answer = serde_json::to_vec(response).map_err(|error| StoreError::Failed(error.to_string()))?;
    tx.put_answer(&caller.person, key, &StoredAnswer { fingerprint: checked.hash, body: answer.clone() })?;
    tx.put_decision(&StoredDecision {
        hash: checked.hash,
        subject: (*subject).to_owned(),
        person: caller.person.clone(),
        envelope: (*envelope).clone(),
        personal: (*personal).clone(),
        proven,
        answer,
    })?;
    Ok(())
}
