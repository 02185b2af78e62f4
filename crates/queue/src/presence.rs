//! Whether the person was there when they granted, as far as policy asks. A local proof is the device's word: it is
//! taken where policy asks for no more, and only for the very choice that it was asked over.

use crate::errors::DecideError;
use approval::Presence;
use queue_api::PresenceProof;
use queue_api::signed::{DecisionPayload, choice_digest};

/// Only of grants: what denies or takes back never waits for anybody's presence.
pub(crate) fn check(wanted: Presence, payload: &DecisionPayload) -> Result<(), DecideError> {
    if let Some(proof) = &payload.presence {
        let choice = choice_digest(payload).map_err(|error| DecideError::BadDecision(error.to_string()))?;
        if proof.choice_digest() != choice {
            return missing("the proof that this decision carries was given for another choice");
        }
    }
    match (wanted, &payload.presence) {
        (Presence::None, _) | (Presence::Local, Some(PresenceProof::Local(_))) => Ok(()),
        (Presence::Local | Presence::Attested, None) => missing("the decision carries no proof of it"),
        (Presence::Attested, Some(PresenceProof::Local(_))) => {
            missing("it must be attested, and the decision carries the device's own word alone")
        }
    }
}

fn missing(why: &str) -> Result<(), DecideError> {
    Err(DecideError::NotPresent(why.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use queue_api::{LocalEvidence, SystemPrompt};
    use tlog::Hash;

    fn payload() -> DecisionPayload {
        let zeros = Hash::ZERO.to_string();
        let time = "2026-11-24T15:44:00.000Z";
        serde_json::from_value(serde_json::json!({
            "v": 1, "server": "s", "tenant": "t", "subject": {"kind": "request", "id": "r"}, "view_digest": zeros,
            "view_kind": "window", "action": "grant", "granted_window": "PT1H", "not_after": time, "clicked_at": time,
            "signed_at": time, "clock": {"server_time": time, "boottime_delta": 0, "boot_id": "b"}, "approver": "a",
            "device": "d", "key_id": "k", "nonce": "n", "log_index": 1, "prev_leaf_hash": zeros, "policy_version": "p",
            "commitments": {}
        }))
        .unwrap()
    }

    #[test]
    fn the_word_of_a_device_is_enough_for_local_presence_and_for_no_more() {
        let mut payload = payload();
        let taken = |payload: &DecisionPayload| {
            [Presence::None, Presence::Local, Presence::Attested].map(|wanted| check(wanted, payload).is_ok())
        };
        assert_eq!(taken(&payload), [true, false, false]);
        let evidence = |choice_digest| LocalEvidence { by: SystemPrompt::Polkit, choice_digest, sentence_shown: true };
        let choice = choice_digest(&payload).unwrap();
        payload.presence = Some(PresenceProof::Local(evidence(choice)));
        assert_eq!(taken(&payload), [true, true, false]);
        payload.presence = Some(PresenceProof::Local(evidence(Hash::ZERO)));
        assert_eq!(taken(&payload), [false, false, false], "what is for another choice is a lie, wanted or not");
    }
}
