//! A store that forgets with the process: for tests and for trying things out. It keeps the whole contract but
//! durability; a copy of the handle sees the same contents, so that a test can open the profile again.

use super::{
    Cosigned, DecisionMeasure, DeskStore, Figures, Findable, Finding, Found, GrantMeasure, Head, Heard, Leaf, Measure,
    Measuring, Mirrored, NewLeaf, Outbox, QueueId, QueueRecord, RequestMeasure, SavedView, Snooze, StoreError, Stored,
    StoredQueue, Write, place_of,
};
use crate::attention::Known;
use approval::{GrantId, RequestId};
use queue_api::GrantRecord;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tlog::hash::{Hash, leaf_hash};
use tlog::payload::ErasedParts;

#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Kept>>);

#[derive(Debug, Clone, Default)]
struct Kept {
    queues: BTreeMap<QueueId, KeptQueue>,
    told: HashMap<String, Known>,
    settings: BTreeMap<String, String>,
    views: BTreeMap<String, SavedView>,
    snoozes: BTreeMap<(QueueId, RequestId), Snooze>,
    /// By place.
    findable: BTreeMap<i64, Findable>,
    failing: Option<Failing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failing {
    BeforeWriting,
    AfterWriting,
}

#[derive(Debug, Clone, Default)]
struct KeptQueue {
    record: Option<QueueRecord>,
    cursor: Option<String>,
    heard: Option<Heard>,
    requests: BTreeMap<RequestId, Arc<Mirrored>>,
    grants: BTreeMap<GrantId, GrantRecord>,
    outbox: BTreeMap<String, Outbox>,
    leaves: Vec<Leaf>,
    hashes: Vec<Hash>,
    checkpoint: Option<String>,
    cosigned: Option<Cosigned>,
    own: BTreeMap<u64, DecisionMeasure>,
    measured_requests: BTreeMap<RequestId, RequestMeasure>,
    measured_grants: BTreeMap<GrantId, GrantMeasure>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the next commit fail, `written` or not: a medium that failed says nothing of which.
    pub fn fail_next_commit(&self, written: bool) {
        self.kept().failing = Some(if written { Failing::AfterWriting } else { Failing::BeforeWriting });
    }

    /// Changes one byte of a stored leaf, as damage or a hostile hand would.
    pub fn flip_byte(&self, queue: &QueueId, index: u64, at: usize) {
        let mut kept = self.kept();
        let leaf = kept.queues.get_mut(queue).and_then(|q| q.leaves.iter_mut().find(|leaf| leaf.index == index));
        if let Some(byte) = leaf.and_then(|leaf| leaf.bytes.get_mut(at)) {
            *byte ^= 1;
        }
    }

    /// What a backup of it would hold.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.kept().clone())))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DeskStore for MemoryStore {
    fn load(&self) -> Result<Stored, StoreError> {
        let kept = self.kept();
        let queues = kept.queues.values().filter_map(KeptQueue::stored).collect();
        let (told, settings) = (kept.told.clone(), kept.settings.clone());
        Ok(Stored { queues, told, settings, views: kept.views.clone(), snoozes: kept.snoozes.clone() })
    }

    fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let failing = kept.failing.take();
        if failing == Some(Failing::BeforeWriting) {
            return Err(StoreError::Failed("told to fail".to_owned()));
        }
        kept.in_order(writes)?;
        for write in writes {
            kept.write(write);
        }
        match failing {
            Some(_) => Err(StoreError::Failed("told to fail after writing".to_owned())),
            None => Ok(()),
        }
    }

    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        let kept = self.kept();
        let hashes = kept.queues.get(queue).map_or(&[][..], |q| &q.hashes);
        let at = |index: &u64| usize::try_from(*index).ok().and_then(|index| hashes.get(index)).copied();
        let missing = || StoreError::Damaged("a hash of the log is missing".to_owned());
        indexes.iter().map(|index| at(index).ok_or_else(missing)).collect()
    }

    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
        let kept = self.kept();
        let leaves = kept.queues.get(queue).map_or(&[][..], |q| &q.leaves);
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(leaves.iter().skip(first).take(limit).cloned().collect())
    }

    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
        let kept = self.kept();
        let mut groups = BTreeMap::<u64, Vec<Leaf>>::new();
        for leaf in kept.queues.get(queue).map_or(&[][..], |q| &q.leaves) {
            groups.entry(leaf.group).or_default().push(leaf.clone());
        }
        let count = groups.len() as u64;
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let take = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok((count, groups.into_values().rev().skip(skip).take(take).collect()))
    }

    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
        let kept = self.kept();
        let leaves = kept.queues.get(queue).map_or(&[][..], |q| &q.leaves);
        Ok(leaves.iter().filter(|leaf| leaf.group == first).cloned().collect())
    }

    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
        let kept = self.kept();
        let leaves = kept.queues.get(queue).map_or(&[][..], |q| &q.leaves);
        let opened = leaves.iter().filter(|leaf| leaf.index >= from && !leaf.openings.is_empty());
        Ok(opened.map(|leaf| (leaf.index, leaf.group)).take(limit).collect())
    }

    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError> {
        let kept = self.kept();
        let admitted = kept.findable.iter().rev().filter(|(place, entry)| finding.admits(**place, entry));
        let found = admitted.map(|(place, entry)| Found { place: *place, entry: entry.clone() });
        Ok(found.take(finding.limit as usize).collect())
    }

    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError> {
        let kept = self.kept();
        let of_it = kept.findable.values().filter(|entry| entry.queue == *queue);
        Ok(of_it.map(|entry| entry.last + 1).max().unwrap_or_default())
    }

    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
        Ok(self.kept().queues.get(queue).map(|q| q.of_the_mirror().collect()).unwrap_or_default())
    }

    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError> {
        let kept = self.kept();
        let of = |(id, q): (&QueueId, &KeptQueue)| {
            let own = q.own.values().cloned().map(Measure::Decision);
            own.chain(q.of_the_mirror()).map(|measure| (id.clone(), measure)).collect::<Vec<_>>()
        };
        let lines: Vec<(QueueId, Measure)> = kept.queues.iter().flat_map(of).collect();
        Ok(Figures::of(measuring, lines.iter().map(|(queue, measure)| (queue, measure))))
    }
}

impl Kept {
    fn findable(&mut self, entry: &Findable) {
        let same = |(_, known): &(&i64, &Findable)| known.queue == entry.queue && known.first == entry.first;
        let known = self.findable.iter().find(same).map(|(place, _)| *place);
        let mut place = known.unwrap_or_else(|| place_of(entry.at));
        while known.is_none() && self.findable.contains_key(&place) {
            place += 1;
        }
        self.findable.insert(place, entry.clone());
    }

    fn begin_anew(&mut self, queue: &QueueId, former: &QueueId) {
        let kept = self.queue(queue);
        let outbox = std::mem::take(&mut kept.outbox);
        let (open, ended) = outbox.into_iter().partition(|(_, row)| row.open);
        kept.outbox = open;
        (kept.checkpoint, kept.cosigned) = (None, None);
        let (leaves, hashes) = (std::mem::take(&mut kept.leaves), std::mem::take(&mut kept.hashes));
        let own = std::mem::take(&mut kept.own);
        *self.queue(former) = KeptQueue { leaves, hashes, own, outbox: ended, ..KeptQueue::default() };
        for entry in self.findable.values_mut().filter(|entry| entry.queue == *queue) {
            entry.queue = former.clone();
        }
    }

    fn queue(&mut self, id: &QueueId) -> &mut KeptQueue {
        self.queues.entry(id.clone()).or_default()
    }

    /// Whether every new leaf follows the last one: all that a commit can be refused for.
    fn in_order(&self, writes: &[Write]) -> Result<(), StoreError> {
        let mut sizes = BTreeMap::new();
        for write in writes {
            if let Write::NewLog { queue, .. } = write {
                sizes.insert(queue, 0);
            }
            let Write::Leaf { queue, new } = write else { continue };
            let kept = self.queues.get(queue).map_or(0, |q| q.leaves.len() as u64);
            let expected = sizes.entry(queue).or_insert(kept);
            if new.leaf.index != *expected {
                return Err(StoreError::OutOfOrder { expected: *expected, got: new.leaf.index });
            }
            *expected += 1;
        }
        Ok(())
    }

