//! A desk that is connected to a queue, and what goes on behind that queue's counter. Time is the queue's, and moves only
//! when a test moves it; what is waited for is waited for by the desk's own events.

use approval::{Action, RequestId, Timestamp, Window};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, Lasts};
use desk::ports::{Clock, Entropy, Instants, Keychain, KeychainError, Line, NoPrompt, PresencePrompt, Secret};
use desk::store::{DeskStore, MemoryStore};
use desk::view::{PanelView, RowStanding, SheetView, Step};
use desk::{Choice, Clicked, DecideError, Desk, Machine, Ports, QueueId, QueueKind, QueueSetup, ViewKind, sync};
pub use doorward_vendors::Fault;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::{Envelope, PayloadType};
use tokio::task::JoinHandle;

pub const QUEUE: &str = "team";
/// Longer than anything here takes; only a fault waits for its end.
const LONGEST: Duration = Duration::from_secs(60);

const LOOK: Duration = Duration::from_millis(200);

/// The other side of a connector. The person at the desk is Noor Haddad, `noor`; Dana Peres asks, Ilya Sun decides too.
#[async_trait]
pub trait Backstage: Send + Sync {
    fn line(&self) -> Line;
    fn now(&self) -> Timestamp;
    /// Lets time pass at the queue and at the desk alike, and carries out what is due.
    async fn pass(&self, by: Duration);
    /// Dana asks for a role of low risk, for so many hours; it is answered within a day.
    async fn ask(&self, hours: u32) -> RequestId;
    /// Whether whoever asks is one of the organisation: Noor may be, and may cancel what she asked for.
    fn people_ask(&self) -> bool {
        true
    }
    /// Whether what one asked for oneself is in the list.
    fn lists_own(&self) -> bool {
        self.people_ask()
    }
    /// What is told of a request that whoever asked took back; `None` where nobody can.
    fn cancelled(&self) -> Option<&'static str> {
        self.people_ask().then_some("Cancelled by the requester")
    }
    /// What this queue calls Ilya Sun, where he decided.
    fn ilya(&self) -> &'static str {
        "Ilya Sun"
    }
    async fn ask_as_noor(&self) -> RequestId;
    /// Dana asks for more, while it is pending.
    async fn amend(&self, id: &RequestId, hours: u32);
    async fn cancel(&self, id: &RequestId);
    async fn decide_as_ilya(&self, id: &RequestId, action: Action);
    /// Gives so few of them on a page.
    fn pages_of(&self, requests: usize);
    /// Nothing new is heard, while everything else works.
    fn deafen(&self, deaf: bool);
    /// The next reading of the list is refused, with `Retry-After` in seconds.
    fn throttle_list(&self, seconds: u32);
    fn fault(&self, fault: Fault);
    /// Noor's decisions on it that took effect: the window is the one that the queue holds.
    async fn effects(&self, id: &RequestId) -> Vec<(Action, Option<Window>)>;
    /// The reason that its requester can read.
    async fn reason_told(&self, id: &RequestId) -> Option<String>;
    /// Calls that decide, revoke or shorten, whatever came of them.
    fn calls(&self) -> usize;
    /// What can ask Noor at her desk.
    fn prompt(&self) -> Arc<dyn PresencePrompt> {
        Arc::new(NoPrompt)
    }
}

pub struct World {
    pub stage: Arc<dyn Backstage>,
    pub desk: Arc<Desk>,
    pub can: Capabilities,
    pub store: MemoryStore,
    keyring: Arc<Keyring>,
    drivers: Vec<JoinHandle<()>>,
}

impl World {
    /// Connected, and all there is heard.
    pub async fn connected(stage: Arc<dyn Backstage>) -> Self {
        let world = Self::connecting(stage);
        world.until("the queue is heard", |world| world.desk.status().queues[0].heard == "now").await;
        world
    }

    pub fn connecting(stage: Arc<dyn Backstage>) -> Self {
        let (store, keyring) = (MemoryStore::new(), Arc::new(Keyring::default()));
        let can = stage.line().connector().capabilities();
        let desk = open(&stage, &store, &keyring);
        let mut world = Self { stage, desk, can, store, keyring, drivers: Vec::new() };
        world.run();
        world
    }

    fn run(&mut self) {
        let id = QueueId::new(QUEUE);
        self.drivers.push(tokio::spawn(sync::run(self.desk.clone(), id, self.stage.line())));
        self.drivers.push(tokio::spawn(sync::release(self.desk.clone())));
    }

