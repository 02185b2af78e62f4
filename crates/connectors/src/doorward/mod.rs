//! Our own queue over HTTP: bound to the revision, able to shorten and revoke, a witness of the desk's log; it keeps
//! all fourteen invariants. It refuses an answer about another thing than the one asked for.

mod requester;
mod witness;

use crate::Credential;
use crate::http::{Call, Http, Timeouts, bad, unreadable};
use crate::{AddressError, ReachError};
use approval::{DeviceId, GrantId, PersonId, RequestId, TenantId};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{Connector, ConnectorError, Devices, QueueLogs, SecurityKeys, Signed, WitnessRefusal};
use queue_api::{
    AcceptanceResponse, AdmitRequest, Base64Url, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse,
    DevicesResponse, EnrolRequest, GrantsResponse, KeyChangeRequest, MeResponse, ProblemType, RequestRecord,
    RevocationRequest, RevocationResponse, Saying, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord,
    ShorteningRequest, ShorteningResponse, SuspensionRequest, SuspensionResponse, paths,
};
use std::time::Duration;
use tlog::hash::Hash;
use tlog::tile::Tile;
use tlog::witness::AddCheckpoint;

const IF_MATCH: &str = "if-match";
const IDEMPOTENCY_KEY: &str = "idempotency-key";
const LARGEST_PAGE: usize = 1000;
/// Bytes that one may have: more than the largest of the contract.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;
/// More live grants than any organisation shows one approver.
const MOST_GRANTS: usize = 100_000;
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Whether a queue answers at `address`. Nobody is signed in for it.
pub(crate) async fn reach(address: &str) -> Result<(), ReachError> {
    let answer = Http::new(address, None, Timeouts::default())?.exchange(Call::get(paths::HEALTH)).await?;
    if answer.status.is_success() { Ok(()) } else { Err(answer.refusal().into()) }
}

/// One queue, as one person with one token.
#[derive(Debug)]
pub struct Doorward {
    http: Http,
}

impl Doorward {
    /// `address` is HTTPS, or plain HTTP on this machine. Nothing is sent yet.
    pub fn new(address: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(address, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        address: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        Ok(Self { http: Http::new(address, Some(credential.into()), timeouts)? })
    }

    async fn page_of_grants(&self, after: Option<String>) -> Result<GrantsResponse, ConnectorError> {
        let mut call = Call::get(paths::GRANTS).page(LARGEST_ANSWER);
        call.query.extend(after.map(|after| ("after", after)));
        self.http.exchange(call).await?.json()
    }
}

#[async_trait]
impl Connector for Doorward {
    fn capabilities(&self) -> Capabilities {
        Capabilities::DOORWARD
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        self.http.exchange(Call::get(paths::ME)).await?.json()
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let answer = self.http.exchange(Call::get(path_of(paths::REQUEST, id.as_str())?)).await?;
        let record: RequestRecord = answer.json()?;
        let revision = about(id, &record)?;
        if answer.revision().is_some_and(|tag| tag != revision) {
            return Err(bad(format!("an ETag of another revision than {revision}")));
        }
        Ok(record)
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let mut all = self.page_of_grants(None).await?;
        while let Some(after) = all.next.take() {
            let page = self.page_of_grants(Some(after)).await?;
            if page.grants.is_empty() || all.grants.len() > MOST_GRANTS {
                return Err(bad("pages of grants that do not end".to_owned()));
            }
            all.grants.extend(page.grants);
            all.next = page.next;
        }
        Ok(all)
    }
}

#[async_trait]
impl Signed for Doorward {
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError> {
        let wait = wait.min(LONGEST_WAIT);
        let mut call = Call::get(paths::CHANGES).page(LARGEST_ANSWER);
        call.query.extend(cursor.map(|cursor| ("after", cursor.to_owned())));
        call.query.push(("wait", wait.as_secs().to_string()));
        call.wait = Some(&wait);
        let answer: ChangesResponse = self.http.exchange(call).await?.json()?;
        if answer.changes.len() > LARGEST_PAGE {
            return Err(bad(format!("a page of {} changes", answer.changes.len())));
        }
        Ok(answer)
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        self.http.exchange(Call::post(paths::DEVICES).json(request)?).await?.json()
    }

    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal> {
        let sent = AddCheckpoint::parse(&body).map_err(|refusal| ConnectorError::Unreachable(refusal.to_string()))?;
        let mut call = Call::post(paths::ADD_CHECKPOINT);
        call.content_type = "text/plain; charset=utf-8";
        call.body = Some(body);
        witness::read(&sent, &self.http.exchange(call).await?)
    }

