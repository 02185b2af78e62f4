//! Taking a queue away. Its log and what it owes stay in the storage, and the log can still be read, searched, verified and
//! written out; the mirror goes. Connected again, the queue goes on where it was: nothing signed is lost by this.

use super::Desk;
use crate::errors::RemoveError;
use crate::state::Queue;
use crate::status::is_on_its_way;
use crate::store::{OutboxState, QueueId, QueueKind, QueueRecord, Write};
use crate::text;
use crate::view::RemovalView;
use approval::RequestState;
use std::sync::PoisonError;

impl Desk {
    /// What the person must know before. Of a queue that was removed too: whoever was stopped may go on.
    pub fn removal(&self, queue: &str) -> Result<RemovalView, RemoveError> {
        let state = self.lock();
        view(state.with_log(&QueueId::new(queue)).ok_or_else(|| state.no_queue(queue))?)
    }

    /// Whether it may be removed as the person saw it; what weighs must be as it was.
    pub fn check_removal(&self, seen: &RemovalView) -> Result<(), RemoveError> {
        let now = self.removal(&seen.queue)?;
        if now.held > 0 {
            return Err(RemoveError::Held);
        }
        let weight = |view: &RemovalView| (view.grants, view.on_their_way);
        if weight(&now) == weight(seen) { Ok(()) } else { Err(RemoveError::Changed) }
    }

    /// Takes it away as it was seen, in one commit. Whoever drives its feed has stopped.
    pub fn remove_queue(&self, seen: &RemovalView) -> Result<(), RemoveError> {
        self.check_removal(seen)?;
        let id = QueueId::new(&seen.queue);
        let mut state = self.lock();
        let queue = state.with_log(&id).ok_or_else(|| state.no_queue(id.as_str()))?;
        let named = || id.clone();
        let requests = queue.requests.keys().map(|request| Write::Forget { queue: named(), id: request.clone() });
        let grants = queue.grants.keys().map(|grant| Write::ForgetGrant { queue: named(), id: grant.clone() });
        let record = QueueRecord { removed: true, ..queue.record.clone() };
        let rest = [Write::Cursor { queue: named(), cursor: None }, Write::Queue(Box::new(record))];
        let writes: Vec<Write> = requests.chain(grants).chain(rest).collect();
        self.commit(&mut state, writes)?;
        drop(state);
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        Ok(())
    }
}

fn view(queue: &Queue) -> Result<RemovalView, RemoveError> {
    match queue.record.kind {
        QueueKind::Practice | QueueKind::Embedded => return Err(RemoveError::Own),
        QueueKind::Remote => {}
    }
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let held = queue.outbox.values().filter(|row| row.state == OutboxState::Held);
    let moving = queue.outbox.values().filter(|row| is_on_its_way(&row.state) || !row.owed.is_empty());
    Ok(RemovalView {
        queue: queue.id().to_string(),
        name: text::plain_name(&queue.record.name),
        waiting: small(queue.requests.values().filter(|kept| kept.record.state == RequestState::Pending).count()),
        grants: small(queue.grants.values().filter(|record| record.grant.is_live()).count()),
        held: small(held.count()),
        on_their_way: small(moving.count()),
        entries: queue.head.size,
        unwitnessed: queue.head.size - queue.head.witnessed(),
    })
}
