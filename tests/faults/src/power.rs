//! What a power cut may leave of what was recorded. Everything synced stays. Of the rest each write, cut of a file and
//! change of names in the folder may be there or not, in any combination, and a write may be there in part, by sectors of
//! 512 bytes or 4 KiB.

use crate::disk::{Op, put_at};
use fastrand::Rng;
use std::collections::BTreeMap;

/// Files of one folder by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file under whatever name, with what is not synced yet.
#[derive(Debug, Clone, Default)]
struct Content {
    synced: Vec<u8>,
    /// By the number of its op.
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
enum Pending {
    Write { at: usize, bytes: Vec<u8> },
    Cut { size: usize },
}

/// What becomes of one pending change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Lost,
    /// Sectors of this size are kept by the bits of `which`, over and over.
    Torn {
        sector: usize,
        which: u64,
    },
}

/// Walks over what was recorded. At each place `cuts` gives states that a power cut there may leave.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    contents: Vec<Content>,
    /// Names as programs see them, and as they are on the disk.
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    told: Vec<usize>,
}

impl Walk {
    /// From a folder whose files are all durable.
    pub fn from(files: &Files) -> Self {
        let contents = files.values().map(|bytes| Content { synced: bytes.clone(), pending: Vec::new() }).collect();
        let names: BTreeMap<String, usize> = files.keys().cloned().zip(0..).collect();
        Self { contents, durable_names: names.clone(), names, told: Vec::new() }
    }

    pub fn step(&mut self, op: &Op) {
        match op {
            Op::Made(name) => {
                self.contents.push(Content::default());
                self.names.insert(name.clone(), self.contents.len() - 1);
            }
            Op::Written { file, at, bytes } => {
                let write = Pending::Write { at: *at, bytes: bytes.clone() };
                self.content(file, |content| content.pending.push(write));
            }
            Op::Cut { file, size } => {
                self.content(file, |content| content.pending.push(Pending::Cut { size: *size }));
            }
            Op::Synced(file) => self.content(file, |content| {
                for pending in std::mem::take(&mut content.pending) {
                    apply(&mut content.synced, &pending, Fate::Kept);
                }
            }),
            Op::Deleted(file) => {
                self.names.remove(file);
            }
            Op::FolderSynced => self.durable_names.clone_from(&self.names),
            Op::Told(what) => self.told.push(*what),
        }
    }

    fn content(&mut self, file: &str, change: impl FnOnce(&mut Content)) {
        if let Some(content) = self.names.get(file).and_then(|index| self.contents.get_mut(*index)) {
            change(content);
        }
    }

    /// What the test was told up to here.
    pub fn told(&self) -> &[usize] {
        &self.told
    }

    /// At most about `most` states of a power cut here: every combination where there are few, else nothing lost, all
    /// lost, one lost, and as many by chance as there is room for.
    pub fn cuts(&self, most: usize, rng: &mut Rng) -> Vec<Files> {
        let changes = self.pending_count() + self.changed_names().len();
        let mut fates: Vec<Vec<Fate>> = vec![vec![Fate::Kept; changes], vec![Fate::Lost; changes]];
        if changes < 16 && (1 << changes) <= most {
            let combination =
                |bits: u64| (0..changes).map(move |n| if bits >> n & 1 == 1 { Fate::Kept } else { Fate::Lost });
            fates = (0..1 << changes).map(|bits| combination(bits).collect()).collect();
        } else {
            for _ in 0..most / 4 {
                let mut one_lost = vec![Fate::Kept; changes];
                one_lost[rng.usize(..changes)] = Fate::Lost;
                fates.push(one_lost);
                let until = rng.usize(..=changes);
                fates.push((0..changes).map(|n| if n < until { Fate::Kept } else { Fate::Lost }).collect());
            }
        }
        if changes > 0 {
            while fates.len() < most {
                let kept = rng.u32(1..8);
                fates.push((0..changes).map(|_| by_chance(kept, rng)).collect());
            }
        }
        fates.iter().map(|fates| self.state(fates)).collect()
    }

    fn pending_count(&self) -> usize {
        self.contents.iter().map(|content| content.pending.len()).sum()
    }

    fn changed_names(&self) -> Vec<&String> {
        let all = self.names.keys().chain(self.durable_names.keys().filter(|name| !self.names.contains_key(*name)));
        all.filter(|name| self.names.get(*name) != self.durable_names.get(*name)).collect()
    }

