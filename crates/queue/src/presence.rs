//! Whether the person was there when they granted, as far as policy asks. A local proof is the device's word: it is
//! taken where policy asks for no more. An attested one is a security key's signature, and is enough for both. Either is taken
//! only for the very choice that it was asked over.

use crate::errors::DecideError;
use crate::moment::Moment;
use crate::queue::{Caller, Queue};
use approval::{Action, Presence};
use queue_api::PresenceProof;
use queue_api::signed::{DecisionPayload, choice_digest};

/// What a decision shows of its signer's presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    Nothing,
    Local,
    Attested,
    /// It carries a proof that does not hold, and why: refused also where policy asks for none.
    Wrong(String),
}

impl Shown {
    /// As an acceptance says it.
    pub fn taken(&self) -> Option<Presence> {
        match self {
            Self::Local => Some(Presence::Local),
            Self::Attested => Some(Presence::Attested),
            Self::Nothing | Self::Wrong(_) => None,
        }
    }
}

impl Queue {
    /// Only of grants: what denies or takes back never waits for anybody's presence.
    pub(crate) fn presence(
        &self,
        caller: &Caller,
        payload: &DecisionPayload,
        moment: &Moment,
    ) -> Result<Shown, DecideError> {
        let (Action::Grant, Some(proof)) = (payload.action, &payload.presence) else { return Ok(Shown::Nothing) };
        let choice = choice_digest(payload).map_err(|error| DecideError::BadDecision(error.to_string()))?;
        if proof.choice_digest() != Some(choice) {
            return Ok(Shown::Wrong("the proof that this decision carries was given for another choice".to_owned()));
        }
        match proof {
            PresenceProof::Local(_) => Ok(Shown::Local),
            PresenceProof::Attested(evidence) => {
                let attested = self.attested(caller, evidence, choice, moment)?;
                Ok(attested.map_or_else(Shown::Wrong, |()| Shown::Attested))
            }
        }
    }
}

/// Whether it is as much as policy wants.
pub(crate) fn enough(wanted: Presence, shown: &Shown) -> Result<(), DecideError> {
    let why = match (wanted, shown) {
        (Presence::None | Presence::Local | Presence::Attested, Shown::Attested)
        | (Presence::None | Presence::Local, Shown::Local)
        | (Presence::None, Shown::Nothing) => return Ok(()),
        (_, Shown::Wrong(why)) => why.as_str(),
        (Presence::Local | Presence::Attested, Shown::Nothing) => "the decision carries no proof of it",
        (Presence::Attested, Shown::Local) => {
            "a security key must attest it, and the decision carries the device's own word alone"
        }
    };
    Err(DecideError::NotPresent(why.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_device_is_enough_for_local_presence_and_for_no_more() {
        let taken = |shown: Shown| {
            [Presence::None, Presence::Local, Presence::Attested].map(|wanted| enough(wanted, &shown).is_ok())
        };
        assert_eq!(taken(Shown::Nothing), [true, false, false]);
        assert_eq!(taken(Shown::Local), [true, true, false]);
        assert_eq!(taken(Shown::Attested), [true, true, true]);
        let lie = Shown::Wrong("it is for another choice".to_owned());
        assert_eq!(taken(lie), [false, false, false], "a lie is refused, wanted or not");
    }
}
