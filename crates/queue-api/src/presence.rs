//! What shows that the person was there when they chose, where policy asks for that.

use crate::security_keys::{Base64Url, ClientData};
use serde::{Deserialize, Serialize};
use tlog::hash::Hash;
use utoipa::ToSchema;

/// In the payload of a decision, asked at the click. On the wire `{"kind": …, "evidence": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "evidence", rename_all = "kebab-case")]
pub enum PresenceProof {
    /// The word of the device alone: its system asked, and the person showed it who they are. Nothing signs it but the
    /// decision itself.
    Local(LocalEvidence),
    /// A security key of the person signed the choice, after it had them show who they are. The queue checks it.
    Attested(AttestedEvidence),
}

impl PresenceProof {
    /// What it was asked over: [`crate::signed::choice_digest`] of the decision that carries it, or it is for another. `None`
    /// where that cannot be read.
    pub fn choice_digest(&self) -> Option<Hash> {
        match self {
            Self::Local(evidence) => Some(evidence.choice_digest),
            Self::Attested(evidence) => {
                let challenge = ClientData::read(&evidence.client_data)?.challenge;
                challenge.0.try_into().ok().map(Hash)
            }
        }
    }
}

/// A WebAuthn assertion, verifying its user. Its challenge is what it was asked over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttestedEvidence {
    /// Id of the credential that signed.
    #[schema(value_type = String)]
    pub credential: Base64Url,
    /// `clientDataJSON`.
    #[schema(value_type = String)]
    pub client_data: Base64Url,
    #[schema(value_type = String)]
    pub authenticator_data: Base64Url,
    /// ECDSA over P-256 with SHA-256, in DER, over the authenticator data and the SHA-256 of the client data.
    #[schema(value_type = String)]
    pub signature: Base64Url,
}

/// What the desk says of its system's prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LocalEvidence {
    pub by: SystemPrompt,
    #[schema(value_type = String)]
    pub choice_digest: Hash,
    /// Whether the prompt showed the desk's own sentence: who gets what, where and for how long. Else it showed a fixed one.
    pub sentence_shown: bool,
}

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SystemPrompt {
    /// Linux.
    Polkit,
    /// macOS.
    LocalAuthentication,
    /// Windows.
    WindowsHello,
}
