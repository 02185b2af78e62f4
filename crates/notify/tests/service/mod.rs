//! A notification service in the test's hands: it keeps what it was sent, and sends the signals that a test wants.
#![allow(dead_code)]

use notify::{DesktopNotifier, Event, Labels, Settings};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use zbus::blocking::{Connection, connection::Builder};
use zbus::message::Header;
use zbus::zvariant::OwnedValue;

pub const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What arrived, and from whom.
#[derive(Debug)]
pub enum Call {
    Notify { from: String, replaces: u32, id: u32, title: String },
    Close(u32),
}

pub struct Service {
    pub connection: Connection,
    pub calls: Receiver<Call>,
}

struct Answers {
    calls: Sender<Call>,
    last: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Answers {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".to_owned(), "body".to_owned()]
    }

    #[allow(clippy::too_many_arguments)]
    fn notify(
        &mut self,
        #[zbus(header)] header: Header<'_>,
        _app: &str,
        replaces: u32,
        _icon: &str,
        title: String,
        _body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        if replaces == 0 {
            self.last += 1;
        }
        let id = if replaces == 0 { self.last } else { replaces };
        let from = header.sender().unwrap().to_string();
        self.calls.send(Call::Notify { from, replaces, id, title }).unwrap();
        id
    }

    fn close_notification(&self, id: u32) {
        self.calls.send(Call::Close(id)).unwrap();
    }
}

impl Service {
    pub fn on(address: &str) -> Self {
        let (sender, calls) = channel();
        let answers = Answers { calls: sender, last: 0 };
        let builder = Builder::address(address).unwrap().name(NAME).unwrap().serve_at(PATH, answers).unwrap();
        Self { connection: builder.build().unwrap(), calls }
    }

    pub fn shown(&self) -> (String, u32) {
        match self.calls.recv_timeout(PATIENCE).unwrap() {
            Call::Notify { from, id, .. } => (from, id),
            other @ Call::Close(_) => panic!("{other:?}"),
        }
    }

    /// As a desktop does it on a click: the token, and the action right behind it.
    pub fn invoke(&self, to: &str, id: u32, action: &str, token: Option<&str>) {
        if let Some(token) = token {
            signal(&self.connection, to, "ActivationToken", &(id, token));
        }
        signal(&self.connection, to, "ActionInvoked", &(id, action));
    }

    pub fn close(&self, to: &str, id: u32) {
        signal(&self.connection, to, "NotificationClosed", &(id, 2_u32));
    }
}

pub fn signal<B: serde::Serialize + zbus::zvariant::DynamicType>(from: &Connection, to: &str, name: &str, body: &B) {
    from.emit_signal(Some(to), PATH, NAME, name, body).unwrap();
}

pub fn notifier(address: &str) -> (DesktopNotifier, Receiver<Event>) {
    let (sender, events) = channel();
    let settings = Settings {
        desktop_entry: "doorward".to_owned(),
        labels: Labels { review: "Review".to_owned(), deny: "Deny…".to_owned() },
        bus: Some(address.to_owned()),
    };
    (DesktopNotifier::start(settings, move |event| sender.send(event).unwrap_or_default()).unwrap(), events)
}
