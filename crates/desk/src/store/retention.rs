//! How long the personal parts of decisions are kept beside the log, and what must be kept longer. A tenant's region or
//! contract says the length; no queue tells it, so that it is set here for each queue and tenant.

use super::QueueId;
use approval::Timestamp;
use serde::{Deserialize, Serialize};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    #[serde(default)]
    pub rules: Vec<RetentionRule>,
    #[serde(default)]
    pub holds: Vec<LegalHold>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRule {
    pub queue: QueueId,
    /// Absent: for every tenant of the queue without a rule of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// From the click on; at least 1. Absent: for ever, whatever the queue's own rule says.
    pub days: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHold {
    pub queue: QueueId,
    #[serde(flatten)]
    pub what: HeldBack,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBack {
    /// By its id.
    Tenant(String),
    /// The number of the decision's first leaf.
    Decision(u64),
}

impl Retention {
    /// `None`: kept for ever.
    pub fn days(&self, queue: &QueueId, tenant: &str) -> Option<u32> {
        let of = |named: Option<&str>| {
            self.rules.iter().find(|rule| rule.queue == *queue && rule.tenant.as_deref() == named).map(|rule| rule.days)
        };
        of(Some(tenant)).or_else(|| of(None)).flatten()
    }

    /// Whether anything of the queue is erased at all.
    pub fn erases(&self, queue: &QueueId) -> bool {
        self.rules.iter().any(|rule| rule.queue == *queue && rule.days.is_some())
    }

    /// Whether what was clicked then may go now. `queue` may name a former log, which has its queue's rules.
    pub fn is_due(&self, queue: &QueueId, tenant: &str, first: u64, clicked_at: Timestamp, now: Timestamp) -> bool {
        let held = self.holds.iter().any(|hold| match &hold.what {
            HeldBack::Tenant(held) => hold.queue == queue.live() && held == tenant,
            HeldBack::Decision(held) => hold.queue == *queue && *held == first,
        });
        let over = |days: u32| now.millis_since(clicked_at) >= i64::from(days) * DAY_MILLIS;
        !held && self.days(&queue.live(), tenant).is_some_and(over)
    }

    /// In place of the rule for the same; `None` keeps for ever. For a tenant that is a rule too: the queue's may say less.
    pub fn set(&mut self, queue: QueueId, tenant: Option<String>, days: Option<u32>) {
        self.rules.retain(|rule| rule.queue != queue || rule.tenant != tenant);
        if tenant.is_some() || days.is_some() {
            self.rules.push(RetentionRule { queue, tenant, days: days.map(|days| days.max(1)) });
        }
    }

    pub fn hold(&mut self, hold: LegalHold, held: bool) {
        self.holds.retain(|other| *other != hold);
        self.holds.extend(held.then_some(hold));
    }
}
