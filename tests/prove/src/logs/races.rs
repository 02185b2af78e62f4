//! Several checkpoints of one log at the queue's witness at once, on threads: however they meet, it never knows less than it
//! cosigned. What sends them is a bare tree with a key; the witness is the real one over its SQLite store.

use std::{error::Error, sync::Arc, thread};

use approval::Timestamp;
use fastrand::Rng;
use queue::{
    Moment, Queue, QueueStore, ServerKeys,
    store::{DirectoryRead, StoredDevice},
};
use queue_store::SqliteStore;
use tlog::{
    Checkpoint, Hash, NoteKey, SeedKey, Signer,
    tree::{self, MemoryHashes},
    witness::{AddCheckpoint, judge},
};

use crate::servers::in_memory;

const SERVER: &str = "queue.example";
const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// A log that grows, and its key.
struct Tree {
    number: u64,
    hashes: MemoryHashes,
}

impl Tree {
    fn new(number: u64) -> Self {
        Self { number, hashes: MemoryHashes::default() }
    }

    fn key(&self) -> SeedKey {
        SeedKey::from_seed(&Hash::of(format!("device {}", self.number)).0)
    }

    fn origin(&self) -> String {
        format!("{SERVER}/desk/d{}", self.number)
    }

    fn grow(&mut self, chance: &mut Rng) -> Result<(), Box<dyn Error>> {
        Ok(self.hashes.append(Hash::of(chance.u128(..).to_be_bytes()))?)
    }

    /// As if nothing had been cosigned yet.
    fn request(&self) -> Result<AddCheckpoint, Box<dyn Error>> {
        let size = self.hashes.size();
        let checkpoint = Checkpoint { origin: self.origin(), size, root: tree::root(size, &self.hashes)? };
        let proof = tree::consistency_proof(0, size, &self.hashes)?;
        Ok(AddCheckpoint::new(0, proof, &checkpoint.sign(&self.key())?)?)
    }

    fn device(&self) -> StoredDevice {
        StoredDevice {
            id: format!("d{}", self.number).into(),
            person: "noor".into(),
            name: "laptop".into(),
            key: self.key().public_key(),
            former: Vec::new(),
            enrolled_at: NOW,
            admitted: None,
            used_at: None,
            removed_at: None,
            removed_by: None,
        }
    }
}

/// Three requests at once that all begin at nothing: how often the witness then knows less than it cosigned.
pub fn run(races: u64, chance: &mut Rng) -> Result<u64, Box<dyn Error>> {
    let folder = in_memory()?;
    let store = Arc::new(SqliteStore::open(folder.path())?);
    let keys = ServerKeys::from_seeds([9; 64]);
    let queue = Queue::open(store.clone(), vec![], keys, SERVER, &Moment::new(NOW, [1; 32]))?;
    let mut rolled_back = 0;
    for number in 0..races {
        let mut tree = Tree::new(number);
        store.write_directory(&mut |directory| directory.put_device(&tree.device()))?;
        let mut bodies = Vec::new();
        for size in 1..=3 {
            tree.grow(chance)?;
            bodies.push((tree.request()?.to_string(), size));
        }
        let taken: Vec<u64> = thread::scope(|scope| {
            let calls = bodies.iter().map(|(body, size)| {
                let queue = &queue;
                scope.spawn(move || queue.add_checkpoint(body, NOW).is_ok().then_some(*size))
            });
            let calls: Vec<_> = calls.collect();
            calls.into_iter().filter_map(|call| call.join().ok().flatten()).collect()
        });
        let mut known = None;
        let mut look = |directory: &dyn DirectoryRead| {
            known = directory.witnessed(&tree.origin())?;
            Ok(())
        };
        store.read_directory(&mut look)?;
        let kept = known.map(|(size, _)| size);
        // All three begin at nothing, so one of them is cosigned, and that is what stays.
        rolled_back += u64::from(taken.len() != 1 || kept != taken.first().copied());
    }
    Ok(rolled_back)
}

/// Control: the race that the specification names. Two requests are judged before either is stored.
#[derive(Default)]
pub struct Unlocked {
    known: Option<(u64, Hash)>,
}

impl Unlocked {
    pub fn is_rolled_back(&mut self) -> Result<bool, Box<dyn Error>> {
        let mut chance = Rng::with_seed(1);
        let mut tree = Tree::new(0);
        let key = NoteKey::log(tree.origin(), tree.key().public_key())?;
        tree.grow(&mut chance)?;
        let smaller = tree.request()?;
        tree.grow(&mut chance)?;
        let larger = tree.request()?;
        let keys = [key];
        for advance in [judge(&larger, self.known, &keys)?, judge(&smaller, self.known, &keys)?] {
            self.known = Some((advance.size, advance.root));
        }
        Ok(self.known.is_some_and(|(size, _)| size < larger.checkpoint().size))
    }
}
