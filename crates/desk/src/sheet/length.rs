//! How long: one scale of stops for chips and slider. Nothing lies beyond what was asked, policy allows and earlier
//! agreements leave, and nothing below it where the queue cannot shorten.

use super::{Scene, first_name, history};
use crate::capabilities::Lasts;
use crate::errors::PreviewError;
use crate::here::Here;
use crate::rules;
use crate::state::Mirrored;
use crate::view::{DurationView, LengthView};
use crate::words::{self, LengthError};
use approval::{RequestFacts, Timestamp, Window};
use chrono_tz::Tz;

const MOST_STOPS: usize = 6;
/// Lengths that people think in, in minutes.
const LADDER: [u32; 17] = [1, 2, 5, 10, 15, 30, 45, 60, 90, 120, 240, 360, 480, 720, 1440, 2880, 10_080];
/// From half an hour on, nobody grants less than this.
const LEAST_OF_LONG: u32 = 15;

pub(super) fn duration(scene: &Scene<'_>, now: Timestamp) -> DurationView {
    let facts = scene.facts();
    let (most, agreed) = rules::still_possible(scene.mirrored);
    let stops = match scene.lasts() {
        Lasts::Once => Vec::new(),
        Lasts::Window if scene.queue.record.capabilities.can_shorten() => stops(most),
        Lasts::Window => vec![most],
    };
    let usual = history::median_window(scene).filter(|_| !stops.is_empty()).map(|median| nearest(&stops, median));
    let yours = scene.here.zone;
    let theirs = their_zone(facts, yours, now, most);
    DurationView {
        chosen: usual.unwrap_or_else(|| index(stops.len().saturating_sub(1))),
        stops: stops.iter().map(|window| length_view(scene.mirrored, *window, now, yours, theirs)).collect(),
        usual,
        last_caption: match agreed {
            Some(_) => "agreed",
            None if facts.window.is_more_than(most) => "most allowed",
            None => "asked",
        }
        .to_owned(),
        your_zone: format!("{}, you", words::city(yours)),
        their_zone: theirs
            .map(|zone| format!("{}, {}", words::city(zone), first_name(&facts.requester.principal.name))),
    }
}

/// Where nothing can be granted from here, whatever the length.
pub(super) fn none(scene: &Scene<'_>) -> DurationView {
    DurationView {
        stops: Vec::new(),
        chosen: 0,
        usual: None,
        last_caption: String::new(),
        your_zone: format!("{}, you", words::city(scene.here.zone)),
        their_zone: None,
    }
}

/// What stands where the lengths do, if there are none.
pub(super) fn once(scene: &Scene<'_>) -> Option<String> {
    match scene.lasts() {
        Lasts::Window => None,
        Lasts::Once => Some("This lets it through once. No access is given that would last.".to_owned()),
    }
}

/// The stops below what was asked, where the queue cannot grant less.
pub(super) fn offers(scene: &Scene<'_>, now: Timestamp) -> Vec<LengthView> {
    let facts = scene.facts();
    let most = rules::most(facts);
    let theirs = their_zone(facts, scene.here.zone, now, most);
    let less = stops(most).into_iter().filter(|window| facts.window.is_more_than(*window));
    let offered = less.filter(|_| scene.queue.record.capabilities.offers_instead());
    offered.map(|window| length_view(scene.mirrored, window, now, scene.here.zone, theirs)).collect()
}

/// 1 to 6, shortest first; the last is `most`.
fn stops(most: Window) -> Vec<Window> {
    let least = if most.seconds() >= 1800 { LEAST_OF_LONG } else { 1 };
    let mut stops: Vec<Window> = LADDER
        .iter()
        .filter(|minutes| **minutes >= least)
        .filter_map(|minutes| Window::from_minutes(*minutes).ok())
        .filter(|window| *window < most)
        .collect();
    stops.push(most);
    while stops.len() > MOST_STOPS {
        stops.remove(closest_pair(&stops));
    }
    stops
}

