//! The connector of AWS TEAM, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::aws_team::Team;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::aws_team::{DANA, ILYA, ME, Played, TOKEN};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub struct AwsTeam {
    played: Played,
    connector: Arc<Team>,
}

impl AwsTeam {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let team = Team::new(&address, &Secret::new(TOKEN.into())).unwrap();
        Self { played, connector: Arc::new(team.paced(Duration::from_millis(20))) }
    }
}

#[async_trait]
impl Backstage for AwsTeam {
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
        self.played.ask(DANA, hours).into()
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.played.ask(ME, 1).into()
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, to: u32) {
        self.played.model().rows.get_mut(id.as_str()).unwrap()["duration"] = json!(to.to_string());
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().cancel(id.as_str());
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let status = if action == Action::Grant { "approved" } else { "rejected" };
        let mut model = self.played.model();
        model.write(id.as_str(), ILYA, status, Some("Not needed"));
        model.settle();
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
        let effect = |(status, window)| match status {
            "approved" => (Action::Grant, Some(window)),
            "rejected" => (Action::Deny, None),
            _ => (Action::Revoke, None),
        };
        self.played.model().decided_by_me(id.as_str()).into_iter().map(effect).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.played.model().rows[id.as_str()]["comment"].as_str().map(str::to_owned)
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

/// What is decided between the reading and the click’s arrival is not overwritten: TEAM itself would let it be.
#[tokio::test]
async fn a_late_click_overwrites_nothing() {
    let stage = Arc::new(AwsTeam::start().await);
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    stage.played.model().overtake = true;
    world.grant(&id);
    let first = |world: &World| match world.sheet(&id).panel {
        PanelView::Superseded { title, .. } => title,
        _ => String::new(),
    };
    world.until_tried("somebody was first", |world| !first(world).is_empty()).await;
    assert!(first(&world).starts_with("Ilya Sun denied this at "), "{}", first(&world));
    assert_eq!(stage.played.model().rows[id.as_str()]["status"], "rejected");
    assert_eq!(stage.calls(), 1);
}

/// TEAM finds out a moment later that whoever asked decides by another name, and takes it back: then nothing is granted.
#[tokio::test]
async fn what_team_takes_back_is_told_as_failed() {
    let stage = Arc::new(AwsTeam::start().await);
    let id = stage.ask(1).await;
    // By the same address, which Noor's token does not tell.
    stage.played.model().rows.get_mut(id.as_str()).unwrap()["email"] = json!("noor.haddad@contoso.example");
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.grant(&id);
    let refused = |world: &World| !is_recorded(&world.sheet(&id).panel) && world.is_closed(&id);
    world.until_tried("it was taken back", refused).await;
    assert_eq!(stage.played.model().rows[id.as_str()]["status"], "error");
    let live = |world: &World| {
        world.desk.grants().sections.iter().flat_map(|section| &section.rows).any(|row| {
            matches!(
                row.standing,
                desk::view::GrantStanding::Active { .. } | desk::view::GrantStanding::Starting { .. }
            )
        })
    };
    assert!(!live(&world), "nothing is live");
}
