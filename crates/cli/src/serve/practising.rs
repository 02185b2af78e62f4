//! Lets the made-up requests arrive, each once in the life of the data: their idempotency keys remember.

use super::moment;
use queue::{Caller, Queue, practice};
use queue_api::RoleName;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

pub async fn practise(queue: Arc<Queue>, mut stop: watch::Receiver<bool>) {
    let mut before = 0;
    for (number, step) in practice::script().into_iter().enumerate() {
        let pause = Duration::from_millis(step.after_millis.saturating_sub(before));
        before = step.after_millis;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let moment = moment();
        let tenants = vec![step.ask.tenant.clone()];
        let caller = Caller { person: step.person, role: RoleName::Requester, token_minted_at: moment.now, tenants };
        if let Err(error) = queue.ask(&caller, &format!("practice-{number}"), &step.ask, &moment) {
            tracing::warn!(%error, number, "a practice request was not taken");
        }
    }
}
