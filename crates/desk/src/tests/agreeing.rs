//! Requests that need more than one approver, seen by the one who agreed first.

use super::queue::{Item, Loss, ME};
use super::world::{World, named, run};
use crate::errors::Answer;
use crate::log::payloads::ReceiptPayload;
use crate::text::plain;
use crate::view::{InsightsFilter, LogSearch, PanelView, RowStanding};
use crate::{Choice, ListForm, LogList, OcsfVersion};
use approval::{Action, PersonId, RequestState, Stage, Vote, Window};
use serde_json::Value;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;

#[test]
fn the_first_of_two_approvers_waits_for_the_second() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
        world.settle().await;
        assert_eq!(world.sheet("low").agree, "You and one more must agree");
        world.grant("low", HOUR);
        world.pass(8100).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }));
        assert_eq!(world.queue.model().facts[&"low".into()].votes[0].by.as_str(), ME);
        assert!(world.sheet("low").frozen);
    });
}

#[test]
fn one_agreement_of_several_is_called_a_grant_nowhere_on_its_way() {
    run(async {
        let world = World::new().await;
        let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
        world.queue.change("low", |item| item.facts.policy.stages = two);
        world.settle().await;
        assert_eq!(world.sheet("low").share.as_deref(), Some("1 of 2"));
        world.grant("low", HOUR);
        let RowStanding::Held { line, .. } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
        assert_eq!(line, "Agreeing to 1 h (1 of 2), held");
        let PanelView::Held { title, line, .. } = world.panel("low") else { panic!("{:?}", world.panel("low")) };
        assert_eq!(title, "Agreeing to Global Administrator for 1 h (1 of 2) in {n} s.");
        assert_eq!(line, "It gives nobody access until others agreed too. Nothing is signed yet.");
        assert_eq!(world.verbs()[0], "Agreeing to 1 h, held");
        world.queue.set_down(true);
        world.pass(8100).await;
        world.pass(61_000).await;
        let RowStanding::Moving { line } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
        assert!(line.starts_with("Agreed to 1 h (1 of 2), not sent yet"), "{line}");
        let PanelView::Moving { title, .. } = world.panel("low") else { panic!("{:?}", world.panel("low")) };
        assert_eq!(title, "Agreed to 1 h (1 of 2), not sent yet");
        assert_eq!(world.verbs()[0], "Agreement to 1 h, no receipt yet");
        let sentence = plain(&world.desk.log_detail(None, 2).unwrap().sentence);
        assert!(sentence.starts_with("You chose to agree to give Dana Peres the role"), "{sentence}");
    });
}

#[test]
fn one_agreement_whose_answer_was_lost_is_asked_about_as_one() {
    run(async {
        let world = World::new().await;
        let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
        world.queue.change("low", |item| item.facts.policy.stages = two);
        world.settle().await;
        world.grant("low", HOUR);
        world.queue.lose(&[Loss::None, Loss::After, Loss::Before, Loss::Before, Loss::Before]);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        assert_eq!(
            world.standing("low"),
            RowStanding::Unknown { line: "Agreed to 1 h (1 of 2)? Reading again".to_owned() }
        );
        let PanelView::Unknown { line, .. } = world.panel("low") else { panic!("{:?}", world.panel("low")) };
        assert!(line.starts_with("Your agreement to 1 h was sent"), "{line}");
    });
}

#[test]
fn the_agreement_that_completes_it_is_called_a_grant_all_the_way() {
    run(async {
        let world = with_agreement(60).await;
        assert_eq!(world.sheet("low").share, None);
        world.grant("low", HOUR);
        let RowStanding::Held { line, .. } = world.standing("low") else { panic!("{:?}", world.standing("low")) };
        assert_eq!((line.as_str(), world.verbs()[0].as_str()), ("Granting 1 h, held", "Granting 1 h, held"));
    });
}

