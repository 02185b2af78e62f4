//! A queue or a tenant that nobody knows: what is limited to it would be empty by a slip of the hand.

use super::{Answer, answer};
use crate::text;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no queue {named} is known")]
pub struct NoSuchQueue {
    /// As it was typed; empty where none was named.
    pub named: String,
    /// Ids of those that would have done.
    pub known: Vec<String>,
}

impl Answer for NoSuchQueue {
    fn view(&self) -> ErrorView {
        let sentence = match (self.named.as_str(), self.known.as_slice()) {
            (_, []) => "No queue is connected. Connect one: doorward queue add URL --name NAME".to_owned(),
            ("", known) => format!("Say which queue; nothing was done. Give a queue’s id: {}.", listed(known)),
            (named, known) => {
                let named = text::plain_name(named);
                format!("No queue “{named}” is known here; nothing was done. Give a queue’s id: {}.", listed(known))
            }
        };
        answer("no-such-queue", sentence, false)
    }
}

/// Neither a queue nor any of its logs knows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no tenant {named} is known")]
pub struct NoSuchTenant {
    pub named: String,
    /// Ids of those that the queues tell of.
    pub known: Vec<String>,
}

impl Answer for NoSuchTenant {
    fn view(&self) -> ErrorView {
        let next = match self.known.as_slice() {
            [] => "the id as its decisions show it".to_owned(),
            known => listed(known),
        };
        let named = text::plain_name(&self.named);
        answer(
            "no-such-tenant",
            format!(
                "Neither a queue nor its log knows a tenant “{named}”; nothing was done. Give a tenant’s id: {next}."
            ),
            false,
        )
    }
}

fn listed(ids: &[String]) -> String {
    ids.iter().map(|id| text::plain_name(id)).collect::<Vec<_>>().join(", ")
}
