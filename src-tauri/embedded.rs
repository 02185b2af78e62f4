//! The queue that the app carries: for one machine, or for practice. It is the same server as `doorward serve`, on
//! loopback; its keys lie in the keyring, so without one it does not start, and what fell due is done first when it does.

use approval::PersonId;
use desk::ports::{Clock, Entropy, Keychain, KeychainError, Secret};
use desk::{Desk, QueueId};
use profile::{SystemClock, SystemEntropy};
use provisioners::Provisioners;
use queue::{EnrolError, Moment, Queue, ServerKeys, practice};
use queue_api::RoleName;
use queue_server::{Parts, Practice, serve};
use queue_store::SqliteStore;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const KEYS: &str = "embedded queue keys";

/// What the embedded queue runs on.
pub struct Setup {
    pub folder: PathBuf,
    /// Tenant files of the person's own; when absent the practice tenants, with a first round of requests.
    pub tenants: Option<PathBuf>,
    pub port: Option<u16>,
}

/// A running queue. Dropping it does not stop it: `stop` does, and waits.
pub struct Embedded {
    pub address: String,
    /// The desk's own token: minted at this start, held in memory only.
    pub token: Secret,
    /// The rounds of made-up requests, where this is for practice.
    pub practice: Option<Arc<Practice>>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    admits: JoinHandle<()>,
}

#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error("the embedded queue's keys in the keyring are damaged; restore the keyring, or start a new profile")]
    Keys,
    #[error("the embedded queue cannot listen on 127.0.0.1:{port}: {error}")]
    Listen { port: u16, error: std::io::Error },
    #[error("the embedded queue cannot start: {0}")]
    Queue(String),
}

/// Opens the data, takes up what fell due, and serves on loopback.
/// `desk` and `id`: who decides here, and the queue's name there.
pub async fn start(
    setup: Setup,
    keychain: &dyn Keychain,
    desk: Arc<Desk>,
    id: QueueId,
) -> Result<Embedded, EmbeddedError> {
    let keys = keys(keychain)?;
    let failed = |error: &dyn std::fmt::Display| EmbeddedError::Queue(error.to_string());
    let (policies, approver) = match &setup.tenants {
        None => (practice::policies().map_err(|error| failed(&error))?, practice::approver()),
        Some(folder) => {
            let policies =
                queue_store::read_tenant_files(folder, queue_store::Secrets::Needed).map_err(|error| failed(&error))?;
            (policies, owner()?)
        }
    };
    let store = SqliteStore::open(&setup.folder).map_err(|error| failed(&error))?;
    let queue = Queue::open(Arc::new(store), policies, keys, &name(), &moment()).map_err(|error| failed(&error))?;
    let queue = Arc::new(queue);
    let token = queue.mint_token(&approver, RoleName::Approver, &moment()).map_err(|error| failed(&error))?;
    let port = setup.port.unwrap_or(0);
    let listen = |error| EmbeddedError::Listen { port, error };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(listen)?;
    let address = format!("http://{}", listener.local_addr().map_err(listen)?);
    let provisioner = Arc::new(Provisioners::new().map_err(|error| failed(&error))?);
    let (stop, mut stopped) = watch::channel(false);
    let clock: Arc<dyn queue_server::Clock> = Arc::new(queue_server::SystemClock);
    let practice = setup.tenants.is_none().then(|| Arc::new(Practice::new(queue.clone(), clock.clone())));
    if let Some(practice) = &practice {
        practice.begin().map_err(|error| failed(&error))?;
    }
    let admits = tokio::spawn(admit_own(queue.clone(), approver, desk, id));
    let parts = Parts { queue, provisioner, clock };
    let server = tokio::spawn(async move {
        let shutdown = async move {
            // An error means that nobody is left who could say stop.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = serve(listener, parts, shutdown).await {
            tracing::error!(%error, "the embedded queue stopped");
        }
    });
    let token = Secret::new(token.reveal().as_bytes().to_vec());
    Ok(Embedded { address, token, practice, stop, server, admits })
}

impl Embedded {
    pub async fn stop(self) {
        self.admits.abort();
        // Nobody listening means that it has stopped already.
        let _ = self.stop.send(true);
        if let Err(error) = self.server.await {
            tracing::warn!(%error, "the embedded queue did not stop in order");
        }
    }
}

