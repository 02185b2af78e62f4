//! The folder `tenants`: every `.toml` in it is one tenant's file. All faults of all files are told at once.

use queue::{Fault, FileError, FilePolicy, Policy, SecretFile};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, thiserror::Error)]
pub enum TenantFilesError {
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{} holds no tenant: write a file such as contoso.toml, as docs/queue.md shows", path.display())]
    None { path: PathBuf },
    #[error("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults { faults: Vec<FileError> },
}

/// Reads and checks every tenant's file in `folder`.
pub fn read_tenant_files(folder: &Path) -> Result<Vec<Arc<dyn Policy>>, TenantFilesError> {
    let io = |path: &Path, error| TenantFilesError::Io { path: path.to_owned(), error };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| io(folder, error))? {
        let path = entry.map_err(|error| io(folder, error))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(TenantFilesError::None { path: folder.to_owned() });
    }
    let mut policies: Vec<Arc<dyn Policy>> = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        match FilePolicy::parse(&name, &text) {
            Ok(policy) => {
                let policy = policy.with_secrets_in(folder);
                // Found now, and not when access is to be taken away.
                let missing: Vec<Fault> = policy.secret_files().iter().filter_map(unreadable).collect();
                if missing.is_empty() {
                    policies.push(Arc::new(policy));
                } else {
                    faults.push(FileError { file: name, faults: missing });
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(policies) } else { Err(TenantFilesError::Faults { faults }) }
}

fn unreadable(secret: &SecretFile) -> Option<Fault> {
    let path = secret.path.display();
    let kind = std::fs::File::open(&secret.path).err()?.kind();
    let what = if kind == io::ErrorKind::NotFound {
        format!("secret_file names {path}, which is not there. Make it, or correct the name.")
    } else {
        format!("secret_file names {path}, which the server cannot read: {kind}. Correct its owner, rights or name.")
    };
    Some(Fault { line: secret.line, what })
}
