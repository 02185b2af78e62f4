//! What a queue says, made durable: who this person is there, the feed, whether it answers. It takes entries as they
//! are; an answer that is not of the contract is refused whole.

use super::Desk;
use crate::errors::SigningError;
use crate::log::{AppendError, Appender};
use crate::older::{self, Back};
use crate::ports::Instants;
use crate::rules;
use crate::state::{Link, Mirrored, NotAdmitted, Queue, Things};
use crate::store::{Device, Head, Heard, QueueId, QueueRecord, StoreError, WentBack, Write};
use approval::RequestId;
use queue_api::{Change, ChangesResponse, DeviceResponse, EnrolRequest, GrantRecord, MeResponse, RequestRecord};
use std::sync::Arc;
use std::time::Duration;
use tlog::key::{SeedKey, Signer};

/// What a snapshot named so far.
#[derive(Debug, Default)]
pub(crate) struct Named {
    things: Things,
    /// Pages of a snapshot were heard, its end was not.
    open: bool,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ListenError {
    #[error("the queue’s answer cannot be read: {0}")]
    BadAnswer(String),
    #[error("another queue answers at this address than before, or one with other keys: {found}")]
    OtherServer { found: String },
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AppendError> for ListenError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

impl Desk {
    /// Keeps who this person is there. Another server under the same name is refused: its log would not be this one's.
    pub(crate) fn heard_me(&self, queue_id: &QueueId, me: MeResponse) -> Result<(), ListenError> {
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let has_log = queue.record.device.is_some() || !queue.record.former.is_empty();
        if let Some(known) = &queue.record.me
            && has_log
            && (&known.server, &known.log, &known.witness) != (&me.server, &me.log, &me.witness)
        {
            return Err(ListenError::OtherServer { found: me.server });
        }
        let record = QueueRecord { me: Some(me), ..queue.record.clone() };
        Ok(self.commit(&mut state, vec![Write::Queue(Box::new(record))])?)
    }

    /// There is no device yet, or a new log is to begin under another one.
    pub(crate) fn wants_a_device(&self, queue_id: &QueueId) -> bool {
        let wants = |queue: &Queue| queue.record.device.is_none() || queue.record.recovering.is_some();
        self.lock().queues.get(queue_id).is_none_or(wants)
    }

    /// The key, durable in the keyring, and the words that announce it.
    pub(crate) fn enrolment(&self, queue_id: &QueueId) -> Result<(SeedKey, EnrolRequest), ListenError> {
        let known = {
            let state = self.lock();
            state.queues.get(queue_id).map(|queue| (queue.record.me.clone(), queue.invitation.clone()))
        };
        let (Some(me), invitation) = known.ok_or(SigningError::NotEnrolled)? else {
            return Err(SigningError::NotEnrolled.into());
        };
        let key = match self.recovering(queue_id) {
            None => self.key_to_enrol(queue_id)?,
            Some(asks) => self.recovery_key(queue_id, asks)?,
        };
        let public_key = key.public_key();
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.asks = Some(public_key);
        }
        let statement = EnrolRequest::statement(&me.server, &me.person, &public_key);
        let possession = key.sign(statement.as_bytes()).map_err(|_| SigningError::KeyGone(queue_id.clone()))?;
        let name: String = self.machine_name().chars().take(100).collect();
        let request = EnrolRequest { public_key, name, invitation, possession: hex::encode(possession) };
        Ok((key, request))
    }

    /// What this device is enrolled with next.
    pub(crate) fn invited(&self, queue_id: &QueueId, invitation: String) {
        self.lock().queues.get_mut(queue_id).into_iter().for_each(|queue| queue.invitation = Some(invitation.clone()));
    }

    /// It is said where the person would decide, until the queue admits this device. An invitation that was refused is worth
    /// nothing: without it the key may wait to be admitted.
    pub(crate) fn not_admitted(&self, queue_id: &QueueId, refused: NotAdmitted) {
        let mut state = self.lock();
        let Some(queue) = state.queues.get_mut(queue_id) else { return };
        queue.invitation = None;
        if queue.not_admitted.as_ref() != Some(&refused) {
            queue.not_admitted = Some(refused);
            drop(state);
            self.emit(super::DeskEvent::StatusChanged);
            self.emit(super::DeskEvent::InboxChanged);
        }
    }

    /// One commit: the device, and its log's first leaf, which introduces its key. A log that is recovered from ends in it.
    pub(crate) fn enrolled(
        &self,
        queue_id: &QueueId,
        key: &SeedKey,
        device: &DeviceResponse,
    ) -> Result<(), ListenError> {
        let public_key = key.public_key();
        if device.key_id != public_key.key_id() {
            return Err(ListenError::BadAnswer("the device was enrolled with another key".to_owned()));
        }
        let recovers = self.recovering(queue_id).is_some();
        let old_key = if recovers { self.signer(queue_id).ok() } else { None };
        if recovers {
            // What cannot be found by its words yet is found under the name that the log still has.
            self.index_logs()?;
        }
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let record = &queue.record;
        if record.recovering.is_some_and(|asks| asks != public_key) {
            return Err(ListenError::BadAnswer("the device was enrolled with a key that asks no more".to_owned()));
        }
        let (number, mut writes, mut former) = (queue.log_number(), Vec::new(), record.former.clone());
        let (mut follows, mut retention, mut known) = (None, None, None);
        let mut went_back = record.went_back.clone();
        match &record.device {
            None => {}
            // The answer came twice.
            Some(_) if record.recovering.is_none() => return Ok(()),
            Some(old) => {
                let ended = self.end_log(queue, old, old_key.as_ref(), key, &state.retention)?;
                writes.extend(ended.writes);
                former.push(ended.former);
                (follows, retention) = (ended.follows, ended.retention);
                went_back = went_back.map(|back| WentBack { entries: 0, ..back });
                known = old.known.clone().map(|known| known.into_iter().chain([old.id.clone()]).collect());
            }
        }
        let (id, origin) = (device.id.clone(), device.origin.clone());
        let mut appender = Appender::at(self.store(), queue_id, origin.clone(), &Head::empty(), key);
        appender.hand_over(key, follows)?;
        let device = Device { id, origin, public_key, first_key: None, key_change: None, known, barred: None };
        let record =
            QueueRecord { device: Some(device), incident: None, recovering: None, former, went_back, ..record.clone() };
        writes.push(Write::Queue(Box::new(record)));
        writes.extend(appender.seal()?);
        self.commit(&mut state, writes)?;
        state.retention = retention.unwrap_or_else(|| state.retention.clone());
        if let Some(queue) = state.queues.get_mut(queue_id) {
            (queue.not_admitted, queue.invitation, queue.asks) = (None, None, None);
        }
        drop(state);
        if recovers {
            self.forget_former_keys(queue_id, number);
        }
        self.wake_delivery(queue_id);
        // Whose first grant waits for a look at the queue's own log would wait for ever.
        self.wakes.queue(queue_id).look.notify_one();
        Ok(())
    }

    pub(crate) fn cursor(&self, queue_id: &QueueId) -> Option<String> {
        self.lock().queues.get(queue_id).and_then(|queue| queue.cursor.clone())
    }

    /// The feed is about to be asked: what was answered before this, its page knows.
    pub(crate) fn asks(&self, queue_id: &QueueId) {
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.answered = Things::default();
        }
    }

