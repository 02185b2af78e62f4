//! What the person set: which risk is told how, how often, and when not. Times of day are the person's own.

use approval::{RiskLevel, Timestamp};
use chrono::{NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;
use std::str::FromStr;

/// A field that an older profile lacks has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Settings {
    /// The language of notifications.
    pub language: Language,
    /// Says neither who nor what nor where: for screens that others see.
    pub hide_content: bool,
    /// Nothing is shown but what is critical, until this is taken back.
    pub paused: bool,
    /// The same until an instant, RFC 3339.
    #[specta(type = Option<String>)]
    pub paused_until: Option<Timestamp>,
    /// Nobody is there: nothing is shown until then, RFC 3339.
    #[specta(type = Option<String>)]
    pub away_until: Option<Timestamp>,
    pub levels: Levels,
    pub caps: Caps,
    pub digest: Digest,
    pub quiet: Quiet,
    /// Tell again at half of the time (of what is told at once) and before it is over.
    pub nudges: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            hide_content: false,
            paused: false,
            paused_until: None,
            away_until: None,
            levels: Levels::default(),
            caps: Caps::default(),
            digest: Digest::default(),
            quiet: Quiet::default(),
            nudges: true,
        }
    }
}

impl Settings {
    /// The zone of quiet hours and digest: the one set, else the machine's.
    pub(super) fn zone(&self, machine: Tz) -> Tz {
        self.quiet.zone.as_ref().and_then(|zone| zone.parse().ok()).unwrap_or(machine)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "pt-BR")]
    BrazilianPortuguese,
    #[serde(rename = "ja")]
    Japanese,
    #[serde(rename = "ar")]
    Arabic,
    #[serde(rename = "he")]
    Hebrew,
}

impl Language {
    pub(super) fn is_right_to_left(self) -> bool {
        match self {
            Self::Arabic | Self::Hebrew => true,
            Self::English
            | Self::German
            | Self::French
            | Self::Spanish
            | Self::BrazilianPortuguese
            | Self::Japanese => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    AtOnce,
    /// Gathered, and told together.
    Digest,
    /// Waits in the list; not even its end is told.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Levels {
    pub low: Way,
    pub medium: Way,
    pub high: Way,
    pub critical: Way,
}

impl Default for Levels {
    fn default() -> Self {
        Self { low: Way::Digest, medium: Way::Digest, high: Way::AtOnce, critical: Way::AtOnce }
    }
}

impl Levels {
    pub(super) fn way(&self, level: RiskLevel) -> Way {
        match level {
            RiskLevel::Low => self.low,
            RiskLevel::Medium => self.medium,
            RiskLevel::High => self.high,
            RiskLevel::Critical => self.critical,
        }
    }
}

/// At most so many notifications; 0 counts as 1, since nothing at all is what a pause is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Caps {
    /// About one requester, in any 60 s.
    pub of_one_per_minute: u16,
    /// About one requester, in any hour; what runs out is told beyond it.
    pub of_one_per_hour: u16,
    /// About everybody, in any 60 s: what is more is told as one.
    pub of_all_per_minute: u16,
}

impl Default for Caps {
    fn default() -> Self {
        Self { of_one_per_minute: 3, of_one_per_hour: 12, of_all_per_minute: 6 }
    }
}

/// When what is gathered is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Digest {
    pub at: Vec<ClockTime>,
    /// Minutes from one digest to the next; less than 5 counts as 5.
    pub every_minutes: Option<u32>,
}

impl Default for Digest {
    fn default() -> Self {
        Self { at: vec![ClockTime::new(9, 0), ClockTime::new(14, 0)], every_minutes: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Quiet {
    pub hours: Vec<QuietHours>,
    /// IANA; the machine's where absent.
    pub zone: Option<String>,
    /// Whether what is critical is told all the same.
    pub critical: bool,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { hours: Vec::new(), zone: None, critical: true }
    }
}

/// From a time of these days to another; where that is not later it is the next day's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QuietHours {
    pub days: Vec<Day>,
    pub from: ClockTime,
    pub to: ClockTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    pub(super) fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Mon,
            Self::Tuesday => Weekday::Tue,
            Self::Wednesday => Weekday::Wed,
            Self::Thursday => Weekday::Thu,
            Self::Friday => Weekday::Fri,
            Self::Saturday => Weekday::Sat,
            Self::Sunday => Weekday::Sun,
        }
    }
}

/// A time of day to the minute: `20:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(into = "String", try_from = "String")]
#[specta(type = String)]
pub struct ClockTime(u16);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no time of day. Write it like 20:00.")]
pub struct NoClockTime(String);

impl ClockTime {
    /// Hours and minutes beyond a day's count from midnight again.
    pub const fn new(hours: u16, minutes: u16) -> Self {
        Self((hours % 24 * 60 + minutes) % 1440)
    }
    pub(super) fn time(self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0) * 60, 0).unwrap_or(NaiveTime::MIN)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for ClockTime {
    type Err = NoClockTime;
    fn from_str(text: &str) -> Result<Self, NoClockTime> {
        let time =
            NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| NoClockTime(text.chars().take(20).collect()))?;
        u16::try_from(time.num_seconds_from_midnight() / 60).map(Self).map_err(|_| NoClockTime(text.to_owned()))
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for ClockTime {
    type Error = NoClockTime;
    fn try_from(text: String) -> Result<Self, NoClockTime> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_profile_are_kept_and_the_rest_has_its_default() {
        let old: Settings = serde_json::from_str(r#"{"hide_content":true,"paused":true}"#).unwrap();
        assert_eq!(old, Settings { hide_content: true, paused: true, ..Settings::default() });
        let text = serde_json::to_string(&old).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), old);
    }

    #[test]
    fn a_time_of_day_reads_as_it_is_written() {
        for text in ["00:00", "07:05", "23:59"] {
            assert_eq!(text.parse::<ClockTime>().unwrap().to_string(), text);
        }
        for bad in ["24:00", "7", "", "07:60", "seven"] {
            assert!(bad.parse::<ClockTime>().is_err(), "{bad}");
        }
    }
}
