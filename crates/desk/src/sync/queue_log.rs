//! Looks at a queue's own log: each time that the queue was reached anew, after each decision that it accepted, and now and
//! then. It fetches the newest checkpoint and the tiles that the proofs take, and leaves it to the desk what they say. A queue
//! that shows nothing is asked again later: silence proves nothing.

use super::backoff::Backoff;
use super::blocking;
use crate::desk::Desk;
use crate::ports::{ConnectorError, Line, QueueLogs};
use crate::store::{QueueId, StoreError};
use approval::TenantId;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
enum LookError {
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends at once where the system shows no log.
pub async fn look(desk: Arc<Desk>, queue: QueueId, line: Line) {
    let Some(logs) = line.logs() else { return };
    let wakes = desk.wakes.queue(&queue);
    let mut backoff = Backoff::default();
    loop {
        let mut failed = None;
        for tenant in desk.queue_logs_due(&queue) {
            if let Err(error) = look_at(&desk, &queue, &tenant, logs).await {
                tracing::info!(%queue, %tenant, %error, "the queue's own log could not be looked at");
                failed = Some(error.to_string());
            }
        }
        let again = failed.is_some();
        desk.told_of_looks(&queue, failed);
        let wait = if again {
            Some(backoff.next_millis(&desk).max(desk.patience(&queue)))
        } else {
            backoff.reset();
            desk.queue_log_due_in(&queue)
        };
        let woken = wakes.look.notified();
        match wait {
            Some(millis) => drop(tokio::time::timeout(Duration::from_millis(millis), woken).await),
            None => woken.await,
        }
    }
}

async fn look_at(desk: &Arc<Desk>, queue: &QueueId, tenant: &TenantId, logs: &dyn QueueLogs) -> Result<(), LookError> {
    desk.may_ask(queue)?;
    let Some(look) = desk.begins_look(queue) else { return Ok(()) };
    let note = desk.heard_of(queue, logs.checkpoint(tenant).await)?;
    let shown = desk.shown_by_queue(queue, tenant, note)?;
    let size = shown.as_ref().map_or(0, |shown| shown.checkpoint.size);
    let (mut tiles, needed) = desk.tiles_to_look_at(queue, tenant, size);
    for tile in needed {
        let bytes = desk.heard_of(queue, logs.tile(tenant, tile).await)?;
        tiles.insert(tile, &bytes).map_err(|error| ConnectorError::BadAnswer(error.to_string()))?;
    }
    let (id, tenant) = (queue.clone(), tenant.clone());
    let concluded =
        blocking(desk, move |desk| desk.looked_at_queue_log(&id, &tenant, shown.as_ref(), &tiles, &look)).await?;
    let unclear = || ConnectorError::BadAnswer("its log is larger than a log can be".to_owned());
    Ok(concluded.then_some(()).ok_or_else(unclear)?)
}
