//! A queue that keeps the contract, in memory: feed, witness, decisions with receipts, revocations. Its network loses
//! what a test tells it to lose.

mod connector;
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
    Problem, ProblemType, RequestRecord, RevocationResponse, RoleName, WaitingDevice, WhyNot,
};
use std::collections::{BTreeMap, VecDeque};
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
}

#[derive(Clone)]
pub struct FakeQueue(Arc<Shared>);

struct Shared {
    model: Mutex<Model>,
    changed: Notify,
    time: Time,
}

pub struct Model {
    pub capabilities: Capabilities,
    pub key: SeedKey,
    pub facts: BTreeMap<RequestId, Item>,
    pub grants: BTreeMap<GrantId, Grant>,
    feed: Vec<Change>,
    epoch: u32,
    pub device: Option<PublicKey>,
    /// The key before, and the number of the last leaf that it signed.
    pub former: Option<(PublicKey, u64)>,
    /// What the feed says of the devices.
    pub mark: Option<String>,
    pub others: Vec<DeviceRecord>,
    pub waiting: Vec<WaitingDevice>,
    pub admitted: Vec<AdmitRequest>,
    pub removed: Vec<DeviceId>,
    pub witnessed: Option<(u64, Hash)>,
    answers: BTreeMap<String, (Hash, Result<DecisionResponse, Box<Problem>>)>,
    revocations: BTreeMap<String, RevocationResponse>,
    /// Loss of the calls that write, in order; none once it is empty.
    pub losses: VecDeque<Loss>,
    /// Nothing gets through.
    pub down: bool,
    /// Why no device is enrolled; any is when absent.
    pub not_admitted: Option<String>,
    /// Decisions of this desk that took effect, by envelope.
    pub effects: Vec<(RequestId, Action, Hash)>,
    late: Vec<(RequestId, Option<u32>, String, DecisionRequest)>,
    pub page: usize,
    /// So many pages of the feed get through; all when absent.
    pub pages_left: Option<usize>,
    pub calls: Vec<String>,
    /// Of what it accepted.
    pub log: OwnLog,
}

