//! A queue that was put back from a backup. What it tells counts, what it forgot is said, and nothing is sent for it.

use super::queue::Loss;
use super::world::{QUEUE, World, named, run};
use crate::store::QueueId;
use crate::view::{BannerKind, BannerView, GrantStanding, PanelView, RowStanding};
use crate::{Choice, ViewKind};
use approval::{Action, RequestState, RiskLevel, Stage, Window};
use std::time::Duration;

const HOUR: u32 = 3600;
const DAY_MILLIS: u64 = 24 * 3_600_000;

fn banner(world: &World) -> Option<BannerView> {
    world.desk.status().banners.into_iter().find(|banner| banner.kind == BannerKind::WentBack)
}

/// The requester asks for eight hours.
async fn revise(world: &World, id: &str) {
    let at = world.queue.now();
    world.queue.change(id, |item| {
        item.facts.revision += 1;
        item.facts.revised_at = at;
        item.facts.nonce = format!("nonce-{}-{}", item.facts.id, item.facts.revision);
        item.facts.window = Window::from_minutes(480).unwrap().into();
    });
    world.settle().await;
}

fn needs_you(world: &World, id: &str) -> String {
    let RowStanding::NeedsYou { line } = world.standing(id) else { panic!("{:?}", world.standing(id)) };
    line
}

async fn recorded(world: &World, id: &str, choice: Choice) {
    let ticket = world.sheet(id).ticket;
    world.desk.decide(&ticket, choice, Some("agreed"), None).unwrap();
    world.desk.send_now(&named(id)).unwrap();
    world.settle().await;
}

#[test]
fn a_revision_that_goes_down_is_said_and_the_sheet_shows_what_stands() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        revise(&world, "low").await;
        assert_eq!(world.sheet("low").revision, 2);
        assert!(banner(&world).is_none() && world.desk.status().queues[0].trouble.is_none());
        world.queue.put_back(&backup);
        world.settle().await;
        let told = banner(&world).unwrap();
        assert_eq!(told.strong, "Practice queue went back to an earlier state.");
        assert!(
            told.text.starts_with("1 request or grant is as it was before. Nothing was sent again"),
            "{}",
            told.text
        );
        let trouble = world.desk.status().queues[0].trouble.clone().unwrap();
        assert_eq!(trouble, "It went back to an earlier state, noticed 16:44.");
        let sheet = world.sheet("low");
        assert_eq!((sheet.revision, sheet.sentence[8].text.clone()), (1, crate::text::ours("4 hours")));
        let PanelView::Changed { button, .. } = sheet.panel else { panic!("{:?}", sheet.panel) };
        assert_eq!(button, "Go on with revision 1");
        let line = sheet.changed.unwrap().line;
        assert_eq!(line, "The queue went back to an earlier state of the request. Nothing of yours was signed.");
        world.pass(DAY_MILLIS).await;
        assert!(banner(&world).is_none(), "it is told for a day");
    });
}

#[test]
fn another_text_under_the_same_revision_is_another_history() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        revise(&world, "low").await;
        let ticket = world.sheet("low").ticket;
        world.queue.put_back(&backup);
        world.queue.change("low", |item| {
            item.facts.revision = 2;
            item.facts.nonce = "another".to_owned();
            item.facts.justification = "Something else.".to_owned();
        });
        world.queue.change("low", |_| {});
        world.settle().await;
        assert!(banner(&world).is_some());
        assert!(world.desk.decide(&ticket, Choice::Grant { seconds: HOUR }, None, None).is_err());
        let sheet = world.sheet("low");
        assert!(matches!(sheet.panel, PanelView::Changed { .. }) && !sheet.grant.allowed, "{:?}", sheet.panel);
    });
}

#[test]
fn a_decision_that_the_queue_forgot_is_decided_again_and_never_sent_again() {
    run(async {
        let grant = (Choice::Grant { seconds: HOUR }, "Granted 1 h", "Your grant of 1 h was recorded there.");
        for (choice, verb, words) in [grant, (Choice::Deny, "Denied", "Your denial was recorded there.")] {
            let mut world = World::new().await;
            let backup = world.queue.backup();
            recorded(&world, "high", choice).await;
            assert!(matches!(world.standing("high"), RowStanding::Closed { .. }));
            world.queue.put_back(&backup);
            world.settle().await;
            assert_eq!(needs_you(&world, "high"), "No longer known to the queue: decide again");
            let PanelView::Again { line, .. } = world.panel("high") else { panic!() };
            assert!(line.starts_with(words), "{line}");
            assert!(banner(&world).unwrap().text.contains("1 decision of yours is not known there any more"));
            world.pass(10 * 60_000).await;
            assert_eq!(world.queue.model().effects.len(), 1, "nothing was sent again");
            assert_eq!(world.verbs(), [verb, "Key change"], "the log keeps what was recorded");
            // What ended is history after a restart; what the queue forgot is not.
            world.restart().await;
            assert_eq!(needs_you(&world, "high"), "No longer known to the queue: decide again");
            let PanelView::Again { line, .. } = world.panel("high") else { panic!() };
            assert!(line.starts_with("Your decision was recorded there."), "{line}");
            recorded(&world, "high", Choice::Deny).await;
            assert!(matches!(world.standing("high"), RowStanding::Closed { .. }), "{:?}", world.standing("high"));
            let effects = world.queue.model().effects.clone();
            assert_eq!(effects.len(), 2);
            assert_ne!(effects[0].2, effects[1].2, "a decision of its own");
            assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
        }
    });
}

