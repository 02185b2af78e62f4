use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours(hours: u32) -> Window {
    Window::from_minutes(hours * 60).unwrap()
}

const BERLIN: Tz = Tz::Europe__Berlin;

#[test]
fn lengths_are_said_in_two_ways() {
    for (seconds, short, full) in [
        (14_400, "4 h", "4 hours"),
        (5400, "90 min", "90 minutes"),
        (3660, "61 min", "61 minutes"),
        (5430, "1 h 30 min 30 s", "1 hour 30 minutes 30 seconds"),
        (9000, "2 h 30 min", "2 hours 30 minutes"),
        (2700, "45 min", "45 minutes"),
        (60, "1 min", "1 minute"),
        (90, "1 min 30 s", "1 minute 30 seconds"),
        (86_400, "1 day", "1 day"),
        (180_000, "2 days 2 h", "2 days 2 hours"),
    ] {
        let window = Window::from_seconds(seconds).unwrap();
        assert_eq!(length(window), short);
        assert_eq!(length_in_full(window), full);
    }
}

#[test]
fn a_length_is_read_however_it_is_written() {
    let now = at("2026-11-24T15:44:00Z");
    for (text, minutes) in [
        ("90m", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1 h 30 min", 90),
        ("45 min", 45),
        ("45", 45),
        ("2H", 120),
        (" 2 hours ", 120),
        ("until 18:00", 76),
        ("until 17.00", 16),
        ("until 00:30", 466),
    ] {
        assert_eq!(parse_length(text, hours(24), now, BERLIN).map(Window::seconds), Ok(minutes * 60), "{text}");
    }
}

#[test]
fn a_length_that_is_none_says_how_to_write_one() {
    let now = at("2026-11-24T15:44:00Z");
    for text in [
        "",
        "soon",
        "h",
        "-5m",
        "1.5h",
        "30m1h",
        "1h1h",
        "until",
        "until six",
        "until 25:00",
        "9999999999999999999999h",
    ] {
        let error = parse_length(text, hours(24), now, BERLIN).unwrap_err();
        assert!(matches!(error, LengthError::Unreadable(_)), "{text}: {error}");
    }
    assert_eq!(parse_length("0", hours(4), now, BERLIN), Err(LengthError::TooShort));
    let too_long = LengthError::TooLong { most: "4 h".to_owned() };
    assert_eq!(parse_length("4h1", hours(4), now, BERLIN), Err(too_long.clone()));
    assert_eq!(parse_length("until 16:00", hours(4), now, BERLIN), Err(too_long));
}

#[test]
fn the_night_the_clocks_change_is_counted_in_real_hours() {
    // Spring: 02:00 becomes 03:00. From 01:30 to 03:30 is one hour.
    let spring = at("2026-03-29T00:30:00Z");
    assert_eq!(parse_length("until 03:30", hours(24), spring, BERLIN).map(Window::seconds), Ok(3600));
    let gap = parse_length("until 02:30", hours(24), spring, BERLIN).unwrap_err();
    assert!(matches!(gap, LengthError::NoSuchTime { .. }), "{gap}");
    // Autumn: 03:00 becomes 02:00. At 01:30, 02:30 comes first after one hour; at the first 02:45, after 45 minutes.
    let autumn = at("2026-10-24T23:30:00Z");
    assert_eq!(parse_length("until 02:30", hours(24), autumn, BERLIN).map(Window::seconds), Ok(3600));
    let between = at("2026-10-25T00:45:00Z");
    assert_eq!(parse_length("until 02:30", hours(24), between, BERLIN).map(Window::seconds), Ok(2700));
    assert_eq!(clock(autumn.plus(hours(4)), BERLIN), "04:30");
}

#[test]
fn two_zones_whose_clocks_agree_are_one() {
    let (now, later) = (at("2026-11-24T15:44:00Z"), at("2026-11-24T19:44:00Z"));
    assert!(same_clock(BERLIN, Tz::Europe__Paris, now, later));
    assert!(same_clock(Tz::UTC, Tz::Europe__London, now, later));
    assert!(!same_clock(BERLIN, Tz::Europe__Lisbon, now, later));
    // London goes forward in the night before.
    assert!(!same_clock(Tz::UTC, Tz::Europe__London, at("2026-03-28T23:00:00Z"), at("2026-03-29T02:00:00Z")));
}

#[test]
fn an_end_names_its_day_when_it_is_not_today() {
    let now = at("2026-11-24T15:44:00Z");
    assert_eq!(when(at("2026-11-24T16:44:00Z"), now, BERLIN), "17:44");
    assert_eq!(when(at("2026-11-25T00:30:00Z"), now, BERLIN), "tomorrow 01:30");
    // Already tomorrow in Berlin, still today in Lisbon.
    assert_eq!(when(at("2026-11-24T23:30:00Z"), now, BERLIN), "tomorrow 00:30");
    assert_eq!(when(at("2026-11-24T23:30:00Z"), now, Tz::Europe__Lisbon), "23:30");
    assert_eq!(when(at("2026-11-26T08:00:00Z"), now, BERLIN), "26 November 09:00");
    assert_eq!(when(at("2027-01-02T08:00:00Z"), now, BERLIN), "2 January 2027 09:00");
    assert_eq!(short_when(at("2026-11-14T08:00:00Z"), now, BERLIN), "14 Nov");
}

#[test]
fn counts_and_spans_read_easily() {
    assert_eq!(count(12_408), "12,408");
    assert_eq!(count(999), "999");
    assert_eq!(count(1_000_000), "1,000,000");
    assert_eq!(span(8 * 60_000 + 59_000), "8 min");
    assert_eq!(span(59_000), "less than a minute");
    assert_eq!(span(3 * 3_600_000), "3 h");
    assert_eq!(city(Tz::America__New_York), "New York");
}

#[test]
fn a_command_at_the_end_stays_as_it_is_typed() {
    for command in ["Look: doorward list", "Ask anew: DOORWARD_INVITATION=TEXT doorward queue add URL --name NAME"] {
        assert_eq!(sentence(command), command);
        assert_eq!(sentence(&format!("{command}.")), command);
    }
    assert_eq!(sentence("Look (doorward list)"), "Look (doorward list).");
    assert_eq!(sentence("Look: doorward list\nThen go"), "Look: doorward list\nThen go.");
    assert_eq!(
        add_again("http://127.0.0.1:7878", "Team", false),
        "doorward queue add http://127.0.0.1:7878 --name Team"
    );
    assert_eq!(add_again("u", "Noor’s $team", false), "doorward queue add u --name 'Noor’s $team'");
    assert_eq!(add_again("u", "Team", true), "doorward queue add u --name Team --watch");
    assert_eq!(add_again("u", "it's", false), "doorward queue add u --name 'it'\\''s'");
}

#[test]
fn a_command_stands_at_the_end_whatever_is_said_beside_it() {
    let joined = |one: &str, other: &str| joined_sentences([one.to_owned(), other.to_owned()]);
    let begin = "To begin a new log: doorward keys recover --queue q";
    assert_eq!(joined(begin, "It was read."), format!("It was read. {begin}"));
    assert_eq!(joined("It holds.", "It was read."), "It holds. It was read.");
    assert_eq!(joined("", begin), begin);
}
