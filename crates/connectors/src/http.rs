//! One HTTP exchange with a system: what leaves, how long it may take, how much may come back. It says precisely what
//! is known afterwards (never arrived, may have arrived, answered), adds no retries and no waits, and follows no redirect:
//! a wait that the queue asks for is told, and kept by whoever asks.

use crate::address::{Address, AddressError};
use crate::sign_in::{Credential, SignedIn};
use approval::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use desk::ports::{ConnectorError, Secret};
use queue_api::{Problem, ProblemType};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, ClientBuilder, Method, Response, StatusCode, Url, redirect, retry};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// More than whatever is about one thing; what is longer is not an answer.
const LARGEST_ANSWER: usize = 1024 * 1024;
/// More than any other system's page of a hundred.
pub(crate) const LARGEST_PAGE: usize = 8 * 1024 * 1024;
/// A link that a system gives for its next page; whatever is longer is none.
const LONGEST_LINK: usize = 8 * 1024;
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
/// What a server that asks for longer gets: the desk looks again by then.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// For a `Retry-After` that is no number of seconds.
const UNREADABLE_PAUSE: Duration = Duration::from_secs(30);

/// How long each part of an exchange may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    pub connect: Duration,
    /// From the first byte sent to the last one read.
    pub whole: Duration,
    /// How much longer than asked a held answer may take.
    pub held: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), whole: Duration::from_secs(15), held: Duration::from_secs(10) }
    }
}

/// What is sent, beside the token.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub method: Method,
    pub path: String,
    /// In place of path and query: where a system says that its next page is. Only `Http::follow` makes one.
    link: Option<Url>,
    pub query: Vec<(&'static str, String)>,
    pub headers: Vec<(&'static str, String)>,
    pub content_type: &'static str,
    pub body: Option<String>,
    /// The answer may be held back this long.
    pub wait: Option<&'a Duration>,
    /// Bytes that it may have.
    largest: usize,
}

impl Call<'_> {
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into())
    }

    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path.into())
    }

    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path.into())
    }

    /// The same, to write.
    pub fn patching(self) -> Self {
        Self { method: Method::PATCH, ..self }
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path.into())
    }

    fn new(method: Method, path: String) -> Self {
        Self {
            method,
            path,
            link: None,
            query: Vec::new(),
            headers: Vec::new(),
            content_type: JSON,
            body: None,
            wait: None,
            largest: LARGEST_ANSWER,
        }
    }

    /// For a page of a list, which may have so many bytes.
    pub fn page(mut self, largest: usize) -> Self {
        self.largest = largest;
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With what `application/x-www-form-urlencoded` writes.
    pub fn form(mut self, body: String) -> Self {
        self.content_type = "application/x-www-form-urlencoded";
        self.body = Some(body);
        self
    }

    pub fn json(mut self, body: &impl serde::Serialize) -> Result<Self, ConnectorError> {
        let text = serde_json::to_string(body);
        self.body = Some(text.map_err(|error| ConnectorError::Unreachable(format!("this cannot be sent: {error}")))?);
        Ok(self)
    }
}

/// What came back, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// What goes with each call.
#[derive(Debug)]
enum Authorization {
    Token(HeaderValue),
    Session(Arc<SignedIn>),
}

/// The way to one queue. The token is bound to the queue's address: no call leaves for another.
#[derive(Debug)]
pub(crate) struct Http {
    client: Client,
    address: Address,
    /// Absent where nobody signs in.
    authorization: Option<Authorization>,
    /// The header that the token goes into alone; absent where it goes with `Bearer` before it.
    alone: Option<HeaderName>,
    timeouts: Timeouts,
}

impl Http {
    pub fn new(address: &str, credential: Option<Credential>, timeouts: Timeouts) -> Result<Self, AddressError> {
        let address = Address::parse(address)?;
        let client = builder(&address, timeouts).build();
        Ok(Self {
            client: client.map_err(|error| AddressError::Client(innermost(&error)))?,
            authorization: credential.map(Authorization::of).transpose()?,
            alone: None,
            address,
            timeouts,
        })
    }

    /// With the token alone in this header, where others have `Bearer` before it in theirs.
    pub fn alone_in(self, header: HeaderName) -> Self {
        Self { alone: Some(header), ..self }
    }

