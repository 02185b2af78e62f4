//! The connector of Teleport, over that system as `doorward-vendors` plays it.

use super::world::{Backstage, Fault, World, is_recorded};
use approval::{Action, PersonId, RequestId, RequestState, Timestamp, Window};
use async_trait::async_trait;
use connectors::teleport;
use connectors::teleport::wire::{Timestamp as Wire, state};
use connectors::{AddressError, System, Takes};
use desk::Choice;
use desk::ports::{Connector, ConnectorError, Line, Reread, Ruling, Secret};
use desk::view::PanelView;
use doorward_vendors::Clock;
use doorward_vendors::teleport::{CLUSTER, DANA, ILYA, ME, Played};
use queue_api::{ProblemType, WhyNot};
use std::sync::Arc;
use std::time::Duration;

pub struct Teleport {
    played: Played,
    connector: Arc<teleport::Teleport>,
}

const NOON: &str = "2026-11-20T16:00:00Z";

impl Teleport {
    pub async fn start() -> Self {
        let (played, address) = Played::start(Clock::Told(NOON.parse().unwrap())).await;
        let connector = Self::connect(&played, &address, &played.identity(ME, None)).unwrap();
        Self { played, connector: Arc::new(connector) }
    }

    fn connect(played: &Played, address: &str, identity: &Secret) -> Result<teleport::Teleport, AddressError> {
        let (host, port) = address.rsplit_once(':').unwrap();
        let clock = played.clone();
        let teleport = teleport::Teleport::new(host, port.parse().unwrap(), identity)?;
        Ok(teleport.paced(Duration::from_millis(20)).at(move || clock.model().now()))
    }
}

#[async_trait]
impl Backstage for Teleport {
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

    /// It names people by what they sign in with.
    fn ilya(&self) -> &'static str {
        ILYA
    }

    fn lists_own(&self) -> bool {
        false
    }

    /// Whoever asked deletes it, and nobody is told.
    fn cancelled(&self) -> Option<&'static str> {
        Some("No longer shown to you")
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.played.ask(ME, 1).into()
    }

    /// The system itself lets nobody do this: it is noticed all the same.
    async fn amend(&self, id: &RequestId, to: u32) {
        let mut model = self.played.model();
        let ends = Wire::of(model.now().plus_millis(i64::from(to) * 3_600_000));
        let spec = model.spec(id.as_str());
        (spec.expires, spec.max_duration) = (Some(ends), Some(ends));
    }

    async fn cancel(&self, id: &RequestId) {
        self.played.model().requests.remove(id.as_str());
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let proposed = if action == Action::Grant { state::APPROVED } else { state::DENIED };
        self.played.model().review(id.as_str(), ILYA, proposed, "Not needed");
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
        let effect = |(approved, window)| match approved {
            true => (Action::Grant, Some(window)),
            false => (Action::Deny, None),
        };
        self.played.model().decided_by_me(id.as_str()).into_iter().map(effect).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        let reviews = self.played.model().requests[id.as_str()].spec.clone().unwrap().reviews;
        reviews
            .into_iter()
            .find(|review| review.author == ME)
            .map(|review| review.reason)
            .filter(|text| !text.is_empty())
    }

    fn calls(&self) -> usize {
        self.played.model().calls
    }
}

fn deny() -> Ruling {
    Ruling::Deny { reason: Some("Not needed".to_owned()), counter_offer: None }
}

fn grant(stage: &Teleport) -> Ruling {
    let window = Window::from_minutes(60).unwrap();
    Ruling::Grant { window, until: stage.now().plus(window), reason: None }
}

