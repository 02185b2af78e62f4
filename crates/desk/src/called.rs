//! What a decision is called: while it is held, once it is signed, and where nothing came of it. One agreement of several gives
//! nobody access by itself, and is called a grant by none of these words. Nothing is guessed: where nobody knows that others must
//! agree, a grant is called one.

use crate::state::{Mirrored, Queue};
use crate::store::Outbox;
use crate::words::{self, Length};
use approval::{Action, RequestId};
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

/// `Granting 1 h`, `Granting once`, `Agreeing to 1 h (1 of 2)`, `Denying`: nothing is signed.
pub(crate) fn doing(action: Action, length: Option<Length>, reach: Reach) -> String {
    match (action, length, reach) {
        (Action::Grant, Some(length), Reach::Access) => format!("Granting {length}"),
        (Action::Grant, None, Reach::Access) => "Granting".to_owned(),
        (Action::Grant, length, Reach::Agreement(share)) => format!("Agreeing{}{}", to(length), counted(share)),
        (Action::Deny, _, _) => "Denying".to_owned(),
        (Action::Revoke, _, _) => "Revoking".to_owned(),
        (Action::Shorten, _, _) => "Shortening".to_owned(),
        (Action::Suspend, _, _) => "Suspending".to_owned(),
        (Action::Restore, _, _) => "Restoring".to_owned(),
    }
}

/// `Granted 1 h`, `Granted once`, `Denied`, `Revoked`, `Shortened to 1 h`
pub(crate) fn done(action: Action, length: Option<Length>) -> String {
    match (action, length) {
        (Action::Grant, Some(length)) => format!("Granted {length}"),
        (Action::Grant, None) => "Granted".to_owned(),
        (Action::Deny, _) => "Denied".to_owned(),
        (Action::Revoke, _) => "Revoked".to_owned(),
        (Action::Shorten, length) => format!("Shortened{}", to(length)),
        (Action::Suspend, _) => "Suspended".to_owned(),
        (Action::Restore, _) => "Restored".to_owned(),
    }
}

/// The same of a decision that is signed, and that the queue was not heard of yet: `Agreed to 1 h (1 of 2)`.
pub(crate) fn signed(queue: &Queue, row: &Outbox) -> String {
    let length = queue.told(row.draft.granted);
    match reach(queue, row) {
        Reach::Access => done(row.draft.action, length),
        Reach::Agreement(share) => format!("{}{}", agreed(length), counted(share)),
    }
}

/// `Agreed to 1 h`
pub(crate) fn agreed(length: Option<Length>) -> String {
    format!("Agreed{}", to(length))
}

/// `grant of 1 h`, `one-time grant`, `agreement to 1 h`, `denial`: of which it is not said that anything came of it.
pub(crate) fn noun(action: Action, length: Option<Length>, reach: Reach) -> String {
    match (action, length, reach) {
        (Action::Grant, Some(Length::For(window)), Reach::Access) => format!("grant of {}", words::length(window)),
        (Action::Grant, Some(Length::Once), Reach::Access) => "one-time grant".to_owned(),
        (Action::Grant, None, Reach::Access) => "grant".to_owned(),
        (Action::Grant, length, Reach::Agreement(_)) => format!("agreement{}", to(length)),
        (Action::Deny, _, _) => "denial".to_owned(),
        (Action::Revoke, _, _) => "revocation".to_owned(),
        (Action::Shorten, length, _) => format!("shortening{}", to(length)),
        (Action::Suspend, _, _) => "suspension".to_owned(),
        (Action::Restore, _, _) => "restoration".to_owned(),
    }
}

fn to(length: Option<Length>) -> String {
    length.map(|length| length.after("to")).unwrap_or_default()
}

fn counted(share: Option<Share>) -> String {
    share.map(|share| format!(" ({share})")).unwrap_or_default()
}
