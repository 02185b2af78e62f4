//! Every answer that is not a success, as an RFC 9457 problem. What went wrong inside is logged here and
//! never told outside.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use queue::{AskError, DecideError, EnrolError, ReadError, StoreError};
use queue_api::{Problem, ProblemType};

/// The problem that an error of the queue is answered with. Boxed: answers are mostly successes.
#[derive(Debug)]
pub struct Failure(pub Box<Problem>);

impl Failure {
    pub(crate) fn new(kind: ProblemType, detail: impl Into<String>) -> Self {
        Self(Box::new(Problem::new(kind, detail)))
    }

    fn with(mut self, change: impl FnOnce(&mut Problem)) -> Self {
        change(&mut self.0);
        self
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(
            ProblemType::Internal,
            "The server could not read or write its data. Whether anything was changed is not known: read again.",
        )
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let kind = match error {
            ReadError::Store(error) => return error.into(),
            ReadError::NotFound => ProblemType::NotFound,
            ReadError::Malformed(_) => ProblemType::Malformed,
            ReadError::CursorTooOld => ProblemType::CursorTooOld,
        };
        Self::new(kind, sentence(&error))
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let detail = sentence(&error);
        match error {
            AskError::Store(error) => error.into(),
            AskError::NotARequester => Self::new(ProblemType::Forbidden, detail),
            AskError::NotYours => Self::new(ProblemType::Forbidden, detail),
            AskError::OwnRequest(_) => Self::new(ProblemType::OwnRequest, detail),
            AskError::NotFound => Self::new(ProblemType::NotFound, detail),
            AskError::Refused(_) => Self::new(ProblemType::Refused, detail),
            AskError::KeyReused => Self::new(ProblemType::IdempotencyKeyReused, detail),
            AskError::NotPending(current) => {
                Self::new(ProblemType::RequestClosed, detail).with(|problem| problem.current = Some(current))
            }
        }
    }
}

impl From<DecideError> for Failure {
    fn from(error: DecideError) -> Self {
        let detail = sentence(&error);
        match error {
            DecideError::Store(error) => error.into(),
            DecideError::NotAnApprover | DecideError::NotEligible => Self::new(ProblemType::Forbidden, detail),
            DecideError::NotFound => Self::new(ProblemType::NotFound, detail),
            DecideError::RevisionRequired => Self::new(ProblemType::PreconditionRequired, detail),
            DecideError::KeyReused => Self::new(ProblemType::IdempotencyKeyReused, detail),
            DecideError::OwnRequest(_) => Self::new(ProblemType::OwnRequest, detail),
            DecideError::AlreadyDecided { decided, current } => {
                Self::new(ProblemType::AlreadyDecided, detail).with(|problem| {
                    problem.at = Some(decided.at);
                    problem.decided = Some(*decided);
                    problem.current = Some(current);
                })
            }
            DecideError::Expired { at, current } => Self::new(ProblemType::RequestExpired, detail).with(|problem| {
                problem.at = Some(at);
                problem.current = Some(current);
            }),
            DecideError::Closed { current, .. } => {
                Self::new(ProblemType::RequestClosed, detail).with(|problem| problem.current = Some(current))
            }
            DecideError::ShortenedMeanwhile(decided) | DecideError::SuspendedMeanwhile(decided) => {
                Self::new(ProblemType::AlreadyDecided, detail).with(|problem| {
                    problem.at = Some(decided.at);
                    problem.decided = Some(*decided);
                })
            }
            DecideError::GrantOver => Self::new(ProblemType::GrantOver, detail),
            DecideError::Changed { current, .. } => {
                Self::new(ProblemType::Changed, detail).with(|problem| problem.current = Some(current))
            }
            DecideError::Refused(_) | DecideError::LongerThanAsked(_) | DecideError::LongerThanPolicy(_) => {
                Self::new(ProblemType::Refused, detail)
            }
            DecideError::DeviceRevoked { at } => {
                Self::new(ProblemType::DeviceRevoked, detail).with(|problem| problem.at = Some(at))
            }
            DecideError::BadDecision(_) => Self::new(ProblemType::BadDecision, detail),
            DecideError::NotWitnessed(_) => Self::new(ProblemType::NotWitnessed, detail),
            DecideError::NotPresent(_) => Self::new(ProblemType::PresenceRequired, detail),
            DecideError::TooOld { not_after } => {
                Self::new(ProblemType::DecisionTooOld, detail).with(|problem| problem.at = Some(not_after))
            }
        }
    }
}

impl From<EnrolError> for Failure {
    fn from(error: EnrolError) -> Self {
        let kind = match error {
            EnrolError::Store(error) => return error.into(),
            EnrolError::NotFound | EnrolError::NoSecurityKey | EnrolError::UnknownPerson(_) => ProblemType::NotFound,
            EnrolError::Malformed(_) | EnrolError::NotOne(_) => ProblemType::Malformed,
            EnrolError::NotAnApprover | EnrolError::InvitationNeeded | EnrolError::BadInvitation => {
                ProblemType::Forbidden
            }
            EnrolError::Waits { .. } => ProblemType::WaitsForAdmission,
            EnrolError::NobodyWaits => ProblemType::NotFound,
            EnrolError::KeyTaken => ProblemType::KeyTaken,
            EnrolError::NotSigned(_)
            | EnrolError::TooManyWait
            | EnrolError::BadKeyChange(_)
            | EnrolError::BadSecurityKey(_) => ProblemType::Refused,
        };
        Self::new(kind, sentence(&error))
    }
}

/// An error's text as a sentence for people.
fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    // A command at the end is typed as it stands.
    let ended = text.ends_with(['.', '!', '?']) || text.contains(": doorward ");
    format!("{first}{}{}", chars.as_str(), if ended { "" } else { "." })
}
