//! What goes wrong with a person's devices and their keys.

use super::{Answer, NoSuchQueue, SigningError, answer, presence};
use crate::log::AppendError;
use crate::ports::{ConnectorError, PresenceError};
use crate::store::{QueueId, StoreError};
use crate::text;
use crate::view::ErrorView;

/// Listing, admitting and revoking devices, and changing a key.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeviceError {
    #[error(transparent)]
    NoSuchQueue(#[from] NoSuchQueue),
    /// It is known here, but nothing speaks to it in this run.
    #[error("the queue is not connected")]
    NotConnected,
    #[error("the queue keeps no register of devices")]
    NoRegister,
    #[error("the queue attests nobody's presence")]
    NoSecurityKeys,
    #[error("no live device of that id")]
    NotFound,
    #[error("no security key of that id counts")]
    NoSuchKey,
    #[error("more than one device ends so")]
    NotOne,
    #[error("it is this device")]
    ThisDevice,
    #[error("no device of that fingerprint waits")]
    NobodyWaits,
    /// The queue has not confirmed the key change before.
    #[error("a key change is under way")]
    UnderWay,
    #[error("the queue answered about another key")]
    OtherKey,
    /// The log verifies, no witness saw another history of it, and its key is there.
    #[error("the log goes on: there is nothing to recover")]
    NothingToRecover(QueueId),
    #[error("{0}")]
    BadAnswer(String),
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    #[error(transparent)]
    NotPresent(#[from] PresenceError),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AppendError> for DeviceError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

impl Answer for DeviceError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchQueue(error) => error.view(),
            Self::NotConnected => answer(
                "not-connected",
                "This queue is not connected now. Open Doorward where it runs, or add the queue again.",
                true,
            ),
            Self::NoRegister => answer("no-devices", "This queue knows no devices: there is nothing to change.", false),
            Self::NoSecurityKeys => {
                answer("no-security-keys", "This queue takes no security keys: there is nothing to enrol.", false)
            }
            Self::NotFound => answer("not-found", "No device of yours that may decide has this id.", false),
            Self::NoSuchKey => {
                answer("not-found", "No security key of yours has this id alone. Look it up: doorward keys list", false)
            }
            Self::NotOne => answer("not-one", "More than one device fits. Write more of its id.", false),
            Self::ThisDevice => answer(
                "this-device",
                "This is the device you are at. Revoke it at another device of yours, or have whoever runs the queue do it.",
                false,
            ),
            Self::NobodyWaits => answer(
                "nobody-waits",
                "No device with this fingerprint waits to be admitted. Write all 32 digits as the other device shows them; it asks again while it is open.",
                true,
            ),
            Self::UnderWay => answer(
                "under-way",
                "The queue has not confirmed the last key change yet. It is told by itself; try again after that.",
                true,
            ),
            Self::OtherKey => answer(
                "other-key",
                "The queue answered about another key, so nothing was confirmed. It is told again.",
                true,
            ),
            Self::NothingToRecover(queue) => answer(
                "nothing-to-recover",
                format!(
                    "The log of this queue verifies and its key is in the keyring: it goes on as it is. To change the key: doorward keys rotate --queue {queue}"
                ),
                false,
            ),
            Self::BadAnswer(why) => answer(
                "bad-answer",
                format!("The queue’s answer was not taken: {}.", text::plain(&text::words(why))),
                true,
            ),
            Self::Connector(ConnectorError::Refused(problem)) => {
                answer("refused", format!("The queue refused: “{}”", text::plain(&text::words(&problem.detail))), false)
            }
            Self::Connector(error @ ConnectorError::SignedOut(_)) => error.view(),
            Self::Connector(
                error @ (ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_)),
            ) => answer(
                "not-reached",
                format!("The queue did not answer, so this may not have been done. Look again. ({error})"),
                true,
            ),
            Self::NotPresent(error) => presence::view(error, "enrolled"),
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}
