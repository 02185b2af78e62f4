//! The device's key: made on first need, kept in the keyring before anyone hears of it, read anew for every signature
//! that a person waits for. It is never written elsewhere and never outlives the call that needed it.
//!
//! Order of a key change, and what a crash means at each step. `deliver` goes on with it at every start:
//!
//! 1. the new key goes into the keyring under a second name. After it: nothing has changed; the next change takes it.
//! 2. one commit of the leaf `key-change`, signed by the old key, a checkpoint by the new one, and the device with the
//!    new key in force. After it: all that is signed here is signed by the new key.
//! 3. the queue is told, before it is shown a checkpoint of the new key. Before its answer: it is told again.
//! 4. the new key takes the old one's place in the keyring. Before it: as 3.
//! 5. one commit that the queue has confirmed it; then the second name goes. One that stays is overwritten by the next.

use super::Desk;
use crate::errors::{DeviceError, SigningError};
use crate::log::Appender;
use crate::ports::{Keychain, KeychainError, Secret};
use crate::state::Queue;
use crate::store::{Device, QueueId, QueueRecord, StoreError, Write};
use approval::DeviceId;
use queue_api::{DeviceResponse, KeyChangeRequest};
use std::sync::PoisonError;
use tlog::envelope::Envelope;
use tlog::key::{PublicKey, SeedKey, Signer};

/// A key change that the queue is to be told of.
pub(crate) struct Announced {
    pub device: DeviceId,
    pub request: KeyChangeRequest,
}

impl Desk {
    /// The key of an enrolled device. Blocks while the keyring asks the person; call it without the state locked.
    pub(crate) fn signer(&self, queue: &QueueId) -> Result<SeedKey, SigningError> {
        let (device, number) = {
            let state = self.lock();
            let queue = state.queues.get(queue).ok_or(SigningError::NotEnrolled)?;
            (queue.record.device.clone().ok_or_else(|| queue.without_device())?, queue.log_number())
        };
        let (first, second) = (key_name(queue, number), next_key_name(queue, number));
        // Meanwhile step 4 may move it from the second name to the first: the first is looked under again.
        for name in [&first, &second, &first] {
            let key = self.key(name)?.filter(|key| key.public_key() == device.public_key);
            if let Some(key) = key {
                return Ok(key);
            }
        }
        Err(SigningError::KeyGone(queue.clone()))
    }

    /// Whether the key of the device that is enrolled at `queue` is at hand. Blocks while the keyring asks the person.
    pub fn check_key(&self, queue: &QueueId) -> Result<(), SigningError> {
        self.signer(queue).map(drop)
    }

    /// Whether the keyring can be used for this queue.
    pub(crate) fn try_key(&self, queue: &QueueId) -> Result<(), SigningError> {
        match self.signer(queue) {
            // Not enrolled says nothing of the keyring: ask it.
            Err(SigningError::NotEnrolled | SigningError::NotAdmitted(_) | SigningError::Waits(_)) => {
                self.key(&key_name(queue, self.log_number(queue))).map(drop)
            }
            Err(error) => Err(error),
            Ok(_) => {
                self.settle(queue);
                Ok(())
            }
        }
    }

    /// The key to enrol with: the one from an attempt that did not get through, or a new one, durable in the keyring.
    pub(crate) fn key_to_enrol(&self, queue: &QueueId) -> Result<SeedKey, SigningError> {
        let name = key_name(queue, self.log_number(queue));
        match self.key(&name)? {
            Some(key) => Ok(key),
            None => self.new_key(&name),
        }
    }

    /// Steps 1 and 2. A change that the queue has not confirmed yet is not followed by another.
    pub(crate) fn change_key(&self, queue_id: &QueueId) -> Result<(), DeviceError> {
        // What is under the second name may be the key in force: nothing takes its place before it was moved.
        let _alone = self.changing_key.lock().unwrap_or_else(PoisonError::into_inner);
        if self.key_change_waits(queue_id) {
            return Err(DeviceError::UnderWay);
        }
        let old = self.signer_for_queue(queue_id)?;
        self.check_log(queue_id)?;
        let name = next_key_name(queue_id, self.log_number(queue_id));
        let next = self.key(&name)?.filter(|key| key.public_key() != old.public_key());
        let next = match next {
            Some(key) => key,
            None => self.new_key(&name)?,
        };
        let mut state = self.lock();
        let queue = state.queues.get(queue_id).ok_or(SigningError::NotEnrolled)?;
        let device = queue.record.device.clone().ok_or(SigningError::NotEnrolled)?;
        if queue.incident().is_some() {
            return Err(SigningError::LogBroken(queue_id.clone()).into());
        }
        let mut appender = Appender::new(self.store(), queue, &old)?;
        let index = appender.hand_over(&next, None)?;
        let mut writes = appender.seal()?;
        let device = Device {
            first_key: Some(device.first_key()),
            public_key: next.public_key(),
            key_change: Some(index),
            ..device
        };
        let record = QueueRecord { device: Some(device), ..queue.record.clone() };
        writes.push(Write::Queue(Box::new(record)));
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(queue_id);
        Ok(())
    }

