//! A queue under test, in this process, over real HTTP on loopback, with a clock that only tests move and a
//! target that keeps what was given and taken.

use approval::{GrantId, Timestamp};
use queue::{FilePolicy, Job, Order, Policy, ProvisionError, Provisioner, Queue, ServerKeys};
use queue_api::RoleName;
use queue_server::{Clock, Parts, Patience, serve_with};
use queue_store::SqliteStore;
use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

pub const SERVER: &str = "queue.example/test";
pub const CONTOSO: &str = include_str!("contoso.toml");
pub const FABRIKAM: &str = include_str!("fabrikam.toml");
pub const TENANTS: [&str; 2] = [CONTOSO, FABRIKAM];

pub const SECOND: Duration = Duration::from_secs(1);
pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3600);

/// Time stands still until a test moves it.
pub struct FakeClock(watch::Sender<Timestamp>);

impl FakeClock {
    pub fn new() -> Self {
        let start = "2026-11-20T16:00:00.000Z".parse().unwrap();
        Self(watch::channel(start).0)
    }

    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now = now.plus_millis(by.as_millis() as i64));
    }
}

#[async_trait::async_trait]
impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    async fn wait_until(&self, at: Timestamp) {
        let _ = self.0.subscribe().wait_for(|now| *now >= at).await;
    }
}

/// A target system: who has access, and the answers it is told to give next.
#[derive(Default)]
pub struct Target {
    pub given: Mutex<BTreeSet<GrantId>>,
    pub orders: Mutex<Vec<(Job, GrantId)>>,
    pub urls: Mutex<Vec<String>>,
    pub answers: Mutex<VecDeque<Result<(), ProvisionError>>>,
}

impl Target {
    pub fn has(&self, grant: &GrantId) -> bool {
        self.given.lock().unwrap().contains(grant)
    }

    /// What the next orders are answered, in order; afterwards `Ok`.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Result<(), ProvisionError>>) {
        self.answers.lock().unwrap().extend(answers);
    }
}

#[async_trait::async_trait]
impl Provisioner for Target {
    async fn carry_out(&self, order: &Order) -> Result<(), ProvisionError> {
        self.orders.lock().unwrap().push((order.job, order.grant.id.clone()));
        if let queue::Target::Webhook { url, .. } = &order.target {
            self.urls.lock().unwrap().push(url.clone());
        }
        if let Some(answer) = self.answers.lock().unwrap().pop_front() {
            answer?;
        }
        let mut given = self.given.lock().unwrap();
        match order.job {
            Job::Give => given.insert(order.grant.id.clone()),
            Job::Take => given.remove(&order.grant.id),
        };
        Ok(())
    }
}

/// The folder, clock and target survive restarts.
pub struct Server {
    pub folder: Arc<TempDir>,
    pub clock: Arc<FakeClock>,
    pub target: Arc<Target>,
    pub queue: Arc<Queue>,
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

/// What a server starts with.
struct Setting {
    folder: Arc<TempDir>,
    clock: Arc<FakeClock>,
    target: Arc<Target>,
    /// The target itself when absent.
    provisioner: Option<Arc<dyn Provisioner>>,
    patience: Patience,
}

impl Setting {
    fn new() -> Self {
        Self {
            folder: Arc::new(tempfile::tempdir().unwrap()),
            clock: Arc::new(FakeClock::new()),
            target: Arc::default(),
            provisioner: None,
            patience: Patience::default(),
        }
    }
}

static CALLS: AtomicU64 = AtomicU64::new(0);

impl Server {
    pub async fn start() -> Self {
        Self::with(&TENANTS).await
    }

    pub async fn with(tenants: &[&str]) -> Self {
        Self::open(Setting::new(), tenants).await
    }

    pub async fn with_provisioner(tenants: &[&str], provisioner: Arc<dyn Provisioner>) -> Self {
        Self::open(Setting { provisioner: Some(provisioner), ..Setting::new() }, tenants).await
    }

    /// Gives clients next to no time to say what they want.
    pub async fn impatient() -> Self {
        let patience = Patience { headers: Duration::from_millis(500), body: Duration::from_millis(300) };
        Self::open(Setting { patience, ..Setting::new() }, &TENANTS).await
    }

    pub async fn in_folder(folder: Arc<TempDir>, clock: Arc<FakeClock>, target: Arc<Target>, tenants: &[&str]) -> Self {
        Self::open(Setting { folder, clock, target, ..Setting::new() }, tenants).await
    }

    async fn open(setting: Setting, tenants: &[&str]) -> Self {
        let Setting { folder, clock, target, provisioner, patience } = setting;
        let policies = tenants.iter().enumerate().map(|(number, text)| {
            let policy = FilePolicy::parse(&format!("{number}.toml"), text).unwrap();
            Arc::new(policy.with_secrets_in(folder.path())) as Arc<dyn Policy>
        });
        let store = Arc::new(SqliteStore::open(&folder.path().join("queue")).unwrap());
        let keys = ServerKeys::from_seeds([7; 64]);
        let moment = moment(&clock);
        let queue = Arc::new(Queue::open(store, policies.collect(), keys, SERVER, &moment).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let provisioner = provisioner.unwrap_or_else(|| target.clone());
        let parts = Parts { queue: queue.clone(), provisioner, clock: clock.clone() };
        let serving = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            serve_with(listener, parts, patience, shutdown).await.unwrap();
        });
        Self { folder, clock, target, queue, url, stop: Some(stop), serving }
    }

    /// Stops it; the data stays.
    pub async fn stop(mut self) -> (Arc<TempDir>, Arc<FakeClock>, Arc<Target>) {
        let _ = self.stop.take().unwrap().send(());
        self.serving.await.unwrap();
        (self.folder, self.clock, self.target)
    }

    pub async fn restart(self, tenants: &[&str]) -> Self {
        let (folder, clock, target) = self.stop().await;
        Self::in_folder(folder, clock, target, tenants).await
    }

    pub fn token(&self, person: &str, role: RoleName) -> String {
        let token = self.queue.mint_token(&person.into(), role, &moment(&self.clock)).unwrap();
        token.reveal().to_owned()
    }

    pub fn invitation(&self, person: &str) -> String {
        self.queue.invite(&person.into(), &moment(&self.clock)).unwrap().reveal().to_owned()
    }

    /// Of a tenant's log, as they are on disk.
    pub fn leaves(&self, tenant: &str) -> Vec<Vec<u8>> {
        let store = SqliteStore::open(&self.data().join("queue")).unwrap();
        let mut leaves = Vec::new();
        let read = queue::QueueStore::read(&store, &tenant.into(), &mut |tx| {
            let all = (0..tx.log_size()?).map(|index| Ok(tx.leaf(index)?.unwrap()));
            leaves = all.collect::<queue::store::Stored<_>>()?;
            Ok(())
        });
        read.unwrap();
        leaves
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }
}

/// This instant, with bits that no other call gets.
pub fn moment(clock: &FakeClock) -> queue::Moment {
    let mut random = [0; 32];
    random[..8].copy_from_slice(&CALLS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    queue::Moment::new(clock.now(), random)
}
