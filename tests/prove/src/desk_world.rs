//! What a desk needs around it in a made-up world: clocks that run with the runtime's paused time, a keyring in memory,
//! randomness from a seed, and requests to decide on.

use approval::{
    LengthError, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestId, Requester,
    Resource, Risk, RiskLevel, Role, Stage, Tenant, Timestamp, Window,
};
use desk::ports::{Clock, Entropy, Instants, Keychain, KeychainError, NoPrompt, Secret};
use desk::store::{DeskStore, MemoryStore};
use desk::{Desk, Machine, OpenError, Ports};
use std::collections::BTreeMap;
use std::error::Error;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use tokio::time::Instant;

/// 24 November 2026, 15:44 UTC, in milliseconds.
const START: i64 = 1_795_535_040_000;

pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs in paused time: whatever waits is waited for in no time.
pub fn in_paused_time<T>(work: impl Future<Output = T>) -> Result<T, Box<dyn Error>> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    // One thread for what blocks: `in_step` counts on it.
    let runtime = runtime.enable_time().start_paused(true).max_blocking_threads(1).build()?;
    Ok(runtime.block_on(work))
}

/// What `work` hands to the blocking thread is done between two of its steps, never beside them, and in the order in
/// which it was handed over: the same seed leads to the same run, whatever else the machine does.
pub async fn in_step<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        // The thread waits behind this job until the step is over, and the step is over when it has done all the rest.
        let (step_is_over, step) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || step.recv());
        let polled = work.as_mut().poll(context);
        drop(step_is_over);
        let (all_is_done, all) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || drop(all_is_done));
        let _ = all.recv();
        polled
    })
    .await
}

/// The world's time, and what one machine believes of it.
#[derive(Debug, Clone)]
pub struct Time {
    start: Instant,
    /// Milliseconds that passed while nothing ran.
    skipped: Arc<AtomicI64>,
}

impl Time {
    pub fn new() -> Self {
        Self { start: Instant::now(), skipped: Arc::default() }
    }

    /// Milliseconds since this world began.
    pub fn elapsed(&self) -> i64 {
        i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX) + self.skipped.load(Ordering::Relaxed)
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(START + self.elapsed())
    }

    pub fn skip(&self, millis: i64) {
        self.skipped.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for Time {
    fn now(&self) -> Instants {
        Instants { wall: self.now(), boot: 1_000_000 + self.elapsed() }
    }
}

/// The same bytes for the same seed.
pub struct Seeded(Mutex<fastrand::Rng>);

impl Seeded {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(fastrand::Rng::with_seed(seed))))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        locked(&self.0).fill(bytes);
    }
}

#[derive(Default)]
pub struct Keyring(Mutex<BTreeMap<String, Secret>>);

impl Keychain for Keyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(locked(&self.0).get(name).cloned())
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        locked(&self.0).insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        locked(&self.0).remove(name);
        Ok(())
    }
}

/// One person's machine. What it stored outlives the program.
#[derive(Clone)]
pub struct Household {
    pub store: MemoryStore,
    pub keyring: Arc<Keyring>,
    pub entropy: Arc<Seeded>,
    pub clock: Arc<dyn Clock>,
    pub boot_id: String,
}

impl Household {
    pub fn new(clock: Arc<dyn Clock>, seed: u64) -> Self {
        let (store, keyring) = (MemoryStore::new(), Arc::new(Keyring::default()));
        Self { store, keyring, entropy: Seeded::new(seed), clock, boot_id: "boot-1".to_owned() }
    }

    /// Starts the program.
    pub fn open(&self) -> Result<Arc<Desk>, OpenError> {
        self.open_on(Box::new(self.store.clone()))
    }

    /// Starts it on a store that stands before this one.
    pub fn open_on(&self, store: Box<dyn DeskStore>) -> Result<Arc<Desk>, OpenError> {
        let ports = Ports {
            store,
            keychain: self.keyring.clone(),
            presence: Arc::new(NoPrompt),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
        };
        let machine = Machine { boot_id: self.boot_id.clone(), zone: "UTC".to_owned(), name: "desk".to_owned() };
        Desk::open(ports, machine)
    }
}

pub fn person(id: &str, name: &str) -> Principal {
    Principal { id: PersonId::new(id), name: name.to_owned(), kind: PrincipalKind::Human }
}

pub fn tenant() -> Tenant {
    Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() }
}

/// A request of low risk for 4 h, at revision 1. It may be granted while the queue is silent.
pub fn facts(id: &str, now: Timestamp, answer_within_millis: i64) -> Result<RequestFacts, LengthError> {
    Ok(RequestFacts {
        id: RequestId::new(id),
        revision: 1,
        tenant: tenant(),
        requester: Requester {
            principal: person("dana", "Dana Peres"),
            zone: "UTC".to_owned(),
            address: "dana@contoso.example".to_owned(),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role { id: "reader".into(), name: "Reader".to_owned(), means: "Can read.".to_owned() },
        entitlement: "entra-reader".into(),
        window: Window::from_minutes(240)?.into(),
        justification: "month end".to_owned(),
        ticket: None,
        risk: Risk { level: RiskLevel::Low, score: 9, judged_by: "Contoso".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "p1".to_owned(),
            longest_window: Window::from_minutes(480)?,
            stages: vec![Stage { name: "On call".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: true,
            stale_after: Window::from_minutes(15)?,
            reason_required: false,
        },
        asked_at: now,
        revised_at: now,
        answer_by: Some(now.plus_millis(answer_within_millis)),
        nonce: format!("nonce-{id}-1"),
    })
}