/// Whoever runs this queue is at this machine: the key that its own desk asks with is admitted, and no other. Only a further
/// one waits for that, after a recovery or where the desk's profile was lost and the queue's data were not.
async fn admit_own(queue: Arc<Queue>, approver: PersonId, desk: Arc<Desk>, id: QueueId) {
    let mut events = desk.events();
    let mut admitted = None;
    loop {
        if let Some(key) = desk.asks_with(&id).filter(|key| admitted != Some(*key)) {
            match queue.confirm_device(&approver, &key.fingerprint(), &moment()) {
                Ok(_) => {
                    admitted = Some(key);
                    tracing::info!("the embedded queue admits a new key of its own desk");
                    // One that was left out meanwhile is not followed.
                    let _ = desk.retry_queue(Some(id.as_str()));
                }
                // It has not asked yet.
                Err(EnrolError::NobodyWaits) => {}
                Err(error) => tracing::warn!(%error, "the embedded queue does not admit its own desk"),
            }
        }
        match events.recv().await {
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Who decides at this machine, where the tenant files are the person's own: named by DOORWARD_PERSON, else the user.
fn owner() -> Result<PersonId, EmbeddedError> {
    std::env::var("DOORWARD_PERSON")
        .or_else(|_| std::env::var("USER"))
        .map(PersonId::from)
        .map_err(|_| EmbeddedError::Queue("set DOORWARD_PERSON to your id in the tenant files".to_owned()))
}

fn keys(keychain: &dyn Keychain) -> Result<ServerKeys, EmbeddedError> {
    let seeds = match keychain.get(KEYS)? {
        Some(secret) => <[u8; 64]>::try_from(secret.expose()).map_err(|_| EmbeddedError::Keys)?,
        None => {
            let mut seeds = [0; 64];
            SystemEntropy.fill(&mut seeds);
            keychain.set(KEYS, &Secret::new(seeds.to_vec()))?;
            seeds
        }
    };
    Ok(ServerKeys::from_seeds(seeds))
}

/// The server's name for the life of its data; another start gives the same data another one, which it ignores.
fn name() -> String {
    let mut bits = [0; 4];
    SystemEntropy.fill(&mut bits);
    format!("this-machine-{:08x}", u32::from_be_bytes(bits))
}

fn moment() -> Moment {
    let mut random = [0; 32];
    SystemEntropy.fill(&mut random);
    Moment::new(SystemClock.now().wall, random)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::practising::PracticeKeys;
    use connectors::Doorward;
    use desk::ports::{Line, NoPrompt};
    use desk::store::MemoryStore;
    use desk::view::RecoveryView;
    use desk::{Machine, Ports, QueueKind, QueueSetup, SigningError, sync};

    pub const ID: &str = "practice";

    pub fn desk(keyring: &Arc<PracticeKeys>) -> Arc<Desk> {
        let ports = Ports {
            store: Box::new(MemoryStore::new()),
            keychain: keyring.clone(),
            presence: Arc::new(NoPrompt),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        };
        let (boot_id, zone, name) = ("boot".to_owned(), "UTC".to_owned(), "This machine".to_owned());
        let desk = Desk::open(ports, Machine { boot_id, zone, name }).unwrap();
        let (id, kind) = (QueueId::new(ID), QueueKind::Practice);
        desk.add_queue(QueueSetup { id, name: "Practice queue".to_owned(), kind }).unwrap();
        desk
    }

    /// Entries of the log, and how many of them are witnessed, once there are `least` and all are.
    pub async fn witnessed(desk: &Arc<Desk>, least: u32) -> u32 {
        let mut events = desk.events();
        loop {
            let tail = desk.log(Some(ID), 0, 1).unwrap().tail;
            if tail.entries >= least && tail.witnessed == tail.entries {
                return tail.entries;
            }
            events.recv().await.unwrap();
        }
    }

    /// A desk that lost its key, and one that lost its profile: the queue on this machine lets both in again, by the key
    /// that they ask with.
    #[tokio::test(flavor = "multi_thread")]
    async fn the_embedded_queue_admits_the_new_key_of_its_own_desk() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Arc::new(PracticeKeys::default());
        let first = desk(&keyring);
        for (number, desk) in [first.clone(), desk(&keyring)].into_iter().enumerate() {
            let setup = Setup { folder: folder.path().join("queue"), tenants: None, port: None };
            let embedded = start(setup, &*keyring, desk.clone(), QueueId::new(ID)).await.unwrap();
            let connector = Arc::new(Doorward::new(&embedded.address, &embedded.token).unwrap());
            let line = Line::Signed(connector);
            let driver = tokio::spawn(sync::run(desk.clone(), QueueId::new(ID), line));
            witnessed(&desk, 1).await;
            keyring.forget("device-key/");
            if number == 0 {
                assert!(desk.retry_keyring().is_err_and(|error| matches!(error, SigningError::KeyGone(_))));
                let mut events = desk.events();
                while desk.recover_log(ID, None).await.unwrap() != RecoveryView::Recovered {
                    events.recv().await.unwrap();
                }
                witnessed(&desk, 1).await;
                let logs = desk.log(Some(ID), 0, 1).unwrap().queues;
                assert_eq!(logs.iter().map(|log| log.id.as_str()).collect::<Vec<_>>(), [ID, "practice/1"]);
                keyring.forget("device-key/");
            }
            driver.abort();
            embedded.stop().await;
        }
    }
}
