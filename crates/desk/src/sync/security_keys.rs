//! What a person asks of a queue about their security keys, answered at once. Making a key and having it sign is the prompt's;
//! what counts is the queue's to say.

use super::blocking;
use super::devices::read;
use crate::desk::Desk;
use crate::errors::DeviceError;
use crate::ports::{Attest, Line, Register, SecurityKeys};
use crate::store::QueueId;
use queue_api::{Base64Url, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord};
use std::sync::Arc;
use tlog::hash::Hash;
use tlog::key::Signer as _;

impl Desk {
    /// Whether one can be enrolled at this queue now: it takes them, this device counts there, and one is plugged in. Nobody has
    /// to touch it yet. Answers how many of the person's are enrolled: one of those is to vouch for the new one.
    pub async fn check_security_key(self: &Arc<Self>, queue: &str) -> Result<usize, DeviceError> {
        let id = self.queue_named(queue)?;
        let line = self.line_to(&id).ok_or(DeviceError::NotConnected)?;
        security_keys(&line)?;
        read(self, &id, &line, None).await?;
        blocking(self, move |desk| {
            desk.signer_for_queue(&id)?;
            desk.prompt().security_key()?;
            Ok(desk.security_keys(&id).len())
        })
        .await
    }

    /// Enrols the security key that is plugged in: it makes a credential, and where the person has keys already, one of those
    /// vouches for it. `name`: what the person calls it, 1 to 100 characters.
    pub async fn add_security_key(self: &Arc<Self>, queue: &str, name: &str) -> Result<(), DeviceError> {
        let id = self.queue_named(queue)?;
        let line = self.line_to(&id).ok_or(DeviceError::NotConnected)?;
        let keys = security_keys(&line)?;
        read(self, &id, &line, None).await?;
        let challenge = keys.challenge().await?;
        let (of, name) = (id.clone(), name.to_owned());
        let request = blocking(self, move |desk| registration(desk, &of, name, challenge)).await?;
        keys.enrol(&request).await?;
        read(self, &id, &line, None).await
    }

    /// Takes a security key of this person away, for good. `key`: its id, or four or more characters of its end that fit one key
    /// alone. Answers with its name.
    pub async fn remove_security_key(self: &Arc<Self>, key: &str) -> Result<String, DeviceError> {
        self.read_devices().await;
        let fits = |record: &SecurityKeyRecord| {
            let id = record.id.to_string();
            id == key || (key.len() >= 4 && id.ends_with(key))
        };
        let mut found = Vec::new();
        for queue in self.queues() {
            let keys = self.security_keys(&queue).into_iter().filter(&fits);
            found.extend(keys.map(|record| (queue.clone(), record)));
        }
        let [(queue, record)] = found.as_slice() else { return Err(DeviceError::NoSuchKey) };
        let line = self.line_to(queue).ok_or(DeviceError::NotConnected)?;
        security_keys(&line)?.remove(&record.id).await?;
        read(self, queue, &line, None).await?;
        Ok(record.name.clone())
    }
}

fn security_keys(line: &Line) -> Result<&dyn SecurityKeys, DeviceError> {
    line.security_keys().ok_or(DeviceError::NoSecurityKeys)
}

/// Has the person touch the new key, and one that counts already, if there is one.
fn registration(
    desk: &Desk,
    queue: &QueueId,
    name: String,
    challenge: SecurityKeyChallenge,
) -> Result<SecurityKeyEnrolRequest, DeviceError> {
    let signer = desk.signer_for_queue(queue)?;
    let (me, device) = desk.me_and_device(queue).ok_or(DeviceError::NotConnected)?;
    let known: Vec<Base64Url> = desk.security_keys(queue).into_iter().map(|key| key.id).collect();
    let made = desk.prompt().register(&Register {
        server: me.server.clone(),
        person: me.person.clone(),
        person_name: me.name,
        challenge: challenge.challenge,
        known: known.clone(),
    })?;
    let statement = SecurityKeyEnrolRequest::statement(
        &me.server,
        &me.person,
        &device,
        &made.client_data,
        &made.attestation_object,
    );
    let signature = signer.sign(statement.as_bytes()).map_err(|_| crate::SigningError::KeyGone(queue.clone()))?;
    let vouched = match known.is_empty() {
        true => None,
        false => {
            let attest = Attest { server: me.server, challenge: Hash::of(&statement), credentials: known };
            Some(desk.prompt().attest(&attest)?)
        }
    };
    Ok(SecurityKeyEnrolRequest {
        name,
        device,
        client_data: made.client_data,
        attestation_object: made.attestation_object,
        signature: hex::encode(signature),
        vouched,
    })
}
