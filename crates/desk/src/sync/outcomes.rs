//! What becomes of a decision: one result for each of its states at this desk, for each answer to sending it, and for each
//! state that reading again finds at the queue. Pure, without a wildcard, and the only place where this is settled: the
//! drivers ask these functions, and `docs/outcomes.md` is written from them.

use crate::capabilities::Conflict;
use crate::store::Refusal;
use queue_api::ProblemType;

/// Where a decision stands at this desk when something is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    Held,
    /// Signed. `sent`: an earlier try may have arrived.
    Queued {
        sent: bool,
    },
    /// It was being sent when a step failed or the program stopped.
    Sending,
    /// Its answer was lost.
    Unknown,
    /// It has its end, or the person decides again.
    Ended,
}

/// Whether what this device signed may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Free,
    /// A grant whose leaf is not cosigned yet, or before the queue's own log was looked at since the queue was reached last and
    /// holds.
    Waits,
    /// The queue takes nothing from this device any more.
    Barred,
}

/// What stands next for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Until the undo window ends; until its log is witnessed, and the queue's own was looked at.
    Wait,
    Send,
    Read,
    /// It is past its `not_after`, and was never sent.
    Die,
    /// It was never sent, and the queue would not take it from this device.
    Refuse,
    Nothing,
}

/// `late`: past its `not_after`.
pub fn next(local: Local, late: bool, way: Way) -> Step {
    match (local, late, way) {
        (Local::Held, _, _) => Step::Wait,
        (Local::Queued { sent: false }, _, Way::Barred) => Step::Refuse,
        (Local::Queued { sent: false }, true, Way::Free | Way::Waits) => Step::Die,
        (Local::Queued { sent: true }, true, _) => Step::Read,
        // What it took before it answers again; anything else it refuses.
        (Local::Queued { sent: true }, false, Way::Barred) => Step::Send,
        (Local::Queued { .. }, false, Way::Free) => Step::Send,
        (Local::Queued { .. }, false, Way::Waits) => Step::Wait,
        (Local::Sending | Local::Unknown, _, _) => Step::Read,
        (Local::Ended, _, _) => Step::Nothing,
    }
}

/// What follows from an answer or a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Recorded, with the queue's receipt.
    Accepted,
    /// Recorded, confirmed by reading.
    Confirmed,
    /// Somebody was first: who and when is shown.
    Superseded,
    /// Another revision stands: the person decides again.
    Changed,
    /// It came after its end.
    Expired,
    /// Cancelled, replaced or refused meanwhile: which, the record says.
    Closed,
    Refused(Refusal),
    /// It may have arrived: read before anything else.
    Read,
    /// It did not arrive, or the queue asks for patience: again later, unchanged.
    Wait,
    /// The queue wants a newer cosignature first.
    Rewitness,
    /// The queue has not taken it: again at once, under the same key.
    Resend,
}

/// What sending it brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A success with a receipt for exactly this decision.
    Receipt,
    /// A success without one.
    NoReceipt,
    /// It certainly did not arrive.
    Unreachable,
    /// Lost, late or hanging: it may have arrived.
    Lost,
    /// An answer that is not of the contract.
    Unreadable,
    /// A refusal of a type unknown here, with a status below 500.
    UnknownRefusal,
    /// One with a status from 500 on: it may have happened all the same.
    UnknownFailure,
    /// `unavailable`, and after how long to ask again: it would not listen just now.
    Busy,
    Problem(ProblemType),
}

pub fn by_answer(answer: Answer) -> Verdict {
    match answer {
        Answer::Receipt => Verdict::Accepted,
        Answer::NoReceipt | Answer::Lost | Answer::Unreadable | Answer::UnknownFailure => Verdict::Read,
        Answer::Unreachable | Answer::Busy => Verdict::Wait,
        Answer::UnknownRefusal => Verdict::Refused(Refusal::NotAccepted),
        Answer::Problem(problem) => by_problem(problem),
    }
}

