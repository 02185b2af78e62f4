//! A log that cannot go on is ended as it is, and a new one begins under a new key and a new device: the witness saw another
//! history of it, it does not verify, its key is gone, or the queue takes nothing from its device any more. Nothing that the log held is changed, sent again, or lost unsaid.
//!
//! Order, and what a crash means at each step. The queue's follower goes on with it at every start:
//!
//! 1. the new key goes into the keyring under the next log's name. After it: nothing has changed; the next try makes another.
//! 2. one commit that names the key that asks. After it: the queue is asked to enrol it, as a further device. The log so far
//!    goes on meanwhile as far as it can: denying and revoking do not wait for anybody's word.
//! 3. the queue has enrolled it. One commit: what is held, or signed and was never sent, is undone; the log hands over to the
//!    new key where its own is at hand; it becomes a former one; the new log's first leaf says where it ended. Before it: as
//!    2, and the queue answers the same.
//! 4. the old key leaves the keyring. One that stays signs nothing any more.

use super::Desk;
use super::deciding::tells_nothing;
use super::keys::{key_name, next_key_name};
use super::listening::ListenError;
use super::owing::pay;
use crate::errors::{DeviceError, SigningError};
use crate::log::Appender;
use crate::state::Queue;
use crate::store::{
    Again, Device, Former, Head, HeldBack, LegalHold, Outbox, OutboxState, Owed, QueueId, QueueRecord, Retention,
    UndoneWhy, Write,
};
use crate::{barred, rules, text};
use approval::Timestamp;
use std::sync::PoisonError;
use tlog::checkpoint::Checkpoint;
use tlog::key::{PublicKey, SeedKey, Signer as _};
use tlog::payload::Follows;

/// How a log ends: the writes up to there, and how the next one names it.
pub(super) struct Ended {
    pub writes: Vec<Write>,
    pub former: Former,
    pub follows: Option<Follows>,
    /// With what is held back of decisions of this log under its new name.
    pub retention: Option<Retention>,
}

impl Desk {
    /// Steps 1 and 2. One that was begun is not begun again, and one that was finished is done.
    pub(crate) fn begin_recovery(&self, queue_id: &QueueId) -> Result<(), DeviceError> {
        let _alone = self.changing_key.lock().unwrap_or_else(PoisonError::into_inner);
        if self.recovering(queue_id).is_some() {
            return Ok(());
        }
        self.check_log(queue_id)?;
        match self.signer(queue_id) {
            Err(SigningError::KeyGone(_)) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => {
                let state = self.lock();
                let Some(queue) = state.queues.get(queue_id) else {
                    return Err(state.no_queue(queue_id.as_str()).into());
                };
                if !rules::log_is_broken(queue) && queue.barred().is_none() {
                    let recovered = !queue.record.former.is_empty();
                    return if recovered { Ok(()) } else { Err(DeviceError::NothingToRecover(queue_id.clone())) };
                }
            }
        }
        self.ask_with_new_key(queue_id)?;
        Ok(())
    }

    /// The key that asks to be enrolled for a new log.
    pub(crate) fn recovering(&self, queue_id: &QueueId) -> Option<PublicKey> {
        self.lock().queues.get(queue_id)?.record.recovering
    }

    /// In the queue's own words; empty where it has not said.
    pub(crate) fn why_not_admitted(&self, queue_id: &QueueId) -> String {
        let state = self.lock();
        let why = state.queues.get(queue_id).and_then(|queue| queue.not_admitted.as_ref());
        why.map(|refused| text::plain(&text::words(&refused.why))).unwrap_or_default()
    }

    /// The key that asks, out of the keyring; another one where it is gone.
    pub(super) fn recovery_key(&self, queue_id: &QueueId, asks: PublicKey) -> Result<SeedKey, ListenError> {
        let number = self.log_number(queue_id) + 1;
        match self.key(&key_name(queue_id, number))?.filter(|key| key.public_key() == asks) {
            Some(key) => Ok(key),
            None => self.ask_with_new_key(queue_id),
        }
    }

    /// The queue has the key that asked as another enrolment's. Another one asks in its place where the person wants a new device,
    /// by recovering or with an invitation; else nothing changes, since a profile that is put back may need that key.
    pub(crate) fn ask_with_another_key(&self, queue_id: &QueueId) -> Result<bool, ListenError> {
        if self.recovering(queue_id).is_some() {
            return self.ask_with_new_key(queue_id).map(|_| true);
        }
        let invited = self.lock().queues.get(queue_id).is_some_and(|queue| queue.invitation.is_some());
        if invited {
            self.new_key(&key_name(queue_id, self.log_number(queue_id)))?;
        }
        Ok(invited)
    }

    /// How the key that asks is let in, with the commands; empty where none asks.
    pub(crate) fn way_in(&self, queue_id: &QueueId) -> String {
        self.lock().queues.get(queue_id).map(barred::way_back).unwrap_or_default()
    }

