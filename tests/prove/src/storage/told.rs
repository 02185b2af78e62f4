//! What the desk told the person, and whether the profile still says so: each click has its leaf, each leaf its row, each
//! row its leaf, nothing is signed twice, the log verifies.

use super::world::{Moved, Outcome, QUEUE, desk};
use desk::store::{Outbox, OutboxState};
use desk::view::LogStanding;
use desk_store::SqliteDesk;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tlog::envelope::Envelope;

/// One thing that the desk said is done. By request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Clicked(String),
    Sent(String),
    Undone(String),
    /// Whether content is hidden, and whether notifications pause.
    Settings(bool, bool),
    /// No yes yet: from here on either may be so.
    Trying(bool, bool),
}

impl Told {
    /// One line, for a pipe.
    pub fn line(&self) -> String {
        match self {
            Self::Clicked(id) => format!("clicked {id}"),
            Self::Sent(id) => format!("sent {id}"),
            Self::Undone(id) => format!("undone {id}"),
            Self::Settings(hide, paused) => format!("settings {hide} {paused}"),
            Self::Trying(hide, paused) => format!("trying {hide} {paused}"),
        }
    }

    /// `None` for a line that says nothing of the kind, or was cut off: each ends with a full stop.
    pub fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.strip_suffix('.')?.split(' ').collect();
        match words[..] {
            ["clicked", id] => Some(Self::Clicked(id.to_owned())),
            ["sent", id] => Some(Self::Sent(id.to_owned())),
            ["undone", id] => Some(Self::Undone(id.to_owned())),
            ["settings", hide, paused] => Some(Self::Settings(hide == "true", paused == "true")),
            ["trying", hide, paused] => Some(Self::Trying(hide == "true", paused == "true")),
            _ => None,
        }
    }
}

/// What is wrong with a profile, by kind; nothing where everything holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrong {
    pub unopenable: Option<String>,
    /// Told, and not there.
    pub lost: Vec<String>,
    /// Signed twice.
    pub doubled: Vec<String>,
    /// Rows without leaf, or leaves without row.
    pub halves: Vec<String>,
    pub unverified: Option<String>,
}

