//! Commitments to a leaf's personal parts: the leaf holds SHA-256(salt ‖ bytes), salt and bytes stand
//! beside it and can be erased later without breaking the log. Refuses to show the bytes in debug output.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base64_text;
use crate::hash::Hash;

/// SHA-256(salt ‖ bytes). The salt must be fresh and random, or short texts can be guessed.
pub fn commit(salt: &[u8; 16], bytes: &[u8]) -> Hash {
    let hasher = Sha256::new().chain_update(salt).chain_update(bytes);
    Hash(hasher.finalize().into())
}

/// What opens a commitment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    #[serde(with = "base64_text::array")]
    pub salt: [u8; 16],
    #[serde(with = "base64_text::bytes")]
    pub bytes: Vec<u8>,
}

impl Opening {
    pub fn commitment(&self) -> Hash {
        commit(&self.salt, &self.bytes)
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({} bytes withheld)", self.bytes.len())
    }
}
