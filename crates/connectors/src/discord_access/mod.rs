//! discord/access (github.com/discord/access): what waits for whoever owns a group. Its approver chooses the end within what was
//! asked, and can take somebody out of the group again. It has no idempotency key, no revision and no risk: a grant is bound
//! by reading before and after, which weakens invariant 4. Three things it lets happen are kept from it here: a grant without
//! an end, one that ends later than was asked or in the past, and several people's grants at once being taken for one.

mod rest;
mod wire;

use crate::AddressError;
use crate::Credential;
use crate::http::{Call, Http, Timeouts, bad, refused, unreadable, unsent};
use crate::kept::{Kept, NAMES_KEPT};
use crate::pages::MOST_PAGES;
use crate::rest::is_hidden;
use approval::{Grant, GrantId, PersonId, RequestId, RequestState, Tenant, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Conflict, DenyReason, Revoke, RiskSource, Shorten};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use reqwest::header::HeaderName;
use rest::{Page, Told, ask, ask_page, is_id, tell};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Group, Held, Membership, Request, User};

/// Where it looks for the token of whoever calls, before what Cloudflare itself adds.
const TOKEN: HeaderName = HeaderName::from_static("cf-access-token");
const PACE: Duration = Duration::from_secs(30);
/// For how long access that ended is told, in seconds.
const TOLD_AFTER: i64 = 86_400;

/// One installation's queue, as one person.
#[derive(Debug)]
pub struct DiscordAccess {
    http: Http,
    /// Where its pages are.
    address: String,
    tenant: Tenant,
    me: OnceCell<PersonId>,
    /// What requests do not name themselves, by id. `None`: it is not told to this person.
    people: Kept<Option<User>>,
    groups: Kept<Option<Group>>,
    pace: Duration,
}

