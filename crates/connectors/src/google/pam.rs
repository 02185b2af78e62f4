//! Google Cloud Privileged Access Manager v1 (googleapis, google/cloud/privilegedaccessmanager/v1): what waits under each
//! entitlement that one may approve. Its approver grants what was asked or nothing, and can revoke. It has no idempotency
//! key, no revision and no risk: a grant is bound by reading before and after, which weakens invariant 4.

mod wire;

use super::rest::{self, Told, ask, is_name, tell};
use super::{Parent, path_of, person};
use crate::AddressError;
use crate::http::{Call, Http, LARGEST_PAGE, Timeouts, bad};
use crate::pages::MOST_PAGES;
use crate::sign_in::Credential;
use approval::{GrantId, PersonId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Revoke, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, RequestRecord, RoleName, WhyNot};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Entitlement, Entitlements, Grant, Grants};

pub const ENDPOINT: &str = "https://privilegedaccessmanager.googleapis.com";
const PAGE: &str = "100";
/// A round asks once for each entitlement.
const PACE: Duration = Duration::from_secs(30);
/// A round asks for the grants of each, so more than that could not be followed.
const MOST_ENTITLEMENTS: usize = 1000;

/// One project's, folder's or organisation's queue, as one person.
#[derive(Debug)]
pub struct Pam {
    http: Http,
    /// Where the token says whose it is.
    people: Http,
    parent: Parent,
    me: OnceCell<PersonId>,
    /// As the round that goes on began with them: its pages count by their order.
    entitlements: Mutex<Arc<[Entitlement]>>,
    pace: Duration,
}

impl Pam {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        revoke: Revoke::Yes,
        active_grants: true,
        risk: RiskSource::Untold { roles: RoleSystem::GoogleCloud },
        ..Capabilities::LEAST
    };

    /// `endpoint` and `people` are Google's own, or private ones in front of them. Nothing is sent yet.
    pub fn new(
        parent: Parent,
        endpoint: &str,
        people: &str,
        credential: impl Into<Credential>,
    ) -> Result<Self, AddressError> {
        Self::with_timeouts(parent, endpoint, people, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        parent: Parent,
        endpoint: &str,
        people: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let credential = credential.into();
        let http = |address| Http::new(address, Some(credential.clone()), timeouts);
        let (http, people) = (http(endpoint)?, http(people)?);
        Ok(Self { http, people, parent, me: OnceCell::new(), entitlements: Mutex::new(Arc::new([])), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn who(&self) -> Result<&PersonId, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(person(&self.people).await?.said) }).await
    }

    fn read(&self) -> Arc<[Entitlement]> {
        self.entitlements.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read_entitlements(&self) -> Result<Arc<[Entitlement]>, ConnectorError> {
        let path = format!("/v1/{}/locations/global/entitlements:search", self.parent);
        let (mut all, mut token) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let page: Told<Entitlements> =
                ask(&self.http, page(&path, ("callerAccessType", "GRANT_APPROVER"), token)).await?;
            all.extend(page.said.entitlements.into_iter().filter(|entitlement| is_name(&entitlement.name)));
            if all.len() > MOST_ENTITLEMENTS {
                return Err(bad(format!("more than {MOST_ENTITLEMENTS} entitlements")));
            }
            token = page.said.next_page_token.filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(all.into());
            }
        }
        Err(bad("pages of entitlements that do not end".to_owned()))
    }

    /// Those that a round has read, or as they are now.
    async fn known_entitlements(&self) -> Result<Arc<[Entitlement]>, ConnectorError> {
        let read = self.read();
        if read.is_empty() { self.read_entitlements().await } else { Ok(read) }
    }

    async fn grants_of(
        &self,
        entitlement: &str,
        relation: &'static str,
        token: Option<String>,
    ) -> Result<Told<Grants>, ConnectorError> {
        let path = format!("/v1/{entitlement}/grants:search");
        ask(&self.http, page(&path, ("callerRelationship", relation), token)).await
    }

    fn record(
        &self,
        grant: &Grant,
        me: &PersonId,
        entitlements: &[Entitlement],
    ) -> Result<RequestRecord, ConnectorError> {
        let facts = grant.facts(&self.parent, entitlements)?;
        let own = facts.requester.principal.id == *me;
        let why_not = match grant.state() == RequestState::Pending {
            true => own.then_some(WhyNot::OwnRequest),
            false => Some(WhyNot::Closed),
        };
        Ok(RequestRecord {
            body: rest::raw(&facts)?,
            state: grant.state(),
            activity: 0,
            votes: Vec::new(),
            decided: grant.decided(),
            grant: grant.was_granted().then(|| GrantId::new(&*grant.name)),
            for_you: ForYou {
                why_not,
                page: Some(self.parent.page("iam-admin/pam/grants/approvals")),
                ..ForYou::default()
            },
        })
    }
}

