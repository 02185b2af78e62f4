//! What a front end may ask: inbox, sheet, outbox, log, attention. App, tray and command line call the same
//! functions here. It does not know HTTP, SQL or windows: those are traits, implemented at the edges.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod attention;
mod barred;
mod bulk;
mod called;
pub mod capabilities;
mod desk;
mod errors;
mod former;
mod grants;
mod here;
mod inbox;
mod insights;
mod judging;
mod log;
mod log_wait;
mod older;
mod order;
mod patience;
pub mod ports;
mod preferences;
pub mod query;
mod queue_log;
pub mod roles;
mod rules;
mod sheet;
pub mod short_ids;
mod standing;
mod state;
mod status;
pub mod store;
pub mod sync;
#[cfg(test)]
mod tests;
pub mod text;
mod tickets;
mod tray;
pub mod view;
mod visits;
pub mod words;

pub use crate::desk::{
    Choice, Clicked, Desk, DeskEvent, Exported, ListForm, LogExport, LogList, Machine, Ports, QueueSetup, RolesFilter,
    SentNow, Unsent, Written, device_keys,
};
pub use attention::{Attention, Settings};
pub use errors::InsightsError;
pub use errors::{
    Answer, BulkError, DecideError, DeviceError, LogError, NoSuchQueue, NoSuchTenant, OpenError, PageError,
    PreviewError, QueueError, RemoveError, RevokeError, RolesError, SayError, SettingsError, SheetError, ShortenError,
    SigningError, SuspendError, TicketError, UndoError, ViewError,
};
pub use log::OcsfVersion;
pub use preferences::{Chord, Density, NoTextSize, Preferences, TextSize, Theme};
pub use queue_api::Saying;
pub use queue_api::signed::{SubjectKind, ViewKind};
pub use store::{QueueId, QueueKind};
pub use tray::{TrayLine, TrayMenu};
