//! Suspending whoever asks or holds: signed at once, taken once, and by its receipt alone where the answer was lost.

use super::queue::Loss;
use super::world::{World, named, run};
use crate::view::{Suspending, SuspensionStanding};
use crate::{Answer, ViewKind};
use approval::Action;

fn suspend(world: &World) -> Result<(), String> {
    let suspended = world.desk.suspend(&named("low"), Suspending::Suspend, ViewKind::Terminal, Some("Token leaked"));
    suspended.map_err(|error| error.view().code)
}

fn standing(world: &World) -> SuspensionStanding {
    world.desk.preview_suspension(&named("low"), Suspending::Suspend).unwrap().standing
}

fn effects(world: &World) -> usize {
    world.queue.model().effects.iter().filter(|(_, action, _)| *action == Action::Suspend).count()
}

#[test]
fn only_a_reviewer_suspends_and_says_why() {
    run(async {
        let world = World::new().await;
        assert_eq!(suspend(&world), Err("not-yours".to_owned()));
        let world = World::reviewing().await;
        let unsaid = world.desk.suspend(&named("low"), Suspending::Suspend, ViewKind::Terminal, Some(" "));
        assert_eq!(unsaid.unwrap_err().view().code, "reason-missing");
        assert_eq!(world.desk.preview_suspension("nowhere", Suspending::Suspend).unwrap_err().view().code, "not-found");
    });
}

#[test]
fn a_suspension_is_signed_at_once_and_stands_in_the_log() {
    run(async {
        let world = World::reviewing().await;
        assert_eq!(standing(&world), SuspensionStanding::Open);
        suspend(&world).unwrap();
        assert_eq!(suspend(&world), Err("under-way".to_owned()));
        world.settle().await;
        assert_eq!((standing(&world), effects(&world)), (SuspensionStanding::Recorded, 1));
        assert_eq!(world.verbs()[0], "Suspended");
        let restored = world.desk.preview_suspension(&named("low"), Suspending::Restore).unwrap();
        assert_eq!(restored.standing, SuspensionStanding::Open, "that was the other");
    });
}

#[test]
fn a_suspension_whose_answer_was_lost_takes_effect_once_and_is_told_by_its_receipt() {
    run(async {
        for loss in [Loss::After, Loss::Before] {
            let world = World::reviewing().await;
            // The witness first, then the suspension.
            world.queue.lose(&[Loss::None, loss]);
            suspend(&world).unwrap();
            world.pass(120_000).await;
            assert_eq!((standing(&world), effects(&world)), (SuspensionStanding::Recorded, 1), "{loss:?}");
            assert!(world.queue.model().calls.iter().any(|call| call == "acceptance"), "{loss:?}");
            assert_eq!(world.verbs()[0], "Suspended", "{loss:?}");
        }
    });
}
