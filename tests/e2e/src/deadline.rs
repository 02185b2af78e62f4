//! Waiting for something to be seen, with a limit. It is the only place that waits; nothing waits for time alone.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// Enough for anything that the app does at once, on a machine that is busy with a build besides.
pub const SOON: Duration = Duration::from_secs(20);

const BETWEEN_LOOKS: Duration = Duration::from_millis(150);

/// Looks until it sees something, or fails at the deadline and names what it looked for. A look that fails may be too
/// early, as with a window that is only being built: its last failure is told at the deadline.
pub async fn until<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    let deadline = Instant::now() + limit;
    loop {
        let seen = look().await;
        if let Ok(Some(seen)) = seen {
            return Ok(seen);
        }
        if Instant::now() >= deadline {
            let why = seen.err().map(|failure| format!(": {failure}")).unwrap_or_default();
            return Err(Failure::new(format!("not seen within {limit:?}: {what}{why}")));
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}
