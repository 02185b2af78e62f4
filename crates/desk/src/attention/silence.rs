//! When nothing is shown: quiet hours of the week in the person's zone, a pause, an absence. Spans of time, so that the
//! next moment that matters can be named exactly.

use super::settings::{QuietHours, Settings};
use approval::Timestamp;
use chrono::{Days, LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

/// How far quiet hours are looked at, in days before and after now: a weekend, and more than any request waits.
const BACK: u64 = 4;
const AHEAD: u64 = 9;
/// The end of what the person must end.
pub(super) const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    Quiet,
    Paused,
    Away,
}

impl Why {
    pub fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Paused => "paused",
            Self::Away => "away",
        }
    }
}

/// From an instant up to, and without, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
    pub why: Why,
    /// Whether what is critical is told in it.
    pub critical: bool,
}

/// The silences around one instant.
#[derive(Debug, Clone)]
pub(super) struct Calendar(Vec<Span>);

impl Calendar {
    pub fn around(now: Timestamp, settings: &Settings, machine: Tz) -> Self {
        let zone = settings.zone(machine);
        let ever = Timestamp::from_millis(i64::MIN);
        let mut spans = Vec::new();
        for hours in &settings.quiet.hours {
            spans.extend(quiet(hours, now, zone, settings.quiet.critical));
        }
        if settings.paused {
            spans.push(Span { from: ever, to: NEVER, why: Why::Paused, critical: true });
        }
        spans.extend(settings.paused_until.map(|to| Span { from: ever, to, why: Why::Paused, critical: true }));
        spans.extend(settings.away_until.map(|to| Span { from: ever, to, why: Why::Away, critical: false }));
        Self(spans)
    }

    /// The silence at an instant with all that joins on to it; `None` where it is not silent.
    pub fn at(&self, at: Timestamp) -> Option<Span> {
        let mut whole = self.covering(at).reduce(|one, other| Span {
            from: one.from.min(other.from),
            to: one.to.max(other.to),
            why: one.why.max(other.why),
            critical: one.critical && other.critical,
        })?;
        // Each round takes in at least one span more.
        for _ in &self.0 {
            let end = self.covering(whole.to).map(|span| span.to).max();
            let start = self.covering(whole.from.plus_millis(-1)).map(|span| span.from).min();
            (whole.to, whole.from) = (end.unwrap_or(whole.to), start.unwrap_or(whole.from));
        }
        Some(whole)
    }

    /// The silence that ended last, with what joined on to it.
    pub fn ended(&self, now: Timestamp) -> Option<Span> {
        let last = self.0.iter().filter(|span| span.to <= now && span.from < span.to).max_by_key(|span| span.to)?;
        let whole = self.at(last.to.plus_millis(-1))?;
        (whole.to <= now).then_some(whole)
    }

    fn covering(&self, at: Timestamp) -> impl Iterator<Item = Span> {
        self.0.iter().copied().filter(move |span| span.from <= at && at < span.to)
    }
}

fn quiet(hours: &QuietHours, now: Timestamp, zone: Tz, critical: bool) -> impl Iterator<Item = Span> {
    use chrono::Datelike;
    let today = now.to_utc().with_timezone(&zone).date_naive();
    let first = today.checked_sub_days(Days::new(BACK)).unwrap_or(today);
    let days = first.iter_days().take(usize::try_from(BACK + AHEAD).unwrap_or_default());
    let days = days.filter(|day| hours.days.iter().any(|quiet| quiet.weekday() == day.weekday()));
    days.filter_map(move |day| {
        let end = if hours.to > hours.from { day } else { day.succ_opt()? };
        let from = first_of(zone, day.and_time(hours.from.time()));
        let to = last_of(zone, end.and_time(hours.to.time()));
        Some(Span { from, to, why: Why::Quiet, critical })
    })
}

/// The hour that comes twice counts from its first time on; one that is left out begins when the clocks go on.
pub(super) fn first_of(zone: Tz, local: NaiveDateTime) -> Timestamp {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => utc(&at),
        LocalResult::None => skipped(zone, local),
    }
}

fn last_of(zone: Tz, local: NaiveDateTime) -> Timestamp {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(_, at) => utc(&at),
        LocalResult::None => skipped(zone, local),
    }
}

