//! A witness that runs alone (c2sp.org/tlog-witness), for those whose queue is another system's. It cosigns for logs that
//! its operator named, each with its keys, by the same rule as a queue that witnesses its desks. It forgets nothing that
//! it cosigned: a log that is trusted again goes on from there.

use crate::queue::{keep, unkeep};
use crate::store::{StoreError, Stored};
use crate::witnessing::{WitnessError, cosigned};
use approval::Timestamp;
use std::sync::Arc;
use tlog::key::{PublicKey, SeedKey, Signer as _};
use tlog::note::NoteError;
use tlog::witness::AddCheckpoint;
use tlog::{Hash, Note, NoteKey, cosign};

pub type WitnessReading<'a> = dyn FnMut(&dyn WitnessRead) -> Stored<()> + 'a;
pub type WitnessWriting<'a> = dyn FnMut(&mut dyn WitnessWrite) -> Stored<()> + 'a;

/// Durable storage of a witness. Atomicity, order, isolation and errors are those of [`crate::store::QueueStore`].
pub trait WitnessStore: Send + Sync {
    fn read(&self, work: &mut WitnessReading<'_>) -> Stored<()>;
    fn write(&self, work: &mut WitnessWriting<'_>) -> Stored<()>;
}

/// A log as a witness knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessedLog {
    pub origin: String,
    /// Those trusted, in the order in which they came. None: the log is unknown, whatever was cosigned before.
    pub keys: Vec<PublicKey>,
    /// What was cosigned last.
    pub latest: Option<Latest>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    pub size: u64,
    pub root: Hash,
    /// The checkpoint with the log's signature and the witness's line.
    pub note: String,
    /// By the witness's clock.
    pub at: Timestamp,
}

/// One state of a witness.
pub trait WitnessRead {
    /// Its own name and public key, once it has them.
    fn identity(&self) -> Stored<Option<NoteKey>>;
    /// By the SHA-256 of the origin, as the retrieval call names logs.
    fn log(&self, origin: &Hash) -> Stored<Option<WitnessedLog>>;
    /// By origin.
    fn logs(&self) -> Stored<Vec<WitnessedLog>>;
}

/// One transaction. What was put is seen by reads of the same transaction.
pub trait WitnessWrite: WitnessRead {
    /// Once, at the first start.
    fn put_identity(&mut self, key: &NoteKey) -> Stored<()>;
    /// In the place of what was known of that origin.
    fn put_log(&mut self, log: &WitnessedLog) -> Stored<()>;
}

pub struct Witness {
    store: Arc<dyn WitnessStore>,
    key: SeedKey,
    identity: NoteKey,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenWitnessError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// With another key every log would see another witness.
    #[error("this is not the key that this data was first opened with; restore the key, or start with new data")]
    OtherKey,
    #[error("a witness's name must be 1 to 100 characters without spaces and plus signs: {0:?}")]
    Name(String),
}

#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("an origin is one word without spaces and plus signs: {0:?}")]
    Origin(String),
    #[error("no such key is trusted for {0}")]
    NotTrusted(String),
}

impl Witness {
    /// Opens the data: at the first start gives it `name`, which it keeps for life. Several programs may open the same data;
    /// what one of them trusts counts for all at once.
    pub fn open(store: Arc<dyn WitnessStore>, key: SeedKey, name: &str) -> Result<Self, OpenWitnessError> {
        let identity = write::<_, OpenWitnessError>(store.as_ref(), |tx| {
            if let Some(known) = tx.identity()? {
                return Ok(known);
            }
            let fresh = Self::identity_of(name, key.public_key())?;
            tx.put_identity(&fresh)?;
            Ok(fresh)
        })?;
        if *identity.public() != key.public_key() {
            return Err(OpenWitnessError::OtherKey);
        }
        Ok(Self { store, key, identity })
    }

    /// Name and public key of a witness that would have them.
    pub fn identity_of(name: &str, key: PublicKey) -> Result<NoteKey, OpenWitnessError> {
        let identity = NoteKey::witness(name, key).ok().filter(|_| name.chars().count() <= 100);
        identity.ok_or_else(|| OpenWitnessError::Name(name.to_owned()))
    }

    /// Name and public key: what a log that asks for cosignatures must know.
    pub fn identity(&self) -> &NoteKey {
        &self.identity
    }

