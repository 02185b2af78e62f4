//! Where a request stands for this person: every local state against every state of the queue, one result each.
//! Pure. What it says is what list and sheet both show, so they cannot differ.

use crate::rules;
use crate::state::{Mirrored, Queue};
use crate::store::{Again, Outbox, OutboxState, Refusal};
use approval::{Action, Decided, RequestState, Timestamp, Vote, expire};
use queue_api::WhyNot;
use queue_api::signed::SubjectKind;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    Held(Box<Outbox>),
    /// Signed, on its way or waiting for the queue.
    Moving(Box<Outbox>),
    Unknown(Box<Outbox>),
    Again {
        /// Absent where it ended in an earlier run.
        row: Option<Box<Outbox>>,
        why: Why,
    },
    /// Agreed by this person; others must too.
    Waiting,
    CannotDecide(WhyNot),
    Over(Over),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    Stopped,
    Changed,
    /// An agreement that was taken, before the request changed.
    Voided,
    Key,
    /// Signed, and held back for good: the log does not go on.
    LogBroken,
    Stale,
    /// It came after its `not_after`, while the request is open still.
    Late,
    /// The queue went back to an earlier state and no longer knows it.
    Forgotten,
    /// It was sent as often as it may be, and reading found it open each time.
    NoEffect,
    /// The queue took nothing from the device that signed it, or was to.
    Barred,
    /// The queue said no, and why.
    Refused(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Over {
    /// By this person, here.
    Mine {
        row: Box<Outbox>,
        at: Timestamp,
    },
    /// By someone, `before` a decision of this person that was signed and not taken.
    Decided {
        decided: Decided,
        before: Option<Box<Outbox>>,
    },
    /// When, where it had an end.
    Expired(Option<Timestamp>),
    Cancelled,
    Replaced,
    Refused,
    /// The queue shows it to this person no longer.
    Hidden,
}

impl Standing {
    /// Whether a no of this person's would be taken.
    pub(crate) fn may_deny(&self) -> bool {
        match self {
            Self::Open | Self::Again { .. } | Self::Waiting => true,
            Self::CannotDecide(why) => why.may_deny(),
            Self::Held(_) | Self::Moving(_) | Self::Unknown(_) | Self::Over(_) => false,
        }
    }

    /// Whether it still stands open for such a decision.
    fn is_open_to(&self, action: Action) -> bool {
        *self == Self::Open || (action == Action::Deny && self.may_deny())
    }

    /// Whether the person can act on it: only such rows are counted as waiting.
    pub fn needs_person(&self) -> bool {
        match self {
            Self::Open | Self::Again { .. } => true,
            Self::Held(_)
            | Self::Moving(_)
            | Self::Unknown(_)
            | Self::Waiting
            | Self::CannotDecide(_)
            | Self::Over(_) => false,
        }
    }
}

#[cfg(test)]
thread_local! {
    /// How many requests were looked at: work that a test can count.
    pub(crate) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

pub(crate) fn of(queue: &Queue, mirrored: &Mirrored, now: Timestamp) -> Standing {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + 1);
    let id = &mirrored.facts.id;
    let row = queue.row_of(SubjectKind::Request, id.as_str());
    if queue.gone.contains_key(id) {
        return match row.map(|row| (&row.state, row)) {
            Some((OutboxState::Unknown, row)) => Standing::Unknown(Box::new(row.clone())),
            Some((OutboxState::Queued | OutboxState::Sending, row)) => Standing::Moving(Box::new(row.clone())),
            Some(_) | None => Standing::Over(Over::Hidden),
        };
    }
    let server = by_server(mirrored, now);
    if let Some(mine) = queue.reopened(id, row) {
        let again = mine && server == Standing::Open;
        return if again { Standing::Again { row: row.cloned().map(Box::new), why: Why::Forgotten } } else { server };
    }
    let Some(row) = row else { return server };
    let boxed = || Box::new(row.clone());
    match &row.state {
        OutboxState::Held => Standing::Held(boxed()),
        OutboxState::Queued if rules::is_held_back(queue, row) && server == Standing::Open => {
            Standing::Again { row: Some(boxed()), why: Why::LogBroken }
        }
        OutboxState::Queued | OutboxState::Sending => Standing::Moving(boxed()),
        OutboxState::Unknown => Standing::Unknown(boxed()),
        // A vote for a revision that no longer stands is no vote.
        OutboxState::Recorded { .. }
            if server == Standing::Open && row.draft.revision < Some(mirrored.facts.revision) =>
        {
            match row.draft.action {
                Action::Grant => Standing::Again { row: Some(boxed()), why: Why::Voided },
                Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => server,
            }
        }
        OutboxState::Recorded { .. } if only_agreed(queue, mirrored, &server) => server,
        OutboxState::Recorded { at, .. } => recorded(server, row, *at),
        OutboxState::Superseded { by_name, at, action, window, reason } => {
            let decided = Decided {
                by: mirrored.record.decided.as_ref().map_or_else(|| "".into(), |decided| decided.by.clone()),
                by_name: by_name.clone(),
                at: *at,
                action: *action,
                window: *window,
                reason: reason.clone(),
            };
            Standing::Over(Over::Decided { decided, before: Some(boxed()) })
        }
        OutboxState::Refused { why, detail } => refused(server, row, *why, detail, mirrored.facts.answer_by),
        OutboxState::Again { why } => again(server, row, *why),
        OutboxState::Undone { .. } => server,
    }
}

fn by_server(mirrored: &Mirrored, now: Timestamp) -> Standing {
    let facts = &mirrored.facts;
    match expire(facts, mirrored.record.state, now) {
        RequestState::Pending => match mirrored.record.for_you.why_not {
            None => Standing::Open,
            Some(WhyNot::VotedAlready) => Standing::Waiting,
            Some(why) => Standing::CannotDecide(why),
        },
        RequestState::Granted | RequestState::Denied => match &mirrored.record.decided {
            Some(decided) => Standing::Over(Over::Decided { decided: decided.clone(), before: None }),
            None => Standing::CannotDecide(WhyNot::Closed),
        },
        RequestState::Expired => Standing::Over(Over::Expired(facts.answer_by)),
        RequestState::Cancelled => Standing::Over(Over::Cancelled),
        RequestState::Superseded => Standing::Over(Over::Replaced),
        RequestState::Refused => Standing::Over(Over::Refused),
    }
}

/// This person's agreement to a request that needs several. The queue forgets it with the revision it was for.
pub(crate) fn my_vote<'a>(queue: &Queue, mirrored: &'a Mirrored) -> Option<&'a Vote> {
    let me = &queue.record.me.as_ref()?.person;
    mirrored.record.votes.iter().find(|vote| vote.by == *me)
}

