//! The real desk over the script: its own drivers follow three queues that tell what the script says, its attention
//! drives a notifier that remembers. Time is the runtime's, paused: it jumps to the next thing that happens.

use super::script::{Asked, MINUTE, QUEUES, START, Script, facts, state};
use approval::{GrantId, RequestId, Timestamp};
use async_trait::async_trait;
use desk::attention::{self, ClockTime, Day, QuietHours, Settings};
use desk::capabilities::Capabilities;
use desk::ports::{
    Clock, Connector, ConnectorError, Devices, Entropy, Instants, Keychain, KeychainError, Line, NoPrompt,
    Notification, Notifier, NotifierError, QueueLogs, Secret, SecurityKeys, Signed, WitnessRefusal,
};
use desk::store::MemoryStore;
use desk::{Desk, Machine, Ports, QueueId, QueueKind, QueueSetup, sync};
use queue_api::{
    AcceptanceResponse, Change, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, EnrolRequest,
    ForYou, GrantsResponse, HiddenRecord, MeResponse, RequestRecord, RevocationRequest, RevocationResponse, RoleName,
};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tlog::hash::Hash;

/// One notification, and when.
#[derive(Debug, Clone)]
pub struct Told {
    pub at: i64,
    pub notification: Notification,
}

/// What was told while the script ran under these settings.
pub fn run(script: &Script, settings: &Settings) -> Result<Vec<Told>, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    runtime.block_on(play(script, settings))
}

/// Nights and weekends, in UTC.
pub fn with_quiet_hours(mut settings: Settings) -> Settings {
    use Day::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let time = |hour| ClockTime::new(hour, 0);
    let working = vec![Monday, Tuesday, Wednesday, Thursday, Friday];
    settings.quiet.hours = vec![
        QuietHours { days: working.clone(), from: time(20), to: time(0) },
        QuietHours { days: working, from: time(0), to: time(7) },
        QuietHours { days: vec![Saturday, Sunday], from: time(0), to: time(0) },
    ];
    settings
}

async fn play(script: &Script, settings: &Settings) -> Result<Vec<Told>, Box<dyn Error>> {
    let time = Time(tokio::time::Instant::now());
    let ports = Ports {
        store: Box::new(MemoryStore::new()),
        keychain: Arc::new(Nothing),
        presence: Arc::new(NoPrompt),
        clock: Arc::new(time),
        entropy: Arc::new(Nothing),
    };
    let machine = Machine { boot_id: "b".to_owned(), zone: "UTC".to_owned(), name: "proof".to_owned() };
    let desk = Desk::open(ports, machine)?;
    desk.set_settings(settings.clone())?;
    let desktop = Arc::new(Desktop { time, told: Mutex::default() });
    let mut drivers = vec![tokio::spawn(attention::drive(desk.clone(), desktop.clone()))];
    for number in 0..QUEUES {
        let id = QueueId::new(&format!("q{number}"));
        desk.add_queue(QueueSetup { id: id.clone(), name: id.to_string(), kind: QueueKind::Remote })?;
        let queue = Line::Signed(Arc::new(Queue { time, entries: entries(script, number) }));
        drivers.push(tokio::spawn(sync::follow(desk.clone(), id, queue)));
    }
    for off in &script.off {
        time.until(off.from).await;
        let to = Some(Timestamp::from_millis(off.to));
        let (away_until, paused_until) = if off.away { (to, None) } else { (None, to) };
        desk.set_settings(Settings { away_until, paused_until, ..settings.clone() })?;
    }
    time.until(script.end).await;
    drivers.iter().for_each(tokio::task::JoinHandle::abort);
    let told = desktop.told.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(told.clone())
}

#[derive(Clone, Copy)]
struct Time(tokio::time::Instant);

