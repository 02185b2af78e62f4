use super::queue::Loss;
use super::world::{QUEUE, World, named, run};
use crate::errors::{DecideError, RevokeError, SigningError, TicketError, TooLong, UndoError};
use crate::store::QueueId;
use crate::view::{PanelView, RowStanding, Step};
use crate::{Answer, Choice, ViewKind};
use approval::{Action, Presence, RiskLevel, Window};
use queue_api::WhyNot;
use std::sync::atomic::Ordering;

const HOUR: u32 = 3600;

#[test]
fn a_grant_is_held_then_signed_then_recorded() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        assert!(matches!(world.standing("high"), RowStanding::Held { .. }));
        let PanelView::Held { title, line, reason, millis, .. } = world.panel("high") else { panic!() };
        assert_eq!(title, "Granting Global Administrator for 1 h in {n} s.");
        assert_eq!(line, "Until 17:44 in Berlin, 16:44 in Lisbon. Nothing is signed yet.");
        assert_eq!((reason.unwrap().pieces[0].text.as_str(), millis), ("agreed", 8000));
        world.pass(7900).await;
        assert!(world.queue.model().effects.is_empty());
        world.pass(200).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!() };
        assert_eq!(line, "Granted 1 h by you");
        assert!(matches!(world.panel("high"), PanelView::Moving { step: Step::Recorded, .. }));
        assert_eq!(world.verbs(), ["Granted 1 h", "Key change"]);
        assert_eq!(world.queue.model().grants.len(), 1);
    });
}

#[test]
fn what_is_undone_never_leaves() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.pass(5000).await;
        world.desk.undo(&named("high")).unwrap();
        assert_eq!(world.standing("high"), RowStanding::Open);
        world.pass(60_000).await;
        assert!(world.queue.model().effects.is_empty());
        assert_eq!(world.verbs(), ["Undone", "Key change"]);
        assert_eq!(world.desk.undo(&named("high")), Err(UndoError::NothingHeld));
        // And the person may decide again.
        world.deny("high");
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects[0].1, Action::Deny);
        assert_eq!(world.desk.undo(&named("high")), Err(UndoError::TooLate));
    });
}

#[test]
fn in_a_hurry_it_is_sent_at_once() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.desk.send_now(&named("high")), Err(UndoError::TooLate));
    });
}

#[test]
fn invariant_2_shortening_never_lengthens() {
    run(async {
        let world = World::new().await;
        let mut cut = world.request("cut", RiskLevel::Low);
        cut.policy.longest_window = Window::from_minutes(30).unwrap();
        world.queue.put(cut);
        world.settle().await;
        for (id, most, words) in [("low", 4 * HOUR, "4 h"), ("cut", 1800, "30 min")] {
            let ticket = world.sheet(id).ticket;
            let decide = |seconds| world.desk.decide(&ticket, Choice::Grant { seconds }, None, None);
            assert_eq!(decide(most + 1), Err(TooLong { most: words.to_owned(), agreed_by: None }.into()));
            assert_eq!(decide(0), Err(DecideError::NoLength));
            assert!(decide(most).is_ok());
        }
        assert_eq!(world.sheet("cut").duration.last_caption, "most allowed");
    });
}

#[test]
fn invariant_4_nobody_signs_what_they_did_not_see() {
    run(async {
        let world = World::new().await;
        let old = world.sheet("high").ticket;
        world.queue.change("high", |item| {
            item.facts.revision = 2;
            item.facts.justification = "Something else".to_owned();
        });
        world.settle().await;
        let grant = |ticket: &str| world.desk.decide(ticket, Choice::Grant { seconds: HOUR }, Some("r"), None);
        assert_eq!(grant(&old), Err(DecideError::Changed));
        assert_eq!(world.desk.decide(&old, Choice::Deny, None, None), Err(DecideError::Changed));
        // A new sheet names the difference and does not grant either until it was read.
        let sheet = world.sheet("high");
        assert_eq!(grant(&old), Err(DecideError::Ticket(TicketError::Superseded)));
        assert!(matches!(sheet.panel, PanelView::Changed { .. }) && !sheet.grant.allowed && sheet.deny.allowed);
        let changed = sheet.changed.unwrap();
        assert_eq!((changed.revisions.as_str(), changed.lines.len()), ("revision 1 → 2", 1));
        assert_eq!(grant(&sheet.ticket), Err(DecideError::Changed));
        let sheet = world.desk.accept_change(&named("high"), 2, ViewKind::Window).unwrap();
        assert_eq!(sheet.panel, PanelView::Decide);
        grant(&sheet.ticket).unwrap();
    });
}

