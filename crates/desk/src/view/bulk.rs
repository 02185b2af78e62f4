//! Several requests decided at once: what is selected, and the sheet that shows each of them.

use super::{DroppedView, RiskView, SafeText};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum BulkAction {
    Deny,
    /// With an entry in the log that it was a flood.
    DenyAndReport,
    Grant,
}

/// Which requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum BulkOf {
    Ids {
        ids: Vec<String>,
    },
    /// The flood that this request is one of.
    Flood {
        id: String,
    },
    /// What fits a query and waits for this person.
    Query {
        query: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BulkReviewView {
    /// Good for one decision on exactly these; absent where none is left.
    pub ticket: Option<String>,
    pub action: BulkAction,
    pub tenant: SafeText,
    /// `Grant 7 requests in Contoso`
    pub title: String,
    pub items: Vec<BulkItemView>,
    /// Those that were selected and are left out, with the reason.
    pub dropped: Vec<DroppedView>,
    /// Further ones that fit and are more than can be done at once.
    pub more: u32,
    pub reason_required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BulkItemView {
    pub id: String,
    pub who: SafeText,
    pub acting_for: Option<SafeText>,
    pub role: SafeText,
    pub resource: SafeText,
    /// `4 h`
    pub length: String,
    pub risk: RiskView,
    /// The requester's words.
    pub words: SafeText,
    pub ticket: Option<SafeText>,
    /// `Look-alike`
    pub warning: Option<String>,
    /// `16:52`
    pub answer_by: String,
}

/// Decisions that are held, each for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct BulkDoneView {
    /// Ids of the requests.
    pub done: Vec<String>,
    /// Those that changed since they were shown, or cannot be decided any more.
    pub dropped: Vec<DroppedView>,
    /// When the undo window ends, in milliseconds since 1970.
    pub until: f64,
    pub millis: u32,
}
