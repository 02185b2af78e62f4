//! What Google's systems that are played have in common: who signs in, and the form of answers and refusals (`google.rpc.Status`).

use approval::Timestamp;
use axum::Json;
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const TOKEN: &str = "ya29.a-token-of-noor";
pub const ME: &str = "Noor.Haddad@contoso.example";
pub const PARENT: &str = "projects/contoso-prod";

pub fn answer(now: Timestamp, status: StatusCode, body: &Value) -> Response<Body> {
    let date = now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (status, [(header::DATE, date)], Json(body)).into_response()
}

pub fn refused(now: Timestamp, status: StatusCode, word: &str, message: &str) -> Response<Body> {
    answer(now, status, &json!({ "error": { "code": status.as_u16(), "message": message, "status": word } }))
}

pub fn throttled(now: Timestamp, seconds: u32) -> Response<Body> {
    let mut response = refused(now, StatusCode::TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", "Quota exceeded.");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

/// As the API does, the token is looked at before anything else. One that is not known is asked for at the provider.
pub async fn signed_in(provider: Option<String>, headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok()) else { return false };
    given == format!("Bearer {TOKEN}")
        || match provider {
            Some(provider) => is_taken(provider.trim_start_matches("http://"), given).await,
            None => false,
        }
}

/// Whether the provider says whose token it is (OpenID Connect Core, section 5.3).
async fn is_taken(host: &str, authorization: &str) -> bool {
    let mut stream = TcpStream::connect(host).await.unwrap();
    let call = format!("GET /me HTTP/1.0\r\nHost: {host}\r\nAuthorization: {authorization}\r\n\r\n");
    stream.write_all(call.as_bytes()).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    said.lines().next().is_some_and(|line| line.contains(" 200 "))
}

/// OpenID Connect's userinfo.
pub fn userinfo(now: Timestamp, signed_in: bool) -> Response<Body> {
    if !signed_in {
        return refused(now, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "Invalid Credentials");
    }
    answer(now, StatusCode::OK, &json!({ "sub": "1", "email": ME, "email_verified": true }))
}

/// The connection breaks before the answer is whole.
pub fn broken() -> Response<Body> {
    Response::builder().header(header::CONTENT_LENGTH, 1000).body(Body::from("{")).unwrap()
}
