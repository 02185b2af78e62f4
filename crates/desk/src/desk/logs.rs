//! The logs at the door: pages of decisions, one decision with its proof, verification, export.

use super::Desk;
use crate::errors::{LogError, NoSuchQueue};
use crate::log::{self, Shown, StoredHashes, tree_error};
use crate::rules;
use crate::state::{LogCheck, Queue};
use crate::store::{Leaf, QueueId, StoreError};
use crate::view::{LogDetailView, LogQueueView, LogView};
use approval::Timestamp;
use serde::Deserialize;
use tlog::envelope::Envelope;
use tlog::hash::leaf_hash;
use tlog::tree::{inclusion_proof, root};

impl Desk {
    /// A page of a queue's log, newest decision first; when none is named, of one that does not
    /// verify, else of the queue decided on last.
    pub fn log(&self, queue: Option<&str>, offset: u32, limit: u32) -> Result<LogView, LogError> {
        let id = self.named(queue)?;
        let (count, rows) = self.store().groups(&id, u64::from(offset), u64::from(limit))?;
        let first_at = self.store().leaves(&id, 1, 1)?.first().and_then(clicked_at);
        let state = self.lock();
        let queue = state.log(&id).ok_or_else(|| state.no_log(id.as_str()))?;
        let named = |id: &QueueId| {
            let queue = state.log(id)?;
            Some(LogQueueView { id: id.to_string(), name: queue.log_name() })
        };
        let queues = state.logs().iter().filter_map(named).collect();
        Ok(log::view(&queue, queues, count, &rows, first_at, &self.here()))
    }

    /// One decision: `entry` is the number of its first entry, counted from 1, as `log` gave it.
    pub fn log_detail(&self, queue: Option<&str>, entry: u32) -> Result<LogDetailView, LogError> {
        let id = self.named(queue)?;
        let first = entry.checked_sub(1).ok_or(LogError::NoSuchEntry)?;
        let leaves = self.store().group(&id, u64::from(first))?;
        let state = self.lock();
        let queue = state.log(&id).ok_or_else(|| state.no_log(id.as_str()))?;
        let proven = leaves.iter().find(|leaf| log::is_decision(leaf)).or(leaves.last());
        let proof = proven.map(|leaf| self.proof_of(&queue, leaf)).transpose()?.flatten();
        log::detail(&queue, &leaves, proof, &self.here())
    }

    /// Verifies the whole log and answers with its first page.
    pub fn verify_log(&self, queue: Option<&str>) -> Result<LogView, LogError> {
        self.verify_log_telling(queue, &mut |_, _| {})
    }

    /// The same; `told` hears now and then how many entries were looked at, and of how many.
    pub fn verify_log_telling(&self, queue: Option<&str>, told: &mut dyn FnMut(u64, u64)) -> Result<LogView, LogError> {
        let id = self.named(queue)?;
        self.verify_now(&id, told)?;
        self.log(Some(id.as_str()), 0, 50)
    }

    /// Verifies a log that was not verified in this run.
    pub(crate) fn check_log(&self, id: &QueueId) -> Result<(), StoreError> {
        let checked = self.lock().log(id).is_none_or(|queue| queue.check.is_some());
        if checked { Ok(()) } else { self.verify_now(id, &mut |_, _| {}) }
    }

    fn verify_now(&self, id: &QueueId, told: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        let Some(as_it_stands) = self.as_it_stands(id) else { return Ok(()) };
        let begun = self.now();
        let Some(check) = log::verify(self.store(), &as_it_stands, begun.wall, told)? else { return Ok(()) };
        let mut state = self.lock();
        state.with(&id.live(), |queue| {
            let at = self.here().time(queue);
            let check = LogCheck { at, took_millis: self.now().boot - begun.boot, ..check };
            if id.is_former() {
                queue.former_checks.insert(id.clone(), check);
            } else if as_it_stands.record.former.len() == queue.record.former.len() {
                queue.check = Some(check);
            }
        });
        drop(state);
        self.emit(super::DeskEvent::LogChanged);
        self.emit(super::DeskEvent::StatusChanged);
        Ok(())
    }

    /// A copy of where the log stands, without what is written meanwhile.
    pub(super) fn as_it_stands(&self, id: &QueueId) -> Option<Queue> {
        let state = self.lock();
        let queue = state.log(id)?;
        Some(Queue { head: queue.head.clone(), check: queue.check.clone(), ..Queue::new(queue.record.clone()) })
    }

    pub(super) fn named(&self, queue: Option<&str>) -> Result<QueueId, LogError> {
        let logs = self.lock().logs();
        let found = match queue {
            Some(name) => logs.into_iter().find(|id| id.as_str() == name),
            None => match self.broken() {
                Some(broken) => Some(broken),
                None => {
                    let first = || self.queues().into_iter().chain(logs).next();
                    self.decided_on_last()?.or_else(first)
                }
            },
        };
        Ok(found.ok_or_else(|| self.lock().no_log(queue.unwrap_or_default()))?)
    }

    /// The queue that is connected by this id.
    pub(crate) fn queue_named(&self, queue: &str) -> Result<QueueId, NoSuchQueue> {
        let state = self.lock();
        let found = state.queues.keys().find(|id| id.as_str() == queue).cloned();
        found.ok_or_else(|| state.no_queue(queue))
    }

    fn broken(&self) -> Option<QueueId> {
        let state = self.lock();
        state.queues.values().find(|queue| rules::log_is_broken(queue)).map(|queue| queue.id().clone())
    }

    fn decided_on_last(&self) -> Result<Option<QueueId>, StoreError> {
        let mut last = None;
        for id in self.queues() {
            let (_, newest) = self.store().groups(&id, 0, 1)?;
            let at = newest.first().and_then(|leaves| leaves.first()).and_then(clicked_at);
            last = last.max(at.map(|at| (at, id)));
        }
        Ok(last.map(|(_, id)| id))
    }

    /// Under the cosigned checkpoint if that covers the leaf, else under the newest.
    fn proof_of(&self, queue: &Queue, leaf: &Leaf) -> Result<Option<Shown>, StoreError> {
        let cosigned = queue.head.cosigned.as_ref().map(|cosigned| cosigned.size).filter(|size| leaf.index < *size);
        let size = cosigned.unwrap_or(queue.head.size);
        if leaf.index >= size {
            return Ok(None);
        }
        let hashes = StoredHashes { store: self.store(), queue: queue.id() };
        Ok(Some(Shown {
            leaf: leaf_hash(&leaf.bytes),
            root: root(size, &hashes).map_err(tree_error)?,
            size,
            path: inclusion_proof(leaf.index, size, &hashes).map_err(tree_error)?,
        }))
    }
}

/// When the first decision was clicked: the log's first entry carries no time.
fn clicked_at(leaf: &Leaf) -> Option<Timestamp> {
    #[derive(Deserialize)]
    struct Clicked {
        clicked_at: Timestamp,
    }
    let envelope = Envelope::from_bytes(&leaf.bytes).ok()?;
    serde_json::from_slice(&envelope.payload).ok().map(|clicked: Clicked| clicked.clicked_at)
}
