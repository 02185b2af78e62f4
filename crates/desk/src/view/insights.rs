//! How it goes, in figures. What each of them says exactly is on `docs/insights.md`.

use super::{RiskView, SafeText};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What the figures are to be of; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InsightsFilter {
    /// `2026-11-01`, `2026-11-01T18:00` or RFC 3339; from then on. At most ten years before the end.
    pub since: Option<String>,
    /// Days of the person's calendar, the last with them, where no beginning is given; 30 unless given.
    #[serde(default)]
    pub days: Option<u32>,
    /// The same; a day counts whole. To the end of today unless given.
    pub until: Option<String>,
    /// The queue's id.
    pub queue: Option<String>,
    /// The tenant's id.
    pub tenant: Option<String>,
    /// An IANA zone, in which days begin and dates are read; the person's unless given.
    pub zone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct InsightsView {
    /// `1 November to 28 November, Berlin time`
    pub period: String,
    /// RFC 3339.
    pub since: String,
    /// RFC 3339; from then on nothing is counted.
    pub until: String,
    pub step: InsightsStep,
    /// One for each step, oldest first.
    pub volumes: Vec<VolumeView>,
    /// From asking to decision, whoever decided.
    pub time_to_decide: SpreadView,
    /// Decided by the answer-by, of what was decided or should have been.
    pub within_sla: ShareView,
    /// Decided after the answer-by.
    pub late: u32,
    /// Nobody answered.
    pub unanswered: u32,
    pub granted: u32,
    pub denied: u32,
    /// Of what was granted.
    pub shortened: ShareView,
    /// Of what was asked, highest first.
    pub risks: Vec<RiskShareView>,
    pub used: UseView,
    /// What was decided on which role, most first.
    pub roles: Vec<RoleInsightView>,
    /// From asking to your click, of what you signed.
    pub your_time_to_decide: SpreadView,
    /// One for each kind of decision.
    pub yours: Vec<OwnRecordView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum InsightsStep {
    Day,
    /// From Monday on.
    Week,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct VolumeView {
    /// RFC 3339.
    pub begins: String,
    /// `Mon 23 Nov`
    pub label: String,
    pub asked: u32,
    /// By anybody.
    pub decided: u32,
    /// What you clicked, whatever became of it.
    pub yours: u32,
}

/// Words are empty and numbers absent where there is nothing to tell it from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SpreadView {
    /// How many it is told from.
    pub of: u32,
    /// `12 min`
    pub median: String,
    /// Nine in ten took at most so long.
    pub p90: String,
    pub median_seconds: Option<u32>,
    pub p90_seconds: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ShareView {
    pub count: u32,
    pub of: u32,
    /// Absent where `of` is 0.
    pub percent: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RiskShareView {
    pub risk: RiskView,
    pub asked: ShareView,
}

/// How much of what was granted was there to be used, of grants that are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UseView {
    /// Grants of which the queue tells.
    pub grants: u32,
    pub granted_minutes: u32,
    /// From the access being given to its end.
    pub used_minutes: u32,
    /// Absent where nothing was granted.
    pub percent: Option<u32>,
    /// Grants of which it does not tell.
    pub untold: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RoleInsightView {
    pub queue: String,
    pub tenant: String,
    pub role: SafeText,
    pub granted: u32,
    /// Of `granted`.
    pub shortened: u32,
    pub denied: u32,
    /// Of the lengths granted: `1 h`; empty where none was.
    pub median: String,
    pub median_seconds: Option<u32>,
}

/// What you did, and what became of it. The ends add up to `clicked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OwnRecordView {
    /// `granted`, `shortened`, `denied`, `revoked`, `ended-earlier`
    pub kind: String,
    /// `Granted as asked`
    pub verb: String,
    pub clicked: u32,
    /// The queue took it.
    pub stood: u32,
    /// The queue took it as one agreement of several.
    pub agreed: u32,
    /// Taken back by you.
    pub undone: u32,
    /// The request changed while it was held.
    pub changed: u32,
    /// Not signed: the program stopped, the key was not at hand, or the data was too old.
    pub unsigned: u32,
    /// Someone was first.
    pub others_first: u32,
    pub refused: u32,
    pub too_late: u32,
    /// On its way.
    pub open: u32,
}