fn by_problem(problem: ProblemType) -> Verdict {
    match problem {
        ProblemType::AlreadyDecided => Verdict::Superseded,
        ProblemType::Changed => Verdict::Changed,
        ProblemType::RequestExpired | ProblemType::DecisionTooOld => Verdict::Expired,
        ProblemType::RequestClosed => Verdict::Closed,
        ProblemType::GrantOver => Verdict::Refused(Refusal::GrantOver),
        ProblemType::OwnRequest => Verdict::Refused(Refusal::OwnRequest),
        ProblemType::Forbidden => Verdict::Refused(Refusal::NoRight),
        ProblemType::NotFound => Verdict::Refused(Refusal::Gone),
        ProblemType::DeviceRevoked => Verdict::Refused(Refusal::Barred),
        ProblemType::Refused | ProblemType::PresenceRequired => Verdict::Refused(Refusal::Policy),
        ProblemType::NotWitnessed => Verdict::Rewitness,
        ProblemType::Unauthenticated | ProblemType::TooManyRequests | ProblemType::Unavailable => Verdict::Wait,
        ProblemType::Internal => Verdict::Read,
        ProblemType::Malformed
        | ProblemType::MethodNotAllowed
        | ProblemType::CursorTooOld
        | ProblemType::TooLarge
        | ProblemType::UnsupportedMediaType
        | ProblemType::WaitsForAdmission
        | ProblemType::KeyTaken
        | ProblemType::IdempotencyKeyReused
        | ProblemType::BadDecision
        | ProblemType::PreconditionRequired => Verdict::Refused(Refusal::NotAccepted),
    }
}

/// What asking the queue for its receipt brought, once what it was about is read; `None`: what was read judges. Only a queue
/// that takes signed decisions is asked. Past its end a decision is never sent again, and others may have gone on from what it
/// did: then nothing but its receipt tells that it was taken.
pub fn by_receipt(answer: Answer) -> Option<Verdict> {
    match answer {
        Answer::Receipt => Some(Verdict::Accepted),
        Answer::NoReceipt
        | Answer::Unreachable
        | Answer::Lost
        | Answer::Unreadable
        | Answer::UnknownFailure
        | Answer::Busy => Some(Verdict::Read),
        Answer::UnknownRefusal => None,
        Answer::Problem(problem) => match by_problem(problem) {
            // Not now, or it did not look.
            Verdict::Wait | Verdict::Read | Verdict::Rewitness => Some(Verdict::Read),
            Verdict::Accepted
            | Verdict::Confirmed
            | Verdict::Superseded
            | Verdict::Changed
            | Verdict::Expired
            | Verdict::Closed
            | Verdict::Refused(_)
            | Verdict::Resend => None,
        },
    }
}

/// A decision on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRequest {
    /// Shorter than asked is a grant too.
    Grant,
    Deny,
}

/// A request as reading finds it, from the side of one decision on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestAt {
    /// At the revision that was decided on.
    Pending,
    /// At another revision. An agreement to an earlier one is in no record any more.
    PendingChanged,
    /// The decision is past its `not_after`.
    PendingLate,
    /// This person agreed since the click, to this very window; whatever others did after that.
    AgreedSame,
    /// This person agreed since the click, to another window: from another device.
    AgreedOtherwise,
    /// Decided by this person with this action and window; of a grant: since the click.
    MineSame,
    /// Decided by this person in another way, or granted before the click.
    MineOtherwise,
    GrantedByOther,
    DeniedByOther,
    Expired,
    Cancelled,
    Replaced,
    Refused,
    /// The queue shows it to this person no longer.
    Hidden,
    /// It could not be read, or its record contradicts itself.
    Unread,
}

impl RequestAt {
    pub const ALL: [Self; 15] = [
        Self::Pending,
        Self::PendingChanged,
        Self::PendingLate,
        Self::AgreedSame,
        Self::AgreedOtherwise,
        Self::MineSame,
        Self::MineOtherwise,
        Self::GrantedByOther,
        Self::DeniedByOther,
        Self::Expired,
        Self::Cancelled,
        Self::Replaced,
        Self::Refused,
        Self::Hidden,
        Self::Unread,
    ];
}

