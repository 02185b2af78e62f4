//! Desktop notifications: shown, replaced, withdrawn, and what the person chose on them. It signs and decides nothing,
//! never makes its caller wait, and says so when the desktop has nobody who shows notifications.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod said;
#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod system;

pub use system::has_tray_host;

use desk::ports::{Notification, NotificationAction, Notifier, NotifierError};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// How this program appears on the desktop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name of the desktop file, without its ending; also the name of the icon.
    pub desktop_entry: String,
    pub labels: Labels,
    /// Where the session bus is; `None` for the session's own.
    pub bus: Option<String>,
}

/// The words on the buttons, in the person's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    pub review: String,
    /// Opens a panel, signs nothing: ends with an ellipsis.
    pub deny: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Chosen(Chosen),
    /// The desktop's service for notifications came, or went.
    Standing(Result<(), NotifierError>),
}

/// What the person chose on a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The notification's key.
    pub key: String,
    pub action: NotificationAction,
    /// Lets a window come to the front where the desktop asks for it (xdg-activation).
    pub activation_token: Option<String>,
}

/// The desktop's notifications; those on the screen are withdrawn when it is dropped.
#[derive(Debug)]
pub struct DesktopNotifier {
    tasks: Sender<Task>,
    standing: Arc<Mutex<Result<(), NotifierError>>>,
    worker: Option<JoinHandle<()>>,
}

/// What the worker does, one after the other.
#[derive(Debug)]
enum Task {
    Show(Notification),
    Withdraw(String),
    #[cfg(target_os = "linux")]
    Heard(system::Heard),
    Stop,
}

impl DesktopNotifier {
    /// `on_event` runs on a thread of the notifier's; what it does holds up the next notification.
    pub fn start(settings: Settings, on_event: impl FnMut(Event) + Send + 'static) -> Result<Self, NotifierError> {
        let (tasks, todo) = channel();
        let standing = Arc::new(Mutex::new(Ok(())));
        let told = Told { on_event: Box::new(on_event), standing: Arc::clone(&standing) };
        let worker = system::Worker::new(settings, tasks.clone(), told);
        let worker = thread::Builder::new().name("notify".to_owned()).spawn(move || worker.run(&todo));
        let worker = worker.map_err(|error| NotifierError::Failed(error.to_string()))?;
        Ok(Self { tasks, standing, worker: Some(worker) })
    }

    /// What is known of the desktop's service at this moment; `Ok` before the first look at it.
    pub fn standing(&self) -> Result<(), NotifierError> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hand_over(&self, task: Task) -> Result<(), NotifierError> {
        self.tasks.send(task).map_err(|_| NotifierError::Failed("its thread has ended".to_owned()))
    }
}

impl Notifier for DesktopNotifier {
    /// With nobody there who shows it, it is kept and shown as soon as somebody is, unless it is withdrawn before.
    fn show(&self, notification: &Notification) -> Result<(), NotifierError> {
        self.hand_over(Task::Show(notification.clone()))?;
        self.standing()
    }

    fn withdraw(&self, key: &str) -> Result<(), NotifierError> {
        self.hand_over(Task::Withdraw(key.to_owned()))?;
        self.standing()
    }
}

impl Drop for DesktopNotifier {
    fn drop(&mut self) {
        let _ = self.tasks.send(Task::Stop);
        // Whoever drops it inside `on_event` is the worker.
        if let Some(worker) = self.worker.take().filter(|worker| worker.thread().id() != thread::current().id()) {
            let _ = worker.join();
        }
    }
}

/// The way back: to the program, and to whoever asks how things stand.
struct Told {
    on_event: Box<dyn FnMut(Event) + Send>,
    standing: Arc<Mutex<Result<(), NotifierError>>>,
}

impl Told {
    #[cfg(target_os = "linux")]
    fn chosen(&mut self, chosen: Chosen) {
        (self.on_event)(Event::Chosen(chosen));
    }

    fn standing(&mut self, standing: Result<(), NotifierError>) {
        let mut known = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != standing {
            known.clone_from(&standing);
            drop(known);
            (self.on_event)(Event::Standing(standing));
        }
    }
}
