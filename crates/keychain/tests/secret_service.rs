//! The keychain against a real GNOME Keyring, a locked one, an empty one, and none.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;

use desk::ports::{Keychain, KeychainError, Secret};
use desktop_bus::DesktopBus;
use keychain::SystemKeychain;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// Set in the child: one process uses the keychain, as the app does, while the test changes the world around it.
const ROLE: &str = "DOORWARD_TEST_KEYCHAIN";

/// Which bus a process is on is fixed when it starts. So a child does what lines on its input say, and answers in lines.
struct Person {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Person {
    fn on(bus: &DesktopBus) -> Self {
        Self::at(bus, bus.address())
    }

    fn at(bus: &DesktopBus, address: &str) -> Self {
        let mut command = bus.command(env::current_exe().unwrap());
        command
            .args(["--exact", "a_process_on_its_own_bus", "--nocapture"])
            .env(ROLE, "1")
            .env("DBUS_SESSION_BUS_ADDRESS", address);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, to, from }
    }

    fn does(&mut self, what: &str) -> String {
        writeln!(self.to, "{what}").unwrap();
        let mut lines = (&mut self.from).lines().map(Result::unwrap);
        lines.find_map(|line| line.split_once("answer: ").map(|(_, answer)| answer.to_owned())).unwrap()
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The child's part; without its role it does nothing.
#[test]
fn a_process_on_its_own_bus() {
    if env::var_os(ROLE).is_none() {
        return;
    }
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let keychain = SystemKeychain::new(words[1]);
        let answer = match words[0] {
            "get" => keychain.get(words[2]).map(|found| match found {
                Some(secret) => String::from_utf8_lossy(secret.expose()).into_owned(),
                None => "nothing".to_owned(),
            }),
            "set" => keychain.set(words[2], &Secret::new(words[3].into())).map(|()| "done".to_owned()),
            _ => keychain.delete(words[2]).map(|()| "done".to_owned()),
        };
        let answer = answer.unwrap_or_else(|error| match error {
            KeychainError::Missing(_) => "missing".to_owned(),
            KeychainError::Locked(_) => "locked".to_owned(),
            KeychainError::Failed(why) => format!("failed: {why}"),
        });
        writeln!(std::io::stdout(), "\nanswer: {answer}").unwrap();
    }
}

#[test]
fn a_secret_is_kept_replaced_and_forgotten() {
    let bus = DesktopBus::start();
    let _keyring = bus.unlocked_keyring();
    let mut person = Person::on(&bus);
    assert_eq!(person.does("get home key"), "nothing");
    assert_eq!(person.does("delete home key"), "done", "deleting what is not there is no error");
    assert_eq!(person.does("set home key one"), "done");
    assert_eq!(person.does("set home key two"), "done");
    assert_eq!(person.does("get home key"), "two");
    assert_eq!(person.does("get work key"), "nothing", "another profile");
    assert_eq!(person.does("get home other"), "nothing", "another name");
    assert_eq!(person.does("delete home key"), "done");
    assert_eq!(person.does("get home key"), "nothing");
}

#[test]
fn a_secret_outlives_the_keyring_program_and_is_found_by_the_systems_own_tool() {
    let bus = DesktopBus::start();
    let keyring = bus.unlocked_keyring();
    let mut person = Person::on(&bus);
    assert_eq!(person.does("set home key one"), "done");
    let mut tool = bus.command("secret-tool");
    let shown = tool.args(["lookup", "service", "doorward", "username", "key@home"]).output().expect("libsecret-tools");
    assert_eq!(String::from_utf8_lossy(&shown.stdout), "one");
    drop(keyring);
    bus.until_free("org.freedesktop.secrets");
    assert_eq!(person.does("get home key"), "missing");
    let _again = bus.unlocked_keyring();
    assert_eq!(person.does("get home key"), "one", "the same process finds it again");
}

#[test]
fn a_locked_keyring_is_called_locked_and_never_empty() {
    let bus = DesktopBus::start();
    let keyring = bus.unlocked_keyring();
    let mut person = Person::on(&bus);
    assert_eq!(person.does("set home key one"), "done");
    drop(keyring);
    bus.until_free("org.freedesktop.secrets");
    let _locked = bus.locked_keyring();
    for what in ["get home key", "get home other", "set home key two", "set home other two", "delete home key"] {
        assert_eq!(person.does(what), "locked", "{what}");
    }
}

#[test]
fn a_service_without_a_keyring_is_called_missing() {
    let bus = DesktopBus::start();
    let _empty = bus.locked_keyring();
    let mut person = Person::on(&bus);
    for what in ["get home key", "set home key one", "delete home key"] {
        assert_eq!(person.does(what), "missing", "{what}");
    }
}

#[test]
fn a_keyring_that_appears_later_is_found() {
    let bus = DesktopBus::start();
    let mut person = Person::on(&bus);
    for what in ["get home key", "set home key one", "delete home key"] {
        assert_eq!(person.does(what), "missing", "{what}");
    }
    let _keyring = bus.unlocked_keyring();
    assert_eq!(person.does("set home key one"), "done");
    assert_eq!(person.does("get home key"), "one");
}

#[test]
fn without_a_session_bus_the_keyring_is_missing() {
    let bus = DesktopBus::start();
    let mut person = Person::at(&bus, "unix:path=/nowhere");
    for what in ["get home key", "set home key one", "delete home key"] {
        assert_eq!(person.does(what), "missing", "{what}");
    }
}
