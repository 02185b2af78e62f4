//! Signing in at another system as the person at this machine: an authorization code with PKCE (RFC 7636) on a loopback
//! redirect (RFC 8252), or a device code (RFC 8628), at what OpenID Connect discovery names. It reads nobody's name out of
//! what it is given (whose session it is, the system says), and keeps nothing itself.

mod browser;
mod oauth;
mod provider;
mod session;

pub use provider::Provider;
pub use session::{Credential, Keep, Session, SignedIn};

use crate::AddressError;
use approval::Timestamp;
use browser::Browser;
use desk::ports::{ConnectorError, Secret};
use oauth::{Failed, Told, client};
use oauth2::basic::BasicErrorResponseType;
use oauth2::{AuthorizationCode, DeviceCodeErrorResponseType, PkceCodeChallenge, StandardDeviceAuthorizationResponse};
use provider::Endpoints;
use std::time::Duration;

/// How long a person may take in the browser. A device code says by itself how long it counts.
const PATIENCE: Duration = Duration::from_secs(300);

/// What an organisation registered for its people, as its provider knows it.
#[derive(Debug, Clone)]
pub struct Client {
    pub id: String,
    /// Some providers give a public client one all the same. It goes to its provider alone.
    pub secret: Option<Secret>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In a browser on this machine.
    Browser,
    /// In any browser, with a code that is typed there.
    Code,
}

/// What the person is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask<'a> {
    Open { url: &'a str },
    Type { code: &'a str, at: &'a str },
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("what the provider tells of itself is no address that a secret may go to: {0}")]
    Address(#[from] AddressError),
    /// It was the provider that was asked, not the queue.
    #[error("{}", of_the_provider(.0))]
    Connector(#[from] ConnectorError),
    #[error("this provider gives no device codes")]
    NoCodes,
    /// The person said no, in the provider's words.
    #[error("you did not agree: {0}")]
    Declined(String),
    /// The provider said no, in its own words.
    #[error("the sign-in was refused: {0}")]
    Refused(String),
    #[error("nobody signed in in time")]
    TimedOut,
    #[error("no answer can be waited for on this machine: {0}")]
    Listener(#[from] std::io::Error),
}

fn of_the_provider(error: &ConnectorError) -> String {
    match error {
        ConnectorError::Unreachable(why) => format!("the provider cannot be reached: {why}"),
        ConnectorError::NoAnswer(why) => format!("no answer from the provider: {why}"),
        ConnectorError::BadAnswer(why) => format!("the provider’s answer cannot be read: {why}"),
        ConnectorError::Refused(problem) => format!("the provider refused: {}", problem.detail),
        ConnectorError::SignedOut(why) => why.clone(),
    }
}

/// `ask` is called once, and must not wait for the person.
pub async fn sign_in(
    provider: &Provider,
    who: Client,
    way: Way,
    now: impl Fn() -> Timestamp + Send + Sync,
    ask: impl Fn(Ask<'_>) + Send + Sync,
) -> Result<Session, SignInError> {
    let endpoints = provider.endpoints().await?;
    let told = match way {
        Way::Browser => in_a_browser(provider, &endpoints, &who, ask).await?,
        Way::Code => with_a_code(provider, &endpoints, &who, ask).await?,
    };
    let Endpoints { token, revocation, .. } = endpoints;
    Ok(Session::begun(provider.issuer(), who, token, revocation, told, now()))
}

async fn in_a_browser(
    provider: &Provider,
    endpoints: &Endpoints,
    who: &Client,
    ask: impl Fn(Ask<'_>),
) -> Result<Told, SignInError> {
    let browser = Browser::listen(provider.redirect_host()).await?;
    let client = client(who, &endpoints.token)?.set_redirect_uri(browser.redirect()?);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let client = client.set_auth_uri(oauth::address(&endpoints.authorization)?);
    let mut request =
        client.authorize_url(oauth2::CsrfToken::new_random).add_scopes(provider.scopes()).set_pkce_challenge(challenge);
    for (name, value) in provider.extras() {
        request = request.add_extra_param(*name, *value);
    }
    let (url, state) = request.url();
    ask(Ask::Open { url: url.as_str() });
    let answered = browser.answered(state.secret(), endpoints.issuer.as_deref());
    let code = tokio::time::timeout(PATIENCE, answered).await.map_err(|_| SignInError::TimedOut)??;
    let post = oauth::post(&endpoints.token)?;
    let told = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
    told.request_async(&post).await.map_err(refused)
}

async fn with_a_code(
    provider: &Provider,
    endpoints: &Endpoints,
    who: &Client,
    ask: impl Fn(Ask<'_>),
) -> Result<Told, SignInError> {
    let device = endpoints.device.as_ref().ok_or(SignInError::NoCodes)?;
    let client = client(who, &endpoints.token)?.set_device_authorization_url(oauth::address(device)?);
    let post = oauth::post(device)?;
    let asked = client.exchange_device_code().add_scopes(provider.scopes());
    let codes: StandardDeviceAuthorizationResponse = asked.request_async(&post).await.map_err(refused)?;
    // Only shown, never opened from here; all the same nothing but an address is.
    let at = codes.verification_uri().as_str();
    if !at.starts_with("https://") && crate::address::Address::parse(at).is_err() {
        return Err(ConnectorError::BadAnswer("a page for the code that is no address".to_owned()).into());
    }
    ask(Ask::Type { code: codes.user_code().secret(), at });
    let post = oauth::post(&endpoints.token)?;
    let told = client.exchange_device_access_token(&codes).request_async(&post, tokio::time::sleep, None).await;
    told.map_err(|error| match oauth::failed(error) {
        Failed::Said(said) if *said.error() == DeviceCodeErrorResponseType::ExpiredToken => SignInError::TimedOut,
        Failed::Said(said) if *said.error() == DeviceCodeErrorResponseType::AccessDenied => {
            SignInError::Declined(oauth::words(said.error(), said.error_description()))
        }
        Failed::Said(said) => SignInError::Refused(oauth::words(said.error(), said.error_description())),
        Failed::Connector(error) => error.into(),
    })
}

fn refused(error: oauth::Error<BasicErrorResponseType>) -> SignInError {
    match oauth::failed(error) {
        Failed::Said(said) => SignInError::Refused(oauth::words(said.error(), said.error_description())),
        Failed::Connector(error) => error.into(),
    }
}
