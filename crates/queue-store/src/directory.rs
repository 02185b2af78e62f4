//! The directory's tables behind the traits: who this server is, tokens, devices, invitations, and what was
//! cosigned. It holds no secret, only hashes and public keys.

use crate::columns::{HashColumn, Millis, from_json, from_word, int, json, one, rows, run, word};
use approval::{DeviceId, PersonId};
use queue::store::{
    DirectoryRead, DirectoryWrite, FormerKey, ServerIdentity, StoreError, Stored, StoredChallenge, StoredDevice,
    StoredInvitation, StoredSecurityKey, StoredToken, StoredWaiting,
};
use queue_api::Base64Url;
use rusqlite::{Connection, Row, params};
use tlog::Hash;
use tlog::key::PublicKey;

pub(crate) struct Directory<'a>(pub &'a Connection);

const DEVICES: &str = "SELECT id, person, name, key, enrolled_at, removed_at, admitted, used_at,
    removed_by FROM devices";

const SECURITY_KEYS: &str =
    "SELECT id, person, name, public_key, counter, last_choice, enrolled_at, enrolled_by, used_at,
    removed_at FROM security_keys";

fn security_key(row: &Row<'_>) -> rusqlite::Result<Stored<StoredSecurityKey>> {
    let (person, enrolled_by): (String, String) = (row.get(1)?, row.get(7)?);
    let (last, Millis(enrolled_at)): (Option<HashColumn>, Millis) = (row.get(5)?, row.get(6)?);
    let (used, removed): (Option<Millis>, Option<Millis>) = (row.get(8)?, row.get(9)?);
    Ok(Ok(StoredSecurityKey {
        id: Base64Url(row.get(0)?),
        person: person.into(),
        name: row.get(2)?,
        public_key: row.get(3)?,
        counter: row.get(4)?,
        last_choice: last.map(|HashColumn(hash)| hash),
        enrolled_at,
        enrolled_by: enrolled_by.into(),
        used_at: used.map(|Millis(at)| at),
        removed_at: removed.map(|Millis(at)| at),
    }))
}

fn key(text: &str) -> Stored<PublicKey> {
    text.parse().map_err(|error| StoreError::Damaged(format!("a public key: {error}")))
}

