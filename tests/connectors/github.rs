//! The connector of GitHub's deployment reviews, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::Timeouts;
use connectors::github::reviews::Reviews;
use desk::ports::{Line, Secret};
use doorward_vendors::Clock;
use doorward_vendors::github::{DANA, DEVELOPMENT, ILYA, ME, Played, REPOSITORY, TOKEN};
use std::sync::Arc;
use std::time::Duration;

pub struct Github {
    pub played: Played,
    connector: Arc<Reviews>,
}

impl Github {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        // One thing is asked for at a time: what is never answered must not hold up the rest for long.
        let timeouts = Timeouts { whole: Duration::from_secs(3), ..Timeouts::default() };
        let token = Secret::new(TOKEN.into());
        let reviews = Reviews::with_timeouts(REPOSITORY.parse().unwrap(), &address, &token, timeouts).unwrap();
        Self { played, connector: Arc::new(reviews.paced(Duration::from_millis(20))) }
    }
}

pub fn id(run: u64) -> RequestId {
    RequestId::new(format!("{REPOSITORY}/{DEVELOPMENT}/1.0/{run}"))
}

pub fn run_of(id: &RequestId) -> u64 {
    id.as_str().rsplit('/').next().unwrap().parse().unwrap()
}

#[async_trait]
impl Backstage for Github {
    fn line(&self) -> Line {
        Line::Reread(self.connector.clone())
    }

    fn now(&self) -> Timestamp {
        self.played.model().now()
    }

    async fn pass(&self, by: Duration) {
        self.played.model().pass(i64::try_from(by.as_millis()).unwrap());
    }

    /// A review has no length.
    async fn ask(&self, _: u32) -> RequestId {
        id(self.played.ask(DANA, DEVELOPMENT))
    }

    async fn ask_as_noor(&self) -> RequestId {
        id(self.played.ask(ME, DEVELOPMENT))
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, _: u32) {
        self.played.model().runs.get_mut(&run_of(id)).unwrap().title = "Let the basket lose its prices".to_owned();
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().cancel(run_of(id));
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        self.played.model().review(run_of(id), DEVELOPMENT, ILYA, action == Action::Grant, "Not needed");
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
        let mine = model.runs[&run_of(id)].reviews.iter().filter(|(_, _, who, _)| who == ME);
        let effect = |state: &str| if state == "approved" { Action::Grant } else { Action::Deny };
        mine.map(|(_, state, _, _)| (effect(state), None)).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        let model = self.played.model();
        model.runs[&run_of(id)].reviews.last().map(|(_, _, _, comment)| comment.clone())
    }

    fn calls(&self) -> usize {
        self.played.model().writes.len()
    }
}
