//! The one door. App, tray and command line call these functions and nothing else; each reads the clock once, works
//! out what follows by pure rules, makes it durable, and only then lets it be seen.

mod barring;
mod bulk;
mod classifying;
mod deciding;
pub(crate) mod devices;
mod drafting;
mod ending;
mod erasing;
mod exporting;
mod keys;
mod listening;
mod logs;
mod measuring;
mod naming;
mod owing;
mod preferring;
mod presence;
mod queue_logs;
mod recovering;
mod removing;
mod rereading;
mod searching;
mod sending;
mod suspending;
mod triaging;
mod wakes;

pub use classifying::RolesFilter;
pub use deciding::SentNow;
use deciding::is_pending;
pub use exporting::{Exported, ListForm, LogExport, LogList, Written};
pub use keys::device_keys;
pub(crate) use listening::{ListenError, Named};
pub use sending::Unsent;
pub(crate) use sending::{Next, Prepared};
pub(crate) use wakes::Wakes;

use crate::attention::{self, Attention, Known};
use crate::capabilities::{Capabilities, Lasts};
use crate::errors::{
    NoSuchQueue, OpenError, PageError, PreviewError, QueueError, SheetError, SigningError, TicketError,
};
use crate::here::Here;
use crate::ports::{Clock, Entropy, Instants, Keychain, Line, PresencePrompt};
use crate::sheet::{self, Scene};
use crate::state::{Key, State, key};
use crate::store::{DeskStore, Outbox, OutboxState, QueueId, QueueKind, QueueRecord, StoreError, Write};
use crate::tickets::Ticket;
use crate::tray::{self, TrayMenu};
use crate::view::{GrantsView, InboxView, LengthView, RowStanding, SheetView, StatusView};
use crate::visits::Visit;
use crate::{grants, inbox, standing, status, words};
use approval::{Timestamp, Window};
use chrono_tz::Tz;
use queue_api::signed::{SubjectKind, ViewKind};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tlog::commitment::Opening;
use tokio::sync::broadcast;

/// The edges a program chooses for its desk.
pub struct Ports {
    pub store: Box<dyn DeskStore>,
    pub keychain: Arc<dyn Keychain>,
    pub presence: Arc<dyn PresencePrompt>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
}

/// What the desk must know of the machine it runs on.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Changes at every start of the machine: `/proc/sys/kernel/random/boot_id`. Where there is none, something that
    /// changes at every start of the program.
    pub boot_id: String,
    /// The person's IANA zone.
    pub zone: String,
    /// What the person calls it; at most 100 characters go to the queue.
    pub name: String,
}

/// A queue to be connected.
#[derive(Debug, Clone)]
pub struct QueueSetup {
    pub id: QueueId,
    /// `Practice queue`
    pub name: String,
    pub kind: QueueKind,
}

/// What the person chose on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Choice {
    Grant {
        seconds: u32,
    },
    /// What waits is let through, where a grant gives nothing that lasts.
    Once,
    Deny,
    /// A denial that names the longest that would be granted instead, if it is asked for anew.
    CounterOffer {
        seconds: u32,
    },
}

/// A decision that is held: it is signed when the undo window ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clicked {
    /// `<queue>:<request>`
    pub request: String,
    /// By the corrected clock.
    pub until: Timestamp,
    pub millis: u32,
}

/// Something changed: ask for the view again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum DeskEvent {
    InboxChanged,
    GrantsChanged,
    LogChanged,
    StatusChanged,
}

/// The door. Shared by everything that asks; every method may be called from any thread, and those that sign may
/// block while the system asks the person something: for the keyring, or for their presence.
pub struct Desk {
    ports: Ports,
    machine: Machine,
    zone: Tz,
    state: Mutex<State>,
    events: broadcast::Sender<DeskEvent>,
    pub(crate) wakes: Wakes,
    /// The ways to the queues that are followed.
    lines: Mutex<BTreeMap<QueueId, Line>>,
    /// Held through the steps of a key change that touch the keyring.
    changing_key: Mutex<()>,
}

