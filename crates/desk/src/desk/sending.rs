//! The outbox as its driver sees it: what may be sent, how it is sent, and what its end is. The driver asks the
//! network; every state it leads to is made durable here, before the next step.

use super::Desk;
use super::barring::noted;
use super::queue_logs::{awaiting, is_taken};
use crate::log::payloads::{IncidentPayload, QueueLogEvidence};
use crate::log::{self, AppendError, Appender, StoredHashes, tree_error};
use crate::log_wait;
use crate::older;
use crate::patience;
use crate::rules;
use crate::state::{Mirrored, Queue, State, Things};
use crate::store::{
    Acceptance, Again, Barred, Cosigned, Incident, IncidentKind, Outbox, OutboxState, Owed, QueueId, QueueRecord,
    Refusal, StoreError, UndoneWhy, Write,
};
use crate::sync::judge::{Conclusion, Found};
use crate::sync::outcomes::{self, Local, Step, Way};
use approval::{Action, Grant, GrantId, PersonId, RequestId, Timestamp};
use queue_api::signed::SubjectKind;
use queue_api::{
    DecisionRequest, GrantRecord, MeResponse, Proof, RevocationRequest, ShorteningRequest, SuspensionRequest,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use tlog::commitment::Opening;
use tlog::cosign::{attach, verify_cosignature};
use tlog::envelope::Envelope;
use tlog::key::PublicKey;
use tlog::note::NoteKey;
use tlog::payload::PayloadType;
use tlog::tree::{consistency_proof, inclusion_proof};
use tlog::witness::AddCheckpoint;

/// What stands next for a queue's outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    Read(Outbox),
    Send(Outbox),
    /// It is too late for it, and nobody has seen it.
    Die(Outbox),
    /// Nobody has seen it, and the queue takes nothing from this device.
    Refuse(Outbox),
}

/// A decision as it goes over the wire.
pub(crate) enum Prepared {
    Decision { id: RequestId, if_match: Option<u32>, body: Box<DecisionRequest> },
    Revocation { id: GrantId, body: Box<RevocationRequest> },
    Shortening { id: GrantId, body: Box<ShorteningRequest> },
    Suspension { person: PersonId, restores: bool, body: Box<SuspensionRequest> },
}

/// What waits at a queue, for a program that is about to end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Signed, and without their end.
    pub decisions: usize,
    /// A new key of this device that the queue has not confirmed.
    pub key_change: bool,
}

/// An upload to the witness.
pub(crate) struct Witnessing {
    pub request: AddCheckpoint,
    /// The size that the witness cosigned last, as known here.
    pub known: u64,
}

impl Desk {
    /// In the order they were signed: first what must be read again, then what may be sent. A grant waits until its leaf
    /// is cosigned, and until the queue's own log was looked at; what denies or takes back does not. Past its `not_after` it
    /// is dead wherever it is. `tried` is passed over.
    /// Until the queue was heard since the machine started, nobody knows what is past its end: everything waits. While the
    /// queue asked to be left alone only that is told which is past its end, and which it never heard of.
    pub(crate) fn next_in_outbox(&self, queue_id: &QueueId, tried: &[String]) -> Option<Next> {
        let state = self.lock();
        let queue = state.queues.get(queue_id)?;
        let now = queue.anchored(self.now(), self.boot_id())?;
        // Where nobody witnesses the log, nothing waits for it.
        let witnessed = if log::witness(queue).is_some() { queue.head.witnessed() } else { queue.head.size };
        let may_grant = log_wait::to_send(queue, &self.here()).is_none();
        let mut rows: Vec<&Outbox> = queue.outbox.values().filter(|row| !tried.contains(&row.id)).collect();
        rows.sort_by_key(|row| row.decision);
        let step = |row: &Outbox| {
            let may_go = match row.draft.action {
                Action::Grant => may_grant && row.decision.is_some_and(|index| index < witnessed),
                Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => true,
            };
            let way = match (queue.barred(), may_go) {
                (Some(_), _) => Way::Barred,
                (None, true) => Way::Free,
                (None, false) => Way::Waits,
            };
            outcomes::next(local(row), now >= row.draft.not_after, way)
        };
        // The driver asks only while nothing is in flight: what is still `sending` was left there by a failed step.
        let first = |wanted: &[Step]| rows.iter().find(|row| wanted.contains(&step(row))).map(|row| (*row).clone());
        let row = if patience::is_asked_for(queue, self.now()) {
            first(&[Step::Die, Step::Refuse])
        } else {
            first(&[Step::Read]).or_else(|| first(&[Step::Send, Step::Die, Step::Refuse]))
        }?;
        match step(&row) {
            Step::Read => Some(Next::Read(row)),
            Step::Send => Some(Next::Send(row)),
            Step::Die => Some(Next::Die(row)),
            Step::Refuse => Some(Next::Refuse(row)),
            Step::Wait | Step::Nothing => None,
        }
    }

