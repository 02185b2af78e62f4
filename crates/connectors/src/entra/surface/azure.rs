//! Privileged Identity Management for Azure's resources, at Azure Resource Manager. Its approvals belong to the tenant whatever they
//! are for (<https://learn.microsoft.com/rest/api/authorization/privileged-approval-sample>). It has no call that says who one is:
//! that stands in the token alone.

use super::super::graph::{Told, ask_all, is_id, name};
use super::super::length::{Schedule, Term};
use super::super::people::{Named, Who, person_id};
use super::super::request::{Asked, Request, needed};
use super::super::stages::{Approval, Identity, Stage};
use super::pim::{LONGEST_ACTIVATION, OPEN_FOR, Ticket, stand, unusual};
use super::read;
use crate::http::{Call, Http, bad};
use crate::kept::nameless;
use approval::{Resource, Role, Tenant, Timestamp};
use desk::ports::ConnectorError;
use desk::roles::{RoleSystem, ShippedRole};
use queue_api::Base64Url;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;

pub(super) const ENDPOINT: &str = "https://management.azure.com";
pub(super) const SCOPES: &[&str] = &["openid", "offline_access", "https://management.azure.com/user_impersonation"];
const REQUESTS: &str = "/providers/Microsoft.Authorization/roleAssignmentScheduleRequests";
pub(super) const APPROVALS: &str = "/providers/Microsoft.Authorization/roleAssignmentApprovals";
const API_VERSION: &str = "api-version";
/// Of requests, of approvals, and of tenants.
const OF_REQUESTS: &str = "2020-10-01";
const OF_APPROVALS: &str = "2021-01-01-preview";
const OF_TENANTS: &str = "2022-12-01";
/// The longest path of a resource, with what stands below it.
const LONGEST_PATH: usize = 2048;

/// Part of Azure: `/subscriptions/ID`, with a resource group or a resource after it, or a management group. Empty for all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no scope of Azure")]
pub struct NoScope;

