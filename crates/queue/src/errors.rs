//! What each operation can answer instead of doing what was asked. The server turns them into problems;
//! none of them carries anything of a tenant that the caller is not of.

use crate::store::StoreError;
use approval::{Decided, OwnRequest, PersonId, RequestState, Timestamp, Window};
use queue_api::RequestRecord;

/// Reading and following.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("there is no such thing here")]
    NotFound,
    #[error("the cursor cannot be read: {0}")]
    Malformed(&'static str),
    #[error("the cursor is too old: start over without one")]
    CursorTooOld,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asking, amending, cancelling, and what is said beside deciding.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("only a requester's token may do this")]
    NotARequester,
    #[error("this is not yours to do here")]
    NotYours,
    #[error(transparent)]
    OwnRequest(#[from] OwnRequest),
    /// The tenant or the request.
    #[error("there is no such thing here")]
    NotFound,
    #[error("{0}")]
    Refused(String),
    #[error("this Idempotency-Key was used for another body")]
    KeyReused,
    /// Only a pending request can be amended or cancelled.
    #[error("the request is not pending any more")]
    NotPending(Box<RequestRecord>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Deciding, revoking and shortening.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("only an approver's token may do this")]
    NotAnApprover,
    #[error("you are not among those who may decide this")]
    NotEligible,
    #[error("there is no such thing here")]
    NotFound,
    #[error("a grant must name the revision it was decided on, as If-Match: \"1\"")]
    RevisionRequired,
    #[error("this Idempotency-Key was used for another decision")]
    KeyReused,
    #[error(transparent)]
    OwnRequest(#[from] OwnRequest),
    #[error("{} decided this at {}", decided.by_name, decided.at)]
    AlreadyDecided { decided: Box<Decided>, current: Box<RequestRecord> },
    #[error("the request expired at {at}; nobody had answered")]
    Expired { at: Timestamp, current: Box<RequestRecord> },
    #[error("the request is closed")]
    Closed { state: RequestState, current: Box<RequestRecord> },
    #[error("the grant is over")]
    GrantOver,
    #[error("{} shortened it at {}", _0.by_name, _0.at)]
    ShortenedMeanwhile(Box<Decided>),
    #[error("{} suspended them at {}", _0.by_name, _0.at)]
    SuspendedMeanwhile(Box<Decided>),
    #[error("the request is at revision {}, the decision saw another", revision)]
    Changed { revision: u32, current: Box<RequestRecord> },
    #[error("{0}")]
    Refused(String),
    #[error("{} was asked for; a grant cannot be longer", .0.short())]
    LongerThanAsked(Window),
    #[error("policy allows at most {}", .0.short())]
    LongerThanPolicy(Window),
    #[error("the signed decision does not hold: {0}")]
    BadDecision(String),
    #[error("the device that signed this was revoked: enrol another one")]
    DeviceRevoked { at: Timestamp },
    #[error("the decision is not in a log that this server has cosigned: {0}")]
    NotWitnessed(String),
    #[error("policy asks that you are there when you grant this: {0}. Decide again with a desk that asks for it")]
    NotPresent(String),
    #[error("the decision was good until {not_after}")]
    TooOld { not_after: Timestamp },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Enrolling, admitting and removing devices, and changing their keys.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("only an approver's token may do this")]
    NotAnApprover,
    #[error("there is no such device here")]
    NotFound,
    #[error(
        "nobody of the name {0:?} is known: no tenant's file has a [[person]] with that id. Correct the name, as it stands there"
    )]
    UnknownPerson(String),
    #[error("this names no device alone. Those that may decide: {}", if .0.is_empty() { "none" } else { .0.as_str() })]
    NotOne(String),
    #[error("{0}")]
    Malformed(String),
    #[error("this needs an invitation, or a token minted in the last five minutes for a first device")]
    InvitationNeeded,
    #[error(
        "this device waits to be admitted. Its fingerprint is {fingerprint}. Admit it at another device of yours (doorward keys admit {fingerprint}), or have whoever runs the queue do it, with the --data and --tenants that it is served with: doorward serve admit --as {person} {fingerprint}"
    )]
    Waits { person: PersonId, fingerprint: String },
    #[error("five devices of yours wait to be admitted already; admit them, or try again in a day")]
    TooManyWait,
    #[error("no device of this fingerprint waits to be admitted")]
    NobodyWaits,
    #[error("the key change does not hold: {0}")]
    BadKeyChange(&'static str),
    #[error("the invitation is not for you, was used, or has expired")]
    BadInvitation,
    #[error("the key belongs to another enrolment")]
    KeyTaken,
    #[error("{0}: the signature does not verify")]
    NotSigned(String),
    #[error("the security key was not enrolled: {0}")]
    BadSecurityKey(String),
    #[error("there is no such security key here")]
    NoSecurityKey,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Minting tokens, inviting, and forgetting security keys.
#[derive(Debug, thiserror::Error)]
pub enum MintError {
    #[error("{0:?} is in no tenant's file; add a [[person]] with that id")]
    Unknown(String),
    #[error("{0:?} is not human; only people approve")]
    NotHuman(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}
