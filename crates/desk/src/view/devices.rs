//! One's own devices at each queue.

use super::SafeText;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct DevicesView {
    pub queues: Vec<DeviceQueueView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct DeviceQueueView {
    pub id: String,
    pub name: String,
    /// When the queue was last asked; absent: not in this run.
    pub read: Option<String>,
    /// Oldest first, removed ones included.
    pub devices: Vec<DeviceView>,
    /// Those that ask to be admitted.
    pub waiting: Vec<WaitingDeviceView>,
    /// This device's key was changed, and the queue has not confirmed it yet.
    pub key_change_waits: bool,
    /// Why the queue takes nothing from this device any more, with the way back; absent where it does.
    pub barred: Option<String>,
    /// The key that this device's log began with, as `log verify --key` takes it: 64 hexadecimal digits. Absent until it has
    /// begun.
    pub log_key: Option<String>,
    /// Oldest first, removed ones included.
    pub security_keys: Vec<SecurityKeyView>,
}

/// A security key, which attests that its person was there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SecurityKeyView {
    /// Base64url.
    pub id: String,
    pub name: SafeText,
    pub enrolled: String,
    /// The device that it was enrolled by.
    pub by: String,
    pub used: Option<String>,
    pub removed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct DeviceView {
    pub id: String,
    pub name: SafeText,
    /// Of the key in force: 32 hexadecimal digits in groups of four.
    pub fingerprint: String,
    pub enrolled: String,
    /// On whose word: `admitted at laptop`; empty when the queue does not say.
    pub admitted: String,
    pub used: Option<String>,
    pub removed: Option<String>,
    /// It is this one.
    pub here: bool,
    /// Enrolled since the list was last seen here.
    pub news: bool,
}

/// What came of recovering a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum RecoveryView {
    /// The new log has begun.
    Recovered,
    /// Until the queue admits the new key with this fingerprint; `why` in the queue's words, `next` the commands that do it.
    Waits { fingerprint: String, why: String, next: String },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct WaitingDeviceView {
    pub name: SafeText,
    pub fingerprint: String,
    pub asked: String,
}
