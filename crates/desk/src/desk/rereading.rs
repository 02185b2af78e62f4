//! A queue of another system, as the mirror keeps it. Such a queue counts no revisions and tells no changes: they are
//! counted here, and a round of listing is compared with what is held, so that it changes what a feed would. Where it tells
//! no risk either, a revision is judged as it enters; that judgement is never taken for a change by the requester.

use super::ending::new_end;
use super::{Desk, ListenError};
use crate::capabilities::Revoke;
use crate::judging::Round;
use crate::state::{Mirrored, Queue};
use crate::store::{Exchange, Outbox, QueueId, StoreError, Write};
use approval::{Action, Grant, GrantId, RequestFacts, RequestId, RequestState, Timestamp, Window};
use queue_api::{Change, DeviceResponse, GrantRecord, HiddenRecord, RequestRecord};
use serde_json::value::to_raw_value;
use std::collections::BTreeSet;
use tlog::key::Signer as _;

/// What is closed is kept this long after, for what others decided on such requests.
const KEPT_MILLIS: i64 = 30 * 24 * 3_600_000;

/// What a round of listing says beside what was held before it.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub changes: Vec<Change>,
    /// Open here, and named no more: what became of it only reading tells. What this person has to do with comes first.
    pub missing: Vec<RequestId>,
}

