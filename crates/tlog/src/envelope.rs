//! DSSE envelopes: the exact bytes that were signed, their type, and who signed (github.com/secure-systems-lab/dsse).
//! A leaf of the log is an envelope in one canonical spelling; any other spelling is refused, so that no
//! leaf has two forms.

use serde::{Deserialize, Serialize};

use crate::base64_text;
use crate::hash::{Hash, leaf_hash};
use crate::key::{PublicKey, SignError, Signer};

/// Longer leaves are refused (bytes of the envelope's JSON).
pub const MAX_LEAF_BYTES: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    #[serde(rename = "payloadType")]
    pub payload_type: String,
    #[serde(with = "base64_text::bytes")]
    pub payload: Vec<u8>,
    pub signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    #[serde(rename = "keyid")]
    pub key_id: String,
    #[serde(with = "base64_text::array")]
    pub sig: [u8; 64],
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    #[error("the envelope is longer than {MAX_LEAF_BYTES} bytes")]
    TooLong,
    #[error("not an envelope: {0}")]
    NotAnEnvelope(String),
    #[error("the envelope is not in its canonical spelling")]
    NotCanonical,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeRefusal {
    #[error("the envelope is not signed by this key")]
    OtherKey,
    #[error("the envelope's signature does not verify")]
    BadSignature,
}

impl Envelope {
    pub fn sign(payload_type: impl Into<String>, payload: &[u8], signer: &dyn Signer) -> Result<Envelope, SignError> {
        let payload_type = payload_type.into();
        let sig = signer.sign(&pae(&payload_type, payload))?;
        let signatures = vec![Signature { key_id: signer.key_id(), sig }];
        Ok(Envelope { payload_type, payload: payload.to_vec(), signatures })
    }

    /// Reads a leaf; only the bytes that `leaf_bytes` would write are taken.
    pub fn from_bytes(leaf: &[u8]) -> Result<Envelope, EnvelopeError> {
        if leaf.len() > MAX_LEAF_BYTES {
            return Err(EnvelopeError::TooLong);
        }
        let envelope: Envelope =
            serde_json::from_slice(leaf).map_err(|error| EnvelopeError::NotAnEnvelope(error.to_string()))?;
        if envelope.leaf_bytes() == leaf { Ok(envelope) } else { Err(EnvelopeError::NotCanonical) }
    }

    /// The exact bytes that are the leaf: compact JSON, fields in the order of this type.
    pub fn leaf_bytes(&self) -> Vec<u8> {
        // Strings and vectors into a vector: serde_json has nothing here that could fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// RFC 6962 hash of `leaf_bytes`.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.leaf_bytes())
    }

    /// What is signed.
    pub fn pae(&self) -> Vec<u8> {
        pae(&self.payload_type, &self.payload)
    }

    /// The payload, once a signature of this key over it was checked. Read no payload before.
    pub fn verify(&self, key: &PublicKey) -> Result<&[u8], EnvelopeRefusal> {
        let key_id = key.key_id();
        let own = self.signatures.iter().find(|signature| signature.key_id == key_id);
        let signature = own.ok_or(EnvelopeRefusal::OtherKey)?;
        key.verify(&self.pae(), &signature.sig).map_err(|_| EnvelopeRefusal::BadSignature)?;
        Ok(&self.payload)
    }
}

/// DSSE v1 pre-authentication encoding: lengths keep type and payload apart.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}
