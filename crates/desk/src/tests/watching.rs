//! A queue that is only watched: all of it is shown and told of, and nothing is signed for it.

use super::world::{World, named, run};
use crate::capabilities::{Binding, Capabilities};
use crate::view::{PanelView, RowStanding};
use crate::{Choice, DecideError, PageError, RevokeError, SheetError, SigningError, ViewKind};
use approval::{RequestId, RiskLevel};

const REREAD: Capabilities = Capabilities { binding: Binding::Reread, ..Capabilities::DOORWARD };

async fn world(capabilities: Capabilities, page: Option<&str>) -> World {
    let mut world = World::still();
    world.queue.model().capabilities = capabilities;
    world.queue.put(world.request("low", RiskLevel::Low));
    let id = RequestId::new("low");
    world.queue.model().facts.get_mut(&id).unwrap().page = page.map(str::to_owned);
    world.start();
    world.settle().await;
    world
}

#[test]
fn what_is_watched_waits_and_is_decided_nowhere_here() {
    run(async {
        let world = world(REREAD.watched(), Some("https://portal.example/low")).await;
        let (sheet, status) = (world.sheet("low"), world.desk.status());
        assert_eq!(status.waiting, 1, "somebody must decide it");
        let PanelView::Watched { title, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert_eq!(title, "Decide this in its own system.");
        for off in [&sheet.grant, &sheet.deny] {
            assert_eq!((off.allowed, off.code.as_deref()), (false, Some("watched-only")));
        }
        assert!(sheet.frozen && sheet.offers.is_empty());
        assert_eq!(sheet.guarantee, ["Practice queue: watched only, decided in its own system"]);
        let row = world.desk.inbox().rows.into_iter().find(|row| row.id == named("low")).unwrap();
        assert_eq!(row.standing, RowStanding::CannotDecide { line: "Watched: decided in its own system".to_owned() });
    });
}

#[test]
fn no_decision_on_it_is_written_whoever_asks() {
    run(async {
        let world = world(REREAD.watched(), None).await;
        let (ticket, before) = (world.sheet("low").ticket, world.verbs());
        for choice in [Choice::Grant { seconds: 3600 }, Choice::Deny] {
            let refused = world.desk.decide(&ticket, choice, Some("reason"), None);
            assert_eq!(refused.unwrap_err(), DecideError::Signing(SigningError::WatchedOnly));
        }
        assert_eq!(world.verbs(), before);
    });
}

#[test]
fn access_that_was_given_there_is_shown_and_not_ended_from_here() {
    run(async {
        let world = world(REREAD, None).await;
        world.grant("low", 3600);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let live = world.desk.grants().sections.remove(0).rows.remove(0);
        assert!(live.may_revoke && live.may_shorten);
        world.desk.can(&crate::QueueId::new(super::world::QUEUE), REREAD.watched());
        let live = world.desk.grants().sections.remove(0).rows.remove(0);
        assert!(!live.may_revoke && !live.may_shorten, "{live:?}");
        let refused = world.desk.revoke(&live.id, ViewKind::Window, None);
        assert_eq!(refused, Err(RevokeError::Signing(SigningError::WatchedOnly)));
    });
}

#[test]
fn where_a_request_is_found_is_told_by_others_systems_alone() {
    run(async {
        let page = Some("https://portal.example/low?a=b#c");
        let world = world(REREAD, page).await;
        assert_eq!(world.sheet("low").page.unwrap().host, "portal.example");
        assert_eq!(world.desk.page(&named("low")).as_deref(), Ok("https://portal.example/low?a=b#c"));
        assert_eq!(world.desk.page(&named("none")), Err(PageError::Sheet(SheetError::NotFound)));
        drop(world);
        // Our own queue could only lead away from where it is decided.
        let ours = self::world(Capabilities::DOORWARD, page).await;
        assert_eq!((ours.sheet("low").page, ours.desk.page(&named("low"))), (None, Err(PageError::NoPage)));
    });
}
