//! Alone in its process, because it counts threads.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;
mod service;

use desk::ports::{Notification, Notifier, Urgency};
use desktop_bus::DesktopBus;
use service::{Call, PATIENCE, Service, notifier};
use std::fs;
use std::time::{Duration, Instant};

fn threads_of_the_notifier() -> usize {
    let threads = fs::read_dir("/proc/self/task").unwrap();
    let names = threads.filter_map(|thread| fs::read_to_string(thread.unwrap().path().join("comm")).ok());
    names.filter(|name| name.starts_with("notify")).count()
}

#[test]
fn showing_makes_nobody_wait_and_nothing_is_left_behind() {
    let bus = DesktopBus::start();
    let service = Service::on(bus.address());
    let (notifier, _events) = notifier(bus.address());
    let began = Instant::now();
    for n in 0..500 {
        let key = format!("r-{n}");
        let notification =
            Notification { title: key.clone(), key, body: String::new(), urgency: Urgency::Low, actions: Vec::new() };
        notifier.show(&notification).unwrap();
    }
    let took = began.elapsed();
    assert!(took < Duration::from_millis(100), "500 took {took:?}");
    for _ in 0..500 {
        service.shown();
    }
    assert_eq!(threads_of_the_notifier(), 2, "however many notifications");
    drop(notifier);
    assert_eq!(threads_of_the_notifier(), 0);
    for _ in 0..500 {
        let Call::Close(_) = service.calls.recv_timeout(PATIENCE).unwrap() else { panic!() };
    }
}
