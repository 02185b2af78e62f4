//! Another system's queue, scripted: it takes no envelope, counts no revisions, gives no receipt, and can just what it is
//! told to declare.

use super::world::{Backstage, Fault, hours};
use approval::{
    Access, Action, Decided, Grant, GrantEvent, GrantId, GrantState, PersonId, PolicyResult, Presence, Principal,
    PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Risk, RiskLevel, Role, Stage, Tenant,
    Timestamp, Window,
};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Conflict, Delta, DenyReason, Revoke, Shorten};
use desk::ports::{Connector, ConnectorError, Line, Listing, Reread, Ruling, Said};
use queue_api::{ForYou, GrantsResponse, MeResponse, Problem, ProblemType, RequestRecord, RoleName, WhyNot};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::Notify;

const ME: &str = "noor";

#[derive(Clone)]
pub struct Foreign(Arc<Shared>);

struct Shared {
    can: Capabilities,
    model: Mutex<Model>,
    /// It is worth asking again.
    told: Notify,
}

type Change = Box<dyn FnOnce(&mut Model) + Send>;

pub struct Model {
    now: Timestamp,
    pub items: BTreeMap<RequestId, Item>,
    pub grants: BTreeMap<GrantId, Grant>,
    /// Counts changes.
    serial: u64,
    page: usize,
    deaf: bool,
    throttle_list: Option<u32>,
    pub faults: VecDeque<Fault>,
    pub effects: Vec<(RequestId, Action, Option<Window>)>,
    pub calls: Vec<String>,
    pub rulings: Vec<Ruling>,
    /// Single requests that were read.
    pub reads: usize,
    /// Lists that were given.
    pub lists: usize,
    /// Single requests cannot be read.
    pub closed_book: bool,
    /// What the system answers to the next decisions, without doing anything.
    pub answers: VecDeque<Result<String, ConnectorError>>,
    /// Happens between reading and deciding.
    pub meanwhile: Option<Change>,
    /// The next decision takes effect, and is never answered.
    pub hang: bool,
}

pub struct Item {
    pub facts: RequestFacts,
    pub state: RequestState,
    pub decided: Option<Decided>,
    changed: u64,
}

impl Foreign {
    pub fn new(can: Capabilities) -> Self {
        let model = Model {
            now: "2026-11-20T16:00:00.000Z".parse().unwrap(),
            items: BTreeMap::new(),
            grants: BTreeMap::new(),
            serial: 0,
            page: 100,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            effects: Vec::new(),
            calls: Vec::new(),
            rulings: Vec::new(),
            reads: 0,
            lists: 0,
            closed_book: false,
            answers: VecDeque::new(),
            meanwhile: None,
            hang: false,
        };
        Self(Arc::new(Shared { can, model: Mutex::new(model), told: Notify::new() }))
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.model.lock().unwrap()
    }

    /// Changes something, and lets the desk ask.
    pub fn change<T>(&self, change: impl FnOnce(&mut Model) -> T) -> T {
        let changed = change(&mut self.model());
        self.0.told.notify_one();
        changed
    }

    fn asked(&self, who: &str, hours: u32) -> RequestId {
        self.change(|model| {
            let id = RequestId::new(format!("r{}", model.items.len() + 1));
            let facts = facts(id.clone(), who, hours, model.now);
            model.items.insert(id.clone(), Item { facts, state: RequestState::Pending, decided: None, changed: 0 });
            model.touch(&id);
            id
        })
    }

    fn said(&self, call: String, work: impl FnOnce(&mut Model) -> Result<(), ConnectorError>) -> Said {
        let mut model = self.model();
        model.calls.push(call.clone());
        let no_answer = || ConnectorError::NoAnswer("lost".to_owned());
        let fault = model.faults.pop_front();
        let answer = match fault {
            Some(Fault::Throttled(seconds)) => Err(patience(ProblemType::TooManyRequests, seconds)),
            Some(Fault::Before) => Err(no_answer()),
            Some(Fault::After) => work(&mut model).and_then(|()| Err(no_answer())),
            Some(Fault::Half) => {
                work(&mut model).and_then(|()| Err(ConnectorError::BadAnswer("half of it".to_owned())))
            }
            None => match model.answers.pop_front() {
                Some(answer) => answer,
                None => work(&mut model).map(|()| "{\"status\":\"done\"}".to_owned()),
            },
        };
        drop(model);
        self.0.told.notify_one();
        Said { call, answer }
    }
}

