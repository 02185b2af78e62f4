//! What a queue asked for: to be left alone for a while (`Retry-After`). Whoever would ask it anything waits that long,
//! whatever was clicked meanwhile, and the screens say until when.

use crate::desk::Desk;
use crate::here::Here;
use crate::ports::Instants;
use crate::state::Queue;
use crate::store::QueueId;
use crate::words;

/// From here on the exact second says less than the day does.
const LONG_MILLIS: i64 = 60 * 60_000;

/// Until when, by the boot clock: a wall clock that is set neither shortens nor lengthens it. Forgotten when the program
/// stops: then the queue is asked once, and says it again.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Patience(Option<i64>);

impl Patience {
    /// Milliseconds; 0 where it does not wait.
    fn left(self, now: Instants) -> i64 {
        self.0.map_or(0, |until| (until - now.boot).max(0))
    }
}

impl Desk {
    /// The queue asked to be left alone for so many seconds. What it asked before counts where it is longer.
    pub(crate) fn asked_to_wait(&self, queue_id: &QueueId, seconds: Option<u32>) {
        let Some(seconds) = seconds else { return };
        let until = self.now().boot.saturating_add(i64::from(seconds) * 1000);
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.patience = Patience(queue.patience.0.max(Some(until)));
        }
    }

    /// So many milliseconds nothing is asked of it; 0 where it may be asked.
    pub(crate) fn patience(&self, queue_id: &QueueId) -> u64 {
        let now = self.now();
        let left = self.lock().queues.get(queue_id).map_or(0, |queue| queue.patience.left(now));
        u64::try_from(left).unwrap_or(0)
    }
}

pub(crate) fn is_asked_for(queue: &Queue, now: Instants) -> bool {
    queue.patience.left(now) > 0
}

/// `asked to wait until 16:45:15`, while it does.
pub(crate) fn asked(queue: &Queue, here: &Here<'_>) -> Option<String> {
    let left = queue.patience.left(here.instants);
    let now = here.time(queue);
    let until = now.plus_millis(left);
    let until = if left < LONG_MILLIS { here.clock_seconds(until) } else { words::when(until, now, here.zone) };
    (left > 0).then(|| format!("asked to wait until {until}"))
}
