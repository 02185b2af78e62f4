//! A request of Google's staff as Access Approval writes it, and what it says in our words. It has no state of its own: what
//! was decided is there or not.

use super::super::Parent;
use super::super::rest::window;
use crate::http::bad;
use crate::risk::untold;
use approval::{
    Access, Action, Decided, EntitlementId, Grant, GrantId, GrantState, Lateness, PersonId, PolicyResult, Presence,
    Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Role, Stage, Timestamp,
    Window,
};
use desk::ports::ConnectorError;
use serde::Deserialize;

/// How old data for a grant may be, since the system says nothing of it, in minutes.
const STALE_AFTER: u32 = 5;
/// What nobody answered for so long counts as dismissed, in milliseconds
/// (<https://cloud.google.com/access-approval/docs/approve-requests>).
const ANSWER_WITHIN: i64 = 14 * 86_400_000;
/// More than Google writes; whatever is longer is no answer.
const LONGEST_TEXT: usize = 16_000;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Requests {
    #[serde(default)]
    pub approval_requests: Vec<Request>,
    pub next_page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub name: String,
    pub request_time: Timestamp,
    #[serde(deserialize_with = "window")]
    requested_duration: Window,
    requested_expiration: Option<Timestamp>,
    requested_resource_name: String,
    #[serde(default)]
    requested_resource_properties: Properties,
    #[serde(default)]
    requested_reason: Reason,
    #[serde(default)]
    requested_locations: Locations,
    #[serde(default)]
    requested_augmented_info: Augmented,
    approve: Option<Approve>,
    dismiss: Option<Dismiss>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    #[serde(default)]
    excludes_descendants: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Reason {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    detail: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locations {
    #[serde(default)]
    principal_office_country: String,
    #[serde(default)]
    principal_physical_location_country: String,
}

#[derive(Debug, Default, Deserialize)]
struct Augmented {
    #[serde(default)]
    command: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Approve {
    approve_time: Timestamp,
    expire_time: Option<Timestamp>,
    invalidate_time: Option<Timestamp>,
    #[serde(default)]
    auto_approved: bool,
    #[serde(default)]
    policy_approved: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dismiss {
    dismiss_time: Option<Timestamp>,
    #[serde(default)]
    implicit: bool,
}

/// Whose name is shown for a decision.
fn named(by: Option<&PersonId>) -> String {
    by.map_or_else(|| "Somebody whom Google does not name".to_owned(), PersonId::to_string)
}

impl Approve {
    /// By nobody: Google's own doing, or what a policy allows beforehand.
    fn by_itself(&self) -> Option<(PersonId, String)> {
        if self.policy_approved {
            return Some((PersonId::new("policy"), "Your approval policy".to_owned()));
        }
        self.auto_approved.then(|| (PersonId::new("automatic"), "Google, automatically,".to_owned()))
    }

    fn window(&self) -> Option<Window> {
        let lasts = self.expire_time?.millis_since(self.approve_time) / 1000;
        Window::from_seconds(u64::try_from(lasts).ok()?).ok()
    }
}

impl Request {
    pub fn state(&self) -> RequestState {
        match (&self.approve, &self.dismiss) {
            // An approval that is over may be told as dismissed too.
            (Some(_), _) => RequestState::Granted,
            (None, Some(dismiss)) if dismiss.implicit => RequestState::Expired,
            (None, Some(_)) => RequestState::Denied,
            (None, None) => RequestState::Pending,
        }
    }

    pub fn approved_at(&self) -> Option<Timestamp> {
        self.approve.as_ref().map(|approve| approve.approve_time)
    }

    pub fn dismissed_at(&self) -> Option<Timestamp> {
        self.dismiss.as_ref()?.dismiss_time
    }

    pub fn invalidated_at(&self) -> Option<Timestamp> {
        self.approve.as_ref()?.invalidate_time
    }

    /// `whose`: of the moment of a decision, the person whose it is, where that is known.
    pub fn decided(&self, whose: impl Fn(Timestamp) -> Option<PersonId>, now: Timestamp) -> Option<Decided> {
        let person = |at| {
            let by = whose(at);
            (by.clone().unwrap_or_else(|| PersonId::new("")), named(by.as_ref()))
        };
        if let Some(approve) = &self.approve {
            let (at, action, window, reason) = (approve.approve_time, Action::Grant, approve.window(), None);
            let (by, by_name) = approve.by_itself().unwrap_or_else(|| person(at));
            return Some(Decided { by, by_name, at, action, window, reason });
        }
        let dismiss = self.dismiss.as_ref().filter(|dismiss| !dismiss.implicit)?;
        let at = dismiss.dismiss_time.unwrap_or(now);
        let (by, by_name) = person(at);
        Some(Decided { by, by_name, at, action: Action::Deny, window: None, reason: None })
    }

    /// The end that was asked for: the asking and the length, and never later than what is told of it.
    pub fn ends_by(&self) -> Timestamp {
        let ends = self.request_time.plus(self.requested_duration);
        self.requested_expiration.map_or(ends, |told| told.min(ends))
    }

    /// The kind of reason stands for the role: how much there is to fear hangs on it, and nothing else is told.
    fn role(&self) -> Role {
        let kind = self.requested_reason.kind.as_str();
        let (name, means) = match kind {
            "CUSTOMER_INITIATED_SUPPORT" => ("Access by Google for support", "Google works on a case that you opened."),
            "GOOGLE_INITIATED_SERVICE" => {
                ("Access by Google for a service", "Google looks for a fault in its service.")
            }
            "GOOGLE_INITIATED_REVIEW" => {
                ("Access by Google for a review", "Google looks into security, fraud, abuse or compliance.")
            }
            "THIRD_PARTY_DATA_REQUEST" => {
                ("Access by Google for a third party", "Google answers a third party’s legal demand for your data.")
            }
            "GOOGLE_RESPONSE_TO_PRODUCTION_ALERT" => {
                ("Access by Google after an alert", "Google looks into an outage, or what may be one.")
            }
            "CLOUD_INITIATED_ACCESS" => (
                "Access by the cloud’s operator",
                "The operator looks into a fault, security, fraud, abuse or compliance.",
            ),
            _ => ("Access by Google", "Google names no reason that is known here."),
        };
        let mut means = vec![means.to_owned(), "What its staff see is what is in the resource.".to_owned()];
        if self.requested_resource_properties.excludes_descendants {
            means.push("Nothing below the resource is meant.".to_owned());
        }
        if !self.requested_augmented_info.command.is_empty() {
            means.push(format!("They want to run: {}", self.requested_augmented_info.command));
        }
        let kind = if kind.is_empty() { "type_unspecified".to_owned() } else { kind.to_ascii_lowercase() };
        Role { id: kind.into(), name: name.to_owned(), means: means.join(" ") }
    }

    /// Whoever of Google's staff it is, nobody says; only where they work and where they are.
    fn requester(&self) -> Requester {
        let told = |place: &str| match place {
            "" => "an unknown place".to_owned(),
            place => place.to_owned(),
        };
        let Locations { principal_office_country: office, principal_physical_location_country: here } =
            &self.requested_locations;
        let name = if office == here {
            format!("Google staff in {}", told(here))
        } else {
            format!("Google staff of {}, now in {}", told(office), told(here))
        };
        let principal = Principal { id: PersonId::new("google-staff"), name, kind: PrincipalKind::Group };
        Requester { principal, zone: String::new(), address: String::new(), acting_for: Vec::new() }
    }

    fn resource(&self) -> Resource {
        super::super::resource(&self.requested_resource_name)
    }

    pub fn facts(&self, parent: &Parent) -> Result<RequestFacts, ConnectorError> {
        let texts = [&self.requested_reason.detail, &self.requested_augmented_info.command];
        if texts.iter().any(|text| text.len() > LONGEST_TEXT) {
            return Err(bad(format!("a text of more than {LONGEST_TEXT} bytes")));
        }
        let detail = &self.requested_reason.detail;
        let support = self.requested_reason.kind == "CUSTOMER_INITIATED_SUPPORT" && !detail.is_empty();
        let minutes = |minutes| Window::from_minutes(minutes).map_err(|error| bad(error.to_string()));
        Ok(RequestFacts {
            id: RequestId::new(&*self.name),
            revision: 0,
            tenant: parent.tenant(),
            requester: self.requester(),
            resource: self.resource(),
            role: self.role(),
            entitlement: EntitlementId::new(&*self.requested_resource_name),
            window: self.requested_duration.into(),
            justification: detail.clone(),
            ticket: support.then(|| detail.clone()),
            risk: untold("Google Access Approval"),
            policy: PolicyResult {
                version: parent.to_string(),
                longest_window: self.requested_duration,
                stages: vec![Stage { name: "Approvers".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                reason_required: false,
            },
            asked_at: self.request_time,
            revised_at: self.request_time,
            answer_by: Some(self.ends_by().min(self.request_time.plus_millis(ANSWER_WITHIN))),
            nonce: String::new(),
        })
    }

    /// The access that its approval gave; none where it has none.
    pub fn access(
        &self,
        parent: &Parent,
        whose: impl Fn(Timestamp) -> Option<PersonId>,
        now: Timestamp,
    ) -> Result<Option<Grant>, ConnectorError> {
        let Some(approve) = &self.approve else { return Ok(None) };
        let facts = self.facts(parent)?;
        let activated_at = approve.approve_time;
        // Google does not promise one; access that is there is never told as ended.
        let ends_at = approve.expire_time;
        let (state, access) = match approve.invalidate_time {
            Some(at) => {
                let by = whose(at);
                let by_name = named(by.as_ref());
                (GrantState::Revoked { activated_at: Some(activated_at), at, by, by_name }, Access::TakenAway)
            }
            None => match ends_at.filter(|end| *end <= now) {
                Some(ended_at) => {
                    let ended = GrantState::Ended { activated_at, ended_at, lateness: Lateness::OnTime };
                    (ended, Access::TakenAway)
                }
                None => (GrantState::Active { activated_at, ends_at }, Access::Given),
            },
        };
        Ok(Some(Grant {
            id: GrantId::new(&*self.name),
            request: RequestId::new(&*self.name),
            tenant: facts.tenant,
            holder: facts.requester.principal,
            zone: facts.requester.zone,
            resource: facts.resource,
            role: facts.role,
            risk: facts.risk.level,
            window: approve.window().unwrap_or(self.requested_duration),
            granted_at: activated_at,
            shortened: None,
            state,
            access,
        }))
    }
}
