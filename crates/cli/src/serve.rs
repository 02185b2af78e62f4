//! The approval queue as a program of its own: the same server that the app embeds, with its keys in a file beside its
//! data. Tokens and invitations may be made while it runs; a second server on the same data is refused.

use crate::arguments::{Place, Role, Serve, ServeCommand};
use crate::exit::{Exit, Failure, capitalised, safe};
use crate::keys;
use crate::output::{Output, note};
use approval::PersonId;
use desk::ports::{Clock, Entropy};
use desk::words;
use profile::{Before, Folder, FolderError, SystemClock, SystemEntropy, unnumbered};
use provisioners::Provisioners;
use queue::{EnrolError, MintError, Moment, Policy, Queue, check_person, practice};
use queue_api::RoleName;
use queue_server::{Parts, practise};
use queue_store::{KeyFileError, Secrets, SqliteStore, TenantFilesError, open_or_create_keys, read_tenant_files};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, serve: Serve) -> Result<Exit, Failure> {
    match serve.command {
        None => listen(output, profile, serve).await,
        Some(ServeCommand::Token { person, role }) => {
            let person = person.as_str().into();
            let queue = beside(profile, &serve.place, Some((&person, role.into())))?;
            let token = queue.mint_token(&person, role.into(), &moment()).map_err(not_minted)?;
            let hint = match role {
                Role::Approver => "A first device is enrolled with it within five minutes.",
                Role::Requester => "",
            };
            shown_once(output, "token", token.reveal(), hint)
        }
        Some(ServeCommand::Invite { person }) => {
            let person = person.as_str().into();
            let queue = beside(profile, &serve.place, Some((&person, RoleName::Approver)))?;
            let invitation = queue.invite(&person, &moment()).map_err(not_minted)?;
            shown_once(output, "invitation", invitation.reveal(), "It enrols one device within seven days.")
        }
        Some(ServeCommand::Admit { person, fingerprint }) => {
            let fingerprint = keys::typed(&fingerprint)?;
            let queue = beside(profile, &serve.place, None)?;
            let device = queue
                .confirm_device(&person.as_str().into(), &fingerprint, &moment())
                .map_err(|error| not_done(&error, "not-admitted"))?;
            if output.json {
                output.json(&serde_json::json!({ "device": device.id, "name": device.name }))?;
            } else {
                output.line(&format!("“{}” of {} may decide from now on.", safe(&device.name), safe(&person)))?;
            }
            Ok(Exit::Done)
        }
        Some(ServeCommand::Revoke { person, device }) => {
            let queue = beside(profile, &serve.place, None)?;
            let device = queue
                .revoke_device(&person.as_str().into(), &device, &moment())
                .map_err(|error| not_done(&error, "not-revoked"))?;
            if output.json {
                output.json(&serde_json::json!({ "device": device.id, "name": device.name }))?;
            } else {
                let (name, person) = (safe(&device.name), safe(&person));
                output.line(&format!("“{name}” of {person} is revoked: nothing that it signs is taken any more."))?;
            }
            Ok(Exit::Done)
        }
        Some(ServeCommand::ForgetKeys { person }) => {
            let queue = beside(profile, &serve.place, None)?;
            let forgotten = queue.forget_security_keys(&person.as_str().into(), &moment()).map_err(not_minted)?;
            if output.json {
                output.json(&serde_json::json!({ "person": person, "forgotten": forgotten }))?;
            } else {
                let keys = words::counted(forgotten as u64, "security key", "security keys");
                output.line(&format!("Forgotten: {keys} of {}. The next one counts as a first.", safe(&person)))?;
            }
            Ok(Exit::Done)
        }
    }
}

