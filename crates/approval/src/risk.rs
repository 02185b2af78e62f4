//! Risk as the queue judged it. Requesters never send risk.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RiskLevel {
    Low,
    Medium,
    High,
    Critical,
}

impl RiskLevel {
    /// The word on the wire and in digests; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
    /// The lowest score of this level; scores run from 0 to 100.
    pub const fn from_score(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::Medium => 25,
            Self::High => 50,
            Self::Critical => 80,
        }
    }
    /// High and critical requests notify at once and need a reason to be granted.
    pub const fn is_high(self) -> bool {
        match self {
            Self::Low | Self::Medium => false,
            Self::High | Self::Critical => true,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Risk {
    pub level: RiskLevel,
    /// 0 to 100; the level's range holds it.
    pub score: u8,
    /// Whose judgement it is: the name of a file, a queue, or Doorward.
    pub judged_by: String,
    /// Heaviest first.
    pub reasons: Vec<RiskReason>,
}

/// One reason, a plain sentence with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RiskReason {
    /// A stable code: `first-time`, `longer-than-usual`, `entitlement`, …
    pub code: String,
    pub text: String,
    /// −100 to 100; negative lowers the risk; absent is unknown, which is not zero.
    pub weight: Option<i8>,
    pub evidence: Option<String>,
}
