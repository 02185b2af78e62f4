//! What is said about a request beside deciding it: consulting security, advice, questions to whoever asks, and handing over.

use approval::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /v1/requests/{id}/consultations`, `…/questions` and `…/answers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkRequest {
    /// 1 to 2,000 characters.
    pub text: String,
}

/// `POST /v1/requests/{id}/advice`: a security reviewer says what they make of it. It is no vote, and nothing is decided by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdviceRequest {
    pub advice: Advice,
    /// 1 to 2,000 characters.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    Endorse,
    Against,
    Comment,
}

/// `POST /v1/requests/{id}/reassignments`: an approver of the waiting stage hands it over to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReassignmentRequest {
    /// Their id, or the name that `others` tells, if only one has it.
    pub to: PersonId,
    /// 1 to 2,000 characters.
    pub text: String,
}

/// One of these calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Saying {
    Consult(RemarkRequest),
    Advise(AdviceRequest),
    Question(RemarkRequest),
    /// By whoever asks.
    Answer(RemarkRequest),
    HandOver(ReassignmentRequest),
}

impl Saying {
    pub fn text(&self) -> &str {
        match self {
            Self::Consult(said) | Self::Question(said) | Self::Answer(said) => &said.text,
            Self::Advise(said) => &said.text,
            Self::HandOver(said) => &said.text,
        }
    }

    pub const fn kind(&self) -> RemarkKind {
        match self {
            Self::Consult(_) => RemarkKind::Consulted,
            Self::Advise(AdviceRequest { advice: Advice::Endorse, .. }) => RemarkKind::Endorsed,
            Self::Advise(AdviceRequest { advice: Advice::Against, .. }) => RemarkKind::AdvisedAgainst,
            Self::Advise(AdviceRequest { advice: Advice::Comment, .. }) => RemarkKind::Commented,
            Self::Question(_) => RemarkKind::Questioned,
            Self::Answer(_) => RemarkKind::Answered,
            Self::HandOver(_) => RemarkKind::HandedOver,
        }
    }
}

/// What was said, by whom, of which revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Remark {
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    pub revision: u32,
    pub kind: RemarkKind,
    pub text: String,
    /// To whom it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    Consulted,
    Endorsed,
    AdvisedAgainst,
    Commented,
    Questioned,
    Answered,
    HandedOver,
}

impl RemarkKind {
    /// The word on the wire and in the log; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consulted => "consulted",
            Self::Endorsed => "endorsed",
            Self::AdvisedAgainst => "advised-against",
            Self::Commented => "commented",
            Self::Questioned => "questioned",
            Self::Answered => "answered",
            Self::HandedOver => "handed-over",
        }
    }

    pub const fn is_advice(self) -> bool {
        match self {
            Self::Endorsed | Self::AdvisedAgainst | Self::Commented => true,
            Self::Consulted | Self::Questioned | Self::Answered | Self::HandedOver => false,
        }
    }

    /// Whether whoever asks may read it: what approvers and security say among themselves they may not.
    pub const fn is_for_the_requester(self) -> bool {
        match self {
            Self::Questioned | Self::Answered => true,
            Self::Consulted | Self::Endorsed | Self::AdvisedAgainst | Self::Commented | Self::HandedOver => false,
        }
    }
}
