//! The feed that a desk follows.

use crate::RequestRecord;
use approval::{Grant, RequestId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// The cursor of the answer before; absent or empty for the full state, page by page.
    pub after: Option<String>,
    /// Seconds to hold the answer until something changes, at most 30.
    pub wait: Option<u32>,
    /// 1 to 1,000; 500 unless told.
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangesResponse {
    pub server_time: Timestamp,
    /// Opaque; survives restarts of the server.
    pub cursor: String,
    /// More is there at once: ask again without waiting.
    pub more: bool,
    /// Part of a full state: on its last page, what the desk holds and was not named is gone.
    pub snapshot: bool,
    pub changes: Vec<Change>,
    /// To approvers: another text whenever their devices, or those that wait, have changed. It wakes nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<String>,
}

/// One entry. Each carries the whole state of its thing as it is when it is read, never an earlier one: applying it twice
/// changes nothing, and one that is older than what was told before says that the queue was put back to an earlier state.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Request(Box<RequestRecord>),
    Grant(Box<GrantRecord>),
    /// This viewer may not see it any more; no content.
    Hidden(HiddenRecord),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantRecord {
    #[serde(flatten)]
    pub grant: Grant,
    /// Whether this viewer may take it back.
    pub you_may_revoke: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HiddenRecord {
    pub request: RequestId,
}
