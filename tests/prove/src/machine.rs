//! One device of one person: its clocks, what it stored, and the desk while that runs. The program can be stopped at any
//! instant, also right before a commit and right after it; the machine can be started anew.

mod crashing;

pub use crashing::{Kept, Noted, Spoil};

use crate::desk_world::{Household, Time, in_step};
use crate::servers::{Line, Outcome};
use approval::{Action, Grant, RequestId};
use crashing::{Crashing, Life};
use desk::ports::{self, Clock, Instants};
use desk::store::{DeskStore, OutboxState};
use desk::view::RowStanding;
use desk::{Choice, DecideError, Desk, QueueId, QueueKind, QueueSetup, ViewKind, sync};
use fastrand::Rng;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What every desk calls the queue.
pub const QUEUE: &str = "contoso";

/// The two clocks of one machine. The wall clock may be anywhere; the other begins anew at each start of the machine.
pub struct MachineClock {
    time: Time,
    wall_ahead: AtomicI64,
    /// Control: the other clock follows the wall clock.
    pub trusts_wall: AtomicBool,
    /// When the machine started, in milliseconds of its world.
    started: AtomicI64,
}

/// Before anything is heard, a machine has run for so long.
const UP_MILLIS: i64 = 20_000;

impl MachineClock {
    fn new(time: &Time) -> Self {
        let started = AtomicI64::new(time.elapsed() - UP_MILLIS);
        Self { time: time.clone(), wall_ahead: AtomicI64::new(0), trusts_wall: AtomicBool::new(false), started }
    }

    pub fn set_wall_ahead(&self, millis: i64) {
        self.wall_ahead.store(millis, Ordering::Relaxed);
    }
}

impl Clock for MachineClock {
    fn now(&self) -> Instants {
        let ahead = self.wall_ahead.load(Ordering::Relaxed);
        let followed = if self.trusts_wall.load(Ordering::Relaxed) { ahead } else { 0 };
        let boot = self.time.elapsed() - self.started.load(Ordering::Relaxed) + followed;
        Instants { wall: self.time.now().plus_millis(ahead), boot }
    }
}

pub struct Machine {
    pub name: String,
    pub person: String,
    pub household: Household,
    pub clock: Arc<MachineClock>,
    pub line: Arc<Line>,
    /// What is wrong with its storage, in a control.
    pub spoil: Spoil,
    /// What its runs kept.
    pub journal: Arc<Mutex<Vec<Noted>>>,
    /// What its person did.
    pub attempts: Vec<Attempt>,
    running: Option<Running>,
    boots: u32,
}

/// What a person did at a desk. `told`: it said yes.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub subject: String,
    pub action: Action,
    pub told: bool,
}

struct Running {
    desk: Arc<Desk>,
    life: Arc<Life>,
    /// None while the machine sleeps.
    drivers: Vec<JoinHandle<()>>,
}

impl Machine {
    pub fn new(name: &str, person: &str, line: Arc<Line>, time: &Time, seed: u64) -> Self {
        let clock = Arc::new(MachineClock::new(time));
        let household = Household::new(clock.clone(), seed);
        let (name, person) = (name.to_owned(), person.to_owned());
        Self {
            name,
            person,
            household,
            clock,
            line,
            spoil: Spoil::None,
            journal: Arc::default(),
            attempts: Vec::new(),
            running: None,
            boots: 1,
        }
    }

