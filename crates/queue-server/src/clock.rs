//! The clock that ends grants, given by the program. The system's own is here; tests give another.

use approval::Timestamp;
use async_trait::async_trait;
use queue::Moment;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// Returns when `at` has come, and may return earlier.
    async fn wait_until(&self, at: Timestamp);
}

/// Now, with fresh randomness from the system.
pub(crate) fn moment(clock: &dyn Clock) -> Result<Moment, getrandom::Error> {
    let mut random = [0; 32];
    getrandom::fill(&mut random)?;
    Ok(Moment::new(clock.now(), random))
}

pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    async fn wait_until(&self, at: Timestamp) {
        let millis = u64::try_from(at.millis_since(self.now())).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}
