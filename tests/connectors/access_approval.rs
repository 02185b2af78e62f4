//! The connector of Google Cloud Access Approval, over that system as `doorward-vendors` plays it. It tells of nobody whose a
//! decision is, so that what one did oneself is known by other marks.

use super::world::{Backstage, Fault, World};
use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::google::{Parent, access_approval::AccessApproval};
use desk::Choice;
use desk::ports::{Line, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::access_approval::{ILYA, ME, PARENT, Played, TOKEN};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub struct GoogleStaff {
    played: Played,
    address: String,
    connector: std::sync::Mutex<Arc<AccessApproval>>,
}

fn connector(address: &str) -> Arc<AccessApproval> {
    let parent: Parent = PARENT.parse().unwrap();
    let connector = AccessApproval::new(parent, address, address, &Secret::new(TOKEN.into())).unwrap();
    Arc::new(connector.paced(Duration::from_millis(20)))
}

impl GoogleStaff {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told("2026-11-20T16:00:00Z".parse().unwrap())).await;
        let connector = std::sync::Mutex::new(connector(&address));
        Self { played, address, connector }
    }

    /// As after the program stopped: what it remembered is gone.
    fn forget(&self) {
        *self.connector.lock().unwrap() = connector(&self.address);
    }
}

#[async_trait]
impl Backstage for GoogleStaff {
    fn line(&self) -> Line {
        Line::Reread(self.connector.lock().unwrap().clone())
    }

    fn now(&self) -> Timestamp {
        self.played.model().now()
    }

    async fn pass(&self, by: Duration) {
        self.played.model().pass(i64::try_from(by.as_millis()).unwrap());
    }

    /// Nobody of the organisation asks.
    fn people_ask(&self) -> bool {
        false
    }

    fn ilya(&self) -> &'static str {
        "Somebody whom Google does not name"
    }

    async fn ask(&self, hours: u32) -> RequestId {
        self.played.ask(hours).into()
    }

    async fn ask_as_noor(&self) -> RequestId {
        unreachable!("only Google's staff asks")
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, to: u32) {
        let (mut model, later) = (self.played.model(), i64::from(to) * 3_600_000);
        let now = model.now();
        let body = &mut model.get(id.as_str()).body;
        body["requestedDuration"] = json!(format!("{}s", to * 3600));
        body["requestedExpiration"] = json!(now.plus_millis(later));
    }

    async fn cancel(&self, _: &RequestId) {
        unreachable!("nothing is cancelled there")
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let mut model = self.played.model();
        let until = model.now().plus_millis(3_600_000);
        match action {
            Action::Grant => model.approve(id.as_str(), ILYA, until),
            Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
                model.dismiss(id.as_str(), ILYA)
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
        let asked = model.get(id.as_str());
        let time = |name: &str| asked.body["approve"][name].as_str().unwrap().parse::<Timestamp>().unwrap();
        let window = || {
            let millis = time("expireTime").millis_since(time("approveTime"));
            Window::from_seconds(u64::try_from(millis / 1000).unwrap()).unwrap()
        };
        let effect = |verb: &str| match verb {
            "approve" => (Action::Grant, Some(window())),
            "dismiss" => (Action::Deny, None),
            _ => (Action::Revoke, None),
        };
        asked.done.iter().filter(|(who, _)| who == ME).map(|(_, verb)| effect(verb)).collect()
    }

    async fn reason_told(&self, _: &RequestId) -> Option<String> {
        None
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

async fn one(hours: u32) -> (Arc<GoogleStaff>, World, RequestId) {
    let stage = Arc::new(GoogleStaff::start().await);
    let id = stage.ask(hours).await;
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

/// The program stops while its answer is on its way: afterwards nobody remembers that call.
#[tokio::test]
async fn a_grant_is_known_by_the_end_it_was_sent_with_after_the_program_stopped() {
    let (stage, mut world, id) = one(4).await;
    stage.fault(Fault::After);
    stage.deafen(true);
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until("it was called", |_| stage.calls() == 1).await;
    stage.forget();
    world.restart().await;
    stage.deafen(false);
    world.until_recorded(&id).await;
    assert_eq!(stage.calls(), 1);
    assert_eq!(world.desk.log(None, 0, 1).unwrap().rows[0].verb, "Granted 1 h");
}

/// Two seconds off, and it is somebody's, though one was sent that never arrived.
#[tokio::test]
async fn a_grant_with_another_end_is_never_taken_for_ones_own() {
    let (stage, world, id) = one(4).await;
    stage.deafen(true);
    stage.played.model().faults.extend([Fault::Before; 5]);
    world.decide(&id, Choice::Grant { seconds: 3600 });
    world.until("it was sent", |_| stage.calls() > 0).await;
    let until = stage.now().plus_millis(3_602_000);
    stage.played.model().approve(id.as_str(), ILYA, until);
    world.until_tried("somebody was first", |world| !first(world, &id).is_empty()).await;
    assert!(first(&world, &id).starts_with("Somebody whom Google does not name granted this for "));
    assert!(stage.effects(&id).await.is_empty());
}

/// A dismissal has no mark: whose it is, is not claimed.
#[tokio::test]
async fn a_dismissal_whose_answer_was_lost_is_nobodys() {
    let (stage, world, id) = one(1).await;
    stage.fault(Fault::After);
    world.decide(&id, Choice::Deny);
    world.until_tried("it is dismissed", |world| !first(world, &id).is_empty()).await;
    assert!(first(&world, &id).starts_with("Somebody whom Google does not name denied this at "));
    assert_eq!(stage.calls(), 1);
}

/// What Google or a policy approves beforehand is no person's.
#[tokio::test]
async fn what_was_approved_automatically_is_no_persons_decision() {
    for (field, who) in
        [("autoApproved", "Google, automatically, granted"), ("policyApproved", "Your approval policy granted")]
    {
        let (stage, world, id) = one(4).await;
        stage.deafen(true);
        let until = stage.now().plus_millis(3_600_000);
        {
            let mut model = stage.played.model();
            model.approve(id.as_str(), "nobody", until);
            model.get(id.as_str()).body["approve"][field] = json!(true);
        }
        world.decide(&id, Choice::Grant { seconds: 3600 });
        world.until_tried("it was first", |world| !first(world, &id).is_empty()).await;
        assert!(first(&world, &id).starts_with(who), "{}", first(&world, &id));
        assert_eq!(stage.calls(), 0);
    }
}

/// Whoever waits gives less, and never an end beyond the one that was asked for.
#[tokio::test]
async fn a_grant_ends_when_what_was_asked_for_does() {
    let (stage, world, id) = one(4).await;
    let asked = stage.now().plus_millis(4 * 3_600_000);
    stage.pass(Duration::from_secs(3 * 3600)).await;
    world.until("the time is heard", |world| world.desk.status().queues[0].heard == "now").await;
    assert_eq!(world.sheet(&id).duration.stops.last().unwrap().your_end, "21:00", "and not at midnight");
    world.grant(&id);
    world.until_recorded(&id).await;
    let approve = stage.played.model().get(id.as_str()).body["approve"].clone();
    assert_eq!(approve["expireTime"], json!(asked));
    // What took effect is what is told from then on, and what an export has.
    let PanelView::Moving { title, line, .. } = world.sheet(&id).panel else { panic!("{:?}", world.sheet(&id).panel) };
    assert_eq!(title, "Granted 1 h, recorded");
    assert!(line.ends_with("It ends when what was asked for does."), "{line}");
    assert_eq!(world.desk.log(None, 0, 1).unwrap().rows[0].verb, "Granted 1 h");
}
