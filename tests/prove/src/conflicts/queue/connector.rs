//! The scripted queue as the desk's connector meets it.

use super::*;
use approval::DeviceId;
use desk::ports::{Devices, QueueLogs, SecurityKeys};
use queue_api::{AdmitRequest, DeviceRecord, DevicesResponse, KeyChangeRequest, RemovedBy};

#[async_trait]
impl Connector for Scripted {
    fn capabilities(&self) -> Capabilities {
        Capabilities::DOORWARD
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let model = locked(&self.0);
        model.reachable()?;
        let bad = |error: tlog::note::NoteError| ConnectorError::BadAnswer(error.to_string());
        Ok(MeResponse {
            person: PersonId::new(ME),
            name: MY_NAME.to_owned(),
            zone: "UTC".to_owned(),
            role: RoleName::Approver,
            tenants: vec![tenant()],
            reviews: Vec::new(),
            server_time: model.time.now(),
            server: SERVER.to_owned(),
            versions: vec!["v1".to_owned()],
            witness: NoteKey::witness(SERVER, model.key.public_key()).map_err(bad)?.vkey(),
            log: NoteKey::log(SERVER, model.key.public_key()).map_err(bad)?.vkey(),
        })
    }

    async fn request(&self, _: &RequestId) -> Result<RequestRecord, ConnectorError> {
        self.read(|model| match model.at {
            At::Request(RequestAt::Hidden) => Err(refuse(Problem::new(ProblemType::NotFound, "not found"))),
            At::Request(_) | At::Grant(_) => {
                model.record().map_err(|error| ConnectorError::BadAnswer(error.to_string()))
            }
        })
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        self.read(|model| match model.at {
            At::Grant(GrantAt::Hidden) => Err(refuse(Problem::new(ProblemType::Forbidden, "not yours"))),
            At::Grant(_) | At::Request(_) => {
                let grants = model.grant().into_iter().collect();
                Ok(GrantsResponse { server_time: model.time.now(), grants, next: None })
            }
        })
    }
}

#[async_trait]
impl Signed for Scripted {
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError> {
        let told = self.1.notified();
        if let Some(page) = self.page(cursor)? {
            return Ok(page);
        }
        // Whichever comes first; both lead to the same look.
        let _ = tokio::time::timeout(wait, told).await;
        if let Some(page) = self.page(cursor)? {
            return Ok(page);
        }
        let (server_time, cursor) = (self.with(|model| model.time.now()), cursor.unwrap_or_default().to_owned());
        Ok(ChangesResponse { server_time, cursor, more: false, snapshot: false, changes: Vec::new(), devices: None })
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        let mut model = locked(&self.0);
        model.reachable()?;
        model.device = Some(request.public_key);
        Ok(DeviceResponse {
            id: "d1".into(),
            name: request.name.clone(),
            key_id: request.public_key.key_id(),
            enrolled_at: model.time.now(),
            origin: format!("{SERVER}/desk/d1"),
        })
    }

    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal> {
        let mut model = locked(&self.0);
        model.reachable()?;
        let unknown = |why: String| WitnessRefusal::UnknownLog(why);
        let request = AddCheckpoint::parse(&body).map_err(|error| unknown(error.to_string()))?;
        let device = model.device.filter(|_| model.revoked.is_none());
        let key = device.and_then(|key| NoteKey::log(format!("{SERVER}/desk/d1"), key).ok());
        let advance = judge(&request, model.witnessed, key.as_slice()).map_err(|refusal| match refusal {
            Refusal::Conflict { known } => WitnessRefusal::OtherSize(known),
            Refusal::Inconsistent => WitnessRefusal::NotConsistent,
            other => unknown(other.to_string()),
        })?;
        model.witnessed = Some((advance.size, advance.root));
        let seconds = u64::try_from(model.time.now().millis() / 1000).unwrap_or_default();
        cosign(&request.note(), &model.key, SERVER, seconds).map_err(|error| unknown(error.to_string()))
    }

    async fn decide(
        &self,
        _: &RequestId,
        _: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        let Some(answer) = self.decided(idempotency_key, &decision.envelope) else {
            return std::future::pending().await;
        };
        let acceptance = answer?;
        let request =
            self.with(|model| model.record()).map_err(|error| ConnectorError::BadAnswer(error.to_string()))?;
        Ok(DecisionResponse { acceptance, request, grant: None })
    }

    async fn revoke(
        &self,
        _: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError> {
        let Some(answer) = self.decided(idempotency_key, &revocation.envelope) else {
            return std::future::pending().await;
        };
        let acceptance = answer?;
        let gone = || ConnectorError::BadAnswer("no grant".to_owned());
        let grant = self.with(|model| model.grant()).ok_or_else(gone)?;
        Ok(RevocationResponse { acceptance, grant })
    }

    async fn shorten(
        &self,
        _: &GrantId,
        idempotency_key: &str,
        shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        let Some(answer) = self.decided(idempotency_key, &shortening.envelope) else {
            return std::future::pending().await;
        };
        let acceptance = answer?;
        let gone = || ConnectorError::BadAnswer("no grant".to_owned());
        let grant = self.with(|model| model.grant()).ok_or_else(gone)?;
        Ok(ShorteningResponse { acceptance, grant })
    }

    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        self.read(|model| {
            let instead = model.asked.take();
            let acceptance = model.asked(decision, instead)?;
            let granting = matches!(model.action, Action::Grant | Action::Shorten);
            Ok(AcceptanceResponse { acceptance, agreement: granting && model.at != done(model.action) })
        })
    }

    fn devices(&self) -> Option<&dyn Devices> {
        Some(self)
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        None
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        None
    }
}

#[async_trait]
impl Devices for Scripted {
    async fn list(&self) -> Result<DevicesResponse, ConnectorError> {
        let model = locked(&self.0);
        model.reachable()?;
        let record = |public_key| DeviceRecord {
            id: "d1".into(),
            name: "laptop".to_owned(),
            public_key,
            enrolled_at: model.time.now(),
            admitted: None,
            used_at: None,
            removed_at: model.revoked,
            removed_by: model.revoked.map(|_| RemovedBy::Administrator),
        };
        let devices = model.device.into_iter().map(record).collect();
        Ok(DevicesResponse { devices, waiting: Vec::new(), security_keys: Vec::new() })
    }

    async fn remove(&self, _: &DeviceId) -> Result<(), ConnectorError> {
        Err(no_answer())
    }

    async fn admit(&self, _: &AdmitRequest) -> Result<DeviceResponse, ConnectorError> {
        Err(no_answer())
    }

    async fn change_key(&self, _: &DeviceId, _: &KeyChangeRequest) -> Result<DeviceResponse, ConnectorError> {
        Err(no_answer())
    }
}
