//! Privileged Identity Management over Graph: groups and directory roles. What they ask for is written in other fields, and nothing
//! else differs.

use super::super::graph::name;
use super::super::length::{Schedule, Term};
use super::super::people::Who;
use super::super::request::{Asked, Request, Stand, needed};
use super::super::stages::{Approval, Identity, Stage};
use super::read;
use crate::http::Call;
use approval::{Resource, Role, Timestamp};
use desk::ports::ConnectorError;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Entra gives approvers 24 hours, for every request
/// (<https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-approval-workflow>).
pub(super) const OPEN_FOR: i64 = 24 * 3_600_000;
/// The longest activation that the settings of a role or group can allow, in minutes.
pub(super) const LONGEST_ACTIVATION: u32 = 24 * 60;

pub(super) const FOR_GROUPS: &[&str] = &[
    "openid",
    "offline_access",
    "User.Read",
    "User.ReadBasic.All",
    "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
];
pub(super) const FOR_ROLES: &[&str] = &[
    "openid",
    "offline_access",
    "User.Read",
    "User.ReadBasic.All",
    "RoleAssignmentSchedule.ReadWrite.Directory",
    "RoleManagement.Read.Directory",
];

pub(super) const TO_WATCH_GROUPS: &[&str] =
    &["openid", "offline_access", "User.Read", "User.ReadBasic.All", "PrivilegedAssignmentSchedule.Read.AzureADGroup"];
pub(super) const TO_WATCH_ROLES: &[&str] = &[
    "openid",
    "offline_access",
    "User.Read",
    "User.ReadBasic.All",
    "RoleAssignmentSchedule.Read.Directory",
    "RoleManagement.Read.Directory",
];

pub(super) struct Place {
    requests: &'static str,
    pub approvals: &'static str,
    /// What a request is to be told with, so that it says what is asked for by name.
    expand: &'static str,
}

pub(super) const GROUPS: Place = Place {
    requests: "/v1.0/identityGovernance/privilegedAccess/group/assignmentScheduleRequests",
    approvals: "/v1.0/identityGovernance/privilegedAccess/group/assignmentApprovals",
    expand: "group($select=displayName)",
};
pub(super) const ROLES: Place = Place {
    requests: "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests",
    approvals: "/beta/roleManagement/directory/roleAssignmentApprovals",
    expand: "roleDefinition($select=displayName,description)",
};

pub(super) fn mine(place: &Place, filter: String) -> Call<'static> {
    let mut call = Call::get(format!("{}/filterByCurrentUser(on='approver')", place.requests));
    call.query.extend([("$filter", filter), ("$expand", place.expand.to_owned())]);
    call
}

pub(super) fn one(place: &Place, id: &str) -> Call<'static> {
    let mut call = Call::get(format!("{}/{id}", place.requests));
    call.query.push(("$expand", place.expand.to_owned()));
    call
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    approval_id: Option<String>,
    status: String,
    created_date_time: Timestamp,
    created_by: Option<Identities>,
    principal_id: String,
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

