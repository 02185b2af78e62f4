//! What each operation at the door can answer instead of yes. One table turns every one of them into a stable code,
//! a sentence with the next step, and whether trying again may help; a new variant without its words does not compile.

mod bulk;
mod devices;
mod insights;
mod logs;
mod looking;
mod presence;
mod removing;
mod roles;
mod saying;
mod shortening;
mod suspending;
mod too_long;
mod undoing;
mod unknown;

pub use bulk::{BulkError, ViewError};
pub use devices::DeviceError;
pub use insights::InsightsError;
pub use logs::LogError;
pub use looking::{PageError, PreviewError, SheetError};
pub use removing::RemoveError;
pub use roles::RolesError;
pub use saying::SayError;
pub use shortening::ShortenError;
use shortening::{cannot_shorten, once};
pub use suspending::SuspendError;
pub use too_long::TooLong;
pub use undoing::UndoError;
pub use unknown::{NoSuchQueue, NoSuchTenant};

use crate::barred;
use crate::ports::{ConnectorError, KeychainError, PresenceError};
use crate::store::{QueueId, StoreError};
use crate::text;
use crate::view::ErrorView;
use crate::words;
use queue_api::ProblemType;

/// An error that the door can show.
pub trait Answer: std::error::Error {
    fn view(&self) -> ErrorView;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    #[error(transparent)]
    NoSuchQueue(#[from] NoSuchQueue),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("“{0}” is no time zone")]
    NoSuchZone(String),
    #[error("these preferences are larger than any window needs")]
    TooLarge,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    #[error("the sheet's ticket is not known here")]
    Unknown,
    #[error("the sheet's ticket was used")]
    Used,
    #[error("the sheet was made anew since")]
    Superseded,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// Another revision stands, or the facts differ from those shown.
    #[error("the request changed since it was shown")]
    Changed,
    #[error("the request is over: {0}")]
    Over(String),
    #[error("not this person's to decide: {0}")]
    NotYours(String),
    /// One more yes of theirs would not count, or is not for this stage. A no is open to them.
    #[error("not theirs to grant: {0}")]
    NotYoursToGrant(&'static str),
    /// A decision on it is held, on its way, or being read again.
    #[error("a decision on this request is held")]
    Held,
    /// Signed: it cannot be taken back.
    #[error("a decision on this request is under way")]
    UnderWay,
    #[error("the data is older than {minutes} minutes")]
    Stale { minutes: u64 },
    #[error("the queue cannot be reached, and policy allows no grants until it can")]
    Offline,
    #[error("the machine restarted and the queue was not heard since")]
    Unanchored,
    #[error("a reason is required")]
    ReasonMissing,
    /// Nobody would read the offer.
    #[error("the queue has no place for a reason")]
    CannotOffer,
    /// Who is offered what they asked for is not denied.
    #[error("the offer is what was asked for")]
    OfferNotLess,
    #[error("the reason is longer than {0} characters")]
    ReasonTooLong(usize),
    #[error("the tenant's name was not typed")]
    NotTyped { word: String },
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("a length must be at least one second")]
    NoLength,
    /// The queue grants what was asked or nothing.
    #[error("the queue cannot grant less than was asked")]
    CannotShorten,
    /// Whatever is chosen, and why.
    #[error("it cannot be granted from here: {0}")]
    Never(String),
    /// A length was said where nothing is given that lasts.
    #[error("what waits is let through once")]
    Once,
    #[error("policy asks for attested presence, and no security key of this person counts at the queue")]
    NoSecurityKey(QueueId),
    #[error("the queue's own log does not hold")]
    QueueLog(QueueId),
    #[error(transparent)]
    NotPresent(#[from] PresenceError),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nothing can be signed, or no grant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// The keyring is open, but the device's key is not in it, or is another one.
    #[error("the key of this device is not in the keyring")]
    KeyGone(QueueId),
    #[error("this device is not enrolled yet")]
    NotEnrolled,
    /// The queue's own words.
    #[error("the queue does not admit this device: {0}")]
    NotAdmitted(String),
    /// The queue's own words, with how it is let in.
    #[error("this device waits to be admitted: {0}")]
    Waits(String),
    /// No grants; denying and revoking go on.
    #[error("the log does not verify")]
    LogBroken(QueueId),
    /// Why, and the way back, in whole sentences for people.
    #[error("the queue takes nothing from this device any more: {0}")]
    Barred(String),
    #[error("the queue is only watched here")]
    WatchedOnly,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevokeError {
    #[error("no grant of that id is known here")]
    NotFound,
    #[error("the grant is over")]
    Over,
    #[error("not this person's to revoke")]
    NotYours,
    #[error("only an administrator of the system can revoke")]
    AdminOnly,
    #[error("the system cannot revoke")]
    Impossible,
    #[error("a revocation is under way")]
    UnderWay,
    #[error("the reason is longer than {0} characters")]
    ReasonTooLong(usize),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn answer(code: &str, message: impl Into<String>, retryable: bool) -> ErrorView {
    ErrorView { code: code.to_owned(), message: message.into(), retryable }
}

impl Answer for StoreError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Failed(why) => answer(
                "storage-failed",
                format!(
                    "Doorward could not write to its folder, so nothing was decided. Check the disk's free space and rights, then try again. ({why})"
                ),
                true,
            ),
            Self::OutOfOrder { .. } => answer(
                "storage-out-of-step",
                "Another program wrote to this profile, so nothing was decided. Close Doorward everywhere and open it once.",
                false,
            ),
            Self::Newer { .. } => answer(
                "profile-newer",
                "This profile was written by a newer Doorward. Nothing was changed. Install that version or a newer one.",
                false,
            ),
            Self::Damaged(_) => answer(
                "profile-damaged",
                "This profile is damaged. Nothing was decided. Export the log, then restore the folder from a backup or connect the queue anew.",
                false,
            ),
        }
    }
}

impl Answer for ConnectorError {
    fn view(&self) -> ErrorView {
        let own = || sentence(&text::plain(&text::words(&self.to_string())));
        match self {
            Self::Unreachable(_) | Self::NoAnswer(_) => answer(
                "not-reached",
                format!("{} Check the address and that the queue runs, then try again.", own()),
                true,
            ),
            Self::SignedOut(_) => answer("signed-out", text::plain(&text::words(&own())), false),
            Self::BadAnswer(_) => answer(
                "bad-answer",
                format!("{} Check that the address is the queue’s, and that nothing stands in between.", own()),
                false,
            ),
            Self::Refused(problem) => {
                let kind = problem.kind();
                let message = match kind {
                    Some(ProblemType::Unauthenticated) => "The queue does not accept this token: it was withdrawn, has run out, is not whole, or is another queue’s. Get a new one where this one was made (of a Doorward queue, whoever runs it: doorward serve token --as NAME --role ROLE), or sign in where the system offers that (--sign-in), then try again.".to_owned(),
                    Some(ProblemType::NotFound) => "The queue has nothing of this id, or nothing that this token may see. Check the id, and whose token it is.".to_owned(),
                    Some(ProblemType::KeyTaken) => "The key that this machine keeps for this queue belongs to another enrolment: to one that was revoked, or whose log is not in this profile. Begin a new device: whoever runs the queue makes an invitation (doorward serve invite --as NAME), and you say the same command with it: DOORWARD_INVITATION=TEXT doorward queue add URL --name NAME".to_owned(),
                    Some(_) | None => own(),
                };
                let busy = matches!(kind, Some(ProblemType::TooManyRequests | ProblemType::Unavailable));
                answer(kind.map_or("refused", ProblemType::slug), message, busy)
            }
        }
    }
}

/// With one stop at its end, however many it came with.
fn sentence(text: &str) -> String {
    words::sentence(&words::capitalised(text))
}

impl Answer for OpenError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Store(error) => error.view(),
        }
    }
}

