//! What was read of others and is taken for current for a while, so that a list does not ask for each again.

use approval::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// For how long a name that was read is taken for current, in milliseconds.
pub(crate) const NAMES_KEPT: i64 = 3_600_000;
/// What is kept is forgotten when it is more.
const MOST_KEPT: usize = 10_000;

/// By id.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    entries: Mutex<HashMap<String, (Timestamp, T)>>,
    millis: i64,
}

impl<T: Clone> Kept<T> {
    pub fn new(millis: i64) -> Self {
        Self { entries: Mutex::default(), millis }
    }

    pub fn get(&self, id: &str, now: Timestamp) -> Option<T> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = entries.get(id)?;
        (now.millis_since(*at).abs() < self.millis).then(|| value.clone())
    }

    pub fn put(&self, id: &str, at: Timestamp, value: T) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST_KEPT {
            entries.clear();
        }
        entries.insert(id.to_owned(), (at, value));
    }
}

/// What stands where a system tells no name: never a bare id.
pub(crate) fn nameless(id: &str) -> String {
    format!("{id}, name not told")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_gets_old_and_never_grows_without_end() {
        let (kept, at) = (Kept::new(1000), Timestamp::from_millis(5000));
        kept.put("a", at, 1);
        assert_eq!(kept.get("a", at.plus_millis(999)), Some(1));
        assert_eq!(kept.get("a", at.plus_millis(1000)), None);
        assert_eq!(kept.get("a", at.plus_millis(-1000)), None, "the server's clock was set back");
        for number in 0..=MOST_KEPT {
            kept.put(&number.to_string(), at, number);
        }
        assert!(kept.entries.lock().unwrap().len() <= MOST_KEPT);
    }
}
