//! Enrolling a person's security keys, and taking what they sign for presence. A key is enrolled by an enrolled device of the
//! person on a challenge that the queue gave out; every key after the first also by one before it, so that whoever takes over a
//! machine cannot add a key of their own. Each tenant's log says when a key came and went.
//!
//! Order of an enrolment: (1) the event in each tenant's log; (2) the key, and the challenge's end, in the directory. A stop
//! between them leaves an event of a key that is not there: nothing is taken from it, and the person enrols it again.

use crate::devices::{approver, live, named, signed_by};
use crate::errors::{EnrolError, MintError};
use crate::log::Event;
use crate::moment::Moment;
use crate::queue::{Caller, Queue};
use crate::store::{DirectoryRead, StoreError, Stored, StoredChallenge, StoredSecurityKey};
use crate::webauthn::{self, Party, Registration};
use approval::{PersonId, TenantId, Timestamp};
use queue_api::security_keys::{origin, rp_id};
use queue_api::signed::EventSubject;
use queue_api::{
    AttestedEvidence, Base64Url, RoleName, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord,
};
use tlog::Hash;

/// A person finds their key, and touches it, in this time.
const CHALLENGE_MILLIS: i64 = 10 * 60_000;

impl Queue {
    /// What the caller's next registration must answer; the one before is worth nothing then.
    pub fn security_key_challenge(&self, caller: &Caller, moment: &Moment) -> Result<SecurityKeyChallenge, EnrolError> {
        approver(caller)?;
        let challenge = Hash(moment.bits("security key challenge"));
        let until = moment.now.plus_millis(CHALLENGE_MILLIS);
        self.write_directory::<_, StoreError>(|tx| {
            tx.put_challenge(&caller.person, Some(&StoredChallenge { challenge, until }))
        })?;
        Ok(SecurityKeyChallenge { challenge: Base64Url(challenge.0.to_vec()), until })
    }

    /// Enrols a security key. The same registration sent again gets the same answer.
    pub fn enrol_security_key(
        &self,
        caller: &Caller,
        enrol: &SecurityKeyEnrolRequest,
        moment: &Moment,
    ) -> Result<SecurityKeyRecord, EnrolError> {
        approver(caller)?;
        named(&enrol.name)?;
        let SecurityKeyEnrolRequest { device, client_data, attestation_object, .. } = enrol;
        let statement =
            SecurityKeyEnrolRequest::statement(self.name(), &caller.person, device, client_data, attestation_object);
        let signer = self.read_directory(|tx| live(tx, caller, device))?;
        signed_by(&signer.key, &statement, "signature", &enrol.signature)?;
        let origin = origin(self.name());
        let made = webauthn::registered(self.party(&origin), client_data, attestation_object)
            .map_err(|refusal| EnrolError::BadSecurityKey(refusal.to_string()))?;
        if let Some(known) = self.read_directory(|tx| known(tx, caller, &made))? {
            return Ok(record(known));
        }
        self.read_directory(|tx| challenged(tx, caller, &made, moment.now))?;
        self.vouched(caller, enrol, Hash::of(statement), moment)?;
        self.log_security_key(&caller.tenants, &caller.person, &made.id, "security-key-enrolled", moment.now)?;
        let key = StoredSecurityKey {
            id: made.id.clone(),
            person: caller.person.clone(),
            name: enrol.name.clone(),
            public_key: made.public_key.clone(),
            counter: made.counter,
            last_choice: None,
            enrolled_at: moment.now,
            enrolled_by: device.clone(),
            used_at: None,
            removed_at: None,
        };
        self.write_directory::<_, EnrolError>(|tx| {
            challenged(tx.as_read(), caller, &made, moment.now)?;
            tx.put_challenge(&caller.person, None)?;
            Ok(tx.put_security_key(&key)?)
        })?;
        Ok(record(key))
    }

    /// Removes one of the caller's own keys; what it signs is not taken any more.
    pub fn remove_security_key(&self, caller: &Caller, id: &Base64Url, moment: &Moment) -> Result<(), EnrolError> {
        approver(caller)?;
        let own = |key: &StoredSecurityKey| key.person == caller.person;
        let key = self.read_directory::<_, EnrolError>(|tx| Ok(tx.security_key(id)?.filter(own)))?;
        if key.ok_or(EnrolError::NoSecurityKey)?.removed_at.is_some() {
            return Ok(());
        }
        self.log_security_key(&caller.tenants, &caller.person, id, "security-key-removed", moment.now)?;
        self.write_directory(|tx| {
            let mut key = tx.security_key(id)?.filter(own).ok_or(EnrolError::NoSecurityKey)?;
            key.removed_at.get_or_insert(moment.now);
            Ok(tx.put_security_key(&key)?)
        })
    }

    /// Whoever runs the queue lets a person who lost all their keys begin anew: the next one they enrol is a first one. Answers
    /// how many counted until now.
    pub fn forget_security_keys(&self, person: &PersonId, moment: &Moment) -> Result<usize, MintError> {
        self.check_person(person, RoleName::Approver)?;
        let tenants = self.tenants_of(person);
        let keys = self.read_directory::<_, StoreError>(|tx| tx.security_keys_of(person))?;
        let counting: Vec<_> = keys.iter().filter(|key| key.removed_at.is_none()).collect();
        for key in &counting {
            self.log_security_key(&tenants, person, &key.id, "security-key-removed", moment.now)?;
        }
        self.write_directory::<_, StoreError>(|tx| tx.forget_security_keys(person))?;
        Ok(counting.len())
    }

