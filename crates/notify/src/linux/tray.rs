//! Whether the desktop shows tray icons: somebody must watch for them, and somebody must show what was found
//! (StatusNotifierItem specification). It shows no icon itself.

use std::time::Duration;
use zbus::blocking::{Proxy, connection::Builder};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
/// A person waits for their window to close.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asked anew each time, because panels come and go. A desktop that does not answer has none.
pub fn has_tray_host(bus: Option<&str>) -> bool {
    let builder = match bus {
        Some(address) => Builder::address(address),
        None => Builder::session(),
    };
    let asked = builder.and_then(|builder| builder.method_timeout(PATIENCE).build()).and_then(|connection| {
        Proxy::new(&connection, WATCHER, PATH, WATCHER)?.get_property("IsStatusNotifierHostRegistered")
    });
    asked.unwrap_or(false)
}
