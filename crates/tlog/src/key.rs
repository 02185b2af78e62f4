//! Ed25519 keys: who signs leaves and checkpoints, and with what they are checked. Refuses weak public
//! keys and every way to show or store a secret one.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::hash::{Hash, lower_hex};

/// A point that can be verified against; small-order points and second spellings never become one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 public key: 64 lower-case hexadecimal digits of a strong key were expected")]
pub struct NotAKey;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

impl PublicKey {
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<PublicKey, NotAKey> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| NotAKey)?;
        // RFC 8032, 5.1.3: one point has one spelling.
        let canonical = key.to_edwards().compress().as_bytes() == bytes;
        if key.is_weak() || !canonical { Err(NotAKey) } else { Ok(PublicKey(key)) }
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the key: finds a key, proves nothing.
    pub fn key_id(&self) -> String {
        hex::encode(&Hash::of(self.as_bytes()).0[..8])
    }

    /// 128 bits of the key's SHA-256 in groups of four digits, for two people to compare aloud.
    pub fn fingerprint(&self) -> String {
        let hash = Hash::of(self.as_bytes());
        let groups: Vec<String> = hash.0[..16].chunks(2).map(hex::encode).collect();
        groups.join(" ")
    }

    /// Checks by `verify_strict`: one signature has one spelling.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), BadSignature> {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| BadSignature)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<PublicKey, NotAKey> {
        PublicKey::from_bytes(&lower_hex(text).ok_or(NotAKey)?)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<PublicKey, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whoever holds a device's, server's or witness's secret key.
pub trait Signer {
    fn public_key(&self) -> PublicKey;

    /// What stands in `keyid` of an envelope; must be the public key's own.
    fn key_id(&self) -> String {
        self.public_key().key_id()
    }

    /// Ed25519 (RFC 8032) over exactly these bytes.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError>;
}

/// The holder of the key did not sign: a locked keyring, a token that was pulled out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key could not sign: {0}")]
pub struct SignError(pub String);

/// A key whose seed is in memory; the memory is cleared when it is dropped.
pub struct SeedKey(SigningKey);

impl SeedKey {
    pub fn from_seed(seed: &[u8; 32]) -> SeedKey {
        SeedKey(SigningKey::from_bytes(seed))
    }
}

impl Signer for SeedKey {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        Ok(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SeedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SeedKey({}, seed withheld)", self.key_id())
    }
}
