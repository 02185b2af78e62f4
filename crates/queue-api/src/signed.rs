//! The payloads of signed envelopes, one type per leaf of a log. Ids in them are pseudonymous; what names
//! people is committed to and stored beside, so that it can be erased.

use crate::{Base64Url, PresenceProof};
use approval::{Action, DeviceId, GrantId, PersonId, Presence, RequestId, TenantId, Timestamp, Window};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::payload::NotALeafPayload;
use utoipa::ToSchema;

/// How an acceptance names the decision that it accepts: plain SHA-256 over the envelope's leaf bytes.
pub fn decision_hash(envelope: &Envelope) -> Hash {
    Hash::of(envelope.leaf_bytes())
}

/// The fields that are not of the choice: they come after the click, or say where the leaf stands in its log.
const NOT_OF_THE_CHOICE: [&str; 7] =
    ["signed_at", "clock", "nonce", "log_index", "prev_leaf_hash", "presence", "choice_digest"];

/// What was chosen at the click: SHA-256 over the payload of an `intent` or of its `decision`, as RFC 8785 writes it,
/// without the fields that are not of the choice. Both leaves give the same. `docs/log-format.md` has the rule for others.
pub fn choice_digest(payload: &impl Serialize) -> Result<Hash, NotALeafPayload> {
    let mut fields: BTreeMap<String, Value> = serde_json::from_value(serde_json::to_value(payload)?)?;
    fields.retain(|name, _| !NOT_OF_THE_CHOICE.contains(&name.as_str()));
    let sorted: BTreeMap<&String, Sorted<'_>> = fields.iter().map(|(name, value)| (name, Sorted(value))).collect();
    Ok(Hash::of(serde_json::to_vec(&sorted)?))
}

/// With the fields of every object in order, however the JSON library keeps them. Payloads hold no fractions and no whole
/// number past 2⁵³, and field names are ASCII: the rest is written as RFC 8785 wants it.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let fields: BTreeMap<&String, &Value> = fields.iter().collect();
                serializer.collect_map(fields.into_iter().map(|(name, value)| (name, Sorted(value))))
            }
            Value::Array(values) => serializer.collect_seq(values.iter().map(Sorted)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.serialize(serializer),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    Request,
    Grant,
    /// In the tenant that the payload names.
    Person,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: String,
}

/// Where the sheet stood when the person read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewKind {
    Window,
    Terminal,
    Script,
}

/// What the device knew of time: the last server time heard, and how long ago by a clock that counts sleep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockEvidence {
    pub server_time: Timestamp,
    /// Milliseconds of boot time since that server time was heard.
    pub boottime_delta: i64,
    pub boot_id: String,
}

/// `application/vnd.doorward.decision.v1+json`; with `intent` and no clock the same for the click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionPayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_digest: Option<Hash>,
    /// Salted digest over what was shown, as (label, text, warnings); opened only on the device.
    #[schema(value_type = String)]
    pub view_digest: Hash,
    pub view_kind: ViewKind,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    /// Of a denial: the longest that would be granted instead, if it is asked for anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter_offer: Option<Window>,
    /// After this the decision is dead wherever it is.
    pub not_after: Timestamp,
    pub clicked_at: Timestamp,
    pub signed_at: Timestamp,
    pub clock: ClockEvidence,
    pub approver: PersonId,
    pub device: DeviceId,
    pub key_id: String,
    /// 128 bits, hex.
    pub nonce: String,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
    pub policy_version: String,
    /// `personal` and `view`: SHA-256(salt ‖ bytes). `view` equals `view_digest`.
    #[schema(value_type = BTreeMap<String, String>)]
    pub commitments: BTreeMap<String, Hash>,
    /// Where policy asked for the person's presence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<PresenceProof>,
}

/// The personal part of a decision; the server needs it to tell people who decided and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Personal {
    pub approver_name: String,
    pub requester_name: String,
    pub role_name: String,
    pub resource_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `application/vnd.doorward.acceptance.v1+json`: the server's signed answer, a leaf of its own log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptancePayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    /// [`decision_hash`] of the decision's envelope.
    #[schema(value_type = String)]
    pub decision: Hash,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    /// Whether the decision came with a proof under a cosigned checkpoint.
    pub proven: bool,
    /// What the server took for the person's presence; absent where the decision carries none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    pub accepted_at: Timestamp,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
pub enum EventSubject {
    Request(RequestId),
    Grant(GrantId),
    Person(PersonId),
}