impl Desk {
    /// A log of a queue that knows no devices is this machine's alone: the device is named by its key, and nobody has to
    /// admit it.
    pub(crate) fn enrol_alone(&self, queue_id: &QueueId) -> Result<(), ListenError> {
        let (key, request) = self.enrolment(queue_id)?;
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(()) };
        let Some(me) = &queue.record.me else { return Ok(()) };
        let key_id = key.key_id();
        let device = DeviceResponse {
            id: key_id.as_str().into(),
            name: request.name,
            origin: format!("{}/desk/{key_id}", me.server),
            key_id,
            enrolled_at: self.here().time(queue),
        };
        drop(state);
        self.enrolled(queue_id, &key, &device)
    }

    /// Whether every one of these is held just so.
    pub(crate) fn knows(&self, queue_id: &QueueId, listed: &[RequestRecord]) -> bool {
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return true };
        let (now, round) = (self.here().time(queue), Round::new(queue, &state.roles, &[]));
        let is_known = |record: &RequestRecord| {
            let facts = record.facts().map_err(unreadable)?;
            Ok::<_, ListenError>(matches!(
                self.compared(queue, (facts, record.clone()), &round, now)?,
                Compared::Known(_)
            ))
        };
        listed.iter().all(|record| is_known(record).unwrap_or(false))
    }

    /// `whole`: what is open and not in the list is missing.
    pub(crate) fn news(
        &self,
        queue_id: &QueueId,
        listed: Vec<RequestRecord>,
        whole: bool,
    ) -> Result<News, ListenError> {
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(News::default()) };
        let now = self.here().time(queue);
        let mut news = News::default();
        let listed = listed.into_iter().map(|record| Ok((record.facts().map_err(unreadable)?, record)));
        let listed = listed.collect::<Result<Vec<_>, ListenError>>()?;
        let named: BTreeSet<RequestId> = listed.iter().map(|(facts, _)| facts.id.clone()).collect();
        let round = Round::new(queue, &state.roles, &listed);
        for told in &listed {
            match self.compared(queue, told.clone(), &round, now)? {
                Compared::Known(_) => {}
                Compared::New(record) => news.changes.push(Change::Request(Box::new(record))),
            }
        }
        let is_open = |mirrored: &Mirrored| mirrored.record.state == RequestState::Pending;
        for (id, mirrored) in &queue.requests {
            if is_open(mirrored) && whole && !named.contains(id) {
                news.missing.push(id.clone());
            } else if !is_open(mirrored) && now.millis_since(closed_at(mirrored)) > KEPT_MILLIS {
                news.changes.push(Change::Hidden(HiddenRecord { request: id.clone() }));
            }
        }
        let matters = |id: &RequestId| {
            queue.outbox.values().any(|row| row.draft.subject.id == id.as_str()) || state.visits.has(queue_id, id)
        };
        news.missing.sort_by_key(|id| !matters(id));
        Ok(news)
    }

    /// The live access as it is listed, told apart the same way; what is held and not named is forgotten in one commit.
    pub(crate) fn grant_news(&self, queue_id: &QueueId, listed: Vec<Grant>) -> Result<Vec<Change>, StoreError> {
        let mut state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(Vec::new()) };
        let you_may_revoke = queue.record.capabilities.revoke == Revoke::Yes;
        let named: BTreeSet<_> = listed.iter().map(|grant| grant.id.clone()).collect();
        let round = Round::new(queue, &state.roles, &[]);
        let records = listed.into_iter().map(|grant| GrantRecord { grant: round.of_access(grant), you_may_revoke });
        let news = records.filter(|record| queue.grants.get(&record.grant.id) != Some(record));
        let changes = news.map(|record| Change::Grant(Box::new(record))).collect();
        let gone = queue.grants.keys().filter(|id| !named.contains(*id));
        let gone = gone.map(|id| Write::ForgetGrant { queue: queue_id.clone(), id: id.clone() }).collect();
        self.commit(&mut state, gone)?;
        Ok(changes)
    }

    /// A record that was read, with the revision that it has here: the one held if the facts are those held, else the next.
    pub(crate) fn numbered(&self, queue_id: &QueueId, record: RequestRecord) -> Result<RequestRecord, ListenError> {
        let state = self.lock();
        let Some(queue) = state.queues.get(queue_id) else { return Ok(record) };
        let told = [(record.facts().map_err(unreadable)?, record)];
        let round = Round::new(queue, &state.roles, &told);
        match self.compared(queue, told[0].clone(), &round, self.here().time(queue))? {
            Compared::Known(record) | Compared::New(record) => Ok(record),
        }
    }

    fn compared(
        &self,
        queue: &Queue,
        (facts, record): (RequestFacts, RequestRecord),
        round: &Round<'_>,
        now: Timestamp,
    ) -> Result<Compared, ListenError> {
        let held = queue.requests.get(&facts.id).or_else(|| queue.gone.get(&facts.id).map(|(mirrored, _)| mirrored));
        let Some(held) = held else {
            // Higher than whatever was decided on here before.
            let decided_on = queue.outbox.values().filter(|row| row.draft.subject.id == facts.id.as_str());
            let revision = decided_on.filter_map(|row| row.draft.revision).max().unwrap_or(0) + 1;
            let (risk, revised_at) = (round.first(&facts), facts.asked_at);
            let facts = RequestFacts { revision, nonce: self.nonce(), revised_at, risk, ..facts };
            let body = to_raw_value(&facts).map_err(unreadable)?;
            return Ok(Compared::New(RequestRecord { body, activity: 0, ..record }));
        };
        let known = &held.facts;
        let (revision, nonce, revised_at) = (known.revision, known.nonce.clone(), known.revised_at);
        // What is judged here is nothing that the requester changed.
        let risk = if round.judges() { known.risk.clone() } else { facts.risk.clone() };
        let facts = RequestFacts { revision, nonce, revised_at, risk, ..facts };
        let made_up = facts != *known;
        if made_up && facts != without_made_up(known, &facts) {
            let (revision, nonce) = (revision + 1, self.nonce());
            let facts = RequestFacts { revision, nonce, revised_at: now, risk: round.first(&facts), ..facts };
            let body = to_raw_value(&facts).map_err(unreadable)?;
            return Ok(Compared::New(RequestRecord { body, activity: held.record.activity, ..record }));
        }
        let risk = round.again(held);
        let judged_anew = risk != known.risk;
        let facts = RequestFacts { risk, ..facts };
        let (old, new) = (&held.record, &record);
        let same = (old.state, &old.votes, &old.decided, &old.grant, &old.for_you)
            == (new.state, &new.votes, &new.decided, &new.grant, &new.for_you);
        let body = to_raw_value(&facts).map_err(unreadable)?;
        let record = RequestRecord { body, activity: held.record.activity + u32::from(!same), ..record };
        let is_held = queue.requests.contains_key(&known.id);
        Ok(if same && is_held && !judged_anew && !made_up { Compared::Known(record) } else { Compared::New(record) })
    }

    /// Marks it as being sent, with the end of the access that goes with it and that this answers: of a grant counted from
    /// now and never beyond an end that was asked for, of a shortening from when the access was given. A grant whose end would
    /// be over has none.
    pub(crate) fn begin_call(&self, row: &Outbox) -> Result<Option<Timestamp>, StoreError> {
        let mut state = self.lock();
        let end = state.queues.get(&row.queue).and_then(|queue| match row.draft.action {
            Action::Grant => {
                let (now, request) = (self.here().time(queue), RequestId::new(row.draft.subject.id.as_str()));
                let (window, mirrored) = (row.draft.to_send()?, queue.requests.get(&request)?);
                Some(mirrored.end(window, now)).filter(|end| *end > now)
            }
            Action::Shorten => {
                let record = queue.grant(&GrantId::new(row.draft.subject.id.as_str()))?;
                new_end(&record.grant, row.draft.granted?)
            }
            Action::Deny | Action::Revoke | Action::Suspend | Action::Restore => None,
        });
        let ends = row.ends.iter().copied().chain(end).collect();
        self.begin_sending(&mut state, &Outbox { ends, ..row.clone() })?;
        Ok(end)
    }

    /// Keeps what was said with the decision, until its receipt holds it; and counts it where the queue would not listen:
    /// then it has not taken that end either.
    pub(crate) fn keep_exchange(&self, row: &Outbox, exchange: Exchange, heard: bool) -> Result<Outbox, StoreError> {
        let mut state = self.lock();
        let held = state.queues.get(&row.queue).and_then(|queue| queue.outbox.get(&row.id));
        let held = held.ok_or_else(|| StoreError::Damaged("no such decision".to_owned()))?;
        let mut row = Outbox { exchange: Some(exchange), ..held.clone() };
        if !heard {
            row.unheard += 1;
            row.ends.pop();
        }
        self.commit(&mut state, vec![Write::Outbox(Box::new(row.clone()))])?;
        Ok(row)
    }

    /// 128 bits, hex.
    pub(crate) fn nonce(&self) -> String {
        hex::encode(self.random::<16>())
    }
}

/// What is held, without the deadline and the length that stood there before a request could have none: taking back what the
/// desk made up is nothing that the requester changed.
fn without_made_up(held: &RequestFacts, told: &RequestFacts) -> RequestFacts {
    let made_up = Window::LONGEST;
    let deadline = told.answer_by.is_none() && held.answer_by == Some(held.asked_at.plus(made_up));
    let length = told.window.window().is_none() && held.window == made_up.into();
    RequestFacts {
        answer_by: if deadline { None } else { held.answer_by },
        window: if length { told.window } else { held.window },
        ..held.clone()
    }
}

enum Compared {
    /// As it is held.
    Known(RequestRecord),
    New(RequestRecord),
}

fn closed_at(mirrored: &Mirrored) -> Timestamp {
    let facts = &mirrored.facts;
    let ended = facts.answer_by.unwrap_or(facts.revised_at);
    mirrored.record.decided.as_ref().map_or(ended, |decided| decided.at)
}

fn unreadable(error: serde_json::Error) -> ListenError {
    ListenError::BadAnswer(error.to_string())
}