    fn state(&self, fates: &[Fate]) -> Files {
        let mut fates = fates.iter();
        let mut contents = Vec::with_capacity(self.contents.len());
        for content in &self.contents {
            let mut bytes = content.synced.clone();
            for pending in &content.pending {
                apply(&mut bytes, pending, *fates.next().unwrap_or(&Fate::Kept));
            }
            contents.push(bytes);
        }
        let mut names = self.durable_names.clone();
        for name in self.changed_names() {
            match (fates.next().unwrap_or(&Fate::Kept), self.names.get(name)) {
                (Fate::Lost, _) => {}
                (Fate::Kept | Fate::Torn { .. }, Some(index)) => drop(names.insert(name.clone(), *index)),
                (Fate::Kept | Fate::Torn { .. }, None) => drop(names.remove(name)),
            }
        }
        names.into_iter().filter_map(|(name, index)| Some((name, contents.get(index)?.clone()))).collect()
    }
}

/// Kept in so many of ten cases; else lost or torn.
fn by_chance(kept: u32, rng: &mut Rng) -> Fate {
    match rng.u32(..10) {
        n if n < kept => Fate::Kept,
        n if n % 2 == 0 => Fate::Lost,
        _ => Fate::Torn { sector: if rng.bool() { 512 } else { 4096 }, which: rng.u64(..) },
    }
}

fn apply(file: &mut Vec<u8>, pending: &Pending, fate: Fate) {
    match (pending, fate) {
        (_, Fate::Lost) => {}
        (Pending::Cut { size }, Fate::Kept | Fate::Torn { .. }) => file.resize(*size, 0),
        (Pending::Write { at, bytes }, Fate::Kept) => put_at(file, *at, bytes),
        (Pending::Write { at, bytes }, Fate::Torn { sector, which }) => {
            // Sectors are those of the file, not of the write.
            let mut from = 0;
            while from < bytes.len() {
                let number = (at + from) / sector;
                let to = ((number + 1) * sector - at).min(bytes.len());
                if which >> (number % 64) & 1 == 1 {
                    put_at(file, at + from, &bytes[from..to]);
                }
                from = to;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(file: &str, at: usize, bytes: &[u8]) -> Op {
        Op::Written { file: file.to_owned(), at, bytes: bytes.to_vec() }
    }

    fn cuts_after(ops: &[Op]) -> Vec<Files> {
        let mut walk = Walk::default();
        ops.iter().for_each(|op| walk.step(op));
        walk.cuts(64, &mut Rng::with_seed(7))
    }

    fn file(name: &str, bytes: &[u8]) -> Files {
        Files::from([(name.to_owned(), bytes.to_vec())])
    }

    #[test]
    fn what_was_synced_with_its_folder_is_in_every_state() {
        let synced = [Op::Made("a".into()), written("a", 0, b"one"), Op::Synced("a".into()), Op::FolderSynced];
        assert!(cuts_after(&synced).iter().all(|state| *state == file("a", b"one")));
        let more = [&synced[..], &[written("a", 0, b"two")]].concat();
        let states = cuts_after(&more);
        assert!(states.contains(&file("a", b"one")) && states.contains(&file("a", b"two")), "{states:?}");
    }

    #[test]
    fn a_name_that_was_not_synced_may_be_missing_and_a_deleted_one_may_be_back() {
        let made = [Op::Made("a".into()), written("a", 0, b"one"), Op::Synced("a".into())];
        assert!(cuts_after(&made).contains(&Files::new()));
        let gone = [&made[..], &[Op::FolderSynced, Op::Deleted("a".into())]].concat();
        let states = cuts_after(&gone);
        assert!(states.contains(&Files::new()) && states.contains(&file("a", b"one")), "{states:?}");
    }

    #[test]
    fn later_writes_may_be_there_without_earlier_ones_and_in_part() {
        let ops = [Op::Made("a".into()), Op::FolderSynced, written("a", 0, &[1; 512]), written("a", 512, &[2; 1024])];
        let states = cuts_after(&ops);
        let later_alone = [vec![0; 512], vec![2; 1024]].concat();
        assert!(states.contains(&file("a", &later_alone)));
        assert!(states.contains(&file("a", &[vec![1; 512], vec![2; 512]].concat())));
    }
}
