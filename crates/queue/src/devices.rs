//! Enrolling the keys that approvers sign with, and removing them. A key is taken only from somebody who shows that
//! they hold it: a first one with an invitation or a token minted just now, a further one with an invitation, or once
//! another device of the person or an administrator has admitted it by its fingerprint.

use crate::errors::EnrolError;
use crate::moment::Moment;
use crate::queue::{Caller, Queue};
use crate::security_keys;
use crate::store::{DirectoryRead, DirectoryWrite, StoreError, Stored, StoredDevice, StoredWaiting};
use approval::{DeviceId, PersonId, Timestamp};
use queue_api::{
    AdmitRequest, Admitted, DeviceRecord, DeviceResponse, DevicesResponse, EnrolRequest, RemovedBy, RoleName,
    WaitingDevice, origins,
};
use tlog::Hash;
use tlog::key::PublicKey;

const NAME_MOST: usize = 100;
/// A token this young counts as a fresh sign-in.
const FRESH_MILLIS: i64 = 5 * 60_000;
/// How long a device waits to be admitted.
const WAITS_MILLIS: i64 = 24 * 3_600_000;
/// So many of one person may wait at once.
const WAITING_MOST: usize = 5;

impl Queue {
    /// Enrols a device. The same key by the same person is the same device, however often it is sent. One that must be
    /// admitted first waits, and is enrolled by a call after that.
    pub fn enrol(&self, caller: &Caller, enrol: &EnrolRequest, moment: &Moment) -> Result<DeviceResponse, EnrolError> {
        approver(caller)?;
        named(&enrol.name)?;
        let statement = EnrolRequest::statement(self.name(), &caller.person, &enrol.public_key);
        signed_by(&enrol.public_key, &statement, "possession", &enrol.possession)?;
        let enrolled = self.write_directory(|tx| {
            if let Some(known) = tx.device_by_key(&enrol.public_key)? {
                let same = known.person == caller.person && known.key == enrol.public_key;
                return if same && known.removed_at.is_none() { Ok(Some(known)) } else { Err(EnrolError::KeyTaken) };
            }
            let asks = StoredWaiting {
                key: enrol.public_key,
                person: caller.person.clone(),
                name: enrol.name.clone(),
                asked_at: moment.now,
            };
            match admitted(tx, caller, enrol, moment)? {
                Some(by) => Ok(Some(put_new(tx, &asks, by, moment)?)),
                None => wait(tx, &asks).map(|()| None),
            }
        })?;
        let waits = || EnrolError::Waits { person: caller.person.clone(), fingerprint: enrol.public_key.fingerprint() };
        enrolled.map(|device| self.enrolled(device)).ok_or_else(waits)
    }

    /// The caller's own devices, and those that ask to become one.
    pub fn devices(&self, caller: &Caller, now: Timestamp) -> Result<DevicesResponse, EnrolError> {
        approver(caller)?;
        Ok(self.read_directory::<_, StoreError>(|tx| of_person(tx, &caller.person, now))?)
    }

