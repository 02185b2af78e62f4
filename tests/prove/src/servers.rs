//! The real queue, within the process and in paused time: its engine over its SQLite store. It can be away, start anew, and
//! be replaced by a second server while the first still answers what was sent to it.

mod line;

pub use line::{Line, OtherWitness, Weather};

use crate::desk_world::{Time, locked};
use approval::{GrantId, PersonId, RequestId, Timestamp, Window};
use queue::store::Stored;
use queue::{Caller, FilePolicy, Moment, Queue, QueueStore, ServerKeys};
use queue_api::{AmendRequest, AskRequest, RoleName};
use queue_store::SqliteStore;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Notify;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

const KEY_BYTE: u8 = 7;
/// The seed of the key that the queue cosigns with.
pub const WITNESS_SEED: [u8; 32] = [KEY_BYTE; 32];

/// Stands between the queue and its storage.
pub type Before = fn(SqliteStore) -> Arc<dyn QueueStore>;

pub struct Servers {
    pub time: Time,
    policy: Arc<FilePolicy>,
    before: Before,
    seed: u64,
    calls: AtomicU64,
    now: Mutex<Arc<Queue>>,
    away: AtomicBool,
    changed: Arc<Notify>,
    // Removed with it.
    folder: TempDir,
}

impl Servers {
    /// One server, of one tenant; `tenant` is its file.
    pub fn start(time: &Time, seed: u64, tenant: &str, before: Before) -> Outcome<Arc<Self>> {
        let folder = in_memory()?;
        let policy = Arc::new(FilePolicy::parse("tenant.toml", tenant)?);
        let changed = Arc::<Notify>::default();
        let first = open(folder.path(), &policy, before, &changed, &moment(time.now(), seed, 0))?;
        Ok(Arc::new(Self {
            time: time.clone(),
            policy,
            before,
            seed,
            calls: AtomicU64::new(1),
            now: Mutex::new(first),
            away: AtomicBool::new(false),
            changed,
            folder,
        }))
    }

    /// The server that answers now.
    pub fn queue(&self) -> Arc<Queue> {
        locked(&self.now).clone()
    }

    /// Another server over the same data answers from here on. What was sent to the one before may arrive there still.
    pub fn replace(&self) -> Outcome<()> {
        let next = open(self.folder.path(), &self.policy, self.before, &self.changed, &self.moment())?;
        next.take_up(&self.moment())?;
        *locked(&self.now) = next;
        self.changed.notify_waiters();
        Ok(())
    }

    /// Nobody answers, or somebody does again.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
        self.changed.notify_waiters();
    }

    pub fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    pub fn moment(&self) -> Moment {
        moment(self.time.now(), self.seed, self.calls.fetch_add(1, Ordering::Relaxed))
    }

    pub fn caller(&self, person: &str, role: RoleName) -> Outcome<Caller> {
        Ok(signed_in(&self.queue(), person, role, &self.moment())?.1)
    }

    pub fn ask(&self, requester: &Caller, entitlement: &str, window: Window) -> Outcome<RequestId> {
        let key = self.key();
        let ask = asking(entitlement, window, format!("month end {key}"));
        Ok(self.queue().ask(requester, &key, &ask, &self.moment())?.facts()?.id)
    }

    /// A new revision, where it is pending still.
    pub fn amend(&self, requester: &Caller, id: &RequestId) {
        let key = self.key();
        let justification = Some(format!("another reason {key}"));
        let amend = AmendRequest { entitlement: None, window: None, justification, ticket: None };
        let _ = self.queue().amend(requester, &key, id, &amend, &self.moment());
    }

    pub fn cancel(&self, requester: &Caller, id: &RequestId) {
        let _ = self.queue().cancel(requester, &self.key(), id, &self.moment());
    }

    fn key(&self) -> String {
        format!("call-{:06}", self.calls.fetch_add(1, Ordering::Relaxed))
    }

    /// What time does at the queue, for ever: requests expire, grants begin and end. Its targets do as they are told.
    pub async fn keep_time(self: Arc<Self>) {
        loop {
            let changed = self.changed.notified();
            let next = self.tick();
            let wait = match next {
                Ok(Some(next)) => u64::try_from(next.millis_since(self.time.now())).unwrap_or(0),
                Ok(None) => u64::MAX / 4,
                Err(error) => {
                    println!("the queue's time stands still: {error}");
                    1000
                }
            };
            // Whichever comes first; both lead to the same look.
            let _ = tokio::time::timeout(Duration::from_millis(wait), changed).await;
        }
    }

    fn tick(&self) -> Stored<Option<Timestamp>> {
        if self.is_away() {
            return Ok(None);
        }
        let queue = self.queue();
        loop {
            let tick = queue.tick(&self.moment(), &BTreeSet::<GrantId>::new())?;
            if tick.orders.is_empty() {
                return Ok(tick.next);
            }
            for order in &tick.orders {
                queue.settle(order, &Ok(()), self.time.now())?;
            }
        }
    }

    /// The tenant's log at the queue, leaf by leaf.
    pub fn log(&self) -> Outcome<Vec<Vec<u8>>> {
        let store = SqliteStore::open(self.folder.path())?;
        let mut leaves = Vec::new();
        store.read(&"contoso".into(), &mut |tx| {
            for index in 0..tx.log_size()? {
                leaves.extend(tx.leaf(index)?);
            }
            Ok(())
        })?;
        Ok(leaves)
    }
}

fn open(
    folder: &Path,
    policy: &Arc<FilePolicy>,
    before: Before,
    changed: &Arc<Notify>,
    moment: &Moment,
) -> Outcome<Arc<Queue>> {
    let keys = ServerKeys::from_seeds([KEY_BYTE; 64]);
    let store = before(SqliteStore::open(folder)?);
    let queue = Queue::open(store, vec![policy.clone()], keys, "queue.example", moment)?;
    let changed = changed.clone();
    queue.on_commit(Box::new(move |_| changed.notify_waiters()));
    Ok(Arc::new(queue))
}

/// The instant of one call. Each has a number of its own.
pub fn moment(now: Timestamp, seed: u64, call: u64) -> Moment {
    let mut random = [0; 32];
    fastrand::Rng::with_seed(seed.rotate_left(32) ^ call).fill(&mut random);
    Moment::new(now, random)
}

/// A new token of this person, and who that is to the queue.
pub fn signed_in(queue: &Queue, person: &str, role: RoleName, moment: &Moment) -> Outcome<(String, Caller)> {
    let token = queue.mint_token(&PersonId::new(person), role, moment)?.reveal().to_owned();
    let caller = queue.sign_in(&token)?.ok_or("its own token is not known")?;
    Ok((token, caller))
}

pub fn asking(entitlement: &str, window: Window, justification: String) -> AskRequest {
    AskRequest { tenant: "contoso".into(), entitlement: entitlement.into(), window, justification, ticket: None }
}

/// Memory where the machine has it: what a commit costs is no part of these proofs.
pub fn in_memory() -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
