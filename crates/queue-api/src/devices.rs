//! Who am I, and the keys I sign with.

use approval::{DeviceId, PersonId, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use tlog::key::PublicKey;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoleName {
    Requester,
    Approver,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MeResponse {
    pub person: PersonId,
    pub name: String,
    /// IANA zone.
    pub zone: String,
    pub role: RoleName,
    pub tenants: Vec<Tenant>,
    pub server_time: Timestamp,
    /// The server's name in payloads and log origins: stable for the life of its data.
    pub server: String,
    /// The API versions spoken.
    pub versions: Vec<String>,
    /// The vkey of this server as a witness (cosignature/v1).
    pub witness: String,
    /// A vkey with the key of this server's own logs, under the server's name. The log of one tenant has the
    /// same key under [`crate::origins::server_log`].
    pub log: String,
}

/// `POST /v1/devices`. A first key needs an invitation, or a token minted in the last 5 minutes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// Ed25519, hex.
    #[schema(value_type = String)]
    pub public_key: PublicKey,
    /// What the person calls the machine; at most 100 characters.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// Ed25519 over `doorward device enrolment v1\n<server>\n<person>\n<public key hex>\n`, hex: shows the key is held.
    pub possession: String,
}

impl EnrolRequest {
    /// The exact bytes that `possession` signs.
    pub fn statement(server: &str, person: &PersonId, key: &PublicKey) -> String {
        format!("doorward device enrolment v1\n{server}\n{person}\n{key}\n")
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeviceResponse {
    pub id: DeviceId,
    pub name: String,
    pub key_id: String,
    pub enrolled_at: Timestamp,
    /// The origin of this device's log: `<server>/desk/<device>`.
    pub origin: String,
}