#[test]
fn whoever_agreed_before_the_request_changed_is_told_beside_it_that_it_no_longer_counts() {
    run(async {
        let mut world = granted_of_two(Loss::None, true, None, true).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }));
        world.queue.change("low", |item| {
            item.facts.revision += 1;
            item.facts.justification = "something else".to_owned();
            (item.votes, item.why_not) = (Vec::new(), None);
        });
        world.settle().await;
        let told = "It changed, so your agreement no longer counts: decide again";
        assert_eq!(world.standing("low"), RowStanding::NeedsYou { line: told.to_owned() });
        let sheet = world.sheet("low");
        let why = "The request changed since, so that does not count any more.";
        let PanelView::Changed { line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert!(line.starts_with("You agreed to 1 h at 16:4") && line.ends_with(why), "{line}");
        let line = sheet.changed.unwrap().line;
        assert!(line.ends_with(why) && !line.contains("Nothing of yours"), "{line}");
        // In another run nobody knows any more what was seen before, and the agreement was given all the same.
        world.restart().await;
        world.settle().await;
        let sheet = world.sheet("low");
        let PanelView::Again { title, line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
        assert_eq!(title, "Decide again: your agreement no longer counts.");
        assert!(line.ends_with(&format!("{why} Everybody must agree anew.")), "{line}");
        assert!(sheet.grant.allowed && sheet.deny.allowed);
        world.grant("low", HOUR);
        world.pass(8100).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }), "{:?}", world.standing("low"));
    });
}

#[test]
fn an_agreement_that_another_ended_is_told_as_one() {
    run(async {
        for (action, then) in [(Action::Deny, "denied"), (Action::Grant, "granted")] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", HOUR);
            world.pass(8100).await;
            assert_eq!(world.sheet("low").agree, "You agreed; one more must");
            world.queue.decide_elsewhere("low", action);
            world.pass(61_000).await;
            let sheet = world.sheet("low");
            let PanelView::Superseded { title, line, agreed, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
            assert!(title.starts_with(&format!("Ilya Sun {then} this")), "{title}");
            assert_eq!(*agreed, action == Action::Grant);
            assert!(line.starts_with("You agreed to 1 h at 16:44:"), "{line}");
            assert!(line.ends_with(&format!("; Ilya Sun then {then} it.")), "{line}");
            assert_eq!(sheet.agree, "", "nothing is left to agree to");
            let RowStanding::Closed { line, .. } = world.standing("low") else { panic!() };
            assert!(line.ends_with("by Ilya Sun"), "{line}");
        }
    });
}

#[test]
fn an_agreement_that_was_taken_before_the_request_changed_is_not_called_refused() {
    fn amended(item: &mut Item) {
        item.facts.revision += 1;
        item.facts.justification = "something else".to_owned();
        item.votes.clear();
    }
    fn and_cancelled(item: &mut Item) {
        amended(item);
        item.state = RequestState::Cancelled;
    }
    // Asked about at once, and when the request has run out long since.
    const DAY: u64 = 25 * 60 * 60_000;
    let changes = [amended as fn(&mut Item), and_cancelled];
    for (then, silence) in changes.into_iter().flat_map(|then| [(then, 0), (then, DAY)]) {
        run(async move {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", HOUR);
            // The checkpoint goes first; then nobody hears what became of the agreement.
            world.queue.lose(&[Loss::None, Loss::After, Loss::Before, Loss::Before, Loss::Before]);
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            assert!(world.payloads::<ReceiptPayload>(PayloadType::Receipt).is_empty());
            world.queue.change("low", then);
            world.queue.set_down(silence > 0);
            world.pass(silence).await;
            world.queue.set_down(false);
            world.queue.model().losses.clear();
            world.desk.retry_queue(None).unwrap();
            world.pass(60_000).await;
            assert_eq!(world.queue.model().effects.len(), 1);
            let receipts = world.payloads::<ReceiptPayload>(PayloadType::Receipt);
            assert_eq!(receipts.iter().map(|receipt| &*receipt.outcome).collect::<Vec<_>>(), ["accepted"]);
        });
    }
}

/// Of another approver.
fn agreement(world: &World, minutes: u32) -> impl FnOnce(&mut Item) {
    let (at, window) = (world.queue.now(), Window::from_minutes(minutes).unwrap());
    move |item| item.votes.push(Vote { by: PersonId::new("ilya"), by_name: "Ilya Sun".to_owned(), at, window })
}

