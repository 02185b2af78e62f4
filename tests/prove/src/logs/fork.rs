//! Profiles that are restored from a backup, or cloned and used twice, before the queue's own witness: each such history
//! ends with an incident, and no grant of the second history passes. Honest ones, with crashes, lost answers and messages
//! that arrive late, end with none. Desks, drivers, queue and witness are the real ones; the network and the disks of the
//! desks come from the seed.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use approval::{Action, Window};
use desk::store::{DeskStore, QueueId};
use desk::view::RowStanding;
use desk::{Choice, ViewKind};
use fastrand::Rng;
use queue::Caller;
use queue_api::RoleName;
use queue_api::signed::{AcceptancePayload, decision_hash};
use tlog::witness::{AddCheckpoint, Refusal, judge};
use tlog::{Envelope, Hash, NoteKey, PayloadType, SeedKey, cosign};
use tokio::time::sleep;

use super::races::{self, Unlocked};
use crate::desk_world::{Seeded, Time, in_paused_time, locked};
use crate::machine::{Machine, QUEUE};
use crate::servers::{Line, OtherWitness, Outcome, Servers, WITNESS_SEED, Weather};
use crate::spread::over_cores;
use crate::{Findings, Run, tenant};

/// A witness that is not the queue's own, by the queue it stands before.
type Witness = fn(&Arc<Servers>, &Caller) -> Arc<OtherWitness>;

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let histories = run.times(10, 10_000) as u64;
    let play = |history: History| -> Outcome<Played> {
        let played = over_cores(histories, "histories", |number| {
            let seed = run.seed ^ (number << 20);
            let played = one(history, seed, None)?;
            if !played.is_right(history) {
                println!("  seed {seed}, {history:?}: {played:?}");
            }
            Ok(played)
        })?;
        Ok(played.into_iter().fold(Played::default(), Played::and))
    };
    let honest = play(History::Honest)?;
    println!("{histories} honest histories: {honest:?}");
    let forked = play(History::Forked)?;
    println!("{histories} restored or cloned ones: {forked:?}");
    let races = run.size(20, 1_000) as u64;
    let rolled_back = races::run(races, &mut Rng::with_seed(run.seed))?;
    println!("{races} races at the witness: {rolled_back} rolled it back");

    // Whether it lets a second history's grant pass, within some histories.
    let missed = |witness: Witness| -> Outcome<bool> {
        for number in 0..60 {
            if one(History::Forked, run.seed ^ (number << 20), Some(witness))?.passed > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok(Findings::default()
        .figure("histories", histories)
        .figure("decisions", honest.decisions + forked.decisions)
        .none("false_alarms", honest.incidents)
        .none("left_unwitnessed", honest.unwitnessed)
        .exactly("forks_refused", forked.incidents, histories)
        .none("forked_grants_passed", forked.passed)
        .figure("races", races)
        .none("rolled_back", rolled_back)
        .control("a witness that forgets", missed(forgetful)?)
        .control("a witness that stores before it checks", missed(stores_first)?)
        .control("a witness that checks outside its transaction", Unlocked::default().is_rolled_back()?))
}

fn one(history: History, seed: u64, witness: Option<Witness>) -> Outcome<Played> {
    match history {
        History::Honest => in_paused_time(honest(seed, witness))?,
        History::Forked => in_paused_time(forked(seed, witness))?,
    }
}

#[derive(Debug, Clone, Copy)]
enum History {
    Honest,
    Forked,
}

#[derive(Debug, Default)]
struct Played {
    /// That the queue took.
    decisions: u64,
    /// Histories in which a desk found one.
    incidents: u64,
    /// Grants that the queue took out of a second history.
    passed: u64,
    unwitnessed: u64,
}

impl Played {
    /// Of one history.
    fn is_right(&self, history: History) -> bool {
        match history {
            History::Honest => self.incidents == 0 && self.unwitnessed == 0,
            History::Forked => self.incidents == 1 && self.passed == 0,
        }
    }

    fn and(self, one: Self) -> Self {
        Self {
            decisions: self.decisions + one.decisions,
            incidents: self.incidents + one.incidents,
            passed: self.passed + one.passed,
            unwitnessed: self.unwitnessed + one.unwitnessed,
        }
    }
}

struct Scene {
    servers: Arc<Servers>,
    caller: Caller,
    requester: Caller,
    time: Time,
    witness: Option<Arc<OtherWitness>>,
    chance: Rng,
}

impl Scene {
    fn open(seed: u64, witness: Option<Witness>) -> Outcome<Self> {
        let time = Time::new();
        let servers = Servers::start(&time, seed, &tenant::file(&[tenant::READING]), |store| Arc::new(store))?;
        let caller = servers.caller("noor", RoleName::Approver)?;
        let requester = servers.caller("dana", RoleName::Requester)?;
        let witness = witness.map(|witness| witness(&servers, &caller));
        Ok(Self { servers, caller, requester, time, witness, chance: Rng::with_seed(seed) })
    }

    fn line(&mut self) -> Arc<Line> {
        Line::with_witness(&self.servers, self.caller.clone(), self.chance.u64(..), self.witness.clone())
    }

    async fn machine(&mut self) -> Outcome<Machine> {
        let line = self.line();
        let mut machine = Machine::new("noor-1", "noor", line, &self.time, self.chance.u64(..));
        machine.start(None)?;
        sleep(Duration::from_secs(2)).await;
        Ok(machine)
    }

    /// Somebody asks, and the person at this machine decides as soon as the desk shows it; not at all where it never does.
    async fn decide(&mut self, machine: &mut Machine) -> Outcome<()> {
        let id = self.servers.ask(&self.requester, "reader", Window::from_minutes(60)?)?;
        let request = format!("{QUEUE}:{id}");
        for _ in 0..20 {
            sleep(Duration::from_millis(500)).await;
            let Some(desk) = machine.desk() else { break };
            if desk.standing(&request) != Some(RowStanding::Open) {
                continue;
            }
            let sheet = desk.open_sheet(&request, ViewKind::Window)?;
            let choice = if self.chance.u8(0..4) == 0 { Choice::Deny } else { Choice::Grant { seconds: 3600 } };
            // After an incident, or where it stops on the way, the desk says no.
            if desk.decide(&sheet.ticket, choice, None, None).is_ok() {
                let _ = desk.send_now(&request);
            }
            break;
        }
        sleep(Duration::from_millis(self.chance.u64(0..3000))).await;
        Ok(())
    }
}

async fn honest(seed: u64, witness: Option<Witness>) -> Outcome<Played> {
    let mut scene = Scene::open(seed, witness)?;
    let mut machine = scene.machine().await?;
    machine.line.set_weather(Weather::FOUL);
    for _ in 0..scene.chance.usize(3..10) {
        match scene.chance.u8(0..8) {
            0 => machine.kill(),
            1..3 => machine.kill_at_commit(scene.chance.u32(0..5), scene.chance.bool()),
            3 => scene.servers.replace()?,
            _ => {}
        }
        scene.decide(&mut machine).await?;
        if machine.desk().is_none() {
            machine.start(None)?;
        }
    }
    machine.line.set_weather(Weather::FAIR);
    // What was sent long ago arrives once more meanwhile.
    sleep(Duration::from_secs(7 * 60)).await;
    if machine.desk().is_none() {
        machine.start(None)?;
        sleep(Duration::from_secs(120)).await;
    }
    let (incident, unwitnessed) = state(&machine)?;
    let decisions = taken(&scene.servers)?.len() as u64;
    Ok(Played { decisions, incidents: u64::from(incident), unwitnessed, passed: 0 })
}

/// A copy is taken; the witness sees more of the one, and then the other goes on from the copy.
async fn forked(seed: u64, witness: Option<Witness>) -> Outcome<Played> {
    let mut scene = Scene::open(seed, witness)?;
    let mut machine = scene.machine().await?;
    for _ in 0..scene.chance.usize(1..4) {
        scene.decide(&mut machine).await?;
    }
    sleep(Duration::from_secs(20)).await;
    let mut copy = Machine::new("noor-1", "noor", scene.line(), &scene.time, scene.chance.u64(..));
    let entropy = Seeded::new(scene.chance.u64(..));
    copy.household.store = machine.household.store.copy();
    copy.household.keyring = machine.household.keyring.clone();
    copy.household.entropy = entropy;
    scene.decide(&mut machine).await?;
    sleep(Duration::from_secs(20)).await;
    // Restored: the first is gone. Cloned: both go on in turn.
    let cloned = scene.chance.bool();
    if !cloned {
        machine.kill();
    }
    // A witness that is worse than the real one must be caught at it: more of its answers are lost.
    let unheard = if witness.is_some() { 400 } else { Weather::FOUL.unheard };
    for machine in [&machine, &copy] {
        machine.line.set_weather(Weather { unheard, ..Weather::FOUL });
    }
    copy.start(None)?;
    for _ in 0..scene.chance.usize(2..5) {
        if cloned {
            scene.decide(&mut machine).await?;
        }
        scene.decide(&mut copy).await?;
    }
    for machine in [&machine, &copy] {
        machine.line.set_weather(Weather::FAIR);
    }
    // Whoever heard nothing for long asks again within a minute.
    sleep(Duration::from_secs(120)).await;
    scene.decide(&mut copy).await?;
    sleep(Duration::from_secs(120)).await;
    let incident = state(&machine)?.0 || state(&copy)?.0;
    let (own, taken) = (decisions(&machine)?, taken(&scene.servers)?);
    let passed = decisions(&copy)?.iter().filter(|hash| !own.contains(hash) && taken.contains(hash)).count() as u64;
    Ok(Played { decisions: taken.len() as u64, incidents: u64::from(incident), passed, unwitnessed: 0 })
}

/// Whether it has an incident, and how many entries its witness has not seen.
fn state(machine: &Machine) -> Outcome<(bool, u64)> {
    let stored = machine.household.store.load()?.queues.into_iter().next().ok_or("no queue")?;
    Ok((stored.record.incident.is_some(), stored.head.size - stored.head.witnessed()))
}

/// What the queue took as granted.
fn taken(servers: &Servers) -> Outcome<Vec<Hash>> {
    let mut taken = Vec::new();
    for leaf in servers.log()? {
        let envelope = Envelope::from_bytes(&leaf)?;
        if envelope.payload_type == PayloadType::Acceptance.to_string() {
            let acceptance: AcceptancePayload = serde_json::from_slice(&envelope.payload)?;
            taken.extend((acceptance.action == Action::Grant).then_some(acceptance.decision));
        }
    }
    Ok(taken)
}

fn decisions(machine: &Machine) -> Outcome<Vec<Hash>> {
    let mut found = Vec::new();
    for leaf in machine.household.store.leaves(&QueueId::new(QUEUE), 0, usize::MAX)? {
        let envelope = Envelope::from_bytes(&leaf.bytes)?;
        if envelope.payload_type == PayloadType::Decision.to_string() {
            found.push(decision_hash(&envelope));
        }
    }
    Ok(found)
}

fn cosigned(request: &AddCheckpoint) -> Result<String, Refusal> {
    let key = SeedKey::from_seed(&WITNESS_SEED);
    cosign::cosign(&request.note(), &key, "queue.example", 1).map_err(|_| Refusal::Malformed("note"))
}

/// Control: everybody is new to it.
fn forgetful(_: &Arc<Servers>, _: &Caller) -> Arc<OtherWitness> {
    Arc::new(cosigned)
}

/// Control: it knows the last checkpoint that it was sent, taken or not.
fn stores_first(servers: &Arc<Servers>, caller: &Caller) -> Arc<OtherWitness> {
    let (servers, caller) = (servers.clone(), caller.clone());
    let known: Mutex<Option<(u64, Hash)>> = Mutex::default();
    Arc::new(move |request| {
        let devices = servers.queue().devices(&caller, servers.time.now());
        let key = devices.ok().and_then(|found| found.devices.first().map(|device| device.public_key));
        let key = key.and_then(|key| NoteKey::log(request.origin(), key).ok());
        let mut known = locked(&known);
        let judged = judge(request, *known, key.as_slice());
        *known = Some((request.checkpoint().size, request.checkpoint().root));
        judged.and_then(|_| cosigned(request))
    })
}
