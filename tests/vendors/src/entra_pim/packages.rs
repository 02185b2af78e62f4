//! Access packages of entitlement management, as Graph tells of the same requests.

use super::model::Approving;
use super::person;
use serde_json::{Value, json};

pub const REQUESTS: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
pub const APPROVALS: &str = "/v1.0/identityGovernance/entitlementManagement/accessPackageAssignmentApprovals";
const PACKAGE: &str = "b15419bb-5ffc-ea11-b207-c8d9d21f4e9a";
const POLICY: &str = "99d5c37f-4c6d-4c5f-9c3f-1d6b9a5c2d10";

/// How Graph calls where it stands. What nobody decided in time is denied.
pub fn state(asked: &Approving) -> &'static str {
    match asked.body["status"].as_str().unwrap() {
        "PendingApproval" => "pendingApproval",
        "Provisioned" => "delivered",
        "Denied" | "TimedOut" => "denied",
        "Canceled" => "canceled",
        other => panic!("{other}"),
    }
}

pub fn shown(asked: &Approving, expand: Option<&String>) -> Value {
    let body = &asked.body;
    let state = state(asked);
    let mut shown = json!({
        "id": body["id"], "requestType": "userAdd", "state": state, "status": state,
        "createdDateTime": body["createdDateTime"], "completedDateTime": body["completedDateTime"],
        "justification": body["justification"], "schedule": body["scheduleInfo"], "answers": [],
        "customExtensionCalloutInstances": [],
    });
    let asks_for = |name: &str| expand.is_some_and(|expand| expand.split([',', '(']).any(|part| part == name));
    if asks_for("requestor") {
        let id = body["principalId"].as_str().unwrap();
        let person = person(id).unwrap();
        let address = &person["userPrincipalName"];
        shown["requestor"] = json!({
            "id": format!("0{}", &id[1..]), "objectId": id, "displayName": person["displayName"], "email": address,
            "principalName": address, "subjectType": "user",
        });
    }
    if asks_for("accessPackage") {
        let (name, means) = ("Payroll staff", "What people in payroll work with.");
        shown["accessPackage"] = json!({ "id": PACKAGE, "displayName": name, "description": means, "isHidden": false });
    }
    if asks_for("assignment") {
        let policy = json!({ "id": POLICY, "displayName": "For employees", "expiration": body["policy"] });
        let policy = asks_for("$expand=assignmentPolicy)").then_some(policy);
        shown["assignment"] = json!({ "id": body["id"], "state": "deliveryPending", "assignmentPolicy": policy });
    }
    shown
}
