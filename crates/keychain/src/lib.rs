//! Secrets and device keys in the system keyring