#[test]
fn invariant_4_what_changes_while_held_is_not_signed() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.queue.change("high", |item| {
            item.facts.revision = 2;
            item.facts.role.name = "Owner".to_owned();
        });
        world.settle().await;
        // Named at once, not only when the undo window ends.
        assert!(matches!(world.standing("high"), RowStanding::NeedsYou { .. }));
        world.pass(60_000).await;
        assert!(world.queue.model().effects.is_empty());
        assert_eq!(world.verbs(), ["Not signed", "Key change"]);
    });
}

#[test]
fn invariant_4_a_ticket_is_good_for_one_decision() {
    run(async {
        let world = World::new().await;
        let ticket = world.sheet("low").ticket;
        world.desk.decide(&ticket, Choice::Deny, None, None).unwrap();
        let again = world.desk.decide(&ticket, Choice::Deny, None, None);
        assert_eq!(again, Err(DecideError::Ticket(TicketError::Used)));
        let made_up = world.desk.decide("0123", Choice::Deny, None, None);
        assert_eq!(made_up, Err(DecideError::Ticket(TicketError::Unknown)));
        assert_eq!(ticket.len(), 32, "128 bits");
    });
}

#[test]
fn invariant_4_the_decision_carries_what_was_shown() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        let detail = world.desk.log_detail(None, 2).unwrap();
        let shown = |label: &str| {
            detail.shown.iter().find(|(found, _)| found == label).map(|(_, text)| crate::text::plain(text))
        };
        assert_eq!(shown("Words").as_deref(), Some("Restore the mailboxes. INC-4471."));
        assert_eq!(
            shown("Sentence").as_deref(),
            Some("Dana Peres asks for Global Administrator on Entra ID in Contoso for 4 hours.")
        );
        assert!(detail.envelope.contains("application/vnd.doorward.decision.v1+json"));
    });
}

#[test]
fn invariant_5_a_persons_own_request_has_no_controls() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.why_not = Some(WhyNot::OwnRequest));
        world.settle().await;
        let sheet = world.sheet("low");
        assert!(sheet.frozen && !sheet.grant.allowed && !sheet.deny.allowed);
        let PanelView::Closed { title, .. } = sheet.panel else { panic!() };
        assert_eq!(title, "This is your own request.");
        for choice in [Choice::Deny, Choice::Grant { seconds: 60 }] {
            let refused = world.desk.decide(&sheet.ticket, choice, Some("r"), None);
            assert!(matches!(refused, Err(DecideError::NotYours(_))), "{refused:?}");
        }
        assert_eq!(world.desk.inbox().count, 1);
    });
}

