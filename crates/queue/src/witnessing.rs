//! The server as the witness of each enrolled device's log (c2sp.org/tlog-witness), and the checkpoints of
//! its own logs. It cosigns only what extends what it cosigned before, and gives that out only once it is durable.

use crate::errors::ReadError;
use crate::queue::{Caller, Queue};
use crate::store::{StoreError, StoredDevice};
use approval::{TenantId, Timestamp};
use queue_api::origins;
use tlog::key::SeedKey;
use tlog::tile::Tile;
use tlog::witness::{AddCheckpoint, Advance, Refusal, judge};
use tlog::{Hash, NoteKey, cosign};

/// Why there is no cosignature.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Judges `request` by the size and root that were cosigned last and the keys that are trusted for its log, and cosigns it
/// by the clock of `now`. To be called in the transaction that read `known` and stores the advance; the line is given out
/// only when that is durable.
pub(crate) fn cosigned(
    request: &AddCheckpoint,
    known: Option<(u64, Hash)>,
    trusted: &[NoteKey],
    (name, key): (&str, &SeedKey),
    now: Timestamp,
) -> Result<(Advance, String), WitnessError> {
    let advance = judge(request, known, trusted)?;
    let seconds = u64::try_from(now.millis() / 1000).unwrap_or(0);
    let line = cosign::cosign(&request.note(), key, name, seconds);
    Ok((advance, line.map_err(|error| StoreError::Failed(error.to_string()))?))
}

impl Queue {
    /// Answers with the signature line.
    pub fn add_checkpoint(&self, body: &str, now: Timestamp) -> Result<String, WitnessError> {
        let request = AddCheckpoint::parse(body)?;
        let origin = request.origin();
        self.write_directory::<_, WitnessError>(|tx| {
            let device = match origins::device_of(self.name(), origin) {
                Some(id) => tx.device(&id)?.filter(|device| device.removed_at.is_none()),
                None => None,
            };
            let size = request.checkpoint().size;
            let key = device.as_ref().and_then(|device| NoteKey::log(origin, device.key_of_checkpoint(size)).ok());
            let us = (self.name(), &self.keys.witness);
            let (advance, line) = cosigned(&request, tx.witnessed(origin)?, key.as_slice(), us, now)?;
            tx.put_witnessed(origin, advance.size, advance.root)?;
            if let Some(device) = device {
                tx.put_device(&StoredDevice { used_at: Some(now), ..device })?;
            }
            Ok(line)
        })
    }

    /// The latest signed checkpoint of a tenant's log on this server.
    pub fn log_checkpoint(&self, caller: &Caller, tenant: &TenantId) -> Result<String, ReadError> {
        self.visible_policy(caller, tenant).ok_or(ReadError::NotFound)?;
        self.read::<_, StoreError>(tenant, |tx| tx.checkpoint())?.ok_or(ReadError::NotFound)
    }

    /// The hashes of a tile of that log, 32 bytes each. They say nothing of what an entry holds.
    pub fn log_tile(&self, caller: &Caller, tenant: &TenantId, tile: Tile) -> Result<Vec<u8>, ReadError> {
        self.visible_policy(caller, tenant).ok_or(ReadError::NotFound)?;
        self.read(tenant, |tx| {
            if !tile.lies_in(tx.log_size()?) {
                return Err(ReadError::NotFound);
            }
            Ok(tx.log_hashes(&tile.stored())?.iter().flat_map(|hash| hash.0).collect())
        })
    }
}
