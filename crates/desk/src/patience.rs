//! What a queue asked for: to be left alone for a while (`Retry-After`). Whoever would ask it anything waits that long,
//! whatever was clicked meanwhile, and the screens say until when.

use crate::desk::Desk;
use crate::errors::{QueueError, UndoError};
use crate::here::Here;
use crate::ports::{ConnectorError, Instants};
use crate::state::{Queue, key};
use crate::store::QueueId;
use crate::{text, words};
use queue_api::{Problem, ProblemType};

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
    /// Tries a queue that does not answer at once; every queue when none is named. One that asked to be left alone is not
    /// asked before, which the answer then says: `Contoso asked to wait until 16:45:15; it is asked then.`
    pub fn retry_queue(&self, queue: Option<&str>) -> Result<Option<String>, QueueError> {
        let queues: Vec<QueueId> =
            self.queues().into_iter().filter(|id| queue.is_none_or(|queue| queue == id.as_str())).collect();
        if queues.is_empty() {
            return Err(self.lock().no_queue(queue.unwrap_or_default()).into());
        }
        for id in &queues {
            let wakes = self.wakes.queue(id);
            wakes.follow.notify_one();
            wakes.deliver.notify_one();
            wakes.look.notify_one();
        }
        let asked = queues.iter().find_map(|id| self.asks_for_patience(id));
        Ok(asked.map(|asked| format!("{asked}; it is asked then.")))
    }

    /// `send_now`, with why it goes out later where it does: `Contoso asked to wait until 16:45:15; it is sent then.`
    pub fn send_now_told(&self, request: &str) -> Result<Option<String>, UndoError> {
        self.send_now(request)?;
        let asked = key(request).and_then(|(queue, _)| self.asks_for_patience(&queue));
        Ok(asked.map(|asked| format!("{asked}; it is sent then.")))
    }

    /// The queue asked to be left alone for so many seconds. What it asked before counts where it is longer.
    pub(crate) fn asked_to_wait(&self, queue_id: &QueueId, seconds: Option<u32>) {
        let Some(seconds) = seconds else { return };
        let until = self.now().boot.saturating_add(i64::from(seconds) * 1000);
        if let Some(queue) = self.lock().queues.get_mut(queue_id) {
            queue.patience = Patience(queue.patience.0.max(Some(until)));
        }
    }

    /// Whether it may be asked anything now: for what nobody waits with.
    pub(crate) fn may_ask(&self, queue_id: &QueueId) -> Result<(), ConnectorError> {
        let left = self.patience(queue_id);
        if left == 0 {
            return Ok(());
        }
        let problem = Problem::new(ProblemType::TooManyRequests, "The queue asked to be left alone for a while.");
        let retry_after = u32::try_from(left.div_ceil(1000)).ok();
        Err(ConnectorError::Refused(Box::new(Problem { retry_after, ..problem })))
    }

    /// What it answered, kept where it asked to wait.
    pub(crate) fn heard_of<T>(&self, queue: &QueueId, answer: Result<T, ConnectorError>) -> Result<T, ConnectorError> {
        if let Err(error) = &answer {
            self.asked_to_wait(queue, error.asked_to_wait());
        }
        answer
    }

    /// `Contoso asked to wait until 16:45:15`, while it does.
    pub fn asks_for_patience(&self, queue: &QueueId) -> Option<String> {
        let (state, here) = (self.lock(), self.here());
        let queue = state.queues.get(queue)?;
        Some(format!("{} {}", text::plain_name(&queue.record.name), asked(queue, &here)?))
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
