//! What the queue needs of its storage: one transaction at a time per tenant, and one directory over all
//! tenants. The contracts stand on the traits; `queue_store::contract` tests every implementation by them.

use crate::provisioner::Target;
use approval::{
    Decided, DeviceId, EntitlementId, Grant, GrantId, PersonId, RequestFacts, RequestId, RequestState, TenantId,
    Timestamp, Vote, Window,
};
use queue_api::{Admitted, Base64Url, Remark, RemovedBy, RoleName, Suspended};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use tlog::key::PublicKey;
use tlog::{Envelope, Hash, Opening};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The work said no; nothing of it was kept.
    #[error("abandoned by its caller")]
    Abandoned,
    #[error("the storage failed: {0}")]
    Failed(String),
    /// What is stored cannot be what was written.
    #[error("the stored data is damaged: {0}")]
    Damaged(String),
}

pub type Stored<T> = Result<T, StoreError>;

pub type TenantReading<'a> = dyn FnMut(&dyn TenantRead) -> Stored<()> + 'a;
pub type TenantWriting<'a> = dyn FnMut(&mut dyn TenantWrite) -> Stored<()> + 'a;
pub type DirectoryReading<'a> = dyn FnMut(&dyn DirectoryRead) -> Stored<()> + 'a;
pub type DirectoryWriting<'a> = dyn FnMut(&mut dyn DirectoryWrite) -> Stored<()> + 'a;

