//! Lengths, times and counts in words, in the person's zone. Pure: the instant and the zone come in as arguments,
//! and nothing here reads a clock. The words are English; they are made here alone, so that a language is one file.

use crate::barred;
use crate::store::QueueId;
use approval::{Asked, Timestamp, Window};
use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::fmt;

/// The catalogue's version, part of every view digest.
pub const CATALOGUE: &str = "en 1";

/// What can be done where this desk's own log does not verify.
pub(crate) fn log_broken(queue: &QueueId) -> String {
    format!("You can deny and revoke. You cannot grant. To begin a new log: {}", barred::recover(queue))
}

/// Why nothing can be granted, where the queue's own log does not hold.
pub(crate) fn queue_log_broken(queue: &QueueId) -> String {
    format!(
        "The queue’s own log does not hold, so you cannot grant there. You can deny and revoke. Tell whoever runs the queue; once it is explained: doorward queue accept-log {queue}"
    )
}

/// The command that connects a queue again by the name that it has here, to decide or only to `watch`.
pub fn add_again(address: &str, name: &str, watch: bool) -> String {
    let watch = if watch { " --watch" } else { "" };
    format!("doorward queue add {} --name {}{watch}", as_typed(address), as_typed(name))
}

/// One word for a shell, whatever is in it.
pub fn as_typed(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._:/@%+=".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// An IANA zone; UTC for a name that is none.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// Of somebody else, whose zone a system may not tell.
pub(crate) fn known_zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// `Europe/Berlin` → `Berlin`.
pub fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// Of a request that can be answered at any time.
pub const NO_DEADLINE: &str = "no deadline";

/// `4 h`, `90 min`, `45 min`, `2 days`, `30 s`.
pub fn length(window: Window) -> String {
    window.short()
}

/// How long a decision gives access for: `1 h`, `once`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    For(Window),
    /// It lets through what waits, and gives nothing that lasts.
    Once,
}

/// How long access is asked for: as a decision could give it, or without an end, or for a time that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    Of(Length),
    Endless,
    Untold,
}

impl From<Asked> for Wish {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::For(window) => Self::Of(Length::For(window)),
            Asked::Endless => Self::Endless,
            Asked::Untold => Self::Untold,
        }
    }
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(length) => length.fmt(f),
            Self::Endless => f.write_str("no end asked"),
            Self::Untold => f.write_str("length not told"),
        }
    }
}

impl Length {
    /// ` for 1 h`, ` to 1 h`, ` once`
    pub fn after(self, joint: &str) -> String {
        match self {
            Self::For(window) => format!(" {joint} {}", length(window)),
            Self::Once => " once".to_owned(),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(window) => f.write_str(&length(*window)),
            Self::Once => f.write_str("once"),
        }
    }
}

/// With one stop at its end, however many it came with; with none after a command, which is typed as it stands.
pub fn sentence(words: &str) -> String {
    let bare = words.trim_end_matches(['.', ' ']);
    let stop = if bare.ends_with(['!', '?', '”']) || ends_with_command(bare) { "" } else { "." };
    format!("{bare}{stop}")
}

/// As the beginning of a sentence.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// One after the other, and last what ends with a command, which is typed as it stands.
pub(crate) fn joined_sentences<const N: usize>(sentences: [String; N]) -> String {
    let (last, first): (Vec<String>, Vec<String>) =
        sentences.into_iter().filter(|words| !words.is_empty()).partition(|words| ends_with_command(words));
    first.into_iter().chain(last).collect::<Vec<_>>().join(" ")
}

/// `… Look where it stands: doorward list`, also with an invitation before it (`DOORWARD_INVITATION=TEXT doorward …`).
fn ends_with_command(words: &str) -> bool {
    let Some((before, command)) = words.rsplit_once("doorward ") else { return false };
    (before.is_empty() || before.ends_with(": ") || before.ends_with("TEXT "))
        && !command.contains([')', '”', ';', '\n'])
}

