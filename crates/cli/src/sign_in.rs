//! Signing in at the system that a queue belongs to, and out of it. What the person has to do stands on standard error, so that
//! standard output stays one document; the session goes into the keyring and nowhere else.

use crate::arguments::{SignIn, SignInWay, set};
use crate::exit::{Exit, Failure, capitalised};
use crate::output::note;
use connectors::System;
use connectors::sign_in::{self, Ask, Client, Session, SignInError, Way};
use desk::ports::{Clock, ConnectorError, Keychain, Secret};
use desk::{text, words};
use profile::{Connections, SystemClock};
use std::path::Path;
use tokio::task::block_in_place;

pub const CLIENT_SECRET: &str = "DOORWARD_CLIENT_SECRET";

/// The session of the queue with this id; whatever is not said is as it was signed in before.
pub async fn sign_in(
    keychain: &dyn Keychain,
    id: &str,
    system: &System,
    (way, watch): (SignInWay, bool),
    asked: SignIn,
) -> Result<Session, Failure> {
    let provider = system.provider(watch).ok_or_else(|| Failure::usage(NO_PROVIDER))?;
    let before = kept(keychain, id)?;
    let issuer = asked.issuer.or_else(|| before.as_ref().map(|before| before.issuer.clone()));
    let provider = match issuer {
        Some(issuer) => provider.at(&issuer).map_err(|_| Failure::usage(NO_ISSUER))?,
        None => provider,
    };
    let client = match (asked.client, before) {
        (Some(id), _) => {
            Client { id, secret: set(CLIENT_SECRET).map(|secret| Secret::new(secret.trim().as_bytes().to_vec())) }
        }
        (None, Some(before)) => before.client,
        (None, None) => return Err(Failure::usage(NO_CLIENT)),
    };
    let way = match way {
        SignInWay::Browser => Way::Browser,
        SignInWay::Code => Way::Code,
    };
    let now = || SystemClock.now().wall;
    sign_in::sign_in(&provider, client, way, now, ask).await.map_err(Failure::from)
}

const NO_PROVIDER: &str = "Nobody signs in to a Doorward queue: whoever runs it makes a token (doorward serve token --as NAME --role approver). Say the command without --sign-in, and write the token to standard input.";
const NO_ISSUER: &str = "The issuer is no address that a secret may go to: https, or plain HTTP on this machine, with no name, password, query or fragment in it.";
const NO_CLIENT: &str = "Which client signs you in is not known yet. Say it once, as your organisation registered it: --client ID (docs/connectors says for each system what to register).";

fn kept(keychain: &dyn Keychain, id: &str) -> Result<Option<Session>, Failure> {
    let kept = block_in_place(|| profile::token(keychain, id))?;
    Ok(kept.and_then(|kept| Session::read(&kept).ok().flatten()))
}

fn ask(ask: Ask<'_>) {
    match ask {
        Ask::Open { url } => {
            // Where none opens, the person does it by hand.
            let opened = open::that_detached(url).is_ok();
            let how =
                if opened { "Sign in on the page that opens in your browser; if none does, open" } else { "Open" };
            note(&format!("{how}: {url}"));
            note("It waits for five minutes. If the page shows an error, press Ctrl-C and check the client.");
        }
        Ask::Type { code, at } => {
            note(&format!(
                "Open {} in any browser, and type this code: {}",
                text::plain_name(at),
                text::plain_name(code)
            ));
        }
    }
}

/// Ends the session of a queue that was taken away. What this says stands in a sentence of its own; nothing where there was none.
pub async fn sign_out(path: &Path, keychain: &dyn Keychain, session: Option<Session>) -> Option<String> {
    let session = session?;
    if is_shared(path, keychain, &session) {
        return Some(
            "Another queue is signed in by the same client, so the provider was not told to end it.".to_owned(),
        );
    }
    Some(match session.sign_out().await {
        Ok(true) => "You are signed out there.".to_owned(),
        Ok(false) => format!(
            "{} takes no word of signing out: what was kept here is deleted, and ends there by itself.",
            text::plain_name(&session.issuer)
        ),
        Err(error) => format!(
            "What was kept here is deleted, but the provider could not be told: {} Withdraw Doorward’s access there if others use this machine.",
            words::sentence(&text::plain(&text::words(&error.to_string())))
        ),
    })
}

/// The session of a queue that is still connected.
pub fn session_of(keychain: &dyn Keychain, id: &str) -> Option<Session> {
    kept(keychain, id).ok().flatten()
}

/// Some providers end every session of a client's at once.
fn is_shared(path: &Path, keychain: &dyn Keychain, session: &Session) -> bool {
    let Ok(connections) = Connections::look(path) else { return true };
    let same = |other: &Session| other.issuer == session.issuer && other.client.id == session.client.id;
    connections.iter().any(|connection| session_of(keychain, &connection.id).as_ref().is_some_and(same))
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        let (exit, code, next) = match error {
            SignInError::Address(error) => return error.into(),
            SignInError::Connector(ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_)) => {
                (Exit::NotReached, "provider-not-reached", "Check --issuer and the network, then try again.")
            }
            SignInError::Connector(_) => {
                (Exit::Refused, "provider-not-read", "Check that --issuer is an OpenID provider’s, then try again.")
            }
            SignInError::Declined(_) => {
                (Exit::Refused, "sign-in-declined", "Nothing was connected. To sign in, say the same command again.")
            }
            SignInError::NoCodes => {
                (Exit::Refused, "no-device-codes", "Sign in with the browser of this machine: --sign-in")
            }
            SignInError::Refused(_) => (
                Exit::Refused,
                "sign-in-refused",
                "Check the client, its secret if it has one (DOORWARD_CLIENT_SECRET), and what it may ask for, then try again.",
            ),
            SignInError::TimedOut => (Exit::Refused, "sign-in-timed-out", "Say the same command again."),
            SignInError::Listener(_) => {
                (Exit::Refused, "no-loopback", "Sign in with a code that is typed elsewhere: --sign-in=code")
            }
        };
        let said = capitalised(&words::sentence(&text::plain(&text::words(&error.to_string()))));
        Self::new(exit, code, format!("{said} {next}"))
    }
}
