//! Leaves that tell what became of a decision: written with its end, or owed until a key is at hand. Of a decision whose log was
//! ended before that, the log that goes on tells it.

use super::Desk;
use super::deciding::tells_nothing;
use crate::log::payloads::{OfFormer, ReceiptPayload, UndonePayload};
use crate::log::{AppendError, Appender};
use crate::state::Queue;
use crate::store::{Outbox, Owed, QueueId, StoreError, Write};
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::key::SeedKey;
use tlog::payload::PayloadType;

impl Desk {
    /// The writes of a row with a leaf of its own and all it owed before, in one commit. Without a key, or where the
    /// log cannot be written to, the leaf is owed and the row stays open until it is written.
    pub(super) fn with_leaf(
        &self,
        queue: &Queue,
        mut row: Outbox,
        leaf: Owed,
        signer: Option<&SeedKey>,
    ) -> Result<Vec<Write>, StoreError> {
        row.owed.push(leaf);
        // What the request may make void is not history yet.
        let agreed = row.owed.iter().any(|owed| matches!(owed, Owed::Receipt { agreed: true, .. }));
        let Some(signer) = signer else { return Ok(vec![Write::Outbox(Box::new(row))]) };
        let of_former = of_former(queue, &row);
        let appended = Appender::new(self.store(), queue, signer).and_then(|mut appender| {
            row.owed.iter().try_for_each(|owed| pay(&mut appender, &row, owed, of_former.as_ref()).map(|_| ()))?;
            appender.seal()
        });
        let mut writes = match appended {
            Ok(writes) => {
                row.owed.clear();
                writes
            }
            Err(AppendError::Store(error)) => return Err(error),
            Err(AppendError::Signing(_)) => Vec::new(),
        };
        row.open = !row.owed.is_empty() || agreed || !tells_nothing(&row);
        writes.push(Write::Outbox(Box::new(row)));
        Ok(writes)
    }

    /// Writes every leaf that is owed, now that there is a key.
    pub(crate) fn settle(&self, queue_id: &QueueId) {
        let owes = |queue: &Queue| queue.outbox.values().any(|row| !row.owed.is_empty());
        if !self.lock().queues.get(queue_id).is_some_and(owes) {
            return;
        }
        let Ok(signer) = self.signer(queue_id) else { return };
        let mut state = self.lock();
        let rows: Vec<Outbox> =
            state.queues.get(queue_id).into_iter().flat_map(|queue| queue.outbox.values()).cloned().collect();
        for mut row in rows {
            let Some(last) = row.owed.pop() else { continue };
            let Some(queue) = state.queues.get(queue_id) else { return };
            let written =
                self.with_leaf(queue, row, last, Some(&signer)).and_then(|writes| self.commit(&mut state, writes));
            if let Err(error) = written {
                tracing::error!(%error, "an owed entry could not be written");
                return;
            }
        }
    }
}

/// Where the decision's entries are, if they are not in the log that goes on.
fn of_former(queue: &Queue, row: &Outbox) -> Option<OfFormer> {
    let log = row.former.as_ref()?;
    let place = (1..queue.log_number()).find(|number| queue.id().former(*number) == *log)?;
    let draft = &row.draft;
    Some(OfFormer {
        origin: queue.record.former.get(place - 1)?.device.origin.clone(),
        intent: row.intent,
        decision: row.decision,
        action: draft.action,
        granted_window: draft.granted,
        tenant: draft.tenant.clone(),
        clicked_at: draft.clicked_at,
    })
}

/// Writes what is owed of a decision: into its group, or as a group of its own where its entries are in a former log.
pub(super) fn pay(
    appender: &mut Appender<'_>,
    row: &Outbox,
    owed: &Owed,
    of_former: Option<&OfFormer>,
) -> Result<u64, AppendError> {
    let group = of_former.is_none().then_some(row.intent);
    let (subject, of_former) = (row.draft.subject.clone(), of_former.cloned());
    match owed {
        Owed::Undone { why, at } => appender.leaf(PayloadType::Undone, group, BTreeMap::new(), |header| {
            UndonePayload { header, subject, intent: row.intent, why: *why, at: *at, of_former }
        }),
        Owed::Receipt { outcome, at, answer, agreed, given } => {
            let openings: BTreeMap<String, Opening> =
                answer.iter().map(|answer| ("answer".to_owned(), answer.clone())).collect();
            let commitments = openings.iter().map(|(name, opening)| (name.clone(), opening.commitment())).collect();
            appender.leaf(PayloadType::Receipt, group, openings, |header| ReceiptPayload {
                header,
                subject,
                decision: row.decision.unwrap_or(row.intent),
                outcome: outcome.clone(),
                at: *at,
                agreed: *agreed,
                granted_window: *given,
                of_former,
                commitments,
            })
        }
    }
}
