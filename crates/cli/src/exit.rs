//! How a command ends: an exit code that scripts may rely on (`docs/command-line.md`), and for every failure one
//! sentence with the next step. The sentences of the desk are passed on as they are.

use connectors::AddressError;
use desk::Answer;
use desk::SigningError;
use desk::ports::{ConnectorError, KeychainError};
pub use desk::text::plain_words as safe;
use desk::view::ErrorView;
pub use desk::words::capitalised;
use desk::words::sentence;
use desk_socket::DoorError;
use profile::{ConnectError, FolderError, file_trouble, unnumbered};
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Refused, or somebody was first: nothing of this command took effect, or the sentence says what did.
    Refused = 1,
    Usage = 2,
    /// The queue was not reached; what was signed waits in the outbox.
    NotReached = 3,
    LogBroken = 4,
    /// The app or another command has the profile open.
    InUse = 5,
    NoKeyring = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[derive(Debug)]
pub enum Failure {
    Told {
        exit: Exit,
        view: ErrorView,
    },
    /// Whoever read the output has gone before anything was changed.
    PipeClosed,
}

impl Failure {
    /// The message gets one stop at its end, whether it has none or two.
    pub fn new(exit: Exit, code: &str, message: impl Into<String>) -> Self {
        let retryable = exit == Exit::NotReached || exit == Exit::InUse;
        let message = sentence(&unnumbered(&message.into()));
        Self::Told { exit, view: ErrorView { code: code.to_owned(), message, retryable } }
    }

    /// The same command again may do it, once what the message names was done.
    pub fn again(self) -> Self {
        match self {
            Self::Told { exit, view } => Self::Told { exit, view: ErrorView { retryable: true, ..view } },
            Self::PipeClosed => Self::PipeClosed,
        }
    }

    /// For a command that changes something: that nobody reads is no success.
    pub fn unread(self) -> Self {
        match self {
            Self::PipeClosed => Self::new(
                Exit::Refused,
                "output-closed",
                "Nobody reads the output any more, so nothing was done. Say the same again where it is read to its end: at a terminal, or into a file",
            ),
            told @ Self::Told { .. } => told,
        }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// An answer of the desk.
    pub fn answer(error: &dyn Answer) -> Self {
        error.view().into()
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::usage(file_trouble(path, error))
    }
}

/// By the stable codes of `desk::errors`.
pub fn exit_of(code: &str) -> Exit {
    match code {
        "no-keyring" | "no-token" | "keyring-locked" | "keyring-failed" | "key-gone" => Exit::NoKeyring,
        "log-broken" | "queue-log-broken" => Exit::LogBroken,
        "not-a-date"
        | "no-time"
        | "no-such-zone"
        | "bad-address"
        | "length-unreadable"
        | "length-too-short"
        | "length-no-such-time"
        | "queues-unreadable"
        | "query" => Exit::Usage,
        "stale" | "offline" | "clock-unanchored" | "not-reached" | "not-connected" | "desk-lost"
        | "too-many-requests" | "unavailable" => Exit::NotReached,
        "profile-in-use" => Exit::InUse,
        _ => Exit::Refused,
    }
}

/// Only writing to the terminal or a pipe is converted so; files say their path.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::PipeClosed;
        }
        let message = format!("The output cannot be written: {}. Check where it goes.", unnumbered(&error.to_string()));
        Self::new(Exit::Refused, "output-failed", message)
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        let (exit, code) = match &error {
            FolderError::InUse(..) => (Exit::InUse, "profile-in-use"),
            FolderError::Network(_) => (Exit::Usage, "profile-on-network"),
            FolderError::OtherUser(_) => (Exit::Usage, "profile-of-another"),
            FolderError::NoHome => (Exit::Usage, "no-home"),
            FolderError::Io { path, error } if is_no_folder(error) => {
                let message =
                    format!("{} is no folder, and a profile is one. Choose a folder with --profile.", path.display());
                return Self::new(Exit::Usage, "profile-unreadable", message);
            }
            FolderError::Io { .. } => (Exit::Usage, "profile-unreadable"),
        };
        Self::new(exit, code, error.to_string())
    }
}

/// There is something else, or on the way there.
fn is_no_folder(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory)
}

impl From<KeychainError> for Failure {
    fn from(error: KeychainError) -> Self {
        Self::answer(&SigningError::Keychain(error))
    }
}

impl From<ConnectorError> for Failure {
    fn from(error: ConnectorError) -> Self {
        Self::answer(&error)
    }
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::new(Exit::Usage, "bad-address", capitalised(&error.to_string()))
    }
}

impl From<ErrorView> for Failure {
    fn from(view: ErrorView) -> Self {
        Self::Told { exit: exit_of(&view.code), view: ErrorView { message: unnumbered(&view.message), ..view } }
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        error.view().into()
    }
}

/// Somebody has the profile open and cannot be asked.
impl From<DoorError> for Failure {
    fn from(error: DoorError) -> Self {
        let code = match &error {
            DoorError::Nobody => "profile-in-use",
            DoorError::OtherVersion { .. } => "other-version",
            DoorError::OtherUser => "other-user",
            DoorError::Silent(_) => "desk-silent",
        };
        Self::new(Exit::InUse, code, error.to_string())
    }
}
