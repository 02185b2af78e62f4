//! A made-up afternoon: two approvers at three desks decide on what a fourth person asks, while desks crash, machines start
//! anew, lines are cut, servers are replaced, and the network does what networks do.

use super::forgetful::Forgetful;
use super::judge::{Attempt, Found, judge};
use crate::desk_world::Time;
use crate::machine::{Machine, QUEUE, Spoil};
use crate::servers::{Before, Line, Outcome, Servers, Weather};
use approval::{Action, Grant, RequestId, Window};
use desk::view::RowStanding;
use desk::{Choice, Desk, ViewKind};
use fastrand::Rng;
use queue::Caller;
use queue_api::RoleName;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// One approver alone; two in turn; two at once. What `soon` names is to be answered within two minutes, and a grant of it lasts one.
const TENANT: &str = r#"
[tenant]
id = "contoso"
name = "Contoso"
domain = "contoso.example"

[[person]]
id = "noor"
name = "Noor Haddad"

[[person]]
id = "ilya"
name = "Ilya Sun"

[[person]]
id = "dana"
name = "Dana Peres"

[[resource]]
id = "entra"
name = "Entra ID"

[[entitlement]]
id = "alone"
resource = "entra"
role = { id = "reader", name = "Directory Reader", means = "Can read the directory." }
risk = { level = "low", reason = "Reads only" }
longest_window = "PT8H"
offline_grants = true
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]

[[entitlement]]
id = "soon"
resource = "entra"
role = { id = "writer", name = "Directory Writer", means = "Can write the directory." }
risk = { level = "low", reason = "Writes little" }
longest_window = "PT8H"
answer_within = "PT2M"
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]

[[entitlement]]
id = "in-turn"
resource = "entra"
role = { id = "auditor", name = "Auditor", means = "Can read the audit log." }
risk = { level = "low", reason = "Reads only" }
longest_window = "PT8H"
offline_grants = true
reason_required = false
[[entitlement.stage]]
name = "First"
approvers = ["noor"]
[[entitlement.stage]]
name = "Second"
approvers = ["ilya"]

[[entitlement]]
id = "together"
resource = "entra"
role = { id = "rotator", name = "Key Rotator", means = "Can rotate keys." }
risk = { level = "low", reason = "Rotates keys" }
longest_window = "PT8H"
offline_grants = true
reason_required = false
[[entitlement.stage]]
name = "On call"
needs = 2
approvers = ["noor", "ilya"]
"#;

/// A defence that is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The queue does not know an answer that it gave.
    NoIdempotency,
    /// A desk takes what was on its way when it stopped for never sent.
    ForgetsWhatWasSent,
    /// A desk decides by itself again what was held when it stopped.
    SendsWhatWasHeld,
}

struct World {
    servers: Arc<Servers>,
    machines: Vec<Machine>,
    requester: Caller,
    auditor: Caller,
    asked: Vec<RequestId>,
    /// What people did, and what they were told at once.
    attempts: Vec<Attempt>,
    chance: Rng,
    fault: Option<Fault>,
}

/// Steps after which an afternoon is over, decided or not.
const LONGEST: usize = 3000;

pub async fn play(seed: u64, decisions: usize, fault: Option<Fault>) -> Outcome<Found> {
    let mut world = World::open(seed, fault).await?;
    for _ in 0..LONGEST {
        world.step().await?;
        if world.attempts.iter().filter(|attempt| attempt.told).count() >= decisions {
            break;
        }
    }
    world.settle().await?;
    judge(&world.servers, &mut world.machines, &world.attempts, &world.auditor)
}

impl World {
    async fn open(seed: u64, fault: Option<Fault>) -> Outcome<Self> {
        let time = Time::new();
        let before: Before = if fault == Some(Fault::NoIdempotency) {
            |store| Arc::new(Forgetful(store))
        } else {
            |store| Arc::new(store)
        };
        let servers = Servers::start(&time, seed, TENANT, before)?;
        tokio::spawn(servers.clone().keep_time());
        let mut machines = Vec::new();
        for (number, (name, person)) in
            [("noor-1", "noor"), ("noor-2", "noor"), ("ilya-1", "ilya")].into_iter().enumerate()
        {
            let own = seed.wrapping_mul(31).wrapping_add(number as u64);
            let line = Line::new(&servers, servers.caller(person, RoleName::Approver)?, own);
            let mut machine = Machine::new(name, person, line, &time, own);
            machine.clock.set_wall_ahead([90_000, -70_000, 0][number]);
            if fault == Some(Fault::ForgetsWhatWasSent) {
                machine.spoil = Spoil::ForgetsWhatWasSent;
            }
            let invitation = servers.queue().invite(&person.into(), &servers.moment())?;
            machine.start(Some(invitation.reveal().to_owned()))?;
            machines.push(machine);
        }
        sleep(Duration::from_secs(5)).await;
        let mut chance = Rng::with_seed(seed);
        let slow = fault == Some(Fault::NoIdempotency) || chance.u8(0..4) == 0;
        let weather = if slow { Weather::SLOW } else { Weather::FOUL };
        machines.iter().for_each(|machine| machine.line.set_weather(weather));
        let requester = servers.caller("dana", RoleName::Requester)?;
        let auditor = servers.caller("noor", RoleName::Approver)?;
        Ok(Self { servers, machines, requester, auditor, asked: Vec::new(), attempts: Vec::new(), chance, fault })
    }

