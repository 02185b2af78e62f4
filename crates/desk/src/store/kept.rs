//! What a person keeps of the list itself: views by name, and requests to be seen again later. Both are local: they sign
//! nothing and are sent nowhere.

use crate::view::{Grouping, Sort};
use approval::{RequestFacts, Timestamp};
use serde::{Deserialize, Serialize};

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// In canonical form.
    pub query: String,
    pub sort: Sort,
    pub group: Grouping,
    /// Views stand in the order of their places.
    pub place: u32,
}

/// A request that is out of the way for a while. One that changed is back at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    pub until: SnoozeUntil,
    /// Of the facts that were seen.
    pub revision: u32,
    pub nonce: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum SnoozeUntil {
    /// By the queue's time.
    At { at: Timestamp },
    /// So many minutes before its answer-by, wherever that moves to.
    BeforeEnd { minutes: u32 },
}

impl Snooze {
    pub(crate) fn of(facts: &RequestFacts, until: SnoozeUntil) -> Self {
        Self { until, revision: facts.revision, nonce: facts.nonce.clone() }
    }

    /// When it is back; `None` where it changed since. Never later than it is told for the last time that it runs out.
    pub(crate) fn ends(&self, facts: &RequestFacts) -> Option<Timestamp> {
        if (self.revision, &self.nonce) != (facts.revision, &facts.nonce) {
            return None;
        }
        let wanted = match self.until {
            SnoozeUntil::At { at } => at,
            SnoozeUntil::BeforeEnd { minutes } => facts.answer_by?.plus_millis(-i64::from(minutes) * 60_000),
        };
        Some(facts.answer_by.map_or(wanted, |by| wanted.min(crate::attention::runs_out(facts.asked_at, by))))
    }

    /// When it is back, while it is not.
    pub(crate) fn lasts(&self, facts: &RequestFacts, now: Timestamp) -> Option<Timestamp> {
        self.ends(facts).filter(|end| *end > now)
    }
}
