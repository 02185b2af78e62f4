//! What the window's settings do outside the desk: its text grows, and a notification is shown to try them out.

use crate::shell::Shell;
use crate::window;
use desk::ports::Notifier;
use desk::view::ErrorView;
use desk::{Answer, Preferences};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::AppHandle;

/// This program and where it keeps what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AboutView {
    pub version: String,
    /// As SPDX writes it.
    pub licence: String,
    pub profile: String,
    /// The program's own log, for whoever looks into a fault. It holds no words of requests.
    pub logs: String,
}

impl Shell {
    pub fn set_preferences(&self, app: &AppHandle, preferences: Preferences) -> Result<(), ErrorView> {
        let size = preferences.text_size;
        self.desk.set_preferences(preferences).map_err(|error| error.view())?;
        window::enlarge(app, size);
        Ok(())
    }

    pub fn send_example(&self) -> Result<(), ErrorView> {
        let refused = |code: &str, message: String| ErrorView { code: code.to_owned(), message, retryable: true };
        let Some(example) = self.desk.example() else {
            let message = "Nothing is told by these settings, so there is nothing to show.";
            return Err(refused("nothing-told", message.to_owned()));
        };
        let shown = self.notifier().map(|notifier| notifier.show(&example));
        match shown {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => Err(refused("no-notifications", format!("It was not shown: {error}."))),
            None => Err(refused("no-notifications", "Notifications do not reach this desktop.".to_owned())),
        }
    }

    pub fn about(&self) -> AboutView {
        let folder = self.following.folder();
        AboutView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            licence: env!("CARGO_PKG_LICENSE").to_owned(),
            profile: folder.path().display().to_string(),
            logs: folder.logs().display().to_string(),
        }
    }
}