    fn ask_with_new_key(&self, queue_id: &QueueId) -> Result<SeedKey, ListenError> {
        let number = self.log_number(queue_id) + 1;
        let key = self.new_key(&key_name(queue_id, number))?;
        let mut state = self.lock();
        let queue = state.queues.get_mut(queue_id).ok_or(SigningError::NotEnrolled)?;
        queue.not_admitted = None;
        let record = QueueRecord { recovering: Some(key.public_key()), ..queue.record.clone() };
        self.commit(&mut state, vec![Write::Queue(Box::new(record))])?;
        Ok(key)
    }

    /// What step 3 writes of the log so far. `old` is its key, if that is at hand.
    pub(super) fn end_log(
        &self,
        queue: &Queue,
        device: &Device,
        old: Option<&SeedKey>,
        next: &SeedKey,
        retention: &Retention,
    ) -> Result<Ended, ListenError> {
        let ended_at = self.here().time(queue);
        let former = queue.id().former(queue.log_number());
        let mut rows: Vec<Outbox> = queue.outbox.values().map(|row| of_former(row, &former, ended_at)).collect();
        // Onto entries that do not hold nothing is signed any more.
        let old = old.filter(|key| key.public_key() == device.public_key && !rules::entries_are_broken(queue));
        let mut head = queue.head.clone();
        let mut writes = match old {
            None => Vec::new(),
            Some(old) => {
                let mut appender = Appender::new(self.store(), queue, old)?;
                for row in rows.iter_mut().filter(|row| row.former.as_ref() == Some(&former)) {
                    row.owed.iter().try_for_each(|owed| pay(&mut appender, row, owed, None).map(drop))?;
                    row.owed.clear();
                    row.open &= !tells_nothing(row);
                }
                appender.hand_over(next, None)?;
                let (writes, sealed) = appender.seal_at(queue.head.cosigned.clone())?;
                head = sealed;
                writes
            }
        };
        // What this log cannot tell any more, the next one does.
        writes.extend(rows.into_iter().map(|row| Write::Outbox(Box::new(row))));
        writes.push(Write::NewLog { queue: queue.id().clone(), former: former.clone() });
        let retention = held_under(retention, queue.id(), &former);
        if let Some(retention) = &retention {
            let value = serde_json::to_string(retention).ok();
            writes.push(Write::Setting { name: "retention".to_owned(), value });
        }
        Ok(Ended {
            writes,
            follows: end_of(&head, &device.origin),
            former: Former { device: device.clone(), incident: queue.record.incident.clone(), head, ended_at },
            retention,
        })
    }

    /// Step 4.
    pub(super) fn forget_former_keys(&self, queue_id: &QueueId, number: usize) {
        for name in [key_name(queue_id, number), next_key_name(queue_id, number)] {
            if let Err(error) = self.keychain().delete(&name) {
                tracing::info!(queue = %queue_id, %error, "the key of a former log stays in the keyring");
            }
        }
    }
}

/// A row once its log is a former one, with what is still to be said of it. What may have reached the queue is read
/// again; what never left is the person's to decide again.
fn of_former(row: &Outbox, former: &QueueId, at: Timestamp) -> Outbox {
    if row.former.is_some() {
        return row.clone();
    }
    let mut owed = row.owed.clone();
    let state = match &row.state {
        OutboxState::Queued if row.sent > 0 => OutboxState::Unknown,
        OutboxState::Sending => OutboxState::Unknown,
        OutboxState::Held | OutboxState::Queued => {
            owed.push(Owed::Undone { why: UndoneWhy::Key, at });
            OutboxState::Again { why: Again::Key }
        }
        state @ (OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. }) => state.clone(),
    };
    let mut row = Outbox { state, owed, former: Some(former.clone()), ..row.clone() };
    row.open = !row.owed.is_empty() || (row.open && !tells_nothing(&row));
    row
}

/// What was sealed last. A log without a checkpoint that can be read has no end that could be named.
fn end_of(head: &Head, origin: &str) -> Option<Follows> {
    let checkpoint = Checkpoint::unverified(head.checkpoint.as_deref()?).ok()?;
    Some(Follows { origin: origin.to_owned(), size: checkpoint.size, root: checkpoint.root })
}

/// Decisions are held back by the numbers of their entries, which begin anew.
fn held_under(retention: &Retention, queue: &QueueId, former: &QueueId) -> Option<Retention> {
    let of_it = |hold: &LegalHold| hold.queue == *queue && matches!(hold.what, HeldBack::Decision(_));
    if !retention.holds.iter().any(of_it) {
        return None;
    }
    let mut retention = retention.clone();
    for hold in retention.holds.iter_mut().filter(|hold| of_it(hold)) {
        hold.queue = former.clone();
    }
    Some(retention)
}

impl From<ListenError> for DeviceError {
    fn from(error: ListenError) -> Self {
        match error {
            ListenError::Signing(error) => error.into(),
            ListenError::Store(error) => error.into(),
            ListenError::OtherServer { .. } | ListenError::BadAnswer(_) => Self::BadAnswer(error.to_string()),
        }
    }
}
