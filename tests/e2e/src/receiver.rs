//! The system that access is given on: a webhook receiver that keeps every call as it came. It gives no access and takes
//! every call; whoever reads the calls does the judging.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::failure::{Failure, Outcome, While};

/// One call, as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub at: SystemTime,
}

impl Call {
    /// The body, if the call is signed with this key as Standard Webhooks 1.0 says; fails with what is wrong otherwise.
    pub fn signed(&self, key: &[u8]) -> Outcome<Value> {
        let header = |name: &str| {
            let value = self.headers.get(name).and_then(|value| value.to_str().ok());
            value.ok_or_else(|| Failure::new(format!("the call has no {name}")))
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(key).while_doing("the key")?;
        mac.update(format!("{}.{}.", header("webhook-id")?, header("webhook-timestamp")?).as_bytes());
        mac.update(&self.body);
        let given = header("webhook-signature")?.strip_prefix("v1,").unwrap_or_default();
        let given = STANDARD.decode(given).while_doing("the signature")?;
        mac.verify_slice(&given).while_doing("the call's signature")?;
        Ok(serde_json::from_slice(&self.body)?)
    }
}

pub struct Receiver {
    url: String,
    kept: Arc<Kept>,
    serving: JoinHandle<()>,
}

struct Kept {
    calls: Mutex<Vec<Call>>,
    answer: Mutex<StatusCode>,
}

impl Receiver {
    /// Listens on a free port of this machine, and answers 204 until told otherwise.
    pub async fn start() -> Outcome<Self> {
        let kept = Arc::new(Kept { calls: Mutex::default(), answer: Mutex::new(StatusCode::NO_CONTENT) });
        let routes = Router::new().fallback(keep).with_state(kept.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn(async move {
            // Ends with the scenario.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Receiver { url, kept, serving })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// What came so far, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.kept.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers every further call with this.
    pub fn answer_with(&self, status: StatusCode) {
        *self.kept.answer.lock().unwrap_or_else(PoisonError::into_inner) = status;
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn keep(State(kept): State<Arc<Kept>>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let call = Call { path: uri.path().to_owned(), headers, body, at: SystemTime::now() };
    kept.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    *kept.answer.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_is_kept_as_it_came_and_answered_as_told() {
        let receiver = Receiver::start().await.unwrap();
        let send = |body: &'static str| {
            reqwest::Client::new().post(format!("{}/grants", receiver.url())).header("x-sign", "s").body(body).send()
        };
        assert_eq!(send("first").await.unwrap().status(), 204);
        receiver.answer_with(StatusCode::BAD_GATEWAY);
        assert_eq!(send("second").await.unwrap().status(), 502);

        let calls = receiver.calls();
        assert_eq!(calls.iter().map(|call| &call.body[..]).collect::<Vec<_>>(), [&b"first"[..], b"second"]);
        assert!(calls.iter().all(|call| call.path == "/grants" && call.headers["x-sign"] == "s"));
    }

    #[test]
    fn a_signature_counts_only_over_what_came_and_with_the_right_key() {
        // The example of Standard Webhooks 1.0.
        let headers = [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = Bytes::from_static(br#"{"test": 2432232314}"#);
        let mut call = Call { path: "/".into(), headers: headers.into_iter().collect(), body, at: SystemTime::now() };
        assert_eq!(call.signed(&key).unwrap()["test"], 2_432_232_314_u64);
        assert!(call.signed(b"another key").is_err());
        call.body = Bytes::from_static(br#"{"test": 2432232315}"#);
        assert!(call.signed(&key).is_err());
    }
}
