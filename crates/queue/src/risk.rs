//! How dangerous a request is: the entitlement's own level, raised by what the queue knows of this asker and
//! this role. It never goes below the entitlement's level, and what is not known weighs nothing and says so.

use crate::policy::{Ruling, TicketRule};
use approval::{Requester, Risk, RiskReason, Window};

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
    let mut reasons = vec![own_reason(ruling)];
    if !history.held_before {
        reasons.push(RiskReason::new(
            "first-time",
            "First time for this role",
            8,
            Some("No earlier grant in this queue".into()),
        ));
    }
    reasons.extend(RiskReason::longer_than_usual(window, &history.windows, ruling.usual_window));
    reasons.extend(RiskReason::agent(requester));
    if ticket.is_none() && ruling.ticket == TicketRule::Expected {
        reasons.push(RiskReason::new("no-ticket", "No ticket is named", 5, None));
    }
    weigh(reasons, ruling)
}

/// The same request under another ruling: what the queue knew of it stays.
pub(crate) fn own_reason_becomes(risk: &mut Risk, ruling: &Ruling) {
    let mut reasons = std::mem::take(&mut risk.reasons);
    reasons.retain(|reason| reason.code != OWN_REASON);
    reasons.push(own_reason(ruling));
    *risk = weigh(reasons, ruling);
}

fn weigh(reasons: Vec<RiskReason>, ruling: &Ruling) -> Risk {
    Risk::weighed(reasons, 0, ruling.policy.version.clone())
}

fn own_reason(ruling: &Ruling) -> RiskReason {
    RiskReason::new(OWN_REASON, &ruling.risk_reason, ruling.risk_level.own_weight(), None)
}