#[test]
fn invariant_8_a_grant_on_old_data_is_refused_and_a_denial_is_not() {
    run(async {
        let world = World::new().await;
        let mut strict = world.request("strict", RiskLevel::Low);
        strict.policy.stale_after = Window::from_minutes(2).unwrap();
        strict.policy.offline_grants = true;
        world.queue.put(strict);
        world.queue.change("low", |item| {
            item.facts.policy.offline_grants = true;
            item.facts.answer_by = item.facts.answer_by.map(|by| by.plus_millis(3_600_000));
        });
        world.settle().await;
        world.queue.set_down(true);
        world.pass(3 * 60_000).await;
        let try_grant = |id: &str| {
            let ticket = world.sheet(id).ticket;
            world.desk.decide(&ticket, Choice::Grant { seconds: 60 }, Some("r"), None).map(|_| ())
        };
        assert_eq!(try_grant("strict"), Err(DecideError::Stale { minutes: 2 }));
        assert_eq!(try_grant("high"), Err(DecideError::Offline));
        world.pass(13 * 60_000).await;
        assert_eq!(try_grant("low"), Err(DecideError::Stale { minutes: 15 }));
        let sheet = world.sheet("low");
        let why = sheet.grant.why_not.unwrap();
        assert_eq!(why, "Granting is off: the data is older than 15 minutes · it comes back by itself");
        let stale = sheet.stale.unwrap();
        assert!(stale.starts_with("As of 16:44, 16 min ago."), "{stale}");
        assert!(sheet.answer_text.ends_with("if still open") && sheet.deny.allowed);
        world.deny("low");
        world.pass(3100).await;
        assert_eq!(world.standing("low"), RowStanding::Moving { line: "Denied, not sent yet".to_owned() });
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.queue.model().effects[0].1, Action::Deny);
    });
}

#[test]
fn invariant_8_the_age_of_data_counts_from_its_arrival() {
    run(async {
        let world = World::new().await;
        // Nothing changes: only the answers of the long poll keep the data fresh.
        world.pass(14 * 60_000).await;
        assert!(world.sheet("low").stale.is_none());
        assert_eq!(world.desk.inbox().as_of.len(), "As of 16:44:18".len());
    });
}

#[test]
fn a_grant_that_policy_allows_offline_waits_and_goes_out() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.offline_grants = true);
        world.settle().await;
        world.queue.set_down(true);
        world.pass(60_000).await;
        world.grant("low", HOUR);
        world.pass(9000).await;
        assert_eq!(world.standing("low"), RowStanding::Moving { line: "Granted 1 h, not sent yet".to_owned() });
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn after_a_restart_of_the_machine_nothing_is_granted_until_the_queue_is_heard() {
    run(async {
        let mut world = World::new().await;
        world.reboot().await;
        let sheet = world.sheet("low");
        let grant = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 60 }, None, None);
        assert_eq!(grant, Err(DecideError::Unanchored));
        assert!(sheet.deny.allowed);
        world.start();
        world.settle().await;
        world.grant("low", 60);
    });
}

#[test]
fn a_wall_clock_that_jumps_changes_nothing() {
    run(async {
        let world = World::new().await;
        world.time.wall_off.store(10 * 365 * 86_400_000, Ordering::Relaxed);
        assert_eq!(world.sheet("low").answer_text, "answer by 17:14");
        world.grant("low", HOUR);
        world.time.wall_off.store(-10 * 365 * 86_400_000, Ordering::Relaxed);
        world.pass(8100).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn invariant_12_without_a_keyring_one_reads_and_does_not_decide() {
    run(async {
        let world = World::new().await;
        world.keyring.lock_it(true);
        assert!(world.desk.retry_keyring().is_err());
        let sheet = world.sheet("low");
        assert!(matches!(sheet.panel, PanelView::Locked { .. }) && !sheet.grant.allowed && !sheet.deny.allowed);
        assert_eq!(sheet.sentence[0].text.pieces[0].text, "Dana Peres");
        let refused = world.desk.decide(&sheet.ticket, Choice::Deny, None, None).unwrap_err();
        assert!(matches!(&refused, DecideError::Signing(SigningError::Keychain(_))), "{refused}");
        assert_eq!((refused.view().code.as_str(), refused.view().retryable), ("keyring-locked", true));
        assert_eq!(world.desk.status().banners.len(), 1);
        world.keyring.lock_it(false);
        world.desk.retry_keyring().unwrap();
        assert!(world.desk.status().banners.is_empty());
        world.deny("low");
    });
}

#[test]
fn invariant_12_a_key_is_in_the_keyring_before_anyone_hears_of_it() {
    run(async {
        let mut world = World::still();
        world.keyring.lock_it(true);
        world.queue.put(world.request("low", RiskLevel::Low));
        world.start();
        world.settle().await;
        assert!(world.queue.model().device.is_none());
        assert_eq!(world.desk.inbox().rows.len(), 1, "reading works");
        world.keyring.lock_it(false);
        world.queue.lose(&[Loss::After]);
        world.desk.retry_keyring().unwrap();
        world.pass(30_000).await;
        // The answer to the first enrolment was lost: the same key was announced again.
        let enrolled = world.queue.model().calls.iter().filter(|call| *call == "enrol").count();
        assert_eq!((enrolled, world.keyring.secrets.lock().unwrap().len()), (2, 1));
        assert_eq!(world.verbs(), ["Key change"]);
    });
}

#[test]
fn a_key_that_is_gone_at_the_release_leaves_the_decision_to_the_person() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.keyring.lock_it(true);
        world.pass(9000).await;
        assert!(world.queue.model().effects.is_empty());
        assert!(matches!(world.standing("high"), RowStanding::NeedsYou { .. }));
        assert_eq!(world.verbs(), ["Granting 1 h, held", "Key change"]);
        world.keyring.lock_it(false);
        world.desk.retry_keyring().unwrap();
        assert_eq!(world.verbs(), ["Not signed", "Key change"], "the owed entry was written");
    });
}

