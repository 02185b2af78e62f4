//! What an answer means for the decision that was sent: every outcome of the network against every answer of the
//! queue, one conclusion each. Pure. A success is believed only with a receipt that verifies, or by reading.

use crate::ports::ConnectorError;
use crate::store::{Outbox, Refusal};
use approval::{Action, Decided, Grant, GrantState, PersonId, RequestState, Timestamp};
use queue_api::signed::AcceptancePayload;
use queue_api::{DecisionResponse, Problem, ProblemType, RequestRecord, RevocationResponse};
use serde::Serialize;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::PublicKey;

/// Clocks of queue and desk may differ by this much without meaning anything.
const SKEW_MILLIS: i64 = 5000;

#[derive(Debug, Clone)]
pub(crate) enum Conclusion {
    /// With the queue's receipt.
    Accepted(Found),
    /// Without one: the queue holds what was sent.
    Confirmed(Found),
    Superseded {
        decided: Decided,
        found: Found,
    },
    Refused {
        why: Refusal,
        detail: String,
        found: Found,
    },
    /// It is pending in another form: the person decides again.
    Changed(Found),
    /// It came after its end, or nobody can take it any more.
    Expired(Found),
    /// It may have arrived: read before anything else.
    Unknown,
    /// It certainly did not arrive, or the queue asks for patience: later, unchanged.
    NotNow {
        wait_seconds: Option<u32>,
        why: String,
    },
    /// The queue wants a newer cosignature first.
    Rewitness,
    /// It was read: the queue has not taken it. Send it again under the same key.
    Resend,
}

/// What the answer carried.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// By the queue's clock, where it said so.
    pub at: Option<Timestamp>,
    /// The bytes for the receipt leaf.
    pub answer: Option<Vec<u8>>,
    pub record: Option<Box<RequestRecord>>,
    pub grant: Option<Box<Grant>>,
}

/// Who judges: the queue's log key, the leaf that was sent.
pub(crate) struct Sent<'a> {
    pub row: &'a Outbox,
    pub leaf: &'a [u8],
    pub log_key: Option<PublicKey>,
}

pub(crate) fn decision(sent: &Sent<'_>, answer: Result<DecisionResponse, ConnectorError>) -> Conclusion {
    match answer {
        Ok(response) => match sent.acceptance(&response.acceptance) {
            Some(at) => Conclusion::Accepted(Found {
                at: Some(at),
                answer: bytes(&response),
                record: Some(Box::new(response.request)),
                grant: response.grant.map(Box::new),
            }),
            None => Conclusion::Unknown,
        },
        Err(error) => refused(error),
    }
}

pub(crate) fn revocation(sent: &Sent<'_>, answer: Result<RevocationResponse, ConnectorError>) -> Conclusion {
    match answer {
        Ok(response) => match sent.acceptance(&response.acceptance) {
            Some(at) => Conclusion::Accepted(Found {
                at: Some(at),
                answer: bytes(&response),
                record: None,
                grant: Some(Box::new(response.grant)),
            }),
            None => Conclusion::Unknown,
        },
        Err(error) => refused(error),
    }
}

impl Sent<'_> {
    /// When the queue accepted exactly this decision; `None` when the receipt does not say so.
    fn acceptance(&self, acceptance: &Envelope) -> Option<Timestamp> {
        let payload = acceptance.verify(&self.log_key?).ok()?;
        let payload: AcceptancePayload = serde_json::from_slice(payload).ok()?;
        let draft = &self.row.draft;
        let of_this = payload.decision == Hash::of(self.leaf) || payload.decision == tlog::leaf_hash(self.leaf);
        (of_this && payload.subject == draft.subject && payload.action == draft.action).then_some(payload.accepted_at)
    }
}

fn bytes(answer: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(answer).ok()
}

fn refused(error: ConnectorError) -> Conclusion {
    match error {
        ConnectorError::Unreachable(why) => Conclusion::NotNow { wait_seconds: None, why },
        ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_) => Conclusion::Unknown,
        ConnectorError::Refused(problem) => by_problem(*problem),
    }
}

