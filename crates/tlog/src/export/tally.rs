//! What an export holds, counted by kind, and its decisions by what the receipts in it say became of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::payload::PayloadType;

/// What a grant counts as that was one agreement of several.
pub const AGREE: &str = "agree";

/// Decisions by the payload's `action`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// A receipt says that the queue took them; a grant that was one agreement of several counts as [`AGREE`].
    pub taken: BTreeMap<String, u64>,
    /// A receipt says that they came to nothing: refused, superseded, expired.
    pub not_taken: BTreeMap<String, u64>,
    /// No receipt here tells of them.
    pub untold: BTreeMap<String, u64>,
}

/// Counts what was found whole.
#[derive(Default)]
pub(super) struct Tally {
    pub counts: BTreeMap<PayloadType, u64>,
    told: Decisions,
    /// Actions of decisions that no receipt told of yet, by their numbers.
    open: BTreeMap<u64, String>,
}

impl Tally {
    pub fn add(&mut self, kind: PayloadType, index: u64, payload: &[u8]) {
        *self.counts.entry(kind).or_default() += 1;
        match kind {
            PayloadType::Decision => {
                self.open.insert(index, action(payload));
            }
            PayloadType::Receipt => self.end(payload),
            PayloadType::Intent
            | PayloadType::Undone
            | PayloadType::KeyChange
            | PayloadType::Incident
            | PayloadType::Erasure
            | PayloadType::Acceptance
            | PayloadType::Event => {}
        }
    }

    /// The first receipt of a decision of this log tells its end.
    fn end(&mut self, payload: &[u8]) {
        #[derive(Deserialize)]
        struct Receipt<'a> {
            decision: u64,
            #[serde(borrow)]
            outcome: Cow<'a, str>,
            #[serde(default)]
            agreed: bool,
            of_former: Option<IgnoredAny>,
        }
        let Ok(receipt) = serde_json::from_slice::<Receipt<'_>>(payload) else { return };
        if receipt.of_former.is_some() {
            return;
        }
        let Some(action) = self.open.remove(&receipt.decision) else { return };
        let (ends, action) = match &*receipt.outcome {
            "accepted" | "confirmed" if receipt.agreed => (&mut self.told.taken, AGREE.to_owned()),
            "accepted" | "confirmed" => (&mut self.told.taken, action),
            _ => (&mut self.told.not_taken, action),
        };
        *ends.entry(action).or_default() += 1;
    }

    pub fn decisions(mut self) -> Decisions {
        for action in self.open.into_values() {
            *self.told.untold.entry(action).or_default() += 1;
        }
        self.told
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