    /// Another text whenever `devices` answers something else than when a device was last used.
    pub(crate) fn devices_mark(&self, caller: &Caller, now: Timestamp) -> Stored<Option<String>> {
        match caller.role {
            RoleName::Requester => return Ok(None),
            RoleName::Approver => {}
        }
        let mut all = self.read_directory::<_, StoreError>(|tx| of_person(tx, &caller.person, now))?;
        all.devices.iter_mut().for_each(|device| device.used_at = None);
        all.security_keys.iter_mut().for_each(|key| key.used_at = None);
        let text = serde_json::to_vec(&all).map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Some(hex::encode(&Hash::of(text).as_bytes()[..8])))
    }

    /// A device of the caller vouches for one that waits. Made again it answers the same.
    pub fn admit(&self, caller: &Caller, admit: &AdmitRequest, moment: &Moment) -> Result<DeviceResponse, EnrolError> {
        approver(caller)?;
        let statement = AdmitRequest::statement(self.name(), &caller.person, &admit.device, &admit.public_key);
        let device = self.write_directory(|tx| {
            let by = live(tx.as_read(), caller, &admit.device)?;
            signed_by(&by.key, &statement, "signature", &admit.signature)?;
            let by = Admitted::Device { device: by.id, signature: admit.signature.clone() };
            admit_waiting(tx, &caller.person, by, moment, |key| *key == admit.public_key)
        })?;
        Ok(self.enrolled(device))
    }

    /// Whoever runs the queue confirms the fingerprint of a device that waits: 32 hexadecimal digits, spaces between
    /// them do not count.
    pub fn confirm_device(
        &self,
        person: &PersonId,
        fingerprint: &str,
        moment: &Moment,
    ) -> Result<DeviceResponse, EnrolError> {
        let digits = digits(fingerprint);
        let device = self.write_directory(|tx| {
            self.is_known(tx.as_read(), person)?;
            let same = |key: &PublicKey| self::digits(&key.fingerprint()) == digits;
            admit_waiting(tx, person, Admitted::Administrator, moment, same)
        })?;
        Ok(self.enrolled(device))
    }

    /// Removes one of the caller's own devices; what it signs is not taken any more.
    pub fn remove_device(&self, caller: &Caller, id: &DeviceId, moment: &Moment) -> Result<(), EnrolError> {
        approver(caller)?;
        self.write_directory(|tx| {
            let device = tx.device(id)?.filter(|device| device.person == caller.person).ok_or(EnrolError::NotFound)?;
            remove(tx, device, RemovedBy::Person, moment)
        })
    }

    /// Whoever runs the queue removes a device of `person`: by its id, or by four or more characters of its end that fit one
    /// device of theirs alone.
    pub fn revoke_device(&self, person: &PersonId, id: &str, moment: &Moment) -> Result<DeviceResponse, EnrolError> {
        let device = self.write_directory(|tx| {
            self.is_known(tx.as_read(), person)?;
            let live = tx.devices_of(person)?.into_iter().filter(|device| device.removed_at.is_none());
            let live: Vec<StoredDevice> = live.collect();
            let fits = |device: &&StoredDevice| {
                let full = device.id.as_str();
                full == id || (id.len() >= 4 && full.ends_with(id))
            };
            let [device] = live.iter().filter(fits).collect::<Vec<_>>()[..] else {
                let named = live.iter().map(|device| format!("{} “{}”", device.id, device.name));
                return Err(EnrolError::NotOne(named.collect::<Vec<_>>().join(", ")));
            };
            remove(tx, device.clone(), RemovedBy::Administrator, moment).map(|()| device.clone())
        })?;
        Ok(self.enrolled(device))
    }

    /// Whether a tenant's file names this person, or they have devices here since one did.
    fn is_known(&self, tx: &dyn DirectoryRead, person: &PersonId) -> Result<(), EnrolError> {
        let named = !self.tenants_of(person).is_empty();
        let was = || Ok::<_, StoreError>(!tx.devices_of(person)?.is_empty() || !tx.waiting_of(person)?.is_empty());
        if named || was()? { Ok(()) } else { Err(EnrolError::UnknownPerson(person.to_string())) }
    }

    pub(crate) fn enrolled(&self, device: StoredDevice) -> DeviceResponse {
        DeviceResponse {
            origin: origins::desk(self.name(), &device.id),
            key_id: device.key.key_id(),
            id: device.id,
            name: device.name,
            enrolled_at: device.enrolled_at,
        }
    }
}

pub(crate) fn approver(caller: &Caller) -> Result<(), EnrolError> {
    match caller.role {
        RoleName::Approver => Ok(()),
        RoleName::Requester => Err(EnrolError::NotAnApprover),
    }
}

/// What a person may call a thing of theirs.
pub(crate) fn named(name: &str) -> Result<(), EnrolError> {
    if name.trim().is_empty() || name.chars().count() > NAME_MOST {
        return Err(EnrolError::Malformed(format!("name: 1 to {NAME_MOST} characters are needed")));
    }
    Ok(())
}

/// A device of the caller that is not removed.
pub(crate) fn live(tx: &dyn DirectoryRead, caller: &Caller, id: &DeviceId) -> Result<StoredDevice, EnrolError> {
    let own = |device: &StoredDevice| device.person == caller.person && device.removed_at.is_none();
    tx.device(id)?.filter(own).ok_or(EnrolError::NotFound)
}

/// Whether `signature`, 128 hexadecimal digits out of the body's `field`, is by `key` over the statement.
pub(crate) fn signed_by(key: &PublicKey, statement: &str, field: &str, signature: &str) -> Result<(), EnrolError> {
    let mut bytes = [0; 64];
    hex::decode_to_slice(signature, &mut bytes)
        .map_err(|_| EnrolError::Malformed(format!("{field}: 128 hexadecimal digits are needed")))?;
    key.verify(statement.as_bytes(), &bytes).map_err(|_| EnrolError::NotSigned(field.to_owned()))
}

