//! What a command writes: lines for people or one JSON document for programs on standard output, notes and questions on
//! standard error. Colour only where a person looks at it, and neither NO_COLOR nor TERM=dumb forbids it.

use desk::view::ErrorView;
use serde::Serialize;
use std::io::{self, IsTerminal, Stdout, Write};
use unicode_width::UnicodeWidthStr;

pub struct Output {
    pub json: bool,
    colour: bool,
    /// From here on the exit code tells what was done, written or not.
    changing: bool,
    out: Stdout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Strong,
    Faint,
    /// Medium risk.
    Care,
    /// High and critical risk.
    Alarm,
}

/// One cell of a table.
#[derive(Clone)]
pub struct Cell(pub Style, pub String);

impl Cell {
    pub fn plain(text: impl Into<String>) -> Self {
        Self(Style::Plain, text.into())
    }
}

impl Output {
    pub fn new(json: bool) -> Self {
        let out = io::stdout();
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let forbidden = forbidden || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        Self { json, colour: !json && !forbidden && out.is_terminal(), changing: false, out }
    }

    /// Said right before something is changed, by whatever changes something. Fails where nobody reads any more: nothing is
    /// changed then, for a script would take silence for success. What cannot be written afterwards makes no failure.
    pub fn changing(&mut self) -> io::Result<()> {
        if nobody_reads(&self.out) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.changing = true;
        Ok(())
    }

    /// What is written from here on is what the command is for: that it cannot be written is a failure again.
    pub fn results(&mut self) {
        self.changing = false;
    }

    pub fn line(&mut self, text: &str) -> io::Result<()> {
        let written = writeln!(self.out, "{text}");
        self.written(written)
    }

    /// Text that is written as it is.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        self.written(written)
    }

    fn written(&self, written: io::Result<()>) -> io::Result<()> {
        match written {
            Err(error) if self.changing => {
                if error.kind() != io::ErrorKind::BrokenPipe {
                    note(&format!("doorward: The output cannot be written: {error}."));
                }
                Ok(())
            }
            written => written,
        }
    }

    /// The text of a file; to a program it is said as one field.
    pub fn file(&mut self, text: &str) -> io::Result<()> {
        if self.json { self.json(&serde_json::json!({ "text": text })) } else { self.text(text) }
    }

    /// The whole answer to a program.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value).map_err(io::Error::other)?;
        self.line(&text)
    }

    /// Columns as wide as the widest of their cells is drawn in a terminal.
    pub fn table(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.1.width()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let pad = " ".repeat(width - cell.1.width() + 2);
                line.push_str(&self.paint(cell.0, &cell.1));
                line.push_str(&pad);
            }
            self.line(line.trim_end())?;
        }
        Ok(())
    }

    pub fn paint(&self, style: Style, text: &str) -> String {
        let code = match style {
            Style::Plain => return text.to_owned(),
            Style::Strong => "1",
            Style::Faint => "2",
            Style::Care => "33",
            Style::Alarm => "1;31",
        };
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The failure for a program; people read the sentence on standard error.
    pub fn failed(&mut self, view: &ErrorView) {
        self.tell(view);
        note(&format!("doorward: {}", view.message));
    }

    /// The failure for a program alone.
    pub fn tell(&mut self, view: &ErrorView) {
        #[derive(Serialize)]
        struct Failed<'a> {
            error: &'a ErrorView,
        }
        if self.json {
            // Nothing is left to do where even this cannot be written.
            let _ = self.json(&Failed { error: view });
        }
    }
}

/// A pipe without a reader shows it before it is written to.
#[cfg(unix)]
fn nobody_reads(out: &Stdout) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let mut asked = [PollFd::new(out, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    let gone = PollFlags::ERR | PollFlags::HUP;
    poll(&mut asked, Some(&at_once)).is_ok() && asked.iter().any(|out| out.revents().intersects(gone))
}

/// Elsewhere it shows at the first line.
#[cfg(not(unix))]
fn nobody_reads(_out: &Stdout) -> bool {
    false
}

/// A line for the person, beside the output.
pub fn note(text: &str) {
    // A closed standard error takes nothing away from the result.
    let _ = writeln!(io::stderr(), "{text}");
}

/// The same without ending the line.
pub fn unfinished(text: &str) {
    let mut err = io::stderr();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// The colour of a risk.
pub fn risk_style(level: &str) -> Style {
    match level {
        "critical" | "high" => Style::Alarm,
        "medium" => Style::Care,
        _ => Style::Plain,
    }
}
