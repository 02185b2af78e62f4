//! Writing the log out, to a file or to standard output. A file appears when it is complete, and never in place of
//! another.

use crate::arguments::{Export, Format, Limits};
use crate::exit::{Exit, Failure};
use crate::opened::Opened;
use crate::output::{Output, note};
use crate::progress::{Progress, drawn};
use desk::{ListForm, LogExport, LogList, words};
use desk_socket::Piece;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub async fn run(opened: &Opened, output: &mut Output, export: Export) -> Result<Exit, Failure> {
    let Export { out, queue, format, ocsf_version, limits } = export;
    let Some(path) = out else {
        let written = write(opened, queue, form(format, ocsf_version), limits, &mut |text| output.text(text)).await?;
        note(&written.told("What was written"));
        return Ok(Exit::Done);
    };
    let unwritable = |error| Failure::file(&path, &error);
    let mut beside = Beside::new(&path).map_err(unwritable)?;
    let mut put = |text: &str| beside.file.write_all(text.as_bytes());
    let written = write(opened, queue, form(format, ocsf_version), limits, &mut put).await?;
    beside.keep(&path).map_err(unwritable)?;
    note(&written.told(&path.display().to_string()));
    if output.json {
        output.json(&serde_json::json!({ "file": path, "decisions": written.decisions }))?;
    }
    Ok(Exit::Done)
}

fn form(format: Format, version: desk::OcsfVersion) -> Option<ListForm> {
    match format {
        Format::Json => None,
        Format::Csv => Some(ListForm::Csv),
        Format::Ocsf => Some(ListForm::Ocsf(version)),
    }
}

async fn write(
    opened: &Opened,
    queue: Option<String>,
    form: Option<ListForm>,
    limits: Limits,
    put: &mut (dyn FnMut(&str) -> io::Result<()> + Send),
) -> Result<Written, Failure> {
    let Limits { tenant, from, to, legal_basis } = limits;
    let Some(form) = form else {
        let limited = [&tenant, &from, &to, &legal_basis].into_iter().any(Option::is_some);
        let mut progress = Progress::new("Reading");
        let wanted = LogExport { queue, tenant, from, to, legal_basis };
        let exported = opened.door.export_log(wanted, &mut drawn(&mut progress)).await?;
        drop(progress);
        put(&exported.text)?;
        let what = match limited {
            true => What::Part { entries: exported.entries, of: exported.of },
            false => What::Whole,
        };
        return Ok(Written { what, limited, decisions: exported.decisions });
    };
    let limited = [&tenant, &from, &to].into_iter().any(Option::is_some);
    let list = LogList { form, queue, tenant, from, to, legal_basis };
    let mut failed = None;
    let mut progress = Progress::new("Writing");
    let mut take = |piece: Piece| {
        progress.at(piece.entries, piece.of);
        match put(&piece.text) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let count = opened.door.list_log(list, &mut take).await;
    if let Some(error) = failed {
        return Err(error.into());
    }
    drop(progress);
    Ok(Written { what: What::List, limited, decisions: count? })
}

/// What went out.
#[derive(Debug, Clone, Copy)]
struct Written {
    what: What,
    /// To a tenant, a time or a purpose.
    limited: bool,
    decisions: u64,
}

#[derive(Debug, Clone, Copy)]
enum What {
    /// Every entry.
    Whole,
    /// Some entries, each with its proof.
    Part { entries: u64, of: u64 },
    /// Decisions alone.
    List,
}

impl Written {
    /// One sentence for whoever has it now; `it` is what was written.
    fn told(self, it: &str) -> String {
        let Self { what, limited, decisions: count } = self;
        let decisions = words::counted(count, "decision", "decisions");
        let carefully = "keep it as carefully as the log itself";
        let part = |entries, of| format!("{} of {}", words::count(entries), words::counted(of, "entry", "entries"));
        match (what, limited, count) {
            (What::Whole, _, 0) => format!("{it} has every entry; there are no names or reasons to go with them."),
            (What::Whole, _, _) => {
                format!("{it} has every entry, and names and reasons of {decisions}: {carefully}.")
            }
            (What::Part { entries, of }, _, 0) => format!(
                "{it} has {}, which say by which keys the log is signed: no decision was chosen.",
                part(entries, of)
            ),
            (What::Part { entries, of }, _, _) => format!(
                "{it} has {}, each with its proof, with names and reasons of {decisions} alone: {carefully}.",
                part(entries, of)
            ),
            (What::List, true, 0) => format!("{it} has no decision: none was chosen."),
            (What::List, false, 0) => format!("{it} has no decision: none is signed yet."),
            (What::List, _, _) => format!("{it} has {decisions}, with names and reasons: {carefully}."),
        }
    }
}

/// The file before it has its name, readable by its owner alone; gone again unless it is kept.
struct Beside {
    file: File,
    path: PathBuf,
}

impl Beside {
    fn new(path: &Path) -> io::Result<Self> {
        if path.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let beside = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&beside)?, path: beside })
    }

    /// A second name is given only where none is; a file system without second names renames.
    fn keep(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        match fs::hard_link(&self.path, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
                fs::rename(&self.path, path)
            }
            linked => linked,
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Renamed away it is there no longer.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_said_in_one_sentence_that_does_not_contradict_itself() {
        for what in [What::Whole, What::Part { entries: 4, of: 9 }, What::List] {
            for limited in [true, false] {
                for decisions in [0, 1, 3] {
                    let told = Written { what, limited, decisions }.told("log.json");
                    assert_eq!(told.matches(". ").count(), 0, "{told}");
                    assert!(told.starts_with("log.json has ") && told.ends_with('.'), "{told}");
                    assert_eq!(told.contains("keep it as carefully"), decisions > 0, "{told}");
                    assert_eq!(told.contains("every entry"), matches!(what, What::Whole), "{told}");
                    assert_eq!(told.contains("4 of 9 entries"), matches!(what, What::Part { .. }), "{told}");
                    assert!(!told.contains("of no "), "{told}");
                }
            }
        }
    }
}
