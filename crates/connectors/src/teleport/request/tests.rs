//! What a request of Teleport’s says in our words.

use super::super::wire::{Metadata, RoleThresholds, Threshold, ThresholdSet, ThresholdSets};
use super::*;

const ME: &str = "noor@contoso.example";
const CLUSTER: &str = "contoso.example";

fn at(text: &str) -> Option<Wire> {
    Some(Wire::of(text.parse().unwrap()))
}

fn request() -> AccessRequest {
    AccessRequest {
        metadata: Some(Metadata { name: "r-1".to_owned(), expires: at("2026-11-21T12:00:00Z") }),
        spec: Some(Spec {
            user: "dana@contoso.example".to_owned(),
            roles: vec!["payroll-admin".to_owned()],
            state: state::PENDING,
            created: at("2026-11-20T12:00:00Z"),
            expires: at("2026-11-20T13:00:00Z"),
            request_reason: "The backup failed.".to_owned(),
            thresholds: vec![Threshold { approve: 1, deny: 1, ..Threshold::default() }],
            ..Spec::default()
        }),
        ..AccessRequest::default()
    }
}

fn changed(change: impl Fn(&mut Spec)) -> AccessRequest {
    let mut request = request();
    change(request.spec.as_mut().unwrap());
    request
}

fn facts(change: impl Fn(&mut Spec)) -> Result<RequestFacts, ConnectorError> {
    Asked::read(&changed(change))?.facts(CLUSTER)
}

fn review(author: &str, proposed_state: i32, created: &str) -> Review {
    Review { author: author.to_owned(), proposed_state, reason: "Agreed".to_owned(), created: at(created) }
}

#[test]
fn a_request_says_in_our_words_what_teleport_says() {
    let node = |name: &str, cluster: &str| ResourceId {
        cluster: cluster.to_owned(),
        kind: "node".to_owned(),
        name: name.to_owned(),
        sub_resource: String::new(),
    };
    let facts = facts(|spec| {
        spec.roles.push("payroll-auditor".to_owned());
        spec.resources = vec![node("pay-1", CLUSTER), node("pay-2", "leaf.example")];
        spec.assume_start = at("2026-11-20T12:30:00Z");
    });
    let facts = facts.unwrap();
    assert_eq!(facts.requester.principal.name, "dana@contoso.example");
    assert_eq!(facts.window, Window::from_minutes(60).unwrap().into());
    assert_eq!(facts.justification, "The backup failed.");
    assert_eq!(facts.resource.name, "node pay-1 and 1 more");
    assert_eq!(
        (facts.role.id.as_str(), &*facts.role.name),
        ("payroll-admin,payroll-auditor", "payroll-admin and 1 more")
    );
    assert_eq!(
        facts.role.means,
        "All of: payroll-admin, payroll-auditor. Only for: node pay-1, node pay-2 in leaf.example. It ends at 2026-11-20T13:00:00.000Z, however late it is granted. It begins at 2026-11-20T12:30:00.000Z, however early it is granted."
    );
    assert_eq!(facts.answer_by, Some("2026-11-20T13:00:00Z".parse().unwrap()), "what is left then is nothing");
    assert_eq!(facts.policy.stages[0].needs, 1);
}

#[test]
fn of_two_ends_the_later_one_is_shown() {
    let later = facts(|spec| spec.max_duration = at("2026-11-20T20:00:00Z")).unwrap();
    assert_eq!(later.window, Window::from_minutes(8 * 60).unwrap().into());
    let earlier = facts(|spec| spec.max_duration = at("2026-11-20T12:10:00Z")).unwrap();
    assert_eq!(earlier.window, Window::from_minutes(60).unwrap().into());
}