pub struct Item {
    pub facts: RequestFacts,
    pub state: RequestState,
    pub votes: Vec<Vote>,
    pub decided: Option<Decided>,
    pub grant: Option<GrantId>,
    pub why_not: Option<WhyNot>,
    pub hidden: bool,
}

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
            former: None,
            mark: None,
            others: Vec::new(),
            waiting: Vec::new(),
            admitted: Vec::new(),
            removed: Vec::new(),
            witnessed: None,
            answers: BTreeMap::new(),
            revocations: BTreeMap::new(),
            losses: VecDeque::new(),
            down: false,
            not_admitted: None,
            effects: Vec::new(),
            late: Vec::new(),
            page: 100,
            pages_left: None,
            calls: Vec::new(),
            log: OwnLog::default(),
        };
        Self(Arc::new(Shared { model: Mutex::new(model), changed: Notify::new(), time }))
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.0.model.lock().unwrap()
    }

    pub fn now(&self) -> Timestamp {
        self.0.time.server()
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
            let window = (action == Action::Grant).then_some(item.facts.window);
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
        let item = &self.facts[id];
        let change = if item.hidden {
            Change::Hidden(HiddenRecord { request: id.clone() })
        } else {
            Change::Request(Box::new(record(item)))
        };
        self.feed.push(change);
    }

    pub fn set_grant(&mut self, grant: Grant) {
        self.feed.push(Change::Grant(Box::new(GrantRecord { grant: grant.clone(), you_may_revoke: true })));
        self.grants.insert(grant.id.clone(), grant);
    }

    fn proven(&self, leaf: Hash, index: u64, proof: Option<&queue_api::Proof>) -> bool {
        let Some(proof) = proof else { return false };
        let size = Checkpoint::unverified(&proof.checkpoint).unwrap().size;
        let Some(device) = self.key_of(size.saturating_sub(1), false) else { return false };
        let log = NoteKey::log(format!("{SERVER}/desk/d1"), device).unwrap();
        let Ok(checkpoint) = Checkpoint::verify(&proof.checkpoint, &log) else { return false };
        let witness = NoteKey::witness(SERVER, self.key.public_key()).unwrap();
        verify_cosignature(&proof.checkpoint, &witness).is_ok()
            && verify_inclusion(leaf, index, checkpoint.size, &proof.inclusion, checkpoint.root).is_ok()
    }

    fn payload(&self, envelope: &Envelope) -> Result<DecisionPayload, ConnectorError> {
        let bad = || refuse(Problem::new(ProblemType::BadDecision, "bad"));
        assert_eq!(envelope.payload_type, PayloadType::Decision.to_string());
        let payload: DecisionPayload = serde_json::from_slice(&envelope.payload).map_err(|_| bad())?;
        let key = self.key_of(payload.log_index, true).ok_or_else(bad)?;
        envelope.verify(&key).map_err(|_| bad())?;
        Ok(payload)
    }

    /// Of the leaf, or else of the checkpoint after it.
    pub fn key_of(&self, leaf: u64, of_leaf: bool) -> Option<PublicKey> {
        let before = |until: u64| if of_leaf { leaf <= until } else { leaf < until };
        self.former.filter(|(_, until)| before(*until)).map(|(key, _)| key).or(self.device)
    }

    fn accept(&mut self, envelope: &Envelope, payload: &DecisionPayload, now: Timestamp) -> Envelope {
        self.log.accept(&self.key, envelope, payload, now)
    }

    /// The same key for the same envelope takes effect once.
    fn decide_once(
        &mut self,
        id: &RequestId,
        if_match: Option<u32>,
        key: &str,
        request: &DecisionRequest,
        now: Timestamp,
    ) -> Result<DecisionResponse, ConnectorError> {
        let hash = Hash::of(request.envelope.leaf_bytes());
        if let Some((known, answer)) = self.answers.get(key) {
            assert_eq!(*known, hash, "one key for one envelope");
            return answer.clone().map_err(ConnectorError::Refused);
        }
        let answer = self.decide(id, if_match, request, now)?;
        self.answers.insert(key.to_owned(), (hash, Ok(answer.clone())));
        Ok(answer)
    }

    fn decide(
        &mut self,
        id: &RequestId,
        if_match: Option<u32>,
        request: &DecisionRequest,
        now: Timestamp,
    ) -> Result<DecisionResponse, ConnectorError> {
        let envelope = &request.envelope;
        let payload = self.payload(envelope)?;
        let item = self.facts.get(id).ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "not found")))?;
        let with = |kind, detail: &str| {
            let current = Some(Box::new(record(item)));
            Problem { current, decided: item.decided.clone(), ..Problem::new(kind, detail) }
        };
        assert_eq!(request.personal.commitment(), payload.commitments["personal"]);
        assert_eq!(payload.view_digest, payload.commitments["view"]);
        assert!(payload.signed_at >= payload.clicked_at && payload.not_after <= item.facts.answer_by);
        let choice = match payload.granted_window {
            Some(window) => Choice::Grant { window },
            None => Choice::Deny,
        };
        if expire(&item.facts, item.state, now) == RequestState::Expired {
            return Err(refuse(with(ProblemType::RequestExpired, "expired")));
        }
        if item.state != RequestState::Pending {
            let kind = if item.decided.is_some() { ProblemType::AlreadyDecided } else { ProblemType::RequestClosed };
            return Err(refuse(with(kind, "decided already")));
        }
        if now > payload.not_after {
            return Err(refuse(with(ProblemType::DecisionTooOld, "too late")));
        }
        let is_grant = payload.action == Action::Grant;
        if is_grant {
            if if_match != Some(item.facts.revision) {
                return Err(refuse(with(ProblemType::Changed, "changed")));
            }
            assert_eq!(payload.facts_digest, Some(queue_api::facts::digest(&item.facts)), "signed what was not shown");
            let leaf = envelope.leaf_hash();
            if !self.proven(leaf, payload.log_index, request.proof.as_ref()) {
                return Err(refuse(with(ProblemType::NotWitnessed, "not witnessed")));
            }
        }
        let me = PersonId::new(ME);
        let mut directory = Directory::default();
        let known = item.facts.requester.acting_for.iter().map(|who| who.id.clone());
        directory.known.extend([me.clone(), item.facts.requester.principal.id.clone()].into_iter().chain(known));
        let outcome = decide(&item.facts, item.state, &item.votes, &directory, &me, item.facts.revision, choice, now);
        let outcome = outcome.map_err(|refusal| match refusal {
            DecisionRefusal::OwnRequest(_) => refuse(with(ProblemType::OwnRequest, "own request")),
            DecisionRefusal::NotPending(_)
            | DecisionRefusal::Expired(_)
            | DecisionRefusal::LongerThanAsked { .. }
            | DecisionRefusal::LongerThanPolicy { .. }
            | DecisionRefusal::Changed { .. }
            | DecisionRefusal::VotedAlready => refuse(with(ProblemType::Refused, &refusal.to_string())),
        })?;
        self.effects.push((id.clone(), payload.action, Hash::of(envelope.leaf_bytes())));
        let decided = |action, window| Decided {
            by: me.clone(),
            by_name: "Noor Haddad".to_owned(),
            at: now,
            action,
            window,
            reason: None,
        };
        let item = self.facts.get_mut(id).unwrap();
        let mut grant = None;
        match outcome {
            Outcome::Denied => {
                item.state = RequestState::Denied;
                item.decided = Some(decided(Action::Deny, None));
            }
            Outcome::Waiting { .. } => {
                let window = payload.granted_window.unwrap();
                item.votes.push(Vote { by: me, by_name: "Noor Haddad".to_owned(), at: now, window });
                item.why_not = Some(WhyNot::VotedAlready);
            }
            Outcome::Granted { window } => {
                item.state = RequestState::Granted;
                item.decided = Some(decided(Action::Grant, Some(window)));
                let made = grant_of(&item.facts, window, now);
                item.grant = Some(made.id.clone());
                grant = Some(made);
            }
        }
        let request = record(item);
        if let Some(grant) = &grant {
            self.set_grant(grant.clone());
        }
        self.tell(id);
        Ok(DecisionResponse { acceptance: self.accept(envelope, &payload, now), request, grant })
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

fn record(item: &Item) -> RequestRecord {
    RequestRecord {
        body: serde_json::value::to_raw_value(&item.facts).unwrap(),
        state: item.state,
        activity: 0,
        votes: item.votes.clone(),
        decided: item.decided.clone(),
        grant: item.grant.clone(),
        for_you: ForYou { why_not: item.why_not, stage: 0, others: vec!["Ilya Sun".to_owned()] },
    }
}

fn refuse(problem: Problem) -> ConnectorError {
    ConnectorError::Refused(Box::new(problem))
}

pub fn person(id: &str, name: &str) -> Principal {
    Principal { id: PersonId::new(id), name: name.to_owned(), kind: PrincipalKind::Human }
}