    /// In how many milliseconds the next decision that waits is past its end, at least 1; `None` where none will be.
    pub(crate) fn next_end(&self, queue_id: &QueueId) -> Option<u64> {
        let state = self.lock();
        let queue = state.queues.get(queue_id)?;
        let now = queue.anchored(self.now(), self.boot_id())?;
        let waiting = queue.outbox.values().filter(|row| row.state == OutboxState::Queued);
        let left = waiting.map(|row| row.draft.not_after.millis_since(now)).filter(|left| *left > 0).min()?;
        u64::try_from(left).ok()
    }

    pub(crate) fn has_outbox(&self, queue_id: &QueueId) -> bool {
        let state = self.lock();
        let waits =
            |row: &Outbox| matches!(row.state, OutboxState::Queued | OutboxState::Unknown | OutboxState::Sending);
        state.queues.get(queue_id).is_some_and(|queue| queue.outbox.values().any(waits))
    }

    /// What waits here to go out or to be confirmed by the queue. Not what an incident holds back: that goes nowhere by itself.
    pub fn unsent(&self, queue: &str) -> Unsent {
        let state = self.lock();
        let Some(queue) = state.queues.get(&QueueId::new(queue)) else { return Unsent::default() };
        let may_grant = rules::queue_log_incidents(queue).next().is_none();
        let waits = |row: &&Outbox| match row.state {
            OutboxState::Queued => !rules::is_held_back(queue, row) && (may_grant || row.draft.action != Action::Grant),
            OutboxState::Sending | OutboxState::Unknown => true,
            OutboxState::Held
            | OutboxState::Recorded { .. }
            | OutboxState::Superseded { .. }
            | OutboxState::Refused { .. }
            | OutboxState::Undone { .. }
            | OutboxState::Again { .. } => false,
        };
        Unsent { decisions: queue.outbox.values().filter(waits).count(), key_change: queue.key_change().is_some() }
    }

    /// Marks it as being sent, durably, and makes the body. Called again for the same row it makes the same envelope.
    pub(crate) fn prepare(&self, row: &Outbox) -> Result<Prepared, StoreError> {
        let mut state = self.lock();
        let queue = state.queues.get(&row.queue).ok_or_else(|| StoreError::Damaged("no such queue".to_owned()))?;
        let leaf = self.decision_leaf(row)?;
        let envelope = Envelope::from_bytes(&leaf).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let personal = row.draft.personal.clone();
        let proof = self.proof(queue, row)?;
        let prepared = match (row.draft.subject.kind, row.draft.action) {
            (SubjectKind::Request, _) => Prepared::Decision {
                id: RequestId::new(row.draft.subject.id.as_str()),
                if_match: match row.draft.action {
                    Action::Grant => row.draft.revision,
                    Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => None,
                },
                body: Box::new(DecisionRequest { envelope, personal, proof }),
            },
            (SubjectKind::Grant, Action::Shorten) => Prepared::Shortening {
                id: GrantId::new(row.draft.subject.id.as_str()),
                body: Box::new(ShorteningRequest { envelope, personal, proof }),
            },
            (SubjectKind::Grant, _) => Prepared::Revocation {
                id: GrantId::new(row.draft.subject.id.as_str()),
                body: Box::new(RevocationRequest { envelope, personal, proof }),
            },
            (SubjectKind::Person, action) => Prepared::Suspension {
                person: PersonId::new(row.draft.subject.id.as_str()),
                restores: action == Action::Restore,
                body: Box::new(SuspensionRequest { envelope, personal, proof }),
            },
        };
        self.begin_sending(&mut state, row)?;
        Ok(prepared)
    }

    /// Marks it as being sent, durably: from here on it may have arrived.
    pub(super) fn begin_sending(&self, state: &mut State, row: &Outbox) -> Result<(), StoreError> {
        let sending = Outbox { state: OutboxState::Sending, sent: row.sent + 1, ..row.clone() };
        self.commit(state, vec![Write::Outbox(Box::new(sending))])
    }

