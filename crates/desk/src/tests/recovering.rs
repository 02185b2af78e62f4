use super::queue::Loss;
use super::world::{QUEUE, World, named, run};
use crate::store::{DeskStore, HeldBack, Leaf, QueueId};
use crate::text::plain;
use crate::view::{BannerKind, InsightsFilter, LogSearch, LogStanding, RecoveryView, RowStanding};
use crate::{DeviceError, ListForm, LogExport, LogList, SigningError, Written};
use approval::RiskLevel;
use tlog::Verdict;
use tlog::export::{ExportReport, verify_export};
use tlog::key::Signer as _;
use tlog::succession::{Succession, succession};

const HOUR: u32 = 3600;
const FIRST: &str = "practice/1";

fn id() -> QueueId {
    QueueId::new(QUEUE)
}

fn leaves(world: &World, log: &QueueId) -> Vec<Leaf> {
    world.store.leaves(log, 0, 1000).unwrap()
}

fn lose_key(world: &World) {
    world.keyring.secrets.lock().unwrap().remove("device-key/practice").unwrap();
}

/// A profile that was put back from a backup, and has noticed.
async fn restored() -> World {
    let mut world = World::new().await;
    let backup = world.store.copy();
    world.deny("low");
    world.pass(3100).await;
    world.store = backup;
    world.restart().await;
    world.queue.put(world.request("later", RiskLevel::Low));
    world.settle().await;
    world.deny("later");
    world.pass(70_000).await;
    assert_eq!(world.desk.status().banners[0].kind, BannerKind::LogBroken);
    world
}

/// The queue lets in whoever asks.
fn admit(world: &World) {
    let asks = world.desk.recovering(&id());
    world.queue.model().admits = asks;
}

async fn recovered(world: &World) {
    assert!(matches!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Waits { .. }));
    admit(world);
    assert_eq!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Recovered);
    world.settle().await;
}

fn report(world: &World, log: &str) -> ExportReport {
    let whole = LogExport { queue: Some(log.to_owned()), ..LogExport::default() };
    verify_export(&world.desk.export_log(&whole).unwrap().text, None, None).unwrap()
}

/// A grant goes through, and both logs hold and name each other.
async fn whole(world: &World, linked: Succession) {
    world.queue.put(world.request("after", RiskLevel::Low));
    world.settle().await;
    world.grant("after", HOUR);
    world.desk.send_now(&named("after")).unwrap();
    world.settle().await;
    assert!(matches!(world.standing("after"), RowStanding::Closed { .. }), "{:?}", world.panel("after"));
    let view = world.desk.verify_log(Some(QUEUE)).unwrap();
    assert_eq!((view.standing, view.title.as_str()), (LogStanding::Verified, "Verified"));
    let listed: Vec<&str> = view.queues.iter().map(|queue| queue.id.as_str()).collect();
    assert_eq!(listed, [QUEUE, FIRST]);
    let (before, after) = (report(world, FIRST), report(world, QUEUE));
    assert_eq!(after.verification.verdict, Verdict::Verified { entries: after.verification.entries });
    assert_eq!(succession(&before, &after), Ok(linked));
}

fn secrets(world: &World) -> Vec<String> {
    world.keyring.secrets.lock().unwrap().keys().cloned().collect()
}

#[test]
fn a_restored_profile_goes_on_in_a_new_log_once_its_new_key_is_admitted() {
    run(async {
        let world = restored().await;
        let (effects, before) = (world.queue.model().effects.len(), leaves(&world, &id()));
        let RecoveryView::Waits { fingerprint, why, next } = world.desk.recover_log(QUEUE, None).await.unwrap() else {
            panic!()
        };
        assert_eq!(why, format!("Confirm {fingerprint}"));
        let told = world.desk.status().banners.into_iter().find(|banner| banner.kind == BannerKind::NotAdmitted);
        assert!(told.unwrap().text.contains(&fingerprint));
        world.deny("high");
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects.len(), effects + 1, "denying goes on meanwhile");
        let again = world.desk.recover_log(QUEUE, None).await.unwrap();
        assert_eq!(again, RecoveryView::Waits { fingerprint, why, next }, "asking again asks with the same key");
        admit(&world);
        assert_eq!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Recovered);
        world.settle().await;
        assert!(!world.desk.status().banners.iter().any(|banner| banner.kind == BannerKind::LogBroken));
        whole(&world, Succession::HandedOver).await;
        assert_eq!(secrets(&world), ["device-key/practice/2"]);
        let former = leaves(&world, &QueueId::new(FIRST));
        assert_eq!(former[..before.len()], before, "nothing that was there changed");
        let log = world.desk.verify_log(Some(FIRST)).unwrap();
        assert!(log.line.contains("ended") && log.line.contains("in the newer log of Practice queue"), "{}", log.line);
        assert_eq!(log.rows[0].verb, "Key change");
        let rows = world.desk.log(Some(QUEUE), 0, 10).unwrap().rows;
        assert_eq!(rows.last().unwrap().verb, "New log");
        assert!(plain(&rows.last().unwrap().what).ends_with("of queue.example/desk/d1"));
        assert_eq!(
            world.desk.recover_log(QUEUE, None).await.unwrap(),
            RecoveryView::Recovered,
            "once more is nothing more"
        );
        assert_eq!(world.desk.verify_log(Some(QUEUE)).unwrap().queues.len(), 2);
    });
}

