//! A profile opened for one command. Where the app or another `doorward` has it open, its desk is asked over the socket;
//! else the desk is this program's own, with the same drivers as in the app, for as long as the command runs. What they did
//! not finish is durable and goes on with the next start.

use crate::exit::{Exit, Failure, exit_of, safe};
use crate::names;
use crate::output::{Output, note};
use desk::view::{ErrorView, QueueLogStanding, QueueLogView};
use desk::{Unsent, sync, text, words};
use desk_socket::{Door, DoorError, Heard, QueueHeard, Served};
use profile::{Folder, FolderError, Following};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

/// How long a command waits to hear the queues.
const HEARD_WITHIN: Duration = Duration::from_secs(10);
/// How long it waits at its end for the witness of what it wrote.
const WITNESSED_WITHIN: Duration = Duration::from_secs(3);
/// How long it waits, of what an earlier command left, for what goes out.
const SENT_WITHIN: Duration = Duration::from_secs(5);
/// How long it waits for queues' own logs to be looked at, which grants wait for.
const LOOKED_WITHIN: Duration = Duration::from_secs(3);
/// How long it waits for a profile that another command has open, or an app that is just starting: as long as a command takes that
/// hears the queues.
const FREE_WITHIN: Duration = Duration::from_secs(12);
/// After so long the person is told what it waits for.
const TOLD_AFTER: Duration = Duration::from_secs(2);

pub struct Opened {
    pub door: Door,
    /// The profile's folder.
    pub path: PathBuf,
    /// What was heard when the command began.
    heard: Heard,
    /// Absent where another program's desk is asked.
    own: Option<Arc<Following>>,
}

