//! What is made of each of polkit's answers, by a polkit that a test plays on a bus of its own. `polkitd.rs` asks the real one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;

use desk::ports::{PresenceError, PresencePrompt};
use desktop_bus::DesktopBus;
use presence::SystemPresence;
use queue_api::{LocalEvidence, PresenceProof, SystemPrompt};
use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::hash::Hash;
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::OwnedValue;
use zbus::{DBusError, interface};

const SENTENCE: &str = "Grant Global Administrator on Entra ID in Contoso to Dana Peres for 1 hour.";
const LONG: Duration = Duration::from_secs(20);

#[derive(Debug, DBusError)]
#[zbus(prefix = "org.freedesktop.PolicyKit1.Error")]
enum Refusal {
    #[zbus(error)]
    ZBus(zbus::Error),
    Failed(String),
    NotAuthorized(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Play {
    /// Authorized, challenge.
    Answer(bool, bool),
    NoDetails,
    NoSuchAction,
    /// Until it is cancelled.
    Wait,
}

/// Authorized, challenge, details: one structure on the wire.
type Answer = (bool, bool, HashMap<String, String>);

/// What it was asked: the action, the sentence for the prompt, and whether it may ask the person.
type Asked = (String, Option<String>, bool);

struct Authority {
    plays: Arc<Mutex<VecDeque<Play>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    cancelled: Sender<String>,
}

#[interface(name = "org.freedesktop.PolicyKit1.Authority")]
impl Authority {
    async fn check_authorization(
        &self,
        subject: (String, HashMap<String, OwnedValue>),
        action: String,
        details: HashMap<String, String>,
        flags: u32,
        _cancellation: String,
    ) -> Result<(Answer,), Refusal> {
        assert_eq!(subject.0, "system-bus-name");
        let sentence = details.get("polkit.message").map(|words| words.replace("$(sentence)", &details["sentence"]));
        self.asked.lock().unwrap().push((action, sentence, flags == 1));
        let play = self.plays.lock().unwrap().pop_front().expect("one question too many");
        match play {
            Play::Answer(authorized, challenge) => Ok(((authorized, challenge, HashMap::new()),)),
            Play::NoDetails => Err(Refusal::NotAuthorized("Only trusted callers can pass details".to_owned())),
            Play::NoSuchAction => Err(Refusal::Failed("Action org.doorward.desk.decide is not registered".to_owned())),
            Play::Wait => std::future::pending().await,
        }
    }

    fn cancel_check_authorization(&self, cancellation: String) {
        self.cancelled.send(cancellation).unwrap();
    }
}

struct World {
    bus: DesktopBus,
    asked: Arc<Mutex<Vec<Asked>>>,
    cancelled: Receiver<String>,
    _polkit: Connection,
}

impl World {
    fn playing(plays: &[Play]) -> Self {
        let bus = DesktopBus::start();
        let (sender, cancelled) = channel();
        let asked = Arc::default();
        let plays = Arc::new(Mutex::new(plays.iter().copied().collect()));
        let authority = Authority { plays, asked: Arc::clone(&asked), cancelled: sender };
        let polkit = Builder::address(bus.address()).unwrap();
        let polkit = polkit.serve_at("/org/freedesktop/PolicyKit1/Authority", authority).unwrap();
        let polkit = polkit.name("org.freedesktop.PolicyKit1").unwrap().build().unwrap();
        Self { bus, asked, cancelled, _polkit: polkit }
    }

    fn ask(&self, patience: Duration) -> Result<PresenceProof, PresenceError> {
        SystemPresence::on(self.bus.address(), patience).ask(SENTENCE, Hash::of("choice"))
    }
}

fn proof(sentence_shown: bool) -> Result<PresenceProof, PresenceError> {
    let choice_digest = Hash::of("choice");
    Ok(PresenceProof::Local(LocalEvidence { by: SystemPrompt::Polkit, choice_digest, sentence_shown }))
}

fn unavailable(answer: &Result<PresenceProof, PresenceError>) -> &str {
    let Err(PresenceError::Unavailable(why)) = answer else { panic!("{answer:?}") };
    why
}

#[test]
fn the_prompt_shows_the_sentence_where_polkit_takes_it() {
    let world = World::playing(&[Play::Answer(false, true), Play::Answer(true, false)]);
    assert_eq!(world.ask(LONG), proof(true));
    let action = || "org.doorward.desk.decide".to_owned();
    let expected = [(action(), None, false), (action(), Some(format!("Doorward: {SENTENCE}")), true)];
    assert_eq!(*world.asked.lock().unwrap(), expected, "first whether it would ask, then with the sentence");
}

#[test]
fn where_polkit_takes_no_words_its_own_are_shown_and_the_proof_says_so() {
    let world = World::playing(&[Play::Answer(false, true), Play::NoDetails, Play::Answer(true, false)]);
    assert_eq!(world.ask(LONG), proof(false));
    assert_eq!(world.asked.lock().unwrap()[2], ("org.doorward.desk.decide".to_owned(), None, true));
}

#[test]
fn what_passes_without_a_question_is_no_presence() {
    let world = World::playing(&[Play::Answer(true, false)]);
    assert!(unavailable(&world.ask(LONG)).contains("without asking anybody"));
    assert_eq!(world.asked.lock().unwrap().len(), 1, "nobody was asked");
}

#[test]
fn each_way_to_get_no_answer_has_its_own_next_step() {
    let would_ask = Play::Answer(false, true);
    for (plays, words) in [
        (&[Play::Answer(false, false)][..], "Decide from the session in front"),
        (&[Play::NoSuchAction], "org.doorward.desk.policy"),
        (&[would_ask, Play::NoDetails, would_ask], "pkttyagent"),
    ] {
        let answer = World::playing(plays).ask(LONG);
        assert!(unavailable(&answer).contains(words), "{answer:?}");
    }
    let no_polkit = SystemPresence::on(DesktopBus::start().address(), LONG).ask(SENTENCE, Hash::ZERO);
    assert!(unavailable(&no_polkit).contains("Install and start polkit"), "{no_polkit:?}");
    let no_bus = SystemPresence::on("unix:path=/nowhere", LONG).ask(SENTENCE, Hash::ZERO);
    assert!(unavailable(&no_bus).contains("Install and start polkit"), "{no_bus:?}");
}

#[test]
fn a_prompt_that_is_closed_or_answered_wrongly_is_a_refusal() {
    let world = World::playing(&[Play::Answer(false, true), Play::Answer(false, false)]);
    assert_eq!(world.ask(LONG), Err(PresenceError::Refused));
}

#[test]
fn a_prompt_that_nobody_answers_is_taken_back() {
    let world = World::playing(&[Play::Answer(false, true), Play::Wait]);
    assert_eq!(world.ask(Duration::from_millis(300)), Err(PresenceError::TimedOut));
    assert_eq!(world.cancelled.recv_timeout(LONG).unwrap(), "doorward-presence");
}
