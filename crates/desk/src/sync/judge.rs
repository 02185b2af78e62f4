//! Which line of the table of outcomes an answer or a reading is, and what it carries beside the verdict. Pure. A success
//! is believed only with a receipt that verifies, or by reading.

mod reading;

pub(crate) use reading::{by_no_reading, by_reading, by_reading_grant, reading_failed};

use super::outcomes::{self, Answer, Called, Verdict};
use crate::capabilities::Conflict;
use crate::ports::{ConnectorError, Said};
use crate::store::{Acceptance, Exchange, Outbox, Refusal};
use approval::{Action, Decided, Grant, PersonId, RequestState, Timestamp, Window};
use queue_api::signed::{AcceptancePayload, SubjectKind};
use queue_api::{AcceptanceResponse, DecisionResponse, Problem, ProblemType, RequestRecord, SuspensionResponse};
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
    /// Whether it was an agreement alone, where the queue said so itself.
    pub agreement: Option<bool>,
    /// The window of what was taken: of a grant that completes the agreement of several it is the shortest of theirs.
    pub given: Option<Window>,
}

impl Found {
    /// Whether the grant that the queue took from `me` is an agreement alone: when this was told, the request still waited for
    /// others, or somebody else had ended it.
    pub fn is_agreement(&self, row: &Outbox, me: Option<&PersonId>) -> bool {
        if let Some(agreement) = self.agreement {
            return agreement;
        }
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
            Some((acceptance, given)) => concluded(
                outcomes::by_answer(Answer::Receipt),
                Found {
                    at: Some(acceptance.at),
                    answer: bytes(&response),
                    record: Some(Box::new(response.request)),
                    grant: response.grant.map(Box::new),
                    acceptance: Some(acceptance),
                    agreement: None,
                    given,
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
        Some((acceptance, given)) => concluded(
            outcomes::by_answer(Answer::Receipt),
            Found {
                at: Some(acceptance.at),
                answer: bytes(&response),
                record: None,
                grant: Some(Box::new(grant.clone())),
                acceptance: Some(acceptance),
                agreement: None,
                given,
            },
        ),
        None => bare(outcomes::by_answer(Answer::NoReceipt)),
    }
}

/// A suspension or a restoration: the queue's receipt. What ended with it comes by the feed.
pub(crate) fn on_person(sent: &Sent<'_>, answer: Result<SuspensionResponse, ConnectorError>) -> Conclusion {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return refused(error),
    };
    match sent.acceptance(&response.acceptance) {
        Some((acceptance, _)) => {
            let (at, answer) = (Some(acceptance.at), bytes(&response));
            let found = Found { at, answer, acceptance: Some(acceptance), ..Found::default() };
            concluded(outcomes::by_answer(Answer::Receipt), found)
        }
        None => bare(outcomes::by_answer(Answer::NoReceipt)),
    }
}

impl Sent<'_> {
    /// That the queue accepted exactly this decision, and for how long; `None` when the receipt does not say so, or says
    /// longer than was signed.
    fn acceptance(&self, acceptance: &Envelope) -> Option<(Acceptance, Option<Window>)> {
        let leaf = acceptance.leaf_hash();
        let payload = acceptance.verify(&self.log_key?).ok()?;
        let payload: AcceptancePayload = serde_json::from_slice(payload).ok()?;
        let draft = &self.row.draft;
        // `queue_api::signed::decision_hash` of the envelope that the leaf is.
        let of_this = payload.decision == Hash::of(self.leaf);
        let of_this = of_this && payload.tenant == draft.tenant && payload.granted_window <= draft.granted;
        let of_this = of_this && payload.subject == draft.subject && payload.action == draft.action;
        let (index, at) = (payload.log_index, payload.accepted_at);
        of_this.then_some((Acceptance { index, leaf, at }, payload.granted_window))
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
        ConnectorError::SignedOut(why) => {
            let verdict = outcomes::by_answer(Answer::Problem(ProblemType::Unauthenticated));
            concluded(verdict, Told { detail: why, ..Told::default() })
        }
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

    /// After the queue was asked for its receipt. What was read is as it was before that, so that what would be taken after
    /// it is refused by the queue as well, or sent again under its key.
    pub fn with_receipt(self, receipt: Receipt) -> Self {
        let Receipt { verdict, found, wait_seconds } = receipt;
        let Some(verdict) = verdict else { return self };
        let Found { record, grant, .. } = self.told.found;
        let found = Found { record, grant, ..found };
        Self { verdict, told: Told { found, wait_seconds, ..Told::default() } }
    }

    pub fn is_unclear(&self) -> bool {
        self.verdict == Verdict::Read
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

/// What asking a queue for its receipt brought.
pub(crate) struct Receipt {
    /// `None`: what was read judges.
    verdict: Option<Verdict>,
    found: Found,
    wait_seconds: Option<u32>,
}

impl Receipt {
    pub fn of(sent: &Sent<'_>, answer: Result<AcceptanceResponse, ConnectorError>) -> Self {
        let wait_seconds = answer.as_ref().err().and_then(ConnectorError::asked_to_wait);
        let (line, found) = match answer {
            Ok(response) => match sent.acceptance(&response.acceptance) {
                Some((acceptance, given)) => {
                    let (at, answer) = (Some(acceptance.at), bytes(&response));
                    let (acceptance, agreement) = (Some(acceptance), Some(response.agreement));
                    (Answer::Receipt, Found { at, answer, acceptance, agreement, given, ..Found::default() })
                }
                None => (Answer::NoReceipt, Found::default()),
            },
            Err(error) => (answer_of_error(&error), Found::default()),
        };
        Self { verdict: outcomes::by_receipt(line), found, wait_seconds }
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
        let (answer, detail) = match &said.answer {
            Ok(_) => (Answer::NoReceipt, String::new()),
            Err(error) => (answer_of_error(error), detail_of(error)),
        };
        let wait_seconds = said.answer.as_ref().err().and_then(ConnectorError::asked_to_wait);
        Self { called: outcomes::called(answer, conflict), detail, wait_seconds }
    }
}

fn answer_of_error(error: &ConnectorError) -> Answer {
    match error {
        ConnectorError::Unreachable(_) => Answer::Unreachable,
        ConnectorError::NoAnswer(_) => Answer::Lost,
        ConnectorError::BadAnswer(_) => Answer::Unreadable,
        ConnectorError::SignedOut(_) => Answer::Problem(ProblemType::Unauthenticated),
        ConnectorError::Refused(problem) => answer_of(problem),
    }
}

fn detail_of(error: &ConnectorError) -> String {
    match error {
        ConnectorError::Unreachable(why)
        | ConnectorError::NoAnswer(why)
        | ConnectorError::BadAnswer(why)
        | ConnectorError::SignedOut(why) => why.clone(),
        ConnectorError::Refused(problem) => problem.detail.clone(),
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
