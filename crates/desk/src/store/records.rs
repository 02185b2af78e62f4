//! The records of the store. Formats are JSON inside rows: fields may be added with a default, never change meaning.

use super::{Findable, Mirrored, Outbox, QueueLog, SavedView, Snooze, WentBack};
use crate::attention::Known;
use crate::capabilities::Capabilities;
use approval::{DeviceId, GrantId, RequestId, TenantId, Timestamp};
use queue_api::{GrantRecord, MeResponse, RemovedBy, RequestRecord};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use tlog::commitment::Opening;
use tlog::hash::Hash;
use tlog::key::PublicKey;
use tlog::payload::ErasedParts;

/// Names one connected queue at this desk: `practice`, `contoso`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QueueId(String);

impl QueueId {
    /// The name up to the first colon: request ids at the desk are `<queue>:<request>`.
    pub fn new(name: &str) -> Self {
        Self(name.split(':').next().unwrap_or_default().to_owned())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of its log number `number`, from 1, once that is a former one: `practice/1`.
    pub fn former(&self, number: usize) -> Self {
        Self(format!("{}/{number}", self.0))
    }

    /// The queue that a former log is of; any other name as it is.
    pub fn live(&self) -> Self {
        Self(self.0.split('/').next().unwrap_or_default().to_owned())
    }

    pub fn is_former(&self) -> bool {
        self.0.contains('/')
    }
}

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueKind {
    /// The embedded queue with made-up requests.
    Practice,
    /// The embedded queue: its witness runs on this machine only.
    Embedded,
    /// An organisation's queue.
    Remote,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QueueRecord {
    pub id: QueueId,
    pub name: String,
    pub kind: QueueKind,
    /// Kept, so that reading works before the queue answers.
    pub me: Option<MeResponse>,
    /// Absent until enrolled.
    pub device: Option<Device>,
    /// The witness saw another history of this log: no more grants under it.
    pub incident: Option<Incident>,
    /// As its connector declared them last.
    #[serde(default)]
    pub capabilities: Capabilities,
    /// The person took it away: its log is kept, and what was not sent yet; nothing else of it is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Its own logs, one for each tenant.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub logs: BTreeMap<TenantId, QueueLog>,
    /// The logs before this one, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Former>,
    /// The key that asks to be enrolled for a new log, while the one so far goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovering: Option<PublicKey>,
    /// What it told that was older than what it had told before, as noticed last; absent while it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went_back: Option<WentBack>,
}

impl QueueRecord {
    /// The number of its log, from 1: one more than there are former ones.
    pub fn log_number(&self) -> usize {
        self.former.len() + 1
    }
}

/// A log that was ended as it was, and whose it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    pub device: Device,
    pub incident: Option<Incident>,
    pub head: Head,
    pub ended_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub id: DeviceId,
    pub origin: String,
    /// The key in force.
    pub public_key: PublicKey,
    /// The key that the log began with; absent while it is still the one in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_key: Option<PublicKey>,
    /// Number of the leaf that introduced the key in force, while the queue has not confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_change: Option<u64>,
    /// This person's devices at the queue that were shown here; absent until they were read for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Vec<DeviceId>>,
    /// Why the queue takes nothing that it signs any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred: Option<Barred>,
}

/// Why a queue takes nothing that a device signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Barred {
    /// By the queue's clock, and by whom where it says so.
    Revoked {
        at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<RemovedBy>,
    },
    /// The queue has no such device: it was put back to before this one was enrolled.
    Unknown,
}

impl Device {
    /// What the log's first leaf must introduce.
    pub fn first_key(&self) -> PublicKey {
        self.first_key.unwrap_or(self.public_key)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    pub kind: IncidentKind,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// The witness has cosigned more entries than this log has.
    WitnessedMore,
    /// It has cosigned another root at this size.
    OtherRoot,
    /// It refused the proof that this log only grew.
    ProofRefused,
    /// The queue's own log has fewer entries than it had.
    QueueLogShorter,
    /// It does not extend what it was.
    QueueLogForked,
    /// It lacks what the queue accepted from here.
    QueueLogLacks,
    /// The person has looked at such an incident, and takes the queue's log as it is from then on.
    QueueLogAccepted,
    /// The person denied a flood of one requester's and says that it was one.
    PromptBombing,
}

/// When an answer of the queue arrived, by both clocks, and the server's time in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub server_time: Timestamp,
    pub wall: Timestamp,
    pub boot: i64,
    pub boot_id: String,
}