    /// For a system that takes `name:secret` (RFC 7617) in place of a token.
    pub fn basic(address: &str, credential: &Credential, timeouts: Timeouts) -> Result<Self, AddressError> {
        let Credential::Token(secret) = credential else { return Err(AddressError::Basic) };
        let authorization = Some(Authorization::Token(basic(secret)?));
        Ok(Self { authorization, ..Self::new(address, None, timeouts)? })
    }

    /// Reads where a system's own link leads, as it stands. `None` where that is another system, or no place of this one:
    /// the token goes nowhere else.
    /// Whether this is the address to which it speaks, however it is spelt.
    pub fn is_at(&self, address: &str) -> bool {
        Address::parse(address).is_ok_and(|address| address.canonical() == self.address.canonical())
    }

    /// Whether a page is GitHub's, or of the server to which it speaks: of `api.example.com` also `example.com`.
    pub fn is_page(&self, page: &str, of: &str) -> bool {
        let own = self.address.host();
        let host = Url::parse(page).ok().filter(|page| page.scheme() == "https");
        host.as_ref().and_then(Url::host_str).is_some_and(|host| host == of || host == own.trim_start_matches("api."))
    }

    pub fn follow(&self, link: &str) -> Option<Call<'static>> {
        let url = Url::parse(link).ok().filter(|url| link.len() <= LONGEST_LINK && self.address.holds(url))?;
        Some(Call { link: Some(url), ..Call::get("") })
    }

    async fn bearer(&self) -> Result<Option<HeaderValue>, ConnectorError> {
        Ok(match &self.authorization {
            Some(Authorization::Token(bearer)) => Some(bearer.clone()),
            Some(Authorization::Session(session)) => Some(session.bearer().await?),
            None => None,
        })
    }

    /// The token that goes with each call, for where a system says in there alone whose it is.
    pub async fn token(&self) -> Result<Option<String>, ConnectorError> {
        let bearer = self.bearer().await?;
        let bearer = bearer.as_ref().and_then(|bearer| bearer.to_str().ok());
        Ok(bearer.and_then(|bearer| bearer.strip_prefix("Bearer ")).map(str::to_owned))
    }

    pub async fn exchange(&self, call: Call<'_>) -> Result<Answer, ConnectorError> {
        let whole = call.wait.map_or(self.timeouts.whole, |wait| *wait + self.timeouts.held);
        let mut request = self
            .client
            .request(call.method, call.link.unwrap_or_else(|| self.address.join(&call.path)))
            .timeout(whole)
            .header(ACCEPT, format!("{JSON}, {PROBLEM}"));
        let bearer = self.bearer().await?;
        if let Some(bearer) = &bearer {
            request = match &self.alone {
                Some(header) => request.header(header, without_bearer(bearer)?),
                None => request.header(AUTHORIZATION, bearer),
            };
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = call.body {
            request = request.header(CONTENT_TYPE, call.content_type).body(body);
        }
        let mut request = request.build().map_err(not_sent)?;
        if !call.query.is_empty() {
            request.url_mut().query_pairs_mut().extend_pairs(call.query);
        }
        let answer = read(self.client.execute(request).await.map_err(lost)?, call.largest).await?;
        if let (StatusCode::UNAUTHORIZED, Some(Authorization::Session(session)), Some(bearer)) =
            (answer.status, &self.authorization, &bearer)
        {
            return Err(session.refused(bearer).await);
        }
        Ok(answer)
    }
}

impl Authorization {
    fn of(credential: Credential) -> Result<Self, AddressError> {
        match credential {
            Credential::Token(token) => bearer(&token).map(Self::Token),
            Credential::Session(session) => Ok(Self::Session(session)),
        }
    }
}

