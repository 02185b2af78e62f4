//! The connector of ConductorOne, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::conductorone;
use desk::Choice;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::conductorone::{DANA, ILYA, ME, Played, TENANT, TOKEN};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub struct ConductorOne {
    played: Played,
    connector: Arc<conductorone::ConductorOne>,
}

impl ConductorOne {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let token = Secret::new(TOKEN.into());
        let connector = conductorone::ConductorOne::new(TENANT.parse().unwrap(), &address, &token).unwrap();
        Self { played, connector: Arc::new(connector.paced(Duration::from_millis(20))) }
    }
}

#[async_trait]
impl Backstage for ConductorOne {
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

    /// Its requester changes what was asked.
    async fn amend(&self, id: &RequestId, to: u32) {
        let length = json!(format!("{}s", to * 3600));
        self.played.model().task(id.as_str())["type"]["grant"]["grantDuration"] = length;
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().cancel(id.as_str());
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        self.played.model().review(id.as_str(), ILYA, action == Action::Grant, "Not needed");
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
        self.played.model().comments.get(id.as_str()).cloned()
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

#[tokio::test]
async fn where_conductorone_has_two_steps_ones_own_is_decided_and_the_other_is_left_to_others() {
    let stage = Arc::new(ConductorOne::start().await);
    let id = stage.ask(1).await;
    stage.played.model().add_step(id.as_str());
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
    let granted = |world: &World| match world.sheet(&id).panel {
        PanelView::Superseded { title, agreed: true, .. } => title,
        _ => String::new(),
    };
    world.until("the others agreed", |world| granted(world).starts_with("Ilya Sun granted this for 1 h")).await;
    assert_eq!(stage.calls(), 1);
}

#[tokio::test]
async fn what_was_asked_of_conductorone_without_an_end_is_never_sent_as_a_grant() {
    let stage = Arc::new(ConductorOne::start().await);
    let id = stage.ask(1).await;
    stage.played.model().task(id.as_str())["type"]["grant"]["grantDuration"] = json!(null);
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
