//! From one key of a device to the next. The leaf `key-change` of the device's log says so, signed by the key before;
//! both keys are taken from then on, each for the part of the log in which it is in force.

use crate::devices::{approver, live, signed_by};
use crate::errors::EnrolError;
use crate::moment::Moment;
use crate::queue::{Caller, Queue};
use crate::store::FormerKey;
use approval::DeviceId;
use queue_api::{DeviceResponse, KeyChangeRequest, origins};
use tlog::PayloadType;
use tlog::key::PublicKey;
use tlog::payload::KeyChange;

impl Queue {
    /// Takes a device's new key. The same change sent again gets the same answer.
    pub fn change_key(
        &self,
        caller: &Caller,
        id: &DeviceId,
        change: &KeyChangeRequest,
        moment: &Moment,
    ) -> Result<DeviceResponse, EnrolError> {
        approver(caller)?;
        let device = self.write_directory(|tx| {
            let mut device = live(tx.as_read(), caller, id)?;
            let before = device.former.last().filter(|_| said(change, &device.key).is_err());
            if let Some(before) = before {
                // Only what is in force already may be said again by the key before.
                let said = said(change, &before.key)?;
                let again = said.new_key == device.key && said.header.log_index == before.until;
                return if again { Ok(device) } else { Err(EnrolError::BadKeyChange("it is not the next one")) };
            }
            let said = said(change, &device.key)?;
            let statement = KeyChangeRequest::statement(self.name(), &caller.person, id, &said.new_key);
            signed_by(&said.new_key, &statement, "possession", &change.possession)?;
            if tx.device_by_key(&said.new_key)?.is_some() {
                return Err(EnrolError::KeyTaken);
            }
            let until = said.header.log_index;
            let cosigned = tx.witnessed(&origins::desk(self.name(), id))?.map_or(0, |(size, _)| size);
            if until == 0 || until < cosigned {
                return Err(EnrolError::BadKeyChange("the log had gone on with the key before"));
            }
            device.former.push(FormerKey { key: device.key, until, changed_at: moment.now });
            device.key = said.new_key;
            tx.put_device(&device)?;
            Ok(device)
        })?;
        Ok(self.enrolled(device))
    }
}

/// What the leaf says, if `key` signed it.
fn said(change: &KeyChangeRequest, key: &PublicKey) -> Result<KeyChange, EnrolError> {
    let bad = |why| Err(EnrolError::BadKeyChange(why));
    if change.envelope.payload_type != PayloadType::KeyChange.to_string() || change.envelope.signatures.len() != 1 {
        return bad("it is no key-change with one signature");
    }
    let Ok(payload) = change.envelope.verify(key) else {
        return bad("it is not signed by the key of this device");
    };
    serde_json::from_slice(payload).or(bad("its payload cannot be read"))
}
