//! The connector of discord/access, over that system as `doorward-vendors` plays it, and what it lets happen that a desk must not.

use super::world::{Backstage, Fault, World};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::discord_access::DiscordAccess;
use desk::Choice;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::discord_access::{DANA, ILYA, ME, Played, TOKEN};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

pub struct Discord {
    played: Played,
    connector: Arc<DiscordAccess>,
}

impl Discord {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let connector = DiscordAccess::new(&address, &Secret::new(TOKEN.into())).unwrap();
        Self { played, connector: Arc::new(connector.paced(Duration::from_millis(20))) }
    }
}

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

#[async_trait]
impl Backstage for Discord {
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
        let mut model = self.played.model();
        let later = model.now().plus_millis(i64::from(to) * 3_600_000);
        model.get(id.as_str())["request_ending_at"] = json!(later);
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().reject(id.as_str(), DANA, "");
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let mut model = self.played.model();
        let until = json!(model.now().plus_millis(3_600_000));
        match action {
            Action::Grant => model.approve(id.as_str(), ILYA, until, "Not needed"),
            Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
                model.reject(id.as_str(), ILYA, "Not needed")
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
        let mut model = self.played.model();
        let request = model.get(id.as_str()).clone();
        if request["resolver_user_id"] != ME {
            return Vec::new();
        }
        if request["status"] == "REJECTED" {
            return vec![(Action::Deny, None)];
        }
        let lasts = time(&request["approval_ending_at"]).millis_since(time(&request["resolved_at"])) / 1000;
        let window = Window::from_seconds(u64::try_from(lasts).unwrap()).unwrap();
        let mut effects = vec![(Action::Grant, Some(window))];
        let revoked = model.memberships.iter().filter(|one| one["access_request"]["id"] == id.as_str());
        effects.extend(revoked.filter(|one| one["ended_actor"]["id"] == ME).map(|_| (Action::Revoke, None)));
        effects
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.played.model().get(id.as_str())["resolution_reason"].as_str().map(str::to_owned)
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

async fn one(change: impl FnOnce(&mut Value)) -> (Arc<Discord>, World, RequestId) {
    let stage = Arc::new(Discord::start().await);
    let id = stage.ask(4).await;
    change(stage.played.model().get(id.as_str()));
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    (stage, world, id)
}

fn first(world: &World, id: &RequestId) -> String {
    match world.sheet(id).panel {
        PanelView::Superseded { title, .. } => title,
        _ => String::new(),
    }
}

/// It would grant for ever if the end were left out.
#[tokio::test]
async fn what_was_asked_for_without_an_end_is_granted_with_one_or_not_at_all() {
    let (stage, world, id) = one(|request| request["request_ending_at"] = Value::Null).await;
    assert!(world.click(&id, Choice::Grant { seconds: 366 * 86_400 }).is_err(), "for as long as can be told");
    assert_eq!(world.sheet(&id).duration.stops.last().unwrap().seconds, 90 * 86_400);
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until_recorded(&id).await;
    let end = stage.now().plus_millis(3_600_000);
    assert_eq!(stage.played.model().get(id.as_str())["approval_ending_at"], json!(end));
}

#[tokio::test]
async fn a_grant_ends_when_what_was_asked_for_does() {
    let (stage, world, id) = one(|_| {}).await;
    let asked = stage.now().plus_millis(4 * 3_600_000);
    stage.pass(Duration::from_secs(3 * 3600)).await;
    world.until("the time is heard", |world| world.desk.status().queues[0].heard == "now").await;
    assert_eq!(world.sheet(&id).duration.stops.last().unwrap().your_end, "21:00", "and not at midnight");
    world.grant(&id);
    world.until_recorded(&id).await;
    assert_eq!(stage.played.model().get(id.as_str())["approval_ending_at"], json!(asked));
}

/// Both get a success; the request names the last of them, and both memberships stand.
#[tokio::test]
async fn of_several_who_grant_at_once_only_the_one_it_names_did_and_all_that_is_live_is_shown() {
    let (stage, world, id) = one(|_| {}).await;
    stage.played.model().at_once = Some(ILYA);
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until_tried("somebody was first", |world| !first(world, &id).is_empty()).await;
    assert!(first(&world, &id).starts_with("Ilya Sun granted this for 1 h"), "{}", first(&world, &id));
    assert_eq!((stage.calls(), stage.effects(&id).await), (1, vec![]));
    world.until("both are live", |world| world.desk.grants().count == 2).await;
}

/// A tag of the group lets nobody in for longer.
#[tokio::test]
async fn a_grant_that_was_cut_short_there_is_told_for_what_it_is() {
    let (stage, world, id) = one(|_| {}).await;
    stage.deafen(true);
    let until = json!(stage.now().plus_millis(1_800_000));
    stage.played.model().approve(id.as_str(), ME, until, "Agreed with finance");
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until_tried("it is told", |world| !first(world, &id).is_empty()).await;
    assert!(first(&world, &id).starts_with("You granted this for 30 min"), "{}", first(&world, &id));
}
