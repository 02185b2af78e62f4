//! The device's key: made on first need, kept in the keyring before anyone hears of it, read anew for every signature
//! that a person waits for. It is never written elsewhere and never outlives the call that needed it.

use super::Desk;
use crate::errors::SigningError;
use crate::ports::{KeychainError, Secret};
use crate::store::QueueId;
use tlog::key::{SeedKey, Signer};

impl Desk {
    /// The key of an enrolled device. Blocks while the keyring asks the person; call it without the state locked.
    pub(crate) fn signer(&self, queue: &QueueId) -> Result<SeedKey, SigningError> {
        let device = {
            let state = self.lock();
            let queue = state.queues.get(queue).ok_or(SigningError::NotEnrolled)?;
            queue.record.device.clone().ok_or_else(|| queue.without_device())?
        };
        let seed = self.heard_keyring(self.keychain().get(&key_name(queue)))?;
        let key = seed.as_ref().and_then(seed_key).ok_or(SigningError::KeyGone)?;
        if key.public_key() == device.public_key { Ok(key) } else { Err(SigningError::KeyGone) }
    }

    /// Whether the keyring can be used for this queue.
    pub(crate) fn try_key(&self, queue: &QueueId) -> Result<(), SigningError> {
        match self.signer(queue) {
            // Not enrolled says nothing of the keyring: ask it.
            Err(SigningError::NotEnrolled | SigningError::NotAdmitted(_)) => {
                self.heard_keyring(self.keychain().get(&key_name(queue)))?;
                Ok(())
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
        let name = key_name(queue);
        if let Some(key) = self.heard_keyring(self.keychain().get(&name))?.as_ref().and_then(seed_key) {
            return Ok(key);
        }
        let seed = Secret::new(self.random::<32>().to_vec());
        self.heard_keyring(self.keychain().set(&name, &seed))?;
        seed_key(&seed).ok_or(SigningError::KeyGone)
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

fn key_name(queue: &QueueId) -> String {
    format!("device-key/{queue}")
}

fn seed_key(seed: &Secret) -> Option<SeedKey> {
    let seed: &[u8; 32] = seed.expose().try_into().ok()?;
    Some(SeedKey::from_seed(seed))
}
