//! The Merkle tree of RFC 6962 over stored interior hashes: appending, roots, proofs and their checks.
//! Hashes are stored in the order of Go's `sumdb/tlog`, so that one more leaf only ever appends. The tree
//! refuses to invent: a hash that its store cannot give is an error.

use crate::hash::{Hash, node_hash};

/// Trees larger than this are refused, so that no index overflows.
pub const MAX_SIZE: u64 = 1 << 62;

/// Stored hashes by index. Answers in the order asked, one hash per index.
pub trait HashReader {
    type Error;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error>;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError<E> {
    #[error("the stored hashes cannot be read: {0}")]
    Read(E),
    #[error("asked for {asked} stored hashes, got {got}")]
    Short { asked: usize, got: usize },
    #[error("entry or size {asked} lies outside a tree of {size}")]
    OutOfRange { asked: u64, size: u64 },
}

/// How many hashes a tree of `size` leaves stores.
pub fn stored_count(size: u64) -> u64 {
    2 * size - u64::from(size.count_ones())
}

/// Where the hash of node `number` of `level` is stored (level 0: the leaves). A node comes right after
/// the last leaf below it and that leaf's lower nodes.
pub fn stored_index(level: u32, number: u64) -> u64 {
    let last_leaf = ((number + 1) << level) - 1;
    stored_count(last_leaf) + u64::from(level)
}

/// The other way round: level and number of the node whose hash is stored at `index`.
pub fn node_at(index: u64) -> (u32, u64) {
    // At least every second hash is a leaf's, so that its leaf is not before this one.
    let mut leaf = index / 2;
    while leaf + 1 < MAX_SIZE && stored_count(leaf + 1) <= index {
        leaf += 1;
    }
    let level = u32::try_from(index - stored_count(leaf)).unwrap_or(u32::MAX);
    (level, leaf.checked_shr(level).unwrap_or(0))
}

/// The root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash::of([])
}

/// What to store when leaf number `size` is appended: (index, hash), indexes without a gap.
pub fn stored_hashes<R: HashReader>(
    size: u64,
    leaf_hash: Hash,
    reader: &R,
) -> Result<Vec<(u64, Hash)>, TreeError<R::Error>> {
    check_range(size, MAX_SIZE - 1)?;
    let levels = size.trailing_ones();
    let siblings: Vec<u64> = (0..levels).map(|l| stored_index(l, (size >> l) - 1)).collect();
    let first = stored_count(size);
    let mut hash = leaf_hash;
    let mut stored = vec![(first, hash)];
    for (index, left) in (first + 1..).zip(read(reader, &siblings)?) {
        hash = node_hash(&left, &hash);
        stored.push((index, hash));
    }
    Ok(stored)
}

/// The root over the first `size` leaves.
pub fn root<R: HashReader>(size: u64, reader: &R) -> Result<Hash, TreeError<R::Error>> {
    check_range(size, MAX_SIZE)?;
    if size == 0 {
        return Ok(empty_root());
    }
    let hashes = read(reader, &subtrees(0, size))?;
    Ok(fold(&hashes))
}

/// The audit path of leaf `index` in the tree of `size` (RFC 6962, 2.1.1).
pub fn inclusion_proof<R: HashReader>(index: u64, size: u64, reader: &R) -> Result<Vec<Hash>, TreeError<R::Error>> {
    check_range(size, MAX_SIZE)?;
    if index >= size {
        return Err(TreeError::OutOfRange { asked: index, size });
    }
    let (mut lo, mut hi) = (0, size);
    let mut ranges = Vec::new();
    while hi - lo > 1 {
        let middle = lo + left_width(hi - lo);
        if index < middle {
            ranges.push((middle, hi));
            hi = middle;
        } else {
            ranges.push((lo, middle));
            lo = middle;
        }
    }
    ranges.reverse();
    read_ranges(reader, &ranges)
}

