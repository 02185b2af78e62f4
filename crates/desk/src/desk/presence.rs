//! Whether the person is to be asked, at the click, to show that they are there; and whether what they showed still stands
//! for what would be signed. Only grants are asked about: what denies or takes back never waits for anybody.

use crate::errors::{DecideError, SigningError};
use crate::log::AppendError;
use crate::log::payloads::Signed;
use crate::state::{Key, Queue, State};
use crate::store::{Draft, UndoneWhy};
use crate::{text, words};
use approval::{Presence, RequestFacts, Window};
use tlog::hash::Hash;

/// What the system's prompt is to ask.
pub(super) struct Question {
    /// `Grant Global Administrator on Entra ID in Contoso to Dana Peres for 1 hour.`
    pub sentence: String,
    pub choice: Hash,
}

/// `None` where policy wants no presence for this, or it is no grant.
pub(super) fn question(state: &State, key: &Key, draft: &Draft) -> Result<Option<Question>, DecideError> {
    let Some((queue, mirrored)) = state.find(key) else { return Ok(None) };
    match (mirrored.facts.policy.presence, draft.granted) {
        (Presence::None, _) | (_, None) => Ok(None),
        (Presence::Local | Presence::Attested, Some(window)) => {
            Ok(Some(Question { sentence: sentence(&mirrored.facts, window), choice: choice(queue, draft)? }))
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

fn sentence(facts: &RequestFacts, window: Window) -> String {
    format!(
        "Grant {} on {} in {} to {} for {}.",
        text::plain_name(&facts.role.name),
        text::plain_name(&facts.resource.name),
        text::plain_name(&facts.tenant.name),
        text::plain_name(&facts.requester.principal.name),
        words::length_in_full(window),
    )
}
