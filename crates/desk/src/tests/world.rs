//! The made-up world: time that is the runtime's, a keyring, randomness that counts, and a desk that can be stopped
//! and opened again over what it stored.

use super::queue::{FakeQueue, person};
use crate::errors::DecideError;
use crate::ports::{Clock, Entropy, Instants, Keychain, KeychainError, Line, PresenceError, PresencePrompt, Secret};
use crate::store::{DeskStore, MemoryStore, Mirrored, QueueId, QueueKind};
use crate::view::{PanelView, RowStanding, SheetView};
use crate::{Choice, Clicked, Desk, Machine, OpenError, Ports, QueueSetup, ViewKind, sync};
use approval::{
    PolicyResult, Presence, RequestFacts, RequestId, RequestState, Requester, Resource, Risk, RiskLevel, RiskReason,
    Role, Stage, Tenant, Timestamp, Window,
};
use queue_api::{ForYou, LocalEvidence, PresenceProof, RequestRecord, SystemPrompt};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::payload::PayloadType;
use tokio::task::JoinHandle;

pub const QUEUE: &str = "practice";

/// Runs a test in paused time: whatever waits is waited for in no time.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(test);
}

/// Real time of the world, and what the desk's machine believes.
#[derive(Clone)]
pub struct Time {
    start: tokio::time::Instant,
    /// How far the desk's wall clock is off.
    pub wall_off: Arc<AtomicI64>,
    /// Added to the boot clock: negative after a restart of the machine.
    pub boot_off: Arc<AtomicI64>,
}

/// 24 November 2026, 16:44 in Berlin.
pub const START: i64 = 1_795_535_040_000;

impl Time {
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now(), wall_off: Arc::default(), boot_off: Arc::default() }
    }

    fn elapsed(&self) -> i64 {
        i64::try_from(self.start.elapsed().as_millis()).unwrap()
    }

    pub fn server(&self) -> Timestamp {
        Timestamp::from_millis(START + self.elapsed())
    }
}

impl Clock for Time {
    fn now(&self) -> Instants {
        Instants {
            wall: self.server().plus_millis(self.wall_off.load(Ordering::Relaxed)),
            boot: 1_000_000 + self.elapsed() + self.boot_off.load(Ordering::Relaxed),
        }
    }
}

pub struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(&next.to_be_bytes()[..chunk.len()]);
        }
    }
}

#[derive(Default)]
pub struct FakeKeyring {
    pub secrets: Mutex<BTreeMap<String, Secret>>,
    pub trouble: Mutex<Option<KeychainError>>,
    asked: AtomicUsize,
    /// What others do to it right after the next look.
    meanwhile: Mutex<Option<Meanwhile>>,
}

type Meanwhile = Box<dyn FnOnce(&mut BTreeMap<String, Secret>) + Send>;

impl FakeKeyring {
    pub fn after_next_look(&self, change: impl FnOnce(&mut BTreeMap<String, Secret>) + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(Box::new(change));
    }

    /// How often a secret was asked for.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn ok(&self) -> Result<(), KeychainError> {
        self.trouble.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    pub fn lock_it(&self, locked: bool) {
        *self.trouble.lock().unwrap() = locked.then(|| KeychainError::Locked("Login".to_owned()));
    }
}

impl Keychain for FakeKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.ok()?;
        let mut secrets = self.secrets.lock().unwrap();
        let found = secrets.get(name).cloned();
        if let Some(change) = self.meanwhile.lock().unwrap().take() {
            change(&mut secrets);
        }
        Ok(found)
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.ok()?;
        self.secrets.lock().unwrap().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.ok()?;
        self.secrets.lock().unwrap().remove(name);
        Ok(())
    }
}

/// The system's prompt: it answers at once, unless a test stands in for the person.
#[derive(Default)]
pub struct FakePrompt {
    asked: Mutex<Vec<(String, Hash)>>,
    trouble: Mutex<Option<PresenceError>>,
    /// Told that the prompt stands, and hears that it was answered.
    person: Mutex<Option<(Sender<()>, Receiver<()>)>>,
}

impl FakePrompt {
    /// The sentences, and what they were asked over.
    pub fn asked(&self) -> Vec<(String, Hash)> {
        self.asked.lock().unwrap().clone()
    }

    pub fn fail_next(&self, error: PresenceError) {
        *self.trouble.lock().unwrap() = Some(error);
    }
}

impl PresencePrompt for FakePrompt {
    fn ask(&self, sentence: &str, choice: Hash) -> Result<PresenceProof, PresenceError> {
        self.asked.lock().unwrap().push((sentence.to_owned(), choice));
        let person = self.person.lock().unwrap().take();
        if let Some((stands, answered)) = person {
            stands.send(()).unwrap();
            answered.recv().unwrap();
        }
        let proof = LocalEvidence { by: SystemPrompt::Polkit, choice_digest: choice, sentence_shown: true };
        self.trouble.lock().unwrap().take().map_or(Ok(PresenceProof::Local(proof)), Err)
    }
}

