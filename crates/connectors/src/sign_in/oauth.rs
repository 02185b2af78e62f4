//! The OAuth library on our HTTP: each request goes to the one endpoint that it was made for, follows nothing, and is bounded
//! like every other call.

use super::{Client, SignInError};
use crate::AddressError;
use crate::http::{Call, Http, Timeouts, bad};
use desk::ports::{ConnectorError, Secret};
use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse};
use oauth2::http::{Request, Response};
use oauth2::{
    AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, ErrorResponseType, RequestTokenError,
    StandardErrorResponse, TokenUrl, url,
};
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;

pub(super) type Told = BasicTokenResponse;
pub(super) type Error<T> = RequestTokenError<ConnectorError, StandardErrorResponse<T>>;
/// With the token's endpoint alone.
type TokenClient = BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub(super) enum Failed<T: ErrorResponseType> {
    /// The provider's own refusal, as OAuth writes it.
    Said(StandardErrorResponse<T>),
    Connector(ConnectorError),
}

pub(super) fn client(who: &Client, token: &str) -> Result<TokenClient, SignInError> {
    let client = BasicClient::new(ClientId::new(who.id.clone()));
    // In the body: what every provider takes from a client that keeps no real secret.
    let client = client.set_auth_type(AuthType::RequestBody).set_token_uri(address::<TokenUrl>(token)?);
    let secret = |secret: &Secret| String::from_utf8(secret.expose().to_vec()).map_err(|_| AddressError::Token);
    Ok(match who.secret.as_ref().map(secret).transpose()? {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret)),
        None => client,
    })
}

/// One of the library's addresses, read before as one of ours.
pub(super) fn address<T: FromAddress>(text: &str) -> Result<T, SignInError> {
    T::from_address(text).map_err(|_| AddressError::NotAnAddress.into())
}

pub(super) trait FromAddress: Sized {
    fn from_address(text: &str) -> Result<Self, url::ParseError>;
}

macro_rules! from_address {
    ($($name:ident),*) => {
        $(impl FromAddress for oauth2::$name {
            fn from_address(text: &str) -> Result<Self, url::ParseError> {
                Self::new(text.to_owned())
            }
        })*
    };
}

from_address!(AuthUrl, DeviceAuthorizationUrl, RedirectUrl, TokenUrl);

type Answered = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, ConnectorError>> + Send>>;

/// What the library calls: a form for this endpoint and for no other.
pub(super) fn post(endpoint: &str) -> Result<impl Fn(Request<Vec<u8>>) -> Answered + Send + Sync, AddressError> {
    let http = std::sync::Arc::new(Http::new(endpoint, None, Timeouts::default())?);
    Ok(move |request: Request<Vec<u8>>| -> Answered {
        let http = http.clone();
        Box::pin(async move {
            let body = String::from_utf8(request.into_body()).map_err(|_| bad("a form that is no text".to_owned()))?;
            let answer = http.exchange(Call::post("").form(body)).await?;
            // Busy, broken, elsewhere: OAuth has words for none of these.
            if !answer.status.is_success() && !answer.status.is_client_error() || answer.retry_after().is_some() {
                return Err(answer.refusal());
            }
            let mut response = Response::new(answer.body);
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    })
}

pub(super) fn failed<T: ErrorResponseType>(error: Error<T>) -> Failed<T>
where
    StandardErrorResponse<T>: oauth2::ErrorResponse,
{
    match error {
        RequestTokenError::ServerResponse(said) => Failed::Said(said),
        RequestTokenError::Request(error) => Failed::Connector(error),
        // Repeats nothing of it: a token may stand in it.
        RequestTokenError::Parse(error, _) => {
            Failed::Connector(bad(format!("the provider’s answer cannot be read at {}", error.path())))
        }
        RequestTokenError::Other(_) => Failed::Connector(bad("the provider’s answer is none of OAuth’s".to_owned())),
    }
}

/// What the provider said, for people.
pub(super) fn words(error: &impl Display, description: Option<&String>) -> String {
    match description.map(|description| description.trim()).filter(|description| !description.is_empty()) {
        Some(description) => format!("{description} ({error})"),
        None => error.to_string(),
    }
}

/// Whether what was shown is not taken any more, so that a person has to sign in anew.
pub(super) fn is_over(error: &BasicErrorResponseType) -> bool {
    matches!(
        error,
        BasicErrorResponseType::InvalidGrant
            | BasicErrorResponseType::InvalidClient
            | BasicErrorResponseType::UnauthorizedClient
    ) || matches!(error, BasicErrorResponseType::Extension(word) if matches!(word.as_str(), "interaction_required" | "login_required" | "consent_required"))
}
