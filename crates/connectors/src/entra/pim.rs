//! What one may approve in Microsoft Entra, of one surface. Its approver grants what was asked or nothing; shortening and revoking
//! are an administrator's, and an approver cannot list live access. It has no idempotency key, no revision and no risk: a grant is
//! bound by reading before and after, which weakens invariant 4.

use super::graph::{Page, Told, ask, ask_all, ask_page, is_hidden, is_id, is_unsupported, tell};
use super::length::Expiration;
use super::people::{Names, Who};
use super::request::Request;
use super::stages::{Stage, checked, votes};
use super::surface::{Decision, Surface};
use crate::AddressError;
use crate::Credential;
use crate::http::{Call, Http, Timeouts, bad, refused, unreadable};
use crate::kept::Kept;
use crate::pages::{MOST_PAGES, place};
use crate::rest::not_sent;
use approval::{GrantId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::value::RawValue;
use std::time::Duration;
use tokio::sync::OnceCell;

const PACE: Duration = Duration::from_secs(30);
/// For how long a list takes the stages of what is pending for current: a decision never does.
const STAGES_KEPT: i64 = 300_000;

/// One surface's queue, as one person.
#[derive(Debug)]
pub struct Pim {
    http: Http,
    surface: Surface,
    me: OnceCell<Who>,
    names: Names,
    /// By request; so that a list does not ask for each again. `None`: Entra does not show them to this person.
    stages: Kept<Option<Vec<Stage>>>,
    /// What the policies say of lengths, in the same way.
    policies: Kept<Option<Expiration>>,
    pace: Duration,
}

/// A request as it stands.
struct Standing {
    at: Timestamp,
    request: Request,
    stages: Option<Vec<Stage>>,
}

/// Where a decision goes.
struct Waiting {
    approval: String,
    stage: String,
}

impl Pim {
    /// `endpoint` is Microsoft's own, or a private one in front of it. Nothing is sent yet.
    pub fn new(surface: Surface, endpoint: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(surface, endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        surface: Surface,
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(endpoint, Some(credential.into()), timeouts)?;
        let (stages, policies) = (Kept::new(STAGES_KEPT), Kept::new(STAGES_KEPT));
        Ok(Self { http, surface, me: OnceCell::new(), names: Names::new(), stages, policies, pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn who(&self) -> Result<&Who, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.surface.who(&self.http).await?.said) }).await
    }

    /// As an approver is shown it, and where that says nothing as anybody may be who reads it for another reason; where a list
    /// cannot be narrowed, the other way round.
    async fn read_request(&self, id: &str) -> Result<Told<Request>, ConnectorError> {
        if !self.surface.holds(id) {
            return Err(ConnectorError::Unreachable("an id that cannot stand in an address".to_owned()));
        }
        let who = self.who().await?;
        let Told { at, said } = match self.surface.among_mine(id) {
            Some(call) => self.narrowed(call, id).await?,
            None => match ask::<Box<RawValue>>(&self.http, self.surface.one(id)).await {
                Err(error) if is_hidden(&error) => return self.found(id, who).await.and_then(|told| told.ok_or(error)),
                told => told?,
            },
        };
        let request = self.surface.request(&said, who)?;
        if request.id == id {
            Ok(Told { at, said: request })
        } else {
            Err(bad("an answer about another request".to_owned()))
        }
    }

    async fn narrowed(&self, call: Call<'_>, id: &str) -> Result<Told<Box<RawValue>>, ConnectorError> {
        let found = match ask_all::<Box<RawValue>>(&self.http, call).await {
            Ok(Told { at, said }) => said.into_iter().next().map(|said| Told { at, said }),
            Err(error) if is_unsupported(&error) => None,
            Err(error) => return Err(error),
        };
        match found {
            Some(told) => Ok(told),
            None => ask(&self.http, self.surface.one(id)).await,
        }
    }

    /// Among all that one may approve.
    async fn found(&self, id: &str, who: &Who) -> Result<Option<Told<Request>>, ConnectorError> {
        let mut call = self.surface.waiting();
        for _ in 0..MOST_PAGES {
            let Told { at, said: Page { value, next } } = ask_page::<Box<RawValue>>(&self.http, call).await?;
            for row in value {
                let request = self.surface.request(&row, who)?;
                if request.id == id {
                    return Ok(Some(Told { at, said: request }));
                }
            }
            let Some(next) = next.filter(|link| !link.is_empty()) else { return Ok(None) };
            call = self.http.follow(&next).ok_or_else(elsewhere)?;
        }
        Err(endless())
    }

    /// `None`: Entra does not show them to this person.
    async fn read_stages(&self, request: &Request, at: Timestamp) -> Result<Option<Vec<Stage>>, ConnectorError> {
        let stages = match self.ask_stages(&request.approval).await {
            Ok(stages) => Some(stages),
            Err(error) if is_hidden(&error) => None,
            Err(error) => return Err(error),
        };
        self.stages.put(&request.id, at, stages.clone());
        Ok(stages)
    }

    async fn ask_stages(&self, approval: &str) -> Result<Vec<Stage>, ConnectorError> {
        if !is_id(approval) {
            return Err(bad("an approval without an id".to_owned()));
        }
        let Told { said, .. } = ask::<Box<RawValue>>(&self.http, self.surface.approval(approval)).await?;
        let told = self.surface.read_approval(&said)?;
        if !told.id.eq_ignore_ascii_case(approval) {
            return Err(bad("an answer about another approval".to_owned()));
        }
        if let Some(stages) = told.stages {
            return checked(stages);
        }
        let rows = ask_all::<Box<RawValue>>(&self.http, self.surface.stages(approval)).await?.said;
        checked(rows.iter().map(|row| self.surface.read_stage(row)).collect::<Result<_, _>>()?)
    }

    /// What the policy says of the length of a request that leaves it to that. `None`: Entra does not show it to this person.
    async fn read_policy(&self, id: &str, at: Timestamp) -> Result<Option<Expiration>, ConnectorError> {
        let Some(call) = self.surface.policy(id) else { return Ok(None) };
        let policy = match ask::<Box<RawValue>>(&self.http, call).await {
            Ok(Told { said, .. }) => Surface::expiration(&said, id)?,
            Err(error) if is_hidden(&error) || is_unsupported(&error) => None,
            Err(error) => return Err(error),
        };
        self.policies.put(id, at, policy.clone());
        Ok(policy)
    }

    async fn read(&self, id: &str) -> Result<Standing, ConnectorError> {
        let Told { at, said: mut request } = self.read_request(id).await?;
        if request.by_policy {
            let policy = self.read_policy(&request.id, at).await?;
            request.term = request.term.under(policy.as_ref(), request.asked_at);
        }
        let stages = self.read_stages(&request, at).await?;
        Ok(Standing { at, request, stages })
    }

    async fn record(&self, who: &Who, standing: &Standing) -> Result<RequestRecord, ConnectorError> {
        let Standing { at, request, stages } = standing;
        if !self.surface.holds(&request.id) || !is_id(&request.principal) {
            return Err(bad("a request without an id, or of nobody".to_owned()));
        }
        let named = match &request.named {
            None if self.surface.knows_people() => self.names.of(&self.http, &request.principal, *at).await?,
            named => named.clone(),
        };
        let shown = stages.as_deref().unwrap_or_default();
        let state = request.state(shown)?;
        let facts = request.facts(who, named, shown)?;
        let votes = votes(shown, request.term.window(), *at);
        let agreed = votes.iter().any(|vote| vote.by == who.id);
        let why_not = match state {
            RequestState::Pending if request.is_of(&who.id) => Some(WhyNot::OwnRequest),
            RequestState::Pending if shown.iter().any(Stage::is_mine) => None,
            RequestState::Pending if stages.is_none() => Some(WhyNot::NotAnApprover),
            RequestState::Pending if agreed => Some(WhyNot::VotedAlready),
            RequestState::Pending => Some(WhyNot::NotInThisStage),
            RequestState::Granted
            | RequestState::Denied
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => Some(WhyNot::Closed),
        };
        let stage = facts.policy.stage_after(votes.len());
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            decided: request.decided(state, shown, *at),
            votes,
            grant: None,
            for_you: ForYou {
                why_not,
                stage: u32::try_from(stage).unwrap_or_default(),
                page: Some(self.surface.page().to_owned()),
                never: request.term.never().map(str::to_owned),
                ..ForYou::default()
            },
        })
    }

    /// Where the decision goes: the one stage that waits for this person. It is read for this and for nothing else, so that no
    /// stage is decided that was another's a moment ago.
    async fn stage_to_decide(&self, id: &str, ruling: &Ruling) -> Result<Waiting, ConnectorError> {
        let who = self.who().await?;
        let Standing { request, stages, .. } = self.read(id).await?;
        let stages = stages.unwrap_or_default();
        if request.is_of(&who.id) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if request.state(&stages)? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if let (Ruling::Grant { .. }, Some(why)) = (ruling, request.term.never()) {
            let sentence = format!("{why} That cannot be granted from here.");
            return Err(refused(ProblemType::Refused, &sentence));
        }
        let mine = stages.into_iter().find(Stage::is_mine);
        let stage = mine.ok_or_else(|| refused(ProblemType::Forbidden, "No stage of it waits for you."))?;
        Ok(Waiting { approval: request.approval, stage: stage.id })
    }
}