fn of_person(tx: &dyn DirectoryRead, person: &PersonId, now: Timestamp) -> Stored<DevicesResponse> {
    let record = |device: StoredDevice| DeviceRecord {
        id: device.id,
        name: device.name,
        public_key: device.key,
        enrolled_at: device.enrolled_at,
        admitted: device.admitted,
        used_at: device.used_at,
        removed_at: device.removed_at,
        removed_by: device.removed_by,
    };
    let waits = |waiting: StoredWaiting| WaitingDevice {
        until: until(&waiting),
        public_key: waiting.key,
        name: waiting.name,
        asked_at: waiting.asked_at,
    };
    let waiting = tx.waiting_of(person)?.into_iter().map(waits).filter(|waiting| now < waiting.until);
    Ok(DevicesResponse {
        devices: tx.devices_of(person)?.into_iter().map(record).collect(),
        waiting: waiting.collect(),
        security_keys: tx.security_keys_of(person)?.into_iter().map(security_keys::record).collect(),
    })
}

fn until(waiting: &StoredWaiting) -> Timestamp {
    waiting.asked_at.plus_millis(WAITS_MILLIS)
}

/// On what the device is enrolled at once; `None` when it has to wait.
fn admitted(
    tx: &mut dyn DirectoryWrite,
    caller: &Caller,
    enrol: &EnrolRequest,
    moment: &Moment,
) -> Result<Option<Admitted>, EnrolError> {
    let Some(text) = &enrol.invitation else {
        let first = tx.devices_of(&caller.person)?.is_empty();
        let fresh = moment.now.millis_since(caller.token_minted_at) <= FRESH_MILLIS;
        return match (first, fresh) {
            (true, true) => Ok(Some(Admitted::SignIn)),
            (true, false) => Err(EnrolError::InvitationNeeded),
            (false, _) => Ok(None),
        };
    };
    let mut invitation = tx.invitation(&Hash::of(text))?.ok_or(EnrolError::BadInvitation)?;
    let good = invitation.person == caller.person && invitation.used_at.is_none() && moment.now < invitation.expires_at;
    if !good {
        return Err(EnrolError::BadInvitation);
    }
    invitation.used_at = Some(moment.now);
    tx.put_invitation(&invitation)?;
    Ok(Some(Admitted::Invitation))
}

/// Notes that it waits; the first asking counts until its time is over.
fn wait(tx: &mut dyn DirectoryWrite, asks: &StoredWaiting) -> Result<(), EnrolError> {
    let (waiting, over): (Vec<_>, Vec<_>) =
        tx.waiting_of(&asks.person)?.into_iter().partition(|waiting| asks.asked_at < until(waiting));
    for waiting in over {
        tx.remove_waiting(&waiting.key)?;
    }
    if waiting.iter().any(|waiting| waiting.key == asks.key) {
        return Ok(());
    }
    if waiting.len() >= WAITING_MOST {
        return Err(EnrolError::TooManyWait);
    }
    Ok(tx.put_waiting(asks)?)
}

fn admit_waiting(
    tx: &mut dyn DirectoryWrite,
    person: &PersonId,
    by: Admitted,
    moment: &Moment,
    wanted: impl Fn(&PublicKey) -> bool,
) -> Result<StoredDevice, EnrolError> {
    let known = tx.devices_of(person)?.into_iter().find(|device| wanted(&device.key) && device.removed_at.is_none());
    if let Some(known) = known {
        return Ok(known);
    }
    let waits = |waiting: &StoredWaiting| wanted(&waiting.key) && moment.now < until(waiting);
    let waiting = tx.waiting_of(person)?.into_iter().find(waits).ok_or(EnrolError::NobodyWaits)?;
    tx.remove_waiting(&waiting.key)?;
    put_new(tx, &waiting, by, moment)
}

fn put_new(
    tx: &mut dyn DirectoryWrite,
    asked: &StoredWaiting,
    by: Admitted,
    moment: &Moment,
) -> Result<StoredDevice, EnrolError> {
    let device = StoredDevice {
        id: moment.id("device").into(),
        person: asked.person.clone(),
        name: asked.name.clone(),
        key: asked.key,
        former: Vec::new(),
        enrolled_at: moment.now,
        admitted: Some(by),
        used_at: None,
        removed_at: None,
        removed_by: None,
    };
    tx.put_device(&device)?;
    tx.remove_waiting(&asked.key)?;
    Ok(device)
}

/// Who was first stays.
fn remove(
    tx: &mut dyn DirectoryWrite,
    mut device: StoredDevice,
    by: RemovedBy,
    moment: &Moment,
) -> Result<(), EnrolError> {
    if device.removed_at.is_none() {
        (device.removed_at, device.removed_by) = (Some(moment.now), Some(by));
    }
    Ok(tx.put_device(&device)?)
}

/// A fingerprint without what people put between its digits.
fn digits(fingerprint: &str) -> String {
    fingerprint.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}
