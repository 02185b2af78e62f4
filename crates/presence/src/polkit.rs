//! Linux: polkit, whose agent on the person's desktop asks for their password. The action and its words are in
//! `assets/org.doorward.desk.policy`, which an administrator installs.
//!
//! polkit lets a program of an ordinary person ask about itself, and hand over words for the prompt only where the action
//! names that person as its owner. Elsewhere the prompt shows the fixed words of the action, and the proof says so.

use crate::PATIENCE;
use crate::keys::SecurityKeys;
use crate::terminal::TerminalAgent;
use desk::ports::{Attest, PresenceError, PresencePrompt, Register, Registered};
use queue_api::{AttestedEvidence, LocalEvidence, PresenceProof, SystemPrompt};
use std::collections::HashMap;
use std::time::Duration;
use tlog::hash::Hash;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, connection::Builder};
use zbus::names::OwnedBusName;
use zbus::zvariant::Value;

const SERVICE: &str = "org.freedesktop.PolicyKit1";
const PATH: &str = "/org/freedesktop/PolicyKit1/Authority";
const INTERFACE: &str = "org.freedesktop.PolicyKit1.Authority";
const NOT_AUTHORIZED: &str = "org.freedesktop.PolicyKit1.Error.NotAuthorized";
/// Names it in the policy file, in an administrator's rules, and in polkit's own log.
const ACTION: &str = "org.doorward.desk.decide";
/// One question at a time on each connection.
const CANCELLATION: &str = "doorward-presence";

const ASK_NOBODY: u32 = 0;
const ASK_THE_PERSON: u32 = 1;

#[derive(Debug)]
pub struct Polkit {
    /// The address of a bus other than the system's.
    bus: Option<String>,
    patience: Duration,
}

impl Default for Polkit {
    fn default() -> Self {
        Self { bus: None, patience: PATIENCE }
    }
}

impl Polkit {
    /// Asks on this bus, and not on the system's: for tests.
    pub fn on(bus: &str, patience: Duration) -> Self {
        Self { bus: Some(bus.to_owned()), patience }
    }
}

impl PresencePrompt for Polkit {
    fn ask(&self, sentence: &str, choice: Hash) -> Result<PresenceProof, PresenceError> {
        let authority = Authority::connect(self.bus.as_deref(), self.patience)?;
        // What passes without a question, as everything does for the superuser, shows nobody's presence.
        match authority.check(&HashMap::new(), ASK_NOBODY).map_err(failure)? {
            Answer { authorized: true, .. } => return Err(unavailable(PASSES)),
            Answer { challenge: false, .. } => return Err(unavailable(CLOSED)),
            Answer { authorized: false, challenge: true, .. } => {}
        }
        let (mut answer, mut sentence_shown) = authority.prompt(sentence)?;
        // There was nobody to ask through: where a terminal is there, it is asked in that. Its agent is on the system's bus.
        if answer.nobody_asked()
            && self.bus.is_none()
            && let Some(_agent) = TerminalAgent::start()
        {
            (answer, sentence_shown) = authority.prompt(sentence)?;
        }
        match answer {
            Answer { authorized: true, .. } => Ok(PresenceProof::Local(LocalEvidence {
                by: SystemPrompt::Polkit,
                choice_digest: choice,
                sentence_shown,
            })),
            answer if answer.nobody_asked() => Err(unavailable(NO_AGENT)),
            _ => Err(PresenceError::Refused),
        }
    }

    fn security_key(&self) -> Result<(), PresenceError> {
        SecurityKeys::default().check()
    }

    fn attest(&self, attest: &Attest) -> Result<AttestedEvidence, PresenceError> {
        SecurityKeys::default().attest(attest)
    }

    fn register(&self, register: &Register) -> Result<Registered, PresenceError> {
        SecurityKeys::default().register(register)
    }
}

/// How long the bus is waited for.
const LOOKED_FOR: Duration = Duration::from_secs(5);

/// Whether polkit is on the system's bus, or is started when it is asked. It is not asked, and not started.
pub fn runs() -> bool {
    let bus = Builder::system().and_then(|builder| builder.method_timeout(LOOKED_FOR).build());
    bus.is_ok_and(|bus| is_on(&bus).unwrap_or(false))
}

fn is_on(bus: &Connection) -> zbus::fdo::Result<bool> {
    let names = DBusProxy::new(bus)?;
    let known = |names: Vec<OwnedBusName>| names.iter().any(|name| name.as_str() == SERVICE);
    Ok(known(names.list_names()?) || known(names.list_activatable_names()?))
}

