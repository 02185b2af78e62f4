//! The Secret Service of the session bus (GNOME Keyring, KWallet, KeePassXC).

use desk::ports::KeychainError;
use keyring_core::{Result, api::CredentialStore};
use secret_service::{EncryptionType, Error, blocking::SecretService};
use std::sync::Arc;
use zbus_secret_service_keyring_store::Store;

pub const TAKES_LABELS: bool = true;

/// Secrets cross the bus encrypted.
pub fn store() -> Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// Whether the keyring that new entries go to is there and open. Asks the person to unlock it where the system can.
pub fn readable() -> std::result::Result<(), KeychainError> {
    let failed = |error: Error| KeychainError::Failed(error.to_string());
    // No secret crosses this connection.
    let service =
        SecretService::connect(EncryptionType::Plain).map_err(|error| KeychainError::Missing(error.to_string()))?;
    let keyring = match service.get_default_collection() {
        Ok(keyring) => keyring,
        Err(Error::NoResult) => {
            return Err(KeychainError::Missing("the Secret Service holds no keyring yet".to_owned()));
        }
        Err(other) => return Err(failed(other)),
    };
    if !keyring.is_locked().map_err(failed)? {
        return Ok(());
    }
    keyring.unlock().map_err(|error| KeychainError::Locked(error.to_string()))?;
    if keyring.is_locked().map_err(failed)? {
        return Err(KeychainError::Locked("it was not unlocked".to_owned()));
    }
    Ok(())
}
