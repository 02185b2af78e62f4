//! Why a held decision cannot be taken back, or was not signed when it was to be sent at once.

use super::{Answer, SigningError, answer};
use crate::store::{StoreError, UndoneWhy};
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoError {
    #[error("nothing is held for this request")]
    NothingHeld,
    /// The undo window is over: it is signed.
    #[error("it is signed already")]
    TooLate,
    /// It was to be sent at once, and what was shown holds no more, or the key is not at hand: the person decides again.
    #[error("it was not signed: {0:?}")]
    NotSigned(UndoneWhy),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for UndoError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NothingHeld => answer("nothing-held", "Nothing of yours is held for this request.", false),
            Self::TooLate => answer(
                "too-late",
                "The undo window is over: the decision is signed. If it was a grant, revoke it under live grants.",
                false,
            ),
            Self::NotSigned(why) => answer("not-signed", not_signed(*why), false),
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

fn not_signed(why: UndoneWhy) -> &'static str {
    match why {
        UndoneWhy::Changed => {
            "The request, or what can still be given of it, changed while your decision was held: nothing was signed. Read it again."
        }
        UndoneWhy::Key => "The key was not at hand: nothing was signed. Open the keyring, then decide again.",
        UndoneWhy::Barred => {
            "This device was revoked while your decision was held: nothing was signed. Open the request again for the way on."
        }
        UndoneWhy::Stale => "Its time was over: nothing was signed. Decide again if it is still open.",
        UndoneWhy::Stopped | UndoneWhy::Person => "It was taken back: nothing was signed.",
    }
}