/// Both are needed, and this person has signed a grant of an hour; of `unseen` minutes is an agreement that came while it was
/// under way.
async fn granted_of_two(loss: Loss, first: bool, unseen: Option<u32>, keeps_receipts: bool) -> World {
    let world = World::new().await;
    world.queue.model().keeps_receipts = keeps_receipts;
    world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
    if !first {
        world.queue.change("low", agreement(&world, 60));
    }
    world.settle().await;
    world.grant("low", HOUR);
    if let Some(minutes) = unseen {
        let agree = agreement(&world, minutes);
        agree(world.queue.model().facts.get_mut(&"low".into()).unwrap());
    }
    // The checkpoint goes first.
    world.queue.lose(&[Loss::None, loss]);
    world.desk.send_now(&named("low")).unwrap();
    world.pass(60_000).await;
    world
}

fn written(world: &World, form: ListForm) -> String {
    let (queue, tenant, from, to, legal_basis) = (None, None, None, None, None);
    let mut text = String::new();
    let mut take = |piece: crate::Written<'_>| {
        text.push_str(piece.text);
        Ok(())
    };
    world.desk.list_log(&LogList { form, queue, tenant, from, to, legal_basis }, &mut take).unwrap();
    text
}

/// As asked, and shorter: clicked, stood, agreed.
fn record(world: &World) -> [(u32, u32, u32); 2] {
    let view = world.desk.insights(&InsightsFilter::default()).unwrap();
    [0, 1].map(|kind| (view.yours[kind].clicked, view.yours[kind].stood, view.yours[kind].agreed))
}

#[test]
fn one_agreement_of_several_is_never_told_as_access_that_was_given() {
    run(async {
        for (loss, keeps, state) in [
            (Loss::None, true, "with the queue’s receipt"),
            (Loss::After, true, "with the queue’s receipt"),
            (Loss::After, false, "confirmed by reading"),
        ] {
            let world = granted_of_two(loss, true, None, keeps).await;
            let told = |when: &str| {
                let row = world.desk.log(None, 0, 1).unwrap().rows.remove(0);
                assert_eq!(row.verb, "Agreed to 1 h", "{when}");
                let search = LogSearch { words: "\"agreed to\"".to_owned(), limit: 5, ..LogSearch::default() };
                assert_eq!(world.desk.search_log(&search).unwrap().hits[0].row.verb, row.verb, "{when}");
                let table = written(&world, ListForm::Csv);
                assert!(table.contains("\"grant\",\"agreed\"") && !table.contains("accepted"), "{when}: {table}");
                for version in OcsfVersion::ALL {
                    let event: Value = serde_json::from_str(&written(&world, ListForm::Ocsf(version))).unwrap();
                    assert_eq!((&event["activity_id"], &event["type_uid"]), (&99.into(), &300_599.into()), "{event}");
                    assert_eq!((&event["status_id"], &event["status_code"]), (&99.into(), &"agreed".into()), "{event}");
                    assert_eq!(
                        (&event["activity_name"], &event["status"]),
                        (&"Agree".into(), &"Others must agree".into())
                    );
                }
                assert_eq!(record(&world), [(0, 0, 0), (1, 0, 1)], "{when}");
            };
            told("while others must agree");
            let detail = world.desk.log_detail(None, 2).unwrap();
            let sentence = plain(&detail.sentence);
            assert!(sentence.starts_with("You agreed to give Dana Peres the role"), "{sentence}");
            assert!(sentence.ends_with("Others had to agree too."), "{sentence}");
            let told_state = plain(&detail.facts[0].1);
            assert!(told_state.starts_with("Recorded as your agreement") && told_state.contains(state), "{told_state}");
            world.queue.decide_elsewhere("low", Action::Grant);
            world.pass(61_000).await;
            told("once another granted it");
        }
    });
}

#[test]
fn the_agreement_that_completes_it_is_the_grant() {
    run(async {
        for (loss, keeps) in [(Loss::None, true), (Loss::After, true), (Loss::After, false)] {
            let world = granted_of_two(loss, false, None, keeps).await;
            assert_eq!(world.verbs()[0], "Granted 1 h");
            assert!(!written(&world, ListForm::Csv).contains("\"agreed\",\"contoso\""));
            assert_eq!(record(&world), [(0, 0, 0), (1, 1, 0)]);
        }
    });
}

