//! A queue that is watched only: all of it is read, and nothing is written there, whoever asks.

use approval::{GrantId, RequestId, Timestamp};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use queue_api::{GrantsResponse, MeResponse, RequestRecord};
use std::sync::Arc;
use std::time::Duration;

const ONLY_WATCHED: &str = "This queue is only watched here.";

/// Another system's connector, without its calls that write.
pub struct ReadOnly(pub Arc<dyn Reread>);

#[async_trait]
impl Connector for ReadOnly {
    fn capabilities(&self) -> Capabilities {
        self.0.capabilities().watched()
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        self.0.me().await
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        self.0.request(id).await
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        self.0.grants().await
    }
}

#[async_trait]
impl Reread for ReadOnly {
    async fn list(&self, mark: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        self.0.list(mark, page).await
    }

    fn pace(&self) -> Duration {
        self.0.pace()
    }

    async fn told(&self) {
        self.0.told().await;
    }

    async fn decide(&self, _: &RequestId, _: &Ruling) -> Said {
        Said::cannot(ONLY_WATCHED)
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot(ONLY_WATCHED)
    }

    async fn shorten(&self, _: &GrantId, _: Timestamp, _: Option<&str>) -> Said {
        Said::cannot(ONLY_WATCHED)
    }
}
