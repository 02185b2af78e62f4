//! The payloads of a desk's own leaves, beside the decision, which is the queue's contract. Ids in them are
//! pseudonymous; what names people is committed to and stored beside.

use crate::state::Mirrored;
use crate::store::{Draft, IncidentKind, QueueRecord, StoreError, UndoneWhy};
use approval::{Action, DeviceId, PersonId, RequestId, TenantId, Timestamp, Window};
use queue_api::MeResponse;
use queue_api::signed::{ClockEvidence, DecisionPayload, Subject, ViewKind, choice_digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tlog::hash::Hash;
use tlog::payload::{ErasedParts, LeafHeader};

/// What was clicked. No server accepts it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IntentPayload {
    #[serde(flatten)]
    pub header: LeafHeader,
    #[serde(flatten)]
    pub choice: ChoicePayload,
    /// `queue_api::signed::choice_digest` of this very leaf, and of the decision that follows it.
    pub choice_digest: Hash,
    /// 128 bits, hex.
    pub nonce: String,
    pub key_id: String,
}

/// What is known of a decision at the click.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChoicePayload {
    pub server: String,
    pub tenant: TenantId,
    pub subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_digest: Option<Hash>,
    pub view_digest: Hash,
    pub view_kind: ViewKind,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter_offer: Option<Window>,
    pub not_after: Timestamp,
    pub clicked_at: Timestamp,
    pub approver: PersonId,
    pub device: DeviceId,
    pub policy_version: String,
    pub commitments: BTreeMap<String, Hash>,
}

/// A decision whose entries are in a log that was ended before its end was known: the numbers beside it are of that log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OfFormer {
    pub origin: String,
    /// Number of the leaf `intent` there.
    pub intent: u64,
    /// Of the leaf `decision`; absent where it was never signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<u64>,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    pub tenant: TenantId,
    pub clicked_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct UndonePayload {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub subject: Subject,
    /// Number of the leaf `intent` that it takes back.
    pub intent: u64,
    pub why: UndoneWhy,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_former: Option<OfFormer>,
}

/// What became of a decision.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReceiptPayload {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub subject: Subject,
    /// Number of the leaf `decision`.
    pub decision: u64,
    /// `accepted`, `confirmed`, `superseded`, `changed`, `closed`, `over`, `expired`, `no-effect` or `refused`.
    pub outcome: String,
    pub at: Timestamp,
    /// The queue took it as one agreement of several: by itself it gave nobody access.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
    /// For how long the queue gave access: of a grant that it took, and that was no agreement alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_former: Option<OfFormer>,
    /// `answer`: the bytes of the queue's answer, if there was one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub commitments: BTreeMap<String, Hash>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IncidentPayload {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub kind: IncidentKind,
    pub at: Timestamp,
    /// What it was of the queue's own log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_log: Option<QueueLogEvidence>,
    /// The flood that was denied and reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flood: Option<FloodReport>,
}

/// Of one requester in a short time: ids and times alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FloodReport {
    pub tenant: TenantId,
    pub requester: PersonId,
    /// In the order of their decisions.
    pub requests: Vec<RequestId>,
    pub first_asked: Timestamp,
    pub last_asked: Timestamp,
}

impl FloodReport {
    /// Of requests of one requester, at least one.
    pub fn of(requests: &[&Mirrored]) -> Self {
        let first = requests.first().map(|one| &one.facts);
        let asked = || requests.iter().map(|one| one.facts.asked_at);
        let never = Timestamp::from_millis(0);
        Self {
            tenant: first.map_or_else(|| "".into(), |facts| facts.tenant.id.clone()),
            requester: first.map_or_else(|| "".into(), |facts| facts.requester.principal.id.clone()),
            requests: requests.iter().map(|one| one.facts.id.clone()).collect(),
            first_asked: asked().min().unwrap_or(never),
            last_asked: asked().max().unwrap_or(never),
        }
    }
}

/// Two checkpoints that the queue signed: where they contradict each other, they prove it to anybody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct QueueLogEvidence {
    pub tenant: TenantId,
    /// The last one that held; a signed note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remembered: Option<String>,
    /// The one that does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

/// What was erased of a former log, to which nothing is added any more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ErasedOfFormer {
    pub origin: String,
    pub erased: Vec<ErasedParts>,
}

/// `tlog::payload::Erasure`, with when and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ErasurePayload {
    #[serde(flatten)]
    pub header: LeafHeader,
    pub erased: Vec<ErasedParts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_former: Option<ErasedOfFormer>,
    pub at: Timestamp,
    /// `retention`: their time was over.
    pub why: String,
}

/// Who signs: what every payload repeats.
pub(crate) struct Signed<'a> {
    pub me: &'a MeResponse,
    pub device: &'a DeviceId,
    pub key_id: String,
    pub nonce: String,
}

impl<'a> Signed<'a> {
    /// `None` until enrolled.
    pub fn of(record: &'a QueueRecord, nonce: String) -> Option<Self> {
        let device = record.device.as_ref()?;
        Some(Self { me: record.me.as_ref()?, device: &device.id, key_id: device.public_key.key_id(), nonce })
    }

    /// What is chosen with it, whatever the log's next entry is.
    pub fn choice_digest(&self, draft: &Draft) -> Result<Hash, StoreError> {
        let intent = self.intent(LeafHeader::first(), draft, Hash::ZERO);
        choice_digest(&intent).map_err(|error| StoreError::Damaged(error.to_string()))
    }

    pub fn intent(&self, header: LeafHeader, draft: &Draft, choice_digest: Hash) -> IntentPayload {
        let choice = ChoicePayload {
            server: self.me.server.clone(),
            tenant: draft.tenant.clone(),
            subject: draft.subject.clone(),
            revision: draft.revision,
            facts_digest: draft.facts_digest,
            view_digest: draft.view.commitment(),
            view_kind: draft.view_kind,
            action: draft.action,
            asked_window: draft.asked,
            granted_window: draft.granted,
            counter_offer: draft.counter_offer,
            not_after: draft.not_after,
            clicked_at: draft.clicked_at,
            approver: self.me.person.clone(),
            device: self.device.clone(),
            policy_version: draft.policy_version.clone(),
            commitments: commitments(draft),
        };
        IntentPayload { header, choice, choice_digest, nonce: self.nonce.clone(), key_id: self.key_id.clone() }
    }

    pub fn decision(
        &self,
        header: LeafHeader,
        draft: &Draft,
        signed_at: Timestamp,
        clock: ClockEvidence,
    ) -> DecisionPayload {
        DecisionPayload {
            v: header.v,
            server: self.me.server.clone(),
            tenant: draft.tenant.clone(),
            subject: draft.subject.clone(),
            revision: draft.revision,
            facts_digest: draft.facts_digest,
            view_digest: draft.view.commitment(),
            view_kind: draft.view_kind,
            action: draft.action,
            asked_window: draft.asked,
            granted_window: draft.granted,
            counter_offer: draft.counter_offer,
            not_after: draft.not_after,
            clicked_at: draft.clicked_at,
            signed_at,
            clock,
            approver: self.me.person.clone(),
            device: self.device.clone(),
            key_id: self.key_id.clone(),
            nonce: self.nonce.clone(),
            log_index: header.log_index,
            prev_leaf_hash: header.prev_leaf_hash,
            policy_version: draft.policy_version.clone(),
            commitments: commitments(draft),
            presence: draft.presence.clone(),
        }
    }
}

fn commitments(draft: &Draft) -> BTreeMap<String, Hash> {
    [("personal".to_owned(), draft.personal.commitment()), ("view".to_owned(), draft.view.commitment())].into()
}
