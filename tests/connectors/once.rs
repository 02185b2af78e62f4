//! What lets through what waits, once: the whole way of a deployment at the desk, in the words that are shown, signed and kept,
//! none of which is a length; and that one review is one deployment's, whatever waits after it.

use super::github::{Github, id};
use super::world::{Backstage, World, is_recorded};
use approval::Action;
use desk::view::ErrorView;
use desk::view::{PanelView, RowStanding};
use desk::{Choice, DecideError, text};
use doorward_vendors::github::{DANA, DEVELOPMENT, ILYA, ME, STAGING};
use std::sync::Arc;

async fn connected() -> (Arc<Github>, World) {
    let stage = Arc::new(Github::start().await);
    let world = World::connected(stage.clone()).await;
    (stage, world)
}

fn said(sheet: &desk::view::SheetView) -> String {
    text::plain(&text::joined(sheet.sentence.iter().map(|span| span.text.clone())))
}

fn code(error: DecideError) -> String {
    let ErrorView { code, .. } = desk::Answer::view(&error);
    code
}

#[tokio::test]
async fn a_deployment_is_let_through_once_and_no_word_of_it_is_a_length() {
    let (stage, world) = connected().await;
    let run = stage.played.ask(DANA, DEVELOPMENT);
    let id = id(run);
    world.until_waiting(1).await;

    let sheet = world.sheet(&id);
    assert_eq!(said(&sheet), "dana-peres asks to let Release #1 of acme/web through to development in acme, once.");
    let means = text::plain(&sheet.means);
    assert_eq!(
        means,
        "Deploys main at 1a2b3c4d5e6f to development, as .github/workflows/release.yml says; begun by push."
    );
    assert_eq!(text::plain(&sheet.words.text), "Let the basket keep its prices");
    assert!(sheet.once.is_some() && sheet.duration.stops.is_empty() && sheet.offers.is_empty(), "{sheet:?}");
    assert_eq!(sheet.guarantee[1..3], ["lets through once", "cannot revoke"]);
    let row = world.desk.inbox().rows.remove(0);
    assert_eq!(row.length, "once");
    assert!(row.spoken.starts_with("dana-peres asks for development, once, in acme."), "{}", row.spoken);

    let with_a_length = world.click(&id, Choice::Grant { seconds: 3600 }).unwrap_err();
    assert_eq!(code(with_a_length), "lasts-once");
    assert_eq!(world.desk.preview_length(&world.sheet(&id).ticket, "1h").map_err(|_| ()), Err(()));

    world.click(&id, Choice::Once).unwrap();
    let PanelView::Held { title, line, .. } = world.sheet(&id).panel else { panic!() };
    assert_eq!((&*title, &*line), ("Granting development once in {n} s.", "Nothing is signed yet."));
    assert!(matches!(world.standing(&id), Some(RowStanding::Held { line, .. }) if line == "Granting once, held"));
    world.desk.send_now(&super::world::named(&id)).unwrap();
    world.until_recorded(&id).await;
    let PanelView::Moving { title, .. } = world.sheet(&id).panel else { panic!() };
    assert_eq!(title, "Granted once, recorded");
    assert_eq!(world.desk.grants().count, 0, "nothing lasts");

    let log = world.desk.log(None, 0, 1).unwrap().rows.remove(0);
    assert_eq!((&*log.verb, &*text::plain(&log.what)), ("Granted once", "development"));
    let detail = world.desk.log_detail(None, log.entry).unwrap();
    let sentence = text::plain(&detail.sentence);
    assert_eq!(sentence, "You granted dana-peres the role development on Release #1 of acme/web once.");
    assert!(detail.shown.iter().any(|(label, _)| label == "Once"), "what was signed says so: {:?}", detail.shown);
    let days = |text: &str| text.contains("30 days") || text.contains("720 h");
    assert!(!detail.shown.iter().any(|(_, text)| days(&text::plain(text))), "{:?}", detail.shown);
}

#[tokio::test]
async fn the_second_wait_for_an_environment_is_a_request_of_its_own_and_no_review_of_the_first() {
    let (stage, world) = connected().await;
    let run = stage.played.ask(DANA, DEVELOPMENT);
    world.until_waiting(1).await;
    world.grant(&id(run));
    world.until_recorded(&id(run)).await;
    stage.played.model().wait_again(run, DEVELOPMENT);
    world.until_waiting(1).await;
    let second = super::github::id(run).as_str().replace("/1.0/", "/1.1/").into();
    assert!(matches!(world.standing(&second), Some(RowStanding::Open)));
    assert!(is_recorded(&world.sheet(&id(run)).panel), "the first stays as it was");
    assert_eq!(stage.calls(), 1, "and is not sent again");

    world.decide(&second, Choice::Deny);
    world.until_recorded(&second).await;
    let effects = stage.effects(&second).await;
    assert_eq!(effects, [(Action::Grant, None), (Action::Deny, None)]);
}

#[tokio::test]
async fn a_run_that_is_run_again_asks_again_and_whoever_ran_it_again_asks() {
    let (stage, world) = connected().await;
    let run = stage.played.ask(DANA, DEVELOPMENT);
    world.until_waiting(1).await;
    world.decide(&id(run), Choice::Deny);
    world.until_recorded(&id(run)).await;
    stage.played.model().rerun(run, ILYA, STAGING);
    let again = format!("acme/web/{STAGING}/2.0/{run}").into();
    // The count alone may still be that of the request before.
    world.until("it is asked again", |world| world.standing(&again).is_some()).await;
    world.until_waiting(1).await;
    let sheet = world.sheet(&again);
    assert_eq!(said(&sheet), "Ilya Sun asks to let Release #1 of acme/web through to staging in acme, once.");
    let means = text::plain(&sheet.means);
    assert!(means.ends_with("GitHub waits 30 minutes before that."), "{means}");

    stage.played.model().rerun(run, ME, STAGING);
    let own = format!("acme/web/{STAGING}/3.0/{run}").into();
    world.until("it is listed", |world| world.standing(&own).is_some()).await;
    assert!(matches!(world.standing(&own), Some(RowStanding::CannotDecide { line }) if line == "Your own request"));
}

#[tokio::test]
async fn one_thing_is_asked_for_at_a_time_and_not_again_while_it_stands() {
    let (stage, world) = connected().await;
    let runs = [stage.played.ask(DANA, DEVELOPMENT), stage.played.ask(DANA, DEVELOPMENT)];
    world.until_waiting(2).await;
    let unchanged = stage.played.model().unchanged;
    world.until_tried("it is looked at again", |_| stage.played.model().unchanged > unchanged + 5).await;
    for run in runs {
        world.grant(&id(run));
    }
    for run in runs {
        world.until_recorded(&id(run)).await;
    }
    let model = stage.played.model();
    let [first, second] = model.writes[..] else { panic!("{:?}", model.writes) };
    assert!(second - first >= std::time::Duration::from_secs(1), "{:?}", second - first);
    assert_eq!(model.at_once, 1);
}
