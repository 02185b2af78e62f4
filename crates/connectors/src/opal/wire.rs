//! A request and a person as Opal writes them, and what they say in our words.

use crate::http::bad;
use crate::kept::nameless;
use crate::length::{Length, NO_END, UNREADABLE, minutes};
use crate::rest::name;
use crate::times;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage as Step, Tenant, Timestamp, Vote,
};
use desk::ports::ConnectorError;
use queue_api::WhyNot;
use serde::Deserialize;
use std::collections::BTreeSet;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// Whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// More than one asks for at once.
const MOST_ITEMS: usize = 100;
const FOR_A_GROUP: &str = "It was asked for a group, and who is in that is not known here.";

/// A page of a list, as Relay has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    pub edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Debug, Deserialize)]
pub struct Edge {
    pub node: Request,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl Page {
    /// The cursor of the page after it.
    pub fn next(&self) -> Option<&str> {
        let cursor = self.page_info.end_cursor.as_deref().filter(|cursor| !cursor.is_empty());
        cursor.filter(|_| self.page_info.has_next_page)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub user_id: String,
    pub email: Option<String>,
    full_name: Option<String>,
}

impl User {
    pub fn name(&self) -> String {
        let told = name(self.full_name.as_deref()).or_else(|| name(self.email.as_deref()));
        told.unwrap_or_else(|| nameless(&self.user_id))
    }
}

#[derive(Debug, Deserialize)]
pub struct Request {
    pub id: String,
    #[serde(deserialize_with = "times::lenient")]
    created_at: Timestamp,
    #[serde(deserialize_with = "times::lenient")]
    updated_at: Timestamp,
    pub requester_id: String,
    pub target_user_id: Option<String>,
    target_group_id: Option<String>,
    status: String,
    #[serde(default)]
    reason: String,
    duration_minutes: Option<i64>,
    #[serde(default)]
    requested_items_list: Vec<Item>,
    #[serde(default)]
    custom_fields_responses: Vec<Custom>,
    reviewer_stages: Option<Stages>,
}

#[derive(Debug, Deserialize)]
struct Item {
    resource_id: Option<String>,
    group_id: Option<String>,
    access_level_name: Option<String>,
    access_level_remote_id: Option<String>,
    name: Option<String>,
    remote_name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Custom {
    field_name: String,
    field_value: Answered,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Answered {
    Text(String),
    YesOrNo(bool),
}

/// In the place of the stages may stand why they cannot be told.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Stages {
    Told(Vec<ItemStages>),
    Untold(String),
}

/// Of one of the things that were asked for.
#[derive(Debug, Deserialize)]
struct ItemStages {
    #[serde(default)]
    stages: Vec<Stage>,
}

#[derive(Debug, Deserialize)]
struct Stage {
    operator: Operator,
    reviewers: Vec<Reviewer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Operator {
    And,
    Or,
}

#[derive(Debug, Deserialize)]
struct Reviewer {
    id: String,
    full_name: Option<String>,
    status: Review,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Review {
    Pending,
    Approved,
    Rejected,
}

/// Ids are the same whatever their capitals.
pub fn person_id(id: &str) -> PersonId {
    PersonId::new(id.to_ascii_lowercase())
}

/// Opal names no organisation: the domain of this person's address stands for it.
pub fn tenant(domain: &str) -> Tenant {
    Tenant { id: domain.into(), name: domain.to_owned(), domain: domain.to_owned() }
}

fn told(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Item {
    fn id(&self) -> Option<String> {
        let of = |id: &Option<String>| told(id.as_deref()).filter(|id| id.len() <= 128);
        of(&self.resource_id).or_else(|| of(&self.group_id))
    }

    fn name(&self) -> String {
        let named = name(self.name.as_deref()).or_else(|| name(self.remote_name.as_deref()));
        named.or_else(|| self.id().map(|id| nameless(&id))).unwrap_or_default()
    }

    /// A thing may be had at several levels: each is a role of its own. Commas part roles.
    fn role(&self) -> Option<String> {
        let level = told(self.access_level_remote_id.as_deref()).or_else(|| told(self.access_level_name.as_deref()));
        let level = level.map_or(String::new(), |level| format!("/{}", level.replace(',', "%2C")));
        Some(format!("{}{level}", self.id()?))
    }

    /// What one may do by it, as far as Opal tells.
    fn means(&self) -> String {
        let level = name(self.access_level_name.as_deref()).or_else(|| name(self.access_level_remote_id.as_deref()));
        match (level, told(self.resource_id.as_deref())) {
            (Some(level), _) => format!("Whoever has it uses {} as {level}.", self.name()),
            (None, Some(_)) => format!("Whoever has it uses {}; Opal tells no level.", self.name()),
            (None, None) => format!("Whoever has it has what the members of {} have.", self.name()),
        }
    }

    fn role_name(&self) -> String {
        let level = name(self.access_level_name.as_deref()).or_else(|| name(self.access_level_remote_id.as_deref()));
        match (level, told(self.resource_id.as_deref())) {
            (Some(level), _) => format!("{level} of {}", self.name()),
            (None, Some(_)) => format!("Use of {}", self.name()),
            (None, None) => format!("Member of {}", self.name()),
        }
    }
}

impl Stage {
    fn needs(&self) -> usize {
        match self.operator {
            Operator::And => self.reviewers.len().max(1),
            Operator::Or => 1,
        }
    }

    fn is_agreed(&self) -> bool {
        self.reviewers.iter().filter(|reviewer| reviewer.status == Review::Approved).count() >= self.needs()
    }

    fn is_of(&self, me: &PersonId, status: Option<Review>) -> bool {
        let of = |reviewer: &&Reviewer| person_id(&reviewer.id) == *me;
        self.reviewers.iter().filter(of).any(|reviewer| status.is_none_or(|status| reviewer.status == status))
    }
}

impl Request {
    /// Whoever is to have it, where that is not the one who asked.
    pub fn for_another(&self) -> Option<&str> {
        self.target_user_id.as_deref().filter(|id| !id.eq_ignore_ascii_case(&self.requester_id))
    }

    /// Whether it was asked by this person, or for them.
    pub fn is_of(&self, me: &PersonId) -> bool {
        [Some(self.requester_id.as_str()), self.target_user_id.as_deref()]
            .into_iter()
            .flatten()
            .any(|id| person_id(id) == *me)
    }

    pub fn state(&self) -> Result<RequestState, ConnectorError> {
        Ok(match self.status.to_ascii_lowercase().as_str() {
            "pending" => RequestState::Pending,
            "approved" => RequestState::Granted,
            "denied" => RequestState::Denied,
            "canceled" => RequestState::Cancelled,
            _ => return Err(bad("a status that is not known".to_owned())),
        })
    }

    /// Of each thing, where Opal tells them.
    fn stages(&self) -> Option<&[ItemStages]> {
        match self.reviewer_stages.as_ref()? {
            Stages::Told(stages) => Some(stages),
            Stages::Untold(_) => None,
        }
    }

    fn reviewers(&self) -> impl Iterator<Item = &Reviewer> {
        let stages = self.stages().unwrap_or_default().iter().flat_map(|item| &item.stages);
        stages.flat_map(|stage| &stage.reviewers)
    }

    /// Whether a stage that is open has this person's answer missing. Where Opal cannot tell the stages, that it was assigned
    /// to them counts.
    pub fn waits_for(&self, me: &PersonId) -> Result<(), WhyNot> {
        let Some(items) = self.stages() else { return Ok(()) };
        let open = items.iter().filter_map(|item| item.stages.iter().find(|stage| !stage.is_agreed()));
        if open.into_iter().any(|stage| stage.is_of(me, Some(Review::Pending))) {
            return Ok(());
        }
        let mut all = items.iter().flat_map(|item| &item.stages);
        if all.clone().any(|stage| stage.is_of(me, Some(Review::Approved))) {
            return Err(WhyNot::VotedAlready);
        }
        Err(if all.any(|stage| stage.is_of(me, None)) { WhyNot::NotInThisStage } else { WhyNot::NotAnApprover })
    }

    /// Who ended it, where its stages say so; an administrator who went past them is not told.
    pub fn decided(&self, state: RequestState, now: Timestamp) -> Option<Decided> {
        let (action, review) = match state {
            RequestState::Granted => (Action::Grant, Review::Approved),
            RequestState::Denied => (Action::Deny, Review::Rejected),
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let items = self.stages().unwrap_or_default();
        let agreed = items.iter().flat_map(|item| &item.stages).all(Stage::is_agreed);
        let by = self.reviewers().filter(|reviewer| reviewer.status == review && !reviewer.id.is_empty()).last();
        let by = by.filter(|_| action == Action::Deny || agreed)?;
        Some(Decided {
            by: person_id(&by.id),
            by_name: name(by.full_name.as_deref()).unwrap_or_else(|| nameless(&by.id)),
            at: self.updated_at.min(now),
            action,
            window: self.length().window().filter(|_| action == Action::Grant),
            reason: None,
        })
    }

    /// Who agreed so far, where more than one must.
    pub fn votes(&self, now: Timestamp) -> Vec<Vote> {
        let needs: usize = self.steps().iter().map(|step| usize::from(step.needs)).sum();
        let Some(window) = self.length().window().filter(|_| needs > 1) else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let agreed = self.reviewers().filter(|reviewer| reviewer.status == Review::Approved && !reviewer.id.is_empty());
        let vote = |reviewer: &Reviewer| Vote {
            by: person_id(&reviewer.id),
            by_name: name(reviewer.full_name.as_deref()).unwrap_or_else(|| nameless(&reviewer.id)),
            at: self.updated_at.min(now),
            window,
        };
        agreed.filter(|reviewer| seen.insert(person_id(&reviewer.id))).map(vote).collect()
    }

    pub fn never(&self) -> Option<&'static str> {
        self.length().never()
    }

    /// Opal writes access without an end as no length, as 0, or as less.
    fn length(&self) -> Length {
        let length = match self.duration_minutes {
            None | Some(..=0) => NO_END,
            Some(minutes) => {
                u64::try_from(minutes).map_or(UNREADABLE, |minutes| Length::of_seconds(minutes.saturating_mul(60)))
            }
        };
        if told(self.target_group_id.as_deref()).is_some() { length.but_never(FOR_A_GROUP) } else { length }
    }

    /// The stages of the thing that has most of them: who agrees to one agrees to all.
    fn steps(&self) -> Vec<Step> {
        let longest = self.stages().unwrap_or_default().iter().max_by_key(|item| item.stages.len());
        let step = |(number, stage): (usize, &Stage)| Step {
            name: format!("Stage {}", number + 1),
            needs: u8::try_from(stage.needs()).unwrap_or(u8::MAX),
        };
        let mut steps: Vec<Step> = longest.into_iter().flat_map(|item| &item.stages).enumerate().map(step).collect();
        if steps.is_empty() {
            steps.push(Step { name: "Reviewers".to_owned(), needs: 1 });
        }
        steps
    }

    fn asked(&self) -> Result<(Resource, Role), ConnectorError> {
        let items = &self.requested_items_list;
        let (Some(first), true) = (items.first(), items.len() <= MOST_ITEMS) else {
            return Err(bad("a request for nothing, or for more than can be told".to_owned()));
        };
        let ids: Option<Vec<String>> = items.iter().map(Item::role).collect();
        let ids = ids.ok_or_else(|| bad("a request for something without an id".to_owned()))?;
        let more = |name: String| match items.len() {
            1 => name,
            all => format!("{name} and {} more", all - 1),
        };
        let means = match items.as_slice() {
            [one] => one.means(),
            several => several.iter().map(Item::role_name).collect::<Vec<_>>().join(", "),
        };
        let resource = Resource { id: first.id().unwrap_or_default().into(), name: more(first.name()) };
        Ok((resource, Role { id: ids.join(",").into(), name: more(first.role_name()), means }))
    }

    /// In the requester's own words, with what they answered to further questions.
    fn justification(&self) -> String {
        let answered = |custom: &Custom| match &custom.field_value {
            Answered::Text(text) => format!("{}: {text}", custom.field_name),
            Answered::YesOrNo(true) => format!("{}: yes", custom.field_name),
            Answered::YesOrNo(false) => format!("{}: no", custom.field_name),
        };
        let further = self.custom_fields_responses.iter().map(answered);
        let all = std::iter::once(self.reason.clone()).chain(further);
        all.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// What they answered where they were asked for a ticket.
    fn ticket(&self) -> Option<String> {
        let asks = |custom: &&Custom| custom.field_name.to_lowercase().contains("ticket");
        self.custom_fields_responses.iter().filter(asks).find_map(|custom| match &custom.field_value {
            Answered::Text(text) => name(Some(text)),
            Answered::YesOrNo(_) => None,
        })
    }

    pub fn facts(
        &self,
        domain: &str,
        asked_by: Option<&User>,
        holder: Option<&User>,
    ) -> Result<RequestFacts, ConnectorError> {
        let untold = |id: &str| format!("{id}, whom Opal does not name");
        let holder_id = self.for_another().unwrap_or(&self.requester_id);
        let (resource, mut role) = self.asked()?;
        let mut remarks: Vec<String> = self.length().remark("Opal").into_iter().collect();
        if let Some(Stages::Untold(why)) = &self.reviewer_stages {
            remarks.push(format!("Opal does not tell its reviewers: {}", name(Some(why)).unwrap_or_default()));
        }
        if self.for_another().is_some() {
            let by = asked_by.map_or_else(|| untold(&self.requester_id), User::name);
            remarks.push(format!("{by} asked for it."));
        }
        let means = std::iter::once(role.means).chain(remarks).filter(|part| !part.is_empty());
        role.means = means.collect::<Vec<_>>().join(" ");
        let justification = self.justification();
        if justification.len() > LONGEST_TEXT || role.means.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let (window, longest_window) = self.length().bounds()?;
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant: tenant(domain),
            requester: Requester {
                principal: Principal {
                    id: person_id(holder_id),
                    name: holder.map_or_else(|| untold(holder_id), User::name),
                    kind: PrincipalKind::Human,
                },
                zone: String::new(),
                address: holder.and_then(|user| name(user.email.as_deref())).unwrap_or_default(),
                acting_for: Vec::new(),
            },
            entitlement: EntitlementId::new(role.id.as_str()),
            policy: PolicyResult {
                version: role.id.as_str().to_owned(),
                longest_window,
                stages: self.steps(),
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                // Opal asks none of those who approve.
                reason_required: false,
            },
            resource,
            role,
            window,
            justification,
            ticket: self.ticket(),
            risk: crate::risk::untold("Opal"),
            asked_at: self.created_at,
            revised_at: self.created_at,
            // Opal tells no time by which it has to be answered.
            answer_by: None,
            nonce: String::new(),
        })
    }
}
