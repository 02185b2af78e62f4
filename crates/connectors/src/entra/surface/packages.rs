//! Access packages of Entra's entitlement management, on Graph v1.0. A request says for how long, or leaves that to the policy it
//! was asked under.

use super::super::graph::name;
use super::super::length::{Expiration, Schedule, Term};
use super::super::people::Named;
use super::super::request::{Asked, Request, Stand, needed};
use super::read;
use crate::http::{Call, bad};
use approval::{Resource, Role, Timestamp};
use desk::ports::ConnectorError;
use serde::Deserialize;
use serde_json::value::RawValue;

pub(super) const SCOPES: &[&str] =
    &["openid", "offline_access", "User.Read", "User.ReadBasic.All", "EntitlementManagement.ReadWrite.All"];
pub(super) const TO_WATCH: &[&str] =
    &["openid", "offline_access", "User.Read", "User.ReadBasic.All", "EntitlementManagement.Read.All"];
const REQUESTS: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
pub(super) const APPROVALS: &str = "/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals";
pub(super) const WAITING: &str = "state eq 'pendingApproval'";
const EXPAND: &str = "requestor,accessPackage";
/// What the policy is read with.
const EXPAND_POLICY: &str = "assignment($expand=assignmentPolicy)";
/// The longest that a policy can give approvers; which it gives, they are not told
/// (<https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-approval-policy>).
const OPEN_FOR: i64 = 14 * 24 * 3_600_000;
/// What may be offered in place of access without an end, in minutes: a year.
const LONGEST: u32 = 365 * 24 * 60;
const MOST_ANSWERS: usize = 50;

pub(super) fn mine(filter: String) -> Call<'static> {
    let mut call = Call::get(format!("{REQUESTS}/filterByCurrentUser(on='approver')"));
    call.query.extend([("$filter", filter), ("$expand", EXPAND.to_owned())]);
    call
}

pub(super) fn one(id: &str) -> Call<'static> {
    let mut call = Call::get(format!("{REQUESTS}/{id}"));
    call.query.push(("$expand", EXPAND.to_owned()));
    call
}

pub(super) fn policy(id: &str) -> Call<'static> {
    let mut call = Call::get(format!("{REQUESTS}/{id}"));
    call.query.push(("$expand", EXPAND_POLICY.to_owned()));
    call
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    created_date_time: Timestamp,
    request_type: Option<String>,
    state: String,
    justification: Option<String>,
    schedule: Option<Schedule>,
    requestor: Option<Subject>,
    access_package: Option<Package>,
    #[serde(default)]
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    object_id: Option<String>,
    display_name: Option<String>,
    email: Option<String>,
    principal_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    id: Option<String>,
    display_name: Option<String>,
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    display_value: Option<String>,
    answered_question: Option<Question>,
}

#[derive(Deserialize)]
struct Question {
    text: Option<String>,
}

/// A request as its policy is read with it.
#[derive(Deserialize)]
struct Under {
    id: String,
    assignment: Option<Assignment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assignment {
    assignment_policy: Option<Policy>,
}

#[derive(Deserialize)]
struct Policy {
    expiration: Option<Expiration>,
}

/// What the policy of this request says of its length; `None` where it says nothing, or Entra does not show it.
pub(super) fn expiration(told: &RawValue, id: &str) -> Result<Option<Expiration>, ConnectorError> {
    let told: Under = read(told)?;
    if !told.id.eq_ignore_ascii_case(id) {
        return Err(bad("an answer about another request".to_owned()));
    }
    Ok(told.assignment.and_then(|assignment| assignment.assignment_policy?.expiration))
}

fn stand(state: &str) -> Option<Stand> {
    Some(match state.to_ascii_lowercase().as_str() {
        "pendingapproval" => Stand::Waiting,
        "submitted" => Stand::Open,
        "denied" => Stand::Denied,
        "canceled" => Stand::Cancelled,
        "deliveryfailed" => Stand::Failed,
        "delivering" | "delivered" | "partiallydelivered" | "scheduled" => Stand::Given,
        _ => return None,
    })
}

fn unusual(kind: Option<&str>) -> Option<String> {
    let kind = name(kind).filter(|kind| !kind.eq_ignore_ascii_case("userAdd"))?;
    Some(format!("Microsoft Entra calls this {kind}."))
}

impl Answer {
    fn words(&self) -> Option<String> {
        let said = self.display_value.as_deref().map(str::trim).filter(|said| !said.is_empty())?;
        let question = self.answered_question.as_ref().and_then(|question| name(question.text.as_deref()));
        Some(question.map_or_else(|| format!("Answered: {said}"), |question| format!("{question} {said}")))
    }
}

pub(super) fn request(row: &RawValue) -> Result<Request, ConnectorError> {
    let row: Row = read(row)?;
    let package = row.access_package.ok_or_else(|| bad("a request without a package".to_owned()))?;
    let id = needed(package.id.as_ref(), "a package")?;
    let named = name(package.display_name.as_deref());
    let asked = Asked {
        entitlement: format!("packages/{id}"),
        resource: Resource { id: id.clone().into(), name: "Microsoft Entra".to_owned() },
        role: Role {
            name: named.unwrap_or_else(|| format!("{id}, a package that Microsoft Entra does not name")),
            id: id.into(),
            means: package.description.unwrap_or_default(),
        },
    };
    let requestor = row.requestor.ok_or_else(|| bad("a request of nobody".to_owned()))?;
    let principal = needed(requestor.object_id.as_ref(), "whom it is for")?;
    let address = name(requestor.principal_name.as_deref()).or_else(|| name(requestor.email.as_deref()));
    let called = name(requestor.display_name.as_deref()).or_else(|| address.clone());
    let answers = row.answers.iter().take(MOST_ANSWERS).filter_map(Answer::words);
    let remark = unusual(row.request_type.as_deref()).into_iter().chain(answers).collect::<Vec<_>>().join(" ");
    Ok(Request {
        // The approval of a request has its id.
        approval: row.id.clone(),
        id: row.id,
        stand: stand(&row.state),
        asked_at: row.created_date_time,
        open_for: OPEN_FOR,
        asked_by: None,
        principal,
        named: called.map(|name| Named { name, address: address.unwrap_or_default() }),
        asked,
        by_policy: row.schedule.as_ref().is_none_or(Schedule::says_nothing),
        term: Term::of(row.schedule.as_ref(), row.created_date_time),
        longest: LONGEST,
        remark: Some(remark).filter(|remark| !remark.is_empty()),
        justification: row.justification,
        ticket: None,
    })
}
