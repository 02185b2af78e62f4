//! The log's leaves and stored hashes. They are only ever added to; what opens their commitments can be erased.

use crate::file::{failed, from_json, json};
use desk::store::{Leaf, NewLeaf, QueueId, StoreError};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::hash::Hash;
use tlog::payload::ErasedParts;

const LEAF: &str = "SELECT number, first, bytes, openings FROM leaves";

pub(crate) fn append(db: &Connection, queue: &QueueId, new: &NewLeaf) -> Result<(), StoreError> {
    let expected = size(db, queue)?;
    let leaf = &new.leaf;
    if leaf.index != expected {
        return Err(StoreError::OutOfOrder { expected, got: leaf.index });
    }
    db.prepare_cached("INSERT INTO leaves (queue, number, first, bytes, openings) VALUES (?1, ?2, ?3, ?4, ?5)")
        .and_then(|mut statement| {
            let openings = serde_json::to_string(&leaf.openings)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
            statement.execute(params![queue.as_str(), leaf.index, leaf.group, leaf.bytes, openings])
        })
        .map_err(failed)?;
    let mut statement =
        db.prepare_cached("INSERT INTO hashes (queue, number, hash) VALUES (?1, ?2, ?3)").map_err(failed)?;
    for (number, hash) in &new.hashes {
        statement.execute(params![queue.as_str(), number, hash.as_bytes()]).map_err(failed)?;
    }
    Ok(())
}

/// Every entry stays byte for byte; only the name that it is kept under changes.
pub(crate) fn begin_anew(db: &Connection, queue: &QueueId, former: &QueueId) -> Result<(), StoreError> {
    for moved in ["leaves", "hashes", "findable", "measured_decisions"] {
        db.execute(&format!("UPDATE {moved} SET queue = ?2 WHERE queue = ?1"), [queue.as_str(), former.as_str()])
            .map_err(failed)?;
    }
    db.execute("UPDATE outbox SET queue = ?2 WHERE queue = ?1 AND NOT open", [queue.as_str(), former.as_str()])
        .and_then(|_| {
            db.execute("UPDATE queues SET checkpoint = NULL, cosigned = NULL WHERE id = ?1", [queue.as_str()])
        })
        .map(drop)
        .map_err(failed)
}

pub(crate) fn size(db: &Connection, queue: &QueueId) -> Result<u64, StoreError> {
    db.prepare_cached("SELECT coalesce(max(number) + 1, 0) FROM leaves WHERE queue = ?1")
        .and_then(|mut statement| statement.query_row([queue.as_str()], |row| row.get(0)))
        .map_err(failed)
}

pub(crate) fn hashes(db: &Connection, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT hash FROM hashes WHERE queue = ?1 AND number = ?2").map_err(failed)?;
    let mut one = |index: &u64| {
        let found: Option<[u8; 32]> =
            statement.query_row(params![queue.as_str(), index], |row| row.get(0)).optional().map_err(failed)?;
        found.map(Hash).ok_or_else(|| StoreError::Damaged(format!("hash {index} of the log is missing")))
    };
    indexes.iter().map(&mut one).collect()
}

pub(crate) fn leaves(db: &Connection, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = format!("{LEAF} WHERE queue = ?1 AND number >= ?2 ORDER BY number LIMIT ?3");
    select(db, &sql, params![queue.as_str(), from, limit])
}

pub(crate) fn groups(
    db: &Connection,
    queue: &QueueId,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
    let int = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let count = db
        .prepare_cached("SELECT count(DISTINCT first) FROM leaves WHERE queue = ?1")
        .and_then(|mut statement| statement.query_row([queue.as_str()], |row| row.get(0)))
        .map_err(failed)?;
    let firsts: Vec<u64> = db
        .prepare_cached("SELECT DISTINCT first FROM leaves WHERE queue = ?1 ORDER BY first DESC LIMIT ?2 OFFSET ?3")
        .and_then(|mut statement| {
            statement.query_map(params![queue.as_str(), int(limit), int(offset)], |row| row.get(0))?.collect()
        })
        .map_err(failed)?;
    let groups = firsts.into_iter().map(|first| group(db, queue, first)).collect::<Result<_, _>>()?;
    Ok((count, groups))
}

pub(crate) fn group(db: &Connection, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
    select(db, &format!("{LEAF} WHERE queue = ?1 AND first = ?2 ORDER BY number"), params![queue.as_str(), first])
}

pub(crate) fn opened(db: &Connection, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT number, first FROM leaves
         WHERE queue = ?1 AND number >= ?2 AND openings <> '{}' ORDER BY number LIMIT ?3";
    db.prepare_cached(sql)
        .and_then(|mut statement| {
            let rows =
                statement.query_map(params![queue.as_str(), from, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .map_err(failed)
}

/// The leaf stays byte for byte.
pub(crate) fn erase(db: &Connection, queue: &QueueId, part: &ErasedParts) -> Result<(), StoreError> {
    let found = db
        .prepare_cached("SELECT openings FROM leaves WHERE queue = ?1 AND number = ?2")
        .and_then(|mut statement| {
            statement.query_row(params![queue.as_str(), part.log_index], |row| row.get::<_, String>(0)).optional()
        })
        .map_err(failed)?;
    let Some(openings) = found else { return Ok(()) };
    let mut openings: BTreeMap<String, Opening> = from_json(&openings)?;
    openings.retain(|name, _| !part.names.contains(name));
    let openings = json(&openings)?;
    db.prepare_cached("UPDATE leaves SET openings = ?3 WHERE queue = ?1 AND number = ?2")
        .and_then(|mut statement| statement.execute(params![queue.as_str(), part.log_index, openings]))
        .map(drop)
        .map_err(failed)
}

fn select(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<Leaf>, StoreError> {
    let parts = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?));
    let mut statement = db.prepare_cached(sql).map_err(failed)?;
    let rows = statement.query_map(params, parts).map_err(failed)?;
    rows.map(|row| {
        let (index, group, bytes, openings) = row.map_err(failed)?;
        Ok(Leaf { index, group, bytes, openings: from_json(&openings)? })
    })
    .collect()
}
