//! RFC 9457 problems. The list of types is closed and shared by server, desk and documents.

use crate::RequestRecord;
use approval::{Decided, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! problem_types {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:literal, $title:literal;)*) => {
        /// A problem's stable type; on the wire `urn:doorward:problem:<slug>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum ProblemType {
            $($(#[$doc])* #[serde(rename = $slug)] $name,)*
        }
        impl ProblemType {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug),* }
            }
            pub const fn urn(self) -> &'static str {
                match self { $(Self::$name => concat!("urn:doorward:problem:", $slug)),* }
            }
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

problem_types! {
    /// The body or a parameter is not what the contract says; `detail` names where.
    Malformed = "malformed", 400, "The request cannot be read";
    Unauthenticated = "unauthenticated", 401, "No valid token";
    /// The token's role may not do this.
    Forbidden = "forbidden", 403, "Not allowed";
    /// A further device: another one of the person, or an administrator, must admit it. Then the same call is made again.
    WaitsForAdmission = "waits-for-admission", 403, "The device waits to be admitted";
    /// The device that signed this was revoked: `at` says when. Nothing that it signs is taken any more.
    DeviceRevoked = "device-revoked", 403, "The device was revoked";
    /// Also for what belongs to another tenant.
    NotFound = "not-found", 404, "Not found";
    MethodNotAllowed = "method-not-allowed", 405, "Not a method of this path";
    /// Nobody approves their own request.
    OwnRequest = "own-request", 403, "Your own request";
    /// `decided_by`, `decided_at` and `current` say who was first.
    AlreadyDecided = "already-decided", 409, "Decided already";
    /// Nobody answered in time.
    RequestExpired = "request-expired", 409, "The request has expired";
    /// Cancelled, superseded or refused: nothing is left to decide.
    RequestClosed = "request-closed", 409, "The request is closed";
    GrantOver = "grant-over", 409, "The grant is over";
    CursorTooOld = "cursor-too-old", 410, "Start over without a cursor";
    /// `current` holds the request as it is.
    Changed = "changed", 412, "It changed since it was shown";
    TooLarge = "too-large", 413, "The body is too large";
    UnsupportedMediaType = "unsupported-media-type", 415, "Send application/json";
    /// The key was used for another body.
    IdempotencyKeyReused = "idempotency-key-reused", 422, "The idempotency key was used for something else";
    /// The key of a device that was removed, that has another key since, or that is somebody else's: enrol another key.
    KeyTaken = "key-taken", 422, "The key belongs to another enrolment";
    /// Longer than asked, longer than policy, no such entitlement, a reason is missing, …
    Refused = "refused", 422, "Refused by policy";
    /// The envelope, its payload, its digests or its key do not hold.
    BadDecision = "bad-decision", 422, "The signed decision does not hold";
    /// A grant must stand under a checkpoint that this server cosigned.
    NotWitnessed = "not-witnessed", 422, "The decision is not in a witnessed log";
    /// The decision reached the server after its `not_after`.
    DecisionTooOld = "decision-too-old", 422, "The decision came too late";
    /// Policy asks that the person was there: the decision carries no proof of it, one of another kind, or another choice's.
    PresenceRequired = "presence-required", 422, "The grant needs the person's presence";
    PreconditionRequired = "precondition-required", 428, "If-Match or Idempotency-Key is missing";
    TooManyRequests = "too-many-requests", 429, "Too many requests";
    Internal = "internal", 500, "The server failed";
    Unavailable = "unavailable", 503, "Not ready";
}

/// The body of every answer that is not a success, `application/problem+json`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:doorward:problem:<slug>`.
    #[serde(rename = "type")]
    pub type_: String,
    pub title: String,
    pub status: u16,
    /// A sentence for people: what is wrong here and what to do.
    pub detail: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<RequestRecord>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// When a refusal was because of a time: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Problem {
    pub fn new(kind: ProblemType, detail: impl Into<String>) -> Self {
        Self {
            type_: kind.urn().to_owned(),
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: detail.into(),
            current: None,
            decided: None,
            at: None,
            retry_after: None,
        }
    }
    /// `None` for a type this version does not know.
    pub fn kind(&self) -> Option<ProblemType> {
        ProblemType::ALL.iter().copied().find(|kind| kind.urn() == self.type_)
    }
}
