//! Teleport's access requests: what waits for one person's review in a cluster, over gRPC and mutual TLS, as the person whose
//! identity file it is. A review grants what was asked or nothing, and the access ends at the end that was asked for, however late
//! it is granted, which weakens invariant 3. It has no idempotency key, no revision, no risk and no clock: a grant is bound by
//! reading before and after, which weakens invariant 4, and what is fresh is told by this machine's clock. Requests are
//! never decided past their reviewers (`SetAccessRequestState`), and nothing is locked.

mod grpc;
mod identity;
mod request;
pub mod wire;

pub use identity::{Identity, IdentityError, LARGEST};

use crate::AddressError;
use crate::Credential;
use crate::http::{Timeouts, bad, refused};
use crate::pages::{MOST_PAGES, place};
use crate::rest::{fit, not_sent};
use approval::{GrantId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Revoke, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use grpc::Channel;
pub(crate) use grpc::reach;
use queue_api::{GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName};
use request::Asked;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use wire::{AccessRequest, Filter, LIST, List, Listed, PING, Ping, Pong, REVIEW, Review, Submission, scope, state};

/// Where a proxy that leads to the auth service listens, unless an address says otherwise.
pub const PORT: u16 = 443;
const PACE: Duration = Duration::from_secs(30);
/// More than a thousand Teleport gives nobody on one page.
const PAGE: i32 = 100;
/// Bytes that one request may have, and a page of them.
const LARGEST_REQUEST: usize = 1024 * 1024;
const LARGEST_PAGE: usize = 4 * 1024 * 1024;
/// How long a key to the next page may be.
const LONGEST_KEY: usize = 1024;
/// A grant is not sent where the access would go on for so much longer, in milliseconds; clocks may differ by less.
const LONGER: i64 = 300_000;

/// What time it is; Teleport does not tell.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// One cluster's queue, as one person.
pub struct Teleport {
    channel: Channel,
    now: Now,
    pace: Duration,
}

impl fmt::Debug for Teleport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.channel.fmt(f)
    }
}

impl Teleport {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Optional,
        revoke: Revoke::Admin,
        active_grants: true,
        risk: RiskSource::Untold { roles: RoleSystem::Teleport },
        ..Capabilities::LEAST
    };

    /// The auth service at `host`, or a proxy that leads to it. Nothing is sent yet.
    pub fn new(host: &str, port: u16, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(host, port, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        host: &str,
        port: u16,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let identity = identity(&credential.into())?;
        Ok(Self { channel: Channel::new(host, port, identity, timeouts), now: Arc::new(machine), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    /// With another clock than this machine's.
    pub fn at(self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), ..self }
    }

    fn me(&self) -> &str {
        &self.channel.identity().user
    }

    fn cluster(&self) -> &str {
        &self.channel.identity().cluster
    }

    /// No identity outlives its certificate, and Teleport would only say that something is wrong with it.
    fn signed_in(&self) -> Result<(), ConnectorError> {
        let ends = self.channel.identity().ends;
        if (self.now)() < ends {
            return Ok(());
        }
        Err(ConnectorError::SignedOut(format!(
            "The Teleport identity of {} ended at {ends}. Write a new one (tctl auth sign, or tbot), and connect the queue again with it.",
            self.me()
        )))
    }

    async fn page(&self, filter: Filter, start_key: String) -> Result<Listed, ConnectorError> {
        self.signed_in()?;
        let question = List { filter: Some(filter), limit: PAGE, start_key: start_key.clone() };
        let listed: Listed = self.channel.ask(LIST, question, LARGEST_PAGE).await?;
        // It would be asked for as often as there may be pages.
        if !start_key.is_empty() && listed.next_key == start_key {
            return Err(bad("a page that leads to itself".to_owned()));
        }
        if listed.requests.len() > usize::try_from(PAGE).unwrap_or_default() {
            return Err(bad(format!("more than {PAGE} requests on a page")));
        }
        if listed.next_key.len() > LONGEST_KEY {
            return Err(bad("a key to the next page that is none".to_owned()));
        }
        Ok(listed)
    }

    async fn read(&self, id: &str) -> Result<AccessRequest, ConnectorError> {
        self.signed_in()?;
        let filter = Filter { id: fit(id)?.to_owned(), scope: scope::ALL, ..Filter::default() };
        let question = List { filter: Some(filter), limit: PAGE, start_key: String::new() };
        let listed: Listed = self.channel.ask(LIST, question, LARGEST_REQUEST).await?;
        let mut requests = listed.requests.into_iter();
        match (requests.next(), requests.next()) {
            (None, _) => {
                Err(refused(ProblemType::NotFound, "Teleport has no such request, or shows it to others only."))
            }
            (Some(request), None) if Asked::read(&request)?.id == id => Ok(request),
            (Some(_), _) => Err(bad("an answer about another request".to_owned())),
        }
    }

    /// By this machine's clock, and at least as late as what was told.
    fn time<'a>(&self, told: impl IntoIterator<Item = &'a AccessRequest>) -> Timestamp {
        let seen = told.into_iter().filter_map(|request| Asked::read(request).ok()?.seen()).max();
        let now = (self.now)();
        // What is told to be days ahead is no time.
        seen.filter(|seen| seen.millis_since(now) < LONGER).map_or(now, |seen| seen.max(now))
    }

    /// Read for this and for nothing else, so that nothing is sent that is over, one's own, or other than it was shown.
    async fn may_send(&self, id: &str, ruling: &Ruling) -> Result<(), ConnectorError> {
        let request = self.read(id).await?;
        let asked = Asked::read(&request)?;
        if asked.is_of(self.me()) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if asked.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if asked.is_reviewed_by(self.me()) {
            let why = "Your review stands in Teleport, which takes one of each person, and the request still waits for others.";
            return Err(refused(ProblemType::Refused, why));
        }
        let why = match ruling {
            Ruling::Grant { until, .. } => match (asked.never()?, asked.end()) {
                (Some(never), _) => format!("{never} That cannot be granted from here."),
                (None, Some(end)) if end.millis_since(*until) > LONGER => {
                    "Teleport would give it for longer than was decided: it is not sent.".to_owned()
                }
                (None, _) => return Ok(()),
            },
            Ruling::Deny { .. } if asked.outlives_a_denial() => {
                "Teleport counts a denial of this only once several have denied it, which cannot be followed from here: deny it in Teleport."
                    .to_owned()
            }
            Ruling::Deny { .. } => return Ok(()),
        };
        Err(refused(ProblemType::Refused, &why))
    }
}

