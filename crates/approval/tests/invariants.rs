//! The invariants that the domain's own types hold, over made-up requests, votes, identities and times.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "invariants/places.rs"]
mod places;

use approval::{
    Access, Choice, DecisionRefusal, Directory, Grant, GrantEvent, GrantRefusal, GrantState, Lateness, NoPlace,
    Outcome, OwnRequest, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestState,
    Requester, Resource, Risk, RiskLevel, Role, Stage, Tenant, Timestamp, Vote, Window, decide, expire, may_decide_on,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ASKED_AT: i64 = 1_700_000_000_000;

fn seconds(seconds: u64) -> Window {
    Window::from_seconds(seconds).unwrap()
}

fn principal(id: &str) -> Principal {
    Principal { id: id.into(), name: id.to_owned(), kind: PrincipalKind::Human }
}

fn requester(id: &str, acting_for: &[&str]) -> Requester {
    Requester {
        principal: principal(id),
        zone: "UTC".to_owned(),
        address: String::new(),
        acting_for: acting_for.iter().map(|id| principal(id)).collect(),
    }
}

fn facts(window: u64, longest: u64, needs: &[u8]) -> RequestFacts {
    let at = Timestamp::from_millis(ASKED_AT);
    RequestFacts {
        id: "r".into(),
        revision: 1,
        tenant: Tenant { id: "t".into(), name: "T".to_owned(), domain: "t.example".to_owned() },
        requester: requester("asker", &[]),
        resource: Resource { id: "x".into(), name: "X".to_owned() },
        role: Role { id: "y".into(), name: "Y".to_owned(), means: "Z".to_owned() },
        entitlement: "e".into(),
        window: seconds(window).into(),
        justification: "because".to_owned(),
        ticket: None,
        risk: Risk { level: RiskLevel::Low, score: 5, judged_by: "test".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "v".to_owned(),
            longest_window: seconds(longest),
            stages: needs.iter().map(|needs| Stage { name: "s".to_owned(), needs: *needs }).collect(),
            presence: Presence::None,
            offline_grants: false,
            stale_after: seconds(900),
            reason_required: false,
        },
        asked_at: at,
        revised_at: at,
        answer_by: Some(at.plus(seconds(3600))),
        nonce: String::new(),
    }
}

fn people(count: usize) -> Directory {
    let known = (0..count).map(|n| PersonId::new(format!("p{n}"))).chain(["asker".into()]).collect();
    Directory { known, ..Directory::default() }
}

/// Everybody of `directory` is named in every stage.
fn open(facts: &RequestFacts, directory: &Directory) -> Vec<BTreeSet<PersonId>> {
    vec![directory.known.clone(); facts.policy.stages.len()]
}

fn vote(by: usize, window: u64) -> Vote {
    let by = PersonId::new(format!("p{by}"));
    Vote { by_name: by.to_string(), by, at: Timestamp::from_millis(ASKED_AT), window: seconds(window) }
}

fn any_state() -> impl Strategy<Value = RequestState> {
    prop::sample::select(vec![
        RequestState::Pending,
        RequestState::Granted,
        RequestState::Denied,
        RequestState::Expired,
        RequestState::Cancelled,
        RequestState::Superseded,
        RequestState::Refused,
    ])
}

fn grant(window: u64) -> Grant {
    let facts = facts(window, window, &[1]);
    Grant {
        id: "g".into(),
        request: facts.id,
        tenant: facts.tenant,
        holder: facts.requester.principal,
        zone: "UTC".to_owned(),
        resource: facts.resource,
        role: facts.role,
        risk: RiskLevel::Low,
        window: seconds(window),
        granted_at: Timestamp::from_millis(ASKED_AT),
        shortened: None,
        state: GrantState::Scheduled,
        access: Access::NotGiven,
    }
}

fn shorten(to: u64) -> GrantEvent {
    GrantEvent::Shorten { by: "noor".into(), by_name: "Noor".to_owned(), to: seconds(to) }
}

fn any_event() -> impl Strategy<Value = GrantEvent> {
    prop_oneof![
        Just(GrantEvent::Given),
        Just(GrantEvent::GivingFailed { why: "no".to_owned() }),
        any::<bool>().prop_map(|missed| GrantEvent::Tick { missed }),
        Just(GrantEvent::Revoke { by: "noor".into(), by_name: "Noor".to_owned() }),
        (1u64..60).prop_map(shorten),
        Just(GrantEvent::TakenAway),
        Just(GrantEvent::Unclear),
    ]
}

proptest! {
    /// Whatever the state and however often time is looked at: a state that is not granted never becomes so.
    #[test]
    fn invariant_1_silence_never_grants(state in any_state(), times in vec(0i64..10_000_000, 1..20)) {
        let facts = facts(3600, 3600, &[1]);
        let mut now = state;
        for after in times {
            let at = Timestamp::from_millis(ASKED_AT + after);
            let before = now;
            now = expire(&facts, now, at);
            prop_assert!(now == before || (before == RequestState::Pending && now == RequestState::Expired));
            prop_assert_eq!(now == RequestState::Pending, state == RequestState::Pending && Some(at) < facts.answer_by && before == RequestState::Pending);
        }
    }

    /// A decision that comes after answer-by, or on anything but a pending request, grants nothing.
    #[test]
    fn invariant_1_nothing_is_granted_late_or_twice(state in any_state(), after in 0i64..7_200_000, window in 1u64..3600) {
        let facts = facts(3600, 3600, &[1]);
        let now = Timestamp::from_millis(ASKED_AT + after);
        let choice = Choice::Grant { window: seconds(window) };
        let directory = people(1);
        let named = open(&facts, &directory);
        let outcome = decide(&facts, state, &[], (&directory, &named), &"p0".into(), 1, choice, now);
        prop_assert_eq!(outcome.is_ok(), state == RequestState::Pending && Some(now) < facts.answer_by);
    }

    #[test]
    fn invariant_2_shortening_never_lengthens(
        asked in 1u64..100_000, longest in 1u64..100_000, granted in 1u64..200_000, earlier in vec(1u64..100_000, 0..4),
    ) {
        let facts = facts(asked, longest, &[u8::try_from(earlier.len() + 1).unwrap()]);
        let votes: Vec<Vote> = earlier.iter().enumerate().map(|(n, window)| vote(n, *window)).collect();
        let choice = Choice::Grant { window: seconds(granted) };
        let now = Timestamp::from_millis(ASKED_AT);
        let directory = people(9);
        let named = open(&facts, &directory);
        match decide(&facts, RequestState::Pending, &votes, (&directory, &named), &"p8".into(), 1, choice, now) {
            Ok(Outcome::Granted { window }) => {
                prop_assert!(Some(window) <= facts.window.window() && window <= facts.policy.longest_window);
                prop_assert!(window.seconds() <= granted && earlier.iter().all(|vote| window.seconds() <= *vote));
            }
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(DecisionRefusal::LongerThanAsked { .. }) => prop_assert!(granted > asked),
            Err(DecisionRefusal::LongerThanPolicy { .. }) => prop_assert!(granted > longest),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    /// However long it waited between decision and activation, the whole window is there, and it ends then.
    #[test]
    fn invariant_3_waiting_never_eats_the_grant(window in 1u64..1_000_000, waited in 0i64..1_000_000_000, tries in 0usize..5) {
        let mut grant = grant(window);
        let given_at = Timestamp::from_millis(ASKED_AT + waited);
        for _ in 0..tries {
            grant = grant.after(GrantEvent::Tick { missed: true }, given_at).unwrap();
            grant = grant.after(GrantEvent::Unclear, given_at).unwrap();
            prop_assert_eq!(grant.access, Access::Unknown);
        }
        let active = grant.after(GrantEvent::Given, given_at).unwrap();
        let end = given_at.plus(seconds(window));
        prop_assert_eq!(active.ends_at(), Some(end));
        let before = active.after(GrantEvent::Tick { missed: false }, end.plus_millis(-1)).unwrap();
        prop_assert_eq!(&before, &active);
        let ended = active.after(GrantEvent::Tick { missed: false }, end).unwrap();
        prop_assert!(!ended.is_live());
        prop_assert_eq!(ended.access, Access::TakingAway, "access is not gone before its target says so");
    }

    /// What was seen at another revision is never granted.
    #[test]
    fn invariant_4_a_grant_names_the_revision_it_saw(seen in 0u32..5, now in 1u32..5) {
        let mut facts = facts(3600, 3600, &[1]);
        facts.revision = now;
        let choice = Choice::Grant { window: seconds(60) };
        let at = Timestamp::from_millis(ASKED_AT);
        let directory = people(1);
        let named = open(&facts, &directory);
        let outcome = decide(&facts, RequestState::Pending, &[], (&directory, &named), &"p0".into(), seen, choice, at);
        if seen == now {
            prop_assert!(outcome.is_ok());
        } else {
            prop_assert_eq!(outcome, Err(DecisionRefusal::Changed { seen, now }));
        }
    }

    /// Exactly as many different people as the stages need, whatever the stages are; and nobody twice.
    #[test]
    fn as_many_people_agree_as_the_stages_need(needs in vec(0u8..4, 1..4)) {
        let facts = facts(3600, 3600, &needs);
        let needed: usize = needs.iter().map(|needs| usize::from((*needs).max(1))).sum();
        let choice = Choice::Grant { window: seconds(60) };
        let at = Timestamp::from_millis(ASKED_AT);
        let directory = people(99);
        let named = open(&facts, &directory);
        let approvers = (&directory, named.as_slice());
        let mut votes = Vec::new();
        for number in 0..needed {
            let me = PersonId::new(format!("p{number}"));
            let outcome = decide(&facts, RequestState::Pending, &votes, approvers, &me, 1, choice, at).unwrap();
            prop_assert_eq!(matches!(outcome, Outcome::Granted { .. }), number + 1 == needed);
            votes.push(vote(number, 60));
            if number + 1 < needed {
                let again = decide(&facts, RequestState::Pending, &votes, approvers, &me, 1, choice, at);
                prop_assert_eq!(again, Err(NoPlace::VotedAlready.into()));
            }
        }
    }

    /// Over any events at any times: what is over stays over, active access always has its end, and access that
    /// may be there is never called gone but by its target.
    #[test]
    fn invariant_2_a_live_grant_is_shortened_and_never_lengthened(
        window in 2u64..1000, to in 1u64..2000, after in 0i64..1_200_000, scheduled in any::<bool>(),
    ) {
        let given_at = Timestamp::from_millis(ASKED_AT);
        let mut grant = grant(window);
        if !scheduled {
            grant = grant.after(GrantEvent::Given, given_at).unwrap();
        }
        let now = given_at.plus_millis(after);
        let end = given_at.plus(seconds(to));
        match grant.after(shorten(to), now) {
            Ok(shorter) => {
                prop_assert!(to < window && (scheduled || end > now));
                prop_assert_eq!(shorter.window, seconds(to));
                prop_assert_eq!(shorter.ends_at(), (!scheduled).then_some(end));
                let shortened = shorter.shortened.clone().unwrap();
                prop_assert_eq!((shortened.at, shortened.from), (now, grant.window));
                prop_assert_eq!(shorter.after(shorten(to), now), Err(GrantRefusal::NotShorter { now: seconds(to) }));
            }
            Err(GrantRefusal::NotShorter { now }) => prop_assert!(to >= window && now == grant.window),
            Err(GrantRefusal::EndsInThePast(at)) => prop_assert!(to < window && !scheduled && at == end && end <= now),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn invariant_13_a_grant_moves_only_by_its_own_events_and_never_comes_back(
        events in vec((any_event(), 0i64..100_000), 1..30),
    ) {
        let (mut grant, bystander) = (grant(30), grant(30));
        let mut now = Timestamp::from_millis(ASKED_AT);
        for (event, pause) in events {
            now = now.plus_millis(pause);
            let before = grant.clone();
            match before.after(event.clone(), now) {
                Ok(after) => grant = after,
                Err(
                    GrantRefusal::Over
                    | GrantRefusal::NotExpected
                    | GrantRefusal::NotShorter { .. }
                    | GrantRefusal::EndsInThePast(_),
                ) => continue,
            }
            prop_assert!(before.is_live() || !grant.is_live(), "{:?} came back by {:?}", before, event);
            if grant.access == Access::TakenAway && before.access != Access::TakenAway {
                prop_assert_eq!(&event, &GrantEvent::TakenAway);
            }
            if let GrantState::Active { activated_at, ends_at: Some(ends_at) } = grant.state {
                prop_assert_eq!(ends_at, activated_at.plus(grant.window));
            }
            if let GrantState::Ended { activated_at, ended_at, lateness } = grant.state {
                prop_assert!(ended_at >= activated_at.plus(grant.window));
                prop_assert!(matches!(lateness, Lateness::OnTime | Lateness::Late));
            }
            if matches!(event, GrantEvent::Shorten { .. }) {
                prop_assert!(grant.window < before.window);
            } else {
                prop_assert_eq!(grant.window, before.window);
            }
            prop_assert_eq!((&grant.id, &grant.holder), (&before.id, &before.holder));
        }
        prop_assert_eq!(bystander.state, GrantState::Scheduled);
    }
}

/// A made-up directory of eight names; everything may point everywhere, circles included.
fn any_directory() -> impl Strategy<Value = Directory> {
    let name = || (0usize..8).prop_map(|n| PersonId::new(format!("p{n}")));
    let edges = || btree_map(name(), btree_set(name(), 1..3), 0..4);
    (btree_set(name(), 5..8), btree_map(name(), name(), 0..4), edges(), edges(), edges())
        .prop_map(|(known, aliases, groups, delegates, agents)| Directory { known, aliases, groups, delegates, agents })
}

/// The person behind a name, by looking at every chain of aliases anew.
fn real(directory: &Directory, id: &PersonId) -> Option<PersonId> {
    let mut seen = BTreeSet::new();
    let mut at = id.clone();
    while let Some(next) = directory.aliases.get(&at) {
        if !seen.insert(at) {
            return None;
        }
        at = next.clone();
    }
    directory.known.contains(&at).then_some(at)
}

fn grow(
    directory: &Directory,
    people: &BTreeSet<PersonId>,
    edges: &BTreeMap<PersonId, BTreeSet<PersonId>>,
) -> Option<BTreeSet<PersonId>> {
    let next = people.iter().filter_map(|person| edges.get(person)).flatten();
    next.map(|id| real(directory, id)).collect()
}

/// These, their members and whom they act for, grown until nothing is added. `None`: somebody of them cannot be resolved.
fn behind(directory: &Directory, mut people: BTreeSet<PersonId>) -> Option<BTreeSet<PersonId>> {
    loop {
        let before = people.len();
        let members = grow(directory, &people, &directory.groups)?;
        let principals = grow(directory, &people, &directory.agents)?;
        people.extend(members.into_iter().chain(principals));
        if people.len() == before {
            return Some(people);
        }
    }
}

/// The model: everybody from whom the request could come, and who stands in for them. `None`: somebody in it cannot be resolved.
fn model(directory: &Directory, requester: &Requester) -> Option<BTreeSet<PersonId>> {
    let chain = std::iter::once(&requester.principal).chain(&requester.acting_for);
    let asking = chain.map(|principal| real(directory, &principal.id)).collect::<Option<BTreeSet<_>>>()?;
    let mut asking = behind(directory, asking)?;
    let delegates = grow(directory, &asking, &directory.delegates)?;
    asking.extend(delegates);
    Some(asking)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Against the model above: none of those from whom the request could come may decide, nor whoever acts for one of them; everybody else may,
    /// and where somebody cannot be resolved nobody may unless the refusal came first.
    #[test]
    fn invariant_5_nobody_approves_their_own_request(
        directory in any_directory(), asker in 0usize..8, acting_for in vec(0usize..8, 0..3), approver in 0usize..8,
    ) {
        let names: Vec<String> = acting_for.iter().map(|n| format!("p{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let requester = requester(&format!("p{asker}"), &names);
        let approver = PersonId::new(format!("p{approver}"));
        let answer = may_decide_on(&directory, &approver, &requester);
        let me = real(&directory, &approver);
        let deciding = me.clone().map(|me| behind(&directory, BTreeSet::from([me])));
        match (deciding, model(&directory, &requester)) {
            (Some(Some(deciding)), Some(asking)) => {
                prop_assert_eq!(answer.is_err(), !asking.is_disjoint(&deciding), "{:?}", answer);
            }
            (Some(None), _) => prop_assert!(answer.is_err(), "somebody unresolved stands behind the approver"),
            (Some(_), None) => prop_assert!(answer.is_err(), "somebody unresolved stands behind the request"),
            (None, _) => prop_assert_eq!(answer, Err(OwnRequest::Unresolved(approver))),
        }
    }
}
