//! Opal: what is assigned to one person of an organisation. Its reviewer grants what was asked or nothing; what ends or shortens
//! access there does so for every request that gave it, and is an administrator's. It has no idempotency key, no revision and
//! no risk: a grant is bound by reading before and after, which weakens invariant 4. It does not tell whose token it is given:
//! who one is stands in the address, which weakens invariant 5. Its level ADMIN, which goes past all reviewers, is never sent.

mod wire;

use crate::AddressError;
use crate::Credential;
use crate::http::{Call, Http, Timeouts, bad, refused, unreadable};
use crate::kept::{Kept, NAMES_KEPT};
use crate::pages::{MOST_PAGES, place};
use crate::rest::{Told, ask, ask_page, fit, is_hidden, is_id, not_sent, post};
use approval::{GrantId, PersonId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Revoke, RiskSource, Shorten, ShortenLive};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::json;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Page, Request, User, person_id};

pub const ENDPOINT: &str = "https://api.opal.dev/v1";
/// Where people decide.
const APP: &str = "https://app.opal.dev/";
const PACE: Duration = Duration::from_secs(30);
/// More than that Opal gives nobody on one page.
const PAGE: usize = 100;

/// The e-mail address by which Opal knows a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address")]
pub struct NoMail;

impl FromStr for Mail {
    type Err = NoMail;
    fn from_str(text: &str) -> Result<Self, NoMail> {
        let text = text.trim();
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
        let fits = text.split_once('@').is_some_and(|(name, domain)| plain(name) && plain(domain));
        if fits && text.len() <= 254 { Ok(Self(text.to_lowercase())) } else { Err(NoMail) }
    }
}

impl fmt::Display for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Mail {
    fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

/// What is assigned to one person.
#[derive(Debug)]
pub struct Opal {
    http: Http,
    mail: Mail,
    me: OnceCell<User>,
    /// By id. `None`: Opal has no such person, or tells this one nothing of them.
    people: Kept<Option<User>>,
    pace: Duration,
}

impl Opal {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        shorten: Shorten::AfterGrant { needs_admin: true },
        shorten_live: ShortenLive::Admin,
        revoke: Revoke::Admin,
        risk: RiskSource::Untold { roles: RoleSystem::Opal },
        ..Capabilities::LEAST
    };

    /// `endpoint` is Opal's own with its version, or a private one in front of it. Nothing is sent yet.
    pub fn new(mail: Mail, endpoint: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(mail, endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        mail: Mail,
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(endpoint, Some(credential.into()), timeouts)?;
        Ok(Self { http, mail, me: OnceCell::new(), people: Kept::new(NAMES_KEPT), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn find(&self, name: &'static str, value: &str) -> Result<Told<User>, ConnectorError> {
        let mut call = Call::get("/user");
        call.query.push((name, value.to_owned()));
        let told: Told<User> = ask(&self.http, call).await?;
        if is_id(&told.said.user_id) { Ok(told) } else { Err(bad("a person without an id".to_owned())) }
    }

    async fn find_me(&self) -> Result<Told<User>, ConnectorError> {
        let told = self.find("email", self.mail.0.as_str()).await?;
        let same = told.said.email.as_deref().is_some_and(|email| email.trim().to_lowercase() == self.mail.0);
        if same { Ok(told) } else { Err(bad("an answer about another person".to_owned())) }
    }

    async fn who(&self) -> Result<&User, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.find_me().await?.said) }).await
    }

    /// Who somebody is; `None` where Opal does not say.
    async fn person(&self, id: &str, now: Timestamp) -> Result<Option<User>, ConnectorError> {
        if let Some(kept) = self.people.get(id, now) {
            return Ok(kept);
        }
        let user = match self.find("user_id", id).await {
            Ok(Told { said, .. }) if !said.user_id.eq_ignore_ascii_case(id) => {
                return Err(bad("an answer about another person".to_owned()));
            }
            Ok(Told { said, .. }) => Some(said),
            Err(error) if is_hidden(&error) => None,
            Err(error) => return Err(error),
        };
        self.people.put(id, now, user.clone());
        Ok(user)
    }

    async fn read(&self, id: &str) -> Result<Told<Request>, ConnectorError> {
        let told: Told<Request> = ask(&self.http, Call::get(format!("/requests/{}", fit(id)?))).await?;
        if told.said.id == id { Ok(told) } else { Err(bad("an answer about another request".to_owned())) }
    }

