//! A request, a person and a membership as discord/access writes them, and what they say in our words. What was asked for
//! without an end is told so, and is granted with one.

use super::rest::is_id;
use crate::http::bad;
use crate::kept::nameless;
use crate::risk::untold;
use approval::{
    Access, Action, Decided, EntitlementId, Grant, GrantId, GrantState, Lateness, PersonId, PolicyResult, Presence,
    Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Role, Stage, Tenant,
    Timestamp, Window,
};
use chrono::DateTime;
use desk::ports::ConnectorError;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// The longest that its own pages offer with an end, in minutes: what may be granted in place of access without one.
const LONGEST_OFFERED: u32 = 90 * 24 * 60;
/// More than it takes from anybody; whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// A name that is longer is none.
const LONGEST_NAME: usize = 256;
/// The reasons that it gives itself where it closes a request.
const EXPIRED: &str = "Closed because the request expired";
const SUPERSEDED: &str = "Superseded";

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: String,
    email: Option<String>,
    display_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

fn told(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| (1..=LONGEST_NAME).contains(&text.len())).map(str::to_owned)
}

impl User {
    pub fn person(&self) -> PersonId {
        PersonId::new(&*self.id)
    }

    /// What they are called, or else their address.
    pub fn name(&self) -> String {
        let whole = || {
            let parts = [told(self.first_name.as_deref()), told(self.last_name.as_deref())];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        let name = told(self.display_name.as_deref()).or_else(whole).or_else(|| told(self.email.as_deref()));
        name.unwrap_or_else(|| nameless(&self.id))
    }

    fn principal(&self) -> Principal {
        Principal { id: self.person(), name: self.name(), kind: PrincipalKind::Human }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Group {
    #[serde(default)]
    pub id: String,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Request {
    pub id: String,
    requester_user_id: Option<String>,
    requested_group_id: Option<String>,
    #[serde(default)]
    request_ownership: bool,
    request_reason: Option<String>,
    #[serde(default, deserialize_with = "moment")]
    request_ending_at: Option<Timestamp>,
    status: String,
    resolver_user_id: Option<String>,
    resolution_reason: Option<String>,
    #[serde(default, deserialize_with = "moment")]
    resolved_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    approval_ending_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    created_at: Option<Timestamp>,
    pub requester: Option<User>,
    pub requested_group: Option<Group>,
    resolver: Option<User>,
}

/// ISO 8601, which without a zone is UTC; before that it wrote RFC 822.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let read = text.parse().or_else(|_| format!("{text}Z").parse()).ok();
    let old = || DateTime::parse_from_rfc2822(&text).ok().map(|at| at.to_utc().into());
    read.or_else(old).map(Some).ok_or_else(|| D::Error::custom("a time that is none"))
}

impl Request {
    fn requester_id(&self) -> Option<&str> {
        self.requester_user_id.as_deref().or_else(|| self.requester.as_ref().map(|user| user.id.as_str()))
    }

    /// Who asks, where it does not say what they are called.
    pub fn unnamed_person(&self) -> Option<String> {
        let id = self.requester_id().filter(|id| is_id(id))?;
        self.requester.as_ref().is_none_or(|user| user.id != id).then(|| id.to_owned())
    }

    /// What is asked for, in the same way.
    pub fn unnamed_group(&self) -> Option<String> {
        let named = self.requested_group.as_ref().is_some_and(|group| told(group.name.as_deref()).is_some());
        self.requested_group_id.clone().filter(|id| is_id(id) && !named)
    }

    pub fn is_of(&self, me: &PersonId) -> bool {
        self.requester_id() == Some(me.as_str())
    }

    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        let reason = self.resolution_reason.as_deref().unwrap_or_default();
        Ok(match self.status.as_str() {
            "PENDING" => RequestState::Pending,
            "APPROVED" => RequestState::Granted,
            "REJECTED" if self.resolver_user_id.is_none() && reason == EXPIRED => RequestState::Expired,
            "REJECTED" if self.resolver_user_id.is_none() => RequestState::Refused,
            "REJECTED" if self.resolver_user_id.as_deref() != self.requester_id() => RequestState::Denied,
            // Whoever asked took it back, or asked anew.
            "REJECTED" if reason.starts_with(SUPERSEDED) => RequestState::Superseded,
            "REJECTED" => RequestState::Cancelled,
            _ => return Err(bad("a status that is not known".to_owned())),
        })
    }

    /// Access without an end has no window, and is never taken for what was granted from here.
    pub fn decided(&self, state: RequestState, now: Timestamp) -> Option<Decided> {
        let action = match state {
            RequestState::Granted => Action::Grant,
            RequestState::Denied => Action::Deny,
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let at = self.resolved_at.unwrap_or(now);
        let lasts = self.approval_ending_at.filter(|_| action == Action::Grant).map(|end| end.millis_since(at) / 1000);
        let window = lasts.and_then(|lasts| Window::from_seconds(u64::try_from(lasts).ok()?).ok());
        let reason = self.resolution_reason.clone().filter(|reason| (1..=LONGEST_TEXT).contains(&reason.len()));
        let (by, by_name) = match self.resolver_user_id.as_deref() {
            Some(id) => {
                let resolver = self.resolver.as_ref().filter(|resolver| resolver.id == id);
                (PersonId::new(id), resolver.map_or_else(|| nameless(id), User::name))
            }
            // By a rule of whoever runs it.
            None => (PersonId::new("automatic"), "discord/access, automatically,".to_owned()),
        };
        Some(Decided { by, by_name, at, action, window, reason })
    }

    /// The end that was asked for, if there is one.
    pub fn ends_by(&self) -> Option<Timestamp> {
        self.request_ending_at
    }

    /// The latest end that a grant may have now.
    pub fn latest(&self, now: Timestamp) -> Timestamp {
        let offered = || now.plus_millis(i64::from(LONGEST_OFFERED) * 60_000);
        self.request_ending_at.unwrap_or_else(offered)
    }

    fn remark(&self) -> Option<String> {
        match self.request_ending_at {
            None => Some("It was asked for without an end. Whatever is granted from here ends.".to_owned()),
            Some(end) => Some(format!("It ends at {end} at the latest, however late it is granted.")),
        }
    }

    pub fn facts(&self, tenant: &Tenant) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let asked_at = self.created_at.ok_or_else(|| bad("a request without its time".to_owned()))?;
        let requester = self.requester_id().filter(|id| is_id(id));
        let requester = requester.ok_or_else(|| bad("a request of nobody".to_owned()))?;
        let group = self.requested_group_id.as_deref().filter(|id| is_id(id));
        let group = group.ok_or_else(|| bad("a request for no group".to_owned()))?;
        let justification = self.request_reason.clone().unwrap_or_default();
        if justification.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let name = self.requested_group.as_ref().and_then(|group| told(group.name.as_deref()));
        let (window, longest) = match self.request_ending_at {
            None => (approval::Asked::Endless, minutes(LONGEST_OFFERED)?),
            Some(end) => {
                // Asked for in the past, it is over whatever its length.
                let seconds = u64::try_from(end.millis_since(asked_at) / 1000).unwrap_or_default().max(1);
                let window = Window::from_seconds(seconds.min(Window::LONGEST.seconds()));
                let window = window.map_err(|error| bad(error.to_string()))?;
                (approval::Asked::For(window), window)
            }
        };
        let person = self.requester.as_ref().filter(|user| user.id == requester);
        let principal = person.map_or_else(
            || Principal { id: PersonId::new(requester), name: nameless(requester), kind: PrincipalKind::Human },
            User::principal,
        );
        let role = role(group, name.as_deref(), self.request_ownership);
        let means = [Some(role.means), self.remark()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant: tenant.clone(),
            requester: Requester {
                principal,
                zone: String::new(),
                address: person.and_then(|user| user.email.clone()).unwrap_or_default(),
                acting_for: Vec::new(),
            },
            resource: resource(group, tenant),
            entitlement: EntitlementId::new(role.id.as_str()),
            role: Role { means, ..role },
            window,
            justification,
            ticket: None,
            risk: untold("discord/access"),
            policy: PolicyResult {
                version: group.to_owned(),
                longest_window: longest,
                stages: vec![Stage { name: "Owners".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                // A group may want one, and a list does not tell.
                reason_required: true,
            },
            asked_at,
            revised_at: asked_at,
            // What was asked for without an end waits for ever.
            answer_by: self.request_ending_at,
            nonce: String::new(),
        })
    }
}

/// What it is to be in a group is that group's, so whoever classifies it says it of that one.
fn role(group: &str, name: Option<&str>, owner: bool) -> Role {
    let named = name.map_or_else(|| nameless(group), str::to_owned);
    let (kind, name, means) = if owner {
        ("owner", format!("Owner of {named}"), "Decides who is in this group, and what is asked for it.")
    } else {
        ("member", format!("Member of {named}"), "Has whatever the members of this group have.")
    };
    Role { id: format!("{group}/{kind}").into(), name, means: means.to_owned() }
}

fn resource(group: &str, tenant: &Tenant) -> Resource {
    Resource { id: group.into(), name: tenant.name.clone() }
}

/// Who is in which group, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Held {
    pub group: String,
    pub user: String,
    pub owner: bool,
}

impl Held {
    /// Out of the id of a grant, as [`Membership::access`] makes it.
    pub fn of(grant: &GrantId) -> Option<Self> {
        let mut parts = grant.as_str().split('.');
        let (group, user) = (parts.next()?, parts.next()?);
        let owner = match parts.next()? {
            "owner" => true,
            "member" => false,
            _ => return None,
        };
        parts.next()?.parse::<u64>().ok()?;
        let well = is_id(group) && is_id(user) && parts.next().is_none();
        well.then(|| Self { group: group.to_owned(), user: user.to_owned(), owner })
    }
}

#[derive(Debug, Deserialize)]
pub struct Membership {
    pub id: u64,
    user_id: String,
    group_id: String,
    is_owner: bool,
    #[serde(default, deserialize_with = "moment")]
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    ended_at: Option<Timestamp>,
    user: Option<User>,
    group: Option<Group>,
    access_request: Option<Asked>,
    ended_actor: Option<User>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    id: String,
}

impl Membership {
    pub fn held(&self) -> Held {
        Held { group: self.group_id.clone(), user: self.user_id.clone(), owner: self.is_owner }
    }

    /// Which request it came of, where it came of one.
    pub fn request(&self) -> Option<RequestId> {
        self.access_request.as_ref().map(|asked| RequestId::new(&*asked.id))
    }

    pub fn access(&self, request: RequestId, tenant: &Tenant, now: Timestamp) -> Result<Grant, ConnectorError> {
        let Held { group, user, owner } = self.held();
        if !is_id(&group) || !is_id(&user) {
            return Err(bad("a membership of nobody, or in nothing".to_owned()));
        }
        let activated_at = self.created_at.ok_or_else(|| bad("a membership without its time".to_owned()))?;
        let name = self.group.as_ref().and_then(|group| told(group.name.as_deref()));
        // Access without an end goes on for longer than any window says.
        let seconds = self.ended_at.map_or(Window::LONGEST.seconds(), |end| {
            u64::try_from(end.millis_since(activated_at) / 1000).unwrap_or_default().max(1)
        });
        let window = Window::from_seconds(seconds.min(Window::LONGEST.seconds()));
        let over = self.ended_at.filter(|end| *end <= now);
        let (state, access) = match (over, &self.ended_actor) {
            (None, _) => (GrantState::Active { activated_at, ends_at: self.ended_at }, Access::Given),
            (Some(at), Some(actor)) => {
                let (by, by_name) = (Some(actor.person()), actor.name());
                (GrantState::Revoked { activated_at: Some(activated_at), at, by, by_name }, Access::TakenAway)
            }
            (Some(ended_at), None) => {
                let ended = GrantState::Ended { activated_at, ended_at, lateness: Lateness::OnTime };
                (ended, Access::TakenAway)
            }
        };
        let person = self.user.as_ref().filter(|person| person.id == user);
        let holder = person.map_or_else(
            || Principal { id: PersonId::new(&*user), name: nameless(&user), kind: PrincipalKind::Human },
            User::principal,
        );
        Ok(Grant {
            id: GrantId::new(format!("{group}.{user}.{}.{}", if owner { "owner" } else { "member" }, self.id)),
            request,
            tenant: tenant.clone(),
            holder,
            zone: String::new(),
            resource: resource(&group, tenant),
            role: role(&group, name.as_deref(), owner),
            risk: untold("discord/access").level,
            window: window.map_err(|error| bad(error.to_string()))?,
            granted_at: activated_at,
            shortened: None,
            state,
            access,
        })
    }
}
