//! The machine's clocks, randomness and time zone.

use desk::ports::{Clock, Entropy, Instants};

/// Wall time, and CLOCK_BOOTTIME, which counts sleep and never jumps (`docs/security.md`, clocks).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instants {
        let wall = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        Instants { wall: approval::Timestamp::from_millis(wall), boot: boot_millis() }
    }
}

#[cfg(target_os = "linux")]
fn boot_millis() -> i64 {
    let at = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    at.tv_sec * 1000 + at.tv_nsec / 1_000_000
}

/// Elsewhere a clock since the program started has to do: it is never carried over a restart.
#[cfg(not(target_os = "linux"))]
fn boot_millis() -> i64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// The system's own source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness nothing may be signed or named; there is no way to go on.
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the system gives no randomness");
            std::process::abort();
        }
    }
}

/// The IANA zone that `TZ` names, as other programs take it; else the machine's; UTC when neither says.
pub fn zone() -> String {
    let named = std::env::var("TZ").ok().and_then(|named| iana(&named));
    named.or_else(|| iana_time_zone::get_timezone().ok()).unwrap_or_else(|| "UTC".to_owned())
}

/// `TZ` may also hold a file or a POSIX rule, which name no zone.
fn iana(named: &str) -> Option<String> {
    let name = named.strip_prefix(':').unwrap_or(named);
    let is_zone = name == "UTC" || (name.contains('/') && !name.starts_with('/') && !name.contains([',', '<']));
    is_zone.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_taken_by_its_name_and_no_rule_or_file_for_one() {
        for (named, zone) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            (":America/Argentina/Ushuaia", Some("America/Argentina/Ushuaia")),
            ("UTC", Some("UTC")),
            ("", None),
            ("CET-1CEST,M3.5.0/2,M10.5.0/3", None),
            ("/etc/localtime", None),
        ] {
            assert_eq!(iana(named).as_deref(), zone);
        }
    }

    #[test]
    fn the_boot_clock_does_not_run_backwards() {
        let (first, second) = (SystemClock.now().boot, SystemClock.now().boot);
        assert!(second >= first && first > 0);
    }
}
