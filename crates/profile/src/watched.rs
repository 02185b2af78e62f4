//! A connector that is looked at: whether the queue was heard in this run, and what it said when it was not. It passes
//! everything on unchanged.

use approval::{GrantId, PersonId, RequestId, Timestamp};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{
    Connector, ConnectorError, Devices, Line, Listing, QueueLogs, Reread, Ruling, Said, SecurityKeys, Signed,
    WitnessRefusal,
};
use queue_api::{
    AcceptanceResponse, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, EnrolRequest,
    GrantsResponse, MeResponse, ProblemType, RequestRecord, RevocationRequest, RevocationResponse, Saying,
    ShorteningRequest, ShorteningResponse, SuspensionRequest, SuspensionResponse,
};
use std::sync::Arc;
use std::time::Duration;
use tlog::hash::Hash;
use tokio::sync::watch;

/// What is known of a queue in this run.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    /// How often all that came before was heard, or it was tried in vain.
    pub rounds: u64,
    /// Everything it had to say was heard, and is in the desk's mirror.
    pub heard: bool,
    /// Why it is silent.
    pub silence: Option<ConnectorError>,
    /// Why it does not admit this device.
    pub not_enrolled: Option<ConnectorError>,
}

struct Watched<C: ?Sized> {
    inner: Arc<C>,
    hearing: watch::Sender<Hearing>,
}

/// The same line, looked at.
pub fn watched(line: Line) -> (Line, watch::Receiver<Hearing>) {
    let (hearing, receiver) = watch::channel(Hearing::default());
    let line = match line {
        Line::Signed(inner) => Line::Signed(Arc::new(Watched { inner, hearing })),
        Line::Reread(inner) => Line::Reread(Arc::new(Watched { inner, hearing })),
    };
    (line, receiver)
}

impl<C: ?Sized> Watched<C> {
    fn heard(&self) {
        self.hearing.send_modify(|hearing| {
            hearing.rounds += 1;
            hearing.heard = true;
            hearing.silence = None;
        });
    }

    fn note<T>(&self, answer: Result<T, ConnectorError>) -> Result<T, ConnectorError> {
        if let Err(error) = &answer
            && !is_start_over(error)
        {
            self.hearing.send_modify(|hearing| {
                hearing.rounds += 1;
                hearing.silence = Some(error.clone());
            });
        }
        answer
    }
}

/// The desk goes on from this by itself.
fn is_start_over(error: &ConnectorError) -> bool {
    match error {
        ConnectorError::Refused(problem) => problem.kind() == Some(ProblemType::CursorTooOld),
        ConnectorError::Unreachable(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)
        | ConnectorError::SignedOut(_) => false,
    }
}

#[async_trait]
impl<C: Connector + ?Sized> Connector for Watched<C> {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        self.note(self.inner.me().await)
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        self.inner.request(id).await
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        self.inner.grants().await
    }
}

#[async_trait]
impl Signed for Watched<dyn Signed> {
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError> {
        // The desk asks the queue to hold its answer only once all that came before is in the mirror.
        if !wait.is_zero() {
            self.heard();
        }
        self.note(self.inner.changes(cursor, wait).await)
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        let answer = self.inner.enrol(request).await;
        self.hearing.send_modify(|hearing| hearing.not_enrolled = answer.as_ref().err().cloned());
        answer
    }

    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal> {
        self.inner.add_checkpoint(body).await
    }

    async fn decide(
        &self,
        id: &RequestId,
        if_match: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        self.inner.decide(id, if_match, idempotency_key, decision).await
    }

    async fn revoke(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError> {
        self.inner.revoke(id, idempotency_key, revocation).await
    }

    async fn shorten(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        self.inner.shorten(id, idempotency_key, shortening).await
    }

    async fn suspend(
        &self,
        person: &PersonId,
        restores: bool,
        idempotency_key: &str,
        suspension: &SuspensionRequest,
    ) -> Result<SuspensionResponse, ConnectorError> {
        self.inner.suspend(person, restores, idempotency_key, suspension).await
    }

    async fn say(
        &self,
        id: &RequestId,
        idempotency_key: &str,
        saying: &Saying,
    ) -> Result<RequestRecord, ConnectorError> {
        self.inner.say(id, idempotency_key, saying).await
    }

    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        self.inner.acceptance(decision).await
    }

    fn devices(&self) -> Option<&dyn Devices> {
        self.inner.devices()
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        self.inner.logs()
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        self.inner.security_keys()
    }
}

#[async_trait]
impl Reread for Watched<dyn Reread> {
    async fn list(&self, mark: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        self.note(self.inner.list(mark, page).await)
    }

    fn pace(&self) -> Duration {
        self.inner.pace()
    }

    async fn told(&self) {
        self.heard();
        self.inner.told().await;
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        self.inner.decide(id, ruling).await
    }

    async fn revoke(&self, id: &GrantId, reason: Option<&str>) -> Said {
        self.inner.revoke(id, reason).await
    }

    async fn shorten(&self, id: &GrantId, until: Timestamp, reason: Option<&str>) -> Said {
        self.inner.shorten(id, until, reason).await
    }
}
