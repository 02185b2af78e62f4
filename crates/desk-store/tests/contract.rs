//! The contract of `DeskStore`, held against every implementation: durable, all or none, a log that only grows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use approval::RequestId;
use desk::store::{
    Cosigned, DeskStore, Findable, Finding, Heard, Leaf, MemoryStore, NewLeaf, QueueId, QueueKind, QueueRecord,
    SavedView, Snooze, SnoozeUntil, StoreError, Term, Write,
};
use desk::view::{Grouping, Sort};
use desk_store::SqliteDesk;
use rusqlite::Connection;
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::hash::{Hash, leaf_hash};
use tlog::payload::ErasedParts;

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
    Write::Queue(Box::new(QueueRecord {
        id,
        name,
        kind,
        me: None,
        device: None,
        incident: None,
        capabilities: Default::default(),
        removed: false,
        logs: Default::default(),
        went_back: None,
        former: Vec::new(),
        recovering: None,
    }))
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
fn a_new_log_takes_the_place_of_one_that_is_kept_as_it_was() {
    on_each(|name, reopen| {
        let store = reopen();
        let (at, former) = (approval::Timestamp::from_millis(7), queue().former(1));
        let cosigned = Cosigned { size: 2, note: "note".to_owned(), at };
        store
            .commit(&[
                record(),
                leaf(0, 0, &[0]),
                leaf(1, 1, &[1, 2]),
                Write::Checkpoint { queue: queue(), note: "signed".to_owned() },
                Write::Cosigned { queue: queue(), cosigned },
                findable(0, 5, "contoso", "dana"),
            ])
            .unwrap();
        let before = store.leaves(&queue(), 0, 5).unwrap();
        let anew = || [leaf(2, 2, &[3]), Write::NewLog { queue: queue(), former: former.clone() }, leaf(0, 0, &[0])];
        let too_far: Vec<Write> = anew().into_iter().chain([leaf(3, 3, &[1])]).collect();
        assert_eq!(store.commit(&too_far), Err(StoreError::OutOfOrder { expected: 1, got: 3 }), "{name}");
        assert_eq!(reopen().leaves(&queue(), 0, 5).unwrap(), before, "{name}: all or nothing");
        store.commit(&anew()).unwrap();
        drop(store);
        let store = reopen();
        let kept = store.leaves(&former, 0, 5).unwrap();
        assert_eq!((numbers(&kept).as_slice(), &kept[..2]), ([0, 1, 2].as_slice(), before.as_slice()), "{name}");
        assert_eq!(numbers(&store.leaves(&queue(), 0, 5).unwrap()), [0], "{name}");
        let stored = store.load().unwrap().queues;
        let head = &stored[0].head;
        assert_eq!((stored.len(), head.size, &head.checkpoint, &head.cosigned), (1, 1, &None, &None), "{name}");
        assert!(store.hashes(&former, &[3]).is_ok() && store.hashes(&queue(), &[1]).is_err(), "{name}");
        let found = [&former, &queue()].map(|log| store.findable_from(log).unwrap());
        assert_eq!(found, [3, 0], "{name}");
        store.commit(&[leaf(1, 1, &[1, 2])]).unwrap();
    });
}

fn findable(first: u64, at: i64, tenant: &str, words: &str) -> Write {
    let (at, shown) = (approval::Timestamp::from_millis(at), format!("shown {words}"));
    let (tenant, words) = (tenant.to_owned(), words.to_owned());
    Write::Findable(Box::new(Findable { queue: queue(), first, last: first + 2, tenant, at, shown, words }))
}

fn term(words: &str, prefix: bool) -> Term {
    Term { words: words.to_owned(), prefix }
}

fn firsts(store: &dyn DeskStore, finding: Finding) -> Vec<u64> {
    store.find(&finding).unwrap().into_iter().map(|found| found.entry.first).collect()
}

