//! A request, its length and its approval's stages as Graph writes them, and what they say in our words. What a request asks for
//! without an end that can be read is never given one here: it can be shown and denied, and not granted.

use super::super::graph::name;
use super::super::people::{Named, Who, person_id};
use super::super::surface::Surface;
use crate::http::bad;
use crate::risk::untold;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage as Step, Timestamp, Vote, Window,
};
use desk::ports::ConnectorError;
use serde::Deserialize;
use serde_json::Value;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// Entra gives approvers 24 hours, for every request
/// (<https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-approval-workflow>).
const ANSWER_WITHIN: i64 = 24 * 3_600_000;
/// The longest activation that the settings of a role or group can allow, in minutes: what may be offered in place of access
/// without an end.
const LONGEST_ACTIVATION: u32 = 24 * 60;
/// More than Entra takes from anybody; whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;
/// A beginning this much after the asking was chosen and not just written down, in milliseconds.
const LATER: i64 = 300_000;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub id: String,
    approval_id: Option<String>,
    status: String,
    created_date_time: Timestamp,
    created_by: Option<Identities>,
    pub principal_id: String,
    action: Option<String>,
    justification: Option<String>,
    ticket_info: Option<Ticket>,
    schedule_info: Option<Schedule>,
    group_id: Option<String>,
    access_id: Option<String>,
    group: Option<Described>,
    role_definition_id: Option<String>,
    role_definition: Option<Described>,
    directory_scope_id: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Identities {
    user: Option<Identity>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    id: Option<String>,
    display_name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    ticket_number: Option<String>,
    ticket_system: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    display_name: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Schedule {
    start_date_time: Option<Timestamp>,
    recurrence: Option<Value>,
    expiration: Option<Expiration>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expiration {
    #[serde(rename = "type")]
    kind: Option<String>,
    end_date_time: Option<Timestamp>,
    duration: Option<String>,
}

/// A stage of an approval; on beta it is called a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    pub id: String,
    display_name: Option<String>,
    status: Option<String>,
    assigned_to_me: Option<bool>,
    review_result: Option<String>,
    reviewed_by: Option<Identity>,
    reviewed_date_time: Option<Timestamp>,
    justification: Option<String>,
}

/// An approval: on some surfaces its stages come with it.
#[derive(Debug, Deserialize)]
pub struct Approval {
    pub id: String,
    #[serde(alias = "steps")]
    pub stages: Option<Vec<Stage>>,
}

/// For how long it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Of(Window),
    /// Nothing that may be granted from here, and why.
    Never(&'static str),
}

const NO_END: Length = Length::Never("It was asked for without an end.");
const TOO_LONG: Length = Length::Never("It was asked for longer than 366 days.");
const UNREADABLE: Length = Length::Never("It was asked for with an end that cannot be read.");
const AGAIN: Length = Length::Never("It was asked for again and again.");

/// What is asked for: of which thing, and what.
struct Asked {
    entitlement: String,
    resource: Resource,
    role: Role,
}

fn same(word: Option<&str>, other: &str) -> bool {
    word.is_some_and(|word| word.eq_ignore_ascii_case(other))
}

impl Stage {
    /// What can be decided by this person is exactly this.
    pub fn is_mine(&self) -> bool {
        same(self.status.as_deref(), "InProgress") && self.assigned_to_me == Some(true) && self.result().is_none()
    }

    /// Graph reads back other words than it takes, and other systems of the same family give back the same.
    fn result(&self) -> Option<Action> {
        let result = self.review_result.as_deref();
        if same(result, "Approved") || same(result, "Approve") {
            return Some(Action::Grant);
        }
        (same(result, "Denied") || same(result, "Deny")).then_some(Action::Deny)
    }

    /// By whom; `None` where that is not told by id: a name alone says neither that it was this person nor that it was not.
    fn decided(&self, now: Timestamp, asked: Option<Window>) -> Option<Decided> {
        let action = self.result()?;
        let by = self.reviewed_by.as_ref()?;
        let id = by.id.as_deref().filter(|id| !id.is_empty())?;
        let reason = self.justification.clone().filter(|reason| (1..=LONGEST_TEXT).contains(&reason.len()));
        let window = asked.filter(|_| action == Action::Grant);
        let by_name = name(by.display_name.as_deref()).unwrap_or_else(|| id.to_owned());
        let at = self.reviewed_date_time.unwrap_or(now);
        Some(Decided { by: person_id(id), by_name, at, action, window, reason })
    }
}

impl Request {
    /// Often the request's own id.
    pub fn approval(&self) -> &str {
        self.approval_id.as_deref().filter(|id| !id.is_empty()).unwrap_or(&self.id)
    }

    /// Whether it was asked by this person, or for them.
    pub fn is_of(&self, me: &PersonId) -> bool {
        let asked_by = self.created_by.as_ref().and_then(|by| by.user.as_ref()?.id.as_deref());
        [Some(self.principal_id.as_str()), asked_by].into_iter().flatten().any(|id| person_id(id) == *me)
    }

    pub fn is_waiting(&self) -> bool {
        self.status.eq_ignore_ascii_case("PendingApproval")
    }

    /// Where it stands. What its stages say goes before its status, which lags behind them.
    pub fn state(&self, stages: &[Stage]) -> Result<RequestState, ConnectorError> {
        let approved = !stages.is_empty() && stages.iter().all(|stage| stage.result() == Some(Action::Grant));
        let denied = stages.iter().any(|stage| stage.result() == Some(Action::Deny));
        let expired = stages.iter().any(|stage| same(stage.status.as_deref(), "Expired"));
        let open = match (denied, approved, expired) {
            (true, _, _) => RequestState::Denied,
            (false, true, _) => RequestState::Granted,
            (false, false, true) => RequestState::Expired,
            (false, false, false) => RequestState::Pending,
        };
        Ok(match self.status.to_ascii_lowercase().as_str() {
            "pendingapproval" | "pendingevaluation" | "pendingadmindecision" | "accepted" => open,
            "denied" | "admindenied" => RequestState::Denied,
            "timedout" => RequestState::Expired,
            "canceled" => RequestState::Cancelled,
            // Taken back before or after it was given.
            "revoked" | "pendingrevocation" if !approved => RequestState::Cancelled,
            "failed" | "failedasresourceislocked" | "invalid" if !approved => RequestState::Refused,
            "granted"
            | "adminapproved"
            | "provisioned"
            | "provisioningstarted"
            | "pendingprovisioning"
            | "pendingapprovalprovisioning"
            | "pendingexternalprovisioning"
            | "pendingschedulecreation"
            | "schedulecreated"
            | "revoked"
            | "pendingrevocation"
            | "failed"
            | "failedasresourceislocked"
            | "invalid" => RequestState::Granted,
            _ => return Err(bad("a status that is not known".to_owned())),
        })
    }

    /// Who ended it, where Entra says so.
    pub fn decided(&self, state: RequestState, stages: &[Stage], now: Timestamp) -> Option<Decided> {
        let action = match state {
            RequestState::Granted => Action::Grant,
            RequestState::Denied => Action::Deny,
            RequestState::Pending
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => return None,
        };
        let last = stages.iter().rfind(|stage| stage.result() == Some(action))?;
        last.decided(now, self.window())
    }

    /// Who agreed so far, where more than one must.
    pub fn votes(&self, stages: &[Stage], now: Timestamp) -> Vec<Vote> {
        let Some(window) = self.window().filter(|_| stages.len() > 1) else { return Vec::new() };
        let agreed = stages.iter().filter(|stage| stage.result() == Some(Action::Grant));
        let decided = agreed.filter_map(|stage| stage.decided(now, Some(window)));
        decided.map(|Decided { by, by_name, at, .. }| Vote { by, by_name, at, window }).collect()
    }

    /// Why it cannot be granted from here, whoever asks.
    pub fn never(&self) -> Option<&'static str> {
        match self.length() {
            Length::Of(_) => None,
            Length::Never(why) => Some(why),
        }
    }

    fn window(&self) -> Option<Window> {
        match self.length() {
            Length::Of(window) => Some(window),
            Length::Never(_) => None,
        }
    }

    /// Where it begins, if that was chosen.
    fn begins(&self) -> Option<Timestamp> {
        let begins = self.schedule_info.as_ref()?.start_date_time?;
        (begins.millis_since(self.created_date_time) > LATER).then_some(begins)
    }

    fn length(&self) -> Length {
        let Some(schedule) = &self.schedule_info else { return NO_END };
        if schedule.recurrence.is_some() {
            return AGAIN;
        }
        let Some(expiration) = &schedule.expiration else { return NO_END };
        let seconds = |seconds: u64| match Window::from_seconds(seconds) {
            Ok(window) => Length::Of(window),
            Err(approval::LengthError::TooLong) => TOO_LONG,
            Err(approval::LengthError::Zero | approval::LengthError::Form) => UNREADABLE,
        };
        let kind = expiration.kind.as_deref();
        if same(kind, "afterDuration") {
            // Edm.Duration has days and less, as a window does.
            return match expiration.duration.as_deref().map(str::parse::<Window>) {
                Some(Ok(window)) => Length::Of(window),
                Some(Err(approval::LengthError::TooLong)) => TOO_LONG,
                Some(Err(approval::LengthError::Zero | approval::LengthError::Form)) | None => UNREADABLE,
            };
        }
        if same(kind, "afterDateTime") {
            let from = self.begins().unwrap_or(self.created_date_time);
            let until = expiration.end_date_time.and_then(|end| u64::try_from(end.millis_since(from) / 1000).ok());
            return until.map_or(UNREADABLE, seconds);
        }
        if same(kind, "noExpiration") || same(kind, "notSpecified") || kind.is_none() { NO_END } else { UNREADABLE }
    }

    fn ends(&self) -> Option<Timestamp> {
        let expiration = self.schedule_info.as_ref()?.expiration.as_ref()?;
        expiration.end_date_time.filter(|_| same(expiration.kind.as_deref(), "afterDateTime"))
    }

    fn asked(&self, surface: Surface, who: &Who) -> Result<Asked, ConnectorError> {
        let needed = |field: &Option<String>, what: &str| {
            let told = field.clone().filter(|id| !id.is_empty() && id.len() <= 256);
            told.ok_or_else(|| bad(format!("a request without {what}")))
        };
        match surface {
            Surface::Groups => {
                let (group, access) = (needed(&self.group_id, "a group")?, needed(&self.access_id, "a relation")?);
                let named = self.group.as_ref().and_then(|group| name(group.display_name.as_deref()));
                let named = named.unwrap_or_else(|| format!("{group}, a group that Microsoft Entra does not name"));
                let (relation, means) = match access.to_ascii_lowercase().as_str() {
                    "member" => ("Member", "Has whatever the members of this group have."),
                    "owner" => ("Owner", "Decides who is in this group, and has what its owners have."),
                    _ => (access.as_str(), ""),
                };
                // What it is to be in a group is that group's, so whoever classifies it says it of that one.
                let role = Role {
                    id: format!("{group}/{access}").into(),
                    name: format!("{relation} of {named}"),
                    means: means.to_owned(),
                };
                Ok(Asked {
                    entitlement: format!("groups/{group}/{access}"),
                    resource: Resource { id: group.into(), name: "Microsoft Entra".to_owned() },
                    role,
                })
            }
            Surface::Roles => {
                let role = needed(&self.role_definition_id, "a role")?;
                let scope = needed(&self.directory_scope_id, "a scope")?;
                let described = self.role_definition.as_ref();
                let named = described.and_then(|role| name(role.display_name.as_deref()));
                let means = described.and_then(|role| role.description.clone()).unwrap_or_default();
                let resource = if scope == "/" { format!("Directory of {}", who.tenant.name) } else { scope.clone() };
                Ok(Asked {
                    entitlement: format!("roles/{role}{}", scope.trim_end_matches('/')),
                    resource: Resource { id: scope.into(), name: resource },
                    role: Role {
                        name: named.unwrap_or_else(|| format!("{role}, a role that Microsoft Entra does not name")),
                        id: role.into(),
                        means,
                    },
                })
            }
        }
    }

    /// What one has to know of its length and kind beside the sentence that the desk makes of them.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(why) = self.never() {
            remarks.push(format!("{why} That cannot be granted from here: deny it, or decide it in Microsoft Entra."));
        }
        if let Some(ends) = self.ends() {
            remarks.push(format!("It ends at {ends}, however late it is granted."));
        }
        if let Some(begins) = self.begins() {
            remarks.push(format!("It begins at {begins}, however early it is granted."));
        }
        let action = name(self.action.as_deref());
        if let Some(action) = action.filter(|action| !action.eq_ignore_ascii_case("selfActivate")) {
            remarks.push(format!("Microsoft Entra calls this {action}."));
        }
        remarks
    }

    fn ticket(&self) -> Option<String> {
        let ticket = self.ticket_info.as_ref()?;
        let parts = [name(ticket.ticket_system.as_deref()), name(ticket.ticket_number.as_deref())];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn requester(&self, named: Option<Named>) -> Requester {
        let untold = || format!("{}, whom Microsoft Entra does not name", self.principal_id);
        let (name, address) = match named {
            Some(Named { name, address }) => (name, address),
            None => (untold(), String::new()),
        };
        Requester {
            principal: Principal { id: person_id(&self.principal_id), name, kind: PrincipalKind::Human },
            zone: String::new(),
            address,
            acting_for: Vec::new(),
        }
    }

    pub fn facts(
        &self,
        surface: Surface,
        who: &Who,
        named: Option<Named>,
        stages: &[Stage],
    ) -> Result<RequestFacts, ConnectorError> {
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        let justification = self.justification.clone().unwrap_or_default();
        let Asked { entitlement, resource, mut role } = self.asked(surface, who)?;
        if justification.len() > LONGEST_TEXT || role.means.len() > LONGEST_TEXT {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let remarks = self.remarks();
        role.means =
            [role.means].into_iter().chain(remarks).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let (window, longest) = match self.length() {
            Length::Of(window) => (window, window),
            // Policy that allows less than what is asked for lets the desk deny it, with an offer, and nothing else.
            Length::Never(_) => (Window::LONGEST, minutes(LONGEST_ACTIVATION)?),
        };
        let step = |stage: &Stage| {
            let name = name(stage.display_name.as_deref());
            Step { name: name.unwrap_or_else(|| "Approvers".to_owned()), needs: 1 }
        };
        let mut steps: Vec<Step> = stages.iter().map(step).collect();
        if steps.is_empty() {
            steps.push(Step { name: "Approvers".to_owned(), needs: 1 });
        }
        Ok(RequestFacts {
            id: RequestId::new(&*self.id),
            revision: 0,
            tenant: who.tenant.clone(),
            requester: self.requester(named),
            resource,
            role,
            window,
            justification,
            ticket: self.ticket(),
            risk: untold("Microsoft Entra"),
            policy: PolicyResult {
                version: entitlement.clone(),
                longest_window: longest,
                stages: steps,
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                // Entra does not tell approvers whether it wants one.
                reason_required: true,
            },
            entitlement: EntitlementId::new(entitlement),
            asked_at: self.created_date_time,
            revised_at: self.created_date_time,
            answer_by: self.created_date_time.plus_millis(ANSWER_WITHIN),
            nonce: String::new(),
        })
    }
}
