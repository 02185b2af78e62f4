//! Why no figures can be told.

use super::{Answer, LogError, SettingsError};
use crate::store::StoreError;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsightsError {
    #[error("no queue of that name is connected")]
    NoSuchQueue,
    #[error("“{0}” is no time zone")]
    NoSuchZone(String),
    #[error("{0} is no date")]
    NotADate(String),
    /// It ends before it begins.
    #[error("there is no time in this period")]
    NoTime,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for InsightsError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchQueue => LogError::NoSuchQueue.view(),
            Self::NoSuchZone(name) => SettingsError::NoSuchZone(name.clone()).view(),
            Self::NotADate(typed) => LogError::NotADate(typed.clone()).view(),
            Self::NoTime => LogError::NoTime.view(),
            Self::Store(error) => error.view(),
        }
    }
}
