//! What is known of this person's devices: read from each queue, shown beside the one in use, and news until shown.

use super::barring::by_list;
use super::{Desk, DeskEvent};
use crate::capabilities::Capabilities;
use crate::here::Here;
use crate::ports::Line;
use crate::state::Queue;
use crate::store::{Device, QueueId, QueueRecord, StoreError, Write};
use crate::view::{DeviceQueueView, DeviceView, DevicesView, SecurityKeyView, WaitingDeviceView};
use crate::{barred, rules, text, words};
use approval::{DeviceId, Timestamp};
use queue_api::{Admitted, DeviceRecord, DevicesResponse, MeResponse, SecurityKeyRecord, WaitingDevice};
use std::sync::PoisonError;
use tlog::key::PublicKey;

#[derive(Debug, Clone)]
pub(crate) struct Register {
    /// The feed's word for this state of it.
    pub mark: Option<String>,
    /// By the queue's time.
    pub at: Timestamp,
    pub found: DevicesResponse,
}

impl Desk {
    /// As read last.
    pub fn devices(&self) -> DevicesView {
        let (state, here) = (self.lock(), self.here());
        DevicesView { queues: state.queues.values().map(|queue| queue_view(queue, &here)).collect() }
    }

    /// The key with which this desk asks a queue to be enrolled, and is not yet: whoever runs the queue at this machine may
    /// admit it by that.
    pub fn asks_with(&self, queue: &QueueId) -> Option<PublicKey> {
        self.lock().queues.get(queue).and_then(|queue| queue.asks)
    }

    /// The person has seen the list: what stands in it is no news any more.
    pub fn devices_seen(&self) -> Result<(), StoreError> {
        let mut state = self.lock();
        let seen = state.queues.values().filter(|queue| news(queue).next().is_some());
        let writes: Vec<Write> = seen.filter_map(|queue| known(&queue.record, live(queue))).collect();
        if writes.is_empty() {
            return Ok(());
        }
        self.commit(&mut state, writes)?;
        self.emit(DeskEvent::StatusChanged);
        Ok(())
    }

    /// What the queue says of them. What is there at the first reading is no news. `asked_as`: this device when the queue was
    /// asked; of one that was enrolled since, the answer says nothing.
    pub(crate) fn heard_devices(
        &self,
        queue_id: &QueueId,
        mark: Option<String>,
        found: DevicesResponse,
        asked_as: Option<&DeviceId>,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        let here = self.here();
        let Some(queue) = state.queues.get_mut(queue_id) else { return Ok(()) };
        let mark = mark.or_else(|| queue.register.take().and_then(|before| before.mark));
        queue.register = Some(Register { mark, at: here.time(queue), found });
        let told = queue.record.device.as_ref().zip(queue.register.as_ref()).map(|(device, register)| {
            let barred = match asked_as == Some(&device.id) {
                true => by_list(device, &register.found),
                false => device.barred.clone(),
            };
            Device { known: device.known.clone().or_else(|| Some(live(queue))), barred, ..device.clone() }
        });
        let barred = told.as_ref().and_then(|device| device.barred.as_ref());
        let news = barred != queue.barred();
        if let Some(barred) = barred.filter(|_| news) {
            tracing::warn!(queue = %queue_id, ?barred, "the queue takes nothing from this device any more");
        }
        let write = (told != queue.record.device)
            .then(|| Write::Queue(Box::new(QueueRecord { device: told, ..queue.record.clone() })));
        self.commit(&mut state, write.into_iter().collect())?;
        drop(state);
        self.emit(DeskEvent::StatusChanged);
        if news {
            self.wake_delivery(queue_id);
        }
        Ok(())
    }

    /// This one is no news: the person has just admitted it here.
    pub(crate) fn knows_device(&self, queue_id: &QueueId, id: &DeviceId) -> Result<(), StoreError> {
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let before = queue.record.device.as_ref().and_then(|device| device.known.clone()).unwrap_or_default();
        let write = known(&queue.record, before.into_iter().chain([id.clone()]));
        self.commit(&mut state, write.into_iter().collect())
    }

    /// Whether the devices are to be read again: the feed's mark is another than the one they were read with.
    pub(crate) fn devices_changed(&self, queue_id: &QueueId, mark: Option<&String>) -> bool {
        let state = self.lock();
        let read = state.queues.get(queue_id).and_then(|queue| queue.register.as_ref()?.mark.as_ref());
        mark.is_some() && mark != read
    }

    pub(crate) fn registered(&self, queue: &QueueId) -> Vec<DeviceRecord> {
        self.lock().queues.get(queue).map(|queue| records(queue).cloned().collect()).unwrap_or_default()
    }

    /// This person's security keys that count, as read last.
    pub(crate) fn security_keys(&self, queue: &QueueId) -> Vec<SecurityKeyRecord> {
        let state = self.lock();
        state.queues.get(queue).map(|queue| rules::security_keys(queue).cloned().collect()).unwrap_or_default()
    }

    pub(crate) fn waiting_devices(&self, queue: &QueueId) -> Vec<WaitingDevice> {
        let state = self.lock();
        let register = state.queues.get(queue).and_then(|queue| queue.register.as_ref());
        register.map(|register| register.found.waiting.clone()).unwrap_or_default()
    }

