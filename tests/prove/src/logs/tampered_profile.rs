//! The log as it lies in a profile's SQLite file, with a row changed behind the desk's back. The desk opens the file as ever,
//! and `Desk::verify_log` must say where it is broken.

use std::{error::Error, path::Path, sync::Arc};

use approval::Timestamp;
use desk::{
    Desk, Machine, Ports,
    ports::{Clock, Entropy, Instants, Keychain, KeychainError, NoPrompt, Secret},
    store::{Cosigned, DeskStore, Device, Leaf, NewLeaf, QueueId, QueueKind, QueueRecord, Write},
    view::LogStanding,
};
use desk_store::SqliteDesk;
use fastrand::Rng;
use queue_api::{MeResponse, RoleName};
use rusqlite::{Connection, params};
use tlog::{NoteKey, Signer, tree::HashReader, tree::stored_count};

use super::{
    made::{Log, NOON, ORIGIN, key, witness},
    tamper::Tally,
};

const QUEUE: &str = "queue";

/// Changes so many profiles, each in one place; answers with how many were looked at, the honest one included.
pub fn tamper(log: &Log, cases: usize, chance: &mut Rng, tally: &mut Tally) -> Result<usize, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let honest = folder.path().join("honest.sqlite");
    write(&honest, log)?;
    let said = verdict(&honest)?;
    tally.found("an honest profile", "20 not yet witnessed", Some(&said));
    for case in 0..cases {
        let changed = folder.path().join("changed.sqlite");
        std::fs::copy(&honest, &changed)?;
        let (what, expected) = change(&changed, case, log, chance)?;
        let said = verdict(&changed)?;
        tally.found(what, &expected, (!said.ends_with("witnessed")).then_some(said.as_str()));
        for file in ["changed.sqlite", "changed.sqlite-wal", "changed.sqlite-shm"] {
            // The next copy takes its place; a companion that is not there is no fault.
            let _ = std::fs::remove_file(folder.path().join(file));
        }
    }
    Ok(cases + 1)
}

/// One change, and where it must be found.
fn change(path: &Path, case: usize, log: &Log, chance: &mut Rng) -> Result<(&'static str, String), Box<dyn Error>> {
    let db = Connection::open(path)?;
    let number = chance.usize(0..log.entries.len());
    let other = (number + chance.usize(1..log.entries.len())) % log.entries.len();
    let at = |number: usize| format!("entry {}", number + 1);
    let leaf = &log.entries[number].leaf;
    Ok(match case % 8 {
        0 | 1 => {
            let mut leaf = leaf.clone();
            let bit = chance.usize(0..leaf.len() * 8);
            leaf[bit / 8] ^= 1 << (bit % 8);
            db.execute("UPDATE leaves SET bytes = ?2 WHERE number = ?1", params![number, leaf])?;
            ("a bit of a leaf", at(number))
        }
        2 => {
            db.execute("DELETE FROM leaves WHERE number = ?1", [number])?;
            ("a row taken out", at(number))
        }
        3 => {
            for (from, to) in [(number, 1_000), (other, number), (1_000, other)] {
                db.execute("UPDATE leaves SET number = ?2 WHERE number = ?1", [from, to])?;
            }
            ("two rows swapped", at(number.min(other)))
        }
        4 => {
            db.execute(
                "UPDATE leaves SET (bytes, openings) = (SELECT bytes, openings FROM leaves WHERE number = ?2) WHERE number = ?1",
                [number, other],
            )?;
            ("a row copied over another", at(number))
        }
        5 => {
            let openings = r#"{"personal":{"salt":"AAAAAAAAAAAAAAAAAAAAAA==","bytes":"bm8="}}"#;
            db.execute("UPDATE leaves SET openings = ?2 WHERE number = ?1", params![number, openings])?;
            ("another text beside a leaf", at(number))
        }
        6 => {
            let stored = chance.u64(0..stored_count(log.size()));
            let mut hash = log.hashes.read(&[stored])?.first().ok_or("no hash")?.0;
            hash[chance.usize(0..32)] ^= 1 << chance.u8(0..8);
            db.execute("UPDATE hashes SET hash = ?2 WHERE number = ?1", params![stored, hash])?;
            let leaf = (0..log.size()).find(|leaf| stored_count(leaf + 1) > stored).ok_or("no leaf")?;
            ("a stored hash", at(leaf as usize))
        }
        _ => {
            let column = if chance.bool() { "checkpoint" } else { "cosigned" };
            // The root's line of either note: a digit of base64 that is not its last.
            let swap = |text: String| match text.find("\\n").or(text.find('\n')) {
                Some(_) => text.replacen("desk/laptop", "desk/laptoq", 1),
                None => String::new(),
            };
            let text: String = db.query_row(&format!("SELECT {column} FROM queues"), [], |row| row.get(0))?;
            db.execute(&format!("UPDATE queues SET {column} = ?1"), [swap(text)])?;
            let place = if column == "checkpoint" { "the checkpoint" } else { "cosigned checkpoint 0" };
            ("a note", place.to_owned())
        }
    })
}

