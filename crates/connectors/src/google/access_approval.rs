//! Google Cloud Access Approval v1 (accessapproval.googleapis.com): what Google's own staff want to see or touch of a customer's.
//! Its approver chooses the end within what was asked, and can take an approval back. It has no idempotency key, no revision
//! and no risk, and tells of no decision whose it was: this connector knows those that it was answered itself, the desk knows
//! a grant by its end, and every other is nobody's. A grant is bound by reading before and after. Both weaken invariant 4.

mod wire;

use super::rest::{self, Told, ask, tell};
use super::{Parent, path_of, person};
use crate::AddressError;
use crate::http::{Call, Http, LARGEST_PAGE, Timeouts, bad, refused, unsent};
use crate::pages::{MOST_PAGES, place};
use crate::sign_in::Credential;
use approval::{GrantId, PersonId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Revoke, RiskSource, Shorten};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Request, Requests};

pub const ENDPOINT: &str = "https://accessapproval.googleapis.com";
const PAGE: &str = "100";
const PACE: Duration = Duration::from_secs(30);
/// What was asked for longer ago than access can last here, and wait before that, is in no live access. In milliseconds.
const OLDEST: i64 = 400 * 86_400_000;
/// Decisions of one's own that are remembered; all are forgotten when it is more.
const MOST_MINE: usize = 10_000;

/// One project's, folder's or organisation's requests, as one person.
#[derive(Debug)]
pub struct AccessApproval {
    http: Http,
    /// Where the token says whose it is.
    people: Http,
    parent: Parent,
    me: OnceCell<PersonId>,
    mine: Mine,
    pace: Duration,
}

/// What this process was answered to its own calls: which request, and the moment of the decision. Google names nobody, so that
/// nothing else tells it from another person's.
#[derive(Debug, Default)]
struct Mine(Mutex<HashSet<(String, Timestamp)>>);

impl Mine {
    fn put(&self, name: &str, at: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_MINE {
            kept.clear();
        }
        kept.insert((name.to_owned(), at));
    }

    fn has(&self, name: &str, at: Timestamp) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(name.to_owned(), at))
    }
}

impl AccessApproval {
    pub const CAN: Capabilities = Capabilities {
        shorten: Shorten::AtDecision,
        revoke: Revoke::Yes,
        active_grants: true,
        risk: RiskSource::Untold { roles: RoleSystem::GoogleStaff },
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
        Ok(Self { http, people, parent, me: OnceCell::new(), mine: Mine::default(), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn who(&self) -> Result<&PersonId, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(person(&self.people).await?.said) }).await
    }

    async fn page(&self, filter: &'static str, token: Option<String>) -> Result<Told<Requests>, ConnectorError> {
        let mut call = Call::get(format!("/v1/{}/approvalRequests", self.parent)).page(LARGEST_PAGE);
        call.query.extend([("filter", filter.to_owned()), ("pageSize", PAGE.to_owned())]);
        call.query.extend(token.map(|token| ("pageToken", token)));
        ask(&self.http, call).await
    }

    async fn read(&self, name: &str) -> Result<Told<Request>, ConnectorError> {
        let told: Told<Request> = ask(&self.http, Call::get(path_of(name)?)).await?;
        if told.said.name == name { Ok(told) } else { Err(bad("an answer about another request".to_owned())) }
    }

    /// Whose a decision on this request at this moment is, as far as this process knows.
    fn whose(&self, request: &Request, me: &PersonId) -> impl Fn(Timestamp) -> Option<PersonId> {
        |at| self.mine.has(&request.name, at).then(|| me.clone())
    }

    fn record(&self, request: &Request, me: &PersonId, now: Timestamp) -> Result<RequestRecord, ConnectorError> {
        let (facts, state) = (request.facts(&self.parent)?, request.state());
        Ok(RequestRecord {
            body: rest::raw(&facts)?,
            state,
            activity: 0,
            votes: Vec::new(),
            decided: request.decided(self.whose(request, me), now),
            grant: (state == RequestState::Granted).then(|| GrantId::new(&*request.name)),
            for_you: ForYou {
                why_not: (state != RequestState::Pending).then_some(WhyNot::Closed),
                ends_by: Some(request.ends_by()),
                // What waits stands there together: no page of one request is documented.
                page: Some(self.parent.page("security/access-approval")),
                ..ForYou::default()
            },
        })
    }

