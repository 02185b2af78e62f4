//! What a program must lend for its desk to be asked from outside.

use crate::ask::{AddQueue, Heard};
use async_trait::async_trait;
use desk::Desk;
use desk::view::{ErrorView, RemovalView};
use std::sync::Arc;
use std::time::Duration;

/// A desk with the queues it follows.
#[async_trait]
pub trait Host: Send + Sync {
    fn desk(&self) -> &Arc<Desk>;
    /// Hears every followed queue anew, for at most `within`.
    async fn listen(&self, within: Duration) -> Heard;
    /// The queues that were added, whether they can be followed or not.
    fn added(&self) -> Result<Vec<AddQueue>, ErrorView>;
    /// Keeps the queue in the profile and follows it. Its token is in the keyring.
    fn add(&self, queue: AddQueue) -> Result<(), ErrorView>;
    /// Takes the queue out of the profile, as it was seen, and its token out of the keyring. Its log stays.
    fn remove(&self, seen: RemovalView) -> Result<(), ErrorView>;
}
