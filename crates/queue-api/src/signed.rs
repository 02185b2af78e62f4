//! The payloads of signed envelopes, one type per leaf of a log. Ids in them are pseudonymous; what names
//! people is committed to and stored beside, so that it can be erased.

use approval::{Action, DeviceId, PersonId, TenantId, Timestamp, Window};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use utoipa::ToSchema;

/// How an acceptance names the decision that it accepts: plain SHA-256 over the envelope's leaf bytes.
pub fn decision_hash(envelope: &Envelope) -> Hash {
    Hash::of(envelope.leaf_bytes())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    Request,
    Grant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: String,
}

/// Where the sheet stood when the person read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewKind {
    Window,
    Terminal,
    Script,
}

/// What the device knew of time: the last server time heard, and how long ago by a clock that counts sleep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockEvidence {
    pub server_time: Timestamp,
    /// Milliseconds of boot time since that server time was heard.
    pub boottime_delta: i64,
    pub boot_id: String,
}

/// `application/vnd.doorward.decision.v1+json`; with `intent` and no clock the same for the click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionPayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_digest: Option<Hash>,
    /// Salted digest over what was shown, as (label, text, warnings); opened only on the device.
    #[schema(value_type = String)]
    pub view_digest: Hash,
    pub view_kind: ViewKind,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    /// After this the decision is dead wherever it is.
    pub not_after: Timestamp,
    pub clicked_at: Timestamp,
    pub signed_at: Timestamp,
    pub clock: ClockEvidence,
    pub approver: PersonId,
    pub device: DeviceId,
    pub key_id: String,
    /// 128 bits, hex.
    pub nonce: String,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
    pub policy_version: String,
    /// `personal` and `view`: SHA-256(salt ‖ bytes). `view` equals `view_digest`.
    #[schema(value_type = BTreeMap<String, String>)]
    pub commitments: BTreeMap<String, Hash>,
}

/// The personal part of a decision; the server needs it to tell people who decided and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Personal {
    pub approver_name: String,
    pub requester_name: String,
    pub role_name: String,
    pub resource_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `application/vnd.doorward.acceptance.v1+json`: the server's signed answer, a leaf of its own log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptancePayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    /// [`decision_hash`] of the decision's envelope.
    #[schema(value_type = String)]
    pub decision: Hash,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    /// Whether the decision came with a proof under a cosigned checkpoint.
    pub proven: bool,
    pub accepted_at: Timestamp,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
}

/// `application/vnd.doorward.event.v1+json`: asked, amended, activated, ended, expired, … ids and digests only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventPayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    /// A stable word: `asked`, `amended`, `cancelled`, `expired`, `activated`, `ended`, `taken-away`, `failed`.
    pub event: String,
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_digest: Option<Hash>,
    pub at: Timestamp,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
}