#[test]
fn high_risk_needs_a_reason_and_critical_the_tenants_name() {
    run(async {
        let world = World::new().await;
        world.queue.put(world.request("critical", RiskLevel::Critical));
        world.settle().await;
        let ticket = world.sheet("high").ticket;
        let grant = |ticket: &str, reason, typed| {
            world.desk.decide(ticket, Choice::Grant { seconds: 60 }, reason, typed).map(|_| ())
        };
        assert_eq!(grant(&ticket, None, None), Err(DecideError::ReasonMissing));
        assert_eq!(grant(&ticket, Some("  "), None), Err(DecideError::ReasonMissing));
        let long = "x".repeat(1001);
        assert_eq!(grant(&ticket, Some(&long), None), Err(DecideError::ReasonTooLong(1000)));
        let ticket = world.sheet("critical").ticket;
        let not_typed = DecideError::NotTyped { word: "Contoso".to_owned() };
        assert_eq!(grant(&ticket, Some("r"), Some("contoso")), Err(not_typed));
        grant(&ticket, Some("r"), Some(" Contoso ")).unwrap();
    });
}

#[test]
fn a_grant_that_wants_a_security_key_is_off_until_one_is_enrolled() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.presence = Presence::Attested);
        world.settle().await;
        let sheet = world.sheet("low");
        let refused = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 60 }, None, None);
        assert_eq!(refused, Err(DecideError::NoSecurityKey(QueueId::new(QUEUE))));
        assert!(!sheet.grant.allowed && sheet.deny.allowed);
    });
}

#[test]
fn someone_was_first_and_the_person_learns_who_and_when() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.deny("high");
        world.pass(3100).await;
        world.queue.decide_elsewhere("high", Action::Grant);
        world.queue.set_down(false);
        world.pass(61_000).await;
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!() };
        assert_eq!(line, "Granted 4 h by Ilya Sun");
        let sheet = world.sheet("high");
        let PanelView::Superseded { initials, title, line, reason, .. } = sheet.panel else { panic!() };
        assert_eq!(initials, "IS");
        assert!(title.starts_with("Ilya Sun granted this for 4 h at 16:44:03"), "{title}");
        assert_eq!(line, "Your denial was signed but not taken. The log holds both.");
        assert!(reason.is_some() && sheet.frozen);
        assert_eq!(world.verbs()[0], "Denial, someone was first");
        assert!(world.queue.model().effects.is_empty());
    });
}