/// A leaf with what opens its commitments. Leaves of one group belong together: click, release, receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub index: u64,
    /// Number of the group's first leaf.
    pub group: u64,
    pub bytes: Vec<u8>,
    pub openings: BTreeMap<String, Opening>,
}

#[derive(Debug, Clone)]
pub struct NewLeaf {
    pub leaf: Leaf,
    /// What `tlog::tree::stored_hashes` gave: index and hash, without a gap.
    pub hashes: Vec<(u64, Hash)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigned {
    pub size: u64,
    pub note: String,
    /// By the witness's clock.
    pub at: Timestamp,
}

/// Where a log stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub size: u64,
    pub last_leaf: Hash,
    pub checkpoint: Option<String>,
    pub cosigned: Option<Cosigned>,
}

impl Head {
    pub fn empty() -> Self {
        Self { size: 0, last_leaf: Hash::ZERO, checkpoint: None, cosigned: None }
    }
    pub fn witnessed(&self) -> u64 {
        self.cosigned.as_ref().map_or(0, |cosigned| cosigned.size)
    }
}

/// One change. A commit is a list of them.
#[derive(Debug, Clone)]
pub enum Write {
    Queue(Box<QueueRecord>),
    Heard {
        queue: QueueId,
        heard: Heard,
    },
    /// `None` starts over with a snapshot.
    Cursor {
        queue: QueueId,
        cursor: Option<String>,
    },
    /// As it was told, and read.
    Request {
        queue: QueueId,
        record: Box<RequestRecord>,
        request: Arc<Mirrored>,
    },
    /// With what was measured of it.
    Forget {
        queue: QueueId,
        id: RequestId,
    },
    Grant {
        queue: QueueId,
        record: Box<GrantRecord>,
    },
    /// With what was measured of it.
    ForgetGrant {
        queue: QueueId,
        id: GrantId,
    },
    Leaf {
        queue: QueueId,
        new: NewLeaf,
    },
    Checkpoint {
        queue: QueueId,
        note: String,
    },
    Cosigned {
        queue: QueueId,
        cosigned: Cosigned,
    },
    Outbox(Box<Outbox>),
    /// The log so far is kept under the name `former`, with what is findable and measured of it and the ended rows of the
    /// outbox; an empty one without checkpoints takes its place.
    NewLog {
        queue: QueueId,
        former: QueueId,
    },
    /// Replaces what was findable of the same group before; the words replaced are found no more.
    Findable(Box<Findable>),
    Measured {
        queue: QueueId,
        measure: Box<super::Measure>,
    },
    /// The openings named are gone, and the history of the outbox for that group with them: of their bytes nothing stays
    /// in the storage.
    Erase {
        queue: QueueId,
        group: u64,
        parts: Vec<ErasedParts>,
    },
    /// By the request's name; `None` forgets it.
    Told {
        request: String,
        told: Option<Known>,
    },
    /// `None`: it is back. Forgotten with its request.
    Snooze {
        queue: QueueId,
        id: RequestId,
        snooze: Option<Snooze>,
    },
    /// `None` removes it.
    View {
        name: String,
        view: Option<SavedView>,
    },
    /// `None` removes it.
    Setting {
        name: String,
        value: Option<String>,
    },
}

/// What `load` gives.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    pub queues: Vec<StoredQueue>,
    /// Which requests were told, by name.
    pub told: HashMap<String, Known>,
    pub settings: BTreeMap<String, String>,
    /// By name.
    pub views: BTreeMap<String, SavedView>,
    pub snoozes: BTreeMap<(QueueId, RequestId), Snooze>,
}

#[derive(Debug, Clone)]
pub struct StoredQueue {
    pub record: QueueRecord,
    pub cursor: Option<String>,
    pub heard: Option<Heard>,
    pub requests: Vec<Arc<Mirrored>>,
    pub grants: Vec<GrantRecord>,
    /// Only the open ones.
    pub outbox: Vec<Outbox>,
    pub head: Head,
}