pub fn by_request(decision: OnRequest, at: RequestAt) -> Verdict {
    match (at, decision) {
        // The same key takes effect once. A denial is good for every revision, a grant for the one that was shown.
        (RequestAt::Pending, OnRequest::Grant) | (RequestAt::Pending | RequestAt::PendingChanged, OnRequest::Deny) => {
            Verdict::Resend
        }
        (RequestAt::PendingChanged, OnRequest::Grant) => Verdict::Changed,
        (RequestAt::PendingLate | RequestAt::Expired, OnRequest::Grant | OnRequest::Deny) => Verdict::Expired,
        (RequestAt::AgreedSame, OnRequest::Grant) => Verdict::Confirmed,
        // A denial after one's own agreement, which still stands alone: it did not arrive.
        (RequestAt::AgreedSame | RequestAt::AgreedOtherwise, OnRequest::Deny) => Verdict::Resend,
        (RequestAt::AgreedOtherwise, OnRequest::Grant) => Verdict::Superseded,
        (RequestAt::MineSame, OnRequest::Grant | OnRequest::Deny) => Verdict::Confirmed,
        (
            RequestAt::MineOtherwise | RequestAt::GrantedByOther | RequestAt::DeniedByOther,
            OnRequest::Grant | OnRequest::Deny,
        ) => Verdict::Superseded,
        (RequestAt::Cancelled | RequestAt::Replaced | RequestAt::Refused, OnRequest::Grant | OnRequest::Deny) => {
            Verdict::Closed
        }
        (RequestAt::Hidden, OnRequest::Grant | OnRequest::Deny) => Verdict::Refused(Refusal::Gone),
        (RequestAt::Unread, OnRequest::Grant | OnRequest::Deny) => Verdict::Read,
    }
}

/// A decision on a live grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnGrant {
    Revoke,
    Shorten,
}

/// A grant as reading finds it, from the side of one decision on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantAt {
    /// For a shortening: with the window that was seen.
    Live,
    /// The decision is past its `not_after`.
    LiveLate,
    /// Shortened by this person to this very window; whatever came after that.
    ShortenedSame,
    /// Shortened last by somebody, to another window or by another person; whatever came after that.
    ShortenedOtherwise,
    /// Revoked by this person.
    RevokedByMe,
    RevokedByOther,
    /// By somebody of this person's name; the queue does not say who.
    RevokedUnnamed,
    Ended,
    /// The access could not be given.
    Failed,
    /// Not in the list: the queue knows whether it was ever there.
    Unlisted,
    /// The same, past the decision's `not_after`.
    UnlistedLate,
    Hidden,
    /// It could not be read, or its record contradicts itself.
    Unread,
}

impl GrantAt {
    pub const ALL: [Self; 13] = [
        Self::Live,
        Self::LiveLate,
        Self::ShortenedSame,
        Self::ShortenedOtherwise,
        Self::RevokedByMe,
        Self::RevokedByOther,
        Self::RevokedUnnamed,
        Self::Ended,
        Self::Failed,
        Self::Unlisted,
        Self::UnlistedLate,
        Self::Hidden,
        Self::Unread,
    ];
}

pub fn by_grant(decision: OnGrant, at: GrantAt) -> Verdict {
    match (at, decision) {
        // The same key takes effect once.
        (GrantAt::Live | GrantAt::Unlisted, OnGrant::Revoke | OnGrant::Shorten) => Verdict::Resend,
        (GrantAt::LiveLate | GrantAt::UnlistedLate, OnGrant::Revoke | OnGrant::Shorten) => Verdict::Expired,
        // A revocation is good for every window.
        (GrantAt::ShortenedSame | GrantAt::ShortenedOtherwise | GrantAt::RevokedUnnamed, OnGrant::Revoke) => {
            Verdict::Resend
        }
        (GrantAt::ShortenedSame, OnGrant::Shorten) => Verdict::Confirmed,
        // Never over what somebody made of the window: an end that was meant earlier might come after theirs.
        (GrantAt::ShortenedOtherwise, OnGrant::Shorten) => Verdict::Superseded,
        (GrantAt::RevokedByMe, OnGrant::Revoke) => Verdict::Confirmed,
        (GrantAt::RevokedByOther, OnGrant::Revoke) => Verdict::Superseded,
        (GrantAt::RevokedByMe | GrantAt::RevokedByOther | GrantAt::RevokedUnnamed, OnGrant::Shorten)
        | (GrantAt::Ended | GrantAt::Failed, OnGrant::Revoke | OnGrant::Shorten) => {
            Verdict::Refused(Refusal::GrantOver)
        }
        (GrantAt::Hidden, OnGrant::Revoke | OnGrant::Shorten) => Verdict::Refused(Refusal::Gone),
        (GrantAt::Unread, OnGrant::Revoke | OnGrant::Shorten) => Verdict::Read,
    }
}

