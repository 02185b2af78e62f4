//! Why presence was not shown, in words.

use super::{Answer, answer};
use crate::ports::PresenceError;
use crate::view::ErrorView;

impl Answer for PresenceError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Refused => answer(
                "presence-refused",
                "Your system did not confirm that it is you, so nothing was decided. Decide again and answer its prompt, or deny.",
                true,
            ),
            Self::Unavailable(why) => answer(
                "presence-unavailable",
                format!(
                    "This grant asks for your presence, and your system cannot ask you, so nothing was decided. {why} You can deny."
                ),
                true,
            ),
            Self::TimedOut => answer(
                "presence-timed-out",
                "Nobody answered your system’s prompt in time, so nothing was decided. Decide again when you are ready for it.",
                true,
            ),
        }
    }
}
