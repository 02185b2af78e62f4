//! The drivers: what asks the network and waits. Each is a loop around the desk's own steps, holds no state that
//! matters, and may be dropped at any await; what was made durable before is found again by the next one.

mod backoff;
mod deliver;
mod devices;
mod follow;
pub(crate) mod judge;
pub mod outcomes;
mod poll;
mod queue_log;
mod reread;
mod saying;
mod security_keys;

use crate::desk::Desk;
use crate::ports::Line;
use crate::store::QueueId;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How often what nobody waits for is looked at.
const HOUSE: Duration = Duration::from_secs(60 * 60);

/// Follows one queue, empties its outbox and looks at its own log, for ever. One per queue; dropping it stops all three.
pub async fn run(desk: Arc<Desk>, queue: QueueId, line: Line) {
    desk.connected(&queue, line.clone());
    let (id, capabilities) = (queue.clone(), line.connector().capabilities());
    blocking(&desk, move |desk| desk.can(&id, capabilities)).await;
    tokio::join!(
        follow(desk.clone(), queue.clone(), line.clone()),
        deliver(desk.clone(), queue.clone(), line.clone()),
        look(desk, queue, line)
    );
}

pub use deliver::deliver;
pub use follow::follow;
pub use queue_log::look;

/// Signs what was held long enough, for ever, and keeps house while nothing is held. One per desk.
pub async fn release(desk: Arc<Desk>) {
    loop {
        let next = blocking(&desk, Desk::release_due).await;
        if next.is_none() {
            blocking(&desk, Desk::keep_house).await;
        }
        let back = blocking(&desk, Desk::wake_due).await;
        let next = next.into_iter().chain(back).min();
        let clicked = desk.wakes.release.notified();
        match next {
            // Whichever comes first; both lead to the same look.
            None => drop(timeout(HOUSE, clicked).await),
            Some(millis) => drop(timeout(Duration::from_millis(millis), clicked).await),
        }
    }
}

/// The desk's steps write to disk and may ask the keyring: never on the threads that wait for the network.
pub(crate) async fn blocking<T: Send + 'static>(desk: &Arc<Desk>, step: impl FnOnce(&Desk) -> T + Send + 'static) -> T {
    let desk = desk.clone();
    match tokio::task::spawn_blocking(move || step(&desk)).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is going down: nothing will ask for this value.
            Err(_) => std::future::pending().await,
        },
    }
}
