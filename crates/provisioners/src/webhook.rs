//! Signed webhooks, as Standard Webhooks 1.0 says (`webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`).
//! A 2xx answer is a confirmation, 410 and other 4xx are a no for good, everything else is unclear. It follows no
//! redirect and speaks plain HTTP to this machine only.

use approval::{GrantId, Principal, Resource, Role, TenantId, Timestamp, Window};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use queue::{Job, Order, ProvisionError, SecretSource, signing_key};
use reqwest::{Client, StatusCode, Url, redirect};
use serde::Serialize;
use sha2::Sha256;
use std::time::Duration;

/// Below the 30 seconds that the trait allows, so that an answer is always given.
const TIME_OUT: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub(crate) struct Webhook {
    client: Client,
}

/// The body. `webhook-id` is the same for every try of the same job on the same grant, so that a receiver can
/// tell a repetition.
#[derive(Serialize)]
struct Message<'a> {
    /// `give` or `take`.
    event: &'static str,
    sent_at: Timestamp,
    grant: &'a GrantId,
    tenant: &'a TenantId,
    holder: &'a Principal,
    role: &'a Role,
    resource: &'a Resource,
    /// How long the access lasts, from the answer to `give`. It is taken by a message of its own.
    window: Window,
    /// For a target that can end access by itself: counted from `sent_at`, so never after the grant's own end.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<Timestamp>,
}

impl Webhook {
    pub(crate) fn new() -> reqwest::Result<Self> {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(TIME_OUT)
            .user_agent(concat!("doorward/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client })
    }

    pub(crate) async fn carry_out(
        &self,
        order: &Order,
        url: &str,
        secret: &SecretSource,
    ) -> Result<(), ProvisionError> {
        let url = allowed(url)?;
        let key = key(secret)?;
        let (event, ends_at) = match order.job {
            Job::Give => ("give", Some(order.sent_at.plus(order.grant.window))),
            Job::Take => ("take", None),
        };
        let id = format!("{}:{event}", order.grant.id);
        let body = serde_json::to_vec(&Message {
            event,
            sent_at: order.sent_at,
            grant: &order.grant.id,
            tenant: &order.grant.tenant.id,
            holder: &order.grant.holder,
            role: &order.grant.role,
            resource: &order.grant.resource,
            window: order.grant.window,
            ends_at,
        })
        .map_err(|error| ProvisionError::Unclear(format!("the message cannot be written: {error}")))?;
        let seconds = order.sent_at.millis().div_euclid(1000).to_string();
        let signature = sign(&key, &id, &seconds, &body)?;
        let answer = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", &seconds)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await
            .map_err(|error| ProvisionError::Unclear(error.without_url().to_string()))?;
        judge(answer.status())
    }
}

fn judge(status: StatusCode) -> Result<(), ProvisionError> {
    let again = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS];
    if status.is_success() {
        Ok(())
    } else if status.is_client_error() && !again.contains(&status) {
        Err(ProvisionError::Refused(format!("it answered {status}")))
    } else {
        Err(ProvisionError::Unclear(format!("it answered {status}")))
    }
}

/// HTTPS anywhere; plain HTTP only where it cannot leave this machine.
fn allowed(url: &str) -> Result<Url, ProvisionError> {
    let url = Url::parse(url).map_err(|error| ProvisionError::Refused(format!("{url:?} is no address: {error}")))?;
    let loopback = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        _ => Err(ProvisionError::Refused(format!("{url} is neither https nor plain HTTP to this machine"))),
    }
}

/// The signing key, read anew for each message so that it can be changed while the queue runs.
fn key(source: &SecretSource) -> Result<Vec<u8>, ProvisionError> {
    let text = match source {
        SecretSource::File(path) => std::fs::read_to_string(path).map_err(|error| {
            ProvisionError::Unclear(format!("the secret {} cannot be read: {error}", path.display()))
        })?,
        SecretSource::Env(name) => std::env::var(name)
            .map_err(|_| ProvisionError::Unclear(format!("the secret {name} is not in the environment")))?,
    };
    signing_key(&text).map_err(|weak| ProvisionError::Unclear(format!("the secret {weak}")))
}

fn sign(key: &[u8], id: &str, seconds: &str, body: &[u8]) -> Result<String, ProvisionError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|_| ProvisionError::Unclear("the secret cannot be a key".to_owned()))?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification's reference libraries.
    #[test]
    fn a_signature_is_the_one_that_standard_webhooks_says() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = sign(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", br#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn plain_http_never_leaves_this_machine() {
        for url in ["https://target.example/hook", "http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/"] {
            assert!(allowed(url).is_ok(), "{url}");
        }
        for url in ["http://target.example/", "http://127.0.0.1.example/", "http://10.0.0.1/", "ftp://localhost/", "x"]
        {
            assert!(matches!(allowed(url), Err(ProvisionError::Refused(_))), "{url}");
        }
    }

    #[test]
    fn only_a_confirmation_counts_as_done() {
        assert_eq!(judge(StatusCode::NO_CONTENT), Ok(()));
        for (status, for_good) in
            [(302, false), (400, true), (404, true), (408, false), (410, true), (429, false), (503, false)]
        {
            let result = judge(StatusCode::from_u16(status).unwrap());
            assert_eq!(matches!(result, Err(ProvisionError::Refused(_))), for_good, "{status}");
            assert!(result.is_err(), "{status}");
        }
    }

    #[test]
    fn a_weak_or_missing_secret_signs_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        assert!(key(&SecretSource::File(path.clone())).is_err());
        std::fs::write(&path, "short\n").unwrap();
        assert!(key(&SecretSource::File(path.clone())).is_err());
        std::fs::write(&path, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        assert_eq!(key(&SecretSource::File(path)).unwrap().len(), 24);
    }
}
