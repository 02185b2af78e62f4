//! The traits the desk needs and the edges implement. Contracts stand here, on the trait; one suite tests
//! every implementation. Storage has its own trait beside the outbox and log that rely on it.

mod connector;

pub use connector::{
    Connector, ConnectorError, Devices, Line, Listing, QueueLogs, Reread, Ruling, Said, SecurityKeys, Signed,
    WitnessRefusal,
};

use approval::{PersonId, Timestamp};
use queue_api::{AttestedEvidence, Base64Url, PresenceProof};
use std::fmt;
use tlog::hash::Hash;

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

/// What has the person at the machine show who they are: the system's own prompt (a password, a finger, a face), or a security
/// key that is plugged in. It blocks until they answered, for two minutes at most; the desk calls it with nothing locked.
pub trait PresencePrompt: Send + Sync {
    /// `sentence` says in the desk's words what is granted; the prompt shows it where the system lets it. What it answers
    /// is bound to `choice`. It never answers with a proof where nobody was asked.
    fn ask(&self, sentence: &str, choice: Hash) -> Result<PresenceProof, PresenceError>;

    /// Whether a security key is plugged in and can be spoken to; it is asked for nothing.
    fn security_key(&self) -> Result<(), PresenceError> {
        Err(PresenceError::Unavailable(NO_KEYS.to_owned()))
    }

    /// Has a security key sign (WebAuthn's `get`), verifying its user.
    fn attest(&self, _: &Attest) -> Result<AttestedEvidence, PresenceError> {
        Err(PresenceError::Unavailable(NO_KEYS.to_owned()))
    }

    /// Has a security key make a credential (WebAuthn's `create`), verifying its user.
    fn register(&self, _: &Register) -> Result<Registered, PresenceError> {
        Err(PresenceError::Unavailable(NO_KEYS.to_owned()))
    }
}

const NO_KEYS: &str = "Security keys cannot be spoken to here. Let someone decide at a machine where they can.";

/// What a security key is to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attest {
    /// The queue's name: `queue_api::security_keys` makes client data and relying party of it.
    pub server: String,
    pub challenge: Hash,
    /// The credentials that count, at least one; any of them will do.
    pub credentials: Vec<Base64Url>,
}

/// For whom a security key is to make a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub server: String,
    pub person: PersonId,
    /// As the key may show it.
    pub person_name: String,
    pub challenge: Base64Url,
    /// Credentials that the person has already: a key with one of them makes no other.
    pub known: Vec<Base64Url>,
}

/// What a security key made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub client_data: Base64Url,
    pub attestation_object: Base64Url,
}

/// Where nothing can ask.
#[derive(Debug, Default)]
pub struct NoPrompt;

impl PresencePrompt for NoPrompt {
    fn ask(&self, _: &str, _: Hash) -> Result<PresenceProof, PresenceError> {
        Err(PresenceError::Unavailable("Let someone decide whose system can.".to_owned()))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PresenceError {
    /// The person closed the prompt, or the system did not accept what they showed.
    #[error("presence was not shown")]
    Refused,
    /// Nothing can ask. Says why and what to do, in whole sentences for people.
    #[error("nothing can ask for presence: {0}")]
    Unavailable(String),
    #[error("the prompt was not answered in time")]
    TimedOut,
    /// A security key is there, and none of the credentials that count is on it; or it has one already that is not to be made
    /// again.
    #[error("it is another security key")]
    OtherKey,
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
