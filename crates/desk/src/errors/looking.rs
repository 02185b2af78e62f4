//! What looking at a request can answer: its sheet, its page in its own system, a length that is typed.

use super::shortening::{cannot_shorten, once};
use super::{Answer, TicketError, TooLong, answer};
use crate::view::ErrorView;
use crate::words::LengthError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Never known here, or shown to this person no longer.
    #[error("no request of that id is known here")]
    NotFound,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error("no page of this request is known")]
    NoPage,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreviewError {
    #[error(transparent)]
    Ticket(#[from] TicketError),
    #[error(transparent)]
    Length(#[from] LengthError),
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("the queue cannot grant less than was asked")]
    CannotShorten,
    #[error("what waits is let through once")]
    Once,
}

impl Answer for SheetError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NotFound => answer(
                "not-found",
                "This request is not here. It may have been closed, or you may not see it any more.",
                false,
            ),
        }
    }
}

impl Answer for PageError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Sheet(error) => error.view(),
            Self::NoPage => answer(
                "no-page",
                "Where this request is found in its own system is not known. Look for it there by who asks and for what.",
                false,
            ),
        }
    }
}

impl Answer for LengthError {
    fn view(&self) -> ErrorView {
        let code = match self {
            Self::Unreadable(_) => "length-unreadable",
            Self::TooShort => "length-too-short",
            Self::TooLong { .. } => "length-too-long",
            Self::NoSuchTime { .. } => "length-no-such-time",
        };
        answer(code, self.to_string(), false)
    }
}

impl Answer for PreviewError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Ticket(error) => error.view(),
            Self::Length(error) => error.view(),
            Self::TooLong(error) => error.view(),
            Self::CannotShorten => cannot_shorten(),
            Self::Once => once(),
        }
    }
}
