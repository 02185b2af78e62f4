//! How dangerous a request is: the entitlement's own level, raised by what the queue knows of this asker and
//! this role. It never goes below the entitlement's level, and what is not known weighs nothing and says so.

use crate::policy::{Ruling, TicketRule};
use approval::{Requester, Risk, RiskLevel, RiskReason, Window};

/// The code of the entitlement's own reason.
pub(crate) const OWN_REASON: &str = "entitlement";

/// What the queue's own history says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Windows of this entitlement's latest grants.
    pub windows: Vec<Window>,
    /// Whether the asker was ever granted this entitlement.
    pub held_before: bool,
}

/// Weights add up to the score; the score gives the level.
pub(crate) fn judge(
    ruling: &Ruling,
    requester: &Requester,
    window: Window,
    ticket: Option<&str>,
    history: &History,
) -> Risk {
    let mut reasons = vec![reason(OWN_REASON, &ruling.risk_reason, own_weight(ruling.risk_level), None)];
    if !history.held_before {
        reasons.push(reason(
            "first-time",
            "First time for this role",
            8,
            Some("No earlier grant in this queue".into()),
        ));
    }
    reasons.extend(longer_than_usual(ruling, window, &history.windows));
    if let Some(person) = requester.acting_for.first() {
        let evidence = format!("{} acts for {}", requester.principal.name, person.name);
        reasons.push(reason("agent", "An agent asks, not the person", 6, Some(evidence)));
    }
    if ticket.is_none() && ruling.ticket == TicketRule::Expected {
        reasons.push(reason("no-ticket", "No ticket is named", 5, None));
    }
    weigh(reasons, ruling)
}

/// The same request under another ruling: what the queue knew of it stays.
pub(crate) fn own_reason_becomes(risk: &mut Risk, ruling: &Ruling) {
    let mut reasons = std::mem::take(&mut risk.reasons);
    reasons.retain(|reason| reason.code != OWN_REASON);
    reasons.push(reason(OWN_REASON, &ruling.risk_reason, own_weight(ruling.risk_level), None));
    *risk = weigh(reasons, ruling);
}

fn weigh(mut reasons: Vec<RiskReason>, ruling: &Ruling) -> Risk {
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
    let sum: i32 = reasons.iter().filter_map(|reason| reason.weight).map(i32::from).sum();
    let score = u8::try_from(sum.clamp(0, 100)).unwrap_or(100);
    Risk { level: level_of(score), score, judged_by: ruling.policy.version.clone(), reasons }
}

/// Above the level's first score by enough that a reader sees a level, not an edge.
pub(crate) fn own_weight(level: RiskLevel) -> i8 {
    match level {
        RiskLevel::Low => 5,
        RiskLevel::Medium => 30,
        RiskLevel::High => 55,
        RiskLevel::Critical => 82,
    }
}

fn level_of(score: u8) -> RiskLevel {
    [RiskLevel::Critical, RiskLevel::High, RiskLevel::Medium]
        .into_iter()
        .find(|level| score >= level.from_score())
        .unwrap_or(RiskLevel::Low)
}

fn longer_than_usual(ruling: &Ruling, window: Window, windows: &[Window]) -> Option<RiskReason> {
    let usual = median(windows).or(ruling.usual_window)?;
    let times = window.seconds() / usual.seconds();
    let usual = usual.short();
    let evidence = Some(match windows.len() {
        0 => format!("Usually {usual}, as configured"),
        1 => format!("The only earlier grant was {usual}"),
        count => format!("Median of the last {count} grants is {usual}"),
    });
    match times {
        0 | 1 => None,
        2 | 3 => Some(reason("longer-than-usual", "Longer than usual", 5, evidence)),
        4..=7 => Some(reason("longer-than-usual", "At least four times the usual length", 8, evidence)),
        _ => Some(reason("longer-than-usual", "At least eight times the usual length", 12, evidence)),
    }
}

fn median(windows: &[Window]) -> Option<Window> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

fn reason(code: &str, text: &str, weight: i8, evidence: Option<String>) -> RiskReason {
    RiskReason { code: code.to_owned(), text: text.to_owned(), weight: Some(weight), evidence }
}