#[test]
fn a_lost_key_is_recovered_from_and_the_old_log_stays_as_it_is() {
    run(async {
        let mut world = World::with_history().await;
        let before = leaves(&world, &id());
        lose_key(&world);
        assert_eq!(world.desk.signer(&id()).unwrap_err(), SigningError::KeyGone(id()));
        recovered(&world).await;
        assert_eq!(leaves(&world, &QueueId::new(FIRST)), before);
        whole(&world, Succession::Named).await;
        assert_eq!(report(&world, FIRST).verification.verdict, Verdict::Verified { entries: 6 });
        world.restart().await;
        assert_eq!(world.desk.verify_log(Some(FIRST)).unwrap().title, "Verified");
        assert!(world.desk.rotate_key(QUEUE).await.unwrap(), "and its key can be changed like any");
        world.settle().await;
        whole_again(&world).await;
    });
}

/// And once more: three logs, each after the one before.
async fn whole_again(world: &World) {
    world.keyring.secrets.lock().unwrap().clear();
    recovered(world).await;
    world.desk.verify_log(Some(QUEUE)).unwrap();
    let (second, third) = (report(world, "practice/2"), report(world, QUEUE));
    assert_eq!(succession(&second, &third), Ok(Succession::Named));
    assert!(succession(&report(world, FIRST), &third).is_err());
}

#[test]
fn a_log_that_goes_on_is_not_ended() {
    run(async {
        let world = World::with_history().await;
        assert!(matches!(world.desk.recover_log(QUEUE, None).await, Err(DeviceError::NothingToRecover(_))));
        world.keyring.lock_it(true);
        let locked = world.desk.recover_log(QUEUE, None).await;
        assert!(matches!(locked, Err(DeviceError::Signing(SigningError::Keychain(_)))), "a locked keyring lost no key");
        assert!(matches!(world.desk.recover_log("none", None).await, Err(DeviceError::NoSuchQueue(_))));
        world.keyring.lock_it(false);
        assert_eq!(world.desk.recovering(&id()), None);
        assert_eq!(leaves(&world, &id()).len(), 6);
    });
}

#[test]
fn a_stop_at_any_step_leaves_the_old_log_or_the_new_one_and_goes_on() {
    for key_gone in [true, false] {
        for (what, written) in [("not written", false), ("written, and not said so", true)] {
            run(async move {
                let mut world = restored().await;
                let old = leaves(&world, &id()).len();
                if key_gone {
                    lose_key(&world);
                }
                world.store.fail_next_commit(written);
                let first = world.desk.recover_log(QUEUE, None).await;
                assert!(matches!(first, Err(DeviceError::Store(_))), "{what}: {first:?}");
                world.restart().await;
                assert_eq!(leaves(&world, &id()).len(), old, "the old log goes on");
                let _ = world.desk.recover_log(QUEUE, None).await.unwrap();
                admit(&world);
                world.stop().await;
                world.store.fail_next_commit(written);
                world.reopen().await;
                world.start();
                world.pass(60_000).await;
                assert_eq!(world.desk.recovering(&id()), None, "{what}");
                whole(&world, if key_gone { Succession::Named } else { Succession::HandedOver }).await;
            });
        }
    }
}

#[test]
fn the_commit_that_begins_the_new_log_is_whole_or_not_there() {
    for written in [false, true] {
        run(async move {
            let mut world = restored().await;
            let old = leaves(&world, &id());
            let _ = world.desk.recover_log(QUEUE, None).await.unwrap();
            admit(&world);
            // Its entries were made findable before: the next commit is the one.
            world.desk.index_logs().unwrap();
            world.store.fail_next_commit(written);
            assert!(matches!(world.desk.recover_log(QUEUE, None).await, Err(DeviceError::Store(_))));
            let (now, former) = (leaves(&world, &id()).len(), leaves(&world, &QueueId::new(FIRST)).len());
            assert_eq!((now, former), if written { (1, old.len() + 1) } else { (old.len(), 0) });
            world.restart().await;
            world.pass(60_000).await;
            whole(&world, Succession::HandedOver).await;
        });
    }
}

