//! Searching the logs at the door. The index follows the log at its own time, outside the transactions of decisions, and
//! catches up before it is asked.

use super::Desk;
use super::deciding::is_pending;
use crate::errors::{LogError, NoSuchQueue, NoSuchTenant};
use crate::log;
use crate::store::{Finding, Outbox, OutboxState, QueueId, StoreError, Write};
use crate::view::{LogHitsView, LogSearch};
use std::collections::BTreeSet;

/// Leaves indexed in one commit.
const STEP: usize = 200;
/// Hits of one page.
const MOST: u32 = 1000;

impl Desk {
    /// Decisions of all queues, or of one, that fit; newest first.
    pub fn search_log(&self, search: &LogSearch) -> Result<LogHitsView, LogError> {
        self.search_log_telling(search, &mut |_, _| {})
    }

    /// The same; where the index is behind, `told` hears how many entries of a log it has, and of how many.
    pub fn search_log_telling(
        &self,
        search: &LogSearch,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<LogHitsView, LogError> {
        let finding = self.finding(search)?;
        if finding.terms.is_empty() && !search.words.trim().is_empty() {
            return Ok(LogHitsView::default());
        }
        self.index_logs_telling(told)?;
        let found = self.store().find(&finding)?;
        let before = found.last().filter(|_| found.len() == finding.limit as usize);
        let before = before.map(|found| found.place.to_string());
        let state = self.lock();
        let here = self.here();
        // A queue that is set aside in this run shows nothing.
        let known = found.iter().filter_map(|found| Some((state.log(&found.entry.queue)?, found)));
        let hits = known.map(|(queue, found)| log::hit(&queue, found, &here)).collect::<Result<_, _>>()?;
        Ok(LogHitsView { hits, before })
    }

    fn finding(&self, search: &LogSearch) -> Result<Finding, LogError> {
        let queue = search.queue.as_deref().map(QueueId::new);
        let queues: Vec<QueueId> = match &search.queue {
            Some(_) => vec![self.named(search.queue.as_deref())?.live()],
            None => self.lock().logs().iter().map(QueueId::live).collect(),
        };
        self.must_know(&queues, search.tenant.as_deref())?;
        let (from, to) = self.typed_period(search.from.as_deref(), search.to.as_deref())?;
        Ok(Finding {
            terms: log::terms(&search.words),
            queue,
            tenant: search.tenant.clone(),
            from,
            to,
            before: search.before.as_deref().and_then(|before| before.parse().ok()),
            limit: search.limit.clamp(1, MOST),
        })
    }

    /// That one of `queues`, or of their logs, knows the tenant: another one is a slip of the hand, and would choose nothing.
    pub(super) fn must_know(&self, queues: &[QueueId], tenant: Option<&str>) -> Result<(), LogError> {
        let Some(tenant) = tenant else { return Ok(()) };
        if queues.is_empty() {
            return Err(NoSuchQueue { named: String::new(), known: Vec::new() }.into());
        }
        let (mut told, mut known) = (false, BTreeSet::new());
        let logs = {
            let state = self.lock();
            for queue in queues.iter().filter_map(|id| state.with_log(id)) {
                known.extend(queue.record.me.iter().flat_map(|me| &me.tenants).map(|known| known.id.to_string()));
                told |= queue.requests.values().any(|request| request.facts.tenant.id.as_str() == tenant)
                    || queue.grants.values().any(|record| record.grant.tenant.id.as_str() == tenant);
            }
            state.logs()
        };
        if told || known.contains(tenant) {
            return Ok(());
        }
        self.index_logs()?;
        // What is no decision is indexed without a tenant.
        for id in logs.into_iter().filter(|id| queues.contains(&id.live()) && !tenant.is_empty()) {
            let finding = Finding { queue: Some(id), tenant: Some(tenant.to_owned()), limit: 1, ..Finding::default() };
            if !self.store().find(&finding)?.is_empty() {
                return Ok(());
            }
        }
        Err(NoSuchTenant { named: tenant.to_owned(), known: known.into_iter().collect() }.into())
    }

    /// What nobody waits for. A failure is tried again the next time.
    pub(crate) fn keep_house(&self) {
        if let Err(error) = self.index_logs() {
            tracing::warn!(%error, "the log could not be indexed");
        }
        if let Err(error) = self.end_told() {
            tracing::warn!(%error, "counter-offers and agreements that are over could not be closed");
        }
        if let Err(error) = self.erase_due() {
            tracing::warn!(%error, "what is due could not be erased");
        }
    }

    /// A counter-offer that stood long enough is history, as is an agreement once nothing more can become of it: no reason to
    /// keep its words.
    fn end_told(&self) -> Result<(), StoreError> {
        let mut state = self.lock();
        let here = self.here();
        let mut writes = Vec::new();
        for queue in state.queues.values() {
            let open = queue.outbox.values().filter(|row| row.open && row.owed.is_empty());
            let over = open.filter(|row| match (row.offer(), &row.state) {
                (Some(_), _) => row.offer_at(here.time(queue)).is_none(),
                (None, OutboxState::Recorded { .. }) => !is_pending(queue, &row.draft),
                (None, _) => false,
            });
            writes.extend(over.map(|row| Write::Outbox(Box::new(Outbox { open: false, ..row.clone() }))));
        }
        self.commit(&mut state, writes)
    }

    /// Makes findable what was written since.
    pub(crate) fn index_logs(&self) -> Result<(), StoreError> {
        self.index_logs_telling(&mut |_, _| {})
    }

    fn index_logs_telling(&self, told: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        let logs = self.lock().logs();
        // The earlier first: what a later one tells of them counts.
        for id in logs.into_iter().rev() {
            while let Some((indexed, of)) = self.index_step(&id)? {
                told(indexed, of);
            }
        }
        Ok(())
    }

    /// How far it has come, and of how many; nothing once it is there. The leaves are read and made findable under one lock:
    /// what is erased meanwhile must not come back.
    fn index_step(&self, id: &QueueId) -> Result<Option<(u64, u64)>, StoreError> {
        let mut state = self.lock();
        let Some(queue) = state.with_log(&id.live()) else { return Ok(None) };
        let Some((size, findable)) = state.log(id).map(|log| (log.head.size, log.findable)) else { return Ok(None) };
        let from = match findable {
            Some(from) => from,
            None => self.store().findable_from(id)?,
        };
        if from >= size {
            state.with(id, |queue| queue.findable = Some(from));
            return Ok(None);
        }
        let leaves = self.store().leaves(id, from, STEP)?;
        let next = leaves.last().map_or(from, |leaf| leaf.index + 1);
        let groups: BTreeSet<u64> = leaves.iter().map(|leaf| leaf.group).collect();
        let mut writes = Vec::new();
        for first in groups {
            let mut group = self.store().group(id, first)?;
            // The newest leaf that is findable says how far the index has come.
            group.retain(|leaf| leaf.index < next);
            writes.push(Write::Findable(Box::new(log::findable(id, queue.record.capabilities.lasts, &group))));
            writes.extend(Self::measure_decision(queue, id, &group, None));
            // What became of a decision of a log before counts there.
            let later = group.first().and_then(|leaf| Some((leaf, log::told_of_former(queue, leaf)?)));
            if let Some((leaf, (former, first))) = later {
                let decided = self.store().group(&former, first)?;
                writes.extend(Self::measure_decision(queue, &former, &decided, Some(leaf)));
            }
        }
        self.commit(&mut state, writes)?;
        state.with(id, |queue| queue.findable = Some(next));
        Ok((next > from).then_some((next, size)))
    }
}
