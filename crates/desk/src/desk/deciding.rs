//! Click and release. A click writes the intent and holds the decision; when the undo window ends the facts are built
//! again, and only if they are still those that were shown is anything signed. The order of writes is on `store`.

use super::drafting::{still_as_shown, undo_millis};
use super::{Choice, Clicked, Desk, DeskEvent, presence};
use crate::errors::{DecideError, SigningError, TicketError, UndoError};
use crate::here::Here;
use crate::log::payloads::Signed;
use crate::log::{AppendError, Appender};
use crate::log_wait;
use crate::state::{Queue, State, key, name};
use crate::store::{Again, Draft, Outbox, OutboxState, Owed, QueueId, StoreError, UndoneWhy, Write};
use crate::{barred, grants};
use approval::{GrantId, RequestId, RequestState, Timestamp};
use queue_api::signed::{ClockEvidence, SubjectKind};
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::key::SeedKey;
use tlog::payload::PayloadType;

/// What ending an undo window came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentNow {
    Signed,
    /// A grant, until the queue's own log was looked at: then it is signed and goes out by itself.
    Waits,
}

impl Desk {
    /// Decides on exactly what the ticket's sheet showed. It is durable when this returns, and held: nothing is signed
    /// for the queue until the undo window ends. Where policy asks for presence the person shows it first, and nothing of
    /// the decision is written before.
    pub fn decide(
        &self,
        ticket: &str,
        choice: Choice,
        reason: Option<&str>,
        typed: Option<&str>,
    ) -> Result<Clicked, DecideError> {
        let queue_id = self.lock().tickets.look(ticket)?.key.0.clone();
        let signer = self.signer_for_queue(&queue_id)?;
        self.check_log(&queue_id)?;
        let drafted = |state: &State| {
            let shown = state.tickets.look(ticket)?.clone();
            let draft = self.draft(state, &shown, choice, reason, typed, &self.here())?;
            let question = presence::question(state, &shown.key, &draft)?;
            Ok::<_, DecideError>((draft, question))
        };
        let mut state = self.lock();
        let (mut draft, question) = drafted(&state)?;
        if let Some(question) = question {
            drop(state);
            let proof = question.ask(self.prompt())?;
            state = self.lock();
            // Every rule once more, for whatever happened meanwhile; the undo window begins here, the click stays where it was.
            let (Draft { release_at, release_boot, .. }, _) = drafted(&state)?;
            draft = Draft { release_at, release_boot, presence: Some(proof), ..draft };
        }
        let queue = state.queues.get(&queue_id).ok_or(TicketError::Superseded)?;
        let clicked = Clicked {
            request: name(&queue_id, &draft.subject.id),
            until: draft.release_at,
            millis: undo_millis(draft.action),
        };
        let mut writes = closed_before(queue, &draft);
        let (row, clicked_writes) = self.click(queue, draft, &signer)?;
        writes.extend(clicked_writes);
        if let Err(error) = self.commit(&mut state, writes) {
            self.unclick(&mut state, &row);
            return Err(error.into());
        }
        state.tickets.used(ticket);
        drop(state);
        self.wakes.release.notify_one();
        Ok(clicked)
    }

    /// Takes back what is held. After the undo window it is too late.
    pub fn undo(&self, request: &str) -> Result<(), UndoError> {
        let (queue_id, request) = key(request).ok_or(UndoError::NothingHeld)?;
        let signer = self.signer(&queue_id).ok();
        let mut state = self.lock();
        let now = self.here();
        let row = held_row(&state, &queue_id, &request)?;
        let queue = state.queues.get(&queue_id).ok_or(UndoError::NothingHeld)?;
        let writes = self.undone(queue, row, UndoneWhy::Person, now.time(queue), signer.as_ref())?;
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(&queue_id);
        Ok(())
    }

