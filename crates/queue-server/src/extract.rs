//! What handlers take out of a request: who calls, keys, preconditions, parameters, bodies. Each refuses
//! with a problem that names what is wrong and where.

use crate::app::App;
use crate::problems::Failure;
use crate::serve::Patience;
use axum::body::to_bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use queue::{Caller, IfMatch};
use queue_api::ProblemType;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The most that a body may have: 256 KiB.
const BODY_MOST: usize = 256 * 1024;
const KEY_MOST: usize = 255;

/// The person whose bearer token came with the request. Handlers without it are open to anybody.
pub(crate) struct SignedIn(pub Caller);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let no = || Failure::new(ProblemType::Unauthenticated, "Send a valid token as Authorization: Bearer ….");
        let text = header(&parts.headers, header::AUTHORIZATION)?.ok_or_else(no)?;
        let (scheme, token) = text.split_once(' ').ok_or_else(no)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(no());
        }
        let token = token.trim().to_owned();
        app.run(move |queue| queue.sign_in(&token)).await?.map(Self).ok_or_else(no)
    }
}

/// `Idempotency-Key`: 1 to 255 visible characters.
pub(crate) struct Key(pub String);

impl FromRequestParts<App> for Key {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let key = header(&parts.headers, HeaderName::from_static("idempotency-key"))?.ok_or_else(|| {
            let detail = "Send an Idempotency-Key, new for each thing you want done and the same when you try again.";
            Failure::new(ProblemType::PreconditionRequired, detail)
        })?;
        if key.is_empty() || key.len() > KEY_MOST || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(malformed(format!("Idempotency-Key: 1 to {KEY_MOST} visible ASCII characters are needed.")));
        }
        Ok(Self(key.to_owned()))
    }
}

/// `If-Match`: `*` or one revision in quotation marks.
pub(crate) struct Precondition(pub IfMatch);

impl FromRequestParts<App> for Precondition {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let text = header(&parts.headers, header::IF_MATCH)?.ok_or_else(|| {
            let detail = "Send If-Match with the revision you decided on, such as \"1\". Denials may say *.";
            Failure::new(ProblemType::PreconditionRequired, detail)
        })?;
        if text == "*" {
            return Ok(Self(IfMatch::Any));
        }
        let revision = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let revision = revision.and_then(|text| text.parse().ok());
        revision
            .map(|revision| Self(IfMatch::Revision(revision)))
            .ok_or_else(|| malformed("If-Match: * or one revision such as \"1\" is needed."))
    }
}

/// Parameters after the question mark; unknown ones are refused.
pub(crate) struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|error| malformed(format!("The parameters cannot be read: {}.", error.body_text())))
    }
}

/// A JSON body that is exactly what the contract says.
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let kind = header(request.headers(), header::CONTENT_TYPE)?.unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Failure::new(ProblemType::UnsupportedMediaType, "Send the body as application/json."));
        }
        let bytes = read_body(request, app.patience.body).await?;
        // serde would take the fields' values as a list, too; the contract says an object.
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Err(malformed("The body cannot be read: an object is needed, at line 1."));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let body = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            malformed(format!("The body cannot be read: {} (at {path}).", error.inner()))
        })?;
        json.end().map_err(|error| malformed(format!("The body cannot be read: {error}.")))?;
        Ok(Self(body))
    }
}

/// A text body, whatever it says of its type.
pub(crate) struct Text(pub String);

impl<S: Send + Sync> FromRequest<S> for Text
where
    Patience: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = read_body(request, Patience::from_ref(state).body).await?;
        String::from_utf8(bytes).map(Self).map_err(|_| malformed("The body is not UTF-8."))
    }
}

async fn read_body(request: Request, within: Duration) -> Result<Vec<u8>, Failure> {
    let too_large = || Failure::new(ProblemType::TooLarge, "A body may have at most 256 KiB.");
    let length = header(request.headers(), header::CONTENT_LENGTH)?.and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_MOST) {
        return Err(too_large());
    }
    let read = to_bytes(request.into_body(), BODY_MOST);
    match tokio::time::timeout(within, read).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(error)) if is_too_long(&error) => Err(too_large()),
        Ok(Err(_)) => Err(malformed("The body did not arrive whole.")),
        Err(_) => Err(malformed(format!("The body took longer than {} seconds to arrive.", within.as_secs()))),
    }
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}

fn header(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, Failure> {
    let mut values = headers.get_all(&name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(malformed(format!("{name} stands there twice.")));
    }
    let text = first.map(|value| value.to_str()).transpose();
    text.map_err(|_| malformed(format!("{name} is not plain ASCII.")))
}

pub(crate) fn malformed(detail: impl Into<String>) -> Failure {
    Failure::new(ProblemType::Malformed, detail)
}
