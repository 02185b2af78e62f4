//! A queue that sends no risk: what the desk judges of its requests, and what a person's own word changes.

use super::world::{QUEUE, World, named, run};
use crate::capabilities::{Binding, Capabilities, RiskSource};
use crate::desk::Named;
use crate::errors::{Answer, DecideError, RolesError};
use crate::roles::RoleSystem;
use crate::store::QueueId;
use crate::view::{RoleLevel, RowStanding};
use crate::{Choice, RolesFilter};
use approval::{Access, Action, Decided, Grant, GrantId, GrantState, RequestFacts, RequestState, RiskLevel, Window};
use queue_api::{Change, ChangesResponse, ForYou, RequestRecord};
use serde_json::value::to_raw_value;

const MINE: &str = "projects/p/roles/mine";
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

async fn world() -> World {
    let mut world = World::still();
    let risk = RiskSource::Untold { roles: RoleSystem::GoogleCloud };
    world.queue.model().capabilities = Capabilities { binding: Binding::Reread, risk, ..Capabilities::DOORWARD };
    world.start();
    world.settle().await;
    world
}

fn asked(world: &World, id: &str, role: &str) -> RequestFacts {
    let mut facts = world.request(id, RiskLevel::Low);
    facts.role.id = role.into();
    facts.entitlement = role.into();
    facts
}

pub(super) fn waits(facts: &RequestFacts) -> RequestRecord {
    let for_you = ForYou::default();
    let (body, state) = (to_raw_value(facts).unwrap(), RequestState::Pending);
    RequestRecord { body, state, activity: 0, votes: Vec::new(), decided: None, grant: None, for_you }
}

/// So long before now, by Ilya.
fn decided(world: &World, facts: RequestFacts, ago: i64, granted: Option<u64>) -> RequestRecord {
    let at = world.time.server().plus_millis(-ago);
    let facts = RequestFacts { asked_at: at.plus_millis(-60_000), ..facts };
    let (action, state) = match granted {
        Some(_) => (Action::Grant, RequestState::Granted),
        None => (Action::Deny, RequestState::Denied),
    };
    let window = granted.map(|seconds| Window::from_seconds(seconds).unwrap());
    let (by, by_name) = ("ilya".into(), "Ilya Sun".to_owned());
    RequestRecord { state, decided: Some(Decided { by, by_name, at, action, window, reason: None }), ..waits(&facts) }
}

/// One round of listing; answers how much of it was news.
pub(super) fn hear(world: &World, listed: Vec<RequestRecord>) -> usize {
    let id = QueueId::new(QUEUE);
    let changes = world.desk.news(&id, listed, false).unwrap().changes;
    let news = changes.len();
    let cursor = world.desk.cursor(&id).unwrap_or_default();
    let server_time = world.time.server();
    let page = ChangesResponse { server_time, cursor, more: false, snapshot: false, changes, devices: None };
    world.desk.heard(&id, page, world.desk.now(), &mut Named::default()).unwrap();
    news
}

/// The texts of the reasons, heaviest first.
fn reasons(world: &World, id: &str) -> Vec<String> {
    let why = world.sheet(id).why;
    why.reasons.iter().map(|reason| crate::text::plain(&reason.text)).collect()
}

#[test]
fn a_request_is_judged_by_the_table_whatever_its_source_put_there() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", "roles/owner")), waits(&asked(&world, "m", MINE))]);
        let owner = world.sheet("r");
        assert_eq!((owner.risk.level.as_str(), owner.why.classify), ("critical", None));
        assert_eq!(owner.why.summary, "82, critical from 80. Judged by Doorward’s table of roles.");
        let mine = world.sheet("m");
        assert_eq!((mine.risk.level.as_str(), mine.reason_required), ("high", true));
        let classify = mine.why.classify.unwrap();
        assert_eq!(crate::text::plain(&classify.text), format!("Nobody has classified {MINE} here."));
        assert_eq!(classify.command, format!("doorward roles classify {MINE} LEVEL --system google-cloud"));
    });
}

