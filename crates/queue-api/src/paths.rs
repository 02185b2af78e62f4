//! Where each call of the contract lives, relative to the queue's address.

/// The version of the contract that these paths are of, as `MeResponse::versions` names it.
pub const VERSION: &str = "v1";

pub const CHANGES: &str = "/v1/changes";
pub const REQUESTS: &str = "/v1/requests";
pub const REQUEST: &str = "/v1/requests/{id}";
pub const AMENDMENT: &str = "/v1/requests/{id}/amendment";
pub const CANCELLATION: &str = "/v1/requests/{id}/cancellation";
pub const CONSULTATIONS: &str = "/v1/requests/{id}/consultations";
pub const ADVICE: &str = "/v1/requests/{id}/advice";
pub const QUESTIONS: &str = "/v1/requests/{id}/questions";
pub const ANSWERS: &str = "/v1/requests/{id}/answers";
pub const REASSIGNMENTS: &str = "/v1/requests/{id}/reassignments";
pub const DECISIONS: &str = "/v1/requests/{id}/decisions";
pub const GRANTS: &str = "/v1/grants";
pub const REVOCATION: &str = "/v1/grants/{id}/revocation";
pub const SHORTENING: &str = "/v1/grants/{id}/shortening";
pub const SUSPENSION: &str = "/v1/people/{id}/suspension";
pub const RESTORATION: &str = "/v1/people/{id}/restoration";
/// `{decision}` is the decision's hash, 64 hexadecimal digits.
pub const ACCEPTANCE: &str = "/v1/acceptances/{decision}";
pub const ME: &str = "/v1/me";
pub const DEVICES: &str = "/v1/devices";
pub const DEVICE: &str = "/v1/devices/{id}";
pub const DEVICE_KEY: &str = "/v1/devices/{id}/key";
pub const ADMISSIONS: &str = "/v1/devices/admissions";
pub const SECURITY_KEYS: &str = "/v1/security-keys";
pub const SECURITY_KEY: &str = "/v1/security-keys/{id}";
pub const SECURITY_KEY_CHALLENGES: &str = "/v1/security-keys/challenges";
pub const ADD_CHECKPOINT: &str = "/v1/log/witness/add-checkpoint";
pub const LOG_CHECKPOINT: &str = "/v1/log/checkpoint";
/// `{tile}` is a path of c2sp.org/tlog-tiles: `0/x001/234.p/5`.
pub const LOG_TILE: &str = "/v1/log/tile/{tile}";
pub const OPENAPI: &str = "/v1/openapi.json";
pub const HEALTH: &str = "/healthz";
pub const READY: &str = "/readyz";

/// `path` with its `{id}` filled in; ids of this contract need no escaping, others are refused by the server.
pub fn with_id(path: &str, id: &str) -> String {
    path.replace("{id}", id)
}
