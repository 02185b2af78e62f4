//! The edges of the rules: what is just allowed beside what is just not, and the words that stand on the wire.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use approval::{
    Access, Choice, DecisionRefusal, Directory, Grant, GrantEvent, LengthError, Outcome, OwnRequest, PersonId,
    PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestState, Requester, Resource, Risk, RiskLevel,
    Role, Stage, Tenant, Timestamp, Vote, Window, decide, may_decide_on,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

const ASKED_AT: Timestamp = Timestamp::from_millis(1_700_000_000_000);

fn minutes(minutes: u32) -> Window {
    Window::from_minutes(minutes).unwrap()
}

fn principal(id: &str) -> Principal {
    Principal { id: id.into(), name: id.to_owned(), kind: PrincipalKind::Human }
}

fn requester(id: &str, acting_for: &[&str]) -> Requester {
    let acting_for = acting_for.iter().map(|id| principal(id)).collect();
    Requester { principal: principal(id), zone: "UTC".to_owned(), address: String::new(), acting_for }
}

/// An hour is asked for; `longest` is what policy allows, and each stage needs one.
fn facts(longest: Window, stages: usize) -> RequestFacts {
    RequestFacts {
        id: "r".into(),
        revision: 1,
        tenant: Tenant { id: "t".into(), name: "T".to_owned(), domain: "t.example".to_owned() },
        requester: requester("asker", &[]),
        resource: Resource { id: "x".into(), name: "X".to_owned() },
        role: Role { id: "y".into(), name: "Y".to_owned(), means: "Z".to_owned() },
        entitlement: "e".into(),
        window: minutes(60).into(),
        justification: "because".to_owned(),
        ticket: None,
        risk: Risk { level: RiskLevel::Low, score: 5, judged_by: "test".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "v".to_owned(),
            longest_window: longest,
            stages: vec![Stage { name: "s".to_owned(), needs: 1 }; stages],
            presence: Presence::None,
            offline_grants: false,
            stale_after: minutes(15),
            reason_required: false,
        },
        asked_at: ASKED_AT,
        revised_at: ASKED_AT,
        answer_by: Some(ASKED_AT.plus(minutes(60))),
        nonce: String::new(),
    }
}

fn directory(known: &[&str]) -> Directory {
    Directory { known: known.iter().map(|id| PersonId::from(*id)).collect(), ..Directory::default() }
}

fn grants(facts: &RequestFacts, votes: &[Vote], by: &str, window: Window) -> Result<Outcome, DecisionRefusal> {
    let people = directory(&["asker", "noor", "sam"]);
    let choice = Choice::Grant { window };
    let named = vec![people.known.clone(); facts.policy.stages.len()];
    decide(facts, RequestState::Pending, votes, (&people, &named), &by.into(), facts.revision, choice, ASKED_AT)
}

#[test]
fn invariant_2_a_grant_may_be_as_long_as_asked_and_not_a_second_longer() {
    let facts = facts(minutes(240), 1);
    let longer = Window::from_seconds(3601).unwrap();
    assert_eq!(grants(&facts, &[], "noor", minutes(60)), Ok(Outcome::Granted { window: minutes(60) }));
    let refused = DecisionRefusal::LongerThanAsked { asked: minutes(60) };
    assert_eq!(grants(&facts, &[], "noor", longer), Err(refused));
}

#[test]
fn invariant_2_a_grant_may_be_as_long_as_policy_allows_and_not_a_second_longer() {
    let facts = facts(minutes(30), 1);
    let longer = Window::from_seconds(1801).unwrap();
    assert_eq!(grants(&facts, &[], "noor", minutes(30)), Ok(Outcome::Granted { window: minutes(30) }));
    let refused = DecisionRefusal::LongerThanPolicy { longest: minutes(30) };
    assert_eq!(grants(&facts, &[], "noor", longer), Err(refused));
}

#[test]
fn a_full_stage_hands_on_to_the_next_and_the_last_one_grants() {
    let facts = facts(minutes(240), 2);
    let first = grants(&facts, &[], "noor", minutes(60));
    assert_eq!(first, Ok(Outcome::Waiting { stage: 1 }));
    let agreed = Vote { by: "noor".into(), by_name: "Noor".to_owned(), at: ASKED_AT, window: minutes(20) };
    assert_eq!(grants(&facts, &[agreed], "sam", minutes(60)), Ok(Outcome::Granted { window: minutes(20) }));
}

