//! Why presence was not shown, in words.

use super::answer;
use crate::ports::PresenceError;
use crate::view::ErrorView;

/// `done` is what did not happen: `decided`, `enrolled`.
pub(super) fn view(error: &PresenceError, done: &str) -> ErrorView {
    match error {
        PresenceError::Refused => answer(
            "presence-refused",
            format!(
                "Your system or your security key did not confirm that it is you, so nothing was {done}. Try again and answer it, or deny."
            ),
            true,
        ),
        PresenceError::Unavailable(why) => answer(
            "presence-unavailable",
            format!(
                "You are asked to show that you are there, and nothing here can ask you, so nothing was {done}. {why}"
            ),
            true,
        ),
        PresenceError::TimedOut => answer(
            "presence-timed-out",
            format!(
                "Nobody answered the prompt, or touched the security key, in time, so nothing was {done}. Try again when you are ready for it."
            ),
            true,
        ),
        PresenceError::OtherKey => answer(
            "presence-other-key",
            format!(
                "It is another security key than the one that is wanted here, so nothing was {done}. Plug in the right one, and try again."
            ),
            true,
        ),
    }
}
