//! macOS and Windows: a finger, a face, or the password of the person who is signed in.

use crate::PATIENCE;
use desk::ports::{PresenceError, PresencePrompt};
use queue_api::{LocalEvidence, PresenceProof, SystemPrompt};
use robius_authentication::{AndroidText, Context, Error, PolicyBuilder, Text, WindowsText};
use std::sync::mpsc;
use tlog::hash::Hash;

const BY: SystemPrompt =
    if cfg!(target_os = "macos") { SystemPrompt::LocalAuthentication } else { SystemPrompt::WindowsHello };

#[derive(Debug, Default)]
pub struct Biometry;

impl PresencePrompt for Biometry {
    fn ask(&self, sentence: &str, choice: Hash) -> Result<PresenceProof, PresenceError> {
        let whole = WindowsText::new("Doorward", sentence);
        let sentence_shown = cfg!(target_os = "macos") || whole.is_some();
        let text = Text {
            android: AndroidText { title: "Doorward", subtitle: None, description: None },
            apple: sentence,
            windows: whole.unwrap_or_else(|| WindowsText::new_truncated("Doorward", sentence)),
        };
        let policy = PolicyBuilder::new().build().ok_or_else(|| failure(&Error::Unavailable))?;
        let (answer, answered) = mpsc::channel();
        let told = move |result| {
            // Nobody waits any more where it came too late.
            let _ = answer.send(result);
        };
        Context::new(()).authenticate(text, &policy, told).map_err(|error| failure(&error))?;
        match answered.recv_timeout(PATIENCE) {
            Ok(Ok(())) => Ok(PresenceProof::Local(LocalEvidence { by: BY, choice_digest: choice, sentence_shown })),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(PresenceError::TimedOut),
        }
    }
}

fn failure(error: &Error) -> PresenceError {
    let refused = matches!(
        error,
        Error::Authentication
            | Error::Exhausted
            | Error::UserCanceled
            | Error::AppCanceled
            | Error::SystemCanceled
            | Error::UserFallback
    );
    if refused {
        PresenceError::Refused
    } else if matches!(error, Error::Timeout) {
        PresenceError::TimedOut
    } else {
        let next = "Set up a password, a finger or a face for your account.";
        PresenceError::Unavailable(format!("It says: {error}. {next}"))
    }
}
