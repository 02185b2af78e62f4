//! What a notification service says back, against one in the test's hands.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;
mod service;

use desk::ports::{Notification, NotificationAction, Notifier, Urgency};
use desktop_bus::DesktopBus;
use notify::{Chosen, Event};
use service::{Call, PATIENCE, Service, notifier, signal};
use zbus::blocking::connection::Builder;

fn notification(key: &str, actions: &[NotificationAction]) -> Notification {
    Notification {
        key: key.to_owned(),
        title: key.to_owned(),
        body: String::new(),
        urgency: Urgency::Normal,
        actions: actions.to_vec(),
    }
}

const BOTH: &[NotificationAction] = &[NotificationAction::Review, NotificationAction::Deny];

fn chosen(key: &str, action: NotificationAction, token: Option<&str>) -> Event {
    Event::Chosen(Chosen { key: key.to_owned(), action, activation_token: token.map(str::to_owned) })
}

#[test]
fn no_click_is_lost_behind_its_activation_token() {
    let bus = DesktopBus::start();
    let service = Service::on(bus.address());
    let (notifier, events) = notifier(bus.address());
    for n in 0..200 {
        let key = format!("r-{n}");
        notifier.show(&notification(&key, BOTH)).unwrap();
        let (to, id) = service.shown();
        service.invoke(&to, id, "deny", Some("token"));
        assert_eq!(events.recv_timeout(PATIENCE).unwrap(), chosen(&key, NotificationAction::Deny, Some("token")));
    }
}

#[test]
fn only_the_service_that_shows_it_is_believed_and_only_what_was_offered() {
    let bus = DesktopBus::start();
    let service = Service::on(bus.address());
    let stranger = Builder::address(bus.address()).unwrap().build().unwrap();
    let (notifier, events) = notifier(bus.address());
    notifier.show(&notification("r-1", &[NotificationAction::Review])).unwrap();
    let (to, id) = service.shown();
    signal(&stranger, &to, "ActivationToken", &(id, "stolen"));
    signal(&stranger, &to, "ActionInvoked", &(id, "review"));
    signal(&stranger, &to, "NotificationClosed", &(id, 2_u32));
    service.invoke(&to, id + 1, "review", None);
    service.invoke(&to, id, "deny", None);
    service.invoke(&to, id, "grant", None);
    signal(&service.connection, &to, "ActionInvoked", &("not a number", 1_u32));
    service.invoke(&to, id, "default", None);
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), chosen("r-1", NotificationAction::Review, None));
    assert!(events.try_recv().is_err());
}

#[test]
fn one_that_was_closed_is_shown_anew_and_not_withdrawn_again() {
    let bus = DesktopBus::start();
    let service = Service::on(bus.address());
    let (notifier, events) = notifier(bus.address());
    notifier.show(&notification("r-1", BOTH)).unwrap();
    let (to, first) = service.shown();
    notifier.show(&notification("r-1", BOTH)).unwrap();
    let Call::Notify { replaces, .. } = service.calls.recv_timeout(PATIENCE).unwrap() else { panic!() };
    assert_eq!(replaces, first);
    service.close(&to, first);
    // The answer to this one says that what came before it was heard.
    service.invoke(&to, first, "review", None);
    notifier.show(&notification("r-2", BOTH)).unwrap();
    let (_, second) = service.shown();
    service.invoke(&to, second, "review", None);
    assert_eq!(events.recv_timeout(PATIENCE).unwrap(), chosen("r-2", NotificationAction::Review, None));
    notifier.withdraw("r-1").unwrap();
    notifier.show(&notification("r-1", BOTH)).unwrap();
    let Call::Notify { replaces: 0, .. } = service.calls.recv_timeout(PATIENCE).unwrap() else { panic!() };
}