impl Desk {
    /// Opens the profile and recovers what a stop left behind (the order is on `store`).
    pub fn open(ports: Ports, machine: Machine) -> Result<Arc<Self>, OpenError> {
        let state = State::from_stored(ports.store.load()?);
        let zone = words::zone(&machine.zone);
        let (events, _) = broadcast::channel(256);
        let desk = Self {
            ports,
            machine,
            zone,
            state: Mutex::new(state),
            events,
            wakes: Wakes::default(),
            lines: Mutex::default(),
            changing_key: Mutex::default(),
        };
        desk.recover()?;
        Ok(Arc::new(desk))
    }

    /// Connects a queue, or renames one. What is known of it is kept; one that was removed goes on where it was.
    pub fn add_queue(&self, setup: QueueSetup) -> Result<(), QueueError> {
        let mut state = self.lock();
        let known = state.with_log(&setup.id).map(|queue| queue.record.clone());
        let record = match known {
            Some(record) => QueueRecord { name: setup.name, kind: setup.kind, removed: false, ..record },
            None => QueueRecord {
                id: setup.id,
                name: setup.name,
                kind: setup.kind,
                me: None,
                device: None,
                incident: None,
                capabilities: Capabilities::default(),
                removed: false,
                logs: BTreeMap::new(),
                went_back: None,
                former: Vec::new(),
                recovering: None,
            },
        };
        self.commit(&mut state, vec![Write::Queue(Box::new(record))])?;
        Ok(())
    }