/// Out of what the keyring holds.
fn identity(credential: &Credential) -> Result<Identity, AddressError> {
    match credential {
        Credential::Token(file) => Ok(Identity::read(file)?),
        Credential::Session(_) => Err(IdentityError::NoPem.into()),
    }
}

/// Until when a credential counts.
pub(crate) fn ends(credential: &Credential) -> Option<Timestamp> {
    identity(credential).ok().map(|identity| identity.ends)
}

fn machine() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[async_trait]
impl Connector for Teleport {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        self.signed_in()?;
        let pong: Pong = self.channel.ask(PING, Ping {}, LARGEST_REQUEST).await?;
        if pong.cluster != self.cluster() {
            return Err(bad("it is another cluster that answers there".to_owned()));
        }
        // Also shows that what waits may be read.
        let waiting = Filter { state: state::PENDING, scope: scope::NEEDS_REVIEW, ..Filter::default() };
        let listed = self.page(waiting, String::new()).await?;
        let me = self.me().to_owned();
        Ok(MeResponse {
            person: me.as_str().into(),
            name: me,
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![request::tenant(self.cluster())],
            reviews: Vec::new(),
            server_time: self.time(&listed.requests),
            server: format!("teleport/{}", self.cluster()),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let request = self.read(id.as_str()).await?;
        Asked::read(&request)?.record(self.me(), self.cluster(), self.time([&request]))
    }

    /// What was approved of all that this person may see. Teleport forgets a request at the end of its access.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let (mut grants, mut key, mut server_time) = (Vec::new(), String::new(), (self.now)());
        for _ in 0..MOST_PAGES {
            let approved = Filter { state: state::APPROVED, scope: scope::ALL, ..Filter::default() };
            let listed = self.page(approved, key).await?;
            server_time = server_time.max(self.time(&listed.requests));
            for request in &listed.requests {
                grants.extend(Asked::read(request)?.access(self.cluster(), server_time)?);
            }
            key = listed.next_key;
            if key.is_empty() {
                return Ok(GrantsResponse { server_time, grants, next: None });
            }
        }
        Err(bad("pages of access that do not end".to_owned()))
    }
}

#[async_trait]
impl Reread for Teleport {
    /// A page is `<pages so far>:<the key to the next>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let (pages, key) = match page {
            None => (0, ""),
            Some(page) => place(page).ok_or_else(|| bad("no page of this list".to_owned()))?,
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let waiting = Filter { state: state::PENDING, scope: scope::NEEDS_REVIEW, ..Filter::default() };
        let Listed { requests: told, next_key } = self.page(waiting, key.to_owned()).await?;
        let server_time = self.time(&told);
        let mut requests = Vec::new();
        for request in &told {
            let asked = Asked::read(request)?;
            if asked.state()? == RequestState::Pending {
                requests.push(asked.record(self.me(), self.cluster(), server_time)?);
            }
        }
        let next = (!next_key.is_empty()).then(|| format!("{}:{next_key}", pages + 1));
        Ok(Listing { server_time, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (proposed_state, word, reason) = match ruling {
            Ruling::Grant { reason, .. } => (state::APPROVED, "APPROVED", reason),
            Ruling::Deny { reason, .. } => (state::DENIED, "DENIED", reason),
        };
        if let Err(error) = self.may_send(id.as_str(), ruling).await {
            return not_sent(error);
        }
        let reason = reason.clone().unwrap_or_default();
        let told = serde_json::json!({ "RequestID": id, "Review": { "ProposedState": word, "Reason": reason } });
        let review = Review { proposed_state, reason, ..Review::default() };
        let submission = Submission { request: id.to_string(), review: Some(review) };
        let answer = self.channel.ask(REVIEW, submission, LARGEST_REQUEST).await;
        let answer = answer.and_then(|request: AccessRequest| {
            let asked = Asked::read(&request)?;
            if asked.id != id.as_str() {
                return Err(bad("an answer about another request".to_owned()));
            }
            Ok(format!("{id} is {}", asked.word()))
        });
        Said { call: format!("gRPC {REVIEW} {told}"), answer }
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot("This access is ended by a lock, which an administrator of Teleport can set.")
    }
}
