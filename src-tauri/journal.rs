//! The program's own log: what happened, without request text and without secrets. One file per start, mode 0600, the
//! newest few kept. A panic is written there too, by its place only.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use tracing_subscriber::EnvFilter;

const KEPT: usize = 8;

/// Begins a new file in `folder`; from here on `tracing` writes to it. `DOORWARD_LOG` sets the level, `info` otherwise.
pub fn open(folder: &Path, started_at: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let file = create(&folder.join(format!("desk-{started_at}.log")))?;
    forget_old(folder)?;
    let level = EnvFilter::try_from_env("DOORWARD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let made =
        tracing_subscriber::fmt().with_env_filter(level).with_ansi(false).with_writer(Mutex::new(file)).try_init();
    if made.is_err() {
        // Somebody listens already: a test.
        return Ok(());
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // The message may hold anything; the place holds nothing of anybody.
        tracing::error!(place = panic.location().map(ToString::to_string), "a part of the program broke down");
        before(panic);
    }));
    Ok(())
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Names begin with the time of the start: the oldest come first.
fn forget_old(folder: &Path) -> io::Result<()> {
    let mut logs: Vec<_> = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .collect();
    logs.sort();
    let old = logs.len().saturating_sub(KEPT);
    logs[..old].iter().try_for_each(fs::remove_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_logs_stay() {
        let dir = tempfile::tempdir().unwrap();
        for number in 10..30 {
            create(&dir.path().join(format!("desk-{number}.log"))).unwrap();
        }
        forget_old(dir.path()).unwrap();
        let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left.len(), KEPT);
        assert_eq!(left[0], "desk-22.log");
    }
}
