//! What the desk holds in memory: the mirror of its queues, its outbox and the heads of its logs, as last made
//! durable, and beside them what only this run knows (visits, tickets, whether a queue answers). It changes by the same
//! writes that the store takes, and by nothing else.

mod waiting;

use crate::attention::{Notified, Settings};
use crate::desk::devices::Register;
use crate::errors::SigningError;
use crate::inbox::Lists;
use crate::order::Order;
use crate::patience::Patience;
use crate::ports::{Instants, KeychainError};
use crate::preferences::Preferences;
use crate::queue_log::Looks;
use crate::roles::OwnRoles;
pub(crate) use crate::store::Mirrored;
use crate::store::{
    Head, Heard, IncidentKind, Outbox, OutboxState, QueueId, QueueRecord, Retention, Stored, StoredQueue, Write,
};
use crate::tickets::Tickets;
use crate::visits::{Visit, Visits};
use crate::words::Length;
use approval::{Action, GrantId, RequestId, Timestamp, Window};
use queue_api::GrantRecord;
use queue_api::signed::SubjectKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tlog::hash::leaf_hash;
use tlog::key::PublicKey;
use tlog::verify::Verification;

/// How often it is written that a queue answers, while it tells nothing.
const NOTED_MILLIS: i64 = 60_000;

/// Why the queue does not admit this device, as it said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotAdmitted {
    pub why: String,
    /// Until somebody admits it; else by itself it never will be.
    pub waits: bool,
}

#[derive(Default)]
pub(crate) struct State {
    /// The connected ones.
    pub queues: BTreeMap<QueueId, Queue>,
    /// Those that were taken away: kept for their logs, and without a mirror.
    pub removed: BTreeMap<QueueId, Queue>,
    pub settings: Settings,
    pub preferences: Preferences,
    pub notified: Notified,
    pub retention: Retention,
    /// What this person judged of roles.
    pub roles: OwnRoles,
    pub visits: Visits,
    pub lists: Lists,
    pub tickets: Tickets,
    /// What the keyring said last, if it was no.
    pub keyring: Option<KeychainError>,
    /// What the desktop's notifications said last, if it was no.
    pub notifications: Option<String>,
}

/// A request at this desk.
pub(crate) type Key = (QueueId, RequestId);

#[derive(Clone)]
pub(crate) struct Queue {
    pub record: QueueRecord,
    pub cursor: Option<String>,
    pub heard: Option<Heard>,
    /// By the boot clock, when `heard` was made durable last in this run.
    pub noted: Option<i64>,
    pub link: Link,
    /// Changed by `put`, `forget` and their like alone, as are the grants and the outbox: `order` goes with them.
    pub requests: BTreeMap<RequestId, Arc<Mirrored>>,
    /// What was looked at and may not be seen any more, and since when.
    pub gone: BTreeMap<RequestId, (Arc<Mirrored>, Timestamp)>,
    pub grants: BTreeMap<GrantId, GrantRecord>,
    /// Open rows, and those that ended in this run.
    pub outbox: BTreeMap<String, Outbox>,
    pub order: Order,
    pub head: Head,
    /// What answers told since the feed was asked last: the page that is under way may be older.
    pub answered: Things,
    /// What an administrator gave this person to admit this device with; used once, never kept.
    pub invitation: Option<String>,
    pub not_admitted: Option<NotAdmitted>,
    /// The key that asked to be enrolled last in this run, and is not yet.
    pub asks: Option<PublicKey>,
    /// Absent: not verified in this run yet.
    pub check: Option<LogCheck>,
    /// The same of former logs.
    pub former_checks: BTreeMap<QueueId, LogCheck>,
    /// The first leaf that cannot be found by its words yet. Absent: not asked in this run yet.
    pub findable: Option<u64>,
    /// Of what the measures in the store may not be those of `requests` and `grants`. Absent: not compared in this run yet.
    pub unmeasured: Option<Things>,
    /// This person's devices; absent: not read in this run yet.
    pub register: Option<Register>,
    pub patience: Patience,
    pub looks: Looks,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Things {
    pub requests: BTreeSet<RequestId>,
    pub grants: BTreeSet<GrantId>,
}

/// Whether the queue answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// Not tried yet in this run.
    New,
    Up,
    /// `since` and `next_try` by the wall clock.
    Down {
        since: Timestamp,
        next_try: Timestamp,
        why: String,
        /// Nobody is signed in there: it is no silence of the queue’s.
        signed_out: bool,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct LogCheck {
    pub verification: Verification,
    pub at: Timestamp,
    pub took_millis: i64,
}

impl Things {
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.grants.is_empty()
    }

    pub fn extend(&mut self, more: Self) {
        self.requests.extend(more.requests);
        self.grants.extend(more.grants);
    }
}

impl State {
    pub fn from_stored(stored: Stored) -> Self {
        let setting = |name: &str| stored.settings.get(name);
        let read = |name| setting(name).and_then(|text| serde_json::from_str(text).ok());
        let settings = read("settings").unwrap_or_default();
        let preferences = setting("preferences").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let marks = setting("notified").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let notified = Notified { requests: stored.told, marks };
        let retention = setting("retention").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let roles = setting("roles").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let lists = Lists::of(stored.views, stored.snoozes);
        let mut state = Self { settings, preferences, notified, retention, roles, lists, ..Self::default() };
        stored.queues.into_iter().for_each(|queue| state.place(Queue::from_stored(queue)));
        state
    }

