//! What a decision is called: while it is held, once it is signed, and where nothing came of it. One agreement of several gives
//! nobody access by itself, and is called a grant by none of these words. Nothing is guessed: where nobody knows that others must
//! agree, a grant is called one.

use crate::state::{Mirrored, Queue};
use crate::store::Outbox;
use crate::words;
use approval::{Action, RequestId, Window};
use std::fmt;

/// Which one of how many agreements: `1 of 2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    number: usize,
    of: usize,
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.of)
    }
}

/// What a grant comes to by itself, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Access,
    /// One agreement of several; which one, where that is known.
    Agreement(Option<Share>),
}

/// Which agreement this person's is or would be, where it alone gives nobody access; `None` where it completes the request.
pub(crate) fn share(queue: &Queue, mirrored: &Mirrored) -> Option<Share> {
    let me = queue.record.me.as_ref().map(|me| &me.person);
    let others = mirrored.record.votes.iter().filter(|vote| Some(&vote.by) != me).count();
    let share = Share { number: others + 1, of: mirrored.facts.policy.needs() };
    (share.number < share.of).then_some(share)
}

/// The same of a decision that is on its way, by what is known of its request.
pub(crate) fn reach(queue: &Queue, row: &Outbox) -> Reach {
    let request = queue.requests.get(&RequestId::new(row.draft.subject.id.as_str()));
    let share = request.filter(|_| row.draft.action == Action::Grant).and_then(|request| share(queue, request));
    share.map_or(Reach::Access, |share| Reach::Agreement(Some(share)))
}

/// `Granting 1 h`, `Agreeing to 1 h (1 of 2)`, `Denying`: nothing is signed.
pub(crate) fn doing(action: Action, window: Option<Window>, reach: Reach) -> String {
    match (action, window, reach) {
        (Action::Grant, Some(window), Reach::Access) => format!("Granting {}", words::length(window)),
        (Action::Grant, None, Reach::Access) => "Granting".to_owned(),
        (Action::Grant, window, Reach::Agreement(share)) => format!("Agreeing{}{}", to(window), counted(share)),
        (Action::Deny, _, _) => "Denying".to_owned(),
        (Action::Revoke, _, _) => "Revoking".to_owned(),
        (Action::Shorten, _, _) => "Shortening".to_owned(),
    }
}

/// `Granted 1 h`, `Denied`, `Revoked`, `Shortened to 1 h`
pub(crate) fn done(action: Action, window: Option<Window>) -> String {
    match (action, window) {
        (Action::Grant, Some(window)) => format!("Granted {}", words::length(window)),
        (Action::Grant, None) => "Granted".to_owned(),
        (Action::Deny, _) => "Denied".to_owned(),
        (Action::Revoke, _) => "Revoked".to_owned(),
        (Action::Shorten, window) => format!("Shortened{}", to(window)),
    }
}

/// The same of a decision that is signed, and that the queue was not heard of yet: `Agreed to 1 h (1 of 2)`.
pub(crate) fn signed(queue: &Queue, row: &Outbox) -> String {
    match reach(queue, row) {
        Reach::Access => done(row.draft.action, row.draft.granted),
        Reach::Agreement(share) => format!("{}{}", agreed(row.draft.granted), counted(share)),
    }
}

/// `Agreed to 1 h`
pub(crate) fn agreed(window: Option<Window>) -> String {
    format!("Agreed{}", to(window))
}

/// `grant of 1 h`, `agreement to 1 h`, `denial`: of which it is not said that anything came of it.
pub(crate) fn noun(action: Action, window: Option<Window>, reach: Reach) -> String {
    match (action, window, reach) {
        (Action::Grant, Some(window), Reach::Access) => format!("grant of {}", words::length(window)),
        (Action::Grant, None, Reach::Access) => "grant".to_owned(),
        (Action::Grant, window, Reach::Agreement(_)) => format!("agreement{}", to(window)),
        (Action::Deny, _, _) => "denial".to_owned(),
        (Action::Revoke, _, _) => "revocation".to_owned(),
        (Action::Shorten, window, _) => format!("shortening{}", to(window)),
    }
}

fn to(window: Option<Window>) -> String {
    window.map(|window| format!(" to {}", words::length(window))).unwrap_or_default()
}

fn counted(share: Option<Share>) -> String {
    share.map(|share| format!(" ({share})")).unwrap_or_default()
}
