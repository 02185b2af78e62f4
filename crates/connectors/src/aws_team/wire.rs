//! A request as TEAM keeps it, one row from the asking to the end, and what it says in our words.

use crate::http::{bad, unreadable};
use crate::kept::nameless;
use crate::risk::untold;
use approval::{
    Access, Action, Asked, Decided, EntitlementId, Grant, GrantId, GrantState, Lateness, PersonId, PolicyResult,
    Presence, Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Role, Stage,
    Tenant, Timestamp, Window,
};
use desk::ports::ConnectorError;
use queue_api::{ForYou, RequestRecord, WhyNot};
use serde::Deserialize;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// More than TEAM takes from anybody; whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// A name that is longer is none.
const LONGEST_NAME: usize = 256;
/// A beginning this much after the asking was chosen and not just written down, in milliseconds.
const LATER: i64 = 300_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// For how many hours a request waits where nobody has set it (its router's own word).
const WAITS: u32 = 3;
const UNREADABLE: &str = "How long it was asked for cannot be read.";

/// Whose token it is, as Cognito writes it: an access token has the name alone, an ID token another word for it.
#[derive(Debug, Deserialize)]
pub(super) struct Me {
    #[serde(alias = "cognito:username")]
    username: String,
    email: Option<String>,
}

/// What was set for all of TEAM.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Settings {
    /// Hours, as a number or in words.
    expiry: Option<String>,
    /// Whether a decision needs a reason.
    comments: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub id: String,
    pub status: Option<String>,
    email: Option<String>,
    username: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    role: Option<String>,
    role_id: Option<String>,
    start_time: Option<Timestamp>,
    /// Hours.
    duration: Option<String>,
    justification: Option<String>,
    comment: Option<String>,
    /// Written a moment after the decision.
    approver: Option<String>,
    approver_id: Option<String>,
    revoker: Option<String>,
    revoker_id: Option<String>,
    end_time: Option<Timestamp>,
    ticket_no: Option<String>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

/// An id, as AWS makes them.
pub(super) fn is_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn told(text: Option<&String>) -> Option<String> {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_NAME);
    text.map(str::to_owned)
}

fn needed(text: Option<&String>, what: &str) -> Result<String, ConnectorError> {
    told(text).ok_or_else(|| bad(format!("a request without {what}")))
}

/// Names to sign in with are the same whatever their capitals, and TEAM keeps those of approvers small.
fn person_id(username: &str) -> PersonId {
    PersonId::new(username.to_lowercase())
}

/// A name without what Identity Center puts before it.
fn bare(username: &str) -> String {
    username.split_once("idc_").map_or(username, |(_, name)| name).to_owned()
}

pub(super) fn tenant(host: &str) -> Tenant {
    Tenant { id: host.to_owned().into(), name: "AWS".to_owned(), domain: host.to_owned() }
}

impl Me {
    pub fn is_somebody(&self) -> bool {
        told(Some(&self.username)).is_some()
    }

    pub fn id(&self) -> PersonId {
        person_id(&self.username)
    }

    pub fn name(&self) -> String {
        told(self.email.as_ref()).unwrap_or_else(|| bare(&self.username))
    }
}

impl Settings {
    fn open_for(&self) -> i64 {
        let hours = self.expiry.as_deref().and_then(|hours| hours.trim().parse::<u32>().ok());
        i64::from(hours.filter(|hours| *hours > 0).unwrap_or(WAITS)) * HOUR
    }
}

