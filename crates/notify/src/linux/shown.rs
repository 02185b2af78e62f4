//! What is on the screen, and under which number. It believes a signal only from the service that shows the thing.

use crate::Chosen;
use crate::said::action;
use desk::ports::{Notification, NotificationAction};
use std::collections::{BTreeMap, VecDeque};

/// Notifications on the screen, by key, and those still to be shown.
#[derive(Debug, Default)]
pub struct Shown {
    on_screen: BTreeMap<String, Place>,
    waiting: VecDeque<Notification>,
}

#[derive(Debug)]
struct Place {
    /// Who shows it: the service's own name on the bus.
    by: String,
    id: u32,
    offered: Vec<NotificationAction>,
    activation_token: Option<String>,
}

impl Shown {
    /// The number to replace, 0 for none.
    pub fn id(&self, key: &str) -> u32 {
        self.on_screen.get(key).map_or(0, |place| place.id)
    }

    /// It is to be shown. The newest of a key counts.
    pub fn wait(&mut self, notification: Notification) {
        self.waiting.retain(|other| other.key != notification.key);
        self.waiting.push_back(notification);
    }

    pub fn next_waiting(&self) -> Option<&Notification> {
        self.waiting.front()
    }

    pub fn drop_next(&mut self) {
        self.waiting.pop_front();
    }

    /// The next one is on the screen.
    pub fn put_next(&mut self, by: &str, id: u32) {
        if let Some(Notification { key, actions, .. }) = self.waiting.pop_front() {
            self.on_screen.insert(key, Place { by: by.to_owned(), id, offered: actions, activation_token: None });
        }
    }

    /// Forgets it, and says which number is to be closed.
    pub fn withdraw(&mut self, key: &str) -> Option<u32> {
        self.waiting.retain(|other| other.key != key);
        self.on_screen.remove(key).map(|place| place.id)
    }

    pub fn withdraw_all(&mut self) -> Vec<u32> {
        self.waiting.clear();
        std::mem::take(&mut self.on_screen).into_values().map(|place| place.id).collect()
    }

    /// A service that left took its notifications with it. They are not shown again: they were told.
    pub fn left(&mut self, by: &str) {
        self.on_screen.retain(|_, place| place.by != by);
    }

    /// The bus went, and took everything with it.
    pub fn forget_screen(&mut self) {
        self.on_screen.clear();
    }

    pub fn closed(&mut self, by: &str, id: u32) {
        self.on_screen.retain(|_, place| place.by != by || place.id != id);
    }

    pub fn activation_token(&mut self, by: &str, id: u32, token: String) {
        if let Some((_, place)) = self.find(by, id) {
            place.activation_token = Some(token);
        }
    }

    /// `None` for what was not offered, or not by this service.
    pub fn chosen(&mut self, by: &str, id: u32, action_key: &str) -> Option<Chosen> {
        let (key, place) = self.find(by, id)?;
        let action = action(action_key).filter(|action| place.offered.contains(action))?;
        Some(Chosen { key: key.clone(), action, activation_token: place.activation_token.take() })
    }

    fn find(&mut self, by: &str, id: u32) -> Option<(&String, &mut Place)> {
        self.on_screen.iter_mut().find(|(_, place)| place.by == by && place.id == id)
    }
}