    /// Starts the program, where it does not run. `invitation`: for a device that is not its person's first.
    pub fn start(&mut self, invitation: Option<String>) -> Outcome<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let life = Arc::new(Life::default());
        let store = Crashing {
            kept: self.household.store.clone(),
            life: life.clone(),
            spoil: self.spoil,
            time: self.clock.time.clone(),
            started: (self.clock.now(), self.household.boot_id.clone()),
            journal: self.journal.clone(),
        };
        let desk = self.household.open_on(Box::new(store))?;
        let id = QueueId::new(QUEUE);
        desk.add_queue(QueueSetup { id, name: "Contoso".to_owned(), kind: QueueKind::Remote })?;
        if let Some(invitation) = invitation {
            desk.invite(QUEUE, invitation)?;
        }
        self.running = Some(Running { desk, life, drivers: Vec::new() });
        self.wake();
        Ok(())
    }

    /// It sleeps: the program is there, and nothing of it runs.
    pub fn sleep(&mut self) {
        if let Some(running) = &mut self.running {
            running.drivers.drain(..).for_each(|driver| driver.abort());
        }
    }

    /// It goes on where it was.
    pub fn wake(&mut self) {
        let line = ports::Line::Signed(self.line.clone());
        if let Some(Running { desk, drivers, .. }) = &mut self.running
            && drivers.is_empty()
        {
            drivers.push(tokio::spawn(in_step(sync::run(desk.clone(), QueueId::new(QUEUE), line))));
            drivers.push(tokio::spawn(in_step(sync::release(desk.clone()))));
        }
    }

    /// Stops the program without a word to it.
    pub fn kill(&mut self) {
        if let Some(Running { life, drivers, .. }) = self.running.take() {
            life.end();
            drivers.iter().for_each(JoinHandle::abort);
        }
    }

    /// Lets it stop at one of its next commits: `commits` more succeed, then the next is written or not, and nobody hears.
    pub fn kill_at_commit(&self, commits: u32, written: bool) {
        if let Some(running) = &self.running {
            running.life.end_at(commits, written);
        }
    }

    /// The machine goes down and comes up again; the program does not run yet.
    pub fn restart(&mut self) {
        self.kill();
        self.boots += 1;
        self.household.boot_id = format!("boot-{}", self.boots);
        self.clock.started.store(self.clock.time.elapsed() - UP_MILLIS, Ordering::Relaxed);
    }

    /// What is held in the store, as a person would have to choose it again.
    pub fn held(&self) -> Outcome<Vec<(String, Choice)>> {
        let rows = self.household.store.load()?.queues.into_iter().flat_map(|queue| queue.outbox);
        let held = rows.filter(|row| row.state == OutboxState::Held).map(|row| {
            let seconds = row.draft.granted.and_then(|window| u32::try_from(window.seconds()).ok());
            let choice = seconds.map_or(Choice::Deny, |seconds| Choice::Grant { seconds });
            (format!("{QUEUE}:{}", row.draft.subject.id), choice)
        });
        Ok(held.collect())
    }

    /// Its person decides on a request that the desk shows as theirs to decide, and nothing where it does not. One in ten
    /// then thinks again, and so many send it at once.
    pub fn decide(
        &mut self,
        id: &RequestId,
        choice: impl FnOnce(&mut Rng) -> Choice,
        hasty: u8,
        chance: &mut Rng,
    ) -> Result<(), DecideError> {
        let request = format!("{QUEUE}:{id}");
        let Some(desk) = self.desk() else { return Ok(()) };
        if !matches!(desk.standing(&request), Some(RowStanding::Open | RowStanding::NeedsYou { .. })) {
            return Ok(());
        }
        let Ok(sheet) = desk.open_sheet(&request, ViewKind::Window) else { return Ok(()) };
        let choice = choice(chance);
        let done = desk.decide(&sheet.ticket, choice, Some("agreed"), None);
        let action = if choice == Choice::Deny { Action::Deny } else { Action::Grant };
        self.attempts.push(Attempt { subject: id.to_string(), action, told: done.is_ok() });
        match chance.u8(0..10) {
            0 => drop(desk.undo(&request)),
            quick if quick <= hasty => drop(desk.send_now(&request)),
            _ => {}
        }
        done.map(drop)
    }

    /// Its person revokes one of these, or shortens it to two thirds of what it was.
    pub fn end_one_of(&mut self, grants: &[Grant], chance: &mut Rng) -> Outcome<()> {
        let Some(desk) = self.desk() else { return Ok(()) };
        let Some(grant) = chance.choice(grants) else { return Ok(()) };
        let name = format!("{QUEUE}:{}", grant.id);
        let (action, told) = if chance.bool() {
            (Action::Revoke, desk.revoke(&name, ViewKind::Window, None).is_ok())
        } else {
            let seen = u32::try_from(grant.window.seconds())?;
            (Action::Shorten, desk.shorten(&name, (seen, seen / 3 * 2), ViewKind::Window, None).is_ok())
        };
        self.attempts.push(Attempt { subject: grant.id.to_string(), action, told });
        Ok(())
    }

    /// The running desk. One that died at a commit is none.
    pub fn desk(&mut self) -> Option<Arc<Desk>> {
        if self.running.as_ref().is_some_and(|running| running.life.is_over()) {
            self.kill();
        }
        self.running.as_ref().map(|running| running.desk.clone())
    }
}

/// Lets all of them run for so long, and whoever is stopped by a commit then for five minutes more.
pub async fn come_to_rest(machines: &mut [Machine], patience: Duration) -> Outcome<()> {
    for machine in &mut *machines {
        if machine.desk().is_none() {
            machine.start(None)?;
        }
    }
    sleep(patience).await;
    for machine in machines {
        if machine.desk().is_none() {
            machine.start(None)?;
            sleep(Duration::from_secs(5 * 60)).await;
        }
    }
    Ok(())
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.kill();
    }
}
