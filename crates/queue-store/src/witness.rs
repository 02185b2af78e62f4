//! The tables of a witness that runs alone, behind its traits: one file. It holds no secret.

use crate::columns::{HashColumn, Millis, from_json, int, json, one, rows, run};
use crate::database::Database;
use crate::schema;
use crate::sqlite::make_private_folder;
use queue::store::{StoreError, Stored};
use queue::witness::{Latest, WitnessRead, WitnessReading, WitnessStore, WitnessWrite, WitnessWriting, WitnessedLog};
use rusqlite::{Connection, Row, params};
use std::path::Path;
use tlog::{Hash, NoteKey};

/// The file in the witness's folder.
pub(crate) const WITNESS: &str = "witness.sqlite";

pub struct SqliteWitness(Database);

impl SqliteWitness {
    /// Whether a witness was ever opened in this folder. Makes nothing.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(WITNESS).exists()
    }

    /// Opens the folder, and makes it (mode 0700) when it is not there.
    pub fn open(folder: &Path) -> Stored<Self> {
        make_private_folder(folder)?;
        Ok(Self(Database::open(folder.join(WITNESS), schema::WITNESS)?))
    }
}

impl WitnessStore for SqliteWitness {
    fn read(&self, work: &mut WitnessReading<'_>) -> Stored<()> {
        self.0.read(|db| work(&Logs(db)))
    }

    fn write(&self, work: &mut WitnessWriting<'_>) -> Stored<()> {
        self.0.write(|db| work(&mut Logs(db)))
    }
}

struct Logs<'a>(&'a Connection);

const LOGS: &str = "SELECT origin, keys, size, root, note, at FROM logs";

fn log(row: &Row<'_>) -> rusqlite::Result<Stored<WitnessedLog>> {
    let (origin, keys): (String, String) = (row.get(0)?, row.get(1)?);
    let latest = match row.get::<_, Option<u64>>(2)? {
        None => None,
        Some(size) => {
            let (HashColumn(root), Millis(at)) = (row.get(3)?, row.get(5)?);
            Some(Latest { size, root, note: row.get(4)?, at })
        }
    };
    Ok(from_json(keys.as_bytes()).map(|keys| WitnessedLog { origin, keys, latest }))
}

impl WitnessRead for Logs<'_> {
    fn identity(&self) -> Stored<Option<NoteKey>> {
        one(self.0, "SELECT vkey FROM identity", [], |row| {
            let vkey: String = row.get(0)?;
            Ok(NoteKey::from_vkey(&vkey).map_err(|error| StoreError::Damaged(format!("the witness's key: {error}"))))
        })
    }

    fn log(&self, origin: &Hash) -> Stored<Option<WitnessedLog>> {
        one(self.0, &format!("{LOGS} WHERE hash = ?1"), [origin.as_bytes()], log)
    }

    fn logs(&self) -> Stored<Vec<WitnessedLog>> {
        rows(self.0, &format!("{LOGS} ORDER BY origin"), [], log)
    }
}

impl WitnessWrite for Logs<'_> {
    fn put_identity(&mut self, key: &NoteKey) -> Stored<()> {
        run(self.0, "INSERT INTO identity (one, vkey) VALUES (1, ?1)", [key.vkey()])
    }

    fn put_log(&mut self, log: &WitnessedLog) -> Stored<()> {
        let WitnessedLog { origin, keys, latest } = log;
        let size = latest.as_ref().map(|latest| int(latest.size)).transpose()?;
        run(
            self.0,
            "INSERT OR REPLACE INTO logs (hash, origin, keys, size, root, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                Hash::of(origin).as_bytes(),
                origin,
                json(keys)?,
                size,
                latest.as_ref().map(|latest| latest.root.as_bytes()),
                latest.as_ref().map(|latest| &latest.note),
                latest.as_ref().map(|latest| Millis(latest.at)),
            ],
        )
    }
}
