//! Seven days away from the queue: a person with a notebook that sleeps, stops and starts anew, and whose wall clock jumps.
//! Meanwhile a colleague decides at another desk, and grants run out.

use super::judge::{Days, judge};
use crate::desk_world::Time;
use crate::machine::{Machine, QUEUE, Spoil};
use crate::once::judge::{Attempt, Found};
use crate::servers::{Line, Outcome, Servers};
use approval::{Action, Grant, RequestId, Window};
use desk::view::RowStanding;
use desk::{Answer, Choice, ViewKind};
use fastrand::Rng;
use queue::Caller;
use queue_api::RoleName;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::sleep;

/// Four policies: whether one may grant while the queue is silent, how old the data may be, and how long there is to answer.
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
id = "may"
resource = "entra"
role = { id = "reader", name = "Directory Reader", means = "Can read the directory." }
risk = { level = "low", reason = "Reads only" }
longest_window = "P3D"
answer_within = "P10D"
offline_grants = true
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]

[[entitlement]]
id = "may-soon"
resource = "entra"
role = { id = "writer", name = "Directory Writer", means = "Can write the directory." }
risk = { level = "low", reason = "Writes little" }
longest_window = "P3D"
answer_within = "PT3H"
offline_grants = true
stale_after = "PT5M"
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]

[[entitlement]]
id = "may-not"
resource = "entra"
role = { id = "auditor", name = "Auditor", means = "Can read the audit log." }
risk = { level = "low", reason = "Reads only" }
longest_window = "P3D"
answer_within = "P10D"
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]

[[entitlement]]
id = "may-not-soon"
resource = "entra"
role = { id = "rotator", name = "Key Rotator", means = "Can rotate keys." }
risk = { level = "low", reason = "Rotates keys" }
longest_window = "P3D"
answer_within = "P1D"
stale_after = "PT1M"
reason_required = false
[[entitlement.stage]]
name = "On call"
approvers = ["noor", "ilya"]
"#;

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
    attempts: Vec<Attempt>,
    refusals: BTreeMap<String, u64>,
    days: Days,
    chance: Rng,
    fault: Option<Fault>,
}

pub async fn play(seed: u64, fault: Option<Fault>) -> Outcome<(Found, BTreeMap<String, u64>)> {
    let mut world = World::open(seed, fault).await?;
    world.away().await?;
    world.return_().await?;
    let found = judge(&world.servers, &mut world.machines, &world.attempts, &world.auditor, &world.days)?;
    Ok((found, world.refusals))
}

impl World {
    async fn open(seed: u64, fault: Option<Fault>) -> Outcome<Self> {
        let time = Time::new();
        let servers = Servers::start(&time, seed, TENANT, |store| Arc::new(store))?;
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
            attempts: Vec::new(),
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
        let Some(desk) = self.machines[one].desk() else { return };
        let Some(id) = self.chance.choice(&self.asked).cloned() else { return };
        let request = format!("{QUEUE}:{id}");
        if !matches!(desk.standing(&request), Some(RowStanding::Open | RowStanding::NeedsYou { .. })) {
            return;
        }
        let Ok(sheet) = desk.open_sheet(&request, ViewKind::Window) else { return };
        let denies = !only_grants && self.chance.u8(0..3) == 0;
        let choice = if denies { Choice::Deny } else { Choice::Grant { seconds: 3600 } };
        let done = desk.decide(&sheet.ticket, choice, Some("agreed"), None);
        if let Err(error) = &done {
            *self.refusals.entry(error.view().code).or_default() += 1;
        }
        let action = if denies { Action::Deny } else { Action::Grant };
        self.attempted(one, id.as_str(), action, done.is_ok());
        match self.chance.u8(0..10) {
            0 => drop(desk.undo(&request)),
            1..5 => drop(desk.send_now(&request)),
            _ => {}
        }
    }

    fn end_something(&mut self, one: usize) -> Outcome<()> {
        let Some(desk) = self.machines[one].desk() else { return Ok(()) };
        let all = self.servers.queue().grants(&self.auditor, None, 500, self.servers.time.now())?.grants;
        let Some(grant) = self.chance.choice(&all) else { return Ok(()) };
        let Grant { id, window, .. } = grant;
        let name = format!("{QUEUE}:{id}");
        let (action, done) = if self.chance.bool() {
            (Action::Revoke, desk.revoke(&name, ViewKind::Window, None).is_ok())
        } else {
            let seen = u32::try_from(window.seconds())?;
            (Action::Shorten, desk.shorten(&name, (seen, seen / 3 * 2), ViewKind::Window, None).is_ok())
        };
        self.attempted(one, id.as_str(), action, done);
        Ok(())
    }

    fn attempted(&mut self, one: usize, subject: &str, action: Action, told: bool) {
        let machine = self.machines[one].name.clone();
        self.attempts.push(Attempt { machine, subject: subject.to_owned(), action, told });
    }

    /// Back at the queue, whatever the wall clock says.
    async fn return_(&mut self) -> Outcome<()> {
        self.cut(false);
        for machine in &mut self.machines {
            if machine.desk().is_none() {
                machine.start(None)?;
            }
        }
        sleep(Duration::from_secs(10 * 60)).await;
        for machine in &mut self.machines {
            if machine.desk().is_none() {
                machine.start(None)?;
                sleep(Duration::from_secs(5 * 60)).await;
            }
        }
        Ok(())
    }
}