/// All but the former keys.
fn device(row: &Row<'_>) -> rusqlite::Result<Stored<StoredDevice>> {
    let (id, person, name, public): (String, String, String, String) =
        (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    let (Millis(enrolled_at), removed): (Millis, Option<Millis>) = (row.get(4)?, row.get(5)?);
    let (admitted, used): (Option<String>, Option<Millis>) = (row.get(6)?, row.get(7)?);
    let removed_by: Option<String> = row.get(8)?;
    let read = || {
        Ok(StoredDevice {
            id: id.into(),
            person: person.into(),
            name,
            key: key(&public)?,
            former: Vec::new(),
            enrolled_at,
            admitted: admitted.map(|text| from_json(text.as_bytes())).transpose()?,
            used_at: used.map(|Millis(at)| at),
            removed_at: removed.map(|Millis(at)| at),
            removed_by: removed_by.as_deref().map(from_word).transpose()?,
        })
    };
    Ok(read())
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Stored<StoredWaiting>> {
    let (public, person, name): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let Millis(asked_at) = row.get(3)?;
    Ok(key(&public).map(|key| StoredWaiting { key, person: person.into(), name, asked_at }))
}

impl Directory<'_> {
    fn with_former(&self, device: StoredDevice) -> Stored<StoredDevice> {
        let sql = "SELECT key, until, changed_at FROM former_keys WHERE device = ?1 ORDER BY until";
        let former = rows(self.0, sql, [device.id.as_str()], |row| {
            let (public, until, Millis(changed_at)): (String, u64, Millis) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(key(&public).map(|key| FormerKey { key, until, changed_at }))
        })?;
        Ok(StoredDevice { former, ..device })
    }
}

impl DirectoryRead for Directory<'_> {
    fn identity(&self) -> Stored<Option<ServerIdentity>> {
        one(self.0, "SELECT name, epoch, log_key, witness_key FROM identity", [], |row| {
            let (name, epoch): (String, String) = (row.get(0)?, row.get(1)?);
            let (log, witness): (String, String) = (row.get(2)?, row.get(3)?);
            let read = || Ok(ServerIdentity { name, epoch, log_key: key(&log)?, witness_key: key(&witness)? });
            Ok(read())
        })
    }

    fn token(&self, id: &str) -> Stored<Option<StoredToken>> {
        one(self.0, "SELECT hash, person, role, minted_at FROM tokens WHERE id = ?1", [id], |row| {
            let (HashColumn(hash), person): (HashColumn, String) = (row.get(0)?, row.get(1)?);
            let (role, Millis(minted_at)): (String, Millis) = (row.get(2)?, row.get(3)?);
            Ok(from_word(&role).map(|role| StoredToken {
                id: id.to_owned(),
                hash,
                person: person.into(),
                role,
                minted_at,
            }))
        })
    }

    fn device(&self, id: &DeviceId) -> Stored<Option<StoredDevice>> {
        let found = one(self.0, &format!("{DEVICES} WHERE id = ?1"), [id.as_str()], device)?;
        found.map(|device| self.with_former(device)).transpose()
    }

    fn device_by_key(&self, key: &PublicKey) -> Stored<Option<StoredDevice>> {
        let once = "(SELECT device FROM former_keys WHERE key = ?1)";
        let found = one(self.0, &format!("{DEVICES} WHERE key = ?1 OR id = {once}"), [key.to_string()], device)?;
        found.map(|device| self.with_former(device)).transpose()
    }

    fn devices_of(&self, person: &PersonId) -> Stored<Vec<StoredDevice>> {
        let found =
            rows(self.0, &format!("{DEVICES} WHERE person = ?1 ORDER BY enrolled_at, id"), [person.as_str()], device)?;
        found.into_iter().map(|device| self.with_former(device)).collect()
    }

    fn waiting_of(&self, person: &PersonId) -> Stored<Vec<StoredWaiting>> {
        let sql = "SELECT key, person, name, asked_at FROM waiting WHERE person = ?1 ORDER BY asked_at, key";
        rows(self.0, sql, [person.as_str()], waiting)
    }

    fn invitation(&self, hash: &Hash) -> Stored<Option<StoredInvitation>> {
        one(self.0, "SELECT person, expires_at, used_at FROM invitations WHERE hash = ?1", [hash.as_bytes()], |row| {
            let (person, Millis(expires_at)): (String, Millis) = (row.get(0)?, row.get(1)?);
            let used: Option<Millis> = row.get(2)?;
            Ok(Ok(StoredInvitation {
                hash: *hash,
                person: person.into(),
                expires_at,
                used_at: used.map(|Millis(at)| at),
            }))
        })
    }

    fn security_key(&self, id: &Base64Url) -> Stored<Option<StoredSecurityKey>> {
        one(self.0, &format!("{SECURITY_KEYS} WHERE id = ?1"), [&id.0], security_key)
    }

    fn security_keys_of(&self, person: &PersonId) -> Stored<Vec<StoredSecurityKey>> {
        let sql = format!("{SECURITY_KEYS} WHERE person = ?1 ORDER BY enrolled_at, id");
        rows(self.0, &sql, [person.as_str()], security_key)
    }

    fn challenge_of(&self, person: &PersonId) -> Stored<Option<StoredChallenge>> {
        one(self.0, "SELECT challenge, until FROM challenges WHERE person = ?1", [person.as_str()], |row| {
            let (HashColumn(challenge), Millis(until)): (HashColumn, Millis) = (row.get(0)?, row.get(1)?);
            Ok(Ok(StoredChallenge { challenge, until }))
        })
    }

    fn witnessed(&self, origin: &str) -> Stored<Option<(u64, Hash)>> {
        one(self.0, "SELECT size, root FROM witnessed WHERE origin = ?1", [origin], |row| {
            let HashColumn(root) = row.get(1)?;
            Ok(Ok((row.get(0)?, root)))
        })
    }
}

