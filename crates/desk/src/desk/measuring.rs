//! Insights at the door. What they are counted from follows the log and the mirror at its own time, outside the
//! transactions of decisions, and catches up before it is asked.

use super::Desk;
use crate::capabilities::Lasts;
use crate::errors::{InsightsError, LogError};
use crate::insights::{self, ROLES, Steps, USUAL_DAYS};
use crate::log;
use crate::state::{Queue, State, Things};
use crate::store::{Leaf, Measure, Measuring, QueueId, StoreError, Write};
use crate::view::{InsightsFilter, InsightsView};
use approval::{GrantId, RequestId, Timestamp};
use chrono_tz::Tz;
use queue_api::signed::{Subject, SubjectKind};
use std::collections::BTreeMap;

/// Lines written in one commit.
const STEP: usize = 500;

/// A request or a grant, by its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Request(RequestId),
    Grant(GrantId),
}

impl Desk {
    /// How it goes: requests and grants as the queues show them, and one's own record as the logs tell it.
    pub fn insights(&self, filter: &InsightsFilter) -> Result<InsightsView, InsightsError> {
        let queues = match &filter.queue {
            None => self.queues(),
            Some(named) => vec![self.queue_named(named).map_err(LogError::from)?],
        };
        self.must_know(&queues, filter.tenant.as_deref())?;
        let now = self.latest(&queues);
        let steps = self.steps(filter, now)?;
        self.index_logs()?;
        queues.iter().try_for_each(|queue| self.measure_mirror(queue))?;
        // One's own record goes on from log to log.
        let logs = self.lock().logs().into_iter().filter(|log| queues.contains(&log.live()));
        let mut figures = self.store().figures(&Measuring {
            queues: logs.collect(),
            tenant: filter.tenant.clone(),
            steps: steps.begins.clone(),
            to: steps.to,
            roles: ROLES,
        })?;
        let state = self.lock();
        let lasts = |queue: &QueueId| state.queues.get(&queue.live()).map(|queue| queue.record.capabilities.lasts);
        // Where nothing lasts there is no median of lengths.
        figures
            .roles
            .iter_mut()
            .filter(|role| lasts(&role.queue) == Some(Lasts::Once))
            .for_each(|role| role.median = None);
        Ok(insights::view(&figures, &steps, now))
    }

    fn steps(&self, filter: &InsightsFilter, now: Timestamp) -> Result<Steps, InsightsError> {
        let zone = match &filter.zone {
            None => self.here().zone,
            Some(name) => name.parse::<Tz>().map_err(|_| InsightsError::NoSuchZone(name.chars().take(60).collect()))?,
        };
        let moment = |typed: &Option<String>, ends| {
            let read = |typed: &String| log::moment(typed, ends, zone).ok_or_else(|| LogError::NotADate(typed.clone()));
            typed.as_ref().map(read).transpose()
        };
        let days = filter.days.map_or(USUAL_DAYS, u64::from);
        Steps::of(moment(&filter.since, false)?, moment(&filter.until, true)?, days, now, zone)
            .ok_or_else(|| LogError::NoTime.into())
    }

    /// The time of the queue that is furthest on.
    fn latest(&self, queues: &[QueueId]) -> Timestamp {
        let (state, here) = (self.lock(), self.here());
        let times = queues.iter().filter_map(|id| Some(here.time(state.queues.get(id)?)));
        times.max().unwrap_or(here.instants.wall)
    }

    /// What a decision in this log of the queue counts as, from its leaves and from what the mirror knows of its subject by
    /// now.
    pub(super) fn measure_decision(
        queue: &Queue,
        log: &QueueId,
        leaves: &[Leaf],
        later: Option<&Leaf>,
    ) -> Option<Write> {
        let own = log::measured(leaves, later, |subject| asked_at(queue, subject))?;
        Some(measured(log, Measure::Decision(own)))
    }

    /// Writes what was told since the last time; the first time in a run, what differs from the mirror. What is not shown any
    /// more went with it.
    fn measure_mirror(&self, id: &QueueId) -> Result<(), StoreError> {
        let told = {
            let mut state = self.lock();
            let Some(queue) = state.queues.get_mut(id) else { return Ok(()) };
            // Whatever comes from here on is the next time's.
            queue.unmeasured.replace(Things::default())
        };
        let measured = self.measure_all(id, told);
        if let (Err(_), Some(queue)) = (&measured, self.lock().queues.get_mut(id)) {
            queue.unmeasured = None;
        }
        measured
    }

    fn measure_all(&self, id: &QueueId, told: Option<Things>) -> Result<(), StoreError> {
        let things = match told {
            Some(told) => each(told),
            None => self.unlike(id)?,
        };
        things.chunks(STEP).try_for_each(|things| self.measure_things(&mut self.lock(), id, things))
    }

    /// What stands measured otherwise than the mirror has it, or not at all.
    fn unlike(&self, id: &QueueId) -> Result<Vec<Thing>, StoreError> {
        let known: BTreeMap<Thing, Measure> =
            self.store().measured(id)?.into_iter().filter_map(|measure| Some((thing(&measure)?, measure))).collect();
        let state = self.lock();
        let Some(queue) = state.queues.get(id) else { return Ok(Vec::new()) };
        let differs = |(thing, measure): (Thing, Measure)| (known.get(&thing) != Some(&measure)).then_some(thing);
        Ok(mirror(queue).filter_map(differs).collect())
    }

    fn measure_things(&self, state: &mut State, id: &QueueId, things: &[Thing]) -> Result<(), StoreError> {
        let Some(queue) = state.queues.get(id) else { return Ok(()) };
        // What was forgotten since must not come back.
        let writes = things.iter().filter_map(|thing| Some(measured(id, of(queue, thing)?))).collect();
        self.commit(state, writes)
    }
}

fn measured(queue: &QueueId, measure: Measure) -> Write {
    Write::Measured { queue: queue.clone(), measure: Box::new(measure) }
}

fn mirror(queue: &Queue) -> impl Iterator<Item = (Thing, Measure)> {
    let all =
        Things { requests: queue.requests.keys().cloned().collect(), grants: queue.grants.keys().cloned().collect() };
    each(all).into_iter().filter_map(|thing| of(queue, &thing).map(|measure| (thing, measure)))
}

fn each(things: Things) -> Vec<Thing> {
    let grants = things.grants.into_iter().map(Thing::Grant);
    things.requests.into_iter().map(Thing::Request).chain(grants).collect()
}

fn of(queue: &Queue, thing: &Thing) -> Option<Measure> {
    #[cfg(test)]
    crate::standing::LOOKED_AT.set(crate::standing::LOOKED_AT.get() + 1);
    match thing {
        Thing::Request(id) => queue.requests.get(id).map(|kept| insights::request(kept)),
        Thing::Grant(id) => insights::grant(&queue.grant(id)?.grant),
    }
}

fn thing(measure: &Measure) -> Option<Thing> {
    match measure {
        Measure::Decision(_) => None,
        Measure::Request(request) => Some(Thing::Request(request.id.clone())),
        Measure::Grant(grant) => Some(Thing::Grant(grant.id.clone())),
    }
}

/// Only requests are answered; nobody waits for a revocation.
fn asked_at(queue: &Queue, subject: &Subject) -> Option<Timestamp> {
    match subject.kind {
        SubjectKind::Grant | SubjectKind::Person => None,
        SubjectKind::Request => {
            let id = RequestId::new(subject.id.as_str());
            let known = queue.requests.get(&id).or_else(|| queue.gone.get(&id).map(|(known, _)| known));
            known.map(|known| known.facts.asked_at)
        }
    }
}
