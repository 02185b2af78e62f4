//! One call's time and randomness, given from outside. It refuses to find out either by itself, so that
//! every use case can be run again with the same result.

use approval::Timestamp;
use sha2::{Digest, Sha256};

/// When a call happens, and 256 fresh random bits for the ids, nonces and tokens it makes.
#[derive(Clone)]
pub struct Moment {
    pub now: Timestamp,
    pub random: [u8; 32],
}

impl Moment {
    pub fn new(now: Timestamp, random: [u8; 32]) -> Self {
        Self { now, random }
    }

    /// 256 bits for one purpose: another label gives independent ones.
    pub(crate) fn bits(&self, label: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.random).chain_update(label.as_bytes()).finalize().into()
    }

    /// A UUIDv7 of this instant (RFC 9562, 5.7).
    pub(crate) fn id(&self, label: &str) -> String {
        let bits = self.bits(label);
        let mut tail = [0; 10];
        tail.copy_from_slice(&bits[..10]);
        let millis = u64::try_from(self.now.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid().to_string()
    }

    /// 128 bits, hex.
    pub(crate) fn nonce(&self, label: &str) -> String {
        hex::encode(&self.bits(label)[..16])
    }
}
