//! One person's line to the queue, as a desk's connector. Its network loses, doubles, delays and turns round what is sent
//! and what is answered; what was sent arrives whether or not the sender is still there.

use super::Servers;
use crate::desk_world::locked;
use approval::{GrantId, RequestId, Timestamp};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{Connector, ConnectorError, Devices, QueueLogs, SecurityKeys, Signed, WitnessRefusal};
use fastrand::Rng;
use queue::{Caller, IfMatch, Moment, Queue, WitnessError};
use queue_api::{
    AcceptanceResponse, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, EnrolRequest,
    GrantsResponse, MeResponse, RequestRecord, RevocationRequest, RevocationResponse, ShorteningRequest,
    ShorteningResponse,
};
use queue_server::Failure;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::witness::{AddCheckpoint, Refusal};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// A desk gives up waiting for an answer after this.
const PATIENCE: Duration = Duration::from_secs(10);

/// Of a thousand messages so many.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    pub lost: u32,
    /// It arrives, and its answer does not.
    pub unheard: u32,
    /// It arrives once more, within five minutes.
    pub doubled: u32,
    /// It, or its answer, takes longer than it should.
    pub late: u32,
    /// So many milliseconds at most: longer than anybody waits.
    pub late_by: u64,
}

impl Weather {
    pub const FAIR: Self = Self { lost: 0, unheard: 0, doubled: 0, late: 0, late_by: 0 };
    pub const FOUL: Self = Self { lost: 80, unheard: 100, doubled: 120, late: 100, late_by: 60_000 };
    /// Little is lost, and little comes in time or in order.
    pub const SLOW: Self = Self { lost: 20, unheard: 20, doubled: 200, late: 1600, late_by: 16_000 };
}

/// What happens to one message.
struct Fate {
    there: Duration,
    back: Duration,
    arrives: bool,
    heard: bool,
    again: Option<Duration>,
}

/// Stands in the witness's place, in a control: cosignature lines, or why there are none.
pub type OtherWitness = dyn Fn(&AddCheckpoint) -> Result<String, Refusal> + Send + Sync;

pub struct Line {
    servers: Arc<Servers>,
    caller: Caller,
    witness: Option<Arc<OtherWitness>>,
    weather: Mutex<Weather>,
    cut: AtomicBool,
    chance: Mutex<Rng>,
    /// Every decision that left here, and when.
    sent: Mutex<Vec<(Timestamp, Envelope)>>,
    /// When the queue was heard: each answer to a poll, also of those that tell nothing new.
    heard: Mutex<Vec<Timestamp>>,
}

impl Line {
    /// In fair weather.
    pub fn new(servers: &Arc<Servers>, caller: Caller, seed: u64) -> Arc<Self> {
        Self::with_witness(servers, caller, seed, None)
    }

    pub fn with_witness(
        servers: &Arc<Servers>,
        caller: Caller,
        seed: u64,
        witness: Option<Arc<OtherWitness>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            servers: servers.clone(),
            caller,
            witness,
            weather: Mutex::new(Weather::FAIR),
            cut: AtomicBool::new(false),
            chance: Mutex::new(Rng::with_seed(seed)),
            sent: Mutex::default(),
            heard: Mutex::default(),
        })
    }

    pub fn set_weather(&self, weather: Weather) {
        *locked(&self.weather) = weather;
    }

    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::Relaxed);
    }

    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Relaxed)
    }

    pub fn sent(&self) -> Vec<(Timestamp, Envelope)> {
        locked(&self.sent).clone()
    }

    /// When the queue was heard last before this instant.
    pub fn heard_before(&self, at: Timestamp) -> Option<Timestamp> {
        let heard = locked(&self.heard);
        heard.partition_point(|heard| *heard <= at).checked_sub(1).map(|last| heard[last])
    }

    fn is_down(&self) -> bool {
        self.is_cut() || self.servers.is_away()
    }

    fn leave(&self) -> Result<Fate, ConnectorError> {
        if self.is_down() {
            return Err(ConnectorError::Unreachable("no route".to_owned()));
        }
        let (mut chance, weather) = (locked(&self.chance), *locked(&self.weather));
        let mut of = |share: u32| chance.u32(0..1000) < share;
        let (lost, unheard, doubled) = (of(weather.lost), of(weather.unheard), of(weather.doubled));
        let (late_there, late_back) = (of(weather.late / 2), of(weather.late / 2));
        let mut millis = |late: bool| Duration::from_millis(chance.u64(1..if late { weather.late_by } else { 40 }));
        let (there, back) = (millis(late_there), millis(late_back));
        let again = doubled.then(|| Duration::from_millis(chance.u64(1..300_000)));
        Ok(Fate { there, back, arrives: !lost, heard: !unheard, again })
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl Fn(&Queue, &Moment) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, ConnectorError> {
        let Fate { there, back, arrives, heard, again } = self.leave()?;
        let (answer, answered) = oneshot::channel();
        // The server of when it was sent: that one may be replaced before it arrives.
        let (servers, queue) = (self.servers.clone(), self.servers.queue());
        let work = Arc::new(work);
        if let Some(again) = again {
            let (servers, work) = (servers.clone(), work.clone());
            tokio::spawn(async move {
                sleep(there + again).await;
                if !servers.is_away() {
                    drop(work(&servers.queue(), &servers.moment()));
                }
            });
        }
        tokio::spawn(async move {
            sleep(there).await;
            if !arrives || servers.is_away() {
                return;
            }
            let worked = work(&queue, &servers.moment());
            sleep(back).await;
            if heard {
                let _ = answer.send(worked);
            }
        });
        match timeout(PATIENCE, answered).await {
            Ok(Ok(Ok(answer))) if !self.is_cut() => Ok(answer),
            Ok(Ok(Err(Failure(problem)))) if !self.is_cut() => Err(ConnectorError::Refused(problem)),
            Ok(_) | Err(_) => Err(ConnectorError::NoAnswer("no answer in time".to_owned())),
        }
    }

    fn sends(&self, envelope: &Envelope) {
        if !self.is_down() {
            locked(&self.sent).push((self.servers.time.now(), envelope.clone()));
        }
    }
}

