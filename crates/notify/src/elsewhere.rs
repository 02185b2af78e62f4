//! Notifications where there is no session bus, through notify-rust: shown, and neither replaced, withdrawn nor
//! answered, which it cannot do on both systems. The text of a notification bears being read late: it holds no secret.

use crate::said::{APP_NAME, Abilities, say};
use crate::{Settings, Task, Told};
use desk::ports::{Notification, NotifierError};
use std::sync::mpsc::{Receiver, Sender};

/// Both systems always have a place for it.
pub fn has_tray_host(_bus: Option<&str>) -> bool {
    true
}

pub struct Worker {
    settings: Settings,
    told: Told,
}

impl Worker {
    pub fn new(settings: Settings, _tasks: Sender<Task>, told: Told) -> Self {
        Self { settings, told }
    }

    pub fn run(mut self, todo: &Receiver<Task>) {
        for task in todo {
            match task {
                Task::Show(notification) => self.show(&notification),
                // What is shown stays until the person closes it.
                Task::Withdraw(key) => drop(key),
                Task::Stop => break,
            }
        }
    }

    fn show(&mut self, notification: &Notification) {
        let said = say(notification, &self.settings.labels, Abilities::default());
        let mut native = notify_rust::Notification::new();
        native.appname(APP_NAME).summary(&said.title).body(&said.body);
        let shown = native.show().map(drop).map_err(|error| NotifierError::Failed(error.to_string()));
        self.told.standing(shown);
    }
}
