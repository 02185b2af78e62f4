//! People who call the queue: requesters by token, approvers with a device that keeps its own log.

use super::server::{FakeClock, SERVER, Server};
use approval::{Action, Grant, GrantId, RequestFacts, RequestId, Timestamp, Window};
use queue_api::signed::{ClockEvidence, DecisionPayload, Personal, Subject, SubjectKind, ViewKind, choice_digest};
use queue_api::{
    AskRequest, Change, ChangesResponse, DecisionRequest, DeviceResponse, EnrolRequest, GrantsResponse, LocalEvidence,
    PresenceProof, Problem, Proof, RequestRecord, RevocationRequest, RoleName, ShorteningRequest, SuspensionRequest,
    SystemPrompt, facts, paths,
};
use queue_server::Clock;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;
use tlog::key::{SeedKey, Signer};
use tlog::tree::{MemoryHashes, consistency_proof, inclusion_proof, root};
use tlog::witness::AddCheckpoint;
use tlog::{Checkpoint, Envelope, Hash, Opening, PayloadType, cosign};

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{self:?}");
        self.json()
    }

    /// The problem's stable type, after checking the form.
    pub fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "{self:?}");
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status.as_u16());
        assert!(problem.kind().is_some(), "{self:?}");
        problem
    }

    pub fn slug(&self) -> &'static str {
        self.problem().kind().unwrap().slug()
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

/// Somebody with a token.
pub struct Person {
    pub id: &'static str,
    pub url: String,
    pub token: String,
    pub client: Client,
}

impl Person {
    pub fn new(server: &Server, id: &'static str, role: RoleName) -> Self {
        Self { id, url: server.url.clone(), token: server.token(id, role), client: Client::new() }
    }

    pub fn requester(server: &Server, id: &'static str) -> Self {
        Self::new(server, id, RoleName::Requester)
    }

