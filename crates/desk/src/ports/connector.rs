//! Another system's queue, turned into ours. What every queue can is the connector; what only some can is a trait of its
//! own on top, and the line says which of them a queue is spoken to by.

use crate::capabilities::Capabilities;
use approval::{Action, DeviceId, GrantId, PersonId, RequestId, TenantId, Timestamp, Window};
use async_trait::async_trait;
use queue_api::{
    AcceptanceResponse, AdmitRequest, Base64Url, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse,
    DevicesResponse, EnrolRequest, GrantsResponse, KeyChangeRequest, MeResponse, Problem, ProblemType, RequestRecord,
    RevocationRequest, RevocationResponse, Saying, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord,
    ShorteningRequest, ShorteningResponse, SuspensionRequest, SuspensionResponse,
};
use std::sync::Arc;
use std::time::Duration;
use tlog::hash::Hash;
use tlog::tile::Tile;

/// What every queue can: say who this person is there, and what stands. Every call may be made again: the connector adds no
/// retries of its own, never follows a redirect with a token, and gives up after its own time-out.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The same for as long as the connector lives. What is not declared is neither offered nor sent.
    fn capabilities(&self) -> Capabilities;
    /// `witness` and `log` are empty where the system keeps no logs.
    async fn me(&self) -> Result<MeResponse, ConnectorError>;
    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError>;
    /// The access that is live, and what ended in the last day, so that an end can be read. Asked for only where
    /// `active_grants` is declared.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError>;
}

/// The way to a connected queue.
#[derive(Clone)]
pub enum Line {
    /// It takes signed decisions and answers with receipts.
    Signed(Arc<dyn Signed>),
    /// It is read before and after each decision.
    Reread(Arc<dyn Reread>),
}

impl Line {
    /// What it can whichever way it is spoken to.
    pub fn connector(&self) -> &dyn Connector {
        match self {
            Self::Signed(signed) => &**signed,
            Self::Reread(reread) => &**reread,
        }
    }

    /// Absent where the system knows no devices.
    pub fn devices(&self) -> Option<&dyn Devices> {
        match self {
            Self::Signed(signed) => signed.devices(),
            Self::Reread(_) => None,
        }
    }

    /// Absent where the system shows no log of its own.
    pub fn logs(&self) -> Option<&dyn QueueLogs> {
        match self {
            Self::Signed(signed) => signed.logs(),
            Self::Reread(_) => None,
        }
    }

    /// Absent where nobody's presence can be attested.
    pub fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        match self {
            Self::Signed(signed) => signed.security_keys(),
            Self::Reread(_) => None,
        }
    }
}

