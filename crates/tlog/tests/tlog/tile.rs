use tlog::Hash;
use tlog::tile::{MissingTile, Tile, Tiles};
use tlog::tree::{
    HashReader, MemoryHashes, TreeError, consistency_proof, inclusion_proof, node_at, root, stored_index,
};

fn log(size: u64) -> MemoryHashes {
    let mut log = MemoryHashes::default();
    for number in 0..size {
        log.append(Hash::of(number.to_be_bytes())).unwrap();
    }
    log
}

/// What a server of a log of `size` entries answers.
fn served(log: &MemoryHashes, size: u64, tile: Tile) -> Vec<u8> {
    assert!(tile.lies_in(size), "{tile} does not lie in {size}");
    log.read(&tile.stored()).unwrap().iter().flat_map(|hash| hash.0).collect()
}

fn fetched(log: &MemoryHashes, size: u64, old: u64, leaves: &[u64]) -> Tiles {
    let mut tiles = Tiles::of(size);
    for tile in tiles.needed(old, leaves) {
        // By way of its path, as over the wire.
        let tile: Tile = tile.to_string().parse().unwrap();
        tiles.insert(tile, &served(log, size, tile)).unwrap();
    }
    tiles
}

#[test]
fn a_stored_hash_is_found_by_its_place_and_its_place_by_it() {
    for level in 0..20 {
        for number in [0, 1, 2, 3, 255, 256, 1000, 65_535] {
            assert_eq!(node_at(stored_index(level, number)), (level, number));
        }
    }
    let all: Vec<_> = (0..4000).map(node_at).collect();
    for (index, (level, number)) in (0..).zip(all) {
        assert_eq!(stored_index(level, number), index);
    }
}

#[test]
fn every_proof_is_worked_out_from_tiles_alone() {
    let log = log(70_000);
    let sizes = [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 700, 4096, 65_535, 65_536, 65_537, 70_000];
    for (place, &size) in sizes.iter().enumerate() {
        for &old in sizes[..=place].iter().chain([&0, &(size / 2), &(size - 1)]) {
            let leaves = [0, old.min(size - 1), size / 3, size - 1];
            let tiles = fetched(&log, size, old, &leaves);
            let ours = consistency_proof(old, size, &tiles).unwrap();
            assert_eq!(ours, consistency_proof(old, size, &log).unwrap(), "{old} to {size}");
            for leaf in leaves {
                let ours = inclusion_proof(leaf, size, &tiles).unwrap();
                assert_eq!(ours, inclusion_proof(leaf, size, &log).unwrap(), "{leaf} of {size}");
            }
        }
    }
    let whole: Vec<u64> = (0..513).collect();
    assert_eq!(root(513, &fetched(&log, 513, 0, &whole)).unwrap(), root(513, &log).unwrap());
}

#[test]
fn what_was_not_given_is_missing_and_what_has_another_length_is_refused() {
    let log = log(300);
    let mut tiles = Tiles::of(300);
    let missing = inclusion_proof(3, 300, &tiles).unwrap_err();
    assert!(matches!(missing, TreeError::Read(MissingTile(_))), "{missing:?}");
    let tile: Tile = "0/001.p/44".parse().unwrap();
    let bytes = served(&log, 300, tile);
    for wrong in [&bytes[..43 * 32], &bytes[..bytes.len() - 1], &[], &[&bytes[..], &bytes[..32]].concat()] {
        assert!(tiles.insert(tile, wrong).is_err(), "{}", wrong.len());
    }
    // Outside the log there is nothing to ask for.
    assert!(tiles.needed(301, &[300, u64::MAX]).is_empty());
    assert!(Tiles::of(0).needed(0, &[0]).is_empty());
}

/// Paths as another implementation writes them, which has the tiles' height in front.
#[test]
fn a_tile_is_named_as_others_name_it() {
    for (level, index, width) in
        [(0, 0, 256), (0, 0, 1), (1, 5, 255), (0, 999, 7), (0, 1000, 256), (2, 1_234_067, 256), (0, 12_345_678, 3)]
    {
        let theirs = tlog_tiles::tile::Tile::new(8, level, index, width, false).path();
        let path = theirs.strip_prefix("tile/8/").unwrap();
        let ours: Tile = path.parse().unwrap();
        assert_eq!(ours.to_string(), path);
        let first = stored_index(8 * u32::from(level), index * 256);
        assert_eq!((ours.stored()[0], ours.stored().len()), (first, width as usize));
    }
    for size in [1_u64, 44, 256, 300, 70_000] {
        let last: Tile = match size % 256 {
            0 => format!("0/{:03}", size / 256 - 1),
            rest => format!("0/{:03}.p/{rest}", size / 256),
        }
        .parse()
        .unwrap();
        assert!(last.lies_in(size) && !last.lies_in(size - 1), "{last}");
    }
    for wrong in [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "00/000",
        "+0/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/",
        "0/x000/000",
        "0/001/000",
        "0/x001/x000",
        "0/x001",
        "8/000",
        "64/000",
        "-1/000",
        "0/000/",
        "/000",
        "0/0x1",
        "0/entries/000",
        "entries/000",
        "0/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(wrong.parse::<Tile>().is_err(), "{wrong:?}");
    }
}
