//! What stands for the risk of a request whose system sends none. It judges nothing: that is the desk's.

use approval::{Risk, RiskLevel, RiskReason};

/// It counts as high until the desk judges it. `system` is named as people know it.
pub(crate) fn untold(system: &str) -> Risk {
    Risk {
        level: RiskLevel::High,
        score: RiskLevel::High.from_score(),
        judged_by: "Doorward".to_owned(),
        reasons: vec![RiskReason {
            code: "unclassified".to_owned(),
            text: format!("{system} sends no risk, and nobody has classified this role here."),
            weight: None,
            evidence: None,
        }],
    }
}