#[test]
fn a_fresh_mirror_says_nothing_of_a_first_time() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", "roles/browser"))]);
        assert_eq!(reasons(&world, "r").len(), 1, "the role's own");
        // Decisions of two days: that is not far enough back to know.
        let others =
            (0..5).map(|n| decided(&world, asked(&world, &format!("o{n}"), "roles/viewer"), 2 * DAY, Some(60)));
        hear(&world, others.collect());
        hear(&world, vec![waits(&asked(&world, "s", "roles/compute.viewer"))]);
        assert_eq!(reasons(&world, "s").len(), 1);
    });
}

#[test]
fn a_mirror_that_goes_back_a_week_tells_a_first_time_with_what_it_knows() {
    run(async {
        let world = world().await;
        let other = decided(&world, asked(&world, "o", "roles/viewer"), 9 * DAY, Some(60));
        // In one round with what waits: the order within it does not matter.
        hear(&world, vec![waits(&asked(&world, "r", "roles/browser")), other]);
        assert_eq!(reasons(&world, "r")[0], "First time for this role");
        let evidence = world.sheet("r").why.reasons[0].evidence.clone().unwrap();
        assert_eq!(
            crate::text::plain(&evidence),
            "None of the 1 request decided in the last 9 days that this desk knows"
        );
        let before = decided(&world, asked(&world, "b", "roles/compute.viewer"), 8 * DAY, Some(60));
        hear(&world, vec![waits(&asked(&world, "s", "roles/compute.viewer")), before]);
        assert!(!reasons(&world, "s").contains(&"First time for this role".to_owned()));
    });
}

#[test]
fn what_is_longer_than_usual_follows_a_denial_or_comes_in_a_flood_weighs_more() {
    run(async {
        let world = world().await;
        let role = "roles/browser";
        let usual = (0..3).map(|n| decided(&world, asked(&world, &format!("u{n}"), role), 3 * DAY, Some(1800)));
        let denied = decided(&world, asked(&world, "d", role), 3 * HOUR, None);
        hear(&world, usual.chain([denied, waits(&asked(&world, "r", role))]).collect());
        let said = reasons(&world, "r");
        assert!(said.contains(&"At least eight times the usual length".to_owned()), "{said:?}");
        assert!(said.contains(&"Asked again after a denial".to_owned()), "{said:?}");
        let why = world.sheet("r").why.reasons;
        let of = |text: &str| {
            let found = why.iter().find(|reason| crate::text::plain(&reason.text) == text).unwrap();
            crate::text::plain(found.evidence.as_ref().unwrap())
        };
        assert_eq!(of("Asked again after a denial"), "Denied 3 h before, by Ilya Sun");
        assert_eq!(of("At least eight times the usual length"), "Median of the last 3 grants is 30 min");
        let flood = (0..6).map(|n| waits(&asked(&world, &format!("f{n}"), "roles/viewer")));
        hear(&world, flood.collect());
        assert!(reasons(&world, "f5").contains(&"Many requests at once".to_owned()));
        // A day later nothing of the denial counts.
        world.pass(26 * 3_600_000).await;
        hear(&world, vec![waits(&asked(&world, "late", role))]);
        let said = reasons(&world, "late");
        assert!(!said.contains(&"Asked again after a denial".to_owned()), "{said:?}");
    });
}

#[test]
fn what_is_asked_within_an_offer_is_no_repetition() {
    run(async {
        let world = world().await;
        world.queue.put(asked(&world, "r", "roles/browser"));
        world.settle().await;
        let offer = Choice::CounterOffer { seconds: 3600 };
        world.desk.decide(&world.sheet("r").ticket, offer, None, None).unwrap();
        world.desk.send_now(&named("r")).unwrap();
        world.settle().await;
        world.pass(60_000).await;
        let of = |id: &str, minutes| {
            let window = Window::from_minutes(minutes).unwrap().into();
            waits(&RequestFacts { window, ..asked(&world, id, "roles/browser") })
        };
        hear(&world, vec![of("within", 60), of("beyond", 61)]);
        let repeats = |id| reasons(&world, id).contains(&"Asked again after a denial".to_owned());
        assert_eq!((repeats("within"), repeats("beyond")), (false, true));
    });
}

