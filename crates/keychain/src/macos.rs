//! The login keychain of macOS.

use desk::ports::KeychainError;
use keyring_core::{Result, api::CredentialStore};
use std::sync::Arc;

pub const TAKES_LABELS: bool = false;

pub fn store() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// The system asks the person by itself, and says what it refuses.
pub fn readable() -> std::result::Result<(), KeychainError> {
    Ok(())
}
