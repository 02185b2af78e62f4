//! Azure Resource Manager, as it tells of the same requests: other names, other words, a version in each call, and paths in place of ids.

use super::model::{Approving, Model, Surface};
use super::{TENANT, answer, nothing, person, refused};
use axum::body::Body;
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;

pub const REQUESTS: &str = "/providers/Microsoft.Authorization/roleAssignmentScheduleRequests";
pub const APPROVALS: &str = "/providers/Microsoft.Authorization/roleAssignmentApprovals";
pub const AS_APPROVER: &str = "asApprover()";
pub const SCOPE: &str = "/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f/resourceGroups/Payroll";
/// Contributor.
const ROLE: &str = "b24988ac-6180-42a0-ab88-20f7382dd24c";

pub fn is_there(path: &str) -> bool {
    path == "/tenants" || path.to_lowercase().contains("/providers/microsoft.authorization/")
}

pub fn is_list(path: &str) -> bool {
    path.ends_with(REQUESTS)
}

pub fn is_dated(path: &str, query: &HashMap<String, String>) -> bool {
    let version = match path {
        "/tenants" => "2022-12-01",
        path if path.starts_with(APPROVALS) => "2021-01-01-preview",
        _ => "2020-10-01",
    };
    query.get("api-version").is_some_and(|given| given == version)
}

/// Its paths are the same whatever their capitals.
fn after<'a>(path: &'a str, start: &str) -> Option<&'a str> {
    let (before, rest) = path.split_at_checked(start.len())?;
    before.eq_ignore_ascii_case(start).then_some(rest)
}

pub fn answered(model: &Model, here: &str, path: &str, query: &HashMap<String, String>) -> Response<Body> {
    let now = model.now();
    if path == "/tenants" {
        let names = json!({ "tenantId": TENANT, "displayName": "Contoso", "defaultDomain": "contoso.example" });
        return answer(now, &json!({ "value": [names] }));
    }
    if let Some(rest) = after(path, APPROVALS) {
        let mut parts = rest.trim_start_matches('/').split('/');
        let id = parts.next().unwrap_or_default();
        let Some(asked) = model.asked(Surface::Azure, id) else { return nothing(now) };
        return match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => answer(now, &asked.approval()),
            (Some("stages"), None, _) => answer(now, &json!({ "value": stages(id, &asked.stages()) })),
            (Some("stages"), Some(wanted), None) => {
                let found = asked.stages().into_iter().find(|stage| stage["id"] == wanted);
                found.map_or_else(|| nothing(now), |found| answer(now, &stage(id, &found)))
            }
            _ => nothing(now),
        };
    }
    if !is_list(path) {
        let below = after(path, SCOPE).and_then(|rest| after(rest, REQUESTS)).and_then(|rest| rest.strip_prefix('/'));
        let asked = below.and_then(|id| model.asked(Surface::Azure, id));
        return asked.map_or_else(|| nothing(now), |asked| answer(now, &shown(asked)));
    }
    if query.get("$filter").is_none_or(|filter| filter != AS_APPROVER) {
        return refused(now, StatusCode::BAD_REQUEST, "InvalidFilter", "The filter is not supported.");
    }
    let scope = path.strip_suffix(REQUESTS).unwrap();
    let below = SCOPE.starts_with(scope);
    let all: Vec<&Approving> = model.of(Surface::Azure).filter(|_| below).collect();
    let from: usize = query.get("$skiptoken").map_or(0, |token| token.parse().unwrap());
    let to = (from + model.page).min(all.len());
    let mut page = json!({ "value": all[from..to].iter().map(|asked| shown(asked)).collect::<Vec<_>>() });
    if to < all.len() {
        let filter = "$filter=asApprover()&api-version=2020-10-01";
        page["nextLink"] = json!(format!("{here}{path}?{filter}&$skiptoken={to}"));
    }
    answer(now, &page)
}

fn shown(asked: &Approving) -> Value {
    let body = &asked.body;
    let (id, principal) = (body["id"].as_str().unwrap(), body["principalId"].as_str().unwrap());
    let person = person(principal).unwrap();
    let mut schedule = body["scheduleInfo"].clone();
    if let Some(kind) = schedule["expiration"]["type"].as_str().map(|kind| kind.replacen('a', "A", 1)) {
        schedule["expiration"]["type"] = json!(kind);
    }
    let role = format!("{SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{ROLE}");
    json!({
        "id": format!("{SCOPE}/providers/Microsoft.Authorization/RoleAssignmentScheduleRequests/{id}"),
        "name": id,
        "type": "Microsoft.Authorization/RoleAssignmentScheduleRequests",
        "properties": {
            "scope": SCOPE, "roleDefinitionId": role, "principalId": principal, "principalType": "User",
            "requestType": "SelfActivate", "status": body["status"], "approvalId": body["approvalId"],
            "scheduleInfo": schedule, "ticketInfo": body["ticketInfo"],
            "justification": body["justification"], "requestorId": body["createdBy"]["user"]["id"],
            "createdOn": body["createdDateTime"], "condition": null, "conditionVersion": null,
            "expandedProperties": {
                "scope": { "id": SCOPE, "displayName": "Payroll", "type": "resourcegroup" },
                "roleDefinition": { "id": role, "displayName": "Contributor", "type": "BuiltInRole" },
                "principal": {
                    "id": principal, "displayName": person["displayName"], "email": person["userPrincipalName"],
                    "type": "User",
                },
            },
        },
    })
}

pub fn approval(id: &str, all: &[Value]) -> Value {
    json!({
        "id": format!("{APPROVALS}/{id}"),
        "name": id,
        "type": "Microsoft.Authorization/roleAssignmentApprovals",
        "properties": { "stages": stages(id, all) },
    })
}

fn stages(approval: &str, all: &[Value]) -> Vec<Value> {
    all.iter().map(|known| stage(approval, known)).collect()
}

/// It reads back the very words that it takes.
pub fn stage(approval: &str, stage: &Value) -> Value {
    let id = stage["id"].as_str().unwrap();
    let result = match stage["reviewResult"].as_str().unwrap() {
        "Approved" => "Approve",
        "Denied" => "Deny",
        other => other,
    };
    let by = stage["reviewedBy"]["id"].as_str().map(|by| {
        let person = person(by).unwrap();
        json!({
            "principalId": by, "principalType": "user", "principalName": person["displayName"],
            "userPrincipalName": person["userPrincipalName"],
        })
    });
    json!({
        "id": format!("{APPROVALS}/{approval}/stages/{id}"),
        "name": id,
        "type": "Microsoft.Authorization/roleAssignmentApprovals/stages",
        "properties": {
            "displayName": stage["displayName"], "status": stage["status"], "assignedToMe": stage["assignedToMe"],
            "reviewedBy": by, "reviewedDateTime": stage["reviewedDateTime"], "reviewResult": result,
            "justification": stage["justification"],
        },
    })
}