/// Of a decision about a person, once the queue has no receipt of it: it was not taken. `late`: past its `not_after`.
pub fn by_nothing(late: bool) -> Verdict {
    if late { Verdict::Expired } else { Verdict::Resend }
}

/// What came of a call to a queue that gives no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    Taken,
    /// Somebody was first, or it is closed or changed; only where the queue has a code for that.
    Conflict,
    Refused(Refusal),
    /// It may have happened.
    Lost,
    /// It certainly did not, or the queue would not listen just now.
    NotArrived,
}

pub fn called(answer: Answer, conflict: Conflict) -> Called {
    match answer {
        Answer::Receipt | Answer::NoReceipt => Called::Taken,
        Answer::Unreachable
        | Answer::Busy
        | Answer::Problem(ProblemType::Unauthenticated | ProblemType::TooManyRequests) => Called::NotArrived,
        Answer::Lost
        | Answer::Unreadable
        | Answer::UnknownFailure
        | Answer::Problem(ProblemType::Internal | ProblemType::Unavailable) => Called::Lost,
        Answer::UnknownRefusal => Called::Refused(Refusal::NotAccepted),
        Answer::Problem(problem) => match (by_problem(problem), conflict) {
            (Verdict::Refused(why), _) => Called::Refused(why),
            (Verdict::Superseded | Verdict::Changed | Verdict::Expired | Verdict::Closed, Conflict::Code) => {
                Called::Conflict
            }
            (_, Conflict::Code | Conflict::Reread) => Called::Refused(Refusal::NotAccepted),
        },
    }
}

/// So often is a decision sent to a queue that gives no receipt, while each reading finds it open. What the queue would not
/// listen to is not counted: it asked for patience, and took nothing.
pub const MOST_SENDS: u32 = 5;

/// What reading it right before sending means, at a queue that is read before and after: `Resend` is to send it. `heard`: how
/// often the queue may have taken it before.
pub fn before(by_state: Verdict, heard: u32) -> Verdict {
    match by_state {
        Verdict::Resend if heard >= MOST_SENDS => Verdict::Refused(Refusal::NoEffect),
        // Nothing is sent unread.
        Verdict::Read => Verdict::Wait,
        Verdict::Accepted
        | Verdict::Confirmed
        | Verdict::Superseded
        | Verdict::Changed
        | Verdict::Expired
        | Verdict::Closed
        | Verdict::Refused(_)
        | Verdict::Wait
        | Verdict::Rewitness
        | Verdict::Resend => by_state,
    }
}

/// What reading it right after sending means: the state that is read judges, whatever the answer was. Only while it is open
/// still does the answer count, and then a refusal alone ends it; anything else is looked for again after a while.
pub fn after(called: Called, by_state: Verdict) -> Verdict {
    match (by_state, called) {
        (_, Called::NotArrived) => Verdict::Wait,
        (Verdict::Resend, Called::Refused(why)) => Verdict::Refused(why),
        (Verdict::Resend | Verdict::Changed, Called::Taken | Called::Conflict | Called::Lost) => Verdict::Read,
        (
            Verdict::Accepted
            | Verdict::Confirmed
            | Verdict::Superseded
            | Verdict::Changed
            | Verdict::Expired
            | Verdict::Closed
            | Verdict::Refused(_)
            | Verdict::Read
            | Verdict::Wait
            | Verdict::Rewitness,
            Called::Taken | Called::Conflict | Called::Refused(_) | Called::Lost,
        ) => by_state,
    }
}
