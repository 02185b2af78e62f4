//! The scripted queue as one of another system: it takes no envelope, knows no key, and gives no receipt.

use super::*;
use desk::capabilities::{Capabilities, Conflict, DenyReason, Revoke, Shorten, ShortenLive};
use desk::ports::{Listing, Reread, Ruling, Said};

pub struct Rereading(pub Scripted, pub Conflict);

impl Rereading {
    /// One call that writes.
    async fn said(&self, call: &str) -> Said {
        let Some(answer) = self.0.called() else { return std::future::pending().await };
        Said { call: call.to_owned(), answer: answer.map(|()| "done".to_owned()) }
    }
}

#[async_trait]
impl Connector for Rereading {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            deny_reason: DenyReason::Optional,
            shorten: Shorten::AtDecision,
            shorten_live: ShortenLive::Yes,
            revoke: Revoke::Yes,
            active_grants: true,
            conflict: self.1,
            ..Capabilities::LEAST
        }
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let me = self.0.me().await?;
        Ok(MeResponse { witness: String::new(), log: String::new(), ..me })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        self.0.request(id).await
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        self.0.grants().await
    }
}

#[async_trait]
impl Reread for Rereading {
    async fn list(&self, _: Option<&str>, _: Option<&str>) -> Result<Listing, ConnectorError> {
        let model = locked(&self.0.0);
        let record = model.record().map_err(|error| ConnectorError::BadAnswer(error.to_string()))?;
        let open =
            matches!(model.at, At::Request(at) if at != RequestAt::Hidden) && record.state == RequestState::Pending;
        let requests = Some(record).filter(|_| open).into_iter().collect();
        Ok(Listing { server_time: model.time.now(), requests, next: None, mark: None, unchanged: false })
    }

    /// Only when it is told that something is new: what reads a decision again is not mixed with what listens.
    fn pace(&self) -> Duration {
        Duration::from_secs(24 * 3600)
    }

    async fn told(&self) {
        self.0.1.notified().await;
    }

    async fn decide(&self, _: &RequestId, ruling: &Ruling) -> Said {
        self.said(if ruling.action() == approval::Action::Grant { "approve" } else { "deny" }).await
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        self.said("revoke").await
    }

    async fn shorten(&self, _: &GrantId, _: Timestamp, _: Option<&str>) -> Said {
        self.said("shorten").await
    }
}
