//! The cases. Each says what a person at the desk sees and what the queue holds after it, for any connector: what follows
//! from what the queue can is read from its capabilities.

use super::world::{Backstage, Fault, World, hours};
use approval::{Action, RequestId};
use desk::capabilities::{DenyReason, Lasts, Revoke, Shorten};
use desk::ports::Line;
use desk::view::{GrantStanding, PanelView, RowStanding, Step};
use desk::{Choice, DecideError, RevokeError, ViewKind};
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

pub async fn all_that_may_be_decided_is_listed(stage: Arc<dyn Backstage>) {
    let ids = [stage.ask(1).await, stage.ask(2).await, stage.ask(4).await];
    let world = World::connected(stage).await;
    world.until_waiting(3).await;
    for (id, hours) in ids.iter().zip([1, 2, 4]) {
        let longest = world.sheet(id).duration.stops.last().map(|stop| stop.seconds);
        assert_eq!(longest, (world.can.lasts == Lasts::Window).then_some(hours * 3600));
        assert_eq!(world.standing(id), Some(RowStanding::Open));
    }
}

pub async fn a_list_of_many_pages_is_read_to_its_end(stage: Arc<dyn Backstage>) {
    stage.pages_of(2);
    for _ in 0..7 {
        stage.ask(1).await;
    }
    let world = World::connected(stage).await;
    world.until_waiting(7).await;
}

pub async fn what_changes_is_followed(stage: Arc<dyn Backstage>) {
    let [amended, cancelled, decided] = [stage.ask(1).await, stage.ask(1).await, stage.ask(1).await];
    let world = World::connected(stage.clone()).await;
    world.until_waiting(3).await;
    // What was looked at does not go without a word.
    world.sheet(&amended);
    world.sheet(&cancelled);
    stage.amend(&amended, 2).await;
    let told = stage.cancelled();
    if told.is_some() {
        stage.cancel(&cancelled).await;
    }
    stage.decide_as_ilya(&decided, Action::Deny).await;
    let new = stage.ask(4).await;
    let closed = |world: &World, id: &RequestId| match world.standing(id) {
        Some(RowStanding::Closed { line, .. }) => line,
        _ => String::new(),
    };
    world.until("the new one is heard", |world| world.standing(&new) == Some(RowStanding::Open)).await;
    let denied = format!("Denied by {}", stage.ilya());
    world.until("the decided one is closed", |world| closed(world, &decided) == denied).await;
    if let Some(told) = told {
        world.until("the cancelled one is closed", |world| !closed(world, &cancelled).is_empty()).await;
        assert_eq!(closed(&world, &cancelled), told);
    }
    world.until("the amended one is changed", |world| world.sheet(&amended).changed.is_some()).await;
    assert_eq!(world.sheet(&amended).changed.unwrap().revisions, "revision 1 → 2");
    assert_eq!(world.desk.status().waiting, if told.is_some() { 2 } else { 3 });
}

pub async fn a_grant_is_recorded_once_and_ends(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.grant(&id);
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await, [world.granted(1)]);
    assert_eq!(stage.calls(), 1);
    if !world.can.active_grants {
        assert_eq!(world.desk.grants().count, 0, "what a queue does not list is not made up");
        return;
    }
    world.until("the access is live", |world| active(world).is_some()).await;
    let (from, to) = active(&world).unwrap();
    assert_eq!((to - from) as u32, 3_600_000, "it ends when the grant says");
    stage.pass(HOUR).await;
    world.until_tried("it has ended", |world| world.desk.grants().count == 0).await;
}

pub async fn a_denial_is_recorded_with_its_reason(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.decide(&id, Choice::Deny);
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await, [(Action::Deny, None)]);
    let told = (world.can.deny_reason != DenyReason::None).then(|| "Agreed with finance".to_owned());
    assert_eq!(stage.reason_told(&id).await, told);
}