#[test]
fn access_without_an_end_that_can_be_read_is_never_granted() {
    let no = Some(Wire { seconds: -62_135_596_800, nanos: 0 });
    let ends = [None, no, at("2026-11-20T11:00:00Z"), at("2026-11-20T12:00:00Z"), at("2028-01-01T00:00:00Z")];
    for expires in ends {
        let request = changed(|spec| spec.expires = expires);
        let asked = Asked::read(&request).unwrap();
        assert!(asked.never().unwrap().is_some(), "{expires:?}");
        let record = asked.record(ME, CLUSTER, "2026-11-20T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(record.for_you.ends_by, None, "{expires:?}");
        let facts = record.facts().unwrap();
        assert!(
            facts.window.is_more_than(facts.policy.longest_window) && facts.role.means.contains("cannot be granted")
        );
    }
}

#[test]
fn how_many_must_agree_is_of_each_set_the_lowest_and_of_all_sets_the_highest() {
    let threshold = |approve| Threshold { approve, deny: 1, ..Threshold::default() };
    let sets = |sets: &[&[u32]]| {
        let sets = sets.iter().map(|indexes| ThresholdSet { indexes: indexes.to_vec() }).collect();
        Some(ThresholdSets { sets })
    };
    let needs = |places: &[&[u32]]| {
        let role = RoleThresholds { role: "a".to_owned(), sets: sets(places) };
        let request = changed(|spec| {
            spec.thresholds = vec![threshold(1), threshold(2), threshold(3)];
            spec.role_thresholds = vec![role.clone()];
        });
        Asked::read(&request).unwrap().needs()
    };
    assert_eq!(needs(&[&[0]]), 1);
    assert_eq!(needs(&[&[2, 1]]), 2);
    assert_eq!(needs(&[&[0], &[2]]), 3);
    assert_eq!(needs(&[]), 1, "the lowest there is");
    assert_eq!(needs(&[&[9]]), 1, "a threshold that is not there");
}

#[test]
fn who_decided_is_whoever_reviewed_last_in_that_sense() {
    let request = changed(|spec| {
        spec.state = state::APPROVED;
        spec.reviews = vec![
            review("ilya", state::APPROVED, "2026-11-20T12:30:00Z"),
            review("mira", state::DENIED, "2026-11-20T12:40:00Z"),
            review(ME, state::APPROVED, "2026-11-20T12:15:00Z"),
        ];
    });
    let record = Asked::read(&request).unwrap().record(ME, CLUSTER, "2026-11-20T12:50:00Z".parse().unwrap());
    let decided = record.unwrap().decided.unwrap();
    assert_eq!((decided.by.as_str(), decided.action), ("ilya", Action::Grant));
    assert_eq!(decided.window, Some(Window::from_minutes(30).unwrap()), "from the review to the end");
}

#[test]
fn what_nobody_can_tell_is_no_request() {
    for (what, change) in [
        ("nobody", (|spec| spec.user.clear()) as fn(&mut Spec)),
        ("no role", |spec| spec.roles.clear()),
        ("a role that is two", |spec| spec.roles = vec!["a,b".to_owned()]),
        ("too many roles", |spec| spec.roles = vec!["a".to_owned(); MOST_ROLES + 1]),
        ("no time", |spec| spec.created = None),
        ("a text without an end", |spec| spec.request_reason = "a".repeat(LONGEST_TEXT + 1)),
        ("too many resources", |spec| spec.resources = vec![ResourceId::default(); MOST_RESOURCES + 1]),
    ] {
        assert!(matches!(facts(change), Err(ConnectorError::BadAnswer(_))), "{what}");
    }
    for id in ["", "../x", "a b"] {
        let mut request = request();
        request.metadata.as_mut().unwrap().name = id.to_owned();
        assert!(Asked::read(&request).is_err(), "{id}");
    }
    let request = changed(|spec| spec.state = 7);
    assert!(Asked::read(&request).unwrap().state().is_err());
}

#[test]
fn live_access_is_what_was_approved_until_its_end() {
    let approved = changed(|spec| {
        spec.state = state::APPROVED;
        spec.reviews = vec![review("ilya", state::APPROVED, "2026-11-20T12:30:00Z")];
    });
    let access = |now: &str| Asked::read(&approved).unwrap().access(CLUSTER, now.parse().unwrap()).unwrap();
    let live = access("2026-11-20T12:45:00Z").unwrap();
    assert_eq!(live.ends_at(), Some("2026-11-20T13:00:00Z".parse().unwrap()));
    assert_eq!(live.window, Window::from_minutes(30).unwrap());
    assert!(!access("2026-11-20T13:00:00Z").unwrap().is_live());
    assert!(!live.is_endless());
    let later = changed(|spec| {
        spec.state = state::APPROVED;
        spec.assume_start = at("2026-11-20T12:50:00Z");
    });
    let later = Asked::read(&later).unwrap().access(CLUSTER, "2026-11-20T12:45:00Z".parse().unwrap()).unwrap();
    assert_eq!(later.unwrap().state, GrantState::Scheduled);
    let promoted = changed(|spec| spec.state = state::PROMOTED);
    let promoted = Asked::read(&promoted).unwrap().access(CLUSTER, "2026-11-20T12:45:00Z".parse().unwrap());
    assert_eq!(promoted.unwrap(), None);
}
