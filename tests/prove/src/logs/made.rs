//! Logs as a desk writes them, made without the desk: the same kinds of payloads in the same order, with keys that handed
//! over, openings that were erased, and a witness's cosignature.

use std::{collections::BTreeMap, error::Error};

use fastrand::Rng;
use serde_json::{Value, json};
use tlog::{
    Checkpoint, Envelope, Hash, NoteKey, Opening, PayloadType, SeedKey, Signer, commit, cosign,
    export::{Chosen, Export, Part},
    leaf_hash,
    payload::LeafHeader,
    tree::MemoryHashes,
    verify::{Entry, PartEntry, Seal},
};

pub const ORIGIN: &str = "queue.example/desk/laptop";
pub const WITNESS: &str = "queue.example/witness";
pub const NOON: u64 = 1_700_000_000;

pub fn key(seed: u8) -> SeedKey {
    SeedKey::from_seed(&[seed; 32])
}

/// The witness cosigns with it.
pub fn witness_seed() -> SeedKey {
    key(99)
}

pub fn witness() -> Result<NoteKey, Box<dyn Error>> {
    Ok(NoteKey::witness(WITNESS, witness_seed().public_key())?)
}

/// A log under construction.
#[derive(Clone, Default)]
pub struct Log {
    pub entries: Vec<Entry>,
    pub hashes: MemoryHashes,
    pub cosigned: Vec<String>,
    /// The seed of the key in force; the first is 1.
    pub seed: u8,
    previous: Option<Hash>,
}

impl Log {
    /// With its first leaf, which introduces the key of seed 1.
    pub fn begun() -> Result<Log, Box<dyn Error>> {
        let mut log = Log { seed: 1, ..Log::default() };
        log.key_change(1)?;
        Ok(log)
    }

    /// `size` entries of clicks, decisions, receipts and undoings; a key change at a third, an erasure of every text so far
    /// at two thirds, cosigned once at `witnessed`.
    pub fn as_desks_write_it(size: usize, witnessed: usize, chance: &mut Rng) -> Result<Log, Box<dyn Error>> {
        let mut log = Log::begun()?;
        let mut step = 0;
        while log.entries.len() < size {
            let number = log.entries.len();
            if number == size / 3 {
                log.key_change(2)?;
            } else if number == size * 2 / 3 {
                log.erase_all()?;
            } else {
                log.next_of_a_decision(step, chance)?;
                step += 1;
            }
            if log.entries.len() == witnessed {
                log.cosign()?;
            }
        }
        Ok(log)
    }

    /// Click, decision, receipt; every fourth click is undone.
    fn next_of_a_decision(&mut self, step: usize, chance: &mut Rng) -> Result<(), Box<dyn Error>> {
        let subject = json!({ "kind": "request", "id": format!("0192f3a1-{:04x}", step / 3) });
        let text = |chance: &mut Rng| -> String { (0..12).map(|_| chance.alphabetic()).collect() };
        let undone = step / 3 % 4 == 3;
        match step % 3 {
            0 => {
                let fields = json!({ "subject": subject, "action": "grant", "clicked_at": "2026-11-22T09:00:00.000Z",
                    "approver": "noor", "device": "laptop", "nonce": format!("{:032x}", chance.u128(..)) });
                self.push(PayloadType::Intent, fields, &[("personal", text(chance)), ("view", text(chance))])
            }
            1 if undone => {
                let fields = json!({ "subject": subject, "intent": self.entries.len() - 1, "why": "person",
                    "at": "2026-11-22T09:00:03.000Z" });
                self.push(PayloadType::Undone, fields, &[])
            }
            1 => {
                let fields = json!({ "subject": subject, "action": "grant", "granted_window": "PT1H", "server": "queue.example",
                    "tenant": "contoso", "signed_at": "2026-11-22T09:00:05.000Z", "policy_version": "1" });
                self.push(PayloadType::Decision, fields, &[("personal", text(chance)), ("view", text(chance))])
            }
            _ if undone => {
                let fields = json!({ "kind": "proof-refused", "at": "2026-11-22T09:00:06.000Z" });
                self.push(PayloadType::Incident, fields, &[])
            }
            _ => {
                let fields = json!({ "subject": subject, "decision": self.entries.len() - 1, "outcome": "accepted",
                    "at": "2026-11-22T09:00:06.000Z" });
                self.push(PayloadType::Receipt, fields, &[("answer", text(chance))])
            }
        }
    }