    /// After the store failed: what it holds replaces what memory held; what only this run knows is kept. A log that
    /// is shorter than it was is broken, whatever else it says.
    pub fn reloaded(&mut self, stored: Stored) {
        self.lists.reload(stored.views, stored.snoozes);
        for stored in stored.queues {
            let mut fresh = Queue::from_stored(stored);
            if let Some(old) = self.take(&fresh.record.id) {
                let same = fresh.record.former.len() == old.record.former.len();
                let shorter = same && fresh.head.size < old.head.size;
                fresh.link = old.link;
                fresh.gone = old.gone;
                fresh.invitation = old.invitation;
                fresh.not_admitted = old.not_admitted;
                fresh.asks = old.asks;
                fresh.check = old.check;
                fresh.former_checks = old.former_checks;
                fresh.register = old.register;
                fresh.looks = old.looks;
                let ended = old.outbox.into_values().filter(|row| same && !row.open);
                ended.for_each(|row| fresh.keep_row(row));
                if shorter {
                    tracing::error!(queue = %fresh.record.id, "the stored log is shorter than it was");
                    fresh.check = None;
                }
            }
            self.place(fresh);
        }
    }

    pub fn apply(&mut self, write: &Write) {
        match write {
            Write::Queue(record) => {
                let record = (**record).clone();
                let queue = match self.take(&record.id) {
                    Some(queue) => Queue { record, ..queue },
                    None => Queue::new(record),
                };
                self.place(queue);
            }
            Write::Heard { queue, heard } => self.with(queue, |q| {
                q.heard = Some(heard.clone());
                q.noted = Some(heard.boot);
            }),
            Write::Cursor { queue, cursor } => self.with(queue, |q| q.cursor.clone_from(cursor)),
            Write::Request { queue, request, .. } => self.with(queue, |q| {
                q.gone.remove(&request.facts.id);
                if let Some(things) = &mut q.unmeasured {
                    things.requests.insert(request.facts.id.clone());
                }
                q.put(request.clone());
            }),
            Write::Forget { queue, id } => {
                let visited = self.visits.has(queue, id);
                self.lists.snooze(queue, id, None);
                self.with(queue, |q| q.forget(id, visited));
            }
            Write::Grant { queue, record } => self.with(queue, |q| {
                if let Some(things) = &mut q.unmeasured {
                    things.grants.insert(record.grant.id.clone());
                }
                q.put_grant((**record).clone());
            }),
            Write::ForgetGrant { queue, id } => self.with(queue, |q| q.forget_grant(id)),
            Write::Leaf { queue, new } => self.with(queue, |q| {
                q.head.size = new.leaf.index + 1;
                q.head.last_leaf = leaf_hash(&new.leaf.bytes);
            }),
            Write::Checkpoint { queue, note } => self.with(queue, |q| q.head.checkpoint = Some(note.clone())),
            Write::Cosigned { queue, cosigned } => self.with(queue, |q| q.head.cosigned = Some(cosigned.clone())),
            Write::Outbox(row) => self.with(&row.queue, |q| q.put_row((**row).clone())),
            Write::NewLog { queue, .. } => self.with(queue, |q| {
                q.head = Head::empty();
                (q.check, q.findable, q.register) = (None, None, None);
                let ended: Vec<String> = q.outbox.values().filter(|row| !row.open).map(|row| row.id.clone()).collect();
                ended.iter().for_each(|id| drop(q.take_row(id)));
            }),
            Write::Erase { queue, group, .. } => self.with(queue, |q| {
                let erased = q.outbox.values().filter(|row| !row.open && row.intent == *group);
                let erased: Vec<String> = erased.map(|row| row.id.clone()).collect();
                erased.iter().for_each(|id| drop(q.take_row(id)));
            }),
            Write::Snooze { queue, id, snooze } => self.lists.snooze(queue, id, snooze.clone()),
            Write::View { name, view } => self.lists.keep(name, view.clone()),
            // Settings are kept parsed; whoever writes them sets them too. What can be found, and what was measured, is kept
            // in the store alone.
            Write::Findable(_) | Write::Measured { .. } | Write::Told { .. } | Write::Setting { .. } => {}
        }
    }

