//! A made-up afternoon: two approvers at three desks decide on what a fourth person asks, while desks crash, machines start
//! anew, lines are cut, servers are replaced, and the network does what networks do.

use super::forgetful::Forgetful;
use super::judge::{Found, judge};
use crate::desk_world::Time;
use crate::machine::{Machine, Spoil, come_to_rest};
use crate::servers::{Before, Line, Outcome, Servers, Weather};
use crate::tenant::{AUDITOR, EITHER, Entitlement, READER, READING, ROTATOR, Stage, WRITER, file};
use approval::{Grant, RequestId, Window};
use desk::{Choice, ViewKind};
use fastrand::Rng;
use queue::Caller;
use queue_api::RoleName;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// One approver alone; two in turn; two at once. What `soon` names is to be answered within two minutes.
const TENANT: &[Entitlement] = &[
    Entitlement { id: "alone", role: &READER, rules: READING.rules, stages: EITHER },
    Entitlement {
        id: "soon",
        role: &WRITER,
        rules: "longest_window = 'PT8H'\nanswer_within = 'PT2M'\nreason_required = false",
        stages: EITHER,
    },
    Entitlement {
        id: "in-turn",
        role: &AUDITOR,
        rules: READING.rules,
        stages: &[
            Stage { name: "First", needs: 1, approvers: &["noor"] },
            Stage { name: "Second", needs: 1, approvers: &["ilya"] },
        ],
    },
    Entitlement {
        id: "together",
        role: &ROTATOR,
        rules: READING.rules,
        stages: &[Stage { name: "On call", needs: 2, approvers: &["noor", "ilya"] }],
    },
];

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
    chance: Rng,
    fault: Option<Fault>,
}

/// Steps after which an afternoon is over, decided or not.
const LONGEST: usize = 3000;

pub async fn play(seed: u64, decisions: usize, fault: Option<Fault>) -> Outcome<Found> {
    let mut world = World::open(seed, fault).await?;
    for _ in 0..LONGEST {
        world.step().await?;
        let attempts = world.machines.iter().flat_map(|machine| &machine.attempts);
        if attempts.filter(|attempt| attempt.told).count() >= decisions {
            break;
        }
    }
    world.settle().await?;
    judge(&world.servers, &mut world.machines, &world.auditor)
}

impl World {
    async fn open(seed: u64, fault: Option<Fault>) -> Outcome<Self> {
        let time = Time::new();
        let before: Before = if fault == Some(Fault::NoIdempotency) {
            |store| Arc::new(Forgetful(store))
        } else {
            |store| Arc::new(store)
        };
        let servers = Servers::start(&time, seed, &file(TENANT), before)?;
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
        let weather = match fault {
            // What was taken is heard of late, when others have gone on from it: then only the queue can tell.
            Some(Fault::NoIdempotency) => Weather { unheard: 600, ..Weather::FOUL },
            Some(Fault::ForgetsWhatWasSent | Fault::SendsWhatWasHeld) | None if chance.u8(0..4) == 0 => Weather::SLOW,
            Some(Fault::ForgetsWhatWasSent | Fault::SendsWhatWasHeld) | None => Weather::FOUL,
        };
        machines.iter().for_each(|machine| machine.line.set_weather(weather));
        let requester = servers.caller("dana", RoleName::Requester)?;
        let auditor = servers.caller("noor", RoleName::Approver)?;
        Ok(Self { servers, machines, requester, auditor, asked: Vec::new(), chance, fault })
    }

    async fn step(&mut self) -> Outcome<()> {
        let one = self.chance.usize(0..self.machines.len());
        if self.fault == Some(Fault::NoIdempotency)
            && self.chance.bool()
            && let Some(id) = self.lately()
        {
            self.servers.amend(&self.requester, &id);
        }
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
            66..76 => {
                let live = self.live()?;
                self.machines[one].end_one_of(&live, &mut self.chance)?;
            }
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

    fn decide(&mut self, one: usize) {
        let Some(id) = self.lately() else { return };
        let choice = |chance: &mut Rng| {
            let minutes = [5, 60, 60, 240][chance.usize(0..4)];
            if chance.u8(0..4) == 0 { Choice::Deny } else { Choice::Grant { seconds: minutes * 60 } }
        };
        // What the desk refuses is told by what it kept.
        let _ = self.machines[one].decide(&id, choice, 3, &mut self.chance);
    }

    fn live(&self) -> Outcome<Vec<Grant>> {
        let mut page = self.servers.queue().grants(&self.auditor, None, 500, self.servers.time.now())?.grants;
        page.retain(Grant::is_live);
        Ok(page.split_off(page.len().saturating_sub(6)))
    }

    /// Everything works again, and goes on until nothing is left to do.
    async fn settle(&mut self) -> Outcome<()> {
        self.servers.set_away(false);
        for machine in &self.machines {
            machine.line.cut(false);
            machine.line.set_weather(Weather::FAIR);
        }
        // What was sent twice or late has arrived by then as well.
        come_to_rest(&mut self.machines, Duration::from_secs(7 * 60)).await
    }
}
