//! Checks of a signed decision that need no stored request: who signed, what the payload says of itself,
//! the opening of its personal part, and its proof. Nothing is read out of a payload before its signature
//! was checked.

use crate::errors::DecideError;
use crate::presence::Shown;
use crate::queue::{Caller, Queue};
use crate::store::StoredDevice;
use approval::{Action, RequestFacts, TenantId, Timestamp};
use queue_api::signed::{DecisionPayload, Personal, SubjectKind, decision_hash};
use queue_api::{Proof, facts, origins};
use tlog::key::PublicKey;
use tlog::tree::verify_inclusion;
use tlog::{Checkpoint, Envelope, Hash, NoteKey, Opening, PayloadType, cosign};

/// A decision is good for at most this long after the click.
const GOOD_FOR_MILLIS: i64 = 24 * 3_600_000;
/// How far a device's clock may run ahead of the server's.
const AHEAD_MILLIS: i64 = 5 * 60_000;

/// An envelope whose signature holds, by a device of the caller: also by one that was removed, of which nothing new is taken.
pub(crate) struct Checked {
    pub hash: Hash,
    pub payload: DecisionPayload,
    pub personal: Personal,
    /// Nothing, until somebody looks.
    pub shown: Shown,
    pub device: StoredDevice,
    leaf_hash: Hash,
}

impl Queue {
    pub(crate) fn check(
        &self,
        caller: &Caller,
        envelope: &Envelope,
        opening: &Opening,
        now: Timestamp,
    ) -> Result<Checked, DecideError> {
        if envelope.payload_type != PayloadType::Decision.to_string() {
            return bad(format!("its type is {:?}, not a decision's", envelope.payload_type));
        }
        let [signature] = &envelope.signatures[..] else {
            return bad("it must carry exactly one signature");
        };
        let devices = self.read_directory::<_, DecideError>(|tx| Ok(tx.devices_of(&caller.person)?))?;
        let found = devices.into_iter().find_map(|device| {
            let key = taken_keys(&device, now).into_iter().find(|key| key.key_id() == signature.key_id)?;
            Some((device, key))
        });
        let Some((device, key)) = found else {
            return bad("it is signed by a key that is not enrolled for you; enrol this device");
        };
        let payload = envelope.verify(&key).map_err(|error| DecideError::BadDecision(error.to_string()))?;
        let payload: DecisionPayload =
            serde_json::from_slice(payload).map_err(|error| DecideError::BadDecision(error.to_string()))?;
        self.says_who(&payload, caller, &device, &key)?;
        times(&payload, now)?;
        let personal = personal(&payload, opening)?;
        let (hash, leaf_hash) = (decision_hash(envelope), envelope.leaf_hash());
        Ok(Checked { hash, leaf_hash, payload, personal, shown: Shown::Nothing, device })
    }

    fn says_who(
        &self,
        payload: &DecisionPayload,
        caller: &Caller,
        device: &StoredDevice,
        key: &PublicKey,
    ) -> Result<(), DecideError> {
        if payload.v != 1 {
            return bad(format!("version {} is not spoken here", payload.v));
        }
        if payload.server != self.name() {
            return bad(format!("it is for {:?}; this is {:?}", payload.server, self.name()));
        }
        if payload.approver != caller.person {
            return bad("its approver is not the person of the token");
        }
        if payload.device != device.id || payload.key_id != key.key_id() {
            return bad("its device and key are not those that signed it");
        }
        if device.key_of_leaf(payload.log_index) != *key {
            return bad("its key is not the one in force at its place in the log");
        }
        Ok(())
    }

    /// Whether the decision stands in its device's log under a checkpoint that this server cosigned.
    pub(crate) fn check_proof(&self, checked: &Checked, proof: Option<&Proof>) -> Result<(), DecideError> {
        let no = |why: &dyn std::fmt::Display| DecideError::NotWitnessed(why.to_string());
        let proof = proof.ok_or_else(|| no(&"the proof is missing"))?;
        let origin = origins::desk(self.name(), &checked.device.id);
        let size = Checkpoint::unverified(&proof.checkpoint).map_err(|error| no(&error))?.size;
        let log = NoteKey::log(origin, checked.device.key_of_checkpoint(size)).map_err(|error| no(&error))?;
        let checkpoint = Checkpoint::verify(&proof.checkpoint, &log).map_err(|error| no(&error))?;
        let witness = NoteKey::witness(self.name(), self.keys.witness_key()).map_err(|error| no(&error))?;
        cosign::verify_cosignature(&proof.checkpoint, &witness).map_err(|error| no(&error))?;
        let index = checked.payload.log_index;
        verify_inclusion(checked.leaf_hash, index, checkpoint.size, &proof.inclusion, checkpoint.root)
            .map_err(|error| no(&error))
    }
}

/// The key in force, and those before it for as long as a decision is good: whoever signed with one of them has sent
/// it by then.
fn taken_keys(device: &StoredDevice, now: Timestamp) -> Vec<PublicKey> {
    let lately = device.former.iter().filter(|former| now.millis_since(former.changed_at) <= GOOD_FOR_MILLIS);
    lately.map(|former| former.key).chain([device.key]).collect()
}

/// What the decision says it is about.
pub(crate) fn check_subject(
    payload: &DecisionPayload,
    tenant: &TenantId,
    kind: SubjectKind,
    id: &str,
) -> Result<(), DecideError> {
    if payload.tenant != *tenant {
        return bad("its tenant is not that of what it decides on");
    }
    if payload.subject.kind != kind || payload.subject.id != id {
        return bad("its subject is not what it was sent to");
    }
    Ok(())
}

/// That the signer saw these very facts.
pub(crate) fn check_facts(payload: &DecisionPayload, facts: &RequestFacts) -> Result<(), DecideError> {
    if payload.facts_digest != Some(facts::digest(facts)) {
        return bad("its digest of the facts is not that of this revision");
    }
    let must_say = payload.action == Action::Grant;
    if payload.asked_window.map_or(must_say, |asked| facts.window != asked.into()) {
        return bad("the window it says was asked for is not this request's");
    }
    Ok(())
}

fn times(payload: &DecisionPayload, now: Timestamp) -> Result<(), DecideError> {
    if payload.signed_at < payload.clicked_at {
        return bad("it was signed before the click");
    }
    if payload.signed_at > now.plus_millis(AHEAD_MILLIS) {
        return bad("it was signed in the future; check the device's clock");
    }
    if payload.not_after > payload.clicked_at.plus_millis(GOOD_FOR_MILLIS) {
        return bad("its not_after is more than 24 hours after the click");
    }
    Ok(())
}

fn personal(payload: &DecisionPayload, opening: &Opening) -> Result<Personal, DecideError> {
    if payload.commitments.get("personal") != Some(&opening.commitment()) {
        return bad("the personal part is not the one it commits to");
    }
    if payload.commitments.get("view") != Some(&payload.view_digest) {
        return bad("its view_digest and its commitment to the view differ");
    }
    serde_json::from_slice(&opening.bytes).map_err(|error| DecideError::BadDecision(format!("personal: {error}")))
}

pub(crate) fn bad<T>(why: impl Into<String>) -> Result<T, DecideError> {
    Err(DecideError::BadDecision(why.into()))
}