fn skipped(zone: Tz, local: NaiveDateTime) -> Timestamp {
    let hour_later = local + chrono::TimeDelta::hours(1);
    zone.from_local_datetime(&hour_later).earliest().map_or_else(|| local.and_utc().into(), |at| utc(&at))
}

fn utc(at: &chrono::DateTime<Tz>) -> Timestamp {
    Timestamp::from_millis(at.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ClockTime, Day, Quiet};
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn settings() -> Settings {
        use Day::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        let (from, to) = (ClockTime::new(20, 0), ClockTime::new(7, 0));
        let nights = QuietHours { days: vec![Monday, Tuesday, Wednesday, Thursday, Friday], from, to };
        let midnight = ClockTime::new(0, 0);
        let ends = QuietHours { days: vec![Saturday, Sunday], from: midnight, to: midnight };
        let sunday = QuietHours { days: vec![Sunday], from, to };
        let zone = Some("Europe/Berlin".to_owned());
        Settings { quiet: Quiet { hours: vec![nights, ends, sunday], zone, critical: true }, ..Settings::default() }
    }

    fn around(now: &str) -> Calendar {
        Calendar::around(at(now), &settings(), Tz::UTC)
    }

    #[test]
    fn quiet_hours_follow_the_week_in_their_zone() {
        // Tuesday in Berlin, 19:59 and 20:00.
        assert_eq!(around("2026-11-24T18:59:59Z").at(at("2026-11-24T18:59:59Z")), None);
        let night = around("2026-11-24T19:00:00Z").at(at("2026-11-24T19:00:00Z")).unwrap();
        assert_eq!((night.from, night.to), (at("2026-11-24T19:00:00Z"), at("2026-11-25T06:00:00Z")));
        assert_eq!(around("2026-11-25T06:00:00Z").at(at("2026-11-25T06:00:00Z")), None);
    }

    #[test]
    fn a_weekend_is_one_silence() {
        let weekend = around("2026-11-28T12:00:00Z").at(at("2026-11-28T12:00:00Z")).unwrap();
        assert_eq!((weekend.from, weekend.to), (at("2026-11-27T19:00:00Z"), at("2026-11-30T06:00:00Z")));
        let ended = around("2026-11-30T06:00:00Z").ended(at("2026-11-30T06:00:00Z")).unwrap();
        assert_eq!((ended.to, ended.why), (weekend.to, Why::Quiet));
        assert_eq!(around("2026-11-29T12:00:00Z").ended(at("2026-11-29T12:00:00Z")), None, "it goes on");
    }

    #[test]
    fn the_clocks_go_back_and_forward_in_the_night() {
        let hours = QuietHours { days: vec![Day::Sunday], from: ClockTime::new(2, 30), to: ClockTime::new(2, 45) };
        let set = Settings { quiet: Quiet { hours: vec![hours], ..Quiet::default() }, ..settings() };
        let set = Settings { quiet: Quiet { zone: Some("Europe/Berlin".to_owned()), ..set.quiet }, ..set };
        // 25 October 2026: 02:30 comes at 00:30 UTC and again at 01:30 UTC.
        let autumn =
            Calendar::around(at("2026-10-25T01:00:00Z"), &set, Tz::UTC).at(at("2026-10-25T01:00:00Z")).unwrap();
        assert_eq!((autumn.from, autumn.to), (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:45:00Z")));
        // 28 March 2027: 02:30 is left out.
        let spring =
            Calendar::around(at("2027-03-28T01:30:00Z"), &set, Tz::UTC).at(at("2027-03-28T01:31:00Z")).unwrap();
        assert_eq!((spring.from, spring.to), (at("2027-03-28T01:30:00Z"), at("2027-03-28T01:45:00Z")));
    }

    #[test]
    fn a_pause_and_an_absence_end_by_themselves() {
        let now = at("2026-11-24T12:00:00Z");
        let until = |millis| Some(now.plus_millis(millis));
        let set = Settings { paused_until: until(1), away_until: until(2), ..Settings::default() };
        let calendar = Calendar::around(now, &set, Tz::UTC);
        let silence = calendar.at(now).unwrap();
        assert_eq!((silence.to, silence.why, silence.critical), (now.plus_millis(2), Why::Away, false));
        assert_eq!(calendar.at(now.plus_millis(2)), None);
        assert_eq!(calendar.ended(now.plus_millis(2)).unwrap().why, Why::Away);
        assert_eq!(calendar.ended(now.plus_millis(1)), None);
    }
}