    pub fn size(&self) -> u64 {
        self.hashes.size()
    }

    pub fn header(&self) -> LeafHeader {
        LeafHeader::new(self.size(), self.previous.unwrap_or(Hash::ZERO))
    }

    pub fn key_change(&mut self, next: u8) -> Result<(), Box<dyn Error>> {
        self.push(PayloadType::KeyChange, json!({ "new_key": key(next).public_key() }), &[])?;
        self.seed = next;
        Ok(())
    }

    /// Every text so far goes, and the log says so.
    pub fn erase_all(&mut self) -> Result<(), Box<dyn Error>> {
        let mut erased = Vec::new();
        for (number, entry) in self.entries.iter_mut().enumerate().filter(|(_, entry)| !entry.openings.is_empty()) {
            let names: Vec<String> = std::mem::take(&mut entry.openings).into_keys().collect();
            erased.push(json!({ "log_index": number, "names": names }));
        }
        self.push(PayloadType::Erasure, json!({ "erased": erased }), &[])
    }

    pub fn push(&mut self, kind: PayloadType, fields: Value, texts: &[(&str, String)]) -> Result<(), Box<dyn Error>> {
        let mut payload = serde_json::to_value(self.header())?;
        let mut openings = BTreeMap::new();
        for (name, text) in texts {
            let salt = Hash::of(format!("{} {name}", self.size())).0;
            let opening = Opening { salt: salt[..16].try_into()?, bytes: text.as_bytes().to_vec() };
            payload["commitments"][name] = json!(commit(&opening.salt, &opening.bytes));
            openings.insert((*name).to_owned(), opening);
        }
        if let (Value::Object(payload), Value::Object(fields)) = (&mut payload, fields) {
            payload.extend(fields);
        }
        self.sign(&kind.to_string(), serde_json::to_string(&payload)?.as_bytes(), openings)
    }

    /// Signs whatever it is given, and appends it.
    pub fn sign(
        &mut self,
        kind: &str,
        payload: &[u8],
        openings: BTreeMap<String, Opening>,
    ) -> Result<(), Box<dyn Error>> {
        let leaf = Envelope::sign(kind, payload, &key(self.seed))?.leaf_bytes();
        self.append(Entry { leaf, openings })
    }

    pub fn append(&mut self, entry: Entry) -> Result<(), Box<dyn Error>> {
        let hash = leaf_hash(&entry.leaf);
        self.hashes.append(hash)?;
        self.previous = Some(hash);
        self.entries.push(entry);
        Ok(())
    }

    /// The newest checkpoint, signed by the key in force.
    pub fn sealed(&self) -> Result<String, Box<dyn Error>> {
        let root = tlog::tree::root(self.size(), &self.hashes)?;
        Ok(Checkpoint { origin: ORIGIN.into(), size: self.size(), root }.sign(&key(self.seed))?)
    }

    pub fn cosign(&mut self) -> Result<(), Box<dyn Error>> {
        let note = self.sealed()?;
        let line = cosign::cosign(&note, &witness_seed(), WITNESS, NOON + self.size())?;
        self.cosigned.push(cosign::attach(&note, &line)?);
        Ok(())
    }

    /// The entries that are wanted, and those that change the key.
    pub fn part(&self, wanted: impl Fn(u64) -> bool) -> Result<Part, Box<dyn Error>> {
        let Export { origin, witness, seal, entries } = self.export()?;
        let seen =
            seal.cosigned.last().map(|note| Checkpoint::unverified(note)).transpose()?.map_or(0, |seen| seen.size);
        let mut part = Part { origin, witness, chosen: Chosen::default(), seal, entries: Vec::new() };
        for (index, entry) in (0..).zip(entries) {
            let kind = Envelope::from_bytes(&entry.leaf).map(|leaf| leaf.payload_type);
            if wanted(index) || kind.is_ok_and(|kind| kind == PayloadType::KeyChange.to_string()) {
                let size = if index < seen { seen } else { self.size() };
                let proof = tlog::tree::inclusion_proof(index, size, &self.hashes)?;
                part.entries.push(PartEntry { index, entry, proof });
            }
        }
        Ok(part)
    }

    pub fn export(&self) -> Result<Export, Box<dyn Error>> {
        Ok(Export {
            origin: ORIGIN.into(),
            witness: Some(witness()?),
            seal: Seal { checkpoint: Some(self.sealed()?), cosigned: self.cosigned.clone() },
            entries: self.entries.clone(),
        })
    }
}
