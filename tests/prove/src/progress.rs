//! How far a long run has come, and how long the rest may take: told every ten seconds, so that a quick run says nothing.

use crate::desk_world::locked;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const BETWEEN: Duration = Duration::from_secs(10);

/// Shared by all threads of a run.
pub struct Progress {
    /// What is counted, in the plural.
    what: &'static str,
    of: u64,
    done: AtomicU64,
    begun: Instant,
    told: Mutex<Duration>,
}

impl Progress {
    pub fn of(of: u64, what: &'static str) -> Self {
        Self { what, of, done: AtomicU64::new(0), begun: Instant::now(), told: Mutex::default() }
    }

    pub fn one_more(&self) {
        self.more(1);
    }

    pub fn more(&self, done: u64) {
        let done = self.done.fetch_add(done, Ordering::Relaxed) + done;
        let took = self.begun.elapsed();
        let mut told = locked(&self.told);
        if took - *told >= BETWEEN {
            *told = took;
            println!("  {}", said(done, self.of, self.what, took));
        }
    }
}

/// The rest at the pace so far.
fn said(done: u64, of: u64, what: &str, took: Duration) -> String {
    let left = took.mul_f64(of.saturating_sub(done) as f64 / done.max(1) as f64);
    format!("{done} of {of} {what} in {}, about {} to go", minutes(took), minutes(left))
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 100 { format!("{seconds} s") } else { format!("{} min", (seconds + 30) / 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_said_at_the_pace_so_far() {
        let said = |done, seconds| said(done, 1000, "seeds", Duration::from_secs(seconds));
        assert_eq!(said(250, 30), "250 of 1000 seeds in 30 s, about 90 s to go");
        assert_eq!(said(250, 300), "250 of 1000 seeds in 5 min, about 15 min to go");
        // More than was planned, and nothing yet.
        assert_eq!(said(1001, 30), "1001 of 1000 seeds in 30 s, about 0 s to go");
        assert_eq!(said(0, 0), "0 of 1000 seeds in 0 s, about 0 s to go");
    }
}
