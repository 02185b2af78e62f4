//! A tray, in the test's hands.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../tests/desktop_bus.rs"]
mod desktop_bus;

use desktop_bus::DesktopBus;
use notify::has_tray_host;
use zbus::blocking::connection::Builder;

struct Watcher {
    host: bool,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.host
    }
}

#[test]
fn a_tray_is_there_when_somebody_watches_and_somebody_shows() {
    let bus = DesktopBus::start();
    assert!(!has_tray_host(Some(bus.address())), "nobody watches");
    for host in [false, true] {
        let watcher = Builder::address(bus.address()).unwrap().name("org.kde.StatusNotifierWatcher").unwrap();
        let watcher = watcher.serve_at("/StatusNotifierWatcher", Watcher { host }).unwrap().build().unwrap();
        assert_eq!(has_tray_host(Some(bus.address())), host);
        drop(watcher);
    }
    assert!(!has_tray_host(Some("unix:path=/nowhere")), "no bus at all");
}
