//! What waits at each queue at one moment: by places what is like all others, one by one what this person decided on or what
//! the queue shows no more.

use super::{closed_at, is_kept, own};
use crate::here::Here;
use crate::order::bits::Bits;
use crate::order::index::Moment;
use crate::query::{Flags, Is, Query, Subject, admits};
use crate::standing::{self, Standing};
use crate::state::{Mirrored, Queue, State};
use approval::{RequestId, RequestState, Timestamp};
use queue_api::signed::SubjectKind;

pub(crate) struct Scene<'a> {
    pub queue: &'a Queue,
    pub now: Timestamp,
    pub moment: Moment,
    pub apart: Vec<Apart<'a>>,
}

/// A request that is looked at by itself.
pub(crate) struct Apart<'a> {
    pub mirrored: &'a Mirrored,
    pub standing: Standing,
    pub flags: Flags,
    /// When it was over; `None` while something is open about it.
    pub closed: Option<Timestamp>,
}

pub(crate) fn scenes<'a>(state: &'a State, here: &Here<'_>) -> Vec<Scene<'a>> {
    state.queues.values().map(|queue| Scene::of(state, queue, here.time(queue))).collect()
}

impl<'a> Scene<'a> {
    fn of(state: &'a State, queue: &'a Queue, now: Timestamp) -> Self {
        let index = &queue.order.index;
        let mut moment = index.moment(now);
        let snoozed = state.lists.snoozed(queue.id());
        let place = |id: &RequestId| index.place(id);
        moment.snoozed = snoozed
            .filter_map(|(id, snooze)| {
                let request = queue.requests.get(id).filter(|one| one.record.state == RequestState::Pending)?;
                snooze.lasts(&request.facts, now).and_then(|_| place(id))
            })
            .collect();
        let is_apart = |id: &RequestId| {
            let waits = queue.requests.get(id).is_some_and(|request| queue.order.is_pending(request, now));
            !waits || queue.gone.contains_key(id) || queue.row_of(SubjectKind::Request, id.as_str()).is_some()
        };
        let ids: Vec<RequestId> = own(state, queue).into_iter().filter(is_apart).collect();
        moment.apart = ids.iter().filter_map(place).collect::<Bits>();
        let apart = ids.iter().filter_map(|id| {
            let (_, mirrored) = state.find(&(queue.id().clone(), id.clone()))?;
            let standing = standing::of(queue, mirrored, now);
            let closed = closed_at(queue, mirrored, &standing);
            let kept = closed.is_none_or(|at| is_kept(state, queue, mirrored, at, now));
            let flags = flags(queue, mirrored, &standing, &moment);
            kept.then_some(Apart { mirrored, standing, flags, closed })
        });
        let apart = apart.collect();
        Self { queue, now, moment, apart }
    }

    /// Id and name.
    pub fn names(&self) -> (&'a str, &'a str) {
        (self.queue.id().as_str(), &self.queue.record.name)
    }

    /// Places of what is looked for, without what is looked at apart.
    pub fn places(&self, query: &Query) -> Vec<u32> {
        self.queue.order.index.matching(query, self.names(), &self.moment)
    }

    pub fn admits(&self, query: &Query, apart: &Apart<'_>) -> bool {
        let hidden = apart.flags.has(Is::Snoozed) && apart.standing.needs_person() && !query.asks(Is::Snoozed);
        let subject = Subject { queue: self.names(), facts: &apart.mirrored.facts, flags: apart.flags, now: self.now };
        !hidden && admits(query, &subject)
    }

    /// How many requests there are of these: what waits for this person or others, and not what is on its way or over.
    pub fn count(&self, query: &Query) -> usize {
        let apart = self.apart.iter().filter(|one| one.standing.needs_person() && self.admits(query, one));
        self.places(query).len() + apart.count()
    }
}

/// Whatever this person decided on here is theirs, on its way too.
fn flags(queue: &Queue, mirrored: &Mirrored, standing: &Standing, moment: &Moment) -> Flags {
    let facts = &mirrored.facts;
    let place = queue.order.index.place(&facts.id);
    let flags = Flags::of(facts);
    let mut flags = place.map_or(flags, |place| moment.flags(place, flags));
    let (mine, others, held) = match standing {
        Standing::Open | Standing::Again { .. } | Standing::Moving(_) | Standing::Unknown(_) | Standing::Over(_) => {
            (true, false, false)
        }
        Standing::Held(_) => (true, false, true),
        Standing::Waiting | Standing::CannotDecide(_) => (false, true, false),
    };
    for (is, holds) in [(Is::Mine, mine), (Is::Others, others), (Is::Held, held)] {
        flags.set(is, holds);
    }
    flags
}
