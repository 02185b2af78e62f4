//! For how long access was asked for. What has no end that can be read is shown as having none, can be denied, and is never
//! granted from here.

use crate::http::bad;
use approval::{Asked, LengthError, Window};
use desk::ports::ConnectorError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Of(Window),
    /// Nothing that may be granted from here, and why.
    Never(Asked, &'static str),
}

pub(crate) const NO_END: Length = Length::Never(Asked::Endless, "It was asked for without an end.");
pub(crate) const TOO_LONG: Length = Length::Never(Asked::Untold, "It was asked for longer than 366 days.");
pub(crate) const UNREADABLE: Length = Length::Never(Asked::Untold, "It was asked for with an end that cannot be read.");
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
            Self::Never(..) => None,
        }
    }

    /// The same whatever else is in the way, for this reason.
    pub fn but_never(self, why: &'static str) -> Self {
        match self {
            Self::Of(window) => Self::Never(Asked::For(window), why),
            Self::Never(asked, _) => Self::Never(asked, why),
        }
    }

    /// Why it cannot be granted from here, whoever asks.
    pub fn never(self) -> Option<&'static str> {
        match self {
            Self::Of(_) => None,
            Self::Never(_, why) => Some(why),
        }
    }

    /// What was asked for, and the longest that may be granted, or offered in its place.
    pub fn bounds(self) -> Result<(Asked, Window), ConnectorError> {
        self.offering(minutes(LONGEST_OFFER)?)
    }

    /// The same where the system has a longest of its own.
    pub fn offering(self, longest: Window) -> Result<(Asked, Window), ConnectorError> {
        match self {
            Self::Of(window) => Ok((Asked::For(window), window)),
            Self::Never(asked, _) => Ok((asked, asked.at_most(longest))),
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
