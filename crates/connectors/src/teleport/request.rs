//! An access request as Teleport keeps it, and what it says in our words.

use super::wire::{AccessRequest, ResourceId, Review, Spec, Timestamp as Wire, state};
use crate::http::{bad, unreadable};
use crate::length::{Length, NO_END, UNREADABLE, minutes};
use crate::rest::name;
use approval::{
    Access, Action, Decided, EntitlementId, Grant, GrantId, GrantState, Lateness, PersonId, PolicyResult, Presence,
    Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Role, Stage, Tenant,
    Timestamp, Vote, Window,
};
use desk::ports::ConnectorError;
use queue_api::{ForYou, RequestRecord, WhyNot};
use std::collections::BTreeSet;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// Whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// More than one asks for at once.
const MOST_ROLES: usize = 200;
const MOST_RESOURCES: usize = 1000;
/// Users that are bots begin so.
const BOT: &str = "bot-";
/// Stands for whoever decided without a review: an administrator, or a rule.
const UNNAMED: &str = "teleport:unnamed";

/// A request that can be told apart from others.
pub(super) struct Asked<'a> {
    pub id: &'a str,
    spec: &'a Spec,
    /// The end of the record itself, which is gone then.
    gone: Option<Wire>,
}

pub(super) fn tenant(cluster: &str) -> Tenant {
    Tenant { id: cluster.into(), name: cluster.to_owned(), domain: cluster.to_owned() }
}

/// Fit to stand in a log and in an address.
pub(super) fn is_id(id: &str) -> bool {
    crate::rest::is_id(id)
}

fn time(at: Option<Wire>) -> Option<Timestamp> {
    at.and_then(Wire::read)
}

fn author(review: &Review) -> Option<String> {
    name(Some(&review.author))
}

impl<'a> Asked<'a> {
    pub fn read(request: &'a AccessRequest) -> Result<Self, ConnectorError> {
        let metadata = request.metadata.as_ref().filter(|metadata| is_id(&metadata.name));
        let (Some(metadata), Some(spec)) = (metadata, &request.spec) else {
            return Err(bad("a request without an id, or with nothing in it".to_owned()));
        };
        Ok(Self { id: &metadata.name, spec, gone: metadata.expires })
    }

