//! Security keys: what shows by a signature of its own that a person was there. The words are WebAuthn's (Level 3); the desk
//! is the client, the queue the relying party.

use crate::AttestedEvidence;
use approval::{DeviceId, PersonId, Timestamp};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use tlog::hash::Hash;
use utoipa::ToSchema;

/// Bytes as WebAuthn writes them: base64url (RFC 4648, section 5) without padding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64Url(pub Vec<u8>);

impl fmt::Display for Base64Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl fmt::Debug for Base64Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not base64url without padding")]
pub struct NotBase64Url;

impl FromStr for Base64Url {
    type Err = NotBase64Url;

    fn from_str(text: &str) -> Result<Self, NotBase64Url> {
        BASE64_URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| NotBase64Url)
    }
}

impl Serialize for Base64Url {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The relying party's id: the server's name. It need not be a domain, since no browser is asked.
pub fn rp_id(server: &str) -> &str {
    server
}

/// The origin that a desk writes into its client data. No page in a browser has it, so nothing that one is shown there is ever
/// taken for a decision.
pub fn origin(server: &str) -> String {
    format!("doorward://{server}")
}

/// What a key files a person under: it says nothing of them, and is the same at each of their devices.
pub fn user_handle(server: &str, person: &PersonId) -> Hash {
    Hash::of(format!("doorward security key user v1\n{server}\n{person}\n"))
}

/// What is asked of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ceremony {
    #[serde(rename = "webauthn.create")]
    Register,
    #[serde(rename = "webauthn.get")]
    Assert,
}

/// WebAuthn's `CollectedClientData`; fields that it does not know are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientData {
    #[serde(rename = "type")]
    pub ceremony: Ceremony,
    pub challenge: Base64Url,
    pub origin: String,
    #[serde(default)]
    pub cross_origin: bool,
}

impl ClientData {
    /// The bytes whose SHA-256 the key signs: `clientDataJSON`.
    pub fn json(ceremony: Ceremony, challenge: &[u8], server: &str) -> Base64Url {
        let data =
            Self { ceremony, challenge: Base64Url(challenge.to_vec()), origin: origin(server), cross_origin: false };
        // A record of strings and a flag: nothing in it that JSON could refuse.
        Base64Url(serde_json::to_vec(&data).unwrap_or_default())
    }

    /// `None` for what is no client data.
    pub fn read(json: &Base64Url) -> Option<Self> {
        serde_json::from_slice(&json.0).ok()
    }
}

/// `POST /v1/security-keys/challenges`: what the registration is to sign. One at a time for a person, good once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SecurityKeyChallenge {
    /// 32 bytes.
    #[schema(value_type = String)]
    pub challenge: Base64Url,
    pub until: Timestamp,
}

/// `POST /v1/security-keys`: a registration, by an enrolled device of the person. Made again it answers the same.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityKeyEnrolRequest {
    /// What the person calls it; 1 to 100 characters.
    pub name: String,
    /// The device that signs.
    pub device: DeviceId,
    /// `clientDataJSON`, whose challenge the queue gave out.
    #[schema(value_type = String)]
    pub client_data: Base64Url,
    /// `attestationObject`. What it says of the key's maker is not looked at.
    #[schema(value_type = String)]
    pub attestation_object: Base64Url,
    /// Ed25519, hex, by the device's key in force over [`SecurityKeyEnrolRequest::statement`].
    pub signature: String,
    /// For a further key: an assertion by one that is enrolled, over the SHA-256 of that statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vouched: Option<AttestedEvidence>,
}

impl SecurityKeyEnrolRequest {
    /// The exact bytes that `signature` signs:
    /// `doorward security key enrolment v1\n<server>\n<person>\n<device>\n<SHA-256 of the client data, hex>\n<SHA-256 of the
    /// attestation object, hex>\n`.
    pub fn statement(
        server: &str,
        person: &PersonId,
        device: &DeviceId,
        client_data: &Base64Url,
        attestation_object: &Base64Url,
    ) -> String {
        let (data, object) = (Hash::of(&client_data.0), Hash::of(&attestation_object.0));
        format!("doorward security key enrolment v1\n{server}\n{person}\n{device}\n{data}\n{object}\n")
    }
}

/// A security key as its person sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SecurityKeyRecord {
    /// The credential's id, at most 1,023 bytes.
    #[schema(value_type = String)]
    pub id: Base64Url,
    pub name: String,
    pub enrolled_at: Timestamp,
    /// The device that it was enrolled by.
    pub enrolled_by: DeviceId,
    /// When a decision was last taken with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// Since then nothing it signs is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Do not edit: security keys have signed the digest of this.
    #[test]
    fn client_data_is_written_as_it_always_was() {
        let json = ClientData::json(Ceremony::Assert, &[0xff, 0, 1], "queue.contoso.example");
        let text = r#"{"type":"webauthn.get","challenge":"_wAB","origin":"doorward://queue.contoso.example","crossOrigin":false}"#;
        assert_eq!(std::str::from_utf8(&json.0).unwrap(), text);
        let read = ClientData::read(&json).unwrap();
        assert_eq!((read.ceremony, read.challenge.0), (Ceremony::Assert, vec![0xff, 0, 1]));
    }

    #[test]
    fn bytes_have_one_spelling() {
        assert_eq!("AQI".parse::<Base64Url>(), Ok(Base64Url(vec![1, 2])));
        for other in ["AQI=", "AQJ", "AQ+", "AQ I"] {
            assert_eq!(other.parse::<Base64Url>(), Err(NotBase64Url), "{other}");
        }
    }
}
