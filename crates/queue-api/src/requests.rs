//! Asking, and what a request looks like to whom.

use crate::{Remark, Suspended};
use approval::{Decided, EntitlementId, Grant, GrantId, RequestFacts, RequestState, TenantId, Timestamp, Vote, Window};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

/// `POST /v1/requests`. Requesters never send risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRequest {
    pub tenant: TenantId,
    pub entitlement: EntitlementId,
    pub window: Window,
    /// 1 to 2,000 characters.
    pub justification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// `POST /v1/requests/{id}/amendment`: the requester corrects a pending request, which makes a new revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entitlement: Option<EntitlementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RequestsQuery {
    pub tenant: Option<TenantId>,
    pub state: Option<RequestState>,
    /// The last id of the page before; ids sort by age.
    pub after: Option<String>,
    /// 1 to 1,000; 100 unless told.
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GrantsQuery {
    /// The last id of the page before; ids sort by age.
    pub after: Option<String>,
    /// 1 to 1,000; 100 unless told.
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    pub tenant: TenantId,
}

/// A request as one viewer sees it. `ETag` is `"<revision>"`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RequestRecord {
    /// [`RequestFacts`] as the server stored them once, byte for byte.
    #[schema(value_type = RequestFacts)]
    pub body: Box<RawValue>,
    pub state: RequestState,
    /// Counts votes and views; not part of the revision.
    pub activity: u32,
    /// Who agreed so far, and to what. Empty for whoever may not decide on it: whoever asks hears what was decided in the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
    pub for_you: ForYou,
}

impl RequestRecord {
    pub fn facts(&self) -> Result<RequestFacts, serde_json::Error> {
        serde_json::from_str(self.body.get())
    }
}

/// What depends on the viewer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForYou {
    /// Absent: this viewer may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
    /// The stage that waits, counted from 0.
    pub stage: u32,
    /// Others who could decide this stage, by name; for approvers only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Since when whoever asks is suspended. For approvers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspended>,
    /// What was said about it beside deciding, oldest first. To whoever asks only what is meant for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Where this viewer finds it in the system that it comes from: an https address. Our own queue tells none, and another
    /// system's connector makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub page: Option<String>,
    /// When the access ends at the latest, where an end was asked for and not a length: nothing beyond it is granted, however
    /// late that is done. Our own queue tells none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub ends_by: Option<Timestamp>,
    /// Why it cannot be granted by way of its system's contract, whoever decides: a sentence. It can be denied all the same. Our
    /// own queue tells none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub never: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhyNot {
    OwnRequest,
    VotedAlready,
    /// One who stands in for this viewer agreed already: both together are one.
    DelegateAgreed,
    /// The one this viewer stands in for agreed already, themselves or by another delegate.
    DelegatorAgreed,
    /// A later stage cannot do without this viewer, so their agreement at this one would lead nowhere.
    NeededLater,
    NotInThisStage,
    /// This viewer handed it over to another.
    HandedOver,
    /// Policy wants security consulted first, and nobody but this viewer has said anything of this revision.
    NeedsAdvice,
    /// This viewer decides nothing of it, and is asked for advice.
    AdviceWanted,
    /// Whoever asks is suspended.
    Suspended,
    NotAnApprover,
    Closed,
}

impl WhyNot {
    /// Whether this viewer may deny all the same: they are of the stage, or agreed, and what is closed to them is one more yes.
    pub const fn may_deny(self) -> bool {
        match self {
            Self::VotedAlready
            | Self::DelegateAgreed
            | Self::DelegatorAgreed
            | Self::NeededLater
            | Self::HandedOver
            | Self::NeedsAdvice
            | Self::Suspended => true,
            Self::OwnRequest | Self::NotInThisStage | Self::AdviceWanted | Self::NotAnApprover | Self::Closed => false,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RequestsResponse {
    pub server_time: Timestamp,
    pub requests: Vec<RequestRecord>,
    /// Pass as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct GrantsResponse {
    pub server_time: Timestamp,
    pub grants: Vec<Grant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
