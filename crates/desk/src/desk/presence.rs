//! Whether the person is to be asked, at the click, to show that they are there; and whether what they showed still stands
//! for what would be signed. Only grants are asked about: what denies or takes back never waits for anybody.

use crate::capabilities::Lasts;
use crate::errors::{DecideError, SigningError};
use crate::log::AppendError;
use crate::log::payloads::Signed;
use crate::ports::{Attest, PresenceError, PresencePrompt};
use crate::state::{Key, Mirrored, Queue, State};
use crate::store::{Draft, UndoneWhy};
use crate::{called, rules, text, words};
use approval::{Presence, Window};
use queue_api::PresenceProof;
use tlog::hash::Hash;

/// What is to be asked of the person.
pub(super) enum Question {
    /// By their system. The sentence: `Grant Global Administrator on Entra ID in Contoso to Dana Peres for 1 hour.`
    Local { sentence: String, choice: Hash },
    /// By a security key of theirs.
    Attested(Attest),
}

impl Question {
    pub fn ask(&self, prompt: &dyn PresencePrompt) -> Result<PresenceProof, PresenceError> {
        match self {
            Self::Local { sentence, choice } => prompt.ask(sentence, *choice),
            Self::Attested(attest) => prompt.attest(attest).map(PresenceProof::Attested),
        }
    }
}

/// `None` where policy wants no presence for this, or it is no grant.
pub(super) fn question(state: &State, key: &Key, draft: &Draft) -> Result<Option<Question>, DecideError> {
    let Some((queue, mirrored)) = state.find(key) else { return Ok(None) };
    let Some(window) = draft.granted else { return Ok(None) };
    match mirrored.facts.policy.presence {
        Presence::None => Ok(None),
        Presence::Local => {
            Ok(Some(Question::Local { sentence: sentence(queue, mirrored, window), choice: choice(queue, draft)? }))
        }
        Presence::Attested => {
            let server = queue.record.me.as_ref().ok_or(SigningError::NotEnrolled)?.server.clone();
            let credentials = rules::security_keys(queue).map(|key| key.id.clone()).collect();
            Ok(Some(Question::Attested(Attest { server, challenge: choice(queue, draft)?, credentials })))
        }
    }
}

/// What was shown for one choice is worth nothing for another: a key that changed meanwhile would sign another.
pub(super) fn still_stands(queue: &Queue, draft: &Draft) -> Result<(), UndoneWhy> {
    match &draft.presence {
        Some(proof) if choice(queue, draft).ok() != proof.choice_digest() => Err(UndoneWhy::Key),
        Some(_) | None => Ok(()),
    }
}

fn choice(queue: &Queue, draft: &Draft) -> Result<Hash, AppendError> {
    // The nonce is not of the choice.
    let signed = Signed::of(&queue.record, String::new()).ok_or(SigningError::NotEnrolled)?;
    Ok(signed.choice_digest(draft)?)
}

fn sentence(queue: &Queue, mirrored: &Mirrored, window: Window) -> String {
    let facts = &mirrored.facts;
    let (verb, share) = match called::share(queue, mirrored) {
        None => ("Grant", String::new()),
        Some(share) => ("Agree to give", format!(", agreement {share}")),
    };
    let length = match queue.record.capabilities.lasts {
        Lasts::Window => format!("for {}", words::length_in_full(window)),
        Lasts::Once => "once".to_owned(),
    };
    format!(
        "{verb} {} on {} in {} to {} {length}{share}.",
        text::plain_name(&facts.role.name),
        text::plain_name(&facts.resource.name),
        text::plain_name(&facts.tenant.name),
        text::plain_name(&facts.requester.principal.name),
    )
}
