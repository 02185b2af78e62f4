//! Secrets and device keys in the system keyring. It refuses to keep a secret anywhere else, remembers no failure (a
//! keyring that appears later is found by the next call), and never says "no such secret" of a keyring it cannot read.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(target_os = "windows", path = "windows.rs")]
mod platform;

use desk::ports::{Keychain, KeychainError, Secret};
use keyring_core::{Entry, Error};
use std::collections::HashMap;
use std::thread;

/// What every entry is filed under; a person finds it by this in the system's own keyring program.
const SERVICE: &str = "doorward";

/// The keyring of the person who is signed in. Entries of one profile are invisible to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemKeychain {
    profile: String,
}

impl SystemKeychain {
    /// `profile` tells profiles of one person apart; it is stored in the clear, as the system's attributes are.
    pub fn new(profile: impl Into<String>) -> Self {
        Self { profile: profile.into() }
    }

    fn account(&self, name: &str) -> String {
        format!("{name}@{}", self.profile)
    }

    /// On a thread of its own: the clients of the system's keyrings block, which an async runtime's thread must not.
    fn with_entry<T: Send>(&self, name: &str, act: impl Fn(&Entry) -> Result<T, Error> + Sync) -> Answer<T> {
        let account = self.account(name);
        let label = format!("Doorward: {account}");
        let work = || {
            let entry = entry(&account, &label).map_err(unreachable)?;
            match act(&entry) {
                // A keyring that is locked or not there answers so too.
                Err(Error::NoEntry | Error::NoStorageAccess(_)) => {
                    platform::readable()?;
                    absent_is_none(act(&entry))
                }
                other => absent_is_none(other),
            }
        };
        thread::scope(|scope| scope.spawn(work).join())
            .unwrap_or_else(|_| Err(KeychainError::Failed("its client broke down".to_owned())))
    }
}

type Answer<T> = Result<Option<T>, KeychainError>;

impl Keychain for SystemKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        self.with_entry(name, |entry| entry.get_secret().map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.with_entry(name, |entry| entry.set_secret(secret.expose()))?;
        // "Stored" is what can be read again.
        match self.get(name)? {
            Some(stored) if stored == *secret => Ok(()),
            Some(_) | None => Err(KeychainError::Failed("it did not keep what it was given".to_owned())),
        }
    }

    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.with_entry(name, Entry::delete_credential).map(|_| ())
    }
}

/// A new connection for each call: one that failed, or broke since, is nobody's memory.
fn entry(account: &str, label: &str) -> Result<Entry, Error> {
    let modifiers = HashMap::from([("label", label)]);
    platform::store()?.build(SERVICE, account, platform::TAKES_LABELS.then_some(&modifiers))
}

fn absent_is_none<T>(answer: Result<T, Error>) -> Answer<T> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(Error::NoStorageAccess(why)) => Err(KeychainError::Locked(why.to_string())),
        Err(Error::Ambiguous(found)) => {
            Err(KeychainError::Failed(format!("{} entries of this name are in it; delete all but one", found.len())))
        }
        // Its text could repeat the bytes it could not read.
        Err(Error::BadEncoding(_) | Error::BadDataFormat(..)) => {
            Err(KeychainError::Failed("the entry cannot be read".to_owned()))
        }
        Err(other) => Err(KeychainError::Failed(other.to_string())),
    }
}

fn unreachable(error: Error) -> KeychainError {
    if let Error::PlatformFailure(why) = error {
        return KeychainError::Missing(why.to_string());
    }
    KeychainError::Failed(error.to_string())
}