    /// It is open now. With the visit goes what is shown no more, and was kept to say so.
    pub fn visit(&mut self, key: &Key, first: Visit) -> Visit {
        let (visit, dropped) = self.visits.open(key, first);
        if let Some((queue, id)) = dropped {
            self.with(&queue, |queue| queue.let_go(&id));
        }
        visit
    }

    pub fn with(&mut self, queue: &QueueId, change: impl FnOnce(&mut Queue)) {
        if let Some(queue) = self.queues.get_mut(queue).or_else(|| self.removed.get_mut(queue)) {
            change(queue);
        }
    }

    /// Any queue with a log here, connected or removed.
    pub fn with_log(&self, id: &QueueId) -> Option<&Queue> {
        self.queues.get(id).or_else(|| self.removed.get(id))
    }

    fn take(&mut self, id: &QueueId) -> Option<Queue> {
        self.queues.remove(id).or_else(|| self.removed.remove(id))
    }

    fn place(&mut self, queue: Queue) {
        let id = queue.record.id.clone();
        if queue.record.removed {
            // What a driver that was just ending wrote is no more than a mirror.
            self.removed.insert(id, queue.without_mirror());
        } else {
            self.queues.insert(id, queue);
        }
    }

    pub fn find(&self, key: &Key) -> Option<(&Queue, &Mirrored)> {
        let queue = self.queues.get(&key.0)?;
        let mirrored = queue.requests.get(&key.1).or_else(|| queue.gone.get(&key.1).map(|(mirrored, _)| mirrored))?;
        Some((queue, mirrored))
    }
}

/// `<queue>:<request>`, as front ends name things.
pub(crate) fn key(id: &str) -> Option<Key> {
    let (queue, request) = id.split_once(':')?;
    Some((QueueId::new(queue), RequestId::new(request)))
}

pub(crate) fn name(queue: &QueueId, id: &str) -> String {
    format!("{queue}:{id}")
}

impl Queue {
    /// How long a decision on one of its requests gives access for, as it is told.
    pub fn told(&self, window: Option<Window>) -> Option<Length> {
        window.map(|window| self.record.capabilities.lasts.length(window))
    }

