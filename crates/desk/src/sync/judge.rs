//! Which line of the table of outcomes an answer or a reading is, and what it carries beside the verdict. Pure. A success
//! is believed only with a receipt that verifies, or by reading.

use super::outcomes::{self, Answer, Called, GrantAt, OnGrant, OnRequest, RequestAt, Verdict};
use super::reread::was_sent_with;
use crate::capabilities::Conflict;
use crate::ports::{ConnectorError, Said};
use crate::store::{Acceptance, Exchange, Outbox, Refusal};
use approval::{Action, Decided, Grant, GrantState, PersonId, RequestState, Timestamp, Vote, Window, expire};
use queue_api::signed::{AcceptancePayload, SubjectKind};
use queue_api::{DecisionResponse, Problem, ProblemType, RequestRecord};
use serde::Serialize;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::PublicKey;

/// Clocks of queue and desk may differ by this much without meaning anything.
pub(super) const SKEW_MILLIS: i64 = 5000;

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
    Unknown {
        wait_seconds: Option<u32>,
    },
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
    /// Where the queue's receipt must stand in its own log.
    pub acceptance: Option<Acceptance>,
}

impl Found {
    /// Whether the grant that the queue took from `me` is an agreement alone: when this was told, the request still waited for
    /// others, or somebody else had ended it.
    pub fn is_agreement(&self, row: &Outbox, me: Option<&PersonId>) -> bool {
        let is_grant = row.draft.subject.kind == SubjectKind::Request && row.draft.action == Action::Grant;
        let granted_by_me = |record: &RequestRecord| {
            record.state == RequestState::Granted
                && record.decided.as_ref().is_none_or(|decided| Some(&decided.by) == me)
        };
        is_grant && self.record.as_ref().is_some_and(|record| !granted_by_me(record))
    }
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
            Some(acceptance) => concluded(
                outcomes::by_answer(Answer::Receipt),
                Found {
                    at: Some(acceptance.at),
                    answer: bytes(&response),
                    record: Some(Box::new(response.request)),
                    grant: response.grant.map(Box::new),
                    acceptance: Some(acceptance),
                },
            ),
            None => bare(outcomes::by_answer(Answer::NoReceipt)),
        },
        Err(error) => refused(error),
    }
}

/// A revocation or a shortening: the queue's receipt, and the grant as it is after it.
pub(crate) fn on_grant<T: Serialize>(
    sent: &Sent<'_>,
    answer: Result<T, ConnectorError>,
    parts: impl Fn(&T) -> (&Envelope, &Grant),
) -> Conclusion {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return refused(error),
    };
    let (acceptance, grant) = parts(&response);
    match sent.acceptance(acceptance) {
        Some(acceptance) => concluded(
            outcomes::by_answer(Answer::Receipt),
            Found {
                at: Some(acceptance.at),
                answer: bytes(&response),
                record: None,
                grant: Some(Box::new(grant.clone())),
                acceptance: Some(acceptance),
            },
        ),
        None => bare(outcomes::by_answer(Answer::NoReceipt)),
    }
}

impl Sent<'_> {
    /// That the queue accepted exactly this decision; `None` when the receipt does not say so.
    fn acceptance(&self, acceptance: &Envelope) -> Option<Acceptance> {
        let leaf = acceptance.leaf_hash();
        let payload = acceptance.verify(&self.log_key?).ok()?;
        let payload: AcceptancePayload = serde_json::from_slice(payload).ok()?;
        let draft = &self.row.draft;
        // `queue_api::signed::decision_hash` of the envelope that the leaf is.
        let of_this = payload.decision == Hash::of(self.leaf);
        let of_this = of_this && payload.tenant == draft.tenant;
        let index = payload.log_index;
        (of_this && payload.subject == draft.subject && payload.action == draft.action).then_some(Acceptance {
            index,
            leaf,
            at: payload.accepted_at,
        })
    }
}

fn bytes(answer: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(answer).ok()
}

