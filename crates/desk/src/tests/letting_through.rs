//! A queue whose grants let through what waits, once: no word that is shown, asked, told or exported is a length.

use super::world::{QUEUE, World, named, run};
use crate::capabilities::{Capabilities, Lasts, Shorten};
use crate::errors::{DecideError, PreviewError};
use crate::store::{DeskStore, QueueId};
use crate::text::{joined, plain};
use crate::view::{InsightsFilter, PanelView, SheetView};
use crate::{Choice, ListForm, LogList, OcsfVersion};
use approval::{Action, Presence, RiskLevel, Window};
use queue_api::signed::DecisionPayload;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;
const ONCE: Capabilities = Capabilities { lasts: Lasts::Once, shorten: Shorten::None, ..Capabilities::DOORWARD };

async fn world(capabilities: Capabilities) -> World {
    let mut world = World::still();
    world.queue.model().capabilities = capabilities;
    world.queue.put(world.request("low", RiskLevel::Low));
    world.start();
    world.settle().await;
    world
}

fn decide(world: &World, choice: Choice) -> Result<(), DecideError> {
    world.desk.decide(&world.sheet("low").ticket, choice, Some("agreed"), None).map(|_| ())
}

fn sentence(sheet: &SheetView) -> String {
    plain(&joined(sheet.sentence.iter().map(|span| span.text.clone())))
}

fn exported(world: &World, form: ListForm) -> String {
    let (queue, tenant, from, to, legal_basis) = (None, None, None, None, None);
    let mut text = String::new();
    let list = LogList { form, queue, tenant, from, to, legal_basis };
    let written = world.desk.list_log(&list, &mut |piece| {
        text.push_str(piece.text);
        Ok(())
    });
    assert!(written.is_ok());
    text
}

#[test]
fn a_sheet_says_once_where_a_length_would_stand() {
    run(async {
        let world = world(ONCE).await;
        let sheet = world.sheet("low");
        assert_eq!(
            sentence(&sheet),
            "Dana Peres asks to let Entra ID through to Global Administrator in Contoso, once."
        );
        assert!(sheet.once.is_some() && sheet.duration.stops.is_empty() && sheet.offers.is_empty());
        assert_eq!((sheet.guarantee[1].as_str(), sheet.grant.allowed), ("lets through once", true));
        let row = world.desk.inbox().rows.remove(0);
        assert_eq!(row.length, "once");
        assert!(row.spoken.contains("asks for Global Administrator, once, in Contoso"), "{}", row.spoken);
        let with_length = self::world(Capabilities::DOORWARD).await.sheet("low");
        assert_eq!((with_length.once, with_length.duration.stops.is_empty()), (None, false));
    });
}

#[test]
fn no_length_is_taken_where_nothing_lasts_and_none_is_left_out_where_something_does() {
    run(async {
        let world = world(ONCE).await;
        let before = world.verbs();
        let ticket = world.sheet("low").ticket;
        assert_eq!(world.desk.preview_length(&ticket, "1h").unwrap_err(), PreviewError::Once);
        for choice in [Choice::Grant { seconds: HOUR }, Choice::Grant { seconds: 4 * HOUR }] {
            assert_eq!(decide(&world, choice), Err(DecideError::Once), "{choice:?}");
        }
        assert_eq!(decide(&world, Choice::CounterOffer { seconds: HOUR }), Err(DecideError::Once));
        assert_eq!(world.verbs(), before, "nothing was written");
        assert_eq!(decide(&world, Choice::Once), Ok(()));
        let lasting = self::world(Capabilities::DOORWARD).await;
        assert_eq!(decide(&lasting, Choice::Once), Err(DecideError::NoLength), "nothing is granted without an end");
    });
}

