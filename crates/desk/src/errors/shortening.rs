//! What can keep a live grant from being shortened.

use super::{Answer, SigningError, answer};
use crate::log::AppendError;
use crate::store::StoreError;
use crate::view::ErrorView;
use crate::words::LengthError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShortenError {
    #[error("no grant of that id is known here")]
    NotFound,
    #[error("the grant is over")]
    Over,
    #[error("not this person's to shorten")]
    NotYours,
    #[error("only an administrator of the system can shorten")]
    AdminOnly,
    #[error("the system cannot shorten live access")]
    Impossible,
    #[error("a decision on the grant is under way")]
    UnderWay,
    /// It has another window than the one that was shown.
    #[error("the grant changed meanwhile")]
    Changed,
    #[error("it would not end earlier; it ends {end}")]
    NotEarlier { end: String },
    #[error("the new end is past already")]
    EndsInThePast,
    /// A time of day says nothing of a window that has not begun.
    #[error("the window has not begun")]
    NotBegun,
    #[error(transparent)]
    Length(#[from] LengthError),
    #[error("the reason is longer than {0} characters")]
    ReasonTooLong(usize),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for ShortenError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NotFound => answer("not-found", "This grant is not here any more.", false),
            Self::Over => answer("over", "This grant is over already.", false),
            Self::NotYours => {
                answer("not-yours", "You cannot shorten this grant; an approver of its tenant can.", false)
            }
            Self::AdminOnly => answer(
                "admin-only",
                "This queue lets only an administrator of its system shorten live access. Ask one.",
                false,
            ),
            Self::Impossible => answer("cannot-shorten", "This queue cannot shorten live access.", false),
            Self::UnderWay => answer("under-way", "A decision of yours on this grant is on its way.", false),
            Self::Changed => answer("changed", "This grant changed meanwhile. Look at it again, then decide.", false),
            Self::NotEarlier { end } => answer(
                "not-earlier",
                format!("That is no earlier end: it ends {end} already. Shortening never lengthens."),
                false,
            ),
            Self::EndsInThePast => {
                answer("ends-in-the-past", "That end is past. Revoke the grant to end it at once.", false)
            }
            Self::NotBegun => answer(
                "not-begun",
                "The access is not given yet, so its window has not begun. Say how long it may last, such as 30m.",
                false,
            ),
            Self::Length(error) => error.view(),
            Self::ReasonTooLong(most) => {
                answer("reason-too-long", format!("The reason is too long: at most {most} characters."), false)
            }
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

impl From<AppendError> for ShortenError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

pub(super) fn cannot_shorten() -> ErrorView {
    answer(
        "cannot-shorten",
        "This queue cannot grant less than was asked. Grant all of it where that is allowed, or deny with an offer: doorward deny ID --reason TEXT --offer LENGTH",
        false,
    )
}

pub(super) fn once() -> ErrorView {
    answer(
        "lasts-once",
        "This lets what waits through once, so there is no length to say. Grant it without --for, or deny it without --offer.",
        false,
    )
}
