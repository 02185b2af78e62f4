//! Erasing the personal parts of decisions when their time is over: a leaf says which, and in the same commit they are
//! gone, from the log's openings, the search index, the outbox's history and the mirror. Nothing is erased that is under
//! legal hold, still on its way, or unseen by the person; nor while the queue's time is not known for certain.

use super::Desk;
use crate::errors::LogError;
use crate::log::payloads::{ErasedOfFormer, ErasurePayload};
use crate::log::{self, AppendError, Appender, Dated};
use crate::state::{Queue, State};
use crate::store::{HeldBack, Leaf, LegalHold, Outbox, QueueId, Retention, StoreError, Write};
use approval::{GrantId, RequestId, RequestState};
use queue_api::signed::SubjectKind;
use std::collections::{BTreeMap, BTreeSet};
use tlog::payload::{ErasedParts, PayloadType};

/// Leaves looked at in one step; what is due of them is one leaf `erasure`.
const STEP: usize = 200;

impl Desk {
    pub fn retention(&self) -> Retention {
        self.lock().retention.clone()
    }

    /// How long the words of a queue's decisions are kept, or of one tenant's alone; `None`: for ever. Refused for a tenant that
    /// nobody knows.
    pub fn set_retention(
        &self,
        queue: Option<&str>,
        tenant: Option<&str>,
        days: Option<u32>,
    ) -> Result<Retention, LogError> {
        let id = self.named(queue)?.live();
        self.must_know(std::slice::from_ref(&id), tenant)?;
        self.change_retention(|retention| {
            retention.set(id, tenant.map(str::to_owned), days);
            Ok(())
        })
    }

    /// Keeps a tenant's words, or one decision's, whatever their time; or lets them go again. `Decision` may name any of
    /// the decision's entries, counted from 0. Refused where it would protect nothing, or nothing was held.
    pub fn set_hold(&self, queue: Option<&str>, what: HeldBack, held: bool) -> Result<Retention, LogError> {
        let log = self.named(queue)?;
        let (queue, what) = match what {
            HeldBack::Tenant(tenant) => {
                if held {
                    self.must_know(&[log.live()], Some(&tenant))?;
                }
                (log.live(), HeldBack::Tenant(tenant))
            }
            HeldBack::Decision(index) => {
                let leaf = self.store().leaves(&log, index, 1)?.pop().filter(|leaf| leaf.index == index);
                let first = leaf.ok_or(LogError::NoSuchEntry)?.group;
                if held && Dated::read(&self.store().group(&log, first)?).is_none() {
                    return Err(LogError::NotADecision);
                }
                (log, HeldBack::Decision(first))
            }
        };
        let hold = LegalHold { queue, what };
        self.change_retention(|retention| {
            if !held && !retention.holds.contains(&hold) {
                return Err(LogError::NotHeld);
            }
            retention.hold(hold, held);
            Ok(())
        })
    }

    fn change_retention(
        &self,
        change: impl FnOnce(&mut Retention) -> Result<(), LogError>,
    ) -> Result<Retention, LogError> {
        let mut state = self.lock();
        let mut retention = state.retention.clone();
        change(&mut retention)?;
        let value = serde_json::to_string(&retention).ok();
        self.commit(&mut state, vec![Write::Setting { name: "retention".to_owned(), value }])?;
        state.retention = retention.clone();
        Ok(retention)
    }

    /// Erases what is due, oldest first; answers with the number of decisions whose words are gone.
    pub fn erase_due(&self) -> Result<u64, StoreError> {
        // What is written of an erased decision says how far the index has come: it must have come that far.
        self.index_logs()?;
        let logs = self.lock().logs();
        let mut erased = 0;
        for id in logs {
            if !self.lock().retention.erases(&id.live()) {
                continue;
            }
            let mut from = 0;
            loop {
                let opened = self.store().opened(&id, from, STEP)?;
                let Some((last, _)) = opened.last() else { break };
                from = last + 1;
                let groups: BTreeSet<u64> = opened.iter().map(|(_, group)| *group).collect();
                erased += self.erase(&id, &groups)?;
            }
        }
        Ok(erased)
    }