#[test]
fn what_is_signed_keeps_the_window_of_the_facts_and_the_view_beside_it_says_once() {
    run(async {
        let world = world(ONCE).await;
        assert_eq!(decide(&world, Choice::Once), Ok(()));
        let PanelView::Held { title, line, .. } = world.panel("low") else { panic!() };
        assert_eq!(title, "Granting Global Administrator once in {n} s.");
        assert_eq!(line, "Nothing is signed yet.");
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let PanelView::Moving { title, .. } = world.panel("low") else { panic!("{:?}", world.panel("low")) };
        assert_eq!(title, "Granted once, recorded");
        let signed: DecisionPayload = world.payloads(PayloadType::Decision).remove(0);
        let window = Window::from_minutes(240).ok();
        assert_eq!((signed.asked_window, signed.granted_window), (window, window));

        let row = world.desk.log(None, 0, 1).unwrap().rows.remove(0);
        assert_eq!((row.verb.as_str(), plain(&row.what)), ("Granted once", "Global Administrator".to_owned()));
        let detail = world.desk.log_detail(None, row.entry).unwrap();
        assert_eq!(plain(&detail.sentence), "You granted Dana Peres the role Global Administrator on Entra ID once.");
        let shown = |label: &str| detail.shown.iter().any(|(line, _)| line == label);
        assert!(shown("Once") && !shown("Length") && !shown("Longest"), "{:?}", detail.shown);

        let csv = exported(&world, ListForm::Csv);
        assert!(csv.starts_with("first_entry,") && csv.lines().next().unwrap().ends_with(",lasts"), "{csv}");
        assert!(csv.contains(r#""Entra ID","","","","agreed""#) && csv.trim_end().ends_with(r#","once""#), "{csv}");
        let ocsf = exported(&world, ListForm::Ocsf(OcsfVersion::V1_5));
        let event: serde_json::Value = serde_json::from_str(ocsf.trim()).unwrap();
        assert_eq!(event["unmapped"]["lasts"], "once");
        assert!(event["unmapped"]["granted_seconds"].is_null());
        let leaves = world.store.leaves(&QueueId::new(QUEUE), 0, 100).unwrap();
        assert!(!leaves.is_empty());
    });
}

#[test]
fn what_came_before_has_no_length_either() {
    run(async {
        let world = world(ONCE).await;
        for id in ["one", "two"] {
            world.queue.put(world.request(id, RiskLevel::Low));
            world.settle().await;
            world.queue.decide_elsewhere(id, Action::Grant);
            world.settle().await;
        }
        let sheet = world.sheet("low");
        let precedents = sheet.precedents.unwrap();
        assert_eq!(precedents.summary, "the last 2 for this role in Contoso");
        assert!(precedents.cells.iter().all(|cell| cell.text == "once"), "{precedents:?}");
        assert!(sheet.usual.is_some_and(|usual| usual.summary.ends_with("5 lines are the same.")));
        let roles = world.desk.insights(&InsightsFilter::default()).unwrap().roles;
        assert_eq!((roles[0].granted, roles[0].median.as_str(), roles[0].median_seconds), (2, "", None));
        let PanelView::Superseded { title, .. } = world.panel("one") else { panic!("{:?}", world.panel("one")) };
        assert!(title.contains(" granted this once at "), "{title}");
    });
}

#[test]
fn a_change_is_told_without_the_length_and_presence_is_asked_for_once() {
    run(async {
        let world = world(ONCE).await;
        world.sheet("low");
        world.queue.change("low", |item| {
            item.facts.revision = 2;
            item.facts.justification = "Another".to_owned();
            item.facts.window = Window::from_minutes(30).unwrap().into();
            item.facts.policy.presence = Presence::Local;
        });
        world.settle().await;
        let changed = world.sheet("low").changed.unwrap();
        assert!(changed.lines.iter().all(|line| line.label != "Length"), "{changed:?}");
        assert!(changed.lines.iter().any(|line| line.label == "Their words"), "{changed:?}");
        world.desk.accept_change(&named("low"), 2, crate::ViewKind::Window).unwrap();
        let _ = decide(&world, Choice::Once);
        assert_eq!(world.prompt.asked()[0].0, "Grant Global Administrator on Entra ID in Contoso to Dana Peres once.");
    });
}