pub async fn less_than_asked_is_granted_or_offered(stage: Arc<dyn Backstage>) {
    let id = stage.ask(4).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    if world.can.shorten == Shorten::AtDecision {
        world.decide(&id, Choice::Grant { seconds: 3600 });
        world.until_recorded(&id).await;
        assert_eq!(stage.effects(&id).await, [(Action::Grant, Some(hours(1)))]);
        return;
    }
    if world.can.lasts == Lasts::Once {
        for choice in [Choice::Grant { seconds: 3600 }, Choice::CounterOffer { seconds: 3600 }] {
            assert_eq!(world.click(&id, choice), Err(DecideError::Once));
        }
        assert_eq!(stage.calls(), 0);
        return;
    }
    assert_eq!(world.click(&id, Choice::Grant { seconds: 3600 }), Err(DecideError::CannotShorten));
    let offer = Choice::CounterOffer { seconds: 3600 };
    if world.can.deny_reason == DenyReason::None {
        assert_eq!(world.click(&id, offer), Err(DecideError::CannotOffer));
        assert_eq!(stage.calls(), 0);
        return;
    }
    world.decide(&id, offer);
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await, [(Action::Deny, None)], "an offer grants nothing");
    let told = stage.reason_told(&id).await.unwrap();
    assert_eq!(told, "Agreed with finance. Up to 1 hour would be granted: ask again for that.");
}

pub async fn live_access_is_revoked_where_approvers_can(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.grant(&id);
    world.until_recorded(&id).await;
    if !world.can.active_grants {
        assert_eq!((world.desk.grants().count, stage.calls()), (0, 1), "nothing is there to be revoked");
        return;
    }
    world.until("the access is live", |world| active(world).is_some()).await;
    let grant = world.desk.grants().sections[0].rows[0].id.clone();
    let revoked = |world: &World| world.desk.revoke(&grant, ViewKind::Window, Some("Not needed any more"));
    match world.can.revoke {
        Revoke::Yes => {
            world.until("it may be revoked", |world| world.desk.grants().sections[0].rows[0].may_revoke).await;
            revoked(&world).unwrap();
            world
                .until_tried("it is revoked", |world| active(world).is_none() && world.desk.status().outbox == 0)
                .await;
            assert_eq!(stage.effects(&id).await, [(Action::Grant, Some(hours(1))), (Action::Revoke, None)]);
            assert_eq!(world.desk.log(None, 0, 1).unwrap().rows[0].verb, "Revoked");
        }
        Revoke::Admin => assert_eq!(revoked(&world), Err(RevokeError::AdminOnly)),
        Revoke::None => assert_eq!(revoked(&world), Err(RevokeError::Impossible)),
    }
    let may = usize::from(world.can.revoke == Revoke::Yes);
    assert_eq!(stage.calls(), 1 + may, "what a queue cannot do is not sent");
}

pub async fn whoever_was_first_is_named(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    stage.deafen(true);
    stage.decide_as_ilya(&id, Action::Deny).await;
    world.grant(&id);
    let first = |world: &World| match world.sheet(&id).panel {
        PanelView::Superseded { title, .. } => title,
        _ => String::new(),
    };
    world.until_tried("somebody was first", |world| !first(world).is_empty()).await;
    let denied = format!("{} denied this at ", stage.ilya());
    assert!(first(&world).starts_with(&denied), "{}", first(&world));
    assert!(stage.effects(&id).await.is_empty());
    let grant = if world.can.lasts == Lasts::Once { "One-time grant" } else { "Grant of 1 h" };
    assert_eq!(world.desk.log(None, 0, 1).unwrap().rows[0].verb, format!("{grant}, someone was first"));
}

pub async fn what_has_expired_is_not_decided(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    stage.pass(25 * HOUR).await;
    world.until_tried("it has expired", |world| world.is_closed(&id) || world.standing(&id).is_none()).await;
    if world.standing(&id).is_some() {
        assert!(matches!(world.click(&id, Choice::Deny), Err(DecideError::Over(_))));
    }
    assert_eq!(stage.calls(), 0);
}