impl Row {
    pub fn is_of(&self, me: &Me) -> bool {
        let by_address = self.email.as_ref().zip(me.email.as_ref());
        self.username.as_deref().is_some_and(|name| person_id(name) == me.id())
            || by_address.is_some_and(|(own, mine)| own.eq_ignore_ascii_case(mine))
    }

    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        Ok(match self.status.as_deref().unwrap_or_default() {
            "pending" => RequestState::Pending,
            "approved" | "scheduled" | "in progress" | "ended" | "revoked" => RequestState::Granted,
            "rejected" => RequestState::Denied,
            "cancelled" => RequestState::Cancelled,
            "expired" => RequestState::Expired,
            // What nobody may have, and what somebody decided for themselves, which TEAM finds out a moment later.
            "error" => RequestState::Refused,
            _ => return Err(bad("a status that is not known".to_owned())),
        })
    }

    /// `None` where it cannot be read: TEAM writes hours, as words.
    pub fn window(&self) -> Option<Window> {
        let hours = self.duration.as_deref()?.trim().parse::<u64>().ok()?;
        Window::from_seconds(hours.checked_mul(3600)?).ok()
    }

    fn never(&self) -> Option<&'static str> {
        self.window().is_none().then_some(UNREADABLE)
    }

    fn asked_at(&self) -> Result<Timestamp, ConnectorError> {
        self.created_at.ok_or_else(|| bad("a request without the time it was asked".to_owned()))
    }

    /// Who ended it; `None` where TEAM does not say.
    fn decided(&self, state: RequestState, now: Timestamp) -> Option<Decided> {
        let action = match state {
            RequestState::Granted => Action::Grant,
            RequestState::Denied => Action::Deny,
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let by = told(self.approver_id.as_ref())?;
        let by_name = told(self.approver.as_ref()).unwrap_or_else(|| bare(&by));
        let reason = self.comment.clone().filter(|reason| (1..=LONGEST_TEXT).contains(&reason.len()));
        let window = self.window().filter(|_| action == Action::Grant);
        Some(Decided { by: person_id(&by), by_name, at: self.updated_at.unwrap_or(now), action, window, reason })
    }

    fn requester(&self) -> Result<Requester, ConnectorError> {
        let username = needed(self.username.as_ref(), "whoever asks")?;
        let address = told(self.email.as_ref()).unwrap_or_default();
        let name = if address.is_empty() { bare(&username) } else { address.clone() };
        Ok(Requester {
            principal: Principal { id: person_id(&username), name, kind: PrincipalKind::Human },
            zone: String::new(),
            address,
            acting_for: Vec::new(),
        })
    }

    fn resource(&self) -> Result<Resource, ConnectorError> {
        let id = needed(self.account_id.as_ref(), "an account")?;
        let name = told(self.account_name.as_ref()).map_or_else(|| nameless(&id), |name| format!("{name} ({id})"));
        Ok(Resource { id: id.into(), name })
    }

    fn role(&self) -> Result<Role, ConnectorError> {
        let id = needed(self.role_id.as_ref(), "a permission set")?;
        let name =
            told(self.role.as_ref()).unwrap_or_else(|| format!("{id}, a permission set that TEAM does not name"));
        let begins = self.start_time.filter(|begins| self.created_at.is_some_and(|at| begins.millis_since(at) > LATER));
        let begins = begins.map(|begins| format!("It begins at {begins}, however early it is granted."));
        let never =
            self.never().map(|why| format!("{why} That cannot be granted from here: deny it, or decide it in TEAM."));
        // TEAM tells a permission set's name alone, and a name promises nothing.
        let means =
            "What this permission set lets one do, your organisation has set in IAM Identity Center.".to_owned();
        let means = std::iter::once(means).chain(never).chain(begins).collect::<Vec<_>>().join(" ");
        Ok(Role { id: id.into(), name, means })
    }

    fn facts(&self, settings: &Settings, host: &str) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let justification = self.justification.clone().unwrap_or_default();
        if justification.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let (resource, role, asked_at) = (self.resource()?, self.role()?, self.asked_at()?);
        let entitlement = format!("{}/{}", resource.id, role.id);
        let window = self.window().map_or(Asked::Untold, Asked::For);
        let longest_window = window.at_most(self.window().unwrap_or(minutes(24 * 60)?));
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant: tenant(host),
            requester: self.requester()?,
            resource,
            role,
            window,
            justification,
            ticket: told(self.ticket_no.as_ref()),
            risk: untold("TEAM"),
            policy: PolicyResult {
                version: entitlement.clone(),
                longest_window,
                stages: vec![Stage { name: "Approvers".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: settings.comments.unwrap_or(true),
            },
            entitlement: EntitlementId::new(entitlement),
            asked_at,
            revised_at: asked_at,
            answer_by: Some(asked_at.plus_millis(settings.open_for())),
            nonce: String::new(),
        })
    }

    pub fn record(
        &self,
        me: &Me,
        settings: &Settings,
        host: &str,
        now: Timestamp,
    ) -> Result<RequestRecord, ConnectorError> {
        if !is_id(&self.id) {
            return Err(bad("a request without an id".to_owned()));
        }
        let state = self.state()?;
        let why_not = match state == RequestState::Pending {
            true => self.is_of(me).then_some(WhyNot::OwnRequest),
            false => Some(WhyNot::Closed),
        };
        let facts = self.facts(settings, host)?;
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            votes: Vec::new(),
            decided: self.decided(state, now),
            grant: (state == RequestState::Granted).then(|| GrantId::new(&*self.id)),
            for_you: ForYou { why_not, never: self.never().map(str::to_owned), ..ForYou::default() },
        })
    }

    /// The access it led to; none where it led to none, and where that was over more than a day ago.
    pub fn access(&self, settings: &Settings, host: &str, now: Timestamp) -> Result<Option<Grant>, ConnectorError> {
        // Without the one who approved it, it is none that somebody was given.
        let (Some(window), Some(_)) = (self.window(), told(self.approver_id.as_ref())) else { return Ok(None) };
        let facts = self.facts(settings, host)?;
        let changed = self.updated_at.unwrap_or(now);
        let begins = self.start_time.unwrap_or(changed);
        let (state, access) = match self.status.as_deref().unwrap_or_default() {
            "approved" | "scheduled" => (GrantState::Scheduled, Access::NotGiven),
            "in progress" => {
                let ends_at = self.end_time.filter(|end| *end > begins).unwrap_or_else(|| begins.plus(window));
                (GrantState::Active { activated_at: begins, ends_at: Some(ends_at) }, Access::Given)
            }
            "ended" => {
                let ended_at = self.end_time.unwrap_or(changed);
                (GrantState::Ended { activated_at: begins, ended_at, lateness: Lateness::OnTime }, Access::TakenAway)
            }
            "revoked" => {
                let by = told(self.revoker_id.as_ref());
                let by_name = told(self.revoker.as_ref()).or_else(|| by.as_deref().map(bare));
                let by_name = by_name.unwrap_or_else(|| "somebody".to_owned());
                let by = by.as_deref().map(person_id);
                (GrantState::Revoked { activated_at: Some(begins), at: changed, by, by_name }, Access::TakenAway)
            }
            "error" => {
                let why = "TEAM could not give it, or does not let whoever asked decide.".to_owned();
                (GrantState::Failed { at: changed, why }, Access::NotGiven)
            }
            _ => return Ok(None),
        };
        let is_over = !matches!(state, GrantState::Scheduled | GrantState::Active { .. });
        if is_over && now.millis_since(changed) > DAY {
            return Ok(None);
        }
        Ok(Some(Grant {
            id: GrantId::new(&*self.id),
            request: RequestId::new(&*self.id),
            tenant: facts.tenant,
            holder: facts.requester.principal,
            zone: facts.requester.zone,
            resource: facts.resource,
            role: facts.role,
            risk: facts.risk.level,
            window,
            granted_at: changed.min(begins),
            shortened: None,
            state,
            access,
        }))
    }
}
