//! Who calls: bearer tokens, each for one person in one role, and invitations for a first device. Only
//! their SHA-256 is kept; a secret is shown once, when it is made.

use crate::errors::MintError;
use crate::moment::Moment;
use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::store::{StoreError, Stored, StoredInvitation, StoredToken};
use approval::{PersonId, PrincipalKind, Timestamp};
use queue_api::{MeResponse, RoleName};
use std::fmt;
use subtle::ConstantTimeEq;
use tlog::{Hash, NoteKey};

/// How long an invitation is good for.
const INVITED_FOR_MILLIS: i64 = 7 * 24 * 3_600_000;
const TOKEN_PREFIX: &str = "dwt_";
const INVITATION_PREFIX: &str = "dwi_";

/// A secret that was just made. It cannot be printed by accident.
pub struct Secret(String);

impl Secret {
    /// The text to hand over, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(withheld)")
    }
}

impl Queue {
    /// A bearer token for one person in one role, in all tenants that name the person.
    pub fn mint_token(&self, person: &PersonId, role: RoleName, moment: &Moment) -> Result<Secret, MintError> {
        self.check_person(person, role)?;
        let id = hex::encode(&moment.bits("token id")[..8]);
        let token = format!("{TOKEN_PREFIX}{id}_{}", hex::encode(moment.bits("token")));
        let stored = StoredToken { id, hash: Hash::of(&token), person: person.clone(), role, minted_at: moment.now };
        self.write_directory::<_, StoreError>(|tx| tx.put_token(&stored))?;
        Ok(Secret(token))
    }

    /// An invitation with which one person may enrol one device, within seven days.
    pub fn invite(&self, person: &PersonId, moment: &Moment) -> Result<Secret, MintError> {
        self.check_person(person, RoleName::Approver)?;
        let text = format!("{INVITATION_PREFIX}{}", hex::encode(moment.bits("invitation")));
        let stored = StoredInvitation {
            hash: Hash::of(&text),
            person: person.clone(),
            expires_at: moment.now.plus_millis(INVITED_FOR_MILLIS),
            used_at: None,
        };
        self.write_directory::<_, StoreError>(|tx| tx.put_invitation(&stored))?;
        Ok(Secret(text))
    }

    /// Who holds this token; `None` when nobody does.
    pub fn sign_in(&self, token: &str) -> Stored<Option<Caller>> {
        let id = token.strip_prefix(TOKEN_PREFIX).and_then(|rest| rest.split_once('_')).map(|(id, _)| id);
        let Some(id) = id else { return Ok(None) };
        let Some(stored) = self.read_directory::<_, StoreError>(|tx| tx.token(id))? else { return Ok(None) };
        if !bool::from(Hash::of(token).as_bytes().ct_eq(stored.hash.as_bytes())) {
            return Ok(None);
        }
        let tenants = self.tenants_of(&stored.person);
        // A person whom no file names any more has nothing here.
        Ok((!tenants.is_empty()).then_some(Caller {
            person: stored.person,
            role: stored.role,
            token_minted_at: stored.minted_at,
            tenants,
        }))
    }

    pub fn me(&self, caller: &Caller, now: Timestamp) -> Stored<MeResponse> {
        let policies: Vec<_> = caller.tenants.iter().filter_map(|tenant| self.policy(tenant)).collect();
        let person = policies.iter().find_map(|policy| policy.person(&caller.person));
        let vkey = |key: Result<NoteKey, tlog::note::NoteError>| {
            key.map(|key| key.vkey()).map_err(|error| StoreError::Failed(error.to_string()))
        };
        Ok(MeResponse {
            person: caller.person.clone(),
            name: person.map_or_else(|| caller.person.to_string(), |person| person.name.clone()),
            zone: person.map_or_else(|| "UTC".to_owned(), |person| person.zone.clone()),
            role: caller.role,
            tenants: policies.iter().map(|policy| policy.tenant().clone()).collect(),
            reviews: policies
                .iter()
                .filter(|policy| crate::views::reviews(**policy, caller))
                .map(|policy| policy.tenant().id.clone())
                .collect(),
            server_time: now,
            server: self.name().to_owned(),
            versions: vec![queue_api::paths::VERSION.to_owned()],
            witness: vkey(NoteKey::witness(self.name(), self.keys.witness_key()))?,
            log: vkey(NoteKey::log(self.name(), self.keys.log_key()))?,
        })
    }

    pub(crate) fn check_person(&self, person: &PersonId, role: RoleName) -> Result<(), MintError> {
        check_person(self.policies().map(|(_, policy)| policy), person, role)
    }
}

/// Whether this person may be given a token for this role, by these tenants' files.
pub fn check_person<'a>(
    policies: impl IntoIterator<Item = &'a dyn Policy>,
    person: &PersonId,
    role: RoleName,
) -> Result<(), MintError> {
    // Another name of an agent is that agent, whatever is said of the name.
    let is_human = |policy: &'a dyn Policy| {
        let meant = policy.directory().resolve(person).and_then(|meant| policy.person(&meant));
        Some(policy.person(person)?.kind == PrincipalKind::Human && meant?.kind == PrincipalKind::Human)
    };
    let humans: Vec<bool> = policies.into_iter().filter_map(is_human).collect();
    match role {
        _ if humans.is_empty() => Err(MintError::Unknown(person.to_string())),
        RoleName::Approver if !humans.contains(&true) => Err(MintError::NotHuman(person.to_string())),
        RoleName::Approver | RoleName::Requester => Ok(()),
    }
}