/// Whether this person's part was a vote alone, and somebody else's decision ended it.
fn only_agreed(queue: &Queue, mirrored: &Mirrored, server: &Standing) -> bool {
    let Standing::Over(Over::Decided { decided, .. }) = server else { return false };
    my_vote(queue, mirrored).is_some_and(|vote| vote.by != decided.by)
}

/// The queue took it. While it is pending there, others must agree.
fn recorded(server: Standing, row: &Outbox, at: Timestamp) -> Standing {
    match (server, row.draft.action) {
        (Standing::Open | Standing::Waiting | Standing::CannotDecide(WhyNot::NotInThisStage), Action::Grant) => {
            Standing::Waiting
        }
        (
            Standing::Open
            | Standing::Waiting
            | Standing::CannotDecide(_)
            | Standing::Over(Over::Decided { .. })
            | Standing::Held(_)
            | Standing::Moving(_)
            | Standing::Unknown(_)
            | Standing::Again { .. },
            _,
        ) => Standing::Over(Over::Mine { row: Box::new(row.clone()), at }),
        (over @ Standing::Over(_), _) => over,
    }
}

fn again(server: Standing, row: &Outbox, why: Again) -> Standing {
    let why = match why {
        Again::Stopped => Why::Stopped,
        Again::Changed => Why::Changed,
        Again::Key => Why::Key,
        Again::Stale => Why::Stale,
        Again::Barred => Why::Barred,
    };
    let open = server.is_open_to(row.draft.action);
    if open { Standing::Again { row: Some(Box::new(row.clone())), why } } else { server }
}

/// The queue said no. While its feed shows the request as open all the same, the person looks again.
fn refused(server: Standing, row: &Outbox, why: Refusal, detail: &str, answer_by: Option<Timestamp>) -> Standing {
    let open = server.is_open_to(row.draft.action);
    let again = |why| Standing::Again { row: Some(Box::new(row.clone())), why };
    match why {
        Refusal::Expired if open => again(Why::Late),
        Refusal::Expired if matches!(server, Standing::Over(_)) => server,
        Refusal::Expired => Standing::Over(Over::Expired(answer_by)),
        Refusal::NoEffect if open => again(Why::NoEffect),
        Refusal::Barred if open => again(Why::Barred),
        Refusal::OwnRequest => Standing::CannotDecide(WhyNot::OwnRequest),
        Refusal::NoRight => Standing::CannotDecide(WhyNot::NotAnApprover),
        Refusal::Gone | Refusal::Closed(_) | Refusal::Policy | Refusal::NotAccepted | Refusal::GrantOver if open => {
            again(Why::Refused(detail.to_owned()))
        }
        Refusal::Gone => Standing::Over(Over::Hidden),
        Refusal::Closed(state) => match state {
            RequestState::Cancelled => Standing::Over(Over::Cancelled),
            RequestState::Superseded => Standing::Over(Over::Replaced),
            RequestState::Refused => Standing::Over(Over::Refused),
            RequestState::Expired => Standing::Over(Over::Expired(answer_by)),
            RequestState::Pending | RequestState::Granted | RequestState::Denied => server,
        },
        Refusal::Policy | Refusal::NotAccepted | Refusal::GrantOver | Refusal::NoEffect | Refusal::Barred => server,
    }
}
