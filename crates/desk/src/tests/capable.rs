//! What a queue cannot do is neither offered nor signed.

use super::world::{QUEUE, World, named, run};
use crate::capabilities::{Binding, Capabilities, DenyReason, Revoke, Shorten, ShortenLive};
use crate::store::DeskStore;
use crate::store::QueueRecord;
use crate::view::PanelView;
use crate::{Choice, DecideError, PreviewError, RevokeError, ShortenError, ViewKind};
use approval::{RequestFacts, RiskLevel, Window};

async fn world(capabilities: Capabilities) -> World {
    let mut world = World::still();
    world.queue.model().capabilities = capabilities;
    world.queue.put(world.request("low", RiskLevel::Low));
    world.start();
    world.settle().await;
    world
}

fn decide(world: &World, choice: Choice, reason: Option<&str>) -> Result<(), DecideError> {
    let ticket = world.sheet("low").ticket;
    world.desk.decide(&ticket, choice, reason, None).map(|_| ())
}

#[test]
fn a_queue_that_cannot_shorten_grants_what_was_asked_or_nothing() {
    run(async {
        for shorten in [Shorten::None, Shorten::AfterGrant { needs_admin: true }] {
            let world = world(Capabilities { shorten, ..Capabilities::DOORWARD }).await;
            let (sheet, before) = (world.sheet("low"), world.verbs());
            let stops: Vec<u32> = sheet.duration.stops.iter().map(|stop| stop.seconds).collect();
            assert_eq!((stops, sheet.grant.allowed), (vec![4 * 3600], true));
            assert_eq!(world.desk.preview_length(&sheet.ticket, "1h").unwrap_err(), PreviewError::CannotShorten);
            assert_eq!(world.desk.preview_length(&sheet.ticket, "4h").unwrap().seconds, 4 * 3600);
            let short = decide(&world, Choice::Grant { seconds: 4 * 3600 - 1 }, None);
            assert_eq!(short, Err(DecideError::CannotShorten));
            assert_eq!(world.verbs(), before, "nothing was written");
            assert_eq!(decide(&world, Choice::Grant { seconds: 4 * 3600 }, None), Ok(()));
        }
    });
}

#[test]
fn where_nothing_shortens_a_denial_may_offer_each_length_below_what_was_asked() {
    run(async {
        let none = Capabilities { shorten: Shorten::None, ..Capabilities::DOORWARD };
        let unsaid = Capabilities { deny_reason: DenyReason::None, ..none };
        for (can, labels) in
            [(none, &["15 min", "30 min", "45 min", "1 h", "2 h"][..]), (unsaid, &[]), (Capabilities::DOORWARD, &[])]
        {
            let world = world(can).await;
            let offers = world.sheet("low").offers;
            assert_eq!(offers.iter().map(|offer| &*offer.label).collect::<Vec<_>>(), labels, "{can:?}");
            for offer in offers {
                assert_eq!(decide(&world, Choice::CounterOffer { seconds: offer.seconds }, None), Ok(()), "{offer:?}");
                world.desk.undo(&named("low")).unwrap();
            }
        }
    });
}