impl DirectoryWrite for Directory<'_> {
    fn put_identity(&mut self, identity: &ServerIdentity) -> Stored<()> {
        let ServerIdentity { name, epoch, log_key, witness_key } = identity;
        run(
            self.0,
            "INSERT INTO identity (one, name, epoch, log_key, witness_key) VALUES (1, ?1, ?2, ?3, ?4)",
            params![name, epoch, log_key.to_string(), witness_key.to_string()],
        )
    }

    fn put_token(&mut self, token: &StoredToken) -> Stored<()> {
        let StoredToken { id, hash, person, role, minted_at } = token;
        run(
            self.0,
            "INSERT INTO tokens (id, hash, person, role, minted_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, hash.as_bytes(), person.as_str(), word(role)?, Millis(*minted_at)],
        )
    }

    fn put_device(&mut self, device: &StoredDevice) -> Stored<()> {
        let StoredDevice { id, person, name, key, former, enrolled_at, admitted, used_at, removed_at, removed_by } =
            device;
        if self.device_by_key(key)?.is_some_and(|other| other.id != *id) {
            return Err(StoreError::Failed("one key is one device".to_owned()));
        }
        run(
            self.0,
            "INSERT INTO devices (id, person, name, key, enrolled_at, removed_at, admitted, used_at, removed_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, removed_at = excluded.removed_at,
                 used_at = excluded.used_at, removed_by = excluded.removed_by",
            params![
                id.as_str(),
                person.as_str(),
                name,
                key.to_string(),
                Millis(*enrolled_at),
                removed_at.map(Millis),
                admitted.as_ref().map(json).transpose()?,
                used_at.map(Millis),
                removed_by.as_ref().map(word).transpose()?
            ],
        )?;
        former.iter().try_for_each(|FormerKey { key, until, changed_at }| {
            run(
                self.0,
                "INSERT OR IGNORE INTO former_keys (key, device, until, changed_at) VALUES (?1, ?2, ?3, ?4)",
                params![key.to_string(), id.as_str(), int(*until)?, Millis(*changed_at)],
            )
        })
    }

    fn put_waiting(&mut self, waiting: &StoredWaiting) -> Stored<()> {
        let StoredWaiting { key, person, name, asked_at } = waiting;
        run(
            self.0,
            "INSERT INTO waiting (key, person, name, asked_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (key) DO UPDATE SET person = excluded.person, name = excluded.name,
                 asked_at = excluded.asked_at",
            params![key.to_string(), person.as_str(), name, Millis(*asked_at)],
        )
    }

    fn remove_waiting(&mut self, key: &PublicKey) -> Stored<()> {
        run(self.0, "DELETE FROM waiting WHERE key = ?1", [key.to_string()])
    }

    fn put_invitation(&mut self, invitation: &StoredInvitation) -> Stored<()> {
        let StoredInvitation { hash, person, expires_at, used_at } = invitation;
        run(
            self.0,
            "INSERT INTO invitations (hash, person, expires_at, used_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
            params![hash.as_bytes(), person.as_str(), Millis(*expires_at), used_at.map(Millis)],
        )
    }

    fn put_security_key(&mut self, key: &StoredSecurityKey) -> Stored<()> {
        let StoredSecurityKey { id, person, name, public_key, counter, last_choice, enrolled_at, enrolled_by, .. } =
            key;
        if self.security_key(id)?.is_some_and(|known| known.person != *person) {
            return Err(StoreError::Failed("one credential is one person's".to_owned()));
        }
        run(
            self.0,
            "INSERT INTO security_keys (id, person, name, public_key, counter, last_choice, enrolled_at, enrolled_by,
                 used_at, removed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, counter = excluded.counter,
                 last_choice = excluded.last_choice, used_at = excluded.used_at, removed_at = excluded.removed_at",
            params![
                id.0,
                person.as_str(),
                name,
                public_key,
                counter,
                last_choice.map(|hash| hash.0),
                Millis(*enrolled_at),
                enrolled_by.as_str(),
                key.used_at.map(Millis),
                key.removed_at.map(Millis)
            ],
        )
    }

    fn forget_security_keys(&mut self, person: &PersonId) -> Stored<()> {
        run(self.0, "DELETE FROM security_keys WHERE person = ?1", [person.as_str()])
    }

    fn put_challenge(&mut self, person: &PersonId, challenge: Option<&StoredChallenge>) -> Stored<()> {
        match challenge {
            Some(StoredChallenge { challenge, until }) => run(
                self.0,
                "INSERT OR REPLACE INTO challenges (person, challenge, until) VALUES (?1, ?2, ?3)",
                params![person.as_str(), challenge.as_bytes(), Millis(*until)],
            ),
            None => run(self.0, "DELETE FROM challenges WHERE person = ?1", [person.as_str()]),
        }
    }

    fn put_witnessed(&mut self, origin: &str, size: u64, root: Hash) -> Stored<()> {
        run(
            self.0,
            "INSERT OR REPLACE INTO witnessed (origin, size, root) VALUES (?1, ?2, ?3)",
            params![origin, int(size)?, root.as_bytes()],
        )
    }

    fn as_read(&self) -> &dyn DirectoryRead {
        self
    }
}