    /// Ends the undo window at once: it is signed and goes out, or waits until it may be.
    pub fn send_now(&self, request: &str) -> Result<SentNow, UndoError> {
        let (queue_id, request) = key(request).ok_or(UndoError::NothingHeld)?;
        let id = self.end_window(&queue_id, &request)?;
        match self.release(&queue_id, &id) {
            Ok(Released::Signed) => Ok(SentNow::Signed),
            Ok(Released::Waits) => Ok(SentNow::Waits),
            Ok(Released::NotSigned(why)) => Err(UndoError::NotSigned(why)),
            // Its undo window ended meanwhile, or it was undone.
            Err(ReleaseError::NotHeld) => {
                Err(held_row(&self.lock(), &queue_id, &request).err().unwrap_or(UndoError::TooLate))
            }
            Err(ReleaseError::Append(error)) => Err(error.into()),
            Err(ReleaseError::Store(error)) => Err(error.into()),
        }
    }

    /// Signs what has been held long enough. Answers in how many milliseconds the next undo window ends.
    pub fn release_due(&self) -> Option<u64> {
        let here = self.here();
        let due: Vec<(QueueId, String)> = held_rows(&self.lock())
            .filter(|(queue, row)| release_in(queue, row, &here) <= 0)
            .map(|(_, row)| (row.queue.clone(), row.id.clone()))
            .collect();
        for (queue, id) in due {
            if let Err(error) = self.release(&queue, &id) {
                tracing::error!(%error, "a held decision could not be released");
            }
        }
        let state = self.lock();
        if held_rows(&state).any(|(queue, row)| log_wait::of(queue, row, &here).is_some()) {
            // Its undo window may just have ended.
            self.emit(DeskEvent::InboxChanged);
        }
        let next = held_rows(&state).map(|(queue, row)| release_in(queue, row, &here)).min()?;
        // One that just failed is tried again, but not in a tight circle.
        Some(u64::try_from(next).unwrap_or_default().max(100))
    }

    /// Answers with the row's id.
    fn end_window(&self, queue_id: &QueueId, request: &RequestId) -> Result<String, UndoError> {
        let mut state = self.lock();
        let here = self.here();
        let row = held_row(&state, queue_id, request)?;
        let id = row.id.clone();
        let waits = state.queues.get(queue_id).is_some_and(|queue| waits(queue, &row, &here));
        if waits && row.draft.release_boot > here.instants.boot {
            let now = state.queues.get(queue_id).map_or(row.draft.release_at, |queue| here.time(queue));
            let draft = Draft { release_at: now, release_boot: here.instants.boot, ..row.draft.clone() };
            self.commit(&mut state, vec![Write::Outbox(Box::new(Outbox { draft, ..row }))])?;
        }
        Ok(id)
    }

    /// Both leaves and the row, for one commit: for what only takes back, and so waits for nothing.
    pub(super) fn signed_at_once(
        &self,
        queue: &Queue,
        draft: Draft,
        signer: &SeedKey,
        here: &Here<'_>,
    ) -> Result<Vec<Write>, AppendError> {
        let mut writes = closed_before(queue, &draft);
        let (mut appender, row) = self.begin(queue, draft, signer)?;
        let row = self.sign(queue, row, &mut appender, here)?;
        writes.extend(appender.seal()?);
        writes.push(Write::Outbox(Box::new(row)));
        Ok(writes)
    }

    /// What a stop left behind, by the same code as while running: held decisions are undone, those that were being
    /// sent are not known.
    pub(super) fn recover(&self) -> Result<(), StoreError> {
        let mut state = self.lock();
        let here = self.here();
        let mut writes = Vec::new();
        for queue in state.queues.values() {
            for row in queue.outbox.values() {
                match row.state {
                    OutboxState::Held => {
                        let row = row.clone();
                        writes.extend(self.undone(queue, row, UndoneWhy::Stopped, here.time(queue), None)?);
                    }
                    OutboxState::Sending => {
                        let row = Outbox { state: OutboxState::Unknown, ..row.clone() };
                        writes.push(Write::Outbox(Box::new(row)));
                    }
                    // It was told long ago.
                    OutboxState::Superseded { .. } | OutboxState::Refused { .. }
                        if row.owed.is_empty() && was_overtaken(queue, &row.draft, here.time(queue)) =>
                    {
                        writes.push(Write::Outbox(Box::new(Outbox { open: false, ..row.clone() })));
                    }
                    // Nothing is left to decide again.
                    OutboxState::Again { .. } if row.owed.is_empty() && !is_pending(queue, &row.draft) => {
                        writes.push(Write::Outbox(Box::new(Outbox { open: false, ..row.clone() })));
                    }
                    OutboxState::Queued
                    | OutboxState::Unknown
                    | OutboxState::Recorded { .. }
                    | OutboxState::Superseded { .. }
                    | OutboxState::Refused { .. }
                    | OutboxState::Undone { .. }
                    | OutboxState::Again { .. } => {}
                }
            }
        }
        self.commit(&mut state, writes)
    }