impl Answer for QueueError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchQueue(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

impl Answer for SettingsError {
    fn view(&self) -> ErrorView {
        match self {
            Self::TooLarge => {
                answer("too-large", "That is more than can be kept of one window. Nothing was changed.", false)
            }
            Self::NoSuchZone(zone) => answer(
                "no-such-zone",
                format!("“{zone}” is no time zone. Write it like Europe/Berlin. Nothing was changed."),
                false,
            ),
            Self::Store(error) => error.view(),
        }
    }
}

impl Answer for TicketError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Unknown => answer("ticket-unknown", "This sheet is from another run. Open the request again.", true),
            Self::Used => {
                answer("ticket-used", "This was decided already. Open the request again to see where it stands.", false)
            }
            Self::Superseded => {
                answer("ticket-superseded", "The sheet was made anew meanwhile. Look at it again, then decide.", true)
            }
        }
    }
}

impl Answer for DecideError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Ticket(error) => error.view(),
            Self::Changed => answer(
                "changed",
                "The request changed while you looked, so nothing was decided. Read the difference, then decide again.",
                true,
            ),
            Self::Over(how) => answer("over", format!("{how}. Nothing is left to decide."), false),
            Self::NotYours(why) => answer("not-yours", format!("You cannot decide this: {why}."), false),
            Self::NotYoursToGrant(why) => {
                answer("not-yours", format!("You cannot grant this: {why}. You can deny it."), false)
            }
            Self::Held => answer(
                "under-way",
                "A decision of yours on this request is held and not signed yet. Undo it first, or wait for its end.",
                false,
            ),
            Self::UnderWay => answer(
                "under-way",
                "A decision of yours on this request is signed and cannot be undone. It goes out by itself, as soon as the queue answers. Look where it stands: doorward list",
                false,
            ),
            Self::Stale { minutes } => answer(
                "stale",
                format!(
                    "Granting is off because the data is older than {minutes} minutes. It comes back by itself when the queue answers. You can deny."
                ),
                true,
            ),
            Self::Offline => answer(
                "offline",
                "The queue does not answer, and its policy allows no grants until it does. You can deny: that waits here and is sent later.",
                true,
            ),
            Self::Unanchored => answer(
                "clock-unanchored",
                "The machine restarted and the queue was not heard since, so the time is not sure. Granting comes back when the queue answers. You can deny.",
                true,
            ),
            Self::CannotOffer => answer(
                "cannot-offer",
                "This queue tells a requester no reason, so a shorter length cannot be offered. Deny it.",
                false,
            ),
            Self::OfferNotLess => answer(
                "offer-not-less",
                "That is as long as was asked. Offer less, deny without an offer, or grant it.",
                false,
            ),
            Self::ReasonMissing => answer("reason-missing", "Write a reason: it is kept in the log.", false),
            Self::ReasonTooLong(most) => {
                answer("reason-too-long", format!("The reason is too long: at most {most} characters."), false)
            }
            Self::NotTyped { word } => answer("not-typed", format!("Type {word} to grant this."), false),
            Self::TooLong(error) => error.view(),
            Self::CannotShorten => cannot_shorten(),
            Self::Never(why) => answer(
                "cannot-grant",
                format!("{why} That cannot be granted from here: deny it, or decide it in its own system."),
                false,
            ),
            Self::Once => once(),
            Self::QueueLog(queue) => answer("queue-log-broken", words::queue_log_broken(queue), false),
            Self::NoLength => answer("length-too-short", "A grant needs a length of at least one second.", false),
            Self::NoSecurityKey(queue) => answer(
                "no-security-key",
                format!(
                    "This grant needs your security key, and none of yours is enrolled at this queue. You can deny. To enrol one: doorward keys add --queue {queue}"
                ),
                false,
            ),
            Self::NotPresent(error) => presence::view(error, "decided"),
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

