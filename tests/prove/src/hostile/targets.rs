//! The connectors, each with an answer that has everything it reads, and what is asked of it.

use super::{QUICK, TOKEN};
use approval::{GrantId, RequestId, Timestamp, Window};
use connectors::sign_in::Keep;
use connectors::{Credential, System};
use desk::ports::{ConnectorError, KeychainError, Line, Ruling, Secret};
use queue_api::{DecisionRequest, RevocationRequest, ShorteningRequest};
use serde_json::{Value, json};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use super::server::{decision, record};

pub struct Target {
    pub name: &'static str,
    /// Made from the hostile server's address.
    pub address: fn(&str) -> String,
    pub sample: Value,
    /// As the keyring has it, where it is no token.
    pub session: Option<fn(&str) -> Value>,
    /// What stands before the token, where a system reads in it whose it is, or takes both together.
    pub claims: &'static str,
    pub request: &'static str,
}

pub fn all() -> Vec<Target> {
    vec![
        ours(),
        google_pam(),
        access_approval(),
        entra_pim(),
        azure_pim(),
        entra_packages(),
        github(),
        aws_team(),
        discord_access(),
        opal(),
        jsm(),
        conductorone(),
        servicenow(),
        signing_in(),
    ]
}

fn ours() -> Target {
    let mut sample = record("r-1", 3);
    let tenant = json!({ "id": "contoso", "name": "Contoso", "domain": "contoso.example" });
    let grant = json!({
        "id": "g-1", "request": "r-1", "tenant": tenant, "holder": { "id": "mira", "name": "Mira Kurz", "kind": "human" },
        "zone": "Europe/Vienna", "resource": { "id": "payroll", "name": "Payroll" },
        "role": { "id": "admin", "name": "Administrator", "means": "can change salaries" }, "risk": "high", "window": "PT4H",
        "granted_at": "2026-11-22T13:00:00.000Z", "state": { "state": "scheduled" }, "access": "not-given",
    });
    let changes = json!([{ "request": sample.clone() }]);
    let more = json!({
        "person": "noor", "name": "Noor Haddad", "zone": "Europe/Vienna", "role": "approver", "tenants": [tenant],
        "server_time": "2026-11-22T14:00:00.000Z", "server": "q", "versions": ["1"], "witness": "w", "log": "l",
        "cursor": "c1", "more": false, "snapshot": true, "changes": changes, "grants": [grant], "devices": [],
    });
    if let (Some(all), Some(more)) = (sample.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    Target { name: "Doorward", address: str::to_owned, sample, session: None, claims: "", request: "r-1" }
}

const GRANT: &str = "projects/p/locations/global/entitlements/e/grants/g";

fn google_pam() -> Target {
    let mut sample = json!({
        "name": GRANT, "createTime": "2026-11-20T15:00:00Z", "requester": "dana@contoso.example",
        "requestedDuration": "3600s", "justification": { "unstructuredJustification": "why" }, "state": "APPROVAL_AWAITED",
        "timeline": { "events": [
            { "eventTime": "2026-11-20T15:00:00Z", "requested": { "expireTime": "2026-11-21T15:00:00Z" } },
            { "eventTime": "2026-11-20T15:00:00Z", "approved": { "actor": "ilya@contoso.example", "reason": "r" } },
        ] },
        "privilegedAccess": { "gcpIamAccess": { "resource": "//x/projects/p", "roleBindings": [{ "role": "roles/owner", "conditionExpression": "c" }] } },
        "auditTrail": { "accessGrantTime": "2026-11-20T15:00:00Z" },
    });
    let entitlement = json!({ "name": "projects/p/locations/global/entitlements/e", "approvalWorkflow": { "manualApprovals": { "requireApproverJustification": true } } });
    let more = json!({ "email": "noor@contoso.example", "entitlements": [entitlement], "grants": [sample.clone()], "nextPageToken": "" });
    if let (Some(all), Some(more)) = (sample.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    Target {
        name: "Google Cloud PAM",
        address: |server| format!("google-pam:projects/p@{server}"),
        sample,
        session: None,
        claims: "",
        request: GRANT,
    }
}

fn access_approval() -> Target {
    let name = "projects/p/approvalRequests/r";
    let mut sample = json!({
        "name": name, "requestTime": "2026-11-20T15:00:00Z", "requestedDuration": "3600s",
        "requestedExpiration": "2026-11-20T16:00:00Z", "requestedResourceName": "//x/projects/p",
        "requestedReason": { "type": "CUSTOMER_INITIATED_SUPPORT", "detail": "d" },
        "requestedLocations": { "principalOfficeCountry": "IE", "principalPhysicalLocationCountry": "IE" },
        "requestedResourceProperties": { "excludesDescendants": true }, "requestedAugmentedInfo": { "command": "c" },
        "approve": { "approveTime": "2026-11-20T15:00:00Z", "expireTime": "2026-11-20T16:00:00Z", "invalidateTime": null, "autoApproved": false },
        "dismiss": { "dismissTime": "2026-11-20T15:00:00Z", "implicit": false },
    });
    let more = json!({ "email": "noor@contoso.example", "approvalRequests": [sample.clone()], "nextPageToken": "" });
    if let (Some(all), Some(more)) = (sample.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    let address = |server: &str| format!("access-approval:projects/p@{server}");
    Target { name: "Google Cloud Access Approval", address, sample, session: None, claims: "", request: name }
}

fn discord_access() -> Target {
    let (id, person, group) = ("req00000000000000001", "00u1danaperes0000001", "00g10000000000000001");
    let user = json!({ "id": person, "email": "dana@contoso.example", "display_name": "Dana Peres", "first_name": "Dana", "last_name": "Peres" });
    let mut sample = json!({
        "id": id, "email": "noor@contoso.example", "display_name": "Noor Haddad", "status": "PENDING",
        "created_at": "2026-11-20T15:00:00Z", "requester_user_id": person, "requester": user.clone(),
        "requested_group_id": group, "requested_group": { "id": group, "name": "Admins" }, "request_ownership": false,
        "request_reason": "why", "request_ending_at": "2026-11-20T16:00:00Z", "resolver_user_id": null, "resolver": user.clone(),
        "resolution_reason": "", "resolved_at": "2026-11-20T15:00:00Z", "approval_ending_at": "2026-11-20T16:00:00Z",
    });
    let mut row = sample.clone();
    let membership = json!({
        "user_id": person, "group_id": group, "is_owner": false, "ended_at": "2026-11-20T16:00:00Z", "user": user,
        "group": { "name": "Admins" }, "access_request": { "id": id }, "ended_actor": null,
    });
    if let (Some(row), Some(membership)) = (row.as_object_mut(), membership.as_object()) {
        row.extend(membership.clone());
    }
    if let Some(all) = sample.as_object_mut() {
        all.extend([("items".to_owned(), json!([row])), ("pages".to_owned(), json!(1))]);
    }
    let address = |server: &str| format!("discord-access:{server}");
    Target { name: "discord/access", address, sample, session: None, claims: "", request: id }
}

fn entra_pim() -> Target {
    let person = "11111111-1111-1111-1111-111111111111";
    let mut sample = json!({
        "id": "a1", "approvalId": "a1", "principalId": person, "groupId": "g1", "accessId": "member", "action": "selfActivate",
        "status": "PendingApproval", "createdDateTime": "2026-11-20T15:00:00Z", "justification": "why",
        "group": { "displayName": "Admins" }, "ticketInfo": { "ticketNumber": "7", "ticketSystem": "T" },
        "createdBy": { "user": { "id": person, "displayName": "Dana Peres" } },
        "scheduleInfo": {
            "startDateTime": "2026-11-20T15:00:00Z",
            "expiration": { "type": "afterDuration", "duration": "PT4H", "endDateTime": null },
        },
        "displayName": "Noor Haddad", "userPrincipalName": "noor@contoso.example",
    });
    let stage = json!({
        "id": "s1", "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed", "justification": "",
        "reviewedDateTime": null, "reviewedBy": { "id": person, "displayName": "Ilya Sun" },
    });
    if let Some(all) = sample.as_object_mut() {
        let rows = json!([all.clone(), stage.clone()]);
        all.extend([("value".to_owned(), rows), ("stages".to_owned(), json!([stage]))]);
    }
    let address = |server: &str| format!("entra-pim:groups@{server}");
    Target { name: "Microsoft Entra PIM", address, sample, session: None, claims: "", request: "a1" }
}

/// Noor Haddad, as Cognito names her.
const USERNAME: &str = "eyJhbGciOiJSUzI1NiJ9.eyJ1c2VybmFtZSI6ImlkY19ub29yIn0.";
/// Noor Haddad, of Contoso, before a signature.
const CLAIMS: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIzZmJkOTI5ZC04YzU2LTQ0NjItODUxZS0wZWI5YTdiM2EyYTUiLCJ0aWQiOiI4NDg0MTA2Ni0yNzRkLTRlYzAtYTVjMS0yNzZiZTY4NGJkZDMiLCJuYW1lIjoiTm9vciBIYWRkYWQifQ.";
const AZURE: &str = "subscriptions/s/providers/microsoft.authorization/roleassignmentschedulerequests/a1";

fn azure_pim() -> Target {
    let person = "11111111-1111-1111-1111-111111111111";
    let stage = json!({ "id": "/x/stages/s1", "name": "s1", "properties": {
        "displayName": "Owners", "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed", "justification": "",
        "reviewedDateTime": null, "reviewedBy": { "principalId": person, "principalName": "Ilya Sun" },
    } });
    let mut sample = json!({
        "id": format!("/{AZURE}"), "name": "a1", "tenantId": "84841066-274d-4ec0-a5c1-276be684bdd3", "displayName": "Contoso",
        "defaultDomain": "contoso.example",
        "properties": {
            "scope": "/subscriptions/s", "roleDefinitionId": "/x/roleDefinitions/r", "principalId": person, "requestorId": person,
            "requestType": "SelfActivate", "status": "PendingApproval", "approvalId": "a1", "createdOn": "2026-11-20T15:00:00Z",
            "justification": "why", "ticketInfo": { "ticketNumber": "7", "ticketSystem": "T" }, "condition": "c",
            "scheduleInfo": { "startDateTime": "2026-11-20T15:00:00Z", "expiration": { "type": "AfterDuration", "duration": "PT4H" } },
            "expandedProperties": {
                "scope": { "displayName": "Payroll" }, "roleDefinition": { "displayName": "Contributor" },
                "principal": { "displayName": "Dana Peres", "email": "dana@contoso.example" },
            },
            "stages": [stage.clone()],
        },
    });
    if let Some(all) = sample.as_object_mut() {
        let rows = json!([all.clone()]);
        all.extend([("value".to_owned(), rows), ("nextLink".to_owned(), Value::Null)]);
    }
    Target {
        name: "Microsoft Entra PIM for Azure",
        address: |server| format!("entra-pim:azure@{server}"),
        sample,
        session: None,
        claims: CLAIMS,
        request: AZURE,
    }
}

fn entra_packages() -> Target {
    let person = "11111111-1111-1111-1111-111111111111";
    let mut sample = json!({
        "id": "a1", "requestType": "userAdd", "state": "pendingApproval", "createdDateTime": "2026-11-20T15:00:00Z",
        "justification": "why", "schedule": { "startDateTime": "2026-11-20T15:00:00Z", "expiration": { "type": "notSpecified" } },
        "requestor": { "objectId": person, "displayName": "Dana Peres", "principalName": "dana@contoso.example" },
        "accessPackage": { "id": "p1", "displayName": "Payroll", "description": "d" },
        "answers": [{ "displayValue": "Yes", "answeredQuestion": { "text": "Why?" } }],
        "assignment": { "assignmentPolicy": { "expiration": { "type": "afterDuration", "duration": "PT4H" } } },
        "displayName": "Noor Haddad", "userPrincipalName": "noor@contoso.example",
    });
    let stage = json!({
        "id": "s1", "status": "InProgress", "assignedToMe": true, "reviewResult": "NotReviewed", "justification": "",
        "reviewedDateTime": null, "reviewedBy": { "id": person, "displayName": "Ilya Sun" },
    });
    if let Some(all) = sample.as_object_mut() {
        let rows = json!([all.clone()]);
        all.extend([("value".to_owned(), rows), ("stages".to_owned(), json!([stage]))]);
    }
    let address = |server: &str| format!("entra-packages:@{server}");
    Target { name: "Microsoft Entra access packages", address, sample, session: None, claims: "", request: "a1" }
}

/// But for what waits in a run and its reviews: these are lists where all else is an object.
fn github() -> Target {
    let mut sample = json!({
        "id": 42, "login": "noor", "type": "User", "run_number": 3, "run_attempt": 1, "name": "Release", "display_title": "t",
        "event": "push", "status": "waiting", "conclusion": null, "head_branch": "main", "head_sha": "abc", "path": "p.yml",
        "html_url": "https://github.com/acme/web/actions/runs/42", "created_at": "2026-11-20T15:00:00Z",
        "run_started_at": "2026-11-20T15:00:00Z", "actor": { "id": 2, "login": "dana", "type": "User" },
        "triggering_actor": { "id": 2, "login": "dana", "type": "User" },
    });
    let rule = json!({ "type": "required_reviewers", "wait_timer": 30, "reviewers": [{ "reviewer": { "id": 3, "login": "i" } }] });
    let environment = json!({ "id": 7, "name": "production", "protection_rules": [rule] });
    let more = json!({ "workflow_runs": [sample.clone()], "environments": [environment] });
    if let (Some(all), Some(more)) = (sample.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    let address = |server: &str| format!("github:acme/web@{server}");
    Target { name: "GitHub", address, sample, session: None, claims: "", request: "acme/web/7/1.0/42" }
}

fn aws_team() -> Target {
    let row = json!({
        "id": "a1", "email": "dana@contoso.example", "username": "idc_dana", "accountId": "123456789012", "accountName": "Payroll",
        "role": "AdministratorAccess", "roleId": "arn:aws:sso:::permissionSet/i/p", "startTime": "2026-11-20T15:00:00Z", "duration": "4",
        "justification": "why", "status": "pending", "comment": "c", "approver": "Ilya Sun", "approverId": "idc_ilya", "revoker": "Ilya Sun",
        "revokerId": "idc_ilya", "endTime": "2026-11-20T19:00:00Z", "ticketNo": "7", "createdAt": "2026-11-20T15:00:00Z",
        "updatedAt": "2026-11-20T15:00:00Z",
    });
    let data = json!({
        "requestByStatus": { "items": [row.clone()], "nextToken": null }, "getRequests": row.clone(), "updateRequests": row,
        "getSettings": { "expiry": "3", "comments": true },
    });
    Target {
        name: "AWS TEAM",
        address: |server| format!("aws-team:{server}"),
        sample: json!({ "data": data, "errors": null }),
        session: None,
        claims: USERNAME,
        request: "a1",
    }
}

fn opal() -> Target {
    let person = "11111111-1111-1111-1111-111111111111";
    let mut sample = json!({
        "id": "a1", "created_at": "2026-11-20 15:00:00+00:00", "updated_at": "2026-11-20 15:00:00+00:00",
        "requester_id": person, "target_user_id": person, "target_group_id": null, "status": "PENDING", "reason": "why",
        "duration_minutes": 60,
        "requested_items_list": [{ "resource_id": "r1", "name": "Payroll", "access_level_name": "Admin", "access_level_remote_id": "a" }],
        "custom_fields_responses": [{ "field_name": "Ticket", "field_type": "SHORT_TEXT", "field_value": "7" }],
        "reviewer_stages": [{ "item_name": "Payroll", "item_id": "r1", "stages": [{
            "stage": 1, "operator": "OR", "reviewers": [{ "id": "n1", "full_name": "Noor Haddad", "status": "PENDING" }],
        }] }],
        "user_id": "n1", "email": "noor@contoso.example", "full_name": "Noor Haddad",
    });
    if let Some(all) = sample.as_object_mut() {
        let edges = json!([{ "node": all.clone(), "cursor": "c" }]);
        let info = json!({ "hasNextPage": true, "endCursor": "c" });
        all.extend([("edges".to_owned(), edges), ("pageInfo".to_owned(), info)]);
    }
    let address = |server: &str| format!("opal:noor@contoso.example@{server}/v1");
    Target { name: "Opal", address, sample, session: None, claims: "", request: "a1" }
}

fn jsm() -> Target {
    let person = json!({ "accountId": "n1", "displayName": "Noor Haddad", "timeZone": "Europe/Berlin" });
    let dana = json!({ "accountId": "d1", "displayName": "Dana Peres", "emailAddress": "dana@contoso.example", "timeZone": "UTC" });
    let date = json!({ "iso8601": "2026-11-20T15:00:00+0000", "epochMillis": 1_795_186_800_000_i64 });
    let mut sample = json!({
        "issueId": "a1", "issueKey": "A-1", "requestTypeId": "25", "serviceDeskId": "10", "reporter": dana, "createdDate": date,
        "requestType": { "name": "Access", "description": "For a while" }, "serviceDesk": { "projectName": "Access desk" },
        "requestFieldValues": [
            { "fieldId": "summary", "label": "Summary", "value": "why" },
            { "fieldId": "c1", "label": "Duration", "value": { "value": "1 hour" } },
            { "fieldId": "c2", "label": "Role", "value": ["Admin"] },
        ],
        "currentStatus": { "status": "Waiting", "statusCategory": "NEW" }, "_links": { "web": "https://contoso.example/a" },
        "accountId": "n1", "displayName": "Noor Haddad", "timeZone": "Europe/Berlin",
        "id": "7", "name": "Owners", "finalDecision": "pending", "canAnswerApproval": true,
        "approvers": [{ "approver": person, "approverDecision": "pending" }], "completedDate": null,
        "body": "r", "author": dana, "created": date,
    });
    if let Some(all) = sample.as_object_mut() {
        let values = json!([all.clone()]);
        all.extend([("values".to_owned(), values), ("isLastPage".to_owned(), json!(false))]);
    }
    let (address, claims) = (|server: &str| format!("jsm:{server}"), "noor@contoso.example:");
    Target { name: "Jira Service Management", address, sample, session: None, claims, request: "a1" }
}

fn conductorone() -> Target {
    let mut task = json!({
        "id": "a1", "state": "TASK_STATE_OPEN", "createdAt": "2026-11-20T15:00:00Z", "createdByUserId": "d1", "userId": "d1",
        "description": "why", "emergencyAccess": true, "recommendation": "INSIGHT_RECOMMENDATION_DENY",
        "actions": ["TASK_ACTION_TYPE_APPROVE", "TASK_ACTION_TYPE_DENY"], "stepApproverIds": ["n1"],
        "externalRefs": [{ "name": "OPS-1" }],
        "type": { "grant": { "appId": "p1", "appEntitlementId": "e1", "identityUserId": "d1", "grantDuration": "3600s",
            "outcome": "GRANT_OUTCOME_UNSPECIFIED" } },
    });
    let approval = json!({ "approval": { "requireApprovalReason": true }, "approved": null, "denied": null });
    let approved = json!({ "approved": { "userId": "i1", "approvedAt": "2026-11-20T15:00:00Z" } });
    task["policy"] = json!({
        "current": { "id": "s1", "approval": approval }, "history": [{ "id": "s0", "approval": approved }],
        "next": [{ "approval": {} }],
    });
    let expanded = json!([
        { "@type": "x/c1.api.user.v1.User", "id": "d1", "displayName": "Dana Peres", "email": "dana@contoso.example" },
        { "@type": "x/c1.api.app.v1.AppEntitlement", "id": "e1", "displayName": "Admin", "description": "All" },
    ]);
    let view = json!({ "task": task });
    let sample =
        json!({ "userId": "n1", "list": [view], "taskView": view, "expanded": expanded, "nextPageToken": "again" });
    let address = |server: &str| format!("conductorone:contoso@{server}");
    Target { name: "ConductorOne", address, sample, session: None, claims: "", request: "a1" }
}

fn servicenow() -> Target {
    let field = |value: &str| json!({ "value": value, "display_value": value });
    let mut sample = json!({
        "sys_id": field("a1"), "state": field("requested"), "approver": field("b1"), "due_date": field("2026-11-21 09:00:00"),
        "sys_created_on": field("2026-11-20 15:00:00"), "sys_updated_on": field("2026-11-20 15:00:00"),
        "sys_updated_by": field("ilya.sun"), "sysapproval": field("c1"), "sysapproval.number": field("RITM1"),
        "sysapproval.short_description": field("Payroll"), "sysapproval.description": field("why"),
        "sysapproval.sys_class_name": field("sc_req_item"), "sysapproval.opened_by": field("d1"),
        "sysapproval.opened_by.user_name": field("dana.peres"), "sysapproval.ref_sc_req_item.cat_item": field("e1"),
        "sysapproval.ref_sc_req_item.requested_for": field("d1"),
    });
    sample = json!({ "result": sample });
    let address = |server: &str| format!("servicenow:{server}");
    Target { name: "ServiceNow", address, sample, session: None, claims: "", request: "a1" }
}

/// The token has ended, and it is the provider that is hostile.
fn signing_in() -> Target {
    let session = |server: &str| {
        json!({
            "issuer": server, "client": "doorward", "token_endpoint": format!("{server}/token"), "access": TOKEN,
            "renew_at": "1970-01-01T00:00:00Z", "refresh": TOKEN,
        })
    };
    let sample = json!({
        "access_token": "another", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "another", "scope": "a b",
        "error": "invalid_grant", "error_description": "d",
    });
    Target {
        name: "signing in",
        address: |server| format!("google-pam:projects/p@{server}"),
        sample,
        session: Some(session),
        claims: "",
        request: GRANT,
    }
}

impl Target {
    pub fn line(&self, server: &str) -> Result<Line, Box<dyn Error>> {
        let credential = match self.session {
            None => Credential::Token(Secret::new(format!("{}{TOKEN}", self.claims).into_bytes())),
            Some(session) => {
                let kept = Secret::new(format!("doorward-session 1 {}", session(server)).into_bytes());
                Credential::read(&kept, Arc::new(Kept(kept.clone())))?
            }
        };
        Ok((self.address)(server).parse::<System>()?.line_within(&credential, QUICK)?)
    }
}

struct Kept(Secret);

impl Keep for Kept {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_000_000_000_000)
    }
    fn alone(&self) -> std::io::Result<Box<dyn Send>> {
        Ok(Box::new(()))
    }
    fn read(&self) -> Result<Option<Secret>, KeychainError> {
        Ok(Some(self.0.clone()))
    }
    fn write(&self, _: &Secret) -> Result<(), KeychainError> {
        Ok(())
    }
    fn again(&self) -> String {
        "doorward queue add".to_owned()
    }
}

/// What a call that writes said, or one that reads; in words.
pub enum Ended {
    Read(Result<(), ConnectorError>),
    /// And whether the server had anything of it that writes.
    Written(Result<(), ConnectorError>, bool),
}

/// One after the other; of slow servers only a reading and a writing one. `writes` counts what the server had that writes.
pub async fn asked(line: &Line, request: &str, few: bool, writes: &(dyn Fn() -> usize + Sync)) -> Vec<Ended> {
    let written = |before: usize, answer: Result<(), ConnectorError>| Ended::Written(answer, writes() > before);
    let connector = line.connector();
    let (id, grant) = (RequestId::new(request), GrantId::new(request));
    let mut ended = Vec::new();
    if !few {
        ended.push(Ended::Read(connector.me().await.map(drop)));
        ended.push(Ended::Read(connector.grants().await.map(drop)));
    }
    ended.push(Ended::Read(connector.request(&id).await.map(drop)));
    match line {
        Line::Signed(signed) => {
            let decision: DecisionRequest = decision();
            let before = writes();
            ended.push(written(before, signed.decide(&id, Some(3), "key", &decision).await.map(drop)));
            if !few {
                ended.push(Ended::Read(signed.changes(None, Duration::ZERO).await.map(drop)));
                let DecisionRequest { envelope, personal, .. } = decision;
                let revocation =
                    RevocationRequest { envelope: envelope.clone(), personal: personal.clone(), proof: None };
                let before = writes();
                ended.push(written(before, signed.revoke(&grant, "key", &revocation).await.map(drop)));
                let shortening = ShorteningRequest { envelope, personal, proof: None };
                let before = writes();
                ended.push(written(before, signed.shorten(&grant, "key", &shortening).await.map(drop)));
            }
        }
        Line::Reread(reread) => {
            let hour = Window::from_minutes(60).unwrap_or(Window::LONGEST);
            let until = Timestamp::from_millis(1_800_000_000_000);
            let ruling = Ruling::Grant { window: hour, until, reason: Some("r".to_owned()) };
            let before = writes();
            ended.push(written(before, reread.decide(&id, &ruling).await.answer.map(drop)));
            if !few {
                let mut page = None;
                for _ in 0..4 {
                    let listing = reread.list(None, page.as_deref()).await;
                    page = listing.as_ref().ok().and_then(|listing| listing.next.clone());
                    ended.push(Ended::Read(listing.map(drop)));
                    if page.is_none() {
                        break;
                    }
                }
                let denial = Ruling::Deny { reason: Some("r".to_owned()), counter_offer: None };
                let before = writes();
                ended.push(written(before, reread.decide(&id, &denial).await.answer.map(drop)));
                let before = writes();
                ended.push(written(before, reread.revoke(&grant, Some("r")).await.answer.map(drop)));
            }
        }
    }
    ended
}
