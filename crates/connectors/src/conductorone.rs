//! ConductorOne: the grants that wait for one person's approval in one tenant. Its approver grants what was asked or nothing; what
//! ends or shortens access there is a task or a call of its own, by entitlement and not by request. The step that a decision names
//! has moved on where somebody was first. It has no idempotency key, no revision and no risk: a grant is bound by reading before
//! and after, which weakens invariant 4.

mod wire;

use crate::AddressError;
use crate::Credential;
use crate::http::{Call, Http, Timeouts, bad, refused, unreadable};
use crate::pages::{MOST_PAGES, place};
use crate::rest::{Told, ask, ask_page, fit, is_id, not_sent, post};
use approval::{GrantId, RequestId, RequestState, Tenant, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Revoke, RiskSource, Shorten, ShortenLive};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Expanded, Found, Introspected, One, Task, person_id};

const PACE: Duration = Duration::from_secs(30);
/// More than that ConductorOne gives nobody on one page.
const PAGE: usize = 100;

/// What stands before `.conductor.one`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no tenant of ConductorOne")]
pub struct NoDomain;

impl FromStr for Domain {
    type Err = NoDomain;
    fn from_str(text: &str) -> Result<Self, NoDomain> {
        let text = text.trim().to_ascii_lowercase();
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let fits = (1..=63).contains(&text.len()) && plain && !text.starts_with('-') && !text.ends_with('-');
        if fits { Ok(Self(text)) } else { Err(NoDomain) }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Domain {
    /// Its own address.
    pub fn endpoint(&self) -> String {
        format!("https://{}.conductor.one", self.0)
    }

    fn tenant(&self) -> Tenant {
        let domain = format!("{}.conductor.one", self.0);
        Tenant { id: self.0.as_str().into(), name: self.0.clone(), domain }
    }
}

/// One tenant's queue, as one person.
#[derive(Debug)]
pub struct ConductorOne {
    http: Http,
    domain: Domain,
    me: OnceCell<String>,
    pace: Duration,
}

impl ConductorOne {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        shorten: Shorten::AfterGrant { needs_admin: true },
        shorten_live: ShortenLive::Admin,
        revoke: Revoke::Admin,
        risk: RiskSource::Untold { roles: RoleSystem::ConductorOne },
        ..Capabilities::LEAST
    };

    /// `endpoint` is the tenant's own, or a private one in front of it. Nothing is sent yet.
    pub fn new(domain: Domain, endpoint: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(domain, endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        domain: Domain,
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(endpoint, Some(credential.into()), timeouts)?;
        Ok(Self { http, domain, me: OnceCell::new(), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn find_me(&self) -> Result<Told<String>, ConnectorError> {
        let Told { at, said } = ask::<Introspected>(&self.http, Call::get("/api/v1/auth/introspect")).await?;
        let id = said.user_id.filter(|id| is_id(id));
        Ok(Told { at, said: id.ok_or_else(|| bad("a person without an id".to_owned()))? })
    }

    async fn who(&self) -> Result<&str, ConnectorError> {
        Ok(self.me.get_or_try_init(|| async { Ok::<_, ConnectorError>(self.find_me().await?.said) }).await?)
    }

    /// With those and what is spoken of by name.
    async fn search(&self, mut body: Value) -> Result<Told<Found>, ConnectorError> {
        body["expandMask"] = json!({ "paths": ["*"] });
        body["pageSize"] = json!(PAGE);
        let told: Told<Found> = ask_page(&self.http, Call::post("/api/v1/search/tasks").json(&body)?).await?;
        if told.said.list.len() > PAGE {
            return Err(bad(format!("more than {PAGE} tasks on a page")));
        }
        Ok(told)
    }

    async fn waiting(&self, token: Option<&str>) -> Result<Told<Found>, ConnectorError> {
        let mut body = json!({
            "taskStates": ["TASK_STATE_OPEN"],
            "currentStep": "TASK_SEARCH_CURRENT_STEP_APPROVAL",
            "taskTypes": [{ "grant": {} }],
            "myWorkUserIds": [self.who().await?],
        });
        if let Some(token) = token {
            body["pageToken"] = json!(token);
        }
        self.search(body).await
    }

    async fn read(&self, id: &str) -> Result<Told<One>, ConnectorError> {
        let told: Told<One> = ask(&self.http, Call::get(format!("/api/v1/tasks/{}", fit(id)?))).await?;
        if told.said.task_view.task.id == id {
            Ok(told)
        } else {
            Err(bad("an answer about another request".to_owned()))
        }
    }

    /// By its own call it comes without the names: those are looked for first, so that it reads as in the list.
    async fn read_named(&self, id: &str) -> Result<(Timestamp, Task, Vec<Expanded>), ConnectorError> {
        let Told { at, said } = self.search(json!({ "refs": [{ "id": fit(id)? }] })).await?;
        if let Some(view) = said.list.into_iter().find(|view| view.task.id == id) {
            return Ok((at, view.task, said.expanded));
        }
        let Told { at, said } = self.read(id).await?;
        Ok((at, said.task_view.task, said.expanded))
    }

    async fn record(&self, at: Timestamp, task: &Task, expanded: &[Expanded]) -> Result<RequestRecord, ConnectorError> {
        let me = self.who().await?;
        if !is_id(&task.id) {
            return Err(bad("a task without an id".to_owned()));
        }
        let facts = task.facts(self.domain.tenant(), expanded)?;
        let (state, votes) = (task.state()?, task.votes(expanded));
        let stage = u32::try_from(facts.policy.stage_after(task.agreed())).unwrap_or_default();
        // Where one's own work stands; no page of one task is documented.
        let page = Some(format!("{}/", self.domain.endpoint()));
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            decided: task.decided(state, expanded, at),
            votes,
            grant: None,
            for_you: ForYou {
                why_not: why_not(task, state, me),
                stage,
                page,
                never: task.never().map(str::to_owned),
                ..ForYou::default()
            },
        })
    }

    /// The step that waits for this person. It is read for this and for nothing else: a decision names it, and one that has
    /// moved on is another.
    async fn step_to_decide(&self, id: &str, ruling: &Ruling) -> Result<String, ConnectorError> {
        let me = self.who().await?.to_owned();
        let task = self.read(id).await?.said.task_view.task;
        if task.is_of(&me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if task.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if let (Ruling::Grant { .. }, Some(why)) = (ruling, task.never()) {
            return Err(refused(ProblemType::Refused, &format!("{why} That cannot be granted from here.")));
        }
        let action = match ruling {
            Ruling::Grant { .. } => wire::APPROVE,
            Ruling::Deny { .. } => wire::DENY,
        };
        let step = task.step().filter(|_| task.may(action));
        Ok(step.ok_or_else(|| refused(ProblemType::Forbidden, "No step of it waits for you."))?.to_owned())
    }
}

fn why_not(task: &Task, state: RequestState, me: &str) -> Option<WhyNot> {
    match state {
        RequestState::Pending if task.is_of(me) => Some(WhyNot::OwnRequest),
        RequestState::Pending if task.step().is_some() && task.may(wire::APPROVE) && task.may(wire::DENY) => None,
        RequestState::Pending if task.has_agreed(me) => Some(WhyNot::VotedAlready),
        RequestState::Pending if task.is_asked(me) => Some(WhyNot::NotInThisStage),
        RequestState::Pending => Some(WhyNot::NotAnApprover),
        RequestState::Granted
        | RequestState::Denied
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => Some(WhyNot::Closed),
    }
}

#[async_trait]
impl Connector for ConductorOne {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: me } = self.find_me().await?;
        // Also shows that what waits may be read.
        self.waiting(None).await?;
        Ok(MeResponse {
            person: person_id(&me),
            // ConductorOne tells whose token it is by id alone.
            name: me,
            zone: String::new(),
            role: RoleName::Approver,
            server: format!("conductorone/{}", self.domain),
            tenants: vec![self.domain.tenant()],
            reviews: Vec::new(),
            server_time: at,
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let (at, task, expanded) = self.read_named(id.as_str()).await?;
        self.record(at, &task, &expanded).await
    }

    /// It lists who holds an entitlement, and not which request gave it.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let why = "ConductorOne lists no live access by the request that gave it.";
        Err(refused(ProblemType::MethodNotAllowed, why))
    }
}

#[async_trait]
impl Reread for ConductorOne {
    /// A page is `<pages so far>:<its token>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let (pages, token) = match page {
            None => (0, None),
            Some(page) => {
                let (pages, token) = place(page).ok_or_else(|| bad("no page of this list".to_owned()))?;
                (pages, Some(token))
            }
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of tasks that do not end".to_owned()));
        }
        let Told { at, said } = self.waiting(token).await?;
        let next = said.next_page_token.filter(|token| !token.is_empty());
        let next = next.map(|token| format!("{}:{token}", pages + 1));
        let mut requests = Vec::new();
        for task in said.list.iter().map(|view| &view.task) {
            if task.state()? == RequestState::Pending {
                requests.push(self.record(at, task, &said.expanded).await?);
            }
        }
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
        match self.step_to_decide(id.as_str(), ruling).await {
            Ok(step) => {
                let body = json!({ "policyStepId": step, "comment": reason.as_deref().unwrap_or_default() });
                post(&self.http, &format!("/api/v1/tasks/{id}/action/{verb}"), &body).await
            }
            Err(error) => not_sent(error),
        }
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot("This access is taken away by a task in ConductorOne.")
    }

    async fn shorten(&self, _: &GrantId, _: Timestamp, _: Option<&str>) -> Said {
        Said::cannot("Only an administrator of ConductorOne can shorten this access.")
    }
}