#[test]
fn found_is_what_fits_newest_first_and_page_by_page() {
    on_each(|name, reopen| {
        let store = reopen();
        store
            .commit(&[
                findable(4, 2000, "contoso", "granted dana peres global administrator inc 4471"),
                findable(1, 1000, "contoso-eu", "denied dana peres global reader inc 44710"),
                findable(7, 2000, "fabrikam", "granted jörg administrator of global things"),
                findable(9, 3000, "contoso", "granted danae peresova über administrators global x"),
            ])
            .unwrap();
        let all = Finding { limit: 10, ..Finding::default() };
        let of = |terms: &[Term]| firsts(&*store, Finding { terms: terms.to_vec(), ..all.clone() });
        assert_eq!(of(&[]), [9, 7, 4, 1], "{name}");
        assert_eq!(of(&[term("dana", true)]), [9, 4, 1], "{name}");
        assert_eq!(of(&[term("dana", false)]), [4, 1], "{name}");
        assert_eq!(of(&[term("global administrator", false)]), [4], "{name}");
        assert_eq!(of(&[term("inc 4471", true)]), [4, 1], "{name}");
        assert_eq!(of(&[term("inc 447", true), term("administra", true)]), [4], "{name}");
        assert_eq!(of(&[term("administrato", true)]), [9, 7, 4], "{name}");
        assert_eq!(of(&[term("administrators", true)]), [9], "{name}");
        assert_eq!(of(&[term("jör", true)]), [7], "{name}");
        assert_eq!(of(&[term("x", true), term("dana", true)]), [9], "{name}");
        assert_eq!(of(&[term("contoso", true)]), [0; 0], "{name}: a tenant is asked for by its name");
        let at = |at| Some(approval::Timestamp::from_millis(at));
        let narrowed = |finding: Finding| firsts(&*store, finding);
        assert_eq!(narrowed(Finding { tenant: Some("contoso".to_owned()), ..all.clone() }), [9, 4], "{name}");
        assert_eq!(narrowed(Finding { from: at(2000), to: at(3000), ..all.clone() }), [7, 4], "{name}");
        assert_eq!(narrowed(Finding { queue: Some(QueueId::new("other")), ..all.clone() }), [0; 0], "{name}");
        let first = store.find(&Finding { limit: 2, ..all.clone() }).unwrap();
        assert_eq!(first.iter().map(|found| found.entry.first).collect::<Vec<_>>(), [9, 7], "{name}");
        assert_eq!(narrowed(Finding { before: Some(first[1].place), ..all.clone() }), [4, 1], "{name}");
        assert_eq!(store.findable_from(&queue()).unwrap(), 12, "{name}");
    });
}

#[test]
fn what_a_person_types_is_never_an_error() {
    on_each(|name, reopen| {
        let store = reopen();
        store.commit(&[findable(1, 1000, "", "near the a and not or")]).unwrap();
        for words in
            ["near", "and", "not", "or", "\"", "a\" OR \"b", "*", "words", ":", "-", "^a", "(", "a NEAR b", "\0"]
        {
            for prefix in [true, false] {
                for tenant in [None, Some("\"".to_owned()), Some("*".to_owned())] {
                    let terms = vec![term(words, prefix), term("a", true)];
                    let found = store.find(&Finding { terms, tenant, limit: 5, ..Finding::default() });
                    assert!(found.is_ok(), "{name}: {words}: {found:?}");
                }
            }
        }
        let both = Finding { terms: vec![term("and not or", false)], limit: 5, ..Finding::default() };
        assert_eq!(firsts(&*store, both), [1], "{name}");
    });
}

#[test]
fn words_that_were_replaced_are_found_no_more() {
    on_each(|name, reopen| {
        let store = reopen();
        store.commit(&[record(), findable(1, 1000, "contoso", "granted zebediah quillfeather")]).unwrap();
        store
            .commit(&[findable(5, 1500, "contoso", "granted zebra"), findable(1, 1000, "contoso", "granted")])
            .unwrap();
        let of = |words| Finding { terms: vec![term(words, true)], limit: 5, ..Finding::default() };
        assert_eq!(firsts(&*store, of("quill")), [0; 0], "{name}");
        assert_eq!(firsts(&*store, of("granted")), [5, 1], "{name}");
    });
}

#[test]
fn erased_words_leave_the_index_too_in_every_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteDesk::open(&dir.path().join("desk.sqlite")).unwrap();
    let at = |first: u64| 1000 + i64::try_from(first).unwrap();
    for first in 0..40 {
        store.commit(&[findable(first, at(first), "contoso", &format!("zebediah quillfeather{first}"))]).unwrap();
    }
    assert!(anywhere(dir.path(), b"quillfeather"), "the test sees what is there");
    let bare = (0..40).map(|first| findable(first, at(first), "contoso", "granted"));
    let erase = Write::Erase { queue: queue(), group: 0, parts: Vec::new() };
    store.commit(&bare.chain([erase]).collect::<Vec<_>>()).unwrap();
    // Also while the program runs.
    assert!(!anywhere(dir.path(), b"quill") && !anywhere(dir.path(), b"zebed"));
    let all = Finding { terms: vec![term("grant", true)], limit: 50, ..Finding::default() };
    assert_eq!(firsts(&store, all).len(), 40);
}