#[test]
fn invariant_5_who_asks_is_named_by_the_way_it_was_found() {
    let mut people = directory(&["asker", "robot", "noor"]);
    let own =
        |people: &Directory, approver: &str, requester: &Requester| may_decide_on(people, &approver.into(), requester);
    assert_eq!(own(&people, "asker", &requester("asker", &[])), Err(OwnRequest::Self_));
    assert_eq!(own(&people, "asker", &requester("robot", &["asker"])), Err(OwnRequest::Agent("robot".into())));
    assert_eq!(own(&people, "noor", &requester("robot", &["asker"])), Ok(()));
    people.agents.insert("robot".into(), BTreeSet::from(["asker".into()]));
    people.aliases.insert("r2".into(), "robot".into());
    for robot in ["robot", "r2"] {
        assert_eq!(own(&people, robot, &requester("asker", &[])), Err(OwnRequest::ActsFor("asker".into())));
    }
    people.agents.clear();
    people.aliases.insert("boss".into(), "asker".into());
    assert_eq!(own(&people, "asker", &requester("boss", &[])), Err(OwnRequest::Alias("boss".into())));
    people.groups.insert("robot".into(), BTreeSet::from(["asker".into()]));
    assert_eq!(own(&people, "asker", &requester("robot", &[])), Err(OwnRequest::Group("robot".into())));
}

#[test]
fn a_grant_is_live_from_the_decision_until_its_end() {
    let facts = facts(minutes(240), 1);
    let scheduled = Grant {
        id: "g".into(),
        request: facts.id,
        tenant: facts.tenant,
        holder: facts.requester.principal,
        zone: "UTC".to_owned(),
        resource: facts.resource,
        role: facts.role,
        risk: RiskLevel::Low,
        window: facts.window.window().unwrap(),
        granted_at: ASKED_AT,
        state: approval::GrantState::Scheduled,
        access: Access::NotGiven,
        shortened: None,
    };
    assert!(scheduled.is_live());
    let active = scheduled.after(GrantEvent::Given, ASKED_AT).unwrap();
    assert!(active.is_live());
    let ended = active.after(GrantEvent::Tick { missed: false }, ASKED_AT.plus(minutes(60))).unwrap();
    assert!(!ended.is_live());
}

#[test]
fn the_words_in_digests_never_change() {
    let kinds = [PrincipalKind::Human, PrincipalKind::Service, PrincipalKind::Agent, PrincipalKind::Group];
    assert_eq!(kinds.map(PrincipalKind::as_str), ["human", "service", "agent", "group"]);
    let presences = [Presence::None, Presence::Local, Presence::Attested];
    assert_eq!(presences.map(Presence::as_str), ["none", "local", "attested"]);
    let levels = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High, RiskLevel::Critical];
    assert_eq!(levels.map(RiskLevel::as_str), ["low", "medium", "high", "critical"]);
    assert_eq!(levels.map(RiskLevel::from_score), [0, 25, 50, 80]);
    assert_eq!(levels.map(RiskLevel::is_high), [false, false, true, true]);
}

#[test]
fn an_instant_is_counted_in_milliseconds() {
    let later = Timestamp::from_millis(5_000).plus(minutes(2));
    assert_eq!(later.millis(), 125_000);
    assert_eq!(later.millis_since(Timestamp::from_millis(5_000)), 120_000);
    assert_eq!(Timestamp::from_millis(5_000).millis_since(later), -120_000);
    assert_eq!(format!("{later:?}"), "1970-01-01T00:02:05.000Z");
}

#[test]
fn an_instant_beyond_the_calendar_is_its_nearest_bound() {
    assert_eq!(Timestamp::from_millis(i64::MIN).to_utc(), DateTime::<Utc>::MIN_UTC);
    assert_eq!(Timestamp::from_millis(i64::MAX).to_utc(), DateTime::<Utc>::MAX_UTC);
    assert_eq!(Timestamp::from_millis(0).to_utc(), DateTime::<Utc>::UNIX_EPOCH);
}

#[test]
fn a_length_is_at_most_366_days_to_the_second() {
    let most = 366 * 86_400;
    assert_eq!(Window::from_seconds(most).map(Window::seconds), Ok(most));
    assert_eq!(Window::from_seconds(most + 1), Err(LengthError::TooLong));
    assert_eq!(minutes(90).seconds(), 5400);
}

#[test]
fn seconds_are_not_lost_between_one_hour_and_two() {
    let window = Window::from_seconds(5401).unwrap();
    assert_eq!(window.short(), "1 h 30 min 1 s");
    assert_eq!(format!("{window:?}"), "PT1H30M1S");
}
