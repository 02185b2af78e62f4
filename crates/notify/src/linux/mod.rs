//! The worker: one thread that speaks to the notification service, one that listens to it. Both end with the notifier.
//! It speaks `org.freedesktop.Notifications` itself; `docs/decisions/0003-notifications-over-zbus.md` says why.

mod bus;
mod shown;
mod tray;

pub use bus::Heard;
pub use tray::has_tray_host;

use crate::said::{Abilities, say};
use crate::{Settings, Task, Told};
use bus::{Bus, Failure};
use desk::ports::{Notification, NotifierError};
use shown::Shown;
use std::sync::mpsc::{Receiver, Sender};

pub struct Worker {
    settings: Settings,
    tasks: Sender<Task>,
    told: Told,
    shown: Shown,
    /// `None` while there is no session bus.
    bus: Option<Bus>,
    /// Tells the connections of one session apart, so that news of a former one is not taken for the present one's.
    connection: u64,
    /// `None` while there is no service, or it was not asked yet.
    abilities: Option<Abilities>,
}

impl Worker {
    pub fn new(settings: Settings, tasks: Sender<Task>, told: Told) -> Self {
        Self { settings, tasks, told, shown: Shown::default(), bus: None, connection: 0, abilities: None }
    }

    pub fn run(mut self, todo: &Receiver<Task>) {
        self.look();
        for task in todo {
            match task {
                Task::Show(notification) => self.show(notification),
                Task::Withdraw(key) => self.withdraw(&key),
                Task::Heard(heard) => self.hear(heard),
                Task::Stop => break,
            }
        }
        self.leave();
    }

    /// Finds the service, starting it where the desktop can, and says how things stand.
    fn look(&mut self) {
        let standing = self.find_service().map_err(|failure| self.note(failure));
        self.told.standing(standing);
    }

    fn find_service(&mut self) -> Result<(), Failure> {
        let bus = match &self.bus {
            Some(bus) => bus,
            None => {
                self.connection += 1;
                self.bus.insert(Bus::connect(self.settings.bus.as_deref(), self.connection, self.tasks.clone())?)
            }
        };
        if self.abilities.is_none() {
            self.abilities = Some(Abilities::named(&bus.capabilities()?));
        }
        Ok(())
    }

    fn show(&mut self, notification: Notification) {
        self.shown.wait(notification);
        self.show_waiting();
    }

    fn show_waiting(&mut self) {
        let standing = self.find_service().and_then(|()| self.try_waiting()).map_err(|failure| self.note(failure));
        self.told.standing(standing);
    }

    /// One that the service refuses is not offered again; one that nobody was there to show stays.
    fn try_waiting(&mut self) -> Result<(), Failure> {
        let Some(bus) = &self.bus else { return Err(Failure::Missing("no session bus".to_owned())) };
        let mut refused = Ok(());
        while let Some(next) = self.shown.next_waiting() {
            let said = say(next, &self.settings.labels, self.abilities.unwrap_or_default());
            match bus.notify(&said, self.shown.id(&next.key), &self.settings.desktop_entry) {
                Ok((by, id)) => self.shown.put_next(&by, id),
                Err(Failure::Refused(why)) => {
                    self.shown.drop_next();
                    refused = Err(Failure::Refused(why));
                }
                Err(gone) => return Err(gone),
            }
        }
        refused
    }

    fn withdraw(&mut self, key: &str) {
        if let (Some(id), Some(bus)) = (self.shown.withdraw(key), &self.bus) {
            bus.close_notification(id);
        }
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::ActivationToken { by, id, token } => self.shown.activation_token(&by, id, token),
            Heard::Chosen { by, id, action } => {
                if let Some(chosen) = self.shown.chosen(&by, id, &action) {
                    self.told.chosen(chosen);
                }
            }
            Heard::Closed { by, id } => self.shown.closed(&by, id),
            Heard::Service { left, came } => self.service_changed(&left, came),
            Heard::Lost { connection } if connection == self.connection => {
                self.forget_bus();
                self.told.standing(Err(NotifierError::Missing("the session bus has gone".to_owned())));
            }
            Heard::Lost { .. } => {}
        }
    }

    fn service_changed(&mut self, left: &str, came: bool) {
        self.shown.left(left);
        self.abilities = None;
        if !came {
            self.told.standing(Err(NotifierError::Missing("the notification service has gone".to_owned())));
            return;
        }
        self.show_waiting();
    }

    /// What a failure means for what comes next.
    fn note(&mut self, failure: Failure) -> NotifierError {
        match failure {
            Failure::Missing(why) => {
                self.abilities = None;
                NotifierError::Missing(why)
            }
            Failure::Broken(why) => {
                self.forget_bus();
                NotifierError::Failed(why)
            }
            Failure::Refused(why) => NotifierError::Failed(why),
        }
    }

    fn forget_bus(&mut self) {
        // Numbers of a connection that is gone mean nothing on the next one.
        self.shown.forget_screen();
        self.abilities = None;
        if let Some(bus) = self.bus.take() {
            bus.leave();
        }
    }

    /// With this program gone, nothing can be done on its notifications any more.
    fn leave(mut self) {
        if let Some(bus) = self.bus.take() {
            for id in self.shown.withdraw_all() {
                bus.close_notification(id);
            }
            bus.leave();
        }
    }
}
