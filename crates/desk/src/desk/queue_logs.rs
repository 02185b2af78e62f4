//! A queue's own log as the desk remembers it: the desk checks that it only grows and holds what the queue accepted from
//! here, so that the queue cannot rewrite it alone. What does not hold is an incident: recorded, told, and no grant goes
//! to that queue until the person has looked at it.

use super::Desk;
use crate::errors::QueueError;
use crate::log::payloads::QueueLogEvidence;
use crate::ports::ConnectorError;
use crate::queue_log::{self, Judged};
use crate::state::Queue;
use crate::store::{Acceptance, Incident, IncidentKind, QueueId, QueueLog, QueueRecord, StoreError, Write};
use approval::{TenantId, Timestamp};
use queue_api::origins;
use std::collections::BTreeSet;
use tlog::checkpoint::Checkpoint;
use tlog::note::NoteKey;
use tlog::tile::{Tile, Tiles};

/// Proofs of so many acceptances are worked out in one look; the others wait for the next.
const AT_ONCE: usize = 256;

/// A look that is under way.
pub(crate) struct Look {
    turn: u64,
    /// When it began, by the queue's clock.
    asked: Timestamp,
    /// Whether that is sure.
    anchored: bool,
}

/// A checkpoint of a queue's own log, with its signature checked.
pub(crate) struct Shown {
    note: String,
    pub checkpoint: Checkpoint,
}

impl Desk {
    /// The key of the log that the queue itself keeps, as it named it last: a verifier key.
    pub fn log_of(&self, queue: &QueueId) -> Option<String> {
        self.lock().queues.get(queue).and_then(|queue| Some(queue.record.me.as_ref()?.log.clone()))
    }

    /// The tenants whose log is to be looked at now; none until this device is enrolled and the queue answers.
    pub(crate) fn queue_logs_due(&self, queue_id: &QueueId) -> Vec<TenantId> {
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Vec::new() };
        let now = self.here().time(queue);
        dues(queue, now).filter(|(_, due)| *due <= now).map(|(tenant, _)| tenant).collect()
    }

    /// In how many milliseconds the next one is; `None` while nothing is to be looked at.
    pub(crate) fn queue_log_due_in(&self, queue_id: &QueueId) -> Option<u64> {
        let state = self.lock();
        let queue = state.queues.get(queue_id)?;
        let now = self.here().time(queue);
        let next = dues(queue, now).map(|(_, due)| due).min()?;
        Some(u64::try_from(next.millis_since(now)).unwrap_or_default())
    }

    /// Whether the system shows logs at all.
    pub(crate) fn shows_logs(&self, queue_id: &QueueId, shows: bool) {
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.looks.none = !shows;
        }
    }

    /// The queue told something earlier than before, or says that it knows less: nothing is granted there until its logs were
    /// looked at once more.
    pub(crate) fn look_anew(&self, queue_id: &QueueId) {
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.looks.begin_anew();
        }
        self.wakes.queue(queue_id).look.notify_one();
        self.aged();
    }

    /// Asked for before anything is fetched.
    pub(crate) fn begins_look(&self, queue_id: &QueueId) -> Option<Look> {
        let state = self.lock();
        let queue = state.queues.get(queue_id)?;
        let anchored = queue.anchored(self.now(), self.boot_id()).is_some();
        Some(Look { turn: queue.looks.turn(), asked: self.here().time(queue), anchored })
    }

    /// Why one of the logs could not be read just now; `None` where all could.
    pub(crate) fn told_of_looks(&self, queue_id: &QueueId, trouble: Option<String>) {
        let news = self.lock().queues.get_mut(queue_id).is_some_and(|queue| queue.looks.told(trouble));
        if news {
            self.aged();
        }
    }

    /// Believed only under the key that the queue had when this device was enrolled. `None`: nothing is logged there yet.
    pub(crate) fn shown_by_queue(
        &self,
        queue_id: &QueueId,
        tenant: &TenantId,
        note: Option<String>,
    ) -> Result<Option<Shown>, ConnectorError> {
        let bad = |what: String| ConnectorError::BadAnswer(format!("its log: {what}"));
        let state = self.lock();
        let queue = state.queues.get(queue_id).ok_or_else(|| bad("no such queue".to_owned()))?;
        let Some(note) = note else {
            let log = queue.record.logs.get(tenant);
            let expected = log.is_some_and(|log| log.checkpoint.is_some() || !log.awaited.is_empty());
            return if expected {
                Err(bad("it showed entries before, and shows none now".to_owned()))
            } else {
                Ok(None)
            };
        };
        let key = log_key(queue, tenant).ok_or_else(|| bad("no key".to_owned()))?;
        let checkpoint = Checkpoint::verify(&note, &key).map_err(|error| bad(error.to_string()))?;
        Ok(Some(Shown { note, checkpoint }))
    }

    /// Those that are to be fetched, and where to put them.
    pub(crate) fn tiles_to_look_at(&self, queue_id: &QueueId, tenant: &TenantId, size: u64) -> (Tiles, BTreeSet<Tile>) {
        let tiles = Tiles::of(size);
        let state = self.lock();
        let log = state.queues.get(queue_id).and_then(|queue| queue.record.logs.get(tenant));
        let old = log.and_then(remembered).map_or(0, |known| known.size);
        let awaited = log.into_iter().flat_map(|log| &log.awaited).map(|awaited| awaited.index);
        let needed = tiles.needed(old, &awaited.take(AT_ONCE).collect::<Vec<u64>>());
        (tiles, needed)
    }

    /// Makes durable what the look showed; no when nothing can be concluded from it.
    pub(crate) fn looked_at_queue_log(
        &self,
        queue_id: &QueueId,
        tenant: &TenantId,
        shown: Option<&Shown>,
        tiles: &Tiles,
        look: &Look,
    ) -> Result<bool, StoreError> {
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(true) };
        let mut log = queue.record.logs.get(tenant).cloned().unwrap_or_else(|| QueueLog::new(look.asked));
        let asked_at = look.anchored.then_some(look.asked);
        let known = remembered(&log);
        let judged = match shown {
            Some(shown) => queue_log::judge(&log, known.as_ref(), &shown.checkpoint, tiles, asked_at),
            None => Judged::Holds { found: Vec::new() },
        };
        match judged {
            Judged::Holds { found } => {
                log.included += found.len() as u64;
                log.awaited.retain(|awaited| !found.contains(awaited));
                log.checkpoint = shown.map(|shown| shown.note.clone());
                log.checked_at = Some(look.asked);
                // What was accepted before and is not there yet may still come, or not: until then nothing is sure.
                let whole = log.awaited.iter().all(|awaited| awaited.at > look.asked);
                let record = with_log(&queue.record, tenant, log);
                self.commit(&mut state, vec![Write::Queue(Box::new(record))])?;
                if let Some(queue) = state.queues.get_mut(queue_id) {
                    queue.looks.note(look.turn, tenant, look.asked, whole);
                }
                drop(state);
                // Grants may have waited for this.
                self.wake_held(queue_id);
                self.wake_delivery(queue_id);
                Ok(true)
            }
            Judged::Unclear => Ok(false),
            Judged::Broken(kind) => {
                tracing::error!(queue = %queue_id, %tenant, ?kind, "the queue's own log does not hold");
                let evidence = QueueLogEvidence {
                    tenant: tenant.clone(),
                    remembered: log.checkpoint.clone(),
                    shown: shown.map(|shown| shown.note.clone()),
                };
                drop(state);
                self.record_incident(queue_id, kind, Some(evidence), |queue, at| {
                    let log = queue.record.logs.get(tenant).cloned().unwrap_or_else(|| QueueLog::new(at));
                    let log = QueueLog { incident: Some(Incident { kind, at }), ..log };
                    Some(with_log(&queue.record, tenant, log))
                })?;
                Ok(true)
            }
        }
    }

    /// The person has looked at the incidents of this queue's log: it is remembered anew, as it is from now on.
    pub fn accept_queue_log(&self, queue: &str) -> Result<(), QueueError> {
        let queue_id = QueueId::new(queue);
        let broken: Vec<TenantId> = {
            let state = self.lock();
            let queue = state.queues.get(&queue_id).ok_or_else(|| state.no_queue(queue))?;
            let broken = queue.record.logs.iter().filter(|(_, log)| log.incident.is_some());
            broken.map(|(tenant, _)| tenant.clone()).collect()
        };
        for tenant in broken {
            let evidence = QueueLogEvidence { tenant: tenant.clone(), remembered: None, shown: None };
            self.record_incident(&queue_id, IncidentKind::QueueLogAccepted, Some(evidence), |queue, at| {
                Some(with_log(&queue.record, &tenant, QueueLog::new(at)))
            })?;
        }
        if let Some(queue) = self.lock().queues.get_mut(&queue_id) {
            queue.looks.begin_anew();
        }
        let wakes = self.wakes.queue(&queue_id);
        wakes.look.notify_one();
        wakes.deliver.notify_one();
        Ok(())
    }
}

