//! The server's two keys: one signs its own log, one cosigns desks' logs as a witness. Where their seeds
//! are kept is the program's choice; this type only holds them, and shows them to nobody by accident.

use std::fmt;
use tlog::key::{PublicKey, SeedKey, Signer};

pub struct ServerKeys {
    seeds: [u8; 64],
    pub(crate) log: SeedKey,
    pub(crate) witness: SeedKey,
}

impl ServerKeys {
    /// From 64 fresh random bytes at the first start, the same bytes ever after.
    pub fn from_seeds(seeds: [u8; 64]) -> Self {
        let half = |at: usize| {
            let mut seed = [0; 32];
            seed.copy_from_slice(&seeds[at..at + 32]);
            SeedKey::from_seed(&seed)
        };
        Self { log: half(0), witness: half(32), seeds }
    }

    /// The bytes to keep in a keyring or a file that only the server can read.
    pub fn seeds(&self) -> &[u8; 64] {
        &self.seeds
    }

    pub fn log_key(&self) -> PublicKey {
        self.log.public_key()
    }

    pub fn witness_key(&self) -> PublicKey {
        self.witness.public_key()
    }
}

impl Drop for ServerKeys {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.seeds);
    }
}

impl fmt::Debug for ServerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerKeys(withheld)")
    }
}
