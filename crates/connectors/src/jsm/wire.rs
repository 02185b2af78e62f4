//! A request, its approvals and its comments as Jira Service Management writes them, and what they say in our words.

use super::fields::{Fields, words};
use crate::http::bad;
use crate::kept::nameless;
use crate::length::{Length, minutes};
use crate::rest::name;
use crate::risk::untold;
use crate::times;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage as Step, Tenant, Timestamp, Vote, Window,
};
use desk::ports::ConnectorError;
use queue_api::WhyNot;
use serde::Deserialize;
use serde_json::Value;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// Whatever is longer is no answer.
const LONGEST_TEXT: usize = 32_000;
/// More than any form has.
const MOST_FIELDS: usize = 500;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub values: Vec<T>,
    pub is_last_page: Option<bool>,
}

impl<T> Page<T> {
    /// A page with nothing on it is the last whatever it says.
    pub fn is_last(&self) -> bool {
        self.is_last_page.unwrap_or(true) || self.values.is_empty()
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    account_id: Option<String>,
    display_name: Option<String>,
    email_address: Option<String>,
    time_zone: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub issue_id: String,
    issue_key: String,
    reporter: User,
    created_date: Date,
    request_type: Option<RequestType>,
    request_type_id: Option<String>,
    service_desk: Option<ServiceDesk>,
    service_desk_id: Option<String>,
    #[serde(default)]
    request_field_values: Vec<Field>,
    current_status: Option<Status>,
    #[serde(rename = "_links")]
    links: Option<Links>,
}

#[derive(Debug, Deserialize)]
struct Links {
    web: Option<String>,
}

#[derive(Debug, Deserialize)]
struct RequestType {
    name: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServiceDesk {
    project_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    status_category: Option<Category>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Category {
    Undefined,
    New,
    Indeterminate,
    Done,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    pub field_id: String,
    label: Option<String>,
    pub value: Option<Value>,
}

impl Field {
    pub fn label(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.field_id.clone())
    }

    /// `None` where it says nothing, or nothing in words.
    pub fn text(&self) -> Option<String> {
        let text = words(self.value.as_ref()?)?;
        (!text.trim().is_empty() && text.len() <= LONGEST_TEXT).then_some(text)
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Written")]
struct Date(Timestamp);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    epoch_millis: Option<i64>,
    iso8601: Option<String>,
}

impl TryFrom<Written> for Date {
    type Error = &'static str;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        // 1970 to 9999.
        let millis = written.epoch_millis.filter(|millis| (0..253_402_300_800_000).contains(millis));
        let at = millis.map(Timestamp::from_millis).or_else(|| times::read(&written.iso8601?));
        at.map(Self).ok_or("a date that is none")
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    pub id: String,
    name: Option<String>,
    final_decision: Decision,
    #[serde(default)]
    can_answer_approval: bool,
    #[serde(default)]
    approvers: Vec<Approver>,
    completed_date: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Approved,
    Declined,
    Pending,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Approver {
    approver: User,
    approver_decision: Decision,
}

#[derive(Debug, Deserialize)]
pub struct Comment {
    author: Option<User>,
    body: Option<String>,
    created: Option<Date>,
}

impl Comment {
    /// Whether these are this person's words, not from before then.
    pub fn says(&self, me: &User, words: &str, since: Timestamp) -> bool {
        self.author.as_ref().is_some_and(|author| author.is(me))
            && self.body.as_deref().map(str::trim) == Some(words.trim())
            && self.created.is_some_and(|Date(at)| at >= since)
    }
}

pub fn person_id(id: &str) -> PersonId {
    PersonId::new(id)
}

impl User {
    pub fn id(&self) -> Option<&str> {
        self.account_id.as_deref().filter(|id| !id.trim().is_empty() && id.len() <= 256)
    }

    pub fn is(&self, other: &Self) -> bool {
        self.id().is_some() && self.id() == other.id()
    }

    pub fn name(&self) -> String {
        let told = name(self.display_name.as_deref()).or_else(|| name(self.email_address.as_deref()));
        told.unwrap_or_else(|| nameless(self.id().unwrap_or_default()))
    }

    pub fn zone(&self) -> String {
        name(self.time_zone.as_deref()).unwrap_or_default()
    }
}

impl Approval {
    /// What can be answered by this person is exactly this.
    pub fn is_mine(&self) -> bool {
        self.final_decision == Decision::Pending && self.can_answer_approval
    }

    fn agreeing(&self) -> impl Iterator<Item = &User> {
        let all = self.approvers.iter().filter(|approver| approver.approver_decision == Decision::Approved);
        all.map(|approver| &approver.approver).filter(|user| user.id().is_some())
    }
}

/// Approvals that are over, and agreed.
pub fn agreed(approvals: &[Approval]) -> usize {
    approvals.iter().filter(|approval| approval.final_decision == Decision::Approved).count()
}

/// Who agreed to what still waits, or before it, and to nothing where no length can be read; `seen` says when an answer was
/// seen first.
pub fn votes(approvals: &[Approval], window: Option<Window>, seen: impl Fn(&str, &str) -> Timestamp) -> Vec<Vote> {
    let Some(window) = window else { return Vec::new() };
    let of = |approval: &Approval| {
        let vote = |user: &User| {
            let id = user.id().unwrap_or_default();
            let at = approval.completed_date.map_or_else(|| seen(&approval.id, id), |Date(at)| at);
            Vote { by: person_id(id), by_name: user.name(), at, window }
        };
        approval.agreeing().map(vote).collect::<Vec<_>>()
    };
    approvals.iter().flat_map(of).collect()
}

/// Who ended it, where the approvals say so.
pub fn decided(state: RequestState, approvals: &[Approval], window: Option<Window>, now: Timestamp) -> Option<Decided> {
    let (action, decision) = match state {
        RequestState::Granted => (Action::Grant, Decision::Approved),
        RequestState::Denied => (Action::Deny, Decision::Declined),
        RequestState::Pending
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => return None,
    };
    let last = approvals.iter().rfind(|approval| approval.final_decision == decision)?;
    let by = last.approvers.iter().rfind(|by| by.approver_decision == decision && by.approver.id().is_some())?;
    Some(Decided {
        by: person_id(by.approver.id()?),
        by_name: by.approver.name(),
        at: last.completed_date.map_or(now, |Date(at)| at),
        action,
        window: window.filter(|_| action == Action::Grant),
        reason: None,
    })
}

/// Why nothing of it waits for this person.
pub fn why_not(approvals: &[Approval], me: &User) -> WhyNot {
    let mut waiting = approvals.iter().filter(|approval| approval.final_decision == Decision::Pending);
    if waiting.any(|approval| approval.agreeing().any(|user| user.is(me))) {
        return WhyNot::VotedAlready;
    }
    let mut all = approvals.iter().flat_map(|approval| &approval.approvers);
    if all.any(|approver| approver.approver.is(me)) { WhyNot::NotInThisStage } else { WhyNot::NotAnApprover }
}

impl Request {
    /// Jira does not tell who wrote it down for the reporter.
    pub fn is_of(&self, me: &User) -> bool {
        self.reporter.is(me)
    }

    /// Where a person finds it in Jira's own portal.
    pub fn page(&self) -> Option<&str> {
        self.links.as_ref()?.web.as_deref()
    }

    /// What its approvals say goes before its status: what is declined may stay open, and what is approved waits for work.
    pub fn state(&self, approvals: &[Approval]) -> Result<RequestState, ConnectorError> {
        let is = |decision| approvals.iter().any(|approval| approval.final_decision == decision);
        let done = self.current_status.as_ref().and_then(|status| status.status_category) == Some(Category::Done);
        Ok(match approvals.last().map(|last| last.final_decision) {
            None => return Err(bad("a request without an approval".to_owned())),
            Some(Decision::Declined) => RequestState::Denied,
            Some(_) if !is(Decision::Pending) => RequestState::Granted,
            Some(_) if done => RequestState::Cancelled,
            Some(_) => RequestState::Pending,
        })
    }

    fn length(&self, fields: &Fields) -> Length {
        fields.length(&self.request_field_values, self.created_date.0)
    }

    pub fn window(&self, fields: &Fields) -> Option<Window> {
        self.length(fields).window()
    }

    pub fn never(&self, fields: &Fields) -> Option<&'static str> {
        self.length(fields).never()
    }

    fn summary(&self) -> String {
        let summary = self.request_field_values.iter().find(|field| field.field_id == "summary");
        summary.and_then(Field::text).unwrap_or_default()
    }

    /// In the requester's own words: the summary, and what they filled in, each with its label.
    fn justification(&self) -> String {
        let others = self.request_field_values.iter().filter(|field| field.field_id != "summary");
        let others = others.filter_map(|field| Some(format!("{}: {}", field.label(), field.text()?)));
        let all = std::iter::once(self.summary()).chain(others).filter(|text| !text.is_empty());
        all.collect::<Vec<_>>().join("\n")
    }

    fn asked(&self, site: &Tenant, fields: &Fields) -> Result<(Resource, Role), ConnectorError> {
        let told = &self.request_field_values;
        let needed = |id: &Option<String>, what: &str| {
            let told = id.clone().filter(|id| !id.is_empty() && id.len() <= 64);
            told.ok_or_else(|| bad(format!("a request without {what}")))
        };
        let desk = needed(&self.service_desk_id, "a service desk")?;
        let kind = needed(&self.request_type_id, "a type")?;
        let named = self.request_type.as_ref().and_then(|kind| name(kind.name.as_deref()));
        let named = named.unwrap_or_else(|| format!("{kind}, a type of request that Jira does not name"));
        let project = self.service_desk.as_ref().and_then(|desk| name(desk.project_name.as_deref()));
        let chosen = fields.role(told).and_then(|role| name(Some(&role)));
        let resource = fields.resource(told).and_then(|resource| name(Some(&resource)));
        // A role of one thing is not one of another, and a type of request not one of another desk or site.
        let id = [Some(&site.domain), Some(&desk), Some(&kind), resource.as_ref(), chosen.as_ref()];
        let id = id.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("/");
        let means = self.request_type.as_ref().and_then(|kind| name(kind.description.as_deref()));
        let role =
            Role { id: id.into(), name: chosen.unwrap_or_else(|| named.clone()), means: means.unwrap_or_default() };
        let place = project.unwrap_or_else(|| site.domain.clone());
        let resource = resource.unwrap_or(place);
        Ok((Resource { id: format!("{desk}/{resource}").into(), name: resource }, role))
    }

    fn steps(&self, approvals: &[Approval]) -> Vec<Step> {
        let step = |approval: &Approval| Step {
            name: name(approval.name.as_deref()).unwrap_or_else(|| "Approvers".to_owned()),
            needs: 1,
        };
        approvals.iter().map(step).collect()
    }

    /// What one has to know beside the sentence that the desk makes.
    fn remarks(&self, fields: &Fields, approvals: &[Approval]) -> Vec<String> {
        let mut remarks: Vec<String> = self.length(fields).remark("Jira").into_iter().collect();
        if let Some(until) = fields.until(&self.request_field_values) {
            remarks.push(format!("It ends at {until}, however late it is granted."));
        }
        if approvals.iter().any(|approval| approval.approvers.len() > 1) {
            remarks.push("Jira does not tell how many of its approvers must agree.".to_owned());
        }
        remarks
    }

    pub fn facts(
        &self,
        site: &Tenant,
        fields: &Fields,
        approvals: &[Approval],
    ) -> Result<RequestFacts, ConnectorError> {
        let (resource, mut role) = self.asked(site, fields)?;
        let means = std::iter::once(role.means).chain(self.remarks(fields, approvals));
        role.means = means.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let justification = self.justification();
        let reporter = self.reporter.id().ok_or_else(|| bad("a request of nobody".to_owned()))?;
        if justification.len() > LONGEST_TEXT || self.request_field_values.len() > MOST_FIELDS {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let (window, longest_window) = self.length(fields).bounds()?;
        let asked_at = self.created_date.0;
        Ok(RequestFacts {
            id: RequestId::new(&*self.issue_id),
            revision: 0,
            tenant: site.clone(),
            requester: Requester {
                principal: Principal {
                    id: person_id(reporter),
                    name: self.reporter.name(),
                    kind: PrincipalKind::Human,
                },
                zone: self.reporter.zone(),
                address: name(self.reporter.email_address.as_deref()).unwrap_or_default(),
                acting_for: Vec::new(),
            },
            entitlement: EntitlementId::new(role.id.as_str()),
            policy: PolicyResult {
                version: role.id.as_str().to_owned(),
                longest_window,
                stages: self.steps(approvals),
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: false,
            },
            resource,
            role,
            window,
            justification,
            ticket: name(Some(&self.issue_key)),
            risk: untold("Jira"),
            asked_at,
            revised_at: asked_at,
            // Jira tells no time by which it has to be answered.
            answer_by: None,
            nonce: String::new(),
        })
    }
}