impl Model {
    pub fn touch(&mut self, id: &RequestId) {
        self.serial += 1;
        self.items.get_mut(id).unwrap().changed = self.serial;
    }

    /// Time passes, by so many milliseconds.
    pub fn later(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
    }

    pub fn decide(
        &mut self,
        id: &RequestId,
        by: (&str, &str),
        action: Action,
        window: Option<Window>,
        reason: Option<String>,
    ) {
        let now = self.now;
        let item = self.items.get_mut(id).unwrap();
        item.state = if action == Action::Grant { RequestState::Granted } else { RequestState::Denied };
        item.decided =
            Some(Decided { by: PersonId::new(by.0), by_name: by.1.to_owned(), at: now, action, window, reason });
        self.touch(id);
        let facts = &self.items[id].facts;
        if let Some(window) = window {
            let grant = grant(facts, window, now);
            self.grants.insert(grant.id.clone(), grant);
        }
    }

    /// What the system does when Noor decides.
    fn take(&mut self, id: &RequestId, ruling: &Ruling, can: &Capabilities) -> Result<(), ConnectorError> {
        let item = self.items.get(id).ok_or_else(|| refused(ProblemType::NotFound))?;
        if item.state != RequestState::Pending {
            return Err(match can.conflict {
                Conflict::Code => refused(ProblemType::AlreadyDecided),
                Conflict::Reread => ConnectorError::Refused(Box::new(Problem {
                    type_: "FAILED_PRECONDITION".to_owned(),
                    status: 400,
                    ..Problem::new(ProblemType::Malformed, "The request is not awaiting approval.")
                })),
            });
        }
        let asked = item.facts.window.window().unwrap();
        let (action, window, reason) = match ruling {
            Ruling::Grant { until, reason, .. } => {
                let chosen = Window::from_seconds(u64::try_from(until.millis_since(self.now) / 1000).unwrap()).unwrap();
                let window = if can.shorten == Shorten::AtDecision { chosen } else { asked };
                assert!(chosen <= asked, "an end beyond what was asked");
                (Action::Grant, Some(window), reason.clone())
            }
            Ruling::Deny { reason, .. } => (Action::Deny, None, reason.clone()),
        };
        assert!(can.deny_reason != DenyReason::None || action == Action::Grant || reason.is_none());
        self.decide(id, (ME, "Noor Haddad"), action, window, reason);
        self.effects.push((id.clone(), action, window));
        Ok(())
    }

    fn over(&mut self) {
        let now = self.now;
        let due = |item: &&mut Item| item.state == RequestState::Pending && item.facts.ran_out(now);
        let due: Vec<RequestId> = self.items.values_mut().filter(due).map(|item| item.facts.id.clone()).collect();
        for id in due {
            self.items.get_mut(&id).unwrap().state = RequestState::Expired;
            self.touch(&id);
        }
        for grant in self.grants.values_mut() {
            let ended = grant.after(GrantEvent::Tick { missed: false }, now).unwrap();
            *grant = if ended.is_live() { ended } else { ended.after(GrantEvent::TakenAway, now).unwrap() };
        }
    }
}