#[test]
fn live_access_is_as_dangerous_as_what_was_asked_for_else_as_its_role() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", MINE))]);
        world.desk.classify(&named("r"), Some(RoleLevel::Critical)).unwrap();
        let of = |request: &str, role: &str| {
            let facts = asked(&world, request, role);
            Grant {
                id: GrantId::new(request),
                request: facts.id,
                tenant: facts.tenant,
                holder: facts.requester.principal,
                zone: String::new(),
                resource: facts.resource,
                role: facts.role,
                risk: RiskLevel::Medium,
                window: facts.window.window().unwrap(),
                granted_at: facts.asked_at,
                shortened: None,
                state: GrantState::Scheduled,
                access: Access::NotGiven,
            }
        };
        let listed = vec![of("r", MINE), of("gone", "roles/browser"), of("other", "roles/none.of.ours")];
        let news = world.desk.grant_news(&QueueId::new(QUEUE), listed).unwrap();
        let levels: Vec<RiskLevel> = news
            .into_iter()
            .map(|change| match change {
                Change::Grant(record) => record.grant.risk,
                Change::Request(_) | Change::Hidden(_) => panic!("no grant"),
            })
            .collect();
        assert_eq!(levels, [RiskLevel::Critical, RiskLevel::Low, RiskLevel::High]);
    });
}

#[test]
fn what_is_learned_later_is_no_change_and_what_the_requester_changes_is() {
    run(async {
        let world = world().await;
        let facts = asked(&world, "r", "roles/browser");
        hear(&world, vec![waits(&facts)]);
        let before = world.sheet("r");
        let other = decided(&world, asked(&world, "o", "roles/viewer"), 20 * DAY, Some(60));
        hear(&world, vec![other]);
        // The source says another risk each time: it is asked for none.
        let louder = RequestFacts { risk: world.request("x", RiskLevel::Critical).risk, ..facts.clone() };
        assert_eq!(hear(&world, vec![waits(&louder)]), 0);
        let after = world.sheet("r");
        assert_eq!((after.revision, &after.why, after.changed), (1, &before.why, None));
        let longer = RequestFacts { window: Window::from_minutes(300).unwrap().into(), ..facts };
        assert_eq!(hear(&world, vec![waits(&longer)]), 1);
        let changed = world.sheet("r");
        assert_eq!(changed.revision, 2);
        assert!(changed.changed.is_some());
        assert_eq!(reasons(&world, "r")[0], "First time for this role", "a new revision is judged anew");
    });
}

#[test]
fn one_word_of_the_person_classifies_a_role_and_another_takes_it_back() {
    run(async {
        let mut world = world().await;
        let facts = asked(&world, "r", MINE);
        hear(&world, vec![waits(&facts)]);
        let shown = world.sheet("r");
        world.desk.classify(&named("r"), Some(RoleLevel::Low)).unwrap();
        let grant = world.desk.decide(&shown.ticket, Choice::Grant { seconds: 60 }, Some("agreed"), None);
        assert_eq!(grant.unwrap_err(), DecideError::Changed, "what was shown was judged otherwise");
        let low = world.sheet("r");
        assert_eq!((low.risk.level.as_str(), low.revision, low.changed), ("low", 1, None));
        assert_eq!(low.why.summary, "5, low from 0. Judged by you, on 24 November 2026.");
        assert!(low.why.classify.as_ref().unwrap().yours);
        assert_eq!(hear(&world, vec![waits(&facts)]), 0, "the list says nothing new");
        hear(&world, vec![waits(&asked(&world, "s", MINE))]);
        assert_eq!(world.sheet("s").risk.level, "low", "and so is what comes after");
        let twice = world.desk.classify(&named("r"), Some(RoleLevel::High));
        assert_eq!(twice, Err(RolesError::NothingToClassify));
        world.reopen_bare().await;
        assert_eq!(world.sheet("r").risk.level, "low", "kept with the profile");
        world.desk.classify(&named("r"), None).unwrap();
        let back = world.sheet("r");
        assert_eq!((back.risk.level.as_str(), &back.why), ("high", &shown.why));
        assert_eq!(world.desk.classify(&named("r"), None), Err(RolesError::NotYours));
    });
}