impl FromStr for Scope {
    type Err = NoScope;
    fn from_str(text: &str) -> Result<Self, NoScope> {
        match text.strip_prefix('/') {
            None if text.is_empty() => Ok(Self(String::new())),
            Some(path) if is_path(path) => Ok(Self(text.to_owned())),
            Some(_) | None => Err(NoScope),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path of Azure without the slash before it, at which nothing leads elsewhere.
pub(super) fn is_path(path: &str) -> bool {
    let is_part = |part: &str| {
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '(' | ')');
        !part.is_empty() && part.chars().all(fits) && !part.chars().all(|letter| letter == '.')
    };
    path.len() <= LONGEST_PATH && path.split('/').all(is_part)
}

fn dated(mut call: Call<'static>, version: &str) -> Call<'static> {
    call.query.push((API_VERSION, version.to_owned()));
    call
}

/// Whatever became of them: its list takes no other filter.
pub(super) fn mine(scope: &Scope) -> Call<'static> {
    let mut call = dated(Call::get(format!("{scope}{REQUESTS}")), OF_REQUESTS);
    call.query.push(("$filter", "asApprover()".to_owned()));
    call
}

pub(super) fn one(id: &str) -> Call<'static> {
    dated(Call::get(format!("/{id}")), OF_REQUESTS)
}

pub(super) fn of_approvals(call: Call<'static>) -> Call<'static> {
    dated(call, OF_APPROVALS)
}

/// Microsoft's page on approving wraps what is decided, its client does not: so both stand there, and say the same.
pub(super) fn wrapped(said: Value) -> Value {
    let mut body = json!({ "properties": said });
    if let (Some(body), Value::Object(said)) = (body.as_object_mut(), said) {
        body.extend(said);
    }
    body
}

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    properties: Properties,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    scope: Option<String>,
    role_definition_id: Option<String>,
    principal_id: String,
    request_type: Option<String>,
    status: String,
    approval_id: Option<String>,
    schedule_info: Option<Schedule>,
    justification: Option<String>,
    ticket_info: Option<Ticket>,
    condition: Option<String>,
    created_on: Timestamp,
    requestor_id: Option<String>,
    expanded_properties: Option<Expanded>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expanded {
    scope: Option<Described>,
    role_definition: Option<Described>,
    principal: Option<Described>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    display_name: Option<String>,
    email: Option<String>,
}

impl Described {
    fn name(described: Option<&Self>) -> Option<String> {
        name(described?.display_name.as_deref())
    }
}

/// Azure's paths are the same whatever their capitals, and it writes them one way here and another there.
fn path(id: &str) -> String {
    id.trim_matches('/').to_lowercase()
}

fn last(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// `contosobilling (storageAccounts)`, `Contoso Production (subscription)`: what it is called by its last part that people know, and what
/// it is. The whole is too long for a name.
fn place(scope: &str, told: Option<String>) -> String {
    let parts: Vec<&str> = scope.split('/').filter(|part| !part.is_empty()).collect();
    let Some((last, before)) = parts.split_last() else { return "all of Azure in the tenant".to_owned() };
    let kind = match before.last().map(|kind| kind.to_lowercase()).as_deref() {
        Some("subscriptions") => "subscription".to_owned(),
        Some("resourcegroups") => "resource group".to_owned(),
        Some("managementgroups") => "management group".to_owned(),
        Some(_) | None => before.last().copied().unwrap_or("scope").to_owned(),
    };
    let is_id = last.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    match told.filter(|told| told != last) {
        Some(told) => format!("{told} ({kind})"),
        None if is_id => format!("{kind} {}", nameless(last)),
        None => format!("{last} ({kind})"),
    }
}

/// `Owner can …`, as the table of roles says it.
fn in_words(role: &ShippedRole) -> String {
    format!("{} {}.", role.name, role.can)
}

pub(super) fn request(row: &RawValue) -> Result<Request, ConnectorError> {
    let Row { id, name: own, properties } = read(row)?;
    let role = needed(properties.role_definition_id.as_ref(), "a role")?;
    let scope = needed(properties.scope.as_ref(), "a scope")?;
    let expanded = properties.expanded_properties.as_ref();
    let named = expanded.and_then(|all| Described::name(all.scope.as_ref()));
    let resource = place(&scope, named);
    let whole = format!("It is for {scope}.");
    let named = expanded.and_then(|all| Described::name(all.role_definition.as_ref()));
    let definition = last(&role).to_owned();
    let asked = Asked {
        entitlement: format!("azure/{definition}{}", scope.trim_end_matches('/')),
        resource: Resource { id: scope.into(), name: resource },
        role: Role {
            name: named.unwrap_or_else(|| format!("{definition}, a role that Azure does not name")),
            means: ShippedRole::of(RoleSystem::Azure, &definition.to_lowercase()).map(in_words).unwrap_or_default(),
            id: definition.into(),
        },
    };
    let principal = expanded.and_then(|all| all.principal.as_ref());
    let address = principal.and_then(|principal| name(principal.email.as_deref()));
    let called = Described::name(principal).or_else(|| address.clone());
    let condition = properties.condition.filter(|condition| !condition.is_empty());
    let condition = condition.map(|condition| format!("It counts under this condition: {condition}"));
    let remarks = [Some(whole), unusual(properties.request_type.as_deref()), condition];
    let remark = remarks.into_iter().flatten().collect::<Vec<_>>().join(" ");
    // It comes as an id or as the path of it; where it does not, the approval is called as the request is.
    let approval = properties.approval_id.as_deref().map(last).filter(|id| !id.is_empty());
    Ok(Request {
        approval: approval.unwrap_or(&own).to_owned(),
        id: path(&id),
        stand: stand(&properties.status),
        asked_at: properties.created_on,
        open_for: OPEN_FOR,
        asked_by: properties.requestor_id,
        principal: properties.principal_id,
        named: called.map(|name| Named { name, address: address.unwrap_or_default() }),
        asked,
        by_policy: false,
        term: Term::of(properties.schedule_info.as_ref(), properties.created_on),
        longest: LONGEST_ACTIVATION,
        remark: Some(remark).filter(|remark| !remark.is_empty()),
        justification: properties.justification,
        ticket: properties.ticket_info.and_then(|ticket| ticket.words()),
    })
}

#[derive(Deserialize)]
struct ToldApproval {
    name: String,
    properties: Option<Stages>,
}

#[derive(Deserialize)]
struct Stages {
    stages: Option<Vec<ToldStage>>,
}

#[derive(Deserialize)]
struct ToldStage {
    /// A path; its last part is what a call takes.
    id: String,
    properties: Reviewed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reviewed {
    display_name: Option<String>,
    status: Option<String>,
    assigned_to_me: Option<bool>,
    review_result: Option<String>,
    reviewed_by: Option<Reviewer>,
    reviewed_date_time: Option<Timestamp>,
    justification: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reviewer {
    principal_id: Option<String>,
    principal_name: Option<String>,
}

impl From<ToldStage> for Stage {
    fn from(ToldStage { id, properties }: ToldStage) -> Self {
        let by = properties.reviewed_by;
        Self {
            id: last(&id).to_owned(),
            display_name: properties.display_name,
            status: properties.status,
            assigned_to_me: properties.assigned_to_me,
            review_result: properties.review_result,
            reviewed_by: by.map(|by| Identity { id: by.principal_id, display_name: by.principal_name }),
            reviewed_date_time: properties.reviewed_date_time,
            justification: properties.justification,
        }
    }
}

pub(super) fn approval(told: &RawValue) -> Result<Approval, ConnectorError> {
    let ToldApproval { name, properties } = read(told)?;
    let stages = properties.and_then(|properties| properties.stages);
    Ok(Approval { id: name, stages: stages.map(|stages| stages.into_iter().map(Stage::from).collect()) })
}

pub(super) fn stage(told: &RawValue) -> Result<Stage, ConnectorError> {
    read::<ToldStage>(told).map(Stage::from)
}

/// What Entra writes into its tokens (<https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>).
#[derive(Deserialize)]
struct Claims {
    oid: String,
    tid: String,
    name: Option<String>,
    upn: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ToldTenant {
    tenant_id: Option<String>,
    display_name: Option<String>,
    default_domain: Option<String>,
}

/// Nothing is decided by this but what is one's own, which Azure refuses as well: so the token's signature is Azure's to check.
fn claims(token: &str) -> Option<Claims> {
    let [_, payload, _] = token.split('.').collect::<Vec<_>>()[..] else { return None };
    let Base64Url(payload) = payload.parse().ok()?;
    let claims: Claims = serde_json::from_slice(&payload).ok()?;
    (is_id(&claims.oid) && is_id(&claims.tid)).then_some(claims)
}

pub(super) async fn who(http: &Http) -> Result<Told<Who>, ConnectorError> {
    let claims = http.token().await?.as_deref().and_then(claims);
    let claims = claims.ok_or_else(|| bad("a token that does not say whose it is".to_owned()))?;
    let Told { at, said } = ask_all::<ToldTenant>(http, dated(Call::get("/tenants"), OF_TENANTS)).await?;
    let is_this =
        |tenant: &ToldTenant| tenant.tenant_id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(&claims.tid));
    let tenant = said.iter().find(|tenant| is_this(tenant));
    let told = |field: Option<&String>| name(field.map(String::as_str)).unwrap_or_else(|| claims.tid.clone());
    let tenant = Tenant {
        id: claims.tid.to_ascii_lowercase().into(),
        name: told(tenant.and_then(|tenant| tenant.display_name.as_ref())),
        domain: told(tenant.and_then(|tenant| tenant.default_domain.as_ref())),
    };
    let called = name(claims.name.as_deref()).or_else(|| name(claims.upn.as_deref()));
    let who = Who { id: person_id(&claims.oid), name: called.unwrap_or_else(|| claims.oid.clone()), tenant };
    Ok(Told { at, said: who })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_called_by_its_last_part_and_never_by_a_bare_id() {
        let id = "9f8e7d6c-0000-4000-8000-000000000001";
        let below = format!("/subscriptions/{id}/resourceGroups/billing");
        let account = format!("{below}/providers/Microsoft.Storage/storageAccounts/contosobilling");
        for (scope, told, wanted) in [
            (account.as_str(), None, "contosobilling (storageAccounts)"),
            (&account, Some("contosobilling"), "contosobilling (storageAccounts)"),
            (&below, None, "billing (resource group)"),
            (&format!("/subscriptions/{id}"), Some("Contoso Production"), "Contoso Production (subscription)"),
            (&format!("/subscriptions/{id}/"), None, &format!("subscription {id}, name not told")),
            ("/providers/Microsoft.Management/managementGroups/contoso", None, "contoso (management group)"),
            ("/", None, "all of Azure in the tenant"),
        ] {
            assert_eq!(place(scope, told.map(str::to_owned)), wanted, "{scope}");
        }
    }
}
