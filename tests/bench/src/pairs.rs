//! What many measured times say: median, spread, ratio. It throws no time away, however far off it lies.

use std::{fmt, time::Duration};

/// Milliseconds, in the order of size.
#[derive(Clone, Debug)]
pub struct Times(Vec<f64>);

impl Times {
    /// # Panics
    /// Where nothing was measured: nothing can be said then.
    pub fn new(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut millis: Vec<f64> = times.into_iter().map(|time| time.as_secs_f64() * 1e3).collect();
        assert!(!millis.is_empty(), "nothing was measured");
        millis.sort_by(f64::total_cmp);
        Times(millis)
    }

    pub fn p50(&self) -> f64 {
        self.at(0.5)
    }

    pub fn p99(&self) -> f64 {
        self.at(0.99)
    }

    /// The nearest rank: always a time that was measured.
    fn at(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0[rank.saturating_sub(1)]
    }
}

/// Median and spread, for people.
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (self.at(0.25), self.at(0.75));
        write!(f, "median {:.2} ms, half between {low:.2} and {high:.2}, p99 {:.2}", self.p50(), self.p99())
    }
}

/// Two digits after the point are what a run can tell.
pub fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Where parts of a millisecond count.
pub fn millis(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_measured_times_and_one_far_off_is_not_lost() {
        let times =
            Times::new((1..=100).rev().map(|millis| Duration::from_millis(if millis == 100 { 900 } else { millis })));
        assert_eq!((times.p50(), times.p99(), times.at(1.0)), (50.0, 99.0, 900.0));
        assert_eq!(Times::new([Duration::from_millis(3)]).p99(), 3.0);
    }
}