    /// Nothing is sent that would approve past what was asked for, for no time, or for what is no longer open.
    async fn may_end_at(&self, name: &str, until: Timestamp) -> Result<(), ConnectorError> {
        let Told { at, said } = self.read(name).await?;
        if said.state() != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if until <= at || until > said.ends_by() {
            let sentence = "That would end in the past, or after what was asked for: it is not sent.";
            return Err(refused(ProblemType::Refused, sentence));
        }
        Ok(())
    }

    /// `moment`: of an answer, when what was called for was done.
    async fn tell(
        &self,
        name: &str,
        verb: &str,
        body: &Value,
        moment: impl Fn(&Request) -> Option<Timestamp> + Send,
    ) -> Said {
        let path = match path_of(name) {
            Ok(path) => path,
            Err(error) => return Said { call: String::new(), answer: Err(error) },
        };
        let said = tell(&self.http, &format!("{path}:{verb}"), body).await;
        let answer = said.answer.as_ref().ok().and_then(|text| serde_json::from_str::<Request>(text).ok());
        if let Some(at) = answer.filter(|answer| answer.name == name).and_then(|answer| moment(&answer)) {
            self.mine.put(name, at);
        }
        said
    }
}

#[async_trait]
impl Connector for AccessApproval {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        // Also shows that the parent is there and may be read.
        self.page("PENDING", None).await?;
        let Told { at, said: person } = person(&self.people).await?;
        Ok(MeResponse {
            name: person.to_string(),
            person,
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![self.parent.tenant()],
            reviews: Vec::new(),
            server_time: at,
            server: format!("access-approval/{}", self.parent),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let me = self.who().await?;
        let Told { at, said } = self.read(id.as_str()).await?;
        self.record(&said, me, at)
    }

    /// What was approved, by whomever; whatever is live is among it. Newest first, so that what is too old ends it.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let me = self.who().await?;
        let (mut grants, mut token) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let Told { at, said } = self.page("HISTORY", token).await?;
            for request in &said.approval_requests {
                grants.extend(request.access(&self.parent, self.whose(request, me), at)?);
            }
            let old = said.approval_requests.last().is_some_and(|last| at.millis_since(last.request_time) > OLDEST);
            token = said.next_page_token.filter(|token| !token.is_empty() && !old);
            if token.is_none() {
                return Ok(GrantsResponse { server_time: at, grants, next: None });
            }
        }
        Err(bad("pages of approvals that do not end".to_owned()))
    }
}

#[async_trait]
impl Reread for AccessApproval {
    /// A page is `<pages so far>:<the token of the next>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let me = self.who().await?;
        let (pages, token) = match page {
            None => (0, None),
            Some(page) => {
                let (pages, token) = place(page).ok_or_else(|| bad("no page of this list".to_owned()))?;
                (pages, Some(token.to_owned()))
            }
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let Told { at, said } = self.page("PENDING", token).await?;
        let waiting = said.approval_requests.iter().filter(|request| request.state() == RequestState::Pending);
        let requests = waiting.map(|request| self.record(request, me, at)).collect::<Result<_, _>>()?;
        let next = said.next_page_token.filter(|token| !token.is_empty());
        let next = next.map(|token| format!("{}:{token}", pages + 1));
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    /// A grant goes with its end, always. Google takes no reason for either.
    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        match ruling {
            Ruling::Grant { until, .. } => match self.may_end_at(id.as_str(), *until).await {
                Ok(()) => {
                    self.tell(id.as_str(), "approve", &json!({ "expireTime": until }), Request::approved_at).await
                }
                Err(error) => Said { call: String::new(), answer: Err(unsent(error)) },
            },
            Ruling::Deny { .. } => self.tell(id.as_str(), "dismiss", &json!({}), Request::dismissed_at).await,
        }
    }

    async fn revoke(&self, id: &GrantId, _: Option<&str>) -> Said {
        self.tell(id.as_str(), "invalidate", &json!({}), Request::invalidated_at).await
    }
}
