//! What the web view may call. Each command is one line to the desk's door; every one is named in `build.rs` and
//! allowed in `capabilities/`. Commands run off the main thread, because the desk reads a disk and may wait for a keyring.

use crate::events::NavigationView;
use crate::export::{self, ExportForm, ExportedView};
use crate::leaving;
use crate::login::{self, LoginView};
use crate::practising::PracticeView;
use crate::preferring::AboutView;
use crate::shell::Shell;
use crate::window::Pending;
use connect::window::ConnectRequest;
use desk::view::{
    AddedView, BulkAction, BulkDoneView, BulkOf, BulkReviewView, CompletionView, DevicesView, DoctorView, DoneView,
    ErrorView, FacetView, GrantsView, Grouping, InboxPageView, InboxRequest, InsightsFilter, InsightsView, KindView,
    LengthView, LogDetailView, LogHitsView, LogSearch, LogView, NamedViewView, NotAddedView, NotificationsPreview,
    QueryView, QueuesView, RemovalQuestionView, RemovalView, RoleLevel, RolesView, RowView, SheetView, ShorteningView,
    SignInView, SnoozeChoice, Sort, StatusView, TypedView,
};
use desk::{Answer as _, Choice, Preferences, Settings, ViewKind};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State};

type Answer<T> = Result<T, ErrorView>;

#[tauri::command(async)]
#[specta::specta]
pub fn status(shell: State<'_, Shell>) -> Answer<StatusView> {
    Ok(shell.status())
}

/// A part of the list of what waits.
#[tauri::command(async)]
#[specta::specta]
pub fn inbox_page(shell: State<'_, Shell>, request: InboxRequest) -> Answer<InboxPageView> {
    shell.desk.inbox_page(&request).map_err(|error| error.view())
}

/// The line of that list that a request stands in.
#[tauri::command(async)]
#[specta::specta]
pub fn inbox_place(shell: State<'_, Shell>, mark: u32, id: String) -> Answer<Option<u32>> {
    Ok(shell.desk.inbox_place(mark, &id))
}

/// The requests of the row that this one stands in, each by itself.
#[tauri::command(async)]
#[specta::specta]
pub fn inbox_fold(shell: State<'_, Shell>, mark: u32, id: String) -> Answer<Vec<RowView>> {
    Ok(shell.desk.inbox_fold(mark, &id))
}

#[tauri::command(async)]
#[specta::specta]
pub fn read_query(shell: State<'_, Shell>, text: String) -> Answer<QueryView> {
    Ok(shell.desk.read_query(&text))
}

#[tauri::command(async)]
#[specta::specta]
pub fn complete_query(shell: State<'_, Shell>, text: String, cursor: u32) -> Answer<CompletionView> {
    Ok(shell.desk.complete_query(&text, cursor))
}