#[test]
fn openings_that_were_erased_are_gone_and_the_leaf_stays() {
    on_each(|name, reopen| {
        let store = reopen();
        store.commit(&[record(), leaf(0, 0, &[0]), leaf(1, 1, &[1, 2]), leaf(2, 1, &[3])]).unwrap();
        assert_eq!(store.opened(&queue(), 1, 5).unwrap(), [(1, 1), (2, 1)], "{name}");
        let parts = vec![ErasedParts { log_index: 1, names: vec!["view".to_owned(), "other".to_owned()] }];
        store.commit(&[Write::Erase { queue: queue(), group: 1, parts }]).unwrap();
        assert_eq!(reopen().opened(&queue(), 0, 5).unwrap(), [(0, 0), (2, 1)], "{name}");
        let leaves = store.leaves(&queue(), 1, 1).unwrap();
        assert_eq!((leaves[0].bytes.as_slice(), leaves[0].openings.len()), (&[1; 5][..], 0), "{name}");
    });
}

#[test]
fn nothing_of_what_was_erased_is_left_in_any_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteDesk::open(&dir.path().join("desk.sqlite")).unwrap();
    // Long enough for pages of its own, and known again in base64 at any of its three places.
    let words = "quillfeather ".repeat(700);
    for index in 0..20 {
        let Write::Leaf { queue, new } = leaf(index, index, &[index]) else { unreachable!() };
        let openings =
            BTreeMap::from([("view".to_owned(), Opening { salt: [7; 16], bytes: words.clone().into_bytes() })]);
        let new = NewLeaf { leaf: Leaf { openings, ..new.leaf }, ..new };
        store.commit(&[record(), Write::Leaf { queue, new }]).unwrap();
    }
    let encoded = b"WxsZmVhdGhlciBxdW";
    assert!(anywhere(dir.path(), encoded), "the test sees what is there");
    for index in 0..20 {
        let parts = vec![ErasedParts { log_index: index, names: vec!["view".to_owned()] }];
        store.commit(&[Write::Erase { queue: queue(), group: index, parts }]).unwrap();
    }
    // Also while the program runs.
    assert!(!anywhere(dir.path(), encoded));
}

/// In any file of the folder.
fn anywhere(dir: &std::path::Path, planted: &[u8]) -> bool {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(planted.len()).any(|window| window == planted))
}

#[test]
fn a_profile_of_the_first_version_opens() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("profile-1.sql")).unwrap();
    drop(old);
    let store = SqliteDesk::open(&path).unwrap();
    assert_eq!(store.load().unwrap().queues[0].record.name, "Contoso");
    assert_eq!(numbers(&store.leaves(&queue(), 0, 5).unwrap()), [0]);
    assert_eq!(store.findable_from(&queue()).unwrap(), 0);
}

/// A program of that version would go on in a log that was ended: after this one has opened the profile it refuses it.
#[test]
fn a_profile_of_version_4_opens_and_is_a_newer_one_then() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    let store = SqliteDesk::open(&path).unwrap();
    store.commit(&[record(), leaf(0, 0, &[0])]).unwrap();
    drop(store);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("DROP TABLE told; DROP TABLE views; DROP TABLE snoozes; PRAGMA user_version = 4").unwrap();
    let store = SqliteDesk::open(&path).unwrap();
    assert_eq!(numbers(&store.leaves(&queue(), 0, 5).unwrap()), [0]);
    assert!(store.load().unwrap().queues[0].record.former.is_empty());
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert!(version > 4, "{version}");
}

