//! The same for the app's window: what its page shows, what comes of what was typed there, and every answer in words for a
//! person who sits before it. No token and no secret comes back out of here.

mod adding;
mod kinds;
mod listing;
mod looking;
mod refusals;
#[cfg(test)]
mod tests;

pub use adding::{ConnectRequest, ConnectingStep, Pasted, ProofRequest, add, typed};
pub use kinds::kinds;
pub use listing::{queues, signed_in};
pub use looking::look;

use crate::removing::{Removed, lost, remove};
use desk::ports::Keychain;
use desk::view::{ErrorView, RemovalQuestionView, RemovalView};
use desk::words;
use desk_socket::Door;
use std::path::Path;

/// What the page works on.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub door: &'a Door,
    /// The profile's folder.
    pub path: &'a Path,
    pub keychain: &'a dyn Keychain,
}

/// What is asked before the queue with this id is removed.
pub async fn removal(place: Place<'_>, id: &str) -> Result<RemovalQuestionView, ErrorView> {
    let seen = place.door.removal(id).await?;
    let waiting = words::counted(seen.waiting.into(), "pending request", "pending requests");
    let question = format!("Remove {}, with {waiting}?", seen.name);
    let entries = words::counted(seen.entries, "entry", "entries");
    let stays = (seen.entries > 0).then(|| format!("Its log of {entries} stays here."));
    Ok(RemovalQuestionView { question, lost: lost(&seen), stays, seen })
}

/// Removes it, as it was seen. `typed` is its name, where the removal costs something. Answers with what else there is to know, a
/// sentence each.
pub async fn removed(place: Place<'_>, seen: RemovalView, typed: Option<&str>) -> Result<Vec<String>, ErrorView> {
    if !lost(&seen).is_empty() && typed.is_none_or(|typed| typed.trim() != seen.name) {
        return Err(ErrorView {
            code: "not-confirmed".to_owned(),
            message: format!("Nothing was removed. Type its name: {}", seen.name),
            retryable: true,
        });
    }
    let Removed { signed_out, stays_enrolled } = remove(place.door, place.path, place.keychain, seen).await?;
    let enrolled = stays_enrolled.then(|| "This device stays enrolled at the queue: revoke it at another device of yours, or have whoever runs the queue do it.".to_owned());
    Ok(enrolled.into_iter().chain(signed_out).collect())
}

/// The same sentence without the command that it ends with: the window has a button for that.
pub fn without_command(message: &str) -> String {
    let (words, command) = message.rsplit_once(": doorward ").unwrap_or((message, ""));
    if command.is_empty() { message.to_owned() } else { words::sentence(words) }
}
