//! A no where one more yes of the same person would not count: after they agreed, and where their place is taken.

use super::queue::Item;
use super::world::{World, named, run};
use crate::errors::DecideError;
use crate::view::{PanelView, RowStanding};
use crate::{Choice, ViewKind};
use approval::{PersonId, RequestState, Stage, Vote, Window};
use queue_api::WhyNot;

const HOUR: u32 = 3600;

async fn of_two() -> World {
    let world = World::new().await;
    world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
    world.settle().await;
    world
}

/// Zed agrees, who stands in for this person.
fn place_taken(world: &World) -> impl FnOnce(&mut Item) {
    let (at, window) = (world.queue.now(), Window::from_minutes(60).unwrap());
    move |item| {
        item.votes.push(Vote { by: PersonId::new("zed"), by_name: "Zed Quill".to_owned(), at, window });
        item.why_not = Some(WhyNot::DelegateAgreed);
    }
}

fn state(world: &World) -> RequestState {
    world.queue.model().facts[&"low".into()].state
}

async fn deny(world: &World) {
    world.desk.decide(&world.sheet("low").ticket, Choice::Deny, Some("Not after all"), None).unwrap();
    world.pass(4000).await;
}

#[test]
fn whoever_agreed_may_still_deny() {
    run(async {
        let world = of_two().await;
        world.grant("low", HOUR);
        world.pass(8100).await;
        let sheet = world.sheet("low");
        assert!(sheet.deny.allowed && !sheet.grant.allowed, "{:?} {:?}", sheet.deny, sheet.grant);
        let PanelView::Moving { footer, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert!(footer.ends_with("You can still deny."), "{footer}");
        let again = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: HOUR }, None, None);
        assert!(matches!(again, Err(DecideError::NotYoursToGrant(_))), "{again:?}");
        deny(&world).await;
        assert_eq!(state(&world), RequestState::Denied);
        assert!(matches!(world.standing("low"), RowStanding::Closed { .. }), "{:?}", world.standing("low"));
    });
}

#[test]
fn whose_place_is_taken_may_deny_and_reads_who_could_still_agree() {
    run(async {
        let world = of_two().await;
        world.queue.change("low", place_taken(&world));
        world.settle().await;
        let sheet = world.sheet("low");
        let PanelView::Closed { line, footer, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert_eq!(
            (line.as_str(), footer.as_str()),
            ("Both together are one. It is with Ilya Sun.", "You can still deny.")
        );
        assert!(!sheet.grant.allowed);
        deny(&world).await;
        assert_eq!(state(&world), RequestState::Denied);
    });
}

#[test]
fn a_denial_is_signed_though_its_place_is_taken_while_it_is_held_and_a_grant_is_not() {
    run(async {
        for (choice, then) in
            [(Choice::Deny, RequestState::Denied), (Choice::Grant { seconds: HOUR }, RequestState::Pending)]
        {
            let world = of_two().await;
            world.desk.decide(&world.sheet("low").ticket, choice, Some("Looked at"), None).unwrap();
            world.queue.change("low", place_taken(&world));
            world.settle().await;
            world.pass(9000).await;
            assert_eq!(state(&world), then, "{choice:?}");
        }
    });
}

#[test]
fn a_denial_that_was_held_at_a_stop_is_asked_for_again_of_whoever_agreed() {
    run(async {
        let mut world = of_two().await;
        world.grant("low", HOUR);
        world.pass(8100).await;
        world.desk.decide(&world.sheet("low").ticket, Choice::Deny, Some("Not after all"), None).unwrap();
        world.restart().await;
        world.settle().await;
        let sheet = world.desk.open_sheet(&named("low"), ViewKind::Window).unwrap();
        let PanelView::Again { line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert!(line.contains("was not signed"), "{line}");
        assert!(sheet.deny.allowed && !sheet.grant.allowed);
    });
}