impl Answer {
    /// The contract's type out of a success; everything else is an error that says what is known.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ConnectorError> {
        if !self.status.is_success() {
            return Err(self.refusal());
        }
        if !self.is(JSON) {
            return Err(bad(format!("{} without JSON in it", self.status)));
        }
        serde_json::from_slice(&self.body).map_err(unreadable)
    }

    /// The bytes of a success of this type; everything else as in `json`.
    pub fn content(self, content_type: &str) -> Result<Vec<u8>, ConnectorError> {
        match (self.status.is_success(), self.is(content_type)) {
            (false, _) => Err(self.refusal()),
            (true, false) => Err(bad(format!("{} without {content_type} in it", self.status))),
            (true, true) => Ok(self.body),
        }
    }

    /// A success without content; everything else as in `json`.
    pub fn done(&self) -> Result<(), ConnectorError> {
        if self.status == StatusCode::NO_CONTENT { Ok(()) } else { Err(self.refusal()) }
    }

    /// The number in an `ETag` of this contract.
    pub fn revision(&self) -> Option<u32> {
        self.headers.get(ETAG)?.to_str().ok()?.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
    }

    pub fn is(&self, content_type: &str) -> bool {
        let essence = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = essence.and_then(|value| value.split(';').next());
        essence.is_some_and(|value| value.trim().eq_ignore_ascii_case(content_type))
    }

    /// The server's clock, of its `Date`.
    pub fn date(&self) -> Result<Timestamp, ConnectorError> {
        let date = self.headers.get(DATE).and_then(|date| date.to_str().ok());
        let at = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        at.map(|at| at.to_utc().into()).ok_or_else(|| bad("an answer without the time".to_owned()))
    }

    /// Seconds for which it asks to be left alone.
    pub fn retry_after(&self) -> Option<u32> {
        pause(&self.headers).map(whole_seconds)
    }

    /// What an answer that is no success means, where its body follows RFC 9457 or says nothing.
    pub fn refusal(&self) -> ConnectorError {
        if self.status.is_redirection() {
            return bad(format!("{}: a redirect is not followed", self.status));
        }
        if self.is(PROBLEM) {
            return self.problem();
        }
        // No word of the queue's: a gateway before it, or another server altogether.
        let kind = match self.status {
            StatusCode::TOO_MANY_REQUESTS => ProblemType::TooManyRequests,
            StatusCode::SERVICE_UNAVAILABLE => ProblemType::Unavailable,
            status if status.is_server_error() => return ConnectorError::NoAnswer(format!("a gateway said {status}")),
            status => return bad(format!("{status} without a problem in it")),
        };
        match pause(&self.headers) {
            Some(pause) => busy(kind, pause),
            None => ConnectorError::NoAnswer(format!("a gateway said {}", self.status)),
        }
    }

    fn problem(&self) -> ConnectorError {
        let mut problem: Problem = match serde_json::from_slice(&self.body) {
            Ok(problem) => problem,
            Err(error) => return unreadable(error),
        };
        let says = self.status.as_u16();
        if problem.status != says || problem.kind().is_some_and(|kind| kind.status() != says) {
            return bad(format!("{} with a problem of status {}", self.status, problem.status));
        }
        // The server failed on the way: what it did before is not known.
        if self.status == StatusCode::INTERNAL_SERVER_ERROR {
            return ConnectorError::NoAnswer(problem.detail);
        }
        problem.retry_after = problem.retry_after.or_else(|| self.retry_after());
        ConnectorError::Refused(Box::new(problem))
    }
}

fn builder(address: &Address, timeouts: Timeouts) -> ClientBuilder {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .http1_only()
        .connect_timeout(timeouts.connect)
        .user_agent(concat!("doorward/", env!("CARGO_PKG_VERSION")));
    let builder = match address.pinned() {
        // A proxy would carry this machine's own traffic, and the token, elsewhere.
        Some(addresses) => builder.no_proxy().resolve_to_addrs("localhost", &addresses),
        None => builder,
    };
    if address.is_plain() {
        // Nobody to trust: the system's certificates need not be there.
        builder.tls_certs_only([])
    } else {
        builder.https_only(true)
    }
}

fn without_bearer(bearer: &HeaderValue) -> Result<HeaderValue, ConnectorError> {
    let token = bearer.as_bytes().strip_prefix(b"Bearer ").unwrap_or_default();
    let mut value = HeaderValue::from_bytes(token).map_err(|_| bad("a token that cannot be sent".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

pub(crate) fn bearer(token: &Secret) -> Result<HeaderValue, AddressError> {
    let token = std::str::from_utf8(token.expose()).map_err(|_| AddressError::Token)?.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AddressError::Token);
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| AddressError::Token)?;
    value.set_sensitive(true);
    Ok(value)
}

fn basic(secret: &Secret) -> Result<HeaderValue, AddressError> {
    let pair = std::str::from_utf8(secret.expose()).map_err(|_| AddressError::Basic)?.trim();
    let fits = pair.split_once(':').is_some_and(|(name, secret)| !name.is_empty() && !secret.is_empty());
    if !fits || !pair.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AddressError::Basic);
    }
    let mut value =
        HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).map_err(|_| AddressError::Basic)?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(mut response: Response, largest: usize) -> Result<Answer, ConnectorError> {
    let too_long = || bad(format!("more than {largest} bytes"));
    if response.headers().contains_key(CONTENT_ENCODING) {
        return Err(bad("a compressed body, which nobody asked for".to_owned()));
    }
    if response.content_length().is_some_and(|length| length > largest as u64) {
        return Err(too_long());
    }
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > largest {
            return Err(too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body })
}