    pub fn is_of(&self, user: &str) -> bool {
        self.spec.user == user
    }

    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        Ok(match self.spec.state {
            state::PENDING => RequestState::Pending,
            state::APPROVED | state::PROMOTED => RequestState::Granted,
            state::DENIED => RequestState::Denied,
            _ => return Err(bad("a state that is not known".to_owned())),
        })
    }

    /// As Teleport says it.
    pub fn word(&self) -> &'static str {
        match self.spec.state {
            state::PENDING => "PENDING",
            state::APPROVED => "APPROVED",
            state::DENIED => "DENIED",
            state::PROMOTED => "PROMOTED",
            _ => "in a state that is not known",
        }
    }

    fn created(&self) -> Result<Timestamp, ConnectorError> {
        time(self.spec.created).ok_or_else(|| bad("a request without the time it was asked".to_owned()))
    }

    /// The newest time that it tells: it is at least as late there.
    pub fn seen(&self) -> Option<Timestamp> {
        let reviews = self.spec.reviews.iter().filter_map(|review| time(review.created));
        reviews.chain(time(self.spec.created)).max()
    }

    /// When access that comes of it ends, whenever it is granted. Where two ends are told, nobody is to see less than there is.
    pub fn end(&self) -> Option<Timestamp> {
        time(self.spec.expires).max(time(self.spec.max_duration))
    }

    fn length(&self) -> Result<Length, ConnectorError> {
        let created = self.created()?;
        let Some(end) = self.end() else { return Ok(NO_END) };
        let seconds = u64::try_from(end.millis_since(created) / 1000).unwrap_or_default();
        Ok(if seconds == 0 { UNREADABLE } else { Length::of_seconds(seconds) })
    }

    pub fn never(&self) -> Result<Option<&'static str>, ConnectorError> {
        Ok(self.length()?.never())
    }

    /// Of access that begins then; none where it has no end, or begins after it.
    fn window(&self, from: Timestamp) -> Option<Window> {
        let seconds = self.end()?.millis_since(from) / 1000;
        Window::from_seconds(u64::try_from(seconds).ok()?).ok()
    }

    /// How many have to agree at least: of each set of thresholds that a role needs, the lowest.
    fn needs(&self) -> u8 {
        let threshold = |place: &u32| self.spec.thresholds.get(usize::try_from(*place).ok()?);
        let lowest = |places: &[u32]| places.iter().filter_map(threshold).map(|one| one.approve).min();
        let sets = self.spec.role_thresholds.iter().filter_map(|role| role.sets.as_ref()).flat_map(|sets| &sets.sets);
        let needs = sets.filter_map(|set| lowest(&set.indexes)).max();
        let any = || self.spec.thresholds.iter().map(|threshold| threshold.approve).min();
        u8::try_from(needs.or_else(any).unwrap_or(1).max(1)).unwrap_or(u8::MAX)
    }

    /// How many have to deny it before it is denied.
    fn denials(&self) -> u32 {
        let counted = self.spec.thresholds.iter().map(|threshold| threshold.deny).filter(|deny| *deny > 0);
        counted.min().unwrap_or(1)
    }

    /// Whether a denial of this person's would leave it pending: then it is not known afterwards what came of it.
    pub fn outlives_a_denial(&self) -> bool {
        let denied = self.spec.reviews.iter().filter(|review| review.proposed_state == state::DENIED).count();
        u32::try_from(denied).unwrap_or(u32::MAX).saturating_add(1) < self.denials()
    }

    pub fn is_reviewed_by(&self, user: &str) -> bool {
        self.spec.reviews.iter().any(|review| review.author == user)
    }

    /// Who ended it: whoever reviewed last in that sense. Without a review it was an administrator, or a rule, whom Teleport
    /// does not name; that is nobody's grant, and never taken for this person's.
    fn decided(&self, now: Timestamp) -> Option<Decided> {
        let action = match self.spec.state {
            state::APPROVED | state::PROMOTED => Action::Grant,
            state::DENIED => Action::Deny,
            _ => return None,
        };
        let same = self.spec.reviews.iter().filter(|review| review.proposed_state == self.spec.state);
        let review = same.filter(|review| author(review).is_some()).max_by_key(|review| time(review.created));
        let at = review.and_then(|review| time(review.created)).unwrap_or(now);
        let (by, by_name) = match review.and_then(author) {
            Some(author) => (PersonId::new(&*author), author),
            None => (PersonId::new(UNNAMED), "Somebody whom Teleport does not name".to_owned()),
        };
        let said = [Some(&self.spec.resolve_reason), review.map(|review| &review.reason)];
        let reason = said.into_iter().flatten().find(|reason| (1..=LONGEST_TEXT).contains(&reason.len())).cloned();
        // Whoever was put on an access list has what that gives, without this end.
        let window = self.window(at).filter(|_| self.spec.state == state::APPROVED);
        Some(Decided { by, by_name, at, action, window, reason })
    }

    /// Who agreed so far. Others' count for what was asked, since they all end alike; this person's own tells the end that
    /// it was sent with.
    fn votes(&self, me: &str, now: Timestamp) -> Result<Vec<Vote>, ConnectorError> {
        let Some(asked) = self.length()?.window() else { return Ok(Vec::new()) };
        if self.needs() == 1 && self.spec.state != state::PENDING {
            return Ok(Vec::new());
        }
        let mut seen = BTreeSet::new();
        let agreed = self.spec.reviews.iter().filter(|review| review.proposed_state == state::APPROVED);
        let vote = |review: &Review| {
            let by = author(review).filter(|author| seen.insert(author.clone()))?;
            let at = time(review.created).unwrap_or(now);
            let own = if by == me { self.window(at) } else { None };
            Some(Vote { by: PersonId::new(&*by), by_name: by, at, window: own.unwrap_or(asked).min(asked) })
        };
        Ok(agreed.filter_map(vote).collect())
    }

    fn why_not(&self, state: RequestState, me: &str) -> Option<WhyNot> {
        match state {
            RequestState::Pending if self.is_of(me) => Some(WhyNot::OwnRequest),
            // Teleport takes one review of each person, whichever it was.
            RequestState::Pending if self.is_reviewed_by(me) => Some(WhyNot::NotInThisStage),
            RequestState::Pending => None,
            RequestState::Granted
            | RequestState::Denied
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => Some(WhyNot::Closed),
        }
    }

    fn holder(&self) -> Result<Principal, ConnectorError> {
        let user = name(Some(&self.spec.user)).ok_or_else(|| bad("a request of nobody".to_owned()))?;
        let kind = if user.starts_with(BOT) { PrincipalKind::Service } else { PrincipalKind::Human };
        Ok(Principal { id: PersonId::new(&*user), name: user, kind })
    }

    fn resource(&self, cluster: &str) -> Resource {
        let resources = &self.spec.resources;
        let (Some(first), more) = (resources.first(), resources.len().saturating_sub(1)) else {
            return Resource { id: cluster.into(), name: cluster.to_owned() };
        };
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Resource { id: id_of(first).into(), name: format!("{}{more}", name_of(first, cluster)) }
    }

    /// All of the roles, and of the resources, since it is one decision.
    fn role(&self, cluster: &str) -> Result<Role, ConnectorError> {
        let Spec { roles, resources, .. } = self.spec;
        let well = |role: &String| name(Some(role)).as_ref() == Some(role) && !role.contains(',');
        if roles.is_empty() || roles.len() > MOST_ROLES || !roles.iter().all(well) {
            return Err(bad("a request for no role, or for more than can be told".to_owned()));
        }
        if resources.len() > MOST_RESOURCES {
            return Err(bad("a request for more resources than can be told".to_owned()));
        }
        let named = match &roles[..] {
            [only] => only.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            [] => String::new(),
        };
        let mut means = Vec::new();
        if roles.len() > 1 {
            means.push(format!("All of: {}.", roles.join(", ")));
        }
        means.push(match resources.len() {
            0 => "Wherever these roles reach.".to_owned(),
            _ => {
                let named: Vec<String> = resources.iter().map(|resource| name_of(resource, cluster)).collect();
                format!("Only for: {}.", named.join(", "))
            }
        });
        means.extend(match (self.length()?.remark("Teleport"), self.end()) {
            (Some(never), _) => Some(never),
            (None, Some(end)) => Some(format!("It ends at {end}, however late it is granted.")),
            (None, None) => None,
        });
        let begins = time(self.spec.assume_start).filter(|begins| self.end().is_none_or(|end| *begins < end));
        means.extend(begins.map(|begins| format!("It begins at {begins}, however early it is granted.")));
        Ok(Role { id: roles.join(",").into(), name: named, means: means.join(" ") })
    }

    pub fn facts(&self, cluster: &str) -> Result<RequestFacts, ConnectorError> {
        let (resource, role, created) = (self.resource(cluster), self.role(cluster)?, self.created()?);
        let justification = self.spec.request_reason.clone();
        if justification.len() > LONGEST_TEXT || role.means.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let (window, longest_window) = self.length()?.bounds()?;
        let ends = [time(self.spec.resource_expiry), time(self.gone), self.end()];
        let answer_by = ends.into_iter().flatten().filter(|end| *end > created).min();
        Ok(RequestFacts {
            id: RequestId::new(self.id),
            revision: 0,
            tenant: tenant(cluster),
            requester: Requester {
                principal: self.holder()?,
                zone: String::new(),
                address: String::new(),
                acting_for: Vec::new(),
            },
            entitlement: EntitlementId::new(format!("{}/{}", resource.id, role.id)),
            policy: PolicyResult {
                version: role.id.as_str().to_owned(),
                longest_window,
                stages: vec![Stage { name: "Reviewers".to_owned(), needs: self.needs() }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: false,
            },
            resource,
            role,
            window,
            justification,
            ticket: None,
            risk: crate::risk::untold("Teleport"),
            asked_at: created,
            revised_at: created,
            answer_by,
            nonce: String::new(),
        })
    }

    pub fn record(&self, me: &str, cluster: &str, now: Timestamp) -> Result<RequestRecord, ConnectorError> {
        let (facts, state) = (self.facts(cluster)?, self.state()?);
        let ends_by = self.end().filter(|_| self.length().is_ok_and(|length| length.window().is_some()));
        let granted = self.spec.state == state::APPROVED;
        let never = self.never()?.map(str::to_owned);
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            votes: self.votes(me, now)?,
            decided: self.decided(now),
            grant: granted.then(|| GrantId::new(self.id)),
            for_you: ForYou { why_not: self.why_not(state, me), ends_by, never, ..ForYou::default() },
        })
    }

    /// The access that may be taken up by it, until its end. Whether somebody did, or whether a lock keeps them from it, is not told.
    pub fn access(&self, cluster: &str, now: Timestamp) -> Result<Option<Grant>, ConnectorError> {
        if self.spec.state != state::APPROVED {
            return Ok(None);
        }
        let facts = self.facts(cluster)?;
        let granted_at = self.decided(now).map_or(facts.asked_at, |decided| decided.at);
        let begins = time(self.spec.assume_start).map_or(granted_at, |begins| begins.max(granted_at));
        let ends_at = self.end().filter(|end| *end > begins);
        let (state, access) = if begins > now {
            (GrantState::Scheduled, Access::NotGiven)
        } else if let Some(ended_at) = ends_at.filter(|end| *end <= now) {
            (GrantState::Ended { activated_at: begins, ended_at, lateness: Lateness::OnTime }, Access::TakenAway)
        } else {
            (GrantState::Active { activated_at: begins, ends_at }, Access::Given)
        };
        Ok(Some(Grant {
            id: GrantId::new(self.id),
            request: RequestId::new(self.id),
            tenant: facts.tenant,
            holder: facts.requester.principal,
            zone: String::new(),
            resource: facts.resource,
            role: facts.role,
            risk: facts.risk.level,
            window: self.window(begins).unwrap_or(Window::LONGEST),
            granted_at,
            shortened: None,
            state,
            access,
        }))
    }
}

fn id_of(resource: &ResourceId) -> String {
    let ResourceId { cluster, kind, name, sub_resource } = resource;
    let sub = if sub_resource.is_empty() { String::new() } else { format!("/{sub_resource}") };
    format!("{cluster}/{kind}/{name}{sub}")
}

/// As people read it: `node payroll-1`, with its cluster where that is another.
fn name_of(resource: &ResourceId, own: &str) -> String {
    let ResourceId { cluster, kind, name, sub_resource } = resource;
    let sub = if sub_resource.is_empty() { String::new() } else { format!("/{sub_resource}") };
    let at = if cluster.is_empty() || cluster == own { String::new() } else { format!(" in {cluster}") };
    format!("{kind} {name}{sub}{at}")
}

#[cfg(test)]
mod tests;
