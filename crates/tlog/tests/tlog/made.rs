//! A small log made on purpose, and the keys to it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tlog::payload::LeafHeader;
use tlog::tree::{Frontier, MemoryHashes, consistency_proof};
use tlog::verify::{Entry, Expect, Keys, Seal};
use tlog::witness::AddCheckpoint;
use tlog::{Checkpoint, Envelope, Hash, NoteKey, Opening, PayloadType, PublicKey, SeedKey, Signer, cosign};

pub const ORIGIN: &str = "queue.example/desk/laptop";
pub const WITNESS: &str = "queue.example/witness";
pub const NOON: u64 = 1_700_000_000;

pub fn seed(number: u8) -> SeedKey {
    SeedKey::from_seed(&[number; 32])
}

pub fn device() -> SeedKey {
    seed(1)
}

pub fn second_device_key() -> SeedKey {
    seed(2)
}

pub fn witness_seed() -> SeedKey {
    seed(9)
}

pub fn witness() -> NoteKey {
    NoteKey::witness(WITNESS, witness_seed().public_key()).unwrap()
}

pub fn expect() -> Expect {
    Expect {
        origin: ORIGIN.into(),
        keys: Keys::Introduced { pinned: None },
        witness: Some(witness()),
        witness_required: false,
    }
}

pub fn opening(text: &str) -> Opening {
    let salt = Hash::of(text).0[..16].try_into().unwrap();
    Opening { salt, bytes: text.as_bytes().to_vec() }
}

/// A log under construction: what a desk does in its transaction, without the desk.
pub struct Made {
    pub entries: Vec<Entry>,
    pub tree: Frontier,
    pub hashes: MemoryHashes,
    pub key: SeedKey,
    previous: Hash,
}

impl Made {
    pub fn new() -> Made {
        let mut made = Made::empty(device());
        made.key_change(device());
        made
    }

    pub fn empty(key: SeedKey) -> Made {
        Made {
            entries: Vec::new(),
            tree: Frontier::default(),
            hashes: MemoryHashes::default(),
            key,
            previous: Hash::ZERO,
        }
    }

    pub fn header(&self) -> LeafHeader {
        LeafHeader::new(self.tree.size(), self.previous)
    }

    /// Adds the header's fields to the payload, signs and appends.
    pub fn push(&mut self, kind: PayloadType, fields: Value, openings: &[(&str, Opening)]) {
        let mut payload = serde_json::to_value(self.header()).unwrap();
        payload.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let openings: BTreeMap<String, Opening> =
            openings.iter().map(|(name, opening)| (name.to_string(), opening.clone())).collect();
        if !openings.is_empty() {
            let commitments: BTreeMap<_, _> = openings.iter().map(|(n, o)| (n, o.commitment())).collect();
            payload["commitments"] = json!(commitments);
        }
        self.push_payload(&kind.to_string(), &serde_json::to_vec(&payload).unwrap(), openings);
    }

    pub fn push_payload(&mut self, kind: &str, payload: &[u8], openings: BTreeMap<String, Opening>) {
        let envelope = Envelope::sign(kind, payload, &self.key).unwrap();
        self.push_leaf(envelope.leaf_bytes(), openings);
    }

    pub fn push_leaf(&mut self, leaf: Vec<u8>, openings: BTreeMap<String, Opening>) {
        self.previous = tlog::leaf_hash(&leaf);
        self.tree.push(self.previous);
        self.hashes.append(self.previous).unwrap();
        self.entries.push(Entry { leaf, openings });
    }

    pub fn key_change(&mut self, to: SeedKey) {
        self.push(PayloadType::KeyChange, json!({ "new_key": to.public_key() }), &[]);
        self.key = to;
    }

    pub fn decision(&mut self, action: &str, reason: &str) {
        self.push(PayloadType::Decision, json!({ "action": action }), &[("personal", opening(reason))]);
    }

    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { origin: ORIGIN.into(), size: self.tree.size(), root: self.tree.root() }
    }

    pub fn sealed(&self) -> String {
        self.checkpoint().sign(&self.key).unwrap()
    }

    pub fn cosigned(&self) -> String {
        cosigned_by(&self.sealed(), &witness_seed(), WITNESS)
    }

    pub fn seal(&self, cosigned: &[&str]) -> Seal {
        Seal { checkpoint: Some(self.sealed()), cosigned: cosigned.iter().map(|note| note.to_string()).collect() }
    }

    pub fn request(&self, old_size: u64) -> AddCheckpoint {
        let proof = consistency_proof(old_size, self.tree.size(), &self.hashes).unwrap();
        AddCheckpoint::new(old_size, proof, &self.sealed()).unwrap()
    }

    pub fn log_key(&self) -> NoteKey {
        NoteKey::log(ORIGIN, self.key.public_key()).unwrap()
    }
}

pub fn cosigned_by(note: &str, key: &SeedKey, name: &str) -> String {
    let line = cosign::cosign(note, key, name, NOON).unwrap();
    cosign::attach(note, &line).unwrap()
}

/// Key, decisions with personal parts, a new key in between, an erasure; witnessed at 5 of 8.
pub fn eight() -> (Made, Seal) {
    let mut made = Made::new();
    made.decision("grant", "deploy at night");
    made.push(PayloadType::Receipt, json!({ "outcome": "accepted" }), &[]);
    made.key_change(second_device_key());
    made.decision("deny", "who is this?");
    let witnessed = made.cosigned();
    made.decision("grant", "to be erased");
    made.entries[5].openings.clear();
    let erased = json!({ "erased": [{ "log_index": 5, "names": ["personal"] }] });
    made.push(PayloadType::Erasure, erased, &[]);
    made.push(PayloadType::Receipt, json!({ "outcome": "refused" }), &[]);
    let seal = made.seal(&[&witnessed]);
    (made, seal)
}

pub fn first_key() -> PublicKey {
    device().public_key()
}