    pub fn new(record: QueueRecord) -> Self {
        Self {
            record,
            cursor: None,
            heard: None,
            noted: None,
            link: Link::New,
            requests: BTreeMap::new(),
            gone: BTreeMap::new(),
            grants: BTreeMap::new(),
            outbox: BTreeMap::new(),
            order: Order::default(),
            head: Head::empty(),
            answered: Things::default(),
            invitation: None,
            not_admitted: None,
            asks: None,
            check: None,
            former_checks: BTreeMap::new(),
            findable: None,
            unmeasured: None,
            register: None,
            patience: Patience::default(),
            looks: Looks::default(),
        }
    }

    fn from_stored(stored: StoredQueue) -> Self {
        let mut queue =
            Self { cursor: stored.cursor, heard: stored.heard, head: stored.head, ..Self::new(stored.record) };
        stored.requests.into_iter().for_each(|request| queue.put(request));
        stored.grants.into_iter().for_each(|record| queue.put_grant(record));
        stored.outbox.into_iter().for_each(|row| queue.put_row(row));
        queue
    }

    /// Its log, its outbox, and nothing else.
    fn without_mirror(self) -> Self {
        let Self { cursor, heard, noted, head, invitation, check, findable, .. } = self;
        let bare = Self { cursor, heard, noted, head, invitation, check, findable, ..Self::new(self.record) };
        self.outbox.into_values().fold(bare, |mut bare, row| {
            bare.put_row(row);
            bare
        })
    }

    pub fn put(&mut self, mirrored: Arc<Mirrored>) {
        if let Some(old) = self.requests.insert(mirrored.facts.id.clone(), mirrored.clone()) {
            self.order.request_out(&old);
        }
        self.order.request_in(&mirrored);
    }

    fn put_grant(&mut self, record: GrantRecord) {
        self.forget_grant(&record.grant.id);
        self.order.grant_in(&record.grant);
        self.grants.insert(record.grant.id.clone(), record);
    }

    fn forget_grant(&mut self, id: &GrantId) {
        if let Some(old) = self.grants.remove(id) {
            self.order.grant_out(&old.grant);
        }
    }

    fn put_row(&mut self, row: Outbox) {
        self.take_row(&row.id);
        self.order.row_in(&row);
        self.outbox.insert(row.id.clone(), row);
    }

    /// What the storage says of a row counts for more than what was known.
    fn keep_row(&mut self, row: Outbox) {
        if !self.outbox.contains_key(&row.id) {
            self.put_row(row);
        }
    }

    pub fn take_row(&mut self, id: &str) -> Option<Outbox> {
        let row = self.outbox.remove(id)?;
        self.order.row_out(&row);
        Some(row)
    }

    fn forget(&mut self, id: &RequestId, visited: bool) {
        let told = visited || self.row_of(SubjectKind::Request, id.as_str()).is_some();
        let Some(mirrored) = self.requests.remove(id) else { return };
        self.order.request_out(&mirrored);
        if told {
            let at = self.heard.as_ref().map_or(mirrored.facts.revised_at, |heard| heard.server_time);
            self.gone.insert(id.clone(), (mirrored, at));
        }
    }

    fn let_go(&mut self, id: &RequestId) {
        if self.row_of(SubjectKind::Request, id.as_str()).is_none() {
            self.gone.remove(id);
        }
    }

    pub fn id(&self) -> &QueueId {
        &self.record.id
    }

    /// The server's time now, if this machine has heard it since it started.
    pub fn anchored(&self, now: Instants, boot_id: &str) -> Option<Timestamp> {
        let heard = self.heard.as_ref().filter(|heard| heard.boot_id == boot_id && heard.boot <= now.boot)?;
        Some(heard.server_time.plus_millis(now.boot - heard.boot))
    }

    /// The best guess of the server's time: for showing, and for what is never a grant. Unanchored it is the wall clock,
    /// which may be slow; but it is never earlier than the queue itself said before.
    pub fn time(&self, now: Instants, boot_id: &str) -> Timestamp {
        let known = self.heard.as_ref().map_or(now.wall, |heard| heard.server_time);
        self.anchored(now, boot_id).unwrap_or_else(|| now.wall.max(known))
    }

