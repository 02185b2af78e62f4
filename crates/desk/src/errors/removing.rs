//! What stands in the way of taking a queue away.

use super::{Answer, NoSuchQueue, answer};
use crate::store::StoreError;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoveError {
    #[error(transparent)]
    NoSuchQueue(#[from] NoSuchQueue),
    /// The practice queue, or the one that the app carries.
    #[error("it is the app's own queue")]
    Own,
    #[error("a decision is held")]
    Held,
    /// Something that weighs came in between.
    #[error("it is not as it was shown")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for RemoveError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchQueue(error) => error.view(),
            Self::Own => answer("own-queue", "This queue is the app’s own: it goes and comes with the app.", false),
            Self::Held => answer(
                "under-way",
                "A decision of yours on a request of this queue is held. Undo it or let its time run out, then try again.",
                true,
            ),
            Self::Changed => answer(
                "changed",
                "Grants or decisions of this queue changed while you looked, so nothing was removed. Try again.",
                true,
            ),
            Self::Store(error) => error.view(),
        }
    }
}
