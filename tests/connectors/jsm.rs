//! The connector of Jira Service Management, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::jsm;
use desk::Choice;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::jsm::{DANA, ILYA, ME, Played, TOKEN};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub struct Jsm {
    played: Played,
    connector: Arc<jsm::Jsm>,
}

impl Jsm {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let jsm = jsm::Jsm::new(&address, jsm::Fields::default(), &Secret::new(TOKEN.into()));
        Self { played, connector: Arc::new(jsm.unwrap().paced(Duration::from_millis(20))) }
    }
}

#[async_trait]
impl Backstage for Jsm {
    fn line(&self) -> Line {
        Line::Reread(self.connector.clone())
    }

    fn now(&self) -> Timestamp {
        self.played.model().now()
    }

    async fn pass(&self, by: Duration) {
        let mut model = self.played.model();
        model.pass(i64::try_from(by.as_millis()).unwrap());
        model.give_up(24 * 3_600_000);
    }

    async fn ask(&self, hours: u32) -> RequestId {
        self.played.ask(DANA, hours).into()
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.played.ask(ME, 1).into()
    }

    /// An agent corrects the field.
    async fn amend(&self, id: &RequestId, to: u32) {
        self.played.model().asked(id.as_str()).body["requestFieldValues"][1]["value"]["value"] =
            json!(format!("{to} hours"));
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().cancel(id.as_str());
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        self.played.model().answer(id.as_str(), ILYA, action == Action::Grant);
    }

    fn pages_of(&self, requests: usize) {
        self.played.model().page = requests;
    }

    fn deafen(&self, deaf: bool) {
        self.played.model().deaf = deaf;
    }

    fn throttle_list(&self, seconds: u32) {
        self.played.model().throttle_list = Some(seconds);
    }

    fn fault(&self, fault: Fault) {
        self.played.model().faults.push_back(fault);
    }

    async fn effects(&self, id: &RequestId) -> Vec<(Action, Option<Window>)> {
        let decided = self.played.model().decided_by_me(id.as_str());
        let effect = |(approved, window)| match approved {
            true => (Action::Grant, Some(window)),
            false => (Action::Deny, None),
        };
        decided.into_iter().map(effect).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.played.model().comments(id.as_str()).pop()
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

#[tokio::test]
async fn where_both_approvers_must_agree_ones_own_answer_is_an_agreement() {
    let stage = Arc::new(Jsm::start().await);
    let id = stage.ask(1).await;
    stage.played.model().need_both(id.as_str());
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.grant(&id);
    world.until_recorded(&id).await;
    let agreed = |world: &World| match world.sheet(&id).panel {
        panel @ PanelView::Moving { .. } if is_recorded(&panel) => format!("{panel:?}"),
        _ => String::new(),
    };
    world.until("others must agree", |world| agreed(world).contains("You agreed to 1 h. Others must too.")).await;
    assert_eq!((stage.calls(), world.desk.status().waiting), (1, 0));
    stage.decide_as_ilya(&id, Action::Grant).await;
    world.until("the other agreed", |world| world.is_closed(&id)).await;
    assert_eq!(stage.calls(), 1);
}

#[tokio::test]
async fn what_says_nowhere_for_how_long_is_never_sent_as_a_grant() {
    let stage = Arc::new(Jsm::start().await);
    let id = stage.ask(1).await;
    stage.played.model().asked(id.as_str()).body["requestFieldValues"][1]["label"] = json!("Colour");
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    for seconds in [3600, 86_400, 366 * 86_400] {
        assert!(world.click(&id, Choice::Grant { seconds }).is_err(), "{seconds}");
    }
    world.decide(&id, Choice::CounterOffer { seconds: 8 * 3600 });
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await.first().map(|(action, _)| *action), Some(Action::Deny));
    assert_eq!(stage.calls(), 1);
}

#[tokio::test]
async fn a_reason_that_jira_does_not_take_is_said_and_nothing_is_decided() {
    let stage = Arc::new(Jsm::start().await);
    let id = stage.ask(1).await;
    stage.played.model().mute = true;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.decide(&id, Choice::Deny);
    let said = |world: &World| match world.sheet(&id).panel {
        panel @ PanelView::Again { .. } => format!("{panel:?}"),
        _ => String::new(),
    };
    world.until_tried("it is said", |world| said(world).contains("did not take the reason as a comment")).await;
    assert_eq!((stage.calls(), stage.effects(&id).await.len()), (0, 0));
    world.desk.decide(&world.sheet(&id).ticket, Choice::Deny, None, None).unwrap();
    world.desk.send_now(&super::world::named(&id)).unwrap();
    world.until_recorded(&id).await;
    assert_eq!(stage.calls(), 1);
}

/// A decision may be sent again, and its reason is not said twice.
#[tokio::test]
async fn a_reason_stands_once_however_often_its_decision_is_sent() {
    let stage = Arc::new(Jsm::start().await);
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    stage.fault(Fault::Before);
    world.decide(&id, Choice::Deny);
    world.until_recorded(&id).await;
    assert_eq!(stage.calls(), 2);
    assert_eq!(stage.played.model().comments(id.as_str()), ["Agreed with finance"]);
}
