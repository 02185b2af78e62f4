//! Instants and lengths: as they stand on the wire, RFC 3339 UTC with milliseconds and ISO 8601, and lengths as people read
//! them. What the clock shows somewhere, and in which words, is for whoever knows the person's zone.

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use utoipa::{PartialSchema, ToSchema};

/// An instant in UTC with millisecond precision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// This instant moved later by `window`, saturating.
    pub const fn plus(self, window: Window) -> Self {
        self.plus_millis(window.seconds() as i64 * 1000)
    }
    /// This instant moved by `millis` (negative: earlier), saturating.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// The same instant for calendars; instants beyond chrono's years become its nearest bound.
    pub fn to_utc(self) -> DateTime<Utc> {
        Utc.timestamp_millis_opt(self.0).single().unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = chrono::ParseError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc).into())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// How long access lasts: whole seconds, at least one, at most 366 days.
/// It starts when the access starts, never when it was asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window(u32);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    #[error("a length must be at least one second")]
    Zero,
    #[error("a length can be at most 366 days")]
    TooLong,
    #[error("not an ISO 8601 length such as PT1H30M")]
    Form,
}

impl Window {
    const MOST: u64 = 366 * 86_400;
    pub const LONGEST: Self = Self(Self::MOST as u32);

    pub const fn from_seconds(seconds: u64) -> Result<Self, LengthError> {
        match seconds {
            0 => Err(LengthError::Zero),
            s if s > Self::MOST => Err(LengthError::TooLong),
            s => Ok(Self(s as u32)),
        }
    }
    pub const fn from_minutes(minutes: u32) -> Result<Self, LengthError> {
        Self::from_seconds(minutes as u64 * 60)
    }
    pub const fn seconds(self) -> u64 {
        self.0 as u64
    }
    /// As people read it: `4 h`, `90 min`, `2 days`, `30 s`.
    pub fn short(self) -> String {
        self.spelled([["day", "days"], ["h", "h"], ["min", "min"], ["s", "s"]])
    }

    /// How many days, hours, minutes and seconds, as people read it: between one hour and two, whole minutes stay minutes.
    pub fn parts(self) -> [u32; 4] {
        match self.0 {
            3601..7200 if self.0.is_multiple_of(60) => [0, 0, self.0 / 60, 0],
            _ => [self.0 / 86_400, self.0 / 3600 % 24, self.0 / 60 % 60, self.0 % 60],
        }
    }

    /// With these names (one, many); what there is none of is left out.
    pub fn spelled(self, names: [[&str; 2]; 4]) -> String {
        let some = self.parts().into_iter().zip(names).filter(|(count, _)| *count > 0);
        let parts: Vec<String> =
            some.map(|(count, [one, many])| format!("{count} {}", if count == 1 { one } else { many })).collect();
        parts.join(" ")
    }
}

impl fmt::Display for Window {
    /// ISO 8601: `PT4H`, `PT1H30M`, `P1DT2H`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, hours, minutes, seconds) = (self.0 / 86_400, self.0 / 3600 % 24, self.0 / 60 % 60, self.0 % 60);
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if !self.0.is_multiple_of(86_400) {
            f.write_str("T")?;
        }
        for (count, unit) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Window {
    type Err = LengthError;
    /// Days, hours, minutes and seconds in whole numbers, in that order; weeks, months and years are
    /// refused because their length depends on the calendar.
    fn from_str(text: &str) -> Result<Self, LengthError> {
        let rest = text.strip_prefix('P').ok_or(LengthError::Form)?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return Err(LengthError::Form),
            Some(parts) => parts,
            None => (rest, ""),
        };
        let days = parts(date, &[('D', 86_400)])?;
        let clock = parts(time, &[('H', 3600), ('M', 60), ('S', 1)])?;
        match (days, clock) {
            (None, None) => Err(LengthError::Form),
            (days, clock) => {
                Self::from_seconds(days.unwrap_or(0).checked_add(clock.unwrap_or(0)).ok_or(LengthError::TooLong)?)
            }
        }
    }
}

/// The sum of `<digits><unit>` groups whose units appear in the given order; `None` when there are none.
fn parts(mut text: &str, units: &[(char, u64)]) -> Result<Option<u64>, LengthError> {
    let mut units = units.iter();
    let mut sum = None::<u64>;
    while !text.is_empty() {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count: u64 = text[..digits].parse().map_err(|_| LengthError::Form)?;
        let unit = text[digits..].chars().next().ok_or(LengthError::Form)?;
        let (_, seconds) = units.find(|(name, _)| *name == unit).ok_or(LengthError::Form)?;
        let part = count.checked_mul(*seconds).ok_or(LengthError::TooLong)?;
        sum = Some(sum.unwrap_or(0).checked_add(part).ok_or(LengthError::TooLong)?);
        text = &text[digits + unit.len_utf8()..];
    }
    Ok(sum)
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

macro_rules! string_schema {
    ($name:ident) => {
        impl PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }
        impl ToSchema for $name {}
    };
}
string_schema!(Timestamp);
string_schema!(Window);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_length_reads_and_writes_iso_8601() {
        for (text, seconds) in [("PT4H", 14_400), ("PT1H30M", 5400), ("P1DT2H", 93_600), ("PT90S", 90)] {
            assert_eq!(text.parse::<Window>().map(Window::seconds), Ok(seconds), "{text}");
        }
        assert_eq!(Window::from_seconds(5400).unwrap().to_string(), "PT1H30M");
        assert_eq!(Window::from_seconds(86_400).unwrap().to_string(), "P1D");
    }

    #[test]
    fn a_length_is_short_for_people() {
        for (seconds, text) in
            [(3600, "1 h"), (5400, "90 min"), (2700, "45 min"), (172_800, "2 days"), (86_430, "1 day 30 s")]
        {
            assert_eq!(Window::from_seconds(seconds).unwrap().short(), text);
        }
    }

    #[test]
    fn a_length_that_is_none_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "1H",
            "PT0S",
            "PT1H2H",
            "P1W",
            "P1M",
            "PT-1H",
            "PT1",
            "P400D",
            "PT1M1H",
            "pt1h",
            "PT99999999999999999999H",
            "P99999999999999999D",
            "PT1é",
        ] {
            assert!(text.parse::<Window>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_length_survives_the_wire(seconds in 1u64..=Window::MOST) {
            let window = Window::from_seconds(seconds).unwrap();
            prop_assert_eq!(window.to_string().parse::<Window>(), Ok(window));
        }

        #[test]
        fn every_instant_survives_the_wire(millis in -62_135_596_800_000i64..253_402_300_800_000) {
            let at = Timestamp::from_millis(millis);
            prop_assert_eq!(at.to_string().parse::<Timestamp>(), Ok(at));
        }
    }
}