    fn erase(&self, id: &QueueId, groups: &BTreeSet<u64>) -> Result<u64, StoreError> {
        // The keyring is asked only when there is something to sign.
        if self.due(&self.lock(), id, groups)?.is_empty() {
            return Ok(0);
        }
        let Ok(signer) = self.signer(&id.live()) else { return Ok(0) };
        let mut state = self.lock();
        let due = self.due(&state, id, groups)?;
        let Some(queue) = state.queues.get(&id.live()).filter(|_| !due.is_empty()) else { return Ok(0) };
        let at = self.here().time(queue);
        let parts: Vec<ErasedParts> = due.iter().flat_map(|leaves| parts(leaves)).collect();
        // Nothing is added to a former log: the one that goes on says what was erased of it.
        let former = state.log(id).filter(|_| id.is_former());
        let former = former.and_then(|former| former.record.device.as_ref().map(|device| device.origin.clone()));
        let (erased, of_former) = match former {
            None => (parts, None),
            Some(origin) => (Vec::new(), Some(ErasedOfFormer { origin, erased: parts })),
        };
        let appended = Appender::new(self.store(), queue, &signer).and_then(|mut appender| {
            appender.leaf(PayloadType::Erasure, None, BTreeMap::new(), |header| ErasurePayload {
                header,
                erased,
                of_former,
                at,
                why: "retention".to_owned(),
            })?;
            appender.seal()
        });
        let mut writes = match appended {
            Ok(writes) => writes,
            Err(AppendError::Store(error)) => return Err(error),
            Err(AppendError::Signing(_)) => return Ok(0),
        };
        for leaves in &due {
            writes.extend(without_words(queue, id, leaves));
        }
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(&id.live());
        Ok(due.len() as u64)
    }

    /// The leaves of each group that is due.
    fn due(&self, state: &State, id: &QueueId, groups: &BTreeSet<u64>) -> Result<Vec<Vec<Leaf>>, StoreError> {
        let here = self.here();
        let Some(queue) = state.queues.get(&id.live()) else { return Ok(Vec::new()) };
        // A clock that jumped must not erase: only time heard from the queue counts.
        let Some(now) = queue.anchored(here.instants, here.boot_id) else { return Ok(Vec::new()) };
        let waits = |row: &&Outbox| row.log() == id && (row.open || !row.owed.is_empty());
        let open: BTreeSet<u64> = queue.outbox.values().filter(waits).map(|row| row.intent).collect();
        let mut due = Vec::new();
        for first in groups.iter().filter(|first| !open.contains(first)) {
            let leaves = self.store().group(id, *first)?;
            let Some(dated) = Dated::read(&leaves) else { continue };
            if state.retention.is_due(id, &dated.tenant, *first, dated.clicked_at, now) {
                due.push(leaves);
            }
        }
        Ok(due)
    }
}

fn parts(leaves: &[Leaf]) -> impl Iterator<Item = ErasedParts> {
    let opened = leaves.iter().filter(|leaf| !leaf.openings.is_empty());
    opened.map(|leaf| ErasedParts { log_index: leaf.index, names: leaf.openings.keys().cloned().collect() })
}

/// Everything that this storage holds of the decision's words.
fn without_words(queue: &Queue, log: &QueueId, leaves: &[Leaf]) -> Vec<Write> {
    let Some(first) = leaves.first().map(|leaf| leaf.group) else { return Vec::new() };
    let mut writes = vec![Write::Erase { queue: log.clone(), group: first, parts: parts(leaves).collect() }];
    let bare: Vec<Leaf> = leaves.iter().map(|leaf| Leaf { openings: BTreeMap::new(), ..leaf.clone() }).collect();
    writes.push(Write::Findable(Box::new(log::findable(log, queue.record.capabilities.lasts, &bare))));
    if let Some(dated) = Dated::read(leaves) {
        let id = dated.subject.id.as_str();
        match dated.subject.kind {
            SubjectKind::Request => {
                let id = RequestId::new(id);
                let over = queue.requests.get(&id).is_some_and(|kept| kept.record.state != RequestState::Pending);
                writes.extend(over.then(|| Write::Forget { queue: queue.id().clone(), id }));
            }
            // The mirror keeps nothing of it.
            SubjectKind::Person => {}
            SubjectKind::Grant => {
                let id = GrantId::new(id);
                let over = queue.grant(&id).is_some_and(|kept| !kept.grant.is_live());
                writes.extend(over.then(|| Write::ForgetGrant { queue: queue.id().clone(), id }));
            }
        }
    }
    writes
}