/// Only a connection that never stood proves that nothing arrived.
fn lost(error: reqwest::Error) -> ConnectorError {
    if error.is_connect() || error.is_builder() {
        return not_sent(error);
    }
    let what = if error.is_timeout() { "the time is over".to_owned() } else { innermost(&error) };
    ConnectorError::NoAnswer(what)
}

fn not_sent(error: reqwest::Error) -> ConnectorError {
    ConnectorError::Unreachable(if error.is_timeout() { "the time is over".to_owned() } else { innermost(&error) })
}

pub(crate) fn bad(what: String) -> ConnectorError {
    ConnectorError::BadAnswer(what)
}

/// What a connector itself will not send.
pub(crate) fn refused(kind: ProblemType, why: &str) -> ConnectorError {
    ConnectorError::Refused(Box::new(Problem::new(kind, why)))
}

/// What went wrong before anything was sent that decides.
pub(crate) fn unsent(error: ConnectorError) -> ConnectorError {
    match error {
        ConnectorError::NoAnswer(why) | ConnectorError::BadAnswer(why) | ConnectorError::Unreachable(why) => {
            ConnectorError::Unreachable(why)
        }
        ConnectorError::Refused(_) | ConnectorError::SignedOut(_) => error,
    }
}

/// Says where, and repeats nothing of the answer: it may hold anything, and this goes into logs.
pub(crate) fn unreadable(error: serde_json::Error) -> ConnectorError {
    bad(format!("{:?} error at line {}, column {}", error.classify(), error.line(), error.column()))
}

fn busy(kind: ProblemType, pause: Duration) -> ConnectorError {
    let mut problem = Problem::new(kind, "The queue asked to be left alone for a while.");
    problem.retry_after = Some(whole_seconds(pause));
    ConnectorError::Refused(Box::new(problem))
}

fn pause(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?;
    let seconds = value.to_str().ok().and_then(|value| value.trim().parse().ok());
    Some(seconds.map_or(UNREADABLE_PAUSE, Duration::from_secs).min(LONGEST_PAUSE))
}

fn whole_seconds(pause: Duration) -> u32 {
    u32::try_from(pause.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// The innermost cause is the one that says something ("connection refused").
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let sentence = cause.to_string();
    // What rustls says of an answer that is no TLS.
    if sentence.contains("InvalidContentType") {
        return "what answers there does not speak TLS; is it a queue on this machine, at http://?".to_owned();
    }
    // For people: the system's sentence without its number.
    sentence.split_once(" (os error ").map_or(sentence.clone(), |(words, _)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_opened_at_its_own_system_alone() {
        let at = |endpoint: &str| Http::new(endpoint, None, Timeouts::default()).unwrap();
        let (hub, own) = (at("https://api.github.com"), at("https://github.example.com/api/v3"));
        assert!(hub.is_page("https://github.com/acme/web/actions/runs/1", "github.com"));
        assert!(own.is_page("https://github.example.com/acme/web/actions/runs/1", "github.com"));
        assert!(at("https://api.acme.ghe.com").is_page("https://acme.ghe.com/acme/web", "github.com"));
        for wrong in
            ["https://github.com.evil.example/x", "http://github.com/x", "https://evil.example/github.com", "x"]
        {
            assert!(!hub.is_page(wrong, "github.com") && !own.is_page(wrong, "github.com"), "{wrong}");
        }
        assert!(at("https://API.opal.dev:443/v1/").is_at("https://api.opal.dev/v1"));
        assert!(!at("https://opal.example/v1").is_at("https://api.opal.dev/v1"));
    }
}
