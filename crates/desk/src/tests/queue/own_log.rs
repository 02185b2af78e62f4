//! The made-up queue's own log of the one tenant, which shows what a test tells it to show.

use super::{FakeQueue, SERVER};
use crate::ports::{ConnectorError, QueueLogs};
use approval::{TenantId, Timestamp, Window};
use async_trait::async_trait;
use queue_api::origins;
use queue_api::signed::{AcceptancePayload, DecisionPayload};
use std::time::Duration;
use tlog::checkpoint::Checkpoint;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::SeedKey;
use tlog::payload::PayloadType;
use tlog::tile::Tile;
use tlog::tree::{HashReader, MemoryHashes, root};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shows {
    #[default]
    Honestly,
    /// Only its first entries.
    First(u64),
    /// Another history of the same size.
    AnotherHistory,
    /// Signed by somebody else.
    Unsigned,
    Nothing,
    /// A checkpoint, and no tiles.
    NoTiles,
}

#[derive(Default)]
pub struct OwnLog {
    hashes: MemoryHashes,
    other: MemoryHashes,
    pub shows: Shows,
    /// What it accepts is signed, and not written.
    pub forgets: bool,
    /// So long before its answer it says that it accepted.
    pub stamps_early_millis: i64,
    /// How often a checkpoint was asked for.
    pub looks: usize,
    /// So long is one under way.
    pub delay: Duration,
    /// The queue has no log to show.
    pub none: bool,
}

impl OwnLog {
    pub fn size(&self) -> u64 {
        self.hashes.size()
    }

    /// Something that is none of this desk's.
    pub fn grow(&mut self, entries: u64) {
        for _ in 0..entries {
            self.append(Hash::of(self.size().to_be_bytes()));
        }
    }

    pub(super) fn append(&mut self, leaf: Hash) {
        self.hashes.append(leaf).unwrap();
        self.other.append(Hash::of(leaf.0)).unwrap();
    }

    pub(super) fn accept(
        &mut self,
        key: &SeedKey,
        envelope: &Envelope,
        payload: &DecisionPayload,
        granted_window: Option<Window>,
        now: Timestamp,
    ) -> Envelope {
        let acceptance = AcceptancePayload {
            v: 1,
            server: SERVER.to_owned(),
            tenant: payload.tenant.clone(),
            subject: payload.subject.clone(),
            decision: Hash::of(envelope.leaf_bytes()),
            action: payload.action,
            granted_window,
            proven: true,
            presence: None,
            accepted_at: now.plus_millis(-self.stamps_early_millis),
            log_index: self.size(),
            prev_leaf_hash: Hash::ZERO,
        };
        let bytes = serde_json::to_vec(&acceptance).unwrap();
        let accepted = Envelope::sign(PayloadType::Acceptance.to_string(), &bytes, key).unwrap();
        if !self.forgets {
            self.append(accepted.leaf_hash());
        }
        accepted
    }

    fn shown(&self) -> (&MemoryHashes, u64) {
        match self.shows {
            Shows::AnotherHistory => (&self.other, self.size()),
            Shows::First(size) => (&self.hashes, size),
            Shows::Honestly | Shows::Unsigned | Shows::Nothing | Shows::NoTiles => (&self.hashes, self.size()),
        }
    }
}

#[async_trait]
impl QueueLogs for FakeQueue {
    async fn checkpoint(&self, tenant: &TenantId) -> Result<Option<String>, ConnectorError> {
        let delay = self.model().log.delay;
        tokio::time::sleep(delay).await;
        let mut model = self.reachable()?;
        model.log.looks += 1;
        let (hashes, size) = model.log.shown();
        if size == 0 || model.log.shows == Shows::Nothing {
            return Ok(None);
        }
        let checkpoint =
            Checkpoint { origin: origins::server_log(SERVER, tenant), size, root: root(size, hashes).unwrap() };
        let stranger = SeedKey::from_seed(&[7; 32]);
        let key = if model.log.shows == Shows::Unsigned { &stranger } else { &model.key };
        Ok(Some(checkpoint.sign(key).unwrap()))
    }

    async fn tile(&self, _: &TenantId, tile: Tile) -> Result<Vec<u8>, ConnectorError> {
        let model = self.reachable()?;
        let (hashes, size) = model.log.shown();
        if !tile.lies_in(size) || model.log.shows == Shows::NoTiles {
            return Err(ConnectorError::BadAnswer("no such tile".to_owned()));
        }
        Ok(hashes.read(&tile.stored()).unwrap().iter().flat_map(|hash| hash.0).collect())
    }
}
