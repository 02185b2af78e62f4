//! What is special to queues that are read before and after: nothing is sent unread, every grant has its end, and the state
//! that is read judges.

use super::foreign::{Foreign, patience, refused};
use super::world::{Backstage, World, hours, is_recorded, named};
use super::{LEAST, MARKED, MOST};
use approval::{Action, RequestId, Window};
use desk::capabilities::{Capabilities, Conflict, Shorten, ShortenLive};
use desk::ports::{ConnectorError, Ruling};
use desk::view::{LogStanding, PanelView, RoleLevel, RowStanding};
use desk::{Choice, ViewKind};
use queue_api::ProblemType;
use std::sync::Arc;
use std::time::Duration;
use tlog::Hash;

async fn one(can: Capabilities) -> (Foreign, World, RequestId) {
    let queue = Foreign::new(can);
    let id = queue.ask(4).await;
    let world = World::connected(Arc::new(queue.clone())).await;
    world.until_waiting(1).await;
    (queue, world, id)
}

fn is_unknown(world: &World, id: &RequestId) -> bool {
    matches!(world.standing(id), Some(RowStanding::Unknown { .. }))
}

#[tokio::test]
async fn invariant_4_what_changed_while_one_looked_is_decided_again_and_not_sent() {
    let (queue, world, id) = one(LEAST).await;
    let stage: Arc<dyn Backstage> = Arc::new(queue.clone());
    stage.deafen(true);
    stage.amend(&id, 8).await;
    world.grant(&id);
    world
        .until_tried("it is decided again", |world| matches!(world.standing(&id), Some(RowStanding::NeedsYou { .. })))
        .await;
    assert_eq!(queue.model().calls, [""; 0]);
    let PanelView::Changed { line, .. } = world.sheet(&id).panel else { panic!("{:?}", world.sheet(&id).panel) };
    assert_eq!(line, "What you signed was for what it said before, and was not taken.");
}

#[tokio::test]
async fn invariant_2_the_end_is_worked_out_when_it_is_sent_and_is_never_beyond_what_was_asked() {
    let (queue, world, id) = one(MOST).await;
    queue.model().closed_book = true;
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until("it was to be sent", |_| queue.model().reads > 0).await;
    queue.pass(Duration::from_secs(300)).await;
    // A list that was on its way tells the time before; when the next but one is asked for, one that tells it now was heard.
    let lists = queue.model().lists;
    world.until_tried("the time is heard", |_| queue.model().lists >= lists + 3).await;
    queue.model().closed_book = false;
    world.until_recorded(&id).await;
    let rulings = queue.model().rulings.clone();
    let [Ruling::Grant { window, until, .. }] = &rulings[..] else { panic!("{rulings:?}") };
    assert_eq!((*window, *until), (hours(1), queue.now().plus(hours(1))), "waiting never eats the grant");
}

#[tokio::test]
async fn an_end_that_comes_back_seconds_off_is_the_one_that_was_granted() {
    let (queue, world, id) = one(MOST).await;
    queue.model().meanwhile = Some(Box::new(|model| model.later(2000)));
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until_recorded(&id).await;
    assert_eq!(queue.effects(&id).await, [(Action::Grant, Some(Window::from_seconds(3598).unwrap()))]);
    let title = |panel: PanelView| match panel {
        PanelView::Moving { title, .. } => title,
        other => panic!("{other:?}"),
    };
    assert_eq!(title(world.sheet(&id).panel), "Granted 1 h, recorded");
}

#[tokio::test]
async fn a_grant_is_known_by_the_end_that_was_sent_when_the_queues_clock_was_set_meanwhile() {
    for (off, seconds) in [(180_000, 3420), (-180_000, 3780)] {
        let (queue, world, id) = one(MOST).await;
        queue.model().meanwhile = Some(Box::new(move |model| model.later(off)));
        world.decide(&id, Choice::Grant { seconds: 3600 });
        world.until_recorded(&id).await;
        assert_eq!(queue.effects(&id).await, [(Action::Grant, Some(Window::from_seconds(seconds).unwrap()))]);
    }
}