impl Opened {
    /// Takes the writer's lock, or asks whoever has it. Asks neither keyring nor network.
    pub async fn open(profile: Option<PathBuf>) -> Result<Self, Failure> {
        let path = place(profile)?;
        let (began, mut told) = (Instant::now(), false);
        loop {
            let (path, in_use) = match Folder::open(&path) {
                Ok(folder) => {
                    let own = Following::open(folder).map_err(|error| Failure::answer(&error))?;
                    let own = Arc::new(own);
                    let path = own.folder().path().to_owned();
                    return Ok(Self { door: Door::here(own.clone()), path, heard: Heard::default(), own: Some(own) });
                }
                Err(FolderError::InUse(path, holder)) => (path.clone(), FolderError::InUse(path, holder)),
                Err(error) => return Err(error.into()),
            };
            match Door::there(&profile::socket(&path), "doorward").await {
                Ok(door) => return Ok(Self { door, path, heard: Heard::default(), own: None }),
                Err(DoorError::Nobody) if began.elapsed() < FREE_WITHIN => {
                    if began.elapsed() > TOLD_AFTER && !told {
                        told = true;
                        note("Another command has this profile open: waiting for its end.");
                    }
                    sleep(Duration::from_millis(50)).await;
                }
                Err(DoorError::Nobody) => return Err(in_use.into()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Opens, follows every queue that was added, and waits until each was heard or is known to be silent, and until what
    /// an earlier command left has gone out to those that were heard.
    pub async fn and_listen(profile: Option<PathBuf>) -> Result<Self, Failure> {
        let mut opened = Self::open(profile).await?;
        opened.follow()?;
        opened.listen().await?;
        opened.until_sent().await?;
        Ok(opened)
    }

    /// Another program's desk sends by itself, for as long as it runs.
    async fn until_sent(&self) -> Result<(), Failure> {
        let Some(own) = &self.own else { return Ok(()) };
        let reached = self.heard.queues.iter().filter(|queue| queue.heard && queue.silence.is_none());
        let until = Instant::now() + SENT_WITHIN;
        for queue in reached {
            let unsent = loop {
                let unsent = own.desk().unsent(&queue.id);
                if unsent == Unsent::default() || Instant::now() >= until {
                    break unsent;
                }
                sleep(Duration::from_millis(20)).await;
            };
            if unsent.decisions > 0 {
                let what = words::counted(unsent.decisions as u64, "decision waits", "decisions wait");
                let why = self.why_unsent(&queue.id).await?;
                note(&format!("{what} to be taken by {}{why}; what comes next tries again.", safe(&queue.id)));
            }
            if unsent.key_change {
                note(&format!("{} has not confirmed the new key yet; what comes next tries again.", safe(&queue.id)));
            }
        }
        Ok(())
    }

    /// ` (its own log is not checked yet …)`, where that is why.
    async fn why_unsent(&self, queue: &str) -> Result<String, Failure> {
        let queues = self.door.status().await?.queues;
        let due = queues.iter().find(|known| known.id == queue && known.log.standing == QueueLogStanding::Due);
        Ok(due.map(|known| format!(" (its own log is {})", safe(&known.log.line))).unwrap_or_default())
    }

    /// The desk that is another program's follows them already.
    pub fn follow(&self) -> Result<(), Failure> {
        if let Some(own) = &self.own {
            tokio::spawn(sync::release(own.desk().clone()));
            own.follow_added()?;
        }
        Ok(())
    }

    /// Those that could not be followed before: a keyring may have been opened since.
    pub fn follow_again(&self) -> Result<(), Failure> {
        self.own.as_ref().map_or(Ok(()), |own| Ok(block_in_place(|| own.follow_added())?))
    }

    /// Lets other commands ask this desk, where it is this program's own.
    pub fn serve(&self, program: &'static str) -> Result<Option<Served>, Failure> {
        let served = self.own.as_ref().map(|own| own.serve(program)).transpose();
        served.map_err(|error| Failure::new(Exit::Refused, "socket-failed", error.to_string()))
    }

    pub async fn listen(&mut self) -> Result<(), Failure> {
        self.heard = self.door.listen(HEARD_WITHIN).await?;
        Ok(())
    }

    /// What is known of a queue by now; nothing of one that is not followed.
    pub async fn hearing(&self, queue: &str) -> Result<Option<QueueHeard>, Failure> {
        let heard = self.door.listen(Duration::ZERO).await?;
        Ok(heard.queues.into_iter().find(|heard| heard.id == queue))
    }

    /// The first trouble with a queue, if what is shown may be old.
    pub fn trouble(&self) -> Option<Trouble> {
        let silent = self.heard.queues.iter().find_map(silence);
        silent.or_else(|| self.heard.troubled.first().cloned()).map(Trouble)
    }

    /// The same for each of `queues`, all that were added, in their order.
    pub fn troubles<'a>(&self, queues: impl Iterator<Item = &'a str>) -> Vec<Option<ErrorView>> {
        let ids: Vec<&str> = queues.collect();
        let unheard = |id: &str| self.heard.queues.iter().any(|queue| queue.id == id && !queue.heard);
        let troubles = self.heard.troubles(ids.iter().copied());
        ids.iter().zip(troubles).map(|(id, trouble)| trouble.or_else(|| unheard(id).then(|| late(id)))).collect()
    }

    /// What is not known here may be new at a queue that was not heard: that is said with the queue's name, and is the exit code.
    pub async fn unless_new(&self, found: Result<String, Failure>) -> Result<String, Failure> {
        let (unknown, trouble) = match (found, self.trouble()) {
            (Err(Failure::Told { view, .. }), Some(Trouble(trouble))) if view.code == names::NOT_FOUND => {
                (view, trouble)
            }
            (found, _) => return found,
        };
        let added = self.door.added().await?;
        let troubles = self.troubles(added.iter().map(|queue| queue.id.as_str()));
        let silent = added.iter().zip(troubles).filter(|(_, trouble)| trouble.is_some());
        let silent: Vec<String> = silent.map(|(queue, _)| text::plain_name(&queue.name)).collect();
        let message = format!("{} It may be new at {}. {}", unknown.message, silent.join(", or at "), trouble.message);
        Err(ErrorView { message, ..trouble }.into())
    }

    /// `failure`, or the keyring's own where a queue is not connected because of it.
    pub fn cause(&self, failure: Failure) -> Failure {
        let Failure::Told { view, .. } = &failure else { return failure };
        let keyring = self.heard.troubled.iter().find(|trouble| exit_of(&trouble.code) == Exit::NoKeyring);
        keyring.filter(|_| view.code == "not-connected").cloned().map_or(failure, Failure::from)
    }

    /// Gives queues that were reached a moment until their own logs were looked at; one queue's, or all. Answers with a log
    /// that was not by then, and what is said of it.
    pub async fn until_log_seen(&self, queue: Option<&str>) -> Result<Option<QueueLogView>, Failure> {
        let until = Instant::now() + LOOKED_WITHIN;
        loop {
            let queues = self.door.status().await?.queues.into_iter();
            let due = queues
                .filter(|known| queue.is_none_or(|queue| known.id == queue))
                .map(|known| known.log)
                .find(|log| log.standing == QueueLogStanding::Due);
            if due.is_none() || Instant::now() >= until {
                return Ok(due);
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether decisions that are held here go on when this command ends: its own desk ends with it.
    pub fn goes_on(&self) -> bool {
        self.own.is_none()
    }

    /// Gives the witness a moment to cosign what was written last.
    pub async fn until_witnessed(&self, queue: &str) {
        let until = Instant::now() + WITNESSED_WITHIN;
        while Instant::now() < until {
            match self.door.log(Some(queue), 0, 1).await {
                Ok(log) if log.tail.witnessed < log.tail.entries => sleep(Duration::from_millis(50)).await,
                Ok(_) | Err(_) => return,
            }
        }
    }
}

pub fn place(profile: Option<PathBuf>) -> Result<PathBuf, Failure> {
    Ok(profile.map_or_else(Folder::usual, Ok)?)
}

/// Why an answer may be old: it is told beside the answer, and is the exit code.
pub struct Trouble(pub ErrorView);

/// An answer to a program, with what is wrong with it in the same document.
#[derive(Serialize)]
struct Partial<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    trouble: Option<&'a ErrorView>,
}

impl Trouble {
    /// `answer` as one JSON document, with `trouble` in it where there is one.
    pub fn json(trouble: Option<&Self>, output: &mut Output, answer: &impl Serialize) -> Result<(), Failure> {
        let trouble = trouble.map(|Self(view)| view);
        Ok(output.json(&Partial { answer, trouble })?)
    }

    /// The end of a command whose answer was written: people are told on standard error.
    pub fn end(trouble: Option<Self>) -> Exit {
        let Some(Self(view)) = trouble else { return Exit::Done };
        note(&format!("doorward: {}", view.message));
        exit_of(&view.code)
    }
}

fn silence(queue: &QueueHeard) -> Option<ErrorView> {
    queue.silence.clone().or_else(|| (!queue.heard).then(|| late(&queue.id)))
}

fn late(queue: &str) -> ErrorView {
    let message = format!("{} was not heard in time. Check that it runs, then try again.", safe(queue));
    ErrorView { code: "not-reached".to_owned(), message, retryable: true }
}

pub fn not_heard(queue: &str) -> Failure {
    late(queue).into()
}

/// The queue's part of an id at this desk.
pub fn queue_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(queue, _)| queue)
}