#[derive(Deserialize)]
struct Identities {
    user: Option<Identity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ticket {
    ticket_number: Option<String>,
    ticket_system: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    display_name: Option<String>,
    description: Option<String>,
}

/// An approval: on some surfaces its stages come with it.
#[derive(Deserialize)]
struct Told {
    id: String,
    #[serde(alias = "steps")]
    stages: Option<Vec<Stage>>,
}

pub(super) fn approval(told: &RawValue) -> Result<Approval, ConnectorError> {
    let Told { id, stages } = read(told)?;
    Ok(Approval { id, stages })
}

pub(super) fn stand(status: &str) -> Option<Stand> {
    Some(match status.to_ascii_lowercase().as_str() {
        "pendingapproval" => Stand::Waiting,
        "pendingevaluation" | "pendingadmindecision" | "accepted" => Stand::Open,
        "denied" | "admindenied" => Stand::Denied,
        "timedout" => Stand::Expired,
        "canceled" => Stand::Cancelled,
        "revoked" | "pendingrevocation" => Stand::TakenBack,
        "failed" | "failedasresourceislocked" | "invalid" => Stand::Failed,
        "granted"
        | "adminapproved"
        | "provisioned"
        | "provisioningstarted"
        | "pendingprovisioning"
        | "pendingapprovalprovisioning"
        | "pendingexternalprovisioning"
        | "pendingschedulecreation"
        | "schedulecreated" => Stand::Given,
        _ => return None,
    })
}

/// What Entra calls it, where that is not what nearly all are.
pub(super) fn unusual(action: Option<&str>) -> Option<String> {
    let action = name(action).filter(|action| !action.eq_ignore_ascii_case("selfActivate"))?;
    Some(format!("Microsoft Entra calls this {action}."))
}

impl Ticket {
    pub fn words(&self) -> Option<String> {
        let parts = [name(self.ticket_system.as_deref()), name(self.ticket_number.as_deref())];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

pub(super) fn group(row: &RawValue) -> Result<Request, ConnectorError> {
    let row: Row = read(row)?;
    let (group, access) = (needed(row.group_id.as_ref(), "a group")?, needed(row.access_id.as_ref(), "a relation")?);
    let named = row.group.as_ref().and_then(|group| name(group.display_name.as_deref()));
    let named = named.unwrap_or_else(|| format!("{group}, a group that Microsoft Entra does not name"));
    let (relation, means) = match access.to_ascii_lowercase().as_str() {
        "member" => ("Member", "Has whatever the members of this group have."),
        "owner" => ("Owner", "Decides who is in this group, and has what its owners have."),
        _ => (access.as_str(), ""),
    };
    // What it is to be in a group is that group's, so whoever classifies it says it of that one: no slash, after which alone a
    // role would be named.
    let role = Role {
        id: format!("{group}:{access}").into(),
        name: format!("{relation} of {named}"),
        means: means.to_owned(),
    };
    let asked = Asked {
        entitlement: format!("groups/{group}/{access}"),
        resource: Resource { id: group.into(), name: "Microsoft Entra".to_owned() },
        role,
    };
    Ok(row.asking(asked))
}

pub(super) fn role(row: &RawValue, who: &Who) -> Result<Request, ConnectorError> {
    let row: Row = read(row)?;
    let role = needed(row.role_definition_id.as_ref(), "a role")?;
    let scope = needed(row.directory_scope_id.as_ref(), "a scope")?;
    let described = row.role_definition.as_ref();
    let named = described.and_then(|role| name(role.display_name.as_deref()));
    let means = described.and_then(|role| role.description.clone()).unwrap_or_default();
    let resource = if scope == "/" { format!("Directory of {}", who.tenant.name) } else { scope.clone() };
    let asked = Asked {
        entitlement: format!("roles/{role}{}", scope.trim_end_matches('/')),
        resource: Resource { id: scope.into(), name: resource },
        role: Role {
            name: named.unwrap_or_else(|| format!("{role}, a role that Microsoft Entra does not name")),
            id: role.into(),
            means,
        },
    };
    Ok(row.asking(asked))
}

impl Row {
    fn asking(self, asked: Asked) -> Request {
        Request {
            // Often the request's own id.
            approval: self.approval_id.filter(|id| !id.is_empty()).unwrap_or_else(|| self.id.clone()),
            stand: stand(&self.status),
            asked_at: self.created_date_time,
            open_for: OPEN_FOR,
            asked_by: self.created_by.and_then(|by| by.user?.id),
            principal: self.principal_id,
            named: None,
            asked,
            by_policy: false,
            term: Term::of(self.schedule_info.as_ref(), self.created_date_time),
            longest: LONGEST_ACTIVATION,
            remark: unusual(self.action.as_deref()),
            justification: self.justification,
            ticket: self.ticket_info.and_then(|ticket| ticket.words()),
            id: self.id,
        }
    }
}
