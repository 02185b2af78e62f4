//! What can keep a person from being suspended or restored.

use super::{Answer, SigningError, answer};
use crate::log::AppendError;
use crate::store::StoreError;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SuspendError {
    #[error("no request and no grant of that id is known here")]
    NotFound,
    #[error("not a security reviewer of the tenant")]
    NotYours,
    #[error("a decision about this person is under way")]
    UnderWay,
    #[error("a suspension needs a reason")]
    ReasonMissing,
    #[error("the reason is longer than {0} characters")]
    ReasonTooLong(usize),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for SuspendError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NotFound => answer("not-found", "This is not here any more.", false),
            Self::NotYours => answer(
                "not-yours",
                "Only a security reviewer of this tenant suspends and restores. Its file names them at the queue.",
                false,
            ),
            Self::UnderWay => answer("under-way", "A decision of yours about this person is on its way.", false),
            Self::ReasonMissing => {
                answer("reason-missing", "Say why: whoever looks at it next reads it. Add --reason TEXT.", false)
            }
            Self::ReasonTooLong(most) => {
                answer("reason-too-long", format!("The reason is too long: at most {most} characters."), false)
            }
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

impl From<AppendError> for SuspendError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}