/// Durable storage of tenants and of the directory over them.
///
/// - **Atomicity.** A writing is one transaction: when it answers `Ok`, all of it is durable; when `work`
///   or the store says no, nothing of it is. `work` may be called again from the start after a conflict
///   with another writer, so it must have no effect but on its transaction.
/// - **Order.** Writings of one tenant happen one after the other; each sees all that were answered before.
/// - **Isolation.** A reading sees one state, never half a writing. A tenant's transaction reaches nothing
///   of another tenant. Readings do not wait for writings.
/// - **Errors.** An I/O error while committing leaves open whether the writing happened; the store then
///   answers `Failed`, opens its files anew before the next transaction, and shows there what is true.
/// - Calls block; the caller runs them where blocking is allowed.
pub trait QueueStore: Send + Sync {
    /// Every tenant that was ever written to, sorted.
    fn tenants(&self) -> Stored<Vec<TenantId>>;
    fn read(&self, tenant: &TenantId, work: &mut TenantReading<'_>) -> Stored<()>;
    fn write(&self, tenant: &TenantId, work: &mut TenantWriting<'_>) -> Stored<()>;
    fn read_directory(&self, work: &mut DirectoryReading<'_>) -> Stored<()>;
    fn write_directory(&self, work: &mut DirectoryWriting<'_>) -> Stored<()>;
}

/// A request as it is kept.
#[derive(Debug, Clone)]
pub struct StoredRequest {
    /// The facts of the current revision, byte for byte as they were first written.
    pub body: Box<RawValue>,
    pub facts: RequestFacts,
    pub state: RequestState,
    pub activity: u32,
    pub votes: Vec<Vote>,
    pub decided: Option<Decided>,
    pub grant: Option<GrantId>,
    /// Of a pending one: since when somebody from whom it comes is suspended.
    pub suspended: Option<Suspended>,
    /// Oldest first, of every revision.
    pub remarks: Vec<Remark>,
    pub audience: Audience,
}

/// A grant as it is kept.
#[derive(Debug, Clone)]
pub struct StoredGrant {
    pub grant: Grant,
    pub entitlement: EntitlementId,
    pub audience: Audience,
    /// Who may take it back: people, aliases resolved.
    pub revokers: BTreeSet<PersonId>,
    /// Where it was to be given when it was granted.
    pub target: Target,
    /// Attempts so far at what is being done at the target.
    pub tries: u32,
    /// When giving or taking is to be tried next; absent when the target owes nothing.
    pub next_try: Option<Timestamp>,
}

/// Who may see a thing, worked out when it is written: people, aliases resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    pub now: BTreeSet<PersonId>,
    /// Those who once saw it and may not any more.
    pub former: BTreeSet<PersonId>,
}

impl Audience {
    pub(crate) fn become_(&mut self, now: BTreeSet<PersonId>) {
        let before = std::mem::replace(&mut self.now, now);
        self.former.extend(before);
        self.former.retain(|person| !self.now.contains(person));
    }
}

/// What stands at one place of the feed.
#[derive(Debug, Clone)]
pub struct Placed {
    pub position: u64,
    pub what: Changed,
}

#[derive(Debug, Clone)]
pub enum Changed {
    Request(Box<StoredRequest>),
    Grant(Box<StoredGrant>),
}

/// The answer that was given under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Of what was sent: the same key with another fingerprint is a mistake.
    pub fingerprint: Hash,
    pub body: Vec<u8>,
}

/// A decision or revocation that was taken, with all that is needed to show it again.
#[derive(Debug, Clone)]
pub struct StoredDecision {
    /// SHA-256 over the envelope's leaf bytes.
    pub hash: Hash,
    pub subject: String,
    pub person: PersonId,
    pub envelope: Envelope,
    pub personal: Opening,
    pub proven: bool,
    pub answer: Vec<u8>,
}

/// Something that time will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub at: Timestamp,
    pub what: DueThing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueThing {
    Request(RequestId),
    Grant(GrantId),
}

/// Which requests to page through.
#[derive(Debug, Clone, Default)]
pub struct RequestFilter {
    pub state: Option<RequestState>,
    /// Only those after this id; ids sort by age.
    pub after: Option<String>,
    pub limit: usize,
}

/// One state of one tenant.
pub trait TenantRead {
    fn request(&self, id: &RequestId) -> Stored<Option<StoredRequest>>;
    /// By id, ascending.
    fn requests(&self, filter: &RequestFilter) -> Stored<Vec<StoredRequest>>;
    fn grant(&self, id: &GrantId) -> Stored<Option<StoredGrant>>;
    /// By id, ascending, those after `after`.
    fn grants(&self, after: Option<&str>, limit: usize) -> Stored<Vec<StoredGrant>>;

    /// The last place given in the feed; 0 when nothing was written yet.
    fn position(&self) -> Stored<u64>;
    /// What was last written after `position`, in the order of writing; each thing once, as it is.
    fn changed_after(&self, position: u64, limit: usize) -> Stored<Vec<Placed>>;

    /// What time will do next, soonest first.
    fn upcoming(&self, limit: usize) -> Stored<Vec<Due>>;

    fn answer(&self, person: &PersonId, key: &str) -> Stored<Option<StoredAnswer>>;
    fn decision(&self, hash: &Hash) -> Stored<Option<StoredDecision>>;

    /// The windows of the entitlement's latest grants, newest first.
    fn granted_windows(&self, entitlement: &EntitlementId, limit: usize) -> Stored<Vec<Window>>;
    /// Whether this person was ever granted this entitlement.
    fn was_granted(&self, person: &PersonId, entitlement: &EntitlementId) -> Stored<bool>;

    /// Who is suspended, by their own id, sorted.
    fn suspensions(&self) -> Stored<Vec<(PersonId, Suspended)>>;

    fn log_size(&self) -> Stored<u64>;
    fn leaf(&self, index: u64) -> Stored<Option<Vec<u8>>>;
    /// Stored hashes of the log's tree, one per index, in the order asked.
    fn log_hashes(&self, indexes: &[u64]) -> Stored<Vec<Hash>>;
    /// The latest signed checkpoint of the tenant's log.
    fn checkpoint(&self) -> Stored<Option<String>>;
}

/// One transaction of one tenant. What was put is seen by reads of the same transaction.
pub trait TenantWrite: TenantRead {
    /// Writes the request as it is and gives it the next place in the feed.
    fn put_request(&mut self, request: &StoredRequest) -> Stored<()>;
    /// Writes the grant as it is and gives it the next place in the feed.
    fn put_grant(&mut self, grant: &StoredGrant) -> Stored<()>;
    fn put_answer(&mut self, person: &PersonId, key: &str, answer: &StoredAnswer) -> Stored<()>;
    fn put_decision(&mut self, decision: &StoredDecision) -> Stored<()>;
    /// In place of the one before; `None` takes it away.
    fn put_suspension(&mut self, person: &PersonId, suspended: Option<&Suspended>) -> Stored<()>;
    /// Appends leaf number `log_size`; `hashes` are the tree's new ones, by index.
    fn append_leaf(&mut self, leaf: &[u8], hashes: &[(u64, Hash)]) -> Stored<()>;
    fn put_checkpoint(&mut self, checkpoint: &str) -> Stored<()>;

    fn as_read(&self) -> &dyn TenantRead;
}

/// Who this server is; written at its first start and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerIdentity {
    pub name: String,
    /// New with every new set of data; cursors of another are too old.
    pub epoch: String,
    pub log_key: PublicKey,
    pub witness_key: PublicKey,
}

/// A bearer token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    pub id: String,
    /// SHA-256 of the whole token.
    pub hash: Hash,
    pub person: PersonId,
    pub role: RoleName,
    pub minted_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDevice {
    pub id: DeviceId,
    pub person: PersonId,
    pub name: String,
    /// The key in force. No other device has it, or had it.
    pub key: PublicKey,
    /// The keys before, oldest first.
    pub former: Vec<FormerKey>,
    pub enrolled_at: Timestamp,
    pub admitted: Option<Admitted>,
    /// When its log was cosigned last.
    pub used_at: Option<Timestamp>,
    /// From then on nothing it signs is taken.
    pub removed_at: Option<Timestamp>,
    /// Absent also where an earlier version removed it.
    pub removed_by: Option<RemovedBy>,
}

/// A key that a device signed with once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerKey {
    pub key: PublicKey,
    /// Number of the leaf `key-change`, the last one that it signed.
    pub until: u64,
    /// When the server heard of it.
    pub changed_at: Timestamp,
}

