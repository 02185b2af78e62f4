//! The connector of Google Cloud Privileged Access Manager, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, hours};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::google::{Parent, pam::Pam};
use desk::ports::{Line, Secret};
use doorward_vendors::Clock;
use doorward_vendors::google_pam::{DANA, ILYA, ME, PARENT, Played, TOKEN};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

pub struct GooglePam {
    played: Played,
    connector: Arc<Pam>,
}

impl GooglePam {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let parent: Parent = PARENT.parse().unwrap();
        let pam = Pam::new(parent, &address, &address, &Secret::new(TOKEN.into())).unwrap();
        Self { played, connector: Arc::new(pam.paced(Duration::from_millis(20))) }
    }
}

#[async_trait]
impl Backstage for GooglePam {
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
        self.played.model().grants.get_mut(id.as_str()).unwrap()["requestedDuration"] =
            json!(format!("{}s", to * 3600));
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().event(id.as_str(), "WITHDRAWN", json!({ "withdrawn": {} }));
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let mut model = self.played.model();
        match action {
            Action::Grant => model.approve(id.as_str(), ILYA, "Not needed"),
            Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
                model.deny(id.as_str(), ILYA, "Not needed")
            }
        }
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
        let model = self.played.model();
        let grant = &model.grants[id.as_str()];
        let seconds: u32 = grant["requestedDuration"].as_str().unwrap().trim_end_matches('s').parse().unwrap();
        let events = grant["timeline"]["events"].as_array().unwrap().iter();
        let effect = |event: &Value| match event {
            event if event["approved"]["actor"] == ME => Some((Action::Grant, Some(hours(seconds / 3600)))),
            event if event["denied"]["actor"] == ME => Some((Action::Deny, None)),
            event if event["revoked"]["actor"] == ME => Some((Action::Revoke, None)),
            _ => None,
        };
        events.filter_map(effect).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        let model = self.played.model();
        let mut events = model.grants[id.as_str()]["timeline"]["events"].as_array().unwrap().iter();
        let reason = events
            .find_map(|event| event["denied"]["reason"].as_str().or_else(|| event["approved"]["reason"].as_str()));
        reason.map(str::to_owned)
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}