    /// The program stops at this instant, and is opened again.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.desk = open(&self.stage, &self.store, &self.keyring);
        self.run();
    }

    pub async fn stop(&mut self) {
        for driver in self.drivers.drain(..) {
            driver.abort();
            let _ = driver.await;
        }
    }

    /// Waits until it is so, by the desk's events.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Self) -> bool) {
        let mut events = self.desk.events();
        let so = async {
            while !wanted(self) {
                // One that falls behind looks again all the same, and so does one whose last event was a moment too early.
                let _ = tokio::time::timeout(LOOK, events.recv()).await;
            }
        };
        assert!(tokio::time::timeout(LONGEST, so).await.is_ok(), "never: {what}; {:?}", self.desk.status());
    }

    /// The same, and tries at once whatever waits for another try.
    pub async fn until_tried(&self, what: &str, wanted: impl Fn(&Self) -> bool) {
        self.until(what, |world| wanted(world) || world.desk.retry_queue(None).is_err()).await;
    }

    /// The same, while two seconds pass whenever it `waits`: by the queue’s clock here, and by the machine’s own in a connector
    /// that keeps such a wait too.
    pub async fn until_asked_again(&self, what: &str, waits: impl Fn(&Self) -> bool, wanted: impl Fn(&Self) -> bool) {
        // Not by the desk's events: each try makes some, and would let a little more time pass, until nothing can be decided.
        let mut looks = tokio::time::interval(LOOK);
        let so = async {
            while !wanted(self) {
                if waits(self) {
                    self.stage.pass(Duration::from_secs(2)).await;
                }
                self.desk.retry_queue(None).unwrap();
                looks.tick().await;
            }
        };
        assert!(tokio::time::timeout(LONGEST, so).await.is_ok(), "never: {what}; {:?}", self.desk.status());
    }

    /// When a queue that does not answer is asked again, in milliseconds since 1970.
    pub fn next_try(&self) -> Option<f64> {
        self.desk.status().banners.first().and_then(|banner| banner.next_try)
    }

    /// The decision waits because the queue asked for patience, and the sheet says so.
    pub fn is_put_off(&self, id: &RequestId) -> bool {
        match self.sheet(id).panel {
            PanelView::Moving { line, .. } => line.contains("asked to wait until"),
            _ => false,
        }
    }

    pub async fn until_waiting(&self, count: u32) {
        self.until(&format!("{count} wait"), |world| world.desk.status().waiting == count).await;
    }

    pub fn sheet(&self, id: &RequestId) -> SheetView {
        self.desk.open_sheet(&named(id), ViewKind::Window).unwrap()
    }

    pub fn standing(&self, id: &RequestId) -> Option<RowStanding> {
        self.desk.standing(&named(id))
    }

    pub fn is_closed(&self, id: &RequestId) -> bool {
        matches!(self.standing(id), Some(RowStanding::Closed { .. }))
    }

    /// Clicked, and held.
    pub fn click(&self, id: &RequestId, choice: Choice) -> Result<Clicked, DecideError> {
        self.desk.decide(&self.sheet(id).ticket, choice, Some("Agreed with finance"), None)
    }

    /// Clicked, and sent at once.
    pub fn decide(&self, id: &RequestId, choice: Choice) {
        self.click(id, choice).unwrap();
        self.desk.send_now(&named(id)).unwrap();
    }

    /// For what was asked: every queue takes that.
    pub fn grant(&self, id: &RequestId) {
        let choice = match self.can.lasts {
            Lasts::Window => Choice::Grant { seconds: self.sheet(id).duration.stops.last().unwrap().seconds },
            Lasts::Once => Choice::Once,
        };
        self.decide(id, choice);
    }

    /// A grant of so many hours, as the queue holds it.
    pub fn granted(&self, hours: u32) -> (Action, Option<Window>) {
        let window = match self.can.lasts {
            Lasts::Window => Some(self::hours(hours)),
            Lasts::Once => None,
        };
        (Action::Grant, window)
    }

    pub async fn until_recorded(&self, id: &RequestId) {
        self.until_tried("it is recorded", |world| is_recorded(&world.sheet(id).panel)).await;
    }

    /// What opens the receipt of the newest decision.
    pub fn receipt(&self) -> serde_json::Value {
        let leaves = self.store.leaves(&QueueId::new(QUEUE), 0, 1000).unwrap();
        let is_receipt =
            |bytes: &[u8]| Envelope::from_bytes(bytes).unwrap().payload_type == PayloadType::Receipt.to_string();
        let leaf = leaves.iter().rfind(|leaf| is_receipt(&leaf.bytes)).expect("no receipt");
        serde_json::from_slice(&leaf.openings["answer"].bytes).unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.drivers.iter().for_each(JoinHandle::abort);
    }
}

pub fn is_recorded(panel: &PanelView) -> bool {
    matches!(panel, PanelView::Moving { step: Step::Recorded, .. })
}

pub fn named(id: &RequestId) -> String {
    format!("{QUEUE}:{id}")
}

pub fn hours(hours: u32) -> Window {
    Window::from_minutes(hours * 60).unwrap()
}

fn open(stage: &Arc<dyn Backstage>, store: &MemoryStore, keyring: &Arc<Keyring>) -> Arc<Desk> {
    static BOOT: &str = "boot-1";
    let ports = Ports {
        store: Box::new(store.clone()),
        keychain: keyring.clone(),
        presence: stage.prompt(),
        clock: Arc::new(Told(stage.clone())),
        entropy: Arc::new(Counting),
    };
    let machine =
        Machine { boot_id: BOOT.to_owned(), zone: "Europe/Berlin".to_owned(), name: "Noor’s laptop".to_owned() };
    let desk = Desk::open(ports, machine).unwrap();
    let setup = QueueSetup { id: QueueId::new(QUEUE), name: "Team queue".to_owned(), kind: QueueKind::Remote };
    desk.add_queue(setup).unwrap();
    desk
}

/// The machine's clocks show what the queue's does.
struct Told(Arc<dyn Backstage>);

impl Clock for Told {
    fn now(&self) -> Instants {
        let wall = self.0.now();
        Instants { wall, boot: wall.millis() }
    }
}

struct Counting;

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(&next.to_be_bytes()[..chunk.len()]);
        }
    }
}

#[derive(Default)]
struct Keyring(Mutex<BTreeMap<String, Secret>>);

impl Keychain for Keyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }
    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.clone());
        Ok(())
    }
    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}
