//! Writing a log out from the window: the person chooses the form and the place, the desk writes, the window hears how far it is
//! and may end it. What is at that place already stays whole until the new file is.

use crate::events::Exporting;
use crate::shell::{self, Shell};
use crate::window;
use desk::view::ErrorView;
use desk::{Answer, Desk, ListForm, LogError, LogExport, LogList, OcsfVersion};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;
use tauri_specta::Event;

/// As the command line does, which writes other versions too.
const OCSF: OcsfVersion = OcsfVersion::V1_3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ExportForm {
    /// Every entry, with the proofs.
    Json,
    /// A table of decisions.
    Csv,
    /// Events, one a line.
    Ocsf,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportedView {
    pub path: String,
    pub form: ExportForm,
    /// Whose names and reasons are in it.
    pub decisions: u32,
}

/// The exports of this run by number: a newer one, or a wish to stop, ends the one before.
#[derive(Debug, Default)]
pub struct Exports(AtomicU64);

impl Exports {
    fn begin(&self) -> u64 {
        self.0.fetch_add(1, Ordering::AcqRel) + 1
    }

    fn goes_on(&self, number: u64) -> bool {
        self.0.load(Ordering::Acquire) == number
    }

    pub fn stop(&self) {
        self.begin();
    }
}

/// Never on the main thread, which draws the dialog.
pub fn ask(app: &AppHandle, queue: Option<String>, form: ExportForm) -> Result<Option<ExportedView>, ErrorView> {
    let (ending, of_kind) = match form {
        ExportForm::Json => ("json", "JSON"),
        ExportForm::Csv => ("csv", "CSV"),
        ExportForm::Ocsf => ("jsonl", "JSON Lines"),
    };
    let dialog = app
        .dialog()
        .file()
        .set_title("Export the log")
        .set_directory(shell::documents())
        .add_filter(of_kind, &[ending]);
    let dialog = dialog.set_file_name(format!("doorward-log-{}.{ending}", shell::stamp()));
    let dialog = match window::main(app) {
        Some(parent) => dialog.set_parent(&parent),
        None => dialog,
    };
    let Some(path) = dialog.blocking_save_file().and_then(|chosen| chosen.into_path().ok()) else { return Ok(None) };
    let shell = app.state::<Shell>();
    let number = shell.exporting.begin();
    let mut tell = |entries: u64, of: u64| {
        let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
        if let Err(error) = (Exporting { entries: small(entries), of: small(of) }).emit(app) {
            tracing::warn!(%error, "the front end could not be told");
        }
        if shell.exporting.goes_on(number) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let decisions = write(&shell.desk, queue, form, &path, &mut tell)?;
    let decisions = u32::try_from(decisions).unwrap_or(u32::MAX);
    Ok(Some(ExportedView { path: path.display().to_string(), form, decisions }))
}

/// Answers with the number of decisions in the file. `tell` hears after each page, and may end it: then, as after any failure,
/// nothing is left of the file, and what was there before is as it was.
fn write(
    desk: &Desk,
    queue: Option<String>,
    form: ExportForm,
    path: &Path,
    tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<u64, ErrorView> {
    let unwritable = |error: io::Error| ErrorView {
        code: "export-failed".to_owned(),
        message: format!("{} cannot be written: {error}. Choose another place, or make room there.", path.display()),
        retryable: true,
    };
    let mut beside = Beside::new(path).map_err(unwritable)?;
    let list = match form {
        ExportForm::Json => {
            let wanted = LogExport { queue, ..LogExport::default() };
            let exported = desk.export_log_telling(&wanted, tell).map_err(|error| error.view())?;
            beside.file.write_all(exported.text.as_bytes()).map_err(unwritable)?;
            beside.keep(path).map_err(unwritable)?;
            return Ok(exported.decisions);
        }
        ExportForm::Csv => ListForm::Csv,
        ExportForm::Ocsf => ListForm::Ocsf(OCSF),
    };
    let list = LogList { form: list, queue, tenant: None, from: None, to: None, legal_basis: None };
    let mut refused = None;
    let listed = desk.list_log(&list, &mut |written| {
        if let Err(error) = beside.file.write_all(written.text.as_bytes()) {
            refused = Some(unwritable(error));
            return Err(String::new());
        }
        match tell(written.entries, written.of) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                refused = Some(LogError::Stopped.view());
                Err(String::new())
            }
        }
    });
    if let Some(refused) = refused {
        return Err(refused);
    }
    let decisions = listed.map_err(|error| error.view())?;
    beside.keep(path).map_err(unwritable)?;
    Ok(decisions)
}

/// The file before it has its name, readable by its owner alone: it holds names and reasons. Gone again unless it is kept.
struct Beside {
    file: File,
    path: PathBuf,
}

impl Beside {
    fn new(path: &Path) -> io::Result<Self> {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let beside = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&beside)?, path: beside })
    }

    /// The dialog has asked whether another file may be replaced.
    fn keep(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Renamed away it is there no longer.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests;
