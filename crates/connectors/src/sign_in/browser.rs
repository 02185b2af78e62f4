//! The redirect back from the browser: one port on this machine, open for as long as one sign-in lasts. Whatever does not
//! carry the state of this sign-in is answered and forgotten, so that no page elsewhere can end or answer it.

use super::{SignInError, oauth};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use oauth2::{RedirectUrl, url::form_urlencoded};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::ready;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const PATH: &str = "/signed-in";
const DONE: &str = "You are signed in. You can close this page and go back to Doorward.";
const NOT_DONE: &str = "You are not signed in. Go back to Doorward, which says why.";
const NOT_ASKED: &str = "Doorward did not ask for this, and nothing was done.";

pub(super) struct Browser {
    listener: TcpListener,
    host: &'static str,
}

/// What the provider sent back: a code, or why there is none.
type Back = Result<String, SignInError>;

impl Browser {
    /// `host` as the provider takes it in a redirect: `127.0.0.1` or `localhost`, with any port (RFC 8252, section 7.3).
    pub async fn listen(host: &'static str) -> Result<Self, SignInError> {
        Ok(Self { listener: TcpListener::bind("127.0.0.1:0").await?, host })
    }

    pub fn redirect(&self) -> Result<RedirectUrl, SignInError> {
        oauth::address(&format!("http://{}:{}{PATH}", self.host, self.listener.local_addr()?.port()))
    }

    /// The code for this sign-in. Waits for ever.
    pub async fn answered(self, state: &str, issuer: Option<&str>) -> Back {
        let (tell, mut told) = mpsc::channel(1);
        loop {
            tokio::select! {
                back = told.recv() => {
                    if let Some(back) = back {
                        return back;
                    }
                }
                accepted = self.listener.accept() => {
                    let (stream, _) = accepted?;
                    let (tell, state, issuer) = (tell.clone(), state.to_owned(), issuer.map(str::to_owned));
                    let answer = service_fn(move |request| ready(answer(&request, &tell, &state, issuer.as_deref())));
                    tokio::spawn(http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), answer));
                }
            }
        }
    }
}

fn answer(
    request: &Request<Incoming>,
    tell: &mpsc::Sender<Back>,
    state: &str,
    issuer: Option<&str>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let back = match (request.method(), request.uri().path()) {
        (&Method::GET, PATH) => back(request.uri().query().unwrap_or_default(), state, issuer),
        _ => None,
    };
    let (status, text) = match &back {
        Some(Ok(_)) => (StatusCode::OK, DONE),
        Some(Err(_)) => (StatusCode::OK, NOT_DONE),
        None => (StatusCode::NOT_FOUND, NOT_ASKED),
    };
    if let Some(back) = back {
        // Whoever comes second is not listened to.
        let _ = tell.try_send(back);
    }
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    Ok(response)
}

/// `None` where it is no answer to this sign-in: another state, or another provider's (RFC 9207).
fn back(query: &str, state: &str, issuer: Option<&str>) -> Option<Back> {
    let given: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let is_ours = given.get("state").is_some_and(|given| bool::from(given.as_bytes().ct_eq(state.as_bytes())));
    let is_another = |given: &String| issuer.is_some_and(|issuer| given != issuer);
    if !is_ours || given.get("iss").is_some_and(is_another) {
        return None;
    }
    match (given.get("code"), given.get("error")) {
        (Some(code), None) => Some(Ok(code.clone())),
        (_, Some(error)) if error == "access_denied" => {
            Some(Err(SignInError::Declined(oauth::words(error, given.get("error_description")))))
        }
        (_, Some(error)) => Some(Err(SignInError::Refused(oauth::words(error, given.get("error_description"))))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_to_this_sign_in_counts() {
        let read = |query: &str| back(query, "s1", Some("https://issuer.example"));
        assert!(matches!(read("code=c&state=s1"), Some(Ok(code)) if code == "c"));
        assert!(matches!(read("code=c&state=s1&iss=https%3A%2F%2Fissuer.example"), Some(Ok(_))));
        let denied = read("error=access_denied&error_description=No%2C+thanks&state=s1");
        assert!(matches!(denied, Some(Err(SignInError::Declined(why))) if why == "No, thanks (access_denied)"));
        for other in
            ["", "code=c", "code=c&state=s2", "state=s1", "error=x", "code=c&state=s1&iss=https://evil.example"]
        {
            assert!(read(other).is_none(), "{other}");
        }
    }
}