impl Wrong {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Opens the profile's database as a start of the program does, recovers, verifies, and compares.
pub fn judge(database: &Path, told: &[Told], clock: &Arc<Moved>) -> Wrong {
    let opened = SqliteDesk::open(database).map_err(Into::into).and_then(|store| desk(Box::new(store), clock, 1));
    let desk = match opened {
        Ok(desk) => desk,
        Err(error) => return Wrong { unopenable: Some(error.to_string()), ..Wrong::default() },
    };
    let mut wrong = Wrong::default();
    if desk.queues().iter().any(|queue| queue.as_str() == QUEUE) {
        match desk.verify_log(Some(QUEUE)) {
            Ok(log) => match log.standing {
                LogStanding::Verified | LogStanding::Unwitnessed | LogStanding::Empty => {}
                LogStanding::Broken | LogStanding::Checking => wrong.unverified = Some(log.line),
            },
            Err(error) => wrong.unverified = Some(error.to_string()),
        }
    }
    let settings = desk.settings();
    let may = may_be_set(told);
    if !may.is_empty() && !may.contains(&(settings.hide_content, settings.paused)) {
        wrong.lost.push("settings".to_owned());
    }
    drop(desk);
    match Stored::read(database) {
        Ok(stored) => stored.compare(told, &mut wrong),
        Err(error) => wrong.unopenable = Some(error.to_string()),
    }
    wrong
}

/// What a profile holds of one request, for whoever reads of a finding: its leaves and its rows.
pub fn about(database: &Path, request: &str) -> Outcome<String> {
    let Stored { leaves, rows } = Stored::read(database)?;
    let leaves = leaves.iter().filter(|(_, (_, subject))| subject == request);
    let leaves: Vec<String> = leaves.map(|(number, (kind, _))| format!("{kind} {number}")).collect();
    let rows = rows.iter().filter(|row| row.draft.subject.id == request);
    let rows: Vec<String> =
        rows.map(|row| format!("row of {}, sent {} times: {:?}", row.intent, row.sent, row.state)).collect();
    Ok(format!("{leaves:?}, {rows:?}"))
}

/// What the settings may be: those told last, and all that was tried since. Empty while nothing was told.
fn may_be_set(told: &[Told]) -> Vec<(bool, bool)> {
    let mut may = Vec::new();
    for told in told {
        match told {
            Told::Settings(hide, paused) => may = vec![(*hide, *paused)],
            Told::Trying(hide, paused) if !may.is_empty() => may.push((*hide, *paused)),
            Told::Trying(..) | Told::Clicked(_) | Told::Sent(_) | Told::Undone(_) => {}
        }
    }
    may
}

/// How often the desk said yes.
pub fn yeses(told: &[Told]) -> u64 {
    told.iter().filter(|told| !matches!(told, Told::Trying(..))).count() as u64
}

/// The log and the outbox as they lie in the file.
struct Stored {
    /// Kind and subject, by number.
    leaves: BTreeMap<u64, (String, String)>,
    rows: Vec<Outbox>,
}

impl Stored {
    fn read(database: &Path) -> Outcome<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(database, flags)?;
        let leaves = db
            .prepare("SELECT number, bytes FROM leaves")?
            .query_map([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?)))?
            .map(|leaf| leaf.map_err(Into::into).and_then(|(number, bytes)| Ok((number, kind_and_subject(&bytes)?))))
            .collect::<Outcome<_>>()?;
        let rows = db
            .prepare("SELECT record FROM outbox")?
            .query_map([], |row| row.get::<_, String>(0))?
            .map(|row| Ok(serde_json::from_str(&row?)?))
            .collect::<Outcome<_>>()?;
        Ok(Self { leaves, rows })
    }

    fn compare(&self, told: &[Told], wrong: &mut Wrong) {
        let mut expected: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for told in told {
            let (kind, id) = match told {
                Told::Clicked(id) => ("intent", id),
                Told::Sent(id) => ("decision", id),
                Told::Undone(id) => ("undone", id),
                Told::Settings(..) | Told::Trying(..) => continue,
            };
            *expected.entry((kind, id)).or_default() += 1;
        }
        for ((kind, id), count) in expected {
            let there = self.leaves.values().filter(|(k, s)| k == kind && s == id).count();
            // A leaf that waits for its key counts: the row says so.
            let owed =
                self.rows.iter().filter(|row| kind == "undone" && row.draft.subject.id == id && !row.owed.is_empty());
            if there + owed.count() < count {
                wrong.lost.push(format!("{kind} of {id}"));
            }
        }
        for row in &self.rows {
            let subject = &row.draft.subject.id;
            let is = |number: u64, kind: &str| self.leaves.get(&number).is_some_and(|(k, s)| k == kind && s == subject);
            let decided = row.decision.is_none_or(|number| is(number, "decision"));
            let signed = signed(&row.state).is_none_or(|signed| signed == row.decision.is_some());
            if !is(row.intent, "intent") || !decided || !signed {
                wrong.halves.push(format!("row of {subject}"));
            }
        }
        for (number, (kind, subject)) in &self.leaves {
            let of_it = match kind.as_str() {
                "intent" => self.rows.iter().filter(|row| row.intent == *number).count(),
                "decision" => self.rows.iter().filter(|row| row.decision == Some(*number)).count(),
                _ => 1,
            };
            match of_it {
                0 => wrong.halves.push(format!("{kind} {number} of {subject}")),
                1 => {}
                _ => wrong.doubled.push(format!("{kind} {number} of {subject}")),
            }
        }
        let mut accepted: BTreeMap<&str, u32> = BTreeMap::new();
        for row in &self.rows {
            if matches!(row.state, OutboxState::Recorded { .. }) {
                *accepted.entry(&row.draft.subject.id).or_default() += 1;
            }
        }
        wrong.doubled.extend(accepted.iter().filter(|(_, times)| **times > 1).map(|(id, _)| (*id).to_owned()));
    }
}

/// Whether a row in this state was signed; `None` where either may be.
fn signed(state: &OutboxState) -> Option<bool> {
    match state {
        OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. } => Some(true),
        OutboxState::Held | OutboxState::Undone { .. } => Some(false),
        OutboxState::Again { .. } => None,
    }
}

fn kind_and_subject(leaf: &[u8]) -> Outcome<(String, String)> {
    let envelope = Envelope::from_bytes(leaf)?;
    let payload: Value = serde_json::from_slice(&envelope.payload)?;
    let kind = envelope.payload_type.trim_start_matches("application/vnd.doorward.").trim_end_matches(".v1+json");
    Ok((kind.to_owned(), payload["subject"]["id"].as_str().unwrap_or_default().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_those_told_last_or_tried_since() {
        let told = [Told::Trying(true, true), Told::Settings(true, true), Told::Trying(false, true)];
        assert_eq!(may_be_set(&told[..1]), []);
        assert_eq!(may_be_set(&told[..2]), [(true, true)]);
        assert_eq!(may_be_set(&told), [(true, true), (false, true)]);
        assert_eq!(yeses(&told), 1);
    }

    #[test]
    fn what_is_told_crosses_a_pipe_and_what_was_cut_off_does_not() {
        for told in [Told::Clicked("a".into()), Told::Sent("b".into()), Told::Settings(true, false)] {
            let line = told.line() + ".";
            assert_eq!(Told::read(&line), Some(told));
            assert_eq!(Told::read(&line[..line.len() - 1]), None);
        }
    }
}
