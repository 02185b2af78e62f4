//! The notifier against a real notification daemon, dunst, on a bus and a screen of the test's own.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;

use desk::ports::{Notification, NotificationAction, Notifier, NotifierError, Urgency};
use desktop_bus::{DesktopBus, Program};
use notify::{Chosen, DesktopNotifier, Event, Labels, Settings};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATIENCE: Duration = Duration::from_secs(20);

struct Desktop {
    bus: DesktopBus,
    _screen: Program,
    display: String,
}

impl Desktop {
    fn start() -> Self {
        let bus = DesktopBus::start();
        let (screen, display) = bus.screen();
        Self { bus, _screen: screen, display }
    }

    fn printed(&self) -> PathBuf {
        self.bus.folder().join("printed")
    }

    /// Its menu is a script that picks the line named in the file `pick`.
    fn dunst(&self) -> Program {
        let menu = self.bus.folder().join("menu");
        let pick = self.bus.folder().join("pick");
        fs::write(&menu, format!("#!/bin/sh\nexec grep -m1 -f {}\n", pick.display())).unwrap();
        fs::set_permissions(&menu, fs::Permissions::from_mode(0o700)).unwrap();
        let config = self.bus.folder().join("dunstrc");
        fs::write(&config, format!("[global]\ndmenu = {}\nmarkup = full\n", menu.display())).unwrap();
        let mut command = self.bus.command("dunst");
        command.env("DISPLAY", &self.display).arg("-conf").arg(config).arg("-print");
        command.stdin(Stdio::null()).stdout(fs::File::create(self.printed()).unwrap()).stderr(Stdio::null());
        let dunst = self.bus.spawn(&mut command, "dunst");
        self.bus.until_owned(SERVICE);
        dunst
    }

    fn ctl(&self, arguments: &[&str]) -> String {
        let output = self.bus.command("dunstctl").args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn choose_in_the_menu(&self, label: &str) {
        fs::write(self.bus.folder().join("pick"), label).unwrap();
        self.ctl(&["context"]);
    }

    fn until_displayed(&self, count: &str) {
        self.bus.until(&format!("{count} notifications are displayed"), || self.ctl(&["count", "displayed"]) == count);
    }

    fn notifier(&self) -> (DesktopNotifier, Receiver<Event>) {
        notifier(self.bus.address())
    }
}

fn notifier(address: &str) -> (DesktopNotifier, Receiver<Event>) {
    let (sender, events) = channel();
    let settings = Settings {
        desktop_entry: "doorward".to_owned(),
        labels: Labels { review: "Review".to_owned(), deny: "Deny…".to_owned() },
        bus: Some(address.to_owned()),
    };
    (DesktopNotifier::start(settings, move |event| sender.send(event).unwrap_or_default()).unwrap(), events)
}

fn notification(key: &str, title: &str) -> Notification {
    Notification {
        key: key.to_owned(),
        title: title.to_owned(),
        body: "High risk · 4 h · <Contoso> & others".to_owned(),
        urgency: Urgency::Critical,
        actions: vec![NotificationAction::Review, NotificationAction::Deny],
    }
}

fn chosen(key: &str, action: NotificationAction) -> Event {
    Event::Chosen(Chosen { key: key.to_owned(), action, activation_token: None })
}

#[test]
fn a_notification_is_shown_with_its_words_its_urgency_and_its_actions() {
    let desktop = Desktop::start();
    let _dunst = desktop.dunst();
    let (notifier, _events) = desktop.notifier();
    notifier.show(&notification("r-1", "Mira asks for payroll")).unwrap();
    desktop.until_displayed("1");
    desktop.bus.until("dunst has said what it shows", || fs::read_to_string(desktop.printed()).unwrap().contains("}"));
    let printed = fs::read_to_string(desktop.printed()).unwrap();
    for line in [
        "appname: 'Doorward'",
        "summary: 'Mira asks for payroll'",
        "urgency: CRITICAL",
        "desktop_entry: 'doorward'",
        "\"Review\"",
        "\"Deny…\"",
        "&lt;Contoso&gt; &amp; others",
    ] {
        assert!(printed.contains(line), "{line} in:\n{printed}");
    }
}

#[test]
fn what_was_chosen_comes_back_with_the_key() {
    let desktop = Desktop::start();
    let _dunst = desktop.dunst();
    let (notifier, events) = desktop.notifier();
    for (key, choose, expected) in [
        ("r-1", None, NotificationAction::Review),
        ("r-2", Some("Deny"), NotificationAction::Deny),
        ("r-3", Some("Review"), NotificationAction::Review),
    ] {
        notifier.show(&notification(key, key)).unwrap();
        desktop.until_displayed("1");
        match choose {
            None => drop(desktop.ctl(&["action", "0"])),
            Some(label) => desktop.choose_in_the_menu(label),
        }
        assert_eq!(events.recv_timeout(PATIENCE).unwrap(), chosen(key, expected));
        desktop.ctl(&["close-all"]);
        desktop.until_displayed("0");
    }
}

#[test]
fn the_same_key_replaces_and_withdrawing_removes() {
    let desktop = Desktop::start();
    let _dunst = desktop.dunst();
    let (notifier, events) = desktop.notifier();
    notifier.show(&notification("r-1", "one")).unwrap();
    notifier.show(&notification("r-2", "two")).unwrap();
    notifier.show(&notification("r-1", "one again")).unwrap();
    desktop.until_displayed("2");
    notifier.withdraw("r-2").unwrap();
    notifier.withdraw("r-9").unwrap();
    desktop.until_displayed("1");
    desktop.ctl(&["action", "0"]);
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), chosen("r-1", NotificationAction::Review));
}

#[test]
fn a_daemon_that_appears_later_is_found_and_shows_what_waited() {
    let desktop = Desktop::start();
    let (notifier, events) = desktop.notifier();
    let Event::Standing(Err(NotifierError::Missing(_))) = events.recv_timeout(PATIENCE).unwrap() else { panic!() };
    assert!(matches!(notifier.show(&notification("r-1", "one")), Err(NotifierError::Missing(_))));
    assert!(matches!(notifier.show(&notification("r-2", "two")), Err(NotifierError::Missing(_))));
    assert!(matches!(notifier.withdraw("r-2"), Err(NotifierError::Missing(_))));
    let dunst = desktop.dunst();
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), Event::Standing(Ok(())));
    desktop.until_displayed("1");
    drop(dunst);
    let Event::Standing(Err(NotifierError::Missing(_))) = events.recv_timeout(PATIENCE).unwrap() else { panic!() };
    let _dunst = desktop.dunst();
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), Event::Standing(Ok(())));
    notifier.show(&notification("r-1", "one")).unwrap();
    desktop.until_displayed("1");
}

#[test]
fn without_a_session_bus_there_is_nobody() {
    let (notifier, events) = notifier("unix:path=/nowhere");
    let Event::Standing(Err(NotifierError::Missing(_))) = events.recv_timeout(PATIENCE).unwrap() else { panic!() };
    assert!(matches!(notifier.show(&notification("r-1", "one")), Err(NotifierError::Missing(_))));
}