/// A queue that speaks our own contract: a feed that is held open, decisions as signed envelopes under an idempotency key, a
/// receipt for each, and a witness of the desk's log.
#[async_trait]
pub trait Signed: Connector {
    /// The feed after `cursor`; `None` asks for the full state. Held open for up to `wait` while nothing changes.
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError>;
    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError>;
    /// C2SP tlog-witness add-checkpoint: the body as specified; answers the cosignature lines.
    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal>;
    /// `if_match` is a revision, or `None` for `*`. The key makes sending twice take effect once.
    async fn decide(
        &self,
        id: &RequestId,
        if_match: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError>;
    async fn revoke(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError>;

    /// Lets a live grant end earlier. A system that cannot says so, once and for all.
    async fn shorten(
        &self,
        _id: &GrantId,
        _idempotency_key: &str,
        _shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        let cannot = "This queue cannot shorten a live grant. Revoke it to end it at once.";
        Err(ConnectorError::Refused(Box::new(Problem::new(ProblemType::MethodNotAllowed, cannot))))
    }

    /// Suspends a person in the payload's tenant, or restores them. A system that cannot says so, once and for all.
    async fn suspend(
        &self,
        _person: &PersonId,
        _restores: bool,
        _idempotency_key: &str,
        _suspension: &SuspensionRequest,
    ) -> Result<SuspensionResponse, ConnectorError> {
        let cannot = "This queue suspends nobody from here.";
        Err(ConnectorError::Refused(Box::new(Problem::new(ProblemType::MethodNotAllowed, cannot))))
    }

    /// Says something about a request beside deciding it. A system that takes no such words says so, once and for all.
    async fn say(
        &self,
        _id: &RequestId,
        _idempotency_key: &str,
        _saying: &Saying,
    ) -> Result<RequestRecord, ConnectorError> {
        let cannot = "This queue takes no such words from here.";
        Err(ConnectorError::Refused(Box::new(Problem::new(ProblemType::MethodNotAllowed, cannot))))
    }

    /// What was answered to a decision, a revocation or a shortening of this person's, by `queue_api::signed::decision_hash`;
    /// `not-found` where the queue took none.
    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError>;

    /// Absent where the system knows no devices.
    fn devices(&self) -> Option<&dyn Devices>;

    /// Absent where it shows no log of its own.
    fn logs(&self) -> Option<&dyn QueueLogs>;

    /// Absent where nobody's presence can be attested.
    fn security_keys(&self) -> Option<&dyn SecurityKeys>;
}

/// The logs that a queue keeps of what it accepted, one for each tenant, as c2sp.org/tlog-tiles shows them but for the
/// entries. Nothing of an answer is believed before it leads to a signed root.
#[async_trait]
pub trait QueueLogs: Send + Sync {
    /// The newest signed checkpoint; `None` where nothing is logged, or nothing shown to this person.
    async fn checkpoint(&self, tenant: &TenantId) -> Result<Option<String>, ConnectorError>;
    /// The tile's hashes, 32 bytes each.
    async fn tile(&self, tenant: &TenantId, tile: Tile) -> Result<Vec<u8>, ConnectorError>;
}

/// How often a queue that does not tell by itself is asked again.
const POLL: Duration = Duration::from_secs(30);

/// A queue of another system: it is asked again and again for what it holds, takes no envelope, gives no receipt, and knows
/// no idempotency key. What came of a decision is known by reading right before and right after it.
///
/// It tells in our words. What only our own queue counts is the desk's to fill, and whatever stands there is ignored: the
/// `revision`, `nonce` and `revised_at` of a request's facts, its `activity`, and where it declares to tell none, the risk. Of a decision it tells who and when: who is
/// this person's own id where it was this person, and empty where the system does not tell whose it was; when is the time of
/// the answer where the system does not say. Of a grant it tells the window that the system took; none where the access has no end, which is never taken for this
/// person's grant.
#[async_trait]
pub trait Reread: Connector {
    /// One page of the requests that this person may see there. `mark` is that of the last whole round, absent for everything;
    /// `page` is the `next` of the page before. What the list leaves out follows from the declared `delta`:
    ///
    /// - `none`, `etag`: nothing that is open for this person; what is missing has been closed or hidden since.
    /// - `newest-first`: nothing, and what changed last comes first.
    /// - `cursor`: what has not changed since the mark.
    async fn list(&self, mark: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError>;

    /// How long to wait between two rounds: half a minute, or as the system asks.
    fn pace(&self) -> Duration {
        POLL
    }

    /// Until the system says by itself that something is new; never, where it does not. Called once all that was listed is in
    /// the mirror.
    async fn told(&self) {
        std::future::pending().await
    }

    /// Sent once. Everything but `Unreachable` and a refusal to listen just now (`unauthenticated`, `too-many-requests`, and
    /// `unavailable` with a `retry_after`) counts as having arrived.
    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said;

    /// Ends a live grant. A system that cannot says so, once and for all.
    async fn revoke(&self, _id: &GrantId, _reason: Option<&str>) -> Said {
        Said::cannot("This system cannot revoke access.")
    }

    /// Lets a live grant end at `until`, which is earlier than it would.
    async fn shorten(&self, _id: &GrantId, _until: Timestamp, _reason: Option<&str>) -> Said {
        Said::cannot("This system cannot shorten live access.")
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Listing {
    /// By the system's clock: the `Date` of its answer.
    pub server_time: Timestamp,
    pub requests: Vec<RequestRecord>,
    /// Where the next page begins; absent on the last.
    pub next: Option<String>,
    /// For the next round: a cursor, or an ETag. Counts on the last page.
    pub mark: Option<String>,
    /// Nothing has changed since the mark; then `requests` is empty.
    pub unchanged: bool,
}

/// What a person decided on a request, as another system can be told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// `until` is the end, worked out right before it is sent; it is never left out where the system takes one. `window` is
    /// the length that leads to it, where no end was asked for that comes before.
    Grant { window: Window, until: Timestamp, reason: Option<String> },
    /// The reason names the counter-offer, if there is one.
    Deny { reason: Option<String>, counter_offer: Option<Window> },
}

impl Ruling {
    pub fn action(&self) -> Action {
        match self {
            Self::Grant { .. } => Action::Grant,
            Self::Deny { .. } => Action::Deny,
        }
    }
}

/// A call that writes, as it goes into the log, and what came of it.
#[derive(Debug, Clone)]
pub struct Said {
    /// Method, path and body, without tokens and cookies: `POST /v1/…:approve {"reason":"…"}`
    pub call: String,
    /// The body of a success.
    pub answer: Result<String, ConnectorError>,
}

impl Said {
    /// It was not even tried: this system has no such call.
    pub fn cannot(why: &str) -> Self {
        let problem = Problem::new(ProblemType::MethodNotAllowed, why);
        Self { call: String::new(), answer: Err(ConnectorError::Refused(Box::new(problem))) }
    }
}

/// A queue's register of one person's devices. Every call may be made again, and leads to the same.
#[async_trait]
pub trait Devices: Send + Sync {
    async fn list(&self) -> Result<DevicesResponse, ConnectorError>;
    async fn remove(&self, id: &DeviceId) -> Result<(), ConnectorError>;
    async fn admit(&self, admit: &AdmitRequest) -> Result<DeviceResponse, ConnectorError>;
    async fn change_key(&self, id: &DeviceId, change: &KeyChangeRequest) -> Result<DeviceResponse, ConnectorError>;
}

/// A queue's register of one person's security keys, which are listed with the devices. Removing and enrolling may be done again,
/// and lead to the same.
#[async_trait]
pub trait SecurityKeys: Send + Sync {
    /// What the next registration must answer.
    async fn challenge(&self) -> Result<SecurityKeyChallenge, ConnectorError>;
    async fn enrol(&self, request: &SecurityKeyEnrolRequest) -> Result<SecurityKeyRecord, ConnectorError>;
    async fn remove(&self, id: &Base64Url) -> Result<(), ConnectorError>;
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum ConnectorError {
    /// It certainly did not arrive: no name, no route, connection refused.
    #[error("the queue cannot be reached: {0}")]
    Unreachable(String),
    /// It was not sent: nobody is signed in there any more. Says why, and the command that signs in again.
    #[error("you are signed out: {0}")]
    SignedOut(String),
    /// It may have arrived: the answer was lost or came too late. Whoever sent something must read again.
    #[error("no answer from the queue: {0}")]
    NoAnswer(String),
    /// The queue answered that it will not.
    #[error("{}", .0.detail)]
    Refused(Box<Problem>),
    /// An answer that is not of the contract: nothing may be concluded from it.
    #[error("the queue's answer cannot be read: {0}")]
    BadAnswer(String),
}

impl ConnectorError {
    /// Whether it is because nobody is signed in there: a session that ended, or a token that is not taken.
    pub fn is_signed_out(&self) -> bool {
        match self {
            Self::SignedOut(_) => true,
            Self::Refused(problem) => problem.kind() == Some(ProblemType::Unauthenticated),
            Self::Unreachable(_) | Self::NoAnswer(_) | Self::BadAnswer(_) => false,
        }
    }

    /// Seconds for which the queue asked to be left alone.
    pub fn asked_to_wait(&self) -> Option<u32> {
        match self {
            Self::Refused(problem) => problem.retry_after,
            Self::Unreachable(_) | Self::SignedOut(_) | Self::NoAnswer(_) | Self::BadAnswer(_) => None,
        }
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum WitnessRefusal {
    /// 409: the witness knows this size of our log.
    #[error("the witness knows size {0} of this log")]
    OtherSize(u64),
    /// 422: the proof does not hold, or the same size has another root.
    #[error("the witness does not accept that this log only grew")]
    NotConsistent,
    /// 403 or 404: it does not witness this log with this key.
    #[error("the witness does not know this log: {0}")]
    UnknownLog(String),
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}
