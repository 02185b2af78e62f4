//! Verifying an exported log: by anyone, on any machine, with nothing but the file. It says what was checked against
//! what, and what could not be.

use crate::exit::{Exit, Failure, safe};
use crate::output::Output;
use crate::progress::Progress;
use desk::words;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use tlog::NoteKey;
use tlog::export::{Chosen, ExportReport, check_length, verify_export_telling};
use tlog::key::PublicKey;
use tlog::payload::Follows;
use tlog::succession::{Succession, SuccessionFault, succession};
use tlog::verify::{Place, Verdict};

const BROKEN: &str = "broken";

#[derive(Serialize)]
struct Report {
    /// `verified`, `unwitnessed`, `broken`: of all that was demanded.
    verdict: &'static str,
    origin: String,
    entries: u64,
    /// Entries of the whole log, where the file is a part of it.
    of: Option<u64>,
    /// Which ones the file says they are, and why somebody may have them: its own word.
    chosen: Option<Chosen>,
    unwitnessed: u64,
    /// Counted from 1: the first entry that does not hold.
    broken_entry: Option<u64>,
    /// `entry 4`, `the checkpoint`, `the log before`
    broken_place: Option<String>,
    /// Stable code, and the sentence.
    broken_why: Option<(&'static str, String)>,
    erased: u64,
    withheld: u64,
    first_key_fingerprint: Option<String>,
    /// As `--key` takes it.
    first_key: Option<String>,
    key_pinned: bool,
    witness: Option<String>,
    witness_pinned: bool,
    /// Entries, and Unix seconds.
    witnessed: Option<(u64, u64)>,
    counts: BTreeMap<String, u64>,
    /// That the queue took, by what was decided.
    decisions: BTreeMap<String, u64>,
    /// That came to nothing, as their receipts say.
    decisions_not_taken: BTreeMap<String, u64>,
    /// That no receipt in the file tells of.
    decisions_untold: BTreeMap<String, u64>,
    /// The log that this one says it goes on from.
    follows: Option<Follows>,
    /// Of the log in the file `--after`: `handed-over`, `named`, or why this one does not go on from it.
    succession: Option<&'static str>,
    /// The same as a sentence, where it does.
    #[serde(skip)]
    before: Option<&'static str>,
}

pub fn verify(
    output: &mut Output,
    file: &Path,
    key: Option<&str>,
    witness: Option<&str>,
    after: Option<&Path>,
) -> Result<Exit, Failure> {
    let key = key.map(str::parse::<PublicKey>).transpose();
    let key = key.map_err(|error| Failure::usage(format!("--key: {error}.")))?;
    let witness = witness.map(NoteKey::from_vkey).transpose();
    let witness = witness.map_err(|error| Failure::usage(format!("--witness: {error}.")))?;
    let found = found(file, key, witness)?;
    let before = after.map(|file| self::found(file, None, None)).transpose()?;
    let succession = before.map(|before| succession(&before, &found));
    let report = Report::of(found, succession);
    if output.json {
        output.json(&report)?;
    } else {
        for line in report.lines() {
            output.line(&line)?;
        }
    }
    Ok(if report.verdict == BROKEN { Exit::LogBroken } else { Exit::Done })
}

fn found(file: &Path, key: Option<PublicKey>, witness: Option<NoteKey>) -> Result<ExportReport, Failure> {
    let text = read(file)?;
    let mut progress = Progress::new("Verifying");
    verify_export_telling(&text, key, witness, |done, of| progress.at(done, of)).map_err(|error| {
        Failure::new(Exit::LogBroken, error.code(), format!("{} does not verify: {error}.", file.display()))
    })
}

fn read(file: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::file(file, &error);
    let length = std::fs::metadata(file).map_err(unreadable)?.len();
    check_length(length)
        .map_err(|error| Failure::new(Exit::LogBroken, error.code(), format!("{}: {error}.", file.display())))?;
    let bytes = std::fs::read(file).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(Exit::LogBroken, "not-json", format!("{} does not verify: it is not text.", file.display()))
    })
}

