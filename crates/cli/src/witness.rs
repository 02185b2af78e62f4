//! A witness as a program of its own: its key in a file beside its data. Logs may be named while it runs; a second server
//! on the same data is refused.

use crate::arguments::{Trusted, Witness, WitnessCommand};
use crate::exit::{Exit, Failure, safe};
use crate::output::{Cell, Output};
use crate::serve::{bind, fresh_name, key_trouble, start, told_to_stop};
use desk::ports::Entropy;
use profile::{Folder, SystemEntropy};
use queue::witness::WitnessedLog;
use queue::{OpenWitnessError, TrustError};
use queue_server::{Patience, SystemClock, WitnessParts};
use queue_store::{SqliteWitness, open_or_create_witness_key};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tlog::key::{PublicKey, SeedKey, Signer as _};
use tlog::note::{KeyAlgorithm, NoteKey};

#[derive(Serialize)]
struct Log<'a> {
    origin: &'a str,
    /// Hex.
    keys: &'a [PublicKey],
    /// Entries that were cosigned last; absent before the first cosignature.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    /// RFC 3339; as `size`.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

impl<'a> From<&'a WitnessedLog> for Log<'a> {
    fn from(log: &'a WitnessedLog) -> Self {
        let latest = log.latest.as_ref();
        let at = latest.map(|latest| latest.at.to_string());
        Self { origin: &log.origin, keys: &log.keys, size: latest.map(|latest| latest.size), at }
    }
}

pub async fn run(output: &mut Output, profile: Option<PathBuf>, asked: Witness) -> Result<Exit, Failure> {
    let data = match asked.data {
        Some(data) => data,
        None => profile.map_or_else(Folder::usual, Ok)?.join("witness"),
    };
    if !matches!(asked.command, Some(WitnessCommand::List)) {
        output.changing()?;
    }
    match asked.command {
        None => listen(output, &data, asked.name, asked.listen).await,
        Some(WitnessCommand::Add(trusted)) => {
            let key = key_of(&trusted)?;
            let log = open(&data, asked.name)?.trust(&trusted.origin, key).map_err(not_trusted)?;
            told(output, &log, "From now on its checkpoints are cosigned.")
        }
        Some(WitnessCommand::Remove(trusted)) => {
            let key = key_of(&trusted)?;
            if !SqliteWitness::is_in(&data) {
                return Err(not_trusted(TrustError::NotTrusted(trusted.origin)));
            }
            let log = open(&data, asked.name)?.distrust(&trusted.origin, key).map_err(not_trusted)?;
            told(output, &log, "Nothing that this key signs is cosigned any more.")
        }
        Some(WitnessCommand::List) if !SqliteWitness::is_in(&data) => nobody(output, &data),
        Some(WitnessCommand::List) => list(output, &open(&data, asked.name)?),
    }
}

async fn listen(
    output: &mut Output,
    data: &Path,
    name: Option<String>,
    listen: std::net::SocketAddr,
) -> Result<Exit, Failure> {
    let (listener, address) = bind(listen, "witness").await?;
    // A start that fails has made no key, and fixed no name.
    let (_lock, witness) = start(data, "witness", SqliteWitness::is_in(data), || open(data, name))?;
    let witness = Arc::new(witness);
    let shutdown = told_to_stop();
    let (identity, data) = (witness.identity(), data.display());
    if output.json {
        output.json(&serde_json::json!({
            "address": format!("http://{address}"), "name": identity.name(), "key": identity.vkey(),
            "data": data.to_string(),
        }))?;
    } else {
        output.line(&format!("{} listens on http://{address}; its data are in {data}.", identity.name()))?;
        output.line(&format!("Its key: {identity}"))?;
        output.line(
            "Ctrl-C stops it. Name the logs that it cosigns, with the same --data: doorward witness add ORIGIN KEY",
        )?;
    }
    let parts = WitnessParts { witness, clock: Arc::new(SystemClock) };
    queue_server::serve_witness(listener, parts, Patience::default(), shutdown).await;
    Ok(Exit::Done)
}

