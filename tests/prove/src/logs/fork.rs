//! Profiles that are restored from a backup, or cloned and used twice, before the queue server's own witness: each such
//! history ends with an incident, and before it no grant of the second history passes. Honest ones, with crashes, lost
//! answers and requests that arrive late, end with none.
//!
//! The witness is the real one: `queue::Queue` over SQLite. The desk is a model of `desk::sync::deliver` over
//! `tlog::witness`, with the same two attempts and the same reading of answers.

use std::{error::Error, path::Path, sync::Mutex};

use fastrand::Rng;
use tlog::{
    Checkpoint, Hash, NoteKey, SeedKey, Signer, cosign,
    tree::{self, MemoryHashes},
    witness::{AddCheckpoint, Answer, Refusal, judge},
};

use super::server::Server;
use crate::{Findings, Run};

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let histories = run.size(150, 10_000) as u64;
    let server = Server::open()?;
    let mut numbers = 0..;
    let mut play = |witness: &dyn Witness, history: History, count: u64| -> Result<Played, Box<dyn Error>> {
        let mut all = Played::default();
        for number in numbers.by_ref().take(count as usize) {
            let key = device_key(number);
            witness.enrol(number, &key)?;
            let mut chance = Rng::with_seed(run.seed ^ (number << 20));
            all.add(&history(witness, number, &mut chance)?);
            if all.histories % 1_000 == 0 {
                println!("  {} histories", all.histories);
            }
        }
        Ok(all)
    };
    let honest = play(&server, honest, histories)?;
    println!("{} honest histories: {honest:?}", honest.histories);
    let forked = play(&server, forked, histories)?;
    println!("{} restored or cloned ones: {forked:?}", forked.histories);
    let races = run.size(20, 1_000) as u64;
    let rolled_back = server.races(races, &mut Rng::with_seed(run.seed))?;
    println!("{races} races at the witness: {rolled_back} rolled it back");

    let few = 50;
    Ok(Findings::default()
        .figure("histories", histories)
        .figure("uploads", honest.uploads + forked.uploads)
        .none("false_alarms", honest.incidents)
        .none("left_unwitnessed", honest.unwitnessed)
        .exactly("forks_refused", forked.incidents, histories)
        .none("forked_grants_passed", forked.passed)
        .figure("races", races)
        .none("rolled_back", rolled_back)
        .control("a witness that forgets", missed(&play(&Forgetful, self::forked, few)?, few))
        .control(
            "a witness that stores before it checks",
            missed(&play(&StoresFirst::default(), self::forked, few)?, few),
        )
        .control("a witness that checks outside its transaction", Unlocked::default().is_rolled_back()?))
}

fn missed(played: &Played, of: u64) -> bool {
    played.incidents < of && played.passed > 0
}

#[derive(Debug, Default)]
struct Played {
    histories: u64,
    uploads: u64,
    /// Desks that found one.
    incidents: u64,
    /// Grants that passed in a second history, beside another entry at the same place.
    passed: u64,
    unwitnessed: u64,
}

impl Played {
    fn add(&mut self, one: &Played) {
        self.histories += 1;
        self.uploads += one.uploads;
        self.incidents += one.incidents;
        self.passed += one.passed;
        self.unwitnessed += one.unwitnessed;
    }
}

type History = fn(&dyn Witness, u64, &mut Rng) -> Result<Played, Box<dyn Error>>;

/// add-checkpoint: a status and a body.
pub trait Witness {
    fn add_checkpoint(&self, body: &str) -> Result<(u16, String), Box<dyn Error>>;

    fn enrol(&self, _number: u64, _key: &SeedKey) -> Result<(), Box<dyn Error>> {
        Ok(())
    }
}

pub const SERVER: &str = "queue.example";

pub fn device_key(number: u64) -> SeedKey {
    SeedKey::from_seed(&Hash::of(format!("device {number}")).0)
}

pub fn origin(number: u64) -> String {
    format!("{SERVER}/desk/d{number}")
}

