//! What the queue says of this device, noted as soon as it is said: in the list of the person's devices, or in an answer to what
//! this device signed. Its key still signs what this device's own log tells; for the queue it signs nothing any more.

use super::Desk;
use crate::barred;
use crate::errors::SigningError;
use crate::state::Queue;
use crate::store::{Barred, Device, QueueId, QueueRecord, Write};
use approval::DeviceId;
use queue_api::DevicesResponse;
use tlog::key::SeedKey;

impl Desk {
    /// The key, for what the queue is to take.
    pub(crate) fn signer_for_queue(&self, queue_id: &QueueId) -> Result<SeedKey, SigningError> {
        let watched = |queue: &Queue| queue.record.capabilities.is_watched();
        if self.lock().queues.get(queue_id).is_some_and(watched) {
            return Err(SigningError::WatchedOnly);
        }
        self.check_device(queue_id)?;
        self.signer(queue_id)
    }

    /// Whether the queue takes what this device signs, as it said last.
    pub fn check_device(&self, queue_id: &QueueId) -> Result<(), SigningError> {
        let state = self.lock();
        state.queues.get(queue_id).map_or(Ok(()), |queue| barred::refuse(queue, &self.here()))
    }

    pub(crate) fn is_barred(&self, queue_id: &QueueId) -> bool {
        self.lock().queues.get(queue_id).is_some_and(|queue| queue.barred().is_some())
    }

    /// The device that signs there.
    pub(crate) fn device_at(&self, queue_id: &QueueId) -> Option<DeviceId> {
        Some(self.lock().queues.get(queue_id)?.record.device.as_ref()?.id.clone())
    }
}

/// What the list says of the device; its word counts both ways, since a queue that was put back may know it again.
pub(super) fn by_list(device: &Device, found: &DevicesResponse) -> Option<Barred> {
    match found.devices.iter().find(|listed| listed.id == device.id) {
        None => Some(Barred::Unknown),
        Some(listed) => listed.removed_at.map(|at| Barred::Revoked { at, by: listed.removed_by }),
    }
}

/// Nothing where it is known already.
pub(super) fn noted(queue: &Queue, barred: Barred) -> Option<Write> {
    let device = queue.record.device.clone().filter(|device| device.barred.is_none())?;
    tracing::warn!(queue = %queue.id(), device = %device.id, ?barred, "the queue takes nothing from this device any more");
    let device = Some(Device { barred: Some(barred), ..device });
    Some(Write::Queue(Box::new(QueueRecord { device, ..queue.record.clone() })))
}