fn refused(error: ConnectorError) -> Conclusion {
    match error {
        ConnectorError::Unreachable(why) => {
            let verdict = outcomes::by_answer(Answer::Unreachable);
            concluded(verdict, Told { detail: why, ..Told::default() })
        }
        ConnectorError::NoAnswer(_) => bare(outcomes::by_answer(Answer::Lost)),
        ConnectorError::BadAnswer(_) => bare(outcomes::by_answer(Answer::Unreadable)),
        ConnectorError::Refused(problem) => by_problem(*problem),
    }
}

fn by_problem(problem: Problem) -> Conclusion {
    let current = problem.current.as_deref();
    let decided = problem.decided.clone().or_else(|| current.and_then(|current| current.decided.clone()));
    // Who was first is the whole of that answer.
    let nameless = problem.kind() == Some(ProblemType::AlreadyDecided) && decided.is_none();
    let answer = if nameless { Answer::Unreadable } else { answer_of(&problem) };
    let closed = current.map_or(RequestState::Cancelled, |current| current.state);
    let found = Found { at: problem.at, answer: bytes(&problem), record: problem.current.clone(), ..Found::default() };
    let told = Told { found, decided, closed, detail: problem.detail, wait_seconds: problem.retry_after };
    concluded(outcomes::by_answer(answer), told)
}

/// What was read, before it is known what follows from it.
pub(crate) struct Reading {
    verdict: Verdict,
    told: Told,
}

impl Reading {
    /// Nothing could be read.
    pub fn nothing() -> Self {
        Self { verdict: Verdict::Read, told: Told::default() }
    }

    /// Of a decision whose answer was lost.
    pub fn conclude(self) -> Conclusion {
        concluded(self.verdict, self.told)
    }

    /// Right before a decision is sent that the queue may have taken `heard` times: `Resend` is to go on.
    pub fn before(self, heard: u32) -> Conclusion {
        let verdict = outcomes::before(self.verdict, heard);
        if verdict == self.verdict {
            return concluded(verdict, self.told);
        }
        // What was read closes nothing.
        let refused = matches!(verdict, Verdict::Refused(_));
        let without_effect = || format!("it was sent {heard} times, and each reading found it open");
        let detail = if refused { without_effect() } else { self.told.detail };
        concluded(verdict, Told { detail, ..self.told })
    }

    /// Right after it was sent.
    pub fn after(self, answered: Answered) -> Conclusion {
        let verdict = outcomes::after(answered.called, self.verdict);
        if verdict == self.verdict {
            return concluded(verdict, self.told);
        }
        let Answered { detail, wait_seconds, .. } = answered;
        concluded(verdict, Told { detail, wait_seconds, ..self.told })
    }

    /// The evidence of a queue that gives no receipt: the call, its answer, and the SHA-256 of what was read.
    pub fn with_exchange(mut self, exchange: Option<&Exchange>) -> Self {
        let evidence = self.told.found.answer.take().map(|read| {
            let read = Hash::of(read).to_string();
            let (call, answer) = (exchange.map(|said| &said.call), exchange.map(|said| &said.answer));
            serde_json::json!({ "call": call, "answer": answer, "read_sha256": read }).to_string().into_bytes()
        });
        self.told.found.answer = evidence;
        self
    }
}

/// What came of a call to a queue that gives no receipt, in the table's word and in its own.
pub(crate) struct Answered {
    pub called: Called,
    detail: String,
    wait_seconds: Option<u32>,
}

impl Answered {
    pub fn of(said: &Said, conflict: Conflict) -> Self {
        let (answer, detail, wait_seconds) = match &said.answer {
            Ok(_) => (Answer::NoReceipt, String::new(), None),
            Err(ConnectorError::Unreachable(why)) => (Answer::Unreachable, why.clone(), None),
            Err(ConnectorError::NoAnswer(why)) => (Answer::Lost, why.clone(), None),
            Err(ConnectorError::BadAnswer(why)) => (Answer::Unreadable, why.clone(), None),
            Err(ConnectorError::Refused(problem)) => (answer_of(problem), problem.detail.clone(), problem.retry_after),
        };
        Self { called: outcomes::called(answer, conflict), detail, wait_seconds }
    }
}