#[async_trait]
impl Connector for Foreign {
    fn capabilities(&self) -> Capabilities {
        self.0.can
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        Ok(MeResponse {
            person: PersonId::new(ME),
            name: "Noor Haddad".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            role: RoleName::Approver,
            tenants: vec![tenant()],
            reviews: Vec::new(),
            server_time: self.model().now,
            server: "access.example".to_owned(),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let mut model = self.model();
        model.reads += 1;
        if model.closed_book {
            return Err(ConnectorError::Unreachable("refused".to_owned()));
        }
        model.items.get(id).map(record).ok_or_else(|| refused(ProblemType::NotFound))
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let model = self.model();
        Ok(GrantsResponse { server_time: model.now, grants: model.grants.values().cloned().collect(), next: None })
    }
}

#[async_trait]
impl Reread for Foreign {
    async fn list(&self, mark: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        while self.model().deaf {
            self.0.told.notified().await;
        }
        let mut model = self.model();
        model.lists += 1;
        if let Some(seconds) = model.throttle_list.take() {
            return Err(patience(ProblemType::TooManyRequests, seconds));
        }
        let since: u64 = mark.map_or(0, |mark| mark.parse().unwrap());
        let mut all: Vec<&Item> = model.items.values().collect();
        match self.0.can.delta {
            Delta::None | Delta::Etag => all.retain(|item| item.state == RequestState::Pending),
            Delta::Cursor => all.retain(|item| item.changed > since),
            Delta::NewestFirst => all.sort_by_key(|item| u64::MAX - item.changed),
        }
        let unchanged = self.0.can.delta == Delta::Etag && since == model.serial;
        if unchanged {
            all.clear();
        }
        let from: usize = page.map_or(0, |page| page.parse().unwrap());
        let to = (from + model.page).min(all.len());
        Ok(Listing {
            server_time: model.now,
            requests: all[from..to].iter().map(|item| record(item)).collect(),
            next: (to < all.len()).then(|| to.to_string()),
            mark: Some(model.serial.to_string()),
            unchanged,
        })
    }

    async fn told(&self) {
        self.0.told.notified().await;
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let meanwhile = self.model().meanwhile.take();
        if let Some(meanwhile) = meanwhile {
            self.change(meanwhile);
        }
        self.model().rulings.push(ruling.clone());
        let verb = if ruling.action() == Action::Grant { "approve" } else { "deny" };
        let said = self.said(format!("POST /requests/{id}:{verb}"), |model| model.take(id, ruling, &self.0.can));
        let hang = std::mem::take(&mut self.model().hang);
        if hang { std::future::pending().await } else { said }
    }

    async fn revoke(&self, id: &GrantId, _: Option<&str>) -> Said {
        if self.0.can.revoke != Revoke::Yes {
            return Said::cannot("Only an administrator can.");
        }
        self.said(format!("POST /grants/{id}:revoke"), |model| {
            let now = model.now;
            let grant = model.grants.get_mut(id).ok_or_else(|| refused(ProblemType::NotFound))?;
            let revoke = GrantEvent::Revoke { by: PersonId::new(ME), by_name: "Noor Haddad".to_owned() };
            let revoked = grant.after(revoke, now).map_err(|_| refused(ProblemType::GrantOver))?;
            *grant = revoked.after(GrantEvent::TakenAway, now).unwrap();
            let request = grant.request.clone();
            model.effects.push((request, Action::Revoke, None));
            Ok(())
        })
    }

    async fn shorten(&self, id: &GrantId, until: Timestamp, _: Option<&str>) -> Said {
        self.said(format!("PATCH /grants/{id} {{\"until\":\"{until}\"}}"), |model| {
            let now = model.now;
            let grant = model.grants.get_mut(id).ok_or_else(|| refused(ProblemType::NotFound))?;
            let GrantState::Active { activated_at, .. } = grant.state else {
                return Err(refused(ProblemType::GrantOver));
            };
            let seconds = u64::try_from(until.millis_since(activated_at) / 1000).unwrap();
            let to = Window::from_seconds(seconds).unwrap();
            let shorten = GrantEvent::Shorten { by: PersonId::new(ME), by_name: "Noor Haddad".to_owned(), to };
            *grant = grant.after(shorten, now).map_err(|_| refused(ProblemType::GrantOver))?;
            let request = grant.request.clone();
            model.effects.push((request, Action::Shorten, Some(to)));
            Ok(())
        })
    }
}

#[async_trait]
impl Backstage for Foreign {
    fn line(&self) -> Line {
        Line::Reread(Arc::new(self.clone()))
    }

    fn now(&self) -> Timestamp {
        self.model().now
    }

    async fn pass(&self, by: Duration) {
        self.change(|model| {
            model.now = model.now.plus_millis(i64::try_from(by.as_millis()).unwrap());
            model.over();
        });
    }

    async fn ask(&self, hours: u32) -> RequestId {
        self.asked("dana", hours)
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.asked(ME, 1)
    }

    async fn amend(&self, id: &RequestId, to: u32) {
        self.change(|model| {
            model.items.get_mut(id).unwrap().facts.window = hours(to).into();
            model.touch(id);
        });
    }

    async fn cancel(&self, id: &RequestId) {
        self.change(|model| {
            model.items.get_mut(id).unwrap().state = RequestState::Cancelled;
            model.touch(id);
        });
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        self.change(|model| {
            let window = (action == Action::Grant).then(|| model.items[id].facts.window.window().unwrap());
            model.decide(id, ("ilya", "Ilya Sun"), action, window, Some("Not needed".to_owned()));
        });
    }

    fn pages_of(&self, requests: usize) {
        self.model().page = requests;
    }

    fn deafen(&self, deaf: bool) {
        self.change(|model| model.deaf = deaf);
    }

    fn throttle_list(&self, seconds: u32) {
        self.model().throttle_list = Some(seconds);
    }

    fn fault(&self, fault: Fault) {
        self.model().faults.push_back(fault);
    }

    async fn effects(&self, id: &RequestId) -> Vec<(Action, Option<Window>)> {
        let model = self.model();
        let of_it = model.effects.iter().filter(|(request, _, _)| request == id);
        of_it.map(|(_, action, window)| (*action, *window)).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.model().items[id].decided.as_ref().and_then(|decided| decided.reason.clone())
    }

    fn calls(&self) -> usize {
        self.model().calls.len()
    }
}

pub fn refused(kind: ProblemType) -> ConnectorError {
    ConnectorError::Refused(Box::new(Problem::new(kind, kind.title())))
}

/// Refused, with `Retry-After` in seconds.
pub fn patience(kind: ProblemType, seconds: u32) -> ConnectorError {
    ConnectorError::Refused(Box::new(Problem { retry_after: Some(seconds), ..Problem::new(kind, kind.title()) }))
}

fn record(item: &Item) -> RequestRecord {
    let own = item.facts.requester.principal.id == PersonId::new(ME);
    RequestRecord {
        body: serde_json::value::to_raw_value(&item.facts).unwrap(),
        state: item.state,
        activity: 0,
        votes: Vec::new(),
        decided: item.decided.clone(),
        grant: None,
        for_you: ForYou { why_not: own.then_some(WhyNot::OwnRequest), ..ForYou::default() },
    }
}

fn grant(facts: &RequestFacts, window: Window, now: Timestamp) -> Grant {
    Grant {
        id: GrantId::new(format!("g-{}", facts.id)),
        request: facts.id.clone(),
        tenant: facts.tenant.clone(),
        holder: facts.requester.principal.clone(),
        zone: facts.requester.zone.clone(),
        resource: facts.resource.clone(),
        role: facts.role.clone(),
        risk: facts.risk.level,
        window,
        granted_at: now,
        shortened: None,
        state: GrantState::Active { activated_at: now, ends_at: Some(now.plus(window)) },
        access: Access::Given,
    }
}

fn tenant() -> Tenant {
    Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() }
}

/// Without what only our own queue counts.
fn facts(id: RequestId, who: &str, asked: u32, now: Timestamp) -> RequestFacts {
    let name = if who == ME { "Noor Haddad" } else { "Dana Peres" };
    let principal = Principal { id: PersonId::new(who), name: name.to_owned(), kind: PrincipalKind::Human };
    RequestFacts {
        id,
        revision: 0,
        tenant: tenant(),
        requester: Requester {
            principal,
            zone: "Europe/Lisbon".to_owned(),
            address: format!("{who}@contoso.example"),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role { id: "reader".into(), name: "Directory Reader".to_owned(), means: "Can read.".to_owned() },
        entitlement: "reader".into(),
        window: hours(asked).into(),
        justification: "The backup failed.".to_owned(),
        ticket: None,
        risk: Risk { level: RiskLevel::Low, score: 5, judged_by: "This desk".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "access.example".to_owned(),
            longest_window: hours(8),
            stages: vec![Stage { name: "Approvers".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: true,
            stale_after: Window::from_minutes(15).unwrap(),
            reason_required: false,
        },
        asked_at: now,
        revised_at: now,
        answer_by: Some(now.plus_millis(24 * 3_600_000)),
        nonce: String::new(),
    }
}
