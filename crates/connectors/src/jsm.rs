//! Jira Service Management Cloud: what waits for one person's approval on one site. Its approver agrees or declines, and that is
//! all: Jira gives and ends no access by itself, so nothing is shortened or revoked. For how long and for what stands in fields
//! that each site makes itself. It has no idempotency key, no revision and no risk: a grant is bound by reading before and
//! after, which weakens invariant 4. It has no place for a reason: that goes before the decision, as a comment.

mod fields;
mod wire;

pub use fields::{Fields, NoField};

use crate::AddressError;
use crate::Credential;
use crate::address::Address;
use crate::http::{Call, Http, Timeouts, bad, refused, unreadable};
use crate::kept::Kept;
use crate::pages::MOST_PAGES;
use crate::rest::{Told, ask, ask_page, fit, is_id, not_sent, post};
use approval::{RequestId, RequestState, Tenant, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Conflict, DenyReason, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, Problem, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::json;
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Approval, Comment, Page, Request, User, person_id};

const API: &str = "/rest/servicedeskapi";
const PACE: Duration = Duration::from_secs(30);
/// More than that Jira gives nobody on one page.
const PAGE: usize = 50;
/// More comments than are looked through for one's own reason.
const MOST_COMMENTS: usize = 20 * PAGE;
/// For how long a list takes the approvals of what is pending for current: a decision never does.
const APPROVALS_KEPT: i64 = 300_000;
/// For how long it is known when an answer was seen first: Jira does not tell when one was given.
const ANSWERS_KEPT: i64 = 366 * 86_400_000;
/// How long ago one's own words may have been written to be those of this decision.
const SAME_COMMENT: i64 = 86_400_000;

/// One site's queue, as one person.
#[derive(Debug)]
pub struct Jsm {
    http: Http,
    site: Tenant,
    fields: Fields,
    me: OnceCell<User>,
    /// By request; so that a list does not ask for each again.
    approvals: Kept<Vec<Approval>>,
    /// When an answer was seen first, by approval and person.
    answered: Kept<Timestamp>,
    pace: Duration,
}

/// A request as it stands.
struct Standing {
    at: Timestamp,
    request: Request,
    approvals: Vec<Approval>,
}