impl StoredDevice {
    /// The key that signs leaf number `index`.
    pub fn key_of_leaf(&self, index: u64) -> PublicKey {
        self.former.iter().find(|former| index <= former.until).map_or(self.key, |former| former.key)
    }

    /// The key that signs a checkpoint of `size` leaves: the one in force after the last of them.
    pub fn key_of_checkpoint(&self, size: u64) -> PublicKey {
        self.former.iter().find(|former| size <= former.until).map_or(self.key, |former| former.key)
    }
}

/// A device that nobody has admitted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredWaiting {
    pub key: PublicKey,
    pub person: PersonId,
    pub name: String,
    pub asked_at: Timestamp,
}

/// A security key, as its registration left it and its assertions moved it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecurityKey {
    /// The credential's id. No two keys have the same.
    pub id: Base64Url,
    pub person: PersonId,
    pub name: String,
    /// P-256, SEC1 without compression.
    pub public_key: Vec<u8>,
    /// The signature counter of its last assertion.
    pub counter: u32,
    /// What that assertion was over: only this may come again with the same counter.
    pub last_choice: Option<Hash>,
    pub enrolled_at: Timestamp,
    pub enrolled_by: DeviceId,
    /// When a decision was last taken with it.
    pub used_at: Option<Timestamp>,
    pub removed_at: Option<Timestamp>,
}

impl StoredSecurityKey {
    /// After an assertion with this counter over `choice`; `None` where the counter does not go on. A key that keeps no
    /// counter says 0 each time (WebAuthn, section 6.1.1).
    pub fn moved_on(self, counter: u32, choice: Hash) -> Option<Self> {
        let keeps_none = counter == 0 && self.counter == 0;
        let again = counter == self.counter && self.last_choice == Some(choice);
        let on = counter > self.counter || keeps_none || again;
        on.then_some(Self { counter, last_choice: Some(choice), ..self })
    }
}

/// What a person's next registration of a security key must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChallenge {
    pub challenge: Hash,
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInvitation {
    pub hash: Hash,
    pub person: PersonId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// One state of the directory.
pub trait DirectoryRead {
    fn identity(&self) -> Stored<Option<ServerIdentity>>;
    fn token(&self, id: &str) -> Stored<Option<StoredToken>>;
    fn device(&self, id: &DeviceId) -> Stored<Option<StoredDevice>>;
    /// The device that signs with this key, or once did.
    fn device_by_key(&self, key: &PublicKey) -> Stored<Option<StoredDevice>>;
    /// All of a person's devices, removed ones included, oldest first.
    fn devices_of(&self, person: &PersonId) -> Stored<Vec<StoredDevice>>;
    /// Those of one person, oldest first.
    fn waiting_of(&self, person: &PersonId) -> Stored<Vec<StoredWaiting>>;
    fn invitation(&self, hash: &Hash) -> Stored<Option<StoredInvitation>>;
    fn security_key(&self, id: &Base64Url) -> Stored<Option<StoredSecurityKey>>;
    /// All of a person's, removed ones included, oldest first.
    fn security_keys_of(&self, person: &PersonId) -> Stored<Vec<StoredSecurityKey>>;
    fn challenge_of(&self, person: &PersonId) -> Stored<Option<StoredChallenge>>;
    /// Size and root that this server cosigned last for a log.
    fn witnessed(&self, origin: &str) -> Stored<Option<(u64, Hash)>>;
}

/// One transaction of the directory.
pub trait DirectoryWrite: DirectoryRead {
    fn put_identity(&mut self, identity: &ServerIdentity) -> Stored<()>;
    fn put_token(&mut self, token: &StoredToken) -> Stored<()>;
    /// A key that another device has or had fails.
    fn put_device(&mut self, device: &StoredDevice) -> Stored<()>;
    fn put_waiting(&mut self, waiting: &StoredWaiting) -> Stored<()>;
    /// What is not there is no error.
    fn remove_waiting(&mut self, key: &PublicKey) -> Stored<()>;
    fn put_invitation(&mut self, invitation: &StoredInvitation) -> Stored<()>;
    /// A credential that another person has fails.
    fn put_security_key(&mut self, key: &StoredSecurityKey) -> Stored<()>;
    /// Forgets all of a person's, as if there had never been any.
    fn forget_security_keys(&mut self, person: &PersonId) -> Stored<()>;
    /// In place of the one before; `None` takes it away.
    fn put_challenge(&mut self, person: &PersonId, challenge: Option<&StoredChallenge>) -> Stored<()>;
    fn put_witnessed(&mut self, origin: &str, size: u64, root: Hash) -> Stored<()>;

    fn as_read(&self) -> &dyn DirectoryRead;
}
