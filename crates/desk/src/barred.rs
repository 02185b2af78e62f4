//! A device that the queue takes nothing from any more, in words, with the way back.

use crate::errors::SigningError;
use crate::here::Here;
use crate::state::Queue;
use crate::store::{Barred, QueueId};
use crate::{text, words};
use approval::PersonId;
use queue_api::RemovedBy;
use tlog::key::PublicKey;

impl Queue {
    /// Why the queue takes nothing that this device signs; `None` where it does.
    pub fn barred(&self) -> Option<&Barred> {
        self.record.device.as_ref()?.barred.as_ref()
    }
}

/// Nothing is signed for the queue by a device that it takes nothing from.
pub(crate) fn refuse(queue: &Queue, here: &Here<'_>) -> Result<(), SigningError> {
    told(queue, here).map_or(Ok(()), |told| Err(SigningError::Barred(told)))
}

/// Both sentences; `None` for a device that counts.
pub(crate) fn told(queue: &Queue, here: &Here<'_>) -> Option<String> {
    said(queue, here).map(|said| format!("{said} {}", way_back(queue)))
}

/// `This device was revoked 16:44, by whoever runs the queue.`
pub(crate) fn said(queue: &Queue, here: &Here<'_>) -> Option<String> {
    Some(match queue.barred()? {
        Barred::Revoked { at, by } => {
            let at = words::when(*at, here.time(queue), here.zone);
            let by = match by {
                Some(RemovedBy::Person) => ", with a token of yours",
                Some(RemovedBy::Administrator) => ", by whoever runs the queue",
                None => "",
            };
            format!("This device was revoked {at}{by}.")
        }
        Barred::Unknown => "The queue does not know this device any more.".to_owned(),
    })
}

pub(crate) fn way_back(queue: &Queue) -> String {
    match (&queue.record.recovering, &queue.record.me) {
        (Some(key), Some(me)) => waits(&me.person, key),
        (Some(_), None) | (None, _) => format!("To go on with a new key and a new log: {}", recover(queue.id())),
    }
}

/// How the key that asks is let in.
pub(crate) fn waits(person: &PersonId, key: &PublicKey) -> String {
    let (person, fingerprint) = (text::plain(&text::words(person.as_str())), key.fingerprint());
    format!(
        "This machine asks with a new key, {fingerprint}. Have it admitted at another device of yours (doorward keys admit {fingerprint}), or by whoever runs the queue, with the --data and --tenants that it is served with: doorward serve admit --as {person} {fingerprint}"
    )
}

/// The command that begins a new log.
pub(crate) fn recover(queue: &QueueId) -> String {
    format!("doorward keys recover --queue {queue}")
}