#[test]
fn a_decision_that_is_held_goes_out_as_it_was_seen() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", MINE)), waits(&asked(&world, "s", MINE))]);
        world.deny("r");
        world.desk.classify(&named("s"), Some(RoleLevel::Low)).unwrap();
        assert_eq!(world.sheet("s").risk.level, "low");
        let held = world.sheet("r");
        assert_eq!((held.risk.level.as_str(), &held.why.classify), ("high", &None));
        assert!(matches!(world.standing("r"), RowStanding::Held { .. }), "{:?}", world.standing("r"));
        world.desk.undo(&named("r")).unwrap();
        hear(&world, vec![waits(&asked(&world, "r", MINE))]);
        assert_eq!(world.sheet("r").risk.level, "low", "back in the person's hands it follows");
    });
}

#[test]
fn the_list_of_roles_begins_with_what_nobody_classified_and_says_whose_word_each_is() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", &format!("roles/owner,{MINE}")))]);
        let list = |wanted: &RolesFilter| world.desk.roles(wanted).unwrap().roles;
        let all = list(&RolesFilter::default());
        assert_eq!((all[0].role.as_str(), all[0].waiting, &all[0].risk), (MINE, 1, &None));
        assert!(all.len() > 200, "{}", all.len());
        let here = list(&RolesFilter { queue: Some(QUEUE.to_owned()), ..RolesFilter::default() });
        let roles: Vec<_> = here.iter().map(|role| (role.role.as_str(), role.judged_by.as_deref())).collect();
        assert_eq!(roles, [(MINE, None), ("roles/owner", Some("Doorward’s table of roles"))]);
        let open = RolesFilter { unclassified: true, ..RolesFilter::default() };
        assert_eq!(list(&open).len(), 1);
        let said = world.desk.classify_role(None, MINE, RoleLevel::Medium, false).unwrap().roles;
        assert_eq!(said[0].judged_by.as_deref(), Some("you, on 24 November 2026"));
        assert!(list(&open).is_empty());
        world.desk.forget_role(None, MINE).unwrap();
        assert_eq!(list(&open).len(), 1);
        assert_eq!(world.desk.forget_role(None, MINE), Err(RolesError::NotYours));
        assert_eq!(world.desk.classify_role(None, "a\nb", RoleLevel::Low, false), Err(RolesError::NoRole));
        let aws = world.desk.classify_role(Some(RoleSystem::Aws), "Mine", RoleLevel::Low, true).unwrap().roles;
        assert_eq!(aws[0].system, "aws");
    });
}

#[test]
fn a_role_of_which_nobody_knows_whose_it_is_is_not_guessed_at() {
    run(async {
        let world = World::new().await;
        let asked = world.desk.classify_role(None, MINE, RoleLevel::Low, false);
        assert_eq!(asked, Err(RolesError::WhichSystem(RoleSystem::ALL.to_vec())));
        assert_eq!(world.desk.classify(&named("low"), Some(RoleLevel::Low)), Err(RolesError::NothingToClassify));
        assert_eq!(world.sheet("low").why.classify, None, "its queue tells the risk itself");
    });
}

#[test]
fn a_role_that_nobody_knows_is_not_classified_by_a_slip_of_the_hand() {
    run(async {
        let world = world().await;
        hear(&world, vec![waits(&asked(&world, "r", MINE))]);
        let system = Some(RoleSystem::GoogleCloud);
        let classify = |role: &str, anyway| world.desk.classify_role(system, role, RoleLevel::Low, anyway);
        for (typed, near) in
            [("roles/ownr", "roles/owner"), ("Ownr", "roles/owner (Owner)"), (&MINE.replace("mine", "mien"), MINE)]
        {
            let Err(RolesError::Unknown { nearest, .. }) = classify(typed, false) else { panic!("{typed}") };
            assert!(nearest.iter().any(|told| told.starts_with(near)), "{typed}: {nearest:?}");
        }
        let Err(unlike) = classify("zzzz", false) else { panic!("classified") };
        let told = unlike.view();
        assert_eq!(told.code, "no-such-role");
        assert!(!told.message.contains("Near to it") && told.message.contains("--anyway"), "{}", told.message);
        assert_eq!(world.desk.roles(&RolesFilter::default()).unwrap().roles[0].risk, None, "nothing was classified");
        classify("projects/p/roles/next", true).unwrap();
        classify("projects/p/roles/next", false).unwrap();
        let mine = world.desk.roles(&RolesFilter { queue: Some(QUEUE.to_owned()), ..RolesFilter::default() }).unwrap();
        assert!(mine.roles[0].name.is_some(), "as its system calls it: {mine:?}");
    });
}