fn answer_of(problem: &Problem) -> Answer {
    match problem.kind() {
        None if problem.status >= 500 => Answer::UnknownFailure,
        None => Answer::UnknownRefusal,
        Some(ProblemType::Unavailable) if problem.retry_after.is_some() => Answer::Busy,
        Some(kind) => Answer::Problem(kind),
    }
}

/// What was granted goes to another system as an end, and comes back as a length that may differ by seconds: within the
/// clocks' own difference it is the length that was granted.
pub(crate) fn settle(row: &Outbox, told: Option<&mut Window>) {
    if let (Some(window), Some(granted)) = (told, row.draft.granted)
        && window.seconds().abs_diff(granted.seconds()) * 1000 <= SKEW_MILLIS.unsigned_abs()
    {
        *window = granted;
    }
}

/// What an answer or a reading carries beside its line in the table.
struct Told {
    found: Found,
    decided: Option<Decided>,
    /// In which way a request is closed, where it is.
    closed: RequestState,
    detail: String,
    wait_seconds: Option<u32>,
}

impl Default for Told {
    fn default() -> Self {
        let closed = RequestState::Cancelled;
        Self { found: Found::default(), decided: None, closed, detail: String::new(), wait_seconds: None }
    }
}

impl From<Found> for Told {
    fn from(found: Found) -> Self {
        Self { found, ..Self::default() }
    }
}

fn bare(verdict: Verdict) -> Conclusion {
    concluded(verdict, Told::default())
}

fn concluded(verdict: Verdict, told: impl Into<Told>) -> Conclusion {
    let Told { found, decided, closed, detail, wait_seconds } = told.into();
    match verdict {
        Verdict::Accepted => Conclusion::Accepted(found),
        Verdict::Confirmed => Conclusion::Confirmed(found),
        Verdict::Superseded => match decided {
            Some(decided) => Conclusion::Superseded { decided, found },
            // A conflict that cannot be named is none yet.
            None => Conclusion::Unknown { wait_seconds },
        },
        Verdict::Changed => Conclusion::Changed(found),
        Verdict::Expired => Conclusion::Expired(found),
        Verdict::Closed => Conclusion::Refused { why: Refusal::Closed(closed), detail, found },
        Verdict::Refused(why) => Conclusion::Refused { why, detail, found },
        Verdict::Read => Conclusion::Unknown { wait_seconds },
        Verdict::Wait => Conclusion::NotNow { wait_seconds, why: detail },
        Verdict::Rewitness => Conclusion::Rewitness,
        Verdict::Resend => Conclusion::Resend,
    }
}

/// What reading the request again says of a decision whose answer was lost. `keyed`: the queue gives the same answer to the
/// same key.
pub(crate) fn by_reading(row: &Outbox, record: RequestRecord, me: &PersonId, now: Timestamp, keyed: bool) -> Reading {
    let since = row.draft.clicked_at.plus_millis(-SKEW_MILLIS);
    let decision = match row.draft.action {
        Action::Grant => OnRequest::Grant,
        Action::Deny | Action::Revoke | Action::Shorten => OnRequest::Deny,
    };
    let is_since = |vote: &&Vote| vote.at >= since || was_sent_with(row, vote.at, vote.window);
    let vote = record.votes.iter().filter(|vote| vote.by == *me).find(is_since);
    let vote = vote.filter(|_| decision == OnRequest::Grant).cloned();
    let at = request_at(row, &record, vote.as_ref(), me, now);
    let went_on = keyed && went_on(row, &record);
    let is_mine = matches!(at, RequestAt::AgreedSame | RequestAt::AgreedOtherwise | RequestAt::MineSame);
    // It may have been an agreement, which counted until the request changed: the queue is asked, whatever stands since.
    let again = went_on && decision == OnRequest::Grant && !is_mine && now < row.draft.not_after;
    let at = if again { RequestAt::PendingChanged } else { at };
    let agreed = matches!(at, RequestAt::AgreedSame | RequestAt::AgreedOtherwise);
    let decided = if agreed { vote.as_ref().map(agreement) } else { record.decided.clone() };
    let is_mine = matches!(at, RequestAt::AgreedSame | RequestAt::MineSame);
    let taken = decided.as_ref().filter(|_| is_mine).map(|decided| decided.at);
    let closed = record.state;
    let found = Found { at: taken, answer: bytes(&record), record: Some(Box::new(record)), ..Found::default() };
    let detail = "it was closed meanwhile".to_owned();
    let told = Told { found, decided, closed, detail, wait_seconds: None };
    let table = if went_on { outcomes::by_request } else { outcomes::by_request_unkeyed };
    Reading { verdict: table(decision, at), told }
}

