//! The connector of Microsoft Entra: Privileged Identity Management and access packages, over those systems as `doorward-vendors`
//! plays them, for each surface.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::entra::{self, pim::Pim};
use desk::Choice;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::entra_pim::{AZURE_TOKEN, DANA, ILYA, ME, Played, Surface, TOKEN, azure_id};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub struct EntraPim {
    played: Played,
    surface: Surface,
    connector: Arc<Pim>,
}

impl EntraPim {
    pub async fn start(surface: Surface) -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let (of, token) = match surface {
            Surface::Groups => (entra::Surface::Groups, TOKEN),
            Surface::Roles => (entra::Surface::Roles, TOKEN),
            Surface::Azure => ("azure".parse().unwrap(), AZURE_TOKEN),
            Surface::Packages => (entra::Surface::Packages, TOKEN),
        };
        let pim = Pim::new(of, &address, &Secret::new(token.into())).unwrap();
        Self { played, surface, connector: Arc::new(pim.paced(Duration::from_millis(20))) }
    }

    /// As the connector names it: Azure's are named by their place.
    fn id(&self, own: String) -> RequestId {
        match self.surface {
            Surface::Groups | Surface::Roles | Surface::Packages => own.into(),
            Surface::Azure => azure_id(&own).into(),
        }
    }
}

/// The played system's own id of it.
fn own(id: &RequestId) -> &str {
    id.as_str().rsplit('/').next().unwrap()
}

#[async_trait]
impl Backstage for EntraPim {
    fn line(&self) -> Line {
        Line::Reread(self.connector.clone())
    }

    fn now(&self) -> Timestamp {
        self.played.model().now()
    }

    async fn pass(&self, by: Duration) {
        self.played.model().pass(i64::try_from(by.as_millis()).unwrap());
    }

    async fn ask(&self, hours: u32) -> RequestId {
        self.id(self.played.ask(self.surface, DANA, hours))
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.id(self.played.ask(self.surface, ME, 1))
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, to: u32) {
        let mut model = self.played.model();
        let asked = model.requests.get_mut(own(id)).unwrap();
        asked.body["scheduleInfo"]["expiration"]["duration"] = json!(format!("PT{to}H"));
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().cancel(own(id));
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        self.played.model().review(own(id), ILYA, action == Action::Grant, "Not needed");
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
        let decided = self.played.model().decided_by_me(own(id));
        let effect = |(approved, window)| match approved {
            true => (Action::Grant, Some(window)),
            false => (Action::Deny, None),
        };
        decided.into_iter().map(effect).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        let model = self.played.model();
        let stages = &model.requests[own(id)].stages;
        stages
            .iter()
            .find_map(|stage| stage["justification"].as_str().filter(|reason| !reason.is_empty()).map(str::to_owned))
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

#[tokio::test]
async fn where_two_stages_must_agree_ones_own_is_decided_and_the_other_is_left_to_others() {
    for surface in [Surface::Groups, Surface::Roles, Surface::Azure, Surface::Packages] {
        let stage = Arc::new(EntraPim::start(surface).await);
        let id = stage.ask(1).await;
        stage.played.model().add_stage(own(&id), false);
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
}

#[tokio::test]
async fn what_was_asked_for_without_an_end_is_never_sent_as_a_grant() {
    let stage = Arc::new(EntraPim::start(Surface::Groups).await);
    let id = stage.ask(1).await;
    stage.played.model().requests.get_mut(own(&id)).unwrap().body["scheduleInfo"]["expiration"] =
        json!({ "type": "noExpiration", "endDateTime": null, "duration": null });
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
async fn a_package_is_given_for_what_its_policy_says_where_its_request_says_nothing() {
    let stage = Arc::new(EntraPim::start(Surface::Packages).await);
    let (told, endless, hidden) = (stage.ask(1).await, stage.ask(1).await, stage.ask(1).await);
    {
        let mut model = stage.played.model();
        for id in [&told, &endless, &hidden] {
            model.requests.get_mut(own(id)).unwrap().body["scheduleInfo"]["expiration"] =
                json!({ "type": "notSpecified" });
        }
        model.requests.get_mut(own(&endless)).unwrap().body["policy"] = json!({ "type": "noExpiration" });
        model.requests.get_mut(own(&hidden)).unwrap().body["policy"] = json!(null);
    }
    let world = World::connected(stage.clone()).await;
    world.until_waiting(3).await;
    let month = 30 * 86_400;
    assert_eq!(world.sheet(&told).duration.stops.last().unwrap().seconds, month);
    for id in [&endless, &hidden] {
        for seconds in [3600, month, 366 * 86_400] {
            assert!(world.click(id, Choice::Grant { seconds }).is_err(), "{id} {seconds}");
        }
    }
    world.grant(&told);
    world.until_recorded(&told).await;
    assert_eq!(stage.calls(), 1);
}