#[test]
fn an_agreement_whose_request_another_ended_before_it_was_read_is_one_all_the_same() {
    run(async {
        for action in [Action::Grant, Action::Deny] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", HOUR);
            world.queue.lose(&[Loss::None, Loss::After, Loss::Before, Loss::Before]);
            world.desk.send_now(&named("low")).unwrap();
            world.settle().await;
            assert_eq!(world.verbs()[0], "Agreement to 1 h, no receipt yet");
            world.queue.decide_elsewhere("low", action);
            world.pass(120_000).await;
            assert_eq!(world.verbs()[0], "Agreed to 1 h");
        }
    });
}

#[test]
fn what_is_told_of_a_grant_is_what_took_effect_and_where_it_is_less_that_is_said() {
    run(async {
        for (loss, keeps) in [(Loss::None, true), (Loss::After, true), (Loss::After, false)] {
            let world = granted_of_two(loss, true, Some(30), keeps).await;
            let given = Window::from_minutes(30).unwrap();
            assert_eq!(world.queue.model().grants.values().map(|grant| grant.window).collect::<Vec<_>>(), [given]);
            let receipts = world.payloads::<ReceiptPayload>(PayloadType::Receipt);
            assert_eq!(receipts.iter().map(|receipt| receipt.granted_window).collect::<Vec<_>>(), [Some(given)]);
            let row = world.desk.log(None, 0, 1).unwrap().rows.remove(0);
            assert_eq!(row.verb, "Granted 30 min");
            assert!(plain(&row.what).ends_with(", asked 4 h, you agreed to 1 h"), "{}", plain(&row.what));
            let search = LogSearch { words: "\"granted 30 min\"".to_owned(), limit: 5, ..LogSearch::default() };
            assert_eq!(world.desk.search_log(&search).unwrap().hits.len(), 1);
            let sentence = plain(&world.desk.log_detail(None, 2).unwrap().sentence);
            let less = "You agreed to 1 h; 30 min took effect, as an earlier approver agreed to 30 min.";
            assert!(sentence.contains(" for 30 min. Asked: 4 h.") && sentence.ends_with(less), "{sentence}");
            let table = written(&world, ListForm::Csv);
            assert!(table.contains("\"14400\",\"3600\",\"1800\""), "{table}");
            for version in OcsfVersion::ALL {
                let event: Value = serde_json::from_str(&written(&world, ListForm::Ocsf(version))).unwrap();
                let lengths = (&event["unmapped"]["chosen_seconds"], &event["unmapped"]["granted_seconds"]);
                assert_eq!(lengths, (&3600.into(), &1800.into()), "{event}");
            }
            let PanelView::Moving { title, line, .. } = world.sheet("low").panel else { panic!() };
            assert_eq!(title, "Granted 30 min, recorded");
            assert!(line.ends_with("You agreed to 1 h; 30 min took effect, as Ilya Sun agreed to 30 min."), "{line}");
            let RowStanding::Closed { line, .. } = world.standing("low") else { panic!() };
            assert_eq!(line, "Granted 30 min by you");
        }
    });
}

#[test]
fn the_insights_count_what_took_effect_once() {
    run(async {
        for loss in [Loss::None, Loss::After] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", 4 * HOUR);
            agreement(&world, 60)(world.queue.model().facts.get_mut(&"low".into()).unwrap());
            world.queue.lose(&[Loss::None, loss]);
            world.desk.send_now(&named("low")).unwrap();
            world.pass(60_000).await;
            world.queue.tick();
            world.pass(3_601_000).await;
            world.queue.tick();
            world.pass(61_000).await;
            let view = world.desk.insights(&InsightsFilter::default()).unwrap();
            assert_eq!((view.granted, view.shortened.count, view.shortened.of), (1, 1, 1));
            assert_eq!((view.used.grants, view.used.granted_minutes), (1, 60));
            assert_eq!(view.roles.iter().map(|role| role.median.as_str()).collect::<Vec<_>>(), ["1 h"]);
            assert_eq!(record(&world), [(0, 0, 0), (1, 1, 0)], "granted shorter, though the whole was clicked");
        }
    });
}

