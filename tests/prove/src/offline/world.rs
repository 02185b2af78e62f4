//! Seven days away from the queue: a person with a notebook that sleeps, stops and starts anew, and whose wall clock jumps.
//! Meanwhile a colleague decides at another desk, and grants run out.

use super::judge::{Days, judge};
use crate::desk_world::Time;
use crate::machine::{Machine, Spoil, come_to_rest};
use crate::once::judge::Found;
use crate::servers::{Line, Outcome, Servers};
use crate::tenant::{AUDITOR, EITHER, Entitlement, READER, ROTATOR, WRITER, file};
use approval::{RequestId, Window};
use desk::{Answer, Choice};
use fastrand::Rng;
use queue::Caller;
use queue_api::RoleName;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::sleep;

/// Four policies: whether one may grant while the queue is silent, how old the data may be, and how long there is to answer.
const TENANT: &[Entitlement] = &[
    Entitlement {
        id: "may",
        role: &READER,
        rules: "longest_window = 'P3D'\nanswer_within = 'P10D'\noffline_grants = true\nreason_required = false",
        stages: EITHER,
    },
    Entitlement {
        id: "may-soon",
        role: &WRITER,
        rules: "longest_window = 'P3D'\nanswer_within = 'PT3H'\noffline_grants = true\nstale_after = 'PT5M'\n\
                reason_required = false",
        stages: EITHER,
    },
    Entitlement {
        id: "may-not",
        role: &AUDITOR,
        rules: "longest_window = 'P3D'\nanswer_within = 'P10D'\nreason_required = false",
        stages: EITHER,
    },
    Entitlement {
        id: "may-not-soon",
        role: &ROTATOR,
        rules: "longest_window = 'P3D'\nanswer_within = 'P1D'\nstale_after = 'PT1M'\nreason_required = false",
        stages: EITHER,
    },
];

/// A defence that is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    TrustsTheWallClock,
    NothingEnds,
    AlwaysAnchored,
}

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 8766 * HOUR;

struct World {
    servers: Arc<Servers>,
    /// Of the person who is away, and of the colleague.
    machines: [Machine; 2],
    requester: Caller,
    auditor: Caller,
    asked: Vec<RequestId>,
    refusals: BTreeMap<String, u64>,
    days: Days,
    chance: Rng,
    fault: Option<Fault>,
}

pub async fn play(seed: u64, fault: Option<Fault>) -> Outcome<(Found, BTreeMap<String, u64>)> {
    let mut world = World::open(seed, fault).await?;
    world.away().await?;
    world.return_().await?;
    let found = judge(&world.servers, &mut world.machines, &world.auditor, &world.days)?;
    Ok((found, world.refusals))
}

impl World {
    async fn open(seed: u64, fault: Option<Fault>) -> Outcome<Self> {
        let time = Time::new();
        let servers = Servers::start(&time, seed, &file(TENANT), |store| Arc::new(store))?;
        tokio::spawn(servers.clone().keep_time());
        let machine = |name: &str, person: &str, own: u64| -> Outcome<Machine> {
            let line = Line::new(&servers, servers.caller(person, RoleName::Approver)?, own);
            Ok(Machine::new(name, person, line, &time, own))
        };
        let mut machines =
            [machine("noor-1", "noor", seed.wrapping_mul(31))?, machine("ilya-1", "ilya", seed.wrapping_mul(31) + 1)?];
        match fault {
            Some(Fault::TrustsTheWallClock) => machines[0].clock.trusts_wall.store(true, Ordering::Relaxed),
            Some(Fault::NothingEnds) => machines[0].spoil = Spoil::NothingEnds,
            Some(Fault::AlwaysAnchored) => machines[0].spoil = Spoil::AlwaysAnchored,
            None => {}
        }
        let requester = servers.caller("dana", RoleName::Requester)?;
        let auditor = servers.caller("noor", RoleName::Approver)?;
        let mut world = Self {
            servers,
            machines,
            requester,
            auditor,
            asked: Vec::new(),
            refusals: BTreeMap::new(),
            days: Days::default(),
            chance: Rng::with_seed(seed),
            fault,
        };
        world.machines[1].start(None)?;
        world.machines[0].start(None)?;
        for _ in 0..16 {
            world.ask()?;
        }
        sleep(Duration::from_secs(20)).await;
        for _ in 0..5 {
            world.decide(1, true);
        }
        sleep(Duration::from_secs(30)).await;
        world.machines[1].kill();
        Ok(world)
    }