    async fn step(&mut self) -> Outcome<()> {
        let one = self.chance.usize(0..self.machines.len());
        match self.chance.u32(0..100) {
            0..25 => self.ask()?,
            25..28 => {
                if let Some(id) = self.lately() {
                    self.servers.amend(&self.requester, &id);
                }
            }
            28..30 => {
                if let Some(id) = self.lately() {
                    self.servers.cancel(&self.requester, &id);
                }
            }
            30..66 => self.decide(one),
            66..76 => self.end_something(one)?,
            76..80 => self.machines[one].kill(),
            80..88 => {
                let (commits, written) = (self.chance.u32(0..6), self.chance.bool());
                self.machines[one].kill_at_commit(commits, written);
            }
            88..90 => self.machines[one].restart(),
            90..93 => {
                let cut = self.machines[one].line.is_cut();
                self.machines[one].line.cut(!cut);
            }
            93..95 => {
                let away = self.servers.is_away();
                self.servers.set_away(!away);
            }
            _ => self.servers.replace()?,
        }
        for one in 0..self.machines.len() {
            if self.machines[one].desk().is_none() && self.chance.u8(0..4) == 0 {
                self.start(one)?;
            }
        }
        // Cut lines and absent servers come back by themselves.
        if self.chance.u8(0..12) == 0 {
            self.servers.set_away(false);
            self.machines.iter().for_each(|machine| machine.line.cut(false));
        }
        sleep(Duration::from_millis(self.chance.u64(0..6000))).await;
        Ok(())
    }

    fn start(&mut self, one: usize) -> Outcome<()> {
        let held = self.machines[one].held()?;
        self.machines[one].start(None)?;
        if self.fault == Some(Fault::SendsWhatWasHeld)
            && let Some(desk) = self.machines[one].desk()
        {
            for (request, choice) in held {
                let sheet = desk.open_sheet(&request, ViewKind::Window);
                let _ = sheet.map(|sheet| desk.decide(&sheet.ticket, choice, None, None));
            }
        }
        Ok(())
    }

    fn ask(&mut self) -> Outcome<()> {
        if self.asked.len() < 3 || self.chance.u8(0..3) > 0 {
            let entitlement = ["alone", "alone", "soon", "in-turn", "together"][self.chance.usize(0..5)];
            let window = Window::from_minutes([5, 60, 240][self.chance.usize(0..3)])?;
            self.asked.push(self.servers.ask(&self.requester, entitlement, window)?);
        }
        Ok(())
    }

    /// One of the newest requests.
    fn lately(&mut self) -> Option<RequestId> {
        let newest = self.asked.len().saturating_sub(8);
        let places = newest..self.asked.len();
        (!places.is_empty()).then(|| self.asked[self.chance.usize(places)].clone())
    }

    /// A person looks at a request that this desk shows as theirs to decide, and decides. Some think again at once.
    fn decide(&mut self, one: usize) {
        let (Some(desk), Some(id)) = (self.machines[one].desk(), self.lately()) else { return };
        let request = format!("{QUEUE}:{id}");
        if !matches!(desk.standing(&request), Some(RowStanding::Open | RowStanding::NeedsYou { .. })) {
            return;
        }
        let Ok(sheet) = desk.open_sheet(&request, ViewKind::Window) else { return };
        let minutes = [5, 60, 60, 240][self.chance.usize(0..4)];
        let choice = if self.chance.u8(0..4) == 0 { Choice::Deny } else { Choice::Grant { seconds: minutes * 60 } };
        let done = desk.decide(&sheet.ticket, choice, Some("agreed"), None);
        let action = if choice == Choice::Deny { Action::Deny } else { Action::Grant };
        self.attempted(one, id.as_str(), action, done.is_ok());
        match self.chance.u8(0..10) {
            0 => drop(desk.undo(&request)),
            1..4 => drop(desk.send_now(&request)),
            _ => {}
        }
    }

    /// A person revokes or shortens what this desk shows as live.
    fn end_something(&mut self, one: usize) -> Outcome<()> {
        let Some(desk) = self.machines[one].desk() else { return Ok(()) };
        let live: Vec<Grant> = self.live()?;
        let Some(grant) = self.chance.choice(&live) else { return Ok(()) };
        let (id, name) = (grant.id.clone(), format!("{QUEUE}:{}", grant.id));
        let (action, done) = if self.chance.bool() {
            (Action::Revoke, desk.revoke(&name, ViewKind::Window, None).is_ok())
        } else {
            (Action::Shorten, shorten(&desk, &name, grant.window).is_some())
        };
        self.attempted(one, id.as_str(), action, done);
        Ok(())
    }

    fn live(&self) -> Outcome<Vec<Grant>> {
        let mut page = self.servers.queue().grants(&self.auditor, None, 500, self.servers.time.now())?.grants;
        page.retain(Grant::is_live);
        Ok(page.split_off(page.len().saturating_sub(6)))
    }

    fn attempted(&mut self, one: usize, subject: &str, action: Action, told: bool) {
        let machine = self.machines[one].name.clone();
        self.attempts.push(Attempt { machine, subject: subject.to_owned(), action, told });
    }

    /// Everything works again, and goes on until nothing is left to do.
    async fn settle(&mut self) -> Outcome<()> {
        self.servers.set_away(false);
        for machine in &mut self.machines {
            machine.line.cut(false);
            machine.line.set_weather(Weather::FAIR);
            if machine.desk().is_none() {
                machine.start(None)?;
            }
        }
        // What was sent twice or late has arrived by then as well.
        sleep(Duration::from_secs(7 * 60)).await;
        // A desk whose last commit killed it.
        for machine in &mut self.machines {
            if machine.desk().is_none() {
                machine.start(None)?;
                sleep(Duration::from_secs(5 * 60)).await;
            }
        }
        Ok(())
    }
}

/// To two thirds of what it was; `None` where the desk says no.
fn shorten(desk: &Desk, grant: &str, window: Window) -> Option<()> {
    let seen = u32::try_from(window.seconds()).ok()?;
    desk.shorten(grant, (seen, seen / 3 * 2), ViewKind::Window, None).ok()
}