/// Both are needed, and the other one has agreed to so many minutes.
async fn with_agreement(minutes: u32) -> World {
    let world = World::new().await;
    let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
    world.queue.change("low", |item| item.facts.policy.stages = two);
    world.queue.change("low", agreement(&world, minutes));
    world.settle().await;
    world
}

#[test]
fn the_sheet_says_what_another_agreed_to_and_offers_no_more_than_that_leaves() {
    run(async {
        let world = with_agreement(90).await;
        let sheet = world.sheet("low");
        let agreed = "So far agreed: 90 min by Ilya Sun, so at most 90 min will be given.";
        assert_eq!(sheet.agreed.as_ref().map(plain).as_deref(), Some(agreed));
        let lengths: Vec<&str> = sheet.duration.stops.iter().map(|stop| stop.label.as_str()).collect();
        assert_eq!(lengths, ["15 min", "30 min", "45 min", "1 h", "90 min"]);
        assert_eq!((sheet.duration.chosen, sheet.duration.last_caption.as_str()), (4, "agreed"));
        for (typed, fits) in [("90m", true), ("91m", false), ("4h", false), ("999d", false)] {
            let told = world.desk.preview_length(&sheet.ticket, typed).map_err(|error| error.view().message);
            let why = "That is longer than 90 min, the most that can still be given: Ilya Sun agreed to 90 min. Choose 90 min or less.";
            assert_eq!(told.map(|length| length.seconds), if fits { Ok(5400) } else { Err(why.to_owned()) }, "{typed}");
        }
        let longer = world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 5401 }, None, None).unwrap_err().view();
        assert_eq!(longer.code, "length-too-long");
        assert!(longer.message.contains("Ilya Sun agreed to 90 min"), "{}", longer.message);
        world.desk.decide(&sheet.ticket, Choice::Grant { seconds: 5400 }, None, None).unwrap();
    });
}

#[test]
fn an_agreement_that_leaves_everything_is_told_and_cuts_nothing() {
    run(async {
        let world = with_agreement(240).await;
        let sheet = world.sheet("low");
        assert_eq!(sheet.agreed.as_ref().map(plain).as_deref(), Some("So far agreed: 4 h by Ilya Sun."));
        assert_eq!(sheet.duration.last_caption, "asked");
        assert_eq!(world.sheet("high").agreed, None);
    });
}

#[test]
fn an_agreement_that_comes_while_the_sheet_is_open_refuses_only_what_it_would_cut() {
    run(async {
        for (seconds, cut) in [(2 * HOUR, true), (HOUR, false), (600, false)] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            let sheet = world.sheet("low");
            assert_eq!(sheet.agreed, None);
            world.queue.change("low", agreement(&world, 60));
            world.settle().await;
            let clicked = world.desk.decide(&sheet.ticket, Choice::Grant { seconds }, None, None);
            assert_eq!(
                clicked.as_ref().err().map(|error| error.view().code).as_deref(),
                cut.then_some("length-too-long")
            );
        }
    });
}

#[test]
fn a_held_grant_that_an_agreement_would_cut_is_not_signed_and_a_shorter_one_is() {
    run(async {
        for (minutes, cut) in [(60, true), (120, false)] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", 2 * HOUR);
            world.queue.change("low", agreement(&world, minutes));
            world.pass(10_000).await;
            let effects = world.queue.model().effects.len();
            if !cut {
                assert_eq!((effects, world.verbs()[0].as_str()), (1, "Granted 2 h"));
                continue;
            }
            assert_eq!((effects, world.verbs()[0].as_str()), (0, "Not signed"));
            let PanelView::Again { title, line, .. } = world.sheet("low").panel else { panic!() };
            assert_eq!(title, "Decide again: less can be given now.");
            let why =
                "Your grant of 2 h was not signed: Ilya Sun agreed to 1 h meanwhile, so at most 1 h will be given.";
            assert_eq!(line, why);
            world.grant("low", HOUR);
            world.pass(10_000).await;
            assert_eq!(world.verbs()[0], "Granted 1 h");
        }
    });
}
