//! A session that renews itself: what one sign-in led to, as the keyring holds it, and the token of the moment. A refresh token
//! that was used is worth nothing any more, and worse: most providers end the whole session where one comes twice. So one
//! program renews at a time, looks first whether another has, and keeps what it was given before it uses it.

use super::oauth::{self, Failed, Told, client};
use super::{Client, SignInError};
use crate::AddressError;
use crate::http::{Call, Http, Timeouts, bearer};
use approval::Timestamp;
use desk::ports::{ConnectorError, KeychainError, Secret};
use oauth2::url::form_urlencoded;
use oauth2::{RefreshToken, TokenResponse};
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Before a session in the keyring. No token begins so: none holds a space.
const MARK: &[u8] = b"doorward-session 1 ";
/// So long before its end a token is renewed, or for the second half of its life where that is shorter.
const MARGIN: i64 = 60_000;

const WITHDRAWN: &str = "The provider renews it no more: it was withdrawn, or not used for too long.";

/// Where a session is kept, and what else of this machine it needs.
pub trait Keep: Send + Sync {
    fn now(&self) -> Timestamp;
    /// Waits until no other program of this person renews a session, and keeps them out until what it answers is dropped. Blocks.
    fn alone(&self) -> std::io::Result<Box<dyn Send>>;
    /// As it is kept by now. Blocks.
    fn read(&self) -> Result<Option<Secret>, KeychainError>;
    /// Durable when it returns. Blocks.
    fn write(&self, session: &Secret) -> Result<(), KeychainError>;
    /// The command that signs in again.
    fn again(&self) -> String;
}

/// What shows who one is at a system.
#[derive(Clone)]
pub enum Credential {
    Token(Secret),
    Session(Arc<SignedIn>),
}

impl Credential {
    /// Out of the keyring's entry.
    pub fn read(kept: &Secret, keep: Arc<dyn Keep>) -> Result<Self, AddressError> {
        match Session::read(kept)? {
            Some(session) => Ok(Self::Session(Arc::new(SignedIn::new(session, keep)))),
            None => Ok(Self::Token(kept.clone())),
        }
    }
}

impl From<&Secret> for Credential {
    fn from(token: &Secret) -> Self {
        Self::Token(token.clone())
    }
}

impl From<&Credential> for Credential {
    fn from(credential: &Credential) -> Self {
        credential.clone()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[derive(Debug, Clone)]
pub struct Session {
    pub issuer: String,
    pub client: Client,
    token_endpoint: String,
    revocation_endpoint: Option<String>,
    access: Secret,
    /// Absent where the provider does not say for how long: then it counts until the system refuses it.
    renew_at: Option<Timestamp>,
    /// Absent where the provider gave none: then a person signs in anew once the token has ended.
    refresh: Option<Secret>,
}

/// As the keyring holds it, behind the mark.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    issuer: &'a str,
    client: &'a str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    token_endpoint: &'a str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revocation_endpoint: Option<&'a str>,
    access: &'a str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renew_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh: Option<&'a str>,
}

impl Session {
    pub(super) fn begun(
        issuer: &str,
        client: Client,
        token_endpoint: String,
        revocation_endpoint: Option<String>,
        told: Told,
        now: Timestamp,
    ) -> Self {
        let mut session = Self {
            issuer: issuer.to_owned(),
            client,
            token_endpoint,
            revocation_endpoint,
            access: Secret::new(Vec::new()),
            renew_at: None,
            refresh: None,
        };
        session.take(&told, now);
        session
    }

    fn take(&mut self, told: &Told, now: Timestamp) {
        self.access = secret(told.access_token().secret());
        let lasts = told.expires_in().and_then(|lasts| i64::try_from(lasts.as_millis()).ok());
        self.renew_at = lasts.map(|lasts| now.plus_millis(lasts - MARGIN.min(lasts / 2)));
        // One that is not exchanged goes on counting (RFC 6749, section 6).
        if let Some(refresh) = told.refresh_token() {
            self.refresh = Some(secret(refresh.secret()));
        }
    }

    /// Its token of the moment, for what is asked before it is kept anywhere.
    pub fn token(&self) -> Credential {
        Credential::Token(self.access.clone())
    }

