//! A decision of this person on its way to the queue, and its end.

use super::QueueId;
use approval::{Action, RequestState, TenantId, Timestamp, Window};
use queue_api::PresenceProof;
use queue_api::signed::{Subject, ViewKind};
use serde::{Deserialize, Serialize};
use tlog::commitment::Opening;
use tlog::hash::Hash;

/// So long after it was recorded a counter-offer is told beside a new request for the same.
const OFFER_MILLIS: i64 = 24 * 3_600_000;

/// One decision on its way, from the click to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// 128 bits, hex; also the idempotency key.
    pub id: String,
    pub queue: QueueId,
    pub draft: Draft,
    pub state: OutboxState,
    /// False once its end was seen by the person, or has nothing to tell: then it is history.
    pub open: bool,
    pub intent: u64,
    pub decision: Option<u64>,
    /// Leaves that could not be signed yet because no key was at hand, in order.
    #[serde(default)]
    pub owed: Vec<Owed>,
    /// How often it was sent.
    #[serde(default)]
    pub sent: u32,
    /// How often of these the queue would not listen: it was told so, or not reached at all.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unheard: u32,
    /// The former log that its entries are in: nothing is written of it any more, and it is not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<QueueId>,
    /// What was said last to a system that gives no receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    /// The ends of the access that it was sent with and that such a system may have taken, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<Timestamp>,
}

impl Outbox {
    /// As the click leaves it; `intent` is the number of its first leaf.
    pub(crate) fn held(id: String, queue: QueueId, draft: Draft, intent: u64) -> Self {
        let (state, owed, former, exchange) = (OutboxState::Held, Vec::new(), None, None);
        let (sent, unheard, ends) = (0, 0, Vec::new());
        let (open, decision) = (true, None);
        Self { id, queue, draft, state, open, intent, decision, owed, sent, unheard, former, exchange, ends }
    }

    /// When less was offered than what was denied, and how much, once that is recorded.
    pub(crate) fn offer(&self) -> Option<(Timestamp, Window)> {
        match self.state {
            OutboxState::Recorded { at, .. } => Some((at, self.draft.counter_offer?)),
            OutboxState::Held
            | OutboxState::Queued
            | OutboxState::Sending
            | OutboxState::Unknown
            | OutboxState::Superseded { .. }
            | OutboxState::Refused { .. }
            | OutboxState::Undone { .. }
            | OutboxState::Again { .. } => None,
        }
    }

    /// For how long access is given by it: what was chosen, unless the queue gave less, as another had agreed to less.
    pub(crate) fn given(&self) -> Option<Window> {
        match self.state {
            OutboxState::Recorded { given: Some(given), .. } => Some(given),
            OutboxState::Recorded { given: None, .. }
            | OutboxState::Held
            | OutboxState::Queued
            | OutboxState::Sending
            | OutboxState::Unknown
            | OutboxState::Superseded { .. }
            | OutboxState::Refused { .. }
            | OutboxState::Undone { .. }
            | OutboxState::Again { .. } => self.draft.granted,
        }
    }

    /// The offer that stood then.
    pub(crate) fn offer_at(&self, then: Timestamp) -> Option<(Timestamp, Window)> {
        self.offer().filter(|(at, _)| (0..OFFER_MILLIS).contains(&then.millis_since(*at)))
    }

    /// How often the queue may have taken it.
    pub(crate) fn heard(&self) -> u32 {
        self.sent.saturating_sub(self.unheard)
    }

    /// The log that its entries are in.
    pub fn log(&self) -> &QueueId {
        self.former.as_ref().unwrap_or(&self.queue)
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A call to another system, without tokens, and what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub call: String,
    pub answer: String,
}

/// What the person decided, with everything that will be signed at the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub subject: Subject,
    pub tenant: TenantId,
    pub action: Action,
    pub revision: Option<u32>,
    pub facts_digest: Option<Hash>,
    pub view_kind: ViewKind,
    pub asked: Option<Window>,
    pub granted: Option<Window>,
    /// The longest that the person would grant instead of what was denied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter_offer: Option<Window>,
    pub not_after: Timestamp,
    pub clicked_at: Timestamp,
    pub policy_version: String,
    /// Opens `view`: the list that was shown.
    pub view: Opening,
    /// Opens `personal`.
    pub personal: Opening,
    /// When the undo window ends, by the corrected clock and by the boot clock.
    pub release_at: Timestamp,
    pub release_boot: i64,
    pub reason: Option<String>,
    /// What the person showed at the click, where policy asked for their presence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<PresenceProof>,
}

impl Draft {
    /// The length of a grant that goes to another system: never more than was asked, whatever was drafted.
    pub(crate) fn to_send(&self) -> Option<Window> {
        self.granted.map(|granted| self.asked.map_or(granted, |asked| granted.min(asked)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum OutboxState {
    Held,
    Queued,
    Sending,
    /// Its answer was lost; it is read again.
    Unknown,
    /// Taken by the queue. `confirmed`: by reading, without a receipt.
    Recorded {
        at: Timestamp,
        confirmed: bool,
        /// For how long the queue gave access, where it said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<Window>,
    },
    /// Someone was first.
    Superseded {
        by_name: String,
        at: Timestamp,
        action: Action,
        window: Option<Window>,
        reason: Option<String>,
    },
    Refused {
        why: Refusal,
        detail: String,
    },
    /// Taken back before it was signed; the person may decide again or leave it.
    Undone {
        why: UndoneWhy,
    },
    /// The person must decide again.
    Again {
        why: Again,
    },
}

impl OutboxState {
    /// Held, or on its way: nobody knows yet what becomes of it.
    pub fn is_under_way(&self) -> bool {
        match self {
            Self::Held | Self::Queued | Self::Sending | Self::Unknown => true,
            Self::Recorded { .. }
            | Self::Superseded { .. }
            | Self::Refused { .. }
            | Self::Undone { .. }
            | Self::Again { .. } => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Nobody answered in time, or it came after its `not_after`.
    Expired,
    /// Cancelled, superseded by another request, or refused by policy meanwhile.
    Closed(RequestState),
    GrantOver,
    OwnRequest,
    NoRight,
    /// The queue shows it to this person no longer.
    Gone,
    Policy,
    /// The queue does not accept the signed form: a fault of program or key, not of the person.
    NotAccepted,
    /// It was sent as often as it may be, and each reading found it open still.
    NoEffect,
    /// The device that signed it was revoked, or the queue knows it no more.
    Barred,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Again {
    Stopped,
    Changed,
    Key,
    Stale,
    /// The queue takes nothing from this device any more.
    Barred,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndoneWhy {
    Person,
    Stopped,
    Changed,
    Key,
    Stale,
    /// The queue took nothing from this device any more: it was revoked.
    Barred,
}

/// A leaf to be written as soon as the key is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Owed {
    Undone {
        why: UndoneWhy,
        at: Timestamp,
    },
    Receipt {
        outcome: String,
        at: Timestamp,
        answer: Option<Opening>,
        /// One agreement of several.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        agreed: bool,
        /// For how long the queue gave access.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<Window>,
    },
}