fn elsewhere() -> ConnectorError {
    bad("a next page that is elsewhere".to_owned())
}

fn endless() -> ConnectorError {
    bad("pages of requests that do not end".to_owned())
}

#[async_trait]
impl Connector for Pim {
    fn capabilities(&self) -> Capabilities {
        self.surface.can()
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: who } = self.surface.who(&self.http).await?;
        // Also shows that what waits may be read.
        ask_page::<serde::de::IgnoredAny>(&self.http, self.surface.waiting()).await?;
        Ok(MeResponse {
            person: who.id,
            name: who.name,
            zone: String::new(),
            role: RoleName::Approver,
            // Names the log: it outlives every name that a tenant has.
            server: format!("{}/{}", self.surface.queue(), who.tenant.id),
            tenants: vec![who.tenant],
            reviews: Vec::new(),
            server_time: at,
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let who = self.who().await?;
        let standing = self.read(id.as_str()).await?;
        self.record(who, &standing).await
    }

    /// Only those who hold it and administrators can list it.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(refused(ProblemType::MethodNotAllowed, "Microsoft Entra lists no live access for approvers."))
    }
}

#[async_trait]
impl Reread for Pim {
    /// A page is `<pages so far>:<where Graph says that the next one is>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let who = self.who().await?;
        let (pages, call) = match page {
            None => (0, self.surface.waiting()),
            Some(page) => {
                let (pages, link) = place(page).ok_or_else(|| bad("no page of this list".to_owned()))?;
                (pages, self.http.follow(link).ok_or_else(elsewhere)?)
            }
        };
        if pages >= MOST_PAGES {
            return Err(endless());
        }
        let Told { at, said: Page { value, next } } = ask_page::<Box<RawValue>>(&self.http, call).await?;
        let next = next.filter(|link| !link.is_empty());
        if next.as_deref().is_some_and(|link| self.http.follow(link).is_none()) {
            return Err(elsewhere());
        }
        let mut requests = Vec::new();
        for row in value {
            let mut request = self.surface.request(&row, who)?;
            if !request.is_waiting() {
                continue;
            }
            if !self.surface.holds(&request.id) {
                return Err(bad("a request without an id".to_owned()));
            }
            if request.by_policy {
                let policy = match self.policies.get(&request.id, at) {
                    Some(kept) => kept,
                    None => self.read_policy(&request.id, at).await?,
                };
                request.term = request.term.under(policy.as_ref(), request.asked_at);
            }
            let stages = match self.stages.get(&request.id, at) {
                Some(kept) => kept,
                None => self.read_stages(&request, at).await?,
            };
            requests.push(self.record(who, &Standing { at, request, stages }).await?);
        }
        let next = next.map(|link| format!("{}:{link}", pages + 1));
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    /// Answers with nothing: what stands is read.
    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (result, reason) = match ruling {
            Ruling::Grant { reason, .. } => ("Approve", reason),
            Ruling::Deny { reason, .. } => ("Deny", reason),
        };
        match self.stage_to_decide(id.as_str(), ruling).await {
            Ok(Waiting { approval, stage }) => {
                let justification = reason.as_deref().unwrap_or_default();
                let decision = Decision { approval: &approval, stage: &stage, result, justification };
                let (call, body) = self.surface.decide(&decision);
                tell(&self.http, call, &body).await
            }
            Err(error) => not_sent(error),
        }
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot("Only an administrator of Microsoft Entra can revoke this access.")
    }

    async fn shorten(&self, _: &GrantId, _: Timestamp, _: Option<&str>) -> Said {
        Said::cannot("Only an administrator of Microsoft Entra can shorten this access.")
    }
}