    pub(crate) fn decision_leaf(&self, row: &Outbox) -> Result<Vec<u8>, StoreError> {
        let missing = || StoreError::Damaged("a signed decision is missing".to_owned());
        let index = row.decision.ok_or_else(missing)?;
        let log = row.former.as_ref().unwrap_or(&row.queue);
        let leaf = self.store().leaves(log, index, 1)?.into_iter().next().filter(|leaf| leaf.index == index);
        Ok(leaf.ok_or_else(missing)?.bytes)
    }

    /// The inclusion proof under the cosigned checkpoint, if that covers the decision.
    fn proof(&self, queue: &Queue, row: &Outbox) -> Result<Option<Proof>, StoreError> {
        let (Some(cosigned), Some(index)) = (&queue.head.cosigned, row.decision) else { return Ok(None) };
        if index >= cosigned.size {
            return Ok(None);
        }
        let hashes = StoredHashes { store: self.store(), queue: queue.id() };
        let inclusion = inclusion_proof(index, cosigned.size, &hashes).map_err(tree_error)?;
        Ok(Some(Proof { checkpoint: cosigned.note.clone(), inclusion }))
    }

    /// Makes the conclusion durable: the row's state, its receipt leaf, and what the answer says of the mirror.
    pub(crate) fn conclude(&self, row: &Outbox, conclusion: Conclusion) -> Result<(), StoreError> {
        let signer = self.signer(&row.queue).ok();
        let mut state = self.lock();
        let Some(queue) = state.queues.get(&row.queue) else { return Ok(()) };
        let now = self.here().time(queue);
        let Some(row) = queue.outbox.get(&row.id).cloned() else { return Ok(()) };
        let mut bars = None;
        let (end, found) = match conclusion {
            Conclusion::Accepted(found) => (accepted(&row, &found, now, false), found),
            Conclusion::Confirmed(found) => (accepted(&row, &found, now, true), found),
            Conclusion::Superseded { decided, found } => {
                let state = OutboxState::Superseded {
                    by_name: decided.by_name,
                    at: decided.at,
                    action: decided.action,
                    window: decided.window,
                    reason: decided.reason,
                };
                ((state, Some("superseded")), found)
            }
            Conclusion::Refused { why, detail, found } => {
                if why == Refusal::Barred && row.former.is_none() {
                    let revoked = Barred::Revoked { at: found.at.unwrap_or(now), by: None };
                    bars = noted(queue, revoked);
                }
                ((OutboxState::Refused { why, detail }, Some(refused(why))), found)
            }
            Conclusion::Changed(found) => ((OutboxState::Again { why: Again::Changed }, Some("changed")), found),
            Conclusion::Expired(found) => {
                let state = OutboxState::Refused { why: Refusal::Expired, detail: "it came too late".to_owned() };
                ((state, Some("expired")), found)
            }
            Conclusion::Unknown { .. } => ((OutboxState::Unknown, None), Found::default()),
            // Its key signs no more: the queue has not taken it, so the person decides again.
            Conclusion::Resend if row.former.is_some() => {
                ((OutboxState::Again { why: Again::Key }, None), Found::default())
            }
            Conclusion::NotNow { .. } | Conclusion::Rewitness if row.former.is_some() => {
                ((OutboxState::Unknown, None), Found::default())
            }
            Conclusion::NotNow { .. } | Conclusion::Rewitness | Conclusion::Resend => {
                ((OutboxState::Queued, None), Found::default())
            }
        };
        let (next, outcome) = end;
        let taken = matches!(next, OutboxState::Recorded { .. });
        let agreed = taken && found.is_agreement(&row, queue.record.me.as_ref().map(|me| &me.person));
        let given = found.given.filter(|_| taken && !agreed && row.draft.action == Action::Grant);
        let mut writes = mirrored(queue, &found);
        writes.extend(bars);
        let looks = self.line_to(&row.queue).is_some_and(|line| line.logs().is_some());
        let mut earlier = false;
        if let Some(acceptance) = found.acceptance.filter(|_| looks) {
            // It has a place in the log that is taken already: that of a log that went back, or of an answer given anew.
            earlier = is_taken(queue, &row.draft.tenant, acceptance.index);
            let arrived = queue.anchored(self.now(), self.boot_id()).unwrap_or(acceptance.at);
            let acceptance = Acceptance { at: acceptance.at.max(arrived), ..acceptance };
            writes.push(Write::Queue(Box::new(awaiting(queue, &row.draft.tenant, acceptance))));
            self.wakes.queue(&row.queue).look.notify_one();
        }
        let told = Things {
            requests: found.record.iter().map(|_| RequestId::new(row.draft.subject.id.as_str())).collect(),
            grants: found.grant.iter().map(|grant| grant.id.clone()).collect(),
        };
        let row = Outbox { state: next, ..row };
        let leaf = match outcome {
            Some(outcome) => {
                let answer = found.answer.map(|bytes| Opening { salt: self.random(), bytes });
                let at = found.at.unwrap_or(now);
                Some(Owed::Receipt { outcome: outcome.to_owned(), at, answer, agreed, given })
            }
            // Its log ended before this was known.
            None if matches!(row.state, OutboxState::Again { .. }) => {
                Some(Owed::Undone { why: UndoneWhy::Key, at: now })
            }
            None => None,
        };
        writes.extend(match leaf {
            None => vec![Write::Outbox(Box::new(row))],
            Some(leaf) => self.with_leaf(queue, row, leaf, signer.as_ref())?,
        });
        let queue_id = queue.id().clone();
        self.commit(&mut state, writes)?;
        if let Some(queue) = state.queues.get_mut(&queue_id) {
            queue.answered.extend(told);
        }
        drop(state);
        if earlier {
            self.look_anew(&queue_id);
        }
        Ok(())
    }

