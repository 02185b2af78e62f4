//! What waits for this person at a queue: what the queue says does, but for what was decided on here, which is looked at.

use super::{Mirrored, Queue};
use crate::order::Waiting;
use crate::standing;
use approval::{RequestId, Timestamp};
use queue_api::signed::SubjectKind;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Queue {
    /// Requests that were decided on here.
    fn decided_on(&self) -> impl Iterator<Item = &Mirrored> {
        let ids = self.order.decided(SubjectKind::Request);
        ids.filter_map(|id| self.requests.get(&RequestId::new(id))).map(Arc::as_ref)
    }

    /// How much waits at `now`, by the queue's time.
    pub fn waiting(&self, now: Timestamp) -> Waiting {
        let mut waiting = self.order.count_mine(now);
        for mirrored in self.decided_on() {
            let high = mirrored.facts.risk.level.is_high();
            match (self.order.is_mine(mirrored, now), standing::of(self, mirrored, now).needs_person()) {
                (true, false) => {
                    waiting.all -= 1;
                    waiting.high -= usize::from(high);
                }
                (false, true) => {
                    waiting.all += 1;
                    waiting.high += usize::from(high);
                }
                (true, true) | (false, false) => {}
            }
        }
        waiting
    }

    /// The same, each of them, in turn.
    pub fn each_waiting(&self, now: Timestamp) -> impl Iterator<Item = &Mirrored> {
        let looked_at = self.decided_on().filter(move |mirrored| standing::of(self, mirrored, now).needs_person());
        let mut looked_at: Vec<&Mirrored> = looked_at.collect();
        looked_at.sort_by_key(|mirrored| mirrored.facts.turn());
        let decided: BTreeSet<&str> = self.order.decided(SubjectKind::Request).collect();
        let others = self.order.mine(now).filter(move |id| !decided.contains(id.as_str()));
        let mut others = others.filter_map(|id| self.requests.get(id)).map(Arc::as_ref).peekable();
        let mut looked_at = looked_at.into_iter().peekable();
        std::iter::from_fn(move || match (looked_at.peek(), others.peek()) {
            (Some(one), Some(other)) if one.facts.turn() < other.facts.turn() => looked_at.next(),
            (_, Some(_)) => others.next(),
            (_, None) => looked_at.next(),
        })
    }
}