/// What one device keeps: its profile, which can be copied.
#[derive(Clone)]
pub struct Desk {
    pub number: u64,
    hashes: MemoryHashes,
    leaves: Vec<Hash>,
    witnessed: u64,
    incident: bool,
    uploads: u64,
}

impl Desk {
    pub fn new(number: u64) -> Desk {
        Desk { number, hashes: MemoryHashes::default(), leaves: vec![], witnessed: 0, incident: false, uploads: 0 }
    }

    /// A decision: what it says differs from every other.
    pub fn decide(&mut self, chance: &mut Rng) -> Result<(), Box<dyn Error>> {
        let leaf = Hash::of(chance.u128(..).to_be_bytes());
        self.leaves.push(leaf);
        Ok(self.hashes.append(leaf)?)
    }

    pub fn request(&self, known: u64) -> Result<AddCheckpoint, Box<dyn Error>> {
        let size = self.hashes.size();
        let checkpoint = Checkpoint { origin: origin(self.number), size, root: tree::root(size, &self.hashes)? };
        let note = checkpoint.sign(&device_key(self.number))?;
        Ok(AddCheckpoint::new(known, tree::consistency_proof(known, size, &self.hashes)?, &note)?)
    }

    /// As `deliver::witness`: once from what is known here, once from what the witness says it knows. What was sent goes
    /// into `sent`, for those who send it again. A lost answer is one that this desk never hears.
    fn witness(&mut self, witness: &dyn Witness, lost: bool, sent: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
        let mut from = None;
        for _ in 0..2 {
            if self.incident || (from.is_none() && self.witnessed >= self.hashes.size()) {
                return Ok(());
            }
            let request = self.request(from.unwrap_or(self.witnessed))?;
            self.uploads += 1;
            sent.push(request.to_string());
            let (status, body) = witness.add_checkpoint(&request.to_string())?;
            if lost {
                return Ok(());
            }
            match Answer::read(&request, status, &body) {
                Answer::Cosigned(_) => {
                    self.witnessed = request.checkpoint().size;
                    return Ok(());
                }
                Answer::ProveFrom(known) => from = Some(known),
                Answer::Incident(_) => self.incident = true,
                Answer::Failed { status } => return Err(format!("the witness answered {status}: {body}").into()),
            }
        }
        Ok(())
    }
}

fn honest(witness: &dyn Witness, number: u64, chance: &mut Rng) -> Result<Played, Box<dyn Error>> {
    let mut desk = Desk::new(number);
    let mut sent = Vec::new();
    for _ in 0..chance.usize(3..12) {
        // Restarted before or after: only what is durable counts, and that is all of it.
        for _ in 0..chance.usize(0..3) {
            desk.decide(chance)?;
        }
        if chance.u8(0..4) > 0 {
            desk.witness(witness, chance.u8(0..3) == 0, &mut sent)?;
        }
        if chance.u8(0..4) == 0 && !sent.is_empty() {
            // Something sent long ago arrives, or arrives again; nobody waits for the answer.
            witness.add_checkpoint(&sent[chance.usize(0..sent.len())])?;
        }
    }
    desk.decide(chance)?;
    desk.witness(witness, false, &mut sent)?;
    let unwitnessed = desk.hashes.size() - desk.witnessed;
    Ok(Played { uploads: desk.uploads, incidents: u64::from(desk.incident), unwitnessed, ..Played::default() })
}

