//! How far long work has come: one line on standard error that goes again at its end. For a person alone: a pipe gets
//! nothing of it, and work that is done before anybody looks neither.

use crate::output::unfinished;
use desk::words;
use desk_socket::Piece;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Shorter work is done before anybody looks.
const LONG: u64 = 5000;
const AGAIN_AFTER: Duration = Duration::from_millis(100);
/// Cells of the bar.
const WIDTH: u64 = 24;

pub struct Progress {
    /// `Verifying`
    what: &'static str,
    watched: bool,
    drawn: Option<Instant>,
    /// Characters that stand in the line.
    length: usize,
}

impl Progress {
    pub fn new(what: &'static str) -> Self {
        Self { what, watched: io::stderr().is_terminal(), drawn: None, length: 0 }
    }

    /// `done` of `of` entries.
    pub fn at(&mut self, done: u64, of: u64) {
        let soon = self.drawn.is_some_and(|drawn| drawn.elapsed() < AGAIN_AFTER);
        if !self.watched || of <= LONG || soon {
            return;
        }
        let line = line(self.what, done, of);
        unfinished(&format!("\r{line:<width$}", width = self.length));
        (self.drawn, self.length) = (Some(Instant::now()), line.chars().count());
    }
}

/// Draws what pieces of a long answer say.
pub fn drawn(progress: &mut Progress) -> impl FnMut(Piece) -> ControlFlow<()> + Send {
    |piece| {
        progress.at(piece.entries, piece.of);
        ControlFlow::Continue(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            unfinished(&format!("\r{:width$}\r", "", width = self.length));
        }
    }
}

/// `Verifying  [██████░░░░░░░░░░░░░░░░░░]  25 %  2,500 of 10,000 entries`
fn line(what: &str, done: u64, of: u64) -> String {
    let done = done.min(of);
    let full = done * WIDTH / of.max(1);
    let bar: String = (0..WIDTH).map(|cell| if cell < full { '█' } else { '░' }).collect();
    let percent = done * 100 / of.max(1);
    let entries = words::counted(of, "entry", "entries");
    format!("{what}  [{bar}] {percent:>3} %  {} of {entries}", words::count(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_full_as_the_work_is_done() {
        assert_eq!(
            line("Verifying", 2500, 10_000),
            "Verifying  [██████░░░░░░░░░░░░░░░░░░]  25 %  2,500 of 10,000 entries"
        );
        assert_eq!(line("Writing", 9999, 10_000), "Writing  [███████████████████████░]  99 %  9,999 of 10,000 entries");
        assert_eq!(
            line("Writing", 10_001, 10_000),
            "Writing  [████████████████████████] 100 %  10,000 of 10,000 entries"
        );
    }

    #[test]
    fn a_pipe_and_short_work_show_nothing() {
        let shown = |watched, of| {
            let mut progress = Progress { what: "Writing", watched, drawn: None, length: 0 };
            progress.at(1, of);
            progress.drawn.take().is_some()
        };
        assert_eq!((shown(true, LONG), shown(false, LONG + 1), shown(true, LONG + 1)), (false, false, true));
    }
}