    /// Whether anything was answered since the feed was last asked.
    pub(crate) fn was_answered(&self, queue_id: &QueueId) -> bool {
        self.lock().queues.get(queue_id).is_some_and(|queue| !queue.answered.is_empty())
    }

    /// One page of the feed. The cursor and the time are kept once the page that completes it is there: a stop in the
    /// middle of a snapshot begins it anew. `arrived` is when the answer came, not when it was asked for. That nothing is
    /// new is written once a minute only: after a stop, what is known is that much older than it was.
    ///
    /// The queue's word counts, also where it is older than what it said before; then that is kept with the queue, and
    /// said. Answers `false` where it went back outside of a full state: what else did, only a full state can tell.
    pub(crate) fn heard(
        &self,
        queue_id: &QueueId,
        page: ChangesResponse,
        arrived: Instants,
        named: &mut Named,
    ) -> Result<bool, ListenError> {
        let changes = page.changes.into_iter().map(Told::read).collect::<Result<Vec<_>, _>>()?;
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(true) };
        let silent = queue.is_down();
        let mut back = Back::of(queue, page.server_time);
        let mut writes: Vec<Write> =
            changes.into_iter().filter_map(|told| write_of(queue, told, named, &mut back)).collect();
        let ends_snapshot = if page.snapshot { !page.more } else { named.open };
        if ends_snapshot {
            writes.extend(not_named(queue, named, &mut back));
        }
        named.open = page.snapshot && page.more;
        let went_back = back.found();
        let on = page.snapshot || went_back.is_none();
        // Who was not heard for so long may have been away, or this machine asleep.
        let silent_long = !page.more && self.here().age_millis(queue).is_some_and(|age| age > rules::FRESH_MILLIS);
        let anew = silent_long || went_back.is_some() || !queue.is_up();
        if let Some(went_back) = went_back {
            tracing::warn!(queue = %queue_id, went_back.older, went_back.gone, "the queue went back to an earlier state");
            let record = QueueRecord { went_back: Some(went_back), ..queue.record.clone() };
            writes.push(Write::Queue(Box::new(record)));
        }
        let cursor = (!page.more || !page.snapshot).then_some(page.cursor);
        let cursor = cursor.filter(|cursor| queue.cursor.as_ref() != Some(cursor));
        let mut only_heard = None;
        if !page.more {
            let heard = Heard {
                server_time: page.server_time,
                wall: arrived.wall,
                boot: arrived.boot,
                boot_id: self.boot_id().to_owned(),
            };
            if writes.is_empty() && cursor.is_none() && queue.was_noted_lately(&heard) {
                only_heard = Some(heard);
            } else {
                writes.push(Write::Heard { queue: queue_id.clone(), heard });
            }
        }
        writes.extend(cursor.map(|cursor| Write::Cursor { queue: queue_id.clone(), cursor: Some(cursor) }));
        self.commit(&mut state, writes)?;
        let nothing_new = only_heard.is_some();
        if let Some(queue) = state.queues.get_mut(queue_id) {
            queue.heard = only_heard.or(queue.heard.take());
            queue.link = Link::Up;
            // Before anybody can grant on what this page told.
            if anew {
                queue.looks.begin_anew();
                self.wakes.queue(queue_id).look.notify_one();
            }
        }
        drop(state);
        if nothing_new {
            self.aged();
        }
        self.undo_what_changed(queue_id)?;
        if silent || self.has_outbox(queue_id) {
            self.wake_delivery(queue_id);
        }
        Ok(on)
    }

    /// The cursor is worth nothing any more: the queue may have gone back to before it gave it.
    pub(crate) fn start_over(&self, queue_id: &QueueId) -> Result<(), StoreError> {
        self.look_anew(queue_id);
        self.commit(&mut self.lock(), vec![Write::Cursor { queue: queue_id.clone(), cursor: None }])
    }

    /// It does not answer; it is tried again in `wait_millis`.
    pub(crate) fn silent(&self, queue_id: &QueueId, why: &str, signed_out: bool, wait_millis: u64) {
        let now = self.now().wall;
        let next_try = now.plus_millis(i64::try_from(wait_millis).unwrap_or(i64::MAX));
        let mut state = self.lock();
        let Some(queue) = state.queues.get_mut(queue_id) else { return };
        let since = match &queue.link {
            Link::Down { since, .. } => *since,
            Link::New | Link::Up => now,
        };
        queue.link = Link::Down { since, next_try, why: why.to_owned(), signed_out };
        drop(state);
        self.aged();
        // What policy lets be granted without the queue waits for it no longer.
        self.wake_held(queue_id);
    }

    /// A queue that this program runs could not be started: the screens say why, as of any queue that does not answer.
    pub fn does_not_run(&self, queue_id: &QueueId, why: &str) {
        self.silent(queue_id, why, false, 0);
    }

    /// How long what was heard of a queue still counts as fresh; `None` where it does not.
    pub(crate) fn fresh_for(&self, queue_id: &QueueId) -> Option<Duration> {
        let state = self.lock();
        let age = state.queues.get(queue_id).and_then(|queue| self.here().age_millis(queue))?;
        // The first millisecond in which it is old.
        let left = rules::FRESH_MILLIS.checked_sub(age)?.checked_add(1)?;
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_millis)
    }

    /// Tells the screens that time alone has changed what they say.
    pub(crate) fn aged(&self) {
        self.emit(super::DeskEvent::StatusChanged);
        self.emit(super::DeskEvent::InboxChanged);
    }
}