#[test]
fn decided_elsewhere_while_held_signs_nothing() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.queue.decide_elsewhere("high", Action::Deny);
        world.pass(10_000).await;
        let PanelView::Superseded { title, line, .. } = world.panel("high") else { panic!() };
        assert_eq!(
            (title.as_str(), line.as_str()),
            ("Ilya Sun denied this at 16:44:00.", "Nothing of yours was signed.")
        );
        assert!(world.queue.model().calls.iter().all(|call| call != "decide"));
    });
}

#[test]
fn invariant_13_revoking_one_grant_leaves_the_other() {
    run(async {
        let world = World::new().await;
        for id in ["low", "high"] {
            world.grant(id, HOUR);
            world.desk.send_now(&named(id)).unwrap();
        }
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        let rows = world.desk.grants().sections.remove(0).rows;
        assert!(rows.iter().all(|row| row.overlap.as_deref() == Some("overlaps one more") && row.may_revoke));
        world.desk.revoke(&named("g-low"), ViewKind::Window, Some("done")).unwrap();
        assert_eq!(world.desk.revoke(&named("g-low"), ViewKind::Window, None), Err(RevokeError::UnderWay));
        world.settle().await;
        let live: Vec<String> =
            world.queue.model().grants.values().filter(|g| g.is_live()).map(|g| g.id.to_string()).collect();
        assert_eq!(live, ["g-high"]);
        assert_eq!(world.verbs()[0], "Revoked");
        assert_eq!(world.desk.revoke(&named("g-low"), ViewKind::Window, None), Err(RevokeError::Over));
        world.pass(2 * HOUR as u64 * 1000).await;
        world.queue.tick();
        world.queue.tick();
        world.pass(26_000).await;
        assert_eq!(world.desk.grants().count, 0);
    });
}

#[test]
fn invariant_1_silence_never_grants() {
    run(async {
        let world = World::new().await;
        world.sheet("low");
        world.pass(31 * 60_000).await;
        let RowStanding::Closed { line, .. } = world.standing("low") else { panic!() };
        assert_eq!(line, "Expired: nobody answered in time");
        assert_eq!(world.desk.status().waiting, 0);
        assert!(world.queue.model().effects.is_empty());
        let refused = world.desk.decide(&world.sheet("low").ticket, Choice::Grant { seconds: 60 }, None, None);
        assert!(matches!(refused, Err(DecideError::Over(_))), "{refused:?}");
    });
}

#[test]
fn a_decision_that_comes_after_its_end_is_dead() {
    run(async {
        let world = World::new().await;
        world.queue.set_down(true);
        world.deny("low");
        world.pass(40 * 60_000).await;
        let tried = world.queue.model().calls.iter().filter(|call| *call == "decide").count();
        world.queue.set_down(false);
        world.pass(61_000).await;
        assert!(world.queue.model().effects.is_empty());
        assert_eq!(world.queue.model().calls.iter().filter(|call| *call == "decide").count(), tried);
        assert_eq!(world.verbs()[0], "Denial, too late");
        assert!(matches!(world.standing("low"), RowStanding::Closed { .. }));
    });
}

#[test]
fn nothing_is_decided_on_a_full_disk_and_nothing_is_lost() {
    run(async {
        let world = World::new().await;
        for written in [false, true] {
            let sheet = world.sheet("low");
            world.store.fail_next_commit(written);
            let refused = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: HOUR }, None, None);
            assert!(matches!(refused, Err(DecideError::Store(_))), "{refused:?}");
            // Where the click was written although the disk said no, it is named, and not signed.
            assert_eq!(matches!(world.standing("low"), RowStanding::NeedsYou { .. }), written);
        }
        world.pass(9000).await;
        assert!(world.queue.model().effects.is_empty());
        world.desk.retry_keyring().unwrap();
        world.settle().await;
        assert_eq!(world.desk.verify_log(None).unwrap().title, "Verified");
        assert_eq!(world.verbs(), ["Not signed", "Key change"]);
    });
}