#[tauri::command(async)]
#[specta::specta]
pub fn facets(shell: State<'_, Shell>, query: String) -> Answer<Vec<FacetView>> {
    shell.desk.facets(&query).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn views(shell: State<'_, Shell>) -> Answer<Vec<NamedViewView>> {
    Ok(shell.desk.views())
}

#[tauri::command(async)]
#[specta::specta]
pub fn save_view(shell: State<'_, Shell>, name: String, query: String, sort: Sort, group: Grouping) -> Answer<()> {
    shell.desk.save_view(&name, &query, sort, group).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn remove_view(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.desk.remove_view(&name).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn snooze(shell: State<'_, Shell>, of: BulkOf, until: SnoozeChoice) -> Answer<DoneView> {
    shell.desk.snooze(&of, until).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn wake(shell: State<'_, Shell>, ids: Vec<String>) -> Answer<DoneView> {
    shell.desk.wake(&ids).map_err(|error| error.view())
}

/// What would be decided together, with a ticket for exactly that.
#[tauri::command(async)]
#[specta::specta]
pub fn review(shell: State<'_, Shell>, of: BulkOf, action: BulkAction) -> Answer<BulkReviewView> {
    shell.desk.review(&of, action, ViewKind::Window).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn decide_all(shell: State<'_, Shell>, ticket: String, reason: Option<String>) -> Answer<BulkDoneView> {
    shell.desk.decide_all(&ticket, reason.as_deref()).map(|(done, _)| done).map_err(|error| error.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn undo_all(shell: State<'_, Shell>, ids: Vec<String>) -> Answer<DoneView> {
    Ok(shell.desk.undo_all(&ids))
}

#[tauri::command(async)]
#[specta::specta]
pub fn open_sheet(shell: State<'_, Shell>, id: String) -> Answer<SheetView> {
    let sheet = shell.desk.open_sheet(&id, ViewKind::Window).map_err(|error| error.view())?;
    shell.opened(&id);
    Ok(sheet)
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
    if connect::open_page(&address) {
        return Ok(());
    }
    let message = format!("No browser could be opened. Open the address yourself: {address}");
    Err(ErrorView { code: "no-browser".to_owned(), message, retryable: true })
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
pub fn preview_shortening(shell: State<'_, Shell>, id: String, text: String) -> Answer<ShorteningView> {
    shell.desk.preview_shortening(&id, &text).map_err(|error| error.view())
}

/// `seen` and `to` as the preview gave them.
#[tauri::command(async)]
#[specta::specta]
pub fn shorten(shell: State<'_, Shell>, id: String, seen: u32, to: u32, reason: Option<String>) -> Answer<()> {
    shell.desk.shorten(&id, (seen, to), ViewKind::Window, reason.as_deref()).map_err(|error| error.view())
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

#[tauri::command(async)]
#[specta::specta]
pub fn search_log(shell: State<'_, Shell>, search: LogSearch) -> Answer<LogHitsView> {
    shell.desk.search_log(&search).map_err(|error| error.view())
}

/// Asks the person where to; nothing where they chose no place. On a thread that may wait: for them, and for the disk.
#[tauri::command]
#[specta::specta]
pub async fn export_log(app: AppHandle, queue: Option<String>, form: ExportForm) -> Answer<Option<ExportedView>> {
    let exported = spawn_blocking(move || export::ask(&app, queue, form)).await;
    exported.map_err(|error| stopped(&error))?
}

#[tauri::command(async)]
#[specta::specta]
pub fn stop_export(shell: State<'_, Shell>) -> Answer<()> {
    shell.exporting.stop();
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn insights(shell: State<'_, Shell>, filter: InsightsFilter) -> Answer<InsightsView> {
    shell.desk.insights(&filter).map_err(|error| error.view())
}

#[tauri::command]
#[specta::specta]
pub async fn queues(shell: State<'_, Shell>) -> Answer<QueuesView> {
    shell.queues().await
}

/// How one signed in there last.
#[tauri::command]
#[specta::specta]
pub async fn signed_in(shell: State<'_, Shell>, id: String) -> Answer<SignInView> {
    shell.signed_in(&id).await
}

/// The systems whose queue can be connected.
#[tauri::command(async)]
#[specta::specta]
pub fn connectors() -> Answer<Vec<KindView>> {
    Ok(connect::window::kinds())
}

/// What is wrong with a name and an address while they are typed.
#[tauri::command]
#[specta::specta]
pub async fn check_queue(shell: State<'_, Shell>, kind: String, name: String, address: String) -> Answer<TypedView> {
    shell.check_queue(&kind, &name, &address).await
}

/// Takes as long as the person takes to sign in.
#[tauri::command]
#[specta::specta]
pub async fn connect_queue(
    app: AppHandle,
    shell: State<'_, Shell>,
    queue: ConnectRequest,
) -> Result<AddedView, NotAddedView> {
    shell.connect_queue(&app, queue).await
}

#[tauri::command(async)]
#[specta::specta]
pub fn stop_connecting(shell: State<'_, Shell>) -> Answer<()> {
    shell.stop_connecting();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn doctor(shell: State<'_, Shell>, id: String) -> Answer<DoctorView> {
    shell.doctor(&id).await
}

#[tauri::command]
#[specta::specta]
pub async fn removal(shell: State<'_, Shell>, id: String) -> Answer<RemovalQuestionView> {
    shell.removal(&id).await
}

/// As it was seen; answers with what else there is to know.
#[tauri::command]
#[specta::specta]
pub async fn remove_queue(shell: State<'_, Shell>, seen: RemovalView, typed: Option<String>) -> Answer<Vec<String>> {
    shell.remove_queue(seen, typed.as_deref()).await
}

/// How the window is, as the person set it.
#[tauri::command(async)]
#[specta::specta]
pub fn preferences(shell: State<'_, Shell>) -> Answer<Preferences> {
    Ok(shell.desk.preferences())
}

#[tauri::command(async)]
#[specta::specta]
pub fn set_preferences(app: AppHandle, shell: State<'_, Shell>, preferences: Preferences) -> Answer<()> {
    shell.set_preferences(&app, preferences)
}

#[tauri::command(async)]
#[specta::specta]
pub fn notification_settings(shell: State<'_, Shell>) -> Answer<Settings> {
    Ok(shell.desk.settings())
}

#[tauri::command(async)]
#[specta::specta]
pub fn set_notification_settings(shell: State<'_, Shell>, settings: Settings) -> Answer<()> {
    shell.desk.set_settings(settings).map_err(|error| error.view())
}

/// What settings would come to, before they are set.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_notifications(shell: State<'_, Shell>, settings: Settings) -> Answer<NotificationsPreview> {
    shell.desk.preview_settings(&settings).map_err(|error| error.view())
}

/// Shows one notification about nobody.
#[tauri::command(async)]
#[specta::specta]
pub fn send_example(shell: State<'_, Shell>) -> Answer<()> {
    shell.send_example()
}

#[tauri::command]
#[specta::specta]
pub async fn devices(shell: State<'_, Shell>) -> Answer<DevicesView> {
    shell.devices().await
}

/// What stood in the list of devices is no news any more.
#[tauri::command]
#[specta::specta]
pub async fn devices_seen(shell: State<'_, Shell>) -> Answer<()> {
    shell.devices_seen().await
}

/// Whether the queue has confirmed the new key.
#[tauri::command]
#[specta::specta]
pub async fn rotate_key(shell: State<'_, Shell>, queue: String) -> Answer<bool> {
    shell.rotate_key(&queue).await
}

#[tauri::command]
#[specta::specta]
pub async fn revoke_device(shell: State<'_, Shell>, device: String) -> Answer<()> {
    shell.revoke_device(&device).await
}

/// By what the other device shows, as it was typed.
#[tauri::command]
#[specta::specta]
pub async fn admit_device(shell: State<'_, Shell>, fingerprint: String) -> Answer<String> {
    shell.admit_device(&fingerprint).await
}

/// Takes as long as the person takes to touch it.
#[tauri::command]
#[specta::specta]
pub async fn add_security_key(shell: State<'_, Shell>, queue: String, name: String) -> Answer<()> {
    shell.add_security_key(&queue, &name).await
}

#[tauri::command]
#[specta::specta]
pub async fn remove_security_key(shell: State<'_, Shell>, key: String) -> Answer<()> {
    shell.remove_security_key(&key).await
}

/// The table of roles with the person's own lines.
#[tauri::command(async)]
#[specta::specta]
pub fn roles(shell: State<'_, Shell>) -> Answer<RolesView> {
    shell.roles()
}

/// Without a level, what this person said of the role is taken back. Answers with the role as it stands then.
#[tauri::command(async)]
#[specta::specta]
pub fn classify_role(
    shell: State<'_, Shell>,
    system: String,
    role: String,
    level: Option<RoleLevel>,
) -> Answer<RolesView> {
    shell.classify_role(&system, &role, level)
}

#[tauri::command(async)]
#[specta::specta]
pub fn login_start(app: AppHandle, shell: State<'_, Shell>) -> Answer<LoginView> {
    Ok(login::start(&app, &shell))
}

#[tauri::command(async)]
#[specta::specta]
pub fn set_login_start(app: AppHandle, shell: State<'_, Shell>, on: bool) -> Answer<LoginView> {
    login::set(&app, &shell, on)
}

#[tauri::command(async)]
#[specta::specta]
pub fn about(shell: State<'_, Shell>) -> Answer<AboutView> {
    Ok(shell.about())
}

#[tauri::command(async)]
#[specta::specta]
pub fn first_start(shell: State<'_, Shell>) -> Answer<bool> {
    shell.first_start()
}

/// In a window of its own.
#[tauri::command(async)]
#[specta::specta]
pub fn start_practice(shell: State<'_, Shell>) -> Answer<()> {
    shell.start_practice()
}

/// How the round stands; nothing where this is no practice.
#[tauri::command(async)]
#[specta::specta]
pub fn practice(shell: State<'_, Shell>) -> Answer<Option<PracticeView>> {
    Ok(shell.practice())
}

/// The next round. What is left of this one is withdrawn.
#[tauri::command(async)]
#[specta::specta]
pub fn practise_again(shell: State<'_, Shell>) -> Answer<()> {
    shell.practise_again()
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
