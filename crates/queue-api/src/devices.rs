//! Who am I, and the keys I sign with.

use crate::SecurityKeyRecord;
use approval::{DeviceId, PersonId, Tenant, TenantId, Timestamp};
use serde::{Deserialize, Serialize};
use tlog::envelope::Envelope;
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
    /// The tenants where this approver is a security reviewer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<TenantId>,
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

/// `POST /v1/devices`. A first key needs an invitation, or a token minted in the last 5 minutes. A further one needs an
/// invitation, or waits until another device of the person or an administrator admits it: the same call is made again.
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

/// `GET /v1/devices`: one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DevicesResponse {
    /// Oldest first; removed ones included.
    pub devices: Vec<DeviceRecord>,
    /// Oldest first.
    pub waiting: Vec<WaitingDevice>,
    /// Oldest first; removed ones included.
    #[serde(default)]
    pub security_keys: Vec<SecurityKeyRecord>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeviceRecord {
    pub id: DeviceId,
    pub name: String,
    /// The key in force, hex.
    #[schema(value_type = String)]
    pub public_key: PublicKey,
    pub enrolled_at: Timestamp,
    /// Absent for a device of an earlier version of the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted: Option<Admitted>,
    /// When this server last cosigned its log, which follows everything that it signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// Since then nothing it signs is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    /// Absent also for a device that an earlier version of the server removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_by: Option<RemovedBy>,
}

/// Who took a device's right away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RemovedBy {
    /// Whose device it is, with a token of theirs.
    Person,
    /// Whoever runs the queue.
    Administrator,
}

/// What a device was enrolled on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Admitted {
    /// A first device, and a token minted in the 5 minutes before.
    SignIn,
    Invitation,
    /// Another device of the same person signed [`AdmitRequest::statement`].
    Device {
        device: DeviceId,
        /// Ed25519, hex.
        signature: String,
    },
    /// Whoever runs the queue confirmed its fingerprint.
    Administrator,
}

/// A device that asked to be enrolled, and that nobody has admitted yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitingDevice {
    #[schema(value_type = String)]
    pub public_key: PublicKey,
    pub name: String,
    pub asked_at: Timestamp,
    /// Then it must ask anew.
    pub until: Timestamp,
}

/// `POST /v1/devices/admissions`: a device vouches for a waiting one of the same person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitRequest {
    /// Of the device that waits.
    #[schema(value_type = String)]
    pub public_key: PublicKey,
    /// The one that signs.
    pub device: DeviceId,
    /// Ed25519, hex, by its key in force over
    /// `doorward device admission v1\n<server>\n<person>\n<device>\n<public key hex>\n`.
    pub signature: String,
}

impl AdmitRequest {
    /// The exact bytes that `signature` signs.
    pub fn statement(server: &str, person: &PersonId, device: &DeviceId, key: &PublicKey) -> String {
        format!("doorward device admission v1\n{server}\n{person}\n{device}\n{key}\n")
    }
}

/// `POST /v1/devices/{id}/key`: from its next leaf on the device signs with another key.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyChangeRequest {
    /// The leaf `key-change` of the device's log, signed by the key before.
    #[schema(value_type = Object)]
    pub envelope: Envelope,
    /// Ed25519, hex, by the new key over
    /// `doorward device key change v1\n<server>\n<person>\n<device>\n<public key hex>\n`: shows that it is held.
    pub possession: String,
}

impl KeyChangeRequest {
    /// The exact bytes that `possession` signs.
    pub fn statement(server: &str, person: &PersonId, device: &DeviceId, key: &PublicKey) -> String {
        format!("doorward device key change v1\n{server}\n{person}\n{device}\n{key}\n")
    }
}
