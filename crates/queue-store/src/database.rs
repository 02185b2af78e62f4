//! One SQLite file: opened strictly, migrated, with one writer and one reader. After an error that leaves a
//! commit in doubt the connections are closed and the file is opened anew before anything else is done.

use crate::columns::failed;
use queue::store::{StoreError, Stored};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) struct Database {
    path: PathBuf,
    migrations: &'static [&'static str],
    writer: Mutex<Option<Connection>>,
    reader: Mutex<Option<Connection>>,
}

impl Database {
    /// Opens or creates the file and brings it to the newest version.
    pub(crate) fn open(path: PathBuf, migrations: &'static [&'static str]) -> Stored<Self> {
        create_private(&path)?;
        let mut writer = connect(&path)?;
        migrate(&mut writer, migrations, &path)?;
        let reader = connect(&path)?;
        Ok(Self { path, migrations, writer: Mutex::new(Some(writer)), reader: Mutex::new(Some(reader)) })
    }

    pub(crate) fn read(&self, work: impl FnOnce(&Connection) -> Stored<()>) -> Stored<()> {
        let mut place = lock(&self.reader);
        let connection = match place.take() {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        // A deferred transaction: all of `work` sees one state.
        connection.execute_batch("BEGIN").map_err(failed)?;
        let result = work(&connection);
        connection.execute_batch("ROLLBACK").map_err(failed)?;
        *place = Some(connection);
        result
    }

    pub(crate) fn write(&self, work: impl FnOnce(&Connection) -> Stored<()>) -> Stored<()> {
        let mut place = lock(&self.writer);
        let mut connection = match place.take() {
            Some(connection) => connection,
            None => {
                let mut connection = connect(&self.path)?;
                migrate(&mut connection, self.migrations, &self.path)?;
                connection
            }
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        match work(&transaction) {
            Err(error) => {
                transaction.rollback().map_err(failed)?;
                *place = Some(connection);
                Err(error)
            }
            Ok(()) => {
                // On an error the connection is dropped with it: whether it was written, the file will show.
                transaction.commit().map_err(failed)?;
                *place = Some(connection);
                Ok(())
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path) -> Stored<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(failed)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(failed)?;
    for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
        connection.pragma_update(None, pragma, value).map_err(failed)?;
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn migrate(connection: &mut Connection, migrations: &[&str], path: &Path) -> Stored<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(failed)?;
    let version: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    if version > migrations.len() {
        return Err(StoreError::Failed(format!(
            "{} was written by a newer program (version {version}; this one knows {}). Nothing was changed; start the newer program",
            path.display(),
            migrations.len()
        )));
    }
    for step in migrations.iter().skip(version) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "user_version", migrations.len()).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// An empty file that only its owner can read; SQLite gives its companions the same mode.
fn create_private(path: &Path) -> Stored<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    opened.map(drop).map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))
}