/// The proof that the tree of `new` extends the tree of `old` (RFC 6962, 2.1.2); empty for `old` = 0.
pub fn consistency_proof<R: HashReader>(old: u64, new: u64, reader: &R) -> Result<Vec<Hash>, TreeError<R::Error>> {
    check_range(new, MAX_SIZE)?;
    if old > new {
        return Err(TreeError::OutOfRange { asked: old, size: new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut lo, mut hi) = (0, new);
    let mut ranges = Vec::new();
    while hi != old {
        let middle = lo + left_width(hi - lo);
        if old <= middle {
            ranges.push((middle, hi));
            hi = middle;
        } else {
            ranges.push((lo, middle));
            lo = middle;
        }
    }
    // What is left is one whole subtree of the old tree. If it is the old tree itself, its root is known.
    if lo != 0 {
        ranges.push((lo, hi));
    }
    ranges.reverse();
    read_ranges(reader, &ranges)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("the sizes do not fit: {asked} in a tree of {size}")]
    Sizes { asked: u64, size: u64 },
    #[error("the proof has the wrong number of hashes")]
    Length,
    #[error("the proof leads to another root")]
    Root,
}

/// RFC 9162, 2.1.3.2.
pub fn verify_inclusion(leaf_hash: Hash, index: u64, size: u64, proof: &[Hash], root: Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Sizes { asked: index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf_hash;
    for step in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(step, &hash);
            climb_to_right_child(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == root { Ok(()) } else { Err(ProofError::Root) }
}

/// RFC 9162, 2.1.4.2. Every tree extends the empty one, without a proof.
pub fn verify_consistency(
    old_size: u64,
    old_root: Hash,
    new_size: u64,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Sizes { asked: old_size, size: new_size });
    }
    if old_size == new_size || old_size == 0 {
        let before = if old_size == 0 { empty_root() } else { new_root };
        let after = if new_size == 0 { empty_root() } else { new_root };
        return match (proof.is_empty(), old_root == before && new_root == after) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    let skipped = node.trailing_ones();
    node >>= skipped;
    last >>= skipped;
    // An old tree that is one whole subtree is the first hash; the proof then leaves it out.
    let (start, steps) = match proof.split_first() {
        _ if old_size.is_power_of_two() => (old_root, proof),
        Some((first, rest)) => (*first, rest),
        None => return Err(ProofError::Length),
    };
    let (mut old_hash, mut new_hash) = (start, start);
    for step in steps {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(step, &old_hash);
            new_hash = node_hash(step, &new_hash);
            climb_to_right_child(&mut node, &mut last);
        } else {
            new_hash = node_hash(&new_hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if old_hash == old_root && new_hash == new_root { Ok(()) } else { Err(ProofError::Root) }
}

/// The right edge of a growing tree: enough for its root, without the hashes below.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Frontier {
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf_hash: Hash) {
        self.push_each(leaf_hash, |_| {});
    }

    /// The same, and hands over each hash that a tree stores for this leaf, in the order of `stored_hashes`.
    pub fn push_each(&mut self, leaf_hash: Hash, mut each: impl FnMut(Hash)) {
        let whole = self.size.trailing_ones() as usize;
        let mut hash = leaf_hash;
        each(hash);
        for left in self.subtrees.drain(self.subtrees.len() - whole..).rev() {
            hash = node_hash(&left, &hash);
            each(hash);
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        if self.size == 0 { empty_root() } else { fold(&self.subtrees) }
    }
}

/// Stored hashes in memory, for tests, small logs and proofs over an export.
#[derive(Debug, Clone, Default)]
pub struct MemoryHashes {
    size: u64,
    hashes: Vec<Hash>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no hash is stored at {0}")]
pub struct MissingHash(pub u64);

impl MemoryHashes {
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn append(&mut self, leaf_hash: Hash) -> Result<(), TreeError<MissingHash>> {
        let stored = stored_hashes(self.size, leaf_hash, self)?;
        self.hashes.extend(stored.into_iter().map(|(_, hash)| hash));
        self.size += 1;
        Ok(())
    }
}

impl HashReader for MemoryHashes {
    type Error = MissingHash;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, MissingHash> {
        let at = |&index: &u64| {
            let place = usize::try_from(index).ok();
            place.and_then(|place| self.hashes.get(place)).copied().ok_or(MissingHash(index))
        };
        indexes.iter().map(at).collect()
    }
}

fn check_range<E>(asked: u64, size: u64) -> Result<(), TreeError<E>> {
    if asked > size { Err(TreeError::OutOfRange { asked, size }) } else { Ok(()) }
}

fn read<R: HashReader>(reader: &R, indexes: &[u64]) -> Result<Vec<Hash>, TreeError<R::Error>> {
    if indexes.is_empty() {
        return Ok(Vec::new());
    }
    let hashes = reader.read(indexes).map_err(TreeError::Read)?;
    if hashes.len() == indexes.len() {
        Ok(hashes)
    } else {
        Err(TreeError::Short { asked: indexes.len(), got: hashes.len() })
    }
}

/// One hash per range of leaves, all read at once.
fn read_ranges<R: HashReader>(reader: &R, ranges: &[(u64, u64)]) -> Result<Vec<Hash>, TreeError<R::Error>> {
    let parts: Vec<Vec<u64>> = ranges.iter().map(|&(lo, hi)| subtrees(lo, hi)).collect();
    let hashes = read(reader, &parts.concat())?;
    let mut rest = hashes.as_slice();
    let mut folded = Vec::with_capacity(parts.len());
    for part in &parts {
        let (mine, others) = rest.split_at(part.len());
        folded.push(fold(mine));
        rest = others;
    }
    Ok(folded)
}

/// The whole subtrees that make up leaves `lo..hi`, left to right, by stored index.
fn subtrees(mut lo: u64, hi: u64) -> Vec<u64> {
    let mut indexes = Vec::new();
    while lo < hi {
        let level = (hi - lo).ilog2();
        indexes.push(stored_index(level, lo >> level));
        lo += 1 << level;
    }
    indexes
}

/// Joins whole subtrees from the right; never called without one.
fn fold(subtrees: &[Hash]) -> Hash {
    let from_the_right = subtrees.iter().rev().copied();
    from_the_right.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
}

/// The largest power of two below `width` (which is at least 2).
fn left_width(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

/// A node without right sibling moves up unhashed until it is a right child; never called for node 0.
fn climb_to_right_child(node: &mut u64, last: &mut u64) {
    if *node & 1 == 0 {
        let steps = node.trailing_zeros();
        *node >>= steps;
        *last >>= steps;
    }
}
