//! The queue: every use case is a method here, spread over the modules beside. It knows no HTTP, no SQL and
//! no clock; it refuses to answer anything about a tenant to people who are not of it.

use crate::keys::ServerKeys;
use crate::moment::Moment;
use crate::policy::Policy;
use crate::store::{
    DirectoryRead, DirectoryWrite, QueueStore, ServerIdentity, StoreError, Stored, TenantRead, TenantWrite,
};
use approval::{PersonId, PrincipalKind, TenantId, Timestamp};
use queue_api::RoleName;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

/// Called after a tenant's writing was committed.
pub type OnCommit = Box<dyn Fn(&TenantId) + Send + Sync>;

pub struct Queue {
    store: Arc<dyn QueueStore>,
    policies: BTreeMap<TenantId, Arc<dyn Policy>>,
    pub(crate) keys: ServerKeys,
    identity: ServerIdentity,
    started_at: Timestamp,
    on_commit: RwLock<Vec<OnCommit>>,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("tenant {0} is configured twice")]
    TenantTwice(TenantId),
    /// Nobody would end what is live there.
    #[error("tenant {0} has live grants or waiting requests, but no file; put its file back")]
    TenantWithoutFile(TenantId),
    #[error("{person} is {one:?} in one tenant's file and {other:?} in another's: one id is one person on a server")]
    TwoPeople { person: PersonId, one: String, other: String },
    /// With other keys every desk would see another server.
    #[error("these are not the keys that this data was first opened with; restore the keys, or start with new data")]
    OtherKeys,
    #[error("the server's name must be 1 to 100 characters without spaces and plus signs: {0:?}")]
    Name(String),
}

/// Who calls: one person in one role, in the tenants that name the person.
#[derive(Debug, Clone)]
pub struct Caller {
    pub person: PersonId,
    pub role: RoleName,
    pub token_minted_at: Timestamp,
    /// Sorted.
    pub tenants: Vec<TenantId>,
}

impl Queue {
    /// Opens the data: at the first start gives it `name`, which it keeps for life. A second program may open
    /// the same data beside a running server, to mint tokens and invitations; only one may serve it.
    pub fn open(
        store: Arc<dyn QueueStore>,
        policies: Vec<Arc<dyn Policy>>,
        keys: ServerKeys,
        name: &str,
        moment: &Moment,
    ) -> Result<Self, OpenError> {
        let policies = by_tenant(policies)?;
        same_people(&policies)?;
        nothing_is_orphaned(store.as_ref(), &policies)?;
        let identity = identify(store.as_ref(), &keys, name, moment)?;
        let on_commit = RwLock::default();
        Ok(Self { store, policies, keys, identity, started_at: moment.now, on_commit })
    }

    /// Whether tenants' files go together, which is asked again when the data are opened: here nothing was touched yet.
    pub fn check_policies(policies: &[Arc<dyn Policy>]) -> Result<(), OpenError> {
        same_people(&by_tenant(policies.to_vec())?)
    }

    /// The server's name in payloads, log origins and as a witness.
    pub fn name(&self) -> &str {
        &self.identity.name
    }

    pub(crate) fn epoch(&self) -> &str {
        &self.identity.epoch
    }

    pub(crate) fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// Whether the data can be read.
    pub fn check_data(&self) -> Stored<()> {
        self.read_directory(|directory| directory.identity().map(drop))
    }

    /// Adds one who is told of every commit, right after it.
    pub fn on_commit(&self, call: OnCommit) {
        self.on_commit.write().unwrap_or_else(std::sync::PoisonError::into_inner).push(call);
    }

    pub(crate) fn policy(&self, tenant: &TenantId) -> Option<&dyn Policy> {
        self.policies.get(tenant).map(AsRef::as_ref)
    }

    pub(crate) fn policies(&self) -> impl Iterator<Item = (&TenantId, &dyn Policy)> {
        self.policies.iter().map(|(tenant, policy)| (tenant, policy.as_ref()))
    }

    /// The policy of a tenant that `caller` belongs to.
    pub(crate) fn visible_policy(&self, caller: &Caller, tenant: &TenantId) -> Option<&dyn Policy> {
        caller.tenants.contains(tenant).then(|| self.policy(tenant)).flatten()
    }

    /// The tenants whose files name this person as one who can act, sorted.
    pub(crate) fn tenants_of(&self, person: &PersonId) -> Vec<TenantId> {
        self.policies()
            .filter(|(_, policy)| policy.person(person).is_some())
            .map(|(tenant, _)| tenant.clone())
            .collect()
    }

    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        tenant: &TenantId,
        mut work: impl FnMut(&dyn TenantRead) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut result = None;
        let stored = self.store.read(tenant, &mut |tx| keep(&mut result, work(tx)));
        unkeep(stored, result)
    }

    /// One transaction; what `work` refuses leaves no trace.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        tenant: &TenantId,
        mut work: impl FnMut(&mut dyn TenantWrite) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut result = None;
        let stored = self.store.write(tenant, &mut |tx| keep(&mut result, work(tx)));
        let answer = unkeep(stored, result)?;
        for call in self.on_commit.read().unwrap_or_else(std::sync::PoisonError::into_inner).iter() {
            call(tenant);
        }
        Ok(answer)
    }

    pub(crate) fn read_directory<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&dyn DirectoryRead) -> Result<T, E>,
    ) -> Result<T, E> {
        read_directory(self.store.as_ref(), work)
    }

    pub(crate) fn write_directory<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn DirectoryWrite) -> Result<T, E>,
    ) -> Result<T, E> {
        write_directory(self.store.as_ref(), work)
    }
}