#[tokio::test]
async fn minutes_less_that_ones_other_device_granted_are_never_taken_for_what_was_sent() {
    let (queue, world, id) = one(MOST).await;
    let decided = id.clone();
    queue.model().meanwhile = Some(Box::new(move |model| {
        let less = Window::from_minutes(57).ok();
        model.decide(&decided, ("noor", "Noor Haddad"), Action::Grant, less, None);
    }));
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until_tried("it is a conflict", |world| matches!(world.sheet(&id).panel, PanelView::Superseded { .. })).await;
    let PanelView::Superseded { title, .. } = world.sheet(&id).panel else { panic!() };
    assert!(title.starts_with("You granted this for 57 min at "), "{title}");
    assert!(queue.effects(&id).await.is_empty());
}

#[tokio::test]
async fn access_without_an_end_is_never_taken_for_ones_own_grant() {
    let (queue, world, id) = one(LEAST).await;
    let decided = id.clone();
    queue.model().meanwhile = Some(Box::new(move |model| {
        model.decide(&decided, ("noor", "Noor Haddad"), Action::Grant, None, None);
    }));
    world.grant(&id);
    world.until_tried("it is a conflict", |world| matches!(world.sheet(&id).panel, PanelView::Superseded { .. })).await;
}

#[tokio::test]
async fn the_receipt_holds_the_call_the_answer_and_the_digest_of_what_was_read() {
    let (queue, world, id) = one(LEAST).await;
    world.grant(&id);
    world.until_recorded(&id).await;
    let PanelView::Moving { footer, .. } = world.sheet(&id).panel else { panic!() };
    assert_eq!(footer, "Confirmed by reading the queue again. The log holds the decision.");
    let log = world.desk.log(None, 0, 1).unwrap();
    let facts = world.desk.log_detail(None, log.rows[0].entry).unwrap().facts;
    assert_eq!(desk::text::plain(&facts[0].1), "Recorded, confirmed by reading");
    assert_eq!(log.standing, LogStanding::Unwitnessed, "nobody witnesses it, and nothing waited for that");
    let receipt = world.receipt();
    assert_eq!(receipt["call"], format!("POST /requests/{id}:approve"));
    assert_eq!(receipt["answer"], "{\"status\":\"done\"}");
    assert_eq!(receipt["read_sha256"].as_str().unwrap().len(), Hash::ZERO.to_string().len());
    assert_eq!(queue.calls(), 1);
}

#[tokio::test]
async fn what_changes_between_reading_and_deciding_is_noticed() {
    let (queue, world, id) = one(LEAST).await;
    let amended = id.clone();
    queue.model().meanwhile = Some(Box::new(move |model| {
        model.items.get_mut(&amended).unwrap().facts.justification = "Something else.".to_owned();
        model.touch(&amended);
    }));
    world.grant(&id);
    world.until_recorded(&id).await;
    let PanelView::Moving { footer, .. } = world.sheet(&id).panel else { panic!() };
    assert!(footer.ends_with("It changed while it was taken: look at what was granted."), "{footer}");
}

#[tokio::test]
async fn a_refusal_ends_it_only_while_reading_finds_it_open() {
    for (kind, line) in [(ProblemType::Forbidden, "not an approver"), (ProblemType::Refused, "The queue refused this.")]
    {
        let (queue, world, id) = one(LEAST).await;
        queue.model().answers.push_back(Err(refused(kind)));
        world.grant(&id);
        let said = |world: &World| match world.sheet(&id).panel {
            PanelView::Again { title, .. } => title,
            PanelView::Closed { title, .. } if title == "This is not yours to decide." => "not an approver".to_owned(),
            _ => String::new(),
        };
        world.until_tried("it is refused", |world| said(world) == line).await;
        assert_eq!(queue.calls(), 1);
    }
}

