//! How long to wait before trying again: doubling from one second to one minute, with a random part, so that many
//! desks do not come back at the same instant.

use crate::desk::Desk;

const FIRST_MILLIS: u64 = 1000;
const LONGEST_MILLIS: u64 = 60_000;

#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// `None` the first time.
    pub fn next_but_first(&mut self, desk: &Desk) -> Option<u64> {
        let first = self.failures == 0;
        let next = self.next_millis(desk);
        (!first).then_some(next)
    }

    /// 1 s to 60 s, a quarter of it random.
    pub fn next_millis(&mut self, desk: &Desk) -> u64 {
        let whole = FIRST_MILLIS.saturating_mul(1 << self.failures.min(6)).min(LONGEST_MILLIS);
        self.failures = self.failures.saturating_add(1);
        let random = u64::from(u16::from_be_bytes(desk.random()));
        let jitter = whole / 4 * random / u64::from(u16::MAX);
        (whole - whole / 4 + jitter).max(FIRST_MILLIS)
    }
}