/// The record with an acceptance that its log must come to hold.
pub(super) fn awaiting(queue: &Queue, tenant: &TenantId, acceptance: Acceptance) -> QueueRecord {
    let log = queue.record.logs.get(tenant).cloned();
    let mut log = log.unwrap_or_else(|| QueueLog::new(acceptance.at));
    if !log.awaited.iter().any(|awaited| (awaited.index, awaited.leaf) == (acceptance.index, acceptance.leaf)) {
        log.awaited.push(acceptance);
    }
    with_log(&queue.record, tenant, log)
}

/// Whether the log, as remembered, has an entry of this number.
pub(super) fn is_taken(queue: &Queue, tenant: &TenantId, index: u64) -> bool {
    queue.record.logs.get(tenant).and_then(remembered).is_some_and(|known| index < known.size)
}

fn with_log(record: &QueueRecord, tenant: &TenantId, log: QueueLog) -> QueueRecord {
    let mut record = record.clone();
    record.logs.insert(tenant.clone(), log);
    record
}

fn remembered(log: &QueueLog) -> Option<Checkpoint> {
    Checkpoint::unverified(log.checkpoint.as_ref()?).ok()
}

fn log_key(queue: &Queue, tenant: &TenantId) -> Option<NoteKey> {
    let me = queue.record.me.as_ref()?;
    let public = *NoteKey::from_vkey(&me.log).ok()?.public();
    NoteKey::log(origins::server_log(&me.server, tenant), public).ok()
}

/// When each tenant's log is due, where there is somebody to look.
fn dues(queue: &Queue, now: Timestamp) -> impl Iterator<Item = (TenantId, Timestamp)> {
    let me = queue.record.me.as_ref().filter(|_| queue.record.device.is_some() && queue.is_up());
    let tenants = me.into_iter().flat_map(|me| &me.tenants);
    tenants.filter_map(move |tenant| {
        let log = queue.record.logs.get(&tenant.id);
        let regular = log.map_or(Some(now), queue_log::due)?;
        Some((tenant.id.clone(), queue.looks.due(&tenant.id, regular, now)))
    })
}