fn list(output: &mut Output, witness: &queue::Witness) -> Result<Exit, Failure> {
    let logs = witness.logs().map_err(not_opened)?;
    let logs: Vec<Log<'_>> = logs.iter().map(Log::from).collect();
    if output.json {
        output.json(&serde_json::json!({ "key": witness.identity().vkey(), "logs": logs }))?;
        return Ok(Exit::Done);
    }
    output.line(&format!("Key  {}", witness.identity()))?;
    let row = |log: &Log<'_>| {
        let entries = match (log.size, &log.at) {
            (Some(size), Some(at)) => format!("{size} entries cosigned at {at}"),
            _ => "nothing cosigned yet".to_owned(),
        };
        let keys: Vec<String> = log.keys.iter().map(ToString::to_string).collect();
        [safe(log.origin), entries, keys.join(" ")].map(Cell::plain).into()
    };
    output.table(&logs.iter().map(row).collect::<Vec<_>>())?;
    Ok(Exit::Done)
}

/// Where no witness was started yet. Looking makes none.
fn nobody(output: &mut Output, data: &Path) -> Result<Exit, Failure> {
    if output.json {
        output.json(&serde_json::json!({ "key": null, "logs": [] }))?;
    } else {
        output.line(&format!(
            "There is no witness in {} yet. To start one, with the same --data: doorward witness",
            data.display()
        ))?;
    }
    Ok(Exit::Done)
}

fn told(output: &mut Output, log: &WitnessedLog, sentence: &str) -> Result<Exit, Failure> {
    if output.json {
        output.json(&Log::from(log))?;
    } else {
        let keys = match log.keys.len() {
            1 => "1 key is trusted".to_owned(),
            count => format!("{count} keys are trusted"),
        };
        output.line(&format!("{}: {sentence} {keys} for it.", safe(&log.origin)))?;
    }
    Ok(Exit::Done)
}

/// With a key and a name of its own the first time: `name`, or one by chance. Later `name` must be the one that it has.
fn open(data: &Path, name: Option<String>) -> Result<queue::Witness, Failure> {
    let mut fresh = [0; 32];
    SystemEntropy.fill(&mut fresh);
    if let Some(name) = &name {
        // A name that is none leaves no key behind.
        queue::Witness::identity_of(name, SeedKey::from_seed(&fresh).public_key()).map_err(not_a_witness)?;
    }
    let key = open_or_create_witness_key(data, fresh).map_err(|error| key_trouble(error, not_opened))?;
    let store = SqliteWitness::open(data).map_err(not_opened)?;
    let first = name.clone().unwrap_or_else(|| fresh_name("witness"));
    let witness = queue::Witness::open(Arc::new(store), key, &first).map_err(not_a_witness)?;
    match (name, witness.identity().name()) {
        (Some(name), its) if name != its => Err(Failure::usage(format!(
            "The witness in {} is named {its}, for good: logs know it by that name and key. For one that is named {name} choose other data with --data, else leave out --name.",
            data.display()
        ))),
        _ => Ok(witness),
    }
}

fn not_a_witness(error: OpenWitnessError) -> Failure {
    match error {
        name @ OpenWitnessError::Name(_) => Failure::usage(format!("--name: {name}.")),
        other @ (OpenWitnessError::OtherKey | OpenWitnessError::Store(_)) => not_opened(other),
    }
}

/// A verifier key must be of a log of that very name.
fn key_of(trusted: &Trusted) -> Result<PublicKey, Failure> {
    if let Ok(key) = NoteKey::from_vkey(&trusted.key) {
        return match key.algorithm() {
            KeyAlgorithm::Ed25519 if key.name() == trusted.origin => Ok(*key.public()),
            KeyAlgorithm::Ed25519 => Err(Failure::usage(format!("This key is of the log {}.", safe(key.name())))),
            KeyAlgorithm::CosignatureV1 => Err(Failure::usage("This is the key of a witness, not of a log.")),
        };
    }
    trusted.key.parse().map_err(|error| Failure::usage(format!("KEY: {error}.")))
}

fn not_trusted(error: TrustError) -> Failure {
    match error {
        TrustError::Store(error) => not_opened(error),
        error @ TrustError::Origin(_) => Failure::usage(format!("{error}.")),
        error @ TrustError::NotTrusted(_) => Failure::new(Exit::Refused, "not-trusted", format!("{error}.")),
    }
}

fn not_opened(error: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::Refused, "witness-not-opened", format!("The witness cannot start: {error}."))
}
