//! Why no figures can be told.

use super::{Answer, LogError, SettingsError};
use crate::store::StoreError;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsightsError {
    /// What it is limited to is not there: a queue, a tenant, a time.
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("“{0}” is no time zone")]
    NoSuchZone(String),
}

impl Answer for InsightsError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchZone(name) => SettingsError::NoSuchZone(name.clone()).view(),
            Self::Log(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}