impl Report {
    fn of(report: ExportReport, succession: Option<Result<Succession, SuccessionFault>>) -> Self {
        let found = report.verification;
        let (verdict, unwitnessed, broken) = match found.verdict {
            Verdict::Verified { .. } => ("verified", 0, None),
            Verdict::VerifiedUnwitnessed { unwitnessed, .. } => ("unwitnessed", unwitnessed, None),
            Verdict::Broken { at, why } => (BROKEN, 0, Some((at, why))),
        };
        let broken_entry = broken.as_ref().and_then(|(at, _)| at.entry()).map(|entry| entry + 1);
        let broken = broken.map(|(at, why)| (place(at), why.code(), safe(&why.to_string())));
        // A log that holds, and not after the one that was demanded.
        let misplaced = succession.and_then(Result::err);
        let misplaced = misplaced.map(|fault| ("the log before".to_owned(), fault.code(), fault.to_string()));
        let verdict = if misplaced.is_some() { BROKEN } else { verdict };
        let broken = broken.or(misplaced);
        Self {
            verdict,
            origin: safe(&report.origin),
            entries: found.entries,
            of: report.part.as_ref().map(|part| part.entries),
            chosen: report.part.map(|part| said(part.chosen)),
            unwitnessed,
            broken_entry,
            broken_place: broken.as_ref().map(|(place, ..)| place.clone()),
            broken_why: broken.map(|(_, code, why)| (code, why)),
            erased: found.erased,
            withheld: found.withheld,
            first_key_fingerprint: report.first_key_fingerprint,
            first_key: found.first_key.map(|key| key.to_string()),
            key_pinned: report.key_pinned,
            witness: report.witness_name.as_deref().map(safe),
            witness_pinned: report.witness_pinned,
            witnessed: found.witnessed.map(|witnessed| (witnessed.size, witnessed.at)),
            counts: report.counts.into_iter().map(|(kind, count)| (kind.name().to_owned(), count)).collect(),
            decisions: harmless(report.decisions.taken),
            decisions_not_taken: harmless(report.decisions.not_taken),
            decisions_untold: harmless(report.decisions.untold),
            follows: found.follows.map(|follows| Follows { origin: safe(&follows.origin), ..follows }),
            succession: succession.map(|succession| match succession {
                Ok(Succession::HandedOver) => "handed-over",
                Ok(Succession::Named) => "named",
                Err(fault) => fault.code(),
            }),
            before: succession.and_then(Result::ok).map(|succession| match succession {
                Succession::HandedOver => "Before    that log hands over to this one’s key",
                Succession::Named => {
                    "Before    this log says where that one ended; that one does not name this one’s key"
                }
            }),
        }
    }

    fn lines(&self) -> Vec<String> {
        let entries = match self.of {
            Some(of) => format!("{} of {}", words::count(self.entries), words::counted(of, "entry", "entries")),
            None => words::counted(self.entries, "entry", "entries"),
        };
        let mut lines = vec![format!("Log       {}", self.origin)];
        lines.push(match (&self.broken_place, &self.broken_why) {
            (Some(place), Some((_, why))) => format!("BROKEN    at {place}: {why}. Found whole: {entries}."),
            _ if self.unwitnessed > 0 && self.of.is_some() => format!(
                "Verified  a part, {entries}; {} of them not witnessed: they could have been replaced unseen.",
                words::count(self.unwitnessed)
            ),
            _ if self.of.is_some() => format!("Verified  a part, {entries}, all of them witnessed."),
            _ if self.unwitnessed > 0 => format!(
                "Verified  {entries}; the last {} not witnessed: they could have been cut off or replaced unseen.",
                words::count(self.unwitnessed)
            ),
            _ => format!("Verified  {entries}, all witnessed."),
        });
        if let Some(Chosen { tenant, from, to, legal_basis }) = &self.chosen {
            let parts = [("tenant", tenant), ("from", from), ("to", to), ("legal basis", legal_basis)];
            let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
            let parts = parts.collect::<Vec<_>>().join(", ");
            lines.push(format!("Part      {parts} (as the file says). What is not in it is not vouched for."));
        }
        let held = if self.key_pinned {
            "as you demanded"
        } else {
            "the log’s first; compare it with what the approver’s desk shows, or showed before it changed its key"
        };
        lines.extend(self.first_key_fingerprint.as_ref().map(|key| format!("Key       {key} ({held})")));
        lines.extend(self.first_key.as_ref().map(|key| format!("          --key {key}")));
        let pinned = if self.witness_pinned { "as you demanded" } else { "named by the file itself" };
        lines.push(match &self.witness {
            Some(witness) => format!("Witness   {witness} ({pinned})"),
            None => "Witness   none".to_owned(),
        });
        let decided = [
            ("Decided", &self.decisions, ""),
            ("No effect", &self.decisions_not_taken, ""),
            ("Untold", &self.decisions_untold, " (no receipt in this file says what became of them)"),
        ];
        for (label, counts, note) in decided.into_iter().filter(|(_, counts, _)| !counts.is_empty()) {
            let counts: Vec<String> = counts.iter().map(|(action, count)| format!("{count} {action}")).collect();
            lines.push(format!("{label:<9} {}{note}", counts.join(", ")));
        }
        if let Some(follows) = &self.follows {
            let entries = words::counted(follows.size, "entry", "entries");
            lines.push(format!("Follows   {} after {entries}", follows.origin));
        }
        lines.extend(self.before.map(str::to_owned));
        if self.erased + self.withheld > 0 {
            lines.push(format!("Texts     {} erased as recorded, {} not in the file", self.erased, self.withheld));
        }
        lines
    }
}

fn harmless(counts: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    counts.into_iter().map(|(action, count)| (safe(&action), count)).collect()
}

/// Harmless on a screen.
fn said(chosen: Chosen) -> Chosen {
    let [tenant, from, to, legal_basis] =
        [chosen.tenant, chosen.from, chosen.to, chosen.legal_basis].map(|said| said.as_deref().map(safe));
    Chosen { tenant, from, to, legal_basis }
}

/// Counted from 1, as the app counts.
fn place(place: Place) -> String {
    match place {
        Place::Entry(index) => format!("entry {}", words::count(index + 1)),
        Place::Span { from, to } => format!("entries {} to {}", words::count(from + 1), words::count(to)),
        Place::Checkpoint => "the checkpoint".to_owned(),
        Place::Cosigned(number) => format!("cosigned checkpoint {}", number + 1),
    }
}