    /// Whoever holds a decision on something that is no longer what was shown decides again.
    pub(super) fn undo_what_changed(&self, queue_id: &QueueId) -> Result<(), StoreError> {
        // The key is fetched for a signature that may be needed; and a keyring that said no may be open by now.
        let ask = {
            let state = self.lock();
            let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
            state.keyring.is_some() || queue.outbox.values().any(|row| row.state == OutboxState::Held)
        };
        if !ask {
            return Ok(());
        }
        let signer = self.signer(queue_id).ok();
        let mut state = self.lock();
        let here = self.here();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let held: Vec<Outbox> = queue.outbox.values().filter(|row| row.state == OutboxState::Held).cloned().collect();
        let changed = held.into_iter().filter(|row| still_as_shown(queue, &row.draft, here.time(queue)).is_err());
        let changed: Vec<Outbox> = changed.collect();
        if changed.is_empty() {
            return Ok(());
        }
        for row in changed {
            let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
            let writes = self.undone(queue, row, UndoneWhy::Changed, here.time(queue), signer.as_ref())?;
            self.commit(&mut state, writes)?;
        }
        drop(state);
        self.wake_delivery(queue_id);
        Ok(())
    }

    /// The release: facts built again, signed only if they are those shown.
    fn release(&self, queue_id: &QueueId, id: &str) -> Result<Released, ReleaseError> {
        let signer = self.signer(queue_id);
        let mut state = self.lock();
        let here = self.here();
        let queue = state.queues.get(queue_id).ok_or(ReleaseError::NotHeld)?;
        let row = queue.outbox.get(id).filter(|row| row.state == OutboxState::Held).cloned();
        let row = row.ok_or(ReleaseError::NotHeld)?;
        let now = here.time(queue);
        let stands = still_as_shown(queue, &row.draft, now);
        if stands.is_ok() && signer.is_ok() && queue.barred().is_none() && waits(queue, &row, &here) {
            return Ok(Released::Waits);
        }
        let judged = match &signer {
            _ if queue.barred().is_some() => Err(UndoneWhy::Barred),
            Ok(signer) => stands.and_then(|()| presence::still_stands(queue, &row.draft)).map(|()| signer),
            Err(_) => Err(UndoneWhy::Key),
        };
        let (released, writes) = match judged {
            Ok(signer) => {
                let mut appender = Appender::new(self.store(), queue, signer)?;
                let row = self.sign(queue, row, &mut appender, &here)?;
                let mut writes = appender.seal()?;
                writes.push(Write::Outbox(Box::new(row)));
                (Released::Signed, writes)
            }
            Err(why) => (Released::NotSigned(why), self.undone(queue, row, why, now, signer.as_ref().ok())?),
        };
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(queue_id);
        Ok(released)
    }

    /// The person is told that the click failed: if the storage holds it all the same, it must not be signed. Should not
    /// even that be written, the row leaves memory, and the next start undoes it.
    pub(super) fn unclick(&self, state: &mut State, row: &Outbox) {
        let Some(queue) = state.queues.get_mut(&row.queue) else { return };
        let Some(row) = queue.take_row(&row.id) else { return };
        let Some(queue) = state.queues.get(&row.queue) else { return };
        let at = self.here().time(queue);
        let undone = self.undone(queue, row, UndoneWhy::Stopped, at, None);
        if let Err(error) = undone.and_then(|writes| self.commit(state, writes)) {
            tracing::error!(%error, "a click that failed could not be undone yet");
        }
    }

