//! What a request does not say of its time is not made up: no deadline, no end, no length that could be chosen where none
//! could be granted.

use super::classifying::{hear, waits};
use super::world::{QUEUE, World, named, run};
use crate::capabilities::{Binding, Capabilities, Shorten, ShortenLive};
use crate::store::{DeskStore, QueueId};
use crate::text;
use crate::view::{GrantStanding, PanelView};
use crate::{Choice, DecideError};
use approval::{Asked, GrantState, RequestFacts, RiskLevel, Window};
use queue_api::{ForYou, RequestRecord, WhyNot};

const REREAD: Capabilities = Capabilities { binding: Binding::Reread, ..Capabilities::DOORWARD };
const FIXED: Capabilities = Capabilities { shorten: Shorten::None, shorten_live: ShortenLive::None, ..REREAD };

async fn world(can: Capabilities) -> World {
    let mut world = World::still();
    world.queue.model().capabilities = can;
    world.start();
    world.settle().await;
    world
}

fn open(world: &World, id: &str) -> RequestFacts {
    RequestFacts { answer_by: None, ..world.request(id, RiskLevel::Low) }
}

fn endless(world: &World, id: &str) -> RequestFacts {
    let mut facts = RequestFacts { window: Asked::Endless, ..open(world, id) };
    facts.policy.longest_window = Window::from_minutes(90 * 24 * 60).unwrap();
    facts
}

fn told(facts: &RequestFacts, for_you: ForYou) -> RequestRecord {
    RequestRecord { for_you, ..waits(facts) }
}

#[test]
fn what_does_not_run_out_is_listed_after_what_does_and_oldest_first() {
    run(async {
        let world = world(REREAD).await;
        let asked = |id: &str, ago: i64| {
            let facts = open(&world, id);
            RequestFacts { asked_at: facts.asked_at.plus_millis(-ago), ..facts }
        };
        let soon = world.request("soon", RiskLevel::Low);
        let late = RequestFacts {
            answer_by: soon.answer_by.map(|by| by.plus_millis(900 * 86_400_000)),
            ..open(&world, "late")
        };
        let all = [asked("new", 0), asked("old", 86_400_000), late, soon, asked("older", 2 * 86_400_000)];
        hear(&world, all.iter().map(waits).collect());
        let inbox = world.desk.inbox();
        let order: Vec<&str> = inbox.rows.iter().map(|row| row.id.rsplit(':').next().unwrap()).collect();
        assert_eq!(order, ["soon", "late", "older", "old", "new"]);
        let last = inbox.rows.last().unwrap();
        assert_eq!((last.answer_by, last.answer_by_text.as_str()), (None, "no deadline"));
        assert!(last.spoken.contains("Low risk. No deadline."), "{}", last.spoken);
        assert_eq!(inbox.count, 5, "all of it waits");
        world.sheet("old");
        let inbox = world.desk.inbox();
        let order: Vec<&str> = inbox.rows.iter().map(|row| row.id.rsplit(':').next().unwrap()).collect();
        assert_eq!(order, ["soon", "late", "older", "old", "new"], "looked at, it stands where it stood");
    });
}

#[test]
fn a_decision_on_what_does_not_run_out_is_good_for_a_day() {
    run(async {
        let world = world(REREAD).await;
        hear(&world, vec![waits(&open(&world, "low"))]);
        let sheet = world.sheet("low");
        assert_eq!((sheet.answer_by, sheet.answer_text.as_str()), (None, "no deadline"));
        world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 3600 }, None, None).unwrap();
        let row = world.store.load().unwrap().queues.remove(0).outbox.remove(0);
        assert_eq!(row.draft.not_after.millis_since(row.draft.clicked_at), 86_400_000);
        world.desk.undo(&named("low")).unwrap();
        world.pass(2 * 86_400_000).await;
        assert_eq!(world.desk.inbox().count, 1, "it waits for ever");
    });
}

