//! SQLite storage of the desk: mirror, outbox, log, one file per profile. It makes a list of writes durable or none of
//! them, and refuses a file that a newer program wrote. It decides nothing and knows no request from another.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod file;
mod find;
mod log;
mod measure;
mod mirror;

use desk::store::{DeskStore, Figures, Finding, Found, Leaf, Measure, Measuring, QueueId, StoreError, Stored, Write};
use file::{failed, json};
use rusqlite::{Connection, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tlog::hash::Hash;

/// What the file at `path` holds, read without changing it, also beside the program that writes it; `None` where there is
/// none.
pub fn look(path: &Path) -> Result<Option<Stored>, StoreError> {
    file::look(path)?.map(|mut db| mirror::load(&mut db)).transpose()
}

/// One profile's file, with one connection. After a failed commit the connection is closed, and opened anew by `load`
/// or the next call: what was in doubt is then what the file says.
#[derive(Debug)]
pub struct SqliteDesk {
    path: PathBuf,
    connection: Mutex<Option<Connection>>,
}

impl SqliteDesk {
    /// Opens the file, makes it (mode 0600) when it is not there, and brings it to the newest version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        file::create_private(path)?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(Some(file::open(path)?)) })
    }

    /// The connection leaves its place for the work and comes back only when the work left nothing in doubt.
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut place = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = match place.take() {
            Some(connection) => connection,
            None => file::open(&self.path)?,
        };
        let result = work(&mut connection);
        match &result {
            Ok(_) | Err(StoreError::OutOfOrder { .. }) => *place = Some(connection),
            Err(StoreError::Failed(_) | StoreError::Newer { .. } | StoreError::Damaged(_)) => {}
        }
        result
    }
}

impl DeskStore for SqliteDesk {
    fn load(&self) -> Result<Stored, StoreError> {
        self.with(mirror::load)
    }

    fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        self.with(|db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            // Dropped without a commit it rolls back: no write of the list stays.
            writes.iter().try_for_each(|write| apply(&transaction, write))?;
            transaction.commit().map_err(failed)?;
            if writes.iter().any(|write| matches!(write, Write::Erase { .. })) {
                // What was committed stands, whatever this says; the next erasure does it again.
                let _ = file::scrub(db);
            }
            Ok(())
        })
    }

    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.with(|db| log::hashes(db, queue, indexes))
    }

    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
        self.with(|db| log::leaves(db, queue, from, limit))
    }

    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
        self.with(|db| log::groups(db, queue, offset, limit))
    }

    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
        self.with(|db| log::group(db, queue, first))
    }

    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
        self.with(|db| log::opened(db, queue, from, limit))
    }

    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError> {
        self.with(|db| find::find(db, finding))
    }

    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError> {
        self.with(|db| find::findable_from(db, queue))
    }

    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
        self.with(|db| measure::measured(db, queue))
    }

    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError> {
        // By a connection of its own: a long reading holds up no writer.
        let gone = || StoreError::Failed("the profile is not there any more".to_owned());
        let mut db = file::look(&self.path)?.ok_or_else(gone)?;
        // It reads the same pages several times, and puts numbers in order: in memory, as far as that goes.
        for (pragma, value) in [("cache_size", "-65536"), ("temp_store", "MEMORY")] {
            db.pragma_update(None, pragma, value).map_err(failed)?;
        }
        measure::figures(&mut db, measuring)
    }
}

fn apply(db: &Connection, write: &Write) -> Result<(), StoreError> {
    let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        db.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(failed)
    };
    match write {
        Write::Queue(record) => run(
            "INSERT INTO queues (id, record) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            params![record.id.as_str(), json(record)?],
        ),
        Write::Heard { queue, heard } => {
            run("UPDATE queues SET heard = ?2 WHERE id = ?1", params![queue.as_str(), json(heard)?])
        }
        Write::Cursor { queue, cursor } => {
            run("UPDATE queues SET cursor = ?2 WHERE id = ?1", params![queue.as_str(), cursor])
        }
        Write::Request { queue, record, request } => run(
            "INSERT OR REPLACE INTO requests (queue, id, record) VALUES (?1, ?2, ?3)",
            params![queue.as_str(), request.facts.id.as_str(), json(record)?],
        ),
        Write::Forget { queue, id } => {
            let of_it = params![queue.as_str(), id.as_str()];
            run("DELETE FROM requests WHERE queue = ?1 AND id = ?2", of_it)?;
            run("DELETE FROM snoozes WHERE queue = ?1 AND id = ?2", of_it)?;
            run("DELETE FROM measured_requests WHERE queue = ?1 AND id = ?2", of_it)
        }
        Write::Grant { queue, record } => run(
            "INSERT OR REPLACE INTO grants (queue, id, record) VALUES (?1, ?2, ?3)",
            params![queue.as_str(), record.grant.id.as_str(), json(record)?],
        ),
        Write::ForgetGrant { queue, id } => {
            let of_it = params![queue.as_str(), id.as_str()];
            run("DELETE FROM grants WHERE queue = ?1 AND id = ?2", of_it)?;
            run("DELETE FROM measured_grants WHERE queue = ?1 AND id = ?2", of_it)
        }
        Write::Leaf { queue, new } => log::append(db, queue, new),
        Write::Checkpoint { queue, note } => {
            run("UPDATE queues SET checkpoint = ?2 WHERE id = ?1", params![queue.as_str(), note])
        }
        Write::Cosigned { queue, cosigned } => {
            run("UPDATE queues SET cosigned = ?2 WHERE id = ?1", params![queue.as_str(), json(cosigned)?])
        }
        Write::Outbox(row) => run(
            "INSERT OR REPLACE INTO outbox (id, queue, open, record) VALUES (?1, ?2, ?3, ?4)",
            // Where its log is a former one the row goes there with its end.
            params![row.id, if row.open { &row.queue } else { row.log() }.as_str(), row.open, json(row)?],
        ),
        Write::NewLog { queue, former } => log::begin_anew(db, queue, former),
        Write::Findable(entry) => find::put(db, entry),
        Write::Measured { queue, measure } => measure::put(db, queue, measure),
        Write::Erase { queue, group, parts } => {
            parts.iter().try_for_each(|part| log::erase(db, queue, part))?;
            run(
                "DELETE FROM outbox WHERE queue = ?1 AND json_extract(record, '$.intent') = ?2 AND NOT open",
                params![queue.as_str(), group],
            )
        }
        Write::Told { request, told: Some(told) } => {
            run("INSERT OR REPLACE INTO told (request, record) VALUES (?1, ?2)", params![request, json(told)?])
        }
        Write::Told { request, told: None } => run("DELETE FROM told WHERE request = ?1", params![request]),
        Write::Snooze { queue, id, snooze: Some(snooze) } => run(
            "INSERT OR REPLACE INTO snoozes (queue, id, record) VALUES (?1, ?2, ?3)",
            params![queue.as_str(), id.as_str(), json(snooze)?],
        ),
        Write::Snooze { queue, id, snooze: None } => {
            run("DELETE FROM snoozes WHERE queue = ?1 AND id = ?2", params![queue.as_str(), id.as_str()])
        }
        Write::View { name, view: Some(view) } => {
            run("INSERT OR REPLACE INTO views (name, record) VALUES (?1, ?2)", params![name, json(view)?])
        }
        Write::View { name, view: None } => run("DELETE FROM views WHERE name = ?1", params![name]),
        Write::Setting { name, value: Some(value) } => {
            run("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", params![name, value])
        }
        Write::Setting { name, value: None } => run("DELETE FROM settings WHERE name = ?1", params![name]),
    }
}