fn page<'a>(path: &str, (name, value): (&'static str, &str), token: Option<String>) -> Call<'a> {
    let mut call = Call::get(path).page(LARGEST_PAGE);
    call.query.extend([(name, value.to_owned()), ("pageSize", PAGE.to_owned())]);
    call.query.extend(token.map(|token| ("pageToken", token)));
    call
}

/// Entitlement, pages of it so far, and the token of the next.
fn place(page: &str) -> Option<(usize, usize, &str)> {
    let (number, rest) = page.split_once(':')?;
    let (pages, token) = rest.split_once(':')?;
    Some((number.parse().ok()?, pages.parse().ok()?, token))
}

#[async_trait]
impl Connector for Pam {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        // Also shows that the parent is there and may be read.
        self.read_entitlements().await?;
        let Told { at, said: person } = person(&self.people).await?;
        Ok(MeResponse {
            name: person.to_string(),
            person,
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![self.parent.tenant()],
            reviews: Vec::new(),
            server_time: at,
            server: self.parent.to_string(),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let path = path_of(id.as_str())?;
        let (me, entitlements) = (self.who().await?, self.known_entitlements().await?);
        let grant: Told<Grant> = ask(&self.http, Call::get(path)).await?;
        if grant.said.name != id.as_str() {
            return Err(bad("an answer about another request".to_owned()));
        }
        self.record(&grant.said, me, &entitlements)
    }

    /// What this person approved: it is what an approver may list.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let entitlements = self.read_entitlements().await?;
        let (mut server_time, mut grants) = (None, Vec::new());
        for entitlement in entitlements.iter() {
            let mut token = None;
            for number in 1.. {
                if number > MOST_PAGES {
                    return Err(bad("pages of grants that do not end".to_owned()));
                }
                let page = self.grants_of(&entitlement.name, "HAD_APPROVED", token).await?;
                server_time = server_time.max(Some(page.at));
                for grant in &page.said.grants {
                    grants.extend(grant.access(&self.parent, &entitlements, page.at)?);
                }
                token = page.said.next_page_token.filter(|token| !token.is_empty());
                if token.is_none() {
                    break;
                }
            }
        }
        let server_time = match server_time {
            Some(at) => at,
            None => person(&self.people).await?.at,
        };
        Ok(GrantsResponse { server_time, grants, next: None })
    }
}

#[async_trait]
impl Reread for Pam {
    /// A page is one page of one entitlement: `<number of the entitlement>:<pages of it so far>:<its token>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let me = self.who().await?;
        let (number, pages, token, entitlements) = match page {
            None => {
                let all = self.read_entitlements().await?;
                *self.entitlements.lock().unwrap_or_else(PoisonError::into_inner) = all.clone();
                (0, 0, None, all)
            }
            Some(page) => {
                let (number, pages, token) = place(page).ok_or_else(|| bad("no page of this list".to_owned()))?;
                (number, pages, (!token.is_empty()).then(|| token.to_owned()), self.read())
            }
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of grants that do not end".to_owned()));
        }
        let Some(entitlement) = entitlements.get(number) else {
            let server_time: Timestamp = person(&self.people).await?.at;
            return Ok(Listing { server_time, requests: Vec::new(), next: None, mark: None, unchanged: false });
        };
        let Told { at, said } = self.grants_of(&entitlement.name, "CAN_APPROVE", token).await?;
        let requests = said.grants.iter().filter(|grant| grant.state() == RequestState::Pending);
        let requests = requests.map(|grant| self.record(grant, me, &entitlements)).collect::<Result<_, _>>()?;
        let next = match said.next_page_token.filter(|token| !token.is_empty()) {
            Some(token) => Some(format!("{number}:{}:{token}", pages + 1)),
            None => (number + 1 < entitlements.len()).then(|| format!("{}:0:", number + 1)),
        };
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (verb, reason) = match ruling {
            Ruling::Grant { reason, .. } => ("approve", reason),
            Ruling::Deny { reason, .. } => ("deny", reason),
        };
        self.tell(id.as_str(), verb, reason.as_deref()).await
    }

    /// Answers with an operation that goes on: what stands is read.
    async fn revoke(&self, id: &GrantId, reason: Option<&str>) -> Said {
        self.tell(id.as_str(), "revoke", reason).await
    }
}

impl Pam {
    async fn tell(&self, name: &str, verb: &str, reason: Option<&str>) -> Said {
        match path_of(name) {
            Ok(path) => {
                tell(&self.http, &format!("{path}:{verb}"), &json!({ "reason": reason.unwrap_or_default() })).await
            }
            Err(error) => Said { call: String::new(), answer: Err(error) },
        }
    }
}
