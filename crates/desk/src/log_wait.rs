//! What a grant waits for on account of the queue's own log. A queue that was put back from a copy, or rewrote its log, would
//! take a grant into a history that nobody can show later: so none is signed or sent before the log was looked at since the
//! queue was reached last. What denies or takes back waits for nothing. Pure.

use crate::here::Here;
use crate::rules::{self, FRESH_MILLIS};
use crate::state::{Link, Queue};
use crate::store::{Outbox, OutboxState, QueueLog};
use crate::{text, words};
use approval::{Action, RequestId, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogWait<'a> {
    /// It does not hold: until the person accepts it.
    Broken,
    /// It was not looked at since the queue was reached last. `trouble`: why it could not be read.
    Look { trouble: Option<&'a str> },
    /// The queue is not heard, so nothing is known.
    Contact,
}

/// Whether its own log is to be looked at now, and was not yet.
pub(crate) fn is_due(queue: &Queue) -> bool {
    !queue.looks.none && queue.is_up() && queue.record.device.is_some() && !is_seen(queue)
}

/// Each tenant's: what was put back was put back for all.
fn is_seen(queue: &Queue) -> bool {
    let me = queue.record.me.as_ref();
    me.is_some_and(|me| me.tenants.iter().all(|tenant| queue.looks.has_seen(&tenant.id)))
}

/// Whether the queue told something earlier than before, and one of its logs was not looked at since; also in a run before.
fn went_back_since(queue: &Queue) -> bool {
    let Some(back) = &queue.record.went_back else { return false };
    let seen = |log: &QueueLog| log.checked_at.is_some_and(|at| at >= back.at);
    !queue.record.logs.values().all(seen)
}

/// Why no grant is sent there now.
pub(crate) fn to_send<'a>(queue: &'a Queue, here: &Here<'_>) -> Option<LogWait<'a>> {
    if rules::queue_log_incidents(queue).next().is_some() {
        return Some(LogWait::Broken);
    }
    if queue.looks.none {
        return None;
    }
    // A machine that slept does not know yet what its lines lead to.
    let heard = queue.is_up() && here.age_millis(queue).is_some_and(|age| age <= FRESH_MILLIS);
    match (heard, is_seen(queue)) {
        (false, _) => Some(LogWait::Contact),
        (true, false) => Some(LogWait::Look { trouble: queue.looks.trouble() }),
        (true, true) => None,
    }
}

/// Why this grant is not signed now. While the queue is away, one is where the log held as long as it was there, or where
/// policy lets it be granted without the queue; it is sent only after the next look.
pub(crate) fn to_sign<'a>(queue: &'a Queue, row: &Outbox, here: &Here<'_>) -> Option<LogWait<'a>> {
    let wait = to_send(queue, here)?;
    let request = || queue.requests.get(&RequestId::new(row.draft.subject.id.as_str()));
    let offline = || request().is_some_and(|request| request.facts.policy.offline_grants);
    match (wait, &queue.link) {
        (LogWait::Contact, Link::Down { .. }) if is_seen(queue) || (offline() && !went_back_since(queue)) => None,
        (wait, Link::New | Link::Up | Link::Down { .. }) => Some(wait),
    }
}

/// Why this decision waits, where nothing else does not keep it: held past its undo window, or signed.
pub(crate) fn of<'a>(queue: &'a Queue, row: &Outbox, here: &Here<'_>) -> Option<LogWait<'a>> {
    if !is_grant(row) {
        return None;
    }
    match row.state {
        OutboxState::Held if row.draft.release_boot <= here.instants.boot => to_sign(queue, row, here),
        OutboxState::Queued => to_send(queue, here),
        OutboxState::Held
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => None,
    }
}

pub(crate) fn is_grant(row: &Outbox) -> bool {
    match row.draft.action {
        Action::Grant => true,
        Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => false,
    }
}

/// A queue's own words, for a line of ours.
pub(crate) fn plain(why: &str) -> String {
    text::plain(&text::words(why))
}

impl LogWait<'_> {
    /// `the queue’s own log is being checked`
    pub fn short(self) -> &'static str {
        match self {
            Self::Broken => "the queue’s own log does not hold",
            Self::Look { trouble: None } => "the queue’s own log is being checked",
            Self::Look { trouble: Some(_) } => "the queue’s own log could not be read yet",
            Self::Contact => "the queue is not heard",
        }
    }

    /// The sheet's sentences. `then`: what happens by itself afterwards: `It goes out`
    pub fn line(self, queue: &Queue, then: &str, not_after: Timestamp, here: &Here<'_>) -> String {
        let name = text::plain_name(&queue.record.name);
        let latest = words::when(not_after, here.time(queue), here.zone);
        match self {
            Self::Broken => {
                let broken = words::queue_log_broken(queue.id());
                format!("This grant waits, until {latest} at the latest. {broken}")
            }
            Self::Look { trouble: None } => format!(
                "{name} was reached anew, so its own log is checked before anything is granted there. {then} by itself then, until {latest} at the latest."
            ),
            Self::Look { trouble: Some(why) } => format!(
                "{name} was reached anew, and its own log could not be checked yet: it is tried again. ({}) {then} by itself then, until {latest} at the latest.",
                plain(why)
            ),
            Self::Contact => format!(
                "{name} is not heard, and its own log is checked before anything is granted there. {then} by itself then, until {latest} at the latest."
            ),
        }
    }
}
