//! What the front end is told: facts in the past tense. It then asks for the views it shows.

use connect::window::ConnectingStep;
use desk::DeskEvent;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// Something the screen may show is no longer what it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
pub struct DeskChanged {
    pub inbox: bool,
    pub grants: bool,
    pub log: bool,
    pub status: bool,
}

impl DeskChanged {
    /// After too much was missed to say what.
    pub const EVERYTHING: Self = Self { inbox: true, grants: true, log: true, status: true };

    pub fn add(&mut self, event: DeskEvent) {
        match event {
            DeskEvent::InboxChanged => self.inbox = true,
            DeskEvent::GrantsChanged => self.grants = true,
            DeskEvent::LogChanged => self.log = true,
            DeskEvent::StatusChanged => self.status = true,
        }
    }
}

/// A queue is being connected, and this much is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
pub struct Connecting {
    pub step: ConnectingStep,
}

/// A log is being written out, and so many of its entries were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
pub struct Exporting {
    pub entries: u32,
    pub of: u32,
}

/// The person chose a place to go to outside the window: on a notification, in the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
pub struct Navigated {
    pub to: NavigationView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NavigationView {
    pub page: Page,
    /// A request at this desk.
    pub id: Option<String>,
    /// With the deny panel open. Nothing is decided by going there.
    pub deny: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    Inbox,
    Grants,
    Log,
    Insights,
    Settings,
}

impl NavigationView {
    pub fn page(page: Page) -> Self {
        Self { page, id: None, deny: false }
    }
    pub fn request(id: impl Into<String>, deny: bool) -> Self {
        Self { page: Page::Inbox, id: Some(id.into()), deny }
    }
}
