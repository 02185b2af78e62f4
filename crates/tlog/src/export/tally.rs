//! What an export holds, counted by kind.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::payload::PayloadType;

/// What a grant counts as that was one agreement of several.
pub const AGREE: &str = "agree";
const GRANT: &str = "grant";

/// Counts what was found whole.
#[derive(Default)]
pub(super) struct Tally {
    pub counts: BTreeMap<PayloadType, u64>,
    pub decisions: BTreeMap<String, u64>,
    /// Grants that no receipt called an agreement, by their numbers.
    grants: BTreeSet<u64>,
}

impl Tally {
    pub fn add(&mut self, kind: PayloadType, index: u64, payload: &[u8]) {
        *self.counts.entry(kind).or_default() += 1;
        match kind {
            PayloadType::Decision => {
                let action = action(payload);
                self.grants.extend((action == GRANT).then_some(index));
                *self.decisions.entry(action).or_default() += 1;
            }
            PayloadType::Receipt => {
                if !agreed(payload).is_some_and(|decision| self.grants.remove(&decision)) {
                    return;
                }
                *self.decisions.entry(AGREE.to_owned()).or_default() += 1;
                self.decisions.entry(GRANT.to_owned()).and_modify(|count| *count -= 1);
                self.decisions.retain(|_, count| *count > 0);
            }
            PayloadType::Intent
            | PayloadType::Undone
            | PayloadType::KeyChange
            | PayloadType::Incident
            | PayloadType::Erasure
            | PayloadType::Acceptance
            | PayloadType::Event => {}
        }
    }
}

/// A decision's action; a payload without one counts as such.
fn action(payload: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Decision {
        action: String,
    }
    serde_json::from_slice(payload).map_or_else(|_| String::new(), |decision: Decision| decision.action)
}

/// The decision of this log that a receipt calls one agreement of several.
fn agreed(payload: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Receipt {
        decision: u64,
        #[serde(default)]
        agreed: bool,
        of_former: Option<IgnoredAny>,
    }
    let receipt: Receipt = serde_json::from_slice(payload).ok()?;
    (receipt.agreed && receipt.of_former.is_none()).then_some(receipt.decision)
}