const NO_BUS: &str = "polkit does not answer on the system bus. Install and start polkit (Debian: polkitd).";
const NO_ACTION: &str = "polkit does not know Doorward’s action. Have an administrator install it: \
                         doorward polkit-policy | sudo tee /usr/share/polkit-1/actions/org.doorward.desk.policy";
const PASSES: &str = "polkit lets the action pass without asking anybody: you run as the superuser, or a rule of this machine \
                      says so. Run Doorward as yourself, or have an administrator take org.doorward.desk.decide out of that rule.";
const CLOSED: &str = "polkit’s rules do not let this session be asked: it is not the one in front, or an administrator closed it. \
                      Decide from the session in front.";
const NO_AGENT: &str = "No polkit agent runs in this session. Desktops start one; in a terminal Doorward starts pkttyagent, \
                        which comes with polkit (Debian: polkitd).";

fn unavailable(why: &str) -> PresenceError {
    PresenceError::Unavailable(why.to_owned())
}

/// What polkit says of one question.
struct Answer {
    authorized: bool,
    challenge: bool,
}

impl Answer {
    /// It would have asked, and there was nobody to ask through.
    fn nobody_asked(&self) -> bool {
        self.challenge && !self.authorized
    }
}

struct Authority {
    connection: Connection,
}

impl Authority {
    fn connect(bus: Option<&str>, patience: Duration) -> Result<Self, PresenceError> {
        let builder = match bus {
            Some(address) => Builder::address(address),
            None => Builder::system(),
        };
        let connection = builder.and_then(|builder| builder.method_timeout(patience).build());
        connection.map(|connection| Self { connection }).map_err(|error| {
            tracing::warn!(%error, "no system bus");
            unavailable(NO_BUS)
        })
    }

    /// Of this very connection, which nobody else can be on: a process number could be another's by the time it is looked at.
    fn check(&self, details: &HashMap<&str, &str>, flags: u32) -> zbus::Result<Answer> {
        let name = self.connection.unique_name().map(|name| name.to_string()).unwrap_or_default();
        let subject = ("system-bus-name", HashMap::from([("name", Value::from(name))]));
        let arguments = (subject, ACTION, details, flags, CANCELLATION);
        let answer = self.call("CheckAuthorization", &arguments)?;
        let (authorized, challenge, _): (bool, bool, HashMap<String, String>) = answer.body().deserialize()?;
        Ok(Answer { authorized, challenge })
    }

    /// Has the person asked, and says whether they were shown the sentence.
    fn prompt(&self, sentence: &str) -> Result<(Answer, bool), PresenceError> {
        let words = HashMap::from([("polkit.message", "Doorward: $(sentence)"), ("sentence", sentence)]);
        let (answer, sentence_shown) = match self.check(&words, ASK_THE_PERSON) {
            Err(zbus::Error::MethodError(name, ..)) if name.as_str() == NOT_AUTHORIZED => {
                (self.check(&HashMap::new(), ASK_THE_PERSON), false)
            }
            answer => (answer, true),
        };
        Ok((answer.map_err(|error| self.unanswered(error))?, sentence_shown))
    }

    /// The prompt does not outlive the question.
    fn unanswered(&self, error: zbus::Error) -> PresenceError {
        if is_timeout(&error) {
            let _ = self.call("CancelCheckAuthorization", &CANCELLATION);
        }
        failure(error)
    }

    fn call<B>(&self, method: &str, arguments: &B) -> zbus::Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection.call_method(Some(SERVICE), PATH, Some(INTERFACE), method, arguments)
    }
}

fn is_timeout(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::InputOutput(why) if why.kind() == std::io::ErrorKind::TimedOut)
}

fn failure(error: zbus::Error) -> PresenceError {
    if is_timeout(&error) {
        return PresenceError::TimedOut;
    }
    tracing::warn!(%error, "polkit did not ask");
    let zbus::Error::MethodError(name, why, _) = &error else { return unavailable(NO_BUS) };
    let why = why.as_deref().unwrap_or_default();
    match name.strip_prefix("org.freedesktop.PolicyKit1.Error.") {
        Some("Cancelled") => PresenceError::Refused,
        Some("Failed") if why.contains("not registered") => unavailable(NO_ACTION),
        Some(_) | None => unavailable(NO_BUS),
    }
}