pub async fn nobody_decides_their_own_request(stage: Arc<dyn Backstage>) {
    if !stage.people_ask() {
        return;
    }
    let id = stage.ask_as_noor().await;
    let world = World::connected(stage.clone()).await;
    if !stage.lists_own() {
        assert_eq!((world.standing(&id), stage.calls()), (None, 0));
        return;
    }
    world.until("it is listed", |world| world.standing(&id).is_some()).await;
    assert!(matches!(world.standing(&id), Some(RowStanding::CannotDecide { .. })));
    assert!(matches!(world.click(&id, Choice::Deny), Err(DecideError::NotYours(_))));
    assert_eq!(stage.calls(), 0);
}

pub async fn a_queue_that_asks_for_patience_gets_it(stage: Arc<dyn Backstage>) {
    let id = stage.ask(1).await;
    stage.throttle_list(2);
    let world = World::connecting(stage.clone());
    world.until("the queue asks for patience", |world| world.next_try().is_some()).await;
    assert_eq!(world.next_try(), Some((stage.now().millis() + 2000) as f64), "as long as it asked for");
    let waits = |world: &World| world.next_try().is_some_and(|at| at > world.stage.now().millis() as f64);
    world.until_asked_again("it is listed", waits, |world| world.standing(&id).is_some()).await;

    stage.fault(Fault::Throttled(2));
    world.grant(&id);
    world.until("it is said", |world| world.is_put_off(&id)).await;
    assert_eq!(stage.calls(), 1);
    let recorded = |world: &World| matches!(world.sheet(&id).panel, PanelView::Moving { step: Step::Recorded, .. });
    world.until_asked_again("it is recorded", |world| world.is_put_off(&id), recorded).await;
    let effects = stage.effects(&id).await;
    match (&effects[..], world.can.lasts) {
        // A list that was on its way while time passed tells the time before.
        ([(Action::Grant, Some(window))], Lasts::Window) => {
            assert!((3594..=3600).contains(&window.seconds()), "{window:?}");
        }
        (effects, _) => assert_eq!(effects, [world.granted(1)]),
    }
    assert_eq!(stage.calls(), 2);
}

pub async fn half_an_answer_is_found_out_by_reading(stage: Arc<dyn Backstage>) {
    recorded_once_in_spite_of(stage, Fault::Half, 1).await;
}

pub async fn a_decision_that_never_arrived_is_sent_again(stage: Arc<dyn Backstage>) {
    recorded_once_in_spite_of(stage, Fault::Before, 2).await;
}

pub async fn a_decision_whose_answer_was_lost_takes_effect_once(stage: Arc<dyn Backstage>) {
    recorded_once_in_spite_of(stage, Fault::After, 1).await;
}

/// Confirmed by reading; the queue saw it `calls` times.
async fn recorded_once_in_spite_of(stage: Arc<dyn Backstage>, fault: Fault, calls: usize) {
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    stage.fault(fault);
    world.grant(&id);
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await, [world.granted(1)]);
    assert_eq!(stage.calls(), calls);
    let length = if world.can.lasts == Lasts::Once { "once" } else { "1 h" };
    assert_eq!(world.desk.log(None, 0, 1).unwrap().rows[0].verb, format!("Granted {length}"));
    let entry = world.desk.log(None, 0, 1).unwrap().rows[0].entry;
    let state = world.desk.log_detail(None, entry).unwrap().facts[0].1.clone();
    if fault != Fault::Before {
        let told = match stage.line() {
            Line::Signed(_) => "Recorded, with the queue’s receipt",
            Line::Reread(_) => "Recorded, confirmed by reading",
        };
        assert_eq!(desk::text::plain(&state), told);
    }
}

/// Milliseconds from and to, of the first access that is live.
fn active(world: &World) -> Option<(f64, f64)> {
    let rows = world.desk.grants().sections.into_iter().flat_map(|section| section.rows);
    rows.map(|row| row.standing).find_map(|standing| match standing {
        GrantStanding::Active { from, to, .. } => Some((from, to)),
        GrantStanding::Endless { .. }
        | GrantStanding::Starting { .. }
        | GrantStanding::Ending { .. }
        | GrantStanding::Unknown { .. }
        | GrantStanding::Failed { .. } => None,
    })
}