    /// Checks an assertion of the caller over `choice`, and moves its key's counter on. The counter is written with what it
    /// stood for, in a transaction of its own before anything of the decision: the same decision sent again passes, also where a
    /// stop came between, and nothing else does with that counter.
    pub(crate) fn attested(
        &self,
        caller: &Caller,
        evidence: &AttestedEvidence,
        choice: Hash,
        moment: &Moment,
    ) -> Stored<Result<(), String>> {
        let found = self.read_directory::<_, StoreError>(|tx| counting(tx, caller, &evidence.credential))?;
        let Some(key) = found else {
            return Ok(Err("the security key that signed is not enrolled for you".to_owned()));
        };
        let origin = origin(self.name());
        let counter = match webauthn::asserted(self.party(&origin), &key.public_key, &choice, evidence) {
            Ok(counter) => counter,
            Err(refusal) => return Ok(Err(format!("what the security key signed does not hold: {refusal}"))),
        };
        self.write_directory(|tx| {
            let Some(key) = counting(tx.as_read(), caller, &evidence.credential)? else {
                return Ok(Err("the security key that signed was removed just now".to_owned()));
            };
            let last = key.counter;
            let Some(moved) = key.moved_on(counter, choice) else {
                return Ok(Err(format!(
                    "the security key counts backwards, from {last} to {counter}. Either this was signed before something that came first, or the key was copied"
                )));
            };
            tx.put_security_key(&StoredSecurityKey { used_at: Some(moment.now), ..moved })?;
            Ok(Ok(()))
        })
    }

    /// That a key which counts already vouches for the new one, unless it is the person's first.
    fn vouched(
        &self,
        caller: &Caller,
        enrol: &SecurityKeyEnrolRequest,
        statement: Hash,
        moment: &Moment,
    ) -> Result<(), EnrolError> {
        let keys = self.read_directory::<_, StoreError>(|tx| tx.security_keys_of(&caller.person))?;
        if keys.is_empty() {
            return Ok(());
        }
        let missing = match keys.iter().any(|key| key.removed_at.is_none()) {
            true => "another key of yours must vouch for it",
            false => "you had keys before, and none is left to vouch for it. Ask whoever runs the queue to forget them",
        };
        let evidence = enrol.vouched.as_ref().ok_or_else(|| EnrolError::BadSecurityKey(missing.to_owned()))?;
        self.attested(caller, evidence, statement, moment)?.map_err(EnrolError::BadSecurityKey)
    }

    fn party<'a>(&'a self, origin: &'a str) -> Party<'a> {
        Party { rp_id: rp_id(self.name()), origin }
    }

    fn log_security_key(
        &self,
        tenants: &[TenantId],
        person: &PersonId,
        id: &Base64Url,
        word: &'static str,
        at: Timestamp,
    ) -> Stored<()> {
        for tenant in tenants {
            self.write::<_, StoreError>(tenant, |tx| {
                let subject = EventSubject::Person(person.clone());
                let event = Event { subject, word, by: None, security_key: Some(id.clone()), facts_digest: None, at };
                self.log_event(tx, tenant, event)
            })?;
        }
        Ok(())
    }
}

/// A key of the caller whose signature counts.
fn counting(tx: &dyn DirectoryRead, caller: &Caller, id: &Base64Url) -> Stored<Option<StoredSecurityKey>> {
    let counts = |key: &StoredSecurityKey| key.person == caller.person && key.removed_at.is_none();
    Ok(tx.security_key(id)?.filter(counts))
}

/// The very key, where it is enrolled already.
fn known(
    tx: &dyn DirectoryRead,
    caller: &Caller,
    made: &Registration,
) -> Result<Option<StoredSecurityKey>, EnrolError> {
    let Some(known) = tx.security_key(&made.id)? else { return Ok(None) };
    let same = known.person == caller.person && known.public_key == made.public_key && known.removed_at.is_none();
    if same { Ok(Some(known)) } else { Err(EnrolError::KeyTaken) }
}

/// That the registration answers what was last given out.
fn challenged(tx: &dyn DirectoryRead, caller: &Caller, made: &Registration, now: Timestamp) -> Result<(), EnrolError> {
    let waits = tx.challenge_of(&caller.person)?.filter(|given| now < given.until);
    if waits.is_some_and(|given| made.challenge == given.challenge.as_bytes()) {
        return Ok(());
    }
    Err(EnrolError::BadSecurityKey("its challenge is not the one that was last given out, or is over".to_owned()))
}

pub(crate) fn record(key: StoredSecurityKey) -> SecurityKeyRecord {
    SecurityKeyRecord {
        id: key.id,
        name: key.name,
        enrolled_at: key.enrolled_at,
        enrolled_by: key.enrolled_by,
        used_at: key.used_at,
        removed_at: key.removed_at,
    }
}