    pub(crate) fn is_this_device(&self, queue: &QueueId, id: &DeviceId) -> bool {
        self.lock().queues.get(queue).is_some_and(|queue| is_here(queue, id))
    }

    pub(crate) fn me_and_device(&self, queue: &QueueId) -> Option<(MeResponse, DeviceId)> {
        let state = self.lock();
        let record = &state.queues.get(queue)?.record;
        Some((record.me.clone()?, record.device.as_ref()?.id.clone()))
    }

    /// The way to a queue, for what a person asks of it.
    pub(crate) fn connected(&self, queue: &QueueId, line: Line) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).insert(queue.clone(), line);
    }

    /// What the queue can do, kept with it. In memory it holds even where it cannot be written: too much is never offered.
    pub(crate) fn can(&self, queue: &QueueId, capabilities: Capabilities) {
        let mut state = self.lock();
        let Some(found) = state.queues.get(queue).filter(|queue| queue.record.capabilities != capabilities) else {
            return;
        };
        let record = QueueRecord { capabilities, ..found.record.clone() };
        if let Err(error) = self.commit(&mut state, vec![Write::Queue(Box::new(record))]) {
            tracing::warn!(%queue, %error, "what the queue can do was not kept");
            state.queues.get_mut(queue).into_iter().for_each(|queue| queue.record.capabilities = capabilities);
        }
    }

    pub(crate) fn line_to(&self, queue: &QueueId) -> Option<Line> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).get(queue).cloned()
    }
}

fn known(record: &QueueRecord, known: impl IntoIterator<Item = DeviceId>) -> Option<Write> {
    let known = Some(known.into_iter().collect());
    let device = record.device.clone().map(|device| Device { known, ..device })?;
    Some(Write::Queue(Box::new(QueueRecord { device: Some(device), ..record.clone() })))
}

fn records(queue: &Queue) -> impl Iterator<Item = &DeviceRecord> {
    queue.register.iter().flat_map(|register| &register.found.devices)
}

fn live(queue: &Queue) -> Vec<DeviceId> {
    records(queue).filter(|device| device.removed_at.is_none()).map(|device| device.id.clone()).collect()
}

/// Live devices that were enrolled since the list was last seen here.
pub(crate) fn news(queue: &Queue) -> impl Iterator<Item = &DeviceRecord> {
    let known = queue.record.device.as_ref().and_then(|device| device.known.as_ref());
    let is_news = move |device: &&DeviceRecord| {
        device.removed_at.is_none()
            && known.is_some_and(|known| !known.contains(&device.id))
            && !is_here(queue, &device.id)
    };
    records(queue).filter(is_news)
}

fn is_here(queue: &Queue, id: &DeviceId) -> bool {
    queue.record.device.as_ref().is_some_and(|device| device.id == *id)
}

fn queue_view(queue: &Queue, here: &Here<'_>) -> DeviceQueueView {
    let now = here.time(queue);
    let when = |at: Timestamp| words::when(at, now, here.zone);
    let fresh: Vec<&DeviceId> = news(queue).map(|device| &device.id).collect();
    let name_of = |id: &DeviceId| {
        let found = records(queue).find(|device| device.id == *id);
        found.map_or_else(|| id.to_string(), |device| text::plain_name(&device.name))
    };
    let device = |device: &DeviceRecord| DeviceView {
        id: device.id.to_string(),
        name: text::name(&device.name),
        fingerprint: device.public_key.fingerprint(),
        enrolled: when(device.enrolled_at),
        admitted: match &device.admitted {
            Some(Admitted::SignIn) => "first device, by a fresh sign-in".to_owned(),
            Some(Admitted::Invitation) => "by an invitation".to_owned(),
            Some(Admitted::Device { device, .. }) => format!("admitted at {}", name_of(device)),
            Some(Admitted::Administrator) => "confirmed by an administrator".to_owned(),
            None => String::new(),
        },
        used: device.used_at.map(when),
        removed: device.removed_at.map(when),
        here: is_here(queue, &device.id),
        news: fresh.contains(&&device.id),
    };
    let register = queue.register.as_ref();
    let waiting = register.iter().flat_map(|register| &register.found.waiting).map(|waiting| WaitingDeviceView {
        name: text::name(&waiting.name),
        fingerprint: waiting.public_key.fingerprint(),
        asked: when(waiting.asked_at),
    });
    let keys = register.iter().flat_map(|register| &register.found.security_keys);
    let security_keys = keys.map(|key| SecurityKeyView {
        id: key.id.to_string(),
        name: text::name(&key.name),
        enrolled: when(key.enrolled_at),
        by: name_of(&key.enrolled_by),
        used: key.used_at.map(when),
        removed: key.removed_at.map(when),
    });
    DeviceQueueView {
        id: queue.id().to_string(),
        name: text::plain_name(&queue.record.name),
        read: register.map(|register| when(register.at)),
        devices: records(queue).map(device).collect(),
        waiting: waiting.collect(),
        key_change_waits: queue.key_change().is_some(),
        barred: barred::told(queue, here),
        log_key: queue.record.device.as_ref().map(|device| device.first_key().to_string()),
        security_keys: security_keys.collect(),
    }
}