/// What a denial says of the longest that would be granted instead.
pub(crate) fn offer(window: Window) -> String {
    format!("Up to {} would be granted: ask again for that.", length_in_full(window))
}

/// `4 hours`, `90 minutes`.
pub fn length_in_full(window: Window) -> String {
    window.spelled([["day", "days"], ["hour", "hours"], ["minute", "minutes"], ["second", "seconds"]])
}

/// Time left or gone, rounded down to what matters: `8 min`, `2 h`, `3 days`, `less than a minute`.
pub fn span(millis: i64) -> String {
    let minutes = millis / 60_000;
    match minutes {
        i64::MIN..=0 => "less than a minute".to_owned(),
        1..=119 => format!("{minutes} min"),
        120..=2879 => format!("{} h", minutes / 60),
        2880.. => format!("{} days", minutes / 1440),
    }
}

/// Whether the clocks of both zones show the same at both ends of a time.
pub(crate) fn same_clock(one: Tz, other: Tz, from: Timestamp, to: Timestamp) -> bool {
    [from, to].into_iter().all(|at| local(at, one).naive_local() == local(at, other).naive_local())
}

pub(crate) fn local(at: Timestamp, zone: Tz) -> DateTime<Tz> {
    at.to_utc().with_timezone(&zone)
}

/// When the clock in `zone` shows this, for the first time. An hour that it skips begins when it goes on.
pub(crate) fn instant(shown: NaiveDateTime, zone: Tz) -> Option<Timestamp> {
    let at = |shown: NaiveDateTime| zone.from_local_datetime(&shown).earliest();
    let instant = at(shown).or_else(|| at(shown.checked_add_signed(TimeDelta::hours(1))?))?;
    Some(Timestamp::from_millis(instant.timestamp_millis()))
}

/// `16:52`
pub fn clock(at: Timestamp, zone: Tz) -> String {
    local(at, zone).format("%H:%M").to_string()
}

/// `16:44:18`
pub fn clock_seconds(at: Timestamp, zone: Tz) -> String {
    local(at, zone).format("%H:%M:%S").to_string()
}

/// `17:44`, `tomorrow 01:30`, `yesterday 23:10`, `26 November 09:00`: an instant as seen from `now`.
pub fn when(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let (at_local, now_local) = (local(at, zone), local(now, zone));
    let (day, today) = (at_local.date_naive(), now_local.date_naive());
    let clock = clock(at, zone);
    if day == today {
        clock
    } else if Some(day) == today.checked_add_days(Days::new(1)) {
        format!("tomorrow {clock}")
    } else if Some(day) == today.checked_sub_days(Days::new(1)) {
        format!("yesterday {clock}")
    } else {
        format!("{} {clock}", date(day, today))
    }
}

/// `16:44` today, `14 Nov` before, `14 Nov 2025` in another year.
pub fn short_when(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let (day, today) = (local(at, zone).date_naive(), local(now, zone).date_naive());
    if day == today {
        clock(at, zone)
    } else if day.year() == today.year() {
        day.format("%-d %b").to_string()
    } else {
        day.format("%-d %b %Y").to_string()
    }
}

/// `2026-11-14 16:44`
pub(crate) fn date_and_clock(at: Timestamp, zone: Tz) -> String {
    local(at, zone).format("%Y-%m-%d %H:%M").to_string()
}

/// `Mon 23 Nov`
pub fn weekday_and_day(at: Timestamp, zone: Tz) -> String {
    local(at, zone).format("%a %-d %b").to_string()
}

/// `12 November`, with the year when it is another one.
pub fn day(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    date(local(at, zone).date_naive(), local(now, zone).date_naive())
}

/// `3 March 2026`
pub(crate) fn full_date(at: Timestamp, zone: Tz) -> String {
    local(at, zone).format("%-d %B %Y").to_string()
}

fn date(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    day.format(form).to_string()
}

