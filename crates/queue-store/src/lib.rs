//! The queue's storage on SQLite: one file per tenant and one directory file, in one folder; and a witness's, one file. It refuses files
//! of a newer program, and anything that is not for this server's eyes only: its files have mode 0600.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod columns;
mod database;
mod directory;
mod key_file;
mod schema;
mod sqlite;
mod tenant;
mod tenant_files;
mod witness;

pub use key_file::{KeyFileError, open_or_create_keys, open_or_create_witness_key};
pub use sqlite::SqliteStore;
pub use tenant_files::{Secrets, TenantFilesError, read_tenant_files};
pub use witness::SqliteWitness;