/// `application/vnd.doorward.event.v1+json`: asked, amended, activated, ended, expired, … ids and digests only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventPayload {
    pub v: u8,
    pub server: String,
    pub tenant: TenantId,
    pub subject: EventSubject,
    /// A stable word. Of requests and grants: `asked`, `amended`, `cancelled`, `expired`, `activated`, `ended`, `taken-away`,
    /// `failed`, and what [`crate::RemarkKind`] says; of people: `security-key-enrolled`, `security-key-removed`.
    pub event: String,
    /// Of a remark: whose it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Which one it was: the credential's id, base64url.
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_key: Option<Base64Url>,
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_digest: Option<Hash>,
    pub at: Timestamp,
    pub log_index: u64,
    #[schema(value_type = String)]
    pub prev_leaf_hash: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LocalEvidence, SystemPrompt};

    /// Do not edit: what presence was asked over is compared with this by programs of every age. The fields stand here in
    /// another order than the one they are digested in.
    const DECISION: &str = r#"{"v":1,"server":"queue.contoso.example","tenant":"contoso","subject":{"kind":"request",
        "id":"0198b2f1-7c00-7000-8000-00000000002a"},"revision":2,
        "facts_digest":"1111111111111111111111111111111111111111111111111111111111111111",
        "view_digest":"2222222222222222222222222222222222222222222222222222222222222222","view_kind":"window",
        "action":"grant","asked_window":"PT4H","granted_window":"PT1H","not_after":"2026-11-24T16:14:00.000Z",
        "clicked_at":"2026-11-24T15:44:00.000Z","signed_at":"2026-11-24T15:44:08.000Z",
        "clock":{"server_time":"2026-11-24T15:43:59.000Z","boottime_delta":1000,"boot_id":"boot"},"approver":"noor",
        "device":"laptop-“é”\u0007","key_id":"0123456789abcdef","nonce":"00112233445566778899aabbccddeeff",
        "log_index":7,"prev_leaf_hash":"3333333333333333333333333333333333333333333333333333333333333333",
        "policy_version":"contoso.toml@a2383d66d80e","commitments":{
        "view":"2222222222222222222222222222222222222222222222222222222222222222",
        "personal":"4444444444444444444444444444444444444444444444444444444444444444"}}"#;
    const CHOICE: &str = "051e2061b5288b366e3727cbee2e4ae58d759df1c6edb1fc8d1e6c4993460113";

    fn decision() -> DecisionPayload {
        serde_json::from_str(DECISION).unwrap()
    }

    #[test]
    fn the_choice_of_a_decision_is_digested_as_it_always_was() {
        assert_eq!(choice_digest(&decision()).unwrap().to_string(), CHOICE);
    }

    #[test]
    fn only_what_comes_after_the_click_leaves_the_choice_as_it_is() {
        let changed = |change: fn(&mut DecisionPayload)| {
            let mut payload = decision();
            change(&mut payload);
            choice_digest(&payload).unwrap().to_string() != CHOICE
        };
        let after: [fn(&mut DecisionPayload); 6] = [
            |payload| payload.signed_at = payload.not_after,
            |payload| payload.clock.boottime_delta += 1,
            |payload| payload.nonce = "ff".repeat(16),
            |payload| payload.log_index += 1,
            |payload| payload.prev_leaf_hash = Hash::ZERO,
            |payload| {
                payload.presence = Some(PresenceProof::Local(LocalEvidence {
                    by: SystemPrompt::Polkit,
                    choice_digest: Hash::ZERO,
                    sentence_shown: true,
                }));
            },
        ];
        assert!(!after.into_iter().any(changed));
        let chosen: [fn(&mut DecisionPayload); 19] = [
            |payload| payload.v = 2,
            |payload| payload.server.push('x'),
            |payload| payload.tenant = "fabrikam".into(),
            |payload| payload.subject.kind = SubjectKind::Grant,
            |payload| payload.subject.id.push('x'),
            |payload| payload.revision = None,
            |payload| payload.facts_digest = None,
            |payload| payload.view_digest = Hash::ZERO,
            |payload| payload.view_kind = ViewKind::Script,
            |payload| payload.action = Action::Deny,
            |payload| payload.asked_window = None,
            |payload| payload.granted_window = payload.asked_window,
            |payload| payload.not_after = payload.clicked_at,
            |payload| payload.clicked_at = payload.not_after,
            |payload| payload.approver = "ilya".into(),
            |payload| payload.device = "other".into(),
            |payload| payload.key_id.push('0'),
            |payload| payload.policy_version.push('x'),
            |payload| payload.commitments.clear(),
        ];
        assert!(chosen.into_iter().all(changed));
    }
}