    /// Whether it goes on without the person once its token has ended.
    pub fn renews_itself(&self) -> bool {
        self.refresh.is_some()
    }

    /// `None` for what is no session but a token.
    pub fn read(kept: &Secret) -> Result<Option<Self>, AddressError> {
        let Some(text) = kept.expose().strip_prefix(MARK) else { return Ok(None) };
        let kept: Kept<'_> = serde_json::from_slice(text).map_err(|_| AddressError::Token)?;
        Ok(Some(Self {
            issuer: kept.issuer.to_owned(),
            client: Client { id: kept.client.to_owned(), secret: kept.client_secret.map(secret) },
            token_endpoint: kept.token_endpoint.to_owned(),
            revocation_endpoint: kept.revocation_endpoint.map(str::to_owned),
            access: secret(kept.access),
            renew_at: kept.renew_at,
            refresh: kept.refresh.map(secret),
        }))
    }

    /// As the keyring holds it.
    pub fn kept(&self) -> Result<Secret, AddressError> {
        let text = |secret: &'_ Secret| {
            std::str::from_utf8(secret.expose()).map(str::to_owned).map_err(|_| AddressError::Token)
        };
        let (access, refresh) = (text(&self.access)?, self.refresh.as_ref().map(text).transpose()?);
        let client_secret = self.client.secret.as_ref().map(text).transpose()?;
        let kept = Kept {
            issuer: &self.issuer,
            client: &self.client.id,
            client_secret: client_secret.as_deref(),
            token_endpoint: &self.token_endpoint,
            revocation_endpoint: self.revocation_endpoint.as_deref(),
            access: &access,
            renew_at: self.renew_at,
            refresh: refresh.as_deref(),
        };
        let mut bytes = MARK.to_vec();
        serde_json::to_writer(&mut bytes, &kept).map_err(|_| AddressError::Token)?;
        Ok(Secret::new(bytes))
    }

    fn is_good(&self, now: Timestamp) -> bool {
        !self.access.expose().is_empty() && self.renew_at.is_none_or(|renew_at| renew_at > now)
    }

    /// Tells the provider that the session is over (RFC 7009). `false` where it takes no such word.
    pub async fn sign_out(&self) -> Result<bool, SignInError> {
        let Some(endpoint) = &self.revocation_endpoint else { return Ok(false) };
        // Without one to renew it with nothing is longer-lived than the token. (The library's own call refuses this machine.)
        let (token, kind) = match &self.refresh {
            Some(refresh) => (refresh, "refresh_token"),
            None => (&self.access, "access_token"),
        };
        let mut pairs =
            vec![("token", plain(token)?), ("token_type_hint", kind.to_owned()), ("client_id", self.client.id.clone())];
        if let Some(secret) = &self.client.secret {
            pairs.push(("client_secret", plain(secret)?));
        }
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let http = Http::new(endpoint, None, Timeouts::default())?;
        let answer = http.exchange(Call::post("").form(form)).await?;
        if answer.status.is_success() { Ok(true) } else { Err(answer.refusal().into()) }
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}

fn plain(secret: &Secret) -> Result<String, AddressError> {
    String::from_utf8(secret.expose().to_vec()).map_err(|_| AddressError::Token)
}

/// A session at work.
pub struct SignedIn {
    now: Mutex<Now>,
    keep: Arc<dyn Keep>,
}

struct Now {
    session: Session,
    /// The token that the keyring had when it was last looked at: another one there is another program's.
    seen: Secret,
    /// Why it is renewed no more; the provider is not asked again.
    over: Option<&'static str>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl SignedIn {
    pub fn new(session: Session, keep: Arc<dyn Keep>) -> Self {
        let seen = session.access.clone();
        Self { now: Mutex::new(Now { session, seen, over: None }), keep }
    }

    /// The token of the moment. Where there is none, what it was wanted for was not sent: the error is `Unreachable`,
    /// `SignedOut`, or a refusal that asks for patience.
    pub(crate) async fn bearer(&self) -> Result<HeaderValue, ConnectorError> {
        let mut now = self.now.lock().await;
        if !now.session.is_good(self.keep.now()) {
            self.renew(&mut now).await?;
        }
        bearer(&now.session.access).map_err(|error| ConnectorError::Unreachable(error.to_string()))
    }

