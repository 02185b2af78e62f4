//! What a crash may leave behind: nothing that was in memory.

/// Tokens and keys are in memory while they are used: a core file would hold them. Children inherit it. A program calls
/// this before it reads any secret.
#[cfg(target_os = "linux")]
pub fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core files cannot be turned off");
    }
}

/// Other systems write none unless they are told to.
#[cfg(not(target_os = "linux"))]
pub fn no_core_dumps() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn a_crash_leaves_no_core_file() {
        super::no_core_dumps();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    }
}
