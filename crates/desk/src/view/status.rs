//! What frames every screen: who, counts, queues, banners; and how errors reach the screen.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct StatusView {
    /// Who decides here: `Noor Haddad`.
    pub me: String,
    /// The core's corrected clock, milliseconds since 1970: countdowns run on this.
    pub now: f64,
    pub waiting: u32,
    pub high: u32,
    pub grants: u32,
    /// Decisions signed and not yet recorded, and grants that wait to be signed.
    pub outbox: u32,
    /// What one of these grants waits for: `Contoso queue: the queue’s own log is being checked`.
    pub outbox_waits: Option<String>,
    pub queues: Vec<QueueView>,
    /// Told about the whole app; none can be dismissed while true. Most serious first.
    pub banners: Vec<BannerView>,
    /// Practice requests are arriving: everything on the screen is made up.
    pub practice: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct QueueView {
    pub id: String,
    pub name: String,
    pub state: QueueStateView,
    /// `now`, `16:27`, `never`
    pub heard: String,
    /// Its own log, as this desk remembers it.
    pub log: QueueLogView,
    /// `It went back to an earlier state, noticed 16:44`; none where nothing is wrong with what it tells.
    pub trouble: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueueLogView {
    pub standing: QueueLogStanding,
    /// `it has only grown since 14 Nov; all 3 of your decisions that the queue accepted since are in it; last read 16:44, 2 min ago`; empty while unknown.
    pub line: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum QueueLogStanding {
    /// Not looked at yet, or the queue shows none.
    Unknown,
    /// Not looked at since the queue was reached last: grants wait for that.
    Due,
    Consistent,
    /// It went back, forked, or lacks a decision: no grants until the person has looked at it.
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum QueueStateView {
    Fresh,
    Old,
    Off,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct BannerView {
    pub kind: BannerKind,
    pub strong: String,
    pub text: String,
    /// `next try in {n} s`: the front end fills in the seconds left.
    pub next_try: Option<f64>,
}

/// Picks icon, colour and the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum BannerKind {
    LogBroken,
    NoKeyring,
    /// The queue takes nothing from this device any more: trying again changes nothing.
    Revoked,
    /// The queue refused to enrol this device.
    NotAdmitted,
    /// The queue went back to an earlier state.
    WentBack,
    /// Another device of this person was enrolled and not seen here yet.
    NewDevice,
    QueueOff,
    NoNotifications,
}

/// An error at the door: a stable code, a sentence, the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ErrorView {
    /// `stale`, `ticket-used`, `no-keyring`, …
    pub code: String,
    pub message: String,
    pub retryable: bool,
}
