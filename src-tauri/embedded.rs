//! The queue that the app carries: for one machine and for practice. It is the same server as `doorward serve`, on
//! loopback; its keys lie in the keyring, so without one it does not start, and what fell due is done first when it does.

use approval::PersonId;
use desk::ports::{Clock, Entropy, Keychain, KeychainError, Secret};
use profile::{SystemClock, SystemEntropy};
use provisioners::Provisioners;
use queue::{Moment, Queue, ServerKeys, practice};
use queue_api::RoleName;
use queue_server::{Parts, practise, serve};
use queue_store::SqliteStore;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const KEYS: &str = "embedded queue keys";

/// What the embedded queue runs on.
pub struct Setup {
    pub folder: PathBuf,
    /// Tenant files of the person's own; when absent the practice tenants, with requests that arrive.
    pub tenants: Option<PathBuf>,
    pub port: Option<u16>,
}

/// A running queue. Dropping it does not stop it: `stop` does, and waits.
pub struct Embedded {
    pub address: String,
    /// The desk's own token: minted at this start, held in memory only.
    pub token: Secret,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
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
pub async fn start(setup: Setup, keychain: &dyn Keychain) -> Result<Embedded, EmbeddedError> {
    let keys = keys(keychain)?;
    let failed = |error: &dyn std::fmt::Display| EmbeddedError::Queue(error.to_string());
    let (policies, approver) = match &setup.tenants {
        None => (practice::policies().map_err(|error| failed(&error))?, practice::approver()),
        Some(folder) => {
            let policies = queue_store::read_tenant_files(folder).map_err(|error| failed(&error))?;
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
    let practising = setup.tenants.is_none();
    let practising = practising.then(|| tokio::spawn(practise(queue.clone(), clock.clone())));
    let parts = Parts { queue, provisioner, clock };
    let server = tokio::spawn(async move {
        let shutdown = async move {
            // An error means that nobody is left who could say stop.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = serve(listener, parts, shutdown).await {
            tracing::error!(%error, "the embedded queue stopped");
        }
        if let Some(practising) = practising {
            practising.abort();
        }
    });
    let token = Secret::new(token.reveal().as_bytes().to_vec());
    Ok(Embedded { address, token, stop, server })
}

impl Embedded {
    pub async fn stop(self) {
        // Nobody listening means that it has stopped already.
        let _ = self.stop.send(true);
        if let Err(error) = self.server.await {
            tracing::warn!(%error, "the embedded queue did not stop in order");
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
