//! This device, by the queue's list: whether it counts there still, and how it is let in where it does not.

use super::judge::{Finding, Seen};
use super::steps::{self, Step};
use desk::Answer;
use queue_api::{DeviceRecord, DevicesResponse, RemovedBy};
use tlog::key::PublicKey;

pub fn judge(seen: &Seen) -> Option<Finding> {
    let listed = match seen.devices.as_ref()? {
        Ok(listed) => listed,
        Err(error) => return Some(Finding::answer("device", error.view(), "Look again when the queue answers.")),
    };
    let Some(device) = seen.device() else { return Some(not_enrolled(seen, listed)) };
    let fingerprint = device.public_key.fingerprint();
    let lost =
        seen.keys.as_ref().is_some_and(|keys| keys.as_ref().is_ok_and(|held| !held.contains(&device.public_key)));
    let found = listed.devices.iter().find(|listed| listed.id == device.id);
    Some(match found {
        None => revoked(seen, listed, "The queue does not know this device."),
        Some(DeviceRecord { removed_at: Some(_), removed_by: Some(RemovedBy::Administrator), .. }) => {
            revoked(seen, listed, "This device was revoked by whoever runs the queue.")
        }
        Some(DeviceRecord { removed_at: Some(_), removed_by: Some(RemovedBy::Person), .. }) => {
            revoked(seen, listed, "This device was revoked with a token of yours.")
        }
        Some(DeviceRecord { removed_at: Some(_), .. }) => revoked(seen, listed, "This device was revoked."),
        Some(found) if found.public_key != device.public_key && device.key_change.is_none() => {
            let ask = || Step::from("Ask whoever runs the queue whether another machine uses this device.");
            let next = if lost { steps::key_lost(seen) } else { ask() };
            Finding::error("device", "not-admitted", "The queue knows another key for this device.", next)
        }
        Some(_) if device.key_change.is_some() => Finding::warning(
            "device",
            format!("Its new key {fingerprint} is not confirmed by the queue yet."),
            steps::refresh(),
        ),
        Some(_) => Finding::ok("device", format!("It is admitted: {fingerprint}.")),
    })
}

fn revoked(seen: &Seen, listed: &DevicesResponse, said: &str) -> Finding {
    let record = seen.known.as_ref().map(|known| &known.record);
    let asks = record.and_then(|record| record.recovering);
    let next = match asks.filter(|key| listed.waiting.iter().any(|waiting| waiting.public_key == *key)) {
        Some(key) => admit(&key),
        None => steps::new_device(seen),
    };
    Finding::error("device", "device-revoked", said, next)
}

fn admit(key: &PublicKey) -> Step {
    format!("At a device that is enrolled: doorward keys admit {}", key.fingerprint()).into()
}

fn not_enrolled(seen: &Seen, listed: &DevicesResponse) -> Finding {
    let ours = seen.keys.as_ref().and_then(|keys| keys.as_ref().ok());
    let ours = ours.into_iter().flatten().find(|key| listed.waiting.iter().any(|waiting| waiting.public_key == **key));
    match ours {
        Some(key) => {
            let fingerprint = key.fingerprint();
            Finding::error(
                "device",
                "waits-for-admission",
                format!("It waits to be admitted: {fingerprint}."),
                admit(key),
            )
        }
        None => Finding::error("device", "not-enrolled", "The queue does not know this device yet.", steps::refresh()),
    }
}
