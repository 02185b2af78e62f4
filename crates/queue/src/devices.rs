//! Enrolling the keys that approvers sign with. A key is taken only from somebody who shows that they hold
//! it, and a first one only with an invitation or a token minted just now.

use crate::errors::EnrolError;
use crate::moment::Moment;
use crate::queue::{Caller, Queue};
use crate::store::{DirectoryWrite, StoredDevice};
use approval::DeviceId;
use queue_api::{DeviceResponse, EnrolRequest, RoleName, origins};
use tlog::Hash;

const NAME_MOST: usize = 100;
/// A token this young counts as a fresh sign-in.
const FRESH_MILLIS: i64 = 5 * 60_000;

impl Queue {
    /// Enrols a device. The same key by the same person is the same device, however often it is sent.
    pub fn enrol(&self, caller: &Caller, enrol: &EnrolRequest, moment: &Moment) -> Result<DeviceResponse, EnrolError> {
        match caller.role {
            RoleName::Approver => {}
            RoleName::Requester => return Err(EnrolError::NotAnApprover),
        }
        if enrol.name.trim().is_empty() || enrol.name.chars().count() > NAME_MOST {
            return Err(EnrolError::Malformed(format!("name: 1 to {NAME_MOST} characters are needed")));
        }
        let mut possession = [0; 64];
        hex::decode_to_slice(&enrol.possession, &mut possession)
            .map_err(|_| EnrolError::Malformed("possession: 128 hexadecimal digits are needed".to_owned()))?;
        let statement = EnrolRequest::statement(self.name(), &caller.person, &enrol.public_key);
        enrol.public_key.verify(statement.as_bytes(), &possession).map_err(|_| EnrolError::NotPossessed)?;
        let device = self.write_directory(|tx| {
            if let Some(known) = tx.device_by_key(&enrol.public_key)? {
                let same = known.person == caller.person && known.removed_at.is_none();
                return if same { Ok(known) } else { Err(EnrolError::KeyTaken) };
            }
            invited(tx, caller, enrol, moment)?;
            let device = StoredDevice {
                id: moment.id("device").into(),
                person: caller.person.clone(),
                name: enrol.name.clone(),
                key: enrol.public_key,
                enrolled_at: moment.now,
                removed_at: None,
            };
            tx.put_device(&device)?;
            Ok(device)
        })?;
        Ok(DeviceResponse {
            origin: origins::desk(self.name(), &device.id),
            key_id: device.key.key_id(),
            id: device.id,
            name: device.name,
            enrolled_at: device.enrolled_at,
        })
    }

    /// Removes one of the caller's own devices; what it signs is not taken any more.
    pub fn remove_device(&self, caller: &Caller, id: &DeviceId, moment: &Moment) -> Result<(), EnrolError> {
        self.write_directory(|tx| {
            let mut device =
                tx.device(id)?.filter(|device| device.person == caller.person).ok_or(EnrolError::NotFound)?;
            device.removed_at.get_or_insert(moment.now);
            Ok(tx.put_device(&device)?)
        })
    }
}

fn invited(
    tx: &mut dyn DirectoryWrite,
    caller: &Caller,
    enrol: &EnrolRequest,
    moment: &Moment,
) -> Result<(), EnrolError> {
    let Some(text) = &enrol.invitation else {
        let first = tx.devices_of(&caller.person)?.is_empty();
        let fresh = moment.now.millis_since(caller.token_minted_at) <= FRESH_MILLIS;
        return if first && fresh { Ok(()) } else { Err(EnrolError::InvitationNeeded) };
    };
    let mut invitation = tx.invitation(&Hash::of(text))?.ok_or(EnrolError::BadInvitation)?;
    let good = invitation.person == caller.person && invitation.used_at.is_none() && moment.now < invitation.expires_at;
    if !good {
        return Err(EnrolError::BadInvitation);
    }
    invitation.used_at = Some(moment.now);
    Ok(tx.put_invitation(&invitation)?)
}
