//! What may be asked: the functions of the desk's door that a second program needs, by name. A form that is not known
//! is refused whole.

use desk::roles::RoleSystem;
use desk::store::HeldBack;
use desk::view::{
    BulkAction, BulkOf, ErrorView, Grouping, InboxRequest, LogSearch, RemovalView, RoleLevel, Sort, Suspending,
};
use desk::{Choice, LogExport, LogList, RolesFilter, Saying, SubjectKind, ViewKind};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    Status,
    /// Of one queue, or of all.
    Inbox {
        queue: Option<String>,
    },
    InboxPage(InboxRequest),
    Views,
    SaveView {
        name: String,
        query: String,
        sort: Sort,
        group: Grouping,
    },
    RemoveView {
        name: String,
    },
    /// What would be decided together.
    Review {
        of: BulkOf,
        action: BulkAction,
        view: ViewKind,
    },
    DecideAll {
        ticket: String,
        reason: Option<String>,
    },
    /// Ids of the connected queues.
    Queues,
    Standing {
        request: String,
    },
    /// What a piece of an id may mean.
    Known {
        kind: SubjectKind,
        typed: String,
    },
    Sheet {
        request: String,
        view: ViewKind,
    },
    PreviewLength {
        ticket: String,
        typed: String,
    },
    Decide {
        ticket: String,
        choice: Choice,
        reason: Option<String>,
        typed: Option<String>,
    },
    Undo {
        request: String,
    },
    SendNow {
        request: String,
    },
    Grants,
    Insights {
        filter: desk::view::InsightsFilter,
    },
    Revoke {
        grant: String,
        view: ViewKind,
        reason: Option<String>,
    },
    Say {
        request: String,
        saying: Saying,
    },
    PreviewSuspension {
        thing: String,
        what: Suspending,
    },
    Suspend {
        thing: String,
        what: Suspending,
        view: ViewKind,
        reason: Option<String>,
    },
    PreviewShortening {
        grant: String,
        typed: String,
    },
    Shorten {
        grant: String,
        /// Seconds, as the preview gave them.
        seen: u32,
        to: u32,
        view: ViewKind,
        reason: Option<String>,
    },
    Log {
        queue: Option<String>,
        offset: u32,
        limit: u32,
    },
    /// One decision, by the number of its first entry.
    LogDetail {
        queue: String,
        entry: u32,
    },
    /// Pieces without text say how far it has come.
    VerifyLog {
        queue: Option<String>,
    },
    /// Pieces without text say how far it has come.
    ExportLog(LogExport),
    /// Answered in pieces, then with the number of decisions.
    ListLog(LogList),
    /// Pieces without text say how far the index has come.
    SearchLog(LogSearch),
    Retention,
    SetRetention {
        queue: Option<String>,
        tenant: Option<String>,
        days: Option<u32>,
    },
    SetHold {
        queue: Option<String>,
        what: HeldBack,
        held: bool,
    },
    Roles(RolesFilter),
    /// With a level it is classified; without one, what was said of it is forgotten.
    SayOfRole {
        system: Option<RoleSystem>,
        role: String,
        level: Option<RoleLevel>,
        /// Also one that nobody here knows.
        anyway: bool,
    },
    /// Read anew from every queue.
    Devices,
    DevicesSeen,
    RotateKey {
        queue: String,
    },
    RevokeDevice {
        device: String,
    },
    AdmitDevice {
        fingerprint: String,
    },
    /// Whether one can be enrolled now.
    CheckSecurityKey {
        queue: String,
    },
    AddSecurityKey {
        queue: String,
        name: String,
    },
    RemoveSecurityKey {
        key: String,
    },
    AcceptQueueLog {
        queue: String,
    },
    /// With the invitation that admits the new key, where there is one.
    RecoverLog {
        queue: String,
        invitation: Option<String>,
    },
    RetryKeyring,
    /// Every followed queue is heard anew; answered when each was, or is known to be silent, or after `millis`.
    Listen {
        millis: u32,
    },
    /// The queues that were added.
    Added,
    AddQueue(AddQueue),
    /// What stands at a queue that is to be removed.
    Removal {
        queue: String,
    },
    /// As it was seen.
    RemoveQueue(RemovalView),
    /// Answered when something changed since the last answer, at the latest after `millis`.
    Changes {
        millis: u32,
    },
}

/// A queue whose token is in the keyring already: no token crosses the socket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddQueue {
    pub id: String,
    pub name: String,
    pub address: String,
    /// Only watched: nothing is decided there from here.
    pub watch: bool,
    pub invitation: Option<String>,
    /// The key of its own log, by which a queue is known again: of one that was added, where it was heard.
    pub log: Option<String>,
}

/// A part of a long answer, in order, and how far it has come: `entries` of `of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    pub text: String,
    pub entries: u64,
    pub of: u64,
}

/// What was heard of the followed queues.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Heard {
    pub queues: Vec<QueueHeard>,
    /// Queues that were added and cannot be followed: no token, a wrong address.
    pub troubled: Vec<ErrorView>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QueueHeard {
    pub id: String,
    /// Everything it had to say was heard once, and is in the mirror.
    pub heard: bool,
    /// Why it is silent.
    pub silence: Option<ErrorView>,
    /// Why it does not admit this device.
    pub not_enrolled: Option<ErrorView>,
}

impl Heard {
    /// Why each of `queues`, all that were added, in their order, is not followed or is silent; none where nothing is known to
    /// stand in the way.
    pub fn troubles<'a>(&self, queues: impl Iterator<Item = &'a str>) -> Vec<Option<ErrorView>> {
        // Those that cannot be followed were troubled in the same order.
        let mut troubled = self.troubled.iter();
        let of = |id: &str| match self.queues.iter().find(|queue| queue.id == id) {
            Some(queue) => queue.silence.clone(),
            None => troubled.next().cloned(),
        };
        queues.map(of).collect()
    }
}