impl Jsm {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Optional,
        conflict: Conflict::Code,
        risk: RiskSource::Untold { roles: RoleSystem::Jira },
        ..Capabilities::LEAST
    };

    /// `site` is `https://SITE.atlassian.net`, or a private one in front of it. The credential is `email:API-token`. Nothing is
    /// sent yet.
    pub fn new(site: &str, fields: Fields, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(site, fields, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        site: &str,
        fields: Fields,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::basic(site, &credential.into(), timeouts)?;
        let host = Address::parse(site)?.host();
        let name = host.split('.').next().unwrap_or_default().to_owned();
        let site = Tenant { id: host.as_str().into(), name, domain: host };
        let (approvals, answered) = (Kept::new(APPROVALS_KEPT), Kept::new(ANSWERS_KEPT));
        Ok(Self { http, site, fields, me: OnceCell::new(), approvals, answered, pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn find_me(&self) -> Result<Told<User>, ConnectorError> {
        let told: Told<User> = ask(&self.http, Call::get("/rest/api/3/myself")).await?;
        if told.said.id().is_some() { Ok(told) } else { Err(bad("a person without an id".to_owned())) }
    }

    async fn who(&self) -> Result<&User, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.find_me().await?.said) }).await
    }

    async fn waiting(&self, start: usize) -> Result<Told<Page<Request>>, ConnectorError> {
        let mut call = Call::get(format!("{API}/request"));
        call.query.extend([
            ("requestOwnership", "APPROVER".to_owned()),
            ("approvalStatus", "MY_PENDING_APPROVAL".to_owned()),
            ("requestStatus", "OPEN_REQUESTS".to_owned()),
            ("expand", "requestType".to_owned()),
            ("expand", "serviceDesk".to_owned()),
        ]);
        self.read_page(call, start).await
    }

    async fn read_page<T: serde::de::DeserializeOwned>(
        &self,
        mut call: Call<'_>,
        start: usize,
    ) -> Result<Told<Page<T>>, ConnectorError> {
        call.query.extend([("start", start.to_string()), ("limit", PAGE.to_string())]);
        let told: Told<Page<T>> = ask_page(&self.http, call).await?;
        if told.said.values.len() > PAGE {
            return Err(bad(format!("more than {PAGE} rows on a page")));
        }
        Ok(told)
    }

    async fn read_request(&self, id: &str) -> Result<Told<Request>, ConnectorError> {
        let mut call = Call::get(format!("{API}/request/{}", fit(id)?));
        call.query.extend([("expand", "requestType".to_owned()), ("expand", "serviceDesk".to_owned())]);
        let told: Told<Request> = ask(&self.http, call).await?;
        if told.said.issue_id == id { Ok(told) } else { Err(bad("an answer about another request".to_owned())) }
    }

    async fn read_approvals(&self, id: &str, at: Timestamp) -> Result<Vec<Approval>, ConnectorError> {
        let call = Call::get(format!("{API}/request/{}/approval", fit(id)?));
        let Page { values, is_last_page } = self.read_page::<Approval>(call, 0).await?.said;
        let well = is_last_page != Some(false) && values.iter().all(|approval| is_id(&approval.id));
        if !well {
            return Err(bad("approvals that are none".to_owned()));
        }
        self.approvals.put(id, at, values.clone());
        Ok(values)
    }

    async fn read(&self, id: &str) -> Result<Standing, ConnectorError> {
        let Told { at, said: request } = self.read_request(id).await?;
        let approvals = self.read_approvals(id, at).await?;
        Ok(Standing { at, request, approvals })
    }

    /// When an answer was given, which Jira tells of whole approvals alone.
    fn answered(&self, approval: &str, person: &str, now: Timestamp) -> Timestamp {
        let key = format!("{approval}/{person}");
        self.answered.get(&key, now).unwrap_or_else(|| {
            self.answered.put(&key, now, now);
            now
        })
    }

    async fn record(&self, standing: &Standing) -> Result<RequestRecord, ConnectorError> {
        let Standing { at, request, approvals } = standing;
        let me = self.who().await?;
        if !is_id(&request.issue_id) {
            return Err(bad("a request without an id".to_owned()));
        }
        let facts = request.facts(&self.site, &self.fields, approvals)?;
        let state = request.state(approvals)?;
        let votes = wire::votes(approvals, request.window(&self.fields), |approval, person| {
            self.answered(approval, person, *at)
        });
        let stage = u32::try_from(facts.policy.stage_after(wire::agreed(approvals))).unwrap_or_default();
        let page = request.page().filter(|page| page.starts_with("https://") && self.http.follow(page).is_some());
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            decided: wire::decided(state, approvals, request.window(&self.fields), *at),
            votes: if state == RequestState::Pending { votes } else { Vec::new() },
            grant: None,
            for_you: ForYou {
                why_not: why_not(request, approvals, state, me),
                stage,
                page: page.map(str::to_owned),
                never: request.never(&self.fields).map(str::to_owned),
                ..ForYou::default()
            },
        })
    }

    /// Which approval waits for this person. It is read for this and for nothing else, so that nothing is decided that was
    /// another's a moment ago.
    async fn approval_to_answer(&self, id: &str, ruling: &Ruling) -> Result<String, ConnectorError> {
        let me = self.who().await?;
        let Standing { request, approvals, .. } = self.read(id).await?;
        if request.is_of(me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if request.state(&approvals)? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if let (Ruling::Grant { .. }, Some(why)) = (ruling, request.never(&self.fields)) {
            return Err(refused(ProblemType::Refused, &format!("{why} That cannot be granted from here.")));
        }
        let mine = approvals.iter().find(|approval| approval.is_mine());
        let mine = mine.ok_or_else(|| refused(ProblemType::Forbidden, "No approval of it waits for you."))?;
        Ok(mine.id.clone())
    }

    /// Whether this person's own words stand there already, since a decision may be sent more than once.
    async fn stands(&self, id: &str, reason: &str) -> Result<bool, ConnectorError> {
        let me = self.who().await?;
        let mut start = 0;
        while start < MOST_COMMENTS {
            let mut call = Call::get(format!("{API}/request/{}/comment", fit(id)?));
            call.query.extend([("public", "true".to_owned()), ("internal", "false".to_owned())]);
            let Told { at, said } = self.read_page::<Comment>(call, start).await?;
            if said.values.iter().any(|comment| comment.says(me, reason, at.plus_millis(-SAME_COMMENT))) {
                return Ok(true);
            }
            start += said.values.len();
            if said.is_last() {
                return Ok(false);
            }
        }
        Ok(false)
    }
}

