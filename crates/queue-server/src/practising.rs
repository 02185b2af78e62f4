//! Lets the made-up requests arrive, each once in the life of the data: their idempotency keys remember. It asks as the
//! made-up people would and decides nothing.

use crate::clock::{Clock, moment};
use queue::{Caller, Queue, practice};
use queue_api::RoleName;
use std::sync::Arc;

/// Ends after the last one. Dropping it ends practice; the next start goes on.
pub async fn practise(queue: Arc<Queue>, clock: Arc<dyn Clock>) {
    let begun = clock.now();
    for (number, step) in practice::script().into_iter().enumerate() {
        let due = begun.plus_millis(i64::try_from(step.after_millis).unwrap_or(i64::MAX));
        while clock.now() < due {
            clock.wait_until(due).await;
        }
        let Ok(moment) = moment(&*clock) else {
            tracing::error!(number, "the system gives no random numbers: no practice request");
            return;
        };
        let caller = Caller {
            person: step.person,
            role: RoleName::Requester,
            token_minted_at: moment.now,
            tenants: vec![step.ask.tenant.clone()],
        };
        if let Err(error) = queue.ask(&caller, &format!("practice-{number}"), &step.ask, &moment) {
            tracing::warn!(%error, number, "a practice request was not taken");
        }
    }
}
