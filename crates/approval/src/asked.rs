//! How long access was asked for, where not every system has its requesters say so. It makes up no end that nobody asked
//! for, and decides nothing.

use crate::{LengthError, Window};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// How long access was asked for. Our own queue always has a window; another system may not.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    For(Window),
    /// To stay: without an end.
    Endless,
    /// For a time that is not told, cannot be read, or is longer than a window can be.
    Untold,
}

impl Asked {
    /// The window that was asked for, if one was.
    pub const fn window(self) -> Option<Window> {
        match self {
            Self::For(window) => Some(window),
            Self::Endless | Self::Untold => None,
        }
    }

    /// The most of it that `longest` allows: all of that, where no window was asked for.
    pub fn at_most(self, longest: Window) -> Window {
        self.window().map_or(longest, |asked| asked.min(longest))
    }

    /// Whether so much is less than what was asked for; of what has no window, everything is.
    pub fn is_more_than(self, window: Window) -> bool {
        self.window().is_none_or(|asked| asked > window)
    }
}

impl From<Window> for Asked {
    fn from(window: Window) -> Self {
        Self::For(window)
    }
}

impl fmt::Display for Asked {
    /// As on the wire and in digests: ISO 8601, or a word; never changes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(window) => fmt::Display::fmt(window, f),
            Self::Endless => f.write_str("endless"),
            Self::Untold => f.write_str("untold"),
        }
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Asked {
    type Err = LengthError;
    fn from_str(text: &str) -> Result<Self, LengthError> {
        match text {
            "endless" => Ok(Self::Endless),
            "untold" => Ok(Self::Untold),
            window => window.parse().map(Self::For),
        }
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_survives_the_wire_and_a_window_stands_there_as_ever() {
        let hour = Window::from_minutes(60).unwrap();
        for (asked, text) in
            [(Asked::For(hour), "\"PT1H\""), (Asked::Endless, "\"endless\""), (Asked::Untold, "\"untold\"")]
        {
            assert_eq!(serde_json::to_string(&asked).unwrap(), text);
            assert_eq!(serde_json::from_str::<Asked>(text).unwrap(), asked);
        }
        assert_eq!(serde_json::to_string(&hour).unwrap(), "\"PT1H\"");
        assert!(serde_json::from_str::<Asked>("\"for ever\"").is_err());
    }

    #[test]
    fn of_what_has_no_window_every_window_is_less_and_the_longest_allowed_is_the_most() {
        let (hour, two) = (Window::from_minutes(60).unwrap(), Window::from_minutes(120).unwrap());
        assert_eq!((Asked::For(hour).at_most(two), Asked::For(two).at_most(hour)), (hour, hour));
        assert!(Asked::For(two).is_more_than(hour) && !Asked::For(hour).is_more_than(hour));
        for asked in [Asked::Endless, Asked::Untold] {
            assert_eq!(asked.at_most(two), two);
            assert!(asked.is_more_than(Window::LONGEST), "{asked}");
        }
    }
}
