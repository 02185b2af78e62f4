//! For how long access was asked for. What has no end that can be read is shown and can be denied, and is never granted from
//! here.

use crate::http::bad;
use approval::{LengthError, Window};
use desk::ports::ConnectorError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Of(Window),
    /// Nothing that may be granted from here, and why.
    Never(&'static str),
}

pub(crate) const NO_END: Length = Length::Never("It was asked for without an end.");
pub(crate) const TOO_LONG: Length = Length::Never("It was asked for longer than 366 days.");
pub(crate) const UNREADABLE: Length = Length::Never("It was asked for with an end that cannot be read.");
/// What may be offered in place of access without an end, in minutes.
const LONGEST_OFFER: u32 = 24 * 60;

impl Length {
    pub fn of_seconds(seconds: u64) -> Self {
        match Window::from_seconds(seconds) {
            Ok(window) => Self::Of(window),
            Err(LengthError::TooLong) => TOO_LONG,
            Err(LengthError::Zero | LengthError::Form) => UNREADABLE,
        }
    }

    pub fn window(self) -> Option<Window> {
        match self {
            Self::Of(window) => Some(window),
            Self::Never(_) => None,
        }
    }

    /// Why it cannot be granted from here, whoever asks.
    pub fn never(self) -> Option<&'static str> {
        match self {
            Self::Of(_) => None,
            Self::Never(why) => Some(why),
        }
    }

    /// What was asked for, and the longest that policy allows: where that is less, the desk lets it be denied, with an offer,
    /// and nothing else.
    pub fn bounds(self) -> Result<(Window, Window), ConnectorError> {
        match self {
            Self::Of(window) => Ok((window, window)),
            Self::Never(_) => Ok((Window::LONGEST, minutes(LONGEST_OFFER)?)),
        }
    }

    /// What a person has to know of it; `system` is named as people know it.
    pub fn remark(self, system: &str) -> Option<String> {
        let never = |why| format!("{why} That cannot be granted from here: deny it, or decide it in {system}.");
        self.never().map(never)
    }
}

pub(crate) fn minutes(minutes: u32) -> Result<Window, ConnectorError> {
    Window::from_minutes(minutes).map_err(|error| bad(error.to_string()))
}