async fn listen(output: &mut Output, profile: Option<PathBuf>, serve: Serve) -> Result<Exit, Failure> {
    let data = data(profile, &serve.place)?;
    let policies = policies(&serve.place, &data, Secrets::Needed)?;
    let provisioner = Arc::new(Provisioners::new().map_err(not_opened)?);
    let (listener, address) = bind(serve.listen, "queue").await?;
    let (_lock, queue) = start(&data, "queue", SqliteStore::is_in(&data), || open(&data, policies, serve.name))?;
    let queue = Arc::new(queue);
    let shutdown = told_to_stop();
    let clock: Arc<dyn queue_server::Clock> = Arc::new(queue_server::SystemClock);
    let practising = serve.place.practice.then(|| tokio::spawn(practise(queue.clone(), clock.clone())));
    if output.json {
        output
            .json(&serde_json::json!({ "address": format!("http://{address}"), "name": queue.name(), "data": data }))?;
    } else {
        output.line(&format!("{} listens on http://{address}; its data are in {}.", queue.name(), data.display()))?;
        output.line("Ctrl-C stops it. Live grants end when due only while it runs; ends that were missed come first at the next start.")?;
    }
    let parts = Parts { queue, provisioner, clock };
    let served = queue_server::serve(listener, parts, shutdown).await;
    if let Some(practising) = practising {
        practising.abort();
    }
    served.map_err(|error| Failure::new(Exit::Refused, "server-failed", format!("The queue stopped: {error}.")))?;
    Ok(Exit::Done)
}

/// Opens with `open`, as the one server on these data for as long as the folder that this gives lives. Where no data are there
/// yet, a start that is refused leaves nothing that was not there before.
pub fn start<T>(
    data: &Path,
    what: &str,
    is_there: bool,
    open: impl FnOnce() -> Result<T, Failure>,
) -> Result<(Folder, T), Failure> {
    let before = (!is_there).then(|| Before::look(data));
    let lock = alone(data, what)?;
    match open() {
        Ok(opened) => Ok((lock, opened)),
        Err(refused) => {
            // Still under the lock: nobody else serves what is taken away.
            before.into_iter().for_each(Before::restore);
            Err(refused)
        }
    }
}

fn alone(data: &Path, what: &str) -> Result<Folder, Failure> {
    Folder::open(data).map_err(|error| match error {
        FolderError::InUse(path, _) => {
            let path = path.display();
            let message = format!("Another {what} runs on {path}. Stop it first, or choose other data with --data.");
            Failure::new(Exit::InUse, "data-in-use", message)
        }
        FolderError::OtherUser(path) => {
            let message = format!("{} belongs to another user. Run the {what} as that user.", path.display());
            Failure::new(Exit::Usage, "data-of-another", message)
        }
        other @ (FolderError::Network(_) | FolderError::NoHome | FolderError::Io { .. }) => other.into(),
    })
}

/// Why nothing can be listened to.
const BIND: [(ErrorKind, &str); 3] = [
    (ErrorKind::AddrInUse, "another program listens there"),
    (ErrorKind::AddrNotAvailable, "this machine has no such address"),
    (ErrorKind::PermissionDenied, "only the system may listen there"),
];

/// Says so where the address can be reached from other machines.
pub async fn bind(listen: SocketAddr, what: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let not_bound = |error: std::io::Error| {
        let why = BIND.iter().find(|(kind, _)| *kind == error.kind());
        let why = why.map_or_else(|| unnumbered(&error.to_string()), |(_, why)| (*why).to_owned());
        Failure::usage(format!("{listen}: {why}. Choose another --listen."))
    };
    let listener = TcpListener::bind(listen).await.map_err(not_bound)?;
    let address = listener.local_addr().map_err(not_bound)?;
    if !address.ip().is_loopback() {
        note(&format!("The {what} speaks plain HTTP: let nobody reach this address but a proxy that speaks TLS."));
    }
    Ok((listener, address))
}

/// Completes at SIGINT or SIGTERM, also at one that came before it was waited for.
pub fn told_to_stop() -> impl Future<Output = ()> {
    let (stop, mut stopped) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        // Nobody listening means that it has stopped already.
        let _ = stop.send(true);
    });
    async move {
        // An error means that nobody is left who could say stop.
        let _ = stopped.wait_for(|stop| *stop).await;
    }
}

/// The queue beside a server that runs, or before its first start, where `wanted` is somebody who may be given something. What
/// is refused makes no data.
fn beside(profile: Option<PathBuf>, place: &Place, wanted: Option<(&PersonId, RoleName)>) -> Result<Queue, Failure> {
    let data = data(profile, place)?;
    let policies = policies(place, &data, Secrets::NotNeeded)?;
    match wanted {
        Some((person, role)) => check_person(policies.iter().map(AsRef::as_ref), person, role).map_err(not_minted)?,
        None if SqliteStore::is_in(&data) => {}
        None => {
            let message = format!(
                "There are no data of a queue in {} yet. Say --data, or start it: doorward serve",
                data.display()
            );
            return Err(Failure::new(Exit::Refused, "no-data", message));
        }
    }
    open(&data, policies, None)
}