    /// Leaf `intent` and row `held`.
    fn click(&self, queue: &Queue, draft: Draft, signer: &SeedKey) -> Result<(Outbox, Vec<Write>), AppendError> {
        let (appender, row) = self.begin(queue, draft, signer)?;
        let mut writes = appender.seal()?;
        writes.push(Write::Outbox(Box::new(row.clone())));
        Ok((row, writes))
    }

    fn begin<'a>(
        &'a self,
        queue: &'a Queue,
        draft: Draft,
        signer: &'a SeedKey,
    ) -> Result<(Appender<'a>, Outbox), AppendError> {
        barred::refuse(queue, &self.here())?;
        let mut appender = Appender::new(self.store(), queue, signer)?;
        let row = self.intend(queue, draft, &mut appender)?;
        Ok((appender, row))
    }

    pub(super) fn intend(
        &self,
        queue: &Queue,
        draft: Draft,
        appender: &mut Appender<'_>,
    ) -> Result<Outbox, AppendError> {
        let id = hex::encode(self.random::<16>());
        let signed = Signed::of(&queue.record, hex::encode(self.random::<16>())).ok_or(SigningError::NotEnrolled)?;
        let choice = signed.choice_digest(&draft)?;
        let intent = appender
            .leaf(PayloadType::Intent, None, openings(&draft), |header| signed.intent(header, &draft, choice))?;
        Ok(Outbox::held(id, queue.id().clone(), draft, intent))
    }

    /// Leaf `decision` and row `queued`.
    fn sign(
        &self,
        queue: &Queue,
        row: Outbox,
        appender: &mut Appender<'_>,
        here: &Here<'_>,
    ) -> Result<Outbox, AppendError> {
        let nonce = hex::encode(self.random::<16>());
        let signed = Signed::of(&queue.record, nonce).ok_or(SigningError::NotEnrolled)?;
        let clock = clock_evidence(queue, here);
        // A click before the queue was heard is dated by the wall clock, which may have been fast.
        let at = here.time(queue).max(row.draft.clicked_at);
        let decision = appender.leaf(PayloadType::Decision, Some(row.intent), openings(&row.draft), |header| {
            signed.decision(header, &row.draft, at, clock)
        })?;
        Ok(Outbox { state: OutboxState::Queued, decision: Some(decision), ..row })
    }

    /// Leaf `undone` and the row's end. Without a key at hand the leaf is owed.
    fn undone(
        &self,
        queue: &Queue,
        row: Outbox,
        why: UndoneWhy,
        at: Timestamp,
        signer: Option<&SeedKey>,
    ) -> Result<Vec<Write>, StoreError> {
        let state = match why {
            UndoneWhy::Person => OutboxState::Undone { why },
            UndoneWhy::Stopped => OutboxState::Again { why: Again::Stopped },
            UndoneWhy::Changed => OutboxState::Again { why: Again::Changed },
            UndoneWhy::Key => OutboxState::Again { why: Again::Key },
            UndoneWhy::Stale => OutboxState::Again { why: Again::Stale },
            UndoneWhy::Barred => OutboxState::Again { why: Again::Barred },
        };
        self.with_leaf(queue, Outbox { state, ..row }, Owed::Undone { why, at }, signer)
    }

    /// What kept a held decision from being signed may be over.
    pub(super) fn wake_held(&self, queue: &QueueId) {
        let holds = |queue: &Queue| queue.outbox.values().any(|row| row.state == OutboxState::Held);
        if self.lock().queues.get(queue).is_some_and(holds) {
            self.wakes.release.notify_one();
        }
    }

    pub(super) fn wake_delivery(&self, queue: &QueueId) {
        self.wakes.queue(queue).deliver.notify_one();
    }
}

/// How the undo window ended.
enum Released {
    Signed,
    /// For the queue's own log to be looked at: nothing is signed.
    Waits,
    NotSigned(UndoneWhy),
}

