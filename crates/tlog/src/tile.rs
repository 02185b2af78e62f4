//! Tiles (c2sp.org/tlog-tiles): a log's tree in pieces of up to 256 hashes, from which whoever holds a checkpoint works out
//! every proof alone. Bundles of entries are none of this crate's: entries are not for everybody. What is read out of a
//! tile is not proven until it leads to a root that was signed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::hash::{Hash, node_hash};
use crate::tree::{HashReader, MAX_SIZE, consistency_proof, inclusion_proof, node_at, stored_index};

const HEIGHT: u32 = 8;
const FULL: u64 = 1 << HEIGHT;
/// No tree of `MAX_SIZE` has a hash above this level.
const TOP: u32 = MAX_SIZE.ilog2() / HEIGHT;

/// The name of one tile: its path after `tile/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// 0: its hashes are the leaves'; each level above is 8 of the tree's.
    level: u32,
    index: u64,
    /// 1 to 256 hashes.
    width: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct NotATile;

/// A tile that has another number of hashes than its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tile {tile} has {bytes} bytes")]
pub struct WrongLength {
    pub tile: Tile,
    pub bytes: usize,
}

impl Tile {
    /// As wide as a tree of `size` leaves has it; `None` where it has nothing there.
    fn of(level: u32, index: u64, size: u64) -> Option<Tile> {
        let there = (size >> (HEIGHT * level)).checked_sub(index << HEIGHT)?;
        (there > 0).then(|| Tile { level, index, width: there.min(FULL) })
    }

    /// Whether a tree of `size` leaves has all its hashes.
    pub fn lies_in(&self, size: u64) -> bool {
        let last = (self.index << HEIGHT) + self.width;
        last <= size >> (HEIGHT * self.level)
    }

    /// Where its hashes are stored, in the order of `tree`.
    pub fn stored(&self) -> Vec<u64> {
        let first = self.index << HEIGHT;
        (first..first + self.width).map(|number| stored_index(HEIGHT * self.level, number)).collect()
    }
}

/// `0/x001/234.p/5`
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.level)?;
        let mut above: Vec<u64> = Vec::new();
        let mut rest = self.index / 1000;
        while rest > 0 {
            above.push(rest % 1000);
            rest /= 1000;
        }
        above.iter().rev().try_for_each(|part| write!(f, "x{part:03}/"))?;
        write!(f, "{:03}", self.index % 1000)?;
        if self.width < FULL { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// In its one spelling.
impl FromStr for Tile {
    type Err = NotATile;

    fn from_str(path: &str) -> Result<Tile, NotATile> {
        let (level, rest) = path.split_once('/').ok_or(NotATile)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().map_err(|_| NotATile)?),
            None => (rest, FULL),
        };
        let digits: String = index.split('/').map(|part| part.strip_prefix('x').unwrap_or(part)).collect();
        let tile =
            Tile { level: level.parse().map_err(|_| NotATile)?, index: digits.parse().map_err(|_| NotATile)?, width };
        let fits = tile.level <= TOP && tile.index < MAX_SIZE >> HEIGHT && (1..=FULL).contains(&tile.width);
        if fits && tile.to_string() == path { Ok(tile) } else { Err(NotATile) }
    }
}

/// Tiles of a log of `size` leaves, as its server gave them: stored hashes to work out proofs from.
#[derive(Debug, Clone)]
pub struct Tiles {
    size: u64,
    tiles: BTreeMap<Tile, Vec<Hash>>,
}

/// The tile that holds a hash was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no tile was given for the hash stored at {0}")]
pub struct MissingTile(pub u64);

impl Tiles {
    pub fn of(size: u64) -> Tiles {
        Tiles { size, tiles: BTreeMap::new() }
    }

    /// Those that the proofs take: that the log extends its first `old` leaves, and that it holds each of `leaves`. What lies
    /// outside the log takes none.
    pub fn needed(&self, old: u64, leaves: &[u64]) -> BTreeSet<Tile> {
        let asked = Asked::default();
        // Nothing is read, so nothing can fail but what lies outside.
        let _ = consistency_proof(old, self.size, &asked);
        for leaf in leaves {
            let _ = inclusion_proof(*leaf, self.size, &asked);
        }
        let asked = asked.0.into_inner();
        asked.into_iter().filter_map(|index| self.place(index)).map(|(tile, _)| tile).collect()
    }

    pub fn insert(&mut self, tile: Tile, bytes: &[u8]) -> Result<(), WrongLength> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() as u64 != tile.width {
            return Err(WrongLength { tile, bytes: bytes.len() });
        }
        self.tiles.insert(tile, hashes.iter().copied().map(Hash).collect());
        Ok(())
    }

    /// The tile with the hash stored at `index`, and which of its hashes lead to it.
    fn place(&self, index: u64) -> Option<(Tile, std::ops::Range<usize>)> {
        let (level, number) = node_at(index);
        let (level, within) = (level / HEIGHT, level % HEIGHT);
        let first = number << within;
        let tile = Tile::of(level, first >> HEIGHT, self.size)?;
        let first = usize::try_from(first % FULL).ok()?;
        Some((tile, first..first + (1 << within)))
    }

    fn hash(&self, index: u64) -> Option<Hash> {
        let (tile, range) = self.place(index)?;
        let mut hashes = self.tiles.get(&tile)?.get(range)?.to_vec();
        while hashes.len() > 1 {
            hashes = hashes.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
        }
        hashes.pop()
    }
}

impl HashReader for Tiles {
    type Error = MissingTile;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, MissingTile> {
        indexes.iter().map(|&index| self.hash(index).ok_or(MissingTile(index))).collect()
    }
}

/// Notes what a proof reads.
#[derive(Default)]
struct Asked(RefCell<Vec<u64>>);

impl HashReader for Asked {
    type Error = std::convert::Infallible;

    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error> {
        self.0.borrow_mut().extend(indexes);
        Ok(vec![Hash::ZERO; indexes.len()])
    }
}