impl DiscordAccess {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Optional,
        shorten: Shorten::AtDecision,
        revoke: Revoke::Yes,
        active_grants: true,
        conflict: Conflict::Code,
        risk: RiskSource::Untold { roles: RoleSystem::DiscordAccess },
        ..Capabilities::LEAST
    };

    /// Nothing is sent yet.
    pub fn new(address: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(address, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        address: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(address, Some(credential.into()), timeouts)?.alone_in(TOKEN);
        let address = address.trim().trim_end_matches('/').to_owned();
        let name = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned();
        let tenant = Tenant { id: name.as_str().into(), name: name.clone(), domain: name };
        let (people, groups) = (Kept::new(NAMES_KEPT), Kept::new(NAMES_KEPT));
        Ok(Self { http, address, tenant, me: OnceCell::new(), people, groups, pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn user(&self) -> Result<Told<User>, ConnectorError> {
        let told: Told<User> = ask(&self.http, Call::get("/api/users/@me")).await?;
        if is_id(&told.said.id) { Ok(told) } else { Err(bad("a person without an id".to_owned())) }
    }

    async fn who(&self) -> Result<&PersonId, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.user().await?.said.person()) }).await
    }

    async fn waiting(&self, number: usize) -> Result<Told<Page<Request>>, ConnectorError> {
        let mut call = Call::get("/api/requests");
        call.query.extend([("assignee_user_id", "@me".to_owned()), ("status", "PENDING".to_owned())]);
        ask_page(&self.http, call, number).await
    }

    async fn read(&self, id: &str) -> Result<Told<Request>, ConnectorError> {
        if !is_id(id) {
            return Err(ConnectorError::Unreachable("an id that cannot stand in an address".to_owned()));
        }
        let told: Told<Request> = ask(&self.http, Call::get(format!("/api/requests/{id}"))).await?;
        if told.said.id == id { Ok(told) } else { Err(bad("an answer about another request".to_owned())) }
    }

    /// With what it does not name itself, where that is told.
    async fn named(&self, mut request: Request, now: Timestamp) -> Result<Request, ConnectorError> {
        if let Some(id) = request.unnamed_person() {
            let of = (format!("/api/users/{id}"), id.as_str());
            request.requester = self.look_up(&self.people, of, |user| &user.id, now).await?;
        }
        if let Some(id) = request.unnamed_group() {
            let of = (format!("/api/groups/{id}"), id.as_str());
            request.requested_group = self.look_up(&self.groups, of, |group| &group.id, now).await?;
        }
        Ok(request)
    }

    async fn look_up<T: DeserializeOwned + Clone>(
        &self,
        kept: &Kept<Option<T>>,
        (path, id): (String, &str),
        own: impl Fn(&T) -> &String,
        now: Timestamp,
    ) -> Result<Option<T>, ConnectorError> {
        if let Some(known) = kept.get(id, now) {
            return Ok(known);
        }
        let told = match ask::<T>(&self.http, Call::get(path)).await {
            Ok(Told { said, .. }) if own(&said) != id => return Err(bad("an answer about another".to_owned())),
            Ok(Told { said, .. }) => Some(said),
            Err(error) if is_hidden(&error) => None,
            Err(error) => return Err(error),
        };
        kept.put(id, now, told.clone());
        Ok(told)
    }

    fn record(&self, request: &Request, me: &PersonId, now: Timestamp) -> Result<RequestRecord, ConnectorError> {
        if !is_id(&request.id) {
            return Err(bad("a request without an id".to_owned()));
        }
        let (facts, state) = (request.facts(&self.tenant)?, request.state()?);
        let why_not = match state {
            RequestState::Pending => request.is_of(me).then_some(WhyNot::OwnRequest),
            RequestState::Granted
            | RequestState::Denied
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => Some(WhyNot::Closed),
        };
        let page = self.address.starts_with("https://").then(|| format!("{}/requests/{}", self.address, request.id));
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            votes: Vec::new(),
            decided: request.decided(state, now),
            grant: None,
            for_you: ForYou { why_not, page, ends_by: request.ends_by(), ..ForYou::default() },
        })
    }

    /// What is sent, once it is sure that the system may be told it: it checks none of this itself.
    async fn body(&self, id: &str, ruling: &Ruling) -> Result<serde_json::Value, ConnectorError> {
        let (until, reason) = match ruling {
            Ruling::Deny { reason, .. } => return Ok(json!({ "approved": false, "reason": reason })),
            Ruling::Grant { until, reason, .. } => (*until, reason),
        };
        let me = self.who().await?;
        let Told { at, said } = self.read(id).await?;
        if said.is_of(me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if said.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if until <= at || until > said.latest(at) {
            let sentence = "That would end in the past, or after what was asked for: it is not sent.";
            return Err(refused(ProblemType::Refused, sentence));
        }
        Ok(json!({ "approved": true, "reason": reason, "ending_at": until }))
    }

    /// Memberships in groups that this person may manage, other than their own.
    async fn memberships(&self, fields: &[(&'static str, String)]) -> Result<Told<Vec<Membership>>, ConnectorError> {
        let mut all = Vec::new();
        for number in 1..=MOST_PAGES {
            let mut call = Call::get("/api/audit/users");
            call.query.extend([("owner_id", "@me".to_owned()), ("app_owner", "true".to_owned())]);
            call.query.extend([("direct", "true".to_owned())]);
            call.query.extend(fields.iter().cloned());
            let Told { at, said } = ask_page::<Membership>(&self.http, call, number).await?;
            all.extend(said.items);
            if number >= said.pages {
                return Ok(Told { at, said: all });
            }
        }
        Err(bad("pages of memberships that do not end".to_owned()))
    }
}

#[async_trait]
impl Connector for DiscordAccess {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        // Also shows that what waits may be read.
        self.waiting(1).await?;
        let Told { at, said: user } = self.user().await?;
        Ok(MeResponse {
            person: user.person(),
            name: user.name(),
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![self.tenant.clone()],
            reviews: Vec::new(),
            server_time: at,
            server: format!("discord-access/{}", self.tenant.name),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let me = self.who().await?;
        let Told { at, said } = self.read(id.as_str()).await?;
        self.record(&self.named(said, at).await?, me, at)
    }

    /// What came of a request, live or over since yesterday. Where several granted at once, each of their memberships is one:
    /// only one of them names the request.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let Told { at, said: live } = self.memberships(&[("active", "true".to_owned())]).await?;
        let now = at.millis().div_euclid(1000);
        // What ended in this very second is neither active nor not.
        let over = [("start_date", (now - TOLD_AFTER).to_string()), ("end_date", (now + 1).to_string())];
        let over = self.memberships(&over).await?.said;
        let memberships: BTreeMap<u64, Membership> = over.into_iter().chain(live).map(|one| (one.id, one)).collect();
        let memberships = memberships.into_values().collect::<Vec<_>>();
        let asked: HashMap<Held, RequestId> =
            memberships.iter().filter_map(|one| Some((one.held(), one.request()?))).collect();
        let of_request = |one: &Membership| {
            let request = one.request().or_else(|| asked.get(&one.held()).cloned())?;
            Some(one.access(request, &self.tenant, at))
        };
        let grants: Vec<Grant> = memberships.iter().filter_map(of_request).collect::<Result<_, _>>()?;
        Ok(GrantsResponse { server_time: at, grants, next: None })
    }
}

#[async_trait]
impl Reread for DiscordAccess {
    /// A page is its number.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let me = self.who().await?;
        let number = match page {
            None => 1,
            Some(page) => page.parse().map_err(|_| bad("no page of this list".to_owned()))?,
        };
        if number > MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let Told { at, said } = self.waiting(number).await?;
        let mut requests = Vec::new();
        let pages = said.pages;
        for request in said.items {
            requests.push(self.record(&self.named(request, at).await?, me, at)?);
        }
        let next = (number < pages).then(|| (number + 1).to_string());
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        if !is_id(id.as_str()) {
            let error = ConnectorError::Unreachable("an id that cannot stand in an address".to_owned());
            return Said { call: String::new(), answer: Err(error) };
        }
        match self.body(id.as_str(), ruling).await {
            Ok(body) => tell(&self.http, &format!("/api/requests/{id}"), &body).await,
            Err(error) => Said { call: String::new(), answer: Err(unsent(error)) },
        }
    }

    /// Takes whoever holds it out of the group, or from among its owners. It has no place for a reason.
    async fn revoke(&self, id: &GrantId, _: Option<&str>) -> Said {
        let Some(Held { group, user, owner }) = Held::of(id) else {
            let error = ConnectorError::Unreachable("a membership that is none".to_owned());
            return Said { call: String::new(), answer: Err(error) };
        };
        let (members, owners) = if owner { (vec![], vec![user]) } else { (vec![user], vec![]) };
        let body = json!({
            "members_to_add": [], "members_to_remove": members, "owners_to_add": [], "owners_to_remove": owners,
        });
        tell(&self.http, &format!("/api/groups/{group}/members"), &body).await
    }
}
