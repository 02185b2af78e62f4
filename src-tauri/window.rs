//! The one window: opening, showing and hiding it, and going to a place in it. Going somewhere decides nothing.

use crate::events::{Navigated, NavigationView};
use desk::TextSize;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, WebviewWindow, WebviewWindowBuilder};
use tauri_specta::Event;

/// A place that the front end has not fetched yet: it may still be loading when a notification is acted on.
#[derive(Debug, Default)]
pub struct Pending(Mutex<Option<NavigationView>>);

impl Pending {
    pub fn take(&self) -> Option<NavigationView> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
    fn put(&self, to: NavigationView) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
    }
}

/// Opens the window as `tauri.conf.json` describes it, unseen. What the page calls itself, with how much waits, is what the
/// task bar shows.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    for described in &app.config().app.windows {
        let window = WebviewWindowBuilder::from_config(app, described)?;
        let window = window.visible(false).on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::warn!(%error, "the window could not be renamed");
            }
        });
        window.build()?;
    }
    Ok(())
}

/// Everything in it, so that it is laid out anew as in a smaller window and nothing is cut off.
pub fn enlarge(app: &AppHandle, size: TextSize) {
    if let Some(Err(error)) = main(app).map(|window| window.set_zoom(size.factor())) {
        tracing::warn!(%error, "the text could not be enlarged");
    }
}

/// Takes the window from the screen; the tray brings it back.
pub fn hide(app: &AppHandle) {
    if let Some(Err(error)) = main(app).map(|window| window.hide()) {
        tracing::warn!(%error, "the window could not be hidden");
    }
}

/// Brings the window to the front.
pub fn raise(app: &AppHandle) {
    let Some(window) = main(app) else { return };
    let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window could not be raised");
    }
}

/// Brings the window to the front at `to`.
pub fn go(app: &AppHandle, to: NavigationView) {
    app.state::<Pending>().put(to.clone());
    raise(app);
    if let Err(error) = (Navigated { to }).emit(app) {
        tracing::warn!(%error, "the front end could not be told where to go");
    }
}

/// Whose parent a dialog has.
pub fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window("main")
}