fn request_at(row: &Outbox, record: &RequestRecord, vote: Option<&Vote>, me: &PersonId, now: Timestamp) -> RequestAt {
    let draft = &row.draft;
    let Ok(facts) = record.facts() else { return RequestAt::Unread };
    if let Some(vote) = vote {
        let same = Some(vote.window) == draft.granted || was_sent_with(row, vote.at, vote.window);
        return if same { RequestAt::AgreedSame } else { RequestAt::AgreedOtherwise };
    }
    match (expire(&facts, record.state, now), &record.decided) {
        (RequestState::Pending, _) if now >= draft.not_after => RequestAt::PendingLate,
        (RequestState::Pending, _) if Some(queue_api::facts::digest(&facts)) != draft.facts_digest => {
            RequestAt::PendingChanged
        }
        (RequestState::Pending, _) => RequestAt::Pending,
        (RequestState::Granted | RequestState::Denied, None) => RequestAt::Unread,
        (RequestState::Granted | RequestState::Denied, Some(decided)) if decided.by == *me => {
            let since = draft.clicked_at.plus_millis(-SKEW_MILLIS);
            let same = decided.action == draft.action && decided.window == draft.granted;
            // A denial may have been clicked on a wall clock that was fast; and it is final, whenever it was.
            let same = same && (draft.action == Action::Deny || decided.at >= since);
            let is_grant = decided.action == Action::Grant && draft.action == Action::Grant;
            let by_end = decided.window.is_some_and(|window| was_sent_with(row, decided.at, window));
            let same = same || is_grant && by_end;
            if same { RequestAt::MineSame } else { RequestAt::MineOtherwise }
        }
        (RequestState::Granted, Some(_)) => RequestAt::GrantedByOther,
        (RequestState::Denied, Some(_)) => RequestAt::DeniedByOther,
        (RequestState::Expired, _) => RequestAt::Expired,
        (RequestState::Cancelled, _) => RequestAt::Cancelled,
        (RequestState::Superseded, _) => RequestAt::Replaced,
        (RequestState::Refused, _) => RequestAt::Refused,
    }
}

/// Whether the request has a later revision than the one that was decided on. A queue that went back has none, and may have
/// forgotten its answers as well.
fn went_on(row: &Outbox, record: &RequestRecord) -> bool {
    record.facts().is_ok_and(|facts| row.draft.revision.is_some_and(|seen| facts.revision > seen))
}

/// An agreement as the decision it is.
fn agreement(vote: &Vote) -> Decided {
    Decided {
        by: vote.by.clone(),
        by_name: vote.by_name.clone(),
        at: vote.at,
        action: Action::Grant,
        window: Some(vote.window),
        reason: None,
    }
}

/// The same for a revocation or a shortening, from the grant as it stands. The queue says who did it by id; a name proves
/// nothing.
pub(crate) fn by_reading_grant(
    row: &Outbox,
    grant: Option<Grant>,
    me: (&PersonId, &str),
    now: Timestamp,
    table: fn(OnGrant, GrantAt) -> Verdict,
) -> Reading {
    let decision = on_what(row.draft.action);
    let (at, decided) = match (decision, grant.as_ref().and_then(|grant| shortening_at(row, grant, me.0, now))) {
        (OnGrant::Shorten, Some(found)) => found,
        (OnGrant::Revoke | OnGrant::Shorten, _) => grant_at(row, grant.as_ref(), me, now),
    };
    let taken = decided.as_ref().map(|decided| decided.at);
    let answer = grant.as_ref().and_then(bytes);
    let found = Found { at: taken, answer, grant: grant.map(Box::new), ..Found::default() };
    let detail = "it had ended already".to_owned();
    Reading { verdict: table(decision, at), told: Told { found, decided, detail, ..Told::default() } }
}