    pub(crate) fn key_change_waits(&self, queue_id: &QueueId) -> bool {
        self.lock().queues.get(queue_id).and_then(Queue::key_change).is_some()
    }

    /// What the queue is to be told in step 3.
    pub(crate) fn announced(&self, queue_id: &QueueId) -> Result<Option<Announced>, DeviceError> {
        let signer = self.signer(queue_id)?;
        let state = self.lock();
        let record = state.queues.get(queue_id).map(|queue| &queue.record).ok_or(SigningError::NotEnrolled)?;
        let (Some(me), Some(device)) = (&record.me, &record.device) else { return Ok(None) };
        let Some(index) = device.key_change else { return Ok(None) };
        let damaged = |why: String| StoreError::Damaged(why);
        let leaf = self.store().leaves(queue_id, index, 1)?.into_iter().next();
        let leaf = leaf.ok_or_else(|| damaged("the entry of a key change is missing".to_owned()))?;
        let envelope = Envelope::from_bytes(&leaf.bytes).map_err(|error| damaged(error.to_string()))?;
        let statement = KeyChangeRequest::statement(&me.server, &me.person, &device.id, &device.public_key);
        let possession = signer.sign(statement.as_bytes()).map_err(|_| SigningError::KeyGone(queue_id.clone()))?;
        let request = KeyChangeRequest { envelope, possession: hex::encode(possession) };
        Ok(Some(Announced { device: device.id.clone(), request }))
    }

    /// Steps 4 and 5, once the queue has answered. An answer about another key changes nothing.
    pub(crate) fn key_confirmed(&self, queue_id: &QueueId, answer: &DeviceResponse) -> Result<(), DeviceError> {
        let _alone = self.changing_key.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.key_change_waits(queue_id) {
            return Ok(());
        }
        let in_force = self.signer(queue_id)?;
        if answer.key_id != in_force.key_id() {
            return Err(DeviceError::OtherKey);
        }
        let number = self.log_number(queue_id);
        let (name, second) = (key_name(queue_id, number), next_key_name(queue_id, number));
        let moved = self.key(&name)?.is_some_and(|key| key.public_key() == in_force.public_key());
        if !moved && let Some(seed) = self.heard_keyring(self.keychain().get(&second))? {
            self.heard_keyring(self.keychain().set(&name, &seed))?;
        }
        let mut state = self.lock();
        let Some(record) = state.queues.get(queue_id).map(|queue| queue.record.clone()) else { return Ok(()) };
        let device = record.device.clone().map(|device| Device { key_change: None, ..device });
        self.commit(&mut state, vec![Write::Queue(Box::new(QueueRecord { device, ..record }))])?;
        drop(state);
        if let Err(error) = self.keychain().delete(&second) {
            tracing::info!(queue = %queue_id, %error, "the second name of a key stays in the keyring");
        }
        self.wake_delivery(queue_id);
        Ok(())
    }

    pub(super) fn log_number(&self, queue: &QueueId) -> usize {
        self.lock().queues.get(queue).map_or(1, Queue::log_number)
    }

    pub(super) fn key(&self, name: &str) -> Result<Option<SeedKey>, SigningError> {
        Ok(self.heard_keyring(self.keychain().get(name))?.as_ref().and_then(seed_key))
    }

    pub(super) fn new_key(&self, name: &str) -> Result<SeedKey, SigningError> {
        let seed = Secret::new(self.random::<32>().to_vec());
        self.heard_keyring(self.keychain().set(name, &seed))?;
        seed_key(&seed).ok_or_else(|| KeychainError::Failed("a new key could not be made".to_owned()).into())
    }

    /// Remembers what the keyring said last.
    fn heard_keyring<T>(&self, answer: Result<T, KeychainError>) -> Result<T, SigningError> {
        let trouble = answer.as_ref().err().cloned();
        let mut state = self.lock();
        if state.keyring != trouble {
            state.keyring = trouble;
            self.emit(super::DeskEvent::StatusChanged);
            self.emit(super::DeskEvent::InboxChanged);
        }
        Ok(answer?)
    }
}

/// The public keys that the keyring holds for this device in one log, by its number from 1: the one in force, and one
/// that is to follow. Changes nothing; blocks while the keyring asks the person.
pub fn device_keys(keychain: &dyn Keychain, queue: &QueueId, log: usize) -> Result<Vec<PublicKey>, KeychainError> {
    let mut keys = Vec::new();
    for name in [key_name(queue, log), next_key_name(queue, log)] {
        keys.extend(keychain.get(&name)?.as_ref().and_then(seed_key).map(|key| key.public_key()));
    }
    Ok(keys)
}

/// Of the key that signs the queue's log number `number`. The first log has the queue's name alone.
pub(super) fn key_name(queue: &QueueId, number: usize) -> String {
    if number == 1 { format!("device-key/{queue}") } else { format!("device-key/{queue}/{number}") }
}

/// Of the key that takes over in that log.
pub(super) fn next_key_name(queue: &QueueId, number: usize) -> String {
    format!("{}/next", key_name(queue, number))
}

fn seed_key(seed: &Secret) -> Option<SeedKey> {
    let seed: &[u8; 32] = seed.expose().try_into().ok()?;
    Some(SeedKey::from_seed(seed))
}
