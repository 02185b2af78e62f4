//! The connector of ServiceNow's approvals, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::servicenow::Approvals;
use desk::ports::{Line, Secret};
use doorward_vendors::Clock;
use doorward_vendors::servicenow::{DANA, ILYA, ME, Played, TOKEN};
use std::sync::Arc;
use std::time::Duration;

pub struct ServiceNow {
    played: Played,
    connector: Arc<Approvals>,
}

impl ServiceNow {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let approvals = Approvals::new(&address, &Secret::new(TOKEN.into())).unwrap();
        Self { played, connector: Arc::new(approvals.paced(Duration::from_millis(20))) }
    }
}

#[async_trait]
impl Backstage for ServiceNow {
    fn line(&self) -> Line {
        Line::Reread(self.connector.clone())
    }

    fn now(&self) -> Timestamp {
        self.played.model().now()
    }

    async fn pass(&self, by: Duration) {
        self.played.model().pass(i64::try_from(by.as_millis()).unwrap());
    }

    /// An approval has no length.
    async fn ask(&self, _: u32) -> RequestId {
        self.played.ask(DANA).into()
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.played.ask(ME).into()
    }

    async fn amend(&self, id: &RequestId, _: u32) {
        self.played.model().set(id.as_str(), "sysapproval.description", "The backup failed twice.");
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().set(id.as_str(), "state", "cancelled");
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let state = if action == Action::Grant { "approved" } else { "rejected" };
        self.played.model().write(id.as_str(), ILYA, state);
    }

    /// Its pages are as long as they are asked for.
    fn pages_of(&self, _: usize) {}

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
        let model = self.played.model();
        let mine = model.decided.iter().filter(|(row, who, _)| row == id.as_str() && *who == ME.1);
        mine.map(|(_, _, state)| (if state == "approved" { Action::Grant } else { Action::Deny }, None)).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.played.model().rows[id.as_str()].get("comments").cloned()
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

/// A rule of the instance may take a decision and change nothing.
#[tokio::test]
async fn a_decision_that_changed_nothing_is_told_as_refused() {
    let stage = Arc::new(ServiceNow::start().await);
    let id = stage.ask(1).await;
    stage.played.model().stubborn = true;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    world.grant(&id);
    let verb = |world: &World| world.desk.log(None, 0, 1).unwrap().rows.first().map(|row| row.verb.clone());
    let refused = |world: &World| verb(world).is_some_and(|verb| verb.contains("refused"));
    world.until_tried("it is refused", refused).await;
    assert!(!is_recorded(&world.sheet(&id).panel));
    assert_eq!((stage.calls(), stage.effects(&id).await.len()), (1, 0));
}

#[tokio::test]
async fn more_than_a_page_waits() {
    let stage = Arc::new(ServiceNow::start().await);
    for _ in 0..201 {
        stage.ask(1).await;
    }
    let world = World::connected(stage.clone()).await;
    world.until_waiting(201).await;
}