#[test]
fn a_vote_that_the_queue_forgot_is_given_again() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
        world.settle().await;
        let backup = world.queue.backup();
        recorded(&world, "low", Choice::Grant { seconds: HOUR }).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }));
        world.queue.put_back(&backup);
        world.settle().await;
        assert_eq!(needs_you(&world, "low"), "No longer known to the queue: decide again");
        recorded(&world, "low", Choice::Grant { seconds: HOUR }).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }), "{:?}", world.standing("low"));
    });
}

#[test]
fn anothers_decision_that_the_queue_forgot_leaves_the_request_open() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        world.queue.set_down(true);
        world.deny("high");
        world.pass(3100).await;
        world.queue.decide_elsewhere("high", Action::Grant);
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.verbs()[0], "Denial, someone was first");
        world.queue.put_back(&backup);
        world.settle().await;
        assert_eq!(world.standing("high"), RowStanding::Open);
    });
}

#[test]
fn a_grant_clicked_on_the_newer_revision_is_decided_again() {
    run(async {
        for sent in [false, true] {
            let world = World::new().await;
            let backup = world.queue.backup();
            revise(&world, "high").await;
            world.grant("high", 2 * HOUR);
            if sent {
                // Signed while the queue is away.
                world.queue.set_down(true);
                world.pass(8100).await;
                world.queue.set_down(false);
            }
            world.queue.put_back(&backup);
            world.pass(70_000).await;
            assert_eq!(needs_you(&world, "high"), "Changed: decide again", "{sent}");
            assert!(world.queue.model().effects.is_empty(), "{sent}");
            assert_eq!(world.sheet("high").revision, 1);
        }
    });
}

#[test]
fn a_decision_whose_answer_was_lost_is_not_taken_for_another_texts() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        revise(&world, "high").await;
        world.grant("high", 2 * HOUR);
        world.queue.lose(&[Loss::None, Loss::Before, Loss::Before, Loss::Before]);
        world.pass(8050).await;
        assert!(matches!(world.standing("high"), RowStanding::Unknown { .. }));
        // The same number, and other words.
        world.queue.put_back(&backup);
        world.queue.change("high", |item| {
            item.facts.revision = 2;
            item.facts.nonce = "another".to_owned();
        });
        world.pass(120_000).await;
        assert!(world.queue.model().effects.is_empty());
        assert_eq!(needs_you(&world, "high"), "Changed: decide again");
    });
}

#[test]
fn a_revocation_that_the_queue_forgot_is_said_and_may_be_made_again() {
    run(async {
        let mut world = World::with_history().await;
        world.queue.tick();
        world.settle().await;
        let backup = world.queue.backup();
        world.desk.revoke(&named("g-high"), ViewKind::Window, None).unwrap();
        world.settle().await;
        world.queue.put_back(&backup);
        world.settle().await;
        for _ in 0..2 {
            let row = world.desk.grants().sections.remove(0).rows.remove(0);
            let GrantStanding::Unknown { line } = &row.standing else { panic!("{:?}", row.standing) };
            let said = "Your revocation had no effect: the queue went back to a state before it. The access is live.";
            assert_eq!((line.as_str(), row.may_revoke), (said, true));
            world.restart().await;
        }
        assert_eq!(world.queue.model().effects.len(), 2, "nothing was sent again");
        world.desk.revoke(&named("g-high"), ViewKind::Window, None).unwrap();
        world.settle().await;
        assert_eq!(world.queue.model().effects.len(), 3);
        let revoked = world.desk.grants().sections.into_iter().flat_map(|section| section.rows);
        assert!(revoked.into_iter().all(|row| !row.may_revoke));
    });
}

