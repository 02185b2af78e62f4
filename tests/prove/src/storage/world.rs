//! A queue with one approver and one requester, served over HTTP on loopback, and the edges of a desk. Real are the
//! queue's engine, its storage and its server, the network and the desk's store; a double stands for the keyring, which
//! holds one key, and for the target system.

use crate::desk_world::Seeded;
pub use crate::servers::Outcome;
use crate::servers::{asking, moment, signed_in};
use crate::tenant;
use approval::{RequestId, RequestState, Timestamp, Window};
use connectors::Doorward;
use desk::ports::{Instants, Keychain, KeychainError, Line, NoPrompt, Secret};
use desk::store::DeskStore;
use desk::{Desk, Machine, Ports, QueueId, QueueKind, QueueSetup, sync};
use queue::{Caller, FilePolicy, Order, ProvisionError, Provisioner, Queue, ServerKeys};
use queue_api::RoleName;
use queue_server::{Parts, serve};
use queue_store::SqliteStore;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const QUEUE: &str = "contoso";

/// The machine's clocks, and how far they were moved on.
#[derive(Default)]
pub struct Moved {
    by: AtomicI64,
    /// Where several processes share the clocks: a file with one byte for each second. It only grows, as a clock of a
    /// machine that does not restart, whoever is killed when.
    file: Option<PathBuf>,
}

impl Moved {
    pub fn shared(file: &Path) -> Self {
        Self { file: Some(file.to_owned()), ..Self::default() }
    }