    /// Those that wait, assigned to this person.
    async fn page(&self, after: Option<&str>) -> Result<Told<Page>, ConnectorError> {
        let me = self.who().await?.user_id.clone();
        let mut call = Call::get("/requests/relay");
        call.query.extend([("status", "PENDING".to_owned()), ("to", me), ("first", PAGE.to_string())]);
        call.query.extend(after.map(|after| ("after", after.to_owned())));
        let told: Told<Page> = ask_page(&self.http, call).await?;
        if told.said.edges.len() > PAGE {
            return Err(bad(format!("more than {PAGE} requests on a page")));
        }
        Ok(told)
    }

    async fn record(&self, at: Timestamp, request: &Request) -> Result<RequestRecord, ConnectorError> {
        let me = person_id(&self.who().await?.user_id);
        if ![Some(&request.id), Some(&request.requester_id), request.target_user_id.as_ref()]
            .into_iter()
            .flatten()
            .all(|id| is_id(id))
        {
            return Err(bad("a request without an id, or of nobody".to_owned()));
        }
        let asked_by = self.person(&request.requester_id, at).await?;
        let holder = match request.for_another() {
            Some(id) => self.person(id, at).await?,
            None => asked_by.clone(),
        };
        let facts = request.facts(self.mail.domain(), asked_by.as_ref(), holder.as_ref())?;
        let (state, votes) = (request.state()?, request.votes(at));
        let stage = u32::try_from(facts.policy.stage_after(votes.len())).unwrap_or_default();
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            decided: request.decided(state, at),
            votes,
            grant: None,
            for_you: ForYou {
                why_not: why_not(request, state, &me),
                stage,
                never: request.never().map(str::to_owned),
                page: self.page_of_all(),
                ..ForYou::default()
            },
        })
    }

    /// Opal's own; where it is somebody's installation, nobody knows where its pages are. No page of one request is documented.
    fn page_of_all(&self) -> Option<String> {
        self.http.is_at(ENDPOINT).then(|| APP.to_owned())
    }

    /// Read for this and for nothing else, so that nothing is decided that is over, one's own, or without an end.
    async fn may_send(&self, id: &str, ruling: &Ruling) -> Result<(), ConnectorError> {
        let me = person_id(&self.who().await?.user_id);
        let Told { said: request, .. } = self.read(id).await?;
        if request.is_of(&me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if request.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        match (ruling, request.never()) {
            (Ruling::Grant { .. }, Some(why)) => {
                Err(refused(ProblemType::Refused, &format!("{why} That cannot be granted from here.")))
            }
            (Ruling::Grant { .. }, None) | (Ruling::Deny { .. }, _) => Ok(()),
        }
    }
}

fn why_not(request: &Request, state: RequestState, me: &PersonId) -> Option<WhyNot> {
    match state {
        RequestState::Pending if request.is_of(me) => Some(WhyNot::OwnRequest),
        RequestState::Pending => request.waits_for(me).err(),
        RequestState::Granted
        | RequestState::Denied
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => Some(WhyNot::Closed),
    }
}

#[async_trait]
impl Connector for Opal {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: user } = self.find_me().await?;
        // Also shows that what waits may be read.
        self.page(None).await?;
        Ok(MeResponse {
            name: user.name(),
            zone: String::new(),
            role: RoleName::Approver,
            // Names the log: it outlives an address.
            server: format!("opal/{}", person_id(&user.user_id)),
            person: person_id(&user.user_id),
            tenants: vec![wire::tenant(self.mail.domain())],
            reviews: Vec::new(),
            server_time: at,
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let Told { at, said } = self.read(id.as_str()).await?;
        self.record(at, &said).await
    }

    /// It lists who can use a thing, and not which request gave it.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(refused(ProblemType::MethodNotAllowed, "Opal lists no live access by the request that gave it."))
    }
}

#[async_trait]
impl Reread for Opal {
    /// A page is `<pages so far>:<its cursor>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let (pages, after) = match page {
            None => (0, None),
            Some(page) => {
                let (pages, cursor) = place(page).ok_or_else(|| bad("no page of this list".to_owned()))?;
                (pages, Some(cursor))
            }
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let Told { at, said } = self.page(after).await?;
        let next = said.next().map(|cursor| format!("{}:{cursor}", pages + 1));
        let mut requests = Vec::new();
        for request in said.edges.iter().map(|edge| &edge.node) {
            if request.state()? == RequestState::Pending {
                requests.push(self.record(at, request).await?);
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
        if let Err(error) = self.may_send(id.as_str(), ruling).await {
            return not_sent(error);
        }
        let mut body = json!({ "level": "REGULAR" });
        if let Some(reason) = reason {
            body["comment"] = json!(reason);
        }
        post(&self.http, &format!("/requests/{id}/{verb}"), &body).await
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot("Only an administrator of Opal can take this access away.")
    }

    async fn shorten(&self, _: &GrantId, _: Timestamp, _: Option<&str>) -> Said {
        Said::cannot("Only an administrator of Opal can shorten this access.")
    }
}