fn by_problem(problem: Problem) -> Conclusion {
    let found = Found { at: problem.at, answer: bytes(&problem), record: problem.current.clone(), grant: None };
    let detail = problem.detail.clone();
    let no = |why| Conclusion::Refused { why, detail: detail.clone(), found: found.clone() };
    let Some(kind) = problem.kind() else {
        // A type this program does not know: from 500 on it may have happened all the same.
        return if problem.status >= 500 { Conclusion::Unknown } else { no(Refusal::NotAccepted) };
    };
    match kind {
        ProblemType::AlreadyDecided => {
            let current = problem.current.as_ref().and_then(|current| current.decided.clone());
            match problem.decided.clone().or(current) {
                Some(decided) => Conclusion::Superseded { decided, found },
                None => Conclusion::Unknown,
            }
        }
        ProblemType::Changed => Conclusion::Changed(found),
        ProblemType::RequestExpired | ProblemType::DecisionTooOld => Conclusion::Expired(found),
        ProblemType::RequestClosed => {
            let state = problem.current.as_ref().map_or(RequestState::Cancelled, |current| current.state);
            no(Refusal::Closed(state))
        }
        ProblemType::GrantOver => no(Refusal::GrantOver),
        ProblemType::OwnRequest => no(Refusal::OwnRequest),
        ProblemType::Forbidden => no(Refusal::NoRight),
        ProblemType::NotFound => no(Refusal::Gone),
        ProblemType::Refused => no(Refusal::Policy),
        ProblemType::NotWitnessed => Conclusion::Rewitness,
        ProblemType::Unauthenticated | ProblemType::TooManyRequests | ProblemType::Unavailable => {
            Conclusion::NotNow { wait_seconds: problem.retry_after, why: problem.detail }
        }
        ProblemType::Internal => Conclusion::Unknown,
        ProblemType::Malformed
        | ProblemType::MethodNotAllowed
        | ProblemType::CursorTooOld
        | ProblemType::TooLarge
        | ProblemType::UnsupportedMediaType
        | ProblemType::IdempotencyKeyReused
        | ProblemType::BadDecision
        | ProblemType::PreconditionRequired => no(Refusal::NotAccepted),
    }
}

/// What reading the request again says of a decision whose answer was lost.
pub(crate) fn by_reading(row: &Outbox, record: RequestRecord, me: &PersonId, now: Timestamp) -> Conclusion {
    let draft = &row.draft;
    let since = draft.clicked_at.plus_millis(-SKEW_MILLIS);
    let vote = record.votes.iter().find(|vote| vote.by == *me && vote.at >= since);
    let vote =
        vote.filter(|vote| draft.action == Action::Grant && Some(vote.window) == draft.granted).map(|vote| vote.at);
    let decided = record.decided.clone();
    let mine = decided.as_ref().filter(|d| d.by == *me && d.action == draft.action && d.at >= since).map(|d| d.at);
    let state = record.state;
    let revision = record.facts().map(|facts| facts.revision).ok();
    let found = Found { at: vote.or(mine), answer: bytes(&record), record: Some(Box::new(record)), grant: None };
    if found.at.is_some() {
        return Conclusion::Confirmed(found);
    }
    match state {
        RequestState::Pending if now >= draft.not_after => Conclusion::Expired(found),
        RequestState::Pending if draft.action == Action::Grant && revision != draft.revision => {
            Conclusion::Changed(found)
        }
        RequestState::Pending => Conclusion::Resend,
        RequestState::Granted | RequestState::Denied => match decided {
            Some(decided) => Conclusion::Superseded { decided, found },
            None => Conclusion::Unknown,
        },
        RequestState::Expired => Conclusion::Expired(found),
        RequestState::Cancelled | RequestState::Superseded | RequestState::Refused => {
            Conclusion::Refused { why: Refusal::Closed(state), detail: "it was closed meanwhile".to_owned(), found }
        }
    }
}

/// The same for a revocation, from the grant as it stands. A grant that is not listed any more is asked by sending
/// again: the queue answers the same key with the same answer, or says that the grant is over.
pub(crate) fn by_reading_grant(row: &Outbox, grant: Option<Grant>, my_name: &str, now: Timestamp) -> Conclusion {
    let Some(grant) = grant else { return Conclusion::Resend };
    let over = |grant: Grant| Conclusion::Refused {
        why: Refusal::GrantOver,
        detail: "it had ended already".to_owned(),
        found: Found { grant: Some(Box::new(grant)), ..Found::default() },
    };
    match &grant.state {
        GrantState::Revoked { at, by_name } if by_name == my_name => Conclusion::Confirmed(Found {
            at: Some(*at),
            answer: bytes(&grant),
            grant: Some(Box::new(grant)),
            record: None,
        }),
        GrantState::Revoked { at, by_name } => {
            let decided = Decided {
                by: PersonId::new(""),
                by_name: by_name.clone(),
                at: *at,
                action: Action::Revoke,
                window: None,
                reason: None,
            };
            Conclusion::Superseded { decided, found: Found { grant: Some(Box::new(grant)), ..Found::default() } }
        }
        GrantState::Ended { .. } | GrantState::Failed { .. } => over(grant),
        GrantState::Scheduled | GrantState::Active { .. } if now >= row.draft.not_after => {
            Conclusion::Expired(Found::default())
        }
        GrantState::Scheduled | GrantState::Active { .. } => Conclusion::Resend,
    }
}

/// What it means that a decision could not be read again.
pub(crate) fn reading_failed(error: &ConnectorError) -> Option<(Refusal, String)> {
    match error {
        ConnectorError::Refused(problem) => match problem.kind() {
            Some(ProblemType::NotFound | ProblemType::Forbidden) => Some((Refusal::Gone, problem.detail.clone())),
            Some(_) | None => None,
        },
        ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_) => None,
    }
}