#[test]
fn what_was_held_or_never_sent_is_decided_again_and_what_was_sent_is_read() {
    for key_gone in [true, false] {
        run(async move {
            let mut world = restored().await;
            for name in ["held", "signed", "sent", "lost"] {
                world.queue.put(world.request(name, RiskLevel::Low));
            }
            world.settle().await;
            let before = world.queue.model().effects.len();
            // One that took effect, its answer lost; one that was lost on its way; both are on their way still.
            for (name, loss) in [("sent", Loss::After), ("lost", Loss::Before)] {
                world.queue.lose(&[loss, Loss::Unreachable, Loss::Unreachable, Loss::Unreachable]);
                world.deny(name);
                world.desk.send_now(&named(name)).unwrap();
                world.settle().await;
                world.queue.model().losses.clear();
            }
            // Until the queue is heard since the machine started, nothing goes out.
            world.queue.set_down(true);
            world.reboot().await;
            world.start();
            world.settle().await;
            world.deny("signed");
            world.desk.send_now(&named("signed")).unwrap();
            world.settle().await;
            world.deny("held");
            if key_gone {
                lose_key(&world);
            }
            // Nothing but the enrolment itself is asked while the others still wait.
            world.desk.begin_recovery(&id()).unwrap();
            let (key, _) = world.desk.enrolment(&id()).unwrap();
            world.queue.model().admits = Some(key.public_key());
            world.queue.set_down(false);
            assert_eq!(world.desk.recover_log(QUEUE, None).await.unwrap(), RecoveryView::Recovered);
            for name in ["held", "signed"] {
                let standing = world.standing(name);
                assert!(matches!(standing, RowStanding::NeedsYou { .. }), "{name}: {standing:?}");
            }
            world.pass(120_000).await;
            assert!(matches!(world.standing("sent"), RowStanding::Closed { .. }), "{:?}", world.standing("sent"));
            assert!(matches!(world.standing("lost"), RowStanding::NeedsYou { .. }), "{:?}", world.standing("lost"));
            let effects: Vec<String> =
                world.queue.model().effects[before..].iter().map(|(request, ..)| request.to_string()).collect();
            assert_eq!(effects, ["sent"], "nothing was sent by itself under either key");
            world.deny("held");
            world.desk.send_now(&named("held")).unwrap();
            world.settle().await;
            assert!(matches!(world.standing("held"), RowStanding::Closed { .. }), "{:?}", world.standing("held"));
            whole(&world, if key_gone { Succession::Named } else { Succession::HandedOver }).await;
            let verbs: Vec<String> =
                world.desk.log(Some(FIRST), 0, 100).unwrap().rows.into_iter().map(|row| row.verb).collect();
            let told = ["Not sent", "Not signed"].map(|verb| verbs.iter().filter(|found| *found == verb).count());
            assert_eq!(told, if key_gone { [0, 0] } else { [1, 1] }, "{verbs:?}");
            let search = LogSearch { words: "\"not sent\"".to_owned(), limit: 10, ..LogSearch::default() };
            let hits = world.desk.search_log(&search).unwrap().hits.len();
            assert_eq!(hits, usize::from(!key_gone), "what ended with the log is found too");
            told_after_the_end(&world, key_gone).await;
        });
    }
}

/// Whoever reads the logs finds what became of each decision, the earlier one's too.
async fn told_after_the_end(world: &World, key_gone: bool) {
    let rows = world.desk.log(Some(QUEUE), 0, 100).unwrap().rows;
    let told =
        |verb: &str, id: &str| rows.iter().any(|row| row.verb == verb && plain(&row.whom) == format!("request {id}"));
    assert!(told("Denied, of an earlier log", "sent") && told("Not taken, of an earlier log", "lost"), "{rows:?}");
    let of_key = [told("Not taken, of an earlier log", "signed"), told("Not signed, of an earlier log", "held")];
    assert_eq!(of_key, [key_gone; 2], "what the old key cannot tell: {rows:?}");
    let row = rows.iter().find(|row| plain(&row.whom) == "request sent").unwrap();
    assert!(plain(&row.what).ends_with("of queue.example/desk/d1"), "{}", plain(&row.what));
    let state = plain(&world.desk.log_detail(Some(QUEUE), row.entry).unwrap().facts[0].1);
    assert_eq!(state, "Recorded, with the queue’s receipt");
    let search = LogSearch { words: "sent \"of an earlier log\"".to_owned(), limit: 9, ..LogSearch::default() };
    assert_eq!(world.desk.search_log(&search).unwrap().hits.len(), 1);

    let list = |queue: &str| {
        let (queue, form) = (Some(queue.to_owned()), ListForm::Csv);
        let mut text = String::new();
        let mut take = |piece: Written<'_>| {
            text.push_str(piece.text);
            Ok(())
        };
        let list = LogList { form, queue, tenant: None, from: None, to: None, legal_basis: None };
        world.desk.list_log(&list, &mut take).unwrap();
        text
    };
    let table = list(FIRST);
    for (id, outcome) in [("sent", "accepted"), ("lost", "not-taken"), ("held", "not-signed")] {
        let row = table.lines().find(|row| row.contains(&format!("\"request\",\"{id}\""))).unwrap();
        assert!(row.contains(&format!("\"deny\",\"{outcome}\"")), "{row}");
    }
    assert_eq!(list(QUEUE).lines().count(), 3, "what is told of an earlier log is no row of this one");
    let view = world.desk.insights(&InsightsFilter::default()).unwrap();
    assert_eq!(view.yours.iter().map(|own| own.open).sum::<u32>(), 0, "{view:?}");

    // Its answer has names in it, and goes with the time of the decision.
    let answers = || {
        let leaves = world.store.leaves(&id(), 0, 1000).unwrap();
        leaves.iter().filter(|leaf| leaf.openings.contains_key("answer")).count()
    };
    assert!(answers() > 0);
    world.desk.set_retention(None, None, Some(1)).unwrap();
    world.pass(25 * 60 * 60 * 1000).await;
    world.desk.erase_due().unwrap();
    assert_eq!(answers(), 0);
    assert!(matches!(
        report(world, QUEUE).verification.verdict,
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. }
    ));
}