fn why_not(request: &Request, approvals: &[Approval], state: RequestState, me: &User) -> Option<WhyNot> {
    match state {
        RequestState::Pending if request.is_of(me) => Some(WhyNot::OwnRequest),
        RequestState::Pending if approvals.iter().any(Approval::is_mine) => None,
        RequestState::Pending => Some(wire::why_not(approvals, me)),
        RequestState::Granted
        | RequestState::Denied
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => Some(WhyNot::Closed),
    }
}

#[async_trait]
impl Connector for Jsm {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: me } = self.find_me().await?;
        // Also shows that what waits may be read.
        self.waiting(0).await?;
        Ok(MeResponse {
            person: person_id(me.id().unwrap_or_default()),
            name: me.name(),
            zone: me.zone(),
            role: RoleName::Approver,
            tenants: vec![self.site.clone()],
            reviews: Vec::new(),
            server_time: at,
            server: format!("jsm/{}", self.site.domain),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let standing = self.read(id.as_str()).await?;
        self.record(&standing).await
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(refused(ProblemType::MethodNotAllowed, "Jira knows requests, and no live access."))
    }
}

#[async_trait]
impl Reread for Jsm {
    /// A page is `<pages so far>:<rows so far>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let place = |page: &str| {
            let (pages, rows) = page.split_once(':')?;
            Some((pages.parse::<usize>().ok()?, rows.parse::<usize>().ok()?))
        };
        let (pages, start) = match page {
            None => (0, 0),
            Some(page) => place(page).ok_or_else(|| bad("no page of this list".to_owned()))?,
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let Told { at, said } = self.waiting(start).await?;
        let next = (!said.is_last()).then(|| format!("{}:{}", pages + 1, start + said.values.len()));
        let mut requests = Vec::new();
        for request in said.values {
            let approvals = match self.approvals.get(&request.issue_id, at) {
                Some(kept) => kept,
                None => self.read_approvals(&request.issue_id, at).await?,
            };
            let standing = Standing { at, request, approvals };
            if standing.request.state(&standing.approvals)? == RequestState::Pending {
                requests.push(self.record(&standing).await?);
            }
        }
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    /// The reason goes first: a decision without it could not be mended, and a reason without its decision can be read as what
    /// it is. Where Jira does not take it, nothing is decided, and that is said. What was said a moment ago is not said again.
    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (decision, reason) = match ruling {
            Ruling::Grant { reason, .. } => ("approve", reason),
            Ruling::Deny { reason, .. } => ("decline", reason),
        };
        let reason = reason.as_deref().filter(|reason| !reason.trim().is_empty());
        let prepared = async {
            let approval = self.approval_to_answer(id.as_str(), ruling).await?;
            let reason = match reason {
                Some(reason) if self.stands(id.as_str(), reason).await? => None,
                Some(_) | None => reason,
            };
            Ok((approval, reason))
        };
        let (approval, reason) = match prepared.await {
            Ok(prepared) => prepared,
            Err(error) => return not_sent(error),
        };
        let mut calls = String::new();
        if let Some(reason) = reason {
            let path = format!("{API}/request/{id}/comment");
            let said = post(&self.http, &path, &json!({ "body": reason, "public": true })).await;
            match said.answer {
                Ok(_) => calls = format!("{}; ", said.call),
                Err(error) => return Said { call: said.call, answer: Err(untaken(error)) },
            }
        }
        let path = format!("{API}/request/{id}/approval/{approval}");
        let Said { call, answer } = post(&self.http, &path, &json!({ "decision": decision })).await;
        Said { call: format!("{calls}{call}"), answer }
    }
}

/// It is the comment that was refused, which says nothing of the right to decide.
fn untaken(error: ConnectorError) -> ConnectorError {
    match error {
        ConnectorError::Refused(problem) if !is_for_now(&problem) => {
            let detail =
                format!("Jira did not take the reason as a comment, so nothing was decided: {}", problem.detail);
            let type_ = "comment-refused".to_owned();
            ConnectorError::Refused(Box::new(Problem { type_, detail, ..*problem }))
        }
        ConnectorError::Refused(_)
        | ConnectorError::Unreachable(_)
        | ConnectorError::SignedOut(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_) => error,
    }
}

fn is_for_now(problem: &Problem) -> bool {
    use ProblemType::{TooManyRequests, Unauthenticated, Unavailable};
    matches!(problem.kind(), Some(TooManyRequests | Unauthenticated | Unavailable))
}
