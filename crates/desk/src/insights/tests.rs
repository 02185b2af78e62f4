use super::*;
use crate::tests::{facts, pending};
use approval::{Access, Decided, PersonId};

const HOUR: i64 = 3_600_000;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn steps(from: Option<&str>, to: Option<&str>, zone: Tz) -> Steps {
    Steps::of(from.map(at), to.map(at), USUAL_DAYS, at("2026-11-24T15:44:00Z"), zone).unwrap()
}

#[test]
fn a_day_is_as_long_as_the_zone_makes_it() {
    let berlin = chrono_tz::Europe::Berlin;
    let spring = steps(Some("2026-03-28T00:00:00+01:00"), Some("2026-03-31T00:00:00+02:00"), berlin);
    let long = |steps: &Steps| {
        let ends = steps.begins.iter().skip(1).copied().chain([steps.to]);
        steps.begins.iter().zip(ends).map(|(from, to)| to.millis_since(*from) / HOUR).collect::<Vec<_>>()
    };
    assert_eq!(long(&spring), [24, 23, 24]);
    let autumn = steps(Some("2026-10-24T00:00:00+02:00"), Some("2026-10-27T00:00:00+01:00"), berlin);
    assert_eq!(long(&autumn), [24, 25, 24]);
    // Midnight is skipped here: the day begins when the clock goes on.
    let beirut = chrono_tz::Asia::Beirut;
    let skipped = steps(Some("2026-03-28T00:00:00+02:00"), Some("2026-03-30T00:00:00+03:00"), beirut);
    assert_eq!(skipped.begins, [at("2026-03-28T00:00:00+02:00"), at("2026-03-29T01:00:00+03:00")]);
    assert_eq!(long(&skipped), [24, 23]);
}

#[test]
fn without_bounds_it_is_thirty_whole_days_to_the_end_of_today_where_the_person_is() {
    let auckland = steps(None, None, chrono_tz::Pacific::Auckland);
    assert_eq!(auckland.begins.len(), 30);
    assert_eq!(auckland.to, at("2026-11-26T00:00:00+13:00"), "it is the 25th there");
    assert_eq!(auckland.begins[29], at("2026-11-25T00:00:00+13:00"));
    assert_eq!(auckland.step, InsightsStep::Day);
}

#[test]
fn a_period_may_be_so_many_whole_days_to_the_end_of_today() {
    let last = |days| Steps::of(None, None, days, at("2026-11-24T15:44:00Z"), chrono_tz::Europe::Berlin).unwrap();
    let week = last(7);
    assert_eq!((week.begins.len(), week.begins[0]), (7, at("2026-11-18T00:00:00+01:00")));
    assert_eq!(week.to, at("2026-11-25T00:00:00+01:00"));
    assert_eq!(last(1).begins, [at("2026-11-24T00:00:00+01:00")]);
    assert_eq!(last(0).begins, last(1).begins);
    assert!((52..=54).contains(&last(365).begins.len()));
    assert!((520..530).contains(&last(u64::MAX).begins.len()));
}

#[test]
fn a_longer_period_goes_by_weeks_from_monday_on_and_its_ends_may_be_cut() {
    let weeks = steps(Some("2026-10-01T12:00:00Z"), Some("2026-11-04T06:00:00Z"), Tz::UTC);
    assert_eq!(weeks.step, InsightsStep::Week);
    let begins = ["2026-10-01T12:00:00Z", "2026-10-05T00:00:00Z", "2026-10-12T00:00:00Z", "2026-10-19T00:00:00Z"];
    assert_eq!(weeks.begins[..4], begins.map(at));
    assert_eq!((weeks.begins.len(), weeks.to), (6, at("2026-11-04T06:00:00Z")));
    let days = steps(Some("2026-10-01T00:00:00Z"), Some("2026-11-01T00:00:00Z"), Tz::UTC);
    assert_eq!((days.step, days.begins.len()), (InsightsStep::Day, 31));
}

#[test]
fn a_period_ends_after_it_begins_and_has_ten_years_at_most() {
    let of = |from, to| Steps::of(Some(at(from)), Some(at(to)), USUAL_DAYS, at("2026-11-24T15:44:00Z"), Tz::UTC);
    assert!(of("2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z").is_none());
    assert!(of("2026-11-03T00:00:00Z", "2026-11-02T00:00:00Z").is_none());
    let ages = of("0001-01-01T00:00:00Z", "2026-11-24T00:00:00Z").unwrap();
    assert!((520..530).contains(&ages.begins.len()), "{}", ages.begins.len());
    let far = of("2026-11-01T00:00:00Z", "9999-12-31T00:00:00Z").unwrap();
    assert!(far.begins.len() < 530);
}

