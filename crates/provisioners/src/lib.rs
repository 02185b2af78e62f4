//! Ways of giving and taking access, one module each, behind the queue's `Provisioner` trait.
//! An order whose outcome is not certain is answered `Unclear`; nothing here guesses or retries.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod webhook;

use async_trait::async_trait;
use queue::{Order, ProvisionError, Provisioner, Target};

/// Every way that this version knows, chosen by the order's target.
#[derive(Debug)]
pub struct Provisioners {
    webhook: webhook::Webhook,
}

#[derive(Debug, thiserror::Error)]
#[error("no HTTP client can be made: {0}")]
pub struct SetUpError(String);

impl Provisioners {
    pub fn new() -> Result<Self, SetUpError> {
        Ok(Self { webhook: webhook::Webhook::new().map_err(|error| SetUpError(error.to_string()))? })
    }
}

#[async_trait]
impl Provisioner for Provisioners {
    async fn carry_out(&self, order: &Order) -> Result<(), ProvisionError> {
        match &order.target {
            Target::None => Ok(()),
            Target::Webhook { url, secret } => self.webhook.carry_out(order, url, secret).await,
        }
    }
}
