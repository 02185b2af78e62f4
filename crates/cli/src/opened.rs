//! A profile opened for one command: the same desk and the same drivers as in the app, for as long as the command
//! runs. What they did not finish is durable and goes on with the next start.

use crate::exit::{Exit, Failure, safe};
use crate::watched::{Hearing, Watched};
use desk::{Desk, QueueId, sync};
use keychain::SystemKeychain;
use profile::Folder;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

/// How long a command waits to hear the queues.
const HEARD_WITHIN: Duration = Duration::from_secs(10);
/// How long it waits at its end for the witness of what it wrote.
const WITNESSED_WITHIN: Duration = Duration::from_secs(3);

pub struct Opened {
    pub folder: Folder,
    pub keychain: Arc<SystemKeychain>,
    pub desk: Arc<Desk>,
    followed: Vec<(QueueId, watch::Receiver<Hearing>)>,
    troubled: Vec<Failure>,
}

impl Opened {
    /// Takes the writer's lock. Asks neither keyring nor network.
    pub fn open(profile: Option<PathBuf>) -> Result<Self, Failure> {
        let path = match profile {
            Some(path) => path,
            None => Folder::usual()?,
        };
        let folder = Folder::open(&path)?;
        let keychain = Arc::new(profile::keychain(&folder));
        let desk = profile::desk(&folder, keychain.clone()).map_err(|error| Failure::answer(&error))?;
        Ok(Self { folder, keychain, desk, followed: Vec::new(), troubled: Vec::new() })
    }

    /// Opens, follows every queue that was added, and waits until each was heard or is known to be silent.
    pub async fn and_listen(profile: Option<PathBuf>) -> Result<Self, Failure> {
        let mut opened = Self::open(profile)?;
        opened.follow()?;
        opened.listen().await;
        Ok(opened)
    }

    pub fn follow(&mut self) -> Result<(), Failure> {
        let connected = profile::connect(&self.folder, &*self.keychain, &self.desk)?;
        self.troubled.extend(connected.troubled.into_iter().map(Failure::from));
        tokio::spawn(sync::release(self.desk.clone()));
        for (id, connector) in connected.ready {
            let (watched, hearing) = Watched::new(connector);
            tokio::spawn(sync::run(self.desk.clone(), id.clone(), Arc::new(watched)));
            self.followed.push((id, hearing));
        }
        Ok(())
    }

    pub async fn listen(&mut self) {
        let until = Instant::now() + HEARD_WITHIN;
        for (_, hearing) in &mut self.followed {
            let settled = hearing.wait_for(|hearing| hearing.heard || hearing.silence.is_some());
            // Whoever is not heard by then is said to be so by `all_heard`.
            let _ = timeout_at(until, settled).await.map(|settled| settled.is_ok());
        }
    }

    pub fn hearing(&self, queue: &str) -> Option<Hearing> {
        let found = self.followed.iter().find(|(id, _)| id.as_str() == queue);
        found.map(|(_, hearing)| hearing.borrow().clone())
    }

    /// The first trouble with a queue, if what is shown may be old.
    pub fn all_heard(self) -> Result<(), Failure> {
        for (id, hearing) in &self.followed {
            let hearing = hearing.borrow();
            if let Some(silence) = &hearing.silence {
                return Err(silence.clone().into());
            }
            if !hearing.heard {
                return Err(not_heard(id.as_str()));
            }
        }
        self.troubled.into_iter().next().map_or(Ok(()), Err)
    }

    /// Gives the witness a moment to cosign what was written last.
    pub async fn until_witnessed(&self, queue: &str) {
        let until = Instant::now() + WITNESSED_WITHIN;
        while Instant::now() < until {
            match self.desk.log(Some(queue), 0, 1) {
                Ok(log) if log.tail.witnessed < log.tail.entries => sleep(Duration::from_millis(50)).await,
                Ok(_) | Err(_) => return,
            }
        }
    }
}

pub fn not_heard(queue: &str) -> Failure {
    Failure::new(
        Exit::NotReached,
        "not-reached",
        format!("{} was not heard in time. Check that it runs, then try again.", safe(queue)),
    )
}

/// The queue's part of an id at this desk.
pub fn queue_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(queue, _)| queue)
}
