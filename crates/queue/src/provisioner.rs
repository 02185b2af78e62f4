//! How access is really given and taken: the trait that every way implements, and where a tenant's file
//! says it goes.

use approval::{Grant, Timestamp};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What to do at the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Give,
    Take,
}

/// Where an entitlement's access is given and taken. Kept with each grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Nothing to call: the grant is active at once.
    None,
    Webhook {
        url: String,
        secret: SecretSource,
    },
}

/// Where a secret is read when it is needed; never the secret itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    File(PathBuf),
    Env(String),
}

/// Why a webhook's secret signs nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakSecret {
    #[error("is not base64 after whsec_")]
    NotBase64,
    /// Its length, in bytes.
    #[error("has {0} bytes, and needs at least {SECRET_LEAST}")]
    Short(usize),
}

/// Bytes of a webhook's secret, at least.
const SECRET_LEAST: usize = 16;

/// The key in the text of a secret, as Standard Webhooks 1.0 writes it: base64 after `whsec_`, else its own bytes.
pub fn signing_key(text: &str) -> Result<Vec<u8>, WeakSecret> {
    let text = text.trim();
    let key = match text.strip_prefix("whsec_") {
        Some(encoded) => STANDARD.decode(encoded).map_err(|_| WeakSecret::NotBase64)?,
        None => text.as_bytes().to_vec(),
    };
    if key.len() < SECRET_LEAST { Err(WeakSecret::Short(key.len())) } else { Ok(key) }
}

/// One thing to do, complete.
#[derive(Debug, Clone)]
pub struct Order {
    pub job: Job,
    pub grant: Grant,
    pub target: Target,
    pub sent_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProvisionError {
    /// The target said no, and would again.
    #[error("the target refused: {0}")]
    Refused(String),
    /// Whether it happened is not known; it is tried again.
    #[error("the target gave no answer: {0}")]
    Unclear(String),
}

/// Gives and takes access at a target.
///
/// - **Idempotent by grant and job**: an order may be carried out any number of times with the effect of one.
/// - **Order**: the caller has at most one order per grant under way; a `Give` that arrives after the same
///   grant's `Take` must have no effect.
/// - **Truth**: `Ok` only when the target confirmed it. Everything unclear is `Unclear`, never `Ok`.
/// - **Time**: answers within 30 seconds.
#[async_trait]
pub trait Provisioner: Send + Sync {
    async fn carry_out(&self, order: &Order) -> Result<(), ProvisionError>;
}