    /// The size that the witness cosigned last, as known here; 0 where nothing is.
    pub(crate) fn witnessed(&self, queue_id: &QueueId) -> u64 {
        self.lock().queues.get(queue_id).map_or(0, |queue| queue.head.witnessed())
    }

    /// What to send to the witness: nothing when it has cosigned everything, or does not go on with this log.
    pub(crate) fn witnessing(&self, queue_id: &QueueId, from: Option<u64>) -> Result<Option<Witnessing>, StoreError> {
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(None) };
        let known = from.unwrap_or_else(|| queue.head.witnessed());
        let goes_on = queue.incident().is_none() && queue.barred().is_none();
        let Some(note) = queue.head.checkpoint.as_ref().filter(|_| goes_on) else { return Ok(None) };
        if queue.head.witnessed() >= queue.head.size && from.is_none() {
            return Ok(None);
        }
        if known > queue.head.size {
            return Ok(None);
        }
        let hashes = StoredHashes { store: self.store(), queue: queue_id };
        let proof = consistency_proof(known, queue.head.size, &hashes).map_err(tree_error)?;
        let request = AddCheckpoint::new(known, proof, note).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Some(Witnessing { request, known }))
    }

    /// The witness's answer, believed only if its signature holds.
    pub(crate) fn cosigned(&self, queue_id: &QueueId, sent: &AddCheckpoint, lines: &str) -> Result<bool, StoreError> {
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(false) };
        let Some(key) = log::witness(queue) else { return Ok(false) };
        let Ok(note) = attach(&sent.note(), lines) else { return Ok(false) };
        let Ok(seconds) = verify_cosignature(&note, &key) else { return Ok(false) };
        if queue.head.witnessed() == sent.checkpoint().size {
            // It was asked anew, and knows nothing else.
            return Ok(true);
        }
        let at = Timestamp::from_millis(i64::try_from(seconds).unwrap_or(i64::MAX / 1000).saturating_mul(1000));
        let cosigned = Cosigned { size: sent.checkpoint().size, note, at };
        self.commit(&mut state, vec![Write::Cosigned { queue: queue_id.clone(), cosigned }])?;
        Ok(true)
    }

    /// The queue says it has not cosigned what it was shown: from nothing, then. In memory alone; what was cosigned once
    /// stays on record.
    pub(crate) fn forget_cosignature(&self, queue_id: &QueueId) {
        if let Some(cosigned) = self.lock().queues.get_mut(queue_id).and_then(|queue| queue.head.cosigned.as_mut()) {
            cosigned.size = 0;
        }
    }

    /// Who decides here, and the queue's time.
    pub(crate) fn me_and_time(&self, queue_id: &QueueId) -> Option<(MeResponse, Timestamp)> {
        let state = self.lock();
        let queue = state.queues.get(queue_id)?;
        Some((queue.record.me.clone()?, self.here().time(queue)))
    }

    /// The key under which the queue signs its receipts.
    pub(crate) fn log_key(&self, queue_id: &QueueId) -> Option<PublicKey> {
        let state = self.lock();
        let me = state.queues.get(queue_id)?.record.me.as_ref()?;
        Some(*NoteKey::from_vkey(&me.log).ok()?.public())
    }

    /// The witness saw another history: no grants from here on, and a leaf that says so.
    pub(crate) fn incident(&self, queue_id: &QueueId, kind: IncidentKind) -> Result<(), StoreError> {
        tracing::error!(queue = %queue_id, ?kind, "the witness saw another history of this log");
        self.record_incident(queue_id, kind, None, |queue, at| {
            let new = queue.incident().is_none();
            new.then(|| QueueRecord { incident: Some(Incident { kind, at }), ..queue.record.clone() })
        })
    }

    /// One commit of what `change` makes of the queue's record, and of a leaf that says so where a key is at hand; nothing
    /// where it makes none.
    pub(super) fn record_incident(
        &self,
        queue_id: &QueueId,
        kind: IncidentKind,
        queue_log: Option<QueueLogEvidence>,
        change: impl FnOnce(&Queue, Timestamp) -> Option<QueueRecord>,
    ) -> Result<(), StoreError> {
        let signer = self.signer(queue_id).ok();
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let at = self.here().time(queue);
        let Some(record) = change(queue, at) else { return Ok(()) };
        let mut writes = vec![Write::Queue(Box::new(record))];
        let appended = signer.as_ref().map(|signer| {
            let mut appender = Appender::new(self.store(), queue, signer)?;
            appender.leaf(PayloadType::Incident, None, BTreeMap::new(), |header| IncidentPayload {
                header,
                kind,
                at,
                queue_log,
                flood: None,
            })?;
            appender.seal()
        });
        match appended {
            Some(Ok(leaf)) => writes.extend(leaf),
            Some(Err(AppendError::Store(error))) => return Err(error),
            Some(Err(AppendError::Signing(_))) | None => {}
        }
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(queue_id);
        Ok(())
    }
}

