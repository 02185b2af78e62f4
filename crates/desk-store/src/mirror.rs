//! Reading everything but the leaves back into memory.

use crate::file::{failed, from_json};
use crate::log;
use approval::RequestId;
use desk::store::{Head, Mirrored, QueueId, StoreError, Stored, StoredQueue};
use queue_api::RequestRecord;
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tlog::hash::{Hash, leaf_hash};

pub(crate) fn load(db: &mut Connection) -> Result<Stored, StoreError> {
    // All of it as of one moment.
    let db = db.transaction().map_err(failed)?;
    let mut statement = db.prepare("SELECT id FROM queues ORDER BY id").map_err(failed)?;
    let ids: Vec<String> = statement.query_map([], |row| row.get(0)).and_then(|rows| rows.collect()).map_err(failed)?;
    let queues = ids.iter().map(|id| queue(&db, id)).collect::<Result<_, _>>()?;
    let settings = db
        .prepare("SELECT name, value FROM settings")
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(failed)?;
    let told = named(&db, "told", "SELECT request, '', record FROM told")?;
    let told = told.into_iter().map(|(request, _, told)| (request, told)).collect();
    let views = named(&db, "views", "SELECT name, '', record FROM views")?;
    let views = views.into_iter().map(|(name, _, view)| (name, view)).collect();
    let snoozes = named(&db, "snoozes", "SELECT queue, id, record FROM snoozes")?;
    let snoozes = snoozes.into_iter().map(|(queue, id, snooze)| ((QueueId::new(&queue), RequestId::new(id)), snooze));
    Ok(Stored { queues, told, settings, views, snoozes: snoozes.collect() })
}

/// Records by what names them. Nothing where the file is only looked at as an older program left it.
fn named<T: DeserializeOwned>(db: &Connection, table: &str, sql: &str) -> Result<Vec<(String, String, T)>, StoreError> {
    if !db.table_exists(None, table).map_err(failed)? {
        return Ok(Vec::new());
    }
    let mut statement = db.prepare(sql).map_err(failed)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)));
    let read = |row: rusqlite::Result<(String, String, String)>| {
        let (one, other, record) = row.map_err(failed)?;
        Ok((one, other, from_json(&record)?))
    };
    rows.map_err(failed)?.map(read).collect()
}

fn queue(db: &Connection, id: &str) -> Result<StoredQueue, StoreError> {
    type Columns = (String, Option<String>, Option<String>, Option<String>, Option<String>);
    let (record, heard, cursor, checkpoint, cosigned): Columns = db
        .query_row("SELECT record, heard, cursor, checkpoint, cosigned FROM queues WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .map_err(failed)?;
    let read = |record: RequestRecord| Mirrored::read(&record).map(Arc::new).map_err(damaged);
    let requests = each(db, "SELECT record FROM requests WHERE queue = ?1", id, read)?;
    let size = log::size(db, &QueueId::new(id))?;
    let last: Option<Vec<u8>> = db
        .query_row("SELECT bytes FROM leaves WHERE queue = ?1 ORDER BY number DESC LIMIT 1", [id], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    Ok(StoredQueue {
        record: from_json(&record)?,
        cursor,
        heard: heard.as_deref().map(from_json).transpose()?,
        requests,
        grants: records(db, "SELECT record FROM grants WHERE queue = ?1", id)?,
        outbox: records(db, "SELECT record FROM outbox WHERE queue = ?1 AND open", id)?,
        head: Head {
            size,
            last_leaf: last.map_or(Hash::ZERO, |bytes| leaf_hash(&bytes)),
            checkpoint,
            cosigned: cosigned.as_deref().map(from_json).transpose()?,
        },
    })
}

fn records<T: DeserializeOwned>(db: &Connection, sql: &str, queue: &str) -> Result<Vec<T>, StoreError> {
    each(db, sql, queue, Ok)
}

/// One row after the other, so that not all of them stand in memory as they are stored.
fn each<T: DeserializeOwned, R>(
    db: &Connection,
    sql: &str,
    queue: &str,
    read: impl Fn(T) -> Result<R, StoreError>,
) -> Result<Vec<R>, StoreError> {
    let mut statement = db.prepare(sql).map_err(failed)?;
    let rows = statement.query_map([queue], |row| row.get::<_, String>(0)).map_err(failed)?;
    rows.map(|row| read(from_json(&row.map_err(failed)?)?)).collect()
}

fn damaged(error: serde_json::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}
