//! Starting with the person's session: only when they ask for it, in the tray, and on the usual profile. What the system has
//! noted is the truth of it; nothing else remembers it.

use crate::shell::Shell;
use desk::view::ErrorView;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Builder, ManagerExt};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LoginView {
    pub on: bool,
    /// Why it cannot be set; absent where it can.
    pub why_not: Option<String>,
    /// A tray shows the app when its window is closed.
    pub tray: bool,
}

pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new().app_name("doorward-desk").arg("--hidden").build()
}

pub fn start(app: &AppHandle, shell: &Shell) -> LoginView {
    let tray = notify::has_tray_host(None);
    if shell.is_elsewhere() {
        let why = "This start uses a profile or tenants of its own. The one at login would use the usual ones.";
        return LoginView { on: false, why_not: Some(why.to_owned()), tray };
    }
    match app.autolaunch().is_enabled() {
        Ok(on) => LoginView { on, why_not: None, tray },
        Err(error) => LoginView { on: false, why_not: Some(format!("The system does not say: {error}.")), tray },
    }
}

pub fn set(app: &AppHandle, shell: &Shell, on: bool) -> Result<LoginView, ErrorView> {
    if !shell.is_elsewhere() {
        let login = app.autolaunch();
        let done = if on { login.enable() } else { login.disable() };
        done.map_err(|error| ErrorView {
            code: "login-start".to_owned(),
            message: format!("The system did not take it: {error}. Nothing was changed."),
            retryable: true,
        })?;
    }
    Ok(start(app, shell))
}