#[test]
fn what_policy_allows_less_of_cannot_be_granted_where_nothing_shortens() {
    run(async {
        let world = world(Capabilities { shorten: Shorten::None, ..Capabilities::DOORWARD }).await;
        let mut facts = world.request("low", RiskLevel::Low);
        facts.policy.longest_window = Window::from_minutes(60).unwrap();
        world.queue.put(facts);
        world.settle().await;
        let sheet = world.sheet("low");
        assert!(!sheet.grant.allowed && sheet.deny.allowed && sheet.duration.stops.is_empty(), "{sheet:?}");
        let why = "At most 1 h may be granted, and this queue cannot grant less than was asked.";
        let PanelView::DenyOnly { line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert!(line.starts_with(why), "{line}");
        let refused = decide(&world, Choice::Grant { seconds: 3600 }, None);
        assert_eq!(refused, Err(DecideError::Never(why.to_owned())));
        assert_eq!(decide(&world, Choice::Deny, None), Ok(()), "denying is always possible");
    });
}

#[test]
fn a_denial_carries_a_reason_where_the_queue_requires_one() {
    run(async {
        let world = world(Capabilities { deny_reason: DenyReason::Required, ..Capabilities::DOORWARD }).await;
        assert_eq!(decide(&world, Choice::Deny, Some("  ")), Err(DecideError::ReasonMissing));
        assert_eq!(decide(&world, Choice::Deny, Some("an hour is enough")), Ok(()));
    });
}

#[test]
fn a_new_request_tells_what_was_offered_for_the_same_and_no_other_does() {
    run(async {
        let mut world = world(Capabilities { shorten: Shorten::None, ..Capabilities::DOORWARD }).await;
        assert_eq!(decide(&world, Choice::CounterOffer { seconds: 7200 }, Some("Two hours do")), Ok(()));
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let offers = |world: &World, id: &str| -> Vec<String> {
            let lines = world.sheet(id).timeline.into_iter();
            let said = lines.map(|line| format!("{} {}", line.at, crate::text::plain(&line.text)));
            said.filter(|line| line.contains("offered")).collect()
        };
        assert_eq!(offers(&world, "low"), [""; 0], "not of itself");
        let ask = |world: &World, id: &str, change: fn(&mut RequestFacts)| {
            let mut facts = world.request(id, RiskLevel::Low);
            change(&mut facts);
            world.queue.put(facts);
        };
        world.pass(60_000).await;
        ask(&world, "again", |_| {});
        ask(&world, "other-role", |facts| facts.entitlement = "entra-reader".into());
        ask(&world, "other-person", |facts| facts.requester.principal.id = "milan".into());
        ask(&world, "other-tenant", |facts| facts.tenant.id = "fabrikam".into());
        world.settle().await;
        world.sheet("low");
        world.restart().await;
        assert_eq!(offers(&world, "again"), ["16:44 You offered 2 h for this"], "seen, and after a restart");
        for other in ["other-role", "other-person", "other-tenant"] {
            assert_eq!(offers(&world, other), [""; 0], "{other}");
        }
        world.pass(24 * 3_600_000).await;
        ask(&world, "late", |_| {});
        world.settle().await;
        assert_eq!(offers(&world, "late"), [""; 0]);
        world.restart().await;
        assert!(world.store.load().unwrap().queues[0].outbox.is_empty(), "it is history");
    });
}

#[test]
fn no_revocation_is_offered_where_an_approver_cannot_revoke() {
    run(async {
        for (revoke, note, refusal) in [
            (Revoke::Admin, "An administrator there can revoke it", RevokeError::AdminOnly),
            (Revoke::None, "This queue cannot revoke it", RevokeError::Impossible),
        ] {
            let world = world(Capabilities { revoke, ..Capabilities::DOORWARD }).await;
            world.grant("low", 3600);
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            let row = world.desk.grants().sections.remove(0).rows.remove(0);
            assert_eq!((row.may_revoke, row.revoke_note.as_deref()), (false, Some(note)));
            assert_eq!(world.desk.revoke(&row.id, ViewKind::Window, None), Err(refusal));
        }
    });
}

#[test]
fn no_shortening_is_offered_where_an_approver_cannot_shorten_live_access() {
    run(async {
        for (shorten_live, refusal) in
            [(ShortenLive::Admin, ShortenError::AdminOnly), (ShortenLive::None, ShortenError::Impossible)]
        {
            // Whatever it can at the decision.
            let world = world(Capabilities { shorten_live, ..Capabilities::DOORWARD }).await;
            world.grant("low", 4 * 3600);
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            let row = world.desk.grants().sections.remove(0).rows.remove(0);
            assert!(!row.may_shorten && row.may_revoke, "{row:?}");
            assert_eq!(world.desk.preview_shortening(&row.id, "30m"), Err(refusal.clone()));
            assert_eq!(world.desk.shorten(&row.id, (4 * 3600, 1800), ViewKind::Terminal, None), Err(refusal));
        }
    });
}

#[test]
fn the_guarantee_line_follows_from_what_the_queue_can_also_without_the_network() {
    run(async {
        let able = Capabilities {
            binding: Binding::Reread,
            shorten: Shorten::None,
            revoke: Revoke::Admin,
            ..Capabilities::DOORWARD
        };
        let mut world = world(able).await;
        let line =
            ["Practice queue: read again before and after", "cannot shorten", "only an administrator can revoke"];
        assert_eq!(world.sheet("low").guarantee[..3], line);
        world.reopen().await;
        assert_eq!(world.sheet("low").guarantee[..3], line, "nothing is connected yet");
    });
}

#[test]
fn a_queue_kept_by_an_earlier_version_is_our_own() {
    let kept = format!(r#"{{"id":"{QUEUE}","name":"Team","kind":"remote","me":null,"device":null,"incident":null}}"#);
    let record: QueueRecord = serde_json::from_str(&kept).unwrap();
    assert_eq!(record.capabilities, Capabilities::DOORWARD);
}