    /// How long ago the last answer arrived; `None` when this machine restarted since, or never heard one.
    pub fn age_millis(&self, now: Instants, boot_id: &str) -> Option<i64> {
        let heard = self.heard.as_ref().filter(|heard| heard.boot_id == boot_id && heard.boot <= now.boot)?;
        Some(now.boot - heard.boot)
    }

    /// Whether an answer was made durable so shortly before this one that this one need not be.
    pub fn was_noted_lately(&self, heard: &Heard) -> bool {
        self.noted.is_some_and(|at| heard.boot - at < NOTED_MILLIS)
    }

    pub fn is_down(&self) -> bool {
        match self.link {
            Link::Down { .. } => true,
            Link::New | Link::Up => false,
        }
    }

    /// Why it does not listen, where that is because nobody is signed in there.
    pub fn signed_out(&self) -> Option<&str> {
        match &self.link {
            Link::Down { why, signed_out: true, .. } => Some(why),
            Link::Down { signed_out: false, .. } | Link::New | Link::Up => None,
        }
    }

    pub fn is_up(&self) -> bool {
        self.link == Link::Up
    }

    /// Why there is no device to sign with.
    pub fn without_device(&self) -> SigningError {
        match self.not_admitted.clone() {
            Some(NotAdmitted { why, waits: true }) => SigningError::Waits(why),
            Some(NotAdmitted { why, waits: false }) => SigningError::NotAdmitted(why),
            None => SigningError::NotEnrolled,
        }
    }

    /// Number of the leaf that introduced a new key, while the queue is to be told of it.
    pub fn key_change(&self) -> Option<u64> {
        self.record.device.as_ref().filter(|device| device.barred.is_none())?.key_change
    }

    pub fn incident(&self) -> Option<IncidentKind> {
        self.record.incident.as_ref().map(|incident| incident.kind)
    }

    /// The newest decision on this thing that is open or ended in this run.
    pub fn row_of(&self, kind: SubjectKind, id: &str) -> Option<&Outbox> {
        self.order.rows(kind, id).next_back().and_then(|row| self.outbox.get(row))
    }

    /// The newest decision of this kind on a grant. A shortening and a revocation of it may both be on their way.
    pub fn row_on_grant(&self, id: &str, action: Action) -> Option<&Outbox> {
        let rows = self.order.rows(SubjectKind::Grant, id).rev().filter_map(|row| self.outbox.get(row));
        rows.into_iter().find(|row| row.draft.action == action)
    }

    /// Grants that there is something to say of, in order of their ids: not over, not confirmed to be, or decided on here.
    pub fn grants_at_hand(&self) -> impl Iterator<Item = &GrantRecord> {
        let decided = self.order.decided(SubjectKind::Grant).map(GrantId::new);
        let ids: BTreeSet<GrantId> = self.order.unsettled().cloned().chain(decided).collect();
        ids.into_iter().filter_map(|id| self.grants.get(&id))
    }

    /// Whether the queue went back to before this request was decided, and `row`, its newest decision here, is of that
    /// time; `true` within where the decision was this person's.
    pub fn reopened(&self, id: &RequestId, row: Option<&Outbox>) -> Option<bool> {
        let back = self.record.went_back.as_ref()?;
        back.reopened.get(id).copied().filter(|_| row.is_none_or(|row| back.is_before(row) && has_answer(row)))
    }

    /// The same of a grant that this person revoked.
    pub fn is_revived(&self, id: &GrantId, revocation: Option<&Outbox>) -> bool {
        let back = self.record.went_back.as_ref().filter(|back| back.revived.contains(id));
        back.is_some_and(|back| revocation.is_none_or(|row| back.is_before(row) && has_answer(row)))
    }

    pub fn grant(&self, id: &GrantId) -> Option<&GrantRecord> {
        self.grants.get(id)
    }
}

/// The queue said what became of it.
fn has_answer(row: &Outbox) -> bool {
    match row.state {
        OutboxState::Recorded { .. } | OutboxState::Superseded { .. } | OutboxState::Refused { .. } => true,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => false,
    }
}
