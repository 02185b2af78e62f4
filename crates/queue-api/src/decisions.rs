//! Sending a decision, a revocation or a shortening, and the answer.

use crate::RequestRecord;
use approval::{Grant, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use tlog::commitment::Opening;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use utoipa::ToSchema;

/// `POST /v1/requests/{id}/decisions`, with `If-Match: "<revision>"` for a grant (denials may say `*`) and `Idempotency-Key`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// DSSE; its payload is a [`crate::signed::DecisionPayload`].
    #[schema(value_type = Object)]
    pub envelope: Envelope,
    /// Opens the payload's `commitments.personal`: the bytes are a [`crate::signed::Personal`].
    #[schema(value_type = Object)]
    pub personal: Opening,
    /// Required for grants; denials and revocations go without and are marked so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// That the envelope is in the device's log under a checkpoint which the server cosigned.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// A signed note with the device's signature and the server's cosignature.
    pub checkpoint: String,
    /// RFC 6962 inclusion proof of the leaf at the payload's `log_index`, hex.
    #[schema(value_type = Vec<String>)]
    pub inclusion: Vec<Hash>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DecisionResponse {
    /// DSSE; its payload is a [`crate::signed::AcceptancePayload`].
    #[schema(value_type = Object)]
    pub acceptance: Envelope,
    pub request: RequestRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
}

/// `POST /v1/grants/{id}/revocation`: signed like a decision, with `Idempotency-Key`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevocationRequest {
    #[schema(value_type = Object)]
    pub envelope: Envelope,
    #[schema(value_type = Object)]
    pub personal: Opening,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RevocationResponse {
    #[schema(value_type = Object)]
    pub acceptance: Envelope,
    pub grant: Grant,
}

/// `POST /v1/grants/{id}/shortening`: signed like a decision, with `Idempotency-Key`. In the payload `asked_window` is the
/// grant's window as the signer saw it, and `granted_window` what it becomes; both count from activation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShorteningRequest {
    #[schema(value_type = Object)]
    pub envelope: Envelope,
    #[schema(value_type = Object)]
    pub personal: Opening,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ShorteningResponse {
    #[schema(value_type = Object)]
    pub acceptance: Envelope,
    pub grant: Grant,
}

/// `POST /v1/people/{id}/suspension` and `POST /v1/people/{id}/restoration`: signed like decisions, with `Idempotency-Key`. The payload
/// names the person as its subject, and the tenant.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionRequest {
    #[schema(value_type = Object)]
    pub envelope: Envelope,
    #[schema(value_type = Object)]
    pub personal: Opening,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SuspensionResponse {
    #[schema(value_type = Object)]
    pub acceptance: Envelope,
    pub person: PersonId,
    /// Absent after a restoration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspended>,
    /// The live access that ended with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<Grant>,
}

/// Since when somebody gets no access, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suspended {
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `GET /v1/acceptances/{decision}`: what the caller was answered to a decision, a revocation or a shortening, for whoever lost
/// that answer. `{decision}` is [`crate::signed::decision_hash`] of the envelope, in hex.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AcceptanceResponse {
    /// DSSE; its payload is a [`crate::signed::AcceptancePayload`].
    #[schema(value_type = Object)]
    pub acceptance: Envelope,
    /// Of a grant: others had to agree as well, so that nothing was granted by it alone.
    pub agreement: bool,
}
