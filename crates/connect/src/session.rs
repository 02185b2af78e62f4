//! Signing in at the system that a queue belongs to, and out of it. The session goes into the keyring and nowhere else.

use crate::Wanted;
use connectors::System;
use connectors::sign_in::{self, Ask, Client, Session, SignInError, Way};
use desk::ports::{Clock, Keychain, KeychainError};
use desk::{text, words};
use profile::{Connections, SystemClock};
use std::path::Path;
use tokio::task::block_in_place;

/// How one signs in. Whatever is absent is as it was signed in before.
#[derive(Debug)]
pub struct Asked {
    pub way: Way,
    pub client: Option<Client>,
    /// Another OpenID provider than the system's own.
    pub issuer: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Nobody signs in there: a token is given by whoever runs it.
    #[error("nobody signs in to this system")]
    NoProvider,
    #[error(
        "The issuer is no address that a secret may go to: https, or plain HTTP on this machine, with no name, password, query or fragment in it."
    )]
    Issuer,
    #[error("which client signs you in is not known yet")]
    NoClient,
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

/// The session of the queue that is wanted. It may take minutes: `ask` tells the person what to do, and must not wait for it.
pub async fn sign_in(
    keychain: &dyn Keychain,
    wanted: &Wanted,
    system: &System,
    asked: Asked,
    ask: impl Fn(Ask<'_>) + Send + Sync,
) -> Result<Session, SessionError> {
    let provider = system.provider(wanted.watch).ok_or(SessionError::NoProvider)?;
    let before = kept(keychain, &wanted.id)?;
    let issuer = asked.issuer.or_else(|| before.as_ref().map(|before| before.issuer.clone()));
    let provider = match issuer {
        Some(issuer) => provider.at(&issuer).map_err(|_| SessionError::Issuer)?,
        None => provider,
    };
    let client = asked.client.or_else(|| before.map(|before| before.client)).ok_or(SessionError::NoClient)?;
    let now = || SystemClock.now().wall;
    Ok(sign_in::sign_in(&provider, client, asked.way, now, ask).await?)
}

/// The session that is kept of a queue; `None` where it has a token, or nothing.
pub fn kept(keychain: &dyn Keychain, id: &str) -> Result<Option<Session>, KeychainError> {
    let kept = block_in_place(|| profile::token(keychain, id))?;
    Ok(kept.and_then(|kept| Session::read(&kept).ok().flatten()))
}

/// Opens a page in the person's own browser; whether that seems to have worked.
pub fn open_page(url: &str) -> bool {
    open::that_detached(url).is_ok()
}

/// Ends the session of a queue that was taken away. What came of it stands in a sentence.
pub(crate) async fn sign_out(path: &Path, keychain: &dyn Keychain, session: &Session) -> String {
    if is_shared(path, keychain, session) {
        return "Another queue is signed in by the same client, so the provider was not told to end it.".to_owned();
    }
    match session.sign_out().await {
        Ok(true) => "You are signed out there.".to_owned(),
        Ok(false) => format!(
            "{} takes no word of signing out: what was kept here is deleted, and ends there by itself.",
            text::plain_name(&session.issuer)
        ),
        Err(error) => format!(
            "What was kept here is deleted, but the provider could not be told: {} Withdraw Doorward’s access there if others use this machine.",
            words::sentence(&text::plain_words(&error.to_string()))
        ),
    }
}

/// Some providers end every session of a client's at once.
fn is_shared(path: &Path, keychain: &dyn Keychain, session: &Session) -> bool {
    let Ok(connections) = Connections::look(path) else { return true };
    let same = |other: Session| other.issuer == session.issuer && other.client.id == session.client.id;
    connections.iter().any(|connection| kept(keychain, &connection.id).ok().flatten().is_some_and(same))
}
