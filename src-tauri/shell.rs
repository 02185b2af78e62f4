//! What the window, the tray and the notifications stand around: the desk of one profile, the queue that the app
//! carries, and the tasks that keep them moving. It chooses the implementations and holds no rule.

use crate::arguments::Arguments;
use crate::embedded::{self, Embedded, EmbeddedError};
use crate::events::{DeskChanged, NavigationView, Page};
use crate::export::Exports;
use crate::practising::{self, Beside, PracticeKeys};
use crate::queues::Underway;
use crate::{journal, tray, window};
use connectors::Doorward;
use desk::ports::{Keychain, Line, NotificationAction};
use desk::view::{ErrorView, StatusView};
use desk::{Answer, Desk, QueueId, QueueKind, QueueSetup, attention, sync};
use desk_socket::Served;
use notify::DesktopNotifier;
use profile::{Folder, Following};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::AppHandle;
use tauri::async_runtime::{block_on, spawn, spawn_blocking};
use tauri_specta::Event;
use tempfile::TempDir;
use tokio::sync::broadcast::error::RecvError;

/// The desktop file that the packages install, without its ending.
const DESKTOP_ENTRY: &str = "doorward-desk";

/// Changes that come together are told together.
const GATHER: Duration = Duration::from_millis(40);

/// The ids of the embedded queue: with tenants of the person's own, and for practice.
const HERE: &str = "here";
pub const PRACTICE: &str = "practice";

pub struct Shell {
    pub desk: Arc<Desk>,
    pub setup: Arguments,
    pub embedded: Mutex<Option<Embedded>>,
    /// A queue whose token could not be read is tried again with the keyring.
    pub following: Arc<Following>,
    pub underway: Underway,
    pub exporting: Exports,
    pub beside: Beside,
    /// The profile of practice, which goes with it.
    unkept: Mutex<Option<TempDir>>,
    /// None where the desktop has no notifications.
    notifier: Mutex<Option<Arc<DesktopNotifier>>>,
    /// Where the command line asks this desk.
    served: Mutex<Option<Served>>,
}

/// What keeps the app from starting: each a sentence for the person.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Folder(#[from] profile::FolderError),
    #[error("{0}")]
    Desk(String),
    #[error("the program's log in {0} cannot be written: {1}")]
    Journal(PathBuf, std::io::Error),
    #[error("practice has no place to be: {0}")]
    Unkept(std::io::Error),
}

impl Shell {
    /// Opens the profile. Neither keyring nor network is asked yet.
    pub fn open(setup: Arguments) -> Result<Self, StartError> {
        let path = match &setup.profile {
            Some(path) => path.clone(),
            None => Folder::usual()?,
        };
        let made = || tempfile::Builder::new().prefix("doorward-practice-").tempdir().map_err(StartError::Unkept);
        let unkept = setup.practice.then(made).transpose()?;
        let folder = Folder::open(unkept.as_ref().map_or(&*path, TempDir::path))?;
        journal::open(&folder.logs(), &stamp()).map_err(|error| StartError::Journal(folder.logs(), error))?;
        let following = match &unkept {
            Some(_) => Following::open_with(folder, Arc::new(PracticeKeys::default())),
            None => Following::open(folder),
        };
        let following = Arc::new(following.map_err(|error| StartError::Desk(error.view().message))?);
        let desk = following.desk().clone();
        if unkept.is_some() {
            desk.set_preferences(practising::look_of(&path)).map_err(|error| StartError::Desk(error.view().message))?;
        }
        Ok(Self {
            desk,
            setup,
            embedded: Mutex::default(),
            following,
            underway: Underway::default(),
            exporting: Exports::default(),
            beside: Beside::default(),
            unkept: Mutex::new(unkept),
            notifier: Mutex::default(),
            served: Mutex::default(),
        })
    }

