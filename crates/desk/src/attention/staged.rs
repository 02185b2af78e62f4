//! The stage of the units' tests: a queue that waits, a clock, and what was told so far. Nothing here is durable.

use super::{Attention, Settings, attention};
use crate::capabilities::Lasts;
use crate::here::Here;
use crate::ports::Instants;
use crate::state::{Mirrored, Queue, State};
use crate::store::{Barred, Device, QueueId, QueueKind, QueueRecord};
use crate::tests::{facts, pending};
use approval::{RequestFacts, RequestId, RequestState, RiskLevel, Timestamp};
use chrono_tz::Tz;
use std::sync::Arc;
use tlog::key::{SeedKey, Signer};

/// 24 November 2026, a Tuesday, 15:44 UTC.
const START: i64 = 1_795_535_040_000;

pub(super) struct Stage {
    state: State,
    pub now: Timestamp,
}

impl Stage {
    pub fn new() -> Self {
        let mut state = State::default();
        let id = QueueId::new("q");
        let record = QueueRecord {
            id: id.clone(),
            name: "Queue".to_owned(),
            kind: QueueKind::Remote,
            me: None,
            device: None,
            incident: None,
            logs: Default::default(),
            capabilities: Default::default(),
            removed: false,
            went_back: None,
            former: Vec::new(),
            recovering: None,
        };
        state.queues.insert(id, Queue::new(record));
        Self { state, now: Timestamp::from_millis(START) }
    }

    /// Grants of the queue let through what waits, once.
    pub fn lets_through_once(&mut self) {
        let queue = self.state.queues.values_mut().next().unwrap();
        queue.record.capabilities.lasts = Lasts::Once;
    }

    pub fn set(&mut self, settings: Settings) {
        self.state.settings = settings;
    }

    /// To be answered within 30 minutes.
    pub fn ask(&mut self, id: &str, who: &str, level: RiskLevel) {
        self.ask_for(id, who, level, 1800);
    }

    pub fn ask_for(&mut self, id: &str, who: &str, level: RiskLevel, seconds: i64) {
        let mut facts = facts(id, level, self.now);
        facts.requester.principal.id = who.into();
        facts.requester.principal.name = who.to_owned();
        facts.answer_by = Some(self.now.plus_millis(seconds * 1000));
        self.put(facts);
    }

    /// Without a deadline.
    pub fn ask_for_ever(&mut self, id: &str, who: &str, level: RiskLevel) {
        let mut facts = facts(id, level, self.now);
        facts.requester.principal.id = who.into();
        facts.requester.principal.name = who.to_owned();
        facts.answer_by = None;
        self.put(facts);
    }

    fn put(&mut self, facts: RequestFacts) {
        let queue = self.state.queues.values_mut().next().unwrap();
        queue.put(Arc::new(pending(facts)));
    }

    /// As it is judged by now, for one reason.
    pub fn judge(&mut self, id: &str, level: RiskLevel, code: &str) {
        let queue = self.state.queues.values_mut().next().unwrap();
        let mut request = Mirrored::clone(&queue.requests[&RequestId::new(id)]);
        request.facts.risk.level = level;
        request.facts.risk.reasons[0].code = code.to_owned();
        queue.put(Arc::new(request));
    }

    pub fn decided(&mut self, id: &str) {
        let queue = self.state.queues.values_mut().next().unwrap();
        let mut request = Mirrored::clone(&queue.requests[&RequestId::new(id)]);
        request.record.state = RequestState::Cancelled;
        queue.put(Arc::new(request));
    }

    /// Whether the queue takes what this device signs.
    pub fn bar(&mut self, barred: Option<Barred>) {
        let queue = self.state.queues.values_mut().next().unwrap();
        let public_key = SeedKey::from_seed(&[6; 32]).public_key();
        let (id, origin) = ("device".into(), "desk.example".to_owned());
        queue.record.device =
            Some(Device { id, origin, public_key, first_key: None, key_change: None, known: None, barred });
    }

    pub fn pass(&mut self, seconds: i64) {
        self.pass_millis(seconds * 1000);
    }

    pub fn pass_millis(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
    }

    /// What is to be told now; it counts as told.
    pub fn look(&mut self) -> Attention {
        let instants = Instants { wall: self.now, boot: self.now.millis() };
        let found = attention(&self.state, &Here { instants, boot_id: "b", zone: Tz::UTC });
        // As a restart would have it.
        if let Some(after) = &found.after {
            self.state.notified.apply(after);
            let kept = serde_json::to_string(&self.state.notified.marks).unwrap();
            self.state.notified.marks = serde_json::from_str(&kept).unwrap();
        }
        found
    }
}

pub(super) fn keys(attention: &Attention) -> Vec<&str> {
    attention.show.iter().map(|one| one.key.as_str()).collect()
}
