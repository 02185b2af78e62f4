//! The names of logs: what stands in a checkpoint's first line and as its key's name.

use approval::{DeviceId, TenantId};

/// The log that one device keeps for one server.
pub fn desk(server: &str, device: &DeviceId) -> String {
    format!("{server}/desk/{device}")
}

/// The log that a server keeps for one tenant.
pub fn server_log(server: &str, tenant: &TenantId) -> String {
    format!("{server}/log/{tenant}")
}

/// The device in a desk's origin of this server.
pub fn device_of(server: &str, origin: &str) -> Option<DeviceId> {
    let device = origin.strip_prefix(server)?.strip_prefix("/desk/")?;
    Some(DeviceId::from(device))
}
