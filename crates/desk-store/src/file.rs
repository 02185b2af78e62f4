//! The profile's file: opened strictly, private, and migrated one version at a time.

use desk::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::Duration;

/// One step per version; a step that was released is never edited.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE queues (
        id TEXT PRIMARY KEY, record TEXT NOT NULL, heard TEXT, cursor TEXT, checkpoint TEXT, cosigned TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE requests (
        queue TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (queue, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE grants (
        queue TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (queue, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox (
        id TEXT PRIMARY KEY, queue TEXT NOT NULL, open INTEGER NOT NULL, record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outbox_open ON outbox (queue) WHERE open;
    CREATE TABLE leaves (
        queue TEXT NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, bytes BLOB NOT NULL,
        openings TEXT NOT NULL, PRIMARY KEY (queue, number)
    ) STRICT;
    CREATE INDEX leaves_by_group ON leaves (queue, first, number);
    CREATE TABLE hashes (
        queue TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (queue, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
", "
    -- Places are numbered by time. Words come folded, so the tokenizer has nothing left to do but to part them at spaces.
    CREATE TABLE findable (
        place INTEGER PRIMARY KEY, queue TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        tenant TEXT NOT NULL, at INTEGER NOT NULL, shown TEXT NOT NULL, words TEXT NOT NULL, UNIQUE (queue, first)
    ) STRICT;
    CREATE INDEX findable_by_last ON findable (queue, last);
    CREATE VIRTUAL TABLE found USING fts5 (
        tenant, words, content = 'findable', content_rowid = 'place', tokenize = 'ascii', prefix = '1 2 3 5 8'
    );
    INSERT INTO found (found, rank) VALUES ('secure-delete', 1);
", "
    -- What may still have to be erased, and where the outbox keeps the same words.
    CREATE INDEX leaves_opened ON leaves (queue, number) WHERE openings <> '{}';
    CREATE INDEX outbox_by_intent ON outbox (queue, json_extract(record, '$.intent'));
", "
    -- What insights are counted from: ids, times and words of ours. Each index holds all that its question needs.
    CREATE TABLE measured_decisions (
        queue TEXT NOT NULL, first INTEGER NOT NULL, tenant TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
        end TEXT NOT NULL, signed INTEGER NOT NULL, took INTEGER, PRIMARY KEY (queue, first)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX measured_decisions_by_time ON measured_decisions (at, queue, tenant, kind, end, signed, took);
    CREATE TABLE measured_requests (
        queue TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, role TEXT NOT NULL, role_name TEXT NOT NULL,
        risk TEXT NOT NULL, asked_at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT, granted INTEGER,
        shortened INTEGER NOT NULL, late INTEGER NOT NULL, PRIMARY KEY (queue, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX measured_requests_by_start ON measured_requests (asked_at, queue, tenant, risk);
    CREATE INDEX measured_requests_by_end ON measured_requests
        (ended_at, queue, tenant, outcome, asked_at, shortened, late, granted, role, role_name);
    CREATE TABLE measured_grants (
        queue TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, over_at INTEGER NOT NULL, granted INTEGER NOT NULL,
        used INTEGER, PRIMARY KEY (queue, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX measured_grants_by_end ON measured_grants (over_at, queue, tenant, granted, used);
    -- Decisions are measured as they become findable: what was findable before is gone through once more.
    INSERT INTO found (found) VALUES ('delete-all');
    DELETE FROM findable;
", "
    -- Logs, findable entries and ended rows may stand under the name of a former log: `practice/1`. An older program would
    -- go on in it: it must not open such a profile.
", "
    -- Which requests were told, each by itself: what changes is written, and not all that waits.
    CREATE TABLE told (request TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO told (request, record) SELECT one.key, one.value
        FROM settings, json_each(iif(json_valid(settings.value), settings.value, '{}'), '$.requests') AS one
        WHERE settings.name = 'notified';
    UPDATE settings SET value = json_remove(value, '$.requests') WHERE name = 'notified' AND json_valid(value);
", "
    -- A request may have no deadline, and none that says for how long it was asked: an older program would call it damaged.
    -- What stands here stays, until the queue tells it anew.
 ", "
    -- Queries that a person keeps by name, and requests to be seen again later.
    CREATE TABLE views (name TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE snoozes (
        queue TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (queue, id)
    ) STRICT, WITHOUT ROWID;
"];

pub(crate) fn failed(error: rusqlite::Error) -> StoreError {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    if matches!(error, FromSqlConversionFailure(..) | InvalidColumnType(..) | IntegralValueOutOfRange(..)) {
        return StoreError::Damaged(error.to_string());
    }
    StoreError::Failed(error.to_string())
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// To read alone, also beside the program that writes it; `None` where nothing was ever written. A file without a
/// write-ahead log beside it is nobody's to write now: it is taken as it lies, so that nothing is put beside it.
pub(crate) fn look(path: &Path) -> Result<Option<Connection>, StoreError> {
    if !path.exists() {
        return Ok(None);
    }
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let still = if Path::new(&log).exists() { "" } else { "&immutable=1" };
    let uri = format!("file:{}?mode=ro{still}", escaped(path));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(uri, flags).map_err(failed)?;
    db.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(failed)?;
    let version = version(&db)?;
    Ok((version > 0).then_some(db))
}

/// As a URI's path (sqlite.org/uri.html).
fn escaped(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b':' => uri.push(char::from(*byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    if cfg!(windows) { format!("/{uri}") } else { uri }
}

/// Of what this program knows.
fn version(db: &Connection) -> Result<u32, StoreError> {
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    if version > known() { Err(StoreError::Newer { found: version, known: known() }) } else { Ok(version) }
}

fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(failed)?;
    db.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(failed)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(failed)?;
    write_ahead(&db)?;
    for (pragma, value) in [("synchronous", "FULL"), ("secure_delete", "ON")] {
        db.pragma_update(None, pragma, value).map_err(failed)?;
    }
    db.set_prepared_statement_cache_capacity(32);
    migrate(&mut db)?;
    Ok(db)
}

/// To the end of the statement, not only to its row: SQLite answers with the new mode first and commits it afterwards.
/// Where it cannot change the mode it reports no error and answers with the one that it kept.
fn write_ahead(db: &Connection) -> Result<(), StoreError> {
    let mut statement = db.prepare("PRAGMA journal_mode = WAL").map_err(failed)?;
    let modes = statement.query_map([], |row| row.get(0)).and_then(Iterator::collect::<Result<Vec<String>, _>>);
    match modes.map_err(failed)?.join(" ").as_str() {
        "wal" => Ok(()),
        mode => Err(StoreError::Failed(format!("the file cannot have a write-ahead log: it stays with {mode}"))),
    }
}

/// Rewrites the file with what is there. `secure_delete` zeroes freed cells and pages, but not the space inside a page
/// that was rebuilt when a neighbour was split or joined, and the write-ahead log holds the pages as they were. Takes
/// as long as the file is large; in memory, so that no other file gets the text.
pub(crate) fn scrub(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.execute_batch("VACUUM")?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(failed)?;
    for step in MIGRATIONS.iter().skip(version(&transaction)? as usize) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "user_version", known()).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// An empty file that only its owner can read; SQLite gives its companions the same mode.
pub(crate) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    opened.map(drop).map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))
}
