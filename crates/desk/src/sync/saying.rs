//! What a person says about a request beside deciding it, told to its queue at once. Nothing of it is kept to be sent later: what the
//! queue took comes back by the feed.

use crate::desk::Desk;
use crate::errors::SayError;
use crate::ports::{ConnectorError, Line};
use crate::state::key;
use queue_api::Saying;
use std::sync::Arc;

/// A lost answer is asked for again under the same key, which makes it take effect once.
const TRIES: usize = 3;

impl Desk {
    /// Consults security, advises, asks the requester, or hands over. Done when it answers.
    pub async fn remark(self: &Arc<Self>, request: &str, saying: &Saying) -> Result<(), SayError> {
        let (queue, id) = key(request).ok_or(SayError::NotFound)?;
        if !self.knows_request(&queue, &id) {
            return Err(SayError::NotFound);
        }
        let line = self.line_to(&queue).ok_or(SayError::NotConnected)?;
        let Line::Signed(signed) = &line else { return Err(SayError::Impossible) };
        let idempotency_key = self.nonce();
        for _ in 1..TRIES {
            match signed.say(&id, &idempotency_key, saying).await {
                Err(ConnectorError::NoAnswer(_) | ConnectorError::BadAnswer(_)) => {}
                told => return Ok(told.map(drop)?),
            }
        }
        Ok(signed.say(&id, &idempotency_key, saying).await.map(drop)?)
    }
}
