//! Whether what a queue tells is older than what it told before. A queue that was put back from a backup says so in no
//! other way. Pure.

use crate::capabilities::Binding;
use crate::state::{Mirrored, Queue};
use crate::store::WentBack;
use approval::{Access, Grant, GrantState, PersonId, RequestState, Timestamp, Window};
use std::cmp::Reverse;

/// What is told of a request is from before what is known, or from another history: another end than the one it had; and
/// where the queue counts revisions, a lower one, the same one with another nonce, or less that happened to it.
pub(crate) fn request(queue: &Queue, known: &Mirrored, told: &Mirrored) -> bool {
    let count = |mirrored: &Mirrored| (mirrored.facts.revision, mirrored.record.activity);
    let other_text = known.facts.revision == told.facts.revision && known.facts.nonce != told.facts.nonce;
    let other_end = known.record.state != RequestState::Pending && known.record.state != told.record.state;
    other_end || (counts_revisions(queue) && (other_text || count(told) < count(known)))
}

/// A grant only ever goes forward: given, live, over, and over with the access confirmed gone; and its window only ever
/// gets shorter. Of another system's grants nothing of that is known.
pub(crate) fn grant(queue: &Queue, known: &Grant, told: &Grant) -> bool {
    counts_revisions(queue) && age(told) < age(known)
}

fn counts_revisions(queue: &Queue) -> bool {
    match queue.record.capabilities.binding {
        Binding::Revision => true,
        Binding::Reread => false,
    }
}

fn age(grant: &Grant) -> (u8, Reverse<Window>) {
    let step = match (&grant.state, grant.access) {
        (GrantState::Scheduled, _) => 0,
        (GrantState::Active { .. }, _) => 1,
        (GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. }, Access::TakenAway) => 3,
        (GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. }, _) => 2,
    };
    (step, Reverse(grant.window))
}

/// Collects, while a page is heard, what went back in it.
pub(crate) struct Back<'a> {
    queue: &'a Queue,
    found: WentBack,
}

impl<'a> Back<'a> {
    /// `at` by the queue's time.
    pub fn of(queue: &'a Queue, at: Timestamp) -> Self {
        let found = WentBack {
            at,
            older: 0,
            gone: 0,
            entries: queue.head.size,
            reopened: Default::default(),
            revived: Default::default(),
        };
        Self { queue, found }
    }

    pub fn request(&mut self, known: &Mirrored, told: &Mirrored) {
        self.found.older += 1;
        let over = |mirrored: &Mirrored| mirrored.record.state != RequestState::Pending;
        let mine = self.decided_by_me(known);
        let forgotten = (over(known) && !over(told)) || (mine && !self.decided_by_me(told));
        if forgotten {
            self.found.reopened.insert(known.facts.id.clone(), mine);
        }
    }

    pub fn grant(&mut self, known: &Grant, told: &Grant) {
        self.found.older += 1;
        let revoked =
            |grant: &Grant| matches!(&grant.state, GrantState::Revoked { by: Some(by), .. } if self.is_me(by));
        if revoked(known) && !revoked(told) {
            self.found.revived.insert(known.id.clone());
        }
    }

    /// A full state does not name a grant that is live here, in a tenant that is still this person's.
    pub fn gone(&mut self, known: &Grant) {
        let me = self.queue.record.me.as_ref();
        let ours = me.is_some_and(|me| me.tenants.iter().any(|tenant| tenant.id == known.tenant.id));
        let live = known.is_live() && known.ends_at().is_none_or(|end| end > self.found.at);
        self.found.gone += u32::from(ours && live && counts_revisions(self.queue));
    }

    /// With what was found before and still holds; `None` where nothing went back.
    pub fn found(self) -> Option<WentBack> {
        let Self { queue, mut found } = self;
        if (found.older, found.gone) == (0, 0) {
            return None;
        }
        if let Some(before) = &queue.record.went_back {
            if before.is_told(found.at) {
                found.older += before.older;
                found.gone += before.gone;
            }
            let reopened = before.reopened.iter().filter(|(id, _)| queue.requests.contains_key(*id));
            for (id, mine) in reopened {
                *found.reopened.entry(id.clone()).or_default() |= mine;
            }
            found.revived.extend(before.revived.iter().filter(|id| queue.grants.contains_key(*id)).cloned());
        }
        Some(found)
    }

    fn decided_by_me(&self, mirrored: &Mirrored) -> bool {
        let record = &mirrored.record;
        record.decided.as_ref().is_some_and(|decided| self.is_me(&decided.by))
            || record.votes.iter().any(|vote| self.is_me(&vote.by))
    }

    fn is_me(&self, person: &PersonId) -> bool {
        self.queue.record.me.as_ref().is_some_and(|me| me.person == *person)
    }
}