    /// After a restart the same person calls another address.
    pub fn moved_to(mut self, server: &Server) -> Self {
        self.url.clone_from(&server.url);
        self
    }

    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Reply {
        reply(self.call(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, key: &str, body: &impl Serialize) -> Reply {
        reply(self.call(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    pub async fn try_ask(&self, tenant: &str, entitlement: &str, window: &str) -> Reply {
        let key = format!("ask-{}", rand_key());
        self.post(paths::REQUESTS, &key, &wish(tenant, entitlement, window)).await
    }

    pub async fn ask(&self, entitlement: &str, window: &str) -> RequestFacts {
        let record: RequestRecord = self.try_ask("contoso", entitlement, window).await.ok();
        record.facts().unwrap()
    }

    pub async fn record(&self, id: &RequestId) -> RequestRecord {
        self.get(&paths::with_id(paths::REQUEST, id.as_str())).await.ok()
    }

    pub async fn changes(&self, after: &str, wait: u32) -> ChangesResponse {
        self.get(&format!("{}?after={after}&wait={wait}", paths::CHANGES)).await.ok()
    }

    pub async fn grants(&self) -> Vec<Grant> {
        self.get(paths::GRANTS).await.ok::<GrantsResponse>().grants
    }

    /// Follows the feed from its start until the grant is as wanted.
    pub async fn grant_when(&self, id: &GrantId, wanted: impl Fn(&Grant) -> bool) -> Grant {
        self.follow(&mut String::new(), id, wanted).await
    }

    /// Follows the feed from `after` until an entry shows the grant as wanted.
    pub async fn follow(&self, after: &mut String, id: &GrantId, wanted: impl Fn(&Grant) -> bool) -> Grant {
        for _ in 0..20 {
            let page = self.changes(after, 2).await;
            *after = page.cursor;
            for change in page.changes {
                if let Change::Grant(record) = change
                    && record.grant.id == *id
                    && wanted(&record.grant)
                {
                    return record.grant;
                }
            }
        }
        panic!("the grant never came to that state: {:?}", self.grants().await);
    }
}

pub fn wish(tenant: &str, entitlement: &str, window: &str) -> AskRequest {
    AskRequest {
        tenant: tenant.into(),
        entitlement: entitlement.into(),
        window: window.parse().unwrap(),
        justification: "The backup of the finance mailboxes failed.".to_owned(),
        ticket: Some("INC-4471".to_owned()),
    }
}

pub async fn reply(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Reply { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

/// Unique within this run.
pub fn rand_key() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed).to_string()
}

/// An approver at an enrolled device.
pub struct Approver {
    pub person: Person,
    pub key: SeedKey,
    pub device: DeviceResponse,
    pub hashes: MemoryHashes,
    pub last_leaf: Hash,
    pub witnessed: u64,
    clock: Arc<FakeClock>,
}

impl Approver {
    pub async fn enrolled(server: &Server, id: &'static str) -> Self {
        Self::with_seed(server, id, id.as_bytes()).await
    }

    pub async fn with_seed(server: &Server, id: &'static str, seed: &[u8]) -> Self {
        let person = Person::new(server, id, RoleName::Approver);
        let key = SeedKey::from_seed(Hash::of(seed).as_bytes());
        let device = reply(person.call(Method::POST, paths::DEVICES).json(&enrolment(id, &key))).await.ok();
        let (hashes, clock) = (MemoryHashes::default(), server.clock.clone());
        Self { person, key, device, hashes, last_leaf: Hash::ZERO, witnessed: 0, clock }
    }

    pub fn moved_to(mut self, server: &Server) -> Self {
        self.person = self.person.moved_to(server);
        self
    }

    /// A payload that would be taken; tests spoil it.
    pub fn payload(&self, facts: &RequestFacts, action: Action, window: Option<&str>) -> DecisionPayload {
        let now = self.clock.now();
        DecisionPayload {
            v: 1,
            server: SERVER.to_owned(),
            tenant: facts.tenant.id.clone(),
            subject: Subject { kind: SubjectKind::Request, id: facts.id.to_string() },
            revision: Some(facts.revision),
            facts_digest: Some(facts::digest(facts)),
            view_digest: Hash::of("view"),
            view_kind: ViewKind::Window,
            action,
            asked_window: facts.window.window(),
            granted_window: window.map(|window| window.parse().unwrap()),
            counter_offer: None,
            not_after: facts.answer_by.unwrap().min(now.plus_millis(86_400_000)),
            clicked_at: now,
            signed_at: now,
            clock: ClockEvidence { server_time: now, boottime_delta: 0, boot_id: "boot".to_owned() },
            approver: self.person.id.into(),
            device: self.device.id.clone(),
            key_id: self.key.key_id(),
            nonce: rand_key(),
            log_index: self.hashes.size(),
            prev_leaf_hash: self.last_leaf,
            policy_version: facts.policy.version.clone(),
            commitments: BTreeMap::new(),
            presence: None,
        }
    }

    /// Signs with a reason, keeps the leaf, has the checkpoint witnessed, and adds the proof.
    pub async fn sign(&mut self, payload: DecisionPayload) -> DecisionRequest {
        let mut request = self.sign_unproven(payload, Some(REASON));
        request.proof = Some(self.witnessed_proof(self.hashes.size() - 1).await);
        request
    }

    pub fn sign_unproven(&mut self, mut payload: DecisionPayload, reason: Option<&str>) -> DecisionRequest {
        let personal = personal(reason);
        commit(&mut payload, &personal);
        let bytes = serde_json::to_vec(&payload).unwrap();
        let envelope = Envelope::sign(PayloadType::Decision.to_string(), &bytes, &self.key).unwrap();
        self.last_leaf = envelope.leaf_hash();
        self.hashes.append(self.last_leaf).unwrap();
        DecisionRequest { envelope, personal, proof: None }
    }

    pub fn checkpoint(&self) -> String {
        let size = self.hashes.size();
        let root = root(size, &self.hashes).unwrap();
        Checkpoint { origin: self.device.origin.clone(), size, root }.sign(&self.key).unwrap()
    }

    pub async fn add_checkpoint(&self, old: u64, note: &str) -> Reply {
        let proof = consistency_proof(old, self.hashes.size(), &self.hashes).unwrap();
        let body = AddCheckpoint::new(old, proof, note).unwrap().to_string();
        reply(self.person.client.post(format!("{}{}", self.person.url, paths::ADD_CHECKPOINT)).body(body)).await
    }

    pub async fn witnessed_proof(&mut self, index: u64) -> Proof {
        let note = self.checkpoint();
        let reply = self.add_checkpoint(self.witnessed, &note).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        self.witnessed = self.hashes.size();
        let checkpoint = cosign::attach(&note, std::str::from_utf8(&reply.body).unwrap()).unwrap();
        let inclusion = inclusion_proof(index, self.hashes.size(), &self.hashes).unwrap();
        Proof { checkpoint, inclusion }
    }

    pub async fn send(&self, facts: &RequestFacts, sent: &DecisionRequest) -> Reply {
        let if_match = format!("\"{}\"", facts.revision);
        self.send_as(facts.id.as_str(), &if_match, &rand_key(), sent).await
    }

    pub async fn send_as(&self, id: &str, if_match: &str, key: &str, sent: &DecisionRequest) -> Reply {
        let path = paths::with_id(paths::DECISIONS, id);
        let call = self.person.call(Method::POST, &path).header("if-match", if_match);
        reply(call.header("idempotency-key", key).json(sent)).await
    }

    pub async fn grant(&mut self, facts: &RequestFacts, window: &str) -> Reply {
        let payload = self.payload(facts, Action::Grant, Some(window));
        let sent = self.sign(payload).await;
        self.send(facts, &sent).await
    }

    pub async fn deny(&mut self, facts: &RequestFacts) -> Reply {
        let sent = self.sign_unproven(self.payload(facts, Action::Deny, None), Some("Not needed"));
        self.send(facts, &sent).await
    }

    pub fn revocation(&mut self, grant: &Grant, facts: &RequestFacts) -> RevocationRequest {
        let mut payload = self.payload(facts, Action::Revoke, None);
        payload.subject = Subject { kind: SubjectKind::Grant, id: grant.id.to_string() };
        (payload.revision, payload.facts_digest, payload.asked_window) = (None, None, None);
        payload.not_after = payload.clicked_at.plus_millis(86_400_000);
        let DecisionRequest { envelope, personal, proof } = self.sign_unproven(payload, Some("Not needed any more"));
        RevocationRequest { envelope, personal, proof }
    }

    /// About a person, in a tenant.
    pub fn about(&mut self, tenant: &str, person: &str, action: Action) -> SuspensionRequest {
        let now = self.clock.now();
        let payload = DecisionPayload {
            v: 1,
            server: SERVER.to_owned(),
            tenant: tenant.into(),
            subject: Subject { kind: SubjectKind::Person, id: person.to_owned() },
            revision: None,
            facts_digest: None,
            view_digest: Hash::of("view"),
            view_kind: ViewKind::Window,
            action,
            asked_window: None,
            granted_window: None,
            counter_offer: None,
            not_after: now.plus_millis(86_400_000),
            clicked_at: now,
            signed_at: now,
            clock: ClockEvidence { server_time: now, boottime_delta: 0, boot_id: "boot".to_owned() },
            approver: self.person.id.into(),
            device: self.device.id.clone(),
            key_id: self.key.key_id(),
            nonce: rand_key(),
            log_index: self.hashes.size(),
            prev_leaf_hash: self.last_leaf,
            policy_version: String::new(),
            commitments: BTreeMap::new(),
            presence: None,
        };
        let DecisionRequest { envelope, personal, proof } = self.sign_unproven(payload, Some("Token leaked"));
        SuspensionRequest { envelope, personal, proof }
    }

    pub async fn suspend(&mut self, tenant: &str, person: &str) -> Reply {
        let sent = self.about(tenant, person, Action::Suspend);
        self.person.post(&paths::with_id(paths::SUSPENSION, person), &rand_key(), &sent).await
    }

    pub async fn restore(&mut self, tenant: &str, person: &str) -> Reply {
        let sent = self.about(tenant, person, Action::Restore);
        self.person.post(&paths::with_id(paths::RESTORATION, person), &rand_key(), &sent).await
    }

    /// `seen` is the window that the grant is taken to have, `to` what it becomes.
    pub fn shortening(&mut self, grant: &Grant, facts: &RequestFacts, seen: &str, to: &str) -> ShorteningRequest {
        let mut payload = self.payload(facts, Action::Shorten, Some(to));
        payload.subject = Subject { kind: SubjectKind::Grant, id: grant.id.to_string() };
        (payload.revision, payload.facts_digest) = (None, None);
        payload.asked_window = Some(seen.parse().unwrap());
        payload.not_after = payload.clicked_at.plus_millis(86_400_000);
        let DecisionRequest { envelope, personal, proof } = self.sign_unproven(payload, Some("Done sooner"));
        ShorteningRequest { envelope, personal, proof }
    }

    pub async fn shorten(&mut self, grant: &Grant, facts: &RequestFacts, seen: &str, to: &str) -> Reply {
        let sent = self.shortening(grant, facts, seen, to);
        self.person.post(&paths::with_id(paths::SHORTENING, grant.id.as_str()), &rand_key(), &sent).await
    }

    pub async fn revoke(&mut self, grant: &Grant, facts: &RequestFacts) -> Reply {
        let sent = self.revocation(grant, facts);
        self.person.post(&paths::with_id(paths::REVOCATION, grant.id.as_str()), &rand_key(), &sent).await
    }
}

const REASON: &str = "Agreed with finance";

fn personal(reason: Option<&str>) -> Opening {
    let personal = Personal {
        approver_name: "Noor Haddad".to_owned(),
        requester_name: "Dana Peres".to_owned(),
        role_name: "Global Administrator".to_owned(),
        resource_name: "Entra ID".to_owned(),
        reason: reason.map(str::to_owned),
    };
    Opening { salt: [1; 16], bytes: serde_json::to_vec(&personal).unwrap() }
}

/// What is not committed to yet.
fn commit(payload: &mut DecisionPayload, personal: &Opening) {
    payload.commitments.entry("personal".to_owned()).or_insert_with(|| personal.commitment());
    payload.commitments.entry("view".to_owned()).or_insert(payload.view_digest);
}

/// The same with a proof of presence for what it chooses, as `Approver::sign` will sign it.
pub fn present(mut payload: DecisionPayload, prove: impl FnOnce(Hash) -> PresenceProof) -> DecisionPayload {
    commit(&mut payload, &personal(Some(REASON)));
    let proof = prove(choice_digest(&payload).unwrap());
    DecisionPayload { presence: Some(proof), ..payload }
}

/// The word of the device.
pub fn local(choice_digest: Hash) -> PresenceProof {
    PresenceProof::Local(LocalEvidence { by: SystemPrompt::Polkit, choice_digest, sentence_shown: false })
}

pub fn enrolment(person: &str, key: &SeedKey) -> EnrolRequest {
    let statement = EnrolRequest::statement(SERVER, &person.into(), &key.public_key());
    let signature = key.sign(statement.as_bytes()).unwrap();
    let possession = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    EnrolRequest { public_key: key.public_key(), name: "laptop".to_owned(), invitation: None, possession }
}

pub fn window(text: &str) -> Window {
    text.parse().unwrap()
}

pub fn hours(now: Timestamp, hours: i64) -> Timestamp {
    now.plus_millis(hours * 3_600_000)
}