/// Index of the lower of the two neighbours that differ least by ratio; the later pair when even. Never the first.
fn closest_pair(stops: &[Window]) -> usize {
    let ratio = |i: usize| stops[i + 1].seconds() * 1000 / stops[i].seconds();
    (1..stops.len() - 1).rev().min_by_key(|i| ratio(*i)).unwrap_or(1)
}

fn nearest(stops: &[Window], to: Window) -> u8 {
    let distance = |window: &Window| window.seconds().abs_diff(to.seconds());
    index(stops.iter().enumerate().min_by_key(|(_, window)| distance(window)).map_or(0, |(i, _)| i))
}

fn index(i: usize) -> u8 {
    u8::try_from(i).unwrap_or(u8::MAX)
}

/// The requester's zone, if it is known and its clock differs from the person's now or at the end of `window`.
pub(super) fn their_zone(facts: &RequestFacts, yours: Tz, now: Timestamp, window: Window) -> Option<Tz> {
    let zone = words::known_zone(&facts.requester.zone)?;
    (!words::same_clock(zone, yours, now, now.plus(window))).then_some(zone)
}

pub(super) fn length_view(
    mirrored: &Mirrored,
    window: Window,
    now: Timestamp,
    yours: Tz,
    theirs: Option<Tz>,
) -> LengthView {
    let end = mirrored.end(window, now);
    let your_end = words::when(end, now, yours);
    let end_note = (end < now.plus(window)).then(|| "at the latest".to_owned());
    let latest = end_note.as_ref().map(|note| format!(", {note}")).unwrap_or_default();
    LengthView {
        // A window is at most 366 days.
        seconds: u32::try_from(window.seconds()).unwrap_or(u32::MAX),
        label: words::length(window),
        spoken: format!("{}, until {your_end} in {}{latest}", words::length_in_full(window), words::city(yours)),
        your_end,
        end_note,
        their_end: theirs.map(|zone| words::when(end, now, zone)),
    }
}

/// What a typed length would mean.
pub(crate) fn preview(
    mirrored: &Mirrored,
    typed: &str,
    now: Timestamp,
    here: &Here<'_>,
) -> Result<LengthView, PreviewError> {
    let (facts, most) = (&mirrored.facts, rules::most(&mirrored.facts));
    // How much is too much, and why, is told of the request.
    let window = match words::parse_length(typed, Window::LONGEST, now, here.zone) {
        Err(LengthError::TooLong { .. }) => Window::LONGEST,
        read => read?,
    };
    rules::may_last(mirrored, window)?;
    Ok(length_view(mirrored, window, now, here.zone, their_zone(facts, here.zone, now, most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(minutes: u32) -> Vec<String> {
        stops(Window::from_minutes(minutes).unwrap()).into_iter().map(words::length).collect()
    }

    #[test]
    fn stops_are_lengths_that_people_think_in() {
        assert_eq!(labels(240), ["15 min", "30 min", "45 min", "1 h", "2 h", "4 h"]);
        assert_eq!(labels(120), ["15 min", "30 min", "45 min", "1 h", "90 min", "2 h"]);
        assert_eq!(labels(60), ["15 min", "30 min", "45 min", "1 h"]);
        assert_eq!(labels(10), ["1 min", "2 min", "5 min", "10 min"]);
        assert_eq!(labels(1), ["1 min"]);
        assert_eq!(stops(Window::from_seconds(20).unwrap()).len(), 1);
    }

    #[test]
    fn invariant_2_no_stop_lies_beyond_the_most_that_can_be_granted() {
        for minutes in 1..3000 {
            let most = Window::from_minutes(minutes).unwrap();
            let stops = stops(most);
            assert!((1..=MOST_STOPS).contains(&stops.len()));
            assert!(stops.is_sorted() && stops.iter().all(|stop| *stop <= most));
            assert_eq!(stops.last(), Some(&most));
        }
    }
}