fn local(row: &Outbox) -> Local {
    match row.state {
        OutboxState::Held => Local::Held,
        OutboxState::Queued => Local::Queued { sent: row.sent > 0 },
        OutboxState::Sending => Local::Sending,
        OutboxState::Unknown => Local::Unknown,
        OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => Local::Ended,
    }
}

fn accepted(row: &Outbox, found: &Found, now: Timestamp, confirmed: bool) -> (OutboxState, Option<&'static str>) {
    let given = found.given.filter(|_| row.draft.action == Action::Grant);
    let outcome = if confirmed { "confirmed" } else { "accepted" };
    (OutboxState::Recorded { at: found.at.unwrap_or(now), confirmed, given }, Some(outcome))
}

/// The receipt's word for what was not taken: only what the queue would not take is called refused.
fn refused(why: Refusal) -> &'static str {
    match why {
        Refusal::Closed(_) => "closed",
        Refusal::GrantOver => "over",
        Refusal::NoEffect => "no-effect",
        Refusal::Expired => "expired",
        Refusal::OwnRequest
        | Refusal::NoRight
        | Refusal::Gone
        | Refusal::Policy
        | Refusal::NotAccepted
        | Refusal::Barred => "refused",
    }
}

/// What an answer says of the mirror. A record that cannot be read is left to the feed, and so is one that the feed was
/// quicker with: an answer speaks of the moment of the decision, and may come after news of what followed.
fn mirrored(queue: &Queue, found: &Found) -> Vec<Write> {
    let request = found.record.as_ref().and_then(|record| {
        let told = Mirrored::read(record).ok()?;
        let known = queue.requests.get(&told.facts.id);
        let news = known.is_none_or(|known| !older::request(queue, known, &told));
        news.then(|| Write::Request { queue: queue.id().clone(), record: record.clone(), request: Arc::new(told) })
    });
    let grant = found
        .grant
        .as_ref()
        .filter(|grant| queue.grants.get(&grant.id).is_none_or(|known| !older::grant(queue, &known.grant, grant)))
        .map(|grant| Write::Grant { queue: queue.id().clone(), record: Box::new(record_of(queue, grant)) });
    request.into_iter().chain(grant).collect()
}

/// An answer names the grant alone; whether this person may revoke it comes with the feed, and is no until then.
fn record_of(queue: &Queue, grant: &Grant) -> GrantRecord {
    let known = queue.grants.get(&grant.id).is_some_and(|known| known.you_may_revoke);
    GrantRecord { grant: grant.clone(), you_may_revoke: known }
}
