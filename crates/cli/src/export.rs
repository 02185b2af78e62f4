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
        write(opened, queue, form(format, ocsf_version), limits, &mut |text| output.text(text)).await?;
        return Ok(Exit::Done);
    };
    let unwritable = |error| Failure::file(&path, &error);
    let mut beside = Beside::new(&path).map_err(unwritable)?;
    let mut put = |text: &str| beside.file.write_all(text.as_bytes());
    let decisions = write(opened, queue, form(format, ocsf_version), limits, &mut put).await?;
    beside.keep(&path).map_err(unwritable)?;
    note(&format!("{} holds names and reasons: keep it as carefully as the log itself.", path.display()));
    if output.json {
        output.json(&serde_json::json!({ "file": path, "decisions": decisions }))?;
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
) -> Result<u64, Failure> {
    let Limits { tenant, from, to, legal_basis } = limits;
    let Some(form) = form else {
        if legal_basis.is_some() {
            return Err(Failure::usage("A log has no place for a legal basis. Say it with --format csv or ocsf."));
        }
        let limited = [&tenant, &from, &to].into_iter().any(Option::is_some);
        let mut progress = Progress::new("Reading");
        let wanted = LogExport { queue, tenant, from, to };
        let exported = opened.door.export_log(wanted, &mut drawn(&mut progress)).await?;
        drop(progress);
        put(&exported.text)?;
        let decisions = words::counted(exported.decisions, "decision", "decisions");
        note(&match (limited, exported.decisions) {
            (true, 0) => {
                "Every entry is in it, so that it verifies; no decision was chosen, so nobody’s names or reasons are."
                    .to_owned()
            }
            (true, _) => format!(
                "Every entry is in it, so that it verifies; names, reasons and what was shown are those of {decisions} alone."
            ),
            (false, _) => format!("Every entry is in it, with the words of {decisions}."),
        });
        return Ok(exported.decisions);
    };
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
    let count = count?;
    note(&format!("{} written.", words::counted(count, "decision", "decisions")));
    Ok(count)
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