/// A copy is taken; the witness sees more of the one, and then the other goes on from the copy.
fn forked(witness: &dyn Witness, number: u64, chance: &mut Rng) -> Result<Played, Box<dyn Error>> {
    let mut desk = Desk::new(number);
    let mut sent = Vec::new();
    for _ in 0..chance.usize(1..6) {
        desk.decide(chance)?;
        desk.witness(witness, chance.u8(0..4) == 0, &mut sent)?;
    }
    let mut copy = desk.clone();
    copy.uploads = 0;
    desk.decide(chance)?;
    desk.witness(witness, false, &mut sent)?;
    // Restored: the first is gone. Cloned: both go on in turn.
    let cloned = chance.bool();
    let before = chance.usize(0..4);
    for turn in 0..before + 6 {
        if cloned && turn < before {
            desk.decide(chance)?;
            desk.witness(witness, chance.u8(0..4) == 0, &mut sent)?;
        }
        copy.decide(chance)?;
        if turn >= before || chance.bool() {
            copy.witness(witness, chance.u8(0..4) == 0, &mut sent)?;
        }
    }
    copy.decide(chance)?;
    copy.witness(witness, false, &mut sent)?;
    // A grant passes once its entry is cosigned. Beside another that was cosigned at its place, it is of a second history.
    let both = desk.witnessed.min(copy.witnessed) as usize;
    let passed = (0..both).filter(|place| desk.leaves[*place] != copy.leaves[*place]).count() as u64;
    let (uploads, incident) = (desk.uploads + copy.uploads, desk.incident || copy.incident);
    Ok(Played { uploads, incidents: u64::from(incident), passed, ..Played::default() })
}

fn refused(refusal: &Refusal) -> (u16, String) {
    (refusal.status(), refusal.body())
}

/// The keys that a control's witness trusts: it takes every device at its word.
fn keys(request: &AddCheckpoint) -> Result<NoteKey, Box<dyn Error>> {
    let number = request.origin().rsplit_once("/d").ok_or("no device")?.1.parse()?;
    Ok(NoteKey::log(request.origin(), device_key(number).public_key())?)
}

fn cosigned(request: &AddCheckpoint) -> Result<(u16, String), Box<dyn Error>> {
    Ok((200, cosign::cosign(&request.note(), &SeedKey::from_seed(&[9; 32]), SERVER, 1)?))
}

/// Control: everybody is new to it.
struct Forgetful;

impl Witness for Forgetful {
    fn add_checkpoint(&self, body: &str) -> Result<(u16, String), Box<dyn Error>> {
        let request = AddCheckpoint::parse(body)?;
        match judge(&request, None, &[keys(&request)?]) {
            Ok(_) => cosigned(&request),
            Err(refusal) => Ok(refused(&refusal)),
        }
    }
}

/// Control: it knows the last checkpoint that it was sent, taken or not.
#[derive(Default)]
struct StoresFirst(Mutex<Option<(String, u64, Hash)>>);

impl Witness for StoresFirst {
    fn add_checkpoint(&self, body: &str) -> Result<(u16, String), Box<dyn Error>> {
        let request = AddCheckpoint::parse(body)?;
        let mut known = self.0.lock().map_err(|_| "poisoned")?;
        let mine = known.take().filter(|(origin, _, _)| origin == request.origin());
        let judged = judge(&request, mine.map(|(_, size, root)| (size, root)), &[keys(&request)?]);
        let Checkpoint { origin, size, root } = request.checkpoint().clone();
        *known = Some((origin, size, root));
        match judged {
            Ok(_) => cosigned(&request),
            Err(refusal) => Ok(refused(&refusal)),
        }
    }
}

/// Control: the race that the specification names. Two requests are judged before either is stored.
#[derive(Default)]
struct Unlocked {
    known: Option<(u64, Hash)>,
}

impl Unlocked {
    fn is_rolled_back(&mut self) -> Result<bool, Box<dyn Error>> {
        let mut chance = Rng::with_seed(1);
        let mut desk = Desk::new(0);
        desk.decide(&mut chance)?;
        let smaller = desk.request(0)?;
        desk.decide(&mut chance)?;
        let larger = desk.request(0)?;
        let judged = [judge(&larger, self.known, &[keys(&larger)?])?, judge(&smaller, self.known, &[keys(&smaller)?])?];
        for advance in judged {
            self.known = Some((advance.size, advance.root));
        }
        Ok(self.known.is_some_and(|(size, _)| size < larger.checkpoint().size))
    }
}

/// Memory where the machine has it: what a commit costs is no part of this proof.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
