//! The server's own log of a tenant: acceptances and events, each signed, each with the number and the hash
//! of the leaf before. Leaf, hashes and checkpoint are written in the transaction of what they speak of.

use crate::queue::Queue;
use crate::store::{StoreError, Stored, TenantRead, TenantWrite};
use approval::{PersonId, TenantId, Timestamp};
use queue_api::Base64Url;
use queue_api::signed::{AcceptancePayload, EventPayload, EventSubject};
use serde::Serialize;
use tlog::tree::{self, HashReader};
use tlog::{Checkpoint, Envelope, Hash, PayloadType, leaf_hash};

struct Hashes<'a>(&'a dyn TenantRead);

impl HashReader for Hashes<'_> {
    type Error = StoreError;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.0.log_hashes(indexes)
    }
}

/// Something that happened.
pub(crate) struct Event {
    pub subject: EventSubject,
    /// The stable word.
    pub word: &'static str,
    /// Of a remark: whose it was.
    pub by: Option<PersonId>,
    pub security_key: Option<Base64Url>,
    pub facts_digest: Option<Hash>,
    pub at: Timestamp,
}

impl Event {
    pub(crate) fn by(self, person: &PersonId) -> Self {
        Self { by: Some(person.clone()), ..self }
    }
}

impl Queue {
    /// The key name and first line of a tenant's log.
    pub(crate) fn log_origin(&self, tenant: &TenantId) -> String {
        queue_api::origins::server_log(self.name(), tenant)
    }

    pub(crate) fn log_event(&self, tx: &mut dyn TenantWrite, tenant: &TenantId, event: Event) -> Stored<()> {
        let (log_index, prev_leaf_hash) = next_leaf(tx.as_read())?;
        let payload = EventPayload {
            v: 1,
            server: self.name().to_owned(),
            tenant: tenant.clone(),
            subject: event.subject,
            event: event.word.to_owned(),
            by: event.by,
            security_key: event.security_key,
            facts_digest: event.facts_digest,
            at: event.at,
            log_index,
            prev_leaf_hash,
        };
        self.append(tx, tenant, PayloadType::Event, &payload).map(drop)
    }

    /// `payload` gets its place in the log; answers with the signed envelope.
    pub(crate) fn log_acceptance(
        &self,
        tx: &mut dyn TenantWrite,
        tenant: &TenantId,
        mut payload: AcceptancePayload,
    ) -> Stored<Envelope> {
        (payload.log_index, payload.prev_leaf_hash) = next_leaf(tx.as_read())?;
        self.append(tx, tenant, PayloadType::Acceptance, &payload)
    }

    fn append(
        &self,
        tx: &mut dyn TenantWrite,
        tenant: &TenantId,
        kind: PayloadType,
        payload: &impl Serialize,
    ) -> Stored<Envelope> {
        let failed = |error: &dyn std::fmt::Display| StoreError::Failed(format!("the log: {error}"));
        let payload = serde_json::to_vec(payload).map_err(|error| failed(&error))?;
        let envelope = Envelope::sign(kind.to_string(), &payload, &self.keys.log).map_err(|error| failed(&error))?;
        let leaf = envelope.leaf_bytes();
        let size = tx.log_size()?;
        let hashes = tree::stored_hashes(size, leaf_hash(&leaf), &Hashes(tx.as_read())).map_err(tree_error)?;
        tx.append_leaf(&leaf, &hashes)?;
        let root = tree::root(size + 1, &Hashes(tx.as_read())).map_err(tree_error)?;
        let checkpoint = Checkpoint { origin: self.log_origin(tenant), size: size + 1, root };
        let note = checkpoint.sign(&self.keys.log).map_err(|error| failed(&error))?;
        tx.put_checkpoint(&note)?;
        Ok(envelope)
    }
}

fn next_leaf(tx: &dyn TenantRead) -> Stored<(u64, Hash)> {
    let size = tx.log_size()?;
    let Some(last) = size.checked_sub(1) else { return Ok((0, Hash::ZERO)) };
    let leaf = tx.leaf(last)?.ok_or_else(|| StoreError::Damaged(format!("leaf {last} of the log is missing")))?;
    Ok((size, leaf_hash(&leaf)))
}

fn tree_error(error: tree::TreeError<StoreError>) -> StoreError {
    match error {
        tree::TreeError::Read(error) => error,
        tree::TreeError::Short { .. } | tree::TreeError::OutOfRange { .. } => StoreError::Damaged(error.to_string()),
    }
}