    /// Starts everything that moves by itself. Called once, when the app's handle is there.
    pub fn start(&self, app: &AppHandle) {
        spawn(sync::release(self.desk.clone()));
        // What is made up tells nothing outside of its window.
        if !self.setup.practice {
            self.notify(app);
        }
        spawn(tell(self.desk.clone(), app.clone()));
        self.name_embedded();
        let shell = app.clone();
        spawn_blocking(move || {
            use tauri::Manager;
            let shell = shell.state::<Self>();
            if !shell.setup.practice {
                shell.serve();
            }
            // Asked once at the start, so that the screen says from the beginning what cannot be done.
            let _ = shell.retry_keyring();
        });
    }

    /// Without a notification service the app says so and goes on; it is told when one appears.
    fn notify(&self, app: &AppHandle) {
        let labels = notify::Labels { review: "Review".to_owned(), deny: "Deny…".to_owned() };
        let settings = notify::Settings { desktop_entry: DESKTOP_ENTRY.to_owned(), labels, bus: None };
        let (desk, app) = (self.desk.clone(), app.clone());
        let notifier = DesktopNotifier::start(settings, move |event| match event {
            notify::Event::Chosen(chosen) => window::go(&app, place_of(&chosen)),
            notify::Event::Standing(standing) => desk.set_notifications(standing.err().map(|why| why.to_string())),
        });
        match notifier {
            Ok(notifier) => {
                let notifier = Arc::new(notifier);
                *self.notifier.lock().unwrap_or_else(PoisonError::into_inner) = Some(notifier.clone());
                spawn(attention::drive(self.desk.clone(), notifier));
            }
            Err(error) => self.desk.set_notifications(Some(error.to_string())),
        }
    }

