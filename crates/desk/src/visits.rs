//! What this person opened in this run, and what it said then, so that a change since is shown. The visits made longest ago
//! are forgotten: such a request counts as new when it is opened again.

use crate::state::Key;
use crate::store::QueueId;
use approval::{RequestFacts, RequestId, Timestamp};
use std::collections::BTreeMap;

/// More than anybody goes back to; the list looks at each of them.
const MOST: usize = 500;

/// When this person opened a request in this run, and what it said then.
#[derive(Clone)]
pub(crate) struct Visit {
    pub at: Timestamp,
    pub facts: RequestFacts,
}

#[derive(Default)]
pub(crate) struct Visits {
    /// With the number of the last opening.
    held: BTreeMap<Key, (u64, Visit)>,
    openings: u64,
}

impl Visits {
    pub fn get(&self, key: &Key) -> Option<&Visit> {
        self.held.get(key).map(|(_, visit)| visit)
    }

    pub fn has(&self, queue: &QueueId, id: &RequestId) -> bool {
        self.held.contains_key(&(queue.clone(), id.clone()))
    }

    /// Of one queue, in order of their ids.
    pub fn of<'a>(&'a self, queue: &QueueId) -> impl Iterator<Item = &'a RequestId> {
        let first = (queue.clone(), RequestId::new(""));
        let from = self.held.range(first..);
        let queue = queue.clone();
        from.map(|(key, _)| key).take_while(move |(of, _)| *of == queue).map(|(_, id)| id)
    }

    /// It is open now: the visit stands as it was begun. With it, the one that had to make room.
    pub fn open(&mut self, key: &Key, first: Visit) -> (Visit, Option<Key>) {
        self.openings += 1;
        let (opening, visit) = self.held.entry(key.clone()).or_insert((0, first));
        *opening = self.openings;
        let visit = visit.clone();
        let full = self.held.len() > MOST;
        let oldest = self.held.iter().filter(|_| full).min_by_key(|(_, (opening, _))| *opening);
        let oldest = oldest.map(|(key, _)| key.clone());
        if let Some(oldest) = &oldest {
            self.held.remove(oldest);
        }
        (visit, oldest)
    }

    /// The person has read what it says by now.
    pub fn read(&mut self, key: &Key, visit: Visit) {
        if let Some((_, held)) = self.held.get_mut(key) {
            *held = visit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::facts;
    use approval::RiskLevel;

    fn key(queue: &str, number: usize) -> Key {
        (QueueId::new(queue), RequestId::new(format!("r{number:04}")))
    }

    fn visit(millis: i64) -> Visit {
        let at = Timestamp::from_millis(millis);
        Visit { at, facts: facts("r", RiskLevel::Low, at) }
    }

    #[test]
    fn what_was_opened_longest_ago_is_forgotten_and_what_it_said_first_stands() {
        let mut visits = Visits::default();
        for number in 0..MOST {
            assert_eq!(visits.open(&key("a", number), visit(1)).1, None);
        }
        // Opened again: it is the next one that has to go.
        let (again, dropped) = visits.open(&key("a", 0), visit(2));
        assert_eq!((again.at, dropped), (Timestamp::from_millis(1), None));
        assert_eq!(visits.open(&key("b", 0), visit(3)).1, Some(key("a", 1)));
        assert!(visits.get(&key("a", 1)).is_none());
        let ids = |queue: &str| visits.of(&QueueId::new(queue)).count();
        assert_eq!((ids("a"), ids("b"), ids("c")), (MOST - 1, 1, 0));
        visits.read(&key("a", 0), visit(4));
        assert_eq!(visits.get(&key("a", 0)).unwrap().at, Timestamp::from_millis(4));
    }
}
