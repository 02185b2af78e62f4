//! Signed decisions as events of the Open Cybersecurity Schema Framework, one JSON object a line: class User Access
//! Management (3005). A grant assigns privileges, a revocation revokes them, a shortening is an activity of its own, and a denial is
//! an assignment that failed. One agreement of several assigns nothing: it is an activity of its own too, and no success.
//! The class is deprecated from 1.9 on; until 1.4 it has one `resource`, from 1.5 on `resources`.
//! Source: github.com/ocsf/ocsf-schema, events/iam/user_access.json, events/base_event.json, objects/metadata.json.

use super::told::{AGREED, Told};
use approval::Action;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;

/// Versions of the schema that events can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OcsfVersion {
    #[serde(rename = "1.1.0")]
    V1_1,
    #[serde(rename = "1.3.0")]
    V1_3,
    #[serde(rename = "1.5.0")]
    V1_5,
}

impl OcsfVersion {
    pub const ALL: [Self; 3] = [Self::V1_1, Self::V1_3, Self::V1_5];

    fn has_resources(self) -> bool {
        match self {
            Self::V1_1 | Self::V1_3 => false,
            Self::V1_5 => true,
        }
    }
}

impl fmt::Display for OcsfVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_1 => "1.1.0",
            Self::V1_3 => "1.3.0",
            Self::V1_5 => "1.5.0",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("events can be written in OCSF 1.1.0, 1.3.0 and 1.5.0")]
pub struct UnknownOcsfVersion;

impl FromStr for OcsfVersion {
    type Err = UnknownOcsfVersion;

    fn from_str(text: &str) -> Result<Self, UnknownOcsfVersion> {
        Self::ALL.into_iter().find(|version| version.to_string() == text).ok_or(UnknownOcsfVersion)
    }
}

/// `None` for what was never signed: nothing was decided then.
pub(crate) fn line(told: &Told, origin: &str, version: OcsfVersion, legal_basis: Option<&str>) -> Option<String> {
    let signed_at = told.signed_at?;
    let (activity_id, activity) = match told.action {
        Action::Grant if told.outcome == AGREED => (99, "Agree"),
        Action::Grant | Action::Deny => (1, "Assign Privileges"),
        Action::Revoke => (2, "Revoke Privileges"),
        // The schema has no word for access that ends earlier.
        Action::Shorten => (99, "Shorten"),
        Action::Suspend => (99, "Suspend"),
        Action::Restore => (99, "Restore"),
    };
    let (status_id, status) = match (told.outcome, told.action) {
        (AGREED, _) => (99, "Others must agree"),
        (_, Action::Deny) => (2, "Failure"),
        ("accepted" | "confirmed", _) => (1, "Success"),
        ("signed" | "no-effect", _) => (0, "Unknown"),
        (_, _) => (2, "Failure"),
    };
    let known = |text: &str| if text.is_empty() { "erased".to_owned() } else { text.to_owned() };
    let resource = json!({ "name": known(&told.resource_name) });
    let mut event = json!({
        "category_uid": 3,
        "category_name": "Identity & Access Management",
        "class_uid": 3005,
        "class_name": "User Access Management",
        "activity_id": activity_id,
        "activity_name": activity,
        "type_uid": 3005 * 100 + activity_id,
        "type_name": format!("User Access Management: {activity}"),
        "severity_id": 1,
        "severity": "Informational",
        "status_id": status_id,
        "status": status,
        "status_code": told.outcome,
        "time": signed_at.millis(),
        "metadata": {
            "version": version.to_string(),
            "product": { "name": "Doorward", "vendor_name": "Doorward", "version": env!("CARGO_PKG_VERSION") },
            "log_name": origin,
            "uid": format!("{origin}#{}", told.first),
            "original_time": told.clicked_at.to_string(),
        },
        "actor": { "user": { "uid": told.approver, "name": known(&told.approver_name) } },
        "user": { "name": known(&told.requester_name), "org": { "uid": told.tenant } },
        "privileges": [known(&told.role_name)],
        "unmapped": {
            "action": told.action_word(),
            "subject_kind": told.subject_kind,
            "subject": told.subject,
            "lasts": told.lasts.as_str(),
            "asked_seconds": told.asked_seconds,
            "chosen_seconds": told.chosen_seconds,
            "granted_seconds": told.granted_seconds,
            "reason": told.reason,
            "first_entry": told.first,
            "last_entry": told.last,
            "witness": told.witness,
            "legal_basis": legal_basis,
        },
    });
    if version.has_resources() {
        event["resources"] = Value::Array(vec![resource]);
    } else {
        event["resource"] = resource;
    }
    Some(format!("{event}\n"))
}