#[derive(Debug, thiserror::Error)]
enum ReleaseError {
    #[error("nothing is held")]
    NotHeld,
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AppendError> for UndoError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

impl From<AppendError> for DecideError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

fn held_rows(state: &State) -> impl Iterator<Item = (&Queue, &Outbox)> {
    let rows = state.queues.values().flat_map(|queue| queue.outbox.values().map(move |row| (queue, row)));
    rows.filter(|(_, row)| row.state == OutboxState::Held)
}

/// Whether it may not be signed yet, were its undo window over.
fn waits(queue: &Queue, row: &Outbox, here: &Here<'_>) -> bool {
    log_wait::is_grant(row) && log_wait::to_sign(queue, row, here).is_some()
}

/// In how many milliseconds it is to be signed, or undone because its time is over. Whoever ends its waiting wakes it.
fn release_in(queue: &Queue, row: &Outbox, here: &Here<'_>) -> i64 {
    let window = row.draft.release_boot - here.instants.boot;
    if window <= 0 && waits(queue, row, here) { row.draft.not_after.millis_since(here.time(queue)) } else { window }
}

fn held_row(state: &State, queue: &QueueId, request: &RequestId) -> Result<Outbox, UndoError> {
    let queue = state.queues.get(queue).ok_or(UndoError::NothingHeld)?;
    let row = queue.row_of(SubjectKind::Request, request.as_str()).ok_or(UndoError::NothingHeld)?;
    match row.state {
        OutboxState::Held => Ok(row.clone()),
        OutboxState::Queued | OutboxState::Sending | OutboxState::Unknown | OutboxState::Recorded { .. } => {
            Err(UndoError::TooLate)
        }
        OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => Err(UndoError::NothingHeld),
    }
}

/// An earlier try on the same thing is history once the person decides anew. What it owes it still pays.
pub(super) fn closed_before(queue: &Queue, draft: &Draft) -> Vec<Write> {
    let row = match draft.subject.kind {
        SubjectKind::Request => queue.row_of(SubjectKind::Request, &draft.subject.id),
        SubjectKind::Grant => queue.row_on_grant(&draft.subject.id, draft.action),
        SubjectKind::Person => queue.row_of(SubjectKind::Person, &draft.subject.id),
    };
    let row = row.filter(|row| row.open && row.owed.is_empty());
    row.map(|row| Write::Outbox(Box::new(Outbox { open: false, ..row.clone() }))).into_iter().collect()
}

pub(super) fn is_pending(queue: &Queue, draft: &Draft) -> bool {
    let request = queue.requests.get(&RequestId::new(draft.subject.id.as_str()));
    request.is_some_and(|request| request.record.state == RequestState::Pending)
}

/// Whether it is a decision on a grant that was over, too long ago for it to be shown.
fn was_overtaken(queue: &Queue, draft: &Draft, now: Timestamp) -> bool {
    let grant = queue.grant(&GrantId::new(draft.subject.id.as_str())).map(|record| &record.grant);
    let over = grant.filter(|_| draft.subject.kind == SubjectKind::Grant).and_then(grants::over_at);
    over.is_some_and(|at| now.millis_since(at) >= grants::OVERTAKEN_MILLIS)
}

/// An end that is no news to the person, and that nothing is told by later.
pub(super) fn tells_nothing(row: &Outbox) -> bool {
    match row.state {
        OutboxState::Recorded { .. } => row.offer().is_none(),
        OutboxState::Undone { .. } => true,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Again { .. } => false,
    }
}

fn clock_evidence(queue: &Queue, here: &Here<'_>) -> ClockEvidence {
    match (&queue.heard, here.age_millis(queue)) {
        (Some(heard), Some(age)) => {
            ClockEvidence { server_time: heard.server_time, boottime_delta: age, boot_id: heard.boot_id.clone() }
        }
        // Unanchored: the delta would be a lie. Such a decision is never a grant.
        (Some(heard), None) => {
            ClockEvidence { server_time: heard.server_time, boottime_delta: 0, boot_id: heard.boot_id.clone() }
        }
        (None, _) => {
            ClockEvidence { server_time: here.instants.wall, boottime_delta: 0, boot_id: here.boot_id.to_owned() }
        }
    }
}

fn openings(draft: &Draft) -> BTreeMap<String, Opening> {
    [("personal".to_owned(), draft.personal.clone()), ("view".to_owned(), draft.view.clone())].into()
}
