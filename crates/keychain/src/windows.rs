//! The Credential Manager of Windows; open whenever its person is signed in.

use desk::ports::KeychainError;
use keyring_core::{Result, api::CredentialStore};
use std::sync::Arc;

pub const TAKES_LABELS: bool = false;

pub fn store() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

pub fn readable() -> std::result::Result<(), KeychainError> {
    Ok(())
}