/// The queue with its data.
fn open(data: &Path, policies: Vec<Arc<dyn Policy>>, name: Option<String>) -> Result<Queue, Failure> {
    Queue::check_policies(&policies).map_err(not_opened)?;
    let mut fresh = [0; 64];
    SystemEntropy.fill(&mut fresh);
    let keys = open_or_create_keys(data, fresh).map_err(|error| key_trouble(error, not_opened))?;
    let store = SqliteStore::open(data).map_err(not_opened)?;
    let name = name.unwrap_or_else(|| fresh_name("queue"));
    Queue::open(Arc::new(store), policies, keys, &name, &moment()).map_err(not_opened)
}

fn data(profile: Option<PathBuf>, place: &Place) -> Result<PathBuf, Failure> {
    if let Some(data) = &place.data {
        return Ok(data.clone());
    }
    let profile = profile.map_or_else(Folder::usual, Ok)?;
    Ok(profile.join("queue-server"))
}

fn policies(place: &Place, data: &Path, secrets: Secrets) -> Result<Vec<Arc<dyn Policy>>, Failure> {
    if place.practice {
        return practice::policies().map_err(not_opened);
    }
    let folder = place.tenants.clone().unwrap_or_else(|| data.join("tenants"));
    if !folder.is_dir() {
        return Err(Failure::usage(format!(
            "{} is no folder with tenant files. Say --tenants DIR, or --practice for made-up ones.",
            folder.display()
        )));
    }
    read_tenant_files(&folder, secrets).map_err(|error| match error {
        TenantFilesError::Io { path, error } => Failure::file(&path, &error),
        other @ (TenantFilesError::None { .. } | TenantFilesError::Faults { .. }) => {
            Failure::usage(format!("{other}."))
        }
    })
}

fn shown_once(output: &mut Output, what: &str, secret: &str, hint: &str) -> Result<Exit, Failure> {
    output.results();
    if output.json {
        output.json(&serde_json::json!({ what: secret }))?;
    } else {
        output.line(secret)?;
        note(format!("This {what} is shown once and kept nowhere. {hint}").trim_end());
    }
    Ok(Exit::Done)
}

fn not_opened(error: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::Refused, "queue-not-opened", format!("The queue cannot start: {error}."))
}

/// A key file that cannot be read or written; what else is wrong with it is said by `otherwise`.
pub fn key_trouble(error: KeyFileError, otherwise: impl Fn(KeyFileError) -> Failure) -> Failure {
    match error {
        KeyFileError::Io { path, error } => Failure::file(&path, &error),
        other @ (KeyFileError::Damaged { .. } | KeyFileError::Open { .. } | KeyFileError::Missing { .. }) => {
            otherwise(other)
        }
    }
}

/// Of a device. A name that nobody has is a mistake in the command, as it is for tokens.
fn not_done(error: &EnrolError, code: &str) -> Failure {
    let said = capitalised(&safe(&error.to_string()));
    if matches!(error, EnrolError::UnknownPerson(_)) {
        Failure::usage(said)
    } else {
        Failure::new(Exit::Refused, code, said)
    }
}

fn not_minted(error: MintError) -> Failure {
    match error {
        error @ (MintError::Unknown(_) | MintError::NotHuman(_)) => Failure::usage(format!("{error}.")),
        MintError::Store(error) => not_opened(error),
    }
}

/// Given once, at the first start, and then kept for life.
pub fn fresh_name(what: &str) -> String {
    let mut bits = [0; 4];
    SystemEntropy.fill(&mut bits);
    format!("{what}-{:08x}", u32::from_be_bytes(bits))
}

fn moment() -> Moment {
    let mut random = [0; 32];
    SystemEntropy.fill(&mut random);
    Moment::new(SystemClock.now().wall, random)
}

#[cfg(unix)]
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

#[cfg(not(unix))]
pub async fn asked_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
