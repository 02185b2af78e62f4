//! What shows that the person was there when they chose, where policy asks for that.

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
}

impl PresenceProof {
    /// What it was asked over: [`crate::signed::choice_digest`] of the decision that carries it, or it is for another.
    pub fn choice_digest(&self) -> Hash {
        match self {
            Self::Local(evidence) => evidence.choice_digest,
        }
    }
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
