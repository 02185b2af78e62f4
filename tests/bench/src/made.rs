//! What a desk needs around it here: a keyring in memory, a queue that tells prepared requests, and those requests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use approval::{
    GrantId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestId, RequestState,
    Requester, Resource, Risk, RiskLevel, Role, Stage, Tenant, Timestamp, Window,
};
use async_trait::async_trait;
use desk::{
    Desk, Machine, Ports, QueueId, QueueKind, QueueSetup,
    ports::{
        Clock, Connector, ConnectorError, Devices, Keychain, KeychainError, Line, NoPrompt, QueueLogs, Secret,
        SecurityKeys, Signed, WitnessRefusal,
    },
    store::DeskStore,
    sync,
};
use doorward_e2e::{Failure, Outcome, While};
use profile::{SystemClock, SystemEntropy};
use queue_api::{
    AcceptanceResponse, Change, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, EnrolRequest,
    ForYou, GrantsResponse, MeResponse, RequestRecord, RevocationRequest, RevocationResponse, RoleName,
};
use tlog::hash::Hash;

pub const QUEUE: &str = "contoso";

/// A desk on a store of its own, with one queue that it does not follow yet.
pub fn desk(store: impl DeskStore + 'static) -> Outcome<Arc<Desk>> {
    let ports = Ports {
        store: Box::new(store),
        keychain: Arc::new(Keyring::default()),
        presence: Arc::new(NoPrompt),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
    };
    let machine = Machine { boot_id: "bench".into(), zone: "Europe/Berlin".into(), name: "bench".into() };
    let desk = Desk::open(ports, machine).while_doing("opening the desk")?;
    let setup = QueueSetup { id: QueueId::new(QUEUE), name: "Contoso".into(), kind: QueueKind::Remote };
    desk.add_queue(setup).while_doing("adding the queue")?;
    Ok(desk)
}

/// An enrolled desk that holds so many pending requests; their names are `contoso:r0` and on.
pub async fn with_requests(store: impl DeskStore + 'static, count: usize) -> Outcome<Arc<Desk>> {
    let desk = desk(store)?;
    let mut events = desk.events();
    let following =
        tokio::spawn(sync::follow(desk.clone(), QueueId::new(QUEUE), Line::Signed(Arc::new(Prepared { count }))));
    while desk.inbox().count as usize != count {
        // An event that was missed is one more reason to look.
        let _ =
            tokio::time::timeout(Duration::from_secs(60), events.recv()).await.while_doing("waiting for the feed")?;
    }
    following.abort();
    Ok(desk)
}

#[derive(Default)]
struct Keyring(Mutex<BTreeMap<String, Secret>>);

impl Keychain for Keyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned())
    }
    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), secret.clone());
        Ok(())
    }
    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }
}

/// A queue that tells all its requests at once, and nothing after that.
struct Prepared {
    count: usize,
}

#[async_trait]
impl Connector for Prepared {
    fn capabilities(&self) -> desk::capabilities::Capabilities {
        desk::capabilities::Capabilities::DOORWARD
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        Ok(me())
    }

    async fn request(&self, _: &RequestId) -> Result<RequestRecord, ConnectorError> {
        Err(unasked())
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(unasked())
    }
}

#[async_trait]
impl Signed for Prepared {
    async fn changes(&self, cursor: Option<&str>, _: Duration) -> Result<ChangesResponse, ConnectorError> {
        if cursor.is_some() {
            return std::future::pending().await;
        }
        let change = |number| request(number).map(|record| Change::Request(Box::new(record)));
        let changes = (0..self.count).map(change).collect::<Outcome<_>>();
        let changes = changes.map_err(|failure| ConnectorError::BadAnswer(failure.to_string()))?;
        let server_time = SystemClock.now().wall;
        Ok(ChangesResponse { server_time, cursor: "1".to_owned(), more: false, snapshot: true, changes, devices: None })
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        Ok(enrolled(request))
    }

    async fn add_checkpoint(&self, _: String) -> Result<String, WitnessRefusal> {
        Err(WitnessRefusal::NotConsistent)
    }

    async fn decide(
        &self,
        _: &RequestId,
        _: Option<u32>,
        _: &str,
        _: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        Err(unasked())
    }

    async fn revoke(&self, _: &GrantId, _: &str, _: &RevocationRequest) -> Result<RevocationResponse, ConnectorError> {
        Err(unasked())
    }

    async fn acceptance(&self, _: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        Err(unasked())
    }

    fn devices(&self) -> Option<&dyn Devices> {
        None
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        None
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        None
    }
}

pub fn enrolled(request: &EnrolRequest) -> DeviceResponse {
    DeviceResponse {
        id: "d1".into(),
        name: request.name.clone(),
        key_id: request.public_key.key_id(),
        enrolled_at: SystemClock.now().wall,
        origin: "queue.example/desk/d1".to_owned(),
    }
}

fn unasked() -> ConnectorError {
    ConnectorError::Unreachable("nothing is delivered here".to_owned())
}

pub fn me() -> MeResponse {
    MeResponse {
        person: "noor".into(),
        name: "Noor Haddad".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        role: RoleName::Approver,
        tenants: vec![tenant()],
        reviews: Vec::new(),
        server_time: SystemClock.now().wall,
        server: "queue.example".to_owned(),
        versions: vec!["v1".to_owned()],
        witness: String::new(),
        log: String::new(),
    }
}

fn tenant() -> Tenant {
    Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() }
}

/// Pending, of low risk, for 4 h; it may be granted while the queue is silent.
pub fn request(number: usize) -> Outcome<RequestRecord> {
    let now = SystemClock.now().wall;
    let body = serde_json::value::to_raw_value(&facts(number, now)?)?;
    let for_you = ForYou::default();
    let state = RequestState::Pending;
    Ok(RequestRecord { body, state, activity: 0, votes: Vec::new(), decided: None, grant: None, for_you })
}

fn facts(number: usize, now: Timestamp) -> Outcome<RequestFacts> {
    let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| Failure::new(error.to_string()));
    let whose = format!("person-{}", number % 500);
    let principal = Principal { id: PersonId::new(&whose), name: format!("Dana {whose}"), kind: PrincipalKind::Human };
    Ok(RequestFacts {
        id: RequestId::new(format!("r{number}").as_str()),
        revision: 1,
        tenant: tenant(),
        requester: Requester {
            principal,
            zone: "Europe/Berlin".to_owned(),
            address: format!("{whose}@contoso.example"),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role { id: "reader".into(), name: "Directory Reader".to_owned(), means: "Can read.".to_owned() },
        entitlement: "entra-reader".into(),
        window: minutes(240)?.into(),
        justification: format!("Month end, and what is left of ticket INC-{number}."),
        ticket: None,
        risk: Risk { level: RiskLevel::Low, score: 9, judged_by: "Contoso".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "p1".to_owned(),
            longest_window: minutes(480)?,
            stages: vec![Stage { name: "On call".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: true,
            stale_after: minutes(15)?,
            reason_required: false,
        },
        asked_at: now,
        revised_at: now,
        answer_by: Some(now.plus_millis(24 * 3_600_000)),
        nonce: format!("nonce-{number}-1"),
    })
}
