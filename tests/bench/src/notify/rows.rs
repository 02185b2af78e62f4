//! A copy of another program's SQLite file that follows it, so that the very rows which that program committed can be
//! committed once more, bare. It knows no table by name, and writes nothing into the file that it follows.

use std::{fs, path::Path};

use rusqlite::{Connection, Result, TransactionBehavior, params_from_iter, types::Value};

pub struct Copy {
    connection: Connection,
    original: String,
    own: String,
}

/// Rows of some tables: what to run, and each row's values.
#[derive(Default)]
pub struct Rows(Vec<(String, Vec<Vec<Value>>)>);

impl Copy {
    /// Takes the copy. Writers of the original wait meanwhile.
    pub fn take(original: &Path, own: &Path) -> std::result::Result<Self, String> {
        let beside = |path: &Path| path.with_extension("sqlite-wal");
        let guard = Connection::open(original).map_err(|error| error.to_string())?;
        guard.execute_batch("BEGIN IMMEDIATE").map_err(|error| error.to_string())?;
        for (from, to) in [(original.to_owned(), own.to_owned()), (beside(original), beside(own))] {
            fs::copy(&from, to).map_err(|error| format!("{}: {error}", from.display()))?;
        }
        drop(guard);
        Self::open(original, own).map_err(|error| error.to_string())
    }

    /// With the settings that the desk and the queue have for theirs.
    fn open(original: &Path, own: &Path) -> Result<Self> {
        let connection = Connection::open(own)?;
        for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
            connection.pragma_update(None, pragma, value)?;
        }
        let text = |path: &Path| path.display().to_string();
        Ok(Copy { connection, original: text(original), own: text(own) })
    }

    /// What the original holds and the copy does not, in the tables that `wanted` names.
    pub fn behind(&self, wanted: impl Fn(&str) -> bool) -> Result<Rows> {
        // A connection of its own: the one that commits stays as bare as it is.
        let db = Connection::open(&self.own)?;
        db.execute("ATTACH ?1 AS original", [&self.original])?;
        let tables: Vec<String> = db
            .prepare("SELECT name FROM original.sqlite_schema WHERE type = 'table' ORDER BY name")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_>>()?;
        let mut rows = Rows::default();
        for table in tables.iter().filter(|table| wanted(table)) {
            let mut new = db.prepare(&format!("SELECT * FROM original.{table} EXCEPT SELECT * FROM main.{table}"))?;
            let width = new.column_count();
            let values = new.query_map([], |row| (0..width).map(|column| row.get(column)).collect())?;
            let values: Vec<Vec<Value>> = values.collect::<Result<_>>()?;
            if !values.is_empty() {
                let marks = vec!["?"; width].join(", ");
                rows.0.push((format!("INSERT OR REPLACE INTO {table} VALUES ({marks})"), values));
            }
        }
        Ok(rows)
    }

    /// One durable commit of all of them; none where there are no rows.
    pub fn commit(&mut self, rows: &Rows) -> Result<()> {
        if rows.0.is_empty() {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (sql, rows) in &rows.0 {
            let mut statement = transaction.prepare_cached(sql)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
        }
        transaction.commit()
    }

    pub fn catch_up(&mut self) -> Result<()> {
        self.commit(&self.behind(|_| true)?)
    }
}

impl Rows {
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, rows)| rows.len()).sum()
    }
}
