//! What is asked for and decided in the tenant that is played.

use super::{ME, person};
use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

const GROUP: &str = "68e55cce-cf7e-4a2d-9046-3e4e75c4bfa7";
const ROLE: &str = "fdd7a751-b60b-444a-984c-02652fe8fa1c";
/// So long one may decide.
const OPEN: i64 = 24 * 3_600_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    Groups,
    Roles,
    Azure,
    /// Access packages of entitlement management.
    Packages,
}

impl Surface {
    pub(super) fn requests(self) -> &'static str {
        match self {
            Self::Groups => "/v1.0/identityGovernance/privilegedAccess/group/assignmentScheduleRequests",
            Self::Roles => "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests",
            Self::Azure => super::arm::REQUESTS,
            Self::Packages => super::packages::REQUESTS,
        }
    }

    pub(super) fn approvals(self) -> &'static str {
        match self {
            Self::Groups => "/v1.0/identityGovernance/privilegedAccess/group/assignmentApprovals",
            Self::Roles => "/beta/roleManagement/directory/roleAssignmentApprovals",
            Self::Azure => super::arm::APPROVALS,
            Self::Packages => super::packages::APPROVALS,
        }
    }

    pub(super) fn stages(self) -> &'static str {
        match self {
            Self::Groups | Self::Azure | Self::Packages => "stages",
            Self::Roles => "steps",
        }
    }

    /// What its filters call where a request stands.
    pub(super) fn state_word(self) -> &'static str {
        match self {
            Self::Groups | Self::Roles | Self::Azure => "status",
            Self::Packages => "state",
        }
    }
}

pub struct Model {
    clock: Clock,
    /// By id, as they are shown.
    pub requests: BTreeMap<String, Approving>,
    /// Requests on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, with `Retry-After` in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Calls that write.
    pub calls: usize,
}

/// A request and the stages of its approval.
pub struct Approving {
    surface: Surface,
    pub body: Value,
    pub stages: Vec<Value>,
}

impl Approving {
    /// Names come where they are asked for.
    pub(super) fn shown(&self, expand: Option<&String>) -> Value {
        if self.surface == Surface::Packages {
            return super::packages::shown(self, expand);
        }
        let mut shown = self.body.clone();
        let asks_for = |name: &str| expand.is_some_and(|expand| expand.starts_with(name));
        if asks_for("group") && self.surface == Surface::Groups {
            shown["group"] = json!({ "id": GROUP, "displayName": "Payroll administrators" });
        }
        if asks_for("roleDefinition") && self.surface == Surface::Roles {
            let (name, means) = ("Groups Administrator", "Can manage all aspects of groups and group settings.");
            shown["roleDefinition"] = json!({ "id": ROLE, "displayName": name, "description": means });
        }
        shown
    }

    /// As its filters call it.
    pub(super) fn state(&self) -> &str {
        match self.surface {
            Surface::Groups | Surface::Roles | Surface::Azure => self.body["status"].as_str().unwrap(),
            Surface::Packages => super::packages::state(self),
        }
    }

    pub(super) fn stages(&self) -> Vec<Value> {
        self.stages.clone()
    }

    pub(super) fn approval(&self) -> Value {
        let id = &self.body["approvalId"];
        match self.surface {
            Surface::Groups | Surface::Packages => json!({ "id": id, "stages": self.stages }),
            Surface::Roles => json!({ "id": id }),
            Surface::Azure => super::arm::approval(id.as_str().unwrap(), &self.stages),
        }
    }
}

fn stage(id: String, name: &str, begun: bool) -> Value {
    json!({
        "id": id,
        "displayName": name,
        "status": if begun { "InProgress" } else { "Initializing" },
        "assignedToMe": true,
        "reviewResult": "NotReviewed",
        "reviewedBy": null,
        "reviewedDateTime": null,
        "justification": "",
    })
}