fn write(path: &Path, log: &Log) -> Result<(), Box<dyn Error>> {
    let id = QueueId::new(QUEUE);
    let me = MeResponse {
        person: "noor".into(),
        name: "Noor".into(),
        zone: "Europe/Berlin".into(),
        role: RoleName::Approver,
        tenants: vec![],
        reviews: Vec::new(),
        server_time: Timestamp::from_millis(NOON as i64 * 1000),
        server: "queue.example".into(),
        versions: vec!["v1".into()],
        witness: witness()?.vkey(),
        log: NoteKey::log("queue.example", key(7).public_key())?.vkey(),
    };
    let device = Device {
        id: "laptop".into(),
        origin: ORIGIN.into(),
        public_key: key(log.seed).public_key(),
        first_key: Some(key(1).public_key()),
        key_change: None,
        known: None,
        barred: None,
    };
    let record = QueueRecord {
        id: id.clone(),
        name: "Queue".into(),
        kind: QueueKind::Remote,
        me: Some(me),
        device: Some(device),
        incident: None,
        capabilities: Default::default(),
        removed: false,
        logs: Default::default(),
        went_back: None,
        former: Vec::new(),
        recovering: None,
    };
    let mut writes = vec![Write::Queue(Box::new(record))];
    for (number, entry) in (0..).zip(&log.entries) {
        let indexes: Vec<u64> = (stored_count(number)..stored_count(number + 1)).collect();
        let hashes = indexes.iter().copied().zip(log.hashes.read(&indexes)?).collect();
        let leaf = Leaf { index: number, group: number, bytes: entry.leaf.clone(), openings: entry.openings.clone() };
        writes.push(Write::Leaf { queue: id.clone(), new: NewLeaf { leaf, hashes } });
    }
    writes.push(Write::Checkpoint { queue: id.clone(), note: log.sealed()? });
    let note = log.cosigned.last().ok_or("nothing is cosigned")?.clone();
    let size = tlog::Checkpoint::unverified(&note)?.size;
    let cosigned = Cosigned { size, note, at: Timestamp::from_millis(NOON as i64 * 1000) };
    writes.push(Write::Cosigned { queue: id, cosigned });
    let store = SqliteDesk::open(path)?;
    store.commit(&writes)?;
    drop(store);
    // All of it into the one file, which is copied.
    Connection::open(path)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// What a desk that opens this file says of its log: the end of the sentence.
fn verdict(path: &Path) -> Result<String, Box<dyn Error>> {
    let ports = Ports {
        store: Box::new(SqliteDesk::open(path)?),
        keychain: Arc::new(Nothing),
        presence: Arc::new(NoPrompt),
        clock: Arc::new(Nothing),
        entropy: Arc::new(Nothing),
    };
    let machine = Machine { boot_id: "boot".into(), zone: "Europe/Berlin".into(), name: "laptop".into() };
    let desk = Desk::open(ports, machine)?;
    let view = desk.verify_log(Some(QUEUE))?;
    Ok(match view.standing {
        LogStanding::Broken => view.title.trim_start_matches("Broken at ").to_owned(),
        LogStanding::Verified | LogStanding::Unwitnessed | LogStanding::Empty | LogStanding::Checking => {
            view.title.replace("Verified, ", "").replace(" entries", "")
        }
    })
}

/// Nothing is signed here, and nothing is due.
struct Nothing;

impl Keychain for Nothing {
    fn get(&self, _: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(None)
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), KeychainError> {
        Ok(())
    }

    fn delete(&self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

impl Clock for Nothing {
    fn now(&self) -> Instants {
        Instants { wall: Timestamp::from_millis(NOON as i64 * 1000), boot: 0 }
    }
}

impl Entropy for Nothing {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}