    /// Whole seconds where the clocks are shared.
    pub fn on(&self, by: Duration) -> Outcome<()> {
        match &self.file {
            Some(file) => {
                let seconds = vec![b'.'; usize::try_from(by.as_secs())?];
                OpenOptions::new().create(true).append(true).open(file)?.write_all(&seconds)?;
            }
            None => {
                self.by.fetch_add(i64::try_from(by.as_millis())?, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn millis(&self) -> i64 {
        let seconds = |file: &PathBuf| std::fs::metadata(file).map_or(0, |file| file.len());
        let shared = self.file.as_ref().map_or(0, seconds);
        self.by.load(Ordering::Relaxed) + i64::try_from(shared).unwrap_or(0) * 1000
    }
}

impl desk::ports::Clock for Moved {
    fn now(&self) -> Instants {
        let by = self.millis();
        let Instants { wall, boot } = desk::ports::Clock::now(&profile::SystemClock);
        Instants { wall: wall.plus_millis(by), boot: boot + by }
    }
}

#[async_trait::async_trait]
impl queue_server::Clock for Moved {
    fn now(&self) -> Timestamp {
        desk::ports::Clock::now(self).wall
    }

    async fn wait_until(&self, at: Timestamp) {
        let millis = u64::try_from(at.millis_since(queue_server::Clock::now(self))).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

/// The keyring double: every name has the same secret, at every start.
pub struct OneKey(pub [u8; 32]);

impl Keychain for OneKey {
    fn get(&self, _: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(Some(Secret::new(self.0.to_vec())))
    }
    fn set(&self, _: &str, _: &Secret) -> Result<(), KeychainError> {
        Ok(())
    }
    fn delete(&self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

/// A target system that does as it is told.
struct Obeys;

#[async_trait::async_trait]
impl Provisioner for Obeys {
    async fn carry_out(&self, _: &Order) -> Result<(), ProvisionError> {
        Ok(())
    }
}

pub struct Server {
    pub url: String,
    pub token: String,
    queue: Arc<Queue>,
    approver: Caller,
    requester: Caller,
    clock: Arc<Moved>,
    calls: AtomicU64,
    seed: u64,
    serving: JoinHandle<()>,
}

impl Server {
    /// Its data lie in `folder`; it stops when it is dropped.
    pub async fn start(folder: &Path, clock: Arc<Moved>, seed: u64) -> Outcome<Self> {
        let policy = Arc::new(FilePolicy::parse("contoso.toml", &tenant::file(&[tenant::READING]))?);
        let store = Arc::new(SqliteStore::open(folder)?);
        let at = |call| moment(queue_server::Clock::now(&*clock), seed, call);
        let queue =
            Arc::new(Queue::open(store, vec![policy], ServerKeys::from_seeds([7; 64]), "queue.example", &at(0))?);
        let (token, approver) = signed_in(&queue, "noor", RoleName::Approver, &at(1))?;
        let (_, requester) = signed_in(&queue, "dana", RoleName::Requester, &at(2))?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let parts = Parts { queue: queue.clone(), provisioner: Arc::new(Obeys), clock: clock.clone() };
        let serving = tokio::spawn(async move {
            if let Err(error) = serve(listener, parts, std::future::pending()).await {
                println!("the queue under the desk stopped: {error}");
            }
        });
        Ok(Self { url, token, queue, approver, requester, clock, calls: AtomicU64::new(3), seed, serving })
    }

    /// A new request for an hour of reading.
    pub fn ask(&self) -> Outcome<RequestId> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let ask = asking("reader", Window::from_minutes(60)?, "Quarter’s end.".to_owned());
        let moment = moment(queue_server::Clock::now(&*self.clock), self.seed, call);
        Ok(self.queue.ask(&self.requester, &format!("ask-{call:08}"), &ask, &moment)?.facts()?.id)
    }

    /// How many grants this request led to, and where it stands where it was not decided at all.
    pub fn effects(&self, request: &str) -> Outcome<(usize, Option<RequestState>)> {
        let record = self.queue.request(&self.approver, &RequestId::new(request))?;
        let mut grants = 0;
        let mut after: Option<String> = None;
        loop {
            let page =
                self.queue.grants(&self.approver, after.as_deref(), 100, queue_server::Clock::now(&*self.clock))?;
            grants += page.grants.iter().filter(|grant| grant.request.as_str() == request).count();
            after = page.next;
            if after.is_none() {
                return Ok((grants, record.decided.is_none().then_some(record.state)));
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Opens a desk on this store, as `profile::desk` does on its own, and recovers what a stop left behind. Each start
/// needs a seed of its own: names must not repeat.
pub fn desk(store: Box<dyn DeskStore>, clock: &Arc<Moved>, seed: u64) -> Outcome<Arc<Desk>> {
    let ports = Ports {
        store,
        keychain: Arc::new(OneKey([9; 32])),
        presence: Arc::new(NoPrompt),
        clock: clock.clone(),
        entropy: Seeded::new(seed),
    };
    let machine = Machine { boot_id: "boot".to_owned(), zone: "Europe/Berlin".to_owned(), name: "laptop".to_owned() };
    Ok(Desk::open(ports, machine)?)
}

/// The desk's drivers, until they are dropped.
pub struct Drivers(Vec<JoinHandle<()>>);

impl Drivers {
    /// Connects the queue and follows it.
    pub fn start(desk: &Arc<Desk>, url: &str, token: &str) -> Outcome<Self> {
        let id = QueueId::new(QUEUE);
        desk.add_queue(QueueSetup { id: id.clone(), name: "Contoso".to_owned(), kind: QueueKind::Remote })?;
        let line = Line::Signed(Arc::new(Doorward::new(url, &Secret::new(token.as_bytes().to_vec()))?));
        let run = tokio::spawn(sync::run(desk.clone(), id, line));
        Ok(Self(vec![run, tokio::spawn(sync::release(desk.clone()))]))
    }

    /// Stops them, and says whether any broke down.
    pub async fn stop(mut self) -> bool {
        let mut broken = false;
        for driver in self.0.drain(..) {
            driver.abort();
            broken |= driver.await.is_err_and(|error| error.is_panic());
        }
        broken
    }
}

impl Drop for Drivers {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::ports::Clock;

    #[test]
    fn whoever_starts_anew_on_a_machine_finds_its_clock_where_it_was() -> Outcome<()> {
        let place = tempfile::tempdir()?;
        let file = place.path().join("clock");
        let before = Moved::shared(&file);
        before.on(Duration::from_secs(9))?;
        let told = before.now();
        let after = Moved::shared(&file).now();
        assert!(after.boot >= told.boot && after.wall >= told.wall);
        assert!(after.boot - Moved::default().now().boot > 8000);
        Ok(())
    }
}
