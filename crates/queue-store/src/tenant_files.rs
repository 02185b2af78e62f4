//! The folder `tenants`: every `.toml` in it is one tenant's file. All faults of all files are told at once.

use queue::{FileError, FilePolicy, Policy, SecretSource, check_together, signing_key};
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

/// Whether the webhooks' secrets are looked at: whoever serves needs them, now and not when access is to be taken away;
/// a command beside a server may have another environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    Needed,
    NotNeeded,
}

/// Reads and checks every tenant's file in `folder`, each alone and all together.
pub fn read_tenant_files(folder: &Path, secrets: Secrets) -> Result<Vec<Arc<dyn Policy>>, TenantFilesError> {
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
    let mut policies = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let unfit = |source: &SecretSource| if secrets == Secrets::Needed { unfit(folder, source) } else { None };
        match FilePolicy::parse_with(&name, &text, &unfit) {
            Ok(policy) => policies.push(policy.with_secrets_in(folder)),
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(check_together(&policies));
    if !faults.is_empty() {
        faults.sort_by(|one, other| one.file.cmp(&other.file));
        return Err(TenantFilesError::Faults { faults });
    }
    Ok(policies.into_iter().map(|policy| Arc::new(policy) as Arc<dyn Policy>).collect())
}

/// What is wrong with a secret that signs nothing, and what to do.
fn unfit(folder: &Path, source: &SecretSource) -> Option<String> {
    let (text, named) = match source {
        SecretSource::File(path) => {
            let path = folder.join(path);
            let named = format!("secret_file names {}", path.display());
            match std::fs::read_to_string(path) {
                Ok(text) => (text, named),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Some(format!("{named}, which is not there. Make it, or correct the name."));
                }
                Err(error) => {
                    let kind = error.kind();
                    return Some(format!(
                        "{named}, which the server cannot read: {kind}. Correct its owner, rights or name."
                    ));
                }
            }
        }
        SecretSource::Env(name) => {
            let named = format!("secret_env names {name}");
            match std::env::var(name) {
                Ok(text) => (text, named),
                Err(_) => {
                    return Some(format!(
                        "{named}, which the server's environment has not. Set it, or correct the name."
                    ));
                }
            }
        }
    };
    let weak = signing_key(&text).err()?;
    Some(format!("{named}, and that secret {weak}. Make another: openssl rand -hex 32"))
}