    pub fn notifier(&self) -> Option<Arc<DesktopNotifier>> {
        self.notifier.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// It was started on another profile, on other tenants, or for something else than it would be by itself.
    pub fn is_elsewhere(&self) -> bool {
        self.setup.practice || self.setup.profile.is_some() || self.setup.tenants.is_some()
    }

    /// Without its socket the app goes on; the command line then waits until it is closed.
    fn serve(&self) {
        match self.following.serve("The app") {
            Ok(served) => *self.served.lock().unwrap_or_else(PoisonError::into_inner) = Some(served),
            Err(error) => tracing::warn!(%error, "the command line cannot ask this desk"),
        }
    }

    pub fn status(&self) -> StatusView {
        self.desk.status()
    }

    /// Asks the keyring again: the embedded queue starts as soon as it can, and the added ones are followed.
    pub fn retry_keyring(&self) -> Result<(), ErrorView> {
        self.start_embedded();
        self.follow_added();
        self.desk.retry_keyring().map_err(|error| error.view())
    }

    /// Ends the app in order; never on the main thread, which others may wait for. What is held stays held, and is asked for
    /// again at the next start.
    pub fn end(&self, app: &AppHandle) {
        drop(self.notifier.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.served.lock().unwrap_or_else(PoisonError::into_inner).take());
        let embedded = self.embedded.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(embedded) = embedded {
            block_on(embedded.stop());
        }
        drop(self.unkept.lock().unwrap_or_else(PoisonError::into_inner).take());
        app.exit(0);
    }

    /// The queue that the app carries: on tenants of the person's own, or for practice, and then no other.
    fn embedded(&self) -> Option<QueueSetup> {
        let (id, name, kind) = match (&self.setup.tenants, self.setup.practice) {
            (Some(_), _) => (HERE, "This machine", QueueKind::Embedded),
            (None, true) => (PRACTICE, "Practice queue", QueueKind::Practice),
            (None, false) => return None,
        };
        Some(QueueSetup { id: QueueId::new(id), name: name.to_owned(), kind })
    }

    /// The embedded queue is known before it runs: what was read of it earlier is there at once. One that ran at another
    /// start and does not now is left out.
    fn name_embedded(&self) {
        let embedded = self.embedded();
        for id in [HERE, PRACTICE].map(QueueId::new) {
            if embedded.as_ref().is_none_or(|embedded| embedded.id != id) {
                self.desk.set_aside(&id);
            }
        }
        let added = embedded.map_or(Ok(()), |embedded| self.desk.add_queue(embedded));
        if let Err(error) = added {
            tracing::error!(%error, "the embedded queue could not be added");
        }
    }

    fn start_embedded(&self) {
        let mut place = self.embedded.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = self.embedded().filter(|_| place.is_none()) else { return };
        let id = queue.id;
        match self.run_embedded(id.clone()) {
            Ok(embedded) => *place = Some(embedded),
            // The screens say of the keyring itself that it is not open.
            Err(error @ EmbeddedError::Keychain(_)) => tracing::warn!(%error, "the embedded queue waits"),
            Err(error @ (EmbeddedError::Keys | EmbeddedError::Listen { .. } | EmbeddedError::Queue(_))) => {
                tracing::warn!(%error, "the embedded queue does not run");
                self.desk.does_not_run(&id, &error.to_string());
            }
        }
    }

    fn run_embedded(&self, id: QueueId) -> Result<Embedded, EmbeddedError> {
        let setup = embedded::Setup {
            folder: self.following.folder().queue(),
            tenants: self.setup.tenants.clone(),
            port: self.setup.port,
        };
        let keychain = &**self.following.keychain() as &dyn Keychain;
        let embedded = block_on(embedded::start(setup, keychain, self.desk.clone(), id.clone()))?;
        let connector = Doorward::new(&embedded.address, &embedded.token)
            .map_err(|error| EmbeddedError::Queue(error.to_string()))?;
        tracing::info!(address = embedded.address, "the embedded queue runs");
        self.following.follow(id, Line::Signed(Arc::new(connector)));
        Ok(embedded)
    }

    fn follow_added(&self) {
        if let Err(error) = self.following.follow_added() {
            tracing::error!(%error, "the added queues cannot be read");
        }
    }
}

/// Where a notification leads. Nothing is decided by going there.
fn place_of(chosen: &notify::Chosen) -> NavigationView {
    if chosen.key == attention::EXAMPLE {
        return NavigationView::page(Page::Settings);
    }
    let deny = match chosen.action {
        NotificationAction::Review => false,
        NotificationAction::Deny => true,
    };
    NavigationView::request(attention::request_of(&chosen.key), deny)
}

/// Tells front end and tray what changed, for ever.
async fn tell(desk: Arc<Desk>, app: AppHandle) {
    let mut events = desk.events();
    loop {
        let mut changed = DeskChanged::default();
        match events.recv().await {
            Ok(event) => changed.add(event),
            Err(RecvError::Lagged(_)) => changed = DeskChanged::EVERYTHING,
            Err(RecvError::Closed) => return,
        }
        tokio::time::sleep(GATHER).await;
        while let Ok(event) = events.try_recv() {
            changed.add(event);
        }
        if let Err(error) = changed.emit(&app) {
            tracing::warn!(%error, "the front end could not be told");
        }
        let (menu, tray_app) = (desk.tray(), app.clone());
        if let Err(error) = app.run_on_main_thread(move || tray::update(&tray_app, &menu)) {
            tracing::warn!(%error, "the tray could not be told");
        }
    }
}

/// Where an export is offered to go.
pub fn documents() -> PathBuf {
    let user = directories::UserDirs::new();
    let documents = user.as_ref().and_then(|dirs| dirs.document_dir().filter(|dir| dir.is_dir()));
    documents
        .or_else(|| user.as_ref().map(directories::UserDirs::home_dir))
        .map_or_else(std::env::temp_dir, std::path::Path::to_path_buf)
}

/// Year to second, UTC: `20261124-164418`.
pub fn stamp() -> String {
    use desk::ports::Clock;
    let now = profile::SystemClock.now().wall.to_string();
    now.chars().filter(char::is_ascii_digit).take(14).enumerate().fold(String::new(), |mut text, (at, digit)| {
        if at == 8 {
            text.push('-');
        }
        text.push(digit);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_leads_to_its_request_and_the_example_to_the_settings() {
        let chosen =
            |key: &str, action| place_of(&notify::Chosen { key: key.to_owned(), action, activation_token: None });
        let example = chosen(attention::EXAMPLE, NotificationAction::Review);
        assert_eq!(example, NavigationView::page(Page::Settings));
        assert_eq!(chosen("q:high", NotificationAction::Deny), NavigationView::request("q:high", true));
        assert_eq!(chosen("digest:q:low#", NotificationAction::Review), NavigationView::request("q:low", false));
    }
}
