//! Logs that were ended, beside the one that goes on: each is read as a queue of its own that nothing is heard of any more.

use crate::errors::NoSuchQueue;
use crate::state::{Queue, State};
use crate::store::{QueueId, QueueRecord};
use crate::text;
use std::borrow::Cow;

impl State {
    /// A queue with its log; a former log as a queue of its own that nothing is heard of any more.
    pub fn log(&self, id: &QueueId) -> Option<Cow<'_, Queue>> {
        let queue = self.with_log(&id.live())?;
        if !id.is_former() {
            return Some(Cow::Borrowed(queue));
        }
        queue.former().find(|former| former.id() == id).map(Cow::Owned)
    }

    /// The names of all logs in the order of their queues: the one that goes on, then its former ones, newest first.
    pub fn logs(&self) -> Vec<QueueId> {
        let mut queues: Vec<&Queue> = self.queues.values().chain(self.removed.values()).collect();
        queues.sort_by_key(|queue| queue.id());
        let of = |queue: &Queue| {
            let former = (1..queue.log_number()).rev().map(|number| queue.id().former(number));
            [queue.id().clone()].into_iter().chain(former).collect::<Vec<_>>()
        };
        queues.into_iter().flat_map(of).collect()
    }

    /// That no queue is connected by this id.
    pub fn no_queue(&self, named: &str) -> NoSuchQueue {
        NoSuchQueue { named: named.to_owned(), known: self.queues.keys().map(ToString::to_string).collect() }
    }

    /// That there is no log by this id.
    pub fn no_log(&self, named: &str) -> NoSuchQueue {
        NoSuchQueue { named: named.to_owned(), known: self.logs().iter().map(ToString::to_string).collect() }
    }
}

impl Queue {
    /// Its former logs, oldest first.
    pub fn former(&self) -> impl DoubleEndedIterator<Item = Queue> {
        self.record.former.iter().enumerate().map(|(place, former)| {
            let id = self.id().former(place + 1);
            let check = self.former_checks.get(&id).cloned();
            let record = QueueRecord {
                device: Some(former.device.clone()),
                incident: former.incident.clone(),
                former: Vec::new(),
                recovering: None,
                id,
                ..self.record.clone()
            };
            Queue { head: former.head.clone(), heard: self.heard.clone(), check, ..Queue::new(record) }
        })
    }

    /// What a list of logs calls this one: `Practice queue`, `Practice queue, earlier log 1`.
    pub fn log_name(&self) -> String {
        let name = text::plain_name(&self.record.name);
        match self.id().as_str().split_once('/') {
            Some((_, number)) => format!("{name}, earlier log {number}"),
            None => name,
        }
    }

    pub fn log_number(&self) -> usize {
        self.record.log_number()
    }
}