impl Answer for SigningError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Keychain(KeychainError::Missing(_)) => answer(
                "no-keyring",
                "No keyring is open, so nothing can be signed. Start GNOME Keyring, KWallet or another Secret Service, then try again.",
                true,
            ),
            Self::Keychain(KeychainError::Locked(_)) => answer(
                "keyring-locked",
                "The keyring is locked, so nothing can be signed. Unlock it, then try again.",
                true,
            ),
            Self::Keychain(KeychainError::Failed(why)) => answer(
                "keyring-failed",
                format!("The keyring failed, so nothing can be signed. Try again. ({why})"),
                true,
            ),
            Self::KeyGone(queue) => answer(
                "key-gone",
                format!(
                    "The key of this device is not in the keyring, so nothing can be signed. Open the keyring that held it. If it is lost, begin a new log with a new key: {}",
                    barred::recover(queue)
                ),
                true,
            ),
            Self::NotEnrolled => answer(
                "not-enrolled",
                "The queue does not know this device yet. It is enrolled when the queue answers and the keyring is open; then try again.",
                true,
            ),
            Self::NotAdmitted(why) => answer(
                "not-admitted",
                format!(
                    "The queue does not admit this device: “{}” Ask whoever runs the queue for an invitation or a new token, then connect the queue anew with it.",
                    text::plain(&text::words(why))
                ),
                true,
            ),
            Self::Waits(why) => answer("not-admitted", sentence(&text::plain(&text::words(why))), true),
            Self::LogBroken(queue) => answer(
                "log-broken",
                format!("The log of this queue does not verify. {}", words::log_broken(queue)),
                false,
            ),
            Self::Barred(why) => answer("device-revoked", why, false),
            Self::WatchedOnly => answer(
                "watched-only",
                "This queue is only watched here: nothing is decided, ended or sent from here. Do that in its own system, or connect the queue again without watch mode.",
                false,
            ),
        }
    }
}

impl Answer for RevokeError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NotFound => answer("not-found", "This grant is not here any more.", false),
            Self::Over => answer("over", "This grant is over already.", false),
            Self::NotYours => {
                answer("not-yours", "You cannot revoke this grant; an approver of its tenant can.", false)
            }
            Self::AdminOnly => answer(
                "admin-only",
                "This queue lets only an administrator of its system revoke. Ask one; the grant ends by itself.",
                false,
            ),
            Self::Impossible => answer("cannot-revoke", "This queue cannot revoke. The grant ends by itself.", false),
            Self::UnderWay => answer("under-way", "Your revocation of this grant is on its way.", false),
            Self::ReasonTooLong(most) => {
                answer("reason-too-long", format!("The reason is too long: at most {most} characters."), false)
            }
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}