fn on_what(action: Action) -> OnGrant {
    match action {
        Action::Shorten => OnGrant::Shorten,
        Action::Grant | Action::Deny | Action::Revoke => OnGrant::Revoke,
    }
}

fn grant_at(row: &Outbox, grant: Option<&Grant>, me: (&PersonId, &str), now: Timestamp) -> (GrantAt, Option<Decided>) {
    let late = now >= row.draft.not_after;
    match grant.map(|grant| &grant.state) {
        None if late => (GrantAt::UnlistedLate, None),
        None => (GrantAt::Unlisted, None),
        Some(GrantState::Scheduled | GrantState::Active { .. }) if late => (GrantAt::LiveLate, None),
        Some(GrantState::Scheduled | GrantState::Active { .. }) => (GrantAt::Live, None),
        Some(GrantState::Ended { .. }) => (GrantAt::Ended, None),
        Some(GrantState::Failed { .. }) => (GrantAt::Failed, None),
        Some(GrantState::Revoked { at, by, by_name, .. }) => {
            let decided = Decided {
                by: by.clone().unwrap_or_else(|| PersonId::new("")),
                by_name: by_name.clone(),
                at: *at,
                action: Action::Revoke,
                window: None,
                reason: None,
            };
            let who = match by {
                Some(by) if by == me.0 => GrantAt::RevokedByMe,
                None if by_name == me.1 && !late => GrantAt::RevokedUnnamed,
                Some(_) | None => GrantAt::RevokedByOther,
            };
            (who, Some(decided))
        }
    }
}

/// Whether the grant has another window than the shortening saw, and whose doing the last change of it is. What came of the
/// grant after that does not matter while the queue can still be asked.
fn shortening_at(row: &Outbox, grant: &Grant, me: &PersonId, now: Timestamp) -> Option<(GrantAt, Option<Decided>)> {
    let draft = &row.draft;
    if Some(grant.window) == draft.asked {
        return None;
    }
    let Some(shortened) = &grant.shortened else { return Some((GrantAt::Unread, None)) };
    let mine = shortened.by == *me && Some(grant.window) == draft.granted;
    let decided = Decided {
        by: shortened.by.clone(),
        by_name: shortened.by_name.clone(),
        at: shortened.at,
        action: Action::Shorten,
        window: Some(grant.window),
        reason: None,
    };
    match (mine, now >= draft.not_after) {
        (true, _) => Some((GrantAt::ShortenedSame, Some(decided))),
        (false, false) => Some((GrantAt::ShortenedOtherwise, Some(decided))),
        (false, true) => None,
    }
}

/// What it means that it could not be read again.
pub(crate) fn reading_failed(row: &Outbox, error: &ConnectorError) -> Reading {
    let (hidden, wait_seconds) = match error {
        ConnectorError::Refused(problem) => {
            let hidden = matches!(problem.kind(), Some(ProblemType::NotFound | ProblemType::Forbidden));
            (hidden, problem.retry_after)
        }
        ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_) => (false, None),
    };
    let detail = error.to_string();
    let verdict = match row.draft.action {
        Action::Grant | Action::Deny => {
            let decision = if row.draft.action == Action::Grant { OnRequest::Grant } else { OnRequest::Deny };
            outcomes::by_request(decision, if hidden { RequestAt::Hidden } else { RequestAt::Unread })
        }
        Action::Revoke | Action::Shorten => {
            outcomes::by_grant(on_what(row.draft.action), if hidden { GrantAt::Hidden } else { GrantAt::Unread })
        }
    };
    Reading { verdict, told: Told { detail, wait_seconds, ..Told::default() } }
}
