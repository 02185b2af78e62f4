//! What the person has to do to sign in stands on standard error, so that standard output stays one document.

use crate::arguments::{SignIn, SignInWay, set};
use crate::exit::{Exit, Failure, capitalised};
use crate::output::note;
use connect::{Asked, SessionError, Wanted};
use connectors::System;
use connectors::sign_in::{Ask, Client, Session, SignInError, Way};
use desk::ports::{ConnectorError, Keychain, Secret};
use desk::{text, words};

pub const CLIENT_SECRET: &str = "DOORWARD_CLIENT_SECRET";

/// The session of the queue that is wanted; whatever is not said is as it was signed in before.
pub async fn sign_in(
    keychain: &dyn Keychain,
    wanted: &Wanted,
    system: &System,
    way: SignInWay,
    asked: SignIn,
) -> Result<Session, Failure> {
    let way = match way {
        SignInWay::Browser => Way::Browser,
        SignInWay::Code => Way::Code,
    };
    let secret = || set(CLIENT_SECRET).map(|secret| Secret::new(secret.trim().as_bytes().to_vec()));
    let client = asked.client.map(|id| Client { id, secret: secret() });
    let asked = Asked { way, client, issuer: asked.issuer };
    connect::sign_in(keychain, wanted, system, asked, ask).await.map_err(Failure::from)
}

const NO_PROVIDER: &str = "Nobody signs in to a Doorward queue: whoever runs it makes a token (doorward serve token --as NAME --role approver). Say the command without --sign-in, and write the token to standard input.";
const NO_CLIENT: &str = "Which client signs you in is not known yet. Say it once, as your organisation registered it: --client ID (docs/connectors says for each system what to register).";

fn ask(ask: Ask<'_>) {
    match ask {
        Ask::Open { url } => {
            // Where none opens, the person does it by hand.
            let opened = connect::open_page(url);
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

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NoProvider => Self::usage(NO_PROVIDER),
            SessionError::Issuer => Self::usage(error.to_string()),
            SessionError::NoClient => Self::usage(NO_CLIENT),
            SessionError::Keychain(error) => error.into(),
            SessionError::SignIn(error) => error.into(),
        }
    }
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