fn mirrored(state: RequestState, decided: Option<(Action, Option<u32>, i64)>) -> Mirrored {
    let facts = facts("r", RiskLevel::High, at("2026-11-24T12:00:00Z"));
    let decided = decided.map(|(action, minutes, after)| Decided {
        by: PersonId::new("ilya"),
        by_name: "Ilya Sun".to_owned(),
        at: facts.asked_at.plus_millis(after),
        action,
        window: minutes.map(|minutes| Window::from_minutes(minutes).unwrap()),
        reason: None,
    });
    let mut mirrored = pending(facts);
    (mirrored.record.state, mirrored.record.decided) = (state, decided);
    mirrored
}

fn ended(state: RequestState, decided: Option<(Action, Option<u32>, i64)>) -> Option<RequestOutcome> {
    let Measure::Request(measure) = request(&mirrored(state, decided)) else { panic!() };
    measure.end.map(|end| end.how)
}

#[test]
fn only_what_people_answered_or_left_unanswered_has_an_end() {
    let granted = |minutes, after| ended(RequestState::Granted, Some((Action::Grant, minutes, after)));
    let how = |minutes, shortened, late| {
        Some(RequestOutcome::Granted { window: Window::from_minutes(minutes).unwrap(), shortened, late })
    };
    let deadline = 30 * 60_000;
    assert_eq!(granted(Some(240), deadline), how(240, false, false), "at the answer-by is in time");
    assert_eq!(granted(Some(239), deadline + 1), how(239, true, true));
    assert_eq!(granted(None, 1), how(240, false, false), "a queue that does not say grants what was asked");
    assert_eq!(ended(RequestState::Granted, None), None, "granted by policy");
    let denied = Some((Action::Deny, None, 1));
    assert_eq!(ended(RequestState::Denied, denied), Some(RequestOutcome::Denied { late: false }));
    assert_eq!(ended(RequestState::Expired, None), Some(RequestOutcome::Unanswered));
    for state in [RequestState::Pending, RequestState::Cancelled, RequestState::Superseded, RequestState::Refused] {
        assert_eq!(ended(state, None), None, "{state:?}");
    }
}

fn used(state: GrantState, shortened: bool) -> Option<(u64, Option<u64>)> {
    let facts = facts("r", RiskLevel::High, at("2026-11-24T12:00:00Z"));
    let hours = |hours: u32| Window::from_minutes(hours * 60).unwrap();
    let grant = Grant {
        id: "g".into(),
        request: facts.id.clone(),
        tenant: facts.tenant,
        holder: facts.requester.principal,
        zone: "Europe/Lisbon".to_owned(),
        resource: facts.resource,
        role: facts.role,
        risk: RiskLevel::High,
        window: hours(1),
        granted_at: facts.asked_at,
        shortened: shortened.then(|| approval::Shortened {
            at: facts.asked_at,
            by: PersonId::new("ilya"),
            by_name: "Ilya Sun".to_owned(),
            from: hours(4),
        }),
        state,
        access: Access::TakenAway,
    };
    let Some(Measure::Grant(measure)) = super::grant(&grant) else { return None };
    Some((measure.granted, measure.used))
}

#[test]
fn minutes_used_run_from_the_access_to_its_end_where_the_queue_tells() {
    let from = at("2026-11-24T12:00:00Z");
    let (half, over) = (from.plus_millis(HOUR / 2), from.plus_millis(HOUR));
    let lateness = approval::Lateness::OnTime;
    let ended = || GrantState::Ended { activated_at: from, ended_at: over, lateness };
    let revoked = |activated_at| GrantState::Revoked { activated_at, at: half, by: None, by_name: "Ilya".to_owned() };
    assert_eq!(used(ended(), false), Some((3600, Some(3600))));
    assert_eq!(used(ended(), true), Some((4 * 3600, Some(3600))), "granted is what it was before it was shortened");
    assert_eq!(used(revoked(Some(from)), false), Some((3600, Some(1800))));
    assert_eq!(used(revoked(None), false), Some((3600, None)), "not told");
    assert_eq!(used(GrantState::Active { activated_at: from, ends_at: Some(over) }, false), None);
    assert_eq!(used(GrantState::Failed { at: half, why: "no".to_owned() }, false), None, "never given");
}
