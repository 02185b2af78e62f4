//! Values as they stand in columns, both ways. What cannot be read back is damage, never a default.

use approval::Timestamp;
use queue::store::{StoreError, Stored};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tlog::Hash;

pub(crate) fn failed(error: rusqlite::Error) -> StoreError {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    if matches!(error, FromSqlConversionFailure(..) | InvalidColumnType(..) | IntegralValueOutOfRange(..)) {
        return StoreError::Damaged(error.to_string());
    }
    StoreError::Failed(error.to_string())
}

pub(crate) fn json(value: &impl Serialize) -> Stored<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &[u8]) -> Stored<T> {
    serde_json::from_slice(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A word as serde writes it, without quotes: `pending`.
pub(crate) fn word(value: &impl Serialize) -> Stored<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Stored<T> {
    from_json(format!("\"{word}\"").as_bytes())
}

/// Counts and numbers are never negative nor beyond 63 bits here.
pub(crate) fn int(number: u64) -> Stored<i64> {
    i64::try_from(number).map_err(|_| StoreError::Failed(format!("{number} is too large")))
}

pub(crate) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(crate) struct Millis(pub Timestamp);

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.millis()))
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(|millis| Self(Timestamp::from_millis(millis)))
    }
}

pub(crate) struct HashColumn(pub Hash);

impl FromSql for HashColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Self(Hash(bytes)))
    }
}

/// All rows of a query, each turned into a value that may itself be refused.
pub(crate) fn rows<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<Stored<T>>,
) -> Stored<Vec<T>> {
    let mut statement = db.prepare_cached(sql).map_err(failed)?;
    let found = statement.query_map(params, |row| read(row)).map_err(failed)?;
    found.map(|row| row.map_err(failed)?).collect()
}

pub(crate) fn one<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<Stored<T>>,
) -> Stored<Option<T>> {
    let mut statement = db.prepare_cached(sql).map_err(failed)?;
    statement.query_row(params, read).optional().map_err(failed)?.transpose()
}

pub(crate) fn run(db: &Connection, sql: &str, params: impl Params) -> Stored<()> {
    db.prepare_cached(sql).map_err(failed)?.execute(params).map_err(failed)?;
    Ok(())
}