    fn cut(&mut self, cut: bool) {
        self.machines[0].line.cut(cut);
        let now = self.servers.time.now();
        if cut {
            self.days.cut.push((now, None));
        } else if let Some((_, until)) = self.days.cut.last_mut() {
            *until = Some(now);
        }
    }

    /// Half an hour, in the first half of which what is known is fresh still, and then days.
    async fn away(&mut self) -> Outcome<()> {
        let touches = self.chance.bool();
        self.cut(true);
        for _ in 0..36 {
            self.step(touches).await?;
            sleep(Duration::from_millis(self.chance.u64(0..90_000))).await;
        }
        let until = self.servers.time.elapsed() + 7 * 24 * HOUR;
        while self.servers.time.elapsed() < until {
            for _ in 0..self.chance.u32(1..4) {
                self.step(touches).await?;
                sleep(Duration::from_millis(self.chance.u64(0..60_000))).await;
            }
            let night = Duration::from_secs(self.chance.u64(1..6 * 3600));
            self.machines[0].sleep();
            sleep(night).await;
            self.machines[0].wake();
        }
        Ok(())
    }

    async fn step(&mut self, touches: bool) -> Outcome<()> {
        match self.chance.u32(0..100) {
            0..45 => self.decide(0, false),
            45..60 => self.end_something(0)?,
            60..70 => {
                let jumps = [10 * YEAR, -10 * YEAR, HOUR, -HOUR, 8 * 60_000, -8 * 60_000, 0];
                let by = jumps[self.chance.usize(0..jumps.len())];
                // Who trusts it is caught at old data that seem new: by ten minutes, not by ten years.
                let by = if self.fault == Some(Fault::TrustsTheWallClock) { -10 * 60_000 } else { by };
                self.machines[0].clock.set_wall_ahead(by);
            }
            70..78 if self.fault != Some(Fault::TrustsTheWallClock) => self.machines[0].restart(),
            78..83 => self.machines[0].kill(),
            83..87 => {
                let (commits, written) = (self.chance.u32(0..4), self.chance.bool());
                self.machines[0].kill_at_commit(commits, written);
            }
            87..91 => self.ask()?,
            91..95 => self.colleague().await?,
            _ if touches => {
                self.cut(false);
                sleep(Duration::from_millis(self.chance.u64(500..90_000))).await;
                self.cut(true);
            }
            _ => {}
        }
        if self.machines[0].desk().is_none() {
            self.machines[0].start(None)?;
        }
        Ok(())
    }

    async fn colleague(&mut self) -> Outcome<()> {
        self.machines[1].start(None)?;
        sleep(Duration::from_secs(5)).await;
        for _ in 0..3 {
            let grants = self.chance.bool();
            self.decide(1, grants);
        }
        if self.chance.bool() {
            self.end_something(1)?;
        }
        sleep(Duration::from_secs(30)).await;
        self.machines[1].kill();
        Ok(())
    }

    fn ask(&mut self) -> Outcome<()> {
        let entitlement = ["may", "may", "may-soon", "may-not", "may-not-soon"][self.chance.usize(0..5)];
        let window = Window::from_minutes([60, 600, 3 * 24 * 60][self.chance.usize(0..3)])?;
        self.asked.push(self.servers.ask(&self.requester, entitlement, window)?);
        Ok(())
    }

    fn decide(&mut self, one: usize, only_grants: bool) {
        if self.machines[one].desk().is_none() {
            return;
        }
        let Some(id) = self.chance.choice(&self.asked).cloned() else { return };
        let choice = |chance: &mut Rng| {
            let denies = !only_grants && chance.u8(0..3) == 0;
            if denies { Choice::Deny } else { Choice::Grant { seconds: 3600 } }
        };
        if let Err(error) = self.machines[one].decide(&id, choice, 4, &mut self.chance) {
            *self.refusals.entry(error.view().code).or_default() += 1;
        }
    }

    fn end_something(&mut self, one: usize) -> Outcome<()> {
        let all = self.servers.queue().grants(&self.auditor, None, 500, self.servers.time.now())?.grants;
        self.machines[one].end_one_of(&all, &mut self.chance)
    }

    /// Back at the queue, whatever the wall clock says.
    async fn return_(&mut self) -> Outcome<()> {
        self.cut(false);
        come_to_rest(&mut self.machines, Duration::from_secs(10 * 60)).await
    }
}
