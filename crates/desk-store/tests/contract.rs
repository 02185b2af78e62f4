//! The contract of `DeskStore`, held against every implementation: durable, all or none, a log that only grows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use desk::store::{
    Cosigned, DeskStore, Heard, Leaf, MemoryStore, NewLeaf, QueueId, QueueKind, QueueRecord, StoreError, Write,
};
use desk_store::SqliteDesk;
use rusqlite::Connection;
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::hash::{Hash, leaf_hash};

/// The same store again, as after a restart.
type Reopen = Box<dyn Fn() -> Box<dyn DeskStore>>;

fn implementations(dir: &tempfile::TempDir) -> Vec<(&'static str, Reopen)> {
    let memory = MemoryStore::new();
    let path = dir.path().join("desk.sqlite");
    vec![
        ("memory", Box::new(move || Box::new(memory.clone()))),
        ("sqlite", Box::new(move || Box::new(SqliteDesk::open(&path).unwrap()))),
    ]
}

fn on_each(test: impl Fn(&str, &Reopen)) {
    let dir = tempfile::tempdir().unwrap();
    for (name, reopen) in implementations(&dir) {
        test(name, &reopen);
    }
}

fn queue() -> QueueId {
    QueueId::new("contoso")
}

fn record() -> Write {
    let (id, name, kind) = (queue(), "Contoso".to_owned(), QueueKind::Remote);
    Write::Queue(Box::new(QueueRecord { id, name, kind, me: None, device: None, incident: None }))
}

/// Leaf number `index` of group `first`, with the hashes that a tree would store for it.
fn leaf(index: u64, first: u64, hashes: &[u64]) -> Write {
    let openings = BTreeMap::from([("view".to_owned(), Opening { salt: [7; 16], bytes: b"shown".to_vec() })]);
    let leaf = Leaf { index, group: first, bytes: vec![u8::try_from(index).unwrap(); 5], openings };
    let hashes = hashes.iter().map(|number| (*number, Hash::of(number.to_be_bytes()))).collect();
    Write::Leaf { queue: queue(), new: NewLeaf { leaf, hashes } }
}

fn numbers(leaves: &[Leaf]) -> Vec<u64> {
    leaves.iter().map(|leaf| leaf.index).collect()
}

#[test]
fn what_was_committed_is_there_after_a_restart() {
    on_each(|name, reopen| {
        let at = approval::Timestamp::from_millis(1_700_000_000_123);
        let heard = Heard { server_time: at, wall: at, boot: 5, boot_id: "b".to_owned() };
        let cosigned = Cosigned { size: 1, note: "note".to_owned(), at };
        let setting = |value: Option<&str>| Write::Setting { name: "a".to_owned(), value: value.map(str::to_owned) };
        let store = reopen();
        store
            .commit(&[
                record(),
                Write::Heard { queue: queue(), heard: heard.clone() },
                Write::Cursor { queue: queue(), cursor: Some("c1".to_owned()) },
                leaf(0, 0, &[0]),
                Write::Checkpoint { queue: queue(), note: "signed".to_owned() },
                Write::Cosigned { queue: queue(), cosigned: cosigned.clone() },
                setting(Some("1")),
            ])
            .unwrap();
        drop(store);
        let stored = reopen().load().unwrap();
        assert_eq!(stored.settings.get("a").map(String::as_str), Some("1"), "{name}");
        let queue = &stored.queues[0];
        assert_eq!(queue.record.name, "Contoso", "{name}");
        assert_eq!(queue.heard.as_ref(), Some(&heard), "{name}");
        assert_eq!(queue.cursor.as_deref(), Some("c1"), "{name}");
        assert_eq!((queue.head.size, queue.head.last_leaf), (1, leaf_hash(&[0; 5])), "{name}");
        assert_eq!(queue.head.checkpoint.as_deref(), Some("signed"), "{name}");
        assert_eq!(queue.head.cosigned.as_ref(), Some(&cosigned), "{name}");
        reopen().commit(&[setting(None)]).unwrap();
        assert!(reopen().load().unwrap().settings.is_empty(), "{name}");
    });
}

#[test]
fn all_writes_of_a_commit_stay_or_none() {
    on_each(|name, reopen| {
        let store = reopen();
        store.commit(&[record(), leaf(0, 0, &[0])]).unwrap();
        let cursor = Write::Cursor { queue: queue(), cursor: Some("late".to_owned()) };
        let result = store.commit(&[cursor, leaf(1, 0, &[1, 2]), leaf(3, 0, &[4])]);
        assert_eq!(result, Err(StoreError::OutOfOrder { expected: 2, got: 3 }), "{name}");
        let stored = reopen().load().unwrap();
        assert_eq!((stored.queues[0].cursor.as_deref(), stored.queues[0].head.size), (None, 1), "{name}");
        assert!(store.hashes(&queue(), &[1]).is_err(), "{name}");
    });
}

#[test]
fn the_log_only_grows_and_is_read_in_order() {
    on_each(|name, reopen| {
        let store = reopen();
        store
            .commit(&[record(), leaf(0, 0, &[0]), leaf(1, 1, &[1, 2]), leaf(2, 1, &[3]), leaf(3, 3, &[4, 5, 6])])
            .unwrap();
        for index in [0, 3, 5] {
            assert!(store.commit(&[leaf(index, index, &[9])]).is_err(), "{name}: {index}");
        }
        assert_eq!(numbers(&store.leaves(&queue(), 1, 2).unwrap()), [1, 2], "{name}");
        assert_eq!(numbers(&store.group(&queue(), 1).unwrap()), [1, 2], "{name}");
        assert!(store.group(&queue(), 2).unwrap().is_empty(), "{name}");
        let (count, groups) = store.groups(&queue(), 1, 5).unwrap();
        assert_eq!(count, 3, "{name}");
        assert_eq!(groups.iter().map(|group| numbers(group)).collect::<Vec<_>>(), [vec![1, 2], vec![0]], "{name}");
        assert_eq!(groups[1][0].openings["view"].bytes, b"shown", "{name}");
        let hashes = [6, 0].map(|number: u64| Hash::of(number.to_be_bytes()));
        assert_eq!(store.hashes(&queue(), &[6, 0]).unwrap(), hashes, "{name}");
        assert!(store.hashes(&queue(), &[7]).is_err(), "{name}");
    });
}

#[test]
fn a_newer_profile_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    drop(SqliteDesk::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(SqliteDesk::open(&path), Err(StoreError::Newer { found: 99, .. })));
    let version: u32 =
        Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    let store = SqliteDesk::open(&path).unwrap();
    store.commit(&[record()]).unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn a_file_that_is_no_profile_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    std::fs::write(&path, "not a database, but long enough to be looked at as one".repeat(20)).unwrap();
    assert!(matches!(SqliteDesk::open(&path), Err(StoreError::Failed(_) | StoreError::Damaged(_))));
}