    /// From now on checkpoints of `origin` that are signed by `key` are cosigned. A key that is trusted already is no error.
    pub fn trust(&self, origin: &str, key: PublicKey) -> Result<WitnessedLog, TrustError> {
        let name = |_: NoteError| TrustError::Origin(origin.to_owned());
        NoteKey::log(origin, key).map_err(name)?;
        write::<_, TrustError>(self.store.as_ref(), |tx| {
            let mut log = tx.log(&Hash::of(origin))?.unwrap_or_else(|| WitnessedLog {
                origin: origin.to_owned(),
                keys: Vec::new(),
                latest: None,
            });
            if !log.keys.contains(&key) {
                log.keys.push(key);
                tx.put_log(&log)?;
            }
            Ok(log)
        })
    }

    /// The opposite. What was cosigned stays known.
    pub fn distrust(&self, origin: &str, key: PublicKey) -> Result<WitnessedLog, TrustError> {
        write::<_, TrustError>(self.store.as_ref(), |tx| {
            let not_trusted = || TrustError::NotTrusted(origin.to_owned());
            let mut log = tx.log(&Hash::of(origin))?.ok_or_else(not_trusted)?;
            let place = log.keys.iter().position(|known| *known == key).ok_or_else(not_trusted)?;
            log.keys.remove(place);
            tx.put_log(&log)?;
            Ok(log)
        })
    }

    /// Those that are trusted, by origin.
    pub fn logs(&self) -> Stored<Vec<WitnessedLog>> {
        let mut logs = self.read(|tx| tx.logs())?;
        logs.retain(|log| !log.keys.is_empty());
        Ok(logs)
    }

    /// The call `add-checkpoint`: answers with the signature line.
    pub fn add_checkpoint(&self, body: &str, now: Timestamp) -> Result<String, WitnessError> {
        let request = AddCheckpoint::parse(body)?;
        let origin = request.origin();
        write::<_, WitnessError>(self.store.as_ref(), |tx| {
            let log = tx.log(&Hash::of(origin))?;
            let trusted = log.iter().flat_map(|log| log.keys.iter().filter_map(|key| NoteKey::log(origin, *key).ok()));
            let trusted: Vec<NoteKey> = trusted.collect();
            let known = log.as_ref().and_then(|log| log.latest.as_ref()).map(|latest| (latest.size, latest.root));
            let us = (self.identity.name(), &self.key);
            let (advance, line) = cosigned(&request, known, &trusted, us, now)?;
            let keys = log.map(|log| log.keys).unwrap_or_default();
            let note =
                both_signed(&request.note(), &trusted, &line).map_err(|error| StoreError::Failed(error.to_string()))?;
            let latest = Some(Latest { size: advance.size, root: advance.root, note, at: now });
            tx.put_log(&WitnessedLog { origin: origin.to_owned(), keys, latest })?;
            Ok(line)
        })
    }

    /// The latest cosigned checkpoint of the log whose origin has this SHA-256.
    pub fn checkpoint(&self, origin: &Hash) -> Stored<Option<String>> {
        let log = self.read(|tx| tx.log(origin))?;
        Ok(log.and_then(|log| log.latest).map(|latest| latest.note))
    }

    fn read<T>(&self, mut work: impl FnMut(&dyn WitnessRead) -> Stored<T>) -> Stored<T> {
        let mut result = None;
        let stored = self.store.read(&mut |tx| keep(&mut result, work(tx)));
        unkeep(stored, result)
    }
}

/// The checkpoint with the signatures that were verified and the witness's line, and no others.
fn both_signed(note: &str, trusted: &[NoteKey], line: &str) -> Result<String, NoteError> {
    let mut note = Note::parse(note)?;
    note.signatures.retain(|line| trusted.iter().any(|key| (key.name(), key.key_id()) == (&line.name, line.key_id)));
    cosign::attach(&note.to_string(), line)
}

/// One transaction; what `work` refuses leaves no trace.
fn write<T, E: From<StoreError>>(
    store: &dyn WitnessStore,
    mut work: impl FnMut(&mut dyn WitnessWrite) -> Result<T, E>,
) -> Result<T, E> {
    let mut result = None;
    let stored = store.write(&mut |tx| keep(&mut result, work(tx)));
    unkeep(stored, result)
}