    async fn decide(
        &self,
        id: &RequestId,
        if_match: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        let call = Call::post(path_of(paths::DECISIONS, id.as_str())?)
            .header(IF_MATCH, if_match.map_or("*".to_owned(), |revision| format!("\"{revision}\"")))
            .header(IDEMPOTENCY_KEY, idempotency_key)
            .json(decision)?;
        let answer: DecisionResponse = self.http.exchange(call).await?.json()?;
        about(id, &answer.request)?;
        if answer.grant.as_ref().is_some_and(|grant| grant.request != *id) {
            return Err(bad("a grant of another request".to_owned()));
        }
        Ok(answer)
    }

    async fn revoke(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError> {
        let call = Call::post(path_of(paths::REVOCATION, id.as_str())?)
            .header(IDEMPOTENCY_KEY, idempotency_key)
            .json(revocation)?;
        let answer: RevocationResponse = self.http.exchange(call).await?.json()?;
        if answer.grant.id != *id {
            return Err(bad("an answer about another grant".to_owned()));
        }
        Ok(answer)
    }

    async fn shorten(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        let call = Call::post(path_of(paths::SHORTENING, id.as_str())?)
            .header(IDEMPOTENCY_KEY, idempotency_key)
            .json(shortening)?;
        let answer: ShorteningResponse = self.http.exchange(call).await?.json()?;
        if answer.grant.id != *id {
            return Err(bad("an answer about another grant".to_owned()));
        }
        Ok(answer)
    }

    async fn suspend(
        &self,
        person: &PersonId,
        restores: bool,
        idempotency_key: &str,
        suspension: &SuspensionRequest,
    ) -> Result<SuspensionResponse, ConnectorError> {
        let path = if restores { paths::RESTORATION } else { paths::SUSPENSION };
        let call =
            Call::post(path_of_person(path, person)?).header(IDEMPOTENCY_KEY, idempotency_key).json(suspension)?;
        let answer: SuspensionResponse = self.http.exchange(call).await?.json()?;
        if answer.person != *person || answer.suspended.is_none() != restores {
            return Err(bad("an answer about another person".to_owned()));
        }
        Ok(answer)
    }

    async fn say(
        &self,
        id: &RequestId,
        idempotency_key: &str,
        saying: &Saying,
    ) -> Result<RequestRecord, ConnectorError> {
        let to = |path| Ok::<_, ConnectorError>(Call::post(path_of(path, id.as_str())?));
        let call = match saying {
            Saying::Consult(body) => to(paths::CONSULTATIONS)?.json(body)?,
            Saying::Advise(body) => to(paths::ADVICE)?.json(body)?,
            Saying::Question(body) => to(paths::QUESTIONS)?.json(body)?,
            Saying::Answer(body) => to(paths::ANSWERS)?.json(body)?,
            Saying::HandOver(body) => to(paths::REASSIGNMENTS)?.json(body)?,
        };
        let record: RequestRecord = self.http.exchange(call.header(IDEMPOTENCY_KEY, idempotency_key)).await?.json()?;
        about(id, &record)?;
        Ok(record)
    }

    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        let path = paths::ACCEPTANCE.replace("{decision}", &decision.to_string());
        self.http.exchange(Call::get(path)).await?.json()
    }