    /// The system did not take this token, and so nothing was done there: another is got for the next call, or it turns out that
    /// there is none any more.
    pub(crate) async fn refused(&self, used: &HeaderValue) -> ConnectorError {
        let mut now = self.now.lock().await;
        if bearer(&now.session.access).is_ok_and(|now| now == *used) {
            now.session.renew_at = Some(self.keep.now());
            if let Err(error) = self.renew(&mut now).await {
                return error;
            }
        }
        ConnectorError::Unreachable("the token was not accepted, and has been renewed".to_owned())
    }

    /// In this order: nobody else renews; what another program was given meanwhile is taken; the token is exchanged, and a stop
    /// after it loses the session, so that a person signs in again; it is kept, before anything is sent with it.
    async fn renew(&self, Now { session, seen, over }: &mut Now) -> Result<(), ConnectorError> {
        let keep = self.keep.clone();
        let (alone, kept) = blocking(move || (keep.alone(), keep.read())).await?;
        let _alone = alone.map_err(|error| ConnectorError::Unreachable(format!("it cannot be renewed: {error}")))?;
        let kept = kept.map_err(|error| ConnectorError::Unreachable(error.to_string()))?;
        let kept = kept.and_then(|kept| Session::read(&kept).ok().flatten());
        match kept {
            Some(kept) if kept.access != *seen => (*seen, *session, *over) = (kept.access.clone(), kept, None),
            Some(_) => {}
            None => return Err(self.signed_out("It is not in the keyring any more.")),
        }
        let now = self.keep.now();
        if session.is_good(now) {
            return Ok(());
        }
        if let Some(why) = over {
            return Err(self.signed_out(why));
        }
        let Some(refresh) = &session.refresh else {
            return Err(self.signed_out("Its token has ended, and the provider gave none to renew it with."));
        };
        let told = exchange(session, refresh).await.map_err(|failed| match failed {
            Failed::Said(said) if oauth::is_over(said.error()) => self.signed_out(over.insert(WITHDRAWN)),
            Failed::Said(said) => {
                ConnectorError::Unreachable(format!("the provider does not renew the sign-in: {said}"))
            }
            Failed::Connector(error) => not_sent(error),
        })?;
        session.take(&told, now);
        let (keep, kept) = (self.keep.clone(), session.kept());
        let kept = kept.map_err(|error| ConnectorError::Unreachable(error.to_string()))?;
        if let Err(error) = blocking(move || keep.write(&kept)).await? {
            // It is good for as long as this program runs, and kept with the next one; a stop before that loses it.
            return Err(ConnectorError::Unreachable(format!("the renewed sign-in cannot be kept: {error}")));
        }
        *seen = session.access.clone();
        Ok(())
    }

    fn signed_out(&self, why: &str) -> ConnectorError {
        ConnectorError::SignedOut(format!("{why} Sign in again: {}", self.keep.again()))
    }
}

async fn exchange(session: &Session, refresh: &Secret) -> Result<Told, Failed<oauth2::basic::BasicErrorResponseType>> {
    let unfit = |error: String| Failed::Connector(ConnectorError::Unreachable(error));
    let client = client(&session.client, &session.token_endpoint).map_err(|error| unfit(error.to_string()))?;
    let post = oauth::post(&session.token_endpoint).map_err(|error| unfit(error.to_string()))?;
    let refresh = RefreshToken::new(plain(refresh).map_err(|error| unfit(error.to_string()))?);
    client.exchange_refresh_token(&refresh).request_async(&post).await.map_err(oauth::failed)
}

/// Whatever became of the renewal, what it was for has not left.
fn not_sent(error: ConnectorError) -> ConnectorError {
    match error {
        ConnectorError::Unreachable(why) | ConnectorError::NoAnswer(why) | ConnectorError::BadAnswer(why) => {
            ConnectorError::Unreachable(format!("the sign-in cannot be renewed now: {why}"))
        }
        ConnectorError::Refused(_) | ConnectorError::SignedOut(_) => error,
    }
}

async fn blocking<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> Result<T, ConnectorError> {
    tokio::task::spawn_blocking(call).await.map_err(|error| ConnectorError::Unreachable(error.to_string()))
}
