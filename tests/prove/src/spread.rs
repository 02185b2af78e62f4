//! Many runs that know nothing of each other, on as many threads as there are cores; what they found comes back in order.

use crate::progress::Progress;
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// `run` is called once for each number below `count`; `what` they are, in the plural. The first error ends its thread.
pub fn over_cores<T: Send>(
    count: u64,
    what: &'static str,
    run: impl Fn(u64) -> Result<T, Box<dyn Error>> + Sync,
) -> Result<Vec<T>, Box<dyn Error>> {
    let (next, progress) = (AtomicU64::new(0), Progress::of(count, what));
    let work = || -> Result<Vec<(u64, T)>, String> {
        let mut all = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(all);
            }
            all.push((number, run(number).map_err(|error| format!("run {number}: {error}"))?));
            progress.one_more();
        }
    };
    let threads = thread::available_parallelism()?.get();
    let parts = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread broke down")).collect::<Vec<_>>()
    });
    let mut all = Vec::new();
    for part in parts {
        all.extend(part??);
    }
    all.sort_by_key(|(number, _)| *number);
    Ok(all.into_iter().map(|(_, found)| found).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_comes_back_in_order_and_an_error_is_named() -> Result<(), Box<dyn Error>> {
        assert_eq!(
            over_cores(300, "numbers", |number| Ok(number * 2))?,
            (0..300).map(|number| number * 2).collect::<Vec<_>>()
        );
        let failed = over_cores(9, "numbers", |number| if number == 5 { Err("no".into()) } else { Ok(()) });
        assert_eq!(failed.map_err(|error| error.to_string()), Err("run 5: no".to_owned()));
        Ok(())
    }
}