impl Time {
    fn millis(self) -> i64 {
        START + i64::try_from(self.0.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
    async fn until(self, at: i64) {
        let millis = u64::try_from(at - START).unwrap_or_default();
        tokio::time::sleep_until(self.0 + Duration::from_millis(millis)).await;
    }
}

impl Clock for Time {
    fn now(&self) -> Instants {
        Instants { wall: Timestamp::from_millis(self.millis()), boot: self.millis() - START }
    }
}

struct Desktop {
    time: Time,
    told: Mutex<Vec<Told>>,
}

impl Notifier for Desktop {
    fn show(&self, notification: &Notification) -> Result<(), NotifierError> {
        let told = Told { at: self.time.millis(), notification: notification.clone() };
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        Ok(())
    }
    fn withdraw(&self, _: &str) -> Result<(), NotifierError> {
        Ok(())
    }
}

/// When, and the request of which there is news.
type Entry = (i64, Asked, bool);

/// Asked, closed or expired, and a day later hidden.
fn entries(script: &Script, number: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for one in script.asked.iter().filter(|one| one.queue == number) {
        let over = one.closed.min(one.until);
        let day = 24 * 60 * MINUTE;
        entries.extend([(one.asked, one.clone(), false), (over, one.clone(), false), (over + day, one.clone(), true)]);
    }
    entries.sort_by_key(|(at, _, _)| *at);
    entries
}

struct Queue {
    time: Time,
    entries: Vec<Entry>,
}

#[async_trait]
impl Connector for Queue {
    fn capabilities(&self) -> Capabilities {
        Capabilities::DOORWARD
    }

    /// Signs nothing, so no device is enrolled.
    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        Ok(MeResponse {
            person: "noor".into(),
            name: "Noor".to_owned(),
            zone: "UTC".to_owned(),
            role: RoleName::Requester,
            tenants: Vec::new(),
            reviews: Vec::new(),
            server_time: Timestamp::from_millis(self.time.millis()),
            server: "queue.example".to_owned(),
            versions: vec!["v1".to_owned()],
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, _: &RequestId) -> Result<RequestRecord, ConnectorError> {
        Err(not_played())
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(not_played())
    }
}

#[async_trait]
impl Signed for Queue {
    /// Held until something changes, however long: a year of empty answers would show nothing.
    async fn changes(&self, cursor: Option<&str>, _: Duration) -> Result<ChangesResponse, ConnectorError> {
        let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        match self.entries.get(from) {
            _ if cursor.is_none() => {}
            Some((at, _, _)) => self.time.until(*at).await,
            None => std::future::pending().await,
        }
        let now = self.time.millis();
        let rest = self.entries.get(from..).unwrap_or_default();
        let due: Vec<&Entry> = rest.iter().take_while(|(at, _, _)| *at <= now).collect();
        let changes = due.iter().map(|(_, one, hidden)| change(one, *hidden, now)).collect();
        Ok(ChangesResponse {
            server_time: Timestamp::from_millis(now),
            cursor: (from + due.len()).to_string(),
            more: false,
            snapshot: cursor.is_none(),
            devices: None,
            changes,
        })
    }

    async fn enrol(&self, _: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        Err(not_played())
    }

    async fn add_checkpoint(&self, _: String) -> Result<String, WitnessRefusal> {
        Err(not_played().into())
    }

    async fn decide(
        &self,
        _: &RequestId,
        _: Option<u32>,
        _: &str,
        _: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        Err(not_played())
    }

    async fn revoke(&self, _: &GrantId, _: &str, _: &RevocationRequest) -> Result<RevocationResponse, ConnectorError> {
        Err(not_played())
    }

    async fn acceptance(&self, _: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        Err(not_played())
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

fn change(one: &Asked, hidden: bool, now: i64) -> Change {
    if hidden {
        return Change::Hidden(HiddenRecord { request: RequestId::new(&*one.id) });
    }
    let body = serde_json::value::to_raw_value(&facts(one)).unwrap_or_default();
    Change::Request(Box::new(RequestRecord {
        body,
        state: state(one, now),
        activity: 0,
        votes: Vec::new(),
        decided: None,
        grant: None,
        for_you: ForYou::default(),
    }))
}

fn not_played() -> ConnectorError {
    ConnectorError::Unreachable("not played here".to_owned())
}

/// No keyring and no chance: nothing is signed.
struct Nothing;

impl Keychain for Nothing {
    fn get(&self, _: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(None)
    }
    fn set(&self, _: &str, _: &Secret) -> Result<(), KeychainError> {
        Err(KeychainError::Missing("none".to_owned()))
    }
    fn delete(&self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

impl Entropy for Nothing {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}
