//! TEAM, temporary elevated access for AWS IAM Identity Center: what one may approve, over its GraphQL. Its approver grants what was
//! asked or nothing. It checks nothing when a decision is written, so each is sent with the condition that the request still waits; it
//! has no idempotency key, no revision and no risk: a grant is bound by reading before and after, which weakens invariant 4.

mod graphql;
mod wire;

use crate::AddressError;
use crate::Credential;
use crate::http::{Http, Timeouts, bad, refused, unsent};
use crate::pages::MOST_PAGES;
use approval::{GrantId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Conflict, DenyReason, Revoke, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use graphql::{Told, ask};
use queue_api::{Base64Url, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName};
use reqwest::header::AUTHORIZATION;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{Me, Row, Settings, is_id};

const PACE: Duration = Duration::from_secs(30);
/// More than one page ever has.
const MOST_ROWS: usize = 1000;
/// How long after its beginning access that ended is still looked for, in milliseconds: what ended within a day is to be told.
const LOOK_BACK: i64 = 30 * 24 * 3_600_000;
/// Each as TEAM writes it.
const LIVE: [&str; 3] = ["approved", "scheduled", "in progress"];
const OVER: [&str; 3] = ["ended", "revoked", "error"];

const FIELDS: &str = "id email username accountId accountName role roleId startTime duration justification status comment approver approverId revoker revokerId endTime ticketNo createdAt updatedAt";

/// One TEAM's queue, as one person.
#[derive(Debug)]
pub struct Team {
    http: Http,
    /// Where it is: what stands for a tenant.
    host: String,
    me: OnceCell<Me>,
    settings: OnceCell<Settings>,
    pace: Duration,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<Option<Row>>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ByStatus {
    request_by_status: Option<Page>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    get_requests: Option<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Updated {
    update_requests: Option<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfAll {
    get_settings: Option<Settings>,
}

impl Team {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        revoke: Revoke::Yes,
        active_grants: true,
        conflict: Conflict::Code,
        risk: RiskSource::Untold { roles: RoleSystem::Aws },
        ..Capabilities::LEAST
    };

    /// `endpoint` is the address of its GraphQL. Nothing is sent yet.
    pub fn new(endpoint: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(endpoint, Some(credential.into()), timeouts)?.alone_in(AUTHORIZATION);
        let host = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host).to_lowercase();
        Ok(Self { http, host, me: OnceCell::new(), settings: OnceCell::new(), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    /// Whose token it is stands in there alone. Its signature is AWS's to check: nothing is decided by this but what is one's own.
    async fn who(&self) -> Result<&Me, ConnectorError> {
        let read = async || {
            let token = self.http.token().await?.unwrap_or_default();
            let payload = match token.split('.').collect::<Vec<_>>()[..] {
                [_, payload, _] => payload.parse::<Base64Url>().ok(),
                _ => None,
            };
            let me = payload.and_then(|Base64Url(payload)| serde_json::from_slice::<Me>(&payload).ok());
            me.filter(Me::is_somebody).ok_or_else(|| bad("a token that does not say whose it is".to_owned()))
        };
        self.me.get_or_try_init(read).await
    }

    /// As they are when they are first read.
    async fn settings(&self) -> Result<&Settings, ConnectorError> {
        let read = async || Ok(self.read_settings().await?.said);
        self.settings.get_or_try_init(read).await
    }

    async fn read_settings(&self) -> Result<Told<Settings>, ConnectorError> {
        let query = "query Settings { getSettings(id: \"settings\") { expiry comments } }";
        let Told { at, said } = ask::<OfAll>(&self.http, query, &json!({})).await?;
        // Where nobody has set any, it goes by its own.
        Ok(Told { at, said: said.get_settings.unwrap_or_default() })
    }

    /// One page of those that this person may approve, of one status.
    async fn of(
        &self,
        status: &str,
        since: Option<Timestamp>,
        next: Option<&str>,
    ) -> Result<Told<Page>, ConnectorError> {
        let since = since.map(|since| since.to_string());
        let narrowed = if since.is_some() { ", startTime: {gt: $since}" } else { "" };
        let declared = if since.is_some() { ", $since: String" } else { "" };
        let query = format!(
            "query Requests($status: String!, $me: String, $next: String{declared}) {{ requestByStatus(status: $status, filter: {{approver_ids: {{contains: $me}}{narrowed}}}, nextToken: $next) {{ items {{ {FIELDS} }} nextToken }} }}"
        );
        let mut variables = json!({ "status": status, "me": self.who().await?.id().as_str(), "next": next });
        if let (Some(since), Some(all)) = (since, variables.as_object_mut()) {
            all.insert("since".to_owned(), since.into());
        }
        let Told { at, said } = ask::<ByStatus>(&self.http, &query, &variables).await?;
        let page = said.request_by_status.ok_or_else(|| bad("a list that is none".to_owned()))?;
        if page.items.len() > MOST_ROWS {
            return Err(bad(format!("more than {MOST_ROWS} rows on a page")));
        }
        let next_token = page.next_token.filter(|token| !token.is_empty());
        Ok(Told { at, said: Page { next_token, ..page } })
    }

    async fn read(&self, id: &str) -> Result<Told<Row>, ConnectorError> {
        if !is_id(id) {
            return Err(ConnectorError::Unreachable("an id that is none".to_owned()));
        }
        let query = format!("query Request($id: ID!) {{ getRequests(id: $id) {{ {FIELDS} }} }}");
        let Told { at, said } = ask::<One>(&self.http, &query, &json!({ "id": id })).await?;
        let row = said.get_requests.ok_or_else(|| refused(ProblemType::NotFound, "There is no such request."))?;
        if row.id == id { Ok(Told { at, said: row }) } else { Err(bad("an answer about another request".to_owned())) }
    }

    /// What says no before anything is sent that decides.
    async fn decidable(&self, id: &str, ruling: &Ruling) -> Result<(), ConnectorError> {
        let me = self.who().await?;
        let Told { said: row, .. } = self.read(id).await?;
        if row.is_of(me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if row.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if matches!(ruling, Ruling::Grant { .. }) && row.window().is_none() {
            return Err(refused(
                ProblemType::Refused,
                "How long it was asked for cannot be read. That cannot be granted from here.",
            ));
        }
        Ok(())
    }

    /// A call that writes, as it goes into the log; only while the request stands as the condition says.
    async fn tell(&self, query: &str, variables: &Value) -> Said {
        let call = format!("POST {query} {variables}");
        let answer = async {
            let Told { said, .. } = ask::<Updated>(&self.http, query, variables).await?;
            let row = said.update_requests.ok_or_else(|| ConnectorError::NoAnswer("nothing was updated".to_owned()))?;
            Ok(format!("{} is {}", row.id, row.status.as_deref().unwrap_or_default()))
        };
        Said { call, answer: answer.await }
    }
}

#[async_trait]
impl Connector for Team {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let me = self.who().await?;
        // Also shows that what waits may be read.
        let Told { at, .. } = self.of("pending", None, None).await?;
        Ok(MeResponse {
            person: me.id(),
            name: me.name(),
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![wire::tenant(&self.host)],
            reviews: Vec::new(),
            server_time: at,
            server: format!("aws-team/{}", self.host),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let (me, settings) = (self.who().await?, self.settings().await?);
        let Told { at, said: row } = self.read(id.as_str()).await?;
        row.record(me, settings, &self.host, at)
    }

    /// What this person may approve, whoever did: each of them may take it back.
    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let settings = self.settings().await?;
        let Told { at: server_time, .. } = self.read_settings().await?;
        let since = server_time.plus_millis(-LOOK_BACK);
        let mut grants = Vec::new();
        for (status, since) in LIVE.into_iter().map(|live| (live, None)).chain(OVER.map(|over| (over, Some(since)))) {
            let mut next: Option<String> = None;
            for number in 1.. {
                if number > MOST_PAGES {
                    return Err(bad("pages of access that do not end".to_owned()));
                }
                let Told { at, said } = self.of(status, since, next.as_deref()).await?;
                for row in said.items.iter().flatten() {
                    grants.extend(row.access(settings, &self.host, at)?);
                }
                next = said.next_token;
                if next.is_none() {
                    break;
                }
            }
        }
        Ok(GrantsResponse { server_time, grants, next: None })
    }
}

#[async_trait]
impl Reread for Team {
    /// A page is `<pages so far>:<the token of the next>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let (me, settings) = (self.who().await?, self.settings().await?);
        let (pages, token) = match page {
            None => (0, None),
            Some(page) => {
                let place = page.split_once(':').and_then(|(pages, token)| Some((pages.parse().ok()?, token)));
                let (pages, token): (usize, &str) = place.ok_or_else(|| bad("no page of this list".to_owned()))?;
                (pages, Some(token))
            }
        };
        if pages >= MOST_PAGES {
            return Err(bad("pages of requests that do not end".to_owned()));
        }
        let Told { at, said } = self.of("pending", None, token).await?;
        let rows = said.items.iter().flatten();
        let requests = rows.map(|row| row.record(me, settings, &self.host, at)).collect::<Result<_, _>>()?;
        let next = said.next_token.map(|token| format!("{}:{token}", pages + 1));
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (status, comment) = match ruling {
            Ruling::Grant { reason, .. } => ("approved", reason),
            Ruling::Deny { reason, .. } => ("rejected", reason),
        };
        if let Err(error) = self.decidable(id.as_str(), ruling).await {
            return Said { call: String::new(), answer: Err(unsent(error)) };
        }
        let query = "mutation Decide($id: ID!, $status: String, $comment: String) { updateRequests(input: {id: $id, status: $status, comment: $comment}, condition: {status: {eq: \"pending\"}}) { id status } }";
        self.tell(query, &json!({ "id": id, "status": status, "comment": comment })).await
    }

    async fn revoke(&self, id: &GrantId, reason: Option<&str>) -> Said {
        if !is_id(id.as_str()) {
            return Said {
                call: String::new(),
                answer: Err(ConnectorError::Unreachable("an id that is none".to_owned())),
            };
        }
        let query = "mutation Revoke($id: ID!, $comment: String) { updateRequests(input: {id: $id, status: \"revoked\", revokeComment: $comment}, condition: {or: [{status: {eq: \"in progress\"}}, {status: {eq: \"scheduled\"}}, {status: {eq: \"approved\"}}]}) { id status } }";
        self.tell(query, &json!({ "id": id, "comment": reason })).await
    }
}