#[test]
fn live_grants_that_are_gone_are_counted() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        world.queue.put(world.request("new", RiskLevel::Low));
        world.settle().await;
        recorded(&world, "new", Choice::Grant { seconds: HOUR }).await;
        world.queue.tick();
        world.settle().await;
        assert_eq!(world.desk.grants().count, 1);
        world.queue.put_back(&backup);
        world.settle().await;
        assert_eq!(world.desk.grants().count, 0);
        assert!(banner(&world).unwrap().text.starts_with("1 live grant is gone."), "{}", banner(&world).unwrap().text);
    });
}

#[test]
fn a_queue_that_went_back_and_on_again_is_read_whole() {
    run(async {
        let world = World::new().await;
        let backup = world.queue.backup();
        revise(&world, "low").await;
        recorded(&world, "high", Choice::Deny).await;
        world.queue.set_down(true);
        world.pass(1000).await;
        // So much happens there that the cursor of before is none too new; one of it shows what happened.
        world.queue.put_back(&backup);
        for n in 0..10 {
            world.queue.put(world.request(&format!("more-{n}"), RiskLevel::Low));
        }
        world.queue.change("low", |_| {});
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.desk.inbox().rows.len(), 12, "none is missed");
        assert_eq!(needs_you(&world, "high"), "No longer known to the queue: decide again");
        assert!(banner(&world).unwrap().text.starts_with("2 requests and grants are as they were before."));
    });
}

#[test]
fn an_answer_that_overtakes_the_feed_is_no_going_back() {
    run(async {
        let world = World::new().await;
        world.queue.model().page_delay = Duration::from_millis(500);
        world.queue.change("high", |_| {});
        world.settle().await;
        // The page that is under way still says that it is pending.
        recorded(&world, "high", Choice::Grant { seconds: HOUR }).await;
        world.queue.tick();
        for _ in 0..4 {
            assert!(matches!(world.standing("high"), RowStanding::Closed { .. }), "{:?}", world.standing("high"));
            world.pass(500).await;
        }
        assert!(banner(&world).is_none());
        assert_eq!(world.desk.grants().count, 1);
    });
}

#[test]
fn a_page_that_was_asked_for_ahead_of_an_answer_is_asked_for_again() {
    run(async {
        let asked = |world: &World| world.queue.model().calls.iter().filter(|call| *call == "changes").count();
        let mut read = Vec::new();
        for answered in [false, true] {
            let world = World::new().await;
            world.queue.model().page = 1;
            world.queue.put(world.request("other", RiskLevel::Low));
            world.settle().await;
            let before = asked(&world);
            world.queue.model().page_delay = Duration::from_millis(500);
            for id in ["low", "other", "high"] {
                world.queue.change(id, |_| {});
            }
            // The first of these pages is there, the second under way; the third still says that it is pending.
            world.pass(750).await;
            if answered {
                recorded(&world, "high", Choice::Grant { seconds: HOUR }).await;
            }
            world.pass(3000).await;
            assert!(banner(&world).is_none());
            read.push(asked(&world) - before);
        }
        // One page for each change; then two for what the grant changed, and the third once more.
        assert_eq!(read, [3, 6]);
    });
}

#[test]
fn what_is_no_more_mine_to_see_is_no_going_back() {
    run(async {
        let world = World::with_history().await;
        world.queue.tick();
        world.settle().await;
        let tenant = world.queue.model().tenants.remove(0);
        assert_eq!(tenant.id.as_str(), "contoso");
        world.queue.model().facts.clear();
        world.queue.model().grants.clear();
        world.queue.forget_history(&[]);
        world.pass(1000).await;
        assert_eq!(world.desk.grants().count, 0);
        assert!(banner(&world).is_none());
    });
}

#[test]
fn where_revisions_are_not_counted_only_an_end_that_is_none_counts() {
    run(async {
        let mut world = World::still();
        world.queue.put(world.request("low", RiskLevel::Low));
        world.queue.model().capabilities.binding = crate::capabilities::Binding::Reread;
        world.start();
        world.settle().await;
        world.queue.change("low", |item| item.facts.nonce = "as read this time".to_owned());
        world.settle().await;
        assert!(banner(&world).is_none());
        world.queue.change("low", |item| item.state = RequestState::Cancelled);
        world.settle().await;
        world.queue.change("low", |item| item.state = RequestState::Pending);
        world.settle().await;
        assert!(banner(&world).is_some());
    });
}

#[test]
fn it_is_kept_with_the_queue() {
    run(async {
        let mut world = World::new().await;
        let backup = world.queue.backup();
        revise(&world, "low").await;
        world.queue.put_back(&backup);
        world.settle().await;
        world.queue.set_down(true);
        world.restart().await;
        assert!(banner(&world).is_some());
        let state = world.desk.lock();
        let back = state.queues[&QueueId::new(QUEUE)].record.went_back.clone().unwrap();
        assert_eq!((back.older, back.gone, back.entries), (1, 0, 1));
    });
}