#[test]
fn what_was_asked_for_without_an_end_is_told_so_and_is_granted_with_one() {
    run(async {
        let world = world(REREAD).await;
        hear(&world, vec![waits(&endless(&world, "low"))]);
        let row = world.desk.inbox().rows.remove(0);
        assert_eq!(row.length, "no end asked");
        let sheet = world.sheet("low");
        let sentence: String = sheet.sentence.iter().map(|span| text::plain(&span.text)).collect();
        assert!(sentence.ends_with("in Contoso, without an end."), "{sentence}");
        let longest = sheet.duration.stops.last().unwrap();
        assert_eq!((longest.label.as_str(), sheet.duration.last_caption.as_str()), ("90 days", "most allowed"));
        assert!(!format!("{sheet:?}").contains("366 days"), "no end is made up");
        let beyond = Choice::Grant { seconds: longest.seconds + 1 };
        assert!(matches!(world.desk.decide(&sheet.ticket, beyond, None, None), Err(DecideError::TooLong(_))));
        world.desk.decide(&sheet.ticket, Choice::Grant { seconds: longest.seconds }, None, None).unwrap();
        let draft = world.store.load().unwrap().queues.remove(0).outbox.remove(0).draft;
        assert_eq!((draft.asked, draft.granted), (None, Window::from_minutes(90 * 24 * 60).ok()));
    });
}

#[test]
fn what_can_never_be_granted_from_here_says_why_and_has_no_length_to_choose() {
    run(async {
        let world = world(FIXED).await;
        let never = ForYou { never: Some("It asks for a group".to_owned()), ..ForYou::default() };
        let asked = world.request("group", RiskLevel::Low);
        hear(&world, vec![waits(&endless(&world, "endless")), told(&asked, never)]);
        for (id, why) in [
            ("endless", "At most 90 days may be granted, and this queue cannot grant less than was asked."),
            ("group", "It asks for a group."),
        ] {
            let sheet = world.sheet(id);
            let PanelView::DenyOnly { title, line, .. } = &sheet.panel else { panic!("{id}: {:?}", sheet.panel) };
            assert_eq!(title, "This cannot be granted from here.");
            let left = "Deny it, or decide it in its own system. A denial can offer less.";
            assert_eq!(line, &format!("{why} {left}"));
            assert!(sheet.duration.stops.is_empty() && !sheet.frozen && !sheet.offers.is_empty(), "{id}");
            assert_eq!((sheet.grant.allowed, sheet.grant.code.as_deref()), (false, Some("cannot-grant")));
            let refused = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 3600 }, None, None);
            assert_eq!(refused.unwrap_err(), DecideError::Never(why.to_owned()));
            let ticket = world.sheet(id).ticket;
            world.desk.decide(&ticket, Choice::Deny, Some("Not so"), None).unwrap();
        }
    });
}

#[test]
fn what_is_not_this_persons_to_grant_has_no_length_to_choose() {
    run(async {
        let world = world(REREAD).await;
        let asked = world.request("low", RiskLevel::Low);
        for why_not in [WhyNot::OwnRequest, WhyNot::NotAnApprover, WhyNot::VotedAlready, WhyNot::Closed] {
            hear(&world, vec![told(&asked, ForYou { why_not: Some(why_not), ..ForYou::default() })]);
            let sheet = world.sheet("low");
            assert!(sheet.duration.stops.is_empty(), "{why_not:?}");
            assert_eq!(sheet.deny.allowed, why_not.may_deny(), "{why_not:?}");
        }
        hear(&world, vec![waits(&asked)]);
        assert!(!world.sheet("low").duration.stops.is_empty());
    });
    run(async {
        let world = world(REREAD.watched()).await;
        hear(&world, vec![waits(&world.request("low", RiskLevel::Low))]);
        assert!(world.sheet("low").duration.stops.is_empty());
    });
}

#[test]
fn taking_back_what_the_desk_made_up_is_no_change_of_the_requesters() {
    run(async {
        let world = world(REREAD).await;
        let truth = endless(&world, "low");
        let before = RequestFacts {
            answer_by: Some(truth.asked_at.plus(Window::LONGEST)),
            window: Window::LONGEST.into(),
            ..truth.clone()
        };
        hear(&world, vec![waits(&before)]);
        assert_eq!(world.sheet("low").revision, 1);
        assert_eq!(hear(&world, vec![waits(&truth)]), 1);
        let sheet = world.sheet("low");
        assert_eq!((sheet.revision, sheet.answer_text.as_str()), (1, "no deadline"));
        assert_eq!(sheet.panel, PanelView::Decide);
        assert_eq!(hear(&world, vec![waits(&truth)]), 0, "nothing is new");
        let sooner = RequestFacts { answer_by: Some(truth.asked_at.plus_millis(3_600_000)), ..truth };
        hear(&world, vec![waits(&sooner)]);
        assert_eq!(world.sheet("low").revision, 2, "a deadline that is set is a change");
    });
}

