//! A profile at work: its desk, opened under the writer's lock, and the queues that it follows. App and command line
//! run the same; what they ask of it, a second program may ask over the socket.

use crate::Folder;
use crate::connections::{Connection, Connections};
use crate::open::{self, ConnectError};
use crate::watched::{Hearing, watched};
use async_trait::async_trait;
use desk::ports::{Keychain, KeychainError, Line};
use desk::view::{ErrorView, RemovalView};
use desk::{Answer, Desk, OpenError, QueueId, SigningError, sync};
use desk_socket::{AddQueue, Heard, Host, QueueHeard, ServeError, Served};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

pub struct Following {
    folder: Folder,
    keychain: Arc<dyn Keychain>,
    desk: Arc<Desk>,
    followed: Mutex<BTreeMap<QueueId, Followed>>,
    /// Why queues that were added are not followed.
    troubled: Mutex<Vec<ErrorView>>,
}

struct Followed {
    hearing: watch::Receiver<Hearing>,
    driver: JoinHandle<()>,
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Following {
    /// Opens the desk and recovers what a stop left behind. Asks neither keyring nor network.
    pub fn open(folder: Folder) -> Result<Self, OpenError> {
        let keychain = Arc::new(open::keychain(folder.path()));
        Self::open_with(folder, keychain)
    }

    /// The same, with keys that are kept elsewhere than in the system's keyring: for a profile that is not kept itself.
    pub fn open_with(folder: Folder, keychain: Arc<dyn Keychain>) -> Result<Self, OpenError> {
        let desk = open::desk(&folder, keychain.clone())?;
        Ok(Self { folder, keychain, desk, followed: Mutex::default(), troubled: Mutex::default() })
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    pub fn keychain(&self) -> &Arc<dyn Keychain> {
        &self.keychain
    }

    fn shared(&self) -> Arc<dyn Keychain> {
        self.keychain.clone()
    }

    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Follows every queue that was added and is not followed yet. Called inside a runtime.
    pub fn follow_added(&self) -> Result<(), ConnectError> {
        let connected = open::connect(&self.folder, &self.shared(), &self.desk)?;
        for error in &connected.troubled {
            tracing::warn!(%error, "a queue cannot be connected");
        }
        *lock(&self.troubled) = connected.troubled.iter().map(Answer::view).collect();
        for (id, line) in connected.ready {
            self.follow(id, line);
        }
        Ok(())
    }

    /// Follows one queue, unless it is followed already. Called inside a runtime.
    pub fn follow(&self, id: QueueId, line: Line) {
        let mut followed = lock(&self.followed);
        if !followed.contains_key(&id) {
            followed.insert(id.clone(), self.driven(id, line));
        }
    }

    fn driven(&self, id: QueueId, line: Line) -> Followed {
        let (watched, hearing) = watched(line);
        Followed { hearing, driver: tokio::spawn(sync::run(self.desk.clone(), id, watched)) }
    }

    /// Lets other programs of this person ask this desk, until what it answers is dropped.
    pub fn serve(self: &Arc<Self>, program: &'static str) -> Result<Served, ServeError> {
        Served::start(self.clone(), &self.folder.socket(), program)
    }

    fn heard(&self) -> Heard {
        let queues = lock(&self.followed)
            .iter()
            .map(|(id, followed)| {
                let hearing = followed.hearing.borrow();
                let silence = hearing.silence.as_ref().map(Answer::view);
                let asked = self.desk.asks_for_patience(id).map(|asked| format!("{asked}; it is asked then."));
                QueueHeard {
                    id: id.to_string(),
                    heard: hearing.heard,
                    silence: silence.map(|view| match asked {
                        Some(message) => ErrorView { message, ..view },
                        None => view,
                    }),
                    not_enrolled: hearing.not_enrolled.as_ref().map(Answer::view),
                }
            })
            .collect();
        Heard { queues, troubled: lock(&self.troubled).clone() }
    }
}

#[async_trait]
impl Host for Following {
    fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    async fn listen(&self, within: Duration) -> Heard {
        let until = Instant::now() + within;
        let followed: Vec<_> = lock(&self.followed).iter().map(|(id, one)| (id.clone(), one.hearing.clone())).collect();
        let rounds: Vec<u64> = followed.iter().map(|(_, hearing)| hearing.borrow().rounds).collect();
        if within.is_zero() {
            return self.heard();
        }
        for ((id, _), _) in followed.iter().zip(&rounds).filter(|(_, rounds)| **rounds > 0) {
            // One that is followed is connected.
            let _ = self.desk.retry_queue(Some(id.as_str()));
        }
        for ((id, mut hearing), rounds) in followed.into_iter().zip(rounds) {
            if rounds > 0 && self.desk.asks_for_patience(&id).is_some() {
                // It is not asked before.
                continue;
            }
            let settled = hearing.wait_for(|hearing| hearing.rounds > rounds);
            // Whoever is not heard by then is said to be so.
            let _ = timeout_at(until, settled).await.map(|settled| settled.is_ok());
        }
        self.heard()
    }

    fn added(&self) -> Result<Vec<AddQueue>, ErrorView> {
        let connections = Connections::read(&self.folder).map_err(|error| error.view())?;
        let added = connections.iter().map(|connection| AddQueue {
            id: connection.id.clone(),
            name: connection.name.clone(),
            address: connection.address.clone(),
            watch: connection.watch,
            invitation: None,
            log: self.desk.log_of(&QueueId::new(&connection.id)),
        });
        Ok(added.collect())
    }

    fn add(&self, queue: AddQueue) -> Result<(), ErrorView> {
        let AddQueue { id, name, address, watch, invitation, log: _ } = queue;
        let connection = Connection { id: id.clone(), name, address, watch };
        let connections = Connections::read(&self.folder).map_err(|error| error.view())?;
        connections.with(connection.clone()).write(&self.folder).map_err(|error| error.view())?;
        let line = open::one(&self.folder, &self.shared(), &self.desk, &connection).map_err(|error| error.view())?;
        if let Some(invitation) = invitation {
            self.desk.invite(&id, invitation).map_err(|error| error.view())?;
        }
        // One that was added again goes on with its new address and token.
        let id = QueueId::new(&id);
        lock(&self.followed).insert(id.clone(), self.driven(id.clone(), line));
        // A new token brings no lost key back: that is said now, and not at the first decision.
        match self.desk.check_key(&id) {
            Err(error @ SigningError::KeyGone(_)) => Err(error.view()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// 1. the keyring is asked, so that one that is closed changes nothing; 2. the desk takes the queue out of sight: a stop
    /// after it lets the next start connect it again; 3. it leaves the list; 4. its token leaves the keyring: a stop before
    /// that leaves a token, which the same command takes away.
    fn remove(&self, seen: RemovalView) -> Result<(), ErrorView> {
        let closed = |error: KeychainError| SigningError::Keychain(error).view();
        open::token(&*self.keychain, &seen.queue).map_err(closed)?;
        self.desk.check_removal(&seen).map_err(|error| error.view())?;
        lock(&self.followed).remove(&QueueId::new(&seen.queue));
        if let Err(error) = self.desk.remove_queue(&seen) {
            self.follow_added().map_err(|error| error.view())?;
            return Err(error.view());
        }
        let connections = Connections::read(&self.folder).map_err(|error| error.view())?;
        connections.without(&seen.queue).write(&self.folder).map_err(|error| error.view())?;
        open::drop_token(&*self.keychain, &seen.queue).map_err(closed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is one step: a panic elsewhere leaves nothing half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
