//! Leaving: closing the window hides it where a tray shows the app and the person left it so, else ends the app; quitting always
//! ends it, and asks first while grants made on this machine would end late. No program is left running unseen.

use crate::shell::Shell;
use crate::window;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

/// The person is being asked: a second wish to quit asks nothing new.
#[derive(Debug, Default)]
pub struct Asking(AtomicBool);

/// The window is to be closed. Returns at once: the desktop is asked, and may be slow.
pub fn close(app: &AppHandle) {
    let app = app.clone();
    let shell = app.state::<Shell>();
    // Practice has no tray.
    let stays = !shell.setup.practice && shell.desk.preferences().close_to_tray;
    spawn_blocking(move || if stays && notify::has_tray_host(None) { window::hide(&app) } else { quit(&app) });
}

/// The app is to end. Returns at once.
pub fn quit(app: &AppHandle) {
    let app = app.clone();
    spawn_blocking(move || match app.state::<Shell>().desk.ends_late() {
        None => app.state::<Shell>().end(&app),
        Some(why) => ask(&app, &why),
    });
}

fn ask(app: &AppHandle, why: &str) {
    if app.state::<Asking>().0.swap(true, Ordering::AcqRel) {
        return;
    }
    let answered = app.clone();
    let buttons = MessageDialogButtons::OkCancelCustom("Quit anyway".to_owned(), "Stay".to_owned());
    let dialog = app.dialog().message(format!("{why} Quit anyway?")).title("Quit Doorward").buttons(buttons);
    dialog.kind(MessageDialogKind::Warning).show(move |quits| {
        answered.state::<Asking>().0.store(false, Ordering::Release);
        if quits {
            spawn_blocking(move || answered.state::<Shell>().end(&answered));
        }
    });
}
