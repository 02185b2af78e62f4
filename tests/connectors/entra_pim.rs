//! The connector of Microsoft Entra Privileged Identity Management, over that system as `doorward-vendors` plays it, for each of
//! its surfaces.

use super::world::{Backstage, Fault};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::entra::{self, pim::Pim};
use desk::ports::{Line, Secret};
use doorward_vendors::Clock;
use doorward_vendors::entra_pim::{DANA, ILYA, ME, Played, Surface, TOKEN};
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
        let of = match surface {
            Surface::Groups => entra::Surface::Groups,
            Surface::Roles => entra::Surface::Roles,
        };
        let pim = Pim::new(of, &address, &Secret::new(TOKEN.into())).unwrap();
        Self { played, surface, connector: Arc::new(pim.paced(Duration::from_millis(20))) }
    }
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
        self.played.ask(self.surface, DANA, hours).into()
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.played.ask(self.surface, ME, 1).into()
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, to: u32) {
        let mut model = self.played.model();
        let asked = model.requests.get_mut(id.as_str()).unwrap();
        asked.body["scheduleInfo"]["expiration"]["duration"] = json!(format!("PT{to}H"));
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
        let model = self.played.model();
        let stages = &model.requests[id.as_str()].stages;
        stages
            .iter()
            .find_map(|stage| stage["justification"].as_str().filter(|reason| !reason.is_empty()).map(str::to_owned))
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}
