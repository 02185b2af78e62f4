//! What notifications would say, for the page that sets them.

use super::RoleLevel;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Each as the planner would tell it; absent where it would not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NotificationsPreview {
    /// Of the levels that are told at once, high before the others.
    pub at_once: Option<ToldView>,
    /// Of the same request, later.
    pub reminder: Option<ToldView>,
    /// Of what is gathered.
    pub digest: Option<ToldView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ToldView {
    /// `14:00`, for a request that arrives at this moment.
    pub at: String,
    /// The risk of what it tells: picks shape and colour.
    pub level: RoleLevel,
    pub title: String,
    pub body: String,
    /// It has a button that opens the panel for denying; the one that opens the request is always there.
    pub deny: bool,
}