/// `12,408`
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `no requests`, `1 request`, `2 requests`
pub fn counted(number: u64, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{} {many}", count(n)),
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    #[error("“{0}” is no length. Write it like 90m, 1h30, 45 min or until 18:00.")]
    Unreadable(String),
    #[error("A length must be at least one minute.")]
    TooShort,
    #[error("That is longer than {most}, the most that can be granted here.")]
    TooLong { most: String },
    #[error("{time} does not exist that day in {city}: the clocks go forward. Choose another time.")]
    NoSuchTime { time: String, city: String },
}

/// `You agreed to 4 h; 2 h took effect, as an earlier approver agreed to 2 h.` Empty where what took effect is what was chosen.
pub(crate) fn took_effect(chosen: Option<Window>, given: Option<Window>, earlier: &str) -> String {
    match chosen.zip(given).filter(|(chosen, given)| given < chosen) {
        Some((chosen, given)) => {
            let (chosen, given) = (length(chosen), length(given));
            format!("You agreed to {chosen}; {given} took effect, as {earlier} agreed to {given}.")
        }
        None => String::new(),
    }
}

/// Reads `90m`, `1h30`, `1 h 30 min`, `2h`, `45 min`, `1d`, a bare number of minutes, or `until 18:00` in `zone`
/// (the next time the clock shows that). At least one minute, at most `most`.
pub fn parse_length(text: &str, most: Window, now: Timestamp, zone: Tz) -> Result<Window, LengthError> {
    let lower = text.trim().to_lowercase();
    let unreadable = || LengthError::Unreadable(text.trim().chars().take(40).collect());
    let seconds = match until(text, now, zone)? {
        Some(end) => whole_seconds(end.millis_since(now)),
        None => seconds_of(&lower).ok_or_else(unreadable)?,
    };
    if seconds < 60 {
        return Err(LengthError::TooShort);
    }
    match Window::from_seconds(seconds) {
        Ok(window) if window <= most => Ok(window),
        Ok(_) | Err(_) => Err(LengthError::TooLong { most: length(most) }),
    }
}

/// `1h30`, `90m`, `1 h 30 min`, `45`; `None` for anything else.
fn seconds_of(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut sum = 0u64;
    let mut last = u64::MAX;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let unit = match &rest[..letters] {
            "d" | "day" | "days" => 86_400,
            "h" | "hour" | "hours" | "hr" | "hrs" => 3600,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            // A bare number is minutes; after hours it is the minutes of `1h30`.
            "" => 60,
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        last = unit;
        sum = sum.checked_add(number.checked_mul(unit)?)?;
        rest = rest[letters..].trim_start();
    }
    Some(sum)
}

/// Ends are shown to the minute: up to the next whole second, so that the end shown is the end asked for.
pub(crate) fn whole_seconds(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or_default().div_ceil(1000)
}

/// When the clock in `zone` next shows what `until 18:00` asks for; `None` where that is not what `text` says.
pub(crate) fn until(text: &str, now: Timestamp, zone: Tz) -> Result<Option<Timestamp>, LengthError> {
    let lower = text.trim().to_lowercase();
    let Some(time) = lower.strip_prefix("until").map(str::trim) else { return Ok(None) };
    let parsed = NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| NaiveTime::parse_from_str(time, "%H.%M"));
    let Ok(wanted) = parsed else { return Ok(None) };
    let now_local = local(now, zone);
    let today = now_local.date_naive();
    for day in [Some(today), today.checked_add_days(Days::new(1))].into_iter().flatten() {
        let naive = day.and_time(wanted);
        let first = match zone.from_local_datetime(&naive) {
            LocalResult::Single(at) => Some(at),
            // The hour that comes twice: the first that is still ahead.
            LocalResult::Ambiguous(first, second) => Some(if first > now_local { first } else { second }),
            LocalResult::None => None,
        };
        match first {
            Some(at) if at > now_local => {
                return Ok(Some(Timestamp::from_millis(at.timestamp_millis())));
            }
            Some(_) => {}
            None if now_local.time() < wanted || day > today => {
                return Err(LengthError::NoSuchTime { time: time.to_owned(), city: city(zone) });
            }
            None => {}
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
