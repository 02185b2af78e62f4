//! The moment and the place a view is made for: both clocks, the machine's run, the person's zone.

use crate::ports::Instants;
use crate::state::Queue;
use crate::words;
use approval::Timestamp;
use chrono_tz::Tz;

#[derive(Clone, Copy)]
pub(crate) struct Here<'a> {
    pub instants: Instants,
    pub boot_id: &'a str,
    pub zone: Tz,
}

impl Here<'_> {
    /// The queue's time as well as this machine knows it.
    pub fn time(&self, queue: &Queue) -> Timestamp {
        queue.time(self.instants, self.boot_id)
    }

    pub fn age_millis(&self, queue: &Queue) -> Option<i64> {
        queue.age_millis(self.instants, self.boot_id)
    }

    pub fn clock(&self, at: Timestamp) -> String {
        words::clock(at, self.zone)
    }

    pub fn clock_seconds(&self, at: Timestamp) -> String {
        words::clock_seconds(at, self.zone)
    }
}

/// Milliseconds since 1970 for the front end's countdowns; exact for any date in use.
pub(crate) fn millis(at: Timestamp) -> f64 {
    at.millis() as f64
}
