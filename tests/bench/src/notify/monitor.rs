//! Sees every call that programs make to the notification service, and when. It takes part in nothing: the bus makes a
//! monitor deaf and dumb.

use std::{thread, time::Instant};

use doorward_e2e::{Failure, Outcome, SOON, While};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::{
    MatchRule,
    blocking::{MessageIterator, connection::Builder, fdo::MonitoringProxy},
    message::{Message, Type},
};

const SERVICE: &str = "org.freedesktop.Notifications";

pub struct Monitor(UnboundedReceiver<(Instant, Call)>);

#[derive(Debug, PartialEq)]
pub enum Call {
    /// Shown by the program of this name.
    Notify(String),
    CloseNotification,
}

impl Monitor {
    pub fn start(bus: &str) -> Outcome<Self> {
        let connection =
            Builder::address(bus).and_then(|builder| builder.build()).while_doing("connecting to the bus")?;
        let messages = MessageIterator::from(&connection);
        let rule =
            MatchRule::builder().msg_type(Type::MethodCall).interface(SERVICE).while_doing("naming the calls")?;
        let proxy = MonitoringProxy::new(&connection).while_doing("asking the bus")?;
        proxy.become_monitor(&[rule.build()], 0).while_doing("becoming a monitor")?;
        let (tell, seen) = unbounded_channel();
        thread::Builder::new().name("monitor".into()).spawn(move || watch(messages, &tell))?;
        Ok(Monitor(seen))
    }

    /// When the next such call was made. Others before it are passed over.
    pub async fn next(&mut self, wanted: Call) -> Outcome<Instant> {
        let look = async {
            while let Some((at, call)) = self.0.recv().await {
                if call == wanted {
                    return Ok(at);
                }
            }
            Err(Failure::new("the bus ended"))
        };
        tokio::time::timeout(SOON, look).await.while_doing(&format!("waiting for {wanted:?}"))?
    }
}

fn watch(messages: MessageIterator, tell: &UnboundedSender<(Instant, Call)>) {
    for message in messages.map_while(Result::ok) {
        let at = Instant::now();
        if let Some(call) = call(&message)
            && tell.send((at, call)).is_err()
        {
            return;
        }
    }
}

fn call(message: &Message) -> Option<Call> {
    match message.header().member()?.as_str() {
        "Notify" => {
            type Arguments<'a> = (&'a str, u32, &'a str, &'a str, &'a str);
            let body = message.body();
            // The name stands first; what follows does not matter here.
            let (app, ..) = body.deserialize_unchecked::<Arguments<'_>>().ok()?;
            Some(Call::Notify(app.to_owned()))
        }
        "CloseNotification" => Some(Call::CloseNotification),
        _ => None,
    }
}
