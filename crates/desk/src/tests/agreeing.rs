//! Requests that need more than one approver, seen by the one who agreed first.

use super::queue::{Item, Loss, ME};
use super::world::{World, named, run};
use crate::log::payloads::ReceiptPayload;
use crate::text::plain;
use crate::view::{InsightsFilter, LogSearch, PanelView, RowStanding};
use crate::{ListForm, LogList, OcsfVersion};
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
            let PanelView::Superseded { title, line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
            assert!(title.starts_with(&format!("Ilya Sun {then} this")), "{title}");
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

/// Both are needed, and this person has signed a grant.
async fn granted_of_two(loss: Loss, first: bool, keeps_receipts: bool) -> World {
    let world = World::new().await;
    world.queue.model().keeps_receipts = keeps_receipts;
    world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
    if !first {
        let at = world.queue.now();
        let window = Window::from_minutes(60).unwrap();
        let (by, by_name) = (PersonId::new("ilya"), "Ilya Sun".to_owned());
        world.queue.change("low", |item| item.votes.push(Vote { by, by_name, at, window }));
    }
    world.settle().await;
    world.grant("low", HOUR);
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
            let world = granted_of_two(loss, true, keeps).await;
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
            let world = granted_of_two(loss, false, keeps).await;
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
            assert_eq!(world.verbs()[0], "Granted 1 h, no receipt yet");
            world.queue.decide_elsewhere("low", action);
            world.pass(120_000).await;
            assert_eq!(world.verbs()[0], "Agreed to 1 h");
        }
    });
}