    fn write(&mut self, write: &Write) {
        match write {
            Write::Queue(record) => self.queue(&record.id).record = Some((**record).clone()),
            Write::Heard { queue, heard } => self.queue(queue).heard = Some(heard.clone()),
            Write::Cursor { queue, cursor } => self.queue(queue).cursor.clone_from(cursor),
            Write::Request { queue, request, .. } => {
                self.queue(queue).requests.insert(request.facts.id.clone(), request.clone());
            }
            Write::Forget { queue, id } => {
                self.snoozes.remove(&(queue.clone(), id.clone()));
                let queue = self.queue(queue);
                queue.requests.remove(id);
                queue.measured_requests.remove(id);
            }
            Write::Grant { queue, record } => {
                self.queue(queue).grants.insert(record.grant.id.clone(), (**record).clone());
            }
            Write::ForgetGrant { queue, id } => {
                let queue = self.queue(queue);
                queue.grants.remove(id);
                queue.measured_grants.remove(id);
            }
            Write::Leaf { queue, new } => self.queue(queue).append(new),
            Write::Checkpoint { queue, note } => self.queue(queue).checkpoint = Some(note.clone()),
            Write::Cosigned { queue, cosigned } => self.queue(queue).cosigned = Some(cosigned.clone()),
            Write::Outbox(row) => {
                self.queue(&row.queue).outbox.remove(&row.id);
                let queue = if row.open { &row.queue } else { row.log() };
                self.queue(queue).outbox.insert(row.id.clone(), (**row).clone());
            }
            Write::NewLog { queue, former } => self.begin_anew(queue, former),
            Write::Findable(entry) => self.findable(entry),
            Write::Measured { queue, measure } => self.queue(queue).measure(measure),
            Write::Erase { queue, group, parts } => self.queue(queue).erase(*group, parts),
            Write::Told { request, told: Some(told) } => {
                self.told.insert(request.clone(), told.clone());
            }
            Write::Told { request, told: None } => {
                self.told.remove(request);
            }
            Write::Snooze { queue, id, snooze: Some(snooze) } => {
                self.snoozes.insert((queue.clone(), id.clone()), snooze.clone());
            }
            Write::Snooze { queue, id, snooze: None } => {
                self.snoozes.remove(&(queue.clone(), id.clone()));
            }
            Write::View { name, view: Some(view) } => {
                self.views.insert(name.clone(), view.clone());
            }
            Write::View { name, view: None } => {
                self.views.remove(name);
            }
            Write::Setting { name, value: Some(value) } => {
                self.settings.insert(name.clone(), value.clone());
            }
            Write::Setting { name, value: None } => {
                self.settings.remove(name);
            }
        }
    }
}

impl KeptQueue {
    fn append(&mut self, new: &NewLeaf) {
        self.leaves.push(new.leaf.clone());
        self.hashes.extend(new.hashes.iter().map(|(_, hash)| *hash));
    }

    fn measure(&mut self, measure: &Measure) {
        match measure {
            Measure::Decision(own) => {
                let known = self.own.get(&own.first).and_then(|known| known.took);
                self.own.insert(own.first, DecisionMeasure { took: own.took.or(known), ..own.clone() });
            }
            Measure::Request(request) => {
                self.measured_requests.insert(request.id.clone(), request.clone());
            }
            Measure::Grant(grant) => {
                self.measured_grants.insert(grant.id.clone(), grant.clone());
            }
        }
    }

    fn of_the_mirror(&self) -> impl Iterator<Item = Measure> {
        let requests = self.measured_requests.values().cloned().map(Measure::Request);
        requests.chain(self.measured_grants.values().cloned().map(Measure::Grant))
    }

    fn erase(&mut self, group: u64, parts: &[ErasedParts]) {
        for part in parts {
            let leaf = self.leaves.iter_mut().find(|leaf| leaf.index == part.log_index);
            if let Some(leaf) = leaf {
                leaf.openings.retain(|name, _| !part.names.contains(name));
            }
        }
        self.outbox.retain(|_, row| row.open || row.intent != group);
    }

    fn stored(&self) -> Option<StoredQueue> {
        Some(StoredQueue {
            record: self.record.clone()?,
            cursor: self.cursor.clone(),
            heard: self.heard.clone(),
            requests: self.requests.values().cloned().collect(),
            grants: self.grants.values().cloned().collect(),
            outbox: self.outbox.values().filter(|row| row.open).cloned().collect(),
            head: Head {
                size: self.leaves.len() as u64,
                last_leaf: self.leaves.last().map_or(Hash::ZERO, |leaf| leaf_hash(&leaf.bytes)),
                checkpoint: self.checkpoint.clone(),
                cosigned: self.cosigned.clone(),
            },
        })
    }
}
