//! ServiceNow's approvals, by its Table API: rows of `sysapproval_approver` that wait for one person. An approval lets something go on
//! once; what follows, and for how long, is the ticket's. The Table API checks nothing when a row is written, and may take a call and
//! change nothing: so a row is read right before, and what was written is compared. It has no idempotency key and no revision.

mod rest;
mod wire;

use crate::http::{Call, Http, Timeouts, bad};
use crate::pages::MOST_PAGES;
use crate::{AddressError, Credential};
use approval::{GrantId, RequestId, RequestState};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Lasts, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName};
use rest::{Told, ask, refused};
use serde_json::json;
use std::time::Duration;
use tokio::sync::OnceCell;
use wire::{FIELDS, Me, Row, is_id};

const PACE: Duration = Duration::from_secs(30);
const PAGE: usize = 100;
const TABLE: &str = "/api/now/table/sysapproval_approver";

/// One instance's queue, as one person.
#[derive(Debug)]
pub struct Approvals {
    http: Http,
    /// The instance's address, where people find a row too.
    address: String,
    me: OnceCell<Me>,
    pace: Duration,
}

impl Approvals {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        risk: RiskSource::Untold { roles: RoleSystem::ServiceNow },
        lasts: Lasts::Once,
        ..Capabilities::LEAST
    };

    /// `endpoint` is the instance's address. Nothing is sent yet.
    pub fn new(endpoint: &str, credential: impl Into<Credential>) -> Result<Self, AddressError> {
        Self::with_timeouts(endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let http = Http::new(endpoint, Some(credential.into()), timeouts)?;
        let address = endpoint.trim().trim_end_matches('/').to_owned();
        Ok(Self { http, address, me: OnceCell::new(), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn read_me(&self) -> Result<Told<Me>, ConnectorError> {
        let mut call = Call::get("/api/now/table/sys_user");
        call.query.extend([
            ("sysparm_query", "sys_id=javascript:gs.getUserID()".to_owned()),
            ("sysparm_fields", "sys_id,user_name,name".to_owned()),
            ("sysparm_limit", "1".to_owned()),
        ]);
        let Told { at, said, total } = ask::<Vec<Me>>(&self.http, call).await?;
        let me = said.into_iter().next().filter(Me::is_somebody);
        let said = me.ok_or_else(|| bad("a person that ServiceNow does not tell".to_owned()))?;
        Ok(Told { at, said, total })
    }

    async fn who(&self) -> Result<&Me, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.read_me().await?.said) }).await
    }

    fn told(mut call: Call<'static>) -> Call<'static> {
        call.query.extend([
            ("sysparm_fields", FIELDS.to_owned()),
            ("sysparm_display_value", "all".to_owned()),
            ("sysparm_exclude_reference_link", "true".to_owned()),
        ]);
        call
    }

    async fn waiting(&self, page: usize) -> Result<Told<Vec<Row>>, ConnectorError> {
        let me = self.who().await?;
        let mut call = Self::told(Call::get(TABLE));
        let query = format!("approver={}^state=requested^ORDERBYsys_created_on^ORDERBYsys_id", me.sys_id);
        let offset = (page * PAGE).to_string();
        call.query.extend([("sysparm_query", query), ("sysparm_limit", PAGE.to_string()), ("sysparm_offset", offset)]);
        let told: Told<Vec<Row>> = ask(&self.http, call).await?;
        if told.said.len() > PAGE {
            return Err(bad(format!("more than {PAGE} rows on a page")));
        }
        Ok(told)
    }

    async fn read(&self, id: &str) -> Result<Told<Row>, ConnectorError> {
        if !is_id(id) {
            return Err(ConnectorError::Unreachable("an id that cannot stand in an address".to_owned()));
        }
        let told: Told<Row> = ask(&self.http, Self::told(Call::get(format!("{TABLE}/{id}")))).await?;
        if told.said.id()? == id { Ok(told) } else { Err(bad("an answer about another approval".to_owned())) }
    }

    async fn decidable(&self, id: &str) -> Result<(), ConnectorError> {
        let me = self.who().await?;
        let Told { said: row, .. } = self.read(id).await?;
        if row.is_of(me) {
            return Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."));
        }
        if row.state()? != RequestState::Pending {
            return Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there."));
        }
        if !row.waits_for(me) || !row.is_in("requested") {
            return Err(refused(ProblemType::Forbidden, "It does not wait for you."));
        }
        Ok(())
    }

    async fn write(&self, id: &str, state: &str, comments: &str) -> Said {
        let path = format!("{TABLE}/{id}");
        let body = json!({ "state": state, "comments": comments });
        let call = format!("PATCH {path} {body}");
        let answer = async {
            let call = Self::told(Call::get(path)).patching().json(&body)?;
            let Told { said, .. } = ask::<Row>(&self.http, call).await?;
            match said.is_in(state) {
                true => Ok(format!("{id} is {state}")),
                // A rule of the instance, or a right that is missing, keeps a field as it was and says nothing.
                false => Err(refused(ProblemType::Forbidden, "ServiceNow took the decision and changed nothing.")),
            }
        };
        Said { call, answer: answer.await }
    }
}

/// What went wrong before anything was sent that decides.
fn unsent(error: ConnectorError) -> ConnectorError {
    match error {
        ConnectorError::NoAnswer(why) | ConnectorError::BadAnswer(why) | ConnectorError::Unreachable(why) => {
            ConnectorError::Unreachable(why)
        }
        ConnectorError::Refused(_) | ConnectorError::SignedOut(_) => error,
    }
}

#[async_trait]
impl Connector for Approvals {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: me, .. } = self.read_me().await?;
        // Also shows that what waits may be read.
        self.waiting(0).await?;
        let host = wire::host(&self.address);
        Ok(MeResponse {
            person: me.person(),
            name: me.name(),
            zone: String::new(),
            role: RoleName::Approver,
            tenants: vec![wire::tenant(host)],
            reviews: Vec::new(),
            server_time: at,
            server: format!("servicenow/{host}"),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let me = self.who().await?;
        let Told { at, said: row, .. } = self.read(id.as_str()).await?;
        row.record(me, &self.address, at)
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(refused(ProblemType::MethodNotAllowed, "An approval gives no access that would last."))
    }
}

#[async_trait]
impl Reread for Approvals {
    /// A page is its number.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let me = self.who().await?;
        let number: usize = match page {
            None => 0,
            Some(page) => page.parse().map_err(|_| bad("no page of this list".to_owned()))?,
        };
        if number >= MOST_PAGES {
            return Err(bad("pages of approvals that do not end".to_owned()));
        }
        let Told { at, said, total } = self.waiting(number).await?;
        // A page is also shorter where rows of it may not be read.
        let more = total.map_or(said.len() == PAGE, |total| total > (number + 1) * PAGE);
        let requests = said.iter().map(|row| row.record(me, &self.address, at)).collect::<Result<_, _>>()?;
        let next = more.then(|| (number + 1).to_string());
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (state, reason) = match ruling {
            Ruling::Grant { reason, .. } => ("approved", reason),
            Ruling::Deny { reason, .. } => ("rejected", reason),
        };
        match self.decidable(id.as_str()).await {
            Ok(()) => self.write(id.as_str(), state, reason.as_deref().unwrap_or_default()).await,
            Err(error) => Said { call: String::new(), answer: Err(unsent(error)) },
        }
    }

    async fn revoke(&self, _: &GrantId, _: Option<&str>) -> Said {
        Said::cannot("ServiceNow takes no approval back: what follows from it is the ticket’s.")
    }
}
