//! Letting a live grant end earlier: what is said before it, what is signed, and what becomes of it.

use super::queue::Loss;
use super::world::{World, named, run};
use crate::view::{GrantRowView, GrantStanding};
use crate::{Answer, ViewKind};
use approval::{Action, GrantEvent, Window};

const HOUR: u32 = 3600;

/// A grant of four hours, live for one.
async fn live() -> World {
    let world = World::new().await;
    world.grant("low", 4 * HOUR);
    world.desk.send_now(&named("low")).unwrap();
    world.settle().await;
    world.queue.tick();
    world.settle().await;
    world.pass(60 * 60_000).await;
    world
}

fn row(world: &World) -> GrantRowView {
    world.desk.grants().sections.remove(0).rows.remove(0)
}

fn window(world: &World) -> Window {
    world.queue.model().grants[&"g-low".into()].window
}

fn code(world: &World, typed: &str) -> String {
    world.desk.preview_shortening(&named("g-low"), typed).unwrap_err().view().code
}

fn shorten(world: &World, typed: &str) {
    let shown = world.desk.preview_shortening(&named("g-low"), typed).unwrap();
    world.desk.shorten(&shown.grant, (shown.seen, shown.to), ViewKind::Terminal, Some("Done sooner")).unwrap();
}

#[test]
fn invariant_2_a_shortening_counts_from_now_and_never_lengthens() {
    run(async {
        let world = live().await;
        for longer in ["4h", "3h", "2d"] {
            assert_eq!(code(&world, longer), "not-earlier", "{longer}");
        }
        assert_eq!(code(&world, "soon"), "length-unreadable");
        let shown = world.desk.preview_shortening(&named("g-low"), "30m").unwrap();
        assert_eq!(shown.seen, 4 * HOUR);
        assert!((90 * 60..=91 * 60).contains(&shown.to), "{shown:?}");
        for wrong in [(3 * HOUR, HOUR * 2), (4 * HOUR, 4 * HOUR), (4 * HOUR, HOUR / 2), (4 * HOUR, 0)] {
            world.desk.shorten(&shown.grant, wrong, ViewKind::Terminal, None).unwrap_err();
        }
        assert!(world.queue.model().calls.iter().all(|call| call != "shorten"));
        shorten(&world, "30m");
        world.settle().await;
        assert_eq!(window(&world).seconds(), u64::from(shown.to));
        let row = row(&world);
        assert!(row.shortened.as_ref().is_some_and(|said| said.starts_with("Shortened from 4 h by Noor Haddad")));
        assert!(row.may_shorten && row.shorten_note.is_none(), "{row:?}");
        assert!(
            world.verbs()[0].starts_with("Shortened to 1 h 30 min")
                || world.verbs()[0].starts_with("Shortened to 90 min")
        );
    });
}

#[test]
fn an_end_that_was_typed_is_the_end_that_is_shown() {
    run(async {
        // Wherever in its second the access was given, and wherever in another the end is typed.
        for (before, after) in [(0, 0), (900, 100), (100, 900), (501, 250)] {
            let world = World::new().await;
            world.pass(before).await;
            world.grant("low", 4 * HOUR);
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            world.queue.tick();
            world.settle().await;
            world.pass(60 * 60_000 + after).await;
            let shown = world.desk.preview_shortening(&named("g-low"), "until 18:30").unwrap();
            assert_eq!(shown.after, "until 18:30");
            shorten(&world, "until 18:30");
            world.settle().await;
            let GrantStanding::Active { your_end, to, .. } = row(&world).standing else { panic!() };
            assert_eq!((your_end.as_str(), to % 60_000.0 < 1000.0), ("18:30", true), "{before} {after}: {to}");
            assert_eq!(code(&world, "until 18:30"), "not-earlier");
        }
    });
}

