//! What the person sets: when they are told, and how their window is. Each is kept in the profile before it counts.

use super::{Desk, DeskEvent};
use crate::attention::{self, Settings};
use crate::errors::SettingsError;
use crate::ports::Notification;
use crate::preferences::Preferences;
use crate::store::Write;
use crate::view::NotificationsPreview;
use chrono_tz::Tz;

impl Desk {
    pub fn settings(&self) -> Settings {
        self.lock().settings.clone()
    }

    /// A zone that is none changes nothing.
    pub fn set_settings(&self, settings: Settings) -> Result<(), SettingsError> {
        checked(&settings)?;
        let mut state = self.lock();
        let value = serde_json::to_string(&settings).ok();
        self.commit(&mut state, vec![Write::Setting { name: "settings".to_owned(), value }])?;
        state.settings = settings;
        self.emit(DeskEvent::StatusChanged);
        Ok(())
    }

    /// What settings would come to, before they are set.
    pub fn preview_settings(&self, settings: &Settings) -> Result<NotificationsPreview, SettingsError> {
        checked(settings)?;
        Ok(attention::preview(settings, &self.here()))
    }

    /// A notification to try them out by, as what is set would have it; none where nothing would be told.
    pub fn example(&self) -> Option<Notification> {
        attention::example(&self.lock().settings, &self.here())
    }

    pub fn preferences(&self) -> Preferences {
        self.lock().preferences.clone()
    }

    pub fn set_preferences(&self, preferences: Preferences) -> Result<(), SettingsError> {
        if !preferences.fits() {
            return Err(SettingsError::TooLarge);
        }
        let mut state = self.lock();
        let value = serde_json::to_string(&preferences).ok();
        self.commit(&mut state, vec![Write::Setting { name: "preferences".to_owned(), value }])?;
        state.preferences = preferences;
        Ok(())
    }
}

fn checked(settings: &Settings) -> Result<(), SettingsError> {
    let none = settings.quiet.zone.as_ref().filter(|zone| zone.parse::<Tz>().is_err());
    none.map_or(Ok(()), |zone| Err(SettingsError::NoSuchZone(zone.chars().take(60).collect())))
}
