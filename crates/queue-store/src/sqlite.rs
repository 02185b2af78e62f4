//! The store over a folder: `directory.sqlite`, and `tenant-<id>.sqlite` for each tenant, made when it is
//! first written or read.

use crate::database::Database;
use crate::directory::Directory;
use crate::schema;
use crate::tenant::Tenant;
use approval::TenantId;
use queue::store::{DirectoryReading, DirectoryWriting, QueueStore, StoreError, Stored, TenantReading, TenantWriting};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The one file that is not a tenant's.
pub(crate) const DIRECTORY: &str = "directory.sqlite";

pub struct SqliteStore {
    folder: PathBuf,
    directory: Database,
    tenants: Mutex<BTreeMap<TenantId, Arc<Database>>>,
}

impl SqliteStore {
    /// Whether there are data of a queue; nothing is made.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(DIRECTORY).exists()
    }

    /// Opens the folder, and makes it (mode 0700) when it is not there.
    pub fn open(folder: &Path) -> Stored<Self> {
        make_private_folder(folder)?;
        let directory = Database::open(folder.join(DIRECTORY), schema::DIRECTORY)?;
        Ok(Self { folder: folder.to_owned(), directory, tenants: Mutex::default() })
    }

    fn tenant(&self, id: &TenantId) -> Stored<Arc<Database>> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_');
        if id.as_str().is_empty() || !id.as_str().chars().all(fits) {
            return Err(StoreError::Failed(format!("{id:?} cannot be a tenant's id")));
        }
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = tenants.get(id) {
            return Ok(database.clone());
        }
        let path = self.folder.join(format!("tenant-{id}.sqlite"));
        let database = Arc::new(Database::open(path, schema::TENANT)?);
        tenants.insert(id.clone(), database.clone());
        Ok(database)
    }
}

impl QueueStore for SqliteStore {
    fn tenants(&self) -> Stored<Vec<TenantId>> {
        let failed = |error: std::io::Error| StoreError::Failed(format!("{}: {error}", self.folder.display()));
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let id = name.to_str().and_then(|name| name.strip_prefix("tenant-")?.strip_suffix(".sqlite"));
            found.extend(id.map(TenantId::from));
        }
        found.sort();
        Ok(found)
    }

    fn read(&self, tenant: &TenantId, work: &mut TenantReading<'_>) -> Stored<()> {
        self.tenant(tenant)?.read(|db| work(&Tenant(db)))
    }

    fn write(&self, tenant: &TenantId, work: &mut TenantWriting<'_>) -> Stored<()> {
        self.tenant(tenant)?.write(|db| work(&mut Tenant(db)))
    }

    fn read_directory(&self, work: &mut DirectoryReading<'_>) -> Stored<()> {
        self.directory.read(|db| work(&Directory(db)))
    }

    fn write_directory(&self, work: &mut DirectoryWriting<'_>) -> Stored<()> {
        self.directory.write(|db| work(&mut Directory(db)))
    }
}

pub(crate) fn make_private_folder(folder: &Path) -> Stored<()> {
    private_folder(folder).map_err(|error| StoreError::Failed(format!("{}: {error}", folder.display())))
}

/// With every folder above it that is not there: mode 0700.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
