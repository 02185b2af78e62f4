use std::sync::OnceLock;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use sha2::Sha256;
use tlog::tree::{
    Frontier, HashReader, MAX_SIZE, MemoryHashes, ProofError, TreeError, consistency_proof, empty_root,
    inclusion_proof, root, stored_count, stored_hashes, stored_index, verify_consistency, verify_inclusion,
};
use tlog::{Hash, leaf_hash};
use tlog_tiles::tlog as go;

struct GoHashes(Vec<go::Hash>);

impl go::HashReader for GoHashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<go::Hash>, go::Error> {
        Ok(indexes.iter().map(|&index| self.0[index as usize]).collect())
    }
}

struct Three {
    ours: MemoryHashes,
    frontier: Frontier,
    go: GoHashes,
    ct: MemoryBackedTree<Sha256, Vec<u8>>,
    /// By size.
    roots: Vec<Hash>,
}

fn leaf(number: u64) -> Vec<u8> {
    format!("leaf {number}").into_bytes()
}

fn three(size: u64) -> Three {
    let mut three = Three {
        ours: MemoryHashes::default(),
        frontier: Frontier::default(),
        go: GoHashes(Vec::new()),
        ct: MemoryBackedTree::new(),
        roots: vec![empty_root()],
    };
    for number in 0..size {
        three.ours.append(leaf_hash(&leaf(number))).unwrap();
        three.frontier.push(leaf_hash(&leaf(number)));
        three.go.0.extend(go::stored_hashes(number, &leaf(number), &three.go).unwrap());
        three.ct.push(leaf(number));
        three.roots.push(three.frontier.root());
    }
    three
}

fn go_hashes(hashes: &[Hash]) -> Vec<go::Hash> {
    hashes.iter().map(|hash| go::Hash(hash.0)).collect()
}

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

fn ct_root(root: Hash, size: u64) -> RootHash<Sha256> {
    RootHash::new(root.0.into(), size)
}

/// Our verdict, after the two others gave the same.
fn agreed_inclusion(leaf_number: u64, index: u64, size: u64, proof: &[Hash], root: Hash) -> bool {
    let leaf = leaf(leaf_number);
    let ours = verify_inclusion(leaf_hash(&leaf), index, size, proof, root).is_ok();
    let theirs = go::check_record(&go_hashes(proof), size, go::Hash(root.0), index, go::record_hash(&leaf)).is_ok();
    assert_eq!(ours, theirs, "tlog_tiles: leaf {index} of {size}");
    let ct = InclusionProof::try_from_bytes(bytes(proof)).unwrap();
    let theirs = ct_root(root, size).verify_inclusion(&leaf, index, &ct).is_ok();
    assert_eq!(ours, theirs, "ct-merkle: leaf {index} of {size}");
    ours
}

