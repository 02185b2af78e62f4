//! What stands at a queue that is to be taken away: the person is asked by it.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct RemovalView {
    pub queue: String,
    /// `Contoso queue`
    pub name: String,
    /// Pending requests that would be shown here no longer.
    pub waiting: u32,
    /// Live grants that nobody could end from here any more.
    pub grants: u32,
    /// Decisions in their undo window.
    pub held: u32,
    /// Signed decisions, or ends of decisions, that would stay here until the queue is connected again.
    pub on_their_way: u32,
    /// Entries of its log, which stays.
    #[specta(type = f64)]
    pub entries: u64,
    #[specta(type = f64)]
    pub unwitnessed: u64,
}