    /// Leaves a queue out until the desk is opened again: a program that does not run it now shows nothing of it. What is
    /// known of it stays in the store.
    pub fn set_aside(&self, queue: &QueueId) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).remove(queue);
        if self.lock().queues.remove(queue).is_some() {
            self.emit(DeskEvent::InboxChanged);
            self.emit(DeskEvent::StatusChanged);
        }
    }

    /// The connected queues, in order of their ids.
    pub fn queues(&self) -> Vec<QueueId> {
        self.lock().queues.keys().cloned().collect()
    }

    /// What changed from here on. Who falls behind asks for everything again.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.events.subscribe()
    }

    pub fn status(&self) -> StatusView {
        status::status(&self.lock(), &self.here())
    }

    pub fn inbox(&self) -> InboxView {
        inbox::inbox(&self.lock(), &self.here(), None)
    }

    /// The same of one queue alone.
    pub fn inbox_of(&self, queue: &str) -> Result<InboxView, NoSuchQueue> {
        let id = self.queue_named(queue)?;
        Ok(inbox::inbox(&self.lock(), &self.here(), Some(&id)))
    }

    /// Where one request stands; `None` when it is not known here.
    pub fn standing(&self, request: &str) -> Option<RowStanding> {
        let state = self.lock();
        let here = self.here();
        let (queue, mirrored) = state.find(&key(request)?)?;
        Some(inbox::row_standing(queue, &standing::of(queue, mirrored, here.time(queue)), &here))
    }

    /// The sheet, with a fresh ticket; earlier tickets for this request are worth nothing from here on. A request that
    /// changed since it was first opened in this run says so, until `accept_change`.
    pub fn open_sheet(&self, request: &str, view: ViewKind) -> Result<SheetView, SheetError> {
        let key = key(request).ok_or(SheetError::NotFound)?;
        self.sheet(&mut self.lock(), &key, view)
    }

    /// The https address of the request in the system that it comes from, for the person's browser. Whoever opens it was told
    /// its host by the sheet.
    pub fn page(&self, request: &str) -> Result<String, PageError> {
        let key = key(request).ok_or(SheetError::NotFound)?;
        let state = self.lock();
        let (queue, mirrored) = state.find(&key).ok_or(SheetError::NotFound)?;
        sheet::page::of(queue, mirrored).map(|page| page.address().to_owned()).ok_or(PageError::NoPage)
    }

    /// The person has read the difference up to `revision` and goes on. If it changed once more, the new sheet says so.
    pub fn accept_change(&self, request: &str, revision: u32, view: ViewKind) -> Result<SheetView, SheetError> {
        let key = key(request).ok_or(SheetError::NotFound)?;
        let mut state = self.lock();
        let here = self.here();
        let (queue, mirrored) = state.find(&key).ok_or(SheetError::NotFound)?;
        if mirrored.facts.revision == revision {
            let visit = Visit { at: here.time(queue), facts: mirrored.facts.clone() };
            state.visits.read(&key, visit);
        }
        self.sheet(&mut state, &key, view)
    }

    /// What a typed length would mean on this sheet: `90m`, `1h30`, `until 18:00`.
    pub fn preview_length(&self, ticket: &str, typed: &str) -> Result<LengthView, PreviewError> {
        let state = self.lock();
        let here = self.here();
        let ticket = state.tickets.look(ticket)?;
        let (queue, mirrored) = state.find(&ticket.key).ok_or(TicketError::Superseded)?;
        if queue.record.capabilities.lasts == Lasts::Once {
            return Err(PreviewError::Once);
        }
        let length = sheet::preview(mirrored, typed, here.time(queue), &here)?;
        let asked = mirrored.facts.window.window().map(Window::seconds);
        if !queue.record.capabilities.can_shorten() && asked.is_none_or(|asked| u64::from(length.seconds) < asked) {
            return Err(PreviewError::CannotShorten);
        }
        Ok(length)
    }

    pub fn grants(&self) -> GrantsView {
        grants::grants(&self.lock(), &self.here())
    }

    /// Why the person should not quit now: grants that end late if this program does not run.
    pub fn ends_late(&self) -> Option<String> {
        grants::ends_late(&self.lock(), &self.here())
    }

    pub fn tray(&self) -> TrayMenu {
        tray::menu(&self.lock(), &self.here())
    }

    /// What should be on the desktop and what should go from it. Nothing is noted until `noted`.
    pub fn attention(&self) -> Attention {
        attention::attention(&self.lock(), &self.here())
    }

    /// What `attention` asked for was done: it is not asked for again.
    pub fn noted(&self, attention: &Attention) -> Result<(), StoreError> {
        let Some(after) = &attention.after else { return Ok(()) };
        let told = |(name, told): (&String, &Known)| Write::Told { request: name.clone(), told: Some(told.clone()) };
        let forgotten = |name: &String| Write::Told { request: name.clone(), told: None };
        let mut writes: Vec<_> = after.told.iter().map(told).chain(after.forgotten.iter().map(forgotten)).collect();
        writes.push(Write::Setting { name: "notified".to_owned(), value: serde_json::to_string(&after.marks).ok() });
        let mut state = self.lock();
        self.commit(&mut state, writes)?;
        state.notified.apply(after);
        Ok(())
    }

    /// Whether notifications reach the desktop: `None` when they do.
    pub fn set_notifications(&self, trouble: Option<String>) {
        let mut state = self.lock();
        if state.notifications != trouble {
            state.notifications = trouble;
            self.emit(DeskEvent::StatusChanged);
        }
    }

    /// An invitation to enrol this device with: needed where this person has another device already. Tried at once.
    pub fn invite(&self, queue: &str, invitation: String) -> Result<(), QueueError> {
        let id = self.queue_named(queue)?;
        self.invited(&id, invitation);
        self.retry_queue(Some(queue)).map(drop)
    }

    /// Asks the keyring again; writes what had to wait for it.
    pub fn retry_keyring(&self) -> Result<(), SigningError> {
        let queues = self.queues();
        let mut asked = Ok(());
        for id in &queues {
            // Every queue is asked about, whatever one of them says.
            asked = asked.and(self.try_key(id));
            let wakes = self.wakes.queue(id);
            wakes.follow.notify_one();
            wakes.deliver.notify_one();
        }
        asked
    }

    fn sheet(&self, state: &mut State, key: &Key, view_kind: ViewKind) -> Result<SheetView, SheetError> {
        let here = self.here();
        let (queue, mirrored) = state.find(key).ok_or(SheetError::NotFound)?;
        let first = Visit { at: here.time(queue), facts: mirrored.facts.clone() };
        let visit = state.visit(key, first);
        let (queue, mirrored) = state.find(key).ok_or(SheetError::NotFound)?;
        let name = hex::encode(self.random::<16>());
        let sheet = sheet::build(&Scene { state, queue, mirrored, visit: &visit, here }, name.clone());
        let list = sheet::shown(&sheet, self.zone);
        let ticket = Ticket {
            key: key.clone(),
            revision: mirrored.facts.revision,
            facts_digest: queue_api::facts::digest(&mirrored.facts),
            view: self.opening(&list),
            view_kind,
        };
        // A row that owes an entry stays open until it is written, seen or not; an agreement as long as others must agree.
        let is_agreement =
            |row: &Outbox| matches!(row.state, OutboxState::Recorded { .. }) && is_pending(queue, &row.draft);
        let is_told = |row: &Outbox| is_end(&row.state) && row.offer().is_none() && !is_agreement(row);
        let is_news = |row: &&Outbox| row.open && row.owed.is_empty() && is_told(row);
        let seen = queue.row_of(SubjectKind::Request, key.1.as_str()).filter(is_news);
        let seen = seen.map(|row| Outbox { open: false, ..row.clone() });
        state.tickets.give(name, ticket);
        if let Some(row) = seen
            && let Err(error) = self.commit(state, vec![Write::Outbox(Box::new(row))])
        {
            // It will be shown once more: nothing is lost.
            tracing::warn!(%error, "an end that was seen could not be noted");
        }
        Ok(sheet)
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // Every change is made whole before it is seen, so a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Instants {
        self.ports.clock.now()
    }

    pub(crate) fn here(&self) -> Here<'_> {
        Here { instants: self.now(), boot_id: &self.machine.boot_id, zone: self.zone }
    }

    pub(crate) fn boot_id(&self) -> &str {
        &self.machine.boot_id
    }

    pub(crate) fn machine_name(&self) -> &str {
        &self.machine.name
    }

    pub(crate) fn store(&self) -> &dyn DeskStore {
        &*self.ports.store
    }

    pub(crate) fn keychain(&self) -> &dyn Keychain {
        &*self.ports.keychain
    }

    pub(crate) fn prompt(&self) -> &dyn PresencePrompt {
        &*self.ports.presence
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ports.entropy.fill(&mut bytes);
        bytes
    }

    /// A fresh salt over the JSON of `value`.
    pub(crate) fn opening(&self, value: &impl Serialize) -> Opening {
        // Lists and records of strings: nothing here that JSON could refuse.
        Opening { salt: self.random(), bytes: serde_json::to_vec(value).unwrap_or_default() }
    }

    pub(crate) fn emit(&self, event: DeskEvent) {
        // Nobody listening is no fault.
        let _ = self.events.send(event);
    }

    /// Makes the writes durable, then seen. After an error what is stored is read again: memory never runs ahead of it.
    pub(crate) fn commit(&self, state: &mut State, writes: Vec<Write>) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.store().commit(&writes) {
            tracing::error!(%error, "the profile could not be written");
            match self.store().load() {
                Ok(stored) => state.reloaded(stored),
                Err(error) => tracing::error!(%error, "nor be read again"),
            }
            return Err(error);
        }
        let mut events = BTreeSet::new();
        for write in &writes {
            state.apply(write);
            events.extend(events_of(write).iter().copied());
        }
        if events.contains(&DeskEvent::InboxChanged) {
            state.lists.changed();
        }
        events.into_iter().for_each(|event| self.emit(event));
        Ok(())
    }
}

/// Something the person must have seen before it may go.
fn is_end(state: &OutboxState) -> bool {
    match state {
        OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. } => true,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Again { .. } => false,
    }
}

fn events_of(write: &Write) -> &'static [DeskEvent] {
    use DeskEvent::{GrantsChanged, InboxChanged, LogChanged, StatusChanged};
    match write {
        Write::Queue(_) | Write::Heard { .. } => &[InboxChanged, StatusChanged],
        Write::Request { .. } | Write::Forget { .. } => &[InboxChanged, StatusChanged],
        Write::Grant { .. } | Write::ForgetGrant { .. } => &[GrantsChanged, StatusChanged],
        Write::NewLog { .. } => &[LogChanged, StatusChanged],
        Write::Snooze { .. } => &[InboxChanged],
        Write::Outbox(_) => &[InboxChanged, GrantsChanged, StatusChanged],
        Write::Leaf { .. } | Write::Checkpoint { .. } | Write::Cosigned { .. } | Write::Erase { .. } => &[LogChanged],
        Write::Cursor { .. }
        | Write::Findable(_)
        | Write::Measured { .. }
        | Write::Told { .. }
        | Write::View { .. }
        | Write::Setting { .. } => &[],
    }
}
