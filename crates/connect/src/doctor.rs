//! What stands in the way of deciding. It looks at the profile, the keyring and each queue, and
//! changes nothing in any of them: the desk is not opened, and what is asked of a queue leaves it as it is.

mod device;
mod judge;
mod prompt;
mod steps;
#[cfg(test)]
mod tests;
mod witness;

use connectors::System;
use desk::ports::{Clock, Keychain, KeychainError, Line};
use desk::store::{StoreError, Stored, StoredQueue};
use desk::{NoSuchQueue, QueueId, words};
use desk_socket::{Door, DoorError};
pub use judge::{Finding, Severity};
use judge::{Seen, SignIn};
use profile::{Connection, Connections, Folder, FolderError, SystemClock};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
pub use steps::{Mend, Step};
use tokio::task::block_in_place;

/// Any name will do: it is asked whether a keyring answers.
const PROBE: &str = "is-it-open";

#[derive(Debug, Serialize)]
pub struct Report {
    pub profile: PathBuf,
    /// The worst of all findings.
    pub worst: Severity,
    /// Of the profile and the keyring.
    pub findings: Vec<Finding>,
    pub queues: Vec<QueueReport>,
}

#[derive(Debug, Serialize)]
pub struct QueueReport {
    pub id: String,
    pub name: String,
    pub address: String,
    pub findings: Vec<Finding>,
}

/// Why nothing was looked at.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    NoSuchQueue(#[from] NoSuchQueue),
}

/// Looks at the profile whose path is typed so, whoever has it open, and at each of its queues, or at the one with this id.
pub async fn look(typed: PathBuf, only: Option<&str>) -> Result<Report, LookError> {
    let Some(path) = Folder::look(&typed)? else {
        // Whoever is about to connect the first queue needs a keyring.
        let keyring = judge::keyring(&probed(&profile::keychain(&typed)));
        let findings = vec![Finding::warning("profile", "No profile is here yet.", steps::add()), keyring];
        let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Ok);
        return Ok(Report { profile: typed, worst, findings, queues: Vec::new() });
    };
    let keychain: Arc<dyn Keychain> = Arc::new(profile::keychain(&path));
    let keyring = probed(&*keychain);
    let (connections, stored) = (Connections::look(&path), profile::stored(&path));
    let mut findings = vec![open_elsewhere(&path).await];
    findings.push(judge::keyring(&keyring));
    let mut connected: Vec<Connection> = Vec::new();
    match connections {
        Ok(connections) => {
            connected.extend(connections.iter().cloned());
            if !connected.is_empty() {
                let queues = words::counted(connected.len() as u64, "queue is", "queues are");
                findings.push(Finding::ok("queues", format!("{queues} connected.")));
            }
        }
        Err(error) => findings.push(judge::queues_unreadable(&error)),
    }
    let mut queues = stored_queues(stored, &mut findings);
    match only {
        Some(id) => {
            let known = connected.iter().map(|connection| connection.id.clone()).collect();
            connected.retain(|connection| connection.id == id);
            if connected.is_empty() {
                return Err(NoSuchQueue { named: id.to_owned(), known }.into());
            }
        }
        None if connected.is_empty() => {
            findings.push(Finding::warning("queues", "No queue is connected.", steps::add()))
        }
        None => {}
    }
    let mut reports = Vec::new();
    for connection in connected {
        let known = queues.iter().position(|queue| queue.record.id.as_str() == connection.id);
        let known = known.map(|at| queues.swap_remove(at));
        let seen = see(&path, &keychain, keyring.is_ok(), &connection, known).await;
        let Connection { id, name, address, watch: _ } = connection;
        reports.push(QueueReport { id, name, address, findings: judge::queue(&seen) });
    }
    let all = reports.iter().flat_map(|report| &report.findings).chain(&findings);
    let worst = all.map(|finding| finding.severity).max().unwrap_or(Severity::Ok);
    Ok(Report { profile: path, worst, findings, queues: reports })
}

fn probed(keychain: &dyn Keychain) -> Result<(), KeychainError> {
    block_in_place(|| keychain.get(PROBE).map(drop))
}

async fn open_elsewhere(path: &Path) -> Finding {
    match Door::there(&profile::socket(path), "doorward").await {
        Ok(door) => match door.host().await {
            Some(host) => Finding::ok("profile", format!("{} has it open ({}).", host.program, host.version)),
            None => Finding::ok("profile", "It is open here."),
        },
        Err(DoorError::Nobody) => Finding::ok("profile", "No app has it open."),
        Err(error) => judge::door(&error),
    }
}

fn stored_queues(stored: Result<Option<Stored>, StoreError>, findings: &mut Vec<Finding>) -> Vec<StoredQueue> {
    match stored {
        Ok(stored) => {
            let what = stored.as_ref().map_or("Nothing is kept yet.", |_| "It can be read.");
            findings.push(Finding::ok("store", what));
            stored.unwrap_or_default().queues
        }
        Err(error) => {
            findings.push(judge::store(&error));
            Vec::new()
        }
    }
}

/// One question after the other, each only where it can be asked.
async fn see(
    path: &Path,
    keychain: &Arc<dyn Keychain>,
    keyring_is_open: bool,
    connection: &Connection,
    known: Option<StoredQueue>,
) -> Seen {
    let asked = Instant::now();
    let system = connection.address.parse::<System>();
    let reached = match &system {
        Ok(system) => system.reach().await.map(|()| asked.elapsed()),
        Err(error) => Err(error.clone().into()),
    };
    let log = known.as_ref().map_or(1, |known| known.record.log_number());
    let mut seen = Seen::new(connection, known, reached, SystemClock.now().wall);
    seen.prompt = prompt::prompt();
    if !keyring_is_open {
        return seen;
    }
    let id = QueueId::new(&connection.id);
    let (token, keys) =
        block_in_place(|| (profile::token(&**keychain, &connection.id), desk::device_keys(&**keychain, &id, log)));
    let kept = token.as_ref().ok().and_then(Option::as_ref);
    let credential = kept.and_then(|kept| profile::credential(path, keychain, connection, kept).ok());
    let shown = system.as_ref().ok().zip(credential);
    let line = shown.as_ref().and_then(|(system, credential)| system.line(credential).ok());
    seen.token_ends = shown.and_then(|(system, credential)| system.ends(&credential));
    seen.token = Some(token.map(|token| token.is_some()));
    seen.keys = Some(keys);
    if let Some(line) = line.filter(|_| seen.reached.is_ok()) {
        let before = SystemClock.now().wall;
        let me = line.connector().me().await;
        let (now, signed_in) = (SystemClock.now().wall, me.is_ok());
        seen.sign_in = Some(me.map(|me| SignIn::of(me, before, now)));
        if let (true, Line::Signed(signed)) = (signed_in, &line) {
            if let Some(devices) = signed.devices() {
                seen.devices = Some(devices.list().await);
            }
            if let Some(known) = &seen.known {
                seen.witness = witness::ask(&**signed, &known.head).await;
            }
        }
    }
    seen
}
