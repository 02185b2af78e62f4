//! What to do next, in words that a finding ends with. At a terminal a command stands at their end, as it is typed: with the
//! queue's own address, name and id. What the app's window can do itself it offers instead.

use super::judge::Seen;
use desk::words::add_again;
use serde::{Serialize, Serializer};

pub const INSTALL: &str = "doorward polkit-policy | sudo tee /usr/share/polkit-1/actions/org.doorward.desk.policy";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at_a_terminal: String,
    pub in_the_window: String,
    /// What the window does for it.
    pub mend: Option<Mend>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Sign in again, or with a new token.
    SignIn,
    /// Open the keyring.
    Unlock,
}

/// Programs read the command line's words.
impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.at_a_terminal)
    }
}

/// The same words for both.
impl From<String> for Step {
    fn from(words: String) -> Self {
        Self { in_the_window: words.clone(), at_a_terminal: words, mend: None }
    }
}

impl From<&str> for Step {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

fn step(at_a_terminal: impl Into<String>, in_the_window: &str, mend: Option<Mend>) -> Step {
    Step { at_a_terminal: at_a_terminal.into(), in_the_window: in_the_window.to_owned(), mend }
}

pub fn add() -> Step {
    step("Connect one: doorward queue add URL --name NAME", "Connect a queue.", None)
}

pub fn refresh() -> Step {
    let command = "Start the app, or have any command listen: doorward list";
    step(command, "It is read again by itself while the app is open.", None)
}

pub fn connect_again(seen: &Seen) -> Step {
    let command = format!("Connect the queue again, with a new token: {}", again(seen, &seen.address));
    step(command, "Sign in again, or with a new token.", Some(Mend::SignIn))
}

/// The sentence before it ends with the command.
pub fn sign_in_again() -> Step {
    step("Then look again.", "Sign in again.", Some(Mend::SignIn))
}

pub fn open_keyring(then: &str) -> Step {
    step(then, "Open the keyring, then look again.", Some(Mend::Unlock))
}

pub fn look_again(seen: &Seen) -> Step {
    let command = format!("Look again once it answers: doorward queue doctor {}", seen.id);
    step(command, "Look again once it answers.", None)
}

pub fn connect_elsewhere(seen: &Seen) -> Step {
    let command = format!("Connect the queue again, at an address that is one: {}", again(seen, "URL"));
    step(command, "Remove the queue, then connect it at an address that is one.", None)
}

pub fn key_lost(seen: &Seen) -> Step {
    format!("Open the keyring that held it, then look again; if it is lost: {}", recover(seen)).into()
}

pub fn new_log(seen: &Seen) -> Step {
    format!("Look at it (doorward log list --queue {}), then begin a new one: {}", seen.id, recover(seen)).into()
}

pub fn new_device(seen: &Seen) -> Step {
    format!("To go on with a new key and a new log: {}", recover(seen)).into()
}

pub fn accept_log(seen: &Seen) -> Step {
    format!("Tell whoever runs the queue. Once it is explained: doorward queue accept-log {}", seen.id).into()
}

pub fn enrol_key(seen: &Seen) -> Step {
    format!("Plug it in, then: doorward keys add --queue {}", seen.id).into()
}

fn again(seen: &Seen, address: &str) -> String {
    add_again(address, &seen.name, seen.watch)
}

fn recover(seen: &Seen) -> String {
    let Seen { id, .. } = seen;
    format!("doorward keys recover --queue {id}")
}
