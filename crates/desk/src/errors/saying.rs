//! What can keep somebody from saying something about a request.

use super::{Answer, answer};
use crate::ports::ConnectorError;
use crate::text;
use crate::view::ErrorView;

#[derive(Debug, Clone, thiserror::Error)]
pub enum SayError {
    #[error("no request of that id is known here")]
    NotFound,
    /// It is known here, but nothing speaks to it in this run.
    #[error("the queue is not connected")]
    NotConnected,
    #[error("the system takes no such words from here")]
    Impossible,
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}

impl Answer for SayError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NotFound => answer("not-found", "This request is not here any more.", false),
            Self::NotConnected => answer(
                "not-connected",
                "This queue is not connected now. Open Doorward where it runs, or add the queue again.",
                true,
            ),
            Self::Impossible => {
                answer("cannot-say", "This queue takes no such words from here. Say it in its own system.", false)
            }
            Self::Connector(ConnectorError::Refused(problem)) => {
                answer("refused", format!("The queue refused: “{}”", text::plain(&text::words(&problem.detail))), false)
            }
            Self::Connector(error @ ConnectorError::SignedOut(_)) => error.view(),
            Self::Connector(
                error @ (ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_)),
            ) => answer(
                "not-reached",
                format!("The queue did not answer, so this may not have been said. Look again. ({error})"),
                true,
            ),
        }
    }
}