/// A grant whose prompt stands.
pub struct Deciding {
    answer: Sender<()>,
    thread: std::thread::JoinHandle<Result<Clicked, DecideError>>,
}

impl Deciding {
    /// The person answers it.
    pub fn answered(self) -> Result<Clicked, DecideError> {
        self.answer.send(()).unwrap();
        self.thread.join().unwrap()
    }
}

pub struct World {
    pub time: Time,
    pub store: MemoryStore,
    pub keyring: Arc<FakeKeyring>,
    pub prompt: Arc<FakePrompt>,
    pub queue: FakeQueue,
    pub desk: Arc<Desk>,
    entropy: Arc<Counting>,
    pub boot_id: String,
    drivers: Vec<JoinHandle<()>>,
}

impl World {
    /// Nothing runs yet.
    pub fn still() -> Self {
        let time = Time::new();
        let store = MemoryStore::new();
        let keyring = Arc::new(FakeKeyring::default());
        let entropy = Arc::new(Counting(AtomicU64::new(1)));
        let prompt = Arc::new(FakePrompt::default());
        let boot_id = "boot-1".to_owned();
        let desk = open(&time, &store, &keyring, &prompt, &entropy, &boot_id);
        let queue = FakeQueue::new(time.clone());
        Self { queue, time, store, keyring, prompt, desk, entropy, boot_id, drivers: Vec::new() }
    }

    /// Enrolled, following, one low, one high request waiting.
    pub async fn new() -> Self {
        let mut world = Self::still();
        world.queue.put(world.request("low", RiskLevel::Low));
        world.queue.put(world.request("high", RiskLevel::High));
        world.start();
        world.settle().await;
        world
    }

    /// A request of low risk, where this person is a security reviewer.
    pub async fn reviewing() -> Self {
        let mut world = Self::still();
        world.queue.model().reviews = true;
        world.queue.put(world.request("low", RiskLevel::Low));
        world.start();
        world.settle().await;
        world
    }

    /// As `new`, with one grant of an hour recorded and one denial undone.
    pub async fn with_history() -> Self {
        let world = Self::new().await;
        world.grant("high", 3600);
        world.desk.send_now(&named("high")).unwrap();
        world.settle().await;
        world.deny("low");
        world.desk.undo(&named("low")).unwrap();
        world.settle().await;
        world
    }

    pub fn start(&mut self) {
        let queue = Line::Signed(Arc::new(self.queue.clone()));
        let id = QueueId::new(QUEUE);
        self.drivers.push(tokio::spawn(sync::run(self.desk.clone(), id, queue)));
        self.drivers.push(tokio::spawn(sync::release(self.desk.clone())));
    }

    /// The program stops at this instant.
    pub async fn stop(&mut self) {
        for driver in self.drivers.drain(..) {
            driver.abort();
            let _ = driver.await;
        }
    }

    /// Stops, and opens the profile again; nothing follows yet.
    pub async fn reopen(&mut self) {
        self.stop().await;
        self.desk = open(&self.time, &self.store, &self.keyring, &self.prompt, &self.entropy, &self.boot_id);
    }

    /// The same by a program that connects no queue.
    pub async fn reopen_bare(&mut self) {
        self.stop().await;
        self.desk = bare(&self.time, &self.store, &self.keyring, &self.prompt, &self.entropy, &self.boot_id).unwrap();
    }

    pub async fn restart(&mut self) {
        self.reopen().await;
        self.start();
        self.settle().await;
    }

    /// The machine restarts: its boot clock begins anew.
    pub async fn reboot(&mut self) {
        self.stop().await;
        self.boot_id = "boot-2".to_owned();
        self.time.boot_off.fetch_sub(900_000, Ordering::Relaxed);
        self.desk = open(&self.time, &self.store, &self.keyring, &self.prompt, &self.entropy, &self.boot_id);
    }

    /// Lets everything that can happen at once happen.
    pub async fn settle(&self) {
        self.pass(20).await;
    }

    pub async fn pass(&self, millis: u64) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    pub fn request(&self, id: &str, level: RiskLevel) -> RequestFacts {
        facts(id, level, self.time.server())
    }

    pub fn sheet(&self, id: &str) -> SheetView {
        self.desk.open_sheet(&named(id), ViewKind::Window).unwrap()
    }

    pub fn grant(&self, id: &str, seconds: u32) {
        let sheet = self.sheet(id);
        self.desk.decide(&sheet.ticket, Choice::Grant { seconds }, Some("agreed"), None).unwrap();
    }

    /// A grant on a thread of its own, up to where its prompt stands.
    pub fn grant_until_asked(&self, ticket: &str, seconds: u32) -> Deciding {
        let (stands, standing) = channel();
        let (answer, answered) = channel();
        *self.prompt.person.lock().unwrap() = Some((stands, answered));
        let (desk, ticket) = (self.desk.clone(), ticket.to_owned());
        // There too, time is the runtime's.
        let runtime = tokio::runtime::Handle::current();
        let grant = move || {
            let _time = runtime.enter();
            desk.decide(&ticket, Choice::Grant { seconds }, None, None)
        };
        let thread = std::thread::spawn(grant);
        standing.recv_timeout(Duration::from_secs(10)).expect("the prompt stands");
        Deciding { answer, thread }
    }

