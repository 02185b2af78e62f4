//! How access is really given and taken: the trait that every way implements, and where a tenant's file
//! says it goes.

use approval::{Grant, Timestamp};
use async_trait::async_trait;
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
