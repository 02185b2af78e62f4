//! The session bus and `org.freedesktop.Notifications` on it (specification 1.3). One connection sends everything and
//! hears everything, so that no signal falls between two listeners.

use crate::Task;
use crate::said::{APP_NAME, Said};
use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use zbus::blocking::{Connection, MessageIterator, connection::Builder, fdo::DBusProxy};
use zbus::message::{Body, Message, Type};
use zbus::zvariant::Value;
use zbus::{Error, MatchRule};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const BUS: &str = "org.freedesktop.DBus";
/// A service that takes longer is stuck; starting one takes part of it.
const PATIENCE: Duration = Duration::from_secs(5);
/// As long as the service shows such things.
const ITS_OWN_TIME: i32 = -1;

/// What came over the bus. `by` is the sender's own name on it.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    ActivationToken {
        by: String,
        id: u32,
        token: String,
    },
    Chosen {
        by: String,
        id: u32,
        action: String,
    },
    Closed {
        by: String,
        id: u32,
    },
    /// `left` is the service that was there before, or empty.
    Service {
        left: String,
        came: bool,
    },
    Lost {
        connection: u64,
    },
}

#[derive(Debug)]
pub enum Failure {
    /// No bus, or nobody on it who shows notifications.
    Missing(String),
    /// The connection is of no use any more.
    Broken(String),
    Refused(String),
}

pub struct Bus {
    connection: Connection,
    listener: JoinHandle<()>,
}

impl Bus {
    pub fn connect(address: Option<&str>, number: u64, tasks: Sender<Task>) -> Result<Self, Failure> {
        let builder = match address {
            Some(address) => Builder::address(address),
            None => Builder::session(),
        };
        let connection = builder.and_then(|builder| builder.method_timeout(PATIENCE).build()).map_err(missing)?;
        // Before the first call: whatever it leads to is heard.
        let messages = MessageIterator::from(&connection);
        subscribe(&connection).map_err(missing)?;
        let listener = thread::Builder::new().name("notify-listen".to_owned()).spawn(move || {
            listen(messages, &tasks);
            let _ = tasks.send(Task::Heard(Heard::Lost { connection: number }));
        });
        match listener {
            Ok(listener) => Ok(Self { connection, listener }),
            Err(error) => Err(Failure::Refused(error.to_string())),
        }
    }

    pub fn capabilities(&self) -> Result<Vec<String>, Failure> {
        let answer = self.call("GetCapabilities", &())?;
        read(&answer.body())
    }

    /// Who shows it, and under which number.
    pub fn notify(&self, said: &Said, replaces: u32, desktop_entry: &str) -> Result<(String, u32), Failure> {
        let hints =
            HashMap::from([("urgency", Value::U8(said.urgency)), ("desktop-entry", Value::from(desktop_entry))]);
        let arguments =
            (APP_NAME, replaces, desktop_entry, &said.title, &said.body, &said.actions, hints, ITS_OWN_TIME);
        let answer = self.call("Notify", &arguments)?;
        Ok((sender(&answer), read(&answer.body())?))
    }

    /// Closing what is not there any more is no failure, and a service that is gone shows nothing.
    pub fn close_notification(&self, id: u32) {
        let _ = self.call("CloseNotification", &id);
    }

    pub fn leave(self) {
        let _ = self.connection.close();
        let _ = self.listener.join();
    }

    fn call<B>(&self, method: &str, arguments: &B) -> Result<Message, Failure>
    where
        B: serde::ser::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection.call_method(Some(SERVICE), PATH, Some(SERVICE), method, arguments).map_err(failure)
    }
}

/// Most services answer whoever sent the notification; some tell everybody on the bus.
fn subscribe(connection: &Connection) -> Result<(), Error> {
    let bus = DBusProxy::new(connection)?;
    let signals = MatchRule::builder().msg_type(Type::Signal).interface(SERVICE)?.path(PATH)?.build();
    bus.add_match_rule(signals)?;
    let owner = MatchRule::builder().msg_type(Type::Signal).sender(BUS)?.interface(BUS)?;
    bus.add_match_rule(owner.member("NameOwnerChanged")?.arg(0, SERVICE)?.build())?;
    Ok(())
}

/// Until the connection is closed, by whichever side.
fn listen(messages: MessageIterator, tasks: &Sender<Task>) {
    for message in messages {
        let Ok(message) = message else { return };
        if let Some(heard) = heard(&message)
            && tasks.send(Task::Heard(heard)).is_err()
        {
            return;
        }
    }
}

fn heard(message: &Message) -> Option<Heard> {
    let header = message.header();
    if header.message_type() != Type::Signal {
        return None;
    }
    let (by, body) = (sender(message), message.body());
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (SERVICE, "ActivationToken") => {
            let (id, token) = body.deserialize().ok()?;
            Some(Heard::ActivationToken { by, id, token })
        }
        (SERVICE, "ActionInvoked") => {
            let (id, action) = body.deserialize().ok()?;
            Some(Heard::Chosen { by, id, action })
        }
        (SERVICE, "NotificationClosed") => {
            let (id, _why): (u32, u32) = body.deserialize().ok()?;
            Some(Heard::Closed { by, id })
        }
        // Only the bus itself knows who is on it.
        (BUS, "NameOwnerChanged") if by == BUS => {
            let (name, left, came): (String, String, String) = body.deserialize().ok()?;
            (name == SERVICE).then_some(Heard::Service { left, came: !came.is_empty() })
        }
        _ => None,
    }
}

fn sender(message: &Message) -> String {
    message.header().sender().map(|name| name.as_str().to_owned()).unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned + zbus::zvariant::Type>(body: &Body) -> Result<T, Failure> {
    body.deserialize().map_err(|error| Failure::Refused(error.to_string()))
}

fn missing(error: Error) -> Failure {
    Failure::Missing(error.to_string())
}

fn failure(error: Error) -> Failure {
    let text = error.to_string();
    if let Error::MethodError(name, _, _) = &error {
        let name = name.as_str();
        let nobody = name.ends_with(".ServiceUnknown") || name.ends_with(".NameHasNoOwner") || name.contains(".Spawn.");
        return if nobody { Failure::Missing(text) } else { Failure::Refused(text) };
    }
    if let Error::InputOutput(why) = &error
        && why.kind() == std::io::ErrorKind::TimedOut
    {
        return Failure::Refused("it does not answer".to_owned());
    }
    Failure::Broken(text)
}