    pub fn deny(&self, id: &str) {
        let sheet = self.sheet(id);
        self.desk.decide(&sheet.ticket, Choice::Deny, None, None).unwrap();
    }

    pub fn standing(&self, id: &str) -> RowStanding {
        self.desk.standing(&named(id)).unwrap()
    }

    pub fn panel(&self, id: &str) -> PanelView {
        self.sheet(id).panel
    }

    /// The log's leaves of one kind, oldest first, as their writer meant them.
    pub fn payloads<T: DeserializeOwned>(&self, kind: PayloadType) -> Vec<T> {
        let leaves = self.store.leaves(&QueueId::new(QUEUE), 0, 10_000).unwrap();
        let envelopes = leaves.iter().map(|leaf| Envelope::from_bytes(&leaf.bytes).unwrap());
        let of_kind = envelopes.filter(|envelope| envelope.payload_type == kind.to_string());
        of_kind.map(|envelope| serde_json::from_slice(&envelope.payload).unwrap()).collect()
    }

    /// Verbs of the log, newest first.
    pub fn verbs(&self) -> Vec<String> {
        self.desk.log(None, 0, 100).unwrap().rows.into_iter().map(|row| row.verb).collect()
    }
}

pub fn named(id: &str) -> String {
    format!("{QUEUE}:{id}")
}

fn open(
    time: &Time,
    store: &MemoryStore,
    keyring: &Arc<FakeKeyring>,
    prompt: &Arc<FakePrompt>,
    entropy: &Arc<Counting>,
    boot_id: &str,
) -> Arc<Desk> {
    let setup = QueueSetup { id: QueueId::new(QUEUE), name: "Practice queue".to_owned(), kind: QueueKind::Practice };
    // Where the disk fails at the start the person starts the program once more.
    for _ in 0..3 {
        if let Ok(desk) = bare(time, store, keyring, prompt, entropy, boot_id)
            && desk.add_queue(setup.clone()).is_ok()
        {
            return desk;
        }
    }
    panic!("the profile cannot be opened")
}

fn bare(
    time: &Time,
    store: &MemoryStore,
    keyring: &Arc<FakeKeyring>,
    prompt: &Arc<FakePrompt>,
    entropy: &Arc<Counting>,
    boot_id: &str,
) -> Result<Arc<Desk>, OpenError> {
    let ports = Ports {
        store: Box::new(store.clone()),
        keychain: keyring.clone(),
        presence: prompt.clone(),
        clock: Arc::new(time.clone()),
        entropy: entropy.clone(),
    };
    let zone = "Europe/Berlin".to_owned();
    Desk::open(ports, Machine { boot_id: boot_id.to_owned(), zone, name: "Noor’s laptop".to_owned() })
}

/// As a queue tells it that nothing has happened to yet.
pub fn pending(facts: RequestFacts) -> Mirrored {
    let body = serde_json::value::to_raw_value(&facts).unwrap();
    let (state, for_you) = (RequestState::Pending, ForYou::default());
    let record = RequestRecord { body, state, activity: 0, votes: Vec::new(), decided: None, grant: None, for_you };
    Mirrored::read(&record).unwrap()
}

pub fn facts(id: &str, level: RiskLevel, now: Timestamp) -> RequestFacts {
    RequestFacts {
        id: RequestId::new(id),
        revision: 1,
        tenant: Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() },
        requester: Requester {
            principal: person("dana", "Dana Peres"),
            zone: "Europe/Lisbon".to_owned(),
            address: "dana@contoso.example".to_owned(),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role {
            id: "ga".into(),
            name: "Global Administrator".to_owned(),
            means: "Can read every mailbox.".to_owned(),
        },
        entitlement: "entra-ga".into(),
        window: Window::from_minutes(240).unwrap().into(),
        justification: "Restore the mailboxes. INC-4471.".to_owned(),
        ticket: Some("INC-4471".to_owned()),
        risk: Risk {
            level,
            score: level.from_score() + 9,
            judged_by: "Contoso".to_owned(),
            reasons: vec![RiskReason {
                code: "first-time".to_owned(),
                text: "First time for this role".to_owned(),
                weight: Some(34),
                evidence: None,
            }],
        },
        policy: PolicyResult {
            version: "p1".to_owned(),
            longest_window: Window::from_minutes(480).unwrap(),
            stages: vec![Stage { name: "On call".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: false,
            stale_after: Window::from_minutes(15).unwrap(),
            reason_required: false,
        },
        asked_at: now,
        revised_at: now,
        answer_by: Some(now.plus_millis(30 * 60_000)),
        nonce: format!("nonce-{id}-1"),
    }
}
