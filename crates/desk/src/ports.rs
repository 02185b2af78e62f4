//! The traits the desk needs and the edges implement. Contracts stand here, on the trait; one suite tests
//! every implementation. Storage has its own trait beside the outbox and log that rely on it.

use crate::capabilities::Capabilities;
use approval::{DeviceId, GrantId, RequestId, Timestamp};
use async_trait::async_trait;
use queue_api::{
    AdmitRequest, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, DevicesResponse, EnrolRequest,
    GrantsResponse, KeyChangeRequest, MeResponse, Problem, ProblemType, RequestRecord, RevocationRequest,
    RevocationResponse, ShorteningRequest, ShorteningResponse,
};
use std::fmt;
use std::time::Duration;

/// Another system's queue, turned into ours. Every call may be made again: the connector adds no retries of its own,
/// never follows a redirect with a token, and gives up after its own time-out.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The same for as long as the connector lives. What is not declared is neither offered nor sent.
    fn capabilities(&self) -> Capabilities;
    async fn me(&self) -> Result<MeResponse, ConnectorError>;
    /// The feed after `cursor`; `None` asks for the full state. Held open for up to `wait` while nothing changes.
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError>;
    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError>;
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError>;
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

    /// Absent where the system knows no devices.
    fn devices(&self) -> Option<&dyn Devices> {
        None
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

#[derive(Debug, Clone, thiserror::Error)]
pub enum ConnectorError {
    /// It certainly did not arrive: no name, no route, connection refused.
    #[error("the queue cannot be reached: {0}")]
    Unreachable(String),
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

/// The system keyring. Nothing else ever holds a secret; there is no fallback to a file.
/// Calls may block for as long as a person needs to answer the system's prompt.
pub trait Keychain: Send + Sync {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError>;
    /// Durable when it returns.
    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError>;
    fn delete(&self, name: &str) -> Result<(), KeychainError>;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// No Secret Service on the bus, or no keyring in it.
    #[error("no keyring is there: {0}")]
    Missing(String),
    #[error("the keyring is locked: {0}")]
    Locked(String),
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// Bytes that cannot be shown: no Display, no Serialize, Debug says nothing.
#[derive(Clone, PartialEq, Eq, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct Secret(Vec<u8>);

impl Secret {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// What one notification says. Made by `attention`; holds nothing secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The same key replaces; withdrawing uses it too.
    pub key: String,
    /// At most 45 characters.
    pub title: String,
    /// At most 110 characters.
    pub body: String,
    pub urgency: Urgency,
    /// First is harmless: *Review*.
    pub actions: Vec<NotificationAction>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    Low,
    Normal,
    Critical,
}

/// What a person may choose on a notification. Nothing here signs anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationAction {
    Review,
    Deny,
}

/// The desktop's notifications. `show` and `withdraw` return at once; what the person chose arrives by the callback
/// given at construction.
pub trait Notifier: Send + Sync {
    fn show(&self, notification: &Notification) -> Result<(), NotifierError>;
    /// Withdrawing what is not there is no error.
    fn withdraw(&self, key: &str) -> Result<(), NotifierError>;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifierError {
    #[error("no notification service answers: {0}")]
    Missing(String),
    #[error("the notification service failed: {0}")]
    Failed(String),
}

/// The two clocks: wall time, and one that counts sleep and never jumps.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instants;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instants {
    pub wall: Timestamp,
    /// Milliseconds since the machine started, suspended time included.
    pub boot: i64,
}

/// Where randomness comes from: nonces, salts, tickets, key seeds.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}