#[tokio::test]
async fn invariant_7_a_success_alone_is_no_proof() {
    let (queue, world, id) = one(LEAST).await;
    queue.model().answers.extend((0..9).map(|_| Ok("yes".to_owned())));
    world.grant(&id);
    let given_up = |world: &World| matches!(world.sheet(&id).panel, PanelView::Again { .. });
    // On a busy machine it may be given up before anybody looks.
    world.until("it is not known", |world| is_unknown(world, &id) || given_up(world)).await;
    world.until_tried("it is given up", given_up).await;
    assert_eq!(queue.calls(), 5, "it is not sent for ever");
    assert!(queue.effects(&id).await.is_empty());
    let PanelView::Again { title, line, .. } = world.sheet(&id).panel else { panic!("{:?}", world.sheet(&id).panel) };
    assert_eq!(title, "Decide again: it had no effect.");
    assert!(line.ends_with("Each time the queue was read after it, the request was still open."), "{line}");
}

#[tokio::test]
async fn what_the_queue_would_not_listen_to_is_sent_until_it_listens() {
    let unreachable = || ConnectorError::Unreachable("refused".to_owned());
    for not_now in [&unreachable as &dyn Fn() -> _, &|| patience(ProblemType::TooManyRequests, 1), &|| {
        patience(ProblemType::Unavailable, 1)
    }] {
        let (queue, world, id) = one(LEAST).await;
        queue.model().answers.extend((0..9).map(|_| Err(not_now())));
        world.grant(&id);
        let recorded = |world: &World| {
            if world.is_put_off(&id) {
                queue.change(|model| model.later(1000));
            }
            is_recorded(&world.sheet(&id).panel)
        };
        world.until_tried("it is recorded", recorded).await;
        assert_eq!(queue.calls(), 10, "{:?}", not_now());
        assert_eq!(queue.effects(&id).await.len(), 1);
    }
}

#[tokio::test]
async fn a_failure_that_asks_for_nothing_may_have_happened_and_is_counted() {
    let (queue, world, id) = one(LEAST).await;
    queue.model().answers.extend((0..9).map(|_| Err(refused(ProblemType::Unavailable))));
    world.grant(&id);
    world.until_tried("it is given up", |world| matches!(world.sheet(&id).panel, PanelView::Again { .. })).await;
    assert_eq!(queue.calls(), 5);
}

#[tokio::test]
async fn a_code_for_a_conflict_is_looked_into_and_another_is_a_refusal() {
    for (conflict, calls) in [(Conflict::Code, 2), (Conflict::Reread, 1)] {
        let (queue, world, id) = one(Capabilities { conflict, ..LEAST }).await;
        queue.model().answers.push_back(Err(refused(ProblemType::AlreadyDecided)));
        world.grant(&id);
        let over = |world: &World| {
            let panel = world.sheet(&id).panel;
            is_recorded(&panel) || matches!(panel, PanelView::Again { .. })
        };
        world.until_tried("it is settled", over).await;
        assert_eq!(queue.calls(), calls, "{conflict:?}");
    }
}

#[tokio::test]
async fn invariant_6_a_stop_in_the_middle_of_a_call_is_found_out_by_reading() {
    let (queue, mut world, id) = one(LEAST).await;
    queue.model().hang = true;
    world.grant(&id);
    world.until("it is being sent", |_| queue.calls() == 1).await;
    world.restart().await;
    world.until_recorded(&id).await;
    assert_eq!(queue.calls(), 1);
    assert_eq!(queue.effects(&id).await.len(), 1);
    assert_eq!(world.receipt()["call"], serde_json::Value::Null, "what was said is not known any more");
}