#[test]
fn a_shortening_whose_answer_was_lost_takes_effect_once_and_is_confirmed() {
    run(async {
        let world = live().await;
        // The witness first, then the shortening and the reading after it.
        world.queue.lose(&[Loss::None, Loss::After, Loss::Before]);
        shorten(&world, "30m");
        world.pass(120_000).await;
        let effects = world.queue.model().effects.iter().filter(|(_, action, _)| *action == Action::Shorten).count();
        assert_eq!(effects, 1);
        assert_eq!(row(&world).shorten_note, None);
        let verb = &world.verbs()[0];
        assert!(verb.starts_with("Shortened to") && !verb.contains(','), "{verb}");
        assert!(world.queue.model().calls.iter().any(|call| call == "grants"), "it was read");
    });
}

/// By half an hour, by somebody else.
fn shortened_further(world: &World) {
    let now = world.queue.now();
    let mut model = world.queue.model();
    let further = Window::from_seconds(model.grants[&"g-low".into()].window.seconds() - 1800).unwrap();
    let by_other = GrantEvent::Shorten { by: "ilya".into(), by_name: "Ilya Sun".to_owned(), to: further };
    let grant = model.grants[&"g-low".into()].after(by_other, now).unwrap();
    model.set_grant(grant);
    drop(model);
    world.queue.retell();
}

#[test]
fn a_shortening_that_was_taken_before_somebody_shortened_further_is_recorded() {
    run(async {
        let world = live().await;
        // It is read whenever the feed tells something: not before somebody has shortened further.
        world.queue.lose(&[Loss::None, Loss::After]);
        world.queue.lose(&[Loss::Before; 8]);
        shorten(&world, "90m");
        world.settle().await;
        shortened_further(&world);
        world.pass(120_000).await;
        let verb = &world.verbs()[0];
        assert!(verb.starts_with("Shortened to") && !verb.contains(','), "{verb}");
        let effects = world.queue.model().effects.iter().filter(|(_, action, _)| *action == Action::Shorten).count();
        assert_eq!(effects, 1);
    });
}

#[test]
fn a_shortening_that_was_taken_is_recorded_also_when_nothing_is_heard_of_it_before_the_grant_has_ended() {
    run(async {
        let world = live().await;
        world.queue.lose(&[Loss::None, Loss::After]);
        world.queue.lose(&[Loss::Before; 8]);
        shorten(&world, "90m");
        world.settle().await;
        shortened_further(&world);
        world.queue.set_down(true);
        world.pass(3 * 60 * 60_000).await;
        world.queue.tick();
        world.queue.model().losses.clear();
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(120_000).await;
        assert!(!world.queue.model().grants[&"g-low".into()].is_live());
        let verb = &world.verbs()[0];
        assert!(verb.starts_with("Shortened to") && !verb.contains(','), "{verb}");
        let sent = world.queue.model().calls.iter().filter(|call| *call == "shorten").count();
        assert_eq!(sent, 1, "past its end it is asked about, and not sent again");
    });
}

#[test]
fn a_shortening_that_waits_does_not_keep_one_from_revoking() {
    run(async {
        let mut world = live().await;
        world.queue.set_down(true);
        shorten(&world, "30m");
        world.pass(3000).await;
        let waits = row(&world);
        assert_eq!(waits.shorten_note.as_deref(), Some("Shortening signed, not sent yet"));
        assert!(!waits.may_shorten && waits.may_revoke, "{waits:?}");
        assert_eq!(code(&world, "20m"), "under-way");
        world.desk.revoke(&named("g-low"), ViewKind::Terminal, None).unwrap();
        world.restart().await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(60_000).await;
        let done: Vec<Action> = world.queue.model().effects.iter().map(|(_, action, _)| *action).collect();
        assert_eq!(done, [Action::Grant, Action::Shorten, Action::Revoke]);
    });
}

#[test]
fn what_came_after_the_end_it_names_is_dead_and_said_to_be_without_effect() {
    run(async {
        let world = live().await;
        world.queue.set_down(true);
        shorten(&world, "30m");
        world.pass(31 * 60_000).await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(60_000).await;
        let row = row(&world);
        assert_eq!(row.shorten_note.as_deref(), Some("Your shortening had no effect: it came too late"));
        assert!(row.may_shorten && matches!(row.standing, GrantStanding::Active { .. }), "{row:?}");
        assert!(world.queue.model().effects.iter().all(|(_, action, _)| *action != Action::Shorten));
    });
}