/// One entry, understood.
enum Told {
    Request(Box<RequestRecord>, Arc<Mirrored>),
    Grant(Box<GrantRecord>),
    Hidden(RequestId),
}

impl Told {
    fn read(change: Change) -> Result<Self, ListenError> {
        Ok(match change {
            Change::Request(record) => {
                let read = Mirrored::read(&record).map_err(|error| ListenError::BadAnswer(error.to_string()))?;
                Self::Request(record, Arc::new(read))
            }
            Change::Grant(record) => Self::Grant(record),
            Change::Hidden(hidden) => Self::Hidden(hidden.request),
        })
    }
}

/// `None` where an answer that came while the page was under way told something newer: the feed comes to that by itself.
fn write_of(queue: &Queue, told: Told, named: &mut Named, back: &mut Back<'_>) -> Option<Write> {
    let id = queue.id().clone();
    Some(match told {
        Told::Request(record, told) => {
            let request = told.facts.id.clone();
            named.things.requests.insert(request.clone());
            if let Some(known) = queue.requests.get(&request).filter(|known| older::request(queue, known, &told)) {
                if queue.answered.requests.contains(&request) {
                    return None;
                }
                back.request(known, &told);
            }
            Write::Request { queue: id, record, request: told }
        }
        Told::Grant(record) => {
            let told = &record.grant;
            named.things.grants.insert(told.id.clone());
            if let Some(known) = queue.grants.get(&told.id).filter(|known| older::grant(queue, &known.grant, told)) {
                if queue.answered.grants.contains(&told.id) {
                    return None;
                }
                back.grant(&known.grant, told);
            }
            Write::Grant { queue: id, record }
        }
        Told::Hidden(request) => {
            named.things.requests.remove(&request);
            Write::Forget { queue: id, id: request }
        }
    })
}

/// What is held here and a whole snapshot did not name is gone, but for what an answer told while it was under way.
fn not_named(queue: &Queue, named: &Named, back: &mut Back<'_>) -> Vec<Write> {
    let (id, things, answered) = (queue.id(), &named.things, &queue.answered);
    let requests =
        queue.requests.keys().filter(|id| !things.requests.contains(*id) && !answered.requests.contains(*id));
    let mut writes: Vec<Write> = requests.map(|gone| Write::Forget { queue: id.clone(), id: gone.clone() }).collect();
    for (gone, record) in &queue.grants {
        if !things.grants.contains(gone) && !answered.grants.contains(gone) {
            back.gone(&record.grant);
            writes.push(Write::ForgetGrant { queue: id.clone(), id: gone.clone() });
        }
    }
    writes
}