/// Up to version 5 all that was told was one record.
#[test]
fn what_a_profile_of_version_5_told_stays_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    drop(SqliteDesk::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    let value = r#"{"requests":{"q:a":{"step":"new","by":"q:a"},"q:b":{"step":"half","by":"q:b"}},"standing":{}}"#;
    db.execute_batch("DROP TABLE told; DROP TABLE views; DROP TABLE snoozes; PRAGMA user_version = 5").unwrap();
    db.execute("INSERT INTO settings (name, value) VALUES ('notified', ?1)", [value]).unwrap();
    assert!(desk_store::look(&path).unwrap().unwrap().told.is_empty(), "looked at, it is left as it is");
    let stored = SqliteDesk::open(&path).unwrap().load().unwrap();
    let mut told: Vec<_> = stored.told.keys().map(String::as_str).collect();
    told.sort_unstable();
    assert_eq!(told, ["q:a", "q:b"]);
    assert_eq!(stored.settings["notified"], r#"{"standing":{}}"#);
}

#[test]
fn a_setting_that_is_no_json_does_not_keep_a_profile_of_version_5_from_opening() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    drop(SqliteDesk::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    db.execute_batch("DROP TABLE told; DROP TABLE views; DROP TABLE snoozes; PRAGMA user_version = 5; INSERT INTO settings VALUES ('notified', '{')")
        .unwrap();
    assert!(SqliteDesk::open(&path).unwrap().load().unwrap().told.is_empty());
}

#[test]
fn a_profile_of_version_6_opens_and_keeps_views_and_snoozes_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.sqlite");
    let store = SqliteDesk::open(&path).unwrap();
    store.commit(&[record()]).unwrap();
    drop(store);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("DROP TABLE views; DROP TABLE snoozes; PRAGMA user_version = 6").unwrap();
    drop(db);
    let looked = desk_store::look(&path).unwrap().unwrap();
    assert!(looked.views.is_empty() && looked.snoozes.is_empty(), "looked at, it is left as it is");
    let store = SqliteDesk::open(&path).unwrap();
    let (view, snooze) = (view(), snooze());
    store.commit(&[view.clone(), snooze.clone()]).unwrap();
    drop(store);
    let stored = SqliteDesk::open(&path).unwrap().load().unwrap();
    assert_eq!((stored.queues.len(), stored.views.len(), stored.snoozes.len()), (1, 1, 1));
}

fn view() -> Write {
    let view = SavedView { query: "risk:high".to_owned(), sort: Sort::Age, group: Grouping::Tenant, place: 3 };
    Write::View { name: "Mine".to_owned(), view: Some(view) }
}

fn snooze() -> Write {
    let snooze = Snooze { until: SnoozeUntil::BeforeEnd { minutes: 5 }, revision: 2, nonce: "n".to_owned() };
    Write::Snooze { queue: queue(), id: "r1".into(), snooze: Some(snooze) }
}

#[test]
fn views_and_snoozes_stay_until_they_are_removed_and_a_snooze_goes_with_its_request() {
    on_each(|name, reopen| {
        reopen().commit(&[record(), view(), snooze()]).unwrap();
        let stored = reopen().load().unwrap();
        assert_eq!(stored.views["Mine"].query, "risk:high", "{name}");
        assert_eq!(stored.snoozes[&(queue(), RequestId::new("r1"))].revision, 2, "{name}");
        reopen().commit(&[Write::Forget { queue: queue(), id: "r1".into() }]).unwrap();
        assert!(reopen().load().unwrap().snoozes.is_empty(), "{name}");
        let away = Write::Snooze { queue: queue(), id: "r1".into(), snooze: None };
        reopen().commit(&[snooze(), away, Write::View { name: "Mine".to_owned(), view: None }]).unwrap();
        let stored = reopen().load().unwrap();
        assert!(stored.views.is_empty() && stored.snoozes.is_empty(), "{name}");
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

#[test]
fn sqlite_is_built_to_sync_data_without_the_times_of_its_file() {
    assert!(option_env!("LIBSQLITE3_FLAGS").is_some_and(|flags| flags.contains("-DHAVE_FDATASYNC")));
}

#[test]
fn looking_at_a_file_changes_nothing_and_needs_no_lock() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("the desk? 100%.sqlite");
    assert!(desk_store::look(&path).unwrap().is_none());
    assert!(!path.exists());
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let look = || desk_store::look(&path).unwrap().unwrap();
    let writer = SqliteDesk::open(&path).unwrap();
    writer.commit(&[record()]).unwrap();
    assert_eq!(look().queues[0].record.name, "Contoso", "beside its writer");
    writer.commit(&[leaf(0, 0, &[0])]).unwrap();
    assert_eq!(look().queues[0].head.size, 1);
    drop(writer);
    let (before, bytes) = (names(), std::fs::read(&path).unwrap());
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(look().queues[0].head.size, 1, "alone");
    assert_eq!((names(), std::fs::read(&path).unwrap()), (before, bytes));
}