impl Model {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            clock,
            requests: BTreeMap::new(),
            page: 50,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            calls: 0,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn ask(&mut self, surface: Surface, who: &str, hours: u32) -> String {
        let count = self.requests.len();
        // Like the real ones told apart by their ends.
        let id = format!("34e963f6-150f-4f79-878c-{:012x}", (count + 1) * 0x9e37_79b9);
        let now = self.now();
        let user = json!({ "id": who, "displayName": null });
        let mut body = json!({
            "id": id,
            "status": "PendingApproval",
            "createdDateTime": now,
            "completedDateTime": null,
            "approvalId": id,
            "customData": null,
            "createdBy": { "user": user },
            "action": "selfActivate",
            "isValidationOnly": false,
            "justification": "The backup failed.",
            "scheduleInfo": {
                "startDateTime": now,
                "recurrence": null,
                "expiration": { "type": "afterDuration", "endDateTime": null, "duration": format!("PT{hours}H") },
            },
            "ticketInfo": { "ticketNumber": "4711", "ticketSystem": "Contoso Desk" },
            "principalId": who,
            "targetScheduleId": id,
        });
        match surface {
            Surface::Groups => {
                body["groupId"] = json!(GROUP);
                body["accessId"] = json!("member");
            }
            Surface::Roles => {
                body["roleDefinitionId"] = json!(ROLE);
                body["directoryScopeId"] = json!("/");
                body["appScopeId"] = json!(null);
            }
            Surface::Azure => {}
            Surface::Packages => {
                body["policy"] = json!({ "type": "afterDuration", "endDateTime": null, "duration": "P30D" });
            }
        }
        let stages = vec![stage(format!("d4fa4045-4716-436d-aec5-{count:012x}"), "Approvers", true)];
        self.requests.insert(id.clone(), Approving { surface, body, stages });
        id
    }

    /// Somebody else has to agree after the first.
    pub fn add_stage(&mut self, id: &str, assigned_to_me: bool) {
        let asked = self.requests.get_mut(id).unwrap();
        let mut second = stage(format!("e4fa4045-4716-436d-aec5-{:012x}", asked.stages.len()), "Owners", false);
        second["assignedToMe"] = json!(assigned_to_me);
        asked.stages.push(second);
    }

    pub(super) fn of(&self, surface: Surface) -> impl Iterator<Item = &Approving> {
        self.requests.values().filter(move |asked| asked.surface == surface)
    }

    pub(super) fn asked(&self, surface: Surface, id: &str) -> Option<&Approving> {
        self.requests.get(id).filter(|asked| asked.surface == surface)
    }

    /// Whoever it is decides the stage that waits.
    pub fn review(&mut self, id: &str, who: &str, approve: bool, reason: &str) {
        let now = self.now();
        let asked = self.requests.get_mut(id).unwrap();
        let stage = asked.stages.iter_mut().find(|stage| stage["status"] == "InProgress").unwrap();
        stage["status"] = json!("Completed");
        stage["reviewResult"] = json!(if approve { "Approved" } else { "Denied" });
        stage["reviewedBy"] = json!({ "id": who, "displayName": person(who).unwrap()["displayName"] });
        stage["reviewedDateTime"] = json!(now);
        stage["justification"] = json!(reason);
        let next = asked.stages.iter_mut().find(|stage| stage["status"] == "Initializing");
        let status = match (approve, next) {
            (true, Some(next)) => {
                next["status"] = json!("InProgress");
                return;
            }
            (true, None) => "Provisioned",
            (false, _) => "Denied",
        };
        asked.body["status"] = json!(status);
        asked.body["completedDateTime"] = json!(now);
    }

    pub fn cancel(&mut self, id: &str) {
        self.requests.get_mut(id).unwrap().body["status"] = json!("Canceled");
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(bool, Window)> {
        let asked = &self.requests[id];
        let length = asked.body["scheduleInfo"]["expiration"]["duration"].as_str();
        let window = length.map_or(Window::LONGEST, |length| length.parse().unwrap());
        let mine = asked.stages.iter().filter(|stage| stage["reviewedBy"]["id"] == ME);
        mine.map(|stage| (stage["reviewResult"] == "Approved", window)).collect()
    }

    /// Carries out what is due by then.
    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        self.over();
    }

    pub(super) fn over(&mut self) {
        let now = self.now();
        for asked in self.requests.values_mut().filter(|asked| asked.body["status"] == "PendingApproval") {
            let asked_at: Timestamp = asked.body["createdDateTime"].as_str().unwrap().parse().unwrap();
            if now >= asked_at.plus_millis(OPEN) {
                asked.body["status"] = json!("TimedOut");
                for stage in asked.stages.iter_mut().filter(|stage| stage["status"] != "Completed") {
                    stage["status"] = json!("Expired");
                }
            }
        }
    }
}