#[tokio::test]
async fn a_revocation_and_a_shortening_are_confirmed_by_reading_too() {
    let can =
        Capabilities { shorten: Shorten::AfterGrant { needs_admin: false }, shorten_live: ShortenLive::Yes, ..MARKED };
    let (queue, world, id) = one(can).await;
    world.grant(&id);
    world.until_recorded(&id).await;
    world.until("the access is live", |world| world.desk.grants().count == 1).await;
    let row = |world: &World| world.desk.grants().sections[0].rows[0].clone();
    world.until("it may be shortened", |world| row(world).may_shorten).await;
    let grant = row(&world).id;
    let shown = world.desk.preview_shortening(&grant, "2h").unwrap();
    world.desk.shorten(&grant, (shown.seen, shown.to), ViewKind::Window, None).unwrap();
    world
        .until_tried("it is shortened", |world| world.desk.status().outbox == 0 && row(world).shortened.is_some())
        .await;
    world.desk.revoke(&grant, ViewKind::Window, None).unwrap();
    world.until_tried("it is revoked", |world| world.desk.status().outbox == 0 && world.desk.grants().count == 0).await;
    let effects = queue.effects(&id).await;
    assert_eq!(effects[1..], [(Action::Shorten, Some(hours(2))), (Action::Revoke, None)]);
    assert_eq!(queue.calls(), 3);
    let verbs: Vec<String> = world.desk.log(None, 0, 2).unwrap().rows.into_iter().map(|row| row.verb).collect();
    assert_eq!(verbs, ["Revoked", "Shortened to 2 h"]);
}

#[tokio::test]
async fn what_the_desk_judged_itself_holds_until_the_reading_after() {
    let (queue, world, id) = one(MOST).await;
    let shown = world.sheet(&id);
    assert_eq!((shown.risk.level.as_str(), shown.revision), ("high", 1));
    world.desk.classify(&named(&id), Some(RoleLevel::Low)).unwrap();
    world.grant(&id);
    world.until_recorded(&id).await;
    assert_eq!((queue.calls(), queue.effects(&id).await.len()), (1, 1));
    let after = world.sheet(&id);
    assert_eq!((after.risk.level.as_str(), after.revision, after.changed), ("low", 1, None));
}

#[tokio::test]
async fn a_list_that_has_not_changed_reads_nothing_more() {
    let (queue, world, _) = one(MOST).await;
    let before = queue.model().reads;
    for _ in 0..3 {
        let lists = queue.model().lists;
        // The next is asked for when what the one before it says was taken.
        world.until_tried("it was heard once more", |_| queue.model().lists >= lists + 2).await;
    }
    assert_eq!(queue.model().reads, before);
    assert_eq!(world.desk.status().waiting, 1, "and nothing is missing");
}

#[tokio::test]
async fn what_is_in_the_list_no_more_is_read_and_what_may_not_be_seen_is_gone() {
    let (queue, world, id) = one(LEAST).await;
    let other = queue.ask(1).await;
    world.until_waiting(2).await;
    queue.change(|model| model.items.remove(&other).map(drop));
    queue.decide_as_ilya(&id, Action::Grant).await;
    world.until("one is closed", |world| world.is_closed(&id)).await;
    world.until("the other is gone", |world| world.standing(&other).is_none()).await;
    let Some(RowStanding::Closed { line, .. }) = world.standing(&id) else { panic!() };
    assert_eq!(line, "Granted 4 h by Ilya Sun");
}

#[tokio::test]
async fn a_denial_is_good_for_whatever_it_reads() {
    let (queue, world, id) = one(LEAST).await;
    queue.deafen(true);
    queue.amend(&id, 8).await;
    world.decide(&id, Choice::Deny);
    world.until_recorded(&id).await;
    assert_eq!(queue.effects(&id).await, [(Action::Deny, None)]);
}

#[tokio::test]
async fn an_unreachable_queue_keeps_the_decision_for_later() {
    let (queue, world, id) = one(LEAST).await;
    queue.model().answers.push_back(Err(ConnectorError::Unreachable("refused".to_owned())));
    world.grant(&id);
    world.until("it was tried", |_| queue.calls() > 0).await;
    world.until_recorded(&id).await;
    assert_eq!(queue.calls(), 2);
}
