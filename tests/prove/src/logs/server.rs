//! The queue server's witness as it is: its engine, its SQLite store, devices enrolled in its directory.

use std::{error::Error, sync::Arc, thread};

use approval::Timestamp;
use fastrand::Rng;
use queue::{
    Moment, Queue, QueueStore, ServerKeys, WitnessError,
    store::{DirectoryRead, StoredDevice},
};
use queue_store::SqliteStore;
use tempfile::TempDir;
use tlog::{SeedKey, Signer};

use super::fork::{Desk, SERVER, Witness, device_key, folder, origin};

pub struct Server {
    queue: Queue,
    store: Arc<SqliteStore>,
    // Removed with it.
    _folder: TempDir,
}

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// Devices that race are numbered from here on.
const RACERS: u64 = 1 << 40;

impl Server {
    pub fn open() -> Result<Server, Box<dyn Error>> {
        let folder = folder()?;
        let store = Arc::new(SqliteStore::open(folder.path())?);
        let keys = ServerKeys::from_seeds([9; 64]);
        let queue = Queue::open(store.clone(), vec![], keys, SERVER, &Moment::new(NOW, [1; 32]))?;
        Ok(Server { queue, store, _folder: folder })
    }

    /// Three requests at once that all begin at the same size: how often the witness then knows less than it cosigned.
    pub fn races(&self, races: u64, chance: &mut Rng) -> Result<u64, Box<dyn Error>> {
        let mut rolled_back = 0;
        for number in RACERS..RACERS + races {
            self.enrol(number, &device_key(number))?;
            let mut desk = Desk::new(number);
            let mut bodies = Vec::new();
            for _ in 0..3 {
                desk.decide(chance)?;
                bodies.push((desk.request(0)?.to_string(), desk.request(0)?.checkpoint().size));
            }
            let taken: Vec<u64> = thread::scope(|scope| {
                let calls: Vec<_> = bodies
                    .iter()
                    .map(|(body, size)| {
                        scope.spawn(move || self.queue.add_checkpoint(body, NOW).is_ok().then_some(*size))
                    })
                    .collect();
                calls.into_iter().filter_map(|call| call.join().ok().flatten()).collect()
            });
            let mut known = None;
            let mut look = |directory: &dyn DirectoryRead| {
                known = directory.witnessed(&origin(number))?;
                Ok(())
            };
            self.store.read_directory(&mut look)?;
            let kept = known.map(|(size, _)| size);
            // All three begin at nothing, so one of them is cosigned, and that is what stays.
            rolled_back += u64::from(taken.len() != 1 || kept != taken.first().copied());
        }
        Ok(rolled_back)
    }
}

impl Witness for Server {
    fn add_checkpoint(&self, body: &str) -> Result<(u16, String), Box<dyn Error>> {
        match self.queue.add_checkpoint(body, NOW) {
            Ok(line) => Ok((200, line)),
            Err(WitnessError::Refused(refusal)) => Ok((refusal.status(), refusal.body())),
            Err(WitnessError::Store(error)) => Err(error.into()),
        }
    }

    fn enrol(&self, number: u64, key: &SeedKey) -> Result<(), Box<dyn Error>> {
        let device = StoredDevice {
            id: format!("d{number}").into(),
            person: "noor".into(),
            name: "laptop".into(),
            key: key.public_key(),
            former: Vec::new(),
            enrolled_at: NOW,
            admitted: None,
            used_at: None,
            removed_at: None,
        };
        Ok(self.store.write_directory(&mut |directory| directory.put_device(&device))?)
    }
}