#[test]
fn a_former_log_is_found_listed_and_erased_like_the_one_that_goes_on() {
    run(async {
        let world = World::with_history().await;
        world.desk.set_hold(None, HeldBack::Decision(1), true).unwrap();
        lose_key(&world);
        recovered(&world).await;
        let find = |words: &str| {
            let search = LogSearch { words: words.to_owned(), limit: 10, ..LogSearch::default() };
            world.desk.search_log(&search).unwrap().hits
        };
        let hits = find("dana");
        assert!(hits.len() == 2 && hits.iter().all(|hit| hit.queue == FIRST), "{hits:?}");
        let granted = world.desk.log_detail(Some(FIRST), 2).unwrap();
        assert!(plain(&granted.sentence).starts_with("You granted Dana"), "{}", plain(&granted.sentence));
        world.desk.set_retention(None, None, Some(1)).unwrap();
        world.pass(25 * 60 * 60 * 1000).await;
        world.desk.erase_due().unwrap();
        assert_eq!(find("dana").len(), 1, "the one under legal hold stays");
        let hold = world.desk.retention().holds[0].clone();
        assert_eq!(hold.queue.as_str(), FIRST);
        world.desk.set_hold(Some(FIRST), hold.what, false).unwrap();
        world.desk.erase_due().unwrap();
        assert_eq!(find("dana").len(), 0);
        let rows = world.desk.log(Some(QUEUE), 0, 10).unwrap().rows;
        assert_eq!(plain(&rows[0].what), "words of 3 entries of an earlier log");
        let former = report(&world, FIRST).verification;
        assert!(matches!(former.verdict, Verdict::Verified { .. }) && former.withheld > 0, "{former:?}");
        world.settle().await;
        assert_eq!(world.desk.verify_log(Some(QUEUE)).unwrap().title, "Verified");
    });
}

#[test]
fn a_restored_profile_hears_of_it_with_its_queue_and_a_grant_that_was_signed_before_that_can_be_denied() {
    for offline in [false, true] {
        run(async move {
            let mut world = World::new().await;
            let mut later = world.request("later", RiskLevel::Low);
            later.policy.offline_grants = true;
            world.queue.put(later);
            world.settle().await;
            let backup = world.store.copy();
            world.deny("low");
            world.pass(3100).await;
            let granted = |world: &World| {
                world.grant("later", HOUR);
                world.desk.send_now(&named("later")).unwrap();
            };
            world.store = backup;
            if offline {
                world.reopen().await;
                world.desk.does_not_run(&QueueId::new(QUEUE), "away");
                granted(&world);
            }
            world.restart().await;
            let told = world.desk.status();
            assert_eq!(told.banners[0].kind, BannerKind::LogBroken);
            assert!(
                told.queues[0].trouble.as_ref().is_some_and(|trouble| trouble.contains("keys recover")),
                "{:?}",
                told.queues
            );
            if offline {
                let standing = world.standing("later");
                assert!(
                    matches!(&standing, RowStanding::NeedsYou { line } if line.starts_with("Signed, not taken")),
                    "{standing:?}"
                );
                world.deny("later");
                world.pass(3100).await;
                assert!(matches!(world.standing("later"), RowStanding::Closed { .. }), "{:?}", world.standing("later"));
            }
            assert_eq!(world.desk.unsent(QUEUE), crate::Unsent::default());
        });
    }
}