fn read_directory<T, E: From<StoreError>>(
    store: &dyn QueueStore,
    mut work: impl FnMut(&dyn DirectoryRead) -> Result<T, E>,
) -> Result<T, E> {
    let mut result = None;
    let stored = store.read_directory(&mut |tx| keep(&mut result, work(tx)));
    unkeep(stored, result)
}

fn write_directory<T, E: From<StoreError>>(
    store: &dyn QueueStore,
    mut work: impl FnMut(&mut dyn DirectoryWrite) -> Result<T, E>,
) -> Result<T, E> {
    let mut result = None;
    let stored = store.write_directory(&mut |tx| keep(&mut result, work(tx)));
    unkeep(stored, result)
}

/// Carries a use case's own answer past the store, which only hears whether to commit.
pub(crate) fn keep<T, E>(place: &mut Option<Result<T, E>>, result: Result<T, E>) -> Stored<()> {
    let commit = if result.is_ok() { Ok(()) } else { Err(StoreError::Abandoned) };
    *place = Some(result);
    commit
}

pub(crate) fn unkeep<T, E: From<StoreError>>(stored: Stored<()>, result: Option<Result<T, E>>) -> Result<T, E> {
    match (stored, result) {
        (Ok(()) | Err(StoreError::Abandoned), Some(result)) => result,
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StoreError::Failed("the store did not run the transaction".to_owned()).into()),
    }
}

fn by_tenant(policies: Vec<Arc<dyn Policy>>) -> Result<BTreeMap<TenantId, Arc<dyn Policy>>, OpenError> {
    let mut map = BTreeMap::new();
    for policy in policies {
        let id = policy.tenant().id.clone();
        if map.insert(id.clone(), policy).is_some() {
            return Err(OpenError::TenantTwice(id));
        }
    }
    Ok(map)
}

/// Ids are one namespace over all tenants of a server: the same id is the same person, or a mistake that
/// would show one tenant to a stranger.
fn same_people(policies: &BTreeMap<TenantId, Arc<dyn Policy>>) -> Result<(), OpenError> {
    let mut known: BTreeMap<PersonId, (String, PrincipalKind)> = BTreeMap::new();
    for policy in policies.values() {
        for id in &policy.directory().known {
            let Some(person) = policy.person(id) else { continue };
            let this = (person.name.clone(), person.kind);
            match known.get(id) {
                Some(that) if *that != this => {
                    let of_kind = |kind: PrincipalKind| kind.as_str().to_owned();
                    let (one, other) =
                        if that.0 == this.0 { (of_kind(that.1), of_kind(this.1)) } else { (that.0.clone(), this.0) };
                    return Err(OpenError::TwoPeople { person: id.clone(), one, other });
                }
                Some(_) => {}
                None => {
                    known.insert(id.clone(), this);
                }
            }
        }
    }
    Ok(())
}

/// A tenant whose file is gone, while time still has something to do there.
fn nothing_is_orphaned(
    store: &dyn QueueStore,
    policies: &BTreeMap<TenantId, Arc<dyn Policy>>,
) -> Result<(), OpenError> {
    for tenant in store.tenants()?.into_iter().filter(|tenant| !policies.contains_key(tenant)) {
        let mut waits = false;
        store.read(&tenant, &mut |tx| {
            waits = !tx.upcoming(1)?.is_empty();
            Ok(())
        })?;
        if waits {
            return Err(OpenError::TenantWithoutFile(tenant));
        }
    }
    Ok(())
}

fn identify(
    store: &dyn QueueStore,
    keys: &ServerKeys,
    name: &str,
    moment: &Moment,
) -> Result<ServerIdentity, OpenError> {
    let (log_key, witness_key) = (keys.log_key(), keys.witness_key());
    let identity = write_directory(store, |directory| {
        if let Some(identity) = directory.identity()? {
            return Ok(identity);
        }
        let length_fits = (1..=100).contains(&name.chars().count());
        if !length_fits || name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(OpenError::Name(name.to_owned()));
        }
        let identity = ServerIdentity { name: name.to_owned(), epoch: moment.nonce("epoch"), log_key, witness_key };
        directory.put_identity(&identity)?;
        Ok(identity)
    })?;
    if identity.log_key != log_key || identity.witness_key != witness_key {
        return Err(OpenError::OtherKeys);
    }
    Ok(identity)
}
