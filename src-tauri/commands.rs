//! What the web view may call. Each command is one line to the desk's door; every one is named in `build.rs` and
//! allowed in `capabilities/`. Commands run off the main thread, because the desk reads a disk and may wait for a keyring.

use crate::events::NavigationView;
use crate::leaving;
use crate::shell::Shell;
use crate::window::Pending;
use desk::view::{
    ErrorView, GrantsView, InboxView, LengthView, LogDetailView, LogView, RoleLevel, SheetView, StatusView,
};
use desk::{Answer as _, Choice, ViewKind};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State};

type Answer<T> = Result<T, ErrorView>;

#[tauri::command(async)]
#[specta::specta]
pub fn status(shell: State<'_, Shell>) -> Answer<StatusView> {
    Ok(shell.status())
}

#[tauri::command(async)]
#[specta::specta]
pub fn inbox(shell: State<'_, Shell>) -> Answer<InboxView> {
    Ok(shell.desk.inbox())
}

#[tauri::command(async)]
#[specta::specta]
pub fn open_sheet(shell: State<'_, Shell>, id: String) -> Answer<SheetView> {
    shell.desk.open_sheet(&id, ViewKind::Window).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn accept_change(shell: State<'_, Shell>, id: String, revision: u32) -> Answer<SheetView> {
    shell.desk.accept_change(&id, revision, ViewKind::Window).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn preview_length(shell: State<'_, Shell>, ticket: String, text: String) -> Answer<LengthView> {
    shell.desk.preview_length(&ticket, &text).map_err(|error| error.view())
}

/// On a thread that may wait: the system may have the person show who they are first.
#[tauri::command]
#[specta::specta]
pub async fn decide(
    shell: State<'_, Shell>,
    ticket: String,
    choice: Choice,
    reason: Option<String>,
    typed: Option<String>,
) -> Answer<()> {
    let desk = shell.desk.clone();
    let decide = move || desk.decide(&ticket, choice, reason.as_deref(), typed.as_deref());
    let decided = spawn_blocking(decide).await.map_err(|error| stopped(&error))?;
    decided.map(drop).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn undo(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.desk.undo(&id).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn send_now(shell: State<'_, Shell>, id: String) -> Answer<Option<String>> {
    shell.desk.send_now_told(&id).map_err(|error| error.view())
}

/// Opens the request in the system that it comes from, in the person's browser. The window names the request alone: the
/// address is the core's.
#[tauri::command(async)]
#[specta::specta]
pub fn open_page(shell: State<'_, Shell>, id: String) -> Answer<()> {
    let address = shell.desk.page(&id).map_err(|error| error.view())?;
    open::that_detached(&address).map_err(|error| ErrorView {
        code: "no-browser".to_owned(),
        message: format!("No browser could be opened ({error}). Open the address yourself: {address}"),
        retryable: true,
    })
}

/// The roles of a request that wait for it; without a level, what was said of them is taken back.
#[tauri::command(async)]
#[specta::specta]
pub fn classify(shell: State<'_, Shell>, id: String, level: Option<RoleLevel>) -> Answer<()> {
    shell.desk.classify(&id, level).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn grants(shell: State<'_, Shell>) -> Answer<GrantsView> {
    Ok(shell.desk.grants())
}

#[tauri::command(async)]
#[specta::specta]
pub fn revoke(shell: State<'_, Shell>, id: String, reason: Option<String>) -> Answer<()> {
    shell.desk.revoke(&id, ViewKind::Window, reason.as_deref()).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn log(shell: State<'_, Shell>, queue: Option<String>, offset: u32, limit: u32) -> Answer<LogView> {
    shell.desk.log(queue.as_deref(), offset, limit).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn log_detail(shell: State<'_, Shell>, queue: Option<String>, entry: u32) -> Answer<LogDetailView> {
    shell.desk.log_detail(queue.as_deref(), entry).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn verify_log(shell: State<'_, Shell>, queue: Option<String>) -> Answer<LogView> {
    shell.desk.verify_log(queue.as_deref()).map_err(|error| error.view())
}

/// Answers with the path of the file written.
#[tauri::command(async)]
#[specta::specta]
pub fn export_log(shell: State<'_, Shell>, queue: Option<String>) -> Answer<String> {
    shell.export_log(queue.as_deref())
}

#[tauri::command(async)]
#[specta::specta]
pub fn retry_queue(shell: State<'_, Shell>) -> Answer<Option<String>> {
    shell.desk.retry_queue(None).map_err(|error| error.view())
}

/// On a thread that may wait: the queue is started before the answer.
#[tauri::command]
#[specta::specta]
pub async fn retry_keyring(app: AppHandle) -> Answer<()> {
    let retried = spawn_blocking(move || app.state::<Shell>().retry_keyring()).await;
    retried.unwrap_or_else(|error| Err(stopped(&error)))
}

fn stopped(error: &tauri::Error) -> ErrorView {
    ErrorView { code: "stopped".to_owned(), message: format!("It was not done: {error}."), retryable: true }
}

/// Asks first where grants would end late.
#[tauri::command(async)]
#[specta::specta]
pub fn quit(app: AppHandle) -> Answer<()> {
    leaving::quit(&app);
    Ok(())
}

/// Where the person chose to go before the front end could listen; answers once.
#[tauri::command(async)]
#[specta::specta]
pub fn take_navigation(pending: State<'_, Pending>) -> Answer<Option<NavigationView>> {
    Ok(pending.take())
}