fn refused(answer: Result<String, ConnectorError>) -> (String, String) {
    match answer {
        Err(ConnectorError::Refused(problem)) => (problem.type_, problem.detail),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn where_two_have_to_agree_ones_own_review_is_recorded_and_the_other_is_waited_for() {
    let stage = Arc::new(Teleport::start().await);
    let id = stage.ask(1).await;
    stage.played.model().wants_two(id.as_str());
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
    // A second review of the same person is not sent: Teleport takes one.
    let said = stage.connector.decide(&id, &deny()).await;
    assert!(said.call.is_empty() && refused(said.answer).1.starts_with("Your review stands in Teleport"));
    stage.decide_as_ilya(&id, Action::Grant).await;
    let granted = |world: &World| match world.sheet(&id).panel {
        PanelView::Superseded { title, agreed: true, .. } => title,
        _ => String::new(),
    };
    world.until("the others agreed", |world| granted(world).starts_with(&format!("{ILYA} granted this for 1 h"))).await;
    assert_eq!(stage.calls(), 1);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_is_asked_for_once() {
    let stage = Teleport::start().await;
    stage.ask(1).await;
    stage.pages_of(0);
    let first = stage.connector.list(None, None).await.unwrap();
    let again = stage.connector.list(None, first.next.as_deref()).await;
    assert!(matches!(&again, Err(ConnectorError::BadAnswer(why)) if why.contains("leads to itself")), "{again:?}");
}

#[tokio::test]
async fn ones_own_request_is_known_as_such_and_never_reviewed() {
    let stage = Teleport::start().await;
    let id = stage.ask_as_noor().await;
    let record = stage.connector.request(&id).await.unwrap();
    assert_eq!((record.state, record.for_you.why_not), (RequestState::Pending, Some(WhyNot::OwnRequest)));
    for ruling in [grant(&stage), deny()] {
        let said = stage.connector.decide(&id, &ruling).await;
        assert!(said.call.is_empty());
        assert_eq!(refused(said.answer).0, ProblemType::OwnRequest.urn());
    }
    assert_eq!(stage.calls(), 0);
}

#[tokio::test]
async fn a_review_that_wants_a_second_factor_says_what_to_do() {
    let stage = Teleport::start().await;
    let id = stage.ask(1).await;
    stage.played.model().wants_mfa = true;
    let (kind, detail) = refused(stage.connector.decide(&id, &deny()).await.answer);
    assert_eq!(kind, ProblemType::Forbidden.urn());
    assert!(detail.contains("the identity of a bot of your own") && detail.contains("admin-level API"), "{detail}");
}

#[tokio::test]
async fn what_is_denied_in_the_moment_between_is_found_out_by_reading() {
    let stage = Arc::new(Teleport::start().await);
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
    assert!(first(&world).starts_with(&format!("{ILYA} denied this at ")), "{}", first(&world));
    assert_eq!(stage.calls(), 1);
}

#[tokio::test]
async fn a_denial_that_would_leave_it_pending_is_not_sent() {
    let stage = Teleport::start().await;
    let id = stage.ask(1).await;
    for threshold in &mut stage.played.model().spec(id.as_str()).thresholds {
        threshold.deny = 2;
    }
    let said = stage.connector.decide(&id, &deny()).await;
    assert!(said.call.is_empty());
    assert!(refused(said.answer).1.ends_with("deny it in Teleport."));
    stage.decide_as_ilya(&id, Action::Deny).await;
    assert!(stage.connector.decide(&id, &deny()).await.answer.is_ok(), "the one that is missing");
    assert_eq!(stage.played.model().spec(id.as_str()).state, state::DENIED);
}

#[tokio::test]
async fn access_without_an_end_is_denied_and_never_granted() {
    let stage = Arc::new(Teleport::start().await);
    let id = stage.ask(1).await;
    {
        let mut model = stage.played.model();
        let spec = model.spec(id.as_str());
        // As Go writes no time.
        let never = Some(Wire { seconds: -62_135_596_800, nanos: 0 });
        (spec.expires, spec.max_duration) = (never, None);
    }
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    for seconds in [3600, 86_400, 366 * 86_400] {
        assert!(world.click(&id, Choice::Grant { seconds }).is_err(), "{seconds}");
    }
    let said = stage.connector.decide(&id, &grant(&stage)).await;
    assert!(said.call.is_empty() && said.answer.is_err());
}

#[tokio::test]
async fn what_would_go_on_for_longer_than_was_decided_is_not_sent() {
    let stage = Teleport::start().await;
    let id = stage.ask(4).await;
    let said = stage.connector.decide(&id, &grant(&stage)).await;
    assert!(said.call.is_empty());
    assert!(refused(said.answer).1.starts_with("Teleport would give it for longer"));
    assert_eq!(stage.calls(), 0);
}

/// What an administrator decides without a review is nobody's that is named, and not this person's by its end.
#[tokio::test]
async fn what_was_decided_without_a_review_is_nobodys() {
    let stage = Teleport::start().await;
    let id = stage.ask(1).await;
    stage.played.model().spec(id.as_str()).state = state::APPROVED;
    let decided = stage.connector.request(&id).await.unwrap().decided.unwrap();
    assert!(![PersonId::new(ME), PersonId::new("")].contains(&decided.by), "{decided:?}");
    assert_eq!(decided.by_name, "Somebody whom Teleport does not name");
    stage.played.model().spec(id.as_str()).state = state::PROMOTED;
    let decided = stage.connector.request(&id).await.unwrap().decided.unwrap();
    assert_eq!((decided.action, decided.window), (Action::Grant, None), "an access list has no such end");
}

#[tokio::test]
async fn a_proxy_is_told_which_cluster_is_meant() {
    let stage = Teleport::start().await;
    let me = stage.connector.me().await.unwrap();
    assert_eq!((me.person.as_str(), me.tenants[0].name.as_str()), (ME, CLUSTER));
    assert_eq!(me.server, format!("teleport/{CLUSTER}"));
    let route = "teleport-auth@636f6e746f736f2e6578616d706c65.teleport.cluster.local";
    assert_eq!(stage.played.model().routes, [route, "h2"]);
}

#[tokio::test]
async fn an_identity_that_has_ended_is_told_before_anything_is_sent() {
    let (played, address) = Played::start(Clock::Told(NOON.parse().unwrap())).await;
    let ends: Timestamp = NOON.parse().unwrap();
    let identity = played.identity(ME, Some(ends));
    let connector = Teleport::connect(&played, &address, &identity).unwrap();
    let Err(ConnectorError::SignedOut(why)) = connector.me().await else { panic!("not signed out") };
    assert!(why.contains(&format!("{ME} ended at 2026-11-20T16:00:00")), "{why}");
    assert!(played.model().routes.is_empty(), "nobody was called");
    let system: System = format!("teleport:{address}").parse().unwrap();
    assert_eq!((system.ends(&(&identity).into()), system.takes()), (Some(ends), Takes::IdentityFile));
}

#[tokio::test]
async fn another_cluster_and_an_identity_of_another_are_told_apart() {
    let stage = Teleport::start().await;
    let (other, address) = Played::start(Clock::Told(NOON.parse().unwrap())).await;
    let stranger = Teleport::connect(&other, &address, &stage.played.identity(ME, None)).unwrap();
    let error = stranger.me().await.unwrap_err();
    assert!(matches!(error, ConnectorError::Unreachable(_)), "its authority is another: {error:?}");
    assert!(other.model().calls == 0 && !format!("{stranger:?} {error:?}").contains("PRIVATE"));
}