fn agreed_consistency(old: u64, old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> bool {
    let ours = verify_consistency(old, old_root, new, new_root, proof).is_ok();
    let theirs = go::check_tree(&go_hashes(proof), new, go::Hash(new_root.0), old, go::Hash(old_root.0)).is_ok();
    assert_eq!(ours, theirs, "tlog_tiles: {old} to {new}");
    let ct = ConsistencyProof::try_from_bytes(bytes(proof)).unwrap();
    let theirs = ct_root(new_root, new).verify_consistency(&ct_root(old_root, old), &ct).is_ok();
    assert_eq!(ours, theirs, "ct-merkle: {old} to {new}");
    ours
}

fn changed(proof: &[Hash], how: u8, place: usize) -> Vec<Hash> {
    let mut proof = proof.to_vec();
    let place = if proof.is_empty() { 0 } else { place % proof.len() };
    match how % 4 {
        0 if !proof.is_empty() => proof[place].0[place % 32] ^= 1,
        1 if !proof.is_empty() => drop(proof.remove(place)),
        2 if proof.len() > 1 => {
            let next = (place + 1) % proof.len();
            proof.swap(place, next);
        }
        _ => proof.insert(place, Hash::of("one more")),
    }
    proof
}

#[test]
fn roots_and_stored_hashes_are_those_of_two_other_implementations() {
    let three = three(300);
    for size in 0..=300 {
        let ours = root(size, &three.ours).unwrap();
        assert_eq!(ours, three.roots[size as usize]);
        if size > 0 {
            assert_eq!(ours.0, go::tree_hash(size, &three.go).unwrap().0);
        }
        assert_eq!(stored_count(size), go::stored_hash_count(size));
    }
    assert_eq!(three.frontier.root().0[..], three.ct.root().as_bytes()[..]);
    let all: Vec<u64> = (0..stored_count(300)).collect();
    assert_eq!(go_hashes(&three.ours.read(&all).unwrap()), three.go.0);
    for level in 0..20 {
        for number in 0..100 {
            assert_eq!(stored_index(level, number), go::stored_hash_index(level as u8, number));
        }
    }
}

#[test]
fn an_empty_tree_has_the_hash_of_nothing() {
    assert_eq!(empty_root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(root(0, &MemoryHashes::default()), Ok(empty_root()));
    assert_eq!(Frontier::default().root(), empty_root());
}

#[test]
fn every_inclusion_proof_up_to_64_is_what_the_others_make_and_take() {
    let three = three(64);
    for size in 1..=64 {
        let root = three.roots[size as usize];
        for index in 0..size {
            let proof = inclusion_proof(index, size, &three.ours).unwrap();
            assert_eq!(go_hashes(&proof), go::prove_record(size, index, &three.go).unwrap());
            assert!(agreed_inclusion(index, index, size, &proof, root));
            for other in 0..size {
                assert_eq!(agreed_inclusion(index, other, size, &proof, root), other == index);
            }
            for how in 0..4 {
                let proof = changed(&proof, how, index as usize);
                assert!(!agreed_inclusion(index, index, size, &proof, root) || size == 1);
            }
        }
    }
}

#[test]
fn every_consistency_proof_up_to_64_is_what_the_others_make_and_take() {
    let three = three(64);
    let root = |size: u64| three.roots[size as usize];
    for new in 1..=64 {
        for old in 1..=new {
            let proof = consistency_proof(old, new, &three.ours).unwrap();
            assert_eq!(go_hashes(&proof), go::prove_tree(new, old, &three.go).unwrap());
            assert!(agreed_consistency(old, root(old), new, root(new), &proof));
            assert!(!agreed_consistency(old, Hash::of("another"), new, root(new), &proof));
            assert!(!agreed_consistency(old, root(old), new, Hash::of("another"), &proof));
            for other in [1, old / 2 + 1, old + 1, new / 2 + 1, new + 1, 64] {
                agreed_consistency(other, root(old), new, root(new), &proof);
                agreed_consistency(old, root(old), other, root(new), &proof);
            }
            for how in 0..4 {
                let proof = changed(&proof, how, old as usize);
                assert!(!agreed_consistency(old, root(old), new, root(new), &proof));
            }
        }
    }
}

#[test]
fn everything_extends_the_empty_tree_and_nothing_else_does_so_without_a_proof() {
    let three = three(3);
    let root = three.roots[3];
    assert_eq!(consistency_proof(0, 3, &three.ours), Ok(vec![]));
    assert_eq!(verify_consistency(0, empty_root(), 3, root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, empty_root(), 3, root, &[root]), Err(ProofError::Length));
    assert_eq!(verify_consistency(0, root, 3, root, &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(0, empty_root(), 0, empty_root(), &[]), Ok(()));
    assert_eq!(verify_consistency(0, empty_root(), 0, root, &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(2, three.roots[2], 3, root, &[]), Err(ProofError::Length));
    assert_eq!(verify_consistency(3, root, 4, root, &[]), Err(ProofError::Length));
    let sizes = ProofError::Sizes { asked: 3, size: 2 };
    assert_eq!(verify_consistency(3, root, 2, root, &[]), Err(sizes));
}

#[test]
fn absurd_sizes_are_refused_and_panic_nowhere() {
    let hashes = MemoryHashes::default();
    let some = Hash::of("some");
    assert!(matches!(root(u64::MAX, &hashes), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(root(MAX_SIZE, &hashes), Err(TreeError::Read(_))));
    assert!(matches!(inclusion_proof(0, u64::MAX, &hashes), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(inclusion_proof(3, 3, &hashes), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(consistency_proof(1, u64::MAX, &hashes), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(consistency_proof(4, 3, &hashes), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(stored_hashes(MAX_SIZE, some, &hashes), Err(TreeError::OutOfRange { .. })));
    for length in [0, 1, 62, 63, 64, 65, 200] {
        let proof = vec![some; length];
        for size in [1, 2, 3, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
            for other in [0, 1, 2, size / 2, size - 1, size] {
                let _ = verify_inclusion(some, other, size, &proof, some);
                let _ = verify_consistency(other, some, size, some, &proof);
            }
        }
    }
}

#[test]
fn a_store_that_answers_short_is_an_error() {
    struct Short;
    impl HashReader for Short {
        type Error = std::convert::Infallible;
        fn read(&self, _: &[u64]) -> Result<Vec<Hash>, Self::Error> {
            Ok(vec![])
        }
    }
    assert_eq!(root(3, &Short), Err(TreeError::Short { asked: 2, got: 0 }));
    assert_eq!(stored_hashes(1, Hash::ZERO, &Short), Err(TreeError::Short { asked: 1, got: 0 }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn larger_trees_agree_too(size in 65u64..3000, draws in prop::collection::vec(any::<(u64, u8, usize)>(), 20)) {
        // A store that has grown further still proves for every size it has been through.
        static GROWN: OnceLock<Three> = OnceLock::new();
        let three = GROWN.get_or_init(|| three(3000));
        for (draw, how, place) in draws {
            let index = draw % size;
            let proof = inclusion_proof(index, size, &three.ours).unwrap();
            prop_assert!(agreed_inclusion(index, index, size, &proof, three.roots[size as usize]));
            prop_assert!(!agreed_inclusion(
                index, index, size, &changed(&proof, how, place), three.roots[size as usize]
            ));
            let old = 1 + draw % size;
            let (old_root, new_root) = (three.roots[old as usize], three.roots[size as usize]);
            let proof = consistency_proof(old, size, &three.ours).unwrap();
            prop_assert!(agreed_consistency(old, old_root, size, new_root, &proof));
            prop_assert!(!agreed_consistency(old, old_root, size, new_root, &changed(&proof, how, place)));
        }
    }
}
