//! Control: a queue whose storage does not know what was sent before. It takes each sending for a new one, and has no receipt
//! of the earlier one to show.

use approval::{EntitlementId, GrantId, PersonId, RequestId, TenantId, Window};
use queue::QueueStore;
use queue::store::{
    DirectoryReading, DirectoryWriting, Due, Placed, RequestFilter, Stored, StoredAnswer, StoredDecision, StoredGrant,
    StoredRequest, TenantRead, TenantReading, TenantWrite, TenantWriting,
};
use queue_api::Suspended;
use queue_store::SqliteStore;
use std::ops::Deref;
use tlog::Hash;

pub struct Forgetful(pub SqliteStore);

impl QueueStore for Forgetful {
    fn tenants(&self) -> Stored<Vec<TenantId>> {
        self.0.tenants()
    }
    fn read(&self, tenant: &TenantId, work: &mut TenantReading<'_>) -> Stored<()> {
        self.0.read(tenant, &mut |tx| work(&Knows(tx)))
    }
    fn write(&self, tenant: &TenantId, work: &mut TenantWriting<'_>) -> Stored<()> {
        self.0.write(tenant, &mut |tx| work(&mut Knows(tx)))
    }
    fn read_directory(&self, work: &mut DirectoryReading<'_>) -> Stored<()> {
        self.0.read_directory(work)
    }
    fn write_directory(&self, work: &mut DirectoryWriting<'_>) -> Stored<()> {
        self.0.write_directory(work)
    }
}

/// A transaction that finds everything but earlier answers.
struct Knows<T>(T);

impl<T: Deref<Target: TenantRead>> TenantRead for Knows<T> {
    fn answer(&self, _: &PersonId, _: &str) -> Stored<Option<StoredAnswer>> {
        Ok(None)
    }
    fn decision(&self, _: &Hash) -> Stored<Option<StoredDecision>> {
        Ok(None)
    }
    fn request(&self, id: &RequestId) -> Stored<Option<StoredRequest>> {
        self.0.request(id)
    }
    fn requests(&self, filter: &RequestFilter) -> Stored<Vec<StoredRequest>> {
        self.0.requests(filter)
    }
    fn grant(&self, id: &GrantId) -> Stored<Option<StoredGrant>> {
        self.0.grant(id)
    }
    fn grants(&self, after: Option<&str>, limit: usize) -> Stored<Vec<StoredGrant>> {
        self.0.grants(after, limit)
    }
    fn position(&self) -> Stored<u64> {
        self.0.position()
    }
    fn changed_after(&self, position: u64, limit: usize) -> Stored<Vec<Placed>> {
        self.0.changed_after(position, limit)
    }
    fn upcoming(&self, limit: usize) -> Stored<Vec<Due>> {
        self.0.upcoming(limit)
    }
    fn granted_windows(&self, entitlement: &EntitlementId, limit: usize) -> Stored<Vec<Window>> {
        self.0.granted_windows(entitlement, limit)
    }
    fn was_granted(&self, person: &PersonId, entitlement: &EntitlementId) -> Stored<bool> {
        self.0.was_granted(person, entitlement)
    }
    fn suspensions(&self) -> Stored<Vec<(PersonId, Suspended)>> {
        self.0.suspensions()
    }
    fn log_size(&self) -> Stored<u64> {
        self.0.log_size()
    }
    fn leaf(&self, index: u64) -> Stored<Option<Vec<u8>>> {
        self.0.leaf(index)
    }
    fn log_hashes(&self, indexes: &[u64]) -> Stored<Vec<Hash>> {
        self.0.log_hashes(indexes)
    }
    fn checkpoint(&self) -> Stored<Option<String>> {
        self.0.checkpoint()
    }
}

impl TenantWrite for Knows<&mut dyn TenantWrite> {
    fn put_request(&mut self, request: &StoredRequest) -> Stored<()> {
        self.0.put_request(request)
    }
    fn put_grant(&mut self, grant: &StoredGrant) -> Stored<()> {
        self.0.put_grant(grant)
    }
    fn put_answer(&mut self, person: &PersonId, key: &str, answer: &StoredAnswer) -> Stored<()> {
        self.0.put_answer(person, key, answer)
    }
    fn put_decision(&mut self, decision: &StoredDecision) -> Stored<()> {
        self.0.put_decision(decision)
    }
    fn put_suspension(&mut self, person: &PersonId, suspended: Option<&Suspended>) -> Stored<()> {
        self.0.put_suspension(person, suspended)
    }
    fn append_leaf(&mut self, leaf: &[u8], hashes: &[(u64, Hash)]) -> Stored<()> {
        self.0.append_leaf(leaf, hashes)
    }
    fn put_checkpoint(&mut self, checkpoint: &str) -> Stored<()> {
        self.0.put_checkpoint(checkpoint)
    }
    fn as_read(&self) -> &dyn TenantRead {
        self
    }
}
