//! Risk as whoever judged it says, and how its reasons are weighed: queue and desk judge by the same scale. Requesters
//! never send risk, and what is not known weighs nothing and says so.

use crate::{Requester, Window};
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
    /// Least first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

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
    /// What a role of this level weighs by itself: above the level's first score by enough that a reader sees a level, not
    /// an edge.
    pub const fn own_weight(self) -> i8 {
        match self {
            Self::Low => 5,
            Self::Medium => 30,
            Self::High => 55,
            Self::Critical => 82,
        }
    }
    /// The level whose range holds a score.
    pub fn of_score(score: u8) -> Self {
        Self::ALL.into_iter().rev().find(|level| score >= level.from_score()).unwrap_or(Self::Low)
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

impl Risk {
    /// Weights add up to the score; the score gives the level. All that is unknown counts for `unknown` together.
    pub fn weighed(mut reasons: Vec<RiskReason>, unknown: i32, judged_by: String) -> Self {
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight.map_or(unknown, i32::from)));
        let known: i32 = reasons.iter().filter_map(|reason| reason.weight).map(i32::from).sum();
        let score = u8::try_from((known + unknown).clamp(0, 100)).unwrap_or(100);
        Self { level: RiskLevel::of_score(score), score, judged_by, reasons }
    }
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

impl RiskReason {
    pub fn new(code: &str, text: impl Into<String>, weight: i8, evidence: Option<String>) -> Self {
        Self { code: code.to_owned(), text: text.into(), weight: Some(weight), evidence }
    }

    /// Where an agent asks for a person.
    pub fn agent(requester: &Requester) -> Option<Self> {
        let person = requester.acting_for.first()?;
        let evidence = format!("{} acts for {}", requester.principal.name, person.name);
        Some(Self::new("agent", "An agent asks, not the person", 6, Some(evidence)))
    }

    /// Where a window is at least twice the median of those granted before, or of what is configured where none were.
    pub fn longer_than_usual(window: Window, granted: &[Window], configured: Option<Window>) -> Option<Self> {
        let usual = median(granted).or(configured)?;
        let times = window.seconds() / usual.seconds();
        let usual = usual.short();
        let evidence = match granted.len() {
            0 => format!("Usually {usual}, as configured"),
            1 => format!("The only earlier grant was {usual}"),
            count => format!("Median of the last {count} grants is {usual}"),
        };
        let (text, weight) = match times {
            0 | 1 => return None,
            2 | 3 => ("Longer than usual", 5),
            4..=7 => ("At least four times the usual length", 8),
            _ => ("At least eight times the usual length", 12),
        };
        Some(Self::new("longer-than-usual", text, weight, Some(evidence)))
    }
}

/// The shorter of the two middle ones.
fn median(windows: &[Window]) -> Option<Window> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_holds_its_own_weight_and_its_first_score() {
        for level in RiskLevel::ALL {
            assert_eq!(RiskLevel::of_score(level.from_score()), level);
            assert_eq!(
                Risk::weighed(vec![RiskReason::new("entitlement", "", level.own_weight(), None)], 0, String::new())
                    .level,
                level
            );
        }
    }

    #[test]
    fn what_is_unknown_counts_and_stands_where_it_weighs() {
        let unknown = RiskReason { weight: None, ..RiskReason::new("unclassified", "", 0, None) };
        let first = RiskReason::new("first-time", "", 8, None);
        let risk = Risk::weighed(vec![first, unknown], 50, "Doorward".to_owned());
        assert_eq!((risk.score, risk.level), (58, RiskLevel::High));
        let codes: Vec<_> = risk.reasons.iter().map(|reason| reason.code.as_str()).collect();
        assert_eq!(codes, ["unclassified", "first-time"]);
    }
}