#[test]
fn an_end_that_was_asked_for_is_said_to_be_the_latest() {
    run(async {
        let world = world(REREAD).await;
        let asked = world.request("low", RiskLevel::Low);
        let ends_by = Some(asked.asked_at.plus_millis(90 * 60_000));
        hear(&world, vec![told(&asked, ForYou { ends_by, ..ForYou::default() })]);
        let notes = |label: &str| {
            let sheet = world.sheet("low");
            let stop = sheet.duration.stops.into_iter().find(|stop| stop.label == label).unwrap();
            (stop.end_note, stop.spoken.contains("at the latest"))
        };
        assert_eq!(notes("1 h"), (None, false));
        assert_eq!(notes("4 h"), (Some("at the latest".to_owned()), true));
    });
}

#[test]
fn what_waits_while_one_is_signed_out_says_that_and_how_to_sign_in() {
    run(async {
        let world = world(Capabilities::DOORWARD).await;
        world.queue.put(world.request("low", RiskLevel::Low));
        world.settle().await;
        let ticket = world.sheet("low").ticket;
        world.queue.set_down(true);
        world.desk.decide(&ticket, Choice::Deny, Some("Not so"), None).unwrap();
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let why = "you are signed out: It was withdrawn. Sign in again: doorward queue add X --name Team --sign-in";
        world.desk.silent(&QueueId::new(QUEUE), why, true, 60_000);
        let PanelView::Moving { title, line, .. } = world.sheet("low").panel else { panic!() };
        assert!(title.ends_with("not sent yet"), "{title}");
        assert!(!line.contains("does not answer") && line.starts_with("You are signed out at "), "{line}");
        let command = "Sign in in the window under Settings, or by: doorward queue add X --name Team --sign-in";
        assert!(line.ends_with(command), "{line}");
        let row = format!("{:?}", world.desk.inbox().rows.remove(0).standing);
        assert!(row.contains("not sent yet: you are signed out there"), "{row}");
        world.desk.silent(&QueueId::new(QUEUE), "it is away", false, 60_000);
        let PanelView::Moving { line, .. } = world.sheet("low").panel else { panic!() };
        assert!(line.contains("does not answer"), "{line}");
    });
}

#[test]
fn what_was_offered_with_a_denial_is_told_after_it() {
    run(async {
        let world = world(FIXED).await;
        world.queue.put(world.request("low", RiskLevel::Low));
        world.settle().await;
        let ticket = world.sheet("low").ticket;
        let offer = Choice::CounterOffer { seconds: 7200 };
        world.desk.decide(&ticket, offer, Some("Two hours do"), None).unwrap();
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let PanelView::Moving { line, .. } = world.sheet("low").panel else { panic!("{:?}", world.sheet("low").panel) };
        assert!(line.contains("You offered 2 h instead."), "{line}");
    });
}

#[test]
fn access_that_nothing_ends_is_shown_as_such_and_can_be_taken_away() {
    run(async {
        let world = World::new().await;
        world.grant("low", 3600);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        assert!(world.desk.grants().footer.contains("Every grant ends by itself"));
        {
            let mut model = world.queue.model();
            let mut grant = model.grants.values().next().unwrap().clone();
            let GrantState::Active { ends_at, .. } = &mut grant.state else { panic!("{grant:?}") };
            *ends_at = None;
            model.set_grant(grant);
        }
        world.queue.tick();
        world.settle().await;
        let view = world.desk.grants();
        let (section, row) = (&view.sections[0], &view.sections[0].rows[0]);
        let GrantStanding::Endless { line } = &row.standing else { panic!("{row:?}") };
        let wanted = ("Without an end", "Since 16:44, until somebody takes it away");
        assert_eq!((section.title.as_str(), line.as_str()), wanted);
        assert!(row.may_revoke && row.spoken.contains("until somebody takes it away."), "{row:?}");
        assert!(view.footer.contains("stays until somebody takes it away"), "{}", view.footer);
        world.pass(2 * 3_600_000).await;
        assert_eq!(world.desk.grants().sections[0].title, "Without an end");
    });
}
