//! What a command writes: lines for people or one JSON document for programs on standard output, notes and questions on
//! standard error. Colour only where a person looks at it, and neither NO_COLOR nor TERM=dumb forbids it.

use crate::commands::for_people;
use desk::view::ErrorView;
use serde::Serialize;
use std::io::{self, IsTerminal, Stdout, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub struct Output {
    pub json: bool,
    colour: bool,
    /// From here on the exit code tells what was done, written or not.
    changing: bool,
    /// Columns of the terminal that a person looks at; `None` where whatever reads takes lines of any length.
    width: Option<usize>,
    out: Stdout,
}

/// What a column gives up where the terminal is too narrow for a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Nothing,
    /// All but so many columns of its width.
    DownTo(usize),
    /// Its width, and where too little is left of it itself; before all others.
    Rest,
    /// Itself, also where there is room: at a terminal it says nothing.
    All,
}

/// A column that has less says nothing.
const LEAST: usize = 8;

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
        let width = if json { None } else { width_of(&out) };
        Self { json, colour: !json && !forbidden && out.is_terminal(), changing: false, width, out }
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

    /// A sentence of ours: the commands in it are typed as they stand.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.line(&for_people(text))
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

    /// The same, no wider than the terminal as far as columns give way, each as `gives` says, the last ones nothing. Nothing is cut
    /// where no person looks.
    pub fn table_within(&mut self, rows: &[Vec<Cell>], gives: &[Gives]) -> io::Result<()> {
        match self.width {
            None => self.table(rows),
            Some(width) => self.table(&within(rows, gives, width)),
        }
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
            let message = for_people(&view.message).into_owned();
            let _ = self.json(&Failed { error: &ErrorView { message, ..view.clone() } });
        }
    }
}

/// The rows as they fit `width`, as far as `gives` allows.
fn within(rows: &[Vec<Cell>], gives: &[Gives], width: usize) -> Vec<Vec<Cell>> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let gives = |column: usize| gives.get(column).copied().unwrap_or(Gives::Nothing);
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.1.width()).max();
    let mut widths: Vec<Option<usize>> =
        (0..columns).map(|column| if gives(column) == Gives::All { None } else { widest(column) }).collect();
    let excess = |widths: &[Option<usize>]| {
        let shown: Vec<usize> = widths.iter().flatten().copied().collect();
        (shown.iter().sum::<usize>() + 2 * shown.len().saturating_sub(1)).saturating_sub(width)
    };
    for column in (0..columns).filter(|column| gives(*column) == Gives::Rest) {
        let left = widths[column].map(|own| own.saturating_sub(excess(&widths)));
        widths[column] = left.filter(|left| *left >= LEAST);
    }
    // The widest gives first, cell by cell.
    let can_give = |widths: &[Option<usize>]| {
        let over = |column: &usize| match (gives(*column), widths[*column]) {
            (Gives::DownTo(least), Some(own)) => own > least,
            (Gives::DownTo(_) | Gives::Nothing | Gives::Rest | Gives::All, _) => false,
        };
        (0..columns).filter(over).max_by_key(|column| widths[*column])
    };
    while excess(&widths) > 0
        && let Some(column) = can_give(&widths)
    {
        widths[column] = widths[column].map(|own| own - 1);
    }
    let cell = |(column, cell): (usize, &Cell)| widths[column].map(|width| Cell(cell.0, cut(&cell.1, width)));
    rows.iter().map(|row| row.iter().enumerate().filter_map(cell).collect()).collect()
}

/// As much of it as is drawn in `width` columns, with a mark where some is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |letter: &char| {
        let drawn = letter.width().unwrap_or_default();
        let fits = drawn <= left;
        left -= if fits { drawn } else { 0 };
        fits
    };
    let head: String = text.chars().take_while(fits).collect();
    format!("{}…", head.trim_end())
}

/// Columns of the terminal that this is; `None` where it is none, or does not say.
#[cfg(unix)]
fn width_of(out: &Stdout) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(out).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// Elsewhere no line is cut.
#[cfg(not(unix))]
fn width_of(_out: &Stdout) -> Option<usize> {
    None
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
    let _ = writeln!(io::stderr(), "{}", for_people(text));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(width: usize) -> Vec<String> {
        let row = |cells: [&str; 6]| cells.map(Cell::plain).to_vec();
        let rows = [
            row(["ab12cd34", "Dana Peres", "Global Administrator", "Production database of Contoso", "4 h", "queue"]),
            row(["ef56ab78", "釉子 of the release team", "Reader", "Billing", "30 min", "queue"]),
        ];
        let gives = [Gives::Nothing, Gives::DownTo(8), Gives::DownTo(8), Gives::Rest, Gives::Nothing, Gives::All];
        let line = |row: &Vec<Cell>| row.iter().map(|cell| cell.1.as_str()).collect::<Vec<_>>().join("|");
        within(&rows, &gives, width).iter().map(line).collect()
    }

    #[test]
    fn a_narrow_terminal_takes_the_resource_first_and_never_an_id_or_a_length() {
        assert_eq!(lines(200)[0], "ab12cd34|Dana Peres|Global Administrator|Production database of Contoso|4 h");
        assert_eq!(lines(80)[0], "ab12cd34|Dana Peres|Global Administrator|Production da…|4 h");
        assert_eq!(lines(70)[0], "ab12cd34|Dana Peres|Global Administrator|4 h", "too little is left of it");
        assert_eq!(lines(48), ["ab12cd34|Dana Peres|Global Admini…|4 h", "ef56ab78|釉子 of the r…|Reader|30 min"]);
        assert_eq!(lines(10), ["ab12cd34|Dana Pe…|Global…|4 h", "ef56ab78|釉子 of…|Reader|30 min"]);
    }
}
