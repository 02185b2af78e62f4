//! A queue that keeps the contract, in memory: feed, witness, decisions with receipts, revocations. Its network loses
//! what a test tells it to lose.

mod connector;
mod judging;
mod own_log;

pub use connector::other;
pub use own_log::{OwnLog, Shows};

use super::world::Time;
use crate::capabilities::Capabilities;
use crate::ports::{Connector, ConnectorError, Devices, QueueLogs, Signed, WitnessRefusal};
use approval::{
    Access, Action, Choice, Decided, DecisionRefusal, DeviceId, Directory, Grant, GrantEvent, GrantId, GrantState,
    Outcome, PersonId, Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Tenant, Timestamp, Vote,
    Window, decide, expire,
};
use async_trait::async_trait;
use queue_api::signed::DecisionPayload;
use queue_api::{
    AdmitRequest, Change, ChangesResponse, DecisionRequest, DecisionResponse, DeviceRecord, DeviceResponse,
    DevicesResponse, EnrolRequest, ForYou, GrantRecord, GrantsResponse, HiddenRecord, KeyChangeRequest, MeResponse,
    Problem, ProblemType, RemovedBy, RequestRecord, RevocationResponse, RoleName, SuspensionResponse, WaitingDevice,
    WhyNot,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tlog::checkpoint::Checkpoint;
use tlog::cosign::{cosign, verify_cosignature};
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::{PublicKey, SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::payload::{KeyChange, PayloadType};
use tlog::tree::verify_inclusion;
use tlog::witness::{AddCheckpoint, Refusal, judge};
use tokio::sync::Notify;

pub const SERVER: &str = "queue.example";
pub const ME: &str = "noor";

/// What the network does to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    None,
    /// Connection refused.
    Unreachable,
    /// Lost on the way there: nothing happens, no answer comes.
    Before,
    /// Lost on the way back: it happened, no answer comes.
    After,
    /// A 200 whose receipt does not verify.
    Forged,
    /// A 200 whose receipt names the decision by its hash in the tree, which the contract does not.
    Misnamed,
    /// A decision that arrives after the next call, and whose answer never comes.
    Late,
    /// A decision that is given up after a long time without an answer.
    Hang,
    /// Refused, with `Retry-After` in seconds.
    Throttled(u32),
}

#[derive(Clone)]
pub struct FakeQueue(Arc<Shared>);

struct Shared {
    model: Mutex<Model>,
    changed: Notify,
    time: Time,
    /// How far this queue's clock is from the others'.
    clock_off: AtomicI64,
}

pub struct Model {
    pub capabilities: Capabilities,
    pub key: SeedKey,
    pub facts: BTreeMap<RequestId, Item>,
    pub grants: BTreeMap<GrantId, Grant>,
    feed: Vec<Told>,
    epoch: u32,
    pub device: Option<PublicKey>,
    /// How many devices were enrolled before.
    pub devices_before: u32,
    /// A further device with this key is let in.
    pub admits: Option<PublicKey>,
    /// Lets one key in.
    pub invitation: Option<String>,
    /// The device's right was taken, since when and by whom.
    pub revoked: Option<(Timestamp, Option<RemovedBy>)>,
    /// The list of devices lacks this one.
    pub forgot_device: bool,
    /// The key before, and the number of the last leaf that it signed.
    pub former: Option<(PublicKey, u64)>,
    /// What the feed says of the devices.
    pub mark: Option<String>,
    pub others: Vec<DeviceRecord>,
    pub waiting: Vec<WaitingDevice>,
    pub admitted: Vec<AdmitRequest>,
    pub removed: Vec<DeviceId>,
    pub witnessed: Option<(u64, Hash)>,
    answers: BTreeMap<String, Answered>,
    revocations: BTreeMap<String, RevocationResponse>,
    suspensions: BTreeMap<String, SuspensionResponse>,
    /// Whether this person is a security reviewer of every tenant.
    pub reviews: bool,
    /// Loss of the calls that write, in order; none once it is empty.
    pub losses: VecDeque<Loss>,
    /// It tells again what it answered to a decision.
    pub keeps_receipts: bool,
    /// Nothing gets through.
    pub down: bool,
    /// Why no device is enrolled; any is when absent.
    pub not_admitted: Option<String>,
    /// Decisions of this desk that took effect, by envelope.
    pub effects: Vec<(RequestId, Action, Hash)>,
    late: Vec<(RequestId, Option<u32>, String, DecisionRequest)>,
    /// Where this person may look.
    pub tenants: Vec<Tenant>,
    pub page: usize,
    /// So many pages of the feed get through; all when absent.
    pub pages_left: Option<usize>,
    /// So long is a page of the feed under way.
    pub page_delay: Duration,
    /// Every cursor is too old, the empty one too.
    pub no_cursor: bool,
    pub calls: Vec<String>,
    /// Of what it accepted.
    pub log: OwnLog,
}

/// What a place of the feed is about.
#[derive(Clone)]
enum Told {
    Request(RequestId),
    Grant(GrantId),
}

#[derive(Clone)]
pub struct Item {
    pub facts: RequestFacts,
    pub state: RequestState,
    pub votes: Vec<Vote>,
    pub decided: Option<Decided>,
    pub grant: Option<GrantId>,
    pub why_not: Option<WhyNot>,
    /// Where it is found in its own system.
    pub page: Option<String>,
    pub hidden: bool,
}

pub struct Backup {
    facts: BTreeMap<RequestId, Item>,
    grants: BTreeMap<GrantId, Grant>,
    feed: Vec<Told>,
    answers: BTreeMap<String, Answered>,
    witnessed: Option<(u64, Hash)>,
}

/// The envelope's hash, and what was answered to it.
type Answered = (Hash, Result<DecisionResponse, Box<Problem>>);

impl FakeQueue {
    pub fn new(time: Time) -> Self {
        let model = Model {
            capabilities: Capabilities::DOORWARD,
            key: SeedKey::from_seed(&[9; 32]),
            facts: BTreeMap::new(),
            grants: BTreeMap::new(),
            feed: Vec::new(),
            epoch: 1,
            device: None,
            devices_before: 0,
            admits: None,
            invitation: None,
            revoked: None,
            forgot_device: false,
            former: None,
            mark: None,
            others: Vec::new(),
            waiting: Vec::new(),
            admitted: Vec::new(),
            removed: Vec::new(),
            witnessed: None,
            answers: BTreeMap::new(),
            revocations: BTreeMap::new(),
            suspensions: BTreeMap::new(),
            reviews: false,
            losses: VecDeque::new(),
            keeps_receipts: true,
            down: false,
            not_admitted: None,
            effects: Vec::new(),
            late: Vec::new(),
            tenants: vec![Tenant {
                id: "contoso".into(),
                name: "Contoso".to_owned(),
                domain: "contoso.example".to_owned(),
            }],
            page: 100,
            pages_left: None,
            page_delay: Duration::ZERO,
            no_cursor: false,
            calls: Vec::new(),
            log: OwnLog::default(),
        };
        Self(Arc::new(Shared { model: Mutex::new(model), changed: Notify::new(), time, clock_off: AtomicI64::new(0) }))
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.model.lock().unwrap()
    }

    pub fn now(&self) -> Timestamp {
        self.0.time.server().plus_millis(self.0.clock_off.load(Ordering::Relaxed))
    }

    pub fn set_clock_off(&self, millis: i64) {
        self.0.clock_off.store(millis, Ordering::Relaxed);
    }

    pub fn lose(&self, losses: &[Loss]) {
        self.model().losses.extend(losses);
    }

    pub fn set_down(&self, down: bool) {
        self.model().down = down;
        self.0.changed.notify_waiters();
    }

    /// A request as the queue stores it; tells the feed.
    pub fn put(&self, facts: RequestFacts) {
        let mut model = self.model();
        let id = facts.id.clone();
        let item = Item {
            facts,
            state: RequestState::Pending,
            votes: Vec::new(),
            decided: None,
            grant: None,
            why_not: None,
            page: None,
            hidden: false,
        };
        model.facts.insert(id.clone(), item);
        model.tell(&id);
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// Changes something at the queue and tells the feed.
    pub fn change(&self, id: &str, change: impl FnOnce(&mut Item)) {
        let mut model = self.model();
        let id = RequestId::new(id);
        change(model.facts.get_mut(&id).unwrap());
        model.tell(&id);
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// The second approver decides.
    pub fn decide_elsewhere(&self, id: &str, action: Action) {
        let at = self.now();
        self.change(id, |item| {
            let window = item.facts.window.window().filter(|_| action == Action::Grant);
            item.state = if action == Action::Grant { RequestState::Granted } else { RequestState::Denied };
            item.decided = Some(Decided {
                by: PersonId::new("ilya"),
                by_name: "Ilya Sun".to_owned(),
                at,
                action,
                window,
                reason: Some("use break-glass".to_owned()),
            });
        });
    }

    /// The second approver ends a live grant.
    pub fn revoke_elsewhere(&self, id: &str) {
        let mut model = self.model();
        let revoke = GrantEvent::Revoke { by: PersonId::new("ilya"), by_name: "Ilya Sun".to_owned() };
        let grant = model.grants[&GrantId::new(id)].after(revoke, self.now()).unwrap();
        model.set_grant(grant);
        drop(model);
        self.0.changed.notify_waiters();
    }

    pub fn hide(&self, id: &str) {
        self.change(id, |item| item.hidden = true);
    }

    /// Old cursors are worth nothing any more, and this is gone without a word.
    pub fn forget_history(&self, gone: &[&str]) {
        let mut model = self.model();
        model.epoch += 1;
        for id in gone {
            model.facts.remove(&RequestId::new(*id));
        }
        model.feed.clear();
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// What a backup of the queue would hold.
    pub fn backup(&self) -> Backup {
        let model = self.model();
        let (facts, grants, feed) = (model.facts.clone(), model.grants.clone(), model.feed.clone());
        Backup { facts, grants, feed, answers: model.answers.clone(), witnessed: model.witnessed }
    }

    /// The queue is put back to what the backup holds.
    pub fn put_back(&self, backup: &Backup) {
        let mut model = self.model();
        model.facts.clone_from(&backup.facts);
        model.grants.clone_from(&backup.grants);
        model.feed.clone_from(&backup.feed);
        model.answers.clone_from(&backup.answers);
        model.revocations.clear();
        model.witnessed = backup.witnessed;
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// Elsewhere this device's right is taken away; `told`: the feed says that the devices changed.
    pub fn revoke_device(&self, by: Option<RemovedBy>, told: bool) {
        let now = self.now();
        let mut model = self.model();
        model.revoked = Some((now, by));
        if told {
            model.mark = Some(format!("revoked at {}", now.millis()));
        }
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// What was changed in the model by hand is in the feed.
    pub fn retell(&self) {
        self.0.changed.notify_waiters();
    }

    /// Gives the access of every scheduled grant, and ends what is due.
    pub fn tick(&self) {
        let now = self.now();
        let mut model = self.model();
        let ids: Vec<GrantId> = model.grants.keys().cloned().collect();
        for id in ids {
            let grant = model.grants[&id].clone();
            let event = match grant.state {
                GrantState::Scheduled => GrantEvent::Given,
                GrantState::Active { .. } => GrantEvent::Tick { missed: false },
                GrantState::Ended { .. } | GrantState::Revoked { .. } => GrantEvent::TakenAway,
                GrantState::Failed { .. } => continue,
            };
            let next = grant.after(event, now).unwrap();
            if next != grant {
                model.set_grant(next);
            }
        }
        drop(model);
        self.0.changed.notify_waiters();
    }

    /// What the network does to a call that writes; the call itself is `work`.
    fn through<T>(
        &self,
        name: &str,
        work: impl FnOnce(&mut Model, Timestamp) -> Result<T, ConnectorError>,
    ) -> Result<T, ConnectorError> {
        let mut model = self.model();
        model.calls.push(name.to_owned());
        let loss = if model.down { Loss::Unreachable } else { model.losses.pop_front().unwrap_or(Loss::None) };
        let no_answer = || ConnectorError::NoAnswer("lost".to_owned());
        let answer = match loss {
            Loss::Unreachable => Err(ConnectorError::Unreachable("connection refused".to_owned())),
            Loss::Throttled(seconds) => {
                let problem = Problem::new(ProblemType::TooManyRequests, "slow down");
                Err(ConnectorError::Refused(Box::new(Problem { retry_after: Some(seconds), ..problem })))
            }
            Loss::Before | Loss::Late | Loss::Hang => Err(no_answer()),
            Loss::After => work(&mut model, self.now()).and_then(|_| Err(no_answer())),
            Loss::None | Loss::Forged | Loss::Misnamed => work(&mut model, self.now()),
        };
        for (id, if_match, key, request) in std::mem::take(&mut model.late) {
            let _ = model.decide_once(&id, if_match, &key, &request, self.now());
        }
        drop(model);
        self.0.changed.notify_waiters();
        answer
    }

    /// What the network is about to do to the next call.
    fn next_loss(&self) -> Loss {
        let model = self.model();
        if model.down { Loss::Unreachable } else { model.losses.front().copied().unwrap_or(Loss::None) }
    }

    fn reachable(&self) -> Result<MutexGuard<'_, Model>, ConnectorError> {
        let model = self.model();
        let cut = model.pages_left == Some(0);
        if model.down || cut { Err(ConnectorError::Unreachable("connection refused".to_owned())) } else { Ok(model) }
    }
}

impl Model {
    fn tell(&mut self, id: &RequestId) {
        self.feed.push(Told::Request(id.clone()));
    }

    /// An entry carries its thing as it is.
    fn as_it_is(&self, told: &Told) -> Option<Change> {
        match told {
            Told::Request(id) => self.facts.get(id).map(change),
            Told::Grant(id) => self.grants.get(id).map(grant_change),
        }
    }

    pub fn set_grant(&mut self, grant: Grant) {
        self.feed.push(Told::Grant(grant.id.clone()));
        self.grants.insert(grant.id.clone(), grant);
    }

    /// `d1` is the first.
    pub fn device_id(&self) -> DeviceId {
        format!("d{}", self.devices_before + 1).as_str().into()
    }

    pub fn origin(&self) -> String {
        format!("{SERVER}/desk/{}", self.device_id())
    }
}

pub fn grant_of(facts: &RequestFacts, window: Window, now: Timestamp) -> Grant {
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
        state: GrantState::Scheduled,
        access: Access::NotGiven,
    }
}

fn change(item: &Item) -> Change {
    match item.hidden {
        true => Change::Hidden(HiddenRecord { request: item.facts.id.clone() }),
        false => Change::Request(Box::new(record(item))),
    }
}

fn grant_change(grant: &Grant) -> Change {
    Change::Grant(Box::new(GrantRecord { grant: grant.clone(), you_may_revoke: true }))
}

fn record(item: &Item) -> RequestRecord {
    RequestRecord {
        body: serde_json::value::to_raw_value(&item.facts).unwrap(),
        state: item.state,
        activity: u32::try_from(item.votes.len()).unwrap(),
        votes: item.votes.clone(),
        decided: item.decided.clone(),
        grant: item.grant.clone(),
        for_you: ForYou {
            why_not: item.why_not,
            stage: 0,
            others: vec!["Ilya Sun".to_owned()],
            page: item.page.clone(),
            ..ForYou::default()
        },
    }
}

fn refuse(problem: Problem) -> ConnectorError {
    ConnectorError::Refused(Box::new(problem))
}

pub fn person(id: &str, name: &str) -> Principal {
    Principal { id: PersonId::new(id), name: name.to_owned(), kind: PrincipalKind::Human }
}