#[async_trait]
impl Connector for Line {
    fn capabilities(&self) -> Capabilities {
        Capabilities::DOORWARD
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let caller = self.caller.clone();
        self.call(move |queue, moment| Ok(queue.me(&caller, moment.now)?)).await
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let (caller, id) = (self.caller.clone(), id.clone());
        self.call(move |queue, _| Ok(queue.request(&caller, &id)?)).await
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let caller = self.caller.clone();
        self.call(move |queue, moment| {
            let mut all = queue.grants(&caller, None, 500, moment.now)?;
            while let Some(after) = all.next.take() {
                let page = queue.grants(&caller, Some(&after), 500, moment.now)?;
                all.grants.extend(page.grants);
                all.next = page.next;
            }
            Ok(all)
        })
        .await
    }
}

#[async_trait]
impl Signed for Line {
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError> {
        let fate = self.leave()?;
        let lost = || Err(ConnectorError::NoAnswer("no answer in time".to_owned()));
        sleep(fate.there).await;
        let deadline = Instant::now() + wait;
        let mut after = cursor.map(str::to_owned);
        loop {
            if !fate.arrives || self.is_down() {
                return lost();
            }
            // Listening starts before reading.
            let mut changed = pin!(self.servers.changed.notified());
            changed.as_mut().enable();
            let page = self.servers.queue().changes(&self.caller, after.as_deref(), 500, self.servers.time.now());
            let (page, news) = page.map_err(|error| ConnectorError::Refused(Failure::from(error).0))?;
            if news || Instant::now() >= deadline {
                sleep(fate.back).await;
                if !fate.heard || self.is_down() {
                    return lost();
                }
                locked(&self.heard).push(self.servers.time.now());
                return Ok(page);
            }
            after = Some(page.cursor);
            let _ = timeout_at(deadline, changed).await;
        }
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        let (caller, request) = (self.caller.clone(), request.clone());
        self.call(move |queue, moment| Ok(queue.enrol(&caller, &request, moment)?)).await
    }

    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal> {
        let other = self.witness.clone();
        let judged = self.call(move |queue, moment| {
            let judged = match &other {
                Some(other) => AddCheckpoint::parse(&body).and_then(|request| other(&request)).map_err(Into::into),
                None => queue.add_checkpoint(&body, moment.now),
            };
            match judged {
                Ok(line) => Ok(Ok(line)),
                Err(WitnessError::Refused(refusal)) => Ok(Err(refusal)),
                Err(WitnessError::Store(error)) => Err(error.into()),
            }
        });
        judged.await?.map_err(|refusal| match refusal {
            Refusal::Conflict { known } => WitnessRefusal::OtherSize(known),
            Refusal::Inconsistent => WitnessRefusal::NotConsistent,
            Refusal::UnknownLog | Refusal::NotSigned | Refusal::OldSizeAbove | Refusal::Malformed(_) => {
                WitnessRefusal::UnknownLog(refusal.to_string())
            }
        })
    }

    async fn decide(
        &self,
        id: &RequestId,
        if_match: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        self.sends(&decision.envelope);
        let if_match = if_match.map_or(IfMatch::Any, IfMatch::Revision);
        let (caller, id, key, sent) = (self.caller.clone(), id.clone(), idempotency_key.to_owned(), decision.clone());
        self.call(move |queue, moment| Ok(queue.decide(&caller, &id, if_match, &key, &sent, moment)?)).await
    }

    async fn revoke(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError> {
        self.sends(&revocation.envelope);
        let (caller, id, key, sent) = (self.caller.clone(), id.clone(), idempotency_key.to_owned(), revocation.clone());
        self.call(move |queue, moment| Ok(queue.revoke(&caller, &id, &key, &sent, moment)?)).await
    }

    async fn shorten(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        self.sends(&shortening.envelope);
        let (caller, id, key, sent) = (self.caller.clone(), id.clone(), idempotency_key.to_owned(), shortening.clone());
        self.call(move |queue, moment| Ok(queue.shorten(&caller, &id, &key, &sent, moment)?)).await
    }

    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        let (caller, decision) = (self.caller.clone(), *decision);
        self.call(move |queue, _| Ok(queue.acceptance(&caller, &decision)?)).await
    }

    fn devices(&self) -> Option<&dyn Devices> {
        None
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        None
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        None
    }
}