    fn devices(&self) -> Option<&dyn Devices> {
        Some(self)
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        Some(self)
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        Some(self)
    }
}

#[async_trait]
impl QueueLogs for Doorward {
    async fn checkpoint(&self, tenant: &TenantId) -> Result<Option<String>, ConnectorError> {
        let answer = self.http.exchange(of_tenant(Call::get(paths::LOG_CHECKPOINT), tenant)).await?;
        let note = match answer.content("text/plain") {
            Err(ConnectorError::Refused(problem)) if problem.kind() == Some(ProblemType::NotFound) => return Ok(None),
            note => note?,
        };
        let note = String::from_utf8(note).map_err(|_| bad("a checkpoint that is no text".to_owned()))?;
        Ok(Some(note))
    }

    async fn tile(&self, tenant: &TenantId, tile: Tile) -> Result<Vec<u8>, ConnectorError> {
        let path = paths::LOG_TILE.replace("{tile}", &tile.to_string());
        self.http.exchange(of_tenant(Call::get(path), tenant)).await?.content("application/octet-stream")
    }
}

fn of_tenant<'a>(mut call: Call<'a>, tenant: &TenantId) -> Call<'a> {
    call.query.push(("tenant", tenant.to_string()));
    call
}

#[async_trait]
impl SecurityKeys for Doorward {
    async fn challenge(&self) -> Result<SecurityKeyChallenge, ConnectorError> {
        self.http.exchange(Call::post(paths::SECURITY_KEY_CHALLENGES)).await?.json()
    }

    async fn enrol(&self, request: &SecurityKeyEnrolRequest) -> Result<SecurityKeyRecord, ConnectorError> {
        self.http.exchange(Call::post(paths::SECURITY_KEYS).json(request)?).await?.json()
    }

    async fn remove(&self, id: &Base64Url) -> Result<(), ConnectorError> {
        // Whatever its bytes are, base64url can stand in an address.
        self.http.exchange(Call::delete(paths::with_id(paths::SECURITY_KEY, &id.to_string()))).await?.done()
    }
}

#[async_trait]
impl Devices for Doorward {
    async fn list(&self) -> Result<DevicesResponse, ConnectorError> {
        self.http.exchange(Call::get(paths::DEVICES)).await?.json()
    }

    async fn remove(&self, id: &DeviceId) -> Result<(), ConnectorError> {
        self.http.exchange(Call::delete(path_of(paths::DEVICE, id.as_str())?)).await?.done()
    }

    async fn admit(&self, admit: &AdmitRequest) -> Result<DeviceResponse, ConnectorError> {
        self.http.exchange(Call::post(paths::ADMISSIONS).json(admit)?).await?.json()
    }

    async fn change_key(&self, id: &DeviceId, change: &KeyChangeRequest) -> Result<DeviceResponse, ConnectorError> {
        let call = Call::post(path_of(paths::DEVICE_KEY, id.as_str())?).json(change)?;
        let answer: DeviceResponse = self.http.exchange(call).await?.json()?;
        if answer.id != *id {
            return Err(bad("an answer about another device".to_owned()));
        }
        Ok(answer)
    }
}

/// Ids come from the server: one with a slash in it would send a signed decision to another path.
fn path_of(path: &str, id: &str) -> Result<String, ConnectorError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if id.is_empty() || id.len() > 128 || !id.bytes().all(plain) {
        return Err(ConnectorError::Unreachable("an id that cannot stand in an address".to_owned()));
    }
    Ok(paths::with_id(path, id))
}

/// Ids of people may have dots, which are no path of their own.
fn path_of_person(path: &str, person: &PersonId) -> Result<String, ConnectorError> {
    let id = person.as_str();
    let only_dots = id.bytes().all(|byte| byte == b'.');
    path_of(path, &id.replace('.', "-"))?;
    if only_dots {
        return Err(ConnectorError::Unreachable("an id that cannot stand in an address".to_owned()));
    }
    Ok(paths::with_id(path, id))
}

/// The revision of `record`, which must be the one asked for.
fn about(id: &RequestId, record: &RequestRecord) -> Result<u32, ConnectorError> {
    let facts = record.facts().map_err(unreadable)?;
    if facts.id != *id {
        return Err(bad("an answer about another request".to_owned()));
    }
    Ok(facts.revision)
}
